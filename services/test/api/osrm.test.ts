/** The API of a server with an OSRM: which engine answers, what it says, and what happens when OSRM is gone. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { DocumentedApp } from "./documented.ts";
import { startStreetOsrm } from "./osrm-street.ts";
import type { StreetOsrm } from "./osrm-street.ts";
import { expectedSeconds, startTinyServer, west } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

const city = "/api/cities/tiny";
const east = [118.056, west[1]];

let server: TinyServer;
let osrm: StreetOsrm;
let app: DocumentedApp;
let close: () => Promise<void>;

beforeAll(async () => {
  server = await startTinyServer();
  osrm = await startStreetOsrm();
  const options = { retries: 0, breakerFailures: 1000 };
  const built = await buildApp({
    store: server.store,
    webFolder: "/nowhere",
    osrm: { url: osrm.url, options },
  });
  close = () => built.close();
  app = await DocumentedApp.of(built);
});

afterAll(async () => {
  await close?.();
  await server?.close();
  await osrm?.close();
});

beforeEach(() => {
  osrm.answer = null;
  osrm.asked.length = 0;
});

const post = (path: string, payload: object) => ({ method: "POST" as const, url: `${city}${path}`, payload });

interface Rings {
  engine: string;
  fallbackReason?: string;
  features: { properties: { minutes: number; households: number; areaSquareMeters: number } }[];
  outlets: Record<string, Record<string, number>>;
  categories: { category: string; state: string; nearestSeconds: number | null }[];
  settings: { privateWays: string; speedKmh: number };
  dataDate: string | null;
  networkVersion: string;
  sampling?: { h3Resolutions: number[] };
  accessMeters: number | null;
}

const rings = async (question: object): Promise<Rings> =>
  (await app.ask(200, post("/isochrones", { origin: west, ...question }))).json<Rings>();

describe("with OSRM named", () => {
  it("draws rings by OSRM, and counts what is within them by OSRM's own times", async () => {
    const answer = await rings({ engine: "osrm" });
    expect(answer).toMatchObject({
      engine: "osrm",
      settings: { privateWays: "exclude", speedKmh: 5 },
      dataDate: null,
      networkVersion: "osrm",
      sampling: { h3Resolutions: [11] },
    });
    expect(answer.fallbackReason).toBeUndefined();
    expect(answer.accessMeters).toBeCloseTo(10, 0);
    // 15 minutes along one street, 30 m to either side
    const [largest] = answer.features;
    expect(largest.properties).toMatchObject({ minutes: 15, households: 400 });
    expect(largest.properties.areaSquareMeters / (2 * 1240 * 60)).toBeCloseTo(1, 1);
    expect(answer.features[2].properties).toMatchObject({ minutes: 5, households: 100 });
    const embedded = await rings({ engine: "embedded", privateWays: "exclude" });
    expect(answer.outlets).toEqual(embedded.outlets);
    for (const [i, { category, state, nearestSeconds }] of answer.categories.entries()) {
      const other = embedded.categories[i];
      expect([category, state]).toEqual([other.category, other.state]);
      expect(nearestSeconds === null).toBe(other.nearestSeconds === null);
      if (nearestSeconds !== null) expect(nearestSeconds / other.nearestSeconds!).toBeCloseTo(1, 1);
    }
    const bank = answer.categories.find(({ category }) => category === "bank")!;
    expect(bank.nearestSeconds! / expectedSeconds(west[0], 118.072)).toBeCloseTo(1, 1);
  });

  it("gives matrix and walk", async () => {
    const matrix = await app.ask(200, post("/matrix", { from: [west], to: [east], engine: "osrm", speedKmh: 4 }));
    const body = matrix.json<{ engine: string; seconds: number[][]; settings: object }>();
    expect(body).toMatchObject({
      engine: "osrm",
      settings: { speedKmh: 4, privateWays: "exclude", signalSeconds: 2.5 },
    });
    expect(body.seconds[0][0] / (expectedSeconds(west[0], east[0]) * 1.25 - 20 / (4 / 3.6))).toBeCloseTo(1, 1);
    const walk = await app.ask(200, `${city}/routes?from=${west.join(",")}&to=${east.join(",")}&engine=osrm`);
    const { properties } = walk.json<{ properties: { engine: string; seconds: number; unknownFeatures: string[] } }>();
    expect(properties.engine).toBe("osrm");
    expect(properties.seconds / expectedSeconds(west[0], east[0])).toBeCloseTo(1, 1);
    expect(properties.unknownFeatures).toContain("steps");
  });

  it.each([
    [{ profile: "elder" }, "profile"],
    [{ privateWays: "residents" }, "privateWays"],
    [{ at: "2025-06-04T08:30" }, "at"],
  ])("refuses %j, which OSRM cannot honour", async (setting, field) => {
    const response = await app.ask(422, post("/isochrones", { origin: west, engine: "osrm", ...setting }));
    expect(response.json()).toMatchObject({ errors: [{ field }] });
    expect(osrm.asked).toEqual([]);
  });

  it("refuses it for walks and matrices too", async () => {
    await app.ask(422, post("/matrix", { from: [west], to: [east], engine: "osrm", profile: "elder" }));
    await app.ask(422, `${city}/routes?from=${west.join(",")}&to=${east.join(",")}&engine=osrm&profile=pram`);
    expect(osrm.asked).toEqual([]);
  });
});

describe("with no engine named", () => {
  it("OSRM answers where it can do all that is asked, the standard included", async () => {
    expect((await rings({ privateWays: "exclude" })).engine).toBe("osrm");
    expect(osrm.asked.length).toBeGreaterThan(0);
  });

  it.each([{}, { privateWays: "residents" }, { privateWays: "exclude", profile: "elder" }, { engine: "embedded" }])(
    "%j is answered by the embedded engine, as without OSRM",
    async (question) => {
      const answer = await rings(question);
      expect(answer.engine).toBe("embedded");
      expect(answer.fallbackReason).toBeUndefined();
      expect(osrm.asked).toEqual([]);
    },
  );
});

describe("when OSRM is gone", () => {
  it.each<[string, NonNullable<StreetOsrm["answer"]>, RegExp]>([
    ["fails", (_path, response) => response.writeHead(500).end(), /HTTP 500/],
    ["is no OSRM", (_path, response) => response.writeHead(200).end("<html>"), /instead of JSON/],
  ])("because it %s, the embedded engine answers and says why", async (_name, answer, reason) => {
    osrm.answer = answer;
    const fallen = await rings({ engine: "osrm" });
    expect(fallen).toMatchObject({ engine: "embedded", settings: { privateWays: "exclude" } });
    expect(fallen.fallbackReason).toMatch(reason);
    expect(fallen.fallbackReason).not.toMatch(/127\.0\.0\.1|http:/);
    expect(fallen.features[0].properties.households).toBe(400);
    const matrix = await app.ask(200, post("/matrix", { from: [west], to: [east], engine: "osrm" }));
    expect(matrix.json()).toMatchObject({ engine: "embedded", fallbackReason: fallen.fallbackReason });
    const walk = await app.ask(200, `${city}/routes?from=${west.join(",")}&to=${east.join(",")}&engine=osrm`);
    expect(walk.json()).toMatchObject({ properties: { engine: "embedded", fallbackReason: fallen.fallbackReason } });
  });

  it("because it is slow, too", async () => {
    const options = { timeoutMilliseconds: 50 };
    const built = await buildApp({ store: server.store, webFolder: "/nowhere", osrm: { url: osrm.url, options } });
    osrm.answer = () => {};
    const payload = { origin: west, engine: "osrm", minutes: [5] };
    const answer = await built.inject({ method: "POST", url: `${city}/isochrones`, payload });
    expect(answer.json()).toMatchObject({ engine: "embedded", fallbackReason: "OSRM did not answer in time" });
    await built.close();
  });

  it("the next question finds it again", async () => {
    osrm.answer = (_path, response) => response.writeHead(503).end();
    expect((await rings({ engine: "osrm" })).engine).toBe("embedded");
    osrm.answer = null;
    expect((await rings({ engine: "osrm" })).engine).toBe("osrm");
  });

  it("a place that OSRM's map does not know is asked of the city's own", async () => {
    osrm.answer = (_path, response) => {
      const body = { code: "NoSegment", message: "Could not find a matching segment" };
      response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    const answer = await rings({ engine: "osrm" });
    expect([answer.engine, answer.fallbackReason]).toEqual(["embedded", "OSRM's map knows no way on foot there"]);
  });
});

describe("readiness", () => {
  it("lists OSRM, and does without it", async () => {
    const states: object[] = [];
    for (const answer of [null, (_path, response) => response.writeHead(500).end()] as StreetOsrm["answer"][]) {
      osrm.answer = answer;
      // what was found out about OSRM is kept for some seconds: each state is asked of an app of its own
      const built = await buildApp({ store: server.store, webFolder: "/nowhere", osrm: { url: osrm.url } });
      const documented = await DocumentedApp.of(built);
      states.push((await documented.ask(200, "/api/ready")).json<{ dependencies: object }>());
      await built.close();
    }
    expect(states).toEqual([
      {
        status: "ready",
        dependencies: { store: { ok: true }, compute: expect.anything(), osrm: { ok: true, optional: true } },
      },
      {
        status: "ready",
        dependencies: {
          store: { ok: true },
          compute: expect.anything(),
          osrm: { ok: false, detail: "OSRM answers with HTTP 500", optional: true },
        },
      },
    ]);
  });

  it("asks OSRM once for many who ask at the same time", async () => {
    const built = await buildApp({ store: server.store, webFolder: "/nowhere", osrm: { url: osrm.url } });
    await Promise.all(Array.from({ length: 10 }, () => built.inject("/api/ready")));
    expect(osrm.asked).toHaveLength(1);
    await built.close();
  });
});
