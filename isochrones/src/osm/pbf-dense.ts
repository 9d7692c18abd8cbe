import { WireError } from "./errors.ts";
import type { StringTable } from "./pbf-strings.ts";
import { Cursor, bytesField } from "./pbf-wire.ts";
import type { NodeRun } from "./sink.ts";
import type { TagMemo } from "./tag-memo.ts";
import type { OsmTags } from "./types.ts";

/** Nodes handed over at a time: what most blocks hold, and little enough for the processor's cache. */
const RUN_NODES = 8192;

const NANO = 1e9;

/** How the coordinates of a block are written: nanodegrees per unit, and of the zero point. */
export interface Scale {
  granularity: number;
  latOffset: number;
  lngOffset: number;
}

/** A packed list of differences, decoded some at a time. */
class DeltaColumn {
  readonly #cursor = new Cursor(new Uint8Array(0));
  #bytes = new Uint8Array(0);
  #sum = 0;
  pos = 0;
  end = 0;
  /** What is wrong with the number at `pos`; the numbers before it are good. */
  fault: WireError | null = null;

  open({ bytes, pos, end }: Cursor): void {
    this.#bytes = bytes as Uint8Array<ArrayBuffer>;
    this.#sum = 0;
    this.pos = pos;
    this.end = end;
    this.fault = null;
  }

  close(): void {
    this.#bytes = new Uint8Array(0);
  }

  /** Decodes up to `most` sums into `target` and returns how many there were. */
  read(target: Float64Array, most: number): number {
    const bytes = this.#bytes;
    const { end } = this;
    // all short forms of a number end before this, so that none need ask for the end of the list
    const safeEnd = end - 3;
    let { pos } = this;
    let sum = this.#sum;
    let row = 0;
    while (row < most && pos < end) {
      let value = bytes[pos];
      if (value < 0x80) pos++;
      else if (pos < safeEnd && bytes[pos + 1] < 0x80) {
        value = (value & 0x7f) | (bytes[pos + 1] << 7);
        pos += 2;
      } else if (pos < safeEnd && bytes[pos + 2] < 0x80) {
        value = (value & 0x7f) | ((bytes[pos + 1] & 0x7f) << 7) | (bytes[pos + 2] << 14);
        pos += 3;
      } else if (pos < safeEnd && bytes[pos + 3] < 0x80) {
        value =
          (value & 0x7f) | ((bytes[pos + 1] & 0x7f) << 7) | ((bytes[pos + 2] & 0x7f) << 14) | (bytes[pos + 3] << 21);
        pos += 4;
      } else {
        const long = this.#long(pos);
        if (this.fault) break;
        sum += long;
        target[row++] = sum;
        pos = this.#cursor.pos;
        continue;
      }
      sum += (value >>> 1) ^ -(value & 1);
      target[row++] = sum;
    }
    this.pos = pos;
    this.#sum = sum;
    return row;
  }

  #long(pos: number): number {
    const cursor = this.#cursor;
    cursor.bytes = this.#bytes;
    cursor.pos = pos;
    cursor.end = this.end;
    try {
      return cursor.zigzag();
    } catch (error) {
      this.fault = error as WireError;
      return 0;
    }
  }
}

/** Decodes DenseNodes column by column. */
export class DenseNodes implements NodeRun {
  count = 0;
  ids = new Float64Array(0);
  lng = new Float64Array(0);
  lat = new Float64Array(0);
  /** Where a node's tags begin; 0 where it has none. */
  #tagsAt = new Int32Array(0);
  readonly #strings: StringTable;
  readonly #idColumn = new DeltaColumn();
  readonly #latColumn = new DeltaColumn();
  readonly #lngColumn = new DeltaColumn();
  readonly #tagCursor = new Cursor(new Uint8Array(0));
  /** The first fault found, and how many nodes of the run lie before it. */
  #fault: WireError | null = null;

  constructor(strings: StringTable) {
    this.#strings = strings;
  }

  /** Hands the nodes of `dense` over. Throws WireError, and whatever `take` throws. */
  decode(dense: Cursor, scale: Scale, take: (run: NodeRun) => void): void {
    let ids: Cursor | null = null;
    let lats: Cursor | null = null;
    let lngs: Cursor | null = null;
    let keyVals: Cursor | null = null;
    while (dense.pos < dense.end) {
      const key = dense.key();
      switch (key) {
        case bytesField(1):
          ids = once(ids, dense);
          break;
        case bytesField(8):
          lats = once(lats, dense);
          break;
        case bytesField(9):
          lngs = once(lngs, dense);
          break;
        case bytesField(10):
          keyVals = once(keyVals, dense);
          break;
        default:
          dense.skip(key, (1 << 1) | (1 << 8) | (1 << 9) | (1 << 10));
      }
    }
    if (!ids) return;
    if (!lats || !lngs) throw new WireError(ids.pos, "dense nodes without coordinates");
    // No entry at all stands for "none of these nodes has tags".
    if (keyVals && keyVals.pos === keyVals.end) keyVals = null;
    this.#makeRoom(Math.min(RUN_NODES, ids.end - ids.pos));
    this.#idColumn.open(ids);
    this.#latColumn.open(lats);
    this.#lngColumn.open(lngs);
    while (this.#idColumn.pos < this.#idColumn.end) {
      this.#run(scale, keyVals);
      const fault = this.#fault;
      if (this.count > 0) take(this);
      if (fault) throw fault;
    }
    const { pos } = this.#latColumn;
    if (pos < this.#latColumn.end || this.#lngColumn.pos < this.#lngColumn.end)
      throw new WireError(pos, "dense nodes: more coordinates than ids");
    if (keyVals && keyVals.pos < keyVals.end) throw new WireError(keyVals.pos, "dense nodes: more tags than ids");
    for (const column of [this.#idColumn, this.#latColumn, this.#lngColumn]) column.close();
  }

  #makeRoom(count: number): void {
    if (count <= this.ids.length) return;
    this.ids = new Float64Array(count);
    this.lng = new Float64Array(count);
    this.lat = new Float64Array(count);
    this.#tagsAt = new Int32Array(count);
  }

  /** Decodes the next nodes, up to a fault. */
  #run(scale: Scale, keyVals: Cursor | null): void {
    this.#fault = null;
    this.count = this.#idColumn.read(this.ids, this.ids.length);
    if (this.#idColumn.fault) this.#fault = this.#idColumn.fault;
    for (const [column, target] of [
      [this.#latColumn, this.lat],
      [this.#lngColumn, this.lng],
    ] as const) {
      const found = column.read(target, this.count);
      if (found === this.count) continue;
      this.count = found;
      this.#fault = column.fault ?? new WireError(column.pos, "dense nodes: fewer coordinates than ids");
    }
    this.#place(scale);
    if (keyVals) this.#findTags(keyVals);
    else this.#tagsAt.fill(0, 0, this.count);
  }

  /** Makes degrees of units, and holds ids and places to what they may be. */
  #place({ granularity, latOffset, lngOffset }: Scale): void {
    const { ids, lat: lats, lng: lngs } = this;
    for (let row = 0; row < this.count; row++) {
      const lat = (latOffset + granularity * lats[row]) / NANO;
      const lng = (lngOffset + granularity * lngs[row]) / NANO;
      const id = ids[row];
      lats[row] = lat;
      lngs[row] = lng;
      if (!(lat >= -90 && lat <= 90 && lng >= -180 && lng <= 180))
        this.#fault = outOfRange(this.#latColumn.pos, id, lng, lat);
      else if (id <= Number.MAX_SAFE_INTEGER && id >= -Number.MAX_SAFE_INTEGER) continue;
      else this.#fault = idOutOfRange(this.#idColumn.pos);
      this.count = row;
    }
  }

  /** Notes where each node's tags begin, passing them. */
  #findTags(keyVals: Cursor): void {
    const { bytes, end } = keyVals;
    const tagsAt = this.#tagsAt;
    let { pos } = keyVals;
    for (let row = 0; row < this.count; row++) {
      if (pos < end && bytes[pos] === 0) {
        tagsAt[row] = 0;
        pos++;
        continue;
      }
      keyVals.pos = pos;
      try {
        tagsAt[row] = passTags(keyVals) ? pos : 0;
      } catch (error) {
        this.#fault = error as WireError;
        this.count = row;
        return;
      }
      pos = keyVals.pos;
    }
    keyVals.pos = pos;
    this.#tagCursor.bytes = bytes;
    this.#tagCursor.end = end;
  }

  tags(row: number): OsmTags | null {
    if (this.#tagsAt[row] === 0) return null;
    const cursor = this.#tagCursor;
    cursor.pos = this.#tagsAt[row];
    const tags = Object.create(null) as OsmTags;
    for (;;) {
      const keyAt = cursor.pos;
      const key = cursor.unsigned();
      if (key === 0) return tags;
      const name = this.#strings.get(key, keyAt);
      const valueAt = cursor.pos;
      tags[name] = this.#strings.get(cursor.unsigned(), valueAt);
    }
  }

  meaning(row: number, memo: TagMemo): number {
    const start = this.#tagsAt[row];
    if (start === 0) return 0;
    const cursor = this.#tagCursor;
    for (;;) {
      memo.begin(this.#strings);
      cursor.pos = start;
      let state = 0;
      for (;;) {
        const keyAt = cursor.pos;
        const key = cursor.unsigned();
        if (key === 0) break;
        const valueAt = cursor.pos;
        state = memo.step(state, key, keyAt, cursor.unsigned(), valueAt);
      }
      const known = memo.known(state);
      if (known >= 0) return known;
      const meaning = memo.judge(state, this.tags(row)!);
      if (meaning >= 0) return meaning;
    }
  }
}

/** Passes the tags of one node and the 0 that ends them; false where there are none. */
function passTags(keyVals: Cursor): boolean {
  const start = keyVals.pos;
  if (start >= keyVals.end) throw new WireError(start, "dense nodes: the tags end before the ids");
  let at = start;
  while (keyVals.unsigned() !== 0) {
    if (keyVals.pos >= keyVals.end) throw new WireError(at, "dense nodes: a tag's key without a value");
    at = keyVals.pos;
    keyVals.unsigned();
    if (keyVals.pos >= keyVals.end) throw new WireError(at, "dense nodes: tags without the 0 that ends them");
    at = keyVals.pos;
  }
  return at !== start;
}

/** The packed list that begins here. A second one for the same field would have to be joined; no writer makes that. */
export function once(earlier: Cursor | null, cursor: Cursor): Cursor {
  if (earlier) throw new WireError(cursor.pos, "a list is written in two parts");
  return cursor.part();
}

export function outOfRange(pos: number, id: number, lng: number, lat: number): WireError {
  return new WireError(pos, `node ${id} lies at ${lng},${lat}; longitude goes to ±180 and latitude to ±90`);
}

export function idOutOfRange(pos: number): WireError {
  return new WireError(pos, "an id beyond ±2^53");
}
