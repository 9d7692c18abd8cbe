import { Growing } from "../network/grow.ts";
import { BucketQueue, bucketOf } from "./bulk-queue.ts";
import { NEVER } from "./bulk-compounds.ts";

/** The parts of a core (bulk-core.ts) that searches need. */
export interface CoreArcs {
  /** Arcs of state s: start[s] … start[s + 1] - 1. */
  start: Int32Array;
  /** Two numbers per arc: the state it leads to, and milliseconds with the delay of leaving. */
  arcs: Int32Array;
}

/** Soonest targets, for each state: milliseconds, `NEVER` where none comes, and which target. */
export interface Soonest {
  milliseconds: Int32Array;
  target: Int32Array;
}

/** Bounded searches over a core, one after another. */
export class CoreSearch {
  /** Per state, `NEVER` where the search has not come. */
  readonly time: Int32Array;
  /** The states that the search has come to; the first `reachedCount` count. */
  readonly reached: Int32Array;
  reachedCount = 0;
  readonly #core: CoreArcs;
  readonly #limit: number;
  readonly #ahead: Int32Array | null;
  readonly #queue: BucketQueue;

  /** `ahead`: milliseconds by state that are to be left when a search comes there; it goes no further where they are not. */
  constructor(core: CoreArcs, limitMilliseconds: number, ahead: Int32Array | null = null) {
    const count = core.start.length - 1;
    this.#core = core;
    this.#limit = limitMilliseconds;
    this.#ahead = ahead;
    this.#queue = new BucketQueue(limitMilliseconds);
    this.time = new Int32Array(count).fill(NEVER);
    this.reached = new Int32Array(count);
  }

  /** Another place where the next search begins. */
  begin(state: number, milliseconds: number): void {
    if (state < 0 || milliseconds > this.#limit || milliseconds >= this.time[state]) return;
    if (this.#ahead !== null && milliseconds + this.#ahead[state] > this.#limit) return;
    if (this.time[state] === NEVER) this.reached[this.reachedCount++] = state;
    this.time[state] = milliseconds;
    this.#queue.push(bucketOf(milliseconds), state);
  }

  run(): void {
    const { start, arcs } = this.#core;
    const { time, reached } = this;
    const queue = this.#queue;
    const limit = this.#limit;
    const ahead = this.#ahead;
    let count = this.reachedCount;
    for (let state = queue.pop(); state >= 0; state = queue.pop()) {
      const leaving = time[state];
      if (bucketOf(leaving) !== queue.current) continue;
      const end = start[state + 1] * 2;
      for (let arc = start[state] * 2; arc < end; arc += 2) {
        const at = leaving + arcs[arc + 1];
        if (at > limit) continue;
        const head = arcs[arc];
        const known = time[head];
        if (at >= known || (ahead !== null && at + ahead[head] > limit)) continue;
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

/** States that are searched together: about what a core's own cache holds of them and their arcs. */
const TILE_BITS = 13;

/**
 * From many targets at once: `soonest` holds where the search begins (in the states `begin`), and afterwards for each
 * state the soonest target within the limit; equally soon: the lower one.
 *
 * States follow each other as they lie in the city, so a run of them is a piece of it. One piece after another is
 * searched for itself, as far as the limit; what comes out of it at its rim waits for the next round, until nothing does.
 * A search of the whole city at once would fetch everything from memory again and again.
 *
 * `ahead` is as in `CoreSearch`; what comes to a state must leave so much until `patience`, which is the limit or later.
 */
export function spreadTargets(
  core: CoreArcs,
  soonest: Soonest,
  begin: number[],
  limitMilliseconds: number,
  tileBits = TILE_BITS,
  ahead: Int32Array | null = null,
  patience = limitMilliseconds,
): void {
  const { start, arcs } = core;
  const { milliseconds, target } = soonest;
  const queue = new BucketQueue(limitMilliseconds);
  let waiting = Int32Array.from(begin).sort();
  while (waiting.length > 0) {
    const outside = new Growing(Int32Array);
    for (let next = 0; next < waiting.length;) {
      const tile = waiting[next] >> tileBits;
      for (; next < waiting.length && waiting[next] >> tileBits === tile; next++) {
        queue.push(bucketOf(milliseconds[waiting[next]]), waiting[next]);
      }
      for (let state = queue.pop(); state >= 0; state = queue.pop()) {
        const leaving = milliseconds[state];
        if (bucketOf(leaving) !== queue.current) continue;
        const which = target[state];
        const end = start[state + 1] * 2;
        for (let arc = start[state] * 2; arc < end; arc += 2) {
          const at = leaving + arcs[arc + 1];
          const head = arcs[arc];
          const known = milliseconds[head];
          if (at > known || at > limitMilliseconds || (at === known && which >= target[head])) continue;
          if (ahead !== null && at + ahead[head] > patience) continue;
          milliseconds[head] = at;
          target[head] = which;
          if (head >> tileBits === tile) queue.push(bucketOf(at), head);
          else outside.push(head);
        }
      }
    }
    waiting = outside.view().sort();
  }
}
