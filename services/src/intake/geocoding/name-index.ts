/** Names of things, found exactly, inside a longer text, or nearly: by sound or with a character wrong. */
import { editDistance, nameKey, soundOf } from "./text.ts";

export interface NameHit<T> {
  item: T;
  /** The name's key that was met. */
  key: string;
  /** 0 to 1: 1 is the very name. */
  likeness: number;
}

const LONGEST_NAME = 24;

export class NameIndex<T> {
  readonly #byKey = new Map<string, T[]>();
  #bySound: Map<string, string[]> | null = null;
  #byShortened: Map<string, string[]> | null = null;

  add(name: string, item: T): void {
    this.addKey(nameKey(name), item);
  }

  addKey(key: string, item: T): void {
    if (key.length < 2 || key.length > LONGEST_NAME) return;
    const items = this.#byKey.get(key);
    if (items === undefined) this.#byKey.set(key, [item]);
    else if (!items.includes(item)) items.push(item);
    this.#bySound = null;
    this.#byShortened = null;
  }

  exact(key: string): readonly T[] {
    return this.#byKey.get(key) ?? [];
  }

  /** Known names inside the text, none that lies within another of them, the longest first. */
  within(text: string, shortest: number): { key: string; start: number }[] {
    const found: { key: string; start: number; end: number }[] = [];
    let covered = 0;
    for (let start = 0; start + shortest <= text.length; start++) {
      for (let end = Math.min(text.length, start + LONGEST_NAME); end >= start + shortest && end > covered; end--) {
        const key = text.slice(start, end);
        if (!this.#byKey.has(key)) continue;
        found.push({ key, start, end });
        covered = end;
        break;
      }
    }
    return found.sort((a, b) => b.key.length - a.key.length);
  }

  /** Names that sound alike or have one character wrong, missing, too many or swapped; the likest first. */
  similar(key: string): NameHit<T>[] {
    if (key.length < 2 || key.length > LONGEST_NAME) return [];
    this.#bySound ??= this.#grouped((name) => [soundOf(name)]);
    this.#byShortened ??= this.#grouped((name) => (name.length >= 3 ? [name, ...shortenings(name)] : []));
    const likeness = new Map<string, number>();
    const exactSound = soundOf(key, true);
    for (const name of this.#bySound.get(soundOf(key)) ?? []) {
      const differing = [...name].filter((character, index) => character !== key[index]).length;
      likeness.set(
        name,
        differing === 0
          ? 1
          : key.length === 2
            ? 0.6
            : (soundOf(name, true) === exactSound ? 0.97 : 0.88) - 0.05 * differing,
      );
    }
    // Of two characters only a third can be missing: 临道 for 临海道.
    for (const form of key.length >= 3 ? [key, ...shortenings(key)] : [key]) {
      for (const name of this.#byShortened.get(form) ?? []) {
        if (likeness.has(name) || editDistance(name, key, 1) > 1) continue;
        likeness.set(name, likenessOf(name, key));
      }
    }
    return [...likeness]
      .sort((a, b) => b[1] - a[1])
      .flatMap(([name, like]) => this.exact(name).map((item) => ({ item, key: name, likeness: like })));
  }

  #grouped(formsOf: (name: string) => string[]): Map<string, string[]> {
    const groups = new Map<string, string[]>();
    for (const name of this.#byKey.keys()) {
      for (const form of new Set(formsOf(name))) {
        const names = groups.get(form);
        if (names === undefined) groups.set(form, [name]);
        else names.push(name);
      }
    }
    return groups;
  }
}

/** One character wrong in a short name often makes another road: 和平道, 和乐道. In a long one it is a slip. */
function likenessOf(name: string, key: string): number {
  const length = Math.min(name.length, key.length);
  const digitsDiffer = name.replaceAll(/\D/g, "") !== key.replaceAll(/\D/g, "") || NUMERALS(name) !== NUMERALS(key);
  if (digitsDiffer) return name.length !== key.length ? 0.6 : 0.4; // 科技南十路 and 科技南十二路 are two roads
  if (DIRECTIONS(name) !== DIRECTIONS(key)) return name.length !== key.length ? 0.6 : 0.4; // 清漪南道 and 清漪北道 too
  if (name.length !== key.length) return length >= 4 ? 0.85 : length === 3 ? 0.7 : 0.5;
  return length >= 5 ? 0.9 : length === 4 ? 0.82 : 0.55;
}

const NUMERALS = (name: string): string => name.replaceAll(/[^一二三四五六七八九十]/gu, "");
const DIRECTIONS = (name: string): string => name.replaceAll(/[^东南西北中上下前后左右内外]/gu, "");

function shortenings(name: string): string[] {
  const characters = [...name];
  return characters.map((_, index) => characters.filter((__, other) => other !== index).join(""));
}
