import { pinyin } from "pinyin-pro";
import { InvalidInput } from "./errors.ts";

/**
 * Text as it is compared: width and case folded, tone marks dropped, ü written v as on a keyboard.
 * Of 全家ＦamilyMart becomes 全家familymart; nǚ becomes nv.
 */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/u\u0304?\u0308|u[\u0300\u0301\u030c]\u0308/g, "v")
    .replace(/\u0308/g, "")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFKC")
    .replace(/['’`]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

const hanCharacter = /\p{Script=Han}/u;

/** In an address 朝阳区长安街 is 区 + 长安, not the head of a district (区长). */
const betweenPlaces = /(?<=[省市区县镇乡村站])(?=长)/u;

/** Syllables of the Chinese characters in their context (银行 yin hang, 行人 xing ren); other characters stay. */
function syllables(text: string): string[] {
  return text
    .split(betweenPlaces)
    .flatMap((part) => pinyin(part, { toneType: "none", type: "array", nonZh: "consecutive", v: true }));
}

/**
 * What a search looks through, one form per line: each name as written, its pinyin without spaces, its initials;
 * then each address as written and its pinyin. Initials of addresses are left out: they match nearly anything.
 */
export function searchText(names: (string | null | undefined)[], addresses: (string | null | undefined)[]): string {
  const lines = new Set<string>();
  for (const name of names) {
    if (!name) continue;
    const folded = foldText(name);
    lines.add(folded);
    if (!hanCharacter.test(folded)) continue;
    const parts = syllables(folded).map((part) => part.trim());
    lines.add(parts.join(""));
    lines.add(parts.map((part) => part.slice(0, 1)).join(""));
  }
  for (const address of addresses) {
    if (!address) continue;
    const folded = foldText(address);
    lines.add(folded);
    if (hanCharacter.test(folded)) lines.add(syllables(folded).join("").replaceAll(" ", ""));
  }
  lines.delete("");
  return [...lines].join("\n");
}

/** Nobody types more; each word is one more look through the text of every row. */
const maximumQueryCharacters = 100;

/** LIKE patterns that must all match: one per word of the query. Empty for a blank query. Throws InvalidInput. */
export function searchPatterns(query: string): string[] {
  if (query.length > maximumQueryCharacters) {
    throw new InvalidInput(`q has ${query.length} characters; it may have ${maximumQueryCharacters}.`, "q");
  }
  const folded = foldText(query);
  if (folded === "") return [];
  return folded.split(" ").map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);
}
