import { BUCKET_MILLISECONDS, BucketQueue, bucketOf } from "./bulk-queue.ts";
import { NEVER } from "./bulk-compounds.ts";

/** The parts of a core (bulk-core.ts) that searches need. */
export interface CoreArcs {
  arcStart: Int32Array;
  arcHead: Int32Array;
  arcMilliseconds: Int32Array;
}

/** Times are below 2^27 milliseconds and targets below 2^26, so that both fit one exact double: a label. */
export const MOST_MILLISECONDS = 2 ** 27 - 1;
const TARGETS = 2 ** 26;

/** Labels are in the order of their times; equal times: the lower target. */
export const labelOf = (milliseconds: number, target: number): number => milliseconds * TARGETS + target;
export const millisecondsOf = (label: number): number => Math.floor(label / TARGETS);
export const targetOf = (label: number): number => label - Math.floor(label / TARGETS) * TARGETS;
/** A label after so many milliseconds more. */
export const later = (label: number, milliseconds: number): number => label + milliseconds * TARGETS;

/** Bounded searches over a core, one after another. */
export class CoreSearch {
  /** Per state, `NEVER` where the search has not come. */
  readonly time: Int32Array;
  /** The states that the search has come to; the first `reachedCount` count. */
  readonly reached: Int32Array;
  reachedCount = 0;
  readonly #core: CoreArcs;
  readonly #limit: number;
  readonly #queue: BucketQueue;

  constructor(core: CoreArcs, limitMilliseconds: number) {
    const count = core.arcStart.length - 1;
    this.#core = core;
    this.#limit = limitMilliseconds;
    this.#queue = new BucketQueue(limitMilliseconds);
    this.time = new Int32Array(count).fill(NEVER);
    this.reached = new Int32Array(count);
  }

  /** Another place where the next search begins. */
  begin(state: number, milliseconds: number): void {
    if (state < 0 || milliseconds > this.#limit || milliseconds >= this.time[state]) return;
    if (this.time[state] === NEVER) this.reached[this.reachedCount++] = state;
    this.time[state] = milliseconds;
    this.#queue.push(bucketOf(milliseconds), state);
  }

  run(): void {
    const { arcStart, arcHead, arcMilliseconds } = this.#core;
    const { time, reached } = this;
    const queue = this.#queue;
    const limit = this.#limit;
    let count = this.reachedCount;
    for (let state = queue.pop(); state >= 0; state = queue.pop()) {
      const leaving = time[state];
      if (bucketOf(leaving) !== queue.current) continue;
      const end = arcStart[state + 1];
      for (let arc = arcStart[state]; arc < end; arc++) {
        const at = leaving + arcMilliseconds[arc];
        if (at > limit) continue;
        const head = arcHead[arc];
        const known = time[head];
        if (at >= known) continue;
        if (known === NEVER) reached[count++] = head;
        time[head] = at;
        queue.push(bucketOf(at), head);
      }
    }
    this.reachedCount = count;
  }

  /** Forgets the last search. */
  clear(): void {
    const { time, reached } = this;
    for (let i = 0; i < this.reachedCount; i++) time[reached[i]] = NEVER;
    this.reachedCount = 0;
  }
}

/**
 * From many targets at once: `labels` holds where the search begins, Infinity elsewhere, and afterwards for each state the
 * soonest target within the limit.
 */
export function spreadLabels(
  core: CoreArcs,
  labels: Float64Array,
  begin: Iterable<number>,
  limitMilliseconds: number,
): void {
  const { arcStart, arcHead, arcMilliseconds } = core;
  const queue = new BucketQueue(limitMilliseconds);
  const perLabel = 1 / (TARGETS * BUCKET_MILLISECONDS);
  const end = labelOf(limitMilliseconds + 1, 0);
  for (const state of begin) queue.push(Math.floor(labels[state] * perLabel), state);
  for (let state = queue.pop(); state >= 0; state = queue.pop()) {
    const leaving = labels[state];
    if (Math.floor(leaving * perLabel) !== queue.current) continue;
    const last = arcStart[state + 1];
    for (let arc = arcStart[state]; arc < last; arc++) {
      const at = leaving + arcMilliseconds[arc] * TARGETS;
      const head = arcHead[arc];
      if (at >= labels[head] || at >= end) continue;
      labels[head] = at;
      queue.push(Math.floor(at * perLabel), head);
    }
  }
}
