/**
 * The sample city is drawn on a flat sheet in metres, x to the east and y to the north, and then laid on the earth:
 * bent a little outside its core, turned by five degrees, moved to the sea off Tianjin.
 * Turning keeps every length, so the designed walks in the core can be checked with a pencil.
 */
export type Point = readonly [x: number, y: number];
export type LngLat = [lng: number, lat: number];
export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

const earthRadiusMeters = 6_371_008.8;
const metersPerDegree = (earthRadiusMeters * Math.PI) / 180;
const center: LngLat = [118.05, 38.75];
/** Bounds of the map file, degrees. */
export const bounds: Box = { west: 118.0315, south: 38.7383, east: 118.0685, north: 38.7617 };

/** How a sheet is laid on the earth. */
export interface Placement {
  turnDegrees: number;
  bent: boolean;
  eastMeters: number;
  northMeters: number;
  /** Bends the whole sheet of a larger city, before it is turned. */
  bend?: (p: Point) => Point;
}
export const samplePlacement: Placement = { turnDegrees: 5, bent: true, eastMeters: 0, northMeters: 0 };

/** The part of the sheet that is not bent: here straight is straight and lengths are as drawn. */
const core: Box = { west: -1010, south: -260, east: 1040, north: 1120 };

const smooth = (t: number) => (t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t));

/** 0 in the core, growing to 1 at 260 m from it. */
export function bendWeight([x, y]: Point): number {
  const dx = Math.max(core.west - x, x - core.east, 0);
  const dy = Math.max(core.south - y, y - core.north, 0);
  return smooth(Math.hypot(dx, dy) / 260);
}

function bend(p: Point): Point {
  const weight = bendWeight(p);
  if (weight === 0) return p;
  const [x, y] = p;
  return [
    x + weight * (17 * Math.sin(y / 210 + 0.6) + 9 * Math.sin(y / 83 + x / 400)),
    y + weight * (26 * Math.sin(x / 290 + 0.4) + 8 * Math.sin(x / 97 + y / 300)),
  ];
}

/** Sheet metres to WGS-84 degrees, rounded to the seven decimals that OSM keeps (about 1 cm). */
export function toLngLat(p: Point, placement: Placement): LngLat {
  const [x, y] = placement.bent ? bend(p) : (placement.bend?.(p) ?? p);
  const turn = (placement.turnDegrees * Math.PI) / 180;
  const east = x * Math.cos(turn) - y * Math.sin(turn) + placement.eastMeters;
  const north = x * Math.sin(turn) + y * Math.cos(turn) + placement.northMeters;
  const lat = center[1] + north / metersPerDegree;
  const lng = center[0] + east / (metersPerDegree * Math.cos((center[1] * Math.PI) / 180));
  return [Math.round(lng * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7];
}

/** The point of the sheet whose place on the earth is given; the inverse of toLngLat where the sheet is not bent. */
export function fromLngLat([lng, lat]: LngLat, placement: Placement): Point {
  const east = (lng - center[0]) * metersPerDegree * Math.cos((center[1] * Math.PI) / 180) - placement.eastMeters;
  const north = (lat - center[1]) * metersPerDegree - placement.northMeters;
  const turn = (placement.turnDegrees * Math.PI) / 180;
  return [east * Math.cos(turn) + north * Math.sin(turn), -east * Math.sin(turn) + north * Math.cos(turn)];
}

export function greatCircleMeters(a: LngLat, b: LngLat): number {
  const rad = Math.PI / 180;
  const dLat = (b[1] - a[1]) * rad;
  const dLng = (b[0] - a[0]) * rad;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * rad) * Math.cos(b[1] * rad) * Math.sin(dLng / 2) ** 2;
  return 2 * earthRadiusMeters * Math.asin(Math.sqrt(h));
}

export const rectangle = (west: number, south: number, east: number, north: number): Point[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

/** Even-odd test; the ring's first and last points are the same. */
export function insideRing([x, y]: Point, ring: readonly Point[]): boolean {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1];
    const [bx, by] = ring[i];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

export const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);
