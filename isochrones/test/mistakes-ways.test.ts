/** What other engines got wrong about ways and doors, each on the smallest map that shows it. */
import { describe, expect, test } from "vitest";
import type { Position, WalkSettings } from "../src/index.ts";
import { draw, type DrawnMap } from "./map.ts";
import { isInside } from "./shapes.ts";

const seconds = (map: DrawnMap, from: Position, to: Position, settings?: Partial<WalkSettings>): number | null =>
  map.engine.matrixSync([from], [to], settings).seconds[0][0];

/** Metres along the ways between two letters, or null. */
const meters = (map: DrawnMap, from: string, to: string, settings?: Partial<WalkSettings>): number | null => {
  const length = map.engine.matrixSync([map.at(from)], [map.at(to)], settings).meters[0][0];
  return length === null ? null : Math.round(length);
};

/** Id of the way that a place joins; ways count from 1001. */
const wayOf = (map: DrawnMap, place: Position): number | null => {
  const attachment = map.engine.attach(place);
  return attachment && map.network.arrays.edgeOsmId[attachment.edge];
};

describe("13. snapping to an edge's end, into a tunnel or onto a bridge overhead", () => {
  test("an edge's end", async () => {
    const map = await draw({
      picture: `
        .....H....
        a---------b
      `,
      meters: 40,
      ways: { ab: "highway=residential" },
    });
    const attachment = map.engine.attach(map.at("H"));
    expect(attachment?.offsetMeters).toBeCloseTo(200, 0);
    expect(attachment?.accessMeters).toBeCloseTo(40, 0);
    expect(attachment?.location[0]).toBeCloseTo(map.at("H")[0], 6);
    expect(seconds(map, map.at("H"), map.at("a", 210, -10))).toBeCloseTo(10 * 0.72, 1);
  });

  const above = (tags: string) => ({
    picture: `
      .        d---e
      .        | H
      a--------b
               |
               c
    `,
    meters: 20,
    // c–b–d passes under or over the street; the door H is nearest to it
    ways: { ab: "highway=residential", bc: "highway=residential", bd: "highway=residential", de: tags },
  });

  test("a tunnel", async () => {
    const map = await draw(above("highway=footway tunnel=yes layer=-1"));
    expect(wayOf(map, map.at("H", 0, 12))).not.toBe(1004);
  });

  test("a bridge overhead", async () => {
    const map = await draw(above("highway=footway bridge=yes layer=1"));
    expect(wayOf(map, map.at("H", 0, 12))).not.toBe(1004);
  });
});

describe("14. snapping onto a tiny cut-off component, or a road no one may walk", () => {
  test("a cut-off piece", async () => {
    const map = await draw({
      picture: `
        ...c-d....
           H
        a---------b
      `,
      meters: 20,
      ways: { ab: "highway=residential", cd: "highway=footway" },
    });
    expect(wayOf(map, map.at("H", 0, 15))).toBe(1001);
  });

  test.each(["highway=motorway", "highway=trunk", "highway=residential foot=no", "highway=construction"])(
    "%s",
    async (tags) => {
      const map = await draw({
        picture: `
          a---------b
          ...H.....
          d---------c
          |         |
          e---------f
        `,
        meters: 20,
        ways: { dc: "highway=residential", defc: "highway=residential", ab: tags, ad: tags },
      });
      expect(wayOf(map, map.at("H", 0, 5))).toBe(1001);
    },
  );
});

describe("15. ways inside a compound thrown away, so its homes vanish", () => {
  // the compound d–e–f opens to the street at d and to the lane at f; the way round it is much longer
  const compound = {
    picture: `
      a--d-------------b
         |             |
         |             |
         e             |
         | H           |
         |             |
      k--f-------------c
    `,
    meters: 40,
    ways: {
      adb: "highway=residential",
      bc: "highway=residential",
      cfk: "highway=residential",
      def: "highway=service access=private",
    },
  };

  test("a home inside is left and reached", async () => {
    const map = await draw(compound);
    expect(wayOf(map, map.at("H"))).toBe(1004);
    expect(meters(map, "H", "a")).toBe(Math.round(160 + 120));
    expect(meters(map, "a", "H")).toBe(280);
    expect(meters(map, "H", "k")).toBe(80 + 120);
    expect(isInside(map.engine.isochronesSync(map.at("a"), [10]).rings[0].geometry, map.at("e"))).toBe(true);
  });

  test("and nobody cuts through", async () => {
    const map = await draw(compound);
    expect(meters(map, "a", "k")).toBe(120 + 560 + 240 + 560 + 120);
    expect(meters(map, "a", "k", { direction: "inbound" })).toBe(1600);
  });

  test("from one compound into another over the street", async () => {
    const map = await draw({
      picture: `
        h      g
        |      |
        a------b
      `,
      meters: 50,
      ways: { ab: "highway=residential", ah: "highway=service access=private", bg: "highway=footway foot=private" },
    });
    expect(meters(map, "h", "g")).toBe(100 + 350 + 100);
    expect(meters(map, "h", "g", { direction: "inbound" })).toBe(550);
  });

  test("left out when private ways are excluded", async () => {
    const map = await draw(compound);
    const attachment = map.engine.attach(map.at("H"), { privateWays: "exclude" });
    expect(map.network.arrays.edgeOsmId[attachment!.edge]).not.toBe(1004);
    expect(meters(map, "a", "k", { privateWays: "exclude" })).toBe(1600);
  });

  test.each([
    ["a kerb", "highway=crossing kerb=raised"],
    ["a stile", "barrier=stile"],
    ["a turnstile", "barrier=turnstile"],
    ["a gate with hours", "barrier=gate opening_hours=06:00-22:00"],
  ])("%s within the compound is no public way between two private ones", async (_, gate) => {
    for (const letter of "ed") {
      const nodes = { [letter]: gate };
      const map = await draw({ ...compound, nodes });
      expect(meters(map, "H", "a")).toBe(280);
      expect(meters(map, "a", "H")).toBe(280);
      expect(meters(map, "H", "a", { direction: "inbound" })).toBe(280);
      expect(meters(map, "H", "k")).toBe(200);
      expect(meters(map, "k", "H")).toBe(200);
      expect(meters(map, "a", "k")).toBe(1600);
    }
  });

  test("a private gate, and ways inside that say nothing", async () => {
    const map = await draw({
      picture: `
        a----d----b
             |
             g
             |
             e----f
      `,
      meters: 50,
      ways: { adb: "highway=residential", dge: "highway=service", ef: "highway=service" },
      nodes: { g: "barrier=gate access=private" },
    });
    expect(meters(map, "a", "f")).toBe(250 + 200 + 250);
    expect(meters(map, "f", "a")).toBe(700);
  });
});

describe("16. bollards treated as locked gates", () => {
  const street = (tags: string) => ({
    picture: `
      a----x----b
    `,
    meters: 20,
    ways: { axb: "highway=service" },
    nodes: { x: tags },
  });
  test.each([
    "barrier=bollard",
    "barrier=bollard access=no foot=yes",
    "barrier=cycle_barrier",
    "barrier=block",
    "barrier=kerb",
    "barrier=gate",
    "barrier=lift_gate",
    "barrier=gate access=no foot=yes",
    "barrier=turnstile",
    "barrier=entrance",
    "barrier=toll_booth",
  ])("%s is walked through", async (tags) => {
    const map = await draw(street(tags));
    expect(meters(map, "a", "b")).toBe(200);
  });
  test.each(["barrier=wall", "barrier=gate access=no", "barrier=bollard foot=no", "barrier=fence"])(
    "%s is not",
    async (tags) => {
      const map = await draw(street(tags));
      expect(meters(map, "a", "b")).toBeNull();
    },
  );
});

describe("17. walkable squares crossed only along their rim", () => {
  const square = (tags: string) => ({
    picture: `
      k--a---------b
         |         |
         |         |
         |         |
         d---------c--l
    `,
    meters: 25,
    ways: { abcda: tags, ka: "highway=footway", cl: "highway=footway" },
  });

  test("a square is crossed straight", async () => {
    const map = await draw(square("highway=pedestrian area=yes"));
    expect(meters(map, "k", "l")).toBe(Math.round(75 + Math.hypot(250, 100) + 75));
  });

  test("a street that goes round is not", async () => {
    const map = await draw(square("highway=pedestrian"));
    expect(meters(map, "k", "l")).toBe(75 + 350 + 75);
  });
});

describe("18. roads without a mapped pavement treated as closed", () => {
  test.each([
    "highway=primary",
    "highway=secondary",
    "highway=tertiary_link",
    "highway=unclassified",
    "highway=residential sidewalk=no",
    "highway=living_street",
    "highway=service",
    "highway=track",
  ])("%s", async (tags) => {
    const map = await draw({ picture: `a----b`, meters: 20, ways: { ab: tags } });
    expect(meters(map, "a", "b")).toBe(100);
  });
});

describe("19. ferries taken for pavements", () => {
  const crossing = (tags: string) => ({
    picture: `
      e
      |
      a--b....P....c--d
    `,
    meters: 25,
    ways: { eab: "highway=residential", bc: tags, cd: "highway=residential" },
  });

  test("no door and no ground joins a ferry", async () => {
    const map = await draw(crossing("route=ferry"));
    expect(wayOf(map, map.at("P", 0, 3))).not.toBe(1002);
    expect(isInside(map.engine.isochronesSync(map.at("a"), [15]).rings[0].geometry, map.at("P"))).toBe(false);
  });

  test("it takes as long as its timetable says, whoever rides", async () => {
    const map = await draw(crossing("route=ferry duration=00:10"));
    for (const speedKmh of [3, 6]) {
      const walk = 75 / (speedKmh / 3.6);
      expect(seconds(map, map.at("a"), map.at("c"), { speedKmh })).toBeCloseTo(walk + 600, 0);
    }
  });

  test("a ferry that nobody on foot may take", async () => {
    const map = await draw(crossing("route=ferry foot=no"));
    expect(meters(map, "a", "d")).toBeNull();
  });
});

test("20. two ways that cross without a shared node treated as joined", async () => {
  const map = await draw({
    picture: `
           c--g
           |
      a----.----b
           |
           d----e
                |
           .....f
    `,
    meters: 50,
    ways: {
      ab: "highway=residential",
      cdef: "highway=footway bridge=yes layer=1",
      fb: "highway=footway",
      cg: "highway=footway",
    },
  });
  // down the bridge and round, not over its rail
  expect(meters(map, "a", "g")).toBe(Math.round(500 + 200 + 100 + 250 + 200 + 150));
});

describe("23. a gap reported at the map's edge", () => {
  const toEdge = (map: DrawnMap, from: string, limitMinutes = 15) =>
    map.engine.reachByGroup([map.at(from)], { positions: [], groups: [], groupCount: 1 }, [10], limitMinutes)
      .edgeOfDataSeconds[0];

  test("a way that the extract cuts", async () => {
    const map = await draw({
      picture: `
        a----b----z
        |
        c
      `,
      meters: 50,
      ways: { abz: "highway=residential", ac: "highway=residential" },
      missing: "z",
    });
    expect(toEdge(map, "c")).toBeCloseTo(350 * 0.72, 1);
    expect(toEdge(map, "c", 10)).toBeCloseTo(252, 1);
    // a ring of 10 minutes, and a limit that is not reached
    const found = map.engine.reachByGroup([map.at("c")], { positions: [], groups: [], groupCount: 1 }, [1], 4);
    expect(found.edgeOfDataSeconds[0]).toBe(Infinity);
  });

  test("a way that leaves what the file says it covers", async () => {
    const map = await draw({
      picture: `
        .....P
        a---b---c
        Q....
      `,
      meters: 50,
      ways: { abc: "highway=residential" },
      bounds: "QP",
    });
    expect(toEdge(map, "b")).toBeCloseTo(200 * 0.72, 1);
  });

  test("a way that simply ends is no edge of the map", async () => {
    const map = await draw({
      picture: `
        .........P
        .a---b---.
        Q.........
      `,
      meters: 50,
      ways: { ab: "highway=residential" },
      bounds: "QP",
    });
    expect(toEdge(map, "b")).toBe(Infinity);
  });

  test("a way that bends beyond what the file covers, and goes on", async () => {
    const map = await draw({
      picture: `
        .....P
        a---b---c-------d
        Q....
      `,
      meters: 50,
      ways: { abcd: "highway=residential" },
      bounds: "QP",
    });
    expect(toEdge(map, "b")).toBeCloseTo(200 * 0.72, 1);
  });

  test("a private way that the extract cuts, seen from the street before it", async () => {
    const map = await draw({
      picture: `
        a----b----z
      `,
      meters: 50,
      ways: { ab: "highway=residential", bz: "highway=service access=private" },
      missing: "z",
    });
    expect(toEdge(map, "a")).toBeCloseTo(250 * 0.72, 1);
  });

  test("a private way that the extract cuts, seen from a street beyond a stretch of it", async () => {
    const map = await draw({
      picture: `
        a----b----c----z
      `,
      meters: 50,
      ways: { ab: "highway=residential", bcz: "highway=service access=private" },
      missing: "z",
    });
    expect(toEdge(map, "a")).toBeCloseTo(500 * 0.72, 1);
  });
});
