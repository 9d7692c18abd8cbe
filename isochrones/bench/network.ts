/**
 * OSM file to ready network, and opening a ready one. Each build is a process of its own, in turn with osmium reading the
 * same file, so that both meet the same machine; each file is read once before, so that both find it in memory.
 */
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, statSync, writeFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildWalkNetwork } from "../src/network/build.ts";
import { openWalkNetwork } from "../src/network/network.ts";
import { ascending, quantile } from "./figures.ts";
import { SAMPLE } from "./inputs.ts";

const USAGE = `npm run bench -- network [--osm FILE]… [--districts n] [--rounds n] [--json]

  --osm FILE     a map (.osm.pbf, .osm, .osm.gz); again for more maps; none: the sample city and the generated one
  --districts n  size of the generated city (default 656: 32 MB of PBF; 0: none)
  --rounds n     builds and readings of each map (default 5)
`;

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join(root, ".bench");
const script = fileURLToPath(import.meta.url);
/** Reads everything, writes nothing: the output format "blackhole" leaves the encoding out too. */
const OSMIUM = ["cat", "--output-format=blackhole", "--output=/dev/null", "--overwrite"];
const BARS = { build: 6, memory: 8, memoryFromBytes: 20e6, open: 2 };
/** Builds shorter than this are measured again in a process that has built before. */
const SHORT_SECONDS = 2;
/** Readings of a network of either kind, in turn; more of those that take no time. */
const OPENINGS = 25;
const SHORT_OPENINGS = 401;
const SHORT_OPENING_BYTES = 4e6;

interface Built {
  seconds: number;
  processorSeconds: number;
  peakBytes: number;
  /** What the process held before it began. */
  restBytes: number;
  /** Medians of more builds in the same process; null where one takes long enough. */
  again: number | null;
  vertices: number;
  edges: number;
  networkBytes: number;
  version: string;
}

/** Reading a file and opening what was read, so many times. */
interface Opened {
  readSeconds: number[];
  openSeconds: number[];
}

/** With the quickest calls there are, into shared memory; and with the call that the services read files with. */
interface OpenedBothWays {
  atOnce: Opened;
  inThread: Opened;
}

interface Reading {
  seconds: number;
  processorSeconds: number;
}

interface Spread {
  median: number;
  least: number;
}

function child<T>(...args: string[]): T {
  const run = spawnSync(process.execPath, [script, "--child", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (run.status !== 0) throw new Error(`${args.join(" ")}: broken off`);
  return JSON.parse(run.stdout) as T;
}

async function build(file: string, out: string): Promise<Built> {
  const rest = process.memoryUsage.rss();
  const processorBefore = process.cpuUsage();
  const start = performance.now();
  const network = await buildWalkNetwork(file);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(processorBefore);
  // kibibytes
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  writeFileSync(out, network.bytes);
  let again: number | null = null;
  if (seconds < SHORT_SECONDS) {
    const more: number[] = [];
    for (let round = 0; round < 9; round++) {
      const from = performance.now();
      await buildWalkNetwork(file);
      more.push((performance.now() - from) / 1000);
    }
    again = quantile(ascending(more.slice(4)), 0.5);
  }
  return {
    seconds,
    processorSeconds: (user + system) / 1e6,
    peakBytes,
    restBytes: rest,
    again,
    vertices: network.vertexCount,
    edges: network.edgeCount,
    networkBytes: network.bytes.length,
    version: network.version,
  };
}

function readAtOnce(file: string): Uint8Array {
  const handle = openSync(file, "r");
  const { size } = fstatSync(handle);
  const bytes = new Uint8Array(new SharedArrayBuffer(size));
  let filled = 0;
  while (filled < size) filled += readSync(handle, bytes, filled, size - filled, filled);
  closeSync(handle);
  return bytes;
}

async function openings(file: string): Promise<OpenedBothWays> {
  const opened: OpenedBothWays = {
    atOnce: { readSeconds: [], openSeconds: [] },
    inThread: { readSeconds: [], openSeconds: [] },
  };
  const rounds = statSync(file).size < SHORT_OPENING_BYTES ? SHORT_OPENINGS : OPENINGS;
  for (let round = 0; round < rounds + 3; round++) {
    for (const way of ["atOnce", "inThread"] as const) {
      const start = performance.now();
      const bytes = way === "atOnce" ? readAtOnce(file) : await readFile(file);
      const middle = performance.now();
      openWalkNetwork(bytes);
      const end = performance.now();
      if (round < 3) continue; // warming
      opened[way].readSeconds.push((middle - start) / 1000);
      opened[way].openSeconds.push((end - middle) / 1000);
    }
  }
  return opened;
}

/** A command from its start to its end; null where it fails or is not installed. */
function wholeProcess(command: string, ...args: string[]): Reading | null {
  const bash = spawnSync("bash", ["-c", 'TIMEFORMAT="%U %S"; time "$@"', "bash", command, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  // bash tells no less than milliseconds, and of the clock that is too little for small maps
  const start = performance.now();
  const again = spawnSync(command, args, { stdio: "ignore" });
  const seconds = (performance.now() - start) / 1000;
  if (bash.status !== 0 || again.status !== 0) return null;
  const [user, system] = (bash.stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return { seconds, processorSeconds: user + system };
}

const spread = (values: number[]): Spread => ({ median: quantile(ascending(values), 0.5), least: Math.min(...values) });

interface Opening {
  read: Spread;
  open: Spread;
  /** Both ÷ reading. */
  perRead: Spread;
}

function opening({ readSeconds, openSeconds }: Opened): Opening {
  const both = spread(readSeconds.map((value, i) => value + openSeconds[i]));
  const read = spread(readSeconds);
  const perRead = { median: both.median / read.median, least: both.least / read.least };
  return { read, open: spread(openSeconds), perRead };
}

interface Measured {
  map: string;
  bytes: number;
  network: Pick<Built, "vertices" | "edges" | "networkBytes" | "version">;
  sameBytes: boolean;
  build: Spread;
  buildProcessorSeconds: Spread;
  buildAgain: Spread | null;
  osmium: { command: string; seconds: Spread; processorSeconds: Spread } | null;
  /** From the start of a process to its end, that of Node too. */
  whole: Spread;
  wholeProcessorSeconds: Spread;
  ratioWhole: Spread | null;
  ratioWholeProcessor: number | null;
  /** Processes of Node and of osmium that do nothing. */
  emptyStart: { node: Spread; osmium: Spread | null };
  ratio: Spread | null;
  ratioAgain: Spread | null;
  peakBytes: number;
  restBytes: number;
  peakPerByte: number;
  opened: { atOnce: Opening; inThread: Opening };
  bars: typeof BARS;
}

function measure(file: string, rounds: number): Measured {
  mkdirSync(folder, { recursive: true });
  const kept = join(folder, `network-${process.pid}`);
  const builds: Built[] = [];
  const readings: Reading[] = [];
  const wholes: Reading[] = [];
  /** Of osmium and of Node, with nothing to do. */
  const emptyStarts: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    const reading = wholeProcess("osmium", ...OSMIUM, file);
    const whole = wholeProcess(process.execPath, script, "--child", "whole", file);
    const starts = [wholeProcess("osmium", "--version"), wholeProcess(process.execPath, "-e", "0")];
    const built = child<Built>("build", file, kept);
    if (round === 0) continue; // both have the file in memory now
    if (reading) readings.push(reading);
    if (whole) wholes.push(whole);
    starts.forEach((own, i) => own && emptyStarts[i].push(own.seconds));
    builds.push(built);
  }
  const opened = child<OpenedBothWays>("open", kept);
  const { vertices, edges, networkBytes, version } = builds[0];
  const bytes = statSync(file).size;
  const seconds = builds.map((built) => built.seconds);
  const again = builds.map((built) => built.again).filter((value) => value !== null);
  const of = (own: number[]): Spread => ({
    median: spread(own).median / spread(readings.map((reading) => reading.seconds)).median,
    least: spread(own).least / spread(readings.map((reading) => reading.seconds)).least,
  });
  const processor = readings.map((reading) => reading.processorSeconds);
  const peakBytes = Math.max(...builds.map((built) => built.peakBytes));
  return {
    map: basename(file),
    bytes,
    network: { vertices, edges, networkBytes, version },
    sameBytes: builds.every((built) => built.version === version && built.networkBytes === networkBytes),
    build: spread(seconds),
    buildProcessorSeconds: spread(builds.map((built) => built.processorSeconds)),
    buildAgain: again.length > 0 ? spread(again) : null,
    osmium:
      readings.length > 0
        ? {
            command: `osmium ${OSMIUM.join(" ")}`,
            seconds: spread(readings.map((reading) => reading.seconds)),
            processorSeconds: spread(processor),
          }
        : null,
    whole: spread(wholes.map((whole) => whole.seconds)),
    wholeProcessorSeconds: spread(wholes.map((whole) => whole.processorSeconds)),
    ratioWhole: readings.length > 0 ? of(wholes.map((whole) => whole.seconds)) : null,
    ratioWholeProcessor:
      readings.length > 0
        ? spread(wholes.map((whole) => whole.processorSeconds)).median / spread(processor).median
        : null,
    emptyStart: { node: spread(emptyStarts[1]), osmium: readings.length > 0 ? spread(emptyStarts[0]) : null },
    ratio: readings.length > 0 ? of(seconds) : null,
    ratioAgain: readings.length > 0 && again.length > 0 ? of(again) : null,
    peakBytes,
    restBytes: spread(builds.map((built) => built.restBytes)).median,
    peakPerByte: peakBytes / bytes,
    opened: { atOnce: opening(opened.atOnce), inThread: opening(opened.inThread) },
    bars: BARS,
  };
}

const time = (seconds: number): string =>
  seconds < 0.1 ? `${(seconds * 1000).toFixed(seconds < 0.01 ? 2 : 1)} ms` : `${seconds.toFixed(2)} s`;
const times = ({ median, least }: Spread): string => `median ${time(median)}, least ${time(least)}`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`;
const ratio = ({ median, least }: Spread): string => `medians ${median.toFixed(1)}, least ${least.toFixed(1)}`;

function print(found: Measured): void {
  const { network, bars } = found;
  console.log(`${found.map}, ${megabytes(found.bytes)}: ${network.vertices} vertices, ${network.edges} edges`);
  console.log(`  OSM file to network`);
  console.log(`    whole process here         ${times(found.whole)}; processor ${times(found.wholeProcessorSeconds)}`);
  console.log(`    first build of a process   ${times(found.build)}; processor ${times(found.buildProcessorSeconds)}`);
  if (found.buildAgain) console.log(`    again in the same process  ${times(found.buildAgain)}`);
  const { osmium, ratio: first, ratioWhole, emptyStart } = found;
  if (osmium && first && ratioWhole) {
    console.log(`    whole process of osmium    ${times(osmium.seconds)}; processor ${times(osmium.processorSeconds)}`);
    console.log(`    a process that does nothing: Node ${times(emptyStart.node)}; osmium ${times(emptyStart.osmium!)}`);
    console.log(`    ÷ osmium (${osmium.command})   bar ${bars.build}`);
    console.log(`      whole process  ${ratio(ratioWhole)}, processor ${found.ratioWholeProcessor!.toFixed(1)}`);
    console.log(`      first build    ${ratio(first)}`);
    if (found.ratioAgain) console.log(`      again          ${ratio(found.ratioAgain)}`);
  } else console.log("    osmium is not installed, so there is nothing to compare with");
  if (!found.sameBytes) console.log("    the builds differ from each other");
  const bar =
    found.bytes > bars.memoryFromBytes ? `bar ${bars.memory}` : `no bar below ${megabytes(bars.memoryFromBytes)}`;
  console.log(
    `    memory at most ${megabytes(found.peakBytes)}, ${found.peakPerByte.toFixed(1)} × the file   ${bar}` +
      ` (${megabytes(found.restBytes)} before it began, ${megabytes(network.networkBytes)} the network itself)`,
  );
  console.log(`  opening the network`);
  for (const [how, { read, open, perRead }] of [
    ["as the services read files", found.opened.inThread],
    ["with the quickest calls", found.opened.atOnce],
  ] as const) {
    console.log(`    reading ${how}: ${times(read)}; opening ${times(open)}`);
    console.log(`      both ÷ reading: ${ratio(perRead)}   bar ${bars.open}`);
  }
}

async function main(args: string[]): Promise<void> {
  if (args[0] === "--child") {
    const [, what, file, out] = args;
    if (what === "whole") await buildWalkNetwork(file);
    else console.log(JSON.stringify(what === "build" ? await build(file, out) : await openings(file)));
    return;
  }
  const { values } = parseArgs({
    args,
    options: {
      osm: { type: "string", multiple: true, default: [] },
      districts: { type: "string" },
      rounds: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds ${values.rounds}: a whole number from 1 is right`);
  const missing = values.osm.find((file) => !existsSync(file));
  if (missing !== undefined) throw new Error(`--osm ${missing}: there is no such file`);
  const maps = [...values.osm];
  if (maps.length === 0) maps.push(SAMPLE);
  const districts = Number(values.districts ?? (values.osm.length === 0 ? 656 : 0));
  if (!Number.isInteger(districts) || districts < 0)
    throw new Error(`--districts ${values.districts}: a whole number from 0 is right`);
  if (districts > 0) {
    const { metropolis } = await import("./metropolis.ts");
    maps.push((await metropolis({ districts })).osm);
  }
  const results: Measured[] = [];
  for (const map of maps) {
    const found = measure(map, rounds);
    results.push(found);
    if (!values.json) print(found);
  }
  await rm(join(folder, `network-${process.pid}`), { force: true });
  if (values.json) console.log(JSON.stringify(results, null, 2));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
