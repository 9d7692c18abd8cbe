// npm run bench -- workers [--districts n] [--workers n] [--chunk homes] [--rounds n] [--json]
// The reach table of the metropolis by workers in processes of their own on one PostgreSQL: one of them, several, several
// of which one is killed in the middle; beside one process alone. PostgreSQL is started for it and thrown away. How much
// several workers bring is told against one worker with everything kept to one processor: the worker, whoever asks, and
// PostgreSQL. Beside others on the machine look at the processor time.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { categories } from "@quarterhour/data";
import { defaultSettings, reachInThreads } from "@quarterhour/isochrones";
import type { GroupReach } from "@quarterhour/isochrones";
import { writeReachFile } from "../src/assessment/reach-file.ts";
import { limitMinutes, reachTableOf, ringMinutes } from "../src/assessment/reach-table.ts";
import { ReachWorkers } from "../src/jobs/reach-workers.ts";
import type { CityQuestion } from "../src/jobs/reach-workers.ts";
import { openStore } from "../src/store/index.ts";
import { startPostgres } from "../test/postgres.ts";
import { firstOf, keepTo, processorsOf } from "./affinity.ts";
import { loadMetropolis } from "./edit-city.ts";
import { childrenOf, familySeconds, parentOf, processorSeconds } from "./processor-time.ts";

const city = "metropolis";
/** What the others are measured against. */
const ONE = "one worker, one processor";

const usage = `npm run bench -- workers [options]
  --districts n   size of the generated city (164: a quarter of a million residences)
  --workers n     processes (4)
  --chunk n       homes of a chunk at most (by the homes and workers)
  --rounds n      runs of each kind, of which the quickest counts (2)
  --json          one JSON value
`;

const { values: options } = parseArgs({
  options: {
    districts: { type: "string", default: "164" },
    workers: { type: "string", default: "4" },
    chunk: { type: "string" },
    rounds: { type: "string", default: "2" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

interface Row {
  run: string;
  seconds: number;
  /** Of the workers, or of the one process. */
  processorSeconds: number;
  /** Of whoever asks and puts the answers together, and of PostgreSQL; null where there is none. */
  askerSeconds: number | null;
  postgresSeconds: number | null;
  chunks: number;
  retries: number;
  identical: boolean;
}

interface WorkerProcess {
  child: ChildProcess;
  ended: Promise<void>;
}

async function main(): Promise<void> {
  const [districts, most, rounds] = [options.districts, options.workers, options.rounds].map(Number);
  if (![districts, most, rounds].every((value) => Number.isInteger(value) && value > 0)) {
    throw new RangeError("--districts, --workers and --rounds: give whole numbers from 1");
  }
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const { network, origins, targets, levels } = await loadMetropolis(districts, false, say);
  const chunkHomes = Number(options.chunk ?? Math.min(32_000, Math.ceil(origins.length / (most * 4))));
  const question: CityQuestion = {
    city,
    networkVersion: network.version,
    homes: origins.map((location, home) => ({ location, district: String(levels[1].areaOf[home]) })),
    targets,
    ringMinutes: [...ringMinutes],
    limitMinutes,
    settings: defaultSettings,
  };
  const parameters = {
    networkVersion: network.version,
    outletsVersion: "",
    residencesVersion: "",
    settings: defaultSettings,
    ringMinutes: [...ringMinutes],
    limitMinutes,
  };
  const ids = categories.map(({ id }) => id);
  const tableBytes = (reach: GroupReach): Uint8Array => writeReachFile(reachTableOf(parameters, ids, reach));

  const rows: Row[] = [];
  let expected: Uint8Array | null = null;
  const alone = async (threads: number): Promise<Row> => {
    const cpu = process.cpuUsage();
    const began = performance.now();
    const reach = await reachInThreads(network, origins, targets, [...ringMinutes], limitMinutes, { threads });
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const bytes = tableBytes(reach);
    expected ??= bytes;
    const run = `one process, ${threads} thread${threads > 1 ? "s" : ""}`;
    return {
      run,
      seconds,
      processorSeconds: (user + system) / 1e6,
      askerSeconds: null,
      postgresSeconds: null,
      chunks: 1,
      retries: 0,
      identical: same(bytes, expected),
    };
  };
  say("one process");
  rows.push(await quickest(rounds, () => alone(1)));
  rows.push(await quickest(rounds, () => alone(availableParallelism())));

  const postgres = await startPostgres();
  const folder = await mkdtemp(join(tmpdir(), "quarterhour-bench-workers-"));
  const store = await openStore({ databaseUrl: postgres.url, dataFolder: folder });
  const workers: WorkerProcess[] = [];
  let ofKilled = 0;
  const ofWorkers = (): number => processorSeconds(workers.map(({ child }) => child.pid));
  const postmaster = await postmasterOf(postgres.url);
  const log = { info() {}, warn: (details: object, message: string) => say(`${message} ${JSON.stringify(details)}`) };
  const asked = new ReachWorkers({ store, databaseUrl: postgres.url, log, fewestHomes: 1, chunkHomes });
  try {
    await store.putCity({
      id: city,
      nameZh: city,
      nameEn: city,
      bbox: network.bbox,
      osmDate: null,
      networkVersion: network.version,
      fictional: true,
      attribution: "made up",
    });
    await store.putArtifact({ city, kind: "network", version: network.version }, network.bytes);
    const run = async (name: string, onProgress: (done: number, total: number) => void = () => {}): Promise<Row> => {
      say(name);
      const cpu = ofWorkers();
      const own = process.cpuUsage();
      const ofPostgres = postmaster === null ? 0 : familySeconds(postmaster);
      const began = performance.now();
      const reach = await asked.compute(question, { onProgress });
      const seconds = (performance.now() - began) / 1000;
      if (!reach || !asked.lastRun) throw new Error("the workers did not do it");
      const { chunks, retries } = asked.lastRun;
      const used = ofWorkers() + ofKilled - cpu;
      const { user, system } = process.cpuUsage(own);
      return {
        run: name,
        seconds,
        processorSeconds: used,
        askerSeconds: (user + system) / 1e6,
        postgresSeconds: postmaster === null ? null : familySeconds(postmaster) - ofPostgres,
        chunks,
        retries,
        identical: same(tableBytes(reach), expected),
      };
    };
    const everything = (): (number | undefined)[] => [
      process.pid,
      ...workers.map(({ child }) => child.pid),
      ...(postmaster === null ? [] : [postmaster, ...childrenOf(postmaster)]),
    ];
    const processors = postmaster === null ? null : processorsOf(process.pid);
    if (processors !== null) keepTo(firstOf(processors), everything());
    else say("without taskset, and PostgreSQL on this machine, one worker has all processors");
    workers.push(await startWorker(postgres.url, folder));
    rows.push(await run(`${ONE}, cold`));
    rows.push(await quickest(rounds, () => run(ONE)));
    if (processors !== null) {
      keepTo(processors, everything());
      rows.push(await quickest(rounds, () => run("one worker, all processors")));
    }
    const first = workers.pop()!;
    first.child.kill("SIGTERM");
    await first.ended;
    while (workers.length < most) workers.push(await startWorker(postgres.url, folder));
    rows.push(await run(`${most} workers, cold`));
    rows.push(await quickest(rounds, () => run(`${most} workers`)));
    if (most > 1) {
      let killed = false;
      rows.push(
        await run(`${most} workers, one killed`, (done, total) => {
          if (killed || done < total / 3) return;
          killed = true;
          ofKilled = processorSeconds([workers[1].child.pid]);
          workers[1].child.kill("SIGKILL");
        }),
      );
    }
  } finally {
    await asked.close();
    for (const { child } of workers) child.kill("SIGTERM");
    await Promise.all(workers.map(({ ended }) => ended));
    await store.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
  const about = { districts, residences: origins.length, outlets: targets.positions.length, chunkHomes };
  report(about, rows);
}

function report(about: { residences: number; outlets: number; chunkHomes: number }, rows: Row[]): void {
  const one = rows.find(({ run }) => run === ONE)!;
  const speedUp = (row: Row): number => one.seconds / row.seconds;
  // were all processors busy all the time
  const atBest = (row: Row): number => (totalSeconds(one) / totalSeconds(row)) * availableParallelism();
  if (options.json) {
    console.log(JSON.stringify({ about, rows: rows.map((row) => ({ ...row, speedUp: speedUp(row) })) }, null, 2));
    return;
  }
  const { residences, outlets, chunkHomes } = about;
  console.log(
    `${residences.toLocaleString("en")} residences, ${outlets.toLocaleString("en")} outlets, ${categories.length} categories; chunks of at most ${chunkHomes.toLocaleString("en")} homes; ${availableParallelism()} processors, load ${loadavg()[0].toFixed(1)} at the end`,
  );
  for (const row of rows) {
    const { run, seconds, processorSeconds: used, askerSeconds, postgresSeconds, chunks, retries, identical } = row;
    const others =
      askerSeconds === null
        ? ""
        : ` (asker ${askerSeconds.toFixed(1)} s, PostgreSQL ${postgresSeconds?.toFixed(1) ?? "?"} s)`;
    console.log(
      `  ${run.padEnd(26)} ${seconds.toFixed(1).padStart(6)} s  processor ${used.toFixed(1).padStart(6)} s${others}  ${(totalSeconds(row) / seconds).toFixed(2)} at once  ${speedUp(row).toFixed(2)} ×  ${String(chunks).padStart(3)} chunks, ${retries} begun again  ${identical ? "identical bytes" : "OTHER BYTES"}`,
    );
  }
  const several = rows.find(({ run }) => run === `${options.workers} workers`)!;
  console.log(
    `  × is against one worker, warm, with everything on one processor. ${options.workers} workers: ${speedUp(several).toFixed(2)} times as fast by the clock; by processor time it could be ${atBest(several).toFixed(2)} on ${availableParallelism()} processors that nobody else uses`,
  );
}

/** Of everybody who took part. */
const totalSeconds = (row: Row): number => row.processorSeconds + (row.askerSeconds ?? 0) + (row.postgresSeconds ?? 0);

async function quickest(rounds: number, run: () => Promise<Row>): Promise<Row> {
  const rows: Row[] = [];
  for (let round = 0; round < rounds; round++) {
    const row = await run();
    process.stderr.write(`  ${row.seconds.toFixed(1)} s\n`);
    rows.push(row);
  }
  const best = rows.reduce((one, other) => (other.seconds < one.seconds ? other : one));
  return { ...best, identical: rows.every(({ identical }) => identical) };
}

const same = (bytes: Uint8Array, expected: Uint8Array | null): boolean =>
  expected !== null && Buffer.compare(bytes, expected) === 0;

async function startWorker(databaseUrl: string, dataFolder: string): Promise<WorkerProcess> {
  const script = join(import.meta.dirname, "../src/cli/main.ts");
  const child = spawn(process.execPath, [script, "worker"], {
    env: { ...process.env, DATABASE_URL: databaseUrl, QUARTERHOUR_DATA: dataFolder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4000);
      if (said.includes("is ready")) resolve();
    });
    void ended.then(() => reject(new Error(`a worker ended before it was ready: ${said}`)));
  });
  return { child, ended };
}

/** The process in front of all others of a PostgreSQL on this machine. */
async function postmasterOf(databaseUrl: string): Promise<number | null> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    return parentOf(rows[0].pid);
  } finally {
    await client.end();
  }
}

if (options.help) console.log(usage);
else {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    process.exitCode = 1;
  }
}
