/** A circle's ground as a plane in metres: what lies inside, how large it is. Good to a few parts in ten thousand. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import type { Position as GeoJsonPosition } from "geojson";
import type { Boundary } from "./types.ts";

/** Mean radius of the Earth, IUGG. */
const metersPerDegree = (6_371_008.8 * Math.PI) / 180;

export type Ring = readonly GeoJsonPosition[];

/** Polygons as rings: the first is the outer one. */
export function ringsOf(boundary: Boundary): readonly (readonly Ring[])[] {
  return boundary.type === "Polygon" ? [boundary.coordinates] : boundary.coordinates;
}

export function boxOfBoundary(boundary: Boundary): BoundingBox {
  const box: BoundingBox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [shell] of ringsOf(boundary)) {
    for (const [lng, lat] of shell) {
      if (lng < box[0]) box[0] = lng;
      if (lat < box[1]) box[1] = lat;
      if (lng > box[2]) box[2] = lng;
      if (lat > box[3]) box[3] = lat;
    }
  }
  return box;
}

/** Metres east and north of a place; distances are right near it. */
export class Plane {
  readonly origin: Position;
  readonly #metersPerLng: number;

  constructor(origin: Position) {
    this.origin = origin;
    this.#metersPerLng = metersPerDegree * Math.cos((origin[1] * Math.PI) / 180);
  }

  /** In the middle of a box. */
  static over([west, south, east, north]: BoundingBox): Plane {
    return new Plane([(west + east) / 2, (south + north) / 2]);
  }

  x(lng: number): number {
    return (lng - this.origin[0]) * this.#metersPerLng;
  }

  y(lat: number): number {
    return (lat - this.origin[1]) * metersPerDegree;
  }

  position(x: number, y: number): Position {
    return [this.origin[0] + x / this.#metersPerLng, this.origin[1] + y / metersPerDegree];
  }

  /** Degrees of longitude and latitude that so many metres span. */
  degrees(meters: number): { lng: number; lat: number } {
    return { lng: meters / this.#metersPerLng, lat: meters / metersPerDegree };
  }
}

/** Square metres; holes left out. */
export function areaOf(boundary: Boundary): number {
  const plane = Plane.over(boxOfBoundary(boundary));
  let area = 0;
  for (const rings of ringsOf(boundary)) {
    for (const [i, ring] of rings.entries()) area += (i === 0 ? 1 : -1) * Math.abs(momentsOf(ring, plane).area);
  }
  return area;
}

/** Centre of gravity; where that lies outside (a bent shape), the nearest place well inside. */
export function centerOf(boundary: Boundary): Position {
  const plane = Plane.over(boxOfBoundary(boundary));
  let [area, x, y] = [0, 0, 0];
  for (const [shell, ...holes] of ringsOf(boundary)) {
    for (const [i, ring] of [shell, ...holes].entries()) {
      const moments = momentsOf(ring, plane);
      const sign = (i === 0 ? 1 : -1) * Math.sign(moments.area);
      area += sign * moments.area;
      x += sign * moments.x;
      y += sign * moments.y;
    }
  }
  const center = plane.position(x / area, y / area);
  if (contains(boundary, center)) return center;
  // The middle of the widest stretch inside, on the center's own latitude or on others.
  const [, south, , north] = boxOfBoundary(boundary);
  for (const lat of [center[1], ...[0.5, 0.37, 0.63, 0.21, 0.79].map((share) => south + (north - south) * share)]) {
    const crossings = ringsOf(boundary)
      .flatMap((rings) => rings.flatMap((ring) => crossingsAt(ring, lat)))
      .sort((a, b) => a - b);
    let widest: [number, number] = [0, 0];
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      if (crossings[i + 1] - crossings[i] > widest[1] - widest[0]) widest = [crossings[i], crossings[i + 1]];
    }
    if (widest[1] > widest[0]) return [(widest[0] + widest[1]) / 2, lat];
  }
  return center;
}

function crossingsAt(ring: Ring, lat: number): number[] {
  const found: number[] = [];
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1];
    const [bx, by] = ring[i];
    if (ay > lat !== by > lat) found.push(((bx - ax) * (lat - ay)) / (by - ay) + ax);
  }
  return found;
}

/** Signed area in square metres, and area times centre of gravity. */
function momentsOf(ring: Ring, plane: Plane): { area: number; x: number; y: number } {
  let [doubled, x, y] = [0, 0, 0];
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = [plane.x(ring[i - 1][0]), plane.y(ring[i - 1][1])];
    const [bx, by] = [plane.x(ring[i][0]), plane.y(ring[i][1])];
    const cross = ax * by - bx * ay;
    doubled += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return { area: doubled / 2, x: x / 6, y: y / 6 };
}

/** Whether a place lies inside or on the line. */
export function contains(boundary: Boundary, [lng, lat]: Position): boolean {
  return ringsOf(boundary).some(
    ([shell, ...holes]) => sideOf(shell, lng, lat) >= 0 && !holes.some((hole) => sideOf(hole, lng, lat) > 0),
  );
}

/** As `contains`, for very many places: each asks only the pieces of the line at its own latitude. */
export function insideTest(boundary: Boundary): (place: Position) => boolean {
  const polygons = ringsOf(boundary).map((rings) => rings.map((ring) => new BandedRing(ring)));
  return ([lng, lat]) =>
    polygons.some(
      ([shell, ...holes]) => shell.sideOf(lng, lat) >= 0 && !holes.some((hole) => hole.sideOf(lng, lat) > 0),
    );
}

const fewest = 32;

/** The pieces of a ring by bands of latitude. */
class BandedRing {
  readonly #south: number;
  readonly #bandsPerDegree: number;
  readonly #bands: Ring[];

  constructor(ring: Ring) {
    let [south, north] = [Infinity, -Infinity];
    for (const [, lat] of ring) {
      if (lat < south) south = lat;
      if (lat > north) north = lat;
    }
    const count = ring.length < fewest ? 1 : Math.ceil(ring.length / 4);
    this.#south = south;
    this.#bandsPerDegree = count / (north - south || 1);
    // pairs of ends, so that a band is a list of its own
    const bands = Array.from({ length: count + 1 }, (): GeoJsonPosition[] => []);
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1], ring[i]];
      const last = this.#bandAt(Math.max(a[1], b[1]));
      for (let band = this.#bandAt(Math.min(a[1], b[1])); band <= last; band++) bands[band].push(a, b);
    }
    this.#bands = bands;
  }

  #bandAt(lat: number): number {
    return Math.floor((lat - this.#south) * this.#bandsPerDegree);
  }

  sideOf(x: number, y: number): -1 | 0 | 1 {
    const band = this.#bands[this.#bandAt(y)];
    if (band === undefined) return -1;
    let inside = false;
    for (let i = 1; i < band.length; i += 2) {
      const crossing = meet(band[i - 1], band[i], x, y);
      if (crossing === 0) return 0;
      if (crossing > 0) inside = !inside;
    }
    return inside ? 1 : -1;
  }
}

/** 1 inside, -1 outside, 0 on the line. */
function sideOf(ring: Ring, x: number, y: number): -1 | 0 | 1 {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const crossing = meet(ring[i - 1], ring[i], x, y);
    if (crossing === 0) return 0;
    if (crossing > 0) inside = !inside;
  }
  return inside ? 1 : -1;
}

/** 0 where a place lies on a piece, 1 where the piece crosses the way from it to the east, else -1. */
function meet([x1, y1]: GeoJsonPosition, [x2, y2]: GeoJsonPosition, x: number, y: number): -1 | 0 | 1 {
  if ((y1 > y && y2 > y) || (y1 < y && y2 < y)) return -1;
  const turn = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
  if (turn === 0 && x >= Math.min(x1, x2) && x <= Math.max(x1, x2)) return 0;
  return y1 > y !== y2 > y && turn > 0 === y2 > y1 ? 1 : -1;
}
