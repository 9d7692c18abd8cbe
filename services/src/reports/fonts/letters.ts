/**
 * The letters that documents are written in: Noto Sans SC, which comes with the program, and where it has no such
 * character, a font of the system. What none has is drawn as 〓, the sign that printers put for a missing letter, and
 * named to whoever asked for the document.
 */
import { create, openSync } from "fontkit";
import type { Font, FontCollection } from "fontkit";
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import decompress from "woff2-encoder/decompress";
import { glyphOf, unitsPerEm } from "./glyph.ts";
import type { Glyph, Weight } from "./glyph.ts";
import { systemFontFiles } from "./system-fonts.ts";
import { writeTrueType } from "./truetype.ts";

export const fontFamily = "Noto Sans SC";
/** Of 1,000 units, above and below the line on which letters stand. */
const ascentUnits = 1160;
const descentUnits = -288;

const standIn = "〓".codePointAt(0)!;

/** One of some hundred files, each with the characters of a few ranges. */
interface Part {
  file: string;
  fonts: Record<Weight, Font> | null;
}

export class Letters {
  readonly #partOf = new Map<number, Part>();
  readonly #glyphs: Record<Weight, Map<number, Glyph>> = { 400: new Map(), 700: new Map() };
  /** Asked for while their part was not there yet. */
  readonly #awaited = new Set<Part>();
  readonly #missing = new Set<number>();
  /** Fonts of the system that gave letters, by character. */
  readonly #borrowed = new Map<number, string>();
  #systemFonts: Font[] | null = null;
  readonly #systemFiles: () => readonly string[];

  /** @param systemFiles fonts to look in for what is not in Noto Sans SC; by standard those that are found */
  constructor(systemFiles: () => readonly string[] = systemFontFiles) {
    this.#systemFiles = systemFiles;
    const folder = dirname(createRequire(import.meta.url).resolve("@fontsource-variable/noto-sans-sc/package.json"));
    const ranges = JSON.parse(readFileSync(join(folder, "unicode.json"), "utf8")) as Record<string, string>;
    for (const [name, text] of Object.entries(ranges)) {
      const part = {
        file: join(folder, "files", `noto-sans-sc-${name.replaceAll(/[[\]]/g, "")}-wght-normal.woff2`),
        fonts: null,
      };
      for (const [from, to] of codePointRanges(text)) {
        for (let codePoint = from; codePoint <= to; codePoint++) this.#partOf.set(codePoint, part);
      }
    }
  }

  /**
   * Runs `build`, which may measure and draw, and again once the letters it asked for are there, until none is awaited.
   * `build` must come to the same each time.
   */
  async typeset<T>(build: () => T | Promise<T>): Promise<T> {
    for (;;) {
      const built = await build();
      if (this.#awaited.size === 0) return built;
      await this.#load();
    }
  }

  /** The character's outline; 〓 where there is none. */
  glyph(codePoint: number, weight: Weight): Glyph {
    const known = this.#glyphs[weight].get(codePoint);
    if (known !== undefined) return known;
    const part = this.#partOf.get(codePoint);
    if (part !== undefined && part.fonts === null) {
      this.#awaited.add(part);
      return blank;
    }
    const found = (part?.fonts && glyphOf(part.fonts[weight], codePoint)) ?? this.#borrow(codePoint);
    const glyph = found ?? this.#standIn(codePoint, weight);
    if (glyph !== blank) this.#glyphs[weight].set(codePoint, glyph);
    return glyph;
  }

  /** Width of a text in em. */
  width(text: string, weight: Weight): number {
    let units = 0;
    for (const char of text) units += this.glyph(char.codePointAt(0)!, weight).advance;
    return units / unitsPerEm;
  }

  /** A font with the characters of these texts and no others. */
  fontFile(texts: Iterable<string>, weight: Weight): Uint8Array {
    const glyphs = new Map<number, Glyph>();
    for (const text of texts) {
      for (const char of text) {
        const codePoint = char.codePointAt(0)!;
        if (codePoint >= 32 && !glyphs.has(codePoint)) glyphs.set(codePoint, this.glyph(codePoint, weight));
      }
    }
    return writeTrueType(glyphs, {
      family: fontFamily,
      weight,
      ascent: ascentUnits,
      descent: descentUnits,
      copyright:
        "(c) 2014-2021 Adobe (http://www.adobe.com/). Noto is a trademark of Google Inc. Reduced to the characters of one document.",
    });
  }

  /** Of these texts, the characters that no font has. */
  missingIn(texts: Iterable<string>): string[] {
    return charactersOf(texts).filter((char) => this.#missing.has(char.codePointAt(0)!));
  }

  /** Of these texts, the characters that came from a font of the system, with its name. */
  borrowedIn(texts: Iterable<string>): { character: string; font: string }[] {
    return charactersOf(texts).flatMap((character) => {
      const font = this.#borrowed.get(character.codePointAt(0)!);
      return font === undefined ? [] : [{ character, font }];
    });
  }

  async #load(): Promise<void> {
    const parts = [...this.#awaited];
    this.#awaited.clear();
    for (const part of parts) {
      const font = create(Buffer.from(await decompress(await readFile(part.file)))) as Font;
      part.fonts = { 400: font.getVariation({ wght: 400 }), 700: font.getVariation({ wght: 700 }) };
    }
  }

  #borrow(codePoint: number): Glyph | null {
    this.#systemFonts ??= this.#systemFiles().flatMap(readableFonts);
    for (const font of this.#systemFonts) {
      const glyph = glyphOf(font, codePoint);
      if (glyph === null) continue;
      this.#borrowed.set(codePoint, font.familyName);
      return glyph;
    }
    return null;
  }

  #standIn(codePoint: number, weight: Weight): Glyph {
    // Blanks of all kinds need no picture; what steers a text has no width.
    const char = String.fromCodePoint(codePoint);
    if (/\p{Zs}/u.test(char)) return { advance: 500, contours: [] };
    if (/[\p{Cc}\p{Cf}\p{Mn}]/u.test(char)) return { advance: 0, contours: [] };
    this.#missing.add(codePoint);
    return this.glyph(standIn, weight);
  }
}

const blank: Glyph = { advance: unitsPerEm, contours: [] };

function charactersOf(texts: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const text of texts) for (const char of text) found.add(char);
  return [...found];
}

function* codePointRanges(text: string): Generator<[number, number]> {
  for (const [, from, to] of text.matchAll(/U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi)) {
    yield [Number.parseInt(from, 16), Number.parseInt(to ?? from, 16)];
  }
}

/** A file that cannot be read is no reason to write no document. */
function readableFonts(file: string): Font[] {
  if (!existsSync(file)) return [];
  try {
    const font = openSync(file) as Font | FontCollection;
    if (!("fonts" in font)) return [font];
    // Of the same characters as China, Japan or Korea draw them, those of China.
    return [font.fonts.find(({ familyName }) => familyName.endsWith(" SC")) ?? font.fonts[0]];
  } catch {
    return [];
  }
}
