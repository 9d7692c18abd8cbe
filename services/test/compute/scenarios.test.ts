/** The thread of scenarios: made once per state of a city, made anew where a thread left it half done. */
import { fileURLToPath } from "node:url";
import { buildWalkNetwork, EmbeddedEngine } from "@quarterhour/isochrones";
import type { Position, WalkNetwork } from "@quarterhour/isochrones";
import { afterEach, beforeAll, expect, it } from "vitest";
import type { ScenarioStep } from "../../src/assessment/scenarios/live-scenario.ts";
import type { ScenarioData } from "../../src/compute/scenario-data.ts";
import { ScenarioCompute } from "../../src/compute/scenarios.ts";
import type { ScenarioSource } from "../../src/compute/scenarios.ts";

const SAMPLE = fileURLToPath(new URL("../../../data/sample/files/sample.osm.gz", import.meta.url));
let network: WalkNetwork;
let compute: ScenarioCompute;
let made: number;

beforeAll(async () => {
  network = await buildWalkNetwork(SAMPLE);
});
afterEach(() => compute.close());

const settings = { profile: "adult", speedKmh: 5, privateWays: "residents", direction: "outbound" } as const;
const RING = [0.001];

/** Every tenth crossing is a home of one household, one in the middle has the only shop. */
function dataOf(): ScenarioData {
  const homes: Position[] = [];
  for (let vertex = 0; vertex < network.vertexCount; vertex += 10) homes.push(network.vertexPosition(vertex));
  const shop = homes[Math.floor(homes.length / 2)];
  const targets = { positions: [shop], groups: [[0]], groupCount: 1 };
  return {
    network: network.bytes,
    settings,
    limitMinutes: 30,
    lngLat: Float64Array.from(homes.flat()),
    places: null,
    households: new Float64Array(homes.length).fill(1),
    targetLngLat: Float64Array.from(shop),
    groupStart: Uint32Array.from([0, 1]),
    groupItems: Uint8Array.from([0]),
    groupCount: 1,
    ringMinutes: [10],
    claimed: [true],
    levels: [{ areaCount: 1, areaOf: new Int32Array(homes.length) }],
    reach: new EmbeddedEngine(network).reachByGroup(homes, targets, RING, 30, settings),
    taken: new Int32Array(new SharedArrayBuffer(4)),
  };
}

function sourceOf(state: string, make: () => ScenarioData = dataOf): ScenarioSource {
  return {
    city: "sample",
    state,
    walkers: "",
    make: () => {
      made++;
      return Promise.resolve(make());
    },
  };
}

const closing: ScenarioStep[] = [{ do: "set", target: 0, groups: [] }];

async function lost(source: ScenarioSource, steps = closing): Promise<number> {
  const answer = await compute.run(source, steps);
  if (answer.refused !== null) throw new Error(answer.refused.message);
  expect(answer.residence).toHaveLength(answer.areas[0]?.before.covered ?? 0);
  return answer.residence.length;
}

it("makes a table once for all who ask, and another for another state of the city", async () => {
  compute = new ScenarioCompute();
  made = 0;
  const source = sourceOf("1");
  const found = await Promise.all([lost(source), lost(source, []), lost(source)]);
  expect(found[0]).toBeGreaterThan(5);
  expect(found).toEqual([found[0], 0, found[0]]);
  expect(made).toBe(1);
  expect(await lost(sourceOf("2"))).toBe(found[0]);
  expect(made).toBe(2);
  // the first state was dropped with that
  expect(await lost(source)).toBe(found[0]);
  expect(made).toBe(3);
});

it("begins anew where a thread had edited the table and ended", async () => {
  compute = new ScenarioCompute();
  made = 0;
  const source = sourceOf("1", () => {
    const data = dataOf();
    if (made === 1) data.taken[0] = 1;
    return data;
  });
  expect(await lost(source)).toBeGreaterThan(5);
  expect(made).toBe(2);
});

it("says which step cannot be done, and goes on", async () => {
  compute = new ScenarioCompute();
  made = 0;
  const source = sourceOf("1");
  const gate: ScenarioStep = { do: "network", edits: { openGates: [{ near: [118.05, 38.72] }] } };
  const answer = await compute.run(source, [gate, ...closing]);
  expect(answer.refused).toMatchObject({ step: 0, message: expect.stringMatching(/^openGates\[0\]: /) });
  expect(await lost(source)).toBeGreaterThan(5);
  expect(made).toBe(1);
});

it("tells what could not be made, and tries again with the next question", async () => {
  compute = new ScenarioCompute();
  made = 0;
  const source = sourceOf("1", () => {
    if (made === 1) throw new Error("the database does not answer");
    return dataOf();
  });
  const failing: ScenarioSource = { ...source, make: async () => source.make() };
  await expect(compute.run(failing, closing)).rejects.toThrow("the database does not answer");
  expect(await lost(failing)).toBeGreaterThan(5);
});
