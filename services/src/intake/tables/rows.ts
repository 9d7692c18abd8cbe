/**
 * Reads a table row by row for the readers of outlets and residences: finds the columns, gathers what is wrong, and
 * judges the coordinates, which only the table as a whole can tell to be swapped or in the wrong place.
 */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import type { IntakeProblem } from "../errors.ts";
import { IntakeError, problemAt } from "../errors.ts";
import type { Columns, Field } from "./columns.ts";
import { findColumns, listed, ROWS_TO_LOOK_FOR_HEADER } from "./columns.ts";
import type { Crs } from "./coordinates.ts";
import { pairOf } from "./coordinates.ts";
import { crsNamed } from "./crs-names.ts";
import { Notes } from "./notes.ts";
import { PlaceJudge } from "./place-judge.ts";
import type { TableRow } from "./table.ts";
import { readTable } from "./table.ts";
import { numberOf, textOrNull, ValueFault } from "./values.ts";

export interface ReadOptions {
  /** Coordinate system of the table; without it, what the column names say, else WGS-84 with a warning. */
  crs?: string;
  /** Text encoding; found out from the file when not given. */
  encoding?: string;
  /** Sheet of a workbook or layer of a geographic file; the one that fits best when not given. */
  sheet?: string;
  /** Column name → field, for columns whose names are not recognised. The field `ignore` leaves a column aside. */
  columns?: Record<string, string>;
  /** Where the city lies: rows further than two kilometres outside it are bad. Without it only China's box is known. */
  bbox?: BoundingBox;
  /** Gives the good rows although others are bad; without it one bad row throws. */
  skipBadRows?: boolean;
  /** ISO 8601, today by default: tells what has opened or closed by now. */
  today?: string;
  /** 0 to 1. */
  onFraction?(fraction: number): void;
}

export interface ReadResult<Draft> {
  drafts: Draft[];
  /** Why rows were left out, at most the first thousand; `rowsRejected` counts all of them. */
  problems: IntakeProblem[];
  /** What was understood in part or taken on trust. */
  warnings: IntakeProblem[];
  /** Null for formats that need none. */
  encoding: string | null;
  crs: Crs;
  rowsRead: number;
  rowsRejected: number;
}

/** Longer texts are no names or addresses but a broken row. */
const LONGEST_TEXT = 4000;

export interface RowPlace {
  location: Position;
  original: { x: number; y: number; crs: string };
}

/** One row being read. What is wrong is noted, and the row then counts as bad. */
export class Row {
  readonly number: number;
  bad = false;
  readonly #cells: string[];
  readonly #sheet: Sheet;

  constructor(row: TableRow, sheet: Sheet) {
    this.number = row.row;
    this.#cells = row.cells;
    this.#sheet = sheet;
  }

  /** Trimmed text of a field; null where the table has no such column or the cell says nothing. */
  text(field: string): string | null {
    return this.value(field, (cell) => cell);
  }

  /** The field read by `parse`, which throws ValueFault for what it cannot take; the row is then bad. */
  value<T>(field: string, parse: (cell: string) => T): T | null {
    return this.#read(field, parse, (fault, cell) => this.fault(field, cell, fault.message));
  }

  /** As `value`, for fields that a row can do without: what cannot be read is left out with a warning. */
  optional<T>(field: string, parse: (cell: string) => T): T | null {
    return this.#read(field, parse, (fault, cell) => this.warn(field, cell, `${fault.message}; it was left out`));
  }

  #read<T>(field: string, parse: (cell: string) => T, onFault: (fault: ValueFault, cell: string) => void): T | null {
    const cell = this.#cells[this.#sheet.columns.indexOf.get(field) ?? -1] ?? "";
    try {
      const text = textOrNull(cell);
      if (text === null) return null;
      if (text.length > LONGEST_TEXT) throw new ValueFault(`is longer than ${LONGEST_TEXT} characters`);
      if (text.includes("\ufffd")) {
        throw new ValueFault(`holds bytes that are no ${this.#sheet.encoding ?? "text"}; give the right encoding`);
      }
      return parse(text);
    } catch (error) {
      if (!(error instanceof ValueFault)) throw error;
      onFault(error, cell.trim());
      return null;
    }
  }

  /** Notes a problem; `field` may be one that has no column. */
  fault(field: string | null, value: string | null, message: string): void {
    this.bad = true;
    this.#sheet.problems.add(problemAt(this.number, this.#sheet.columnName(field), value, message));
  }

  /** What the reader of the file could not read, where it stands in a column that is asked for. */
  faultInColumn(column: number, message: string): void {
    const { columns, problems } = this.#sheet;
    if (![...columns.indexOf.values()].includes(column)) return;
    this.bad = true;
    problems.add(problemAt(this.number, columns.names[column] ?? null, this.#cells[column] || null, message));
  }

  /** As `fault`, but equal values are listed once with their count. */
  faultOfMany(field: string, value: string, message: string): void {
    this.bad = true;
    this.#sheet.problems.addGrouped(problemAt(this.number, this.#sheet.columnName(field), value, message));
  }

  warn(field: string | null, value: string | null, message: string): void {
    this.#sheet.warnings.addGrouped(problemAt(this.number, this.#sheet.columnName(field), value, message));
  }

  /** The column's name as the file has it, or the field's where there is no such column. */
  columnName(field: string): string {
    return this.#sheet.columnName(field)!;
  }

  /** Where the row says it is, in WGS-84; null when that is missing or wrong, which makes the row bad. */
  place(): RowPlace | null {
    const { judge } = this.#sheet;
    const cells = this.#coordinateCells();
    if (cells === null) return null;
    const read = (field: string, cell: string) => {
      try {
        return numberOf(cell, ["°e", "°n", "°", "e", "n"]);
      } catch (error) {
        if (!(error instanceof ValueFault)) throw error;
        this.fault(field, cell, error.message);
        return null;
      }
    };
    const x = read(cells.xField, cells.x);
    const y = read(cells.yField, cells.y);
    if (x === null || y === null) return null;
    const verdict = judge.place(x, y, this.number);
    if (verdict.location !== null) return { location: verdict.location, original: { x, y, crs: judge.crsName } };
    this.fault(cells.xField, `${cells.x}, ${cells.y}`, verdict.message);
    return null;
  }

  #coordinateCells(): { x: string; y: string; xField: string; yField: string } | null {
    const { indexOf } = this.#sheet.columns;
    if (indexOf.has("x") && indexOf.has("y")) {
      const x = this.text("x");
      const y = this.text("y");
      if (x !== null && y !== null) return { x, y, xField: "x", yField: "y" };
      if (!this.bad) this.fault(x === null ? "x" : "y", null, "is empty; longitude and latitude are both needed");
      return null;
    }
    const pair = this.value("location", (cell) => {
      const parts = pairOf(cell);
      if (parts === null) throw new ValueFault("is not a pair of coordinates; write longitude,latitude");
      return parts;
    });
    if (pair !== null) return { x: pair[0], y: pair[1], xField: "location", yField: "location" };
    if (!this.bad) this.fault("location", null, "is empty; write longitude,latitude");
    return null;
  }
}

/** The table as far as it has been read. */
class Sheet {
  readonly columns: Columns;
  readonly judge: PlaceJudge;
  readonly problems = new Notes();
  readonly warnings = new Notes();
  readonly encoding: string | null;

  constructor(columns: Columns, judge: PlaceJudge, encoding: string | null) {
    this.columns = columns;
    this.judge = judge;
    this.encoding = encoding;
  }

  columnName(field: string | null): string | null {
    return field === null ? null : (this.columns.names[this.columns.indexOf.get(field) ?? -1] ?? field);
  }
}

/**
 * Reads all rows. `draftOf` gives the draft of a row, or null when it has noted a fault. `required` lists fields of
 * which at least one column of each group must be there, with what to say otherwise.
 *
 * Throws IntakeError for a file that is no table, lacks a required column, has swapped or misplaced coordinates
 * throughout, or, unless `skipBadRows`, has a bad row.
 */
export async function readRows<Draft>(
  file: string,
  fields: Field[],
  required: { anyOf: string[]; advice: string }[],
  options: ReadOptions,
  draftOf: (row: Row) => Draft | null,
): Promise<ReadResult<Draft>> {
  const crsWanted = options.crs === undefined ? null : crsNamed(options.crs);
  const table = await readTable(file, options);
  const rows = table.rows[Symbol.asyncIterator]();
  const firstRows: TableRow[] = [];
  while (firstRows.length < ROWS_TO_LOOK_FOR_HEADER) {
    const next = await rows.next();
    if (next.done) break;
    firstRows.push(next.value);
  }
  const columns = findColumns(firstRows, fields, options.columns, table.fileName);
  checkRequired(columns, required, table.fileName);

  const crs = crsWanted ?? table.crs ?? columns.crsInName ?? "wgs84";
  const judge = new PlaceJudge(crs, options.crs ?? crs, options.bbox ?? null);
  const sheet = new Sheet(columns, judge, table.encoding);
  for (const { column, message } of columns.warnings)
    sheet.warnings.add(problemAt(columns.headerRow, column, null, message));
  if (crsWanted === null && table.crs === null && columns.crsInName === null) {
    const message =
      "No coordinate system was given, so WGS-84 was assumed. Coordinates from 高德 or 腾讯 are gcj02, those from 百度 bd09; taken wrongly they lie up to a kilometre off.";
    sheet.warnings.add(problemAt(null, null, null, message));
  }

  const drafts: Draft[] = [];
  let rowsRead = 0;
  let rowsRejected = 0;
  const take = (tableRow: TableRow) => {
    if (tableRow.cells.every((cell) => cell.trim() === "")) return;
    rowsRead++;
    const row = new Row(tableRow, sheet);
    checkLength(row, tableRow.cells, columns);
    for (const { column, message } of tableRow.faults ?? []) row.faultInColumn(column, message);
    const draft = row.bad ? null : draftOf(row);
    if (draft === null || row.bad) rowsRejected++;
    else drafts.push(draft);
  };
  for (const row of firstRows) if (row.row > columns.headerRow) take(row);
  for (let next = await rows.next(); !next.done; next = await rows.next()) take(next.value);

  if (rowsRead === 0) throw new IntakeError(`${table.fileName} has a header but no rows.`);
  judge.checkWhole(
    table.fileName,
    sheet.columnName(columns.indexOf.has("x") ? "x" : "location")!,
    sheet.columnName("y")!,
  );
  for (const note of [...judge.notes(), ...table.notes]) sheet.warnings.add(problemAt(null, null, null, note));
  const result: ReadResult<Draft> = {
    drafts,
    problems: sheet.problems.list(),
    warnings: sheet.warnings.list(),
    encoding: table.encoding,
    crs,
    rowsRead,
    rowsRejected,
  };
  if (rowsRejected > 0 && options.skipBadRows !== true) throw refusal(table.fileName, result);
  return result;
}

/** What is said when a file with bad rows is refused as a whole; the rows stand in the error's problems. */
export function refusal(fileName: string, result: ReadResult<unknown>): IntakeError {
  return new IntakeError(
    `${fileName}: ${result.rowsRejected} of ${result.rowsRead} rows cannot be taken in, so none was. Mend them, or have them skipped (--skip-bad-rows).`,
    result.problems,
  );
}

function checkRequired(columns: Columns, required: { anyOf: string[]; advice: string }[], fileName: string): void {
  const { indexOf, names, headerRow } = columns;
  const missing = required.filter(({ anyOf }) => !anyOf.some((id) => id.split("+").every((part) => indexOf.has(part))));
  if (missing.length === 0) return;
  throw new IntakeError(
    `${fileName}: ${missing.map(({ advice }) => advice).join(" ")} Columns found: ${listed(names)}. A column of another name can be mapped (column=field).`,
    missing.map(({ advice }) => problemAt(headerRow, null, null, advice)),
  );
}

function checkLength(row: Row, cells: string[], columns: Columns): void {
  const beyond = cells.slice(columns.names.length).filter((cell) => cell.trim() !== "");
  if (beyond.length > 0) {
    const message = `the row has ${cells.length} cells where the header has ${columns.names.length}; a text that contains the separator must stand in quotes`;
    row.fault(null, beyond.join(", "), message);
  } else if (cells.length < columns.names.length) {
    row.warn(null, null, "the row has fewer cells than the header; what is missing was taken as empty");
  }
}
