// npm run bench -- scenario [--districts n] [--edits n] [--json]
// What if, as planners ask it: one outlet added, dragged, removed, given another service in the metropolis, also beside a
// new footbridge, through the thread that works scenarios out. The first table is kept in .bench/.
import { parseArgs } from "node:util";
import { categories } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { quantile, repeatable } from "./figures.ts";
import type { ScenarioStep } from "../src/assessment/scenarios/live-scenario.ts";
import { limitMinutes } from "../src/assessment/reach-table.ts";
import type { ScenarioData } from "../src/compute/scenario-data.ts";
import { ScenarioCompute } from "../src/compute/scenarios.ts";
import { loadMetropolis } from "./edit-city.ts";
import type { BenchCity } from "./edit-city.ts";

const FULL_METROPOLIS = 656;
const BAR_MILLISECONDS = 50;
/** Rings are not asked for. */
const RING_MINUTES = 0.001;

const usage = `npm run bench -- scenario [options]
  --districts n   size of the generated city (${FULL_METROPOLIS}: about a million residences, vertices, 100,000 outlets)
  --edits n       how many outlets of each kind (100)
  --json          one JSON value
`;

const { values: options } = parseArgs({
  options: {
    districts: { type: "string", default: String(FULL_METROPOLIS) },
    edits: { type: "string", default: "100" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

interface Row {
  scenario: string;
  asked: number;
  /** Milliseconds of the thread's work: edits of before taken back, this one's done, states and areas compared. */
  compute: { p50: number; p99: number };
  /** Of a processor, the garbage collector's as well; others on the machine do not lengthen it. */
  processor: { p50: number; p99: number };
  /** Milliseconds until the answer is back at the event loop. */
  answer: { p50: number; p99: number };
  /** Mean number of homes × categories, and areas × categories, that are others. */
  changed: number;
  counts: number;
}

async function main(): Promise<void> {
  const districts = Number(options.districts);
  const edits = Number(options.edits);
  if (!(Number.isInteger(districts) && districts > 0 && Number.isInteger(edits) && edits > 0)) {
    throw new RangeError("--districts and --edits: give whole numbers from 1");
  }
  const city = await loadMetropolis(districts, false, (text) => void process.stderr.write(`${text}\n`));
  const { targets, network, origins } = city;
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
  const random = repeatable(7);
  const below = (bound: number): number => Math.floor(random() * bound);
  const shifted = ([lng, lat]: Position, meters: number): Position => [
    lng + ((random() - 0.5) * 2 * meters) / 87_000,
    lat + ((random() - 0.5) * 2 * meters) / 111_000,
  ];
  const anyTarget = (): number => below(targets.positions.length);
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
      compute: quantiles(computeTimes),
      processor: quantiles(processorTimes),
      answer: quantiles(answerTimes),
    };
  };
  const bridge = (): ScenarioStep => {
    const from = network.vertexPosition(below(network.vertexCount));
    const geometry: Position[] = [from, [from[0] + 0.001, from[1] + 0.0004]];
    return { do: "network", edits: { addLinks: [{ kind: "footbridge", geometry }] } };
  };

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
  let standing = bridge();
  for (;;) {
    const { answer } = await ask([standing]);
    if (answer.refused === null) break;
    standing = bridge();
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
    await measure("another footbridge each time", few, () => [bridge()]),
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
  const number = (value: number): string => Math.round(value).toLocaleString("en");
  console.log(
    `${number(about.residences)} residences, ${number(about.outlets)} outlets, ${about.categories} categories, areas ${about.areas.join(" + ")}; the first question waits ${number(ready)} ms, ${number(readyProcessor)} of a processor`,
  );
  console.log(`milliseconds of compute (bar for one outlet: ${BAR_MILLISECONDS}), and until the answer is there`);
  for (const { scenario, compute: own, processor, answer, changed, counts } of rows) {
    console.log(
      `  ${scenario.padEnd(36)} p50 ${own.p50.toFixed(1).padStart(7)}  p99 ${own.p99.toFixed(1).padStart(7)}  processor ${processor.p50.toFixed(1).padStart(7)} ${processor.p99.toFixed(1).padStart(7)}  answer ${answer.p50.toFixed(1).padStart(7)} ${answer.p99.toFixed(1).padStart(7)}  ${number(changed)} homes × categories, ${number(counts)} counts`,
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

function quantiles(values: number[]): { p50: number; p99: number } {
  return { p50: quantile(values, 0.5), p99: quantile(values, 0.99) };
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
