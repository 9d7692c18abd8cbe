/**
 * Hands the reach of a whole city to workers, where there are any: chunk by chunk through pg-boss, the question and the
 * answers through the store. The answer is that of `reachInThreads`, to the bit.
 */
import type { GroupedTargets, GroupReach, WalkSettings } from "@quarterhour/isochrones";
import { randomBytes } from "node:crypto";
import { setImmediate, setTimeout } from "node:timers/promises";
import type { PgBoss } from "pg-boss";
import type { Store } from "../store/index.ts";
import {
  artifactKind,
  beginRun,
  isAnyWorker,
  isArtifactKind,
  isWorker,
  openBoss,
  programName,
  QUESTION,
  runQueues,
} from "./chunk-queue.ts";
import type { RunQueue } from "./chunk-queue.ts";
import { LostChunks } from "./lost-chunks.ts";
import { chunksOf } from "./reach-chunks.ts";
import type { ChunkHome } from "./reach-chunks.ts";
import { placeAnswer, unpackAnswer } from "./reach-answer.ts";
import { writeQuestion } from "./reach-question.ts";

/** With fewer homes than this, one process has answered before a worker has heard of it. */
const FEWEST_HOMES = 20_000;
/** Each worker gets several chunks, so that a slow one holds nobody up, but none so small that its surroundings are most of it. */
const CHUNKS_PER_WORKER = 4;
const CHUNK_HOMES = { least: 5_000, most: 32_000 };
const LOOK_MILLISECONDS = 200;
/** How often it is looked whether there still are workers. */
const WORKERS_MILLISECONDS = 1_000;
/** All workers may be gone for so long, while they are restarted. */
const ABSENCE_MILLISECONDS = 15_000;
/** What no queue belongs to after so long, a worker put there that ended before it could see that its run was over. */
const FORGOTTEN_MILLISECONDS = 86_400_000;

export interface CityQuestion {
  city: string;
  networkVersion: string;
  homes: readonly ChunkHome[];
  targets: GroupedTargets;
  ringMinutes: number[];
  limitMinutes: number;
  settings: WalkSettings;
}

export interface RunOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

export interface ReachWorkersOptions {
  store: Store;
  databaseUrl: string;
  log: { warn(details: object, message: string): void; info(details: object, message: string): void };
  fewestHomes?: number;
  /** Homes of a chunk at most; by the number of workers when left out. */
  chunkHomes?: number;
}

/** What a run was like. */
export interface RunReport {
  chunks: number;
  workers: number;
  /** How often a chunk was begun again. */
  retries: number;
  /** How many of these because the worker was gone, before its signs of life were missed. */
  lost: number;
  milliseconds: number;
}

export class ReachWorkers {
  readonly #options: ReachWorkersOptions;
  readonly #program = programName("api");
  readonly #closing = new AbortController();
  #boss: Promise<PgBoss> | null = null;
  #hasToldOfOthers = false;
  /** Of the latest run that ended well. */
  lastRun: RunReport | null = null;

  constructor(options: ReachWorkersOptions) {
    this.#options = options;
  }

  /**
   * The reach of all homes; null where there are no workers, too few homes to make it worth while, or where workers could
   * not do it (which is logged): then it is to be worked out here. Rejects with the signal's reason.
   */
  async compute(question: CityQuestion, { signal, onProgress }: RunOptions = {}): Promise<GroupReach | null> {
    const { store, log, fewestHomes = FEWEST_HOMES } = this.#options;
    if (question.homes.length < fewestHomes || question.homes.length === 0 || this.#closing.signal.aborted) return null;
    const { city } = question;
    try {
      const connected = await store.connectedPrograms();
      const workers = connected.filter(isWorker).length;
      this.#tellOfOthers(connected);
      if (workers === 0) return null;
      const both = AbortSignal.any([this.#closing.signal, ...(signal ? [signal] : [])]);
      return await this.#run(question, workers, both, onProgress ?? (() => {}));
    } catch (error) {
      signal?.throwIfAborted();
      this.#closing.signal.throwIfAborted();
      log.warn({ err: error, city }, "workers could not work out the reach of the city: working it out here");
      return null;
    }
  }

  /** Calls off what is under way. */
  async close(): Promise<void> {
    this.#closing.abort(new Error("the program is ending"));
    const boss = await this.#boss?.catch(() => null);
    await boss?.stop({ graceful: false }).catch(() => {});
  }

  #open(): Promise<PgBoss> {
    const { databaseUrl, log } = this.#options;
    this.#boss ??= openBoss(databaseUrl, this.#program, (error) => log.warn({ err: error }, "the queue of chunks"));
    this.#boss.catch(() => (this.#boss = null));
    return this.#boss;
  }

  async #run(
    question: CityQuestion,
    workers: number,
    signal: AbortSignal,
    onProgress: (done: number, total: number) => void,
  ): Promise<GroupReach> {
    const begun = performance.now();
    const { store, log } = this.#options;
    const { city, networkVersion, homes, targets, ringMinutes, limitMinutes, settings } = question;
    const boss = await this.#open();
    const chunks = chunksOf(homes, this.#options.chunkHomes ?? chunkHomes(homes.length, workers));
    const run = randomBytes(8).toString("hex");
    const key = { city, kind: artifactKind(run) };
    const origins = chunks.flatMap((rows) => Array.from(rows, (row) => homes[row].location));
    const chunkLengths = chunks.map((rows) => rows.length);
    let queue: RunQueue | null = null;
    await this.#removeForgotten(boss, city);
    try {
      const bytes = writeQuestion({ settings, ringMinutes, limitMinutes, targets, chunkLengths, origins });
      await store.putArtifact({ ...key, version: QUESTION }, bytes);
      queue = await beginRun(
        boss,
        chunks.map((_, chunk) => ({ city, networkVersion, chunk })),
        run,
        this.#program,
      );
      const reach = roomFor(homes.length, targets.groupCount, ringMinutes);
      const lostChunks = new LostChunks(store, city, run);
      const begunAgain = await this.#collect(boss, queue, lostChunks, signal, chunks.length, async (chunk, done) => {
        const answer = await store.getArtifact({ ...key, version: String(chunk) });
        if (answer === null) throw new Error(`the answer for chunk ${chunk} is not in the store`);
        placeAnswer(await unpackAnswer(answer), chunks[chunk], reach);
        onProgress(done, chunks.length);
        await setImmediate();
      });
      this.lastRun = { chunks: chunks.length, workers, ...begunAgain, milliseconds: performance.now() - begun };
      log.info({ city, ...this.lastRun }, "workers worked out the reach of the city");
      return reach;
    } finally {
      // without its queue workers leave a chunk alone; what cannot be removed now a worker removes later
      if (queue) await boss.deleteQueue(queue.name).catch(() => {});
      await store.deleteArtifacts(city, key.kind).catch(() => {});
    }
  }

  /** Once, until they are gone. */
  #tellOfOthers(connected: readonly string[]): void {
    const others = connected.filter((program) => isAnyWorker(program) && !isWorker(program));
    if (others.length > 0 && !this.#hasToldOfOthers) {
      this.#options.log.warn({ workers: others }, "workers of another version are not asked");
    }
    this.#hasToldOfOthers = others.length > 0;
  }

  async #removeForgotten(boss: PgBoss, city: string): Promise<void> {
    const { store } = this.#options;
    const before = Date.now() - FORGOTTEN_MILLISECONDS;
    const old = (await store.listArtifacts(city)).filter(({ createdAt }) => Date.parse(createdAt) < before);
    const kinds = new Set(old.map(({ kind }) => kind));
    const waitedFor = new Set((await runQueues(boss)).map(({ run }) => artifactKind(run)));
    for (const kind of kinds) {
      if (isArtifactKind(kind) && !waitedFor.has(kind)) await store.deleteArtifacts(city, kind);
    }
  }

  /** Takes each answer as it comes; gives how often chunks were begun again, and how many of those were lost. */
  async #collect(
    boss: PgBoss,
    { name }: RunQueue,
    lostChunks: LostChunks,
    signal: AbortSignal,
    count: number,
    take: (chunk: number, done: number) => Promise<void>,
  ): Promise<Pick<RunReport, "retries" | "lost">> {
    const taken = new Set<number>();
    let lost = 0;
    let workersSeen = performance.now();
    let workersLooked = workersSeen;
    for (;;) {
      signal.throwIfAborted();
      const jobs = await boss.findJobs<{ chunk: number }>(name);
      if (jobs.length < count) throw new Error("the queue of chunks was removed");
      for (const { state, data, output } of jobs) {
        if (state === "failed" || state === "cancelled") {
          throw new Error(`chunk ${data.chunk} ${state}: ${JSON.stringify(output)}`);
        }
        if (state !== "completed" || taken.has(data.chunk)) continue;
        signal.throwIfAborted();
        taken.add(data.chunk);
        await take(data.chunk, taken.size);
      }
      if (taken.size === count) return { retries: jobs.reduce((sum, { retryCount }) => sum + retryCount, 0), lost };
      const now = performance.now();
      if (now - workersLooked > WORKERS_MILLISECONDS) {
        workersLooked = now;
        const connected = await this.#options.store.connectedPrograms();
        if (connected.some(isWorker)) workersSeen = now;
        else if (now - workersSeen > ABSENCE_MILLISECONDS) throw new Error("all workers have gone");
        const begun = jobs.filter(({ state }) => state === "active");
        const gone = await lostChunks.among(
          begun.map(({ id, data, retryCount }) => ({ id, chunk: data.chunk, retryCount })),
          connected,
        );
        for (const { id } of gone) {
          // failed, it waits for the next worker at once
          await boss.fail(name, id, { message: "the worker has gone" });
          lost++;
        }
      }
      await setTimeout(LOOK_MILLISECONDS, undefined, { signal });
    }
  }
}

function chunkHomes(homes: number, workers: number): number {
  const { least, most } = CHUNK_HOMES;
  return Math.min(most, Math.max(least, Math.ceil(homes / (workers * CHUNKS_PER_WORKER))));
}

function roomFor(homes: number, groupCount: number, ringMinutes: number[]): GroupReach {
  const cells = homes * groupCount;
  return {
    groupCount,
    nearestSeconds: new Float64Array(cells),
    nearestTarget: new Int32Array(cells),
    within: ringMinutes.map(() => new Uint16Array(cells)),
    ringMinutes,
    accessMeters: new Float64Array(homes),
    edgeOfDataSeconds: new Float64Array(homes),
  };
}
