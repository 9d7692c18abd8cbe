/** Siting: where new outlets would help most, and which closures would hurt most. Both are jobs. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import type { JobContext } from "../../jobs/runner.ts";
import type { Job } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import { Problem } from "../problem.ts";
import { routeFrame, startedAnswer } from "../route-frame.ts";
import {
  categoryId,
  cityParams,
  nullable,
  oneOf,
  position,
  problems,
  repairKindId,
  strict,
  walkSettings,
} from "../schemas/common.ts";
import { closuresCsv, closuresGeoJson, sitesCsv, sitesGeoJson } from "../siting/files.ts";
import { checkArea, checkSiting, closuresBody, readNeeds, sitingBody } from "../siting/question.ts";
import type { ClosuresBody, SitingBody } from "../siting/question.ts";
import { closureWork, siteWork } from "../siting/work.ts";
import type { ClosuresResult, SitingResult } from "../siting/work.ts";
import { readWalkers } from "../coverage-question.ts";

const kinds = ["siting.find", "siting.closures"] as const;
type SitingKind = (typeof kinds)[number];

const need = { category: categoryId, kind: nullable(repairKindId), ringMinutes: Type.Number() };

const steps = (weight: string) =>
  Type.Array(
    Type.Object({
      count: Type.Integer(),
      [weight]: Type.Number(),
      households: Type.Number(),
      people: nullable(Type.Number()),
    }),
    { description: "What so many come to together, from none on" },
  );

const basis = Type.Object(
  {
    formula: Type.String(),
    weights: Type.String(),
    networkVersion: Type.String(),
    dataDate: nullable(Type.String()),
    version: Type.String({ description: "The state of the city" }),
    settings: walkSettings,
    at: nullable(Type.String()),
    area: nullable(Type.Object({ id: nullable(Type.String()), name: nullable(Type.String()) })),
  },
  { title: "SitingBasis" },
);
const notes = Type.Array(Type.Object({ id: Type.String(), text: Type.String() }));

const siteSchema = Type.Object({
  order: Type.Integer(),
  location: position,
  candidate: Type.Object({
    kind: oneOf(["site", "outlet", "frontage", "given"]),
    id: nullable(Type.String()),
    name: nullable(Type.String({ description: "Of frontage the street" })),
  }),
  ...need,
  fixed: Type.Boolean(),
  gained: Type.Number({ description: "In what homes were asked to count by" }),
  gainedHouseholds: Type.Number({ description: "Households that lack it now and would have it, beside those before" }),
  gainedPeople: nullable(Type.Number({ description: "null where one of the homes has no count of people" })),
  cumulativeHouseholds: Type.Number(),
  residences: Type.Integer(),
  unknownHouseholds: Type.Number({ description: "Within the ring; nobody knows whether they lack it. In no gain" }),
  householdsInRing: Type.Number(),
  accessMeters: nullable(Type.Number()),
});

const sitingResult = Type.Object(
  {
    sites: Type.Array(siteSchema, {
      description: "The fixed ones first, then each that gains most beside those before",
    }),
    curve: steps("gained"),
    categories: Type.Array(
      Type.Object({
        ...need,
        uncoveredBefore: Type.Number({ description: "Households" }),
        coveredAfter: Type.Number({ description: "Of those" }),
        knownShare: nullable(Type.Number()),
      }),
    ),
    uncoveredBefore: Type.Number({ description: "Households times categories" }),
    coveredAfter: Type.Number(),
    bound: Type.Object(
      {
        upper: Type.Number({ description: "No choice of these candidates gains more" }),
        gained: Type.Number(),
        gapShare: Type.Number({ description: "(upper − gained) ÷ upper: how far from the best it can be at most" }),
        exact: Type.Boolean({ description: "This is the best" }),
      },
      { description: "In what homes count by" },
    ),
    method: oneOf(["exact", "greedy+swap"]),
    candidates: Type.Object({
      considered: Type.Integer(),
      searched: Type.Integer({ description: "The others could not have been chosen" }),
      tooFewHouseholds: Type.Integer(),
    }),
    notes,
    basis,
    computeMs: Type.Integer(),
  },
  { title: "SitingResult" },
);

const closuresResult = Type.Object(
  {
    closures: Type.Array(
      Type.Object({
        order: Type.Integer(),
        outlet: Type.Object({ id: Type.String(), name: Type.String(), location: position }),
        ...need,
        lost: Type.Number(),
        lostHouseholds: Type.Number({ description: "Households that would lack it" }),
        lostPeople: nullable(Type.Number()),
        cumulativeHouseholds: Type.Number(),
        residences: Type.Integer(),
        unknownHouseholds: Type.Number({ description: "Households of whom nobody would know any more" }),
        householdsInRing: Type.Number(),
      }),
    ),
    curve: steps("lost"),
    notes,
    basis,
    computeMs: Type.Integer(),
  },
  { title: "ClosuresResult" },
);

const question = Type.Unsafe<object>({ type: "object", description: "As it was asked" });
const jobParams = Type.Object({ ...cityParams.properties, job: Type.String({ maxLength: 64 }) }, strict);

interface Asked<Body> {
  city: string;
  body: Body;
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const { cityOf, start, audit } = routeFrame(app);

  const work =
    <Body, Result>(
      run: (
        context: Awaited<ReturnType<typeof app.cities.get>>,
        body: Body,
        at: Parameters<typeof siteWork>[2],
      ) => Promise<Result>,
    ) =>
    async ({ city, body }: Asked<Body>, { signal, progress }: JobContext): Promise<Result> =>
      run(await app.cities.get(city), body, { store: app.store, works: app.longWork, signal, progress });
  app.jobs.register("siting.find", work<SitingBody, SitingResult>(siteWork));
  app.jobs.register("siting.closures", work<ClosuresBody, ClosuresResult>(closureWork));

  /** A category of which nobody vouches for anything has no gap at all. */
  async function checkClaims(city: string, body: ClosuresBody): Promise<void> {
    const claims = await (await app.cities.get(city)).claims();
    const needs = readNeeds(body);
    if (needs.some(({ category }) => claims.everywhere.has(category) || claims.inParts.has(category))) return;
    throw new Problem(
      422,
      `Nobody vouches that all outlets of ${needs.map(({ category }) => category).join(", ")} are in the data, so nobody is known to lack them. Import a table that is complete for the category first.`,
      [{ field: "categories", message: "should hold one that somebody vouches for" }],
    );
  }

  app.post(
    "/api/cities/:city/siting",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "findSites",
        tags: ["Siting"],
        summary: "Which places for new outlets cover the most households that lack them",
        params: cityParams,
        body: sitingBody,
        response: {
          202: startedAnswer("Begun; the job's result is a SitingResult"),
          ...problems(400, 401, 403, 404, 422, 503),
        },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const { body } = request;
      checkSiting(body, readNeeds(body));
      readWalkers(body);
      await checkClaims(city, body);
      const begun = await start(request, "siting.find", { city, body });
      await audit(actorOf(request), "siting.begun", city, begun.id, { categories: body.categories, count: body.count });
      return reply.code(202).send({ job: begun });
    },
  );

  app.post(
    "/api/cities/:city/siting/closures",
    {
      config: { needs: "planner" },
      schema: {
        operationId: "findWorstClosures",
        tags: ["Siting"],
        summary: "Which outlets would be missed most if they closed",
        params: cityParams,
        body: closuresBody,
        response: {
          202: startedAnswer("Begun; the job's result is a ClosuresResult"),
          ...problems(400, 401, 403, 404, 422, 503),
        },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const { body } = request;
      readNeeds(body);
      readWalkers(body);
      checkArea(body.area, "area");
      await checkClaims(city, body);
      const begun = await start(request, "siting.closures", { city, body });
      await audit(actorOf(request), "siting.begun", city, begun.id, { closures: body.categories, count: body.count });
      return reply.code(202).send({ job: begun });
    },
  );

  app.get(
    "/api/cities/:city/siting",
    {
      config: { needs: "account" },
      schema: {
        operationId: "listSiting",
        tags: ["Siting"],
        summary: "What was asked of siting lately, the latest first",
        params: cityParams,
        response: {
          200: {
            ...Type.Object({
              items: Type.Array(
                Type.Object({
                  job: Type.String(),
                  kind: oneOf(kinds),
                  state: Type.String(),
                  question,
                  createdAt: Type.String(),
                  endedAt: nullable(Type.String()),
                  summary: nullable(
                    Type.Object(
                      { sites: Type.Integer(), households: Type.Number() },
                      { description: "Sites or closures, and the households they bring or take" },
                    ),
                  ),
                }),
              ),
            }),
            description: "Questions",
          },
          ...problems(401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const jobs = (await app.store.listJobs(city)).filter(isSiting);
      reply.header("Cache-Control", "no-store");
      return {
        items: jobs.map((job) => ({
          job: job.id,
          kind: job.kind as SitingKind,
          state: job.state,
          question: (job.input as Asked<object>).body,
          createdAt: job.createdAt,
          endedAt: job.endedAt,
          summary: job.state === "done" ? summaryOf(job) : null,
        })),
      };
    },
  );

  app.get(
    "/api/cities/:city/siting/:job",
    {
      config: { needs: "account" },
      schema: {
        operationId: "getSiting",
        tags: ["Siting"],
        summary: "What came of a question of siting; as CSV or GeoJSON as well",
        params: jobParams,
        querystring: Type.Object(
          { format: Type.Optional(oneOf(["json", "csv", "geojson"], { default: "json" })) },
          strict,
        ),
        response: {
          200: {
            description: "The result",
            content: {
              "application/json": {
                schema: Type.Object({
                  job: Type.String(),
                  kind: oneOf(kinds),
                  question,
                  result: Type.Union([sitingResult, closuresResult]),
                }),
              },
              "text/csv": { schema: Type.String() },
              "application/geo+json": { schema: Type.Object({ features: Type.Array(Type.Unknown()) }) },
            },
          },
          ...problems(400, 401, 403, 404, 409, 503),
        },
      },
    },
    async (request, reply) => {
      const city = await cityOf(request);
      const { job: id } = request.params;
      const job = await app.jobs.get(id);
      if (job === null || job.city !== city || !isSiting(job)) {
        throw new Problem(404, `There is no question of siting ${id} in ${city}.`);
      }
      if (job.state !== "done") {
        throw new Problem(409, job.error ?? `It has no result: its state is ${job.state}.`);
      }
      const { format = "json" } = request.query;
      reply.header("Cache-Control", "no-store");
      if (format === "json") {
        return {
          job: job.id,
          kind: job.kind as SitingKind,
          question: (job.input as Asked<object>).body,
          result: job.result as never,
        };
      }
      const isSites = job.kind === "siting.find";
      const name = `${city}-${isSites ? "siting" : "closures"}`;
      reply.header("Content-Disposition", `attachment; filename="${name}.${format}"`);
      if (format === "csv") {
        reply.type("text/csv; charset=utf-8");
        const text = isSites ? sitesCsv(job.result as SitingResult) : closuresCsv(job.result as ClosuresResult);
        return reply.send(text as never);
      }
      reply.type("application/geo+json");
      const geoJson = isSites
        ? sitesGeoJson(job.result as SitingResult)
        : closuresGeoJson(job.result as ClosuresResult);
      return reply.send(JSON.stringify(geoJson) as never);
    },
  );
};

function isSiting({ kind }: Job): boolean {
  return (kinds as readonly string[]).includes(kind);
}

function summaryOf({ result }: Job): { sites: number; households: number } {
  const rows = (result as Partial<SitingResult>).sites ?? (result as ClosuresResult).closures;
  return { sites: rows.length, households: rows.at(-1)?.cumulativeHouseholds ?? 0 };
}

export const sitingRoutes = plugin(routes, {
  name: "siting-routes",
  dependencies: ["cities", "authentication", "jobs", "long-work"],
  encapsulate: true,
});
