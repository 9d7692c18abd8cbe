/**
 * Takes chunks from the queues and answers them, as many at a time as it has slots. Whatever becomes of it, no chunk is
 * lost: one that it does not finish is taken by another worker.
 */
import { setTimeout } from "node:timers/promises";
import { join } from "node:path";
import type { JobWithMetadata, PgBoss } from "pg-boss";
import {
  artifactKind,
  isOfNetwork,
  isOwnVersion,
  openBoss,
  programName,
  QUESTION,
  runQueues,
  takerVersion,
} from "../jobs/chunk-queue.ts";
import type { ChunkJob, RunQueue } from "../jobs/chunk-queue.ts";
import type { Store } from "../store/index.ts";
import { NetworkCache } from "./network-cache.ts";
import { Slot } from "./slot.ts";

const IDLE_MILLISECONDS = 200;
const TROUBLE_MILLISECONDS = 2_000;
/** How often pg-boss hears that a chunk is still being worked on, and whether somebody called it off is looked at. */
const BEAT_MILLISECONDS = 2_000;
/** Runs that nobody waits for any more are removed when they were seen so twice, so far apart. */
const ORPHAN_MILLISECONDS = 5_000;
const QUESTIONS_IN_MEMORY = 3;

export interface ReachWorkerOptions {
  store: Store;
  databaseUrl: string;
  /** Networks are kept in `<dataFolder>/networks`. */
  dataFolder: string;
  /** Chunks at a time, each by a thread of its own. */
  concurrency: number;
  /** Lines for whoever reads the log. */
  say(line: string): void;
  /** Called each time the queue has answered: five times a second without work, every two seconds with. */
  alive?(): void;
}

export class ReachWorker {
  /** What others see it as. */
  readonly name = programName("worker");
  readonly #options: ReachWorkerOptions;
  readonly #networks: NetworkCache;
  readonly #questions = new Map<string, Promise<Uint8Array>>();
  readonly #orphans = new Map<string, number>();
  readonly #stopping = new AbortController();
  /** Aborted where chunks at work are to be handed back. */
  readonly #handingBack = new AbortController();
  #boss: PgBoss | null = null;
  #slots: Promise<void>[] = [];
  #inTrouble = false;

  constructor(options: ReachWorkerOptions) {
    this.#options = options;
    this.#networks = new NetworkCache(options.store, join(options.dataFolder, "networks"));
  }

  /** Throws where the database does not answer or its role may not make the schema of the queues. */
  async start(): Promise<void> {
    const { databaseUrl, concurrency, say } = this.#options;
    this.#boss = await openBoss(databaseUrl, this.name, (error) => say(`the queue: ${error.message}`));
    this.#slots = Array.from({ length: concurrency }, () => this.#serve(this.#boss!));
  }

  /** Takes nothing more; chunks at work are finished, or handed back where that takes longer. */
  async stop(graceMilliseconds: number): Promise<void> {
    this.#stopping.abort();
    const patience = globalThis.setTimeout(() => this.#handingBack.abort(new HandedBack()), graceMilliseconds);
    await Promise.all(this.#slots);
    clearTimeout(patience);
    await this.#boss?.stop({ graceful: false });
  }

  async #serve(boss: PgBoss): Promise<void> {
    const slot = new Slot();
    while (!this.#stopping.signal.aborted) {
      let wait = IDLE_MILLISECONDS;
      try {
        const taken = await this.#take(boss);
        this.#options.alive?.();
        if (taken) {
          await this.#answer(boss, slot, taken.queue, taken.job);
          wait = 0;
        }
        this.#inTrouble = false;
      } catch (error) {
        // the database is away, or a run ended just now
        if (!this.#inTrouble) this.#options.say(`waiting: ${(error as Error).message}`);
        this.#inTrouble = true;
        wait = TROUBLE_MILLISECONDS;
      }
      if (wait > 0) await setTimeout(wait, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
    await slot.close();
  }

  /** The next chunk, of a run whose network is in memory if there is one. */
  async #take(boss: PgBoss): Promise<{ queue: RunQueue; job: JobWithMetadata<ChunkJob> } | null> {
    const queues = await runQueues(boss);
    if (queues.length === 0) return null;
    const live = await this.#live(boss, queues);
    const loaded = this.#networks.loaded();
    const isLoaded = (queue: RunQueue): boolean => loaded.some((version) => isOfNetwork(queue, version));
    const { true: first = [], false: rest = [] } = Object.groupBy(live, (queue) => `${isLoaded(queue)}`);
    // not all of them at the same run
    for (const queue of [...first, ...rest.sort(() => Math.random() - 0.5)]) {
      const [job] = await boss
        .fetch<ChunkJob>(queue.name, { batchSize: 1, includeMetadata: true })
        .catch((error: Error) => {
          if (/does not exist/.test(error.message)) return [];
          throw error;
        });
      if (job) return { queue, job };
    }
    return null;
  }

  /** Runs of this version that somebody waits for; what a program left that ended without notice is removed. */
  async #live(boss: PgBoss, queues: RunQueue[]): Promise<RunQueue[]> {
    const programs = new Set(await this.#options.store.connectedPrograms());
    const now = performance.now();
    for (const queue of queues) {
      if (programs.has(queue.program)) {
        this.#orphans.delete(queue.name);
        continue;
      }
      const since = this.#orphans.get(queue.name) ?? now;
      this.#orphans.set(queue.name, since);
      if (now - since < ORPHAN_MILLISECONDS) continue;
      this.#orphans.delete(queue.name);
      const [job] = await boss.findJobs<ChunkJob>(queue.name);
      await boss.deleteQueue(queue.name);
      if (job) await this.#options.store.deleteArtifacts(job.data.city, artifactKind(queue.run));
    }
    return queues.filter((queue) => isOwnVersion(queue) && programs.has(queue.program));
  }

  async #answer(boss: PgBoss, slot: Slot, queue: RunQueue, job: JobWithMetadata<ChunkJob>): Promise<void> {
    const { store, say } = this.#options;
    const { city, networkVersion, run, chunk } = job.data;
    const key = { city, kind: artifactKind(run) };
    const calledOff = new AbortController();
    const signal = AbortSignal.any([calledOff.signal, this.#handingBack.signal]);
    const stillWanted = async (): Promise<boolean> => {
      const [now] = await boss.findJobs(queue.name, { id: job.id });
      return now?.state === "active" && now.retryCount === job.retryCount;
    };
    const isOver = async (): Promise<boolean> => !(await runQueues(boss)).some(({ name }) => name === queue.name);
    const beat = setInterval(() => {
      // a beat that is lost is made up for by the next
      boss
        .touch(queue.name, job.id)
        .then(stillWanted)
        .then((wanted) => wanted || calledOff.abort(new CalledOff()))
        .then(() => this.#options.alive?.())
        .catch(() => {});
    }, BEAT_MILLISECONDS);
    try {
      const begun = performance.now();
      const [network, question] = await Promise.all([
        this.#networks.get(city, networkVersion),
        this.#question(city, run),
        store.putArtifact(
          { ...key, version: takerVersion(chunk, job.retryCount) },
          new TextEncoder().encode(this.name),
        ),
      ]);
      const answer = await slot.solve({ run, chunk, networkVersion, network, question }, signal);
      if (!(await stillWanted())) throw new CalledOff();
      await store.putArtifact({ ...key, version: String(chunk) }, answer);
      const milliseconds = Math.round(performance.now() - begun);
      await boss.complete(queue.name, job.id, { worker: this.name, milliseconds });
      say(`chunk ${chunk} of ${city}, run ${run}: ${milliseconds} ms`);
    } catch (error) {
      if (error instanceof CalledOff || (await isOver())) {
        say(`chunk ${chunk} of ${city}, run ${run}: called off`);
      } else {
        say(`chunk ${chunk} of ${city}, run ${run}: ${(error as Error).message}`);
        await boss.fail(queue.name, job.id, { worker: this.name, message: (error as Error).message });
      }
    } finally {
      clearInterval(beat);
    }
    // whoever asked may have removed what the run left just before this answer was put there
    if (await isOver()) await store.deleteArtifacts(city, key.kind);
  }

  #question(city: string, run: string): Promise<Uint8Array> {
    const known = this.#questions.get(run);
    if (known) return known;
    const question = this.#options.store
      .getArtifact({ city, kind: artifactKind(run), version: QUESTION })
      .then((bytes) => {
        if (!bytes) throw new Error(`the question of run ${run} is not in the store`);
        const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
        shared.set(bytes);
        return shared;
      });
    question.catch(() => this.#questions.delete(run));
    this.#questions.set(run, question);
    for (const oldest of this.#questions.keys()) {
      if (this.#questions.size <= QUESTIONS_IN_MEMORY) break;
      this.#questions.delete(oldest);
    }
    return question;
  }
}

/** Nobody wants the chunk any more, or another worker has it. */
class CalledOff extends Error {
  override readonly name = "CalledOff";
  constructor() {
    super("called off");
  }
}

class HandedBack extends Error {
  override readonly name = "HandedBack";
  constructor() {
    super("handed back: the worker is ending");
  }
}
