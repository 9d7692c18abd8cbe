/** What other engines got wrong about ways and doors, each on the smallest map that shows it. */
import { describe, expect, test } from "vitest";
import { draw } from "./map.ts";
import { isInside } from "./shapes.ts";
import { meters, seconds, wayOf } from "./questions.ts";

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
