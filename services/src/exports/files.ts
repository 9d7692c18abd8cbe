/** Which format takes what, and a layer as a file in it. */
import { Readable } from "node:stream";
import type { Crs } from "../intake/index.ts";
import { geoPackageOf } from "./geopackage.ts";
import type { Layer } from "./layer.ts";
import { shapefileOf } from "./shapefile.ts";
import { systemOf } from "./systems.ts";
import { csvOf, geoJsonOf, xlsxOf } from "./tables.ts";

export const exportFormats = {
  csv: { mediaType: "text/csv; charset=utf-8", ending: "csv" },
  xlsx: { mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ending: "xlsx" },
  geojson: { mediaType: "application/geo+json; charset=utf-8", ending: "geojson" },
  gpkg: { mediaType: "application/geopackage+sqlite3", ending: "gpkg" },
  shp: { mediaType: "application/zip", ending: "shp.zip" },
} as const;

export type ExportFormat = keyof typeof exportFormats;

/** What is wrong with asking for this; null where nothing is. `field` is `format` or `crs`. */
export function exportProblem(
  format: ExportFormat,
  { geometry }: Pick<Layer<unknown>, "geometry">,
  crs: Crs,
): { field: "format" | "crs"; message: string } | null {
  if (geometry === "polygon" && (format === "csv" || format === "xlsx")) {
    return { field: "format", message: "should be geojson, gpkg or shp: a spreadsheet has no room for outlines" };
  }
  if (format === "geojson" && crs !== "wgs84") {
    return { field: "crs", message: "GeoJSON is always WGS-84 (RFC 7946); leave crs out" };
  }
  if ((format === "gpkg" || format === "shp") && systemOf(crs) === null) {
    const name = format === "gpkg" ? "a GeoPackage" : "a Shapefile";
    const message = `${name} cannot say that it is in 高德's or 百度's system; take wgs84, EPSG:4490, EPSG:3857 or a zone such as EPSG:4548`;
    return { field: "crs", message };
  }
  return null;
}

/** To be asked only where `exportProblem` finds none. */
export async function exportFile<Row>(format: ExportFormat, layer: Layer<Row>, crs: Crs): Promise<Readable> {
  switch (format) {
    case "csv":
      return Readable.from(csvOf(layer, crs));
    case "xlsx":
      return xlsxOf(layer, crs);
    case "geojson":
      return Readable.from(geoJsonOf(layer));
    case "gpkg":
      return geoPackageOf(layer, crs);
    case "shp":
      return Readable.from(shapefileOf(layer, crs));
  }
}
