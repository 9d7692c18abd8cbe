/** Shapes on the sheet, cut to a rectangle so that files stay small and labels stand on what is seen. */
import type { Geometry } from "geojson";
import type { Point } from "../draw/scene.ts";
import type { Frame, Rectangle } from "./frame.ts";

/** Rings of a polygon geometry on the sheet, cut to the rectangle; holes are rings as others. */
export function projectedRings(geometry: Geometry, frame: Frame, within: Rectangle): Point[][] {
  const polygons =
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : [];
  return polygons
    .flat()
    .map((ring) => clipRing(thinned(ring.map(frame.project)), within))
    .filter((ring) => ring.length > 2);
}

/** Lines of a line geometry on the sheet, cut to the rectangle. */
export function projectedLines(geometry: Geometry, frame: Frame, within: Rectangle): Point[][] {
  const lines =
    geometry.type === "LineString"
      ? [geometry.coordinates]
      : geometry.type === "MultiLineString"
        ? geometry.coordinates
        : [];
  return lines.flatMap((line) => clipLine(thinned(line.map(frame.project)), within));
}

/** Without points closer than a twentieth of a millimetre to the one before. */
function thinned(points: Point[]): Point[] {
  const least = 0.14;
  const kept: Point[] = [];
  for (const [i, point] of points.entries()) {
    const last = kept[kept.length - 1];
    if (
      last === undefined ||
      i === points.length - 1 ||
      Math.abs(point[0] - last[0]) + Math.abs(point[1] - last[1]) >= least
    ) {
      kept.push(point);
    }
  }
  return kept;
}

/** Sutherland–Hodgman. */
function clipRing(ring: Point[], { x, y, width, height }: Rectangle): Point[] {
  const sides: { inside: (p: Point) => boolean; cut: (a: Point, b: Point) => Point }[] = [
    { inside: (p) => p[0] >= x, cut: (a, b) => atX(a, b, x) },
    { inside: (p) => p[0] <= x + width, cut: (a, b) => atX(a, b, x + width) },
    { inside: (p) => p[1] >= y, cut: (a, b) => atY(a, b, y) },
    { inside: (p) => p[1] <= y + height, cut: (a, b) => atY(a, b, y + height) },
  ];
  let points = ring;
  for (const { inside, cut } of sides) {
    if (points.every(inside)) continue;
    const kept: Point[] = [];
    for (const [i, point] of points.entries()) {
      const before = points[(i + points.length - 1) % points.length];
      if (inside(point)) {
        if (!inside(before)) kept.push(cut(before, point));
        kept.push(point);
      } else if (inside(before)) kept.push(cut(before, point));
    }
    points = kept;
    if (points.length === 0) break;
  }
  return points;
}

function atX(a: Point, b: Point, x: number): Point {
  return [x, a[1] + ((x - a[0]) / (b[0] - a[0])) * (b[1] - a[1])];
}

function atY(a: Point, b: Point, y: number): Point {
  return [a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]), y];
}

/** Liang–Barsky, piece by piece. */
export function clipLine(line: readonly Point[], within: Rectangle): Point[][] {
  const pieces: Point[][] = [];
  let piece: Point[] = [];
  for (let i = 1; i < line.length; i++) {
    const part = clipSegment(line[i - 1], line[i], within);
    if (part === null) {
      if (piece.length > 1) pieces.push(piece);
      piece = [];
      continue;
    }
    const [from, to, isWholeEnd] = part;
    const last = piece[piece.length - 1];
    if (last === undefined || last[0] !== from[0] || last[1] !== from[1]) {
      if (piece.length > 1) pieces.push(piece);
      piece = [from];
    }
    piece.push(to);
    if (!isWholeEnd) {
      pieces.push(piece);
      piece = [];
    }
  }
  if (piece.length > 1) pieces.push(piece);
  return pieces;
}

function clipSegment(a: Point, b: Point, { x, y, width, height }: Rectangle): [Point, Point, boolean] | null {
  let [from, to] = [0, 1];
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  for (const [p, q] of [
    [-dx, a[0] - x],
    [dx, x + width - a[0]],
    [-dy, a[1] - y],
    [dy, y + height - a[1]],
  ]) {
    if (p === 0) {
      if (q < 0) return null;
      continue;
    }
    const t = q / p;
    if (p < 0) from = Math.max(from, t);
    else to = Math.min(to, t);
  }
  if (from >= to) return null;
  const at = (t: number): Point => [a[0] + t * dx, a[1] + t * dy];
  return [from === 0 ? a : at(from), to === 1 ? b : at(to), to === 1];
}

export function lengthOf(line: readonly Point[]): number {
  let length = 0;
  for (let i = 1; i < line.length; i++) length += Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]);
  return length;
}

/** The point so far along the line. */
export function pointAlong(line: readonly Point[], distance: number): Point {
  let left = distance;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (left <= length && length > 0)
      return [a[0] + ((b[0] - a[0]) * left) / length, a[1] + ((b[1] - a[1]) * left) / length];
    left -= length;
  }
  return line[line.length - 1];
}

/** Twice the area with its sign. */
export function ringArea(ring: readonly Point[]): number {
  let sum = 0;
  for (const [i, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    sum += x * nextY - nextX * y;
  }
  return sum;
}
