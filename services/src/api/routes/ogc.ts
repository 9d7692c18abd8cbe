/**
 * OGC API – Features at /ogc, for QGIS and other GIS: OGC 17-069r4 (Core, GeoJSON, OpenAPI 3.0) and 18-058r1 (CRS).
 * It has a definition of its own, at /ogc/api, and is no part of /api/openapi.json.
 */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { BoundingBox } from "@quarterhour/isochrones";
import { Type } from "typebox";
import type { City } from "../../store/index.ts";
import { MOST_LIMIT, ogcDefinition, OPENAPI_TYPE, STANDARD_LIMIT } from "../ogc/definition.ts";
import { collections, itemsOf, splitFeatureId } from "../ogc/collections.ts";
import type { Collection, StoredFeature } from "../ogc/collections.ts";
import { CRS84, readAskedBox, rewritten, systemNamed, systemsFor, writerFor } from "../ogc/systems.ts";
import type { OgcSystem } from "../ogc/systems.ts";
import { readInterval } from "../ogc/times.ts";
import { Problem } from "../problem.ts";
import { strict } from "../schemas/common.ts";

const GEOJSON = "application/geo+json";

const conformsTo = [
  "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
  "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
  "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
  "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
];

// What the definition does not name is refused, wherever it is asked (/req/core/query-param-unknown).
const none = Type.Object({}, strict);

const collectionParams = Type.Object({ collection: Type.String({ maxLength: 63 }) }, strict);

const itemsQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1 })),
    bbox: Type.Optional(Type.String({ maxLength: 300 })),
    "bbox-crs": Type.Optional(Type.String({ maxLength: 200 })),
    datetime: Type.Optional(Type.String({ maxLength: 200 })),
    crs: Type.Optional(Type.String({ maxLength: 200 })),
    city: Type.Optional(Type.String({ maxLength: 63 })),
    cursor: Type.Optional(Type.String({ maxLength: 500 })),
  },
  strict,
);

const itemParams = Type.Object(
  { collection: Type.String({ maxLength: 63 }), feature: Type.String({ maxLength: 124 }) },
  strict,
);

const itemQuery = Type.Object({ crs: Type.Optional(Type.String({ maxLength: 200 })) }, strict);

const hide = { hide: true };

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const cities = () => app.store.listCities();

  app.get("/ogc", { schema: { ...hide, querystring: none } }, async (request) => {
    const root = rootOf(request);
    return {
      title: "quarterhour · 一刻圈",
      description: "Outlets, homes, living circles and communities of 15-minute living circles (便民生活圈).",
      attribution: attributionOf(await cities()),
      links: [
        link(root, "self", "application/json", "This page"),
        link(`${root}/api`, "service-desc", OPENAPI_TYPE, "Definition of this API"),
        link(`${root}/conformance`, "conformance", "application/json", "Conformance classes"),
        link(`${root}/collections`, "data", "application/json", "Collections"),
      ],
    };
  });

  app.get("/ogc/conformance", { schema: { ...hide, querystring: none } }, async () => ({ conformsTo }));

  app.get("/ogc/api", { schema: { ...hide, querystring: none } }, async (request, reply) => {
    reply.type(OPENAPI_TYPE);
    return JSON.stringify(ogcDefinition(rootOf(request)));
  });

  app.get("/ogc/collections", { schema: { ...hide, querystring: none } }, async (request) => {
    const root = rootOf(request);
    const all = await cities();
    return {
      links: [link(`${root}/collections`, "self", "application/json", "Collections")],
      crs: systemsOf(all).map(({ uri }) => uri),
      collections: collections.map((collection) => ({ ...describe(root, collection, all), crs: ["#/crs"] })),
    };
  });

  app.get(
    "/ogc/collections/:collection",
    { schema: { ...hide, params: collectionParams, querystring: none } },
    async (request) => {
      const collection = collectionNamed(request.params.collection);
      const all = await cities();
      return { ...describe(rootOf(request), collection, all), crs: systemsOf(all).map(({ uri }) => uri) };
    },
  );

  app.get(
    "/ogc/collections/:collection/items",
    { schema: { ...hide, params: collectionParams, querystring: itemsQuery } },
    async (request, reply) => {
      const { query } = request;
      const collection = collectionNamed(request.params.collection);
      const all = await cities();
      const offered = systemsOf(all);
      const system = systemNamed(query.crs ?? CRS84, "crs", offered);
      const boxSystem = systemNamed(query["bbox-crs"] ?? CRS84, "bbox-crs", offered);
      const filter = {
        bbox: query.bbox === undefined ? null : readAskedBox(query.bbox, boxSystem),
        datetime: query.datetime === undefined ? null : readInterval(query.datetime),
      };
      // A city that there is not has no features: so says a filter by property.
      const wanted = query.city === undefined ? all : all.filter(({ id }) => id === query.city);
      const limit = Math.min(query.limit ?? STANDARD_LIMIT, MOST_LIMIT);
      const page = await itemsOf(app.store, collection, wanted, filter, limit, query.cursor);
      const matched =
        filter.bbox === null && (filter.datetime === null || !collection.temporal)
          ? await countOf(wanted, (city) => collection.count(app.store, city))
          : null;
      const address = `${rootOf(request)}/collections/${collection.id}/items`;
      const self = new URLSearchParams(query as unknown as Record<string, string>);
      const links = [link(`${address}?${self}`, "self", GEOJSON, "This page")];
      if (page.nextCursor !== null) {
        self.set("cursor", page.nextCursor);
        links.push(link(`${address}?${self}`, "next", GEOJSON, "The next page"));
      }
      answerIn(system, reply);
      const write = writerFor(system);
      return JSON.stringify({
        type: "FeatureCollection",
        timeStamp: new Date().toISOString(),
        ...(matched !== null && { numberMatched: matched }),
        numberReturned: page.items.length,
        features: page.items.map((item) => featureOf(item, write)),
        links,
      });
    },
  );

  app.get(
    "/ogc/collections/:collection/items/:feature",
    { schema: { ...hide, params: itemParams, querystring: itemQuery } },
    async (request, reply) => {
      const collection = collectionNamed(request.params.collection);
      const all = await cities();
      const system = systemNamed(request.query.crs ?? CRS84, "crs", systemsOf(all));
      const split = splitFeatureId(request.params.feature);
      const found =
        split && all.some(({ id }) => id === split.city) ? await collection.one(app.store, split.city, split.id) : null;
      if (found === null) {
        throw new Problem(404, `There is no feature "${request.params.feature}" in ${collection.id}.`);
      }
      const root = rootOf(request);
      const address = `${root}/collections/${collection.id}`;
      const feature = featureOf(found, writerFor(system));
      const body = JSON.stringify({
        ...feature,
        links: [
          link(`${address}/items/${encodeURIComponent(feature.id)}`, "self", GEOJSON, "This feature"),
          link(address, "collection", "application/json", collection.title),
        ],
      });
      // Weak, since the same feature may leave compressed or as it is.
      const etag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
      reply.header("ETag", etag).header("Cache-Control", "no-cache");
      answerIn(system, reply);
      const held = request.headers["if-none-match"]?.split(",").map((tag) => tag.trim());
      if (held?.some((tag) => tag === "*" || bare(tag) === bare(etag))) return reply.code(304).send();
      return body;
    },
  );
};

const bare = (tag: string) => tag.replace(/^W\//, "");

function answerIn({ uri }: OgcSystem, reply: FastifyReply): void {
  reply.type(`${GEOJSON}; charset=utf-8`).header("Content-Crs", `<${uri}>`);
}

function collectionNamed(id: string): Collection {
  const collection = collections.find((one) => one.id === id);
  if (collection) return collection;
  throw new Problem(
    404,
    `There is no collection "${id}". Collections: ${collections.map((one) => one.id).join(", ")}.`,
  );
}

const systemsOf = (cities: readonly City[]): OgcSystem[] => systemsFor(cities.map(({ bbox }) => bbox));

function featureOf({ city, id, geometry, properties }: StoredFeature, write: ReturnType<typeof writerFor>) {
  return { type: "Feature" as const, id: `${city}.${id}`, geometry: rewritten(geometry, write), properties };
}

async function countOf(cities: readonly City[], count: (city: string) => Promise<number | null>) {
  let sum = 0;
  for (const { id } of cities) {
    const one = await count(id);
    if (one === null) return null;
    sum += one;
  }
  return sum;
}

function describe(root: string, collection: Collection, cities: readonly City[]) {
  const { id, title, description, temporal } = collection;
  const address = `${root}/collections/${id}`;
  const boxes = cities.map(({ bbox }) => bbox);
  return {
    id,
    title,
    description,
    attribution: attributionOf(cities),
    itemType: "feature",
    storageCrs: CRS84,
    ...(boxes.length > 0 && {
      extent: {
        // The first is all of it, then city by city.
        spatial: { bbox: boxes.length === 1 ? boxes : [around(boxes), ...boxes], crs: CRS84 },
        ...(temporal && {
          temporal: {
            interval: [[null, null]],
            trs: "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
          },
        }),
      },
    }),
    links: [link(address, "self", "application/json", title), link(`${address}/items`, "items", GEOJSON, title)],
  };
}

function around(boxes: readonly BoundingBox[]): BoundingBox {
  return [
    Math.min(...boxes.map(([west]) => west)),
    Math.min(...boxes.map(([, south]) => south)),
    Math.max(...boxes.map(([, , east]) => east)),
    Math.max(...boxes.map(([, , , north]) => north)),
  ];
}

const attributionOf = (cities: readonly City[]): string =>
  [...new Set(cities.map(({ attribution }) => attribution))].join("; ");

const link = (href: string, rel: string, type: string, title: string) => ({ href, rel, type, title });

const rootOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}/ogc`;

export const ogcRoutes = plugin(routes, { name: "ogc-routes", dependencies: ["cities"], encapsulate: true });
