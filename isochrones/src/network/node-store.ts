import { UNITS_PER_DEGREE } from "../geo.ts";
import type { NodeRun } from "../osm/index.ts";
import { makeColumn, discard, growing } from "./column.ts";

const TWO_32 = 4294967296;
/** So far from the node found last the next one is looked for before the whole store is. */
const NEAR_NODES = 256;

/** No node of the file. */
export const MISSING = 0xffffffff;

/** Every node of a file, 12 bytes each, to be found by id. Rows count from 0, in ascending order of ids once `sort` is done. */
export class NodeStore {
  count = 0;
  /** Lower 32 bits of the ids. */
  #low = growing(Uint32Array);
  /** 1e-7 degree */
  #lng = growing(Int32Array);
  #lat = growing(Int32Array);
  /** Where the upper part of the ids changes: first row of each run of equal ones, and that part. */
  #runStart: number[] = [];
  #runHigh: number[] = [];
  #lastId = -Infinity;
  #ascending = true;
  #lastRow = 0;
  #lastRun = 0;

  add({ count, ids, lng: lngs, lat: lats }: Pick<NodeRun, "count" | "ids" | "lng" | "lat">): void {
    const from = this.count;
    for (const list of [this.#low, this.#lng, this.#lat]) {
      list.reserve(from + count);
      list.length = from + count;
    }
    const low = this.#low.array;
    const lng = this.#lng.array;
    const lat = this.#lat.array;
    let high = this.#runHigh[this.#runHigh.length - 1] ?? Number.NaN;
    let highStart = high * TWO_32;
    let lastId = this.#lastId;
    for (let i = 0; i < count; i++) {
      const id = ids[i];
      if (!(id > lastId)) this.#ascending = false;
      lastId = id;
      if (!(id >= highStart && id < highStart + TWO_32)) {
        high = Math.floor(id / TWO_32);
        highStart = high * TWO_32;
        this.#runStart.push(from + i);
        this.#runHigh.push(high);
      }
      low[from + i] = id - highStart;
      lng[from + i] = Math.round(lngs[i] * UNITS_PER_DEGREE);
      lat[from + i] = Math.round(lats[i] * UNITS_PER_DEGREE);
    }
    this.#lastId = lastId;
    this.count = from + count;
  }

  /** 1e-7 degree */
  lng(row: number): number {
    return this.#lng.array[row];
  }

  lat(row: number): number {
    return this.#lat.array[row];
  }

  id(row: number): number {
    let low = 0;
    let high = this.#runStart.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#runStart[middle] <= row) low = middle;
      else high = middle - 1;
    }
    return this.#runHigh[low] * TWO_32 + this.#low.array[row];
  }

  /**
   * Puts nodes that are not in ascending order of ids so, the last of several with one id staying. Returns the new row of
   * each old one; null where nothing was to do, as in nearly every file.
   */
  sort(): Uint32Array | null {
    if (this.#ascending) return null;
    const { count } = this;
    const ids = Float64Array.from({ length: count }, (_, row) => this.id(row));
    const order = Uint32Array.from({ length: count }, (_, row) => row).sort((a, b) => ids[a] - ids[b] || a - b);
    const newRows = new Uint32Array(count);
    const sorted = new NodeStore();
    const one = { count: 1, ids: new Float64Array(1), lng: new Float64Array(1), lat: new Float64Array(1) };
    for (let i = 0; i < count; i++) {
      const row = order[i];
      newRows[row] = sorted.count;
      if (i + 1 < count && ids[order[i + 1]] === ids[row]) continue;
      one.ids[0] = ids[row];
      one.lng[0] = this.lng(row) / UNITS_PER_DEGREE;
      one.lat[0] = this.lat(row) / UNITS_PER_DEGREE;
      sorted.add(one);
    }
    this.#low = sorted.#low;
    this.#lng = sorted.#lng;
    this.#lat = sorted.#lat;
    this.#runStart = sorted.#runStart;
    this.#runHigh = sorted.#runHigh;
    this.count = sorted.count;
    this.#ascending = true;
    return newRows;
  }

  /** The rows of nodes, as `rowOf` has each. */
  rowsOf(ids: ArrayLike<number>, rows: Uint32Array): void {
    const lows = this.#low.array;
    // of the run that the node found last is in: most nodes of a way were drawn one after the other
    let last = this.#lastRow;
    let high = this.#runHigh[this.#lastRun] * TWO_32;
    let from = this.#runStart[this.#lastRun];
    let to = this.#runStart[this.#lastRun + 1] ?? this.count;
    for (let i = 0; i < ids.length; i++) {
      const low = ids[i] - high;
      const guess = last + low - lows[last];
      if (guess >= from && guess < to && lows[guess] === low) {
        rows[i] = last = guess;
        continue;
      }
      this.#lastRow = last;
      rows[i] = this.rowOf(ids[i]);
      last = this.#lastRow;
      high = this.#runHigh[this.#lastRun] * TWO_32;
      from = this.#runStart[this.#lastRun];
      to = this.#runStart[this.#lastRun + 1] ?? this.count;
    }
    this.#lastRow = last;
  }

  /** The row of a node, MISSING where the file does not hold it. Nodes near the one asked for last are found sooner. */
  rowOf(id: number): number {
    const run = this.#runOf(Math.floor(id / TWO_32));
    if (run < 0) return MISSING;
    const lows = this.#low.array;
    const low = id - this.#runHigh[run] * TWO_32;
    let from = this.#runStart[run];
    let to = run + 1 < this.#runStart.length ? this.#runStart[run + 1] : this.count;
    const last = this.#lastRow;
    if (last >= from && last < to) {
      // most nodes of a way were drawn one after the other, with ids one after the other
      const guess = last + low - lows[last];
      if (guess >= from && guess < to && lows[guess] === low) return (this.#lastRow = guess);
      let step = 1;
      if (lows[last] < low) {
        from = last + 1;
        while (step <= NEAR_NODES && last + step < to) {
          if (lows[last + step] >= low) {
            to = last + step + 1;
            break;
          }
          from = last + step + 1;
          step *= 2;
        }
      } else {
        to = last + 1;
        while (step <= NEAR_NODES && last - step >= from) {
          if (lows[last - step] <= low) {
            from = last - step;
            break;
          }
          to = last - step;
          step *= 2;
        }
      }
    }
    while (from < to) {
      const middle = (from + to) >>> 1;
      const found = lows[middle];
      if (found === low) return (this.#lastRow = middle);
      if (found < low) from = middle + 1;
      else to = middle;
    }
    return MISSING;
  }

  #runOf(high: number): number {
    if (this.#runHigh[this.#lastRun] === high) return this.#lastRun;
    let from = 0;
    let to = this.#runHigh.length - 1;
    while (from <= to) {
      const middle = (from + to) >>> 1;
      if (this.#runHigh[middle] === high) return (this.#lastRun = middle);
      if (this.#runHigh[middle] < high) from = middle + 1;
      else to = middle - 1;
    }
    return -1;
  }

  /** Places of the nodes marked, in the order of their rows, with room for `spare` more. The store is empty afterwards. */
  takePlaces(marked: Marks, spare: number): { lng: Int32Array; lat: Int32Array } {
    discard(this.#low.array);
    const [lng, lat] = [this.#lng, this.#lat].map((list) => {
      const all = list.array;
      const taken = makeColumn(Int32Array, marked.total + spare);
      let next = 0;
      for (let row = 0; row < this.count; row++) if (marked.has(row)) taken[next++] = all[row];
      discard(all);
      return taken;
    });
    this.count = 0;
    return { lng, lat };
  }
}

/** A set of rows, one bit each, that tells how many of them lie before any row. */
export class Marks {
  readonly #bits: Uint32Array;
  #before: Uint32Array | null = null;
  total = 0;

  constructor(rows: number) {
    this.#bits = new Uint32Array((rows >>> 5) + 1);
  }

  add(row: number): void {
    this.#bits[row >>> 5] |= 1 << (row & 31);
  }

  has(row: number): boolean {
    return ((this.#bits[row >>> 5] >>> (row & 31)) & 1) === 1;
  }

  /** To be called when all are added, before `rank`. */
  count(): void {
    const before = new Uint32Array(this.#bits.length);
    this.total = 0;
    for (let word = 0; word < before.length; word++) {
      before[word] = this.total;
      this.total += bitCount(this.#bits[word]);
    }
    this.#before = before;
  }

  /** How many marked rows come before this one. */
  rank(row: number): number {
    return this.#before![row >>> 5] + bitCount(this.#bits[row >>> 5] & ~(-1 << (row & 31)));
  }
}

function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
