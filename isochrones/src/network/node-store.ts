import { UNITS_PER_DEGREE } from "../geo.ts";
import type { NodeRun } from "../osm/index.ts";
import { discard } from "./column.ts";

const TWO_32 = 4294967296;
const PAGE_BITS = 16;
const PAGE_NODES = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_NODES - 1;
/** So far from the node found last the next one is looked for before the whole store is. */
const NEAR_NODES = 256;

/** No node of the file. */
export const MISSING = 0xffffffff;

interface Page {
  /** Lower 32 bits of the ids. */
  low: Uint32Array;
  /** 1e-7 degree. */
  lng: Int32Array;
  lat: Int32Array;
}

/** Every node of a file, 12 bytes each, to be found by id. Rows count from 0, in ascending order of ids once `sort` is done. */
export class NodeStore {
  count = 0;
  #pages: Page[] = [];
  /** Where the upper part of the ids changes: first row of each run of equal ones, and that part. */
  #runStart: number[] = [];
  #runHigh: number[] = [];
  #lastId = -Infinity;
  #ascending = true;
  #lastRow = 0;
  #lastRun = 0;

  add({ count, ids, lng, lat }: NodeRun): void {
    let from = 0;
    while (from < count) {
      const at = this.count & PAGE_MASK;
      const page = at === 0 ? this.#newPage() : this.#pages[this.#pages.length - 1];
      const some = Math.min(count - from, PAGE_NODES - at);
      this.#fill(page, at, ids, lng, lat, from, some);
      this.count += some;
      from += some;
    }
  }

  #newPage(): Page {
    const page = {
      low: new Uint32Array(PAGE_NODES),
      lng: new Int32Array(PAGE_NODES),
      lat: new Int32Array(PAGE_NODES),
    };
    this.#pages.push(page);
    return page;
  }

  #fill(
    { low, lng, lat }: Page,
    at: number,
    ids: Float64Array,
    lngs: Float64Array,
    lats: Float64Array,
    from: number,
    some: number,
  ): void {
    let high = this.#runHigh[this.#runHigh.length - 1] ?? Number.NaN;
    let highStart = high * TWO_32;
    let lastId = this.#lastId;
    for (let i = 0; i < some; i++) {
      const id = ids[from + i];
      if (!(id > lastId)) this.#ascending = false;
      lastId = id;
      if (!(id >= highStart && id < highStart + TWO_32)) {
        high = Math.floor(id / TWO_32);
        highStart = high * TWO_32;
        this.#runStart.push(this.count + i);
        this.#runHigh.push(high);
      }
      low[at + i] = id - highStart;
      lng[at + i] = Math.round(lngs[from + i] * UNITS_PER_DEGREE);
      lat[at + i] = Math.round(lats[from + i] * UNITS_PER_DEGREE);
    }
    this.#lastId = lastId;
  }

  lng(row: number): number {
    return this.#pages[row >>> PAGE_BITS].lng[row & PAGE_MASK];
  }

  lat(row: number): number {
    return this.#pages[row >>> PAGE_BITS].lat[row & PAGE_MASK];
  }

  id(row: number): number {
    let low = 0;
    let high = this.#runStart.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#runStart[middle] <= row) low = middle;
      else high = middle - 1;
    }
    return this.#runHigh[low] * TWO_32 + this.#pages[row >>> PAGE_BITS].low[row & PAGE_MASK];
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
      sorted.add(one as unknown as NodeRun);
    }
    this.#pages = sorted.#pages;
    this.#runStart = sorted.#runStart;
    this.#runHigh = sorted.#runHigh;
    this.count = sorted.count;
    this.#ascending = true;
    return newRows;
  }

  /** The row of a node, MISSING where the file does not hold it. Nodes near the one asked for last are found sooner. */
  rowOf(id: number): number {
    const run = this.#runOf(Math.floor(id / TWO_32));
    if (run < 0) return MISSING;
    const low = id - this.#runHigh[run] * TWO_32;
    let from = this.#runStart[run];
    let to = run + 1 < this.#runStart.length ? this.#runStart[run + 1] : this.count;
    const last = this.#lastRow;
    if (last >= from && last < to) {
      // most nodes of a way were drawn one after the other
      const there = this.#low(last);
      let step = 1;
      if (there < low) {
        from = last + 1;
        while (step <= NEAR_NODES && last + step < to) {
          if (this.#low(last + step) >= low) {
            to = last + step + 1;
            break;
          }
          from = last + step + 1;
          step *= 2;
        }
      } else {
        to = last + 1;
        while (step <= NEAR_NODES && last - step >= from) {
          if (this.#low(last - step) <= low) {
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
      const found = this.#low(middle);
      if (found === low) return (this.#lastRow = middle);
      if (found < low) from = middle + 1;
      else to = middle;
    }
    return MISSING;
  }

  #low(row: number): number {
    return this.#pages[row >>> PAGE_BITS].low[row & PAGE_MASK];
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
    const lng = new Int32Array(marked.total + spare);
    const lat = new Int32Array(marked.total + spare);
    let next = 0;
    for (const [index, page] of this.#pages.entries()) {
      const end = Math.min(PAGE_NODES, this.count - index * PAGE_NODES);
      for (let at = 0; at < end; at++) {
        if (!marked.has(index * PAGE_NODES + at)) continue;
        lng[next] = page.lng[at];
        lat[next++] = page.lat[at];
      }
      discard(page.low, page.lng, page.lat);
    }
    this.#pages = [];
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
