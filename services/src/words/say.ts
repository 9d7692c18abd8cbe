/**
 * What is said to people, in their language: messages are carried as a key with parameters, also in the store, and put
 * into words where they are shown.
 */
import { areaWords } from "./areas.ts";
import { categoryWords } from "./categories.ts";
import { fileWords } from "./files.ts";
import { importWords } from "./imports.ts";
import { mapWords } from "./maps.ts";
import { rowWords } from "./rows.ts";
import { tableWords } from "./tables.ts";

export type Language = "zh" | "en";

/** `{name}` stands for a parameter, ` | ` between what is wrong and what would be right. */
export type Wording = Readonly<{ en: string; zh: string }>;

/** Every message there is. */
export const words = {
  ...areaWords,
  ...categoryWords,
  ...fileWords,
  ...importWords,
  ...mapWords,
  ...rowWords,
  ...tableWords,
} as const;

export type WordKey = keyof typeof words;

/** Lists are put together with commas. */
export type Param = string | number | Said | readonly string[] | readonly Said[];

/** A message that is not put into words yet. Plain JSON. */
export interface Said {
  key: WordKey;
  with?: Record<string, Param>;
}

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Params<Key extends WordKey> =
  Names<(typeof words)[Key]["en"]> extends never ? [] : [params: Record<Names<(typeof words)[Key]["en"]>, Param>];

/** A message by its key. */
export function say<Key extends WordKey>(key: Key, ...[params]: Params<Key>): Said {
  return params === undefined ? { key } : { key, with: params as Record<string, Param> };
}

/** A text that is the same in every language, or that nobody has translated. */
export function asSaid(message: string | Said): Said {
  return typeof message === "string" ? say("text", { text: message }) : message;
}

/** Stands for the ` | ` of a wording until the whole is put together. */
const BREAK = "\u0001";

/** In one text: what is wrong, and behind a semicolon what would be right. */
export function inWords(said: Said, language: Language): string {
  return rendered(said, language).replaceAll(BREAK, language === "zh" ? "；" : "; ");
}

/** What is wrong, and apart from it what would be right. */
export function inParts(said: Said, language: Language): { message: string; advice: string | null } {
  const [message, ...advice] = rendered(said, language).split(BREAK);
  return { message, advice: advice.length === 0 ? null : advice.join(language === "zh" ? "；" : "; ") };
}

function rendered(said: Said, language: Language): string {
  // what a newer version has stored
  const wording: Wording | undefined = words[said.key];
  if (wording === undefined) return said.key;
  return wording[language].replaceAll(" | ", BREAK).replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const param = said.with?.[name];
    return param === undefined ? whole : paramIn(param, language);
  });
}

function paramIn(param: Param, language: Language): string {
  if (typeof param === "string") return param;
  if (typeof param === "number") return String(param);
  if (!Array.isArray(param)) return rendered(param as Said, language);
  const list = param as readonly (string | Said)[];
  if (list.length === 0) return language === "zh" ? "（无）" : "(none)";
  const comma = language === "zh" ? "、" : ", ";
  return list.map((one) => (typeof one === "string" ? one : rendered(one, language))).join(comma);
}
