/** Checks geometries as they come out of files, before anything is computed with them. */
import type { Geometry, Position } from "geojson";

export type GeometryReading = { geometry: Geometry; fault?: undefined } | { geometry: null; fault?: string };

/** How deep positions are nested in `coordinates`. */
const DEPTH: Record<string, number> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

/** The geometry, if it has the form of one; rings are not judged. A missing geometry is none, without a fault. */
export function checkedGeometry(value: unknown): GeometryReading {
  if (value === null || value === undefined) return { geometry: null };
  const { type, coordinates } = value as { type?: unknown; coordinates?: unknown };
  const depth = typeof type === "string" ? DEPTH[type] : undefined;
  if (depth === undefined) {
    const what = type === "GeometryCollection" ? "a collection of geometries" : `a ${JSON.stringify(type ?? null)}`;
    return { geometry: null, fault: `is ${what}; points, lines and polygons can be read` };
  }
  const fault = faultIn(coordinates, depth, "");
  return fault === null ? { geometry: value as Geometry } : { geometry: null, fault };
}

function faultIn(value: unknown, depth: number, where: string): string | null {
  if (!Array.isArray(value)) return `has no list of coordinates${where}, but ${JSON.stringify(value ?? null)}`;
  if (depth === 0) {
    const [x, y] = value as Position;
    if (value.length === 0) return `is empty${where}`;
    if (Number.isFinite(x) && Number.isFinite(y)) return null;
    return `has a position that is not a pair of numbers${where}: ${JSON.stringify(value).slice(0, 60)}`;
  }
  for (let i = 0; i < value.length; i++) {
    const fault = faultIn(value[i], depth - 1, depth === 1 ? ` (number ${i + 1})` : where);
    if (fault !== null) return fault;
  }
  return null;
}
