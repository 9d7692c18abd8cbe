import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { categories } from "@quarterhour/data";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { foldCoverage } from "../../assessment/coverage.ts";
import { shownSeconds } from "../../assessment/gaps.ts";
import { divide, levels } from "../area-levels.ts";
import type { Level } from "../area-levels.ts";
import type { CityContext } from "../city-context.ts";
import { readDay } from "../input.ts";
import {
  answeredDay,
  askedDay,
  categoryId,
  cityParams,
  nullable,
  oneOf,
  problems,
  settingsExample,
  strict,
  walkSettings,
} from "../schemas/common.ts";

const peopleCounts = nullable(
  Type.Object(
    { covered: Type.Number(), gap: Type.Number(), unknown: Type.Number() },
    { description: "The same in people; null where a residence of the area has no count of people" },
  ),
);

const cellSchema = Type.Object({
  category: categoryId,
  ringMinutes: Type.Integer(),
  covered: Type.Number({ description: "Households" }),
  gap: Type.Number({ description: "Households" }),
  unknown: Type.Number({ description: "Households of which the data cannot say" }),
  share: nullable(
    Type.Number({
      description:
        "covered / (covered + gap); where some are unknown because nobody vouches for the category there, of the others alone; null where nothing is known",
    }),
  ),
  people: peopleCounts,
  measuredHouseholds: Type.Number({
    description: "Households with an outlet within 30 minutes; mean and p90 are theirs",
  }),
  meanSeconds: nullable(Type.Number()),
  p90Seconds: nullable(Type.Number()),
});

const answer = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        area: Type.Object({
          id: Type.String(),
          name: Type.String(),
          nameEn: nullable(Type.String()),
          level: oneOf(levels),
        }),
        households: Type.Number(),
        people: nullable(Type.Number()),
        categories: Type.Array(cellSchema, { description: "All 50 in policy order" }),
      }),
      { description: "Areas with households; the lowest mean share of all categories first" },
    ),
    outside: Type.Object(
      { residences: Type.Integer(), households: Type.Number() },
      { description: "Residences that lie in no area of this level" },
    ),
    date: answeredDay,
    settings: walkSettings,
    networkVersion: Type.String(),
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
                people: { covered: 0, gap: 5127, unknown: 0 },
                measuredHouseholds: 2430,
                meanSeconds: 890,
                p90Seconds: 1039,
              },
            ],
          },
        ],
        outside: { residences: 0, households: 0 },
        settings: settingsExample,
        networkVersion: "8c2f1d…",
      },
    ],
  },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/coverage",
    {
      schema: {
        operationId: "getCoverage",
        tags: ["Assessment"],
        summary: "Households covered per category and area, the worst first",
        params: cityParams,
        querystring: Type.Object(
          {
            level: Type.Optional(oneOf(levels, { default: "city", description: "Which areas" })),
            date: Type.Optional(askedDay),
          },
          strict,
        ),
        response: { 200: answer, ...problems(400, 404, 503) },
      },
    },
    async (request) => {
      const { level = "city", date } = request.query;
      const context = await app.cities.get(request.params.city, date && readDay(date, "date"));
      return context.once(`coverage ${level}`, () => coverageOf(context, level));
    },
  );
};

async function coverageOf(context: CityContext, level: Level) {
  const [reach, claims, { areas, areaOf }] = await Promise.all([
    context.reach(),
    context.claims(),
    divide(context, level),
  ]);
  const rows = foldCoverage(reach.table, reach.residences, areas, areaOf, categories, claims);
  const outside = reach.residences.filter((_residence, row) => areaOf[row] < 0);
  return {
    items: rows
      .filter((row) => row.households > 0)
      .map(({ area, households, people, cells }) => ({
        area,
        households,
        people,
        categories: cells.map((cell) => ({
          ...cell,
          meanSeconds: cell.meanSeconds === null ? null : shownSeconds(cell.meanSeconds),
        })),
      })),
    outside: {
      residences: outside.length,
      households: outside.reduce((sum, { households }) => sum + households, 0),
    },
    ...(context.date !== null && { date: context.date }),
    settings: reach.table.parameters.settings,
    networkVersion: reach.table.parameters.networkVersion,
  };
}

export const coverageRoutes = plugin(routes, { name: "coverage-routes", dependencies: ["cities"], encapsulate: true });
