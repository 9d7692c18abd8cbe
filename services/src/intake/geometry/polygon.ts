/** Questions about polygons: what they contain, a point inside them, their box. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import type { MultiPolygon, Polygon } from "geojson";
import { signedRingArea } from "./sphere.ts";

/** Even-odd test against one closed ring; points exactly on the line may fall either way. */
export function ringContains(ring: Position[], [lng, lat]: Position): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[j];
    if (ay > lat !== by > lat && lng < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

export function polygonsContain(polygons: Position[][][], point: Position): boolean {
  return polygons.some(
    (rings) => ringContains(rings[0], point) && !rings.slice(1).some((hole) => ringContains(hole, point)),
  );
}

export function boxOf(positions: Iterable<Position>): BoundingBox | null {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (const [lng, lat] of positions) {
    if (lng < west) west = lng;
    if (lng > east) east = lng;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  return west <= east ? [west, south, east, north] : null;
}

export function boxOfPolygons(polygons: Position[][][]): BoundingBox {
  const box = boxOf(polygons.flatMap((rings) => rings[0]));
  if (box === null) throw new RangeError("a polygon without vertices has no box");
  return box;
}

/** A point inside the largest polygon: its centre of gravity where that lies inside, else the middle of its widest part. */
export function pointInside(polygons: Position[][][]): Position {
  let largest = polygons[0];
  for (const rings of polygons) {
    if (Math.abs(signedRingArea(rings[0])) > Math.abs(signedRingArea(largest[0]))) largest = rings;
  }
  const centre = centreOfGravity(largest[0]);
  if (polygonsContain([largest], centre)) return centre;
  const box = boxOfPolygons([largest]);
  // The centre's own latitude first, then others, in case it just touches a vertex.
  for (const share of [null, 0.5, 0.37, 0.63, 0.21, 0.79]) {
    const lat = share === null ? centre[1] : box[1] + (box[3] - box[1]) * share;
    const widest = widestSpan(largest, lat);
    if (widest !== null) return [(widest[0] + widest[1]) / 2, lat];
  }
  return largest[0][0];
}

function centreOfGravity(ring: Position[]): Position {
  const [originLng, originLat] = ring[0];
  let doubled = 0;
  let sumLng = 0;
  let sumLat = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const ax = ring[i][0] - originLng;
    const ay = ring[i][1] - originLat;
    const bx = ring[i + 1][0] - originLng;
    const by = ring[i + 1][1] - originLat;
    const cross = ax * by - bx * ay;
    doubled += cross;
    sumLng += (ax + bx) * cross;
    sumLat += (ay + by) * cross;
  }
  if (doubled === 0) return ring[0];
  return [originLng + sumLng / (3 * doubled), originLat + sumLat / (3 * doubled)];
}

function widestSpan(rings: Position[][], lat: number): [west: number, east: number] | null {
  const crossings: number[] = [];
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i];
      const [bx, by] = ring[j];
      if (ay > lat !== by > lat) crossings.push(((bx - ax) * (lat - ay)) / (by - ay) + ax);
    }
  }
  crossings.sort((a, b) => a - b);
  let widest: [number, number] | null = null;
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    if (crossings[i + 1] - crossings[i] > (widest === null ? 0 : widest[1] - widest[0])) {
      widest = [crossings[i], crossings[i + 1]];
    }
  }
  return widest;
}

/** Outer rings counter-clockwise, holes clockwise, as RFC 7946 asks. */
export function windAsGeoJson(rings: Position[][]): Position[][] {
  return rings.map((ring, index) => (signedRingArea(ring) >= 0 === (index === 0) ? ring : ring.toReversed()));
}

export function toGeometry(polygons: Position[][][]): Polygon | MultiPolygon {
  return polygons.length === 1
    ? { type: "Polygon", coordinates: polygons[0] }
    : { type: "MultiPolygon", coordinates: polygons };
}

export function polygonsOf(geometry: Polygon | MultiPolygon): Position[][][] {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons as Position[][][];
}
