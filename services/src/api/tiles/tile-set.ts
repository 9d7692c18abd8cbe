/** Vector tiles of one layer of one state of a city: an index over its features, and the tiles cut from it. */
import { GeoJSONVT } from "@maplibre/geojson-vt";
import { fromGeojsonVt } from "@maplibre/vt-pbf";
import type { FeatureCollection } from "geojson";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { minzoomOf } from "./minzoom.ts";

const pack = promisify(gzip);

export const tileMinzoom = 10;
export const tileMaxzoom = 16;
const extent = 4096;
const cachedTiles = 2000;

export interface EncodedTile {
  bytes: Uint8Array;
  gzipped: Uint8Array;
}

/** What is used here of a tile as geojson-vt cuts it. */
interface CutTile {
  features: { tags: Record<string, unknown> | null }[];
}

export class TileSet {
  readonly #indices: [sublayer: string, index: GeoJSONVT][];
  /** Least recently used first; null for tiles without anything in them. */
  readonly #tiles = new Map<string, Promise<EncodedTile | null>>();

  constructor(layers: Record<string, FeatureCollection>) {
    this.#indices = Object.entries(layers)
      .filter(([, collection]) => collection.features.length > 0)
      .map(([name, collection]) => [
        name,
        new GeoJSONVT(collection, { maxZoom: tileMaxzoom, indexMaxZoom: 4, tolerance: 3, extent, buffer: 64 }),
      ]);
  }

  /** The tile, or null where nothing lies in it. */
  get(z: number, x: number, y: number): Promise<EncodedTile | null> {
    const key = `${z}/${x}/${y}`;
    let tile = this.#tiles.get(key);
    if (tile === undefined) tile = this.#encode(z, x, y);
    this.#tiles.delete(key);
    this.#tiles.set(key, tile);
    if (this.#tiles.size > cachedTiles) this.#tiles.delete(this.#tiles.keys().next().value!);
    return tile;
  }

  async #encode(z: number, x: number, y: number): Promise<EncodedTile | null> {
    const layers: Record<string, CutTile> = {};
    for (const [name, index] of this.#indices) {
      const tile = index.getTile(z, x, y) as CutTile | null;
      const features = tile?.features.filter(({ tags }) => minzoomOf(name, tags) <= z) ?? [];
      if (tile !== null && features.length > 0) layers[name] = { ...tile, features };
    }
    if (Object.keys(layers).length === 0) return null;
    const bytes = fromGeojsonVt(layers, { version: 2, extent });
    return { bytes, gzipped: await pack(bytes) };
  }
}
