/** Boxes of degrees: [west, south, east, north]. */
import type { BoundingBox } from "@quarterhour/isochrones";
import type { Polygon } from "geojson";

/** Around all positions; around none it is [∞, ∞, −∞, −∞]. */
export function boxOf(positions: Iterable<readonly number[]>): BoundingBox {
  const box: BoundingBox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lng, lat] of positions) {
    if (lng < box[0]) box[0] = lng;
    if (lat < box[1]) box[1] = lat;
    if (lng > box[2]) box[2] = lng;
    if (lat > box[3]) box[3] = lat;
  }
  return box;
}

export function boxAsPolygon([west, south, east, north]: BoundingBox): Polygon {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: "Polygon", coordinates: [corners] };
}
