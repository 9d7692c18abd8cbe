/**
 * A TrueType font made of the characters that a document uses, so that it carries its own letters: one file per weight,
 * whatever fonts they were taken from. Tables as in the OpenType specification 1.9.
 */
import { unitsPerEm } from "./glyph.ts";
import type { Glyph, Weight } from "./glyph.ts";

export interface FontFileOptions {
  family: string;
  weight: Weight;
  ascent: number;
  descent: number;
  copyright: string;
}

/** `glyphs` by code point. A character that is not among them shows as an empty box. */
export function writeTrueType(glyphs: ReadonlyMap<number, Glyph>, options: FontFileOptions): Uint8Array {
  const codePoints = [...glyphs.keys()].sort((a, b) => a - b);
  const drawn = [missing, ...codePoints.map((codePoint) => glyphs.get(codePoint)!)];
  const outlines = drawn.map(glyphBytes);
  const bounds = drawn.map(boundsOf);
  const loca = new Bytes();
  const glyf = new Bytes();
  for (const outline of outlines) {
    loca.u32(glyf.length);
    glyf.bytes(outline);
    glyf.pad();
  }
  loca.u32(glyf.length);
  const tables: Record<string, Uint8Array> = {
    "OS/2": os2(options, codePoints, drawn),
    cmap: cmap(codePoints),
    glyf: glyf.done(),
    head: head(options, bounds),
    hhea: hhea(options, drawn, bounds),
    hmtx: hmtx(drawn, bounds),
    loca: loca.done(),
    maxp: maxp(drawn),
    name: names(options),
    post: post(),
  };
  return assemble(tables);
}

interface Bounds {
  xMin: number;
  yMin: number;
  xMax: number;
  yMax: number;
}

const missing: Glyph = {
  advance: unitsPerEm,
  contours: [rectangle(80, -60, 920, 820), rectangle(120, -20, 880, 780).reverse()],
};

function rectangle(xMin: number, yMin: number, xMax: number, yMax: number): Glyph["contours"][number] {
  const corners = [
    [xMin, yMin],
    [xMin, yMax],
    [xMax, yMax],
    [xMax, yMin],
  ];
  return corners.map(([x, y]) => ({ x, y, onCurve: true }));
}

class Bytes {
  #bytes = new Uint8Array(1024);
  length = 0;

  #room(count: number): void {
    if (this.length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + count));
    larger.set(this.#bytes.subarray(0, this.length));
    this.#bytes = larger;
  }
  u8(value: number): void {
    this.#room(1);
    this.#bytes[this.length++] = value;
  }
  u16(value: number): void {
    this.u8((value >> 8) & 255);
    this.u8(value & 255);
  }
  u32(value: number): void {
    this.u16(value >>> 16);
    this.u16(value & 65_535);
  }
  bytes(values: Uint8Array): void {
    this.#room(values.length);
    this.#bytes.set(values, this.length);
    this.length += values.length;
  }
  text(value: string): void {
    for (const char of value) this.u8(char.codePointAt(0)! & 255);
  }
  /** To a multiple of four. */
  pad(): void {
    while (this.length % 4 !== 0) this.u8(0);
  }
  done(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }
}

function boundsOf({ contours }: Glyph): Bounds {
  const points = contours.flat();
  if (points.length === 0) return { xMin: 0, yMin: 0, xMax: 0, yMax: 0 };
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return { xMin: Math.min(...xs), yMin: Math.min(...ys), xMax: Math.max(...xs), yMax: Math.max(...ys) };
}

/** Flags of a point: on the curve, x or y in one byte, positive or the same as before. */
const ON = 1;
const X_BYTE = 2;
const Y_BYTE = 4;
const X_SAME_OR_POSITIVE = 16;
const Y_SAME_OR_POSITIVE = 32;

function glyphBytes(glyph: Glyph): Uint8Array {
  const out = new Bytes();
  if (glyph.contours.length === 0) return out.done();
  const { xMin, yMin, xMax, yMax } = boundsOf(glyph);
  for (const value of [glyph.contours.length, xMin, yMin, xMax, yMax]) out.u16(value);
  let end = -1;
  for (const contour of glyph.contours) out.u16((end += contour.length));
  out.u16(0);
  const xs = new Bytes();
  const ys = new Bytes();
  let at = { x: 0, y: 0 };
  for (const point of glyph.contours.flat()) {
    const flags =
      (point.onCurve ? ON : 0) |
      delta(xs, point.x - at.x, X_BYTE, X_SAME_OR_POSITIVE) |
      delta(ys, point.y - at.y, Y_BYTE, Y_SAME_OR_POSITIVE);
    out.u8(flags);
    at = point;
  }
  out.bytes(xs.done());
  out.bytes(ys.done());
  return out.done();
}

function delta(out: Bytes, value: number, byte: number, sameOrPositive: number): number {
  if (value === 0) return sameOrPositive;
  if (Math.abs(value) < 256) {
    out.u8(Math.abs(value));
    return byte | (value > 0 ? sameOrPositive : 0);
  }
  out.u16(value);
  return 0;
}

/** Runs of code points whose glyphs follow each other. */
function runsOf(codePoints: number[]): { from: number; to: number; glyph: number }[] {
  const runs: { from: number; to: number; glyph: number }[] = [];
  for (const [i, codePoint] of codePoints.entries()) {
    const last = runs[runs.length - 1];
    if (last !== undefined && codePoint === last.to + 1) last.to = codePoint;
    else runs.push({ from: codePoint, to: codePoint, glyph: i + 1 });
  }
  return runs;
}

function cmap(codePoints: number[]): Uint8Array {
  const runs = runsOf(codePoints);
  const basic = [...runs.flatMap(withinBasicPlane), { from: 0xffff, to: 0xffff, glyph: 0 }];
  const four = new Bytes();
  const power = 2 ** Math.floor(Math.log2(basic.length));
  for (const value of [4, 16 + basic.length * 8, 0, basic.length * 2, power * 2, Math.log2(power)]) four.u16(value);
  four.u16((basic.length - power) * 2);
  for (const { to } of basic) four.u16(to);
  four.u16(0);
  for (const { from } of basic) four.u16(from);
  for (const { from, glyph } of basic) four.u16((glyph - from) & 0xffff);
  for (let i = 0; i < basic.length; i++) four.u16(0);
  const twelve = new Bytes();
  twelve.u16(12);
  twelve.u16(0);
  for (const value of [16 + runs.length * 12, 0, runs.length]) twelve.u32(value);
  for (const { from, to, glyph } of runs) for (const value of [from, to, glyph]) twelve.u32(value);
  const out = new Bytes();
  out.u16(0);
  out.u16(2);
  for (const [encoding, offset] of [
    [1, 20],
    [10, 20 + four.length],
  ]) {
    out.u16(3);
    out.u16(encoding);
    out.u32(offset);
  }
  out.bytes(four.done());
  out.bytes(twelve.done());
  return out.done();
}

function withinBasicPlane(run: {
  from: number;
  to: number;
  glyph: number;
}): { from: number; to: number; glyph: number }[] {
  return run.from > 0xfffe ? [] : [{ ...run, to: Math.min(run.to, 0xfffe) }];
}

function head(_options: FontFileOptions, bounds: Bounds[]): Uint8Array {
  const out = new Bytes();
  out.u32(0x00010000);
  out.u32(0x00010000);
  out.u32(0);
  out.u32(0x5f0f3cf5);
  out.u16(0b1011);
  out.u16(unitsPerEm);
  // Made and changed: never, so that equal letters give equal bytes.
  for (let i = 0; i < 4; i++) out.u32(0);
  const all = {
    xMin: Math.min(...bounds.map(({ xMin }) => xMin)),
    yMin: Math.min(...bounds.map(({ yMin }) => yMin)),
    xMax: Math.max(...bounds.map(({ xMax }) => xMax)),
    yMax: Math.max(...bounds.map(({ yMax }) => yMax)),
  };
  for (const value of [all.xMin, all.yMin, all.xMax, all.yMax]) out.u16(value);
  out.u16(_options.weight === 700 ? 1 : 0);
  for (const value of [8, 2, 1, 0]) out.u16(value);
  return out.done();
}

function hhea({ ascent, descent }: FontFileOptions, glyphs: Glyph[], bounds: Bounds[]): Uint8Array {
  const out = new Bytes();
  out.u32(0x00010000);
  for (const value of [ascent, descent, 0, Math.max(...glyphs.map(({ advance }) => advance))]) out.u16(value);
  out.u16(Math.min(...bounds.map(({ xMin }) => xMin)));
  out.u16(Math.min(...glyphs.map(({ advance }, i) => advance - bounds[i].xMax)));
  out.u16(Math.max(...bounds.map(({ xMax }) => xMax)));
  for (const value of [1, 0, 0, 0, 0, 0, 0, 0, glyphs.length]) out.u16(value);
  return out.done();
}

function hmtx(glyphs: Glyph[], bounds: Bounds[]): Uint8Array {
  const out = new Bytes();
  for (const [i, { advance }] of glyphs.entries()) {
    out.u16(advance);
    out.u16(bounds[i].xMin);
  }
  return out.done();
}

function maxp(glyphs: Glyph[]): Uint8Array {
  const out = new Bytes();
  out.u32(0x00010000);
  out.u16(glyphs.length);
  out.u16(Math.max(...glyphs.map(({ contours }) => contours.reduce((sum, contour) => sum + contour.length, 0))));
  out.u16(Math.max(...glyphs.map(({ contours }) => contours.length)));
  for (const value of [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]) out.u16(value);
  return out.done();
}

function os2({ weight, ascent, descent }: FontFileOptions, codePoints: number[], glyphs: Glyph[]): Uint8Array {
  const out = new Bytes();
  const isBold = weight === 700;
  out.u16(4);
  out.u16(Math.round(glyphs.reduce((sum, { advance }) => sum + advance, 0) / glyphs.length));
  // Weight, width, may be embedded and installed.
  for (const value of [weight, 5, 0]) out.u16(value);
  for (const value of [650, 600, 0, 75, 650, 600, 0, 350, 50, 300]) out.u16(value);
  out.u16(0);
  for (const value of [2, 11, isBold ? 8 : 5, 0, 0, 0, 0, 0, 0, 0]) out.u8(value);
  // Basic Latin; CJK symbols, CJK ideographs.
  for (const value of [1, (1 << 16) | (1 << 27), 0, 0]) out.u32(value);
  out.text("GOOG");
  out.u16(isBold ? 0x20 : 0x40);
  out.u16(Math.min(codePoints[0] ?? 0, 0xffff));
  out.u16(Math.min(codePoints.at(-1) ?? 0, 0xffff));
  for (const value of [ascent, descent, 0, ascent, -descent]) out.u16(value);
  // Latin 1 and simplified Chinese.
  out.u32(1 | (1 << 18));
  out.u32(0);
  for (const value of [543, 733, 0, 32, 2]) out.u16(value);
  return out.done();
}

function names({ family, weight, copyright }: FontFileOptions): Uint8Array {
  const style = weight === 700 ? "Bold" : "Regular";
  const postscript = `${family.replaceAll(" ", "")}-${style}`;
  const texts: [number, string][] = [
    [0, copyright],
    [1, family],
    [2, style],
    [3, postscript],
    [4, style === "Regular" ? family : `${family} ${style}`],
    [5, "Version 1.000"],
    [6, postscript],
    [13, "SIL Open Font License, Version 1.1"],
    [14, "https://openfontlicense.org"],
  ];
  const out = new Bytes();
  const strings = new Bytes();
  for (const value of [0, texts.length, 6 + texts.length * 12]) out.u16(value);
  for (const [id, text] of texts) {
    for (const value of [3, 1, 0x409, id, text.length * 2, strings.length]) out.u16(value);
    for (let i = 0; i < text.length; i++) strings.u16(text.charCodeAt(i));
  }
  out.bytes(strings.done());
  return out.done();
}

function post(): Uint8Array {
  const out = new Bytes();
  out.u32(0x00030000);
  out.u32(0);
  out.u16(-125);
  out.u16(50);
  for (let i = 0; i < 5; i++) out.u32(0);
  return out.done();
}

function assemble(tables: Record<string, Uint8Array>): Uint8Array {
  const tags = Object.keys(tables).sort((a, b) => (a < b ? -1 : 1));
  const out = new Bytes();
  const power = 2 ** Math.floor(Math.log2(tags.length));
  out.u32(0x00010000);
  for (const value of [tags.length, power * 16, Math.log2(power), (tags.length - power) * 16]) out.u16(value);
  let offset = 12 + tags.length * 16;
  let headAt = 0;
  for (const tag of tags) {
    const table = tables[tag];
    out.text(tag);
    for (const value of [checksum(table), offset, table.length]) out.u32(value);
    if (tag === "head") headAt = offset;
    offset += Math.ceil(table.length / 4) * 4;
  }
  for (const tag of tags) {
    out.bytes(tables[tag]);
    out.pad();
  }
  const file = out.done();
  new DataView(file.buffer).setUint32(headAt + 8, (0xb1b0afba - checksum(file)) >>> 0);
  return file;
}

function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 4) {
    sum += ((bytes[i] << 24) | ((bytes[i + 1] ?? 0) << 16) | ((bytes[i + 2] ?? 0) << 8) | (bytes[i + 3] ?? 0)) >>> 0;
  }
  return sum >>> 0;
}
