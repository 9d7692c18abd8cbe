import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { categoryOf } from "@quarterhour/data";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { boxOfBoundary } from "../../assessment/circles/plane.ts";
import { CellTally } from "../../assessment/cell-tally.ts";
import { byGaps, coverageInSteps } from "../../assessment/coverage.ts";
import type { CoverageCell, CoverageRow } from "../../assessment/coverage.ts";
import { shownSeconds } from "../../assessment/gaps.ts";
import { coverageCsv, coverageGeoJson, coverageXlsx, fileName } from "../coverage-files.ts";
import {
  aboutExample,
  aboutOf,
  aboutSchemas,
  askedArea,
  askedReach,
  askedRing,
  inTurns,
  knownShareOf,
  readWalkers,
  ringsOf,
  sendWorking,
  walkersQuery,
  workingAnswer,
} from "../coverage-question.ts";
import { areaRows, divideInto, restrictDivision, rowsWithin } from "../division.ts";
import type { Division, FiguredArea } from "../division.ts";
import { readCategories } from "../input.ts";
import { invalidField } from "../problem.ts";
import { categoryId, categoryList, cityParams, nullable, oneOf, problems, strict } from "../schemas/common.ts";
import { coverageCell, coverageLevel, figuredArea, figures } from "../schemas/coverage.ts";

const formulas = ["coverage.share", "coverage.known-share", "coverage.mean", "coverage.p90"];
/** Cells are many: with so few categories an answer stays readable. */
const mostCellCategories = 5;

const answer = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        area: figuredArea,
        households: Type.Number(),
        people: nullable(Type.Number()),
        categories: Type.Array(coverageCell, { description: "In policy order: those asked for, or all 50" }),
      }),
      { description: "Areas with households, the worst first: see `sort`" },
    ),
    outside: Type.Object(
      { residences: Type.Integer(), households: Type.Number() },
      { description: "Residences that lie in no area of this level" },
    ),
    ...aboutSchemas,
  },
  {
    title: "Coverage",
    description: "Coverage by area",
    examples: [
      {
        items: [
          {
            area: { id: "a_000007", name: "联盟社区", nameEn: null, level: "community" },
            households: 2430,
            people: 5127,
            categories: [
              {
                category: "food-market",
                ringMinutes: 10,
                covered: 0,
                gap: 2430,
                unknown: 0,
                share: 0,
                knownShare: 1,
                people: { covered: 0, gap: 5127, unknown: 0 },
                measuredHouseholds: 2430,
                meanSeconds: 890,
                p90Seconds: 1039,
              },
            ],
          },
        ],
        outside: { residences: 0, households: 0 },
        ...aboutExample,
      },
    ],
  },
);

const distribution = Type.Object(
  {
    area: figuredArea,
    category: categoryId,
    ringMinutes: Type.Number(),
    households: Type.Number(),
    bins: Type.Array(
      Type.Object({ fromMinutes: Type.Integer(), toMinutes: Type.Integer(), households: Type.Number() }),
      { description: "Households by minutes walked to the nearest: more than fromMinutes, at most toMinutes" },
    ),
    beyond: Type.Number({ description: "Households that have none within 30 minutes, where the data would know" }),
    unknownBeyond: Type.Number({ description: "Households that have none, of which the data cannot say" }),
    medianSeconds: nullable(Type.Number({ description: "Of the households that have one within 30 minutes" })),
    ...figures,
    ...aboutSchemas,
  },
  {
    title: "CoverageDistribution",
    examples: [
      {
        area: { id: "sample", name: "潮声区", nameEn: "Chaosheng", level: "city" },
        category: "pharmacy",
        ringMinutes: 10,
        households: 1000,
        bins: [{ fromMinutes: 0, toMinutes: 1, households: 120 }],
        beyond: 0,
        unknownBeyond: 0,
        medianSeconds: 214,
        covered: 980,
        gap: 20,
        unknown: 0,
        share: 0.98,
        knownShare: 1,
        meanSeconds: 231.4,
        p90Seconds: 502,
        ...aboutExample,
      },
    ],
  },
);

const files = {
  "text/csv": { schema: Type.String() },
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
    schema: Type.Unsafe<string>({ type: "string", format: "binary" }),
  },
  "application/geo+json": { schema: Type.Object({ type: Type.Literal("FeatureCollection") }) },
};

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/coverage",
    {
      schema: {
        operationId: "getCoverage",
        tags: ["Assessment"],
        summary: "Households covered per category and area, the worst first",
        description:
          "The same as a file with format=csv, xlsx or geojson. Other walkers, speeds and times of day are searched for when first asked; what takes longer than three seconds is answered 202, to be asked again.",
        params: cityParams,
        querystring: Type.Object(
          {
            level: Type.Optional({ ...coverageLevel, default: "city", description: "Which areas" }),
            category: Type.Optional(categoryList),
            ring: askedRing,
            ...walkersQuery,
            area: askedArea,
            resolution: Type.Optional(
              Type.Integer({ minimum: 7, maximum: 11, default: 9, description: "Of H3 cells, for level=cell" }),
            ),
            geometry: Type.Optional(oneOf(["0", "1"], { description: "1: with the shape of each area" })),
            sort: Type.Optional(
              oneOf(["share", "gap"], {
                default: "share",
                description: "The lowest mean share first, or the most households without, then the longest mean walk",
              }),
            ),
            limit: Type.Optional(
              Type.Integer({ minimum: 1, maximum: 10_000, description: "So many areas, the first" }),
            ),
            format: Type.Optional(oneOf(["json", "csv", "xlsx", "geojson"], { default: "json" })),
          },
          strict,
        ),
        response: {
          200: { description: "Coverage by area", content: { "application/json": { schema: answer }, ...files } },
          202: { ...workingAnswer, description: "Being worked out" },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { query } = request;
      const { level = "city", format = "json" } = query;
      const wanted = readCategories(query.category, "category");
      if (level === "cell" && (wanted === undefined || wanted.length > mostCellCategories)) {
        throw invalidField("category", `should name one to ${mostCellCategories} categories for level=cell`);
      }
      const walkers = readWalkers(query);
      const context = await app.cities.get(request.params.city, walkers.date);
      const circles =
        level === "circle" || query.area !== undefined ? await app.store.listCircles(context.city.id) : [];
      const within = query.area === undefined ? null : await rowsWithin(context, query.area, circles);
      const [found, claims, whole] = await Promise.all([
        askedReach(app.longWork, context, walkers),
        context.claims(),
        divideInto(context, level, { circles, resolution: query.resolution ?? 9 }),
      ]);
      if ("working" in found) return sendWorking(reply, found.working);
      const division = within === null ? whole : restrictDivision(whole, within.isWithin);
      const residences = await context.residences();
      const fold = () =>
        inTurns(
          coverageInSteps(
            found.done.table,
            residences,
            division.areas,
            division.members,
            ringsOf(wanted, query.ring),
            claims,
          ),
        );
      // The question that every page begins with.
      const isPlain = Object.keys(query).every((key) => ["level", "date", "geometry", "format"].includes(key));
      const rows = isPlain && level !== "circle" ? await context.once(`coverage ${level}`, fold) : await fold();
      const withHomes = rows.filter((row) => row.households > 0);
      const shown = (query.sort === "gap" ? withHomes.toSorted(byGaps) : withHomes).slice(0, query.limit);
      const about = aboutOf(context, walkers, found.done, formulas, knownShareOf(shown.flatMap(({ cells }) => cells)));
      if (format === "csv") {
        reply.header("Content-Disposition", `attachment; filename="${fileName(context, level, "csv")}"`);
        return reply.type("text/csv; charset=utf-8").send(coverageCsv(shown, about) as never);
      }
      if (format === "xlsx") {
        reply.header("Content-Disposition", `attachment; filename="${fileName(context, level, "xlsx")}"`);
        return reply.type(Object.keys(files)[1]).send((await coverageXlsx(context, shown, about)) as never);
      }
      if (format === "geojson") {
        reply.header("Content-Disposition", `attachment; filename="${fileName(context, level, "geojson")}"`);
        return reply
          .type("application/geo+json; charset=utf-8")
          .send(coverageGeoJson(shown, division.geometryOf, about) as never);
      }
      return {
        items: shown.map((row) => itemOf(row, division, query.geometry === "1")),
        outside: outsideOf(residences, division, within?.isWithin),
        ...about,
      };
    },
  );

  app.get(
    "/api/cities/:city/coverage/distribution",
    {
      schema: {
        operationId: "getCoverageDistribution",
        tags: ["Assessment"],
        summary: "Households by minutes walked to the nearest outlet of a category",
        params: cityParams,
        querystring: Type.Object({ category: categoryId, area: askedArea, ring: askedRing, ...walkersQuery }, strict),
        response: {
          200: { ...distribution, description: "The distribution" },
          202: { ...workingAnswer, description: "Being worked out" },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { query } = request;
      const walkers = readWalkers(query);
      const context = await app.cities.get(request.params.city, walkers.date);
      const { area, rows } = await areaRows(app.store, context, query.area);
      const [found, claims, residences] = await Promise.all([
        askedReach(app.longWork, context, walkers),
        context.claims(),
        context.residences(),
      ]);
      if ("working" in found) return sendWorking(reply, found.working);
      const tally = new CellTally(found.done.table, residences, claims);
      const ringMinutes = query.ring ?? categoryOf(query.category).ringMinutes;
      tally.begin({ id: query.category, ringMinutes });
      tally.add(rows);
      const { byMinute, beyond, unknownBeyond } = tally.households();
      const { people: _people, measuredHouseholds: _measured, meanSeconds, ...cell } = tally.cell();
      return {
        area,
        households: cell.covered + cell.gap + cell.unknown,
        bins: byMinute.map((households, minute) => ({ fromMinutes: minute, toMinutes: minute + 1, households })),
        beyond,
        unknownBeyond,
        medianSeconds: tally.percentileSeconds(0.5),
        ...cell,
        meanSeconds: meanSeconds === null ? null : shownSeconds(meanSeconds),
        ...aboutOf(context, walkers, found.done, [...formulas, "coverage.distribution"], knownShareOf([cell])),
      };
    },
  );
};

function itemOf({ area, households, people, cells }: CoverageRow<FiguredArea>, division: Division, isDrawn: boolean) {
  const geometry = isDrawn ? division.geometryOf(area) : null;
  return {
    area: { ...area, ...(geometry !== null && { bbox: boxOfBoundary(geometry), geometry }) },
    households,
    people,
    categories: cells.map(shownCell),
  };
}

function shownCell(cell: CoverageCell): CoverageCell {
  return { ...cell, meanSeconds: cell.meanSeconds === null ? null : shownSeconds(cell.meanSeconds) };
}

function outsideOf(
  residences: readonly { households: number }[],
  { members }: Division,
  isWithin: Uint8Array | undefined,
): { residences: number; households: number } {
  const isIn = new Uint8Array(residences.length);
  for (const row of members.rows) isIn[row] = 1;
  const outside = { residences: 0, households: 0 };
  for (let row = 0; row < residences.length; row++) {
    if (isIn[row] === 1 || isWithin?.[row] === 0) continue;
    outside.residences++;
    outside.households += residences[row].households;
  }
  return outside;
}

export const coverageRoutes = plugin(routes, {
  name: "coverage-routes",
  dependencies: ["cities", "long-work"],
  encapsulate: true,
});
