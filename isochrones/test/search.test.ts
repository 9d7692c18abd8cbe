/** Walking times against a textbook search, and against themselves from the other end, on random maps. */
import { describe, expect, test } from "vitest";
import { completeSettings, EmbeddedEngine, type Position, type WalkSettings } from "../src/index.ts";
import { buildFromXml, metersBetween, moved } from "./map.ts";
import { Oracle } from "./oracle.ts";
import {
  placeOnWay,
  randomMap as plainMap,
  randomOf,
  xmlOf,
  type PlaceOnWay,
  type Random,
  type RandomMap,
} from "./random-map.ts";

const SETTINGS: Partial<WalkSettings>[] = [
  {},
  { direction: "inbound" },
  { privateWays: "exclude" },
  { profile: "elder" },
  { profile: "wheelchair", direction: "inbound" },
  { speedKmh: 6.3 },
  { at: "2026-06-01T23:00" },
  { profile: "pram", at: "2026-06-01T08:00" },
];

/** Maps with everything that a walk can meet. */
const randomMap = (random: Random): RandomMap => plainMap(random, 6, 5, 70, "all");

const engineOf = async (map: RandomMap): Promise<EmbeddedEngine> => new EmbeddedEngine(await buildFromXml(xmlOf(map)));

/** Places on ways that the engine joins to just those ways. Others stand on loose ends, or where two ways cross. */
function placesOn(map: RandomMap, engine: EmbeddedEngine, random: Random, count: number, settings = {}): PlaceOnWay[] {
  return Array.from({ length: count }, () => placeOnWay(map, random)).filter((place) => {
    const attachment = engine.attach(place.position, settings);
    if (!attachment || attachment.accessMeters > 0.02) return false;
    return engine.network.arrays.edgeOsmId[attachment.edge] === map.ways[place.way].id;
  });
}

/** Times are kept in whole milliseconds per edge and lengths in whole millimetres; no walk here has more edges than this. */
const ROUNDING_SECONDS = 60 * 0.001;

describe("walking times equal those of a textbook search", () => {
  const GRAPHS = 200;
  test(`${GRAPHS} random maps`, async () => {
    let compared = 0;
    let unreachable = 0;
    for (let seed = 1; seed <= GRAPHS; seed++) {
      const random = randomOf(seed);
      const map = randomMap(random);
      const engine = await engineOf(map);
      const settings = completeSettings(SETTINGS[seed % SETTINGS.length]);
      const places = placesOn(map, engine, random, 6, settings);
      const oracle = new Oracle(map, settings);
      const positions = places.map(({ position }) => position);
      const { seconds } = engine.matrixSync(positions, positions, settings);
      places.forEach((from, i) =>
        places.forEach((to, j) => {
          const expected = oracle.seconds(from, to);
          const found = seconds[i][j] ?? Infinity;
          const message = `map ${seed}, ${JSON.stringify({ from, to, settings })}`;
          if (expected === Infinity) expect(found, message).toBe(Infinity);
          else expect(Math.abs(found - expected), message).toBeLessThan(ROUNDING_SECONDS);
          compared++;
          if (expected === Infinity) unreachable++;
        }),
      );
    }
    // maps on which everything or nothing is reached would show little
    expect(compared).toBeGreaterThan(GRAPHS * 10);
    expect(unreachable).toBeGreaterThan(compared / 50);
    expect(unreachable).toBeLessThan(compared / 2);
  });
});

/** Random doors: up to 25 m beside ways. */
const doorsOf = (map: RandomMap, random: Random, count: number): Position[] =>
  Array.from({ length: count }, () =>
    moved(placeOnWay(map, random).position, (random() - 0.5) * 50, (random() - 0.5) * 50),
  );

test("matrix equals point-to-point walks", async () => {
  let walks = 0;
  for (let seed = 300; seed < 330; seed++) {
    const random = randomOf(seed);
    const map = randomMap(random);
    const engine = await engineOf(map);
    const settings = SETTINGS[seed % SETTINGS.length];
    const { speedKmh } = completeSettings(settings);
    const doors = doorsOf(map, random, 5);
    const matrix = engine.matrixSync(doors, doors, settings);
    doors.forEach((from, i) =>
      doors.forEach((to, j) => {
        const walk = engine.routeSync(from, to, settings);
        expect(walk === null).toBe(matrix.seconds[i][j] === null);
        expect(matrix.meters[i][j] === null).toBe(matrix.seconds[i][j] === null);
        if (!walk) return;
        const legs = (matrix.from[i].accessMeters as number) + (matrix.to[j].accessMeters as number);
        expect(walk.seconds).toBeCloseTo((matrix.seconds[i][j] as number) + (legs * 3.6) / speedKmh, 2);
        expect(walk.meters).toBeCloseTo((matrix.meters[i][j] as number) + legs, 2);
        const line = walk.geometry.coordinates;
        const length = line.slice(1).reduce((sum, position, k) => sum + metersBetween(line[k], position), 0);
        expect(Math.abs(length - walk.meters)).toBeLessThan(0.05 + walk.meters * 1e-5);
        const [first, last] = completeSettings(settings).direction === "inbound" ? [to, from] : [from, to];
        expect(line[0]).toEqual(first);
        expect(line[line.length - 1]).toEqual(last);
        walks++;
      }),
    );
  }
  expect(walks).toBeGreaterThan(200);
});

/** The same map with every way drawn from its other end. */
const reversed = (map: RandomMap): RandomMap => ({
  ...map,
  ways: map.ways.map((way) => ({ ...way, refs: way.refs.toReversed() })),
});

test("outbound on the reversed network equals inbound", async () => {
  let differ = 0;
  for (let seed = 400; seed < 430; seed++) {
    const random = randomOf(seed);
    const map = randomMap(random);
    const [engine, turned] = [await engineOf(map), await engineOf(reversed(map))];
    const places = placesOn(map, engine, random, 8)
      .map(({ position }) => position)
      // where a square's rim and a street coincide, a place may join the other of the two on the turned map
      .filter((position) => {
        const [one, other] = [engine, turned].map((each) => each.attach(position)!);
        return engine.network.arrays.edgeOsmId[one.edge] === turned.network.arrays.edgeOsmId[other.edge];
      });
    const inbound = engine.matrixSync(places, places, { direction: "inbound" }).seconds;
    const outbound = engine.matrixSync(places, places).seconds;
    const onReversed = turned.matrixSync(places, places).seconds;
    for (let i = 0; i < places.length; i++) {
      for (let j = 0; j < places.length; j++) {
        // the same walks seen from their other end: equal to the last bit
        expect(inbound[i][j]).toBe(outbound[j][i]);
        const [one, other] = [inbound[i][j] ?? Infinity, onReversed[i][j] ?? Infinity];
        if (one !== other) expect(Math.abs(one - other)).toBeLessThan(0.003);
        if (inbound[i][j] !== outbound[i][j]) differ++;
      }
    }
  }
  expect(differ).toBeGreaterThan(100);
});

test("adding a link never makes a walk longer", async () => {
  let shorter = 0;
  for (let seed = 500; seed < 545; seed++) {
    const random = randomOf(seed);
    const map = randomMap(random);
    const tags = random.pick(["highway=footway", "highway=service access=private", "highway=footway oneway:foot=yes"]);
    const link = { id: 9999, refs: [1 + random.below(30), 1 + random.below(30)], tags };
    if (link.refs[0] === link.refs[1]) continue;
    const more = { ...map, ways: [...map.ways, link] };
    const [before, after] = [await engineOf(map), await engineOf(more)];
    // joined to the same ways on both maps: a door that the new link passes nearer belongs to the link
    const places = placesOn(more, after, random, 10)
      .filter(({ way }) => way < map.ways.length)
      .map(({ position }) => position)
      .filter((position) => (before.attach(position)?.accessMeters ?? 1) < 0.02);
    const without = before.matrixSync(places, places).seconds;
    const having = after.matrixSync(places, places).seconds;
    for (let i = 0; i < places.length; i++) {
      for (let j = 0; j < places.length; j++) {
        const [one, other] = [without[i][j] ?? Infinity, having[i][j] ?? Infinity];
        expect(other).toBeLessThanOrEqual(one + ROUNDING_SECONDS);
        if (other < one - 1) shorter++;
      }
    }
  }
  expect(shorter).toBeGreaterThan(20);
});

describe("reach by group equals all pairs", () => {
  const RINGS = [1, 3, 5];
  test.each(SETTINGS)("%o", async (settings) => {
    let found = 0;
    for (let seed = 600; seed < 615; seed++) {
      const random = randomOf(seed);
      const map = randomMap(random);
      const engine = await engineOf(map);
      const origins = doorsOf(map, random, 12);
      const positions = doorsOf(map, random, 15);
      // some stand at the same door, so that times are equal
      positions.push(positions[3], positions[0], moved(positions[0], 900, 900));
      const groups = positions.map((_, index) => {
        const own = [0, 1, 2].filter(() => random() < 0.45);
        return index % 5 === 0 ? [...own, ...own] : own;
      });
      const limitMinutes = random.pick([5, 6.5, 20]);
      const targets = { positions, groups, groupCount: 4 };
      const reach = engine.reachByGroup(origins, targets, [5, 1, 3], limitMinutes, settings);
      const matrix = engine.matrixSync(origins, positions, settings);
      const { speedKmh } = completeSettings(settings);
      const leg = (meters: number | null): number => Math.round(((meters ?? 0) * 3600) / speedKmh);
      origins.forEach((_, origin) => {
        expect(reach.accessMeters[origin]).toBe(matrix.from[origin].accessMeters ?? Number.NaN);
        for (let group = 0; group < 4; group++) {
          const times = positions.map((_position, target) => {
            const seconds = matrix.seconds[origin][target];
            if (seconds === null || !groups[target].includes(group)) return Infinity;
            const legs = leg(matrix.from[origin].accessMeters) + leg(matrix.to[target].accessMeters);
            return (Math.round(seconds * 1000) + legs) / 1000;
          });
          const best = Math.min(...times);
          const near = best <= limitMinutes * 60;
          const cell = origin * 4 + group;
          expect(reach.nearestSeconds[cell]).toBe(near ? best : Infinity);
          expect(reach.nearestTarget[cell]).toBe(near ? times.indexOf(best) : -1);
          expect(reach.within.map((counts) => counts[cell])).toEqual(
            RINGS.map((minutes) => times.filter((seconds) => seconds <= minutes * 60).length),
          );
          if (near) found++;
        }
      });
      expect(reach.ringMinutes).toEqual(RINGS);
      expect(reach.groupCount).toBe(4);
    }
    expect(found).toBeGreaterThan(150);
  });

  test("how far it is to where the map ends equals a textbook search to the ways' nodes there", async () => {
    let reached = 0;
    for (let seed = 700; seed < 730; seed++) {
      const random = randomOf(seed);
      const map = randomMap(random);
      map.bounds = [moved(map.nodes[0].position, -1000, -1000), moved(map.nodes[10].position, -20, 1000)];
      const beyond = map.nodes.filter(({ position }) => position[0] >= map.bounds![1][0]);
      // cut the ways at each of them, with something that costs no time
      for (const node of beyond) node.tags = "highway=crossing";
      const settings = completeSettings(SETTINGS[seed % 3]);
      const engine = await engineOf(map);
      const oracle = new Oracle(map, { ...settings, direction: "outbound" });
      const places = placesOn(map, engine, random, 8, settings);
      const found = engine.reachByGroup(
        places.map(({ position }) => position),
        { positions: [], groups: [], groupCount: 0 },
        [5],
        30,
        { ...settings, direction: "outbound" },
      );
      places.forEach((place, index) => {
        const expected = Math.min(...beyond.map(({ id }) => oracle.secondsToNode(place, id)));
        if (expected === Infinity) expect(found.edgeOfDataSeconds[index]).toBe(Infinity);
        else expect(Math.abs(found.edgeOfDataSeconds[index] - expected)).toBeLessThan(ROUNDING_SECONDS);
        if (expected < Infinity) reached++;
      });
    }
    expect(reached).toBeGreaterThan(50);
  });
});
