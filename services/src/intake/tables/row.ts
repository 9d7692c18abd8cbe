/** One row of a table being read: its cells by field, and what is wrong with them. */
import type { Position } from "@quarterhour/isochrones";
import { shortened } from "../errors.ts";
import { say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";
import type { Columns } from "./columns.ts";
import { pairOf } from "./coordinates.ts";
import type { PlaceJudge } from "./place-judge.ts";
import type { TableRow } from "./table.ts";
import { numberOf, textOrNull, ValueFault } from "./values.ts";

/** Text of a cell, or of a part of it where it lists several → what to read in its place; null leaves the row out. */
export type ValueMap = Record<string, Record<string, string | null>>;

/** What a person said about one row. */
export interface RowFixes {
  /** Name of a column, or of a field that has none → the text to read in its place. */
  cells?: Record<string, string>;
  /** Where it is, in WGS-84, put in by hand. */
  location?: Position;
  /** The row is left out. */
  skip?: boolean;
}

export interface RowProblem {
  row: number;
  field: string | null;
  /** As the file names it, or null. */
  column: string | null;
  /** Cut to a readable length. */
  value: string | null;
  said: Said;
  /** A fault makes the row bad; with a warning it comes in all the same; waiting: a person is asked. */
  severity: "fault" | "warning" | "waiting";
  /** The value is one of a list that is not known: all rows that have it can be mended at once. */
  unknown: boolean;
  /** Equal ones are told once, with their number. */
  grouped: boolean;
}

/** Longer texts are no names or addresses but a broken row. */
const LONGEST_TEXT = 4000;

/** Stands in for a place until there is one. */
const NOWHERE: Position = [0, 0];

export interface RowPlace {
  location: Position;
  original: { x: number; y: number; crs: string } | null;
}

export interface RowContext {
  columns: Columns;
  /** null where the coordinate system is not known. */
  places: PlaceJudge | null;
  encoding: string | null;
  values?: ValueMap;
  waitForPlace?: boolean;
}

/** What is wrong is noted, and the row then counts as bad. */
export class Row {
  readonly number: number;
  readonly problems: RowProblem[] = [];
  bad = false;
  /** Somebody has yet to say where it is. */
  waits = false;
  /** A person said that rows with a value of this one are left out. */
  left = false;
  readonly #cells: string[];
  readonly #fixes: RowFixes | null;
  readonly #context: RowContext;

  constructor(row: TableRow, fixes: RowFixes | null, context: RowContext) {
    this.number = row.row;
    this.#cells = row.cells;
    this.#fixes = fixes;
    this.#context = context;
  }

  /** Trimmed text of a field; null where the table has no such column or the cell says nothing. */
  text(field: string): string | null {
    return this.value(field, (cell) => cell);
  }

  /** The field read by `parse`, which throws ValueFault for what it cannot take; the row is then bad. */
  value<T>(field: string, parse: (cell: string) => T): T | null {
    return this.#read(field, parse, (fault, cell) => this.fault(field, cell, fault.said));
  }

  /** As `value`, for fields that a row can do without: what cannot be read is left out with a warning. */
  optional<T>(field: string, parse: (cell: string) => T): T | null {
    return this.#read(field, parse, (fault, cell) => this.warn(field, cell, say("left-out", { why: fault.said })));
  }

  /** The cell as it is read, whatever stands in it. */
  peek(field: string): string {
    const index = this.#context.columns.indexOf.get(field) ?? -1;
    const fixed = this.#fixes?.cells;
    if (fixed !== undefined) {
      const column = this.#context.columns.names[index];
      if (column !== undefined && Object.hasOwn(fixed, column)) return fixed[column];
      if (Object.hasOwn(fixed, field)) return fixed[field];
    }
    const cell = this.#cells[index] ?? "";
    const replaced = this.replacement(field, cell);
    if (replaced === null) this.left = true;
    return replaced ?? cell;
  }

  /** What a person wants read in place of a text; null where rows with it are left out, undefined where nothing is said. */
  replacement(field: string, text: string): string | null | undefined {
    const map = this.#context.values?.[field];
    const key = text.trim();
    return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
  }

  #read<T>(field: string, parse: (cell: string) => T, onFault: (fault: ValueFault, cell: string) => void): T | null {
    const cell = this.peek(field);
    try {
      const text = textOrNull(cell);
      if (text === null) return null;
      if (text.length > LONGEST_TEXT) throw new ValueFault(say("cell.too-long", { most: LONGEST_TEXT }));
      if (text.includes("\ufffd")) {
        throw new ValueFault(say("cell.encoding", { encoding: this.#context.encoding ?? say("text.plain") }));
      }
      return parse(text);
    } catch (error) {
      if (!(error instanceof ValueFault)) throw error;
      onFault(error, cell.trim());
      return null;
    }
  }

  /** Notes a problem; `field` may be one that has no column. */
  fault(field: string | null, value: string | null, said: Said): void {
    this.bad = true;
    this.#note("fault", field, value, said);
  }

  /** What the reader of the file could not read, where it stands in a column that is asked for. */
  faultInColumn(column: number, said: Said): void {
    const { names, indexOf } = this.#context.columns;
    const field = [...indexOf].find(([, index]) => index === column)?.[0];
    if (field === undefined || (this.#fixes?.cells && Object.hasOwn(this.#fixes.cells, names[column]))) return;
    this.fault(field, this.#cells[column] || null, said);
  }

  /** As `fault`, for a value that no list knows: it can be mended for all rows that have it. */
  unknownValue(field: string, value: string, said: Said): void {
    this.bad = true;
    this.#note("fault", field, value, said, true);
  }

  warn(field: string | null, value: string | null, said: Said, unknown = false): void {
    this.#note("warning", field, value, said, unknown);
  }

  #note(severity: RowProblem["severity"], field: string | null, value: string | null, said: Said, unknown = false) {
    const column = field === null ? null : this.columnName(field);
    const grouped = unknown || severity === "warning";
    this.problems.push({ row: this.number, field, column, value: shortened(value), said, severity, unknown, grouped });
  }

  /** The column's name as the file has it, or the field's where there is no such column. */
  columnName(field: string): string {
    const { names, indexOf } = this.#context.columns;
    return names[indexOf.get(field) ?? -1] ?? field;
  }

  /** Where the row says it is, in WGS-84; null when that is missing or wrong, which makes the row bad. */
  place(): RowPlace | null {
    if (this.#fixes?.location) return { location: this.#fixes.location, original: null };
    const { places } = this.#context;
    const cells = this.#coordinateCells();
    if (cells === null) return this.waits ? { location: NOWHERE, original: null } : null;
    const read = (field: string, cell: string) => {
      try {
        return numberOf(cell, ["°e", "°n", "°", "e", "n"]);
      } catch (error) {
        if (!(error instanceof ValueFault)) throw error;
        this.fault(field, cell, error.said);
        return null;
      }
    };
    const x = read(cells.xField, cells.x);
    const y = read(cells.yField, cells.y);
    if (x === null || y === null) return null;
    if (places === null) {
      // the question of which system it is concerns the table, not each of its rows
      this.waits = true;
      return { location: NOWHERE, original: null };
    }
    const verdict = places.place(x, y, this.number);
    if (verdict.location !== null) return { location: verdict.location, original: { x, y, crs: places.crsName } };
    this.fault(cells.xField, `${cells.x}, ${cells.y}`, verdict.said);
    return null;
  }

  #coordinateCells(): { x: string; y: string; xField: string; yField: string } | null {
    const { indexOf } = this.#context.columns;
    if (indexOf.has("x") && indexOf.has("y")) {
      const x = this.text("x");
      const y = this.text("y");
      if (x !== null && y !== null) return { x, y, xField: "x", yField: "y" };
      if (x === null && y === null && this.#waitForPlace("x")) return null;
      if (!this.bad) this.fault(x === null ? "x" : "y", null, say("coordinates.one-empty"));
      return null;
    }
    const pair = this.value("location", (cell) => {
      const parts = pairOf(cell);
      if (parts === null) throw new ValueFault(say("coordinates.no-pair"));
      return parts;
    });
    if (pair !== null) return { x: pair[0], y: pair[1], xField: "location", yField: "location" };
    if (!this.bad && this.#waitForPlace("location")) return null;
    if (!this.bad) this.fault("location", null, say("coordinates.empty"));
    return null;
  }

  #waitForPlace(field: string): boolean {
    if (this.bad || !this.#context.waitForPlace || this.text("address") === null) return false;
    this.waits = true;
    this.#note("waiting", field, null, say("place.wanted"));
    return true;
  }
}
