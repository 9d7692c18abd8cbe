import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { categoryOf } from "@quarterhour/data";
import plugin from "fastify-plugin";
import { latLngToCell } from "h3-js";
import { Type } from "typebox";
import { shownSeconds, stateInTable } from "../../assessment/gaps.ts";
import type { ReachState } from "../../assessment/gaps.ts";
import type { CoverageTable } from "../../assessment/coverage.ts";
import type { Residence } from "../../store/store.ts";
import { categoryIds } from "../city-reach.ts";
import {
  aboutExample,
  aboutOf,
  aboutSchemas,
  askedReach,
  knownShareOf,
  readWalkers,
  sendWorking,
  walkersQuery,
  workingAnswer,
} from "../coverage-question.ts";
import { cellPolygon } from "../division.ts";
import { readList } from "../input.ts";
import {
  categoryId,
  cityParams,
  nullable,
  pointGeometry,
  position,
  problems,
  reachState,
  strict,
} from "../schemas/common.ts";

const states: readonly ReachState[] = ["reached", "gap", "unknown"];
const isState = (word: string): word is ReachState => (states as readonly string[]).includes(word);

const householdCounts = {
  covered: Type.Number({ description: "Households that reach one" }),
  gap: Type.Number({ description: "Households that reach none" }),
  unknown: Type.Number({ description: "Households of which the data cannot say" }),
};

const residenceFeature = Type.Object({
  type: Type.Literal("Feature"),
  geometry: pointGeometry,
  properties: Type.Object({
    id: Type.String(),
    name: nullable(Type.String()),
    households: Type.Number(),
    nearestSeconds: nullable(Type.Number()),
    state: reachState,
  }),
});

const cellFeature = Type.Object({
  type: Type.Literal("Feature"),
  geometry: Type.Object({ type: Type.Literal("Polygon"), coordinates: Type.Array(Type.Array(position)) }),
  properties: Type.Object({
    cell: Type.String({ description: "H3 index" }),
    households: Type.Number(),
    ...householdCounts,
  }),
});

const answer = Type.Object(
  {
    type: Type.Literal("FeatureCollection"),
    category: categoryId,
    minutes: Type.Number(),
    ...aboutSchemas,
    summary: Type.Object({ households: Type.Number(), ...householdCounts }, { description: "Of the whole city" }),
    features: Type.Array(Type.Union([residenceFeature, cellFeature])),
  },
  {
    title: "Gaps",
    examples: [
      {
        type: "FeatureCollection",
        category: "food-market",
        minutes: 10,
        summary: { households: 27_995, covered: 17_493, gap: 10_268, unknown: 234 },
        ...aboutExample,
        features: [
          {
            type: "Feature",
            geometry: { type: "Point", coordinates: [118.0468, 38.7471] },
            properties: { id: "r_000003", name: "3号楼", households: 72, nearestSeconds: 769.5, state: "gap" },
          },
        ],
      },
    ],
  },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/gaps",
    {
      schema: {
        operationId: "listGaps",
        tags: ["Assessment"],
        summary: "Residences that lack a category in its ring, or H3 cells of them",
        params: cityParams,
        querystring: Type.Object(
          {
            category: categoryId,
            minutes: Type.Optional(
              Type.Number({ minimum: 1, maximum: 30, description: "The ring; the policy's own when left out" }),
            ),
            ...walkersQuery,
            state: Type.Optional(
              Type.String({
                maxLength: 40,
                default: "gap",
                description: "Which residences: of gap, unknown, reached, separated by commas",
                examples: ["gap,unknown"],
              }),
            ),
            resolution: Type.Optional(
              Type.Integer({ minimum: 5, maximum: 12, description: "As H3 cells of this resolution", examples: [10] }),
            ),
          },
          strict,
        ),
        response: {
          200: { ...answer, description: "The gaps" },
          202: { ...workingAnswer, description: "Being worked out" },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { category, resolution } = request.query;
      const walkers = readWalkers(request.query);
      const wanted = new Set(readList(request.query.state, "state", isState, () => states) ?? (["gap"] as const));
      const minutes = request.query.minutes ?? categoryOf(category).ringMinutes;
      const context = await app.cities.get(request.params.city, walkers.date);
      const [asked, claims, residences] = await Promise.all([
        askedReach(app.longWork, context, walkers),
        context.claims(),
        context.residences(),
      ]);
      if ("working" in asked) return sendWorking(reply, asked.working);
      const { table } = asked.done;
      const column = categoryIds.indexOf(category);
      const found = residences.map((_residence, row) => stateInTable(table, row, column, minutes, claims));
      const summary = { households: 0, covered: 0, gap: 0, unknown: 0 };
      for (const [row, state] of found.entries()) count(summary, state, residences[row].households);
      const features =
        resolution === undefined
          ? residenceFeatures(table, residences, column, found, wanted)
          : cellFeatures(residences, found, wanted, resolution);
      const { basis, ...about } = aboutOf(context, walkers, asked.done, ["gaps.state"], knownShareOf([summary]));
      return { type: "FeatureCollection" as const, category, minutes, ...about, summary, basis, features };
    },
  );
};

interface HouseholdCounts {
  households: number;
  covered: number;
  gap: number;
  unknown: number;
}

function count(counts: HouseholdCounts, state: ReachState, households: number): void {
  counts.households += households;
  counts[state === "reached" ? "covered" : state] += households;
}

function residenceFeatures(
  table: CoverageTable,
  residences: readonly Residence[],
  column: number,
  found: readonly ReachState[],
  wanted: ReadonlySet<ReachState>,
) {
  return residences.flatMap(({ id, name, location, households }, row) => {
    if (!wanted.has(found[row])) return [];
    const nearestSeconds = shownSeconds(table.nearestSeconds[row * table.categories.length + column]);
    return {
      type: "Feature" as const,
      geometry: { type: "Point" as const, coordinates: location },
      properties: { id, name, households, nearestSeconds, state: found[row] },
    };
  });
}

/** Cells in which at least one residence has a wanted state, with the households of all its residences by state. */
function cellFeatures(
  residences: readonly Residence[],
  found: readonly ReachState[],
  wanted: ReadonlySet<ReachState>,
  resolution: number,
) {
  const cells = new Map<string, HouseholdCounts & { wanted: boolean }>();
  for (const [row, { location, households }] of residences.entries()) {
    const cell = latLngToCell(location[1], location[0], resolution);
    let counts = cells.get(cell);
    if (counts === undefined)
      cells.set(cell, (counts = { households: 0, covered: 0, gap: 0, unknown: 0, wanted: false }));
    count(counts, found[row], households);
    counts.wanted ||= wanted.has(found[row]);
  }
  return [...cells].flatMap(([cell, { wanted: isWanted, ...properties }]) =>
    isWanted
      ? {
          type: "Feature" as const,
          geometry: cellPolygon(cell),
          properties: { cell, ...properties },
        }
      : [],
  );
}

export const gapRoutes = plugin(routes, {
  name: "gap-routes",
  dependencies: ["cities", "long-work"],
  encapsulate: true,
});
