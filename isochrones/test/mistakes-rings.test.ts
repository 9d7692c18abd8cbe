/** What other engines got wrong about rings, each on the smallest map that shows it. */
import { describe, expect, test } from "vitest";
import type { Position } from "../src/index.ts";
import { draw } from "./map.ts";
import { faultsOf, isInside } from "./shapes.ts";
import { around } from "./questions.ts";

/** 5 km/h */
const METERS_PER_MINUTE = 5000 / 60;
/** A ring's tip on a way is cut by the lattice's corners; on roads that lie as these do it ends this much too soon. */
const TIP_METERS = 6;

const bay = {
  picture: `
    a  b
    |  |
    |  |
    d--c
  `,
  meters: 100,
  ways: { adcb: "highway=residential" },
};

const block = { ...bay, ways: { adcba: "highway=residential" } };

test("1. unreachable ground inside the polygon", async () => {
  const map = await draw(bay);
  const reached = around(map, map.at("d"), 15);
  for (const letter of "abcd") expect(isInside(reached, map.at(letter))).toBe(true);
  // between the arms of the bay, where no way leads
  expect(isInside(reached, map.at("a", 150, -150))).toBe(false);
  expect(isInside(reached, map.at("a", 150, 0))).toBe(false);
  expect(isInside(reached, map.at("a", 31, -150))).toBe(false);
  expect(isInside(reached, map.at("a", 29, -150))).toBe(true);
});

describe("2. leaks across water, walls, rail and motorways", () => {
  test.each([
    "natural=water",
    "waterway=river",
    "waterway=canal",
    "barrier=wall",
    "barrier=fence",
    "railway=rail",
    "highway=motorway",
  ])("%s", async (tags) => {
    const map = await draw({
      picture: `
        ....P....
        v~~~~~~~w
        a-------b
        .........
        ....Q....
      `,
      meters: 10,
      ways: { ab: "highway=residential", vw: tags },
    });
    const reached = around(map, map.at("a"), 5);
    expect(isInside(reached, map.at("Q"))).toBe(true);
    expect(isInside(reached, map.at("P"))).toBe(false);
    expect(map.engine.attach(map.at("Q"))).toMatchObject({ accessMeters: expect.closeTo(20, 2) });
    expect(map.engine.attach(map.at("P"))).toBeNull();
  });

  test("a door in the wall itself opens to both sides, and a gate to the way through it", async () => {
    const map = await draw({
      picture: `
        a--m--b
        v##g##w
           |
           c
      `,
      meters: 30,
      ways: { amb: "highway=residential", vgw: "barrier=wall", mgc: "highway=footway" },
      nodes: { g: "barrier=gate" },
    });
    expect(map.engine.attach(map.at("v", 20))?.accessMeters).toBeCloseTo(30, 1);
    expect(map.engine.attach(map.at("g"))?.accessMeters).toBeCloseTo(0, 1);
    expect(map.engine.attach(map.at("g", 0.04))?.accessMeters).toBeCloseTo(0.04, 2);
    // just behind the wall it is the way behind the wall, however far
    expect(map.engine.attach(map.at("v", 20, -1))?.accessMeters).toBeCloseTo(70, 0);
  });

  test("a way that bends round a wall's end, so that its nearest piece is behind the wall", async () => {
    const map = await draw({
      picture: `
        a---------b
          v###w   |
                  |
            H     |
                  c
      `,
      meters: 10,
      ways: { abc: "highway=residential", vw: "barrier=wall" },
    });
    const attachment = map.engine.attach(map.at("H"));
    expect(attachment?.accessMeters).toBeCloseTo(60, 0);
    expect(attachment?.offsetMeters).toBeCloseTo(130, 0);
  });

  test("a river outside the box around all ways", async () => {
    const map = await draw({
      picture: `
        v    P
         ~
          ~
           ~
            ~
        a----b~
        |     w
        |
        |
        c
      `,
      meters: 60,
      ways: { ba: "highway=residential", ac: "highway=residential", vw: "waterway=river" },
    });
    expect(map.engine.attach(map.at("P"))).not.toBeNull();
    expect(map.engine.attach(map.at("v", 120, -60))).toBeNull();
  });
});

test("3. holes filled", async () => {
  const map = await draw(block);
  const reached = around(map, map.at("d"), 15);
  expect(reached.coordinates.map((polygon) => polygon.length)).toEqual([2]);
  expect(isInside(reached, map.at("a", 150, -150))).toBe(false);
});

const ferry = {
  picture: `
    a--b......c--d
  `,
  meters: 40,
  ways: { ab: "highway=residential", bc: "route=ferry", cd: "highway=residential" },
};

test("4. reachable islands dropped", async () => {
  const map = await draw(ferry);
  const reached = around(map, map.at("a"), 10);
  expect(reached.coordinates).toHaveLength(2);
  expect(isInside(reached, map.at("c", 60))).toBe(true);
  expect(isInside(reached, map.at("b", 140))).toBe(false);
});

test("5. false islands from points off the network", async () => {
  const map = await draw({
    picture: `
      a---------b
      .
      .
      .    P
      .   c-d
    `,
    meters: 30,
    ways: { ab: "highway=residential", cd: "highway=footway" },
  });
  const reached = around(map, map.at("a"), 15);
  expect(reached.coordinates).toHaveLength(1);
  for (const place of [map.at("P"), map.at("c"), map.at("d"), map.at("c", 30)])
    expect(isInside(reached, place)).toBe(false);
});

test("5. false islands left over from another walk", async () => {
  const map = await draw({
    picture: `
      a---------b
      |
      |
      |  c---------d
      |
      |
      e
    `,
    meters: 50,
    ways: { bae: "highway=residential", cd: "highway=residential" },
  });
  const alone = around(map, map.at("a"), 15);
  expect(isInside(around(map, map.at("c"), 15), map.at("d"))).toBe(true);
  const again = around(map, map.at("a"), 15);
  expect(again).toEqual(alone);
  expect(again.coordinates).toHaveLength(1);
  expect(isInside(again, map.at("c"))).toBe(false);
});

describe("6. long edges not cut at the exact time", () => {
  const road = { picture: `a--------------------b`, meters: 100, ways: { ab: "highway=residential" } };
  test.each([1, 5, 10, 15, 17.3])("%d minutes", async (minutes) => {
    const map = await draw(road);
    const reached = around(map, map.at("a"), minutes);
    expect(isInside(reached, map.at("a", minutes * METERS_PER_MINUTE - TIP_METERS))).toBe(true);
    expect(isInside(reached, map.at("a", minutes * METERS_PER_MINUTE + 1))).toBe(false);
  });

  test.each([1, 5, 10, 15])("%d minutes, come to over a junction, from either end of the edge", async (minutes) => {
    const map = await draw({
      picture: `
        c
        |
        a--------------------b
                             |
                             d
      `,
      meters: 100,
      ways: { ca: "highway=footway", ab: "highway=residential", bd: "highway=footway" },
    });
    const along = minutes * METERS_PER_MINUTE - 50;
    const [fromC, fromD] = [map.at("a", 0, 50), map.at("b", 0, -50)].map((place) => around(map, place, minutes));
    expect(isInside(fromC, map.at("a", along - TIP_METERS))).toBe(true);
    expect(isInside(fromC, map.at("a", along + 1))).toBe(false);
    expect(isInside(fromD, map.at("b", TIP_METERS - along))).toBe(true);
    expect(isInside(fromD, map.at("b", -along - 1))).toBe(false);
  });

  test("from the middle of an edge, both ways", async () => {
    const map = await draw(road);
    const reached = around(map, map.at("a", 1000), 5);
    for (const side of [-1, 1]) {
      expect(isInside(reached, map.at("a", 1000 + side * (5 * METERS_PER_MINUTE - TIP_METERS)))).toBe(true);
      expect(isInside(reached, map.at("a", 1000 + side * (5 * METERS_PER_MINUTE + 1)))).toBe(false);
    }
  });
});

test("7. the sampling extent clips the result", async () => {
  const map = await draw({
    picture: `
      a-------------------------b
                                |
                                c
    `,
    meters: 300,
    ways: { abc: "highway=residential" },
  });
  const reached = around(map, map.at("a"), 40, { speedKmh: 15 });
  // the ground beside and behind the ends, though it lies outside the box around all ways
  for (const place of [map.at("a", -29), map.at("a", 0, 29), map.at("b", 0, 29), map.at("b", 29), map.at("c", 0, -29)])
    expect(isInside(reached, place)).toBe(true);
  expect(isInside(reached, map.at("a", -31))).toBe(false);
  expect(isInside(around(map, map.at("a"), 20, { speedKmh: 15 }), map.at("a", 5000 - TIP_METERS))).toBe(true);
});

describe("21. invalid rings, or a hole without a shell", () => {
  test("an island in a hole", async () => {
    const map = await draw({
      picture: `
        a---------b
        |         |
        |   i-j   |
        e . h-k   |
        |         |
        |         |
        d---------c
      `,
      meters: 100,
      ways: { aedcba: "highway=residential", eh: "route=ferry", hijkh: "highway=footway" },
    });
    const reached = around(map, map.at("e"), 60);
    expect(reached.coordinates.map((polygon) => polygon.length)).toEqual([2, 2]);
    expect(faultsOf(reached)).toEqual([]);
    expect(isInside(reached, map.at("i", 100, 0))).toBe(true);
    expect(isInside(reached, map.at("i", 100, -50))).toBe(false);
    expect(isInside(reached, map.at("b", -100, -100))).toBe(false);
  });

  test("ways close together, whose ground all but touches", async () => {
    const map = await draw({
      picture: `
        a-b-c-d-e-f-g-h
      `,
      meters: 30,
      ways: { abcdefgh: "highway=residential" },
    });
    for (let minutes = 0.5; minutes < 6; minutes += 0.37) {
      expect(faultsOf(around(map, map.at("c", 11, 8), minutes))).toEqual([]);
    }
  });
});

describe("22. nothing reachable answered with an error or a stray square", () => {
  const empty = (minutes: number[]) =>
    minutes.map((ring) => ({
      minutes: ring,
      geometry: { type: "MultiPolygon", coordinates: [] },
      areaSquareMeters: 0,
    }));

  test("no way near", async () => {
    const map = await draw({ picture: `a-b`, meters: 100, ways: { ab: "highway=residential" } });
    for (const far of [map.at("b", 501), map.at("b", 5e6), [0, 90] as Position, [-180, -90] as Position]) {
      const result = map.engine.isochronesSync(far, [15, 5]);
      expect(result.rings).toEqual(empty([5, 15]));
      expect(result.attachment).toBeNull();
      expect(result.reason).toMatch(/^(the place lies \d+ km outside of the map|no walkable way within 500 m)$/);
      expect(map.engine.routeSync(far, map.at("a"))).toBeNull();
      expect(map.engine.matrixSync([far], [map.at("a")])).toMatchObject({ seconds: [[null]], meters: [[null]] });
    }
  });

  test("the way lies further than the ring", async () => {
    const map = await draw({ picture: `a-b`, meters: 100, ways: { ab: "highway=residential" } });
    const result = map.engine.isochronesSync(map.at("b", 450), [5]);
    expect(result.rings).toEqual(empty([5]));
    expect(result.reason).toBe("the nearest walkable way is 450 m away, further than 5 minutes reach");
    expect(map.engine.isochronesSync(map.at("b", 450), [5, 10]).reason).toBeUndefined();
  });

  test("a wheelchair where there are only stairs", async () => {
    const map = await draw({ picture: `a-b`, meters: 100, ways: { ab: "highway=steps" } });
    const result = map.engine.isochronesSync(map.at("a"), [5], { profile: "wheelchair" });
    expect(result.rings).toEqual(empty([5]));
    expect(result.reason).toBe('the way 0 m away is none for the profile "wheelchair"');
    expect(map.engine.isochronesSync(map.at("a"), [5]).reason).toBeUndefined();
  });
});
