/** Names, addresses and telephone numbers in the form in which they are compared. Pure. */
import { Converter } from "opencc-js/t2cn";
import { pinyin } from "pinyin-pro";
import { bracketNotes, branchWords, legalForms, shopWords, streetWords } from "./words.ts";

const toSimplified = Converter({ from: "t", to: "cn" });
const simplified = new Map<string, string>();
const syllable = new Map<string, string>();
const han = /\p{Script=Han}/u;

/** Half width, lower case, simplified characters, no blanks or punctuation but brackets and what numbers need. */
export function plainText(text: string): string {
  let plain = "";
  for (const character of text.normalize("NFKC").toLowerCase()) {
    if (!han.test(character)) {
      if (/[\p{L}\p{N}()[\]【】〔〕-]/u.test(character)) plain += character;
      continue;
    }
    let known = simplified.get(character);
    // one character at a time: what a word makes of it (乾/干) matters less than that both sides go the same way
    if (known === undefined) simplified.set(character, (known = toSimplified(character)));
    plain += known;
  }
  return plain.replace(/[[【〔]/g, "(").replace(/[\]】〕]/g, ")");
}

/** Syllables without tones, one for each character; others than Chinese ones stay. */
export function syllablesOf(text: string): string[] {
  return Array.from(text, (character) => {
    if (!han.test(character)) return character;
    let known = syllable.get(character);
    if (known === undefined) syllable.set(character, (known = pinyin(character, { toneType: "none", v: true })));
    return known;
  });
}

/** A province, city or district in front; not 超市, 菜市场, 社区 and the like. */
const places = [
  /^\p{Script=Han}{2,3}(?:省|自治区)/u,
  /^\p{Script=Han}{2,4}(?<![超菜夜门集花早城书鱼米肉农股])市(?!场)/u,
  /^\p{Script=Han}{1,4}(?<![社小园校院片街景厂库])(?:新区|区|县)(?=\p{Script=Han}{2})/u,
];

/** Cuts off the places in front, those of the city at hand first. */
function withoutPlace(plain: string, placeNames: readonly string[]): string {
  let rest = plain;
  for (const name of placeNames) {
    if (rest.startsWith(name) && rest.length >= name.length + 2) rest = rest.slice(name.length);
  }
  for (const place of places) {
    const cut = rest.replace(place, "");
    if (cut.length >= 2) rest = cut;
  }
  return rest;
}

export interface ReadName {
  /** All that tells it from others, the branch included; empty where there is no name. */
  full: string;
  /** Street or number that a branch is called by: `听澜路`, `听澜路117`, `2`; null where it has none. */
  branch: string | null;
}

const chineseDigits = "零一二三四五六七八九十";
const asNumber = (text: string): string =>
  text.replace(/[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]/gu, (found) => {
    if (!found.includes("十")) return String(chineseDigits.indexOf(found));
    const [tens, ones] = found.split("十");
    return String(
      (tens === "" ? 1 : chineseDigits.indexOf(tens)) * 10 + (ones === "" ? 0 : chineseDigits.indexOf(ones)),
    );
  });

/** @param streets names of streets, as addresses have them; with them the branch in 安澜大药房听澜路店 is found */
export function readName(name: string, placeNames: readonly string[], streets: ReadonlySet<string>): ReadName {
  let rest = plainText(name);
  let branch = "";
  rest = rest.replace(/\(([^()]*)\)?/g, (_all, inner: string) => {
    if (!bracketNotes.test(inner)) branch += inner;
    return "";
  });
  rest = withoutPlace(rest.replaceAll(")", ""), placeNames);
  for (let before = ""; before !== rest;) {
    before = rest;
    const cut = rest.replace(legalForms, "");
    if (cut.length >= 2) rest = cut;
  }
  const together = rest + branch;
  const place = placeIn(together, streets);
  const ordinal = /第?(\d{1,3}|[一二三四五六七八九十]{1,3})(?:分店|号店|店|分园|分校|校区|号机|号柜)$/u.exec(
    together,
  )?.[1];
  const full = shorter(together.replace(branchWords, ""), shopWords) || together;
  return { full, branch: place ?? (ordinal === undefined ? null : asNumber(ordinal)) };
}

/** Without the last word, where something is left that can be told apart. */
function shorter(text: string, word: RegExp): string {
  const cut = text.replace(word, "");
  return cut.length >= 2 ? cut : text;
}

const longestStreet = 8;

/** The street, with number if any, that a name has in it. */
function placeIn(text: string, streets: ReadonlySet<string>): string | null {
  for (let end = text.length; end >= 3; end--) {
    if (!streetWords.some((word) => text.endsWith(word, end))) continue;
    for (let start = Math.max(0, end - longestStreet); start <= end - 3; start++) {
      const street = text.slice(start, end);
      if (!streets.has(street)) continue;
      return street + (/^(\d{1,4})号/.exec(text.slice(end))?.[1] ?? "");
    }
  }
  return null;
}

export interface ReadAddress {
  street: string | null;
  number: number | null;
  /** Storey, where told: 2 of 2层, -1 of b1. */
  floor: number | null;
}

const ways = streetWords.join("|");
const numbered = new RegExp(
  `^(?:.*?(?:街道|镇|乡|社区))?(\\p{Script=Han}{1,8}?(?:${ways}))(?:[东西南北中]段)?(\\d{1,5})(?:号|弄|院|-|之|\\D|$)`,
  "u",
);
const unnumbered = new RegExp(`^(?:.*?(?:街道|镇|乡|社区))?(\\p{Script=Han}{1,8}?(?:${ways}))`, "u");

export function readAddress(address: string, placeNames: readonly string[]): ReadAddress {
  const plain = withoutPlace(plainText(address), placeNames);
  const storey = /(?:^|\D)(\d{1,2})(?:层|楼(?!栋)|f(?![a-z]))/.exec(plain)?.[1];
  const basement = /(?:负|地下|b)([一二三1-3])(?:层|楼|f|$)/.exec(plain)?.[1];
  const floor = basement ? -Number(asNumber(basement)) : storey ? Number(storey) : null;
  const match = numbered.exec(plain);
  if (match) return { street: match[1], number: Number(match[2]), floor };
  return { street: unnumbered.exec(plain)?.[1] ?? null, number: null, floor };
}

/** Numbers that can be dialled, each as digits to compare: mobile ones whole, others without area code or extension. */
export function phonesOf(phone: string): string[] {
  const found = new Set<string>();
  for (const part of phone.normalize("NFKC").split(/[;/,、|]|和|或/)) {
    const main = part.replace(/(?:转|ext\.?|分机|x|#).*$/i, "");
    let digits = main.replaceAll(/\D/g, "");
    if (/^\s*(?:\+|00)86/.test(main) || /^86(?:1[3-9]\d{9}|0?\d{10,11})$/.test(digits))
      digits = digits.replace(/^(?:00)?86/, "");
    if (/^0?1[3-9]\d{9}$/.test(digits)) found.add(digits.slice(-11));
    else if (/^[48]00\d{7}$/.test(digits)) found.add(digits);
    // local numbers have seven or eight digits; the last seven are told by every way of writing them
    else if (digits.length >= 7 && digits.length <= 12) found.add(digits.slice(-7));
  }
  return [...found];
}

/** One number for all branches of a chain (400, 800). */
export const isHotline = (phone: string): boolean => phone.length === 10;
