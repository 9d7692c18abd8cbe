/** Boundaries as lists of polygons: that is what is drawn and edited. */
import type { MultiPolygon, Polygon } from "geojson";
import type { Position } from "../api/types.ts";
import type { Boundary } from "./api.ts";

export function partsOf(boundary: Boundary): Polygon[] {
  if (boundary.type === "Polygon") return [boundary];
  return boundary.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
}

/** null for none. */
export function joinParts(parts: readonly Polygon[]): Boundary | null {
  if (parts.length === 0) return null;
  if (parts.length === 1) return parts[0];
  return { type: "MultiPolygon", coordinates: parts.map(({ coordinates }) => coordinates) } satisfies MultiPolygon;
}

/** Square metres of the outer ring, on a plane laid where it lies: good for telling something from nothing. */
export function areaOf({ coordinates: [ring] }: Polygon): number {
  const metersPerDegree = 111_320;
  const narrow = Math.cos((ring[0][1] * Math.PI) / 180);
  let sum = 0;
  for (let at = 1; at < ring.length; at++) {
    sum += (ring[at - 1][0] * ring[at][1] - ring[at][0] * ring[at - 1][1]) * narrow;
  }
  return (Math.abs(sum) / 2) * metersPerDegree ** 2;
}

/** The nearest point of the segment from a to b, in the plane of the screen. */
export function nearestOnSegment(
  [x, y]: readonly [number, number],
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): { at: [number, number]; distance: number } {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  const at: [number, number] = [ax + along * dx, ay + along * dy];
  return { at, distance: Math.hypot(x - at[0], y - at[1]) };
}

/** Lines of a geometry of any kind. */
export function linesOf(geometry: { type: string; coordinates?: unknown }): Position[][] {
  switch (geometry.type) {
    case "LineString":
      return [geometry.coordinates as Position[]];
    case "MultiLineString":
    case "Polygon":
      return geometry.coordinates as Position[][];
    case "MultiPolygon":
      return (geometry.coordinates as Position[][][]).flat();
    default:
      return [];
  }
}
