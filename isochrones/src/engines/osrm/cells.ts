import { metersPerDegree } from "../../geo.ts";
import type { Position } from "../../types.ts";

/** Cells of resolution 11 lie about 50 m apart; up to this far from the origin, so there are at most 8,000 of them. */
const NEAR_METERS = 2200;
/** Those of resolution 10, about 130 m apart, are asked for beyond; further than this nothing is. */
const FAR_METERS = 7000;
/** Apart at most, in China and wherever H3's cells are largest, and so the room that is needed around. */
const RESOLUTIONS = [
  { resolution: 11, spacingMeters: 60, limitMeters: NEAR_METERS },
  { resolution: 10, spacingMeters: 160, limitMeters: FAR_METERS },
];

/** Cells of one resolution around an origin, and the triangles between their centres. */
export interface CellGrid {
  resolution: number;
  /** Centres lie no further apart than this. */
  spacingMeters: number;
  centres: Position[];
  /** Three indices of centres each, counter-clockwise. */
  triangles: Uint32Array;
}

/**
 * Cells around a place, as far as a walk can lead in a straight line: resolution 11, and 10 where it leads beyond what 11
 * is asked for. Which resolution a piece of ground has depends on its distance alone, so that a ring is the same whatever
 * other rings are asked for with it. Coarse grids first; null where the walk leads too far to be asked for.
 */
export async function cellsAround(origin: Position, reachMeters: number): Promise<CellGrid[] | null> {
  if (reachMeters > FAR_METERS) return null;
  // loaded only here: most of those who use this package never ask OSRM
  const { cellToLatLng, cellToLocalIj, gridDisk, latLngToCell } = await import("h3-js");
  const scale = metersPerDegree(origin[1]);
  const grids: CellGrid[] = [];
  for (const [step, { resolution, spacingMeters, limitMeters }] of RESOLUTIONS.entries()) {
    if (step > 0 && reachMeters <= RESOLUTIONS[step - 1].limitMeters) break;
    const outer = Math.min(reachMeters, limitMeters) + 2 * spacingMeters;
    // what the finer cells cover need not be asked for twice, but for the seam
    const inner = step === 0 ? 0 : RESOLUTIONS[step - 1].limitMeters - 2 * spacingMeters;
    const middle = latLngToCell(origin[1], origin[0], resolution);
    // rings of hexagons: as round as they are, the nearest of ring k is at least 0.866 k apart, less what cells vary
    const disk = gridDisk(middle, Math.ceil(outer / (spacingMeters * 0.55)));
    const centres: Position[] = [];
    const places = new Map<number, number>();
    const base = cellToLocalIj(middle, middle);
    const key = (i: number, j: number): number => (i - base.i) * 65_536 + (j - base.j);
    for (const cell of disk) {
      const [lat, lng] = cellToLatLng(cell);
      const meters = Math.hypot((lng - origin[0]) * scale.lng, (lat - origin[1]) * scale.lat);
      if (meters > outer || meters < inner) continue;
      const { i, j } = cellToLocalIj(middle, cell);
      places.set(key(i, j), centres.length);
      centres.push([lng, lat]);
    }
    grids.unshift({ resolution, spacingMeters, centres, triangles: trianglesOf(places, key, base, disk.length) });
  }
  return grids;
}

function trianglesOf(
  places: Map<number, number>,
  key: (i: number, j: number) => number,
  base: { i: number; j: number },
  most: number,
): Uint32Array {
  const triangles = new Uint32Array(most * 6);
  let count = 0;
  const add = (one: number, two: number | undefined, three: number | undefined): void => {
    if (two === undefined || three === undefined) return;
    triangles.set([one, two, three], count);
    count += 3;
  };
  for (const [place, one] of places) {
    const j = ((place + 32_768) & 65_535) - 32_768;
    const i = (place - j) / 65_536;
    const diagonal = places.get(key(base.i + i + 1, base.j + j + 1));
    // neighbours in H3's ij coordinates run (1, 1), (0, 1), (-1, 0), (-1, -1), (0, -1), (1, 0) round a cell
    add(one, diagonal, places.get(key(base.i + i, base.j + j + 1)));
    add(one, places.get(key(base.i + i + 1, base.j + j)), diagonal);
  }
  return triangles.subarray(0, count);
}
