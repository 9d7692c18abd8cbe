/** Workers in processes of their own on one PostgreSQL: whatever happens to them, the answer is that of one process. */
import { reachInThreads, openWalkNetwork } from "@quarterhour/isochrones";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { categoryIds } from "../../src/api/city-reach.ts";
import { limitMinutes, openOutlets, outletTargets, ringMinutes } from "../../src/assessment/reach-table.ts";
import { artifactKind, openBoss, programName, queueOf, runQueues, takerVersion } from "../../src/jobs/chunk-queue.ts";
import type { ChunkJob } from "../../src/jobs/chunk-queue.ts";
import { ReachWorkers } from "../../src/jobs/reach-workers.ts";
import type { CityQuestion } from "../../src/jobs/reach-workers.ts";
import { programVersion } from "../../src/program-version.ts";
import { ReachWorker } from "../../src/worker/worker.ts";
import { openStore } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";
import type { TestPostgres } from "../postgres.ts";
import { startWorker } from "./process.ts";
import type { WorkerProcess } from "./process.ts";
import { startTestDatabase } from "../stores.ts";

const city = "sample";
const settings = { profile: "elder", speedKmh: 3.6, privateWays: "residents", direction: "outbound" } as const;

let postgres: TestPostgres;
let folder: string;
let store: Store;
let question: CityQuestion;
let network: ReturnType<typeof openWalkNetwork>;
const warnings: string[] = [];
const log = { info() {}, warn: (_: object, message: string) => void warnings.push(message) };
const workers: WorkerProcess[] = [];

beforeAll(async () => {
  [postgres, folder] = await Promise.all([
    startTestDatabase("sample"),
    mkdtemp(join(tmpdir(), "quarterhour-workers-")),
  ]);
  store = await openStore({ databaseUrl: postgres.url, dataFolder: folder });
  const { networkVersion } = (await store.getCity(city))!;
  const bytes = await store.getArtifact({ city, kind: "network", version: networkVersion! });
  network = openWalkNetwork(bytes!);
  const [outlets, residences] = await Promise.all([store.allOutlets(city), store.allResidences(city)]);
  question = {
    city,
    networkVersion: networkVersion!,
    homes: residences.map(({ location, areas }) => ({ location, district: areas.district })),
    targets: outletTargets(openOutlets(outlets), categoryIds),
    ringMinutes: [...ringMinutes],
    limitMinutes,
    settings,
  };
}, 120_000);

afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await Promise.all(workers.map(({ ended }) => ended));
  await store?.close();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function ready(...args: string[]): Promise<WorkerProcess> {
  const worker = startWorker(postgres.url, folder, ...args);
  workers.push(worker);
  await worker.until(/is ready/);
  return worker;
}

/** What one process answers. */
const alone = () =>
  reachInThreads(
    network,
    question.homes.map(({ location }) => location),
    question.targets,
    question.ringMinutes,
    limitMinutes,
    { settings, threads: 1 },
  );

const left = async (): Promise<string[]> =>
  (await store.listArtifacts(city)).map(({ kind }) => kind).filter((kind) => kind.startsWith("reach-run"));

const reachWorkers = (options: { fewestHomes?: number; chunkHomes?: number }) =>
  new ReachWorkers({ store, databaseUrl: postgres.url, log, ...options });

test("without workers, or for few homes, nobody is asked", async () => {
  const asked = reachWorkers({ fewestHomes: 1 });
  expect(await asked.compute(question)).toBeNull();
  await asked.close();
  expect(warnings).toEqual([]);
  expect(await left()).toEqual([]);
});

test("a worker is killed, a chunk is taken by one that never answers, and the answer is that of one process", async () => {
  const [first, second] = await Promise.all([ready(), ready("--concurrency", "2")]);
  const few = reachWorkers({});
  expect(await few.compute(question), "too few homes to make it worth while").toBeNull();
  await few.close();

  const thief = await openBoss(postgres.url, "a worker that dies", () => {});
  const stolen = (async () => {
    for (;;) {
      const [queue] = await runQueues(thief);
      const [job] = queue ? await thief.fetch(queue.name) : [];
      if (job) return job.id;
      await setTimeout(10);
    }
  })();
  const asked = reachWorkers({ fewestHomes: 1, chunkHomes: 60 });
  const steps: number[] = [];
  const reach = await asked.compute(question, {
    onProgress(done, total) {
      if (steps.length === 0) first.kill("SIGKILL");
      steps.push(done);
      expect(total).toBeGreaterThan(8);
    },
  });
  expect(await stolen).toBeTruthy();
  await thief.stop({ graceful: false });
  expect(warnings).toEqual([]);
  expect(await first.ended).toBeNull();
  expect(reach).toEqual(plain(await alone()));
  expect(steps).toEqual(steps.map((_, i) => i + 1));
  expect(asked.lastRun).toMatchObject({ chunks: steps.length, workers: 2 });
  expect(asked.lastRun!.retries).toBeGreaterThan(0);
  await asked.close();
  expect(await left()).toEqual([]);
  expect(second.said()).toMatch(/chunk \d+ of sample/);
}, 90_000);

test("a worker that said what it took and is connected no more is not waited for until its signs of life are missed", async () => {
  const asked = reachWorkers({ fewestHomes: 1, chunkHomes: 10_000 });
  workers[1].kill("SIGSTOP");
  const name = programName("worker");
  const gone = await openBoss(postgres.url, name, () => {});
  const answer = asked.compute(question);
  const take = async (): Promise<void> => {
    for (;;) {
      const [queue] = await runQueues(gone);
      const [job] = queue ? await gone.fetch<ChunkJob>(queue.name) : [];
      if (job) {
        const { run, chunk } = job.data;
        const key = { city, kind: artifactKind(run), version: takerVersion(chunk, 0) };
        return await store.putArtifact(key, new TextEncoder().encode(name));
      }
      await setTimeout(10);
    }
  };
  await take();
  await gone.stop({ graceful: false });
  workers[1].kill("SIGCONT");
  expect(await answer).toEqual(plain(await alone()));
  expect(asked.lastRun).toMatchObject({ chunks: 1, retries: 1, lost: 1 });
  await asked.close();
  expect(warnings).toEqual([]);
}, 60_000);

test("the api has the table from workers, byte for byte, and keeps it", async () => {
  const tableOf = async (options: Partial<Parameters<typeof buildApp>[0]>): Promise<Uint8Array> => {
    await store.deleteArtifacts(city, "reach");
    const app = await buildApp({ store, dataFolder: folder, ...options });
    const { statusCode } = await app.inject(`/api/cities/${city}/coverage?level=community`);
    expect(statusCode).toBe(200);
    await app.close();
    const stored = (await store.listArtifacts(city)).find(({ kind }) => kind === "reach");
    return (await store.getArtifact({ city, kind: "reach", version: stored!.version }))!;
  };
  const before = workers[1].said().length;
  const byWorkers = await tableOf({ workers: { databaseUrl: postgres.url, fewestHomes: 1, chunkHomes: 300 } });
  expect(workers[1].said().slice(before), "the worker did it").toMatch(/chunk \d+ of sample.* ms/);
  const byApi = await tableOf({});
  expect(Buffer.compare(byWorkers, byApi)).toBe(0);
});

test("a worker of another version is not asked, and takes nothing", async () => {
  const other = await openBoss(postgres.url, programName("worker", "other"), () => {});
  workers[1].kill("SIGSTOP");
  const asked = reachWorkers({ fewestHomes: 1, chunkHomes: 10_000 });
  const answer = asked.compute(question);
  const ofOthers = async () => (await runQueues(other)).map(({ version }) => version);
  while ((await ofOthers()).length === 0) await setTimeout(10);
  expect(await ofOthers()).toEqual([programVersion()]);
  workers[1].kill("SIGCONT");
  expect(await answer).toEqual(plain(await alone()));
  expect(asked.lastRun).toMatchObject({ workers: 1 });
  expect(warnings.splice(0)).toEqual(["workers of another version are not asked"]);
  await asked.compute(question);
  expect(warnings, "said once").toEqual([]);
  await asked.close();

  const queue = queueOf({
    version: "other",
    network: question.networkVersion.slice(0, 16),
    run: "0123456789abcdef",
    program: programName("api", "other"),
  });
  const waiting = await openBoss(postgres.url, queue.program, () => {});
  await waiting.createQueue(queue.name);
  await waiting.insert(queue.name, [
    { data: { city, networkVersion: question.networkVersion, run: queue.run, chunk: 0 } },
  ]);
  const before = workers[1].said().length;
  // longer than a worker leaves a queue unseen
  await setTimeout(1_000);
  expect(await waiting.findJobs(queue.name)).toMatchObject([{ state: "created" }]);
  expect(workers[1].said().slice(before)).toBe("");
  await waiting.deleteQueue(queue.name);
  await Promise.all([waiting, other].map((boss) => boss.stop({ graceful: false })));
}, 60_000);

test("a run that is called off leaves nothing, and the worker takes the next", async () => {
  const asked = reachWorkers({ fewestHomes: 1, chunkHomes: 40 });
  const abort = new AbortController();
  const called = asked.compute(question, {
    signal: abort.signal,
    onProgress: () => abort.abort(new Error("never mind")),
  });
  await expect(called).rejects.toThrow("never mind");
  // a worker that had just finished a chunk puts its answer there, sees that nobody waits, and takes it away
  while ((await left()).length > 0) await setTimeout(20);
  expect(await asked.compute(question)).toEqual(plain(await alone()));
  await asked.close();
  while ((await left()).length > 0) await setTimeout(20);
  expect(warnings).toEqual([]);
});

test("what a program left that was killed while it waited is removed", async () => {
  const run = "0123456789abcdef";
  await store.putArtifact({ city, kind: `reach-run-${run}`, version: "question" }, new Uint8Array(8));
  const boss = await openBoss(postgres.url, "a test", () => {});
  const queue = queueOf({
    version: "older",
    network: "0000000000000000",
    run,
    program: programName("api", "older"),
  });
  await boss.createQueue(queue.name);
  await boss.insert(queue.name, [{ data: { city, networkVersion: "0000000000000000", run, chunk: 0 } }]);
  while ((await left()).length > 0) await setTimeout(100);
  expect((await runQueues(boss)).map(({ name }) => name)).toEqual([]);
  await boss.stop({ graceful: false });
}, 30_000);

test("a network that was damaged on the disk is fetched anew", async () => {
  const networks = join(folder, "networks");
  const [file] = await readdir(networks);
  expect(file).toBe(`${question.networkVersion}.network`);
  await writeFile(join(networks, file), "no network");
  workers[1].kill("SIGTERM");
  expect(await workers[1].ended).toBe(0);
  expect(workers[1].said()).toMatch(/stopping\n$/);
  await ready();
  const asked = reachWorkers({ fewestHomes: 1, chunkHomes: 500 });
  expect(await asked.compute(question)).toEqual(plain(await alone()));
  await asked.close();
  expect(warnings).toEqual([]);
}, 60_000);

test("a worker that has to end hands its chunk back, and the next has it at once", async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await Promise.all(workers.map(({ ended }) => ended));
  const said: string[] = [];
  const ending = new ReachWorker({
    store,
    databaseUrl: postgres.url,
    dataFolder: folder,
    concurrency: 1,
    say: (line) => void said.push(line),
  });
  await ending.start();
  const boss = await openBoss(postgres.url, "a test", () => {});
  const asked = reachWorkers({ fewestHomes: 1, chunkHomes: 10_000 });
  const answer = asked.compute(question);
  const isBegun = async (): Promise<boolean> => {
    const [queue] = await runQueues(boss);
    return queue !== undefined && (await boss.findJobs(queue.name)).some(({ state }) => state === "active");
  };
  while (!(await isBegun())) await setTimeout(10);
  await ending.stop(0);
  expect(said.at(-1)).toMatch(/handed back/);
  await boss.stop({ graceful: false });
  await ready();
  expect(await answer).toEqual(plain(await alone()));
  expect(asked.lastRun).toMatchObject({ chunks: 1, retries: 1 });
  await asked.close();
  expect(warnings).toEqual([]);
}, 60_000);

test("an answer that is put there after its run was called off is taken away by the worker that put it", async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await Promise.all(workers.map(({ ended }) => ended));
  const said: string[] = [];
  const abort = new AbortController();
  const over = Promise.withResolvers<void>();
  const late: Store = Object.assign(Object.create(store) as Store, {
    async putArtifact(...[key, bytes]: Parameters<Store["putArtifact"]>) {
      if (key.version !== "0") return await store.putArtifact(key, bytes);
      abort.abort(new Error("never mind"));
      await over.promise;
      await store.putArtifact(key, bytes);
    },
  });
  const worker = new ReachWorker({
    store: late,
    databaseUrl: postgres.url,
    dataFolder: folder,
    concurrency: 1,
    say: (line) => void said.push(line),
  });
  await worker.start();
  const asked = reachWorkers({ fewestHomes: 1, chunkHomes: 10_000 });
  await expect(asked.compute(question, { signal: abort.signal })).rejects.toThrow("never mind");
  expect(await left()).toEqual([]);
  over.resolve();
  await worker.stop(10_000);
  await asked.close();
  expect(said.join()).toMatch(/chunk 0 of sample/);
  expect(await left()).toEqual([]);
}, 60_000);

test("what lies there of a run that ended without anybody's notice is removed by the next", async () => {
  const { ended, kill } = await ready();
  const forgotten = { city, kind: "reach-run-0123456789abcdef", version: "3" };
  await store.putArtifact(forgotten, new Uint8Array(8));
  const asked = reachWorkers({ fewestHomes: 1, chunkHomes: 10_000 });
  await asked.compute(question);
  expect(await left(), "it may be of a run that has only begun").toEqual([forgotten.kind]);
  const database = new pg.Client({ connectionString: postgres.url });
  await database.connect();
  await database.query("update artifacts set created_at = now() - interval '25 hours' where kind = $1", [
    forgotten.kind,
  ]);
  await database.end();
  await asked.compute(question);
  expect(await left()).toEqual([]);
  await asked.close();
  kill("SIGTERM");
  expect(await ended).toBe(0);
}, 60_000);

test("touches its heartbeat while the queue answers it", async () => {
  const file = join(folder, "heartbeat");
  const worker = await ready("--heartbeat", file);
  await expect.poll(() => readFile(file, "utf8"), { timeout: 30_000 }).toMatch(/^\d+\n$/);
  await writeFile(file, "");
  await expect.poll(() => readFile(file, "utf8"), { timeout: 30_000 }).toMatch(/^\d+\n$/);
  worker.kill("SIGTERM");
  expect(await worker.ended).toBe(0);
}, 120_000);

/** In memory of its own, as answers from workers are. */
function plain<T extends Awaited<ReturnType<typeof alone>>>(reach: T): T {
  return {
    ...reach,
    nearestSeconds: Float64Array.from(reach.nearestSeconds),
    nearestTarget: Int32Array.from(reach.nearestTarget),
    within: reach.within.map((counts) => Uint16Array.from(counts)),
    accessMeters: Float64Array.from(reach.accessMeters),
    edgeOfDataSeconds: Float64Array.from(reach.edgeOfDataSeconds),
  };
}
