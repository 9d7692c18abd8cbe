// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { LayerFormat } from "./shared.ts";

export const exports = {
  /** Homes, areas or spare sites as a file that opens in Excel or GIS, and imports again as it was */
  exportLayer: call<
    {
      city: string;
      what: "residences" | "areas" | "sites";
      /** shp: a zipped Shapefile */ format?: LayerFormat;
      /** wgs84 (when left out), gcj02, bd09, EPSG:4490, EPSG:4547 … */ crs?: string;
    },
    never,
    string
  >("GET /api/cities/{city}/exports/{what}", "text"),
};
