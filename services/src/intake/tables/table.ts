/** A table as rows of text, whatever file it came in. One reader per format; more formats join in `readTable`. */
import { readCsv } from "./csv.ts";

export interface TableRow {
  /** As a spreadsheet numbers it: the first row of the file is 1. */
  row: number;
  cells: string[];
}

export interface Table {
  fileName: string;
  /** Null for formats that say theirs by themselves. */
  encoding: string | null;
  /** Rows in order, the header among them. May be read once. */
  rows: AsyncIterable<TableRow>;
}

export interface ReadTableOptions {
  /** Found out from the file when not given. */
  encoding?: string;
  /** 0 to 1. */
  onFraction?(fraction: number): void;
}

/** Opens a table. Rejects with IntakeError for a file that is none; faults further on are thrown while reading rows. */
export function readTable(file: string, options: ReadTableOptions = {}): Promise<Table> {
  return readCsv(file, options);
}
