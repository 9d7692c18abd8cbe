import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { hangUpSignal } from "../hang-up.ts";
import { checkPosition } from "../input.ts";
import { walkWithEngine } from "../osrm.ts";
import { Problem } from "../problem.ts";
import { sendJson } from "../send-json.ts";
import {
  cityParams,
  engineChoice,
  engineId,
  fallbackReason as fallbackReasonSchema,
  nullable,
  position,
  privateWays,
  problems,
  profileId,
  speedKmh,
  settingsExample,
  strict,
  walkSettings,
} from "../schemas/common.ts";

const mostCells = 250_000;

const places = Type.Array(position, { minItems: 1, maxItems: 10_000 });

const place = Type.Object({
  location: nullable(position),
  accessMeters: nullable(Type.Number({ description: "From the place asked for to the network" })),
});

const answer = Type.Object(
  {
    seconds: Type.Array(Type.Array(nullable(Type.Number())), {
      description:
        "Rows from, columns to; null where there is no way; between the snapped places, access legs left out",
    }),
    meters: Type.Array(Type.Array(nullable(Type.Number()))),
    from: Type.Array(place),
    to: Type.Array(place),
    engine: engineId,
    settings: walkSettings,
    networkVersion: Type.String(),
    fallbackReason: fallbackReasonSchema,
  },
  {
    title: "Matrix",
    examples: [
      {
        seconds: [[312.4]],
        meters: [[433.9]],
        from: [{ location: [118.05, 38.75], accessMeters: 4.2 }],
        to: [{ location: [118.052, 38.751], accessMeters: 0.8 }],
        engine: "embedded",
        settings: settingsExample,
        networkVersion: "8c2f1d…",
      },
    ],
  },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    "/api/cities/:city/matrix",
    {
      schema: {
        operationId: "computeMatrix",
        tags: ["Walking"],
        summary: `Walking times from many places to many, up to ${mostCells} pairs`,
        description:
          "Each place to begin at is a search of the whole network: in a large city fewer may be asked for at once (118 in one of 850,000 crossings); the refusal says how many.",
        params: cityParams,
        body: Type.Object(
          {
            from: places,
            to: places,
            profile: Type.Optional(profileId),
            speedKmh: Type.Optional(speedKmh),
            privateWays: Type.Optional(privateWays),
            engine: Type.Optional(engineChoice),
          },
          { ...strict, examples: [{ from: [[118.05, 38.75]], to: [[118.052, 38.751]] }] },
        ),
        response: { 200: { ...answer, description: "The matrix" }, ...problems(400, 404, 422, 503) },
      },
    },
    async (request, reply) => {
      const { from, to, ...rest } = request.body;
      if (from.length * to.length > mostCells) {
        const message = `${from.length} × ${to.length} pairs are too many; at most ${mostCells}`;
        throw new Problem(400, message, [{ field: "to", message }]);
      }
      for (const [i, location] of from.entries()) checkPosition(location, `from[${i}]`);
      for (const [i, location] of to.entries()) checkPosition(location, `to[${i}]`);
      const signal = hangUpSignal(reply);
      const context = await app.cities.get(request.params.city);
      const matrix = await walkWithEngine<Uint8Array>(app, rest, {
        osrm: async (osrm, settings) => {
          const result = await osrm.matrix(from, to, settings);
          const isKnown = [...result.from, ...result.to].some(({ location }) => location !== null);
          return isKnown ? Buffer.from(JSON.stringify(result)) : null;
        },
        embedded: async (settings, fallbackReason) => {
          const most = await context.compute.mostMatrixRows();
          if (from.length > most) {
            const message = `${from.length} places to begin at are too many for a network of this size; at most ${most} at once. Ask in parts`;
            throw new Problem(400, message, [{ field: "from", message }]);
          }
          const rows = await context.compute.matrix({ from, to, settings }, signal);
          const { networkVersion } = context.city;
          const about = { engine: "embedded", settings, networkVersion: networkVersion ?? "", fallbackReason };
          return Buffer.concat([rows, Buffer.from(`,${JSON.stringify(about).slice(1)}`)]);
        },
      });
      reply.header("Cache-Control", "no-store");
      return sendJson(reply, { bytes: matrix });
    },
  );
};

export const matrixRoutes = plugin(routes, {
  name: "matrix-routes",
  dependencies: ["cities", "osrm"],
  encapsulate: true,
});
