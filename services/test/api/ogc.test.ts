/** /ogc, requirement by requirement: OGC 17-069r4 (Core, GeoJSON, OpenAPI 3.0) and 18-058r1 (CRS by reference). */
import { Ajv } from "ajv";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTinyServer, west } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

const CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const epsg = (number: number) => `http://www.opengis.net/def/crs/EPSG/0/${number}`;

interface Link {
  href: string;
  rel: string;
  type?: string;
}

interface Feature {
  type: string;
  id: string;
  geometry: { type: string; coordinates: number[] };
  properties: Record<string, unknown>;
}

interface FeaturePage {
  features: Feature[];
  links: Link[];
  numberReturned: number;
  numberMatched?: number;
  timeStamp: string;
}

interface Definition {
  openapi: string;
  paths: Record<string, { get: { operationId: string; responses: Record<string, unknown>; parameters?: object[] } }>;
  components: { schemas: Record<string, object>; parameters: Record<string, { name: string; schema: object }> };
}

let server: TinyServer;
let definition: Definition;
const ajv = new Ajv({ strict: false, validateFormats: false });

beforeAll(async () => {
  server = await startTinyServer();
  await server.store.addCircles(
    "tiny",
    [
      {
        name: "同福生活圈",
        kind: "15min",
        boundary: {
          type: "Polygon",
          coordinates: [
            [
              [118.04, 38.74],
              [118.06, 38.74],
              [118.06, 38.76],
              [118.04, 38.76],
              [118.04, 38.74],
            ],
          ],
        },
        details: null,
        requiredBasic: null,
        note: null,
      },
    ],
    "test",
  );
  definition = (await server.app.inject("/ogc/api")).json();
  ajv.addSchema({ $id: "ogc", ...definition });
});

afterAll(() => server.close());

const ask = async (url: string, status = 200, headers: Record<string, string> = {}) => {
  const answer = await server.app.inject({ url: `/ogc${url}`, headers });
  expect([url, answer.statusCode, answer.statusCode === status ? "" : answer.body]).toEqual([url, status, ""]);
  return answer;
};

const items = async (query = "", collection = "outlets"): Promise<FeaturePage> => {
  const answer = await ask(`/collections/${collection}/items${query}`);
  holds(`${collection}Page`, answer.json());
  return answer.json();
};

function holds(schema: string, value: unknown): void {
  ajv.validate(`ogc#/components/schemas/${schema}`, value);
  expect(ajv.errorsText()).toBe("No errors");
}

const rels = (links: Link[]) => links.map(({ rel }) => rel);
const names = ({ features }: FeaturePage) => features.map(({ properties }) => properties.name);

describe("conf/core", () => {
  it("/req/core/root-op, root-success: the landing page leads to definition, conformance and data", async () => {
    const page = (await ask("")).json<{ links: Link[] }>();
    holds("landingPage", page);
    expect(rels(page.links)).toEqual(expect.arrayContaining(["service-desc", "conformance", "data"]));
    for (const { href, type } of page.links) {
      const answer = await server.app.inject(new URL(href).pathname);
      expect(answer.statusCode).toBe(200);
      expect(String(answer.headers["content-type"])).toContain(String(type).split(";")[0]);
    }
  });

  it("/req/core/conformance-op, conformance-success: says what it keeps to, and no more than is tested here", async () => {
    const { conformsTo } = (await ask("/conformance")).json<{ conformsTo: string[] }>();
    expect(conformsTo).toEqual([
      "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
      "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
      "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
      "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    ]);
  });

  it("/req/core/fc-md-op, fc-md-links, fc-md-items, fc-md-items-links, fc-md-extent: collections", async () => {
    const all = (await ask("/collections")).json<{ links: Link[]; collections: Record<string, unknown>[] }>();
    holds("collections", all);
    expect(rels(all.links)).toContain("self");
    expect(all.collections.map(({ id }) => id)).toEqual(["outlets", "residences", "circles", "communities"]);
    for (const { links, extent } of all.collections) {
      const to = (links as Link[]).find(({ rel }) => rel === "items")!;
      expect(to.type).toBe("application/geo+json");
      expect((await server.app.inject(new URL(to.href).pathname)).statusCode).toBe(200);
      expect(extent).toMatchObject({ spatial: { bbox: [[118.015, 38.73, 118.085, 38.77]], crs: CRS84 } });
    }
  });

  it("/req/core/sfc-md-op, sfc-md-success: one collection says the same as the list", async () => {
    const { collections } = (await ask("/collections")).json<{ collections: { id: string; crs: string[] }[] }>();
    for (const { crs: _crs, ...listed } of collections) {
      const one = (await ask(`/collections/${listed.id}`)).json();
      holds("collection", one);
      expect(one).toMatchObject(listed);
    }
    await ask("/collections/roads", 404);
  });

  it("/req/core/fc-op, fc-response, fc-timeStamp, fc-numberMatched, fc-numberReturned: features", async () => {
    for (const [collection, count, geometry] of [
      ["outlets", 5, "Point"],
      ["residences", 2, "Point"],
      ["circles", 1, "Polygon"],
      ["communities", 2, "MultiPolygon"],
    ] as const) {
      const page = await items("", collection);
      expect([page.numberMatched, page.numberReturned, page.features.length]).toEqual([count, count, count]);
      expect(new Set(page.features.map((feature) => feature.geometry.type))).toEqual(new Set([geometry]));
      expect(Date.parse(page.timeStamp)).not.toBeNaN();
      expect(rels(page.links)).toEqual(["self"]);
    }
  });

  it("/req/core/fc-limit-definition, fc-limit-response-1, fc-links: pages follow one another, nothing twice or missing", async () => {
    for (const collection of ["outlets", "communities"]) {
      const whole = await items("", collection);
      const seen: string[] = [];
      let next: string | undefined = `/ogc/collections/${collection}/items?limit=2`;
      while (next !== undefined) {
        const page: FeaturePage = (await server.app.inject(next)).json();
        expect(page.features.length).toBeLessThanOrEqual(2);
        expect(page.numberReturned).toBe(page.features.length);
        expect(page.numberMatched).toBe(whole.numberMatched);
        seen.push(...page.features.map(({ id }) => id));
        next = page.links.find(({ rel }) => rel === "next")?.href;
      }
      expect(seen).toEqual(whole.features.map(({ id }) => id));
    }
    expect((await items("?limit=1000000")).features.length).toBe(5);
    for (const limit of ["0", "-1", "many"]) await ask(`/collections/outlets/items?limit=${limit}`, 400);
  });

  it("/req/core/fc-bbox-definition, fc-bbox-response: only what meets the box, points and polygons", async () => {
    expect(names(await items("?bbox=118.047,38.7,118.051,38.8"))).toEqual(["同心药房", "=茶馆"]);
    expect(names(await items("?bbox=118.047,38.7,-10,118.051,38.8,900"))).toEqual(["同心药房", "=茶馆"]);
    expect(names(await items("?bbox=118.049,38.745,118.0495,38.746", "circles"))).toEqual(["同福生活圈"]);
    expect(names(await items("?bbox=118.061,38.745,118.07,38.746", "circles"))).toEqual([]);
    expect(names(await items("?bbox=118.0,38.75,118.049,38.751", "communities"))).toEqual(["西社区"]);
    // across the antimeridian, and so past China
    expect(names(await items("?bbox=170,-90,-170,90"))).toEqual([]);
    expect((await items("?bbox=100,-90,-170,90")).features.length).toBe(5);
    for (const box of ["1,2,3", "a,b,c,d", "1,2,3,4,5", "118,39,119,38", "0,0,0,95", "1,2,3,1e999"]) {
      await ask(`/collections/outlets/items?bbox=${box}`, 400);
    }
  });

  it("/req/core/fc-time-definition, fc-time-response: only what was there then; what has no time always matches", async () => {
    // 旧药房 closed on 2024-05-01, nothing is known of the others' days.
    const gone = "旧药房";
    expect(names(await items("?datetime=2024-04-01"))).toContain(gone);
    expect(names(await items("?datetime=2024-06-01T00:00:00Z"))).not.toContain(gone);
    expect((await items("?datetime=2024-06-01T00:00:00Z")).features.length).toBe(4);
    expect(names(await items("?datetime=../2024-06-01"))).toContain(gone);
    expect(names(await items("?datetime=/2024-06-01"))).toContain(gone);
    expect(names(await items("?datetime=2024-05-03/.."))).not.toContain(gone);
    expect(names(await items("?datetime=2024-05-03T00:00:00%2B08:00/"))).not.toContain(gone);
    expect((await items("?datetime=2024-06-01", "residences")).features.length).toBe(2);
    for (const time of ["yesterday", "../..", "2024-13-01", "2024-02-30", "2025-01-01/2024-01-01", "a/b/c", "/"]) {
      await ask(`/collections/outlets/items?datetime=${time}`, 400);
    }
  });

  it("/req/core/query-param-unknown, query-param-invalid: refused, naming the parameter", async () => {
    const paths = ["", "/conformance", "/api", "/collections", "/collections/outlets", "/collections/outlets/items"];
    for (const path of paths) {
      const answer = await ask(`${path}?nonsense=1`, 400);
      expect(answer.headers["content-type"]).toContain("application/problem+json");
      holds("exception", answer.json());
      expect(answer.json().errors[0].field).toBe("nonsense");
    }
    await ask("/collections/outlets/items?cursor=eA", 400);
    await ask(
      `/collections/outlets/items?cursor=${Buffer.from('{"city":"tiny","cursor":"x"}').toString("base64url")}`,
      400,
    );
  });

  it("/req/core/f-op, f-success, f-links: one feature, held by its ETag", async () => {
    for (const collection of ["outlets", "residences", "circles", "communities"]) {
      const [listed] = (await items("", collection)).features;
      const path = `/collections/${collection}/items/${listed.id}`;
      const answer = await ask(path);
      holds(collection, answer.json());
      expect(answer.json()).toMatchObject(listed);
      expect(rels(answer.json().links)).toEqual(["self", "collection"]);
      const held = await ask(path, 304, { "if-none-match": String(answer.headers.etag) });
      expect(held.body).toBe("");
      await ask(path, 200, { "if-none-match": '"other"' });
    }
    for (const id of ["none", "tiny.none", "atlantis.o_1", "tiny.", "..%2f..%2fetc"]) {
      await ask(`/collections/outlets/items/${id}`, 404);
    }
  });

  it("/rec/core/fc-filter: a city's features alone", async () => {
    expect((await items("?city=tiny")).numberMatched).toBe(5);
    expect((await items("?city=atlantis")).numberMatched).toBe(0);
  });
});

describe("conf/geojson", () => {
  it("/req/geojson/definition, content: media type, and features as RFC 7946 has them", async () => {
    const answer = await ask("/collections/outlets/items");
    expect(answer.headers["content-type"]).toMatch(/^application\/geo\+json/);
    const page = answer.json<FeaturePage & { type: string }>();
    expect(page.type).toBe("FeatureCollection");
    for (const feature of page.features) {
      expect(feature).toMatchObject({ type: "Feature", geometry: { type: "Point" }, properties: { city: "tiny" } });
      const [lng, lat] = feature.geometry.coordinates;
      expect(lng).toBeGreaterThan(118);
      expect(lat).toBeLessThan(39);
    }
  });
});

describe("conf/oas30", () => {
  it("/req/oas30/oas-definition-1, oas-definition-2, oas-impl: an OpenAPI 3.0 document of what there is", async () => {
    const answer = await ask("/api");
    expect(answer.headers["content-type"]).toMatch(/^application\/vnd\.oai\.openapi\+json; ?version="?3\.0/);
    expect(definition.openapi).toMatch(/^3\.0\.\d$/);
    expect(Object.keys(definition.paths)).toEqual(
      expect.arrayContaining(["/", "/conformance", "/collections", "/collections/{collectionId}"]),
    );
    for (const [path, { get }] of Object.entries(definition.paths)) {
      const url = path.replace("{collectionId}", "outlets").replace("{featureId}", "tiny.none");
      const { statusCode } = await server.app.inject(`/ogc${url}`);
      expect(Object.keys(get.responses)).toContain(String(statusCode));
    }
    const ids = Object.values(definition.paths).map(({ get }) => get.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has no reference that leads nowhere", () => {
    const text = JSON.stringify(definition);
    for (const [, path] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      expect(
        path.split("/").reduce((at: unknown, step) => (at as Record<string, unknown>)?.[step], definition),
      ).toBeTruthy();
    }
  });
});

describe("conf/crs (Part 2)", () => {
  it("/req/crs/fc-md-crs-list, fc-md-storageCrs, fc-md-crs-list-global: systems that data here can be asked in", async () => {
    const { crs, collections } = (await ask("/collections")).json<{
      crs: string[];
      collections: { crs: string[] }[];
    }>();
    expect(crs).toEqual(expect.arrayContaining([CRS84, ...[4326, 4490, 3857, 4548, 4527, 32650].map(epsg)]));
    expect(crs).not.toContain(epsg(4534));
    for (const collection of collections) {
      expect(collection).toMatchObject({ crs: ["#/crs"], storageCrs: CRS84 });
    }
  });

  it("/req/crs/fc-crs-default-value, fc-crs-action, ogc-crs-header: coordinates in the system asked for, and said so", async () => {
    const plain = await ask("/collections/residences/items?limit=1");
    expect(plain.headers["content-crs"]).toBe(`<${CRS84}>`);
    expect(plain.json().features[0].geometry.coordinates).toEqual(west.map((d) => Math.round(d * 1e7) / 1e7));
    const turned = await ask(`/collections/residences/items?limit=1&crs=${epsg(4490)}`);
    expect(turned.headers["content-crs"]).toBe(`<${epsg(4490)}>`);
    const [lat, lng] = turned.json().features[0].geometry.coordinates;
    expect([lng, lat]).toEqual(plain.json().features[0].geometry.coordinates);
    // CGCS2000, 3°, 117° E: X is the northing and comes first.
    const metres = (await items(`?limit=1&crs=${epsg(4548)}`, "residences")).features[0].geometry.coordinates;
    expect(metres[0]).toBeGreaterThan(4_280_000);
    expect(metres[0]).toBeLessThan(4_300_000);
    expect(metres[1]).toBeGreaterThan(590_000);
    expect(metres[1]).toBeLessThan(592_000);
    const one = await ask(`/collections/residences/items/${turned.json().features[0].id}?crs=${epsg(3857)}`);
    expect(one.headers["content-crs"]).toBe(`<${epsg(3857)}>`);
    expect(one.json().geometry.coordinates[0]).toBeCloseTo((118.046 / 180) * 20037508.342789, 1);
  });

  it("/req/crs/fc-bbox-crs-definition, fc-bbox-crs-action, bbox-crs-default-value: a box in another system", async () => {
    const wanted = ["同心药房", "=茶馆"];
    const turned = `?bbox=38.7,118.047,38.8,118.051&bbox-crs=${epsg(4326)}`;
    expect(names(await items(turned))).toEqual(wanted);
    const places = (await items(`?crs=${epsg(4548)}`)).features.filter((one) =>
      wanted.includes(String(one.properties.name)),
    );
    const [norths, easts] = [0, 1].map((axis) => places.map(({ geometry }) => geometry.coordinates[axis]));
    const box = [Math.min(...norths) - 1, Math.min(...easts) - 1, Math.max(...norths) + 1, Math.max(...easts) + 1];
    expect(names(await items(`?bbox=${box.join(",")}&bbox-crs=${epsg(4548)}`))).toEqual(wanted);
    expect(names(await items(`?bbox=${box.join(",")}&bbox-crs=${epsg(4548)}`, "circles"))).toEqual(["同福生活圈"]);
  });

  it("/req/crs/fc-crs-valid-value, fc-bbox-crs-valid-value: systems that are not listed are refused", async () => {
    for (const field of ["crs", "bbox-crs"]) {
      const box = field === "crs" ? "" : "bbox=1,1,2,2&";
      const answer = await ask(`/collections/outlets/items?${box}${field}=${epsg(2154)}`, 400);
      expect(answer.json().errors[0].field).toBe(field);
    }
  });
});

describe.runIf(existsSync("/usr/bin/ogrinfo"))("GDAL", () => {
  it("reads all collections, polygons and paging included", async () => {
    await server.app.listen({ port: 0, host: "127.0.0.1" });
    const { port } = server.app.server.address() as AddressInfo;
    const url = `OAPIF:http://127.0.0.1:${port}/ogc`;
    const info = async (...args: string[]) => (await promisify(execFile)("ogrinfo", ["-ro", ...args])).stdout;
    const list = await info(url);
    for (const layer of ["outlets", "residences", "circles", "communities"]) expect(list).toContain(layer);
    const all = await info("-al", "-oo", "PAGE_SIZE=2", url, "outlets");
    expect(all).toContain("Feature Count: 5");
    for (const name of ["同心药房", "老王修鞋", "海河银行", "=茶馆", "旧药房"]) expect(all).toContain(name);
    expect(all).toContain("POINT (118.0485 38.7500899)");
    expect(await info("-al", "-spat", "118.047", "38.7", "118.051", "38.8", url, "outlets")).toContain(
      "Feature Count: 2",
    );
    expect(await info("-al", url, "circles")).toContain("POLYGON ((118.04 38.74");
  });
});
