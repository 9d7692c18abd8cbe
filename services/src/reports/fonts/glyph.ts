/** Outlines of characters, whichever font they come from: 1,000 units to the em, y upwards, straight and quadratic. */
import type { Font, Path } from "fontkit";

export type Weight = 400 | 700;

export interface GlyphPoint {
  x: number;
  y: number;
  onCurve: boolean;
}

export interface Glyph {
  advance: number;
  /** Closed; two points off the curve in a row have a point on it half-way, as in TrueType. */
  contours: GlyphPoint[][];
}

export const unitsPerEm = 1000;

/** Takes a character out of a font, scaled to 1,000 units; null where the font has none. */
export function glyphOf(font: Font, codePoint: number): Glyph | null {
  if (!font.hasGlyphForCodePoint(codePoint)) return null;
  const glyph = font.glyphForCodePoint(codePoint);
  const scale = unitsPerEm / font.unitsPerEm;
  return { advance: Math.round(glyph.advanceWidth * scale), contours: contoursOf(glyph.path, scale) };
}

function contoursOf(path: Path, scale: number): GlyphPoint[][] {
  const contours: GlyphPoint[][] = [];
  let contour: GlyphPoint[] = [];
  let at = { x: 0, y: 0 };
  const add = (x: number, y: number, onCurve: boolean): void => {
    contour.push({ x: Math.round(x * scale), y: Math.round(y * scale), onCurve });
    if (onCurve) at = { x, y };
  };
  const close = (): void => {
    // What ends where it began is closed already.
    const first = contour[0];
    const last = contour[contour.length - 1];
    if (contour.length > 1 && last.onCurve && last.x === first.x && last.y === first.y) contour.pop();
    if (contour.length > 2) contours.push(contour);
    contour = [];
  };
  for (const { command, args } of path.commands) {
    if (command === "moveTo") {
      close();
      add(args[0], args[1], true);
    } else if (command === "lineTo") {
      add(args[0], args[1], true);
    } else if (command === "quadraticCurveTo") {
      add(args[0], args[1], false);
      add(args[2], args[3], true);
    } else if (command === "bezierCurveTo") {
      for (const [cx, cy, x, y] of quadraticsOf(at.x, at.y, args)) {
        add(cx, cy, false);
        add(x, y, true);
      }
    } else {
      close();
    }
  }
  close();
  return contours;
}

/** A cubic curve as four quadratic ones: within a unit of it at the size of a character. */
function quadraticsOf(x0: number, y0: number, args: number[]): [number, number, number, number][] {
  const [x1, y1, x2, y2, x3, y3] = args;
  const pieces = 4;
  const at = (t: number, a: number, b: number, c: number, d: number): number => {
    const s = 1 - t;
    return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
  };
  const slope = (t: number, a: number, b: number, c: number, d: number): number => {
    const s = 1 - t;
    return 3 * (s * s * (b - a) + 2 * s * t * (c - b) + t * t * (d - c));
  };
  const found: [number, number, number, number][] = [];
  for (let i = 0; i < pieces; i++) {
    const from = i / pieces;
    const to = (i + 1) / pieces;
    const half = (to - from) / 2;
    const control = (a: number, b: number, c: number, d: number): number =>
      (at(from, a, b, c, d) + half * slope(from, a, b, c, d) + at(to, a, b, c, d) - half * slope(to, a, b, c, d)) / 2;
    found.push([control(x0, x1, x2, x3), control(y0, y1, y2, y3), at(to, x0, x1, x2, x3), at(to, y0, y1, y2, y3)]);
  }
  return found;
}
