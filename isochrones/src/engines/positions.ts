import type { BoundingBox, Position } from "../types.ts";

/** Many positions in memory that threads share. */
export interface Places {
  /** Degrees: longitude and latitude of each in turn. */
  lngLat: Float64Array;
  /** Indices of all of them, neighbours in the city near each other. */
  order: Int32Array;
}

/** Cells along either side of a box. */
const CELL_BITS = 10;
const CELLS = 1 << CELL_BITS;

/** `buffer` gives the memory. */
export function placesOf(
  positions: Position[],
  box: BoundingBox,
  buffer: (bytes: number) => SharedArrayBuffer,
): Places {
  const lngLat = new Float64Array(buffer(positions.length * 16));
  const order = new Int32Array(buffer(positions.length * 4));
  const cells = new Int32Array(positions.length);
  const next = new Int32Array(CELLS * CELLS + 1);
  const [west, south, east, north] = box;
  const columns = CELLS / Math.max(east - west, Number.MIN_VALUE);
  const rows = CELLS / Math.max(north - south, Number.MIN_VALUE);
  for (let i = 0; i < positions.length; i++) {
    const [lng, lat] = positions[i];
    lngLat[i * 2] = lng;
    lngLat[i * 2 + 1] = lat;
    cells[i] = spreadBits(cellOf((lng - west) * columns)) | (spreadBits(cellOf((lat - south) * rows)) << 1);
    next[cells[i] + 1]++;
  }
  for (let cell = 1; cell < next.length; cell++) next[cell] += next[cell - 1];
  for (let i = 0; i < positions.length; i++) order[next[cells[i]]++] = i;
  return { lngLat, order };
}

const cellOf = (value: number): number => (value > 0 ? Math.min(CELLS - 1, Math.floor(value)) : 0);

/** The ten bits of a number with a gap after each, so that two such numbers together are a place on a Z-order curve. */
function spreadBits(value: number): number {
  let spread = (value | (value << 8)) & 0x00ff00ff;
  spread = (spread | (spread << 4)) & 0x0f0f0f0f;
  spread = (spread | (spread << 2)) & 0x33333333;
  return (spread | (spread << 1)) & 0x55555555;
}
