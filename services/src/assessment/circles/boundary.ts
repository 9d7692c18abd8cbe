/** What a boundary has to be, beyond being a valid polygon, before anything is made of it. */
import type { BoundingBox } from "@quarterhour/isochrones";
import { areaOf, boxOfBoundary, ringsOf } from "./plane.ts";
import type { Boundary } from "./types.ts";

/** A hundred metres by a hundred: less is a slip of the pen. */
const leastSquareMeters = 10_000;
/** Far more than anybody draws; whether a line crosses itself takes long to tell of longer ones. */
const mostPositions = 5_000;

/** To be asked before anything else of what comes from outside, whatever it is. */
export function lengthProblem(boundary: { coordinates?: unknown }): string | null {
  const positions = countPositions(boundary.coordinates);
  if (positions <= mostPositions) return null;
  return `has ${positions} positions; a boundary has at most ${mostPositions}. Simplify it`;
}

function countPositions(coordinates: unknown): number {
  if (!Array.isArray(coordinates)) return 0;
  if (!Array.isArray(coordinates[0])) return 1;
  return coordinates.reduce((sum: number, part) => sum + countPositions(part), 0);
}

/** Valid, but no circle of this city: what is wrong, where, and what would be right; null where nothing is. */
export function boundaryProblem(boundary: Boundary, city: { nameZh: string; bbox: BoundingBox }): string | null {
  const rings = ringsOf(boundary).flat();
  const [west, south, east, north] = city.bbox;
  const [w, s, e, n] = boxOfBoundary(boundary);
  if (w < west || e > east || s < south || n > north) {
    const isOutside = ([x, y]: readonly number[]) => x < west || x > east || y < south || y > north;
    const [lng, lat] = rings.flat().find(isOutside)!;
    const isSwapped = lat >= west && lat <= east && lng >= south && lng <= north;
    const hint = isSwapped ? " (latitude and longitude seem to be swapped: longitude comes first)" : "";
    return `leaves the map of ${city.nameZh} at ${lng},${lat}${hint}; it should lie within ${city.bbox.join(",")} (west, south, east, north), beyond which nothing is known`;
  }
  const area = areaOf(boundary);
  if (area < leastSquareMeters) {
    const [lng, lat] = rings[0][0];
    return `encloses only ${Math.round(area)} m², near ${lng},${lat}; a circle has at least ${leastSquareMeters} m²`;
  }
  return null;
}

/** Without heights, and without positions that stand twice in a row. */
export function tidyBoundary(boundary: Boundary): Boundary {
  const polygon = (rings: number[][][]) =>
    rings.map((ring) =>
      ring
        .filter(([x, y], i) => i === 0 || x !== ring[i - 1][0] || y !== ring[i - 1][1])
        .map(([x, y]) => [x, y] as [number, number]),
    );
  return boundary.type === "Polygon"
    ? { type: "Polygon", coordinates: polygon(boundary.coordinates) }
    : { type: "MultiPolygon", coordinates: boundary.coordinates.map(polygon) };
}
