/** Indicators: the library, a district's own, and their values. */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { indicatorGroups, indicatorLibrary } from "@quarterhour/data";
import type { Indicator } from "@quarterhour/data";
import type { FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { FormulaError, indicatorProblem, readIndicator } from "../../assessment/indicators/indicators.ts";
import type { ReadIndicator } from "../../assessment/indicators/indicators.ts";
import { quantityList } from "../../assessment/indicators/quantities.ts";
import type { StoredIndicator } from "../../store/index.ts";
import { actorOf } from "../auth.ts";
import { assessCircles } from "../circle-assembly.ts";
import { indicatorsByArea, indicatorsOf } from "../circle-indicators.ts";
import type { KnownIndicator } from "../circle-indicators.ts";
import { invalidField, Problem } from "../problem.ts";
import { indicatorValue } from "../schemas/circle-assessment.ts";
import { cityParams, named, oneOf, problems, strict } from "../schemas/common.ts";
import { indicator, indicatorInput } from "../schemas/indicator.ts";

const params = Type.Object(
  { ...cityParams.properties, id: Type.String({ maxLength: 63, examples: ["pharmacies-per-10000"] }) },
  strict,
);

const levels = ["circle", "community", "street", "district", "city"] as const;
const indicatorLevel = oneOf(levels, { title: "IndicatorLevel" });

const libraryIds = new Set(indicatorLibrary.map(({ id }) => id));

const routes: FastifyPluginAsyncTypebox = async (app) => {
  async function audit(request: FastifyRequest, action: string, subject: string, detail: unknown): Promise<void> {
    const { city } = request.params as { city: string };
    await app.store.addAudit({ actor: actorOf(request), action, city, subject, detail });
  }

  app.get(
    "/api/cities/:city/indicators",
    {
      schema: {
        operationId: "listIndicators",
        tags: ["Indicators"],
        summary: "The library of indicators, the district's own after it, and what formulas may name",
        params: cityParams,
        response: {
          200: {
            ...Type.Object({
              items: Type.Array(indicator),
              groups: Type.Array(named),
              quantities: Type.Array(
                Type.Object({
                  name: Type.String(),
                  arguments: Type.Union([Type.Array(Type.String()), Type.Null()]),
                  optional: Type.Boolean({ description: "The argument may be left out" }),
                  aboutZh: Type.String(),
                  aboutEn: Type.String(),
                }),
              ),
            }),
            description: "All of them",
          },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      return {
        items: (await indicatorsOf(app.store, city.id)).map(viewIndicator),
        groups: indicatorGroups,
        quantities: quantityList,
      };
    },
  );

  app.get(
    "/api/cities/:city/indicators/values",
    {
      schema: {
        operationId: "getIndicatorValues",
        tags: ["Indicators"],
        summary: "Indicators of each circle, community, street or district, or of the city",
        description:
          "With `formula`, what that would give, without keeping it; its errors say where in the text they are.",
        params: cityParams,
        querystring: Type.Object(
          {
            level: Type.Optional({ ...indicatorLevel, default: "circle" }),
            ids: Type.Optional(
              Type.String({
                maxLength: 4000,
                description: "Ids of indicators, separated by commas; all: every one. Left out: those for reports",
                examples: ["outlets-per-1000,reach-basic"],
              }),
            ),
            formula: Type.Optional(Type.String({ maxLength: 1000, examples: ["outlets() / households * 1000"] })),
          },
          strict,
        ),
        response: {
          200: {
            ...Type.Object({
              level: indicatorLevel,
              items: Type.Array(
                Type.Object({
                  area: Type.Object({ id: Type.String(), name: Type.String(), level: indicatorLevel }),
                  values: Type.Array(indicatorValue),
                }),
              ),
            }),
            description: "In the order of the areas",
          },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request) => {
      const context = await app.cities.get(request.params.city);
      const { level = "circle", ids, formula } = request.query;
      if (formula !== undefined) {
        const tried = readChecked({ ...emptyIndicator, id: "tried", nameZh: formula, formula, unit: "" });
        return { level, items: await valuesOf(level, [tried]) };
      }
      const known = await indicatorsOf(app.store, context.city.id);
      return { level, items: await valuesOf(level, chosen(known, ids)) };

      async function valuesOf(of: (typeof levels)[number], wanted: ReadIndicator[]) {
        if (of !== "circle") return indicatorsByArea(context, of, wanted);
        const found = await assessCircles(app.store, context, wanted);
        return found.map(({ circle: { id, name }, assessment }) => ({
          area: { id, name, level: of },
          values: assessment.indicators,
        }));
      }
    },
  );

  app.put(
    "/api/cities/:city/indicators/:id",
    {
      config: { needs: "bureau" },
      schema: {
        operationId: "putIndicator",
        tags: ["Indicators"],
        summary: "Define an indicator of the district's own, or change one",
        params,
        body: indicatorInput,
        response: { 200: { ...indicator, description: "As it is now" }, ...problems(400, 401, 403, 404, 409, 503) },
      },
    },
    async (request) => {
      const { city } = await app.cities.get(request.params.city);
      const { id } = request.params;
      if (libraryIds.has(id)) {
        throw new Problem(409, `"${id}" is an indicator of the library; choose another id for the district's own.`);
      }
      const { version = 0, ...fields } = request.body;
      const definition: Indicator = { ...emptyIndicator, ...fields, nameEn: fields.nameEn ?? fields.nameZh, id };
      const read = readChecked(definition);
      const stored = await app.store.putIndicator(city.id, id, definition, version, actorOf(request));
      await audit(request, version === 0 ? "indicator.added" : "indicator.changed", id, definition);
      return viewIndicator({ ...read, own: stored });
    },
  );

  app.delete(
    "/api/cities/:city/indicators/:id",
    {
      config: { needs: "bureau" },
      schema: {
        operationId: "removeIndicator",
        tags: ["Indicators"],
        summary: "Take away an indicator of the district's own",
        params,
        querystring: Type.Object({ version: Type.Integer({ minimum: 1 }) }, strict),
        response: { 204: { type: "null", description: "Gone" }, ...problems(400, 401, 403, 404, 409, 503) },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const { id } = request.params;
      if (libraryIds.has(id)) throw new Problem(409, `"${id}" is an indicator of the library and stays.`);
      await app.store.removeIndicator(city.id, id, request.query.version);
      await audit(request, "indicator.removed", id, null);
      return reply.code(204).send(null);
    },
  );
};

const emptyIndicator = { nameEn: "", group: "own", inReports: true, thresholds: [], source: "" };

/** Throws a 400 Problem that says where in the formula something is wrong. */
function readChecked(definition: Indicator): ReadIndicator {
  const problem = indicatorProblem(definition);
  if (problem !== null) throw invalidField(problem.field, problem.message);
  try {
    return readIndicator(definition);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    const { position } = error;
    const where = definition.formula.slice(Math.max(0, position - 12), position + 12);
    const at = where === "" ? `at character ${position + 1}` : `at character ${position + 1}, near “${where}”`;
    throw invalidField("formula", `${error.message} (${at})`);
  }
}

function chosen(known: KnownIndicator[], ids: string | undefined): KnownIndicator[] {
  if (ids === undefined) return known.filter(({ definition }) => definition.inReports);
  if (ids === "all") return known;
  const byId = new Map(known.map((one) => [one.definition.id, one]));
  return ids.split(",").map((id) => {
    const found = byId.get(id.trim());
    if (found === undefined)
      throw invalidField("ids", `there is no indicator "${id.trim()}"; GET …/indicators lists them`);
    return found;
  });
}

function viewIndicator({ definition, own }: { definition: Indicator; own: StoredIndicator | null }) {
  return { ...definition, own: own !== null, version: own?.version ?? null };
}

export const indicatorRoutes = plugin(routes, {
  name: "indicator-routes",
  dependencies: ["cities", "authentication"],
  encapsulate: true,
});
