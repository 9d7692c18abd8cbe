/** Cuts tiles out of GeoJSON: lines and areas simplified and clipped. */
import { GeoJSONVT } from "@maplibre/geojson-vt";
import { fromGeojsonVt } from "@maplibre/vt-pbf";
import type { FeatureCollection } from "geojson";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { minzoomOf } from "./minzoom.ts";
import { tileMaxzoom } from "./tile-set.ts";
import type { EncodedTile } from "./tile-set.ts";

const pack = promisify(gzip);
const extent = 4096;

/** What is used here of a tile as geojson-vt cuts it. */
interface CutTile {
  features: { tags: Record<string, unknown> | null }[];
}

/** Makes the index over the features of each sublayer; the function cuts one tile, null where nothing lies in it. */
export function cutter(
  layers: Record<string, FeatureCollection>,
): (z: number, x: number, y: number) => Promise<EncodedTile | null> {
  const indices = Object.entries(layers)
    .filter(([, collection]) => collection.features.length > 0)
    .map(([name, collection]): [string, GeoJSONVT] => [
      name,
      new GeoJSONVT(collection, { maxZoom: tileMaxzoom, indexMaxZoom: 4, tolerance: 3, extent, buffer: 64 }),
    ]);
  return async (z, x, y) => {
    const cut: Record<string, CutTile> = {};
    for (const [name, index] of indices) {
      const tile = index.getTile(z, x, y) as CutTile | null;
      const features = tile?.features.filter(({ tags }) => minzoomOf(name, tags) <= z) ?? [];
      if (tile !== null && features.length > 0) cut[name] = { ...tile, features };
    }
    if (Object.keys(cut).length === 0) return null;
    const bytes = fromGeojsonVt(cut as Parameters<typeof fromGeojsonVt>[0], { version: 2, extent });
    return { bytes, gzipped: await pack(bytes) };
  };
}
