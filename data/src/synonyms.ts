import file from "../synonyms.json" with { type: "json" };
import { categories, type CategoryId } from "./categories.ts";
import { repairKinds, type RepairKindId } from "./repair-kinds.ts";
import { type Service, ServiceSet } from "./services.ts";
import { foldText } from "./tag-conditions.ts";

/** What the words of one table cell say. */
export interface TextReading {
  /** In policy order. */
  services: Service[];
  /** The parts of the cell that no table knows, as they were written. */
  unknown: string[];
}

interface Meaning {
  gives: readonly CategoryId[];
  kinds: readonly RepairKindId[];
}

/** One key for the many spellings: full width folded, lower case, no blanks, hyphens, dots or apostrophes. */
function wordKey(text: string): string {
  return foldText(text).replace(/[\s\-_·・.'’]/g, "");
}

const meanings = new Map<string, Meaning>();
const kindWords = new Map<string, RepairKindId>();

function learn(words: readonly string[], meaning: Meaning): void {
  for (const word of words) {
    const key = wordKey(word);
    const before = meanings.get(key);
    if (before && JSON.stringify(before) !== JSON.stringify(meaning)) {
      throw new Error(`synonyms.json: "${word}" has two meanings; list it under "several" or nowhere`);
    }
    meanings.set(key, meaning);
  }
}

for (const { id, nameZh, nameEn, official } of categories) {
  learn([id, nameZh, nameEn, official, ...file.categories[id]], { gives: [id], kinds: [] });
}
for (const { id, nameZh, nameEn, official } of repairKinds) {
  const words = [id, `small-repair/${id}`, nameZh, nameEn, official, ...file.repairKinds[id]];
  learn(words, { gives: ["small-repair"], kinds: [id] });
  for (const word of words) if (!/^[\x20-\x7e]+$/.test(word)) kindWords.set(wordKey(word), id);
}
for (const { words, gives, kinds } of file.several as {
  words: string[];
  gives?: CategoryId[];
  kinds?: RepairKindId[];
}[]) {
  learn(words, { gives: gives ?? ["small-repair"], kinds: kinds ?? [] });
}
for (const heading of file.headings) learn([heading], { gives: [], kinds: [] });

const longestKindWord = Math.max(...[...kindWords.keys()].map((word) => word.length));

/**
 * Kinds of repair written one after another with nothing between (修鞋修表配钥匙); null unless the known words cover
 * the whole. Only for kinds: of other words, two known ones in a row often name a third thing (宠物超市).
 */
function kindsInARow(key: string): RepairKindId[] | null {
  const upTo: (RepairKindId[] | null)[] = [[]];
  for (let end = 1; end <= key.length; end++) {
    upTo[end] = null;
    for (let start = Math.max(0, end - longestKindWord); start < end && !upTo[end]; start++) {
      const before = upTo[start];
      const kind = kindWords.get(key.slice(start, end));
      if (before && kind) upTo[end] = [...before, kind];
    }
  }
  return key === "" ? null : upTo[key.length];
}

/** Longest run of characters that is looked at as kinds in a row; longer ones are sentences. */
const LONGEST_ROW = 60;

function meaningOf(text: string): Meaning | null {
  const key = wordKey(text);
  const whole = meanings.get(key) ?? meanings.get(key.replace(/等+$/, ""));
  if (whole) return whole;
  const kinds = key.length <= LONGEST_ROW ? kindsInARow(key) : null;
  return kinds && { gives: ["small-repair"], kinds };
}

const SEPARATORS = /[、,;，；｡。|｜/／+＋&＆\n\r\t]/;

/** Marks and numbers that begin an item of a list. An empty box (□) is none of them: what is not ticked is not said. */
const BULLETS = /[☑■√✓✔●•]|(?<=^|\s)\d+\s*[.)．）]/gu;

/** Splits at bullets, and at separators that stand outside brackets. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const character of text.replace(BULLETS, "\n")) {
    if ("(（[【".includes(character)) depth++;
    else if (")）]】".includes(character)) depth = Math.max(0, depth - 1);
    if (depth === 0 && SEPARATORS.test(character)) {
      parts.push(part);
      part = "";
    } else part += character;
  }
  parts.push(part);
  return parts.map((item) => item.trim()).filter((item) => item !== "");
}

function addAll(meaning: Meaning, into: ServiceSet): void {
  for (const category of meaning.gives) into.add(category);
  for (const kind of meaning.kinds) into.add("small-repair", kind);
}

/** Reads `text` into `into`; false when it is not known. */
function readPart(text: string, into: ServiceSet): boolean {
  const meaning = meaningOf(text);
  if (meaning) {
    addAll(meaning, into);
    return true;
  }
  const bracket = /^([^(（[【]+)[(（[【](.*)[)）\]】]$/u.exec(text);
  if (bracket) {
    const outer = meaningOf(bracket[1]);
    if (!outer) return false;
    addAll(outer, into);
    // In brackets after small repair stand its kinds; after anything else, a remark.
    if (outer.gives.includes("small-repair")) {
      for (const inner of partsOf(bracket[2])) {
        const kinds = meaningOf(inner)?.kinds ?? [];
        for (const kind of kinds) into.add("small-repair", kind);
      }
    }
    return true;
  }
  const words = text.split(/\s+/).map(meaningOf);
  if (words.length < 2 || words.some((word) => word === null)) return false;
  for (const word of words) addAll(word!, into);
  return true;
}

/**
 * Reads one cell of a table: categories and kinds of repair as people write them, in Chinese or English, official
 * names and ids included, several in one cell (、，；/ + or a new line), full or half width. Says what it understood
 * and what not; it never guesses.
 */
export function readServicesText(text: string): TextReading {
  const services = new ServiceSet();
  if (readPart(text.trim(), services)) return { services: services.list(), unknown: [] };
  const unknown = partsOf(text).filter((part) => !readPart(part, services));
  return { services: services.list(), unknown };
}

/** What a cell of a table says, in policy order; null when it says nothing or any part of it is not known. */
export function servicesOfText(text: string): Service[] | null {
  const { services, unknown } = readServicesText(text);
  return services.length === 0 || unknown.length > 0 ? null : services;
}

/** Words that can be looked for within a sentence: Chinese, of at least two characters. */
const wordsInText = new Map(
  [...meanings].filter(([word, { gives }]) => gives.length > 0 && word.length >= 2 && /^\p{Script=Han}+$/u.test(word)),
);

const longestWordInText = Math.max(...[...wordsInText.keys()].map((word) => word.length));

/**
 * Categories that a sentence names (缺个菜市场，希望有修鞋的), in policy order. From left to right the longest word counts:
 * 宠物店 is not a shop and a pet besides. What is said of them is not understood.
 */
export function categoriesInText(text: string): CategoryId[] {
  const key = wordKey(text);
  const found = new ServiceSet();
  for (let start = 0; start < key.length; start++) {
    for (let length = Math.min(longestWordInText, key.length - start); length >= 2; length--) {
      const meaning = wordsInText.get(key.slice(start, start + length));
      if (meaning === undefined) continue;
      addAll(meaning, found);
      start += length - 1;
      break;
    }
  }
  return [...new Set(found.list().map(({ category }) => category))];
}
