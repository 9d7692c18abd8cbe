import { WireError } from "./errors.ts";
import { MAX_PARTS } from "./limits.ts";
import { idOutOfRange } from "./pbf-dense.ts";
import type { StringTable } from "./pbf-strings.ts";
import { Cursor, bytesField, varintField } from "./pbf-wire.ts";
import type { WayView } from "./sink.ts";
import type { TagMemo } from "./tag-memo.ts";
import type { OsmTags } from "./types.ts";

const NOTHING = new Uint8Array(0);

/** The tags of an element as two lists of string numbers, keys and values. */
export class TagLists {
  readonly #strings: StringTable;
  readonly #keys = new Cursor(NOTHING);
  readonly #vals = new Cursor(NOTHING);
  #keysAt = 0;
  #valsAt = 0;

  constructor(strings: StringTable) {
    this.#strings = strings;
  }

  openBoth(keys: Cursor | null, vals: Cursor | null, start: number): void {
    this.open(
      (keys ?? vals)?.bytes ?? NOTHING,
      keys?.pos ?? -1,
      keys?.end ?? -1,
      vals?.pos ?? -1,
      vals?.end ?? -1,
      start,
    );
  }

  /** Places of the two lists in `bytes`, -1 where there is none; `start`: where the element begins, for the error. */
  open(bytes: Uint8Array, keysAt: number, keysEnd: number, valsAt: number, valsEnd: number, start: number): void {
    if (keysAt < 0 !== valsAt < 0)
      throw new WireError(start, "an element with keys but no values, or values but no keys");
    if (keysEnd - keysAt > MAX_PARTS) throw new WireError(start, `an element with ${keysEnd - keysAt} bytes of keys`);
    this.#keys.bytes = this.#vals.bytes = bytes;
    this.#keysAt = keysAt;
    this.#valsAt = valsAt;
    this.#keys.end = keysEnd;
    this.#vals.end = valsEnd;
  }

  /** Null where there are none. */
  object(): OsmTags | null {
    const keys = this.#keys;
    const vals = this.#vals;
    keys.pos = this.#keysAt;
    vals.pos = this.#valsAt;
    let tags: OsmTags | null = null;
    while (keys.pos < keys.end) {
      if (vals.pos >= vals.end) throw new WireError(keys.pos, "an element with more keys than values");
      const keyAt = keys.pos;
      const valueAt = vals.pos;
      tags ??= Object.create(null) as OsmTags;
      tags[this.#strings.get(keys.unsigned(), keyAt)] = this.#strings.get(vals.unsigned(), valueAt);
    }
    if (vals.pos < vals.end) throw new WireError(vals.pos, "an element with more values than keys");
    return tags;
  }

  meaning(memo: TagMemo): number {
    const keys = this.#keys;
    const vals = this.#vals;
    if (this.#keysAt >= keys.end && this.#valsAt >= vals.end) return 0;
    for (;;) {
      memo.begin(this.#strings);
      keys.pos = this.#keysAt;
      vals.pos = this.#valsAt;
      let state = 0;
      while (keys.pos < keys.end) {
        if (vals.pos >= vals.end) throw new WireError(keys.pos, "an element with more keys than values");
        const keyAt = keys.pos;
        const valueAt = vals.pos;
        state = memo.step(state, keys.unsigned(), keyAt, vals.unsigned(), valueAt);
      }
      if (vals.pos < vals.end) throw new WireError(vals.pos, "an element with more values than keys");
      const known = memo.known(state);
      if (known >= 0) return known;
      const meaning = memo.judge(state, this.object()!);
      if (meaning >= 0) return meaning;
    }
  }

  /** The last value of a key, as in the object. */
  tag(key: string): string | undefined {
    const keys = this.#keys;
    const vals = this.#vals;
    keys.pos = this.#keysAt;
    vals.pos = this.#valsAt;
    let found: string | undefined;
    while (keys.pos < keys.end && vals.pos < vals.end) {
      const keyAt = keys.pos;
      const name = this.#strings.get(keys.unsigned(), keyAt);
      const valueAt = vals.pos;
      const value = vals.unsigned();
      if (name === key) found = this.#strings.get(value, valueAt);
    }
    return found;
  }
}

/** The way that the decoder stands at. */
export class WayReader implements WayView {
  id = 0;
  readonly #tags: TagLists;
  readonly #refs = new RefsBuffer();
  readonly #way = new Cursor(NOTHING);
  readonly #refsCursor = new Cursor(NOTHING);
  #refsAt = 0;

  constructor(strings: StringTable) {
    this.#tags = new TagLists(strings);
  }

  /** Opens the way whose length word `group` stands at, and passes it. */
  open(group: Cursor): void {
    const length = group.length();
    const start = group.pos;
    const end = start + length;
    group.pos = end;
    const way = this.#way;
    way.bytes = group.bytes;
    way.pos = start;
    way.end = end;
    let hasId = false;
    let keysAt = -1;
    let keysEnd = -1;
    let valsAt = -1;
    let valsEnd = -1;
    let refsAt = -1;
    let refsEnd = -1;
    while (way.pos < end) {
      const key = way.key();
      if (key === varintField(1)) {
        this.id = way.signed();
        hasId = true;
      } else if (key === bytesField(2)) {
        keysEnd = pass(way, keysAt);
        keysAt = way.pos;
        way.pos = keysEnd;
      } else if (key === bytesField(3)) {
        valsEnd = pass(way, valsAt);
        valsAt = way.pos;
        way.pos = valsEnd;
      } else if (key === bytesField(8)) {
        refsEnd = pass(way, refsAt);
        refsAt = way.pos;
        way.pos = refsEnd;
      } else {
        // Fields 9 and 10 are the nodes' places on the way (LocationsOnWays): the nodes themselves say the same.
        way.skip(key, (1 << 1) | (1 << 2) | (1 << 3) | (1 << 8));
      }
    }
    if (!hasId) throw new WireError(start, "a way without id");
    this.#tags.open(group.bytes, keysAt, keysEnd, valsAt, valsEnd, start);
    this.#refsAt = refsAt;
    this.#refsCursor.bytes = group.bytes;
    this.#refsCursor.end = refsEnd;
  }

  tags(): OsmTags | null {
    return this.#tags.object();
  }

  meaning(memo: TagMemo): number {
    return this.#tags.meaning(memo);
  }

  tag(key: string): string | undefined {
    return this.#tags.tag(key);
  }

  refs(): Float64Array {
    this.#refsCursor.pos = this.#refsAt;
    return this.#refs.read(this.#refsCursor);
  }
}

/** Reads the length of a list and returns where it ends; the cursor stands at its beginning. */
function pass(cursor: Cursor, earlierAt: number): number {
  if (earlierAt >= 0) throw new WireError(cursor.pos, "a list is written in two parts");
  const length = cursor.length();
  return cursor.pos + length;
}

/** One buffer for the refs of every way, with one view per length, so that reading ways allocates nothing. */
class RefsBuffer {
  #all = new Float64Array(2048);
  #views: (Float64Array | undefined)[] = [];

  read(cursor: Cursor): Float64Array {
    const { bytes, end } = cursor;
    let all = this.#all;
    let count = 0;
    let ref = 0;
    while (cursor.pos < end) {
      const { pos } = cursor;
      // most nodes were drawn soon after the one before: a step of one byte
      if (bytes[pos] < 0x80) {
        ref += (bytes[pos] >>> 1) ^ -(bytes[pos] & 1);
        cursor.pos = pos + 1;
      } else ref += cursor.zigzag();
      if (!(ref <= Number.MAX_SAFE_INTEGER && ref >= -Number.MAX_SAFE_INTEGER)) throw idOutOfRange(cursor.pos);
      if (count === all.length) all = this.#grow(cursor.pos);
      all[count++] = ref;
    }
    // Longer ways than the API allows (2,000 nodes) are rare: no view is kept for them.
    if (count > 2048) return this.#all.subarray(0, count);
    return (this.#views[count] ??= this.#all.subarray(0, count));
  }

  #grow(pos: number): Float64Array<ArrayBuffer> {
    if (this.#all.length >= MAX_PARTS) throw new WireError(pos, `a way of more than ${this.#all.length} nodes`);
    const larger = new Float64Array(this.#all.length * 2);
    larger.set(this.#all);
    this.#all = larger;
    this.#views = [];
    return larger;
  }
}
