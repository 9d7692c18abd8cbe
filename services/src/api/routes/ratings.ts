/** Residents rate outlets and comment on them, without an account; stewards moderate. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { dayInChina } from "../../china-clock.ts";
import { LEAST_RATINGS } from "../../inbox/limits.ts";
import type { Rating, RatingState } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import { Problem } from "../problem.ts";
import { cityParams, cursor, limit, nextCursor, oneOf, problems, strict } from "../schemas/common.ts";
import { rating, ratingState, ratingSummary, sentRating } from "../schemas/report.ts";

const outletParams = Type.Object(
  { ...cityParams.properties, id: Type.String({ maxLength: 100, examples: ["o_000017"] }) },
  strict,
);

const stateAfter = { show: "shown", hideComment: "silent", hide: "hidden" } as const satisfies Record<
  string,
  RatingState
>;

const routes: FastifyPluginAsyncTypebox = async (app) => {
  async function existing(city: string, id: string): Promise<void> {
    if ((await app.store.getOutlet(city, id)) === null)
      throw new Problem(404, `There is no outlet "${id}" in ${city}.`);
  }

  app.post(
    "/api/cities/:city/outlets/:id/ratings",
    {
      schema: {
        operationId: "rateOutlet",
        tags: ["Residents"],
        summary: "Rate an outlet, with a comment or without; nobody needs an account",
        params: outletParams,
        body: sentRating,
        response: {
          201: {
            ...Type.Object({ pending: Type.Boolean({ description: "The comment waits for a steward" }) }),
            description: "Taken in; the stars count at once",
          },
          ...problems(400, 404, 415, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const { id } = request.params;
      await existing(city.id, id);
      return reply.code(201).send(await app.inbox.rate(city.id, id, request.ip, request.body));
    },
  );

  app.get(
    "/api/cities/:city/outlets/:id/ratings",
    {
      schema: {
        operationId: "listRatingsOfOutlet",
        tags: ["Residents"],
        summary: "How residents rate an outlet, and their comments",
        params: outletParams,
        querystring: Type.Object({ limit: Type.Optional(limit(20, 100)), cursor: Type.Optional(cursor) }, strict),
        response: { 200: { ...ratingSummary, description: "As it is now" }, ...problems(400, 404, 503) },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const { id } = request.params;
      await existing(city.id, id);
      const stars = await app.store.countStars(city.id, id);
      const query = { outlet: id, states: ["shown" as const], withComment: true, limit: request.query.limit ?? 20 };
      const page = await app.store.findRatings(city.id, { ...query, cursor: request.query.cursor });
      const count = stars.reduce((sum, one) => sum + one, 0);
      const sum = stars.reduce((before, one, i) => before + one * (i + 1), 0);
      const isEnough = count >= LEAST_RATINGS;
      reply.header("Cache-Control", "no-cache");
      return {
        count,
        average: isEnough ? Math.round((sum / count) * 100) / 100 : null,
        stars: isEnough ? stars : null,
        // The day says enough; the minute might tell who it was.
        items: page.items.map((item) => ({ stars: item.stars, comment: item.comment!, on: dayInChina(item.at) })),
        nextCursor: page.nextCursor,
      };
    },
  );

  app.get(
    "/api/cities/:city/ratings",
    {
      config: { needs: "account" },
      schema: {
        operationId: "listRatings",
        tags: ["Residents"],
        summary: "Ratings of all outlets, the newest first; pending: those whose comments wait",
        params: cityParams,
        querystring: Type.Object(
          {
            state: Type.Optional(ratingState),
            outlet: Type.Optional(Type.String({ maxLength: 100 })),
            limit: Type.Optional(limit(50, 200)),
            cursor: Type.Optional(cursor),
          },
          strict,
        ),
        response: {
          200: { ...Type.Object({ items: Type.Array(rating), nextCursor }), description: "One page" },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const { state = "pending", ...query } = request.query;
      const page = await app.store.findRatings(city.id, { ...query, states: [state], limit: query.limit ?? 50 });
      reply.header("Cache-Control", "no-store");
      return { items: page.items.map(viewRating), nextCursor: page.nextCursor };
    },
  );

  app.patch(
    "/api/cities/:city/ratings/:id",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "moderateRating",
        tags: ["Residents"],
        summary: "Show a comment, hide it, or hide the rating as a whole",
        params: Type.Object(
          { ...cityParams.properties, id: Type.String({ maxLength: 100, examples: ["v_000003"] }) },
          strict,
        ),
        body: Type.Object(
          { decision: oneOf(["show", "hideComment", "hide"]) },
          { ...strict, examples: [{ decision: "show" }] },
        ),
        response: { 200: { ...rating, description: "As it is now" }, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      const { id } = request.params;
      const state = stateAfter[request.body.decision];
      const actor = actorOf(request);
      return app.store.transaction(async (store) => {
        const moderated = await store.moderateRating(city.id, id, state, actor);
        await store.addAudit({ actor, action: `rating.${state}`, city: city.id, subject: id, detail: null });
        return viewRating(moderated);
      });
    },
  );
};

function viewRating({ city: _city, ...rest }: Rating) {
  return rest;
}

export const ratingRoutes = plugin(routes, {
  name: "rating-routes",
  dependencies: ["cities", "authentication", "inbox"],
  encapsulate: true,
});
