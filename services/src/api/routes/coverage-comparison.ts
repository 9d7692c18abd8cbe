import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { categories } from "@quarterhour/data";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { foldCoverageChanges } from "../../assessment/coverage-changes.ts";
import { divide } from "../area-levels.ts";
import { readCategories, readTwoDays } from "../input.ts";
import {
  categoryId,
  categoryList,
  cityParams,
  householdCounts,
  problems,
  settingsExample,
  strict,
  walkSettings,
} from "../schemas/common.ts";
import { areaLevel, areaOfLevel, twoDays } from "../schemas/comparison.ts";

const gains = {
  gained: Type.Number({ description: "Households that lacked it on the first day and reach it on the second" }),
  lost: Type.Number({ description: "Households that reached it on the first day and lack it on the second" }),
};

const comparison = Type.Object(
  {
    from: Type.String(),
    to: Type.String(),
    items: Type.Array(
      Type.Object({
        area: areaOfLevel,
        households: Type.Number({ description: "Today's, on both days" }),
        gained: Type.Number({ description: "Households that gained any category, each counted once" }),
        lost: Type.Number({ description: "Households that lost any" }),
        categories: Type.Array(
          Type.Object({
            category: categoryId,
            ringMinutes: Type.Integer(),
            from: { ...householdCounts, description: "Households on the first day" },
            to: { ...householdCounts, description: "On the second" },
            difference: { ...householdCounts, description: "The second less the first" },
            ...gains,
            newlyKnown: Type.Number({ description: "Unknown on the first day, reached on the second: no gain" }),
            noLongerKnown: Type.Number({ description: "Reached on the first day, unknown on the second: no loss" }),
          }),
          { description: "In policy order" },
        ),
      }),
      { description: "Areas with households; those where most lost something first" },
    ),
    settings: walkSettings,
    networkVersion: Type.String(),
  },
  {
    title: "CoverageComparison",
    description: "Coverage on two days. Households, the map and what somebody vouches for are today's on both",
    examples: [
      {
        from: "2026-04-01",
        to: "2026-05-01",
        items: [
          {
            area: { id: "a_000007", name: "听涛社区", nameEn: null, level: "community" },
            households: 1800,
            gained: 0,
            lost: 120,
            categories: [
              {
                category: "food-market",
                ringMinutes: 10,
                from: { covered: 1800, gap: 0, unknown: 0 },
                to: { covered: 1680, gap: 120, unknown: 0 },
                difference: { covered: -120, gap: 120, unknown: 0 },
                gained: 0,
                lost: 120,
                newlyKnown: 0,
                noLongerKnown: 0,
              },
            ],
          },
        ],
        settings: settingsExample,
        networkVersion: "8c2f1d…",
      },
    ],
  },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/coverage/compare",
    {
      schema: {
        operationId: "compareCoverage",
        tags: ["Assessment"],
        summary: "Households that gained or lost a category between two days, by area",
        params: cityParams,
        querystring: Type.Object(
          {
            ...twoDays,
            level: Type.Optional({ ...areaLevel, default: "city", description: "Which areas" }),
            category: Type.Optional(categoryList),
          },
          strict,
        ),
        response: { 200: comparison, ...problems(400, 404, 503) },
      },
    },
    async (request) => {
      const { query, params } = request;
      const { from, to } = readTwoDays(query.from, query.to);
      const wanted = readCategories(query.category, "category");
      const columns = categories.filter(({ id }) => wanted === undefined || wanted.includes(id));
      const [then, later] = await app.cities.getDays(params.city, from, to);
      const [before, after, claimsBefore, claims, { areas, areaOf }] = await Promise.all([
        then.reach(),
        later.reach(),
        then.claims(),
        later.claims(),
        divide(later, query.level ?? "city"),
      ]);
      const { residences } = after;
      const rows = await foldCoverageChanges(
        { table: before.table, claimed: claimsBefore },
        { table: after.table, claimed: claims },
        residences,
        areas,
        areaOf,
        columns,
      );
      const { settings, networkVersion } = after.table.parameters;
      return {
        from,
        to,
        items: rows
          .filter((row) => row.households > 0)
          .map(({ cells, ...row }) => ({
            ...row,
            categories: cells.map((cell) => ({
              ...cell,
              difference: {
                covered: cell.to.covered - cell.from.covered,
                gap: cell.to.gap - cell.from.gap,
                unknown: cell.to.unknown - cell.from.unknown,
              },
            })),
          })),
        settings,
        networkVersion,
      };
    },
  );
};

export const coverageComparisonRoutes = plugin(routes, {
  name: "coverage-comparison-routes",
  dependencies: ["cities"],
  encapsulate: true,
});
