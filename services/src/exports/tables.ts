/** A layer as text: for spreadsheets, and as GeoJSON. */
import { setImmediate } from "node:timers/promises";
import { Readable } from "node:stream";
import writeXlsxFile from "write-excel-file/node";
import type { SheetData } from "write-excel-file/node";
import { csvRow } from "../assessment/csv.ts";
import type { Crs } from "../intake/index.ts";
import type { Layer } from "./layer.ts";
import { tableColumns } from "./layer.ts";
import { sheetName, xlsxCell } from "./plain-table.ts";

/** Between so many rows others get a turn. */
export const ROWS_AT_ONCE = 500;

/** UTF-8 with byte order mark, as spreadsheets want it; no cell runs as a formula. */
export async function* csvOf<Row>(layer: Layer<Row>, crs: Crs): AsyncGenerator<string> {
  const columns = tableColumns(layer, crs);
  yield `\uFEFF${csvRow(columns.map(({ header }) => header))}`;
  for (let start = 0; start < layer.rows.length; start += ROWS_AT_ONCE) {
    const some = layer.rows.slice(start, start + ROWS_AT_ONCE);
    yield some.map((row) => csvRow(columns.map(({ value }) => value(row)))).join("");
    await setImmediate();
  }
}

/** One sheet, the header fixed; dates as dates, text as text: Excel computes nothing. */
export async function xlsxOf<Row>(layer: Layer<Row>, crs: Crs): Promise<Readable> {
  const columns = tableColumns(layer, crs);
  const header = columns.map(({ header: value }) => ({ value, type: String, fontWeight: "bold" as const }));
  const rows = [];
  for (const [i, row] of layer.rows.entries()) {
    if (i % ROWS_AT_ONCE === 0) await setImmediate();
    rows.push(columns.map(({ kind, value }) => xlsxCell(kind, value(row))));
  }
  const file = writeXlsxFile([header, ...rows] as SheetData, {
    sheet: sheetName(layer.title),
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  });
  return Readable.from([await file.toBuffer()]);
}

/** WGS-84, as the format demands. */
export async function* geoJsonOf<Row>(layer: Layer<Row>): AsyncGenerator<string> {
  yield '{"type":"FeatureCollection","features":[';
  for (let start = 0; start < layer.rows.length; start += ROWS_AT_ONCE) {
    const features = layer.rows.slice(start, start + ROWS_AT_ONCE).map((row) => {
      const shape = layer.shape(row);
      return JSON.stringify({
        type: "Feature",
        id: layer.id(row),
        geometry: Array.isArray(shape) ? { type: "Point", coordinates: shape } : shape,
        properties: Object.fromEntries(layer.columns.map(({ header, value }) => [header, value(row)])),
      });
    });
    yield `${start === 0 ? "" : ","}\n${features.join(",\n")}`;
    await setImmediate();
  }
  yield "\n]}\n";
}
