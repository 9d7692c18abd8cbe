import type { InjectOptions } from "fastify";
import { mkdir, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import type { FieldError } from "../../src/api/problem.ts";
import { DocumentedApp } from "./documented.ts";
import { startTinyServer, west } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

const city = "/api/cities/tiny";

let server: TinyServer;
let app: DocumentedApp;

beforeAll(async () => {
  server = await startTinyServer("empty", { embedded: true });
  app = await DocumentedApp.of(server.app);
});

afterAll(() => server?.close());

const post = (path: string, payload: object): InjectOptions => ({ method: "POST", url: `${city}${path}`, payload });

describe("wrong input", () => {
  it.each<[string, string | InjectOptions, string, RegExp]>([
    ["a misspelt filter", `${city}/outlets?categroy=bank`, "categroy", /not a known field/],
    ["an unknown category", `${city}/outlets?category=bank,banks`, "category", /"banks" is not known; .*pharmacy/],
    ["an empty list", `${city}/outlets?category=`, "category", /"" is not known/],
    ["an unknown kind", `${city}/outlets?kind=shoes`, "kind", /should be of shoe, watch/],
    ["an unknown tier", `${city}/outlets?tier=luxury`, "tier", /should be one of basic, quality/],
    ["an unknown status", `${city}/outlets?status=shut`, "status", /should be of open, closed, planned/],
    ["a limit that is no number", `${city}/outlets?limit=many`, "limit", /a whole number/],
    ["a limit that is no whole number", `${city}/outlets?limit=1.5`, "limit", /a whole number/],
    ["a limit in another notation", `${city}/outlets?limit=1e2`, "limit", /a whole number/],
    ["a limit in hexadecimal", `${city}/outlets?limit=0x10`, "limit", /a whole number/],
    ["an empty limit", `${city}/outlets?limit=`, "limit", /a whole number/],
    ["a limit between blanks", `${city}/outlets?limit=%201`, "limit", /a whole number/],
    [
      "a resolution that is no whole number",
      `${city}/gaps?category=bank&resolution=8.5`,
      "resolution",
      /a whole number/,
    ],
    ["minutes in words", `${city}/gaps?category=bank&minutes=ten`, "minutes", /a number/],
    ["minutes that are true", `${city}/gaps?category=bank&minutes=true`, "minutes", /a number/],
    ["minutes without end", `${city}/gaps?category=bank&minutes=Infinity`, "minutes", /a number/],
    ["a speed in words", `${city}/outlets?near=118.05,38.75&speedKmh=fast`, "speedKmh", /a number/],
    ["a limit of none", `${city}/outlets?limit=0`, "limit", /1 or more/],
    ["a limit too large", `${city}/outlets?limit=100000`, "limit", /1000 or less/],
    ["the same field twice", `${city}/outlets?limit=1&limit=2`, "limit", /a whole number/],
    ["a place in words", `${city}/outlets?near=here`, "near", /longitude,latitude in degrees.*"here"/],
    ["latitude first", `${city}/outlets?near=38.75,118.05`, "near", /latitude first/],
    ["a place off the Earth", `${city}/outlets?near=218.05,38.75`, "near", /no place on Earth/],
    ["minutes without a place", `${city}/outlets?minutes=5`, "minutes", /only together with near/],
    ["a box of three", `${city}/outlets?bbox=1,2,3`, "bbox", /west,south,east,north/],
    ["a box turned over", `${city}/outlets?bbox=118.06,38.74,118.05,38.76`, "bbox", /west below east/],
    ["a moment in words", `${city}/outlets?open=tomorrow`, "open", /such as 2025-06-04T08:30/],
    ["a moment that is none", `${city}/outlets?open=2025-13-45T08:30`, "open", /such as/],
    ["a date in words", `${city}/outlets?changedSince=yesterday`, "changedSince", /such as/],
    ["a cursor of somebody else", `${city}/outlets?cursor=abc`, "cursor", /begin at the start/],
    ["a cursor of another order", `${city}/outlets?near=118.05,38.75&cursor=abc`, "cursor", /begin at the start/],
    ["an impossible speed", `${city}/outlets?near=118.05,38.75&speedKmh=50`, "speedKmh", /15 or less/],
    ["a filter of the list in an export", `${city}/outlets.csv?near=118.05,38.75`, "near", /not a known field/],
    ["an unknown kind in GeoJSON", `${city}/outlets.geojson?kind=car`, "kind", /should be of shoe/],
    ["a wrong box of residences", `${city}/residences?bbox=a,b,c,d`, "bbox", /west,south,east,north/],
    ["a cursor of no residences", `${city}/residences?cursor=abc`, "cursor", /begin at the start/],
    ["a text with a NUL in it", `${city}/search?q=a%00`, "q", /./],
    ["gaps of nothing", `${city}/gaps`, "category", /is missing/],
    ["gaps of an unknown category", `${city}/gaps?category=shop`, "category", /should be one of convenience-store/],
    ["gaps beyond what is searched", `${city}/gaps?category=bank&minutes=90`, "minutes", /30 or less/],
    ["cells too small", `${city}/gaps?category=bank&resolution=15`, "resolution", /12 or less/],
    ["an unknown state", `${city}/gaps?category=bank&state=gaps`, "state", /should be of reached, gap, unknown/],
    ["an unknown level", `${city}/coverage?level=planet`, "level", /should be one of city, district/],
    ["a search for nothing", `${city}/search?q=`, "q", /1 characters or more/],
    ["a search without words", `${city}/search`, "q", /is missing/],
    ["a walk to nowhere", `${city}/routes?from=118.05,38.75`, "to", /is missing/],
    ["a walk from half a place", `${city}/routes?from=118.05&to=118.06,38.75`, "from", /longitude,latitude/],
    [
      "an unknown profile",
      `${city}/routes?from=118,38&to=118,38&profile=robot`,
      "profile",
      /should be one of adult, elder/,
    ],
    ["a body without an origin", post("/isochrones", {}), "origin", /is missing/],
    ["a body with a typo", post("/isochrones", { origin: west, minute: [5] }), "minute", /not a known field/],
    ["numbers as text", post("/isochrones", { origin: ["118.05", "38.75"] }), "origin[0]", /a number/],
    ["a place of three", post("/isochrones", { origin: [118.05, 38.75, 12] }), "origin", /2 entries or fewer/],
    ["a place off the Earth in a body", post("/isochrones", { origin: [500, 1] }), "origin[0]", /180 or less/],
    ["no rings", post("/isochrones", { origin: west, minutes: [] }), "minutes", /1 entries or more/],
    ["a ring of three hours", post("/isochrones", { origin: west, minutes: [180] }), "minutes[0]", /60 or less/],
    ["a moment in words in a body", post("/isochrones", { origin: west, at: "noon" }), "at", /such as/],
    ["a list for a body", { method: "POST", url: `${city}/isochrones`, payload: [1] }, "body", /an object/],
    ["a matrix without ends", post("/matrix", { from: [west] }), "to", /is missing/],
    ["a matrix of nothing", post("/matrix", { from: [], to: [west] }), "from", /1 entries or more/],
    [
      "a matrix too large",
      post("/matrix", { from: Array.from({ length: 600 }, () => west), to: Array.from({ length: 600 }, () => west) }),
      "to",
      /600 × 600 pairs are too many/,
    ],
    ["a tile layer that is none", "/tiles/tiny/roads/1/1/1.mvt", "layer", /should be one of basemap, outlets/],
    ["a tile beyond the world", "/tiles/tiny/basemap/2/4/0.mvt", "x", /from 0 to 3 at zoom 2/],
    ["a tile of words", "/tiles/tiny/basemap/a/0/0.mvt", "z", /a whole number/],
    ["an unknown tile field", "/tiles/tiny/basemap/2/0/0.mvt?x=1", "x", /not a known field/],
    ["TileJSON of no layer", "/tiles/tiny/roads.json", "layer", /should be one of/],
  ])("%s is refused, naming the field", async (_name, request, field, message) => {
    const response = await app.ask(400, request);
    const { errors } = response.json<{ errors: FieldError[] }>();
    expect(errors.map((error) => error.field)).toContain(field);
    expect(errors.find((error) => error.field === field)?.message).toMatch(message);
    expect(response.body).not.toMatch(/node_modules|\.ts:|Error:/);
  });

  it("an engine that is not there is said to be not there", async () => {
    const response = await app.ask(422, post("/isochrones", { origin: west, engine: "osrm" }));
    expect(response.json()).toMatchObject({ errors: [{ field: "engine" }] });
  });

  it("a walk where there is no way has no answer", async () => {
    const response = await app.ask(422, `${city}/routes?from=118.05,38.5&to=118.05,38.75`);
    expect(response.json<{ detail: string }>().detail).toMatch(/no way on foot/);
  });
});

describe("what is not there", () => {
  it.each([
    ["/api/cities/atlantis", /There is no city "atlantis"\. Cities: tiny\./],
    ["/api/cities/atlantis/outlets", /Cities: tiny/],
    ["/api/cities/atlantis/outlets.csv", /Cities: tiny/],
    ["/api/cities/atlantis/outlets.geojson", /Cities: tiny/],
    ["/api/cities/atlantis/residences", /Cities: tiny/],
    ["/api/cities/atlantis/gaps?category=bank", /Cities: tiny/],
    ["/api/cities/atlantis/coverage", /Cities: tiny/],
    ["/api/cities/atlantis/search?q=a", /Cities: tiny/],
    ["/api/cities/atlantis/routes?from=1,1&to=1,1", /Cities: tiny/],
    ["/tiles/atlantis/basemap/1/1/1.mvt", /Cities: tiny/],
    ["/tiles/atlantis/basemap.json", /Cities: tiny/],
    [`${city}/outlets/none`, /no outlet "none" in tiny\. GET \/api\/cities\/tiny\/outlets lists them/],
    [`${city}/residences/none`, /no residence "none" in tiny/],
  ])("%s answers 404 with what there is", async (url, detail) => {
    const response = await app.ask(404, url);
    expect(response.json<{ detail: string }>().detail).toMatch(detail);
  });

  it("an unknown address answers 404 and says where the known ones are listed", async () => {
    for (const [method, url] of [
      ["GET", "/api/nothing"],
      ["PUT", "/api/cities"],
    ] as const) {
      const response = await server.app.inject({ method, url });
      expect(response.statusCode).toBe(404);
      expect(response.headers["content-type"]).toContain("application/problem+json");
      expect(response.json<{ detail: string }>().detail).toContain("/api/openapi.json");
    }
  });

  it("writing answers 401 to those who are not logged in", async () => {
    for (const [method, url] of [
      ["POST", `${city}/outlets`],
      ["DELETE", `${city}/outlets/1`],
    ] as const) {
      const response = await server.app.inject({ method, url });
      expect(response.statusCode).toBe(401);
      expect(response.headers["content-type"]).toContain("application/problem+json");
    }
  });
});

describe("broken requests", () => {
  const isochrones = (payload: string, type: string): InjectOptions => ({
    method: "POST",
    url: `${city}/isochrones`,
    payload,
    headers: { "content-type": type },
  });

  it("are answered as problems, whatever they are", async () => {
    const broken = await app.ask(400, isochrones("{origin", "application/json"));
    expect(broken.json<{ detail: string }>().detail).toBe("The body is not valid JSON.");
    const form = await server.app.inject(isochrones("origin=1", "application/x-www-form-urlencoded"));
    expect([form.statusCode, form.json<{ detail: string }>().detail]).toEqual([
      415,
      "The body should be JSON, with Content-Type: application/json.",
    ]);
    const percent = await server.app.inject("/api/cities/%E4%ZZ");
    expect([percent.statusCode, percent.headers["content-type"]]).toEqual([
      400,
      "application/problem+json; charset=utf-8",
    ]);
    const large = await server.app.inject(isochrones(`"${"x".repeat(3_000_000)}"`, "application/json"));
    expect([large.statusCode, large.headers["content-type"]]).toEqual([413, "application/problem+json; charset=utf-8"]);
  });

  it("that are not even HTTP get a problem and a closed connection", async () => {
    await server.app.listen({ port: 0, host: "127.0.0.1" });
    const { port } = server.app.server.address() as AddressInfo;
    const answer = await new Promise<string>((resolve, reject) => {
      let text = "";
      const socket = connect(port, "127.0.0.1", () => socket.write("GET /搜索 HTTP/1.1\r\n\r\n"));
      socket.on("data", (chunk) => (text += chunk.toString()));
      socket.on("end", () => resolve(text));
      socket.on("error", reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain("application/problem+json");
    expect(answer).toContain("percent-encoded");
  });
});

describe("the web pages", () => {
  it("are one page at five addresses, kept only where their names say what is in them", async () => {
    const webFolder = join(server.folder, "web");
    await mkdir(join(webFolder, "assets"), { recursive: true });
    await writeFile(join(webFolder, "index.html"), "<!doctype html><title>一刻圈</title>");
    await writeFile(join(webFolder, "assets", "main-1a2b3c.js"), "export {};");
    const web = await buildApp({ store: server.store, webFolder });
    for (const page of ["/", "/repair", "/planning", "/coverage", "/data", "/repair/"]) {
      const response = await web.inject(`${page}?city=tiny`);
      expect([response.statusCode, response.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
      expect(response.headers["cache-control"]).toBe("no-cache");
      expect(response.headers["content-security-policy"]).toContain("default-src 'self'");
      expect(response.headers["content-security-policy"]).toContain("worker-src 'self' blob:");
      expect(response.headers["x-content-type-options"]).toBe("nosniff");
    }
    const script = await web.inject("/assets/main-1a2b3c.js");
    expect(script.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    const outside = await web.inject("/assets/..%2f..%2fstore%2flock");
    expect([403, 404]).toContain(outside.statusCode);
    const missing = await web.inject("/assets/none.js");
    expect([missing.statusCode, missing.headers["content-type"]]).toEqual([
      404,
      "application/problem+json; charset=utf-8",
    ]);
    await web.close();
  });

  it("are sent as the build packed them, to whoever can unpack that", async () => {
    const webFolder = join(server.folder, "packed-web");
    await mkdir(join(webFolder, "assets"), { recursive: true });
    await writeFile(join(webFolder, "index.html"), "<!doctype html><title>一刻圈</title>");
    for (const name of ["assets/main-1a2b3c.js", "embed.js"]) {
      const text = `export const name = ${JSON.stringify(name)};`.repeat(50);
      await writeFile(join(webFolder, name), text);
      await writeFile(join(webFolder, `${name}.br`), brotliCompressSync(text));
      await writeFile(join(webFolder, `${name}.gz`), gzipSync(text));
    }
    const web = await buildApp({ store: server.store, webFolder });
    for (const [accepted, sent, unpack] of [
      ["gzip, deflate, br", "br", brotliDecompressSync],
      ["gzip", "gzip", gunzipSync],
      ["identity", undefined, (bytes: Buffer) => bytes],
    ] as const) {
      const script = await web.inject({ url: "/assets/main-1a2b3c.js", headers: { "accept-encoding": accepted } });
      expect([script.statusCode, script.headers["content-encoding"]]).toEqual([200, sent]);
      expect(script.headers["content-type"]).toMatch(/^(?:application|text)\/javascript/);
      expect(script.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
      expect(script.headers.vary).toMatch(/accept-encoding/i);
      expect(unpack(script.rawPayload).toString()).toContain("main-1a2b3c");
      const embed = await web.inject({ url: "/embed.js", headers: { "accept-encoding": accepted } });
      expect(embed.headers["cross-origin-resource-policy"]).toBe("cross-origin");
      expect(embed.headers["cache-control"]).toBe("no-cache");
    }
    await web.close();
  });

  it("say that they are not built where they are not", async () => {
    const response = await server.app.inject("/repair");
    expect([response.statusCode, response.json<{ detail: string }>().detail]).toEqual([
      503,
      "The web pages are not built yet: npm start builds them. The API is at /api/openapi.json.",
    ]);
  });
});

// The last one: nothing can be asked after it.
describe("a store that is gone", () => {
  it("is said in ready and in every answer, with when to ask again", async () => {
    await server.store.close();
    const ready = await app.ask(503, "/api/ready");
    expect(ready.json()).toMatchObject({ status: "not ready", dependencies: { store: { ok: false } } });
    for (const url of ["/api/cities", `${city}/outlets`, `${city}/coverage`, "/tiles/tiny/basemap/1/1/1.mvt"]) {
      const response = await app.ask(503, url);
      expect(response.headers["retry-after"]).toBe("5");
    }
    expect((await app.ask(200, "/api/health")).json()).toEqual({ status: "ok" });
  });
});
