/**
 * Threads that compute, so that the event loop only parses, hands on and sends. Started when first needed, replaced when
 * they end unasked. Own code, since what threads share between tasks and what must not be cut short (a task that has
 * begun is finished even where nobody waits any more, and its thread lives on) is most of it.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { FromThread, Shared, TaskName, Tasks, ToThread } from "./tasks.ts";

/** More wait than can be served soon; ask again later. */
export class ComputeBusy extends Error {
  override name = "ComputeBusy";
}

/** The thread at work on this ended, or none can be started. */
export class ComputeFailed extends Error {
  override name = "ComputeFailed";
}

/** The pool is closing. */
export class ComputeClosed extends Error {
  override name = "ComputeClosed";
}

export interface ComputePoolOptions {
  /** Default: as many as there are processors. */
  threads?: number;
  /** So many tasks may wait besides those at work; beyond it ComputeBusy. Default 500. */
  mostWaiting?: number;
  /** File of the threads, for tests. */
  script?: URL;
  onCrash?: (error: Error) => void;
  /** Told of what went wrong in work that nobody waits for. */
  onUnawaited?: (error: Error) => void;
}

export interface TaskTimes {
  name: TaskName;
  waitedMilliseconds: number;
  workedMilliseconds: number;
  bulk: boolean;
  failed: boolean;
  /** What `askedWithin` gave when it was asked for. */
  asker: unknown;
}

export interface RunOptions {
  /** What the thread must hold before it begins. */
  needs?: Shared[];
  /** A task that nobody waits for any more is not begun. */
  signal?: AbortSignal;
  /** Done when nothing else waits; not counted as waiting. */
  bulk?: boolean;
}

interface Job {
  id: number;
  name: TaskName;
  input: unknown;
  needs: Shared[];
  bulk: boolean;
  asker: unknown;
  /** `performance.now()` when it was asked for, and when a thread turned to it. */
  askedAt: number;
  begunAt: number;
  resolve: (output: never) => void;
  reject: (error: Error) => void;
  /** Stops listening to the caller's signal. */
  begun: () => void;
}

interface Thread {
  worker: Worker;
  /** Sent and not yet answered, oldest first: the first is at work, a second keeps it from standing idle. */
  jobs: Job[];
  /** Ids of what it holds. */
  held: Set<string>;
  isReady: boolean;
}

const jobsPerThread = 2;
/**
 * For a thread's newest objects, of which a third is in use at a time. By itself V8 lets each thread have up to 192, and
 * doubles what it has whenever enough of them are still used when it looks: that goes on for hours.
 */
const newestMegabytes = 48;
/** So many threads may die in a row before they are ready; then those who wait are told. */
const mostFailedStarts = 3;
/** How long closing waits for what is under way. */
const closingMilliseconds = 10_000;

export class ComputePool {
  readonly #size: number;
  readonly #mostWaiting: number;
  readonly #script: URL;
  readonly #onCrash: (error: Error) => void;
  readonly #onUnawaited: (error: Error) => void;
  /** Told of each task that was done or failed. */
  onTask: ((task: TaskTimes) => void) | null = null;
  /** Says in whose course a task is asked for; nobody keeps count of that when left out. */
  askedWithin: (() => unknown) | null = null;
  #threads: Thread[] = [];
  readonly #waiting: Job[] = [];
  readonly #bulk: Job[] = [];
  /** Tasks not yet settled per shared id; those released are dropped with the last of them. */
  readonly #users = new Map<string, number>();
  readonly #released = new Set<string>();
  #nextId = 1;
  #failedStarts = 0;
  #closing: Promise<void> | null = null;
  #idle: (() => void) | null = null;

  constructor(options: ComputePoolOptions = {}) {
    this.#size = Math.max(1, options.threads ?? availableParallelism());
    this.#mostWaiting = options.mostWaiting ?? 500;
    this.#script = options.script ?? new URL("thread.ts", import.meta.url);
    this.#onCrash = options.onCrash ?? (() => {});
    this.#onUnawaited = options.onUnawaited ?? (() => {});
  }

  get size(): number {
    return this.#size;
  }

  /** Tells whoever looks after the service that work failed for which nobody waits; a full or closing pool is no failure. */
  tellUnawaited(error: Error): void {
    if (!(error instanceof ComputeBusy || error instanceof ComputeClosed)) this.#onUnawaited(error);
  }

  /** How many tasks wait that somebody waits for, how many in bulk; threads at work; whether it takes any more. */
  get load(): { waiting: number; bulk: number; busy: number; threads: number; isOpen: boolean } {
    return {
      waiting: this.#waiting.length,
      bulk: this.#bulk.length,
      busy: this.#threads.filter(({ jobs }) => jobs.length > 0).length,
      threads: this.#threads.length,
      isOpen: this.#closing === null,
    };
  }

  /** Tasks that wait for a thread. */
  get waiting(): number {
    return this.#waiting.length + this.#bulk.length;
  }

  /**
   * Has a thread do a task. Rejects with what the task threw, with ComputeBusy, ComputeFailed or ComputeClosed, or with
   * the signal's reason where that came before the task began.
   */
  run<K extends TaskName>(name: K, input: Tasks[K]["input"], options: RunOptions = {}): Promise<Tasks[K]["output"]> {
    const { signal, bulk = false, needs = [] } = options;
    if (this.#closing !== null) return Promise.reject(new ComputeClosed("The server is stopping."));
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    if (!bulk && this.#waiting.length >= this.#mostWaiting) {
      return Promise.reject(new ComputeBusy(`${this.#waiting.length} questions are waiting already.`));
    }
    return new Promise((resolve, reject) => {
      const queue = bulk ? this.#bulk : this.#waiting;
      const onAbort = (): void => {
        const at = queue.indexOf(job);
        if (at < 0) return;
        queue.splice(at, 1);
        this.#settle(job);
        reject(signal!.reason as Error);
      };
      const job: Job = {
        id: this.#nextId++,
        name,
        input,
        needs,
        bulk,
        asker: this.askedWithin?.(),
        askedAt: performance.now(),
        begunAt: 0,
        resolve,
        reject,
        begun: () => signal?.removeEventListener("abort", onAbort),
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      for (const { id } of needs) this.#users.set(id, (this.#users.get(id) ?? 0) + 1);
      queue.push(job);
      this.#dispatch();
    });
  }

  /** Says that a shared value will not be asked for again; threads drop it when the last task that needs it is done. */
  release(id: string): void {
    this.#released.add(id);
    this.#dropReleased(id);
  }

  /** Takes nothing more, finishes what was asked, ends the threads. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (!this.#isIdle()) {
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([
        new Promise<void>((resolve) => (this.#idle = resolve)),
        new Promise<void>((resolve) => (timer = setTimeout(resolve, closingMilliseconds))),
      ]);
      clearTimeout(timer);
    }
    const threads = this.#threads;
    this.#threads = [];
    const left = [
      ...this.#waiting.splice(0),
      ...this.#bulk.splice(0),
      ...threads.flatMap(({ jobs }) => jobs.splice(0)),
    ];
    for (const job of left) this.#fail(job, new ComputeClosed("The server is stopping."));
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }

  #isIdle(): boolean {
    return this.waiting === 0 && this.#threads.every(({ jobs }) => jobs.length === 0);
  }

  /** Hands waiting tasks to threads that have room, the emptiest first. */
  #dispatch(): void {
    while (this.waiting > 0) {
      let thread = this.#leastBusy();
      if ((thread === null || thread.jobs.length > 0) && this.#threads.length < this.#size) thread = this.#start();
      if (thread === null || thread.jobs.length >= jobsPerThread) return;
      const job = this.#waiting.shift() ?? this.#bulk.shift()!;
      job.begun();
      // Only while at work does a thread keep the process alive.
      if (thread.jobs.length === 0) thread.worker.ref();
      thread.jobs.push(job);
      if (thread.jobs.length === 1) job.begunAt = performance.now();
      try {
        for (const shared of job.needs) {
          if (thread.held.has(shared.id)) continue;
          this.#post(thread, { share: shared });
          thread.held.add(shared.id);
        }
        this.#post(thread, { id: job.id, name: job.name, input: job.input });
      } catch (error) {
        // What cannot be copied to a thread is the caller's mistake, not the thread's.
        thread.jobs.splice(thread.jobs.indexOf(job), 1);
        this.#fail(job, error as Error);
      }
    }
  }

  #leastBusy(): Thread | null {
    let best: Thread | null = null;
    for (const thread of this.#threads) if (best === null || thread.jobs.length < best.jobs.length) best = thread;
    return best;
  }

  #post(thread: Thread, message: ToThread): void {
    thread.worker.postMessage(message);
  }

  #start(): Thread {
    const worker = new Worker(this.#script, { resourceLimits: { maxYoungGenerationSizeMb: newestMegabytes } });
    const thread: Thread = { worker, jobs: [], held: new Set(), isReady: false };
    let cause: Error | null = null;
    thread.worker.on("message", (message: FromThread) => this.#receive(thread, message));
    thread.worker.on("error", (error) => (cause = error));
    thread.worker.on("exit", (code) => this.#ended(thread, cause ?? new Error(`it ended with code ${code}`)));
    thread.worker.unref();
    this.#threads.push(thread);
    return thread;
  }

  #receive(thread: Thread, message: FromThread): void {
    if ("ready" in message) {
      thread.isReady = true;
      this.#failedStarts = 0;
      return;
    }
    const at = thread.jobs.findIndex(({ id }) => id === message.id);
    if (at < 0) return;
    const [job] = thread.jobs.splice(at, 1);
    const now = performance.now();
    if (at === 0 && thread.jobs.length > 0) thread.jobs[0].begunAt = now;
    this.onTask?.({
      name: job.name,
      waitedMilliseconds: job.begunAt - job.askedAt,
      workedMilliseconds: now - job.begunAt,
      bulk: job.bulk,
      failed: "error" in message,
      asker: job.asker,
    });
    // The next one first, so that no thread waits for those who take this answer.
    this.#dispatch();
    if (thread.jobs.length === 0) thread.worker.unref();
    if ("error" in message) this.#fail(job, Object.assign(new Error(message.error.message), message.error));
    else {
      this.#settle(job);
      job.resolve(message.output as never);
    }
    if (this.#idle !== null && this.#isIdle()) this.#idle();
  }

  /** A thread ended unasked: its first task may be why and is answered so, a second had not begun and goes to another. */
  #ended(thread: Thread, cause: Error): void {
    const at = this.#threads.indexOf(thread);
    if (at < 0) return;
    this.#threads.splice(at, 1);
    this.#onCrash(cause);
    const [first, ...others] = thread.jobs.splice(0);
    for (const job of others.toReversed()) (job.bulk ? this.#bulk : this.#waiting).unshift(job);
    if (first !== undefined) {
      this.#fail(first, new ComputeFailed("The thread that worked on this ended unexpectedly.", { cause }));
    }
    if (!thread.isReady && ++this.#failedStarts >= mostFailedStarts) {
      this.#failedStarts = 0;
      for (const job of [...this.#waiting.splice(0), ...this.#bulk.splice(0)]) {
        this.#fail(job, new ComputeFailed("No thread can be started.", { cause }));
      }
    }
    this.#dispatch();
    if (this.#idle !== null && this.#isIdle()) this.#idle();
  }

  #fail(job: Job, error: Error): void {
    job.begun();
    this.#settle(job);
    job.reject(error);
  }

  #settle(job: Job): void {
    for (const { id } of job.needs) {
      const users = (this.#users.get(id) ?? 1) - 1;
      if (users > 0) this.#users.set(id, users);
      else {
        this.#users.delete(id);
        this.#dropReleased(id);
      }
    }
  }

  #dropReleased(id: string): void {
    if (!this.#released.has(id) || this.#users.has(id)) return;
    this.#released.delete(id);
    for (const thread of this.#threads) if (thread.held.delete(id)) this.#post(thread, { forget: id });
  }
}
