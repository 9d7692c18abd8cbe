import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { WalkSettings } from "@quarterhour/isochrones";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import type { Answer } from "../../compute/answer-cache.ts";
import type { AnsweredElsewhere } from "../../compute/tasks.ts";
import { categoryIds } from "../city-reach.ts";
import { hangUpSignal } from "../hang-up.ts";
import { localTime } from "../../china-clock.ts";
import { checkPosition, readDay, readMoment } from "../input.ts";
import { osrmAround, walkWithEngine } from "../osrm.ts";
import { sendJson } from "../send-json.ts";
import {
  answeredDay,
  askedDay,
  cityParams,
  direction,
  engineChoice,
  engineId,
  fallbackReason as fallbackReasonSchema,
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
    engine: Type.Optional(engineChoice),
    date: Type.Optional(askedDay),
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
    dataDate: nullable(Type.String({ description: "Date of the map data; null where unknown, as OSRM's is" })),
    date: answeredDay,
    fallbackReason: fallbackReasonSchema,
    sampling: Type.Optional(
      Type.Object(
        { h3Resolutions: Type.Array(Type.Integer()), cells: Type.Integer() },
        { description: "From how many H3 cells of which resolutions the rings were drawn; only by OSRM" },
      ),
    ),
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
      const asked = question.at === undefined ? null : readMoment(question.at, "at");
      const date = question.date === undefined ? undefined : readDay(question.date, "date");
      const signal = hangUpSignal(reply);
      const context = await app.cities.get(request.params.city, date);
      const at = asked === null ? null : localTime(asked);
      // Gates and opening hours are told to the minute: so is the moment, and the minute's answers are the same.
      const moment = asked === null ? null : Math.floor(asked.getTime() / 60_000) * 60_000;
      const compute = async (
        settings: WalkSettings,
        more: { answered?: AnsweredElsewhere; fallbackReason?: string },
        wanted: AbortSignal,
        room?: Uint8Array | null,
      ): Promise<Uint8Array> => {
        const claimed = await context.claimedAt(origin);
        const columns = categoryIds.flatMap((id, column) => (claimed.has(id) ? [column] : []));
        const rest = { claimed: columns, date, dataDate: more.answered ? null : context.city.osmDate };
        return context.compute.isochrones({ origin, minutes, settings, moment, ...rest, ...more }, wanted, room);
      };
      const { profile, speedKmh: speed, privateWays: ways, direction: way, engine } = question;
      const walking = { profile, speedKmh: speed, privateWays: ways, direction: way, engine, at };
      const given = await walkWithEngine<Answer | { bytes: Uint8Array }>(app, walking, {
        osrm: async (osrm, settings) => {
          const answered = await osrmAround(osrm, context, origin, minutes, settings);
          return answered && { bytes: await compute(answered.rings.settings, { answered }, signal) };
        },
        embedded: async (settings, fallbackReason) => {
          // Not kept: OSRM may be back for the next one.
          if (fallbackReason !== undefined) return { bytes: await compute(settings, { fallbackReason }, signal) };
          const { id } = context.city;
          const key = JSON.stringify([id, context.version, "isochrones", origin, minutes, settings, moment]);
          return app.answers.get(key, signal, (wanted, room) => compute(settings, {}, wanted, room));
        },
      });
      reply.header("Cache-Control", "no-store");
      return sendJson(reply, given);
    },
  );
};

export const isochroneRoutes = plugin(routes, {
  name: "isochrone-routes",
  dependencies: ["cities", "osrm"],
  encapsulate: true,
});
