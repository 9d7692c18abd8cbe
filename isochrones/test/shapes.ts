import { metersPerDegree, segmentsMeet } from "../src/geo.ts";
import type { MultiPolygon, Position, Ring } from "../src/index.ts";

/** Is a place inside? Even–odd over all rings, so holes count. */
export function isInside({ coordinates }: MultiPolygon, [lng, lat]: Position): boolean {
  let inside = false;
  for (const ring of coordinates.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const [x1, y1] = ring[i - 1];
      const [x2, y2] = ring[i];
      if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  }
  return inside;
}

/** Metres to the nearest border. */
export function metersToBorder({ coordinates }: MultiPolygon, [lng, lat]: Position): number {
  const scale = metersPerDegree(lat);
  let best = Infinity;
  for (const ring of coordinates.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const [x, y] = [(ring[i - 1][0] - lng) * scale.lng, (ring[i - 1][1] - lat) * scale.lat];
      const [dx, dy] = [(ring[i][0] - ring[i - 1][0]) * scale.lng, (ring[i][1] - ring[i - 1][1]) * scale.lat];
      const length2 = dx * dx + dy * dy;
      const t = length2 > 0 ? Math.min(1, Math.max(0, -(x * dx + y * dy) / length2)) : 0;
      best = Math.min(best, Math.hypot(x + t * dx, y + t * dy));
    }
  }
  return best;
}

/** How far, in metres, the smaller reaches out of the larger at the worst of its corners; 0 where it is nested. */
export function metersOutside(smaller: MultiPolygon, larger: MultiPolygon): number {
  let worst = 0;
  for (const corner of smaller.coordinates.flat(2)) {
    if (!isInside(larger, corner)) worst = Math.max(worst, metersToBorder(larger, corner));
  }
  return worst;
}

/** Square metres of a closed ring, positive where it runs counter-clockwise. */
function signedArea(ring: Position[]): number {
  const scale = metersPerDegree(ring[0][1]);
  let area = 0;
  for (let i = 1; i < ring.length; i++) {
    const [x1, y1] = [ring[i - 1][0] - ring[0][0], ring[i - 1][1] - ring[0][1]];
    const [x2, y2] = [ring[i][0] - ring[0][0], ring[i][1] - ring[0][1]];
    area += (x1 * y2 - x2 * y1) / 2;
  }
  return area * scale.lng * scale.lat;
}

/** What is wrong with a multipolygon by the rules of GeoJSON; empty where it is valid. */
export function faultsOf({ coordinates }: MultiPolygon): string[] {
  const faults: string[] = [];
  coordinates.forEach((rings, polygon) => {
    if (rings.length === 0) faults.push(`polygon ${polygon}: no shell`);
    rings.forEach((ring, index) => {
      const name = `polygon ${polygon}, ring ${index}`;
      const [first, last] = [ring[0], ring[ring.length - 1]];
      if (ring.length < 4) faults.push(`${name}: ${ring.length} points`);
      if (first[0] !== last[0] || first[1] !== last[1]) faults.push(`${name}: not closed`);
      if (index === 0 ? signedArea(ring) <= 0 : signedArea(ring) >= 0) faults.push(`${name}: wrong winding`);
      if (index > 0 && !isInside({ type: "MultiPolygon", coordinates: [[rings[0]]] }, ring[0]))
        faults.push(`${name}: a hole outside its shell`);
    });
  });
  return [...faults, ...crossings(coordinates)];
}

/** Borders that touch or cross, be it of one ring or of two. */
function crossings(coordinates: Position[][][]): string[] {
  const faults: string[] = [];
  // whole units of 1e-8 degree, so that crossing is decided exactly
  const units = (degrees: number): number => Math.round(degrees * 1e8);
  const CELL = 20_000;
  const cells = new Map<string, number[]>();
  const segments: { x1: number; y1: number; x2: number; y2: number; ring: number; index: number; count: number }[] = [];
  coordinates.flat().forEach((ring, ringIndex) => {
    for (let i = 1; i < ring.length; i++) {
      const [x1, y1, x2, y2] = [...ring[i - 1], ...ring[i]].map(units);
      if (x1 === x2 && y1 === y2) faults.push(`ring ${ringIndex}: a point twice`);
      segments.push({ x1, y1, x2, y2, ring: ringIndex, index: i - 1, count: ring.length - 1 });
      const segment = segments.length - 1;
      for (let cx = Math.floor(Math.min(x1, x2) / CELL); cx <= Math.floor(Math.max(x1, x2) / CELL); cx++) {
        for (let cy = Math.floor(Math.min(y1, y2) / CELL); cy <= Math.floor(Math.max(y1, y2) / CELL); cy++) {
          const key = `${cx},${cy}`;
          for (const other of cells.get(key) ?? []) {
            const a = segments[segment];
            const b = segments[other];
            const apart = a.ring === b.ring ? (a.index - b.index + a.count) % a.count : 2;
            if (apart === 1 || apart === a.count - 1) continue;
            if (segmentsMeet(a.x1, a.y1, a.x2, a.y2, b.x1, b.y1, b.x2, b.y2))
              faults.push(`rings ${a.ring} and ${b.ring} meet near ${a.x1 / 1e8}, ${a.y1 / 1e8}`);
          }
          const there = cells.get(key);
          if (there) there.push(segment);
          else cells.set(key, [segment]);
        }
      }
    }
  });
  return [...new Set(faults)];
}

/** Square metres of a ring's polygons, holes taken off. */
export const areaOf = (ring: Ring): number =>
  ring.geometry.coordinates.flat().reduce((sum, row) => sum + signedArea(row), 0);
