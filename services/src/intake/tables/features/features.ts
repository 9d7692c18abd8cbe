/** Geographic files, whatever their format: features with properties and a geometry in the file's own coordinates. */
import { basename } from "node:path";
import type { Geometry } from "geojson";
import { IntakeError } from "../../errors.ts";
import type { Crs } from "../coordinates.ts";
import { formatOf } from "../format.ts";
import type { ReadTableOptions } from "../table.ts";
import { readGeoJson } from "./geojson.ts";
import { readGeoPackage } from "./geopackage.ts";
import { readShapefile } from "./shapefile.ts";
import { say } from "../../../words/index.ts";
import type { Said } from "../../../words/index.ts";

export interface FileFeature {
  /** Counts from 1, in the order of the file. */
  row: number;
  properties: Record<string, unknown>;
  /** GeoJSON's own `id` member. */
  id?: string | number;
  /** x before y in the file's coordinate system; null where the feature has none or it cannot be read. */
  geometry: Geometry | null;
  /** Why there is no geometry. */
  fault?: Said;
}

export interface FeatureFile {
  fileName: string;
  format: "geojson" | "shapefile" | "geopackage";
  encoding: string | null;
  /** As the file itself says; null where it does not. */
  crs: Crs | null;
  /** Null for formats with one layer only. */
  layers: string[] | null;
  layer: string | null;
  /** Names of all properties. */
  columns: string[];
  /** Complete only when all features have been read. */
  notes: Said[];
  /** May be read once. */
  features: AsyncIterable<FileFeature>;
}

/** `sheet` names the layer. */
export type ReadFeaturesOptions = ReadTableOptions;

/** Throws IntakeError for a file that is no geographic one or cannot be read. */
export async function readFeatures(file: string, options: ReadFeaturesOptions = {}): Promise<FeatureFile> {
  const format = await formatOf(file);
  if (format === "geojson") return readGeoJson(file, options);
  if (format === "shapefile") return readShapefile(file, options);
  if (format === "geopackage") return readGeoPackage(file, options);
  throw new IntakeError(say("file.no-shapes", { file: basename(file) }));
}
