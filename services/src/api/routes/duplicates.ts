/** Outlets that look like one shop: a steward looks at both and says what they are. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import {
  acceptDuplicates,
  betterOf,
  decideDuplicate,
  findDuplicates,
  RULES,
  thresholds,
  undoDuplicateDecision,
} from "../../intake/duplicates/index.ts";
import type { DuplicatePair, Outlet } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import { reasonsSchema, reasonViews } from "../duplicate-view.ts";
import { viewOutlet } from "../outlet-view.ts";
import { cityParams, cursor, limit, nextCursor, nullable, oneOf, problems, strict } from "../schemas/common.ts";
import { outlet } from "../schemas/outlet.ts";
import { routeFrame, startedAnswer, workOf } from "../route-frame.ts";

const pairParams = Type.Object(
  { ...cityParams.properties, id: Type.String({ maxLength: 100, examples: ["d_00000a"] }) },
  strict,
);

const decision = oneOf(["same", "different", "skip"], {
  description: "same: they are merged; different: never proposed again unless one changes; skip: nobody can tell",
});

const asDecided = nullable(
  Type.Unsafe<object>({ type: "object", description: "What was known of it when it was decided" }),
);

const pairSchema = Type.Object(
  {
    id: Type.String(),
    a: nullable(outlet),
    b: nullable(outlet),
    ids: Type.Array(Type.String(), { minItems: 2, maxItems: 2, description: "Ids of a and b, of those gone as well" }),
    score: Type.Number({ minimum: 0, maximum: 1 }),
    sure: Type.Boolean({ description: "So alike that it is offered for acceptance in bulk" }),
    distanceMeters: Type.Number({ minimum: 0 }),
    reasons: reasonsSchema,
    differences: Type.Array(
      Type.Object({ field: Type.String(), a: Type.Unknown(), b: Type.Unknown() }, { title: "Difference" }),
      { description: "Fields in which they differ; null: not known" },
    ),
    suggestedKeep: nullable(Type.String({ description: "Which is kept unless keep says otherwise" })),
    proposedAt: Type.String(),
    decision: nullable(
      Type.Object({
        decision,
        by: Type.String({ description: "Account" }),
        at: Type.String(),
        kept: nullable(Type.String()),
        a: asDecided,
        b: asDecided,
      }),
    ),
  },
  { title: "DuplicatePair" },
);

const compared = [
  "name",
  "services",
  "address",
  "phone",
  "openingHours",
  "openingHoursText",
  "status",
  "openedOn",
  "closedOn",
  "attributes",
  "source",
] as const;

function pairView(pair: DuplicatePair, a: Outlet | null, b: Outlet | null) {
  const now = new Date();
  const differ = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  return {
    id: pair.id,
    a: a && viewOutlet(a, now),
    b: b && viewOutlet(b, now),
    ids: [pair.a, pair.b],
    score: pair.score,
    sure: pair.score >= thresholds.sure,
    distanceMeters: Math.round(pair.meters * 10) / 10,
    reasons: reasonViews(pair.reasons),
    differences:
      a && b
        ? compared.flatMap((field) => (differ(a[field], b[field]) ? [{ field, a: a[field], b: b[field] }] : []))
        : [],
    suggestedKeep: a && b ? betterOf(a, b).id : null,
    proposedAt: pair.proposedAt,
    decision: pair.decision && {
      decision: pair.decision,
      by: pair.decidedBy!,
      at: pair.decidedAt!,
      kept: pair.kept,
      a: pair.decidedOn?.[0] ?? null,
      b: pair.decidedOn?.[1] ?? null,
    },
  };
}

const started = startedAnswer("Begun; the job tells how far it is");

/** Begins a search after something changed outlets; whatever keeps it from beginning is no fault of that change. */
export async function lookForDuplicates(app: FastifyInstance, city: string, actor: string): Promise<void> {
  try {
    await app.jobs.start({ kind: "duplicates.find", city, actor, input: { city, everything: false } });
  } catch (error) {
    app.log.warn({ err: error }, "the search for duplicates could not be begun; it waits for the next one");
  }
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  type Find = { city: string; everything: boolean };
  type Accept = { city: string; minScore: number };
  const { cityOf, start, audit } = routeFrame(app);
  app.jobs.register("duplicates.find", (input: Find, context) => findDuplicates(app.store, input, workOf(context)));
  app.jobs.register("duplicates.accept", async (input: Accept, context) => {
    const { actor } = context.job;
    const done = await acceptDuplicates(app.store, { ...input, actor }, workOf(context));
    await audit(actor, "duplicates.accepted", input.city, null, { minScore: input.minScore, ...done });
    return done;
  });

  async function viewPairs(city: string, pairs: DuplicatePair[]) {
    const ids = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
    const outlets = new Map<string, Outlet>();
    if (ids.length > 0) {
      const { items } = await app.store.findOutlets(city, { ids, limit: ids.length });
      for (const one of items) outlets.set(one.id, one);
    }
    return pairs.map((pair) => pairView(pair, outlets.get(pair.a) ?? null, outlets.get(pair.b) ?? null));
  }

  app.get(
    "/api/cities/:city/duplicates",
    {
      config: { needs: "account" },
      schema: {
        operationId: "listDuplicates",
        tags: ["Duplicates"],
        summary:
          "Outlets that look like one shop, both side by side, the surest first; or what was decided, the latest first",
        params: cityParams,
        querystring: Type.Object(
          {
            state: Type.Optional(oneOf(["open", "decided"], { default: "open" })),
            minScore: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
            limit: Type.Optional(limit(50, 500)),
            cursor: Type.Optional(cursor),
          },
          strict,
        ),
        response: {
          200: {
            ...Type.Object({
              items: Type.Array(pairSchema),
              nextCursor,
              counts: Type.Object({
                open: Type.Integer(),
                sure: Type.Integer({ description: "Open ones that can be accepted in bulk" }),
                decided: Type.Integer(),
              }),
              thresholds: Type.Object({ propose: Type.Number(), sure: Type.Number() }),
              search: Type.Object({
                searchedAt: nullable(Type.String()),
                isCurrent: Type.Boolean({ description: "Nothing has changed since the last search" }),
              }),
            }),
            description: "Pairs",
          },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const { state = "open", limit: most = 50, ...rest } = request.query;
      const page = await app.store.listDuplicates(city, { state, limit: most, ...rest });
      const { searchedAt, changed } = await app.store.duplicateSearch(city, RULES);
      reply.header("Cache-Control", "no-store");
      return {
        items: await viewPairs(city, page.items),
        nextCursor: page.nextCursor,
        counts: await app.store.countDuplicates(city, thresholds.sure),
        thresholds,
        search: { searchedAt, isCurrent: changed?.length === 0 },
      };
    },
  );

  app.post(
    "/api/cities/:city/duplicates",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "findDuplicates",
        tags: ["Duplicates"],
        summary: "Search for outlets that are listed twice, among those that changed since the last search",
        params: cityParams,
        body: Type.Object(
          { everything: Type.Optional(Type.Boolean({ default: false, description: "Look at all outlets anew" })) },
          { ...strict, examples: [{ everything: false }] },
        ),
        response: { 202: started, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const input: Find = { city, everything: request.body.everything ?? false };
      const begun = await start(request, "duplicates.find", input);
      await audit(actorOf(request), "duplicates.searched", city, begun.id, input);
      return reply.code(202).send({ job: begun });
    },
  );

  app.post(
    "/api/cities/:city/duplicates/bulk",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "acceptDuplicates",
        tags: ["Duplicates"],
        summary: "Merge all open pairs from a score on; each can be undone by itself",
        params: cityParams,
        body: Type.Object(
          { minScore: Type.Number({ minimum: thresholds.sure, maximum: 1, description: "At least thresholds.sure" }) },
          { ...strict, examples: [{ minScore: 0.99 }] },
        ),
        response: { 202: started, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const input: Accept = { city, minScore: request.body.minScore };
      return reply.code(202).send({ job: await start(request, "duplicates.accept", input) });
    },
  );

  app.post(
    "/api/cities/:city/duplicates/:id",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "decideDuplicate",
        tags: ["Duplicates"],
        summary: "Say what two outlets are; the same ones are merged, with what each source says kept apart",
        params: pairParams,
        body: Type.Object(
          {
            decision,
            keep: Type.Optional(Type.String({ maxLength: 100, description: "Of two that are the same, which stays" })),
          },
          { ...strict, examples: [{ decision: "same", keep: "o_000017" }, { decision: "different" }] },
        ),
        response: { 200: { ...pairSchema, description: "As decided" }, ...problems(400, 401, 403, 404, 409, 503) },
      },
    },
    async (request) => {
      const city = await cityOf(request);
      const actor = actorOf(request);
      const { id } = request.params;
      const decided = await decideDuplicate(app.store, { city, id, ...request.body, actor });
      const { a, b, kept } = decided;
      await audit(actor, "duplicate.decided", city, id, { decision: request.body.decision, outlets: [a, b], kept });
      return (await viewPairs(city, [decided]))[0];
    },
  );

  app.delete(
    "/api/cities/:city/duplicates/:id/decision",
    {
      config: { needs: "steward" },
      schema: {
        operationId: "undoDuplicateDecision",
        tags: ["Duplicates"],
        summary: "Take a decision back; two that were merged are two again, under their former ids",
        params: pairParams,
        response: { 200: { ...pairSchema, description: "Open again" }, ...problems(401, 403, 404, 409, 503) },
      },
    },
    async (request) => {
      const city = await cityOf(request);
      const { id } = request.params;
      const actor = actorOf(request);
      const before = await app.store.getDuplicate(city, id);
      const opened = await undoDuplicateDecision(app.store, { city, id, actor });
      await audit(actor, "duplicate.reopened", city, id, {
        decision: before?.decision,
        outlets: [opened.a, opened.b],
      });
      return (await viewPairs(city, [opened]))[0];
    },
  );
};

export const duplicateRoutes = plugin(routes, {
  name: "duplicate-routes",
  dependencies: ["cities", "authentication", "jobs"],
  encapsulate: true,
});
