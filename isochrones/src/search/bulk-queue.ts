/** Milliseconds of walking that one bucket holds, as a power of two: about the time along a short block. */
const BUCKET_BITS = 13;

export const bucketOf = (milliseconds: number): number => milliseconds >>> BUCKET_BITS;

/**
 * A queue of states by time, in buckets of some seconds. States of one bucket come in no particular order, so a search
 * with it must take up a state again when it finds a sooner time for it; in return nothing is ever sorted or compared.
 * States may stand in it several times: leave out those whose time no longer belongs to `current`.
 */
export class BucketQueue {
  /** Bucket of the state that `pop` returned last. */
  current = 0;
  #waiting = 0;
  /** First entry of each bucket, -1 where empty. */
  #first: Int32Array;
  #next = new Int32Array(1024);
  #state = new Int32Array(1024);
  /** Entries used before, to be used again: the queue stays as small as it is full. */
  #free = -1;
  #used = 0;

  /** For times up to the limit. */
  constructor(limitMilliseconds: number) {
    this.#first = new Int32Array(bucketOf(limitMilliseconds) + 1).fill(-1);
  }

  /** Only an empty queue may start again at an earlier bucket than the last. */
  push(bucket: number, state: number): void {
    let entry = this.#free;
    if (entry >= 0) this.#free = this.#next[entry];
    else {
      if (this.#used === this.#next.length) this.#grow();
      entry = this.#used++;
    }
    this.#state[entry] = state;
    this.#next[entry] = this.#first[bucket];
    this.#first[bucket] = entry;
    if (this.#waiting++ === 0 || bucket < this.current) this.current = bucket;
  }

  /** A state of the earliest bucket; -1 where none is left. */
  pop(): number {
    if (this.#waiting === 0) return -1;
    const first = this.#first;
    let bucket = this.current;
    while (first[bucket] < 0) bucket++;
    this.current = bucket;
    this.#waiting--;
    const entry = first[bucket];
    first[bucket] = this.#next[entry];
    this.#next[entry] = this.#free;
    this.#free = entry;
    return this.#state[entry];
  }

  #grow(): void {
    const longer = (from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const to = new Int32Array(from.length * 2);
      to.set(from);
      return to;
    };
    this.#next = longer(this.#next);
    this.#state = longer(this.#state);
  }
}
