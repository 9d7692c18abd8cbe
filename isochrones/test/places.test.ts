/** Places around one origin, by one search, are the walks that the reach table has. */
import { describe, expect, test } from "vitest";
import {
  completeSettings,
  EmbeddedEngine,
  joinPlaces,
  PlaceFinder,
  roomForJoinedPlaces,
  sortJoinedPlaces,
  type JoinedPlaces,
  type Position,
  type WalkSettings,
} from "../src/index.ts";
import { buildFromXml, draw, moved } from "./map.ts";
import { placeOnWay, randomMap, randomOf, xmlOf } from "./random-map.ts";

const SETTINGS: Partial<WalkSettings>[] = [
  {},
  { direction: "inbound" },
  { privateWays: "exclude" },
  { profile: "wheelchair", direction: "inbound" },
  { speedKmh: 3.7 },
];

function joined(engine: EmbeddedEngine, positions: Position[], settings: Partial<WalkSettings>): JoinedPlaces {
  const places = roomForJoinedPlaces(engine.network, positions.length);
  joinPlaces(engine, Float64Array.from(positions.flat()), settings, places, 0, positions.length);
  sortJoinedPlaces(engine.network, places);
  return places;
}

/** Seconds to each place, Infinity where it is not within the limit. */
function secondsFound(finder: PlaceFinder, origin: Position, count: number, limit: number, settings: object): number[] {
  const around = finder.find(origin, limit, settings);
  const seconds = Array.from({ length: count }, () => Infinity);
  for (let i = 0; i < around.count; i++) {
    expect(seconds[around.place[i]], "each place once").toBe(Infinity);
    seconds[around.place[i]] = around.seconds[i];
  }
  return seconds;
}

describe("places around an origin", () => {
  const MAPS = 60;
  test(`are as far as reachByGroup says, on ${MAPS} random maps`, async () => {
    let reached = 0;
    let missed = 0;
    let edges = 0;
    for (let seed = 900; seed < 900 + MAPS; seed++) {
      const random = randomOf(seed);
      const map = randomMap(random);
      // a border through the map, so that the data ends somewhere
      if (seed % 3 === 0) map.bounds = [map.nodes[1].position, map.nodes[22].position];
      const engine = new EmbeddedEngine(await buildFromXml(xmlOf(map)));
      const settings = SETTINGS[seed % SETTINGS.length];
      const door = (): Position =>
        moved(placeOnWay(map, random).position, (random() - 0.5) * 50, (random() - 0.5) * 50);
      const positions = Array.from({ length: 12 }, door);
      const finder = new PlaceFinder(engine, joined(engine, positions, settings));
      const groups = { positions, groups: positions.map((_, i) => [i]), groupCount: positions.length };
      for (const limit of [2, 30]) {
        const origin = door();
        const reach = engine.reachByGroup([origin], groups, [limit], limit, settings);
        const message = `map ${seed}, ${limit} minutes, from ${origin.join()}`;
        expect(secondsFound(finder, origin, 12, limit, settings), message).toEqual([...reach.nearestSeconds]);
        const around = finder.find(origin, limit, settings);
        expect(around.accessMeters).toEqual(reach.accessMeters[0]);
        const edge = reach.edgeOfDataSeconds[0];
        expect(around.edgeOfDataSeconds, message).toBe(edge <= limit * 60 ? edge : Infinity);
        if (Number.isFinite(around.edgeOfDataSeconds)) edges++;
        // after the rings of the same origin their search answers
        engine.isochronesSync(origin, [limit], settings);
        expect(secondsFound(finder, origin, 12, limit, settings), message).toEqual([...reach.nearestSeconds]);
        // in steps from a shorter limit the same, each place once
        const stepwise = secondsFound(finder, origin, 12, limit / 4, settings);
        for (const step of [limit / 3, limit]) {
          const further = finder.findFurther(step);
          for (let i = 0; i < further.count; i++) {
            expect(stepwise[further.place[i]], message).toBe(Infinity);
            expect(further.seconds[i]).toBeGreaterThan((limit / 4) * 60);
            stepwise[further.place[i]] = further.seconds[i];
          }
          expect(further.edgeOfDataSeconds, message).toBe(edge <= step * 60 ? edge : Infinity);
        }
        expect(stepwise, message).toEqual([...reach.nearestSeconds]);
        expect(finder.findFurther(limit).count).toBe(0);
        finder.find(origin, limit / 4, settings);
        const few = finder.findFurther(limit, 5);
        const expected = [...reach.nearestSeconds.keys()].filter((place) => {
          const seconds = reach.nearestSeconds[place];
          return place < 5 && seconds > (limit / 4) * 60 && seconds <= limit * 60;
        });
        expect([...few.place.subarray(0, few.count)].sort((a, b) => a - b)).toEqual(expected);
        reached += reach.nearestSeconds.filter(Number.isFinite).length;
        missed += reach.nearestSeconds.filter((seconds) => seconds === Infinity).length;
      }
    }
    expect(reached).toBeGreaterThan(300);
    expect(missed).toBeGreaterThan(100);
    expect(edges).toBeGreaterThan(10);
  });

  test("are asked anew where the search at hand was of another origin, or shorter", async () => {
    const { engine, at } = await draw({ picture: "a---b---c---d", meters: 50, ways: { abcd: "highway=footway" } });
    const positions = [at("a"), at("d")];
    const finder = new PlaceFinder(engine, joined(engine, positions, {}));
    engine.isochronesSync(at("a"), [1]);
    expect(secondsFound(finder, at("a"), 2, 30, {})[1]).toBeCloseTo((600 * 3.6) / 5, 0);
    engine.isochronesSync(at("b"), [30]);
    expect(secondsFound(finder, at("a"), 2, 30, {})[1]).toBeCloseTo((600 * 3.6) / 5, 0);
    expect(secondsFound(finder, at("a"), 2, 5, {})[1]).toBe(Infinity);
  });

  test("are none where the origin has no way near, and leave out those without a way themselves", async () => {
    const { engine, at } = await draw({ picture: "a---b", meters: 50, ways: { ab: "highway=footway" } });
    const positions = [at("a"), at("b", 0, 5000)];
    const places = joined(engine, positions, {});
    expect([...places.edge]).toEqual([0, -1]);
    const finder = new PlaceFinder(engine, places);
    expect(finder.find(at("b", 0, 5000), 15)).toMatchObject({ count: 0, accessMeters: Number.NaN });
    expect(secondsFound(finder, at("b"), 2, 15, {})).toEqual([expect.closeTo((200 * 3.6) / 5, 0), Infinity]);
  });

  test("joining is the same for settings that share a word", async () => {
    const { engine } = await draw({ picture: "a---b", meters: 50, ways: { ab: "highway=footway" } });
    const word = (settings: Partial<WalkSettings>): string => engine.joiningOf(completeSettings(settings));
    expect(word({ speedKmh: 3, direction: "inbound" })).toBe(word({}));
    expect(word({ privateWays: "exclude" })).not.toBe(word({}));
    expect(word({ profile: "wheelchair" })).not.toBe(word({}));
  });
});
