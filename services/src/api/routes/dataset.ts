/**
 * What a city's data are, in words that catalogues of open data read (DCAT-AP 3 as JSON-LD): what there is, in which
 * forms, under which terms.
 */
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import plugin from "fastify-plugin";
import { Type } from "typebox";
import { cityParams, problems, strict } from "../schemas/common.ts";

const ODBL = "https://opendatacommons.org/licenses/odbl/1-0/";

/** Media types by IANA's names, as DCAT wants them. */
const mediaType = (name: string) => ({ "@id": `https://www.iana.org/assignments/media-types/${name}` });

const dataset = Type.Object(
  {
    "@context": Type.Record(Type.String(), Type.Unknown()),
    "@id": Type.String(),
    "@type": Type.Literal("dcat:Dataset"),
    "dct:title": Type.Array(Type.Object({ "@language": Type.String(), "@value": Type.String() })),
    "dct:description": Type.Array(Type.Object({ "@language": Type.String(), "@value": Type.String() })),
    "dct:identifier": Type.String(),
    "dct:modified": Type.Object({ "@type": Type.String(), "@value": Type.String() }),
    "dct:spatial": Type.Object({
      "@type": Type.String(),
      "dcat:bbox": Type.Object({ "@type": Type.String(), "@value": Type.String() }),
    }),
    "dcat:distribution": Type.Array(
      Type.Object({ "@id": Type.String(), "@type": Type.Literal("dcat:Distribution"), "dct:title": Type.String() }),
    ),
  },
  { description: "The dataset", additionalProperties: true },
);

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    "/api/cities/:city/dataset.jsonld",
    {
      schema: {
        operationId: "getDataset",
        tags: ["Cities"],
        summary:
          "The city's data described for catalogues: DCAT-AP as JSON-LD, with every form it comes in and its terms",
        params: cityParams,
        querystring: Type.Object({}, strict),
        response: {
          200: { description: "The dataset", content: { "application/ld+json": { schema: dataset } } },
          ...problems(400, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { city } = await app.cities.get(request.params.city);
      const root = `${request.protocol}://${request.host}`;
      const address = `${root}/api/cities/${city.id}`;
      const fromMap = /openstreetmap/i.test(city.attribution);
      // Tables that bureaus brought in have terms of their own, which nobody told this program.
      const rights = city.fictional
        ? "Made up; stands for no real place."
        : `${city.attribution}. Outlets, homes and boundaries that were imported are under the terms of whoever provided them.`;
      const terms = {
        "dct:rights": { "@type": "dct:RightsStatement", "rdfs:label": rights },
        ...(fromMap && { "dct:license": { "@id": ODBL } }),
      };
      const distribution = (path: string, title: string, media: string, more: object = {}) => ({
        "@id": `${root}${path}`,
        "@type": "dcat:Distribution" as const,
        "dct:title": title,
        "dcat:accessURL": { "@id": `${root}${path}` },
        "dcat:mediaType": mediaType(media),
        ...terms,
        ...more,
      });
      const download = (path: string, title: string, media: string) =>
        distribution(path, title, media, { "dcat:downloadURL": { "@id": `${root}${path}` } });
      const base = `/api/cities/${city.id}`;
      reply.type("application/ld+json; charset=utf-8").header("Cache-Control", "no-cache");
      const [west, south, east, north] = city.bbox;
      const ring = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ];
      return {
        "@context": {
          dcat: "http://www.w3.org/ns/dcat#",
          dct: "http://purl.org/dc/terms/",
          foaf: "http://xmlns.com/foaf/0.1/",
          geosparql: "http://www.opengis.net/ont/geosparql#",
          rdfs: "http://www.w3.org/2000/01/rdf-schema#",
          xsd: "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": `${address}/dataset.jsonld`,
        "@type": "dcat:Dataset" as const,
        "dct:title": [
          { "@language": "zh", "@value": `${city.nameZh}一刻钟便民生活圈数据` },
          { "@language": "en", "@value": `${city.nameEn}: 15-minute convenient living circles` },
        ],
        "dct:description": [
          { "@language": "zh", "@value": "网点、住宅、生活圈、社区，以及步行可达与缺口。" },
          {
            "@language": "en",
            "@value": "Outlets, homes, living circles and communities, and what homes reach on foot or lack.",
          },
        ],
        "dct:identifier": city.id,
        "dct:modified": { "@type": "xsd:dateTime", "@value": city.updatedAt },
        ...(city.osmDate !== null && { "dct:source": `OpenStreetMap, ${city.osmDate}` }),
        "dct:spatial": {
          "@type": "dct:Location",
          "dcat:bbox": {
            "@type": "geosparql:wktLiteral",
            "@value": `POLYGON((${ring.map((place) => place.join(" ")).join(",")}))`,
          },
        },
        "dct:language": [{ "@id": "http://publications.europa.eu/resource/authority/language/ZHO" }],
        ...terms,
        "dcat:landingPage": { "@id": `${root}/?city=${city.id}` },
        "dcat:distribution": [
          download(`${base}/outlets.csv`, "网点 · Outlets, CSV", "text/csv"),
          download(`${base}/outlets.geojson`, "网点 · Outlets, GeoJSON", "application/geo+json"),
          download(`${base}/circles.csv`, "生活圈 · Circles, CSV", "text/csv"),
          download(`${base}/circles.geojson`, "生活圈 · Circles, GeoJSON", "application/geo+json"),
          distribution("/ogc", "OGC API – Features", "application/geo+json", {
            "dct:conformsTo": { "@id": "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" },
          }),
          distribution(
            `/tiles/${city.id}/outlets.json`,
            "Vector tiles, TileJSON",
            "application/vnd.mapbox-vector-tile",
          ),
          distribution("/api/openapi.json", "HTTP API, OpenAPI", "application/json"),
        ],
      };
    },
  );
};

export const datasetRoutes = plugin(routes, { name: "dataset-routes", dependencies: ["cities"], encapsulate: true });
