// npm run bench -- edit [--districts n] [--edits n] [--anew] [--check] [--json]
// One outlet added, moved, removed in the metropolis: time until the reach table and the coverage of all its areas are up to
// date, beside working both out anew. A gate and a footbridge too. The first table is kept in .bench/.
import { parseArgs } from "node:util";
import { categories } from "@quarterhour/data";
import { editNetwork, LiveReach, reachInThreads, type NetworkEdits, type ReachChange } from "@quarterhour/isochrones";
import { quantile } from "./figures.ts";
import { LiveCoverage } from "../src/assessment/live-coverage.ts";
import { limitMinutes, ringMinutes } from "../src/assessment/reach-table.ts";
import { loadMetropolis } from "./edit-city.ts";
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

const usage = `npm run bench -- edit [options]
  --districts n   size of the generated city (${FULL_METROPOLIS}: about a million residences, vertices, 100,000 outlets)
  --edits n       how many outlets are added, moved, removed (100)
  --anew          work the whole table out anew in this run, also where it is kept in .bench/
  --check         at the end, make all kinds of edits one after another and hold the table against one worked out anew
  --json          one JSON value
`;

const { values: options } = parseArgs({
  options: {
    anew: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
    ...sizeOptions,
  },
});

/** Milliseconds until both are up to date. */
interface Row extends Spread {
  edit: string;
  edits: number;
  /** Of the p50, the network itself; where one was edited. */
  networkP50?: number;
  /** The same of processor time, which does not wait for others on the machine. */
  processor: Spread;
  /** Mean number of residences and areas × categories that changed. */
  residences: number;
  counts: number;
}

async function main(): Promise<void> {
  const { districts, edits } = readSizes(options);
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const city = await loadMetropolis(districts, options.anew, say);
  const { network, origins, targets, reach, households, levels } = city;

  let began = performance.now();
  const live = new LiveReach(
    network,
    { origins, targets, ringMinutes: [...ringMinutes], limitMinutes },
    { reach, origins: city.places },
  );
  const startMilliseconds = performance.now() - began;
  began = performance.now();
  const coverage = new LiveCoverage(
    live.reach,
    households,
    levels,
    categories.map((category) => ({ ringMinutes: category.ringMinutes, claimed: true })),
  );
  const foldMilliseconds = performance.now() - began;

  const { below, anyTarget, shifted, bridge } = diceOver(city);
  const measure = (
    edit: string,
    count: number,
    run: () => { change: ReachChange; networkMilliseconds?: number },
  ): Row => {
    const times: number[] = [];
    const networkTimes: number[] = [];
    const processorTimes: number[] = [];
    let residences = 0;
    let counts = 0;
    for (let i = -3; i < count; i++) {
      const cpu = process.cpuUsage();
      const start = performance.now();
      const { change, networkMilliseconds } = run();
      const told = coverage.apply(change);
      const milliseconds = performance.now() - start;
      const { user, system } = process.cpuUsage(cpu);
      coverage.apply(live.undo(change));
      // the first ones find nothing compiled
      if (i < 0) continue;
      times.push(milliseconds);
      if (networkMilliseconds !== undefined) networkTimes.push(networkMilliseconds);
      processorTimes.push((user + system) / 1000);
      residences += change.origins.length / count;
      counts += told.length / count;
    }
    const row = { edit, edits: count, ...spreadOf(times) };
    const networkP50 = networkTimes.length > 0 ? { networkP50: quantile(networkTimes, 0.5) } : {};
    const processor = spreadOf(processorTimes);
    return { ...row, ...networkP50, processor, residences, counts };
  };
  const onNetwork = (next: () => NetworkEdits) => () => {
    for (;;) {
      const wanted = next();
      const start = performance.now();
      try {
        const edited = editNetwork(network, wanted);
        const networkMilliseconds = performance.now() - start;
        return { change: live.useNetwork(edited), networkMilliseconds };
      } catch (error) {
        // the dice may have thrown a bridge that joins nothing
        if (!(error instanceof RangeError)) throw error;
      }
    }
  };
  const gates = city.privateGates;
  const few = Math.max(3, Math.ceil(edits / 10));
  const rows = [
    measure("outlet added", edits, () => ({
      change: live.addTarget(shifted(targets.positions[anyTarget()], 200), targets.groups[anyTarget()]),
    })),
    measure("outlet moved by up to 300 m", edits, () => {
      const target = anyTarget();
      return { change: live.moveTarget(target, shifted(targets.positions[target], 300)) };
    }),
    measure("outlet moved across the city", edits, () => ({
      change: live.moveTarget(anyTarget(), shifted(targets.positions[anyTarget()], 200)),
    })),
    measure("outlet removed", edits, () => ({ change: live.removeTarget(anyTarget()) })),
    measure("outlet with another service", edits, () => ({
      change: live.setGroups(anyTarget(), targets.groups[anyTarget()]),
    })),
    ...(gates.length > 0
      ? [
          measure(
            "gate opened",
            few,
            onNetwork(() => ({ openGates: [{ osmNode: gates[below(gates.length)] }] })),
          ),
          measure(
            "gate closed",
            few,
            onNetwork(() => ({ closeGates: [{ osmNode: gates[below(gates.length)] }] })),
          ),
        ]
      : []),
    measure("footbridge added", few, onNetwork(bridge)),
    measure(
      "way closed",
      few,
      onNetwork(() => ({ closeWays: [{ near: network.vertexPosition(below(network.vertexCount)) }] })),
    ),
  ];

  const isTheSame = options.check ? await check() : null;

  const about = {
    districts,
    residences: origins.length,
    outlets: targets.positions.length,
    categories: categories.length,
    vertices: network.vertexCount,
    areas: levels.map(({ areaCount }) => areaCount),
  };
  const anew = { ...city.anew, foldMilliseconds };
  if (options.json) {
    console.log(
      JSON.stringify({ about, anew, startMilliseconds, barMilliseconds: BAR_MILLISECONDS, rows, isTheSame }, null, 2),
    );
    return;
  }
  console.log(
    `${whole(about.residences)} residences, ${whole(about.outlets)} outlets, ${about.categories} categories, ${whole(about.vertices)} vertices, areas ${about.areas.join(" + ")}`,
  );
  console.log(
    `all anew: table ${whole(anew.milliseconds)} ms on ${anew.threads} threads (${anew.inThisRun ? "in this run" : `worked out ${anew.date}`}), coverage ${whole(foldMilliseconds)} ms in this run; ready for edits after ${whole(startMilliseconds)} ms`,
  );
  console.log(`until table and coverage are up to date, milliseconds (bar for outlets: ${BAR_MILLISECONDS})`);
  for (const row of rows) {
    const ofNetwork = row.networkP50 === undefined ? "" : `, of it the network ${row.networkP50.toFixed(0)}`;
    console.log(
      `  ${row.edit.padEnd(30)} ${shown(row)}  processor ${shown(row.processor)}  ${whole(row.residences)} residences, ${whole(row.counts)} counts${ofNetwork}`,
    );
  }
  if (isTheSame !== null) {
    console.log(`after ${edits} edits one upon another the table is ${isTheSame ? "" : "NOT "}the one worked out anew`);
  }

  async function check(): Promise<boolean> {
    for (let i = 0; i < edits; i++) {
      const target = anyTarget();
      if (i % 4 === 0) live.addTarget(shifted(targets.positions[target], 200), targets.groups[anyTarget()]);
      else if (i % 4 === 1) live.moveTarget(target, shifted(targets.positions[target], 300));
      else if (i % 4 === 2) live.removeTarget(target);
      else live.setGroups(target, targets.groups[anyTarget()]);
      if (i % 25 === 0) live.useNetwork(editNetwork(live.network, bridge()));
    }
    const again = await reachInThreads(live.network, origins, live.targets, [...ringMinutes], limitMinutes);
    const same = (one: ArrayBufferView, other: ArrayBufferView): boolean =>
      Buffer.compare(bytesOf(one), bytesOf(other)) === 0;
    return (
      same(live.reach.nearestSeconds, again.nearestSeconds) &&
      same(live.reach.nearestTarget, again.nearestTarget) &&
      live.reach.within.every((counts, ring) => same(counts, again.within[ring])) &&
      same(live.reach.accessMeters, again.accessMeters) &&
      same(live.reach.edgeOfDataSeconds, again.edgeOfDataSeconds)
    );
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

if (options.help) console.log(usage);
else {
  try {
    await main();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
