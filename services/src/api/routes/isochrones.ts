import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { EmbeddedEngine, Position, WalkSettings } from "@quarterhour/isochrones";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import type { CategoryId } from "@quarterhour/data";
import { limitMinutes, openOutlets, ringMinutes } from "../../assessment/reach-table.ts";
import type { Outlet, Residence } from "../../store/store.ts";
import { categoriesOf, categoryReach } from "../category-reach.ts";
import type { ReachRow } from "../category-reach.ts";
import { categoryIds } from "../city-context.ts";
import { checkPosition, localTime, readMoment, readSettings } from "../input.ts";
import { outletOpenAt } from "../outlet-view.ts";
import { Problem } from "../problem.ts";
import {
  cityParams,
  direction,
  engineId,
  nullable,
  position,
  privateWays,
  problems,
  profileId,
  settingsExample,
  speedKmh,
  strict,
  walkSettings,
} from "../schemas/common.ts";
import { categoryReachExample, categoryReachSchema } from "../schemas/reach.ts";
import { walksWithin } from "../walks.ts";

const body = Type.Object(
  {
    origin: position,
    minutes: Type.Optional(
      Type.Array(Type.Number({ minimum: 1, maximum: 60 }), {
        minItems: 1,
        maxItems: 8,
        uniqueItems: true,
        default: [5, 10, 15],
        description: "The rings; 5, 10 and 15 when left out",
      }),
    ),
    profile: Type.Optional(profileId),
    speedKmh: Type.Optional(speedKmh),
    privateWays: Type.Optional(privateWays),
    direction: Type.Optional(direction),
    engine: Type.Optional(engineId),
    at: Type.Optional(
      Type.String({
        maxLength: 40,
        description:
          "now or ISO 8601: gates that are shut then stay shut, and only outlets open then count; those of unknown hours make a category unknown",
      }),
    ),
  },
  { ...strict, examples: [{ origin: [118.05, 38.75], minutes: [5, 10, 15] }] },
);

const ringFeature = Type.Object({
  type: Type.Literal("Feature"),
  geometry: Type.Object({
    type: Type.Literal("MultiPolygon"),
    coordinates: Type.Array(Type.Array(Type.Array(position))),
  }),
  properties: Type.Object({
    minutes: Type.Number(),
    areaSquareMeters: Type.Number(),
    households: Type.Number({ description: "Of residences whose own walk is within the ring" }),
    population: nullable(Type.Number({ description: "null where a residence has no count of people" })),
    householdsEstimated: Type.Boolean({ description: "Some of the households are estimates" }),
  }),
});

const answer = Type.Object(
  {
    type: Type.Literal("FeatureCollection"),
    features: Type.Array(ringFeature, { description: "The largest ring first" }),
    engine: engineId,
    origin: position,
    accessMeters: nullable(Type.Number({ description: "From the origin to the nearest walkable way" })),
    attachment: nullable(position),
    reason: Type.Optional(Type.String({ description: "Why nothing is reached, where nothing is" })),
    settings: walkSettings,
    networkVersion: Type.String(),
    dataDate: nullable(Type.String({ description: "Date of the map data" })),
    outlets: Type.Record(Type.String(), Type.Record(Type.String(), Type.Integer()), {
      description: "Known open outlets by ring and category; categories without any are left out",
    }),
    categories: Type.Array(categoryReachSchema, { description: "All 50 in policy order" }),
  },
  {
    title: "Isochrones",
    examples: [
      {
        type: "FeatureCollection",
        features: [
          {
            type: "Feature",
            geometry: {
              type: "MultiPolygon",
              coordinates: [
                [
                  [
                    [118.046, 38.747],
                    [118.054, 38.747],
                    [118.05, 38.753],
                    [118.046, 38.747],
                  ],
                ],
              ],
            },
            properties: {
              minutes: 5,
              areaSquareMeters: 231_000,
              households: 1284,
              population: 3300,
              householdsEstimated: false,
            },
          },
        ],
        engine: "embedded",
        origin: [118.05, 38.75],
        accessMeters: 8.2,
        attachment: [118.0501, 38.75],
        settings: settingsExample,
        networkVersion: "8c2f1d…",
        dataDate: null,
        outlets: { "5": { pharmacy: 1 } },
        categories: [categoryReachExample],
      },
    ],
  },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    "/api/cities/:city/isochrones",
    {
      schema: {
        operationId: "computeIsochrones",
        tags: ["Walking"],
        summary: "Where one gets on foot in so many minutes, and what is there",
        params: cityParams,
        body,
        response: {
          200: { ...answer, description: "The rings" },
          ...problems(400, 404, 422, 503),
        },
      },
    },
    async (request, reply) => {
      const question = request.body;
      const origin = checkPosition(question.origin, "origin");
      const minutes = question.minutes ?? [5, 10, 15];
      const moment = question.at === undefined ? null : readMoment(question.at, "at");
      if (question.engine === "osrm") {
        throw new Problem(422, "engine: this server has no OSRM; leave engine out, or say embedded", [
          { field: "engine", message: "this server has no OSRM; leave it out, or say embedded" },
        ]);
      }
      const context = await app.cities.get(request.params.city);
      const settings = { ...readSettings(question), at: moment === null ? null : localTime(moment) };
      const [engine, outlets, residences, claimed] = await Promise.all([
        context.engine(),
        context.outlets(),
        context.residences(),
        context.claimed(),
      ]);
      const result = engine.isochronesSync(origin, minutes, settings);
      const open = openOutlets(outlets);
      const here = lookAround(engine, origin, open, residences, Math.max(limitMinutes, ...minutes), settings);
      // Without a moment every outlet counts; with one, those surely open then.
      const openThen = (outlet: Outlet) => (moment === null ? true : outletOpenAt(outlet, moment));
      const counted = here.outlets.filter(({ outlet }) => openThen(outlet) === true);
      const doubtful = here.outlets.filter(({ outlet, seconds }) => seconds <= 900 && openThen(outlet) === null);
      reply.header("Cache-Control", "no-store");
      return {
        type: "FeatureCollection" as const,
        features: result.rings.toReversed().map(({ minutes: ring, geometry, areaSquareMeters }) => ({
          type: "Feature" as const,
          geometry,
          properties: { minutes: ring, areaSquareMeters, ...householdsWithin(here.residences, ring) },
        })),
        engine: result.engine,
        origin,
        accessMeters: result.attachment?.accessMeters ?? null,
        attachment: result.attachment?.location ?? null,
        ...(result.reason === undefined ? {} : { reason: result.reason }),
        settings: result.settings,
        networkVersion: result.networkVersion,
        dataDate: context.city.osmDate,
        outlets: Object.fromEntries(minutes.map((ring) => [String(ring), countByCategory(counted, ring)])),
        categories: categoryReach(
          nearestByCategory(counted, here),
          counted.map(({ outlet }) => outlet),
          claimed,
          new Set(doubtful.flatMap(({ outlet }) => outlet.services.map(({ category }) => category))),
        ),
      };
    },
  );
};

export const isochroneRoutes = plugin(routes, {
  name: "isochrone-routes",
  dependencies: ["cities"],
  encapsulate: true,
});

interface Around {
  /** Within the limit, with the seconds of the walk. */
  outlets: { outlet: Outlet; seconds: number }[];
  residences: { residence: Residence; seconds: number }[];
  accessMeters: number;
  edgeOfDataSeconds: number;
}

/** What one door reaches, by one search. */
function lookAround(
  engine: EmbeddedEngine,
  origin: Position,
  outlets: readonly Outlet[],
  residences: readonly Residence[],
  minutes: number,
  settings: WalkSettings,
): Around {
  const places = [...outlets, ...residences].map(({ location }) => location);
  const { walks, accessMeters, edgeOfDataSeconds } = walksWithin(engine, origin, places, minutes, settings);
  const around: Around = { outlets: [], residences: [], accessMeters, edgeOfDataSeconds };
  for (const { index, seconds } of walks) {
    if (index < outlets.length) around.outlets.push({ outlet: outlets[index], seconds });
    else around.residences.push({ residence: residences[index - outlets.length], seconds });
  }
  return around;
}

/** The same as a row of the reach table; outlet indices count through `outlets`. */
function nearestByCategory(outlets: Around["outlets"], { accessMeters, edgeOfDataSeconds }: Around): ReachRow {
  const nearestSeconds = new Float64Array(categoryIds.length).fill(Infinity);
  const nearestOutlet = new Int32Array(categoryIds.length).fill(-1);
  const within = ringMinutes.map(() => new Uint16Array(categoryIds.length));
  for (const [index, { outlet, seconds }] of outlets.entries()) {
    for (const category of categoriesOf(outlet)) {
      const column = categoryIds.indexOf(category);
      for (const [ring, minutes] of ringMinutes.entries()) if (seconds <= minutes * 60) within[ring][column]++;
      if (seconds >= nearestSeconds[column]) continue;
      nearestSeconds[column] = seconds;
      nearestOutlet[column] = index;
    }
  }
  return { nearestSeconds, nearestOutlet, within, accessMeters, edgeOfDataSeconds };
}

function countByCategory(outlets: Around["outlets"], minutes: number): Partial<Record<CategoryId, number>> {
  const counts: Partial<Record<CategoryId, number>> = {};
  for (const { outlet, seconds } of outlets) {
    if (seconds > minutes * 60) continue;
    for (const category of categoriesOf(outlet)) counts[category] = (counts[category] ?? 0) + 1;
  }
  return counts;
}

/** Households and people of a ring, each residence by its own walk, never by the polygon. */
function householdsWithin(residences: Around["residences"], minutes: number) {
  let households = 0;
  let population: number | null = 0;
  let householdsEstimated = false;
  for (const { residence, seconds } of residences) {
    if (seconds > minutes * 60) continue;
    households += residence.households;
    population = population === null || residence.people === null ? null : population + residence.people;
    householdsEstimated ||= residence.householdsEstimated;
  }
  return { households, population, householdsEstimated };
}
