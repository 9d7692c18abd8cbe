/** The bulk search against the simple one, to the bit, on random maps with all that makes walks differ. */
import { describe, expect, test } from "vitest";
import { completeSettings, EmbeddedEngine, type Position, type WalkNetwork, type WalkSettings } from "../src/index.ts";
import { planBulk, TARGETS_PER_TASK, type BulkQuestion } from "../src/search/bulk-plan.ts";
import { BulkSolver, emptyTally } from "../src/search/bulk-reach.ts";
import { NEVER } from "../src/search/bulk-compounds.ts";
import { spreadTargets } from "../src/search/bulk-search.ts";
import { WalkCosts } from "../src/search/costs.ts";
import { emptyReach, ReachSolver, roomForPlaces, roomForReach, setPlace, turnedRound } from "../src/search/reach.ts";
import type { AttachedPlaces, ReachQuestion } from "../src/search/reach.ts";
import { buildFromXml, moved } from "./map.ts";
import { walkers } from "./questions.ts";
import { placeOnWay, randomMap, randomOf, xmlOf, type Random, type RandomMap } from "./random-map.ts";

const buffer = (bytes: number): ArrayBuffer => new ArrayBuffer(bytes);

function simply(engine: EmbeddedEngine, question: ReachQuestion, settings: WalkSettings) {
  const { origins, groupCount, ringMinutes } = question;
  const reach = emptyReach(origins.edge.length, groupCount, ringMinutes);
  reach.accessMeters.set(origins.accessMeters);
  const solver = new ReachSolver(engine.searchFor(turnedRound(settings)), question, reach);
  for (let group = 0; group < groupCount; group++) solver.solveGroup(group);
  solver.solveEdgeOfData();
  return reach;
}

/** As several threads do it, one after the other. */
function inBulk(network: WalkNetwork, question: ReachQuestion, settings: WalkSettings, threads: number) {
  const groupStart = new Int32Array(question.groups.length + 1);
  question.groups.forEach((groups, i) => (groupStart[i + 1] = groupStart[i] + new Set(groups).size));
  const groupItems = Int32Array.from(question.groups.flatMap((groups) => [...new Set(groups)]));
  const flat: BulkQuestion = { ...question, groupStart, groupItems };
  const plan = planBulk(network, new WalkCosts(network, turnedRound(settings)), flat, buffer);
  const tallies = Array.from({ length: threads }, () => emptyTally(plan, buffer));
  const solvers = tallies.map((tally) => new BulkSolver(plan, tally));
  const solver = (index: number): BulkSolver => solvers[index % threads];
  for (let group = 0; group <= question.groupCount; group++) solver(group).nearest(group);
  for (let from = 0; from < plan.targets.count; from += TARGETS_PER_TASK) {
    const to = Math.min(plan.targets.count, from + TARGETS_PER_TASK);
    const middle = Math.floor((from + to) / 2);
    solver(0).count(from, middle);
    solver(1).count(middle, to);
  }
  const count = question.origins.edge.length;
  // garbage that must be overwritten
  const reach = roomForReach(count, question.groupCount, question.ringMinutes);
  reach.nearestSeconds.fill(-7);
  reach.nearestTarget.fill(-7);
  reach.edgeOfDataSeconds.fill(-7);
  reach.accessMeters.set(question.origins.accessMeters);
  for (let from = 0; from < count; from += 7) solver(from).finish(from, Math.min(count, from + 7), tallies, reach);
  return { reach, plan };
}

function attachAll(engine: EmbeddedEngine, positions: Position[], settings: WalkSettings): AttachedPlaces {
  const places = roomForPlaces(positions.length);
  positions.forEach((position, index) => setPlace(places, index, engine.attach(position, settings)));
  return places;
}

/** Doors beside ways, some of them the same door, some far off; and groups of any size. */
function questionOn(map: RandomMap, engine: EmbeddedEngine, random: Random, settings: WalkSettings): ReachQuestion {
  const door = (): Position => {
    if (random() < 0.03) return moved([114, 22.5], -5000, 3000);
    const spread = random() < 0.3 ? 0 : 50;
    return moved(placeOnWay(map, random).position, (random() - 0.5) * spread, (random() - 0.5) * spread);
  };
  const doors = Array.from({ length: 12 }, door);
  const some = (count: number): Position[] =>
    Array.from({ length: count }, () => (random() < 0.4 ? random.pick(doors) : door()));
  const targets = some(random.below(60));
  const groupCount = 1 + random.below(5);
  return {
    origins: attachAll(engine, some(1 + random.below(90)), settings),
    targets: attachAll(engine, targets, settings),
    groups: targets.map(() => Array.from({ length: random.below(4) }, () => random.below(groupCount))),
    groupCount,
    ringMinutes: random.pick([[5, 10, 15], [1, 2, 3], [0.5, 1.5], [4], [1, 2, 3, 4, 5]]),
    limitMinutes: random.pick([15, 30]),
  };
}

describe("the bulk search gives the simple one's answer to the bit", () => {
  const MAPS = 150;
  test(`${MAPS} random maps`, async () => {
    const seen = { cells: 0, reached: 0, unattached: 0, straight: 0, rim: 0, privateTargets: 0 };
    for (let seed = 1; seed <= MAPS; seed++) {
      const random = randomOf(seed * 7919);
      const map = seed % 4 === 0 ? randomMap(random, 12, 9, 60) : randomMap(random);
      if (seed % 5 === 0) map.bounds = [moved([114, 22.5], -1000, -1000), moved([114, 22.5], 150, 1000)];
      const engine = new EmbeddedEngine(await buildFromXml(xmlOf(map)));
      const settings = completeSettings(walkers[seed % walkers.length]);
      const question = questionOn(map, engine, random, settings);
      const expected = simply(engine, question, settings);
      const { reach, plan } = inBulk(engine.network, question, settings, 1 + (seed % 2));
      expect(reach, `map ${seed}`).toEqual(expected);

      seen.cells += expected.nearestTarget.length;
      seen.reached += expected.nearestTarget.filter((target) => target >= 0).length;
      seen.unattached += question.origins.edge.filter((edge) => edge < 0).length;
      seen.straight += plan.targets.homeTo.filter((to, i) => to > plan.targets.homeFrom[i]).length;
      seen.rim += expected.edgeOfDataSeconds.filter((seconds) => seconds < Infinity).length;
      for (const edge of plan.targets.edge) if (engine.network.edgeClassOf(edge).private) seen.privateTargets++;
    }
    expect(seen.reached).toBeGreaterThan(seen.cells / 4);
    expect(seen.reached).toBeLessThan(seen.cells);
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(100);
  });

  test("counts end at 65,535", async () => {
    const map: RandomMap = {
      nodes: [0, 100, 200].map((east, i) => ({ id: i + 1, position: moved([114, 22.5], east, 0), tags: "" })),
      ways: [{ id: 1001, refs: [1, 2, 3], tags: "highway=footway" }],
      walls: [],
      bounds: null,
    };
    const engine = new EmbeddedEngine(await buildFromXml(xmlOf(map)));
    const settings = completeSettings();
    const positions = (meters: number[]): Position[] => meters.map((east) => moved([114, 22.5], east, 5));
    const question: ReachQuestion = {
      origins: attachAll(engine, positions([10, 150, 199]), settings),
      targets: attachAll(engine, positions(Array.from({ length: 65_600 }, (_, i) => (i % 2) * 180)), settings),
      groups: Array.from({ length: 65_600 }, (_, i) => (i < 100 ? [1] : i < 200 ? [0, 1] : [0])),
      groupCount: 2,
      ringMinutes: [1, 5],
      limitMinutes: 15,
    };
    const { reach } = inBulk(engine.network, question, settings, 2);
    expect(reach).toEqual(simply(engine, question, settings));
    expect([...reach.within[1]]).toEqual([65_500, 200, 65_500, 200, 65_500, 200]);
    const more = { ...question, groups: question.groups.map(() => [0, 1]) };
    const { reach: full } = inBulk(engine.network, more, settings, 2);
    expect([...full.within[1]]).toEqual([65_535, 65_535, 65_535, 65_535, 65_535, 65_535]);
    expect([...full.within[0]]).toEqual([32_800, 32_800, 32_800, 32_800, 32_800, 32_800]);
  });
});

test("the nearest target is the same, in pieces of whatever size the city is searched", () => {
  let crossed = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const random = randomOf(seed);
    const count = 20 + random.below(100);
    const ways = Array.from({ length: count }, () =>
      Array.from({ length: random.below(5) }, () => [random.below(count), random.below(4) * random.below(30_000)]),
    );
    const start = new Int32Array(count + 1);
    ways.forEach((of, state) => (start[state + 1] = start[state] + of.length));
    const begin = Array.from({ length: 6 }, (_, target) => ({ state: random.below(count), target }));
    const limit = 100_000;
    const inPieces = (tileBits: number) => {
      const soonest = { milliseconds: new Int32Array(count).fill(NEVER), target: new Int32Array(count) };
      for (const { state, target } of begin.toReversed()) {
        soonest.milliseconds[state] = 0;
        soonest.target[state] = target;
      }
      const states = begin.map(({ state }) => state);
      spreadTargets({ start, arcs: Int32Array.from(ways.flat(2)) }, soonest, states, limit, tileBits);
      return Array.from(soonest.milliseconds, (at, state) => (at === NEVER ? null : [at, soonest.target[state]]));
    };
    // every way again and again, until nothing gets better
    const expected: ([number, number] | null)[] = Array.from({ length: count }, () => null);
    for (const { state, target } of begin) expected[state] ??= [0, target];
    for (let again = true; again;) {
      again = false;
      ways.forEach((of, from) =>
        of.forEach(([to, cost]) => {
          const [leaving, known] = [expected[from], expected[to]];
          if (!leaving || leaving[0] + cost > limit) return;
          const [at, target] = [leaving[0] + cost, leaving[1]];
          if (known && (known[0] < at || (known[0] === at && known[1] <= target))) return;
          expected[to] = [at, target];
          if (from >> 2 !== to >> 2) crossed++;
          again = true;
        }),
      );
    }
    for (const tileBits of [0, 2, 4, 20]) expect(inPieces(tileBits), `seed ${seed}`).toEqual(expected);
  }
  expect(crossed).toBeGreaterThan(1000);
});
