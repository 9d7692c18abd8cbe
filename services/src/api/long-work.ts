/**
 * Work that may take longer than an answer should: done once for all who ask, one after another, kept for those who ask
 * again, given up when nobody does.
 */
import type { FastifyInstance } from "fastify";
import plugin from "fastify-plugin";
import { Problem } from "./problem.ts";

export interface Progress {
  step: string;
  fraction: number | null;
  /** ISO 8601. */
  startedAt: string;
}

export type OnStep = (step: string, fraction: number | null) => void;

/** A city in one of its states: once there is another, nobody asks about this one any more. */
export interface Subject {
  city: string;
  state: string;
}

interface Work {
  of: Subject | null;
  promise: Promise<unknown>;
  progress: Progress;
  abort: AbortController;
  /** Of its result; 0 as long as it is not done. */
  bytes: number;
  waiting: number;
  /** `performance.now()`. */
  lastAsked: number;
}

const mostKept = 64;
/** One table of a metropolis at a time of day, or hundreds of a district. */
const mostBytes = 600e6;
/** So many may wait to be done. */
const mostWorking = 6;
const forgottenMilliseconds = 30_000;

export class LongWork {
  /** Least recently used first. */
  readonly #works = new Map<string, Work>();
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * What `compute` gives for this key, or how far it is where that takes longer than `patienceMilliseconds`; whoever asks
   * again keeps it going. The key says all that the result depends on. Throws a 503 Problem where too much waits already.
   * `of` is what the work is about; what is kept of other states of that city is forgotten.
   */
  async get<T>(
    key: string,
    patienceMilliseconds: number,
    compute: (onStep: OnStep, signal: AbortSignal) => Promise<{ value: T; bytes: number }>,
    of: Subject | null = null,
  ): Promise<{ done: T } | { working: Progress }> {
    const work = this.#known(key) ?? this.#begin(key, compute, of);
    work.lastAsked = performance.now();
    work.waiting++;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<null>((resolve) => {
      if (Number.isFinite(patienceMilliseconds)) timer = setTimeout(resolve, patienceMilliseconds, null);
    });
    try {
      const first = await Promise.race([work.promise.then((value) => ({ done: value as T })), patience]);
      return first ?? { working: work.progress };
    } finally {
      clearTimeout(timer);
      work.waiting--;
      work.lastAsked = performance.now();
    }
  }

  /** Gives up what is under way. */
  close(): void {
    for (const { abort } of this.#works.values()) abort.abort(new Problem(503, "The server is stopping."));
    this.#works.clear();
  }

  #known(key: string): Work | undefined {
    const known = this.#works.get(key);
    if (known === undefined) return undefined;
    this.#works.delete(key);
    this.#works.set(key, known);
    return known;
  }

  #begin<T>(
    key: string,
    compute: (onStep: OnStep, signal: AbortSignal) => Promise<{ value: T; bytes: number }>,
    of: Subject | null,
  ): Work {
    if (of !== null) this.#forgetOtherStates(of);
    const underWay = [...this.#works.values()].filter(({ bytes }) => bytes === 0).length;
    if (underWay >= mostWorking) {
      throw new Problem(503, `${underWay} other questions of this kind are being worked out. Please try again soon.`);
    }
    const abort = new AbortController();
    const work: Work = {
      of,
      abort,
      promise: Promise.resolve(),
      progress: { step: "waiting", fraction: null, startedAt: new Date().toISOString() },
      bytes: 0,
      waiting: 0,
      lastAsked: performance.now(),
    };
    const onStep: OnStep = (step, fraction) => {
      work.progress = { ...work.progress, step, fraction };
      if (work.waiting === 0 && performance.now() - work.lastAsked > forgottenMilliseconds) {
        abort.abort(new Problem(503, "It was given up, since nobody asked for it any more. Please ask again."));
      }
    };
    const computing = this.#turn.then(() => {
      abort.signal.throwIfAborted();
      return compute(onStep, abort.signal);
    });
    this.#turn = computing.catch(() => {});
    work.promise = computing.then(({ value, bytes }) => {
      work.bytes = Math.max(1, bytes);
      this.#makeRoom(key);
      return value;
    });
    work.promise.catch(() => {
      if (this.#works.get(key) === work) this.#works.delete(key);
    });
    this.#works.set(key, work);
    return work;
  }

  #forgetOtherStates({ city, state }: Subject): void {
    for (const [key, { of, bytes }] of this.#works) {
      if (bytes > 0 && of?.city === city && of.state !== state) this.#works.delete(key);
    }
  }

  /** What is under way stays. */
  #makeRoom(newest: string): void {
    let bytes = [...this.#works.values()].reduce((sum, work) => sum + work.bytes, 0);
    for (const [key, work] of this.#works) {
      if (this.#works.size <= mostKept && bytes <= mostBytes) return;
      if (key === newest || work.bytes === 0) continue;
      bytes -= work.bytes;
      this.#works.delete(key);
    }
  }
}

declare module "fastify" {
  interface FastifyInstance {
    longWork: LongWork;
  }
}

export const longWorkPlugin = plugin(
  async (app: FastifyInstance) => {
    const works = new LongWork();
    app.decorate("longWork", works);
    app.addHook("preClose", async () => works.close());
  },
  { name: "long-work", dependencies: ["cities"] },
);
