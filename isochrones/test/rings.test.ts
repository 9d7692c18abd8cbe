/** Polygons: nested, valid, and the same as exact times, on random maps and on the sample city. */
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
  buildWalkNetwork,
  EmbeddedEngine,
  roomForGround,
  type Position,
  type Ring,
  type WalkSettings,
} from "../src/index.ts";
import { metersPerDegree, UNITS_PER_DEGREE } from "../src/geo.ts";
import { MAX_GROUND_LEG_METERS } from "../src/surface/ground.ts";
import { LATTICE_METERS, LEG_UNITS } from "../src/surface/lattice.ts";
import { buildFromXml, draw, moved } from "./map.ts";
import {
  closeWhatIsCutOff,
  placeOnWay,
  randomMap,
  randomOf,
  xmlOf,
  type Random,
  type RandomMap,
} from "./random-map.ts";
import { areaOf, faultsOf, isInside, metersOutside, metersToBorder } from "./shapes.ts";

const MINUTES = [5, 10, 15];
/** Ground further than this from its nearest way belongs to nobody's walk. */
const GROUND_METERS = 30;

const engineOf = async (map: RandomMap): Promise<EmbeddedEngine> => new EmbeddedEngine(await buildFromXml(xmlOf(map)));

/** Maps with blocks of 160 m and walls in between, on which 15 minutes do not reach everything. */
async function randomTown(
  seed: number,
  kinds: "plain" | "all" = "all",
): Promise<{ random: Random; map: RandomMap; engine: EmbeddedEngine }> {
  const random = randomOf(seed);
  const map = randomMap(random, 12, 11, 160, kinds);
  for (let i = 0; i < 60; i++) {
    const place = doorNear(map, random);
    map.walls.push([place, moved(place, (random() - 0.5) * 150, (random() - 0.5) * 150)]);
  }
  return { random, map, engine: await engineOf(map) };
}

function doorNear(map: RandomMap, random: Random): Position {
  return moved(placeOnWay(map, random).position, (random() - 0.5) * 40, (random() - 0.5) * 40);
}

let city: EmbeddedEngine;
let cityDoors: Position[];
beforeAll(async () => {
  city = new EmbeddedEngine(await buildWalkNetwork(join(import.meta.dirname, "../../data/sample/files/sample.osm.gz")));
  const random = randomOf(99);
  const { edgeFlags } = city.network.arrays;
  cityDoors = [];
  while (cityDoors.length < 12) {
    const edge = random.below(city.network.edgeCount);
    const vertex = city.network.arrays.edgeFrom[edge];
    if (edgeFlags[edge] !== 0)
      cityDoors.push(moved(city.network.vertexPosition(vertex), (random() - 0.5) * 60, (random() - 0.5) * 60));
  }
});

/** Every way a set of rings can be wrong in itself. */
function checkRings(rings: Ring[]): void {
  rings.forEach((ring, i) => {
    expect(faultsOf(ring.geometry), `${ring.minutes} minutes`).toEqual([]);
    expect(Math.abs(areaOf(ring) - ring.areaSquareMeters)).toBeLessThan(1 + ring.areaSquareMeters * 1e-3);
    if (i === 0) return;
    expect(metersOutside(rings[i - 1].geometry, ring.geometry)).toBeLessThan(0.01);
    expect(ring.areaSquareMeters).toBeGreaterThanOrEqual(rings[i - 1].areaSquareMeters);
  });
}

describe("rings are nested and valid", () => {
  test("on random maps", async () => {
    let holes = 0;
    let islands = 0;
    for (let seed = 1; seed <= 15; seed++) {
      const { random, map, engine } = await randomTown(seed);
      const settings: Partial<WalkSettings> = random.pick([
        {},
        { direction: "inbound" },
        { speedKmh: 3 },
        { profile: "wheelchair" },
        { at: "2026-06-01T23:00" },
      ]);
      for (let i = 0; i < 3; i++) {
        const { rings } = engine.isochronesSync(doorNear(map, random), [...MINUTES, 1 + 18 * random()], settings);
        checkRings(rings);
        for (const polygons of rings.map(({ geometry }) => geometry.coordinates)) {
          islands += Math.max(0, polygons.length - 1);
          holes += polygons.reduce((sum, { length }) => sum + length - 1, 0);
        }
      }
    }
    // nested and valid is easy for plain blobs
    expect(holes).toBeGreaterThan(300);
    expect(islands).toBeGreaterThan(5);
  });

  test("on the sample city", () => {
    for (const door of cityDoors) {
      const { rings } = city.isochronesSync(door, [4.9, 5, 10, 15, 15.02]);
      checkRings(rings);
      expect(rings[4].areaSquareMeters).toBeGreaterThan(0);
    }
  });

  test("the same ring alone and with others, now and later", () => {
    for (const door of cityDoors) {
      const { rings } = city.isochronesSync(door, [3, 5, 10, 15, 20]);
      for (const ring of rings) expect(city.isochronesSync(door, [ring.minutes]).rings).toEqual([ring]);
      expect(new EmbeddedEngine(city.network).isochronesSync(door, [10]).rings).toEqual([rings[2]]);
    }
  });
});

/** Shares of ground points, inside by the polygon and inside by exact time. */
class Agreement {
  both = 0;
  either = 0;

  /** Random points in the box around a ring and its surroundings. */
  sample(engine: EmbeddedEngine, origin: Position, ring: Ring, random: Random, count: number, settings = {}): void {
    const corners = ring.geometry.coordinates.flat(2);
    const bound = (axis: 0 | 1, pick: (...values: number[]) => number): number =>
      pick(...corners.map((corner) => corner[axis]));
    const [west, south] = moved([bound(0, Math.min), bound(1, Math.min)], -60, -60);
    const [east, north] = moved([bound(0, Math.max), bound(1, Math.max)], 60, 60);
    const points = Array.from({ length: count }, (): Position => [
      west + random() * (east - west),
      south + random() * (north - south),
    ]);
    const { seconds, from, to } = engine.matrixSync([origin], points, settings);
    const metersPerSecond = 5 / 3.6;
    points.forEach((point, i) => {
      const leg = to[i].accessMeters;
      const walked = seconds[0][i];
      const exact =
        leg !== null &&
        leg <= GROUND_METERS &&
        walked !== null &&
        walked + ((from[0].accessMeters as number) + leg) / metersPerSecond <= ring.minutes * 60;
      const drawn = isInside(ring.geometry, point);
      if (exact && drawn) this.both++;
      if (exact || drawn) this.either++;
    });
  }

  get share(): number {
    return this.both / this.either;
  }
}

test("more rings than are drawn at a time", () => {
  const minutes = Array.from({ length: 19 }, (_, i) => i + 1);
  const { rings } = city.isochronesSync(cityDoors[0], minutes);
  checkRings(rings);
  expect(rings.map((ring) => ring.minutes)).toEqual(minutes);
  for (const i of [0, 7, 8, 18]) expect(city.isochronesSync(cityDoors[0], [minutes[i]]).rings).toEqual([rings[i]]);
});

describe("rings agree with exact times at random places", () => {
  test("on random maps", async () => {
    const byMinutes = new Map(MINUTES.map((minutes) => [minutes, new Agreement()]));
    for (let seed = 20; seed < 32; seed++) {
      const { random, map, engine } = await randomTown(seed);
      const origin = doorNear(map, random);
      const settings: Partial<WalkSettings> = random.pick([{}, { direction: "inbound" }, { privateWays: "exclude" }]);
      for (const ring of engine.isochronesSync(origin, MINUTES, settings).rings) {
        if (ring.areaSquareMeters > 0) byMinutes.get(ring.minutes)!.sample(engine, origin, ring, random, 600, settings);
      }
    }
    for (const { share, either } of byMinutes.values()) {
      expect(either).toBeGreaterThan(500);
      expect(share).toBeGreaterThanOrEqual(0.95);
    }
  });

  test("on the sample city", () => {
    const random = randomOf(5);
    for (const minutes of MINUTES) {
      const agreement = new Agreement();
      for (const door of cityDoors) {
        const [ring] = city.isochronesSync(door, [minutes]).rings;
        agreement.sample(city, door, ring, random, 400);
      }
      expect(agreement.either).toBeGreaterThan(1000);
      expect(agreement.share).toBeGreaterThanOrEqual(0.95);
    }
  });
});

test("a longer time never makes a ring smaller, however little longer", () => {
  for (const door of cityDoors.slice(0, 6)) {
    let before: Ring | null = null;
    for (let minutes = 9; minutes < 9.5; minutes += 0.05) {
      const [ring] = city.isochronesSync(door, [minutes]).rings;
      if (before) {
        expect(ring.areaSquareMeters).toBeGreaterThanOrEqual(before.areaSquareMeters);
        expect(metersOutside(before.geometry, ring.geometry)).toBeLessThan(0.01);
      }
      before = ring;
    }
  }
});

test("a removed link never makes a ring larger, but for the ground beside the link that now belongs to another way", async () => {
  let shrunk = 0;
  for (let seed = 40; seed < 60; seed++) {
    const { random, map, engine } = await randomTown(seed, "plain");
    const [gone] = map.ways.splice(random.below(map.ways.length), 1);
    // a street left with private ways alone around it would count as private too, and be walked from inside
    const without = await engineOf(map);
    if (closeWhatIsCutOff(map)) continue;
    const line = gone.refs.map((ref) => map.nodes[ref - 1].position);
    const beside = { type: "MultiPolygon" as const, coordinates: [[line]] };
    const place = placeOnWay(map, random);
    const [one, other] = [engine, without].map((each) => each.isochronesSync(place.position, MINUTES));
    if (metersToBorder(beside, place.position) < 1 || other.attachment === null) continue;
    other.rings.forEach((ring, i) => {
      const larger = one.rings[i].geometry;
      for (const corner of ring.geometry.coordinates.flat(2)) {
        if (metersToBorder(beside, corner) < GROUND_METERS + 20 || isInside(larger, corner)) continue;
        expect(metersToBorder(larger, corner), `map ${seed}, ${ring.minutes} minutes`).toBeLessThan(0.01);
      }
      if (ring.areaSquareMeters < one.rings[i].areaSquareMeters) shrunk++;
    });
  }
  expect(shrunk).toBeGreaterThan(10);
});

test("a short walk keeps its island, and a hole as wide as a lattice step is kept", async () => {
  const map = await draw({
    picture: `
      a-----------b
      |           |
      |           |
      |           |
      |           |
      d-----------c
    `,
    meters: 15,
    ways: { abcda: "highway=residential" },
  });
  // 180 m by 75 m: 15 m between the ground of the two long sides
  const [ring] = map.engine.isochronesSync(map.at("a"), [10]).rings;
  expect(ring.geometry.coordinates.map((polygon) => polygon.length)).toEqual([2]);
  expect(isInside(ring.geometry, map.at("a", 90, -37))).toBe(false);
});

test("ground that was looked at in advance gives the same rings, and is not looked at again", async () => {
  const prepared = new EmbeddedEngine(city.network);
  const settings = { profile: "elder" } as const;
  expect(await prepared.prepare(settings)).toBeGreaterThan(5);
  expect(await prepared.prepare(settings)).toBe(0);
  for (const door of cityDoors) {
    expect(prepared.isochronesSync(door, MINUTES, settings)).toEqual(city.isochronesSync(door, MINUTES, settings));
  }
  const called = new AbortController();
  called.abort();
  await expect(prepared.prepare({ privateWays: "exclude" }, called.signal)).rejects.toThrow(/abort/i);
});

test("engines that share a room give the same rings, and look at ground once between them", async () => {
  const room = roomForGround(city.network)!;
  const [first, second] = [new EmbeddedEngine(city.network, room), new EmbeddedEngine(city.network, room)];
  for (const door of cityDoors) first.isochronesSync(door, MINUTES);
  const used = room.words[0];
  for (const door of cityDoors) {
    for (const settings of [{}, { profile: "wheelchair", privateWays: "exclude" }] as const) {
      expect(second.isochronesSync(door, MINUTES, settings)).toEqual(city.isochronesSync(door, MINUTES, settings));
    }
  }
  expect(used).toBeGreaterThan(10_000);
  expect(room.words[0]).toBe(used);
});

test("engines that share a room look in advance at each tile once between them", async () => {
  const [alone, shared] = [roomForGround(city.network)!, roomForGround(city.network)!];
  const tiles = await new EmbeddedEngine(city.network, alone).prepare();
  const pair = [new EmbeddedEngine(city.network, shared), new EmbeddedEngine(city.network, shared)];
  expect(await Promise.all(pair.map((engine) => engine.prepare()))).toEqual([tiles, tiles]);
  expect(shared.words[0]).toBe(alone.words[0]);
  expect(await pair[1].prepare()).toBe(0);
});

test("a room that is full or too small leaves each engine its own ground", () => {
  const room = roomForGround(city.network)!;
  const full = { ...room, words: new Int32Array(new SharedArrayBuffer(40_000)) };
  full.words[0] = 2;
  const elsewhere = { ...room, columns: 1, rows: 1 };
  for (const narrow of [full, elsewhere]) {
    const engine = new EmbeddedEngine(city.network, narrow);
    for (const door of cityDoors) {
      expect(engine.isochronesSync(door, MINUTES)).toEqual(city.isochronesSync(door, MINUTES));
    }
  }
  expect(full.words[0]).toBeLessThanOrEqual(full.words.length);
});

test("ground whose leg is too long by less than it is kept to is outside for the border as well", async () => {
  // A street that runs due east just so far from a row of the lattice; positions are kept to 1e-7 of a degree.
  const almost = (lat: number): boolean => {
    const metersPerUnit = metersPerDegree(lat).lat / UNITS_PER_DEGREE;
    const step = LATTICE_METERS / metersPerUnit;
    const units = Math.round(lat * UNITS_PER_DEGREE);
    return [-1, 1].some((side) => {
      const row = Math.round((units + (side * MAX_GROUND_LEG_METERS) / metersPerUnit) / step);
      const over = Math.abs(Math.fround(Math.abs(row * step - units) * metersPerUnit)) - MAX_GROUND_LEG_METERS;
      return over > 2e-5 && over < 0.4 / LEG_UNITS;
    });
  };
  const lats = Array.from({ length: 200_000 }, (_, i) => (226_000_000 + i) / 1e7)
    .filter(almost)
    .slice(0, 2);
  expect(lats).toHaveLength(2);
  for (const lat of lats) {
    const network = await buildFromXml(`<osm version="0.6">
      <node id="1" lat="${lat}" lon="114"/><node id="2" lat="${lat}" lon="114.02"/>
      <way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="footway"/></way></osm>`);
    for (const speedKmh of [3, 5, 7]) {
      const { rings } = new EmbeddedEngine(network).isochronesSync([114.01, lat], MINUTES, { speedKmh });
      checkRings(rings);
      expect(rings).toHaveLength(3);
    }
  }
});
