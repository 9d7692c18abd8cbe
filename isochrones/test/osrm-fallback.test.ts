/** When OSRM is gone, slow, lost or asked for too much, the embedded engine answers, and the answer says why. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FallbackEngine, OsrmEngine, type OsrmEngineOptions, type Position } from "../src/index.ts";
import { draw } from "./map.ts";
import { always, OsrmServer, send, standIn } from "./osrm-server.ts";

const street = await draw({
  picture: `
    a------b------c
  `,
  meters: 20,
  ways: { abc: "highway=residential name=长街", ab: "highway=footway access=private" },
});
const origin = street.at("b", 0, 5);
const end = street.at("c", -10, 5);

let server: OsrmServer;
beforeEach(async () => {
  server = await OsrmServer.start(standIn(street.engine));
});
afterEach(() => server.close());

const engineOf = (options: OsrmEngineOptions = {}) =>
  new FallbackEngine(new OsrmEngine(server.url, { retries: 1, retryMilliseconds: 1, ...options }), street.engine);

test("as long as OSRM answers, it is OSRM that answers", async () => {
  const engine = engineOf();
  const { rings, ...isochrones } = await engine.isochrones(origin, [5]);
  expect(rings[0].areaSquareMeters).toBeGreaterThan(1000);
  expect(isochrones).toMatchObject({ engine: "osrm", networkVersion: "osrm" });
  const matrix = await engine.matrix([origin], [end]);
  const route = await engine.route(origin, end);
  expect([matrix.engine, route?.engine]).toEqual(["osrm", "osrm"]);
  expect([isochrones, matrix, route].map((answer) => answer?.fallbackReason)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test.each<[string, OsrmServer["answer"], RegExp]>([
  ["fails", (_question, response) => send(response, 500, "no"), /^OSRM answers with HTTP 500$/],
  ["is slow", () => {}, /^OSRM did not answer in time$/],
  ["cuts connections", (_question, _response, request) => request.socket.destroy(), /the connection was cut$/],
  ["sends a page", (_question, response) => response.writeHead(200).end("<html>"), /instead of JSON/],
  ["is none", always("unknown-service"), /does not know this service of OSRM's/],
  ["is of another version", always("bad-version"), /does not know version 1/],
])("where OSRM %s the embedded engine answers as OSRM would have", async (name, answer, reason) => {
  server.answer = answer;
  // only who does not answer at all is waited for so briefly: a busy machine takes its time for the others
  const engine = engineOf(name === "is slow" ? { timeoutMilliseconds: 100 } : {});
  const isochrones = await engine.isochrones(origin, [5], { speedKmh: 4 });
  const same = street.engine.isochronesSync(origin, [5], { speedKmh: 4, privateWays: "exclude" });
  expect(isochrones).toEqual({ ...same, fallbackReason: expect.stringMatching(reason) as unknown });
  expect(isochrones.settings).toMatchObject({ speedKmh: 4, privateWays: "exclude", signalSeconds: 2 });
  const matrix = await engine.matrix([origin], [end]);
  expect(matrix).toMatchObject({ engine: "embedded", fallbackReason: expect.stringMatching(reason) as unknown });
  expect(matrix.seconds).toEqual(street.engine.matrixSync([origin], [end], { privateWays: "exclude" }).seconds);
  const route = await engine.route(origin, end);
  expect(route).toMatchObject({ engine: "embedded", fallbackReason: expect.stringMatching(reason) as unknown });
});

test("a server that is gone is not waited for again and again, and is found when it is back", async () => {
  const real = server.answer;
  server.answer = () => {};
  const engine = engineOf({ breakerFailures: 2, breakerMilliseconds: 150, timeoutMilliseconds: 400 });
  for (let i = 0; i < 2; i++) expect((await engine.route(origin, end))?.fallbackReason).toMatch(/in time/);
  const asked = server.asked.length;
  expect((await engine.isochrones(origin, [5])).fallbackReason).toMatch(/left alone for 1 s$/);
  expect(server.asked).toHaveLength(asked);
  server.answer = real;
  await new Promise((resolve) => setTimeout(resolve, 160));
  expect((await engine.route(origin, end))?.engine).toBe("osrm");
});

describe("what OSRM cannot do", () => {
  test("is done by the embedded engine with the settings as asked for", async () => {
    const engine = engineOf();
    const settings = { profile: "elder" as const, privateWays: "residents" as const };
    const isochrones = await engine.isochrones(origin, [5], settings);
    expect(isochrones).toMatchObject({ engine: "embedded", settings: { ...settings, speedKmh: 3.6 } });
    expect(isochrones.fallbackReason).toMatch(/profile: OSRM walks as an adult only.*privateWays: OSRM never walks/);
    expect((await engine.matrix([origin], [end], settings)).fallbackReason).toMatch(/profile/);
    expect((await engine.route(origin, end, settings))?.fallbackReason).toMatch(/profile/);
    expect(server.asked).toEqual([]);
  });

  test("wrong arguments stay wrong", async () => {
    await expect(engineOf().isochrones([500, 0], [5])).rejects.toThrow(RangeError);
    await expect(engineOf().matrix([origin], [end], { speedKmh: -1 })).rejects.toThrow(RangeError);
  });
});

describe("another map in OSRM", () => {
  const elsewhere: Position = [120, 30];

  test("is noticed where it has no way and the city's own map has", async () => {
    const other = await draw({ picture: "a----b", meters: 20, ways: { ab: "highway=footway" } });
    server.answer = (question, response, request) => {
      const moved = question.coordinates.map(([lng, lat]): Position => [lng + 1, lat]);
      standIn(other.engine)({ ...question, coordinates: moved }, response, request);
    };
    const engine = engineOf();
    const reason = "OSRM's map knows no way on foot there";
    const isochrones = await engine.isochrones(origin, [5]);
    expect(isochrones).toMatchObject({ engine: "embedded", fallbackReason: reason });
    expect(isochrones.rings[0].areaSquareMeters).toBeGreaterThan(1000);
    expect(await engine.matrix([origin], [end])).toMatchObject({ engine: "embedded", fallbackReason: reason });
    expect(await engine.route(origin, end)).toMatchObject({ engine: "embedded", fallbackReason: reason });
  });

  test("where neither has one there is none", async () => {
    const engine = engineOf();
    expect(await engine.route(origin, elsewhere)).toBeNull();
    expect(await engine.isochrones(elsewhere, [5])).toMatchObject({
      attachment: null,
      reason: expect.stringMatching(/outside of the map/) as unknown,
    });
  });
});
