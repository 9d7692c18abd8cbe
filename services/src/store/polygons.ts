import type { Position } from "@quarterhour/isochrones";
import type { MultiPolygon, Polygon, Position as GeoJsonPosition } from "geojson";
import { inWords, say } from "../words/index.ts";
import type { Said } from "../words/index.ts";

/** One straight piece of a ring, ends ordered so that `x1 <= x2`. */
interface Segment {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  polygon: number;
  ring: number;
  /** Index of the piece in its ring, and how many that ring has. */
  index: number;
  count: number;
}

type Meeting = "apart" | "touch" | "cross";

/**
 * What keeps a polygon from being valid, in words with the place, or null where it is valid: rings closed, of at
 * least four positions, finite and in range, not crossing or touching themselves; holes inside their shell; the
 * polygons of a MultiPolygon apart. Everything that reaches PostGIS has passed this, since PostGIS in PGlite says
 * nothing when a geometry is invalid, it only leaves rows out.
 */
export function polygonProblem(geometry: Polygon | MultiPolygon): string | null {
  const fault = polygonFault(geometry);
  return fault && inWords(fault, "en");
}

/** As `polygonProblem`, to be put into words in any language. */
export function polygonFault(geometry: Polygon | MultiPolygon): Said | null {
  if (geometry?.type !== "Polygon" && geometry?.type !== "MultiPolygon") {
    return say("polygon.type", {
      type: JSON.stringify((geometry as { type?: unknown } | null)?.type ?? null),
    });
  }
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  if (!Array.isArray(polygons) || polygons.length === 0) return say("polygon.none");
  for (const [p, rings] of polygons.entries()) {
    if (!Array.isArray(rings) || rings.length === 0) return say("polygon.no-ring", { polygon: p + 1 });
    for (const [r, ring] of rings.entries()) {
      const problem = ringProblem(ring);
      if (problem) return say("polygon.ring", { ring: ringName(polygons.length, p, r), what: problem });
    }
  }
  return crossingProblem(polygons) ?? nestingProblem(polygons);
}

function ringProblem(ring: GeoJsonPosition[]): Said | null {
  if (!Array.isArray(ring) || ring.length < 4) {
    return say("polygon.positions", { positions: Array.isArray(ring) ? ring.length : 0 });
  }
  for (const [i, position] of ring.entries()) {
    const [x, y] = Array.isArray(position) ? position : [];
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      return say("polygon.not-numbers", { number: i + 1, found: JSON.stringify(position) ?? "null" });
    }
    if (Math.abs(x) > 180 || Math.abs(y) > 90) {
      return say("polygon.range", { at: place(x, y) });
    }
  }
  const [first, last] = [ring[0], ring[ring.length - 1]];
  if (first[0] !== last[0] || first[1] !== last[1]) {
    return say("polygon.open", { first: place(first[0], first[1]), last: place(last[0], last[1]) });
  }
  return null;
}

function ringName(polygonCount: number, polygon: number, ring: number): Said {
  const which = ring === 0 ? say("polygon.outer") : say("polygon.hole", { hole: ring });
  return polygonCount === 1 ? which : say("polygon.of", { ring: which, polygon: polygon + 1 });
}

function place(x: number, y: number): string {
  return `${x},${y}`;
}

/** A sweep along x: only segments whose spans of x overlap are compared. */
function crossingProblem(polygons: GeoJsonPosition[][][]): Said | null {
  const segments: Segment[] = [];
  for (const [polygon, rings] of polygons.entries()) {
    for (const [ring, positions] of rings.entries()) {
      const pieces = withoutRepeats(positions);
      const count = pieces.length - 1;
      if (count < 3) {
        return say("polygon.ring", { ring: ringName(polygons.length, polygon, ring), what: say("polygon.nothing") });
      }
      for (let index = 0; index < count; index++) {
        const [a, b] = [pieces[index], pieces[index + 1]];
        const [start, end] = a[0] <= b[0] ? [a, b] : [b, a];
        segments.push({ x1: start[0], y1: start[1], x2: end[0], y2: end[1], polygon, ring, index, count });
      }
    }
  }
  segments.sort((a, b) => a.x1 - b.x1);
  const active: Segment[] = [];
  for (const segment of segments) {
    const low = Math.min(segment.y1, segment.y2);
    const high = Math.max(segment.y1, segment.y2);
    let kept = 0;
    for (const other of active) {
      if (other.x2 < segment.x1) continue;
      active[kept++] = other;
      if (Math.max(other.y1, other.y2) < low || Math.min(other.y1, other.y2) > high) continue;
      const problem = pairProblem(segment, other, polygons.length);
      if (problem) return problem;
    }
    active.length = kept;
    active.push(segment);
  }
  return null;
}

function pairProblem(a: Segment, b: Segment, polygonCount: number): Said | null {
  const meeting = meet(a, b);
  if (meeting === "apart") return null;
  const at = place(a.x1, a.y1);
  if (a.polygon === b.polygon && a.ring === b.ring) {
    const step = Math.abs(a.index - b.index);
    const neighbours = step === 1 || step === a.count - 1;
    if (neighbours && meeting === "touch") return null;
    const what = meeting === "cross" ? say("polygon.crosses", { at }) : say("polygon.touches", { at });
    return say("polygon.ring", { ring: ringName(polygonCount, a.polygon, a.ring), what });
  }
  if (meeting === "touch") return null;
  const [one, two] = [ringName(polygonCount, a.polygon, a.ring), ringName(polygonCount, b.polygon, b.ring)];
  return say("polygon.two-cross", { one, two, at });
}

/** "cross" also for pieces that lie on each other over some length. */
function meet(a: Segment, b: Segment): Meeting {
  const d1 = side(a, b.x1, b.y1);
  const d2 = side(a, b.x2, b.y2);
  const d3 = side(b, a.x1, a.y1);
  const d4 = side(b, a.x2, a.y2);
  if (d1 === 0 && d2 === 0 && d3 === 0 && d4 === 0) return meetOnOneLine(a, b);
  if (d1 * d2 > 0 || d3 * d4 > 0) return "apart";
  return d1 !== 0 && d2 !== 0 && d3 !== 0 && d4 !== 0 ? "cross" : "touch";
}

/** Sign of the turn from the segment to the point: 0 where the point lies on its line. */
function side(segment: Segment, x: number, y: number): -1 | 0 | 1 {
  const turn = (segment.x2 - segment.x1) * (y - segment.y1) - (segment.y2 - segment.y1) * (x - segment.x1);
  return turn > 0 ? 1 : turn < 0 ? -1 : 0;
}

function meetOnOneLine(a: Segment, b: Segment): Meeting {
  // Along the axis on which the line is longer, so that upright lines work too.
  const upright = Math.abs(a.x2 - a.x1) < Math.abs(a.y2 - a.y1);
  const [a1, a2] = upright ? [a.y1, a.y2] : [a.x1, a.x2];
  const [b1, b2] = upright ? [b.y1, b.y2] : [b.x1, b.x2];
  const low = Math.max(Math.min(a1, a2), Math.min(b1, b2));
  const high = Math.min(Math.max(a1, a2), Math.max(b1, b2));
  return low > high ? "apart" : low === high ? "touch" : "cross";
}

function nestingProblem(polygons: GeoJsonPosition[][][]): Said | null {
  for (const [p, [shell, ...holes]] of polygons.entries()) {
    for (const [h, hole] of holes.entries()) {
      const ring = ringName(polygons.length, p, h + 1);
      if (!ringInside(hole, shell)) return say("polygon.ring", { ring, what: say("polygon.hole-outside") });
      const within = holes.findIndex((other, o) => o !== h && ringInside(hole, other));
      if (within >= 0) {
        return say("polygon.ring", { ring, what: say("polygon.hole-inside", { hole: within + 1 }) });
      }
    }
  }
  const boxes = polygons.map(([shell]) => ringBox(shell));
  for (const [p, [shell]] of polygons.entries()) {
    for (const [o, other] of polygons.entries()) {
      if (o === p || !boxInside(boxes[p], boxes[o]) || !ringInside(shell, other[0])) continue;
      const inHole = other.slice(1).some((hole) => ringInside(shell, hole));
      if (!inHole) return say("polygon.inside", { polygon: p + 1, other: o + 1 });
    }
  }
  return null;
}

/** Whether a ring that does not cross the other lies inside of it. Positions on the other's edge decide nothing. */
function ringInside(ring: GeoJsonPosition[], other: GeoJsonPosition[]): boolean {
  for (const [x, y] of ring) {
    const where = pointInRing(x, y, other);
    if (where !== 0) return where > 0;
  }
  // Every position lies on the other ring: the middles of the pieces decide.
  for (let i = 1; i < ring.length; i++) {
    const where = pointInRing((ring[i - 1][0] + ring[i][0]) / 2, (ring[i - 1][1] + ring[i][1]) / 2, other);
    if (where !== 0) return where > 0;
  }
  return true;
}

/** 1 inside, -1 outside, 0 on the edge. */
function pointInRing(x: number, y: number, ring: GeoJsonPosition[]): -1 | 0 | 1 {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [x1, y1] = ring[i - 1];
    const [x2, y2] = ring[i];
    if (y1 > y && y2 > y) continue;
    if (y1 < y && y2 < y) continue;
    const turn = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
    if (turn === 0 && x >= Math.min(x1, x2) && x <= Math.max(x1, x2)) return 0;
    if (y1 > y !== y2 > y && turn > 0 === y2 > y1) inside = !inside;
  }
  return inside ? 1 : -1;
}

type Box = [west: number, south: number, east: number, north: number];

function ringBox(ring: GeoJsonPosition[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return box;
}

function boxInside(inner: Box, outer: Box): boolean {
  return inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];
}

function withoutRepeats(ring: GeoJsonPosition[]): GeoJsonPosition[] {
  return ring.filter((position, i) => i === 0 || position[0] !== ring[i - 1][0] || position[1] !== ring[i - 1][1]);
}

/** Areas ready to be asked which of them holds a point. */
export class AreaIndex<T extends { geometry: MultiPolygon }> {
  readonly #entries: { area: T; parts: { rings: GeoJsonPosition[][]; box: Box }[] }[];

  constructor(areas: T[]) {
    this.#entries = areas.map((area) => ({
      area,
      parts: area.geometry.coordinates.map((rings) => ({ rings, box: ringBox(rings[0]) })),
    }));
  }

  /** The first of the areas, in the order given, that holds the point; its edge belongs to it. */
  find([x, y]: Position): T | null {
    for (const { area, parts } of this.#entries) {
      for (const { rings, box } of parts) {
        if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) continue;
        if (pointInRing(x, y, rings[0]) < 0) continue;
        if (rings.slice(1).some((hole) => pointInRing(x, y, hole) > 0)) continue;
        return area;
      }
    }
    return null;
  }
}
