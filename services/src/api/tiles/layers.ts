/** What is in the tiles of each layer. */
import type { FeatureCollection } from "geojson";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { CityContext } from "../city-context.ts";
import { cutter } from "./cutter.ts";
import { TileSet, tileMinzoom } from "./tile-set.ts";

export const tileLayers = ["basemap", "outlets", "residences"] as const;
export type TileLayer = (typeof tileLayers)[number];

/** Sublayers and their fields, for TileJSON. */
export const sublayers: Record<TileLayer, { id: string; fields: Record<string, string> }[]> = {
  basemap: [
    { id: "landuse", fields: { kind: "String", name: "String" } },
    { id: "water", fields: { kind: "String", name: "String" } },
    { id: "building", fields: { levels: "Number", name: "String" } },
    { id: "barrier", fields: { kind: "String" } },
    {
      id: "way",
      fields: {
        kind: "String",
        private: "Boolean",
        bridge: "Boolean",
        tunnel: "Boolean",
        layer: "Number",
        name: "String",
        nameEn: "String",
      },
    },
    { id: "rail", fields: { kind: "String", name: "String" } },
    { id: "gate", fields: { kind: "String" } },
    { id: "label", fields: { kind: "String", name: "String", nameEn: "String", rank: "Number" } },
    { id: "crossing", fields: { signals: "Boolean" } },
  ],
  outlets: [
    {
      id: "outlets",
      fields: {
        id: "String",
        name: "String",
        category: "String",
        categories: "String",
        kinds: "String",
        has: "String",
        tier: "String",
        status: "String",
        count: "Number",
      },
    },
  ],
  residences: [
    {
      id: "residences",
      fields: { id: "String", name: "String", households: "Number", estimated: "Boolean", count: "Number" },
    },
  ],
};

const unpack = promisify(gunzip);

/** The basemap's GeoJSON by sublayer; empty where the city has none. */
export function basemap(context: CityContext): Promise<Record<string, FeatureCollection>> {
  return context.once("basemap", async () => {
    const stored = await context.basemapBytes();
    if (stored === null) return {};
    return JSON.parse((await unpack(stored.bytes)).toString("utf8")) as Record<string, FeatureCollection>;
  });
}

/** The tiles of a layer, kept for as long as this state of the city lasts. Points are cut by threads. */
export function tileSet(context: CityContext, layer: TileLayer): Promise<TileSet> {
  return context.once(`tiles ${layer}`, async () => {
    if (layer !== "basemap") {
      return new TileSet(async (z, x, y) => (z < tileMinzoom ? null : context.compute.tile(layer, z, x, y)));
    }
    const cut = cutter(await basemap(context));
    return new TileSet(async (z, x, y) => cut(z, x, y));
  });
}
