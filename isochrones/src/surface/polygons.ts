import type { Position } from "../types.ts";
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

/** Puts borders together to polygons, for each of so many levels. Coordinates are rounded to whole units. */
export function assemblePolygons(borders: Borders, levels: number, place: LatticePlace): Polygons[] {
  const found: { rings: Position[][]; area: number }[][] = Array.from({ length: levels }, () => []);
  const owners: { rings: Position[][]; area: number }[] = [];
  for (let border = 0; border < borders.count; border++) {
    const ring = closedRing(borders, border, place);
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
      coordinates: polygons.map(({ rings }) => rings),
      area: polygons.reduce((sum, { area }) => sum + area, 0),
    };
  });
}

function closedRing({ xs, ys, start }: Borders, border: number, place: LatticePlace): Position[] {
  const { firstColumn, firstRow, lngStep, latStep, unitsPerDegree } = place;
  const first = start[border];
  const end = start[border + 1];
  // oxlint-disable-next-line unicorn/no-new-array -- Array.from of a length takes longer than all the rest here
  const ring: Position[] = new Array(end - first + 1);
  for (let i = first; i < end; i++) {
    ring[i - first] = [
      Math.floor((firstColumn + xs[i]) * lngStep + 0.5) / unitsPerDegree,
      Math.floor((firstRow + ys[i]) * latStep + 0.5) / unitsPerDegree,
    ];
  }
  const [lng, lat] = ring[0];
  ring[end - first] = [lng, lat];
  return ring;
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
