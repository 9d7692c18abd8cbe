/** Boxes in which coordinates are plausible: around a city's map, or all of China. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import { degreesFor } from "../geometry/sphere.ts";
import { CHINA, toWgs84 } from "./coordinates.ts";
import type { Crs } from "./coordinates.ts";

/** People shop across the edge of a map; further out, a row belongs to another city. */
export const ROW_MARGIN_METERS = 2000;
/** The points of a table as a whole may lie wider around: which system it is in can be told all the same. */
export const TABLE_MARGIN_METERS = 20_000;

/** A city's box with a margin; without a city, China's. */
export function plausibleBox(city: BoundingBox | null, marginMeters: number): BoundingBox {
  if (city === null) return CHINA;
  const [west, south, east, north] = city;
  const margin = degreesFor(marginMeters, (south + north) / 2);
  return [west - margin.lng, south - margin.lat, east + margin.lng, north + margin.lat];
}

export function isInBox([lng, lat]: Position, [west, south, east, north]: BoundingBox): boolean {
  return west <= lng && lng <= east && south <= lat && lat <= north;
}

/** How many points, as [x, y] of a system, lie in a box. */
export function countInBox(points: readonly [x: number, y: number][], crs: Crs, box: BoundingBox): number {
  let inside = 0;
  for (const [x, y] of points) {
    const position = toWgs84(x, y, crs);
    if (position !== null && isInBox(position, box)) inside++;
  }
  return inside;
}
