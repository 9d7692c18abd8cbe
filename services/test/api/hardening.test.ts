/** What the service does with those who ask too much, too slowly, from elsewhere, or with packed bodies. */
import type { FastifyInstance } from "fastify";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { limitClasses, limitClassOf, rateLimits, standardLimits } from "../../src/api/limits.ts";
import { problemPlugin } from "../../src/api/problem.ts";
import { slowRequests } from "../../src/api/slow-requests.ts";
import type { Store } from "../../src/store/index.ts";
import { openStore } from "../../src/store/index.ts";
import { startTinyServer } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";
import plugin from "fastify-plugin";
import { startTestDatabase } from "../stores.ts";

let server: TinyServer;

beforeAll(async () => {
  server = await startTinyServer();
});

afterAll(() => server.close());

describe("how much one address may ask", () => {
  const withLimits = async (store: Store, now: () => number, limit = 3): Promise<FastifyInstance> => {
    const app = Fastify({ trustProxy: ["127.0.0.1"] });
    await app.register(problemPlugin);
    await app.register(plugin(async (own) => void own.decorate("store", store), { name: "cities" }));
    const limits = { reading: limit, computing: 2, writing: 2, login: 1 };
    await app.register(rateLimits, { limits, secret: "s", countLoopback: true, now });
    app.get("/api/cities", async () => ({}));
    app.get("/api/health", async () => ({}));
    app.post("/api/session", async () => ({}));
    app.post("/api/cities/:city/isochrones", async () => ({}));
    app.get("/api/cities/:city/outlets", async () => ({}));
    return app;
  };
  const from = (address: string) => ({ "x-forwarded-for": address });

  it("is counted by class, address and minute; 429 says when to come back", async () => {
    let now = 60_000 * 100 + 15_000;
    const app = await withLimits({ kind: "embedded" } as Store, () => now);
    const read = (address: string, url = "/api/cities") => app.inject({ url, headers: from(address) });
    for (let i = 0; i < 3; i++) expect((await read("203.0.113.1")).statusCode).toBe(200);
    const refused = await read("203.0.113.1");
    expect([refused.statusCode, refused.headers["retry-after"], refused.json().status]).toEqual([429, "45", 429]);
    // unknown addresses count as well; watching does not; others are not held back, nor are other classes
    expect((await read("203.0.113.1", "/nowhere")).statusCode).toBe(429);
    expect((await read("203.0.113.1", "/api/health")).statusCode).toBe(200);
    expect((await read("203.0.113.2")).statusCode).toBe(200);
    const post = (url: string) => app.inject({ method: "POST", url, payload: {}, headers: from("203.0.113.1") });
    expect((await post("/api/session")).statusCode).toBe(200);
    expect((await post("/api/session")).statusCode).toBe(429);
    expect((await post("/api/cities/x/isochrones")).statusCode).toBe(200);
    // looking around a place on foot is a search, though the list alone is none
    const list = (query: string) => read("203.0.113.7", `/api/cities/x/outlets?${query}`);
    for (let i = 0; i < 2; i++) expect((await list("near=118,38")).statusCode).toBe(200);
    expect((await list("limit=9&near=118,38")).statusCode).toBe(429);
    expect((await list("q=near")).statusCode).toBe(200);
    // a household's IPv6 network is one address
    for (let i = 1; i <= 3; i++) expect((await read(`2001:db8:1:2::${i}`)).statusCode).toBe(200);
    expect((await read("2001:db8:1:2:ffff::9")).statusCode).toBe(429);
    now += 45_000;
    expect((await read("203.0.113.1")).statusCode).toBe(200);
    await app.close();
  });

  it("is shared by instances of one PostgreSQL", { timeout: 120_000 }, async () => {
    const postgres = await startTestDatabase();
    const databaseUrl = postgres.url;
    const stores = await Promise.all([1, 2].map(() => openStore({ databaseUrl, dataFolder: server.folder })));
    const now = () => 60_000 * 500;
    const [one, two] = await Promise.all(stores.map((store) => withLimits(store, now, 20)));
    try {
      await one.ready();
      await two.ready();
      const url = "/api/cities";
      for (let i = 0; i < 20; i++) await one.inject({ url, headers: from("203.0.113.9") });
      // Told within a second, heard with what the other tells itself.
      const deadline = Date.now() + 20_000;
      let status = 200;
      let asked = 0;
      while (status === 200 && Date.now() < deadline) {
        status = (await two.inject({ url, headers: from("203.0.113.9") })).statusCode;
        asked++;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      expect(status).toBe(429);
      expect(asked).toBeLessThan(20);
      expect((await two.inject({ url, headers: from("203.0.113.10") })).statusCode).toBe(200);
    } finally {
      await Promise.all([one.close(), two.close()]);
      await Promise.all(stores.map((store) => store.close()));
      await postgres.stop();
    }
  });

  it("has a class for every route, the costly ones apart", async () => {
    const classes = new Map<string, string | null>();
    const app = await buildApp({
      store: {} as Store,
      webFolder: "/nowhere",
      onRoute: ({ method, url }) => {
        for (const one of [method].flat()) classes.set(`${one} ${url}`, limitClassOf(one, url));
      },
    });
    await app.close();
    expect(classes.get("POST /api/cities/:city/isochrones")).toBe("computing");
    expect(classes.get("GET /api/cities/:city/routes")).toBe("computing");
    expect(classes.get("GET /api/cities/:city/circles/:id/report.docx")).toBe("computing");
    for (const url of [
      "circles/overlaps",
      "circles/:id/assessment",
      "circles.csv",
      "circles/:id/report.geojson",
      "reports/district/:area.csv",
      "indicators/values",
      "outlets.csv",
      "projects/export",
    ]) {
      expect([url, classes.get(`GET /api/cities/:city/${url}`)]).toEqual([url, "computing"]);
    }
    expect(classes.get("GET /tiles/:city/:layer/:z/:x/:y.mvt")).toBe("reading");
    expect(classes.get("POST /api/invitations/:token")).toBe("login");
    expect(classes.get("POST /api/session/password")).toBe("login");
    expect(classes.get("POST /api/cities/:city/outlets")).toBe("writing");
    for (const [route, kind] of classes) {
      const changes = !/^(GET|HEAD|OPTIONS) /.test(route);
      expect([route, kind === "reading" && changes]).toEqual([route, false]);
    }
    expect(Object.keys(standardLimits)).toEqual([...limitClasses]);
  });
});

describe("headers", () => {
  it("are on every answer, and let nothing run but what is served here", async () => {
    for (const url of ["/", "/api/health", "/nothing", "/ogc", "/api/cities/tiny/outlets?limit=x"]) {
      const { headers } = await server.app.inject(url);
      const policy = String(headers["content-security-policy"]);
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "x-frame-options": "SAMEORIGIN",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers["access-control-allow-origin"]).toBeUndefined();
      expect(headers["strict-transport-security"]).toBeUndefined();
      expect(headers["x-powered-by"]).toBeUndefined();
    }
  });

  it("tell browsers to stay with TLS where a trusted proxy says that there is", async () => {
    const app = await buildApp({ store: server.store, webFolder: "/nowhere", trustedProxies: ["127.0.0.1"] });
    const { headers } = await app.inject({ url: "/api/health", headers: { "x-forwarded-proto": "https" } });
    expect(headers["strict-transport-security"]).toBe("max-age=31536000");
    await app.close();
  });

  it("let named origins read the API without anybody's session, and no others", async () => {
    const app = await buildApp({ store: server.store, webFolder: "/nowhere", corsOrigins: ["https://gis.example"] });
    const ask = (origin: string, url = "/api/cities", method: "GET" | "OPTIONS" = "GET") =>
      app.inject({ method, url, headers: { origin, "access-control-request-method": "GET" } });
    const named = await ask("https://gis.example");
    expect(named.headers).toMatchObject({ "access-control-allow-origin": "https://gis.example" });
    expect(named.headers["access-control-allow-credentials"]).toBeUndefined();
    expect(String(named.headers.vary)).toContain("Origin");
    const before = await ask("https://gis.example", "/api/cities/tiny/isochrones", "OPTIONS");
    expect([before.statusCode, before.headers["access-control-allow-methods"]]).toEqual([
      204,
      expect.stringContaining("POST"),
    ]);
    for (const origin of ["https://evil.example", "https://gis.example.evil", "null"]) {
      expect((await ask(origin)).headers["access-control-allow-origin"]).toBeUndefined();
      expect((await ask(origin, "/api/cities", "OPTIONS")).statusCode).toBe(404);
    }
    expect((await ask("https://gis.example", "/planning")).headers["access-control-allow-origin"]).toBeUndefined();
    await app.close();
    const open = await buildApp({ store: server.store, webFolder: "/nowhere", corsOrigins: ["*"] });
    const { headers } = await open.inject({ url: "/ogc/collections", headers: { origin: "https://any.example" } });
    expect(headers).toMatchObject({
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    });
    await open.close();
  });

  it.runIf(existsSync(join(import.meta.dirname, "../../../web/dist/index.html")))(
    "are kept by the built pages: nothing inline",
    () => {
      const folder = join(import.meta.dirname, "../../../web/dist");
      const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));
      expect(pages.length).toBeGreaterThan(0);
      for (const page of pages) {
        const html = readFileSync(join(folder, page), "utf8");
        expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\son\w+=|\sstyle=|javascript:/i);
      }
    },
  );
});

describe("bodies", () => {
  const url = "/api/cities/tiny/isochrones";

  it("that unpack to more than a body may have are refused before they are unpacked whole", async () => {
    const bomb = Buffer.alloc(64 * 1024 * 1024, " ");
    for (const [encoding, payload] of [
      ["gzip", gzipSync(bomb)],
      ["deflate", deflateSync(bomb)],
      ["br", brotliCompressSync(bomb, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } })],
    ] as const) {
      const before = process.memoryUsage().arrayBuffers;
      const answer = await server.app.inject({
        method: "POST",
        url,
        payload,
        headers: { "content-type": "application/json", "content-encoding": encoding },
      });
      expect([encoding, [400, 413, 415].includes(answer.statusCode)]).toEqual([encoding, true]);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 * 1024 * 1024);
    }
  });

  it("nested a million deep are refused", async () => {
    for (const payload of [`${"[".repeat(900_000)}${"]".repeat(900_000)}`, `{"origin":${"[".repeat(900_000)}`]) {
      const answer = await server.app.inject({
        method: "POST",
        url,
        payload,
        headers: { "content-type": "application/json" },
      });
      expect(answer.statusCode).toBe(400);
    }
  });

  it("cannot reach prototypes", async () => {
    for (const payload of ['{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{"admin":true}}}']) {
      const answer = await server.app.inject({
        method: "POST",
        url,
        payload,
        headers: { "content-type": "application/json" },
      });
      expect(answer.statusCode).toBe(400);
      expect(({} as { admin?: boolean }).admin).toBeUndefined();
    }
  });

  it("that come a byte at a time end with the connection", async () => {
    const app = Fastify();
    await app.register(slowRequests, { bodyMilliseconds: 200 });
    app.post("/x", async () => ({}));
    await app.listen({ port: 0, host: "127.0.0.1" });
    const { port } = app.server.address() as AddressInfo;
    const ended = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () =>
        socket.write("POST /x HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"),
      );
      const drip = setInterval(() => socket.write(" "), 50);
      socket.on("error", () => {});
      socket.on("close", () => {
        clearInterval(drip);
        resolve(true);
      });
    });
    expect(ended).toBe(true);
    await app.close();
    expect(server.app.server.requestTimeout).toBeGreaterThan(0);
  });
});

describe("addresses", () => {
  it("never lead out of the folders that are served", async () => {
    for (const path of [
      "/../package.json",
      "/..%2fpackage.json",
      "/%2e%2e/%2e%2e/etc/passwd",
      "/assets/..%5c..%5cpackage.json",
      "/assets/%00",
      "//etc/passwd",
      "/api/cities/..%2f..%2fetc/outlets",
      "/tiles/..%2f..%2fetc/basemap.json",
      "/api/cities/tiny/exports/..%2f..%2fpasswd",
    ]) {
      const answer = await server.app.inject(path);
      expect([path, answer.statusCode >= 400 && answer.statusCode < 500]).toEqual([path, true]);
      expect(answer.body).not.toMatch(/root:|"workspaces"/);
    }
  });
});
