import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import type { Static } from "typebox";
import { GROSS_SQUARE_METERS_PER_HOUSEHOLD, reestimateCity } from "../../intake/index.ts";
import type { EstimateFigures, Store } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import { categoryIds } from "../city-reach.ts";
import type { CityContext } from "../city-context.ts";
import { invalidField } from "../problem.ts";
import { cityParams, nullable, problems, strict } from "../schemas/common.ts";
import { city } from "../schemas/city.ts";
import { job, jobView } from "./jobs.ts";
import { languageOf } from "../language.ts";

interface EstimateInput {
  city: string;
  estimate: Partial<EstimateFigures>;
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities",
    {
      schema: {
        operationId: "listCities",
        tags: ["Cities"],
        summary: "All cities, with what is known of each",
        response: {
          200: Type.Object({ items: Type.Array(city) }, { description: "The cities, those added first at the top" }),
          ...problems(503),
        },
      },
    },
    async () => {
      const cities = await app.store.listCities();
      const items = await Promise.all(cities.map(async ({ id }) => viewCity(app.store, await app.cities.get(id))));
      return { items };
    },
  );

  app.get(
    "/api/cities/:city",
    {
      schema: {
        operationId: "getCity",
        tags: ["Cities"],
        summary: "One city, with what is known of it",
        params: cityParams,
        response: { 200: { ...city, description: "The city" }, ...problems(404, 503) },
      },
    },
    async (request) => viewCity(app.store, await app.cities.get(request.params.city)),
  );

  app.jobs.register<EstimateInput>(
    "city.estimate",
    async ({ city: id, estimate }, { job: { actor }, signal, progress }) => {
      progress("estimating anew", null);
      const done = await reestimateCity(app.store, id, estimate, signal);
      await app.store.addAudit({ actor, action: "city.estimate", city: id, subject: id, detail: { ...estimate } });
      return done;
    },
  );

  app.patch(
    "/api/cities/:city",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "changeCity",
        tags: ["Cities"],
        summary: "Set what homes that nobody has counted are estimated by; a job estimates them anew",
        description:
          "What is left out stays; null takes a figure back to the standard, or to unknown. Homes that were counted stay as they are.",
        params: cityParams,
        body: Type.Object(
          {
            estimate: Type.Object(
              {
                squareMetersPerHousehold: Type.Optional(nullable(Type.Number({ minimum: 20, maximum: 1000 }))),
                peoplePerHousehold: Type.Optional(nullable(Type.Number({ minimum: 1, maximum: 10 }))),
                elderlyShare: Type.Optional(nullable(Type.Number({ minimum: 0, maximum: 1 }))),
                childShare: Type.Optional(nullable(Type.Number({ minimum: 0, maximum: 1 }))),
              },
              { ...strict, minProperties: 1 },
            ),
          },
          { ...strict, examples: [{ estimate: { squareMetersPerHousehold: 110, peoplePerHousehold: 2.6 } }] },
        ),
        response: {
          202: { ...Type.Object({ job }), description: "The job estimates them anew" },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { city: found } = await app.cities.get(request.params.city);
      const { estimate } = request.body;
      const { elderlyShare, childShare } = { ...(await app.store.getEstimate(found.id)), ...estimate };
      if ((elderlyShare ?? 0) + (childShare ?? 0) > 1) {
        throw invalidField("elderlyShare", "and childShare make more than 1 together");
      }
      const input: EstimateInput = { city: found.id, estimate };
      const started = await app.jobs.start({ kind: "city.estimate", city: found.id, actor: actorOf(request), input });
      return reply.code(202).send({ job: jobView(started, languageOf(request)) });
    },
  );
};

async function viewCity(store: Store, context: CityContext): Promise<Static<typeof city>> {
  const [outlets, residences, areas, claims, figures] = await Promise.all([
    context.outlets(),
    context.residences(),
    context.areas(),
    context.claims(),
    context.once("estimate", () => store.getEstimate(context.city.id)),
  ]);
  const estimated = residences.filter(({ householdsEstimated }) => householdsEstimated);
  return {
    ...context.city,
    counts: {
      outlets: outlets.filter(({ status }) => status === "open").length,
      residences: residences.length,
      households: residences.reduce((sum, { households }) => sum + households, 0),
      areas: areas.length,
    },
    estimate: {
      squareMetersPerHousehold: figures.squareMetersPerHousehold ?? GROSS_SQUARE_METERS_PER_HOUSEHOLD,
      peoplePerHousehold: figures.peoplePerHousehold ?? null,
      elderlyShare: figures.elderlyShare ?? null,
      childShare: figures.childShare ?? null,
      standard: Object.keys(figures).length === 0,
      residences: estimated.length,
      households: estimated.reduce((sum, { households }) => sum + households, 0),
    },
    knowledge: {
      claimed: categoryIds.filter((id) => claims.everywhere.has(id)),
      partly: await context.once("partly claimed", async () =>
        categoryIds.flatMap((category) => {
          const inAreas = claims.inParts.get(category);
          if (inAreas === undefined) return [];
          return { category, areas: [...inAreas], householdShare: claims.householdShare(category, residences) };
        }),
      ),
      unclaimed: categoryIds.filter((id) => !claims.everywhere.has(id) && !claims.inParts.has(id)),
    },
  };
}

export const cityRoutes = plugin(routes, {
  name: "city-routes",
  dependencies: ["cities", "authentication", "jobs"],
  encapsulate: true,
});
