/** Reach in parts against all at once, to the bit: on random maps, and in a city where most targets are too far away. */
import { categories } from "@quarterhour/data";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { buildWalkNetwork, EmbeddedEngine, ReachInParts, type GroupReach, type Position } from "../src/index.ts";
import { buildFromXml, moved } from "./map.ts";
import { placeOnWay, randomMap, randomOf, xmlOf } from "./random-map.ts";

const sample = join(import.meta.dirname, "../../data/sample/files/sample.osm.gz");

/** The rows of some origins of an answer for all. */
function rowsOf(reach: GroupReach, rows: readonly number[]): GroupReach {
  const { groupCount } = reach;
  const cells = rows.flatMap((row) => Array.from({ length: groupCount }, (_, group) => row * groupCount + group));
  return {
    ...reach,
    nearestSeconds: Float64Array.from(cells, (cell) => reach.nearestSeconds[cell]),
    nearestTarget: Int32Array.from(cells, (cell) => reach.nearestTarget[cell]),
    within: reach.within.map((counts) => Uint16Array.from(cells, (cell) => counts[cell])),
    accessMeters: Float64Array.from(rows, (row) => reach.accessMeters[row]),
    edgeOfDataSeconds: Float64Array.from(rows, (row) => reach.edgeOfDataSeconds[row]),
  };
}

describe("reach in parts", () => {
  test("of random maps is the reach of all origins at once", async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = randomOf(seed);
      const map = randomMap(random);
      const network = await buildFromXml(xmlOf(map));
      const places = Array.from({ length: 40 }, () =>
        moved(placeOnWay(map, random).position, random() * 40 - 20, random() * 40 - 20),
      );
      const targets = {
        positions: places.slice(0, 15),
        groups: Array.from({ length: 15 }, (_, i) => [i % 4, (i * 7) % 4]),
        groupCount: 4,
      };
      const origins = places.slice(15);
      const rings = [1, 3];
      const settings = { profile: seed % 2 === 0 ? ("elder" as const) : ("adult" as const) };
      const whole = new EmbeddedEngine(network).reachByGroup(origins, targets, rings, 6, settings);
      const parts = new ReachInParts(network, targets, rings, 6, settings);
      const rows = origins.map((_, row) => row);
      for (const some of [rows.slice(0, 9), rows.slice(9, 10), rows.slice(10), []]) {
        const positions = some.map((row) => origins[row]);
        expect(parts.solve(positions), `seed ${seed}`).toEqual(rowsOf(whole, some));
      }
    }
  });

  test("of a city leaves out what is too far, and nothing else", async () => {
    const network = await buildWalkNetwork(sample);
    const [west, south, east, north] = network.bbox;
    const random = randomOf(3);
    const anywhere = (): Position => [west + random() * (east - west), south + random() * (north - south)];
    const targets = {
      positions: Array.from({ length: 600 }, anywhere),
      groups: Array.from({ length: 600 }, () => [Math.floor(random() * categories.length)]),
      groupCount: categories.length,
    };
    const origins = Array.from({ length: 500 }, anywhere);
    const engine = new EmbeddedEngine(network);
    for (const { limit, rings, settings } of [
      { limit: 5, rings: [1, 4], settings: {} },
      { limit: 7, rings: [0.001], settings: { profile: "wheelchair", speedKmh: 2, at: "2026-05-12T22:30" } as const },
    ]) {
      const whole = engine.reachByGroup(origins, targets, rings, limit, settings);
      const parts = new ReachInParts(network, targets, rings, limit, settings);
      for (const isWest of [true, false]) {
        for (const isSouth of [true, false]) {
          const rows = origins.flatMap(([lng, lat], row) =>
            lng < (west + east) / 2 === isWest && lat < (south + north) / 2 === isSouth ? [row] : [],
          );
          expect(rows.length).toBeGreaterThan(50);
          expect(parts.solve(rows.map((row) => origins[row]))).toEqual(rowsOf(whole, rows));
        }
      }
    }
  });

  test("refuses what is impossible", async () => {
    const network = await buildWalkNetwork(sample);
    const targets = { positions: [], groups: [], groupCount: 1 };
    expect(() => new ReachInParts(network, targets, [5], 4)).toThrow(RangeError);
    expect(() => new ReachInParts(network, targets, [5], 5).solve([[200, 0]])).toThrow(RangeError);
  });
});
