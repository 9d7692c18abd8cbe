/**
 * Runs jobs in this process: a few at a time, with progress, and so that they can be cancelled. A job lives in the
 * store, so its outcome is there after a restart; one that was cut off by the end of its process is `interrupted`.
 */
import { EventEmitter } from "node:events";
import type { Job, JobDraft, Store } from "../store/index.ts";
import { inWords } from "../words/index.ts";
import type { Said } from "../words/index.ts";

export interface JobContext {
  job: Job;
  /** Aborted when somebody cancels the job or the process ends; the work then throws. */
  signal: AbortSignal;
  progress(step: string, fraction: number | null): void;
}

export type JobWork = (input: never, context: JobContext) => Promise<unknown>;

/** Progress is stored at most this often; whoever listens hears all of it. */
const NOTE_MILLISECONDS = 500;
const AT_ONCE = 2;
/** With what each was asked for in memory; more would not be begun within the hour. */
const MOST_WAITING = 200;

/** Too many jobs wait already; ask again later. */
export class JobsBusy extends Error {
  override readonly name = "JobsBusy";
}

export class JobRunner {
  readonly #store: Store;
  readonly #works = new Map<string, JobWork>();
  readonly #atOnce: number;
  readonly #queue: Job[] = [];
  readonly #running = new Map<string, { abort: AbortController; latest: Job; ended: Promise<void> }>();
  readonly #news = new EventEmitter().setMaxListeners(0);
  readonly #messageOf: (error: unknown) => Said;
  #closed = false;
  /** Does the work of each job where it is set, and gives what comes of it. */
  around: ((job: Job, work: () => Promise<unknown>) => Promise<unknown>) | null = null;

  /** @param messageOf what of an error may be shown to a person */
  constructor(store: Store, messageOf: (error: unknown) => Said, atOnce = AT_ONCE) {
    this.#store = store;
    this.#messageOf = messageOf;
    this.#atOnce = atOnce;
  }

  /** Says what a kind of job does; its input and result are JSON. */
  register<Input>(kind: string, work: (input: Input, context: JobContext) => Promise<unknown>): void {
    if (this.#works.has(kind)) throw new Error(`Jobs of kind ${kind} are registered already`);
    this.#works.set(kind, work as JobWork);
  }

  /** To be called once before the first job where nobody else runs jobs of this store: marks what was cut off. */
  async takeOver(): Promise<void> {
    for (const { id } of await this.#store.listJobs(null, ["queued", "running"])) {
      if (this.#running.has(id) || this.#queue.some((job) => job.id === id)) continue;
      await this.#store.endJob(id, "interrupted", {
        error: "The program ended while this was being done. Nothing half done is left; start it again.",
      });
    }
  }

  /** Throws JobsBusy where no more may wait: before work that a job is to finish. */
  checkRoom(): void {
    if (this.#queue.length >= MOST_WAITING) throw new JobsBusy(`${this.#queue.length} jobs are waiting already`);
  }

  /** Rejects with JobsBusy where too many wait. */
  async start(draft: JobDraft): Promise<Job> {
    this.checkRoom();
    if (this.#closed) throw new Error("No more jobs are taken: the program is ending");
    if (!this.#works.has(draft.kind)) throw new Error(`There are no jobs of kind ${draft.kind}`);
    const job = await this.#store.addJob(draft);
    this.#queue.push(job);
    this.#next();
    return job;
  }

  get load(): { running: number; waiting: number } {
    return { running: this.#running.size, waiting: this.#queue.length };
  }

  /** Kind and id of those that run. */
  atWork(): string[] {
    return [...this.#running.values()].map(({ latest: { kind, id } }) => `${kind} ${id}`);
  }

  /** The job as it is now, with the latest progress. */
  async get(id: string): Promise<Job | null> {
    return this.#running.get(id)?.latest ?? (await this.#store.getJob(id));
  }

  /** False where it has ended already, or is not known. */
  async cancel(id: string): Promise<boolean> {
    const running = this.#running.get(id);
    if (running) {
      running.abort.abort(new JobCancelled());
      await running.ended;
      return (await this.#store.getJob(id))?.state === "cancelled";
    }
    const waiting = this.#queue.findIndex((job) => job.id === id);
    if (waiting < 0) return false;
    this.#queue.splice(waiting, 1);
    await this.#end(id, "cancelled", {});
    return true;
  }

  /** Calls back with the job at each step of its way and at its end; returns how to stop that. */
  listen(id: string, listener: (job: Job) => void): () => void {
    this.#news.on(id, listener);
    return () => this.#news.off(id, listener);
  }

  /** Cancels what runs and waits until it has stopped. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { id } of this.#queue.splice(0)) {
      await this.#end(id, "interrupted", { error: "The program ended before this was begun." });
    }
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort(new JobInterrupted());
    await Promise.all(running.map(({ ended }) => ended));
  }

  #next(): void {
    while (this.#running.size < this.#atOnce && this.#queue.length > 0) {
      const job = this.#queue.shift()!;
      const abort = new AbortController();
      const entry = { abort, latest: job, ended: Promise.resolve() };
      this.#running.set(job.id, entry);
      entry.ended = this.#run(job, entry).finally(() => {
        this.#running.delete(job.id);
        this.#next();
      });
    }
  }

  async #run(job: Job, entry: { abort: AbortController; latest: Job }): Promise<void> {
    const { signal } = entry.abort;
    let noted = 0;
    let writing: Promise<unknown> = Promise.resolve();
    const progress = (step: string, fraction: number | null): void => {
      entry.latest = { ...entry.latest, state: "running", step, fraction };
      this.#news.emit(job.id, entry.latest);
      const now = performance.now();
      if (now - noted < NOTE_MILLISECONDS) return;
      noted = now;
      // a step that cannot be noted is no reason to stop
      writing = writing.then(() => this.#store.noteJob(job.id, step, fraction)).catch(() => {});
    };
    try {
      if (!(await this.#store.startJob(job.id))) return;
      // Cancelled meanwhile: work that waits for the signal would wait for ever.
      signal.throwIfAborted();
      entry.latest = { ...job, state: "running", startedAt: new Date().toISOString() };
      const work = (): Promise<unknown> => this.#works.get(job.kind)!(job.input as never, { job, signal, progress });
      const result = await (this.around ? this.around(job, work) : work());
      await writing;
      await this.#end(job.id, "done", { result: result ?? null });
    } catch (error) {
      await writing;
      const reason = signal.reason as unknown;
      if (reason instanceof JobCancelled) await this.#end(job.id, "cancelled", {});
      else if (reason instanceof JobInterrupted) {
        await this.#end(job.id, "interrupted", { error: "The program ended while this was being done." });
      } else {
        const said = this.#messageOf(error);
        await this.#end(job.id, "failed", { error: inWords(said, "en"), result: { said } });
      }
    }
  }

  async #end(id: string, ...[state, outcome]: EndArguments): Promise<void> {
    try {
      await this.#store.endJob(id, state, outcome);
    } catch (error) {
      // the store is gone: the next start finds the job running and marks it
      console.error(`The end of job ${id} (${state}) could not be stored: ${(error as Error).message}`);
    }
    const job = await this.#store.getJob(id).catch(() => null);
    if (job) this.#news.emit(id, job);
  }
}

type EndArguments = [
  state: "done" | "failed" | "cancelled" | "interrupted",
  outcome: { result?: unknown; error?: string },
];

class JobCancelled extends Error {
  override readonly name = "JobCancelled";
  constructor() {
    super("cancelled");
  }
}

class JobInterrupted extends Error {
  override readonly name = "JobInterrupted";
  constructor() {
    super("the program is ending");
  }
}
