/** Chinese addresses in one spelling: width, traditional characters, numerals, dashes; and how they sound. */
import { Converter } from "opencc-js/t2cn";
import { pinyin } from "pinyin-pro";

/** Made on first use: its tables are large. */
let converter: ((text: string) => string) | null = null;

function toSimplified(text: string): string {
  const convert = (converter ??= Converter({ from: "t", to: "cn" }));
  return convert(text);
}

/** Text beyond this is no address. */
const LONGEST_ADDRESS = 200;

const DIGITS = new Map([..."零一二三四五六七八九"].map((digit, value) => [digit, value]));
DIGITS.set("〇", 0).set("两", 2);

/** Numerals are only read before a unit: 十二号, but not 高新南十二道. */
const NUMERAL_BEFORE_UNIT =
  /[零〇一二三四五六七八九十百两]+(?=(?:号|弄|支弄|栋|幢|座|单元|室|层|楼|期|米|组)(?!里|桥))/gu;

/**
 * One spelling of an address or name: narrow, simplified, upper case, numerals before units as digits (十二号 → 12号),
 * commas for all separators, no blanks. Names and addresses go through it alike, so that equal ones meet.
 */
export function canonical(text: string): string {
  const narrow = text
    .slice(0, LONGEST_ADDRESS)
    .normalize("NFKC")
    .replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "")
    .toUpperCase();
  return toSimplified(narrow)
    .replaceAll(/[‐-―－−~〜～—﹣]/g, "-")
    .replaceAll(/[【[{〔〈《「“‘"'』」’”》〉〕}\]】]/g, (mark) =>
      "【[{〔".includes(mark) ? "(" : "】]}〕".includes(mark) ? ")" : "",
    )
    .replaceAll(/(?<=[A-Z])\s+(?=[A-Z])/g, "_")
    .replaceAll(/\s+/g, "")
    .replaceAll("_", " ")
    .replaceAll(/[,;:。·|]+|(?<!\d)、|、(?!\d)/g, ",")
    .replaceAll(/0+(?=[1-9]\d*号)/g, (zeros, at: number, all: string) => (/\d/.test(all[at - 1] ?? "") ? zeros : ""))
    .replaceAll(NUMERAL_BEFORE_UNIT, (numeral) => String(numeralValue(numeral)));
}

/** A name as it is looked up: canonical, nothing but letters and digits. */
export function nameKey(name: string): string {
  return canonical(name).replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** 一百零五 → 105, 二三 → 23. */
function numeralValue(numeral: string): number {
  if (!/[十百]/.test(numeral)) return Number([...numeral].map((digit) => DIGITS.get(digit)).join(""));
  let sum = 0;
  let digit: number | null = null;
  for (const character of numeral) {
    if (character === "百" || character === "十") {
      sum += (digit ?? 1) * (character === "百" ? 100 : 10);
      digit = null;
    } else {
      digit = DIGITS.get(character)!;
    }
  }
  return sum + (digit ?? 0);
}

const syllableOf = new Map<string, { exact: string; mixed: string }>();

/**
 * How a name sounds: without tones and, unless `exact`, as people mix it up, zh/z, ch/c, sh/s and -ng/-n alike. Each
 * character has its commonest reading, whatever stands around it, so equal characters always sound equal.
 */
export function soundOf(key: string, exact = false): string {
  let sound = "";
  for (const character of key) {
    let syllable = syllableOf.get(character);
    if (syllable === undefined) {
      const read = pinyin(character, { toneType: "none", v: true });
      syllable = { exact: read, mixed: read.replace(/^([zcs])h/, "$1").replace(/ng$/, "n") };
      syllableOf.set(character, syllable);
    }
    sound += `${exact ? syllable.exact : syllable.mixed} `;
  }
  return sound;
}

/** Number of characters to change, add, drop or swap; `limit` + 1 where it is more than that. */
export function editDistance(a: string, b: string, limit: number): number {
  const [x, y] = [[...a], [...b]];
  if (Math.abs(x.length - y.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = y.map((_, i) => i + 1);
  last.unshift(0);
  for (let i = 1; i <= x.length; i++) {
    const row = [i];
    for (let j = 1; j <= y.length; j++) {
      let best = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x[i - 1] === y[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && x[i - 1] === y[j - 2] && x[i - 2] === y[j - 1])
        best = Math.min(best, beforeLast[j - 2] + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return Math.min(last[y.length], limit + 1);
}
