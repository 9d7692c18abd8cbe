/** What a scenario is said to change, beside the same city worked out from scratch before and after. */
import { fileURLToPath } from "node:url";
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import { buildWalkNetwork, editNetwork, EmbeddedEngine, LiveReach } from "@quarterhour/isochrones";
import type { GroupedTargets, NetworkEdits, Position, WalkNetwork } from "@quarterhour/isochrones";
import { beforeAll, describe, expect, it } from "vitest";
import { foldCoverage } from "../../src/assessment/coverage.ts";
import { reachState } from "../../src/assessment/gaps.ts";
import type { ReachState } from "../../src/assessment/gaps.ts";
import { LiveCoverage } from "../../src/assessment/live-coverage.ts";
import { LiveScenario, StepRefused } from "../../src/assessment/scenarios/live-scenario.ts";
import type { ScenarioStep } from "../../src/assessment/scenarios/live-scenario.ts";
import { reachParameters, reachTableOf } from "../../src/assessment/reach-table.ts";

const SAMPLE = fileURLToPath(new URL("../../../data/sample/files/sample.osm.gz", import.meta.url));
const SCENARIOS = Number(process.env.SCENARIOS ?? 40);
const some = categories.filter((_, index) => index % 7 === 0);
const AREAS = 9;
const RING = [0.001];

let network: WalkNetwork;
let gates: number[];

beforeAll(async () => {
  network = await buildWalkNetwork(SAMPLE);
  const { edgeOsmId, edgeClass } = network.arrays;
  const isGate = network.classes.map((row) => row.kind === "gate" && row.private);
  const found = new Set<number>();
  edgeClass.forEach((row, edge) => void (isGate[row] && found.add(edgeOsmId[edge])));
  gates = [...found];
});

/** The same numbers each time: 0 up to 1. */
let dice = 11;
const random = (): number => (dice = (dice * 48271) % 2147483647) / 2147483647;
const below = (bound: number): number => Math.floor(random() * bound);
const vertex = (): Position => network.vertexPosition(below(network.vertexCount));
const place = (): Position => {
  const [lng, lat] = vertex();
  return [lng + (random() - 0.5) * 1e-3, lat + (random() - 0.5) * 1e-3];
};

/** A city of dice; with `isTimed` each category has a second group, of outlets whose hours nobody knows. */
function diceCity(isTimed: boolean) {
  const groupCount = some.length * (isTimed ? 2 : 1);
  const groups = (): number[] => Array.from({ length: groupCount }, (_, group) => group).filter(() => random() < 0.15);
  const origins = Array.from({ length: 300 }, place);
  const positions = Array.from({ length: 70 }, place);
  const targets: GroupedTargets = { positions, groups: positions.map(groups), groupCount };
  const households = origins.map(() => 1 + below(200));
  const areaOf = [origins.map(() => 0), origins.map((_, i) => (i % 11 === 0 ? -1 : i % AREAS))];
  const partly = Uint8Array.from(origins, () => below(2));
  const claimed = some.map((_, i) => [true, false, partly][i % 3] as boolean | Uint8Array);
  return { origins, targets, households, areaOf, claimed, groups };
}
type City = ReturnType<typeof diceCity>;

function openCity({ origins, targets, households, areaOf, claimed }: City): LiveScenario {
  const live = new LiveReach(network, { origins, targets, ringMinutes: RING, limitMinutes: 30 });
  const levels = areaOf.map((own) => ({ areaCount: Math.max(...own) + 1, areaOf: own }));
  const asked = some.map(({ ringMinutes }, i) => ({ ringMinutes, claimed: claimed[i] }));
  return new LiveScenario(live, new LiveCoverage(live.reach, households, levels, asked));
}

function networkEdits(): NetworkEdits {
  const [from, to] = [vertex(), place()];
  return [
    (): NetworkEdits => ({ openGates: [{ osmNode: gates[below(gates.length)] }] }),
    (): NetworkEdits => ({ closeGates: [{ osmNode: gates[below(gates.length)] }] }),
    (): NetworkEdits => ({ addLinks: [{ kind: "footbridge", geometry: [from, to] }] }),
    (): NetworkEdits => ({ closeWays: [{ near: from }] }),
    (): NetworkEdits => ({
      openGates: [{ osmNode: gates[below(gates.length)] }],
      addLinks: [{ kind: "path", geometry: [from, vertex()] }],
    }),
  ][below(5)]();
}

function steps({ targets, groups }: City): ScenarioStep[] {
  const list: ScenarioStep[] = random() < 0.5 ? [{ do: "network", edits: networkEdits() }] : [];
  for (let n = below(5); n > 0; n--) {
    const target = below(targets.positions.length);
    list.push(
      [
        (): ScenarioStep => ({ do: "set", target, groups: [] }),
        (): ScenarioStep => ({ do: "set", target, groups: groups() }),
        (): ScenarioStep => ({ do: "move", target, position: place() }),
        (): ScenarioStep => ({ do: "add", position: place(), groups: groups() }),
      ][below(4)](),
    );
  }
  return list;
}

/** Seconds and states, worked out anew. */
function fromScratch(city: City, walked: WalkNetwork, targets: GroupedTargets) {
  const reach = new EmbeddedEngine(walked).reachByGroup(city.origins, targets, RING, 30);
  const stateOf = (residence: number, category: number): ReachState => {
    const row = residence * targets.groupCount;
    const isClaimed = city.claimed[category];
    return reachState(
      {
        nearestSeconds: reach.nearestSeconds[row + category],
        uncertainSeconds:
          targets.groupCount > some.length ? reach.nearestSeconds[row + some.length + category] : undefined,
        accessMeters: reach.accessMeters[residence],
        edgeOfDataSeconds: reach.edgeOfDataSeconds[residence],
        claimed: typeof isClaimed === "boolean" ? isClaimed : isClaimed[residence] === 1,
      },
      some[category].ringMinutes * 60,
    );
  };
  return { reach, stateOf };
}

function after({ targets }: City, list: readonly ScenarioStep[]): { walked: WalkNetwork; targets: GroupedTargets } {
  let walked = network;
  const positions = [...targets.positions];
  const groups = targets.groups.map((own) => [...own]);
  for (const step of list) {
    if (step.do === "network") walked = editNetwork(network, step.edits);
    else if (step.do === "set") groups[step.target] = step.groups;
    else if (step.do === "move") positions[step.target] = step.position;
    else {
      positions.push(step.position);
      groups.push(step.groups);
    }
  }
  return { walked, targets: { ...targets, positions, groups } };
}

describe.each([
  ["whatever the hour", false],
  ["at a time of day", true],
])("a scenario %s", (_name, isTimed) => {
  it("is what the city worked out from scratch before and after says", () => {
    const city = diceCity(isTimed);
    const scenario = openCity(city);
    const before = fromScratch(city, network, city.targets);
    let changedCells = 0;
    let refused = 0;
    let earlier: ScenarioStep[] = [];
    for (let n = 0; n < SCENARIOS; n++) {
      // often one that begins as the one before, as where somebody drags an outlet
      const list = random() < 0.4 ? [...earlier.slice(0, 1 + below(3)), ...steps(city).slice(1)] : steps(city);
      const networkFirst = list.filter((step, i) => step.do !== "network" || i === 0);
      let effect;
      try {
        effect = scenario.run(networkFirst);
      } catch (error) {
        // the dice may have thrown a bridge that joins nothing
        expect(error).toBeInstanceOf(StepRefused);
        refused++;
        continue;
      }
      earlier = networkFirst;
      const changed = after(city, networkFirst);
      const now = fromScratch(city, changed.walked, changed.targets);
      const expected = city.origins.flatMap((_origin, residence) =>
        some.flatMap((_category, category) => {
          const [from, to] = [before.stateOf(residence, category), now.stateOf(residence, category)];
          const cell = residence * changed.targets.groupCount + category;
          const seconds = {
            beforeSeconds: before.reach.nearestSeconds[cell],
            afterSeconds: now.reach.nearestSeconds[cell],
          };
          return from === to ? [] : [{ residence, category, from, to, ...seconds }];
        }),
      );
      const key = (each: { residence: number; category: number }): number => each.residence * 100 + each.category;
      expect(effect.changed.toSorted((a, b) => key(a) - key(b))).toEqual(expected);
      expect(scenario.reach).toEqual(now.reach);
      changedCells += expected.length;
      const keyOf = (state: ReachState) => (state === "reached" ? "covered" : state);
      const counted = (side: typeof now, level: number, area: number, category: number) => {
        const counts = { covered: 0, gap: 0, unknown: 0 };
        city.areaOf[level].forEach((own, residence) => {
          if (own === area) counts[keyOf(side.stateOf(residence, category))] += city.households[residence];
        });
        return counts;
      };
      for (const { level, area, category, before: was, after: is } of effect.areas) {
        expect(was).toEqual(counted(before, level, area, category));
        expect(is).toEqual(counted(now, level, area, category));
      }
      const touched = new Set(
        expected.flatMap(({ residence, category }) =>
          city.areaOf.flatMap((own, level) => (own[residence] < 0 ? [] : `${level} ${own[residence]} ${category}`)),
        ),
      );
      expect(new Set(effect.areas.map(({ level, area, category }) => `${level} ${area} ${category}`))).toEqual(touched);
    }
    expect(changedCells).toBeGreaterThan(SCENARIOS * 10);
    expect(refused).toBeLessThan(SCENARIOS / 2);
    expect(scenario.run([])).toEqual({ changed: [], areas: [] });
    expect(scenario.reach).toEqual(before.reach);
  });
});

it("begins with the counts of coverage", () => {
  const city = diceCity(false);
  const { reach } = fromScratch(city, network, city.targets);
  const ids: CategoryId[] = some.map(({ id }) => id);
  const table = reachTableOf(reachParameters(network.version, [], [], { ...settings }), ids, reach);
  const claims = {
    has: (id: CategoryId, residence: number) => {
      const claimed = city.claimed[ids.indexOf(id)];
      return typeof claimed === "boolean" ? claimed : claimed[residence] === 1;
    },
  };
  const homes = city.households.map((households) => ({ households, people: null }));
  const [row] = foldCoverage(table, homes, ["city"], city.areaOf[0], some, claims);
  const effect = openCity(city).run(city.targets.groups.map((_groups, target) => ({ do: "set", target, groups: [] })));
  expect(effect.areas.filter(({ level }) => level === 0).length).toBeGreaterThan(3);
  for (const { level, category, before } of effect.areas)
    if (level === 0) expect(row.cells[category]).toMatchObject(before);
});

const settings = { profile: "adult", speedKmh: 5, privateWays: "residents", direction: "outbound" } as const;
