/** The engine that walks with OSRM, over a stand-in that answers as OSRM does: rings, and tables too large. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OsrmEngine, type Position, type WalkSettings } from "../src/index.ts";
import { draw, moved, type DrawnMap } from "./map.ts";
import { always, fromRecords, OsrmServer, standIn } from "./osrm-server.ts";
import { areaOf, faultsOf, isInside, metersOutside } from "./shapes.ts";

const METERS_PER_SECOND = 5 / 3.6;

let server: OsrmServer;
let engine: OsrmEngine;
beforeEach(async () => {
  server = await OsrmServer.start(fromRecords);
  engine = new OsrmEngine(server.url, { retries: 0 });
});
afterEach(() => server.close());

/** Blocks of 300 by 150 m; the way 1–2 has no link to the others. */
const town = await draw({
  picture: `
    a   b   c   d   e   f

    g   h   i   j   k   l

    m   n   o   p   q   r

    s   t   u   v   w   z
    1   2
  `,
  meters: 75,
  ways: {
    abcdef: "highway=residential",
    ghijkl: "highway=residential",
    mnopqr: "highway=residential",
    stuvwz: "highway=residential",
    agms: "highway=footway",
    bhnt: "highway=footway",
    ciou: "highway=footway",
    djpv: "highway=footway",
    ekqw: "highway=footway",
    flrz: "highway=footway",
    "12": "highway=footway",
  },
});

describe("rings over a stand-in", () => {
  const rings = async (map: DrawnMap, origin: Position, minutes: number[], settings?: Partial<WalkSettings>) => {
    server.answer = standIn(map.engine);
    return engine.isochrones(origin, minutes, settings);
  };

  test("are valid, nest, run the right way round and are as large as they say", async () => {
    const result = await rings(town, town.at("a", 5, 5), [2, 3, 5, 8]);
    expect(result.engine).toBe("osrm");
    expect(result.attachment?.accessMeters).toBeCloseTo(5, 1);
    result.rings.forEach((ring, i) => {
      expect(faultsOf(ring.geometry)).toEqual([]);
      expect(Math.abs(areaOf(ring) / ring.areaSquareMeters - 1)).toBeLessThan(0.002);
      if (i > 0) expect(metersOutside(result.rings[i - 1].geometry, ring.geometry)).toBeLessThan(0.01);
    });
    expect(result.rings[0].areaSquareMeters).toBeGreaterThan(5000);
    // the middle of a block is 75 m from any way: it is a hole
    expect(isInside(result.rings[3].geometry, town.at("h", 150, -75))).toBe(false);
    expect(isInside(result.rings[3].geometry, town.at("h"))).toBe(true);
  });

  test("hold the centres of cells by the times of the embedded engine", async () => {
    const origin = town.at("h", 10, 3);
    const { rings: drawn, settings } = await rings(town, origin, [3]);
    const { positions, seconds } = await walkedCells(town, origin, settings);
    let wrong = 0;
    positions.forEach((place, i) => {
      if (isInside(drawn[0].geometry, place) !== seconds[i] <= 180) wrong++;
    });
    expect(positions.length).toBeGreaterThan(100);
    expect(wrong / positions.length).toBeLessThan(0.03);
  });

  test("keep an island that is reached and leave out ways that are not", async () => {
    const { rings: drawn } = await rings(town, town.at("s"), [15]);
    // it has no link to the others
    expect(isInside(drawn[0].geometry, town.at("2"))).toBe(false);
    const bridged = await draw({
      picture: `
        a----b--------------------------------------c----d
      `,
      meters: 12,
      ways: { ab: "highway=footway", bc: "highway=footway bridge=yes layer=1", cd: "highway=footway" },
    });
    const [ring] = (await rings(bridged, bridged.at("a"), [8])).rings;
    expect(ring.geometry.coordinates).toHaveLength(2);
    expect(isInside(ring.geometry, bridged.at("d", -12))).toBe(true);
  });

  test("are the same whatever other rings are asked for with them", async () => {
    const origin = town.at("o", 4, 4);
    const alone = (await rings(town, origin, [4])).rings[0];
    const together = (await rings(town, origin, [2, 4, 5])).rings[1];
    expect(together.areaSquareMeters).toBeCloseTo(alone.areaSquareMeters, -2);
    const far = await rings(town, origin, [4, 45]);
    expect(far.sampling?.h3Resolutions).toEqual([11, 10]);
    expect(far.rings[0].areaSquareMeters).toBeCloseTo(alone.areaSquareMeters, -2);
    expect(metersOutside(far.rings[0].geometry, alone.geometry)).toBeLessThan(1);
    expect(metersOutside(alone.geometry, far.rings[0].geometry)).toBeLessThan(1);
  });

  test("grow with the speed, and inbound is the other direction", async () => {
    const oneWay = await draw({
      picture: `
        a---------b---------c
      `,
      meters: 25,
      ways: { ab: "highway=footway oneway:foot=yes", bc: "highway=footway" },
    });
    const origin = oneWay.at("b");
    const out = (await rings(oneWay, origin, [3])).rings[0];
    const back = (await rings(oneWay, origin, [3], { direction: "inbound" })).rings[0];
    expect(isInside(out.geometry, oneWay.at("b", -100))).toBe(false);
    expect(isInside(back.geometry, oneWay.at("b", -100))).toBe(true);
    expect(isInside(out.geometry, oneWay.at("b", 100))).toBe(true);
    const slow = (await rings(oneWay, origin, [3], { speedKmh: 3 })).rings[0];
    expect(slow.areaSquareMeters / out.areaSquareMeters).toBeGreaterThan(0.5);
    expect(slow.areaSquareMeters / out.areaSquareMeters).toBeLessThan(0.7);
  });

  test("nothing reached has a reason", async () => {
    const result = await rings(town, town.at("a", -400, 0), [4]);
    expect(result.rings[0]).toEqual({
      minutes: 4,
      geometry: { type: "MultiPolygon", coordinates: [] },
      areaSquareMeters: 0,
    });
    expect(result.reason).toBe("the nearest walkable way is 400 m away, further than 4 minutes reach");
  });
});

describe("tables larger than the server allows", () => {
  test("are asked for in pieces, and the size is learned once", async () => {
    const origin = town.at("h", 10, 3);
    server.answer = standIn(town.engine);
    const whole = await engine.isochrones(origin, [10]);
    expect(server.asked.map(({ service }) => service)).toEqual(["nearest", "table"]);
    server.asked.length = 0;
    server.answer = standIn(town.engine, { maxTableSize: 16 });
    const pieces = await engine.isochrones(origin, [10]);
    expect(pieces.rings).toEqual(whole.rings);
    const sizes = () => server.asked.map(({ coordinates }) => coordinates.length - 1);
    expect(Math.max(...sizes())).toBeGreaterThan(256);
    server.asked.length = 0;
    expect((await engine.isochrones(origin, [10])).rings).toEqual(whole.rings);
    expect(Math.max(...sizes())).toBeLessThanOrEqual(256);
  });

  test("so are those whose address is too long", async () => {
    const origin = town.at("h", 10, 3);
    server.answer = standIn(town.engine);
    const whole = await engine.isochrones(origin, [10]);
    const real = server.answer;
    server.answer = (question, response, request) => {
      if (question.path.length > 8000) response.writeHead(414, { "content-type": "text/html" }).end("<html>");
      else real(question, response, request);
    };
    expect((await engine.isochrones(origin, [10])).rings).toEqual(whole.rings);
  });

  test.each([100, 10, 3, 1])("a matrix is the same with --max-table-size %i", async (maxTableSize) => {
    const letters = [..."abcdefghijklmnop"];
    const from = letters.map((letter) => town.at(letter, 3, 2));
    const to = letters.slice(0, 5).map((letter) => town.at(letter, -2, 6));
    server.answer = standIn(town.engine, { maxTableSize });
    const exact = town.engine.matrixSync(from, to, { privateWays: "exclude" });
    for (const [matrix, expected] of [
      [await engine.matrix(from, to), exact.seconds],
      [
        await engine.matrix(to, from, { direction: "inbound" }),
        to.map((_to, j) => from.map((_from, i) => exact.seconds[i][j])),
      ],
    ] as const) {
      matrix.seconds.forEach((row, i) => row.forEach((cell, j) => expect(cell).toBeCloseTo(expected[i][j]!, 0)));
      expect(matrix.from.every(({ accessMeters }) => accessMeters !== null)).toBe(true);
    }
  });

  test("a server that allows nothing is given up on", async () => {
    server.answer = (question, response, request) =>
      always(question.service === "nearest" ? "nearest-ok" : "table-too-big")(question, response, request);
    await expect(engine.isochrones([113.94, 22.548], [5])).rejects.toMatchObject({ code: "TooBig" });
    await expect(engine.matrix([[113.94, 22.548]], [])).resolves.toMatchObject({ seconds: [[]] });
  });

  test("a question that takes too long as a whole is given up", async () => {
    const hasty = new OsrmEngine(server.url, { questionMilliseconds: 50 });
    server.answer = (question, response, request) => {
      if (question.service === "nearest") standIn(town.engine)(question, response, request);
    };
    await expect(hasty.isochrones(town.at("a"), [5])).rejects.toMatchObject({ fault: "slow" });
  });
});

/** Places on a lattice of 23 m around an origin, with the embedded engine's exact times; those near no way left out. */
async function walkedCells(map: DrawnMap, origin: Position, settings: WalkSettings) {
  const positions: Position[] = [];
  const seconds: number[] = [];
  const exclude = { ...settings, signalSeconds: undefined };
  const from = map.engine.attach(origin, exclude)!;
  for (let x = -400; x <= 400; x += 23) {
    for (let y = -400; y <= 400; y += 23) {
      const place = moved(origin, x, y);
      const to = map.engine.attach(place, exclude);
      if (!to || to.accessMeters > 20) continue;
      const walked = map.engine.matrixSync([origin], [place], exclude).seconds[0][0]!;
      const whole = walked + (from.accessMeters + to.accessMeters) / METERS_PER_SECOND;
      // places that are just in or just out are not judged
      if (Math.abs(whole - 180) < 15) continue;
      positions.push(place);
      seconds.push(whole);
    }
  }
  return { positions, seconds };
}
