import type { BoundingBox, Position } from "../api/types.ts";

/** Smallest box around positions; null for none. */
export function boxAround(positions: readonly Position[]): BoundingBox | null {
  if (!positions.length) return null;
  const box: BoundingBox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lng, lat] of positions) {
    box[0] = Math.min(box[0], lng);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lng);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

export function isInside([lng, lat]: Position, [west, south, east, north]: BoundingBox): boolean {
  return lng >= west && lng <= east && lat >= south && lat <= north;
}
