// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";

export const tiles = {
  /** A vector tile (MVT, extent 4096) */
  getTile: call<
    {
      city: string;
      layer: "basemap" | "outlets" | "residences";
      z: number;
      x: number;
      y: number;
      /** State of the city, as the TileJSON has it: such tiles never change */ v?: string;
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
    },
    never,
    Uint8Array | null
  >("GET /tiles/{city}/{layer}/{z}/{x}/{y}.mvt", "bytes"),
  /** TileJSON 3.0 of a layer */
  getTileJson: call<
    {
      city: string;
      layer: "basemap" | "outlets" | "residences";
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
    },
    never,
    GetTileJsonAnswer
  >("GET /tiles/{city}/{layer}.json"),
  /** Maps of others that may lie under ours, where the operator has a key for them */
  listBasemaps: call<object, never, { items: Basemap[] }>("GET /api/basemaps"),
};

export interface GetTileJsonAnswer {
  tilejson: string;
  name: string;
  attribution: string;
  version: string;
  tiles: string[];
  minzoom: number;
  maxzoom: number;
  /** West, south, east, north in degrees, WGS-84 */ bounds: number[];
  vector_layers: { id: string; fields: Record<string, string> }[];
}

export interface Basemap {
  id: "tianditu";
  nameZh: string;
  nameEn: string;
  /** Pictures of 256 pixels in spherical Mercator, {z}/{y}/{x}; any of these addresses */ ground: string[];
  /** Names to lie over them, in Chinese */ labelsZh: string[];
  /** The same in English */ labelsEn: string[];
  maxZoom: number;
  /** To be shown with it; holds its 审图号 */ attribution: string;
}
