/** Checks geometries as they come out of files, before anything is computed with them. */
import type { Geometry, Position } from "geojson";
import { say } from "../../../words/index.ts";
import type { Said } from "../../../words/index.ts";

export type GeometryReading = { geometry: Geometry; fault?: undefined } | { geometry: null; fault?: Said };

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
    const isCollection = type === "GeometryCollection";
    const found = JSON.stringify(type ?? null);
    return { geometry: null, fault: isCollection ? say("geometry.collection") : say("geometry.type", { type: found }) };
  }
  const fault = faultIn(coordinates, depth, null);
  return fault === null ? { geometry: value as Geometry } : { geometry: null, fault };
}

function faultIn(value: unknown, depth: number, number: number | null): Said | null {
  if (!Array.isArray(value)) {
    const found = JSON.stringify(value ?? null);
    return number === null ? say("geometry.no-list", { found }) : say("geometry.no-list-at", { number, found });
  }
  if (depth === 0) {
    const [x, y] = value as Position;
    if (value.length === 0) return number === null ? say("geometry.empty") : say("geometry.empty-at", { number });
    if (Number.isFinite(x) && Number.isFinite(y)) return null;
    const found = JSON.stringify(value).slice(0, 60);
    return number === null ? say("geometry.not-numbers", { found }) : say("geometry.not-numbers-at", { number, found });
  }
  for (let i = 0; i < value.length; i++) {
    const fault = faultIn(value[i], depth - 1, depth === 1 ? i + 1 : number);
    if (fault !== null) return fault;
  }
  return null;
}
