import type { FlatRing, Position } from "../types.ts";
import type { Borders } from "./contour.ts";

/** What lies within one limit: polygons, each its outer ring and then its holes, the largest first. */
export interface Polygons {
  coordinates: Position[][][];
  /** In lattice cells, holes taken off. */
  area: number;
}

/** Where lattice coordinates lie on earth: `(first + x) * step` in units of which there are `unitsPerDegree`. */
export interface LatticePlace {
  firstColumn: number;
  firstRow: number;
  lngStep: number;
  latStep: number;
  unitsPerDegree: number;
}

/** The same in flat rings. */
export interface FlatPolygons {
  polygons: FlatRing[][];
  area: number;
}

/** Corners of many rings one after another. */
export class Corners {
  values = new Float64Array(1 << 14);
  length = 0;

  /** Makes room for so many numbers more; rings written before keep the array they are in. */
  reserve(count: number): void {
    if (this.length + count <= this.values.length) return;
    this.values = new Float64Array(Math.max(this.values.length * 2, count));
    this.length = 0;
  }
}

/** Puts borders together to polygons, for each of so many levels. Coordinates are rounded to whole units. */
export function assembleFlat(borders: Borders, levels: number, place: LatticePlace, corners: Corners): FlatPolygons[] {
  const found: { rings: FlatRing[]; area: number }[][] = Array.from({ length: levels }, () => []);
  const owners: { rings: FlatRing[]; area: number }[] = [];
  for (let border = 0; border < borders.count; border++) {
    const ring = closedRing(borders, border, place, corners);
    const area = areaOf(borders, border);
    const owner = borders.owner[border];
    if (owner === border) {
      owners[border] = { rings: [ring], area };
      found[borders.level[border]].push(owners[border]);
    } else {
      owners[border] = owners[owner];
      owners[owner].rings.push(ring);
      owners[owner].area += area;
    }
  }
  return found.map((polygons) => {
    polygons.sort((one, other) => other.area - one.area);
    return {
      polygons: polygons.map(({ rings }) => rings),
      area: polygons.reduce((sum, { area }) => sum + area, 0),
    };
  });
}

/** As `assembleFlat`, in degrees. */
export function assemblePolygons(borders: Borders, levels: number, place: LatticePlace): Polygons[] {
  return assembleFlat(borders, levels, place, new Corners()).map(({ polygons, area }) => ({
    coordinates: inDegrees(polygons, place.unitsPerDegree),
    area,
  }));
}

export function inDegrees(polygons: readonly (readonly FlatRing[])[], unitsPerDegree: number): Position[][][] {
  return polygons.map((rings) => rings.map((ring) => positionsOf(ring, unitsPerDegree)));
}

function positionsOf({ corners, from, to }: FlatRing, unitsPerDegree: number): Position[] {
  // oxlint-disable-next-line unicorn/no-new-array -- Array.from of a length takes longer than all the rest here
  const ring: Position[] = new Array((to - from) / 2);
  for (let i = from, k = 0; i < to; i += 2) {
    ring[k++] = [corners[i] / unitsPerDegree, corners[i + 1] / unitsPerDegree];
  }
  return ring;
}

function closedRing({ xs, ys, start }: Borders, border: number, place: LatticePlace, corners: Corners): FlatRing {
  const { firstColumn, firstRow, lngStep, latStep } = place;
  const first = start[border];
  const end = start[border + 1];
  corners.reserve((end - first + 1) * 2);
  const { values, length: from } = corners;
  let at = from;
  for (let i = first; i < end; i++) {
    values[at++] = Math.floor((firstColumn + xs[i]) * lngStep + 0.5);
    values[at++] = Math.floor((firstRow + ys[i]) * latStep + 0.5);
  }
  values[at++] = values[from];
  values[at++] = values[from + 1];
  corners.length = at;
  return { corners: values, from, to: at };
}

/** Positive for borders that run counter-clockwise. */
function areaOf({ xs, ys, start }: Borders, border: number): number {
  const first = start[border];
  const last = start[border + 1] - 1;
  const x0 = xs[first];
  const y0 = ys[first];
  let area = 0;
  for (let i = first + 1; i < last; i++) {
    area += (xs[i] - x0) * (ys[i + 1] - y0) - (xs[i + 1] - x0) * (ys[i] - y0);
  }
  return area / 2;
}
