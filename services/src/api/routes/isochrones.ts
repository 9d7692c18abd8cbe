import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { EmbeddedEngine, Position, WalkSettings } from "@quarterhour/isochrones";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import type { CategoryId } from "@quarterhour/data";
import { limitMinutes, openOutlets, outletTargets } from "../../assessment/reach-table.ts";
import type { Outlet, Residence } from "../../store/store.ts";
import { categoryReach } from "../category-reach.ts";
import { categoryIds } from "../city-context.ts";
import { checkPosition, readMoment, readSettings } from "../input.ts";
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
  speedKmh,
  strict,
  walkSettings,
} from "../schemas/common.ts";
import { categoryReachSchema } from "../schemas/reach.ts";
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
          "now or ISO 8601: only outlets open at that moment count; those of unknown hours make a category unknown",
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
  { title: "Isochrones" },
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
      const settings = readSettings(question);
      const [engine, outlets, residences, claimed] = await Promise.all([
        context.engine(),
        context.outlets(),
        context.residences(),
        context.claimed(),
      ]);
      const result = engine.isochronesSync(origin, minutes, settings);
      const counted = openOutlets(outlets).filter((outlet) => moment === null || outletOpenAt(outlet, moment) === true);
      const reach = reachFrom(engine, origin, counted, minutes, settings);
      const households = householdsWithin(engine, origin, residences, minutes, settings);
      const doubtful =
        moment === null
          ? undefined
          : doubtfulCategories(
              engine,
              origin,
              openOutlets(outlets).filter((outlet) => outletOpenAt(outlet, moment) === null),
              settings,
            );
      reply.header("Cache-Control", "no-store");
      return {
        type: "FeatureCollection" as const,
        features: result.rings.toReversed().map(({ minutes: ringMinutes, geometry, areaSquareMeters }) => ({
          type: "Feature" as const,
          geometry,
          properties: { minutes: ringMinutes, areaSquareMeters, ...households(ringMinutes) },
        })),
        engine: result.engine,
        origin,
        accessMeters: result.attachment?.accessMeters ?? null,
        attachment: result.attachment?.location ?? null,
        ...(result.reason === undefined ? {} : { reason: result.reason }),
        settings: result.settings,
        networkVersion: result.networkVersion,
        dataDate: context.city.osmDate,
        outlets: reach.countsByRing,
        categories: categoryReach(reach.row, counted, claimed, doubtful),
      };
    },
  );
};

export const isochroneRoutes = plugin(routes, {
  name: "isochrone-routes",
  dependencies: ["cities"],
  encapsulate: true,
});

/** Nearest outlets and counts for a single door. */
function reachFrom(
  engine: EmbeddedEngine,
  origin: Position,
  outlets: readonly Outlet[],
  minutes: readonly number[],
  settings: WalkSettings,
) {
  const rings = [...new Set([5, 10, 15, ...minutes])].sort((a, b) => a - b);
  const reach = engine.reachByGroup(
    [origin],
    outletTargets(outlets, categoryIds),
    rings,
    Math.max(limitMinutes, ...rings),
    settings,
  );
  const within = (ring: number) => reach.within[rings.indexOf(ring)];
  return {
    row: {
      nearestSeconds: reach.nearestSeconds,
      nearestOutlet: reach.nearestTarget,
      within: [within(5), within(10), within(15)] as [Uint16Array, Uint16Array, Uint16Array],
      accessMeters: reach.accessMeters[0],
      edgeOfDataSeconds: reach.edgeOfDataSeconds[0],
    },
    countsByRing: Object.fromEntries(
      minutes.map((ring) => [
        String(ring),
        Object.fromEntries(
          categoryIds.flatMap((id, column) => (within(ring)[column] > 0 ? [[id, within(ring)[column]]] : [])),
        ),
      ]),
    ),
  };
}

/** Categories of which an outlet of unknown hours lies in the widest ring. */
function doubtfulCategories(
  engine: EmbeddedEngine,
  origin: Position,
  unknownHours: readonly Outlet[],
  settings: WalkSettings,
): Set<CategoryId> {
  const places = unknownHours.map(({ location }) => location);
  const walks = walksWithin(engine, origin, places, 15 * 60, settings);
  return new Set(walks.flatMap(({ index }) => unknownHours[index].services.map(({ category }) => category)));
}

/** Households and people by ring, each residence by its own walk, never by the polygon. */
function householdsWithin(
  engine: EmbeddedEngine,
  origin: Position,
  residences: readonly Residence[],
  minutes: readonly number[],
  settings: WalkSettings,
) {
  const places = residences.map(({ location }) => location);
  const walks = walksWithin(engine, origin, places, Math.max(...minutes) * 60, settings);
  return (ringMinutes: number) => {
    let households = 0;
    let population: number | null = 0;
    let householdsEstimated = false;
    for (const { index, seconds } of walks) {
      if (seconds > ringMinutes * 60) continue;
      const residence = residences[index];
      households += residence.households;
      population = population === null || residence.people === null ? null : population + residence.people;
      householdsEstimated ||= residence.householdsEstimated;
    }
    return { households, population, householdsEstimated };
  };
}
