/**
 * The reach table of the generated metropolis, at a sixteenth, a quarter and all of its size. Each measurement is a process
 * of its own, so that its memory is its own too; its clock runs from positions and a network in memory to the table.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { categories } from "@quarterhour/data";
import { buildWalkNetwork, openWalkNetwork, reachInThreads, type GroupReach } from "../src/index.ts";
import { copyBytesPerSecond } from "./bandwidth.ts";
import { ascending, quantile } from "./figures.ts";
import { fullMetropolis, metropolis, positionsOf, readOutlets, readResidences } from "./metropolis.ts";

const USAGE = `npm run bench -- reach [--districts n] [--alone] [--rounds n] [--threads n] [--json]

  --districts n  size of the whole city (default ${fullMetropolis}: about a million residences, 100,000 outlets)
  --alone        that size only, not a sixteenth and a quarter of it
  --rounds n     measurements at each size (default 3), and one more with one thread
  --threads n    default: as many as there are processors
`;

const RING_MINUTES = [5, 10, 15];
const LIMIT_MINUTES = 30;
const PARTS = ["start", "attach", "plan", "nearest", "count", "finish"] as const;
const script = fileURLToPath(import.meta.url);

interface Measured {
  vertices: number;
  edges: number;
  residences: number;
  outlets: number;
  threads: number;
  seconds: number;
  /** Processor time of all threads. */
  processorSeconds: number;
  parts: Record<(typeof PARTS)[number], number>;
  peakBytes: number;
  /** Pairs of a residence and an outlet's category within the largest ring. */
  pairs: number;
  hash: string;
}

interface Size {
  districts: number;
  rounds: Measured[];
  oneThread: Measured;
  /** Same table from one thread and from several, in each round. */
  sameTable: boolean;
  /** What any way of computing the table has to read and write at least, see `leastBytes`. */
  leastBytes: number;
  limitSeconds: number;
}

/** Network and places of a city in the forms that measurements read, so that these need not parse anything. */
async function prepare(districts: number): Promise<string> {
  const city = await metropolis({ districts });
  const folder = join(city.folder, "reach");
  const root = fileURLToPath(new URL("../src/", import.meta.url));
  const hash = createHash("sha256").update(readFileSync(join(city.folder, "made-by.json")));
  for (const file of globSync("{foot,network,osm}/*.ts", { cwd: root }).toSorted())
    hash.update(readFileSync(root + file));
  const key = hash.digest("hex");
  const keyFile = join(folder, "key");
  if (existsSync(keyFile) && readFileSync(keyFile, "utf8") === key) return folder;
  process.stderr.write(`building the network of ${districts} districts\n`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "network"), (await buildWalkNetwork(city.osm)).bytes);
  const residences = await readResidences(city.residences);
  const outlets = await readOutlets(city.outlets);
  await writeFile(join(folder, "residences"), residences.lngLat);
  await writeFile(join(folder, "outlets"), outlets.lngLat);
  await writeFile(join(folder, "groups"), JSON.stringify(outlets.groups));
  await writeFile(keyFile, key);
  return folder;
}

/** One measurement, in this process. */
async function measure(folder: string, threads: number): Promise<Measured> {
  const bytes = await readFile(join(folder, "network"));
  const inMemory = new Uint8Array(new SharedArrayBuffer(bytes.length));
  inMemory.set(bytes);
  const network = openWalkNetwork(inMemory);
  const places = async (name: string) => {
    const { buffer, byteOffset, byteLength } = await readFile(join(folder, name));
    return positionsOf(new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength)));
  };
  const residences = await places("residences");
  const outlets = await places("outlets");
  const groups = JSON.parse(await readFile(join(folder, "groups"), "utf8")) as number[][];
  const parts = Object.fromEntries(PARTS.map((part) => [part, 0])) as Measured["parts"];
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const reach = await reachInThreads(
    network,
    residences,
    { positions: outlets, groups, groupCount: categories.length },
    RING_MINUTES,
    LIMIT_MINUTES,
    { threads, onPart: (part, milliseconds) => (parts[part] = milliseconds / 1000) },
  );
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  return {
    vertices: network.vertexCount,
    edges: network.edgeCount,
    residences: residences.length,
    outlets: outlets.length,
    threads,
    seconds,
    processorSeconds: (user + system) / 1e6,
    parts,
    peakBytes,
    pairs: reach.within[reach.within.length - 1].reduce((sum, count) => sum + count, 0),
    hash: hashOf(reach),
  };
}

function hashOf(reach: GroupReach): string {
  const hash = createHash("sha256");
  const { nearestSeconds, nearestTarget, within, accessMeters, edgeOfDataSeconds } = reach;
  for (const { buffer, byteOffset, byteLength } of [
    nearestSeconds,
    nearestTarget,
    ...within,
    accessMeters,
    edgeOfDataSeconds,
  ]) {
    const most = 2 ** 30;
    for (let from = 0; from < byteLength; from += most) {
      hash.update(new Uint8Array(buffer, byteOffset + from, Math.min(most, byteLength - from)));
    }
  }
  return hash.digest("hex").slice(0, 16);
}

/**
 * Bytes that any way of computing the table has to move: each place read; for each category the streets looked at once,
 * with a time and a target for each vertex; each pair of a residence and an outlet within the largest ring added to a
 * count of two bytes; the table written. Nothing is reckoned for finding out which pairs these are.
 */
function leastBytes({ vertices, edges, residences, outlets, pairs }: Measured): number {
  const places = (residences + outlets) * 16;
  const streets = categories.length * (2 * edges * (4 + 4) + vertices * (4 + 4));
  const counts = pairs * 2 * 2;
  const table = residences * categories.length * (8 + 4 + 2 * RING_MINUTES.length);
  return places + streets + counts + table;
}

function inOwnProcess(folder: string, threads: number): Measured {
  const child = spawnSync(process.execPath, [script, "--measure", folder, "--threads", String(threads)], {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (child.status !== 0) throw new Error(`measuring ${folder} failed`);
  return JSON.parse(child.stdout) as Measured;
}

const median = (numbers: number[]): number => quantile(ascending(numbers), 0.5);

/** Exponent p of seconds ~ residences ^ p between two sizes. */
const growth = (small: Measured[], large: Measured[], of: (row: Measured) => number): number =>
  Math.log(Math.min(...large.map(of)) / Math.min(...small.map(of))) /
  Math.log(large[0].residences / small[0].residences);

function print(size: Size): void {
  const [first] = size.rounds;
  const seconds = (value: number): string => `${value.toFixed(2)} s`;
  const gigabytes = (value: number): string => `${(value / 1e9).toFixed(2)} GB`;
  const times = size.rounds.map((round) => round.seconds);
  console.log(
    `${size.districts} districts: ${first.residences} residences, ${first.outlets} outlets, ${categories.length} categories, ${first.vertices} vertices, ${first.edges} edges, ${first.pairs} pairs within ${RING_MINUTES.at(-1)} minutes`,
  );
  console.log(
    `  ${first.threads} threads     median ${seconds(median(times))}, least ${seconds(Math.min(...times))}, processor time ${seconds(median(size.rounds.map((round) => round.processorSeconds)))}`,
  );
  for (const part of PARTS) {
    console.log(`    ${part.padEnd(9)} ${seconds(median(size.rounds.map(({ parts }) => parts[part])))}`);
  }
  console.log(`  1 thread      ${seconds(size.oneThread.seconds)}`);
  console.log(`  resident      ${gigabytes(Math.max(...size.rounds.map(({ peakBytes }) => peakBytes)))} at most`);
  console.log(
    `  limit         ${gigabytes(size.leastBytes)} at copying speed: ${seconds(size.limitSeconds)}; took ${(Math.min(...times) / size.limitSeconds).toFixed(1)} times that`,
  );
  console.log(
    `  table         ${first.hash}, ${size.sameTable ? "the same" : "NOT THE SAME"} from one thread and each time`,
  );
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      districts: { type: "string", default: String(fullMetropolis) },
      alone: { type: "boolean", default: false },
      rounds: { type: "string", default: "3" },
      threads: { type: "string", default: String(availableParallelism()) },
      measure: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const [districts, rounds, threads] = [values.districts, values.rounds, values.threads].map(Number);
  for (const [name, value] of Object.entries({ districts, rounds, threads })) {
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name}: give a whole number from 1\n\n${USAGE}`);
  }
  if (values.measure !== undefined) {
    console.log(JSON.stringify(await measure(values.measure, threads)));
    return;
  }
  const all = [Math.round(districts / 16), Math.round(districts / 4), districts].filter((size) => size >= 2);
  const folders = new Map<number, string>();
  for (const size of values.alone ? [districts] : all) folders.set(size, await prepare(size));
  const bytesPerSecond = await copyBytesPerSecond(threads);
  const sizes: Size[] = [];
  for (const [size, folder] of folders) {
    const measured = Array.from({ length: rounds }, () => inOwnProcess(folder, threads));
    const oneThread = inOwnProcess(folder, 1);
    const bytes = leastBytes(oneThread);
    sizes.push({
      districts: size,
      rounds: measured,
      oneThread,
      sameTable: measured.every(({ hash }) => hash === oneThread.hash),
      leastBytes: bytes,
      limitSeconds: bytes / bytesPerSecond,
    });
    if (!values.json) print(sizes[sizes.length - 1]);
  }
  const ends = sizes.length > 1 ? ([sizes[0].rounds, sizes[sizes.length - 1].rounds] as const) : null;
  const exponent = ends && growth(...ends, (row) => row.seconds);
  const processorExponent = ends && growth(...ends, (row) => row.processorSeconds);
  if (values.json) console.log(JSON.stringify({ bytesPerSecond, sizes, exponent, processorExponent }, null, 2));
  else {
    console.log(`copying: ${(bytesPerSecond / 1e9).toFixed(1)} GB read and written per second by ${threads} threads`);
    if (exponent !== null && processorExponent !== null) {
      console.log(
        `growth with the number of residences, least times: exponent ${exponent.toFixed(2)} (processor time ${processorExponent.toFixed(2)})   bar 1.1`,
      );
    }
    console.log("bar for the whole: 20 s, 3 GB");
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
