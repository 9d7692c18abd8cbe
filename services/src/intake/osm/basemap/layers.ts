/** The basemap's layers and how their features are written: GeoJSON with coordinates to 0.1 m. */
import type { Position } from "@quarterhour/isochrones";
import type { Feature, Geometry } from "geojson";

export const basemapLayers = [
  "landuse",
  "water",
  "building",
  "barrier",
  "way",
  "rail",
  "gate",
  "label",
  "crossing",
] as const;

export type BasemapLayer = (typeof basemapLayers)[number];

/** Text, number and truth only: the property types that a vector tile holds. Unknown ones are left out. */
export type BasemapProperties = Record<string, string | number | boolean | null | undefined>;

export function feature(geometry: Geometry, properties: BasemapProperties): Feature {
  const known = Object.entries(properties).filter(([, value]) => value !== null && value !== undefined);
  return { type: "Feature", geometry, properties: Object.fromEntries(known) };
}

export function pointGeometry(position: Position): Geometry {
  return { type: "Point", coordinates: round(position) };
}

export function lineGeometry(positions: Position[]): Geometry {
  const line = rounded(positions);
  return { type: "LineString", coordinates: line.length >= 2 ? line : [line[0], line[0]] };
}

/** Null where nothing of the polygons is left at 0.1 m. */
export function polygonGeometry(polygons: Position[][][]): Geometry | null {
  const kept = polygons
    .map((rings) => {
      const [outline, ...holes] = rings.map(rounded);
      return outline.length < 4 ? null : [outline, ...holes.filter((hole) => hole.length >= 4)];
    })
    .filter((rings) => rings !== null);
  if (kept.length === 0) return null;
  return kept.length === 1 ? { type: "Polygon", coordinates: kept[0] } : { type: "MultiPolygon", coordinates: kept };
}

function rounded(positions: Position[]): Position[] {
  const line: Position[] = [];
  for (const position of positions) {
    const next = round(position);
    const last = line[line.length - 1];
    if (last === undefined || last[0] !== next[0] || last[1] !== next[1]) line.push(next);
  }
  return line;
}

function round([lng, lat]: Position): Position {
  return [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];
}
