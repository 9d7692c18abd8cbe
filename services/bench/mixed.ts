/** Everything at once for a while: residents ask, a steward edits, a table is imported and taken back, workers assess. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openStore } from "../src/store/index.ts";
import { signedIn } from "../test/api/signed-in.ts";
import { startPostgres } from "../test/postgres.ts";
import { memoryOf } from "./memory-watch.ts";
import { trendOf } from "./memory-trend.ts";
import type { Trend } from "./memory-trend.ts";
import { fillMetropolis } from "./metropolis-store.ts";
import { Client } from "./mixed-client.ts";
import { Importer } from "./mixed-import.ts";
import { residents } from "./mixed-residents.ts";
import { Steward } from "./mixed-steward.ts";
import { quantile, randomOf } from "./server.ts";

const usage = `npm run bench -- mixed [--minutes 30] [--districts 24] [--instances 2] [--workers 2] [--rate 40] [--json]

  --minutes M     of traffic; the first fifth of it is warm-up for the figures of memory
  --districts N   of the generated city: 24 has 36,000 homes, enough for workers to be asked
  --instances N   of the API; --workers N processes
  --rate R        questions of residents a second
  --json          figures as JSON

On a PostgreSQL with PostGIS of its own. Fails where a write is lost, an answer is stale or wrong, or memory grows.
`;

const city = "metropolis";
const SAMPLE_MILLISECONDS = 2_000;
const WARM_UP = 0.2;
const IMPORT_PAUSE = 15_000;
/** Errors in the log of each service. */
const MOST_TOLD = 5;
/** Characters of each service's log where the run breaks off. */
const LAST_SAID = 2_000;
const ASSESS_PAUSE = 10_000;
/** Memory grows where its line surely rises, and has risen by more than this. */
const GROWTH = 1.1;

interface Service {
  name: string;
  child: ChildProcess;
  ended: Promise<void>;
  said(): string;
  address: string | null;
  resident: { seconds: number; megabytes: number }[];
  heap: { seconds: number; megabytes: number }[];
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string", default: "30" },
      districts: { type: "string", default: "24" },
      instances: { type: "string", default: "2" },
      workers: { type: "string", default: "2" },
      rate: { type: "string", default: "40" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [minutes, districts, instances, workers, rate] = (
    ["minutes", "districts", "instances", "workers", "rate"] as const
  ).map((name) => {
    const number = Number(values[name]);
    if (number > 0) return number;
    throw new Error(`--${name}: should be a number above 0, and is "${values[name]}"`);
  });
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const postgres = await startPostgres();
  const folder = await mkdtemp(join(tmpdir(), "quarterhour-bench-mixed-"));
  const services: Service[] = [];
  try {
    const store = await openStore({ databaseUrl: postgres.url, dataFolder: folder });
    await fillMetropolis(store, city, districts, say);
    const { steward: headers } = await signedIn(store, ["steward"]);
    const all = await store.allResidences(city);
    const random = randomOf(3);
    const places = Array.from({ length: 2000 }, () => all[Math.floor(random() * all.length)].location);
    await store.close();

    for (let i = 0; i < instances; i++) services.push(await startService("serve", `api ${i}`, postgres.url, folder));
    for (let i = 0; i < workers; i++) services.push(await startService("worker", `worker ${i}`, postgres.url, folder));
    say(`${instances} instances, ${workers} workers; ${minutes} minutes`);
    const bases = services.flatMap(({ address }) => address ?? []);
    const began = performance.now();
    const isOver = (): boolean => performance.now() - began > minutes * 60_000;
    const seconds = (): number => (performance.now() - began) / 1000;
    const steward = new Steward(bases, city, headers!);
    const importer = new Importer(bases[0], city, places[0], headers!);
    const assessor = new Client();
    const broken: string[] = [];
    const repeat = async (work: (number: number) => Promise<void>, pause: number): Promise<number> => {
      let number = 0;
      while (!isOver()) {
        try {
          await work(number++);
        } catch (error) {
          broken.push((error as Error).message);
        }
        const until = performance.now() + pause;
        while (!isOver() && performance.now() < until) await setTimeout(200);
      }
      return number;
    };
    const sampling = setInterval(() => void sample(services, seconds()), SAMPLE_MILLISECONDS);
    const telling = setInterval(() => {
      const sizes = services.map(({ name, resident }) => `${name} ${resident.at(-1)?.megabytes.toFixed(0)} MB`);
      say(`${seconds().toFixed(0)} s: ${steward.writes} writes, ${steward.stale.length} stale; ${sizes.join(", ")}`);
    }, 30_000);
    const [asked, rounds, , assessments] = await Promise.all([
      residents(bases, city, places, rate, isOver),
      repeat((number) => steward.round(number), 500),
      repeat((number) => importer.round(number), IMPORT_PAUSE),
      repeat((number) => assess(assessor, bases[number % bases.length], number), ASSESS_PAUSE),
    ]);
    clearInterval(sampling);
    clearInterval(telling);
    const lost = await steward.lost();
    for (const { name, said } of services) {
      const errors = said()
        .split("\n")
        .filter((line) => /"level":(50|60)/.test(line));
      for (const line of errors.slice(0, MOST_TOLD)) process.stderr.write(`${name}: ${line}\n`);
    }
    const chunks = services.reduce((sum, { said }) => sum + [...said().matchAll(/^chunk .*: \d+ ms$/gm)].length, 0);
    const warm = seconds() * WARM_UP;
    const processes = services.map(({ name, resident, heap }) => {
      const after = (samples: Service["resident"]): Trend | null =>
        trendOf(samples.filter((one) => one.seconds > warm));
      return { name, resident: after(resident), heap: after(heap) };
    });
    const figures = {
      minutes: seconds() / 60,
      districts,
      residents: {
        questions: asked.count,
        statuses: asked.statuses,
        faults: asked.faults,
        p50Milliseconds: quantile(asked.milliseconds, 0.5),
        p99Milliseconds: quantile(asked.milliseconds, 0.99),
      },
      edits: { rounds, writes: steward.writes, lost, looks: steward.checks, stale: steward.stale },
      imports: { committed: importer.committed, undone: importer.undone, wrong: importer.wrong },
      assessments: { asked: assessments, chunksByWorkers: chunks },
      broken,
      processes,
    };
    process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : described(figures));
    const faults = [asked.faults, lost, steward.stale, importer.wrong, broken].some(({ length }) => length > 0);
    return faults || processes.some(({ resident, heap }) => grows(resident) || grows(heap)) ? 1 : 0;
  } catch (error) {
    for (const { name, child, said } of services) {
      const state = child.signalCode ?? child.exitCode ?? "running";
      process.stderr.write(`${name} (${state}) said last:\n${said().slice(-LAST_SAID)}\n`);
    }
    throw error;
  } finally {
    for (const { child } of services) child.kill("SIGTERM");
    await Promise.all(services.map(({ ended }) => ended));
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Coverage of walkers that nobody has asked for yet, until it is there: a search of the whole city each time. */
async function assess(client: Client, base: string, number: number): Promise<void> {
  const path = `/api/cities/${city}/coverage?speedKmh=${(3 + (number % 300) / 100).toFixed(2)}`;
  while ((await client.ask(base, path, [200, 202])).status === 202) await setTimeout(500);
}

const grows = (trend: Trend | null): boolean =>
  trend !== null && trend.megabytesPerHour > trend.plusMinus && trend.lastToFirstThird > GROWTH;

async function startService(
  command: "serve" | "worker",
  name: string,
  databaseUrl: string,
  folder: string,
): Promise<Service> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../src/cli/main.ts"), command], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      QUARTERHOUR_DATA: join(folder, name.replace(" ", "-")),
      PORT: "0",
      SESSION_SECRET: "one for all instances of this run",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (said.includes("is ready")) resolve();
      });
    }
    void ended.then(() => reject(new Error(`${name} ended: ${said.slice(-2000)}`)));
  });
  const address = /is ready at (http:\S+)/.exec(said)?.[1] ?? null;
  return { name, child, ended, said: () => said, address, resident: [], heap: [] };
}

async function sample(services: readonly Service[], seconds: number): Promise<void> {
  for (const { child, address, resident, heap } of services) {
    const memory = memoryOf(child.pid!);
    if (memory) resident.push({ seconds, megabytes: memory.residentMegabytes });
    if (address === null) continue;
    // one that is missed is made up for by the next
    const text = await fetch(new URL("/metrics", address)).then(
      (response) => response.text(),
      () => "",
    );
    const bytes = /^quarterhour_process_memory_bytes\{kind="heap"\} (\S+)/m.exec(text)?.[1];
    if (bytes !== undefined) heap.push({ seconds, megabytes: Number(bytes) / 2 ** 20 });
  }
}

function described(figures: {
  minutes: number;
  residents: {
    questions: number;
    statuses: Record<string, number>;
    faults: string[];
    p50Milliseconds: number | null;
    p99Milliseconds: number | null;
  };
  edits: { rounds: number; writes: number; lost: string[]; looks: number; stale: string[] };
  imports: { committed: number; undone: number; wrong: string[] };
  assessments: { asked: number; chunksByWorkers: number };
  broken: string[];
  processes: { name: string; resident: Trend | null; heap: Trend | null }[];
}): string {
  const { residents: asked, edits, imports, assessments, broken, processes } = figures;
  const few = (list: string[]): string =>
    list
      .slice(0, 10)
      .map((each) => `\n    ${each}`)
      .join("");
  const line = (trend: Trend | null): string =>
    trend === null
      ? "too few samples"
      : `${trend.meanMegabytes.toFixed(0)} MB, at most ${trend.mostMegabytes.toFixed(0)}; ${trend.megabytesPerHour.toFixed(0)} ± ${trend.plusMinus.toFixed(0)} MB an hour; last third ÷ first ${trend.lastToFirstThird.toFixed(3)}${grows(trend) ? "   GROWS" : ""}`;
  const statuses = Object.entries(asked.statuses).map(([status, count]) => `${count} × ${status}`);
  return `${[
    `${figures.minutes.toFixed(1)} minutes`,
    `residents     ${asked.questions} questions: ${statuses.join(", ")}; p50 ${asked.p50Milliseconds?.toFixed(0)} ms, p99 ${asked.p99Milliseconds?.toFixed(0)} ms; faults ${asked.faults.length}${few(asked.faults)}`,
    `edits         ${edits.writes} acknowledged writes in ${edits.rounds} rounds, lost: ${edits.lost.length}${few(edits.lost)}`,
    `after edits   ${edits.looks} looks at list, reach, coverage, rings and tiles, stale: ${edits.stale.length}${few(edits.stale)}`,
    `imports       ${imports.committed} committed, ${imports.undone} undone, wrong: ${imports.wrong.length}${few(imports.wrong)}`,
    `assessments   ${assessments.asked} asked for; ${assessments.chunksByWorkers} chunks by workers`,
    `broken off    ${broken.length}${few(broken)}`,
    ...processes.flatMap(({ name, resident, heap }) => [
      `${name.padEnd(13)} resident ${line(resident)}`,
      ...(heap === null ? [] : [`              heap     ${line(heap)}`]),
    ]),
  ].join("\n")}\n`;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  return 1;
});
