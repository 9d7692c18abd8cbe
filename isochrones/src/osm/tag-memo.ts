import type { StringTable } from "./pbf-strings.ts";
import type { OsmTags } from "./types.ts";

/** With more different sets of tags than this, all are forgotten: memory stays bounded whatever the file says. */
const MAX_STATES = 200_000;

/**
 * Remembers what tags mean, so that a million ways are judged as often as they differ. `judge` gives a whole number ≥ 0
 * for the tags of an element and may only look tags up by key. Which keys it looks at is watched: an element whose tags
 * agree with earlier ones on all those keys gets the earlier answer, and its other tags are never decoded.
 */
export class TagMemo {
  readonly #judge: (tags: OsmTags) => number;
  /** Row of each key that has been looked at, from 1 on. */
  readonly #keys = new Map<string, number>();
  #values = new Map<string, number>();
  /** A state stands for a row of key-value pairs; 0 for none. This is the hash table of state × pair → next state. */
  #slots = new Int32Array(4 * 1024);
  #stateCount = 1;
  #meanings = new Int32Array(256).fill(-1);

  /** The string table that the two lists below speak of: rows of its strings as key and as value, 0 while not known. */
  #strings: StringTable | null = null;
  #block = -1;
  #keyRows = new Int32Array(1024);
  #valueRows = new Int32Array(1024);

  constructor(judge: (tags: OsmTags) => number) {
    this.#judge = judge;
  }

  /** To be called before the pairs of an element of a block are stepped through. */
  begin(strings: StringTable): void {
    if (this.#stateCount > MAX_STATES) this.#forget();
    if (this.#strings === strings && this.#block === strings.block) return;
    this.#strings = strings;
    this.#block = strings.block;
    if (this.#keyRows.length < strings.length) {
      this.#keyRows = new Int32Array(strings.length * 2);
      this.#valueRows = new Int32Array(strings.length * 2);
    } else {
      this.#keyRows.fill(0, 0, strings.length);
      this.#valueRows.fill(0, 0, strings.length);
    }
  }

  /** The state after one more tag, given as string numbers and where in the block they stand. */
  step(state: number, key: number, keyAt: number, value: number, valueAt: number): number {
    const strings = this.#strings!;
    strings.check(key, keyAt);
    strings.check(value, valueAt);
    let keyRow = this.#keyRows[key];
    if (keyRow < 0) return state;
    if (keyRow === 0) {
      keyRow = this.#keys.get(strings.get(key, keyAt)) ?? -1;
      this.#keyRows[key] = keyRow;
      if (keyRow < 0) return state;
    }
    let valueRow = this.#valueRows[value];
    if (valueRow === 0) this.#valueRows[value] = valueRow = this.#valueRow(strings.get(value, valueAt));
    return this.#next(state, keyRow, valueRow);
  }

  /** What was said of this state; -1 where it has not been judged. */
  known(state: number): number {
    return this.#meanings[state];
  }

  /** Judges an element in this state; -1 where it has tags that only now turn out to matter: step through it again. */
  judge(state: number, tags: OsmTags): number {
    const { meaning, again } = this.#watch(tags);
    if (again) return -1;
    this.#meanings[state] = meaning;
    return meaning;
  }

  /** The same for tags that are an object already. */
  ofTags(tags: OsmTags): number {
    if (this.#stateCount > MAX_STATES) this.#forget();
    for (;;) {
      let state = 0;
      for (const key in tags) {
        const row = this.#keys.get(key);
        if (row !== undefined) state = this.#next(state, row, this.#valueRow(tags[key]));
      }
      const known = this.#meanings[state];
      if (known >= 0) return known;
      const meaning = this.judge(state, tags);
      if (meaning >= 0) return meaning;
    }
  }

  #watch(tags: OsmTags): { meaning: number; again: boolean } {
    let again = false;
    const look = (key: string): void => {
      if (this.#keys.has(key)) return;
      this.#keys.set(key, this.#keys.size + 1);
      this.#block = -1;
      if (tags[key] !== undefined) again = true;
    };
    const watched = new Proxy(tags, {
      get(target, key) {
        if (typeof key !== "string") return undefined;
        look(key);
        return target[key];
      },
      has(target, key) {
        if (typeof key !== "string") return false;
        look(key);
        return key in target;
      },
      ownKeys() {
        throw new TypeError("tags are looked up by key only, so that it is known which of them matter");
      },
    });
    return { meaning: this.#judge(watched), again };
  }

  #valueRow(value: string): number {
    let row = this.#values.get(value);
    if (row === undefined) this.#values.set(value, (row = this.#values.size + 1));
    return row;
  }

  #next(state: number, keyRow: number, valueRow: number): number {
    const mask = this.#slots.length / 4 - 1;
    let slot = (Math.imul(state, 0x9e3779b1) ^ Math.imul(keyRow, 0x85ebca6b) ^ Math.imul(valueRow, 0xc2b2ae35)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    for (;;) {
      const at = slot * 4;
      const next = this.#slots[at + 3];
      if (next === 0) break;
      if (this.#slots[at] === state && this.#slots[at + 1] === keyRow && this.#slots[at + 2] === valueRow) return next;
      slot = (slot + 1) & mask;
    }
    const next = this.#stateCount++;
    this.#slots.set([state, keyRow, valueRow, next], slot * 4);
    if (next === this.#meanings.length) {
      const larger = new Int32Array(next * 2).fill(-1);
      larger.set(this.#meanings);
      this.#meanings = larger;
    }
    if (this.#stateCount * 2 > mask) this.#spread();
    return next;
  }

  #spread(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    const count = this.#stateCount;
    this.#stateCount = 0;
    const mask = this.#slots.length / 4 - 1;
    for (let at = 0; at < old.length; at += 4) {
      if (old[at + 3] === 0) continue;
      let slot =
        (Math.imul(old[at], 0x9e3779b1) ^ Math.imul(old[at + 1], 0x85ebca6b) ^ Math.imul(old[at + 2], 0xc2b2ae35)) >>>
        0;
      slot = (slot ^ (slot >>> 15)) & mask;
      while (this.#slots[slot * 4 + 3] !== 0) slot = (slot + 1) & mask;
      this.#slots.set(old.subarray(at, at + 4), slot * 4);
    }
    this.#stateCount = count;
  }

  #forget(): void {
    this.#values = new Map();
    this.#slots = new Int32Array(4 * 1024);
    this.#meanings = new Int32Array(256).fill(-1);
    this.#stateCount = 1;
    this.#block = -1;
  }
}
