import { metersPerDegree, UNITS_PER_DEGREE } from "../geo.ts";
import type { WalkNetwork } from "../network/network.ts";

/**
 * Distance of lattice points. Measured on two real maps: from 5 to 15 m the IoU against exact times changes by less than
 * 0.01, and each step costs: 12.5 m is drawn a quarter faster than 10 m.
 */
export const LATTICE_METERS = 12.5;
/** Lattice points along a tile's side. */
export const TILE_SIDE = 64;

/** In a metre of a kept leg: a quarter of a millimetre, and any leg fits 20 bits. */
export const LEG_UNITS = 4096;
/** TILE_SIDE is 2 to this power. */
export const TILE_SHIFT = 6;

/**
 * The lattice points of a tile that have a way near, sorted by that way: those of `edges[i]` are start[i] … start[i+1]-1,
 * from beyond[i] on those whose leg is too long. For each the place on the way, and in `pointAndLeg` its place in the tile
 * (row * TILE_SIDE + column) in the low 12 bits, above it the leg to the way in units of which a metre has LEG_UNITS.
 */
export interface GroundTile {
  edges: Uint32Array;
  start: Uint32Array;
  beyond: Uint32Array;
  pointAndLeg: Int32Array;
  offsetMeters: Float32Array;
}

/** The lattice over a network: point (column, row) lies at column * lngStep, row * latStep (1e-7 degree). */
export interface Lattice {
  lngStep: number;
  latStep: number;
  metersPerLng: number;
  metersPerLat: number;
}

export function latticeOver(network: WalkNetwork): Lattice {
  const scale = metersPerDegree((network.bbox[1] + network.bbox[3]) / 2);
  const metersPerLng = scale.lng / UNITS_PER_DEGREE;
  const metersPerLat = scale.lat / UNITS_PER_DEGREE;
  return { lngStep: LATTICE_METERS / metersPerLng, latStep: LATTICE_METERS / metersPerLat, metersPerLng, metersPerLat };
}
