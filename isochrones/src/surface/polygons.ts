import type { LatticeRing } from "./contour.ts";

/** A polygon in lattice coordinates: its outer ring, then its holes. */
export interface LatticePolygon {
  rings: LatticeRing[];
  /** In lattice cells, holes taken off. */
  area: number;
}

interface MeasuredRing extends LatticeRing {
  /** Positive for rings that run counter-clockwise. */
  area: number;
  west: number;
  east: number;
  south: number;
  north: number;
}

/** Sorts rings into polygons, each hole with the smallest outer ring around it; largest polygon first. */
export function assemblePolygons(rings: LatticeRing[]): LatticePolygon[] {
  const measured = rings.map(measure);
  const outers = measured.filter((ring) => ring.area > 0).sort((one, two) => one.area - two.area);
  const polygons = outers.map((outer) => ({ outer, rings: [outer], area: outer.area }));
  for (const hole of measured) {
    if (hole.area > 0) continue;
    const owner = polygons.find(({ outer }) => contains(outer, hole.xs[0], hole.ys[0]));
    owner?.rings.push(hole);
    if (owner) owner.area += hole.area;
  }
  return polygons.reverse();
}

function measure(ring: LatticeRing): MeasuredRing {
  const { xs, ys } = ring;
  const result: MeasuredRing = { xs, ys, area: 0, west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  const [x0] = xs;
  const [y0] = ys;
  for (let i = 0; i + 1 < xs.length; i++) {
    result.area += ((xs[i] - x0) * (ys[i + 1] - y0) - (xs[i + 1] - x0) * (ys[i] - y0)) / 2;
    if (xs[i] < result.west) result.west = xs[i];
    if (xs[i] > result.east) result.east = xs[i];
    if (ys[i] < result.south) result.south = ys[i];
    if (ys[i] > result.north) result.north = ys[i];
  }
  return result;
}

function contains(ring: MeasuredRing, x: number, y: number): boolean {
  if (x < ring.west || x > ring.east || y < ring.south || y > ring.north) return false;
  const { xs, ys } = ring;
  let inside = false;
  for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
    if (ys[i] > y !== ys[j] > y && x < ((xs[j] - xs[i]) * (y - ys[i])) / (ys[j] - ys[i]) + xs[i]) inside = !inside;
  }
  return inside;
}
