/** Where answers of other engines did not agree with one another, each on the smallest map that shows it. */
import { expect, test } from "vitest";
import type { Position, WalkSettings } from "../src/index.ts";
import { draw, type DrawnMap } from "./map.ts";
import { isInside, metersOutside } from "./shapes.ts";
import { around } from "./questions.ts";

/** A ring's tip on a way is cut by the lattice's corners; on roads that lie as these do it ends this much too soon. */
const TIP_METERS = 6;

const ladder = {
  picture: `
    a--b--c--d--e
    |  |     |  |
    f--g--h--i--j
  `,
  meters: 60,
  ways: {
    abcde: "highway=residential",
    fghij: "highway=footway",
    af: "highway=footway",
    bg: "highway=steps",
    di: "highway=footway",
    ej: "highway=footway oneway:foot=yes",
  },
};

test("8. the 10-minute ring not containing the 5-minute one", async () => {
  const map = await draw(ladder);
  const minutes = [1, 2, 3, 4, 5, 6, 8, 10, 15];
  const { rings } = map.engine.isochronesSync(map.at("a", 7, 3), minutes);
  for (let i = 1; i < rings.length; i++) {
    expect(metersOutside(rings[i - 1].geometry, rings[i].geometry)).toBeLessThan(0.01);
    expect(rings[i].areaSquareMeters).toBeGreaterThanOrEqual(rings[i - 1].areaSquareMeters);
  }
  expect(rings[8].areaSquareMeters).toBeGreaterThan(10 * rings[0].areaSquareMeters);
});

test("9. the same ring different when asked with other rings", async () => {
  const map = await draw(ladder);
  const origin = map.at("a", 7, 3);
  const together = map.engine.isochronesSync(origin, [1, 2, 3, 5, 10]).rings;
  for (const alone of together) {
    expect(map.engine.isochronesSync(origin, [alone.minutes]).rings).toEqual([alone]);
    expect(map.engine.isochronesSync(origin, [15, alone.minutes]).rings[0]).toEqual(alone);
  }
});

test("10. adding a link shrinks reach", async () => {
  const { bg: _link, ...fewerWays } = ladder.ways;
  const without = await draw({ ...ladder, ways: fewerWays });
  const having = await draw(ladder);
  for (const minutes of [1, 2, 3, 4]) {
    const smaller = around(without, without.at("a"), minutes);
    const larger = around(having, having.at("a"), minutes);
    expect(metersOutside(smaller, larger)).toBeLessThan(0.01);
  }
  const halfway = (map: DrawnMap) => map.engine.matrixSync([map.at("b")], [map.at("g")]).seconds[0][0] as number;
  expect(halfway(having)).toBeLessThan(halfway(without));
});

test("11. inbound and outbound confused where they differ", async () => {
  const map = await draw({
    picture: `
      a-------b
      |       |
      |       |
      |       |
      d-------c
    `,
    meters: 50,
    ways: { ab: "highway=footway oneway:foot=yes", bcda: "highway=residential" },
  });
  const [a, b] = [map.at("a"), map.at("b")];
  const seconds = (from: Position, to: Position, direction: WalkSettings["direction"]) =>
    map.engine.matrixSync([from], [to], { direction }).seconds[0][0];
  // 400 m along the one-way, 800 m round the other way
  expect(seconds(a, b, "outbound")).toBeCloseTo(288, 0);
  expect(seconds(b, a, "outbound")).toBeCloseTo(576, 0);
  expect(seconds(a, b, "inbound")).toBeCloseTo(576, 0);
  expect(seconds(b, a, "inbound")).toBeCloseTo(288, 0);
  expect(isInside(around(map, a, 5, { direction: "outbound" }), map.at("a", 350))).toBe(true);
  expect(isInside(around(map, a, 5, { direction: "inbound" }), map.at("a", 350))).toBe(false);
  expect(isInside(around(map, b, 5, { direction: "inbound" }), map.at("a", 50))).toBe(true);
  const reach = (direction: WalkSettings["direction"]) =>
    map.engine.reachByGroup([a], { positions: [b], groups: [[0]], groupCount: 1 }, [5], 15, { direction });
  expect(reach("outbound").nearestSeconds[0]).toBeCloseTo(288, 0);
  expect(reach("inbound").nearestSeconds[0]).toBeCloseTo(576, 0);
});

test("12. access legs walked at another speed than asked", async () => {
  const map = await draw({
    picture: `
      H
      |
      a---------b
    `,
    meters: 50,
    ways: { ab: "highway=residential" },
  });
  for (const speedKmh of [1.5, 3, 6]) {
    const minutes = 10;
    const along = (speedKmh / 60) * 1000 * minutes - 100;
    const reached = around(map, map.at("H"), minutes, { speedKmh });
    if (along < 500) {
      expect(isInside(reached, map.at("a", along - TIP_METERS))).toBe(true);
      expect(isInside(reached, map.at("a", along + 1))).toBe(false);
    }
    // both legs: 100 m to the road, 300 m along it, 20 m to the shop
    const shop = map.at("a", 300, -20);
    const targets = { positions: [shop], groups: [[0]], groupCount: 1 };
    const expected = 420 / (speedKmh / 3.6);
    const found = map.engine.reachByGroup([map.at("H")], targets, [5], 60, { speedKmh });
    expect(found.nearestSeconds[0]).toBeCloseTo(expected, 1);
    expect(map.engine.routeSync(map.at("H"), shop, { speedKmh })?.seconds).toBeCloseTo(expected, 1);
  }
});
