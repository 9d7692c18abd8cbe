/** A flat sheet in metres around a city, since nearly all of a gazetteer's sums are about lines and distances. */
import type { Position } from "@quarterhour/isochrones";

export type Point = readonly [x: number, y: number];

const METERS_PER_DEGREE = 111_195;

export class Frame {
  readonly #origin: Position;
  readonly #metersPerLng: number;

  constructor(origin: Position) {
    this.#origin = origin;
    this.#metersPerLng = METERS_PER_DEGREE * Math.cos((origin[1] * Math.PI) / 180);
  }

  /** Metres east and north of the origin. */
  point([lng, lat]: Position): Point {
    return [(lng - this.#origin[0]) * this.#metersPerLng, (lat - this.#origin[1]) * METERS_PER_DEGREE];
  }

  /** Rounded to a decimetre or so. */
  position([x, y]: Point): Position {
    const lng = this.#origin[0] + x / this.#metersPerLng;
    const lat = this.#origin[1] + y / METERS_PER_DEGREE;
    return [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];
  }
}

export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

export const along = (a: Point, b: Point, share: number): Point => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
];

export function meanOf(points: Point[]): Point {
  const sum = points.reduce<[number, number]>(([x, y], point) => [x + point[0], y + point[1]], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}

/** Nearest place on a line, the unit vector of the segment there, and on which side of it the point lies (left positive). */
export interface Foot {
  at: Point;
  meters: number;
  heading: Point;
  sideMeters: number;
}

export function footOn(line: readonly Point[], point: Point): Foot | null {
  let best: Foot | null = null;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]];
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const length = Math.hypot(dx, dy);
    if (length === 0) continue;
    const share = Math.max(0, Math.min(1, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / (length * length)));
    const at = along(a, b, share);
    const meters = distance(at, point);
    if (best !== null && meters >= best.meters) continue;
    const heading: Point = [dx / length, dy / length];
    best = { at, meters, heading, sideMeters: heading[0] * (point[1] - at[1]) - heading[1] * (point[0] - at[0]) };
  }
  return best;
}

/** Where two segments cross; null where they do not. */
export function crossingOf(a: Point, b: Point, c: Point, d: Point): Point | null {
  const [rx, ry] = [b[0] - a[0], b[1] - a[1]];
  const [sx, sy] = [d[0] - c[0], d[1] - c[1]];
  const cross = rx * sy - ry * sx;
  if (cross === 0) return null;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? along(a, b, t) : null;
}
