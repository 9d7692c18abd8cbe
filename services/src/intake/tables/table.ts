/** A table as rows of text, whatever file it came in. One reader per format; more formats join in `readTable`. */
import type { Crs } from "./coordinates.ts";
import { readCsv } from "./csv.ts";
import { readFeatureTable } from "./features/feature-table.ts";
import { formatOf } from "./format.ts";
import { readHtml } from "./html.ts";
import { readXlsx } from "./workbook/xlsx.ts";
import type { Said } from "../../words/index.ts";

export type TableFormat = "csv" | "html" | "xlsx" | "geojson" | "shapefile" | "geopackage";

/** What keeps one cell from being read; it matters only where the column does. */
export interface CellFault {
  /** Index into the row's cells. */
  column: number;
  /** What is wrong and what would be right. */
  said: Said;
}

export interface TableRow {
  /** As a spreadsheet numbers it: the first row of the file is 1. Features count from 1, their header is row 0. */
  row: number;
  cells: string[];
  faults?: CellFault[];
}

export interface Table {
  fileName: string;
  format: TableFormat;
  /** Null for formats that say theirs by themselves. */
  encoding: string | null;
  /** The coordinate system that the file itself names; null where it names none. */
  crs: Crs | null;
  /** Sheets of a workbook or layers of a geographic file, in its order; null for formats without. */
  sheets: string[] | null;
  /** The one that is read. */
  sheet: string | null;
  /** What whoever imports should know. Complete only when all rows have been read. */
  notes: Said[];
  /** Rows in order, the header among them. May be read once. */
  rows: AsyncIterable<TableRow>;
}

export interface ReadTableOptions {
  /** Found out from the file when not given. */
  encoding?: string;
  /** Name of a sheet or layer; the one whose header fits best when not given. */
  sheet?: string;
  /** The caller knows the coordinate system: what the file says of it need not be understood then. */
  crsGiven?: boolean;
  /** 0 to 1. */
  onFraction?(fraction: number): void;
  /** Reading then throws the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Opens a table: CSV or TSV, XLSX, a web page's table, GeoJSON, a zipped Shapefile or a GeoPackage, told by content.
 * Rejects with IntakeError for a file that is none; faults further on are thrown while reading rows.
 */
export async function readTable(file: string, options: ReadTableOptions = {}): Promise<Table> {
  const format = await formatOf(file);
  switch (format) {
    case "csv":
      return readCsv(file, options);
    case "xlsx":
      return readXlsx(file, options);
    case "html":
      return readHtml(file, options);
    default:
      return readFeatureTable(file, options);
  }
}
