/**
 * A drawing: what stands on a sheet, from below to above, in points (1/72 inch) from the upper left corner. Written as
 * SVG or into a PDF, both alike.
 */
import type { Letters } from "../fonts/letters.ts";
import type { Weight } from "../fonts/glyph.ts";

export type Point = readonly [x: number, y: number];

export interface Stroke {
  color: string;
  width: number;
  dash?: readonly number[];
  cap?: "round" | "butt";
}

export interface PathItem {
  type: "path";
  /** SVG path data. */
  d: string;
  fill?: string;
  stroke?: Stroke;
  /** 0 to 1. */
  opacity?: number;
  evenOdd?: boolean;
}

export interface TextItem {
  type: "text";
  /** Where the line on which letters stand begins, ends or has its middle. */
  x: number;
  y: number;
  text: string;
  size: number;
  weight: Weight;
  fill: string;
  anchor: "start" | "middle" | "end";
  /** Degrees clockwise, about x, y. */
  rotate?: number;
  /**
   * Each character upright, with the middle of its foot at one of these, as streets that run up and down are named; x, y,
   * anchor and rotate then do not count.
   */
  spots?: readonly Point[];
  /** Drawn around the letters, so that they can be read on what lies below. */
  halo?: { color: string; width: number };
}

/** Only what lies within `clip`, SVG path data, shows. */
export interface ClipItem {
  type: "clip";
  clip: string;
  items: Item[];
}

export type Item = PathItem | TextItem | ClipItem;

export interface Drawing {
  width: number;
  height: number;
  title: string;
  items: Item[];
}

export const pointsPerMillimeter = 72 / 25.4;

export function millimeters(length: number): number {
  return length * pointsPerMillimeter;
}

/** Short, since large maps have many numbers. */
export function coordinate(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return Object.is(rounded, -0) ? "0" : String(rounded);
}

export function lineData(points: readonly Point[], closed = false): string {
  if (points.length === 0) return "";
  return `M${points.map(([x, y]) => `${coordinate(x)} ${coordinate(y)}`).join("L")}${closed ? "Z" : ""}`;
}

export function rectangleData(x: number, y: number, width: number, height: number, radius = 0): string {
  if (radius === 0) {
    return `M${coordinate(x)} ${coordinate(y)}h${coordinate(width)}v${coordinate(height)}h${coordinate(-width)}Z`;
  }
  const r = Math.min(radius, width / 2, height / 2);
  const arc = (dx: number, dy: number): string =>
    `a${coordinate(r)} ${coordinate(r)} 0 0 1 ${coordinate(dx)} ${coordinate(dy)}`;
  return [
    `M${coordinate(x + r)} ${coordinate(y)}`,
    `h${coordinate(width - 2 * r)}${arc(r, r)}`,
    `v${coordinate(height - 2 * r)}${arc(-r, r)}`,
    `h${coordinate(2 * r - width)}${arc(-r, -r)}`,
    `v${coordinate(2 * r - height)}${arc(r, -r)}Z`,
  ].join("");
}

export function circleData(x: number, y: number, radius: number): string {
  const r = coordinate(radius);
  const d = coordinate(2 * radius);
  return `M${coordinate(x - radius)} ${coordinate(y)}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0 -${d} 0Z`;
}

/** All texts of a drawing by weight, for the fonts that go with it. */
export function textsOf(items: readonly Item[]): Record<Weight, string[]> {
  const texts: Record<Weight, string[]> = { 400: [], 700: [] };
  const visit = (item: Item): void => {
    if (item.type === "text") texts[item.weight].push(item.text);
    else if (item.type === "clip") item.items.forEach(visit);
  };
  items.forEach(visit);
  return texts;
}

/** Path data of a text as it is drawn, its letters as shapes. */
export function outlineData(letters: Letters, item: TextItem): string {
  if (item.spots) {
    const upright = (text: string, [x, y]: Point): TextItem => ({
      ...item,
      text,
      x,
      y,
      anchor: "middle",
      rotate: 0,
      spots: undefined,
    });
    return [...item.text].map((char, i) => outlineData(letters, upright(char, item.spots![i]))).join("");
  }
  const scale = item.size / 1000;
  const width = letters.width(item.text, item.weight) * item.size;
  let x = item.anchor === "start" ? 0 : item.anchor === "middle" ? -width / 2 : -width;
  const angle = ((item.rotate ?? 0) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const place = (dx: number, dy: number): string =>
    `${coordinate(item.x + dx * cos - dy * sin)} ${coordinate(item.y + dx * sin + dy * cos)}`;
  const parts: string[] = [];
  for (const char of item.text) {
    const glyph = letters.glyph(char.codePointAt(0)!, item.weight);
    for (const contour of glyph.contours) {
      const at = (i: number) => contour[i % contour.length];
      const point = (p: { x: number; y: number }): string => place(x + p.x * scale, -p.y * scale);
      parts.push(`M${point(at(0))}`);
      for (let i = 1; i <= contour.length; i++) {
        const next = at(i);
        if (next.onCurve) parts.push(`L${point(next)}`);
        else {
          const after = at(i + 1);
          const end = after.onCurve ? after : { x: (next.x + after.x) / 2, y: (next.y + after.y) / 2 };
          parts.push(`Q${point(next)} ${point(end)}`);
          if (after.onCurve) i++;
        }
      }
      parts.push("Z");
    }
    x += glyph.advance * scale;
  }
  return parts.join("");
}
