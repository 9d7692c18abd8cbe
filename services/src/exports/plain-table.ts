/** Lists without a place as files: CSV and XLSX. */
import writeXlsxFile from "write-excel-file/node";
import type { SheetData } from "write-excel-file/node";
import { csvRow } from "../assessment/csv.ts";
import type { Cell } from "./layer.ts";

export interface PlainColumn {
  header: string;
  kind: "text" | "number" | "date";
  /** In characters. */
  width: number;
}

export interface PlainTable {
  title: string;
  /** Lines above the header, such as the name of a form. */
  above?: string[];
  columns: PlainColumn[];
  rows: Cell[][];
  /** Lines below: source, date. */
  below?: string[];
}

/** A cell of a workbook: a date as a date, text as text, so that Excel computes nothing. */
export function xlsxCell(kind: PlainColumn["kind"], cell: Cell) {
  if (cell === null) return null;
  if (kind === "date") return { value: new Date(`${cell}T00:00:00Z`), type: Date, format: "yyyy-mm-dd" };
  return kind === "number" ? { value: Number(cell), type: Number } : { value: String(cell), type: String };
}

/** Excel allows 31 characters, and not all. */
export const sheetName = (title: string): string => title.replaceAll(/[\\/?*[\]:]/g, " ").slice(0, 31);

/** UTF-8 with byte order mark; no cell runs as a formula. Header and rows alone: what reads it wants a table. */
export function plainCsv({ columns, rows }: PlainTable): string {
  return `\uFEFF${csvRow(columns.map(({ header }) => header))}${rows.map((row) => csvRow(row)).join("")}`;
}

/** One sheet; dates as dates, text as text. */
export function plainXlsx({ title, above = [], columns, rows, below = [] }: PlainTable): Promise<Buffer> {
  const line = (value: string, more = {}) => [{ value, type: String, ...more }];
  const data = [
    ...above.map((text, i) => line(text, i === 0 ? { fontWeight: "bold" as const, fontSize: 14 } : {})),
    columns.map(({ header: value }) => ({ value, type: String, fontWeight: "bold" as const })),
    ...rows.map((row) => row.map((cell, i) => xlsxCell(columns[i].kind, cell))),
    ...below.map((text) => line(text)),
  ];
  return writeXlsxFile(data as SheetData, {
    sheet: sheetName(title),
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: above.length + 1,
    orientation: "landscape",
  }).toBuffer();
}
