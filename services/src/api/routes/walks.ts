import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { RouteResult } from "@quarterhour/isochrones";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { hangUpSignal } from "../hang-up.ts";
import { readPosition } from "../input.ts";
import { walkWithEngine } from "../osrm.ts";
import { Problem } from "../problem.ts";
import {
  cityParams,
  engineChoice,
  engineId,
  fallbackReason as fallbackReasonSchema,
  oneOf,
  position,
  problems,
  settingsExample,
  strict,
  walkQuery,
  walkSettings,
} from "../schemas/common.ts";

const kind = oneOf(["steps", "crossing", "signals", "footbridge", "underpass", "lift", "escalator", "ferry", "gate"], {
  title: "WayFeature",
});

const noticed = Type.Object({
  kind,
  location: position,
  meters: Type.Number(),
  atMeters: Type.Number({ description: "Metres walked until it begins" }),
  stepCount: Type.Optional(Type.Integer()),
  name: Type.Optional(Type.String()),
});

const walk = Type.Object(
  {
    type: Type.Literal("Feature"),
    geometry: Type.Object({ type: Type.Literal("LineString"), coordinates: Type.Array(position) }),
    properties: Type.Object({
      engine: engineId,
      seconds: Type.Number({ description: "From door to door, access legs included" }),
      meters: Type.Number(),
      accessMeters: Type.Object({ from: Type.Number(), to: Type.Number() }),
      features: Type.Array(noticed, { description: "What a walker notices on the way, in order" }),
      unknownFeatures: Type.Optional(
        Type.Array(kind, { description: "Kinds that the engine cannot tell: there may be some though none is listed" }),
      ),
      ways: Type.Array(Type.Object({ name: Type.String(), meters: Type.Number(), atMeters: Type.Number() })),
      settings: walkSettings,
      networkVersion: Type.String(),
      fallbackReason: fallbackReasonSchema,
    }),
  },
  {
    title: "Walk",
    examples: [
      {
        type: "Feature",
        geometry: {
          type: "LineString",
          coordinates: [
            [118.05, 38.75],
            [118.052, 38.751],
          ],
        },
        properties: {
          engine: "embedded",
          seconds: 312.4,
          meters: 433.9,
          accessMeters: { from: 4.2, to: 0.8 },
          features: [{ kind: "steps", location: [118.051, 38.7505], meters: 9.5, atMeters: 210, stepCount: 24 }],
          ways: [{ name: "同福路", meters: 300, atMeters: 12 }],
          settings: settingsExample,
          networkVersion: "8c2f1d…",
        },
      },
    ],
  },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/routes",
    {
      schema: {
        operationId: "getWalk",
        tags: ["Walking"],
        summary: "The walk between two places, with steps and crossings on it",
        params: cityParams,
        querystring: Type.Object(
          {
            from: Type.String({ maxLength: 80, description: "lng,lat", examples: ["118.05,38.75"] }),
            to: Type.String({ maxLength: 80, description: "lng,lat", examples: ["118.052,38.751"] }),
            ...walkQuery,
            engine: Type.Optional(engineChoice),
          },
          strict,
        ),
        response: {
          200: { ...walk, description: "The walk" },
          ...problems(400, 404, 422, 503),
        },
      },
    },
    async (request, reply) => {
      const from = readPosition(request.query.from, "from");
      const to = readPosition(request.query.to, "to");
      const signal = hangUpSignal(reply);
      const context = await app.cities.get(request.params.city);
      const { from: _from, to: _to, ...question } = request.query;
      const result = await walkWithEngine<RouteResult | null>(app, question, {
        osrm: (osrm, settings) => osrm.route(from, to, settings),
        embedded: async (settings, fallbackReason) => {
          const found = await context.compute.route({ from, to, settings }, signal);
          return found && { ...found, ...(fallbackReason === undefined ? {} : { fallbackReason }) };
        },
      });
      if (result === null) {
        throw new Problem(422, "There is no way on foot between these places in the data of this city.");
      }
      const { geometry, ...properties } = result;
      reply.header("Cache-Control", "no-store");
      return { type: "Feature" as const, geometry, properties };
    },
  );
};

export const walkRoutes = plugin(routes, { name: "walk-routes", dependencies: ["cities", "osrm"], encapsulate: true });
