/** Boundaries put together, taken from each other, and cut by a line. */
import type { Position } from "@quarterhour/isochrones";
import { setImmediate } from "node:timers/promises";
import { difference, intersection, union } from "polyclip-ts";
import { checkCrossings, crossTooOften } from "./crossings.ts";
import { areaOf, boxOfBoundary, Plane } from "./plane.ts";
import type { Boundary } from "./types.ts";

type Polygons = Position[][][];

/** Smaller leftovers are where two lines were meant to be one. */
const leastSquareMeters = 100;

/** About a centimetre. */
const digits = 1e7;

/** null where they have nothing in common. Throws TooIntricate. */
export function commonGround(a: Boundary, b: Boundary): Boundary | null {
  const [aw, as, ae, an] = boxOfBoundary(a);
  const [bw, bs, be, bn] = boxOfBoundary(b);
  if (aw > be || bw > ae || as > bn || bs > an) return null;
  const [one, other] = [coordinates(a), coordinates(b)];
  checkCrossings(one, other);
  return boundaryOf(intersection(one, other) as Polygons);
}

/**
 * What is left, null where nothing is. One after another, with turns for others in between: taken away all at once,
 * hundreds of boundaries that lie on each other take gigabytes. `isWhole`: none was so intricate that it was left there.
 */
export async function without(
  a: Boundary,
  others: readonly Boundary[],
): Promise<{ left: Boundary | null; isWhole: boolean }> {
  const [aw, as, ae, an] = boxOfBoundary(a);
  const near = others.filter((other) => {
    const [w, s, e, n] = boxOfBoundary(other);
    return w <= ae && e >= aw && s <= an && n >= as;
  });
  let isWhole = true;
  if (near.length === 0) return { left: a, isWhole };
  let left = coordinates(a);
  for (const other of near) {
    if (crossTooOften(left, coordinates(other))) isWhole = false;
    else left = difference(left, coordinates(other)) as Polygons;
    if (left.length === 0) return { left: null, isWhole };
    await setImmediate();
  }
  return { left: boundaryOf(left), isWhole };
}

/** Throws TooIntricate. */
export function together(first: Boundary, ...others: readonly Boundary[]): Boundary {
  const all = [first, ...others].map(coordinates);
  all.forEach((one, i) => all.slice(i + 1).forEach((other) => checkCrossings(one, other)));
  const [start, ...rest] = all;
  return boundaryOf(union(start, ...rest) as Polygons) ?? first;
}

/**
 * The two parts on either side of a line, which is drawn on straight beyond its ends. null where it does not part the
 * boundary. Throws TooIntricate.
 */
export function cutByLine(boundary: Boundary, line: readonly Position[]): [Boundary, Boundary] | null {
  const half = halfPlane(boundary, line);
  checkCrossings(coordinates(boundary), half);
  const one = boundaryOf(intersection(coordinates(boundary), half) as Polygons);
  const other = boundaryOf(difference(coordinates(boundary), half) as Polygons);
  return one === null || other === null ? null : [one, other];
}

/** What lies to the left of the line, out to well beyond the boundary. */
function halfPlane(boundary: Boundary, line: readonly Position[]): Polygons {
  const box = boxOfBoundary(boundary);
  for (const [lng, lat] of line) {
    box[0] = Math.min(box[0], lng);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lng);
    box[3] = Math.max(box[3], lat);
  }
  const plane = Plane.over(box);
  const far = 2 * Math.hypot(plane.x(box[2]) - plane.x(box[0]), plane.y(box[3]) - plane.y(box[1])) + 1000;
  const points = line.map(([lng, lat]): Position => [plane.x(lng), plane.y(lat)]);
  const start = drawnOn(points[1], points[0], far);
  const end = drawnOn(points.at(-2)!, points.at(-1)!, far);
  // around the middle from the end back to the start, against the clock
  const [from, to] = [Math.atan2(end[1], end[0]), Math.atan2(start[1], start[0])];
  const turn = to > from ? to - from : to - from + 2 * Math.PI;
  const arc: Position[] = [];
  const steps = Math.max(2, Math.ceil(turn / (Math.PI / 16)));
  for (let i = 1; i < steps; i++) {
    const angle = from + (turn * i) / steps;
    arc.push([2 * far * Math.cos(angle), 2 * far * Math.sin(angle)]);
  }
  const ring = [start, ...points, end, ...arc, start].map(([x, y]) => plane.position(x, y));
  return [[ring]];
}

/** The place so far on the way from one place through another. */
function drawnOn([ax, ay]: Position, [bx, by]: Position, meters: number): Position {
  const length = Math.hypot(bx - ax, by - ay);
  return [bx + ((bx - ax) / length) * meters, by + ((by - ay) / length) * meters];
}

function coordinates(boundary: Boundary): Polygons {
  return (boundary.type === "Polygon" ? [boundary.coordinates] : boundary.coordinates) as Polygons;
}

/** Without slivers, rounded to what is stored; null where nothing is left. */
function boundaryOf(polygons: Polygons): Boundary | null {
  const kept = polygons
    .map((rings) => rings.map(rounded).filter((ring) => ring.length >= 4))
    .filter((rings) => rings.length > 0)
    .map(([shell, ...holes]) => [shell, ...holes.filter((hole) => areaOfRing(hole) >= leastSquareMeters)])
    .filter(([shell]) => areaOfRing(shell) >= leastSquareMeters);
  if (kept.length === 0) return null;
  return kept.length === 1 ? { type: "Polygon", coordinates: kept[0] } : { type: "MultiPolygon", coordinates: kept };
}

function areaOfRing(ring: Position[]): number {
  return areaOf({ type: "Polygon", coordinates: [ring] });
}

function rounded(ring: Position[]): Position[] {
  const found: Position[] = [];
  for (const [x, y] of ring) {
    const next: Position = [Math.round(x * digits) / digits, Math.round(y * digits) / digits];
    const last = found.at(-1);
    if (last === undefined || last[0] !== next[0] || last[1] !== next[1]) found.push(next);
  }
  return found;
}
