/** What is in the tiles of each layer. */
import { categoryOf } from "@quarterhour/data";
import type { Feature, FeatureCollection } from "geojson";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Outlet, Residence } from "../../store/store.ts";
import { categoriesOf, kindsOf } from "../category-reach.ts";
import type { CityContext } from "../city-context.ts";
import { TileSet } from "./tile-set.ts";

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
    { id: "rail", fields: { kind: "String" } },
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
        tier: "String",
        status: "String",
      },
    },
  ],
  residences: [
    { id: "residences", fields: { id: "String", name: "String", households: "Number", estimated: "Boolean" } },
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

/** The tiles of a layer, kept for as long as this state of the city lasts. */
export function tileSet(context: CityContext, layer: TileLayer): Promise<TileSet> {
  return context.once(`tiles ${layer}`, async () => {
    switch (layer) {
      case "basemap":
        return new TileSet(await basemap(context));
      case "outlets":
        return new TileSet({ outlets: collection((await context.outlets()).map(outletFeature)) });
      case "residences":
        return new TileSet({ residences: collection((await context.residences()).map(residenceFeature)) });
    }
  });
}

function collection(features: Feature[]): FeatureCollection {
  return { type: "FeatureCollection", features };
}

function outletFeature(outlet: Outlet): Feature {
  const categories = categoriesOf(outlet);
  const properties: Record<string, string> = {
    id: outlet.id,
    name: outlet.name,
    category: categories[0],
    categories: categories.join(","),
    tier: categoryOf(categories[0]).tier,
    status: outlet.status,
  };
  const kinds = kindsOf(outlet);
  if (kinds.length > 0) properties.kinds = kinds.join(",");
  return { type: "Feature", geometry: { type: "Point", coordinates: outlet.location }, properties };
}

function residenceFeature({ id, name, location, households, householdsEstimated }: Residence): Feature {
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: location },
    properties: { id, ...(name === null ? {} : { name }), households, estimated: householdsEstimated },
  };
}
