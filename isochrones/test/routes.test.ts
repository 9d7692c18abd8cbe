/** The walk itself: its line, what a walker notices on it, the names of its ways. */
import { describe, expect, test } from "vitest";
import type { Position, RouteResult, WalkSettings } from "../src/index.ts";
import { draw, metersBetween, type DrawnMap } from "./map.ts";

function walk(map: DrawnMap, from: Position, to: Position, settings?: Partial<WalkSettings>): RouteResult {
  const found = map.engine.routeSync(from, to, settings);
  if (!found) throw new Error("no way");
  return found;
}

/** Features as "kind metres@metres walked before", such as "steps 30@100". */
const seen = (route: RouteResult): string[] =>
  route.features.map(({ kind, meters, atMeters }) => `${kind} ${Math.round(meters)}@${Math.round(atMeters)}`);

/** The letters that a line passes, in its order. */
function lettersOf(map: DrawnMap, letters: string, { geometry }: RouteResult): string {
  return geometry.coordinates
    .map((position) => [...letters].find((letter) => metersBetween(map.at(letter), position) < 0.05) ?? "")
    .filter((letter, i, all) => letter !== all[i - 1])
    .join("");
}

const street = (middle: string, tags: string, nodes: Record<string, string> = {}) => ({
  picture: `
    a----b-c-d----e
  `,
  meters: 20,
  ways: { ab: "highway=residential", [middle]: tags, de: "highway=residential" },
  nodes,
});

describe("what a walker notices", () => {
  test.each([
    ["highway=steps step_count=24", "steps 80@100"],
    ["highway=footway footway=crossing", "crossing 80@100"],
    ["highway=footway bridge=yes layer=1", "footbridge 80@100"],
    ["highway=footway tunnel=yes layer=-1", "underpass 80@100"],
    ["highway=elevator", "lift 80@100"],
    ["highway=steps conveying=reversible", "escalator 80@100"],
    ["route=ferry", "ferry 80@100"],
  ])("%s", async (tags, expected) => {
    const map = await draw(street("bcd", tags));
    const route = walk(map, map.at("a"), map.at("e"));
    expect(seen(route)).toEqual([expected]);
    expect(metersBetween(route.features[0].location, map.at("b"))).toBeLessThan(0.05);
    expect(route.features[0].stepCount).toBe(tags.includes("step_count") ? 24 : undefined);
    const back = walk(map, map.at("e"), map.at("a"));
    expect(seen(back)).toEqual([expected]);
    expect(metersBetween(back.features[0].location, map.at("d"))).toBeLessThan(0.05);
  });

  test.each(["highway=residential bridge=yes", "highway=service tunnel=building_passage", "highway=footway"])(
    "nothing on %s",
    async (tags) => {
      const map = await draw(street("bcd", tags));
      expect(seen(walk(map, map.at("a"), map.at("e")))).toEqual([]);
    },
  );

  test.each([
    ["highway=traffic_signals", "signals 0@140"],
    ["highway=crossing", "crossing 0@140"],
    ["barrier=gate", "gate 0@140"],
    ["highway=elevator", "lift 0@140"],
  ])("a node with %s", async (tags, expected) => {
    const map = await draw(street("bcd", "highway=residential", { c: tags }));
    const route = walk(map, map.at("a"), map.at("e"));
    expect(seen(route)).toEqual([expected]);
    expect(metersBetween(route.features[0].location, map.at("c"))).toBeLessThan(0.05);
  });

  test("a private gate once, though it is several vertices", async () => {
    const map = await draw({
      picture: `
        a----g----b
      `,
      meters: 20,
      ways: { ag: "highway=residential", gb: "highway=service access=private" },
      nodes: { g: "barrier=gate access=private" },
    });
    expect(seen(walk(map, map.at("a"), map.at("b")))).toEqual(["gate 0@100"]);
    expect(seen(walk(map, map.at("b"), map.at("a")))).toEqual(["gate 0@100"]);
  });

  test("one crossing drawn as a way with a node on the road and lights", async () => {
    const picture = {
      picture: `
              r
              |
        a--b--c--d--e
              |
              s
      `,
      meters: 10,
      ways: {
        ab: "highway=footway",
        bcd: "highway=footway footway=crossing",
        de: "highway=footway",
        rcs: "highway=primary",
      },
    };
    const crossing = await draw({ ...picture, nodes: { c: "highway=crossing" } });
    expect(seen(walk(crossing, crossing.at("a"), crossing.at("e")))).toEqual(["crossing 60@30"]);
    const signals = await draw({ ...picture, nodes: { c: "highway=traffic_signals" } });
    expect(seen(walk(signals, signals.at("a"), signals.at("e")))).toEqual(["crossing 60@30", "signals 0@60"]);
  });

  test("two crossings that meet at a corner", async () => {
    const map = await draw({
      picture: `
        a--b----c
                |
                |
                d--e
      `,
      meters: 10,
      ways: {
        ab: "highway=footway",
        bc: "highway=footway footway=crossing",
        cd: "highway=footway footway=crossing",
        de: "highway=footway",
      },
    });
    expect(seen(walk(map, map.at("a"), map.at("e")))).toEqual(["crossing 50@30", "crossing 30@80"]);
  });

  test("the stairs of one flight once, where a path joins its landing; of two flights together", async () => {
    const map = await draw({
      picture: `
                 f
                 |
        a----b---c---d---e
      `,
      meters: 10,
      ways: {
        ab: "highway=footway",
        bcd: "highway=steps step_count=40",
        de: "highway=steps step_count=12",
        cf: "highway=footway",
      },
    });
    const [flight] = walk(map, map.at("a"), map.at("e", -1)).features;
    expect(flight).toMatchObject({ kind: "steps", stepCount: 52 });
    expect(flight.meters).toBeCloseTo(119, 1);
    const [part] = walk(map, map.at("a"), map.at("d", -1)).features;
    expect(part.stepCount).toBe(40);
  });

  test("a bridge in two pieces, and stairs up and down", async () => {
    const map = await draw({
      picture: `
        a---b--c---d---e--f---g
      `,
      meters: 10,
      ways: {
        ab: "highway=footway",
        bc: "highway=steps step_count=30",
        cd: "highway=footway bridge=yes layer=1 name=天桥",
        de: "highway=footway bridge=yes layer=1 surface=wood name=天桥",
        ef: "highway=steps",
        fg: "highway=footway",
      },
    });
    const route = walk(map, map.at("a"), map.at("g"));
    expect(seen(route)).toEqual(["steps 30@40", "footbridge 80@70", "steps 30@150"]);
    expect(route.features.map(({ stepCount, name }) => [stepCount, name])).toEqual([
      [30, undefined],
      [undefined, "天桥"],
      [undefined, undefined],
    ]);
  });
});

const block = {
  picture: `
    a-----b
    |     |
    |     |
    d-----c
  `,
  meters: 50,
  ways: {
    ab: "highway=residential name=北街",
    bc: "highway=residential name=东街",
    cd: "highway=footway",
    da: "highway=footway oneway:foot=yes name=西街",
  },
};

describe("its line and lengths", () => {
  test("from door to door, with both access legs", async () => {
    const map = await draw(block);
    const [home, shop] = [map.at("a", 100, 20), map.at("b", 15, -50)];
    const route = walk(map, home, shop);
    expect(route.accessMeters.from).toBeCloseTo(20, 1);
    expect(route.accessMeters.to).toBeCloseTo(15, 1);
    expect(route.meters).toBeCloseTo(20 + 200 + 50 + 15, 1);
    expect(route.seconds).toBeCloseTo(285 * 0.72, 1);
    expect(route.geometry.coordinates[0]).toEqual(home);
    expect(route.geometry.coordinates.at(-1)).toEqual(shop);
    expect(route.geometry.coordinates).toHaveLength(5);
    expect(route.ways.map(({ name, meters, atMeters }) => [name, Math.round(meters), Math.round(atMeters)])).toEqual([
      ["北街", 200, 20],
      ["东街", 50, 220],
    ]);
  });

  test("a street after a lane without a name begins where it is come to, and twice the same street is two stretches", async () => {
    const map = await draw({
      picture: "a---b---c---d",
      meters: 25,
      ways: { ab: "highway=service", bc: "highway=residential name=北街", cd: "highway=service" },
    });
    const route = walk(map, map.at("a", 0, 5), map.at("d", 0, 5));
    expect(route.ways.map(({ name, meters, atMeters }) => [name, Math.round(meters), Math.round(atMeters)])).toEqual([
      ["北街", 100, 105],
    ]);
    const again = await draw({
      picture: "a---b---c---d",
      meters: 25,
      ways: {
        ab: "highway=residential name=北街",
        bc: "highway=service",
        cd: "highway=residential name=北街",
      },
    });
    expect(
      walk(again, again.at("a", 0, 5), again.at("d", 0, 5)).ways.map(({ meters, atMeters }) => [
        Math.round(meters),
        Math.round(atMeters),
      ]),
    ).toEqual([
      [100, 5],
      [100, 205],
    ]);
  });

  test("says the same as the reach table, to the millisecond", async () => {
    const map = await draw(block);
    for (const speedKmh of [1.7, 3.3, 5]) {
      const [home, shop] = [map.at("a", 101.3, 17.7), map.at("c", 13.3, 41.1)];
      const targets = { positions: [shop], groups: [[0]], groupCount: 1 };
      const { nearestSeconds } = map.engine.reachByGroup([home], targets, [5], 100, { speedKmh });
      expect(walk(map, home, shop, { speedKmh }).seconds).toBe(nearestSeconds[0]);
    }
  });

  test("along one edge, forwards, backwards and nowhere", async () => {
    const map = await draw(block);
    expect(walk(map, map.at("a", 50), map.at("a", 250)).meters).toBeCloseTo(200, 1);
    expect(walk(map, map.at("a", 250), map.at("a", 50)).meters).toBeCloseTo(200, 1);
    const nowhere = walk(map, map.at("a", 50, 10), map.at("a", 50, 10));
    expect(nowhere.meters).toBeCloseTo(20, 1);
    expect(nowhere.geometry.coordinates.length).toBeGreaterThanOrEqual(2);
    expect(nowhere.ways).toEqual([]);
  });

  test("along one edge against its only direction: all the way round", async () => {
    const map = await draw(block);
    const [low, high] = [map.at("d", 0, 50), map.at("d", 0, 100)];
    expect(walk(map, low, high).meters).toBeCloseTo(50, 1);
    const round = walk(map, high, low);
    expect(round.meters).toBeCloseTo(50 + 300 + 150 + 300 + 50, 1);
    expect(lettersOf(map, "abcd", round)).toBe("abcd");
  });

  test("inbound: the walk that leads to the place asked from", async () => {
    const map = await draw(block);
    const [a, d] = [map.at("a", 0, -1), map.at("d", 0, 1)];
    const there = walk(map, a, d);
    const inbound = walk(map, a, d, { direction: "inbound" });
    // d to a is the one-way, a to d the way round
    expect(inbound.meters).toBeCloseTo(148, 1);
    expect(there.meters).toBeCloseTo(1 + 300 + 150 + 300 + 1, 1);
    expect(inbound.geometry.coordinates[0]).toEqual(d);
    expect(inbound.geometry.coordinates.at(-1)).toEqual(a);
    expect(inbound.ways.map(({ name }) => name)).toEqual(["西街"]);
    const outbound = walk(map, d, a);
    expect(inbound.geometry).toEqual(outbound.geometry);
    expect(inbound.seconds).toBe(outbound.seconds);
  });

  test("inbound: legs, names and features in the order walked", async () => {
    const map = await draw({
      picture: `
        a----x----b-s-c
      `,
      meters: 20,
      ways: { axb: "highway=residential name=长街", bsc: "highway=steps step_count=9 name=石阶" },
      nodes: { x: "highway=crossing" },
    });
    const [home, shop] = [map.at("a", 10, 30), map.at("c", -10, 5)];
    const inbound = walk(map, home, shop, { direction: "inbound" });
    expect(inbound.accessMeters.from).toBeCloseTo(5, 1);
    expect(inbound.accessMeters.to).toBeCloseTo(30, 1);
    expect(inbound.ways.map(({ name }) => name)).toEqual(["石阶", "长街"]);
    expect(seen(inbound)).toEqual(["steps 70@5", "crossing 0@175"]);
    expect(seen(walk(map, home, shop))).toEqual(["crossing 0@120", "steps 70@220"]);
  });

  const loop = {
    picture: `
      a----b----c
           |    |
           |    |
           e----d
    `,
    meters: 30,
    ways: { ab: "highway=residential", bcdeb: "highway=footway name=环路" },
  };

  test("round a way that ends where it begins, by the shorter side", async () => {
    const map = await draw(loop);
    const [a, d] = [map.at("a"), map.at("d")];
    for (const [place, letters, meters] of [
      [map.at("c", 0, -30), "abc", 150 + 150 + 30],
      [map.at("e", 0, 30), "ab", 150 + 60],
    ] as const) {
      const there = walk(map, a, place);
      expect(there.meters).toBeCloseTo(meters, 1);
      expect(lettersOf(map, "abcde", there)).toBe(letters);
      const back = walk(map, place, a);
      expect(back.meters).toBeCloseTo(meters, 1);
      expect(lettersOf(map, "abcde", back)).toBe([...letters].toReversed().join(""));
      const inbound = walk(map, a, place, { direction: "inbound" });
      expect(inbound.geometry).toEqual(back.geometry);
    }
    // between two places of the loop over its own end
    const over = walk(map, map.at("b", 30), map.at("b", 0, -30));
    expect(over.meters).toBeCloseTo(60, 1);
    expect(lettersOf(map, "abcde", over)).toBe("b");
    expect(walk(map, map.at("b", 120), d).meters).toBeCloseTo(30 + 90, 1);
  });

  test("round a loop that is walked one way only", async () => {
    const map = await draw({ ...loop, ways: { ...loop.ways, bcdeb: "highway=footway oneway:foot=yes" } });
    const there = walk(map, map.at("a"), map.at("b", 0, -30));
    expect(there.meters).toBeCloseTo(150 + 150 + 90 + 150 + 60, 1);
    expect(lettersOf(map, "abcde", there)).toBe("abcde");
    const over = walk(map, map.at("b", 60), map.at("b", 30));
    expect(over.meters).toBeCloseTo(90 + 90 + 150 + 90 + 30, 1);
    expect(lettersOf(map, "abcde", over)).toBe("cdeb");
  });

  test("wrong arguments", async () => {
    const map = await draw(loop);
    const a = map.at("a");
    expect(() => map.engine.routeSync([200, 0], a)).toThrow(RangeError);
    expect(() => map.engine.routeSync(a, [0, Number.NaN])).toThrow(/position: \[0, NaN\] is not a place/);
    expect(() => map.engine.isochronesSync(a, [])).toThrow(/minutes: give at least one/);
    expect(() => map.engine.isochronesSync(a, [5, 0])).toThrow(/minutes: 0 is out of range/);
    expect(() => map.engine.isochronesSync(a, [121])).toThrow(RangeError);
    expect(() => map.engine.matrixSync([a], [a], { speedKmh: 99 })).toThrow(/speedKmh: 99/);
    const targets = { positions: [a], groups: [[1]], groupCount: 1 };
    expect(() => map.engine.reachByGroup([a], targets, [5], 5)).toThrow(/groups: 1/);
    expect(() => map.engine.reachByGroup([a], { ...targets, groups: [[0]] }, [5, 15], 10)).toThrow(/limitMinutes: 10/);
  });
});
