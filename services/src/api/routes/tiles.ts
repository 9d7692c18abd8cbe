import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { askedDay, boundingBox, cityParams, oneOf, problems, strict } from "../schemas/common.ts";
import { sublayers, tileLayers, tileSet } from "../tiles/layers.ts";
import type { TileLayer } from "../tiles/layers.ts";
import { tileMaxzoom, tileMinzoom } from "../tiles/tile-set.ts";
import { readDay } from "../input.ts";
import { invalidField } from "../problem.ts";

const layerParams = { ...cityParams.properties, layer: oneOf(tileLayers, { examples: ["basemap"] }) };

const version = Type.Optional(
  Type.String({ maxLength: 100, description: "State of the city, as the TileJSON has it: such tiles never change" }),
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/tiles/:city/:layer/:z/:x/:y.mvt",
    {
      schema: {
        operationId: "getTile",
        tags: ["Tiles"],
        summary: "A vector tile (MVT, extent 4096)",
        params: Type.Object(
          {
            ...layerParams,
            z: Type.Integer({ minimum: 0, maximum: 22, examples: [14] }),
            x: Type.Integer({ minimum: 0, examples: [13565] }),
            y: Type.Integer({ minimum: 0, examples: [6271] }),
          },
          strict,
        ),
        querystring: Type.Object({ v: version, date: Type.Optional(askedDay) }, strict),
        response: {
          200: {
            description: "The tile",
            content: {
              "application/vnd.mapbox-vector-tile": {
                schema: Type.Unsafe<Uint8Array>({ type: "string", format: "binary" }),
              },
            },
          },
          204: Type.Null({ description: "Nothing lies in this tile" }),
          304: Type.Null({ description: "The tile is still the one with this ETag" }),
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { city, layer, z, x, y } = request.params;
      for (const [field, value] of [
        ["x", x],
        ["y", y],
      ] as const) {
        if (value >= 2 ** z) throw invalidField(field, `should be from 0 to ${2 ** z - 1} at zoom ${z}`);
      }
      const context = await app.cities.get(city, dayOf(layer, request.query.date));
      const packed = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
      const etag = `"${context.version}/${layer}/${z}/${x}/${y}${packed ? "/gz" : ""}"`;
      reply.header("ETag", etag);
      reply.header("Vary", "Accept-Encoding");
      const fixed = request.query.v === context.version;
      reply.header("Cache-Control", fixed ? "public, max-age=31536000, immutable" : "no-cache");
      const held = request.headers["if-none-match"]?.split(/\s*,\s*/).map((tag) => tag.replace(/^W\//, ""));
      if (held?.includes(etag) === true) return reply.code(304).send(null);
      const tile = await (await tileSet(context, layer)).get(z, x, y);
      if (tile === null) return reply.code(204).send(null);
      reply.type("application/vnd.mapbox-vector-tile");
      if (packed) reply.header("Content-Encoding", "gzip");
      return reply.send(packed ? tile.gzipped : tile.bytes);
    },
  );

  app.get(
    "/tiles/:city/:layer.json",
    {
      schema: {
        operationId: "getTileJson",
        tags: ["Tiles"],
        summary: "TileJSON 3.0 of a layer",
        params: Type.Object(layerParams, strict),
        querystring: Type.Object({ date: Type.Optional(askedDay) }, strict),
        response: {
          200: Type.Object(
            {
              tilejson: Type.String(),
              name: Type.String(),
              attribution: Type.String(),
              version: Type.String(),
              tiles: Type.Array(Type.String()),
              minzoom: Type.Integer(),
              maxzoom: Type.Integer(),
              bounds: boundingBox,
              vector_layers: Type.Array(
                Type.Object({ id: Type.String(), fields: Type.Record(Type.String(), Type.String()) }),
              ),
            },
            {
              description: "The TileJSON",
              examples: [
                {
                  tilejson: "3.0.0",
                  name: "示例区 outlets",
                  attribution: "© OpenStreetMap contributors",
                  version: "1.0.0",
                  tiles: ["https://example.org/tiles/sample/outlets/{z}/{x}/{y}.mvt?v=4-mwrd5z27-18c0e37f5322"],
                  minzoom: 10,
                  maxzoom: 16,
                  bounds: [118.03, 38.74, 118.07, 38.77],
                  vector_layers: [{ id: "outlets", fields: { id: "String", name: "String" } }],
                },
              ],
            },
          ),
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { city, layer } = request.params;
      const date = dayOf(layer, request.query.date);
      const context = await app.cities.get(city, date);
      const query = `?v=${encodeURIComponent(context.version)}${date === undefined ? "" : `&date=${date}`}`;
      const root = `${request.protocol}://${request.host}`;
      reply.header("Cache-Control", "no-cache");
      return {
        tilejson: "3.0.0",
        name: `${context.city.nameZh} ${layer}`,
        attribution: context.city.attribution,
        version: "1.0.0",
        tiles: [`${root}/tiles/${context.city.id}/${layer}/{z}/{x}/{y}.mvt${query}`],
        minzoom: tileMinzoom,
        maxzoom: tileMaxzoom,
        bounds: context.city.bbox,
        vector_layers: sublayers[layer],
      };
    },
  );
};

/** The map and the homes of past days are not kept. */
function dayOf(layer: TileLayer, date: string | undefined): string | undefined {
  if (date === undefined) return undefined;
  if (layer !== "outlets") throw invalidField("date", "means something only for the layer outlets");
  return readDay(date, "date");
}

export const tileRoutes = plugin(routes, { name: "tile-routes", dependencies: ["cities"], encapsulate: true });
