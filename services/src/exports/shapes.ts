import type { Position } from "@quarterhour/isochrones";
import type { MultiPolygon, Polygon } from "geojson";
import { fromWgs84 } from "../intake/index.ts";
import type { Crs } from "../intake/index.ts";

/** A shape as rings of positions in another system; a point is one ring of one position. Not rounded. */
export function polygonsIn(shape: Position | Polygon | MultiPolygon, crs: Crs): Position[][][] {
  if (Array.isArray(shape)) return [[[fromWgs84(shape, crs)]]];
  const polygons = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  return polygons.map((rings) => rings.map((ring) => ring.map((position) => fromWgs84(position as Position, crs))));
}
