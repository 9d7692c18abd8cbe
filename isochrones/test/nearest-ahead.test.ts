/** The nearest of each group beyond a search that stopped early are those of a search that goes on, to the bit. */
import { describe, expect, test } from "vitest";
import {
  completeSettings,
  EmbeddedEngine,
  fillRows,
  joinPlaces,
  NEVER,
  PlaceFinder,
  planNearest,
  roomForJoinedPlaces,
  sortJoinedPlaces,
  type NearestRows,
  type Position,
  type Soonest,
  type WalkSettings,
} from "../src/index.ts";
import { flatGroups } from "../src/engines/threads.ts";
import { buildFromXml, draw, moved } from "./map.ts";
import { walkers } from "./questions.ts";
import { placeOnWay, randomMap, randomOf, xmlOf } from "./random-map.ts";

const LIMIT = 30;

interface Ahead {
  finder: PlaceFinder;
  rows: NearestRows;
  groups: number[][];
  groupCount: number;
}

function lookOut(
  engine: EmbeddedEngine,
  positions: Position[],
  groups: number[][],
  groupCount: number,
  settings: WalkSettings,
): Ahead {
  const places = roomForJoinedPlaces(engine.network, positions.length);
  joinPlaces(engine, Float64Array.from(positions.flat()), settings, places, 0, positions.length);
  sortJoinedPlaces(engine.network, places);
  const plan = planNearest(engine.network, settings, { places, ...flatGroups(groups), groupCount }, LIMIT);
  // garbage that must be overwritten
  plan.rows.milliseconds.fill(7);
  plan.rows.target.fill(7);
  for (let group = 0; group < groupCount; group++) fillRows(plan, group, group + 1);
  return { finder: new PlaceFinder(engine, places), rows: plan.rows, groups, groupCount };
}

/** Seconds to the nearest place of each group, and which; null where only a search can tell. */
function nearestBy(
  { finder, rows, groups, groupCount }: Ahead,
  origin: Position,
  stopMinutes: number,
  settings: WalkSettings,
): { seconds: number[]; target: number[] } | null {
  const seconds = Array.from({ length: groupCount }, () => Infinity);
  const target = Array.from({ length: groupCount }, () => -1);
  const offer = (group: number, at: number, place: number): void => {
    if (at > seconds[group] || (at === seconds[group] && place >= target[group])) return;
    seconds[group] = at;
    target[group] = place;
  };
  const near = finder.find(origin, stopMinutes, settings);
  for (let i = 0; i < near.count; i++) {
    for (const group of groups[near.place[i]]) offer(group, near.seconds[i], near.place[i]);
  }
  const lacking = [...seconds.keys()].filter((group) => target[group] < 0);
  const soonest: Soonest = { milliseconds: new Int32Array(groupCount), target: new Int32Array(groupCount) };
  const around = finder.lookAhead(rows, lacking, soonest, groups.length);
  if (around === null) return null;
  for (let i = 0; i < around.count; i++) {
    expect(around.seconds[i]).toBeGreaterThan(stopMinutes * 60);
    for (const group of groups[around.place[i]]) offer(group, around.seconds[i], around.place[i]);
  }
  lacking.forEach((group, k) => {
    if (soonest.milliseconds[k] < NEVER) offer(group, soonest.milliseconds[k] / 1000, soonest.target[k]);
  });
  return { seconds, target };
}

describe("looking ahead of a search", () => {
  const MAPS = 400;
  test(`tells the nearest of each group as a search to the end does, on ${MAPS} random maps`, async () => {
    let ahead = 0;
    let further = 0;
    let untold = 0;
    for (let seed = 5000; seed < 5000 + MAPS; seed++) {
      const random = randomOf(seed);
      const map = seed % 2 === 0 ? randomMap(random, 12, 9, 60) : randomMap(random);
      const engine = new EmbeddedEngine(await buildFromXml(xmlOf(map)));
      const settings = completeSettings(walkers[seed % walkers.length]);
      const door = (): Position =>
        moved(placeOnWay(map, random).position, (random() - 0.5) * 50, (random() - 0.5) * 50);
      const doors = Array.from({ length: 12 }, door);
      const groupCount = 1 + random.below(4);
      const positions = doors.concat(doors.slice(0, 3));
      const groups = positions.map(() => Array.from({ length: random.below(3) }, () => random.below(groupCount)));
      const unique = groups.map((ofPlace) => [...new Set(ofPlace)]);
      const lookout = lookOut(engine, positions, unique, groupCount, settings);
      const targets = { positions, groups: unique, groupCount };
      for (let i = 0; i < 6; i++) {
        const origin = random() < 0.3 ? random.pick(doors) : door();
        const stop = random() < 0.2 ? 0.05 : 0.3 + random() * 8;
        const reach = engine.reachByGroup([origin], targets, [LIMIT], LIMIT, settings);
        const found = nearestBy(lookout, origin, stop, settings);
        if (found === null) {
          untold++;
          continue;
        }
        const message = `map ${seed}, ${stop} minutes, from ${origin.join()}`;
        expect(found.seconds, message).toEqual([...reach.nearestSeconds]);
        expect(found.target, message).toEqual([...reach.nearestTarget]);
        ahead++;
        further += found.seconds.filter((seconds) => Number.isFinite(seconds) && seconds > stop * 60).length;
      }
    }
    expect(ahead).toBeGreaterThan(1000);
    expect(further).toBeGreaterThan(500);
    expect(untold, "small maps have long ways without a junction").toBeGreaterThan(10);
  });

  test("says that it cannot tell where a walk has not come to a junction", async () => {
    const picture = "a-------b---c\n        |\n        d";
    const { engine, at } = await draw({ picture, meters: 50, ways: { abc: "highway=footway", bd: "highway=footway" } });
    const settings = completeSettings({});
    const lookout = lookOut(engine, [at("c")], [[0]], 1, settings);
    expect(nearestBy(lookout, at("a"), 1, settings)).toBeNull();
    // past the junction it can
    expect(nearestBy(lookout, at("a"), 5, settings)).toEqual({
      seconds: [expect.closeTo((600 * 3.6) / 5, 0)],
      target: [0],
    });
  });

  test("says so too on a way that takes longer than the search, and finds nothing where no way is near", async () => {
    const { engine, at } = await draw({ picture: "a---b", meters: 200, ways: { ab: "highway=footway" } });
    const settings = completeSettings({});
    const lookout = lookOut(engine, [at("b"), at("a", 700)], [[0], [1]], 2, settings);
    const away = nearestBy(lookout, at("b", 0, 5000), 15, settings);
    expect(away).toEqual({ seconds: [Infinity, Infinity], target: [-1, -1] });
    expect(nearestBy(lookout, at("a"), 9, settings)).toBeNull();
  });
});
