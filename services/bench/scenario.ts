// npm run bench -- scenario [--districts n] [--edits n] [--json]
// What if, as planners ask it: one outlet added, dragged, removed, given another service in the metropolis, also beside a
// new footbridge, through the thread that works scenarios out. The first table is kept in .bench/.
import { parseArgs } from "node:util";
import { categories } from "@quarterhour/data";
import type { ScenarioStep } from "../src/assessment/scenarios/live-scenario.ts";
import { limitMinutes } from "../src/assessment/reach-table.ts";
import type { ScenarioData } from "../src/compute/scenario-data.ts";
import { ScenarioCompute } from "../src/compute/scenarios.ts";
import { loadMetropolis } from "./edit-city.ts";
import type { BenchCity } from "./edit-city.ts";
import {
  BAR_MILLISECONDS,
  diceOver,
  FULL_METROPOLIS,
  readSizes,
  shown,
  sizeOptions,
  spreadOf,
  whole,
} from "./edit-dice.ts";
import type { Spread } from "./edit-dice.ts";

/** Rings are not asked for. */
const RING_MINUTES = 0.001;

const usage = `npm run bench -- scenario [options]
  --districts n   size of the generated city (${FULL_METROPOLIS}: about a million residences, vertices, 100,000 outlets)
  --edits n       how many outlets of each kind (100)
  --json          one JSON value
`;

const { values: options } = parseArgs({
  options: {
    ...sizeOptions,
  },
});

interface Row {
  scenario: string;
  asked: number;
  /** Milliseconds of the thread's work: edits of before taken back, this one's done, states and areas compared. */
  compute: Spread;
  /** Of a processor, the garbage collector's as well; others on the machine do not lengthen it. */
  processor: Spread;
  /** Milliseconds until the answer is back at the event loop. */
  answer: Spread;
  /** Mean number of homes × categories, and areas × categories, that are others. */
  changed: number;
  counts: number;
}

async function main(): Promise<void> {
  const { districts, edits } = readSizes(options);
  const city = await loadMetropolis(districts, false, (text) => void process.stderr.write(`${text}\n`));
  const { targets, origins } = city;
  const data = dataOf(city);
  const compute = new ScenarioCompute();
  const source = { city: "metropolis", state: "1", walkers: "", make: () => Promise.resolve(data) };
  const ask = async (steps: ScenarioStep[]) => {
    const began = performance.now();
    const cpu = process.cpuUsage();
    const answer = await compute.run(source, steps);
    const { user, system } = process.cpuUsage(cpu);
    return { answer, milliseconds: performance.now() - began, processor: (user + system) / 1000 };
  };
  const { below, anyTarget, shifted, bridge } = diceOver(city);
  const measure = async (scenario: string, count: number, next: () => ScenarioStep[]): Promise<Row> => {
    const computeTimes: number[] = [];
    const answerTimes: number[] = [];
    const processorTimes: number[] = [];
    const row = { scenario, asked: count, changed: 0, counts: 0 };
    // the first ones find nothing compiled
    for (let i = -3; i < count;) {
      const { answer, milliseconds, processor } = await ask(next());
      // the dice may have thrown a bridge that joins nothing
      if (answer.refused !== null) continue;
      if (i++ < 0) continue;
      computeTimes.push(answer.milliseconds);
      answerTimes.push(milliseconds);
      processorTimes.push(processor);
      row.changed += answer.residence.length / count;
      row.counts += answer.areas.length / count;
    }
    return {
      ...row,
      compute: spreadOf(computeTimes),
      processor: spreadOf(processorTimes),
      answer: spreadOf(answerTimes),
    };
  };
  const newBridge = (): ScenarioStep => ({ do: "network", edits: bridge() });

  const { milliseconds: ready, processor: readyProcessor } = await ask([]);
  let dragged = anyTarget();
  let there = targets.positions[dragged];
  const drag = (i: { n: number }): ScenarioStep => {
    if (i.n++ % 20 === 0) {
      dragged = anyTarget();
      there = targets.positions[dragged];
    }
    there = shifted(there, 40);
    return { do: "move", target: dragged, position: there };
  };
  const plain = { n: 0 };
  const beside = { n: 0 };
  let standing = newBridge();
  for (;;) {
    const { answer } = await ask([standing]);
    if (answer.refused === null) break;
    standing = newBridge();
  }
  const few = Math.max(3, Math.ceil(edits / 20));
  const rows = [
    await measure("outlet added", edits, () => [
      { do: "add", position: shifted(targets.positions[anyTarget()], 200), groups: targets.groups[anyTarget()] },
    ]),
    await measure("outlet dragged, 40 m a step", edits, () => [drag(plain)]),
    await measure("outlet removed", edits, () => [{ do: "set", target: anyTarget(), groups: [] }]),
    await measure("outlet with another service", edits, () => {
      const target = anyTarget();
      return [{ do: "set", target, groups: [...new Set([...targets.groups[target], below(categories.length)])] }];
    }),
    await measure("five outlets at once", edits, () =>
      Array.from({ length: 5 }, () => ({ do: "set" as const, target: anyTarget(), groups: [] })),
    ),
    await measure("another footbridge each time", few, () => [newBridge()]),
    await measure("outlet dragged beside a footbridge", edits, () => [standing, drag(beside)]),
  ];
  await compute.close();
  const about = {
    districts,
    residences: origins.length,
    outlets: targets.positions.length,
    categories: categories.length,
    areas: data.levels.map(({ areaCount }) => areaCount),
  };
  if (options.json) {
    console.log(
      JSON.stringify(
        { about, readyMilliseconds: ready, readyProcessor, barMilliseconds: BAR_MILLISECONDS, rows },
        null,
        2,
      ),
    );
    return;
  }
  console.log(
    `${whole(about.residences)} residences, ${whole(about.outlets)} outlets, ${about.categories} categories, areas ${about.areas.join(" + ")}; the first question waits ${whole(ready)} ms, ${whole(readyProcessor)} of a processor`,
  );
  console.log(`milliseconds of compute (bar for one outlet: ${BAR_MILLISECONDS}), and until the answer is there`);
  for (const { scenario, compute: own, processor, answer, changed, counts } of rows) {
    console.log(
      `  ${scenario.padEnd(36)} ${shown(own)}  processor ${shown(processor)}  answer ${shown(answer)}  ${whole(changed)} homes × categories, ${whole(counts)} counts`,
    );
  }
}

function dataOf({ network, origins, targets, reach, places, households, levels }: BenchCity): ScenarioData {
  const groupStart = new Uint32Array(targets.groups.length + 1);
  targets.groups.forEach((groups, i) => (groupStart[i + 1] = groupStart[i] + groups.length));
  const cells = reach.nearestSeconds.length;
  return {
    network: inShared(network.bytes),
    settings: { profile: "adult", speedKmh: 5, privateWays: "residents", direction: "outbound" },
    limitMinutes,
    lngLat: inShared(Float64Array.from(origins.flat())),
    places: {
      edge: inShared(places.edge),
      offsetMeters: inShared(places.offsetMeters),
      accessMeters: inShared(places.accessMeters),
    },
    households: inShared(Float64Array.from(households)),
    targetLngLat: inShared(Float64Array.from(targets.positions.flat())),
    groupStart: inShared(groupStart),
    groupItems: inShared(Uint8Array.from(targets.groups.flat())),
    groupCount: targets.groupCount,
    ringMinutes: categories.map(({ ringMinutes }) => ringMinutes),
    claimed: categories.map(() => true),
    levels: levels.map(({ areaCount, areaOf }) => ({ areaCount, areaOf: inShared(Int32Array.from(areaOf)) })),
    reach: {
      groupCount: reach.groupCount,
      nearestSeconds: inShared(reach.nearestSeconds),
      nearestTarget: inShared(reach.nearestTarget),
      within: [new Uint16Array(new SharedArrayBuffer(cells * 2))],
      ringMinutes: [RING_MINUTES],
      accessMeters: inShared(reach.accessMeters),
      edgeOfDataSeconds: inShared(reach.edgeOfDataSeconds),
    },
    taken: new Int32Array(new SharedArrayBuffer(4)),
  };
}

type TypedArray = Uint8Array | Int32Array | Uint32Array | Float64Array;

function inShared<T extends TypedArray>(values: T): T {
  const shared = new (values.constructor as new (buffer: SharedArrayBuffer) => T)(
    new SharedArrayBuffer(values.byteLength),
  );
  shared.set(values);
  return shared;
}

if (options.help) console.log(usage);
else {
  try {
    await main();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
