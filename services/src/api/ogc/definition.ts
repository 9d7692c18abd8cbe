/** The definition of /ogc in OpenAPI 3.0, as the conformance class oas30 asks; the rest of the API is described in 3.1. */
import { collections } from "./collections.ts";
import { CRS84 } from "./systems.ts";

export const OPENAPI_TYPE = "application/vnd.oai.openapi+json;version=3.0";

/** Features per page where nobody says how many, and the most there are. */
export const STANDARD_LIMIT = 100;
export const MOST_LIMIT = 10_000;

const answer = (description: string, schema: object, type = "application/json", headers?: object) => ({
  description,
  ...(headers && { headers }),
  content: { [type]: { schema } },
});

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const parameter = (name: string) => ({ $ref: `#/components/parameters/${name}` });
const problem = (name: string) => ({ $ref: `#/components/responses/${name}` });

const crsHeader = {
  "Content-Crs": { description: "The system of the coordinates, in angle brackets", schema: { type: "string" } },
};

const operation = (operationId: string, summary: string, ok: object, more: object = {}) => ({
  get: {
    tags: ["Features"],
    operationId,
    summary,
    ...more,
    responses: { "200": ok, "400": problem("invalid"), "429": problem("tooMany"), "503": problem("unavailable") },
  },
});

/** @param root address of /ogc, without a slash at its end */
export function ogcDefinition(root: string) {
  const itemPaths = collections.map(({ id, title, temporal }) => {
    const name = id[0].toUpperCase() + id.slice(1);
    const list = operation(
      `get${name}`,
      title,
      answer("A page of features", ref(`${id}Page`), "application/geo+json", crsHeader),
      {
        parameters: ["limit", "bbox", "bbox-crs", "datetime", "crs", "city", "cursor"].map(parameter),
        ...(temporal ? {} : { description: "Its features do not say when they were there: all match every datetime." }),
      },
    );
    const one = operation(
      `getOneOf${name}`,
      `${title}: one`,
      answer("The feature", ref(id), "application/geo+json", {
        ...crsHeader,
        ETag: { description: "Of the feature as it is now, in this system", schema: { type: "string" } },
      }),
      { parameters: [parameter("featureId"), parameter("crs")] },
    );
    Object.assign(one.get.responses, {
      "304": { description: "It is still the one with the ETag that If-None-Match names" },
      "404": problem("missing"),
    });
    return [
      [`/collections/${id}/items`, list],
      [`/collections/${id}/items/{featureId}`, one],
    ] as const;
  });
  return {
    openapi: "3.0.3",
    info: {
      title: "quarterhour · 一刻圈: features",
      description: "Outlets, homes, circles and communities for GIS, by OGC API – Features, parts 1 and 2.",
      version: "0.1.0",
    },
    servers: [{ url: root }],
    tags: [{ name: "Features", description: "OGC API – Features" }],
    paths: {
      "/": operation("getLandingPage", "Where to go from here", answer("Links", ref("landingPage"))),
      "/conformance": operation(
        "getConformance",
        "What this keeps to",
        answer("Conformance classes", ref("conformance")),
      ),
      "/api": operation("getDefinition", "This document", answer("The definition", { type: "object" }, OPENAPI_TYPE)),
      "/collections": operation("getCollections", "All collections", answer("Collections", ref("collections"))),
      "/collections/{collectionId}": {
        get: {
          ...operation("getCollection", "One collection", answer("The collection", ref("collection")), {
            parameters: [parameter("collectionId")],
          }).get,
          responses: {
            "200": answer("The collection", ref("collection")),
            "404": problem("missing"),
            "429": problem("tooMany"),
            "503": problem("unavailable"),
          },
        },
      },
      ...Object.fromEntries(itemPaths.flat()),
    },
    components: {
      parameters: {
        collectionId: {
          name: "collectionId",
          in: "path",
          required: true,
          schema: { type: "string", enum: collections.map(({ id }) => id) },
        },
        featureId: {
          name: "featureId",
          in: "path",
          required: true,
          schema: { type: "string", maxLength: 124 },
          example: "sample.o_1",
        },
        limit: {
          name: "limit",
          in: "query",
          description: `Features on a page; more than ${MOST_LIMIT} gives ${MOST_LIMIT}`,
          required: false,
          style: "form",
          explode: false,
          schema: { type: "integer", minimum: 1, maximum: MOST_LIMIT, default: STANDARD_LIMIT },
        },
        bbox: {
          name: "bbox",
          in: "query",
          description:
            "Lower corner, then upper corner, axes in the order of bbox-crs; heights of six numbers are ignored",
          required: false,
          style: "form",
          explode: false,
          schema: {
            type: "array",
            oneOf: [
              { minItems: 4, maxItems: 4 },
              { minItems: 6, maxItems: 6 },
            ],
            items: { type: "number" },
          },
        },
        "bbox-crs": {
          name: "bbox-crs",
          in: "query",
          description: "System of bbox: one that the collection lists",
          required: false,
          style: "form",
          explode: false,
          schema: { type: "string", format: "uri", default: CRS84 },
        },
        crs: {
          name: "crs",
          in: "query",
          description: "System of the answer: one that the collection lists",
          required: false,
          style: "form",
          explode: false,
          schema: { type: "string", format: "uri", default: CRS84 },
        },
        datetime: {
          name: "datetime",
          in: "query",
          description: "A moment, a day, or an interval with a slash, `..` or nothing where it is open",
          required: false,
          style: "form",
          explode: false,
          schema: { type: "string" },
        },
        city: {
          name: "city",
          in: "query",
          description: "Only of this city; of all when left out",
          required: false,
          style: "form",
          explode: false,
          schema: { type: "string", maxLength: 63 },
        },
        cursor: {
          name: "cursor",
          in: "query",
          description: "As links to the next page have it",
          required: false,
          style: "form",
          explode: false,
          schema: { type: "string", maxLength: 500 },
        },
      },
      responses: {
        invalid: answer("Something in the request is not right", ref("exception"), "application/problem+json"),
        missing: answer("There is nothing with this name", ref("exception"), "application/problem+json"),
        tooMany: answer("Try again after Retry-After seconds", ref("exception"), "application/problem+json"),
        unavailable: answer("Try again after Retry-After seconds", ref("exception"), "application/problem+json"),
      },
      schemas: schemas(),
    },
  };
}

function schemas() {
  const text = { type: "string" };
  const texts = { type: "array", items: text };
  const links = { type: "array", items: ref("link") };
  const features = collections.flatMap(({ id, properties }) => [
    [
      id,
      {
        type: "object",
        required: ["type", "id", "geometry", "properties", "links"],
        properties: {
          type: { type: "string", enum: ["Feature"] },
          id: text,
          geometry: ref("geometry"),
          properties: { type: "object", required: Object.keys(properties), properties },
          links,
        },
      },
    ],
    [
      `${id}Page`,
      {
        type: "object",
        required: ["type", "features", "links", "timeStamp", "numberReturned"],
        properties: {
          type: { type: "string", enum: ["FeatureCollection"] },
          features: {
            type: "array",
            items: {
              type: "object",
              required: ["type", "id", "geometry", "properties"],
              properties: {
                type: { type: "string", enum: ["Feature"] },
                id: text,
                geometry: ref("geometry"),
                properties: { type: "object", required: Object.keys(properties), properties },
              },
            },
          },
          links,
          timeStamp: { type: "string", format: "date-time" },
          numberReturned: { type: "integer", minimum: 0 },
          numberMatched: { type: "integer", minimum: 0 },
        },
      },
    ],
  ]);
  return {
    ...(Object.fromEntries(features) as Record<string, object>),
    link: {
      type: "object",
      required: ["href", "rel"],
      properties: { href: text, rel: text, type: text, title: text },
    },
    landingPage: {
      type: "object",
      required: ["title", "links"],
      properties: { title: text, description: text, attribution: text, links },
    },
    conformance: { type: "object", required: ["conformsTo"], properties: { conformsTo: texts } },
    collections: {
      type: "object",
      required: ["links", "collections", "crs"],
      properties: { links, crs: texts, collections: { type: "array", items: ref("collection") } },
    },
    collection: {
      type: "object",
      required: ["id", "links", "crs", "storageCrs"],
      properties: {
        id: text,
        title: text,
        description: text,
        attribution: text,
        links,
        itemType: text,
        crs: texts,
        storageCrs: text,
        extent: {
          type: "object",
          properties: {
            spatial: {
              type: "object",
              required: ["bbox"],
              properties: {
                bbox: { type: "array", minItems: 1, items: { type: "array", items: { type: "number" } } },
                crs: text,
              },
            },
            temporal: {
              type: "object",
              properties: {
                interval: {
                  type: "array",
                  items: {
                    type: "array",
                    minItems: 2,
                    maxItems: 2,
                    items: { type: "string", format: "date-time", nullable: true },
                  },
                },
                trs: text,
              },
            },
          },
        },
      },
    },
    geometry: {
      type: "object",
      required: ["type", "coordinates"],
      properties: {
        type: { type: "string", enum: ["Point", "Polygon", "MultiPolygon"] },
        coordinates: { type: "array", items: {} },
      },
    },
    exception: {
      type: "object",
      required: ["title", "status", "detail"],
      properties: {
        type: text,
        title: text,
        status: { type: "integer" },
        detail: text,
        errors: { type: "array", items: { type: "object", properties: { field: text, message: text } } },
      },
    },
  };
}
