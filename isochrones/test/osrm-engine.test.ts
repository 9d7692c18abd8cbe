/** The engine that walks with OSRM, over its real answers; and the settings that it takes. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OsrmCannotHonour, OsrmEngine, OsrmError, type Position, type WalkSettings } from "../src/index.ts";
import { metersBetween } from "./map.ts";
import { always, fromRecords, OsrmServer, recorded, send } from "./osrm-server.ts";

const METERS_PER_SECOND = 5 / 3.6;
const MINUTES = [5, 10, 15];

let server: OsrmServer;
let engine: OsrmEngine;
beforeEach(async () => {
  server = await OsrmServer.start(fromRecords);
  engine = new OsrmEngine(server.url, { retries: 0 });
});
afterEach(() => server.close());

describe("over recorded answers", () => {
  const [a, b, c, d]: Position[] = [
    [113.94, 22.548],
    [113.945, 22.548],
    [113.95, 22.545],
    [113.9301, 22.5502],
  ];

  test("a matrix is OSRM's own, access legs left out", async () => {
    const matrix = await engine.matrix([a], [b, c, d]);
    expect(matrix.seconds).toEqual([[644.2, 966.5, 985.3]]);
    expect(matrix.meters).toEqual([[891.7, 1336.9, 1362.7]]);
    expect(matrix.from).toEqual([{ location: [113.939975, 22.54813], accessMeters: 14.62381032 }]);
    expect(matrix.to[2]).toEqual({ location: [113.930793, 22.550334], accessMeters: 72.79702091 });
    expect(matrix).toMatchObject({ engine: "osrm", networkVersion: "osrm", settings: { privateWays: "exclude" } });
  });

  test("another speed scales the durations, waits at lights among them, and the settings say so", async () => {
    const matrix = await engine.matrix([a], [b], { speedKmh: 4 });
    expect(matrix.seconds[0][0]).toBeCloseTo(644.2 * 1.25, 9);
    expect(matrix.meters).toEqual([[891.7]]);
    expect(matrix.settings).toEqual({
      profile: "adult",
      speedKmh: 4,
      privateWays: "exclude",
      direction: "outbound",
      at: null,
      signalSeconds: 2.5,
    });
    // what was used may be asked for again
    expect((await engine.matrix([a], [b], matrix.settings)).seconds).toEqual(matrix.seconds);
  });

  test("walks from door to door add both access legs, at the same speed", async () => {
    const { seconds, accessMeters } = await engine.walks(a, [b, c], { speedKmh: 4 });
    expect(accessMeters).toBe(14.62381032);
    expect(seconds[0]).toBeCloseTo(644.2 * 1.25 + (14.62381032 + 13.58031441) / (4 / 3.6), 6);
    expect(seconds[1]).toBeCloseTo(966.5 * 1.25 + (14.62381032 + 11.93532713) / (4 / 3.6), 6);
  });

  test("the walk itself: door to door, with the ways it follows and what OSRM cannot tell", async () => {
    const walk = (await engine.route(a, c))!;
    const legs = 14.62381032 + 11.93532713;
    expect(walk.seconds).toBeCloseTo(966.5 + legs / METERS_PER_SECOND, 6);
    expect(walk.meters).toBeCloseTo(1336.9 + legs, 6);
    expect(walk.accessMeters).toEqual({ from: 14.62381032, to: 11.93532713 });
    expect(walk.geometry.coordinates[0]).toEqual(a);
    expect(walk.geometry.coordinates[1]).toEqual([113.939975, 22.54813]);
    expect(walk.geometry.coordinates.at(-2)).toEqual([113.950021, 22.544894]);
    expect(walk.geometry.coordinates.at(-1)).toEqual(c);
    const drawn = walk.geometry.coordinates.reduce(
      (sum, place, i, line) => (i === 0 ? 0 : sum + metersBetween(line[i - 1], place)),
      0,
    );
    expect(Math.abs(drawn - walk.meters)).toBeLessThan(10);
    // 科发路 is two steps of OSRM's and one street
    expect(walk.ways.map(({ name }) => name)).toEqual(["科苑北路", "科发路"]);
    expect(walk.ways[1].meters).toBeCloseTo(18.7 + 401.7, 6);
    expect(walk.ways[0].atMeters).toBeCloseTo(14.62381032 + 53.3, 6);
    expect(walk.features).toEqual([]);
    expect(walk.unknownFeatures).toContain("steps");
    expect(walk).toMatchObject({ engine: "osrm", settings: { speedKmh: 5, signalSeconds: 2 } });
  });

  test("inbound is asked for the other way round", async () => {
    await engine.route(a, c, { direction: "inbound" });
    expect(server.asked[0].coordinates).toEqual([c, a]);
    server.answer = (question, response) => {
      const [from, to] = ["sources", "destinations"].map((name) => question.options.get(name)!.split(";"));
      const places = (chosen: string[]) =>
        chosen.map((place) => ({ location: question.coordinates[Number(place)], distance: 1 }));
      const longitude = (place: string) => question.coordinates[Number(place)][0];
      const cells = from.map((one) => to.map((two) => Math.round((longitude(one) - longitude(two)) * 1000) + 100));
      send(response, 200, {
        code: "Ok",
        sources: places(from),
        destinations: places(to),
        durations: cells,
        distances: cells,
      });
    };
    expect((await engine.matrix([a], [b, c])).seconds).toEqual([[95, 90]]);
    const inbound = await engine.matrix([a], [b, c], { direction: "inbound" });
    expect(inbound.seconds).toEqual([[105, 110]]);
    expect(inbound.to[1].location).toEqual(c);
  });

  test("a place further than 500 m from any way is on none", async () => {
    server.answer = (question, response) => {
      const place = (distance: number) => ({ location: [113.94, 22.548], distance });
      if (question.service === "nearest") return send(response, 200, { code: "Ok", waypoints: [place(501)] });
      if (question.service === "route") {
        const { body } = recorded("route-ok");
        return send(response, 200, { ...body, waypoints: [place(1), place(501)] });
      }
      return send(response, 200, {
        code: "Ok",
        sources: [place(3)],
        destinations: [place(501), place(4)],
        durations: [[10, 20]],
        distances: [[14, 28]],
      });
    };
    const matrix = await engine.matrix([a], [b, c]);
    expect(matrix.seconds).toEqual([[null, 20]]);
    expect(matrix.to[0]).toEqual({ location: null, accessMeters: null });
    expect(await engine.route(a, c)).toBeNull();
    expect(await engine.isochrones(a, [5])).toMatchObject({
      attachment: null,
      reason: "no walkable way near the origin",
    });
    expect(await engine.walks(a, [b, c])).toMatchObject({ seconds: [null, null], accessMeters: null });
  });

  test("no way near and no way through are results, not errors", async () => {
    server.answer = always("nearest-no-segment");
    const { rings, reason, attachment } = await engine.isochrones(a, MINUTES);
    expect(rings.map(({ minutes, geometry }) => [minutes, geometry.coordinates.length])).toEqual([
      [5, 0],
      [10, 0],
      [15, 0],
    ]);
    expect([reason, attachment]).toEqual(["no walkable way near the origin", null]);
    server.answer = (_question, response) => send(response, 400, { code: "NoRoute", message: "Impossible route" });
    expect(await engine.route(a, c)).toBeNull();
  });

  test("the version of the data is told where OSRM tells it", async () => {
    server.answer = (_question, response) =>
      send(response, 200, { ...recorded("route-ok").body, data_version: "2021-03-01T00:00:00Z" });
    expect((await engine.route(a, c))?.networkVersion).toBe("osrm 2021-03-01T00:00:00Z");
  });

  test.each<[string, (body: Record<string, unknown>) => Record<string, unknown>]>([
    ["fewer cells than asked for", (body) => ({ ...body, durations: [[1]] })],
    [
      "more rows",
      (body) => ({
        ...body,
        durations: [
          [1, 2, 3],
          [1, 2, 3],
        ],
      }),
    ],
    ["no durations", (body) => ({ ...body, durations: undefined })],
    ["a duration of text", (body) => ({ ...body, durations: [[1, "2", 3]] })],
    ["a negative duration", (body) => ({ ...body, durations: [[1, -2, 3]] })],
    ["no legs", (body) => ({ ...body, sources: [{ location: [113.9, 22.5] }] })],
    ["places nowhere on earth", (body) => ({ ...body, sources: [{ location: [913, 22], distance: 1 }] })],
    ["a missing place", (body) => ({ ...body, sources: [null] })],
  ])("a table with %s is no answer", async (_name, change) => {
    server.answer = (question, response, request) => {
      const end = response.end.bind(response);
      response.end = ((text: string) => end(JSON.stringify(change(JSON.parse(text))))) as typeof response.end;
      fromRecords(question, response, request);
    };
    const error = await engine.matrix([a], [b, c, d]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OsrmError);
    expect(error).toMatchObject({ fault: "garbled" });
  });

  test("a server with another profile than foot's is found out", async () => {
    const { body } = recorded("route-ok");
    const driven = JSON.parse(JSON.stringify(body).replaceAll('"walking"', '"driving"')) as object;
    server.answer = (_question, response) => send(response, 200, driven);
    await expect(engine.route(a, c)).rejects.toThrow(/made with another profile than foot\.lua/);
    server.answer = (question, response) => {
      const places = question.coordinates.map((location) => ({ location, distance: 1 }));
      if (question.service === "nearest") return send(response, 200, { code: "Ok", waypoints: places });
      const [, ...ends] = places;
      // 40 km/h in a straight line
      const durations = [ends.map(({ location }) => metersBetween(a, location) / 11.1)];
      return send(response, 200, { code: "Ok", sources: places.slice(0, 1), destinations: ends, durations });
    };
    await expect(engine.isochrones(a, MINUTES)).rejects.toThrow(/made with another profile than foot\.lua/);
  });
});

describe("settings", () => {
  const place: Position = [113.94, 22.548];
  test.each<[Partial<WalkSettings>, string]>([
    [{ profile: "elder" }, "profile"],
    [{ profile: "wheelchair" }, "profile"],
    [{ privateWays: "residents" }, "privateWays"],
    [{ at: "2026-06-01T22:30" }, "at"],
    [{ signalSeconds: 30 }, "signalSeconds"],
  ])("%j cannot be honoured and is refused, never passed over", async (settings, field) => {
    for (const asking of [
      engine.isochrones(place, [5], settings),
      engine.matrix([place], [place], settings),
      engine.route(place, place, settings),
      engine.walks(place, [place], settings),
    ]) {
      const error = await asking.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(OsrmCannotHonour);
      expect((error as OsrmCannotHonour).fields.map((each) => each.field)).toEqual([field]);
    }
    expect(server.asked).toEqual([]);
  });

  test("impossible values are RangeErrors, as with the embedded engine", async () => {
    await expect(engine.isochrones([200, 0], [5])).rejects.toThrow(RangeError);
    await expect(engine.isochrones(place, [])).rejects.toThrow(RangeError);
    await expect(engine.isochrones(place, [5], { speedKmh: 99 })).rejects.toThrow(RangeError);
    await expect(engine.matrix([place], [[0, 91]])).rejects.toThrow(RangeError);
    await expect(engine.route([NaN, 0], place)).rejects.toThrow(RangeError);
    expect(server.asked).toEqual([]);
  });

  test("a walk too far to be asked for is refused with the reason", async () => {
    const error = await engine.isochrones(place, [120]).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      fields: [
        { field: "minutes", message: expect.stringMatching(/120 minutes at 5 km\/h: that is too far/) as unknown },
      ],
    });
  });
});
