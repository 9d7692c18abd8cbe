/** Judges the rows of a table one by one: the same for a file that is read at once and for one that is staged. */
import { hash } from "node:crypto";
import type { CategoryId } from "@quarterhour/data";
import type { BoundingBox } from "@quarterhour/isochrones";
import type { Columns, Field } from "./columns.ts";
import { listed } from "./columns.ts";
import type { Crs } from "./coordinates.ts";
import { PlaceJudge } from "./place-judge.ts";
import { Row } from "./row.ts";
import type { RowContext, RowFixes, RowProblem, ValueMap } from "./row.ts";
import type { TableRow } from "./table.ts";
import { UniqueRefs } from "./unique-refs.ts";
import { say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";

/** What makes a table one of outlets, or of residences. */
export interface TableKind<Draft> {
  fields: Field[];
  /** Of each group at least one column must be there; with what to say otherwise. */
  required: { anyOf: string[]; advice: Said }[];
  /** The draft of a row, or null where it has noted a fault. */
  draftOf(row: Row, refs: UniqueRefs, today: string): Draft | null;
  /** Of outlets: the categories that a row which is left out would have been of; null where that cannot be told. */
  categoriesOf?(row: Row): CategoryId[] | null;
}

export interface JudgeOptions {
  /** null: nobody knows; rows that are good otherwise then wait. */
  crs: Crs | null;
  /** The system's name as the caller gave it. */
  crsName?: string;
  bbox?: BoundingBox;
  encoding: string | null;
  /** Text of a cell → what to read in its place, by field. */
  values?: ValueMap;
  /** ISO 8601. */
  today: string;
  /** Rows with an address and no coordinates wait for a place; without it they are bad. */
  waitForPlace?: boolean;
}

export interface JudgedRow<Draft> {
  row: number;
  state: "ok" | "warning" | "bad" | "waiting" | "skipped";
  /** Where it waits for a place, `location` is null. */
  draft: Draft | null;
  /** The key that the row names, whether or not it may have it. */
  ref: string | null;
  problems: RowProblem[];
}

export class TableJudge<Draft> {
  readonly columns: Columns;
  readonly #kind: TableKind<Draft>;
  readonly #today: string;
  readonly #context: RowContext;
  readonly #places: PlaceJudge | null;
  readonly #refs = new UniqueRefs();
  readonly #seen = new Map<string, number>();

  constructor(kind: TableKind<Draft>, columns: Columns, options: JudgeOptions) {
    this.columns = columns;
    this.#kind = kind;
    this.#today = options.today;
    const { crs, crsName, bbox } = options;
    this.#places = crs === null ? null : new PlaceJudge(crs, crsName ?? crs, bbox ?? null);
    const { encoding, values, waitForPlace } = options;
    this.#context = { columns, places: this.#places, encoding, values, waitForPlace };
  }

  /** Rows come in order; a row that is the same as one before, cell by cell, is skipped. */
  judge(tableRow: TableRow, fixes: RowFixes | null = null): JudgedRow<Draft> {
    const { columns } = this;
    const row = new Row(tableRow, fixes, this.#context);
    const skipped = { row: tableRow.row, state: "skipped" as const, draft: null, ref: null };
    if (fixes?.skip) return { ...skipped, problems: [] };
    if (fixes === null) {
      const key = hash("md5", tableRow.cells.join("\u0001"), "base64");
      const before = this.#seen.get(key);
      if (before !== undefined) {
        row.warn(null, null, say("row.same", { before }));
        return { ...skipped, problems: row.problems };
      }
      this.#seen.set(key, tableRow.row);
    }
    checkLength(row, tableRow.cells, columns);
    for (const { column, said } of tableRow.faults ?? []) row.faultInColumn(column, said);
    const ref = refText(row);
    const draft = row.bad ? null : this.#kind.draftOf(row, this.#refs, this.#today);
    if (row.left) return { ...skipped, ref, problems: [] };
    const { problems } = row;
    if (row.bad || draft === null) return { row: tableRow.row, state: "bad", draft: null, ref, problems };
    if (row.waits) return { row: tableRow.row, state: "waiting", draft: { ...draft, location: null }, ref, problems };
    return { row: tableRow.row, state: problems.length > 0 ? "warning" : "ok", draft, ref, problems };
  }

  /** Of outlets: the categories of a row that is left out; null where that cannot be told. */
  categoriesOf(tableRow: TableRow, fixes: RowFixes | null = null): CategoryId[] | null {
    return this.#kind.categoriesOf?.(new Row(tableRow, fixes, this.#context)) ?? null;
  }

  /** Throws IntakeError where most rows are wrong in the same way. */
  checkWhole(fileName: string): void {
    const { columns } = this;
    const name = (field: string) => columns.names[columns.indexOf.get(field) ?? -1] ?? field;
    this.#places?.checkWhole(fileName, name(columns.indexOf.has("x") ? "x" : "location"), name("y"));
  }

  /** What was taken on trust about places, to be told once. */
  notes(): Said[] {
    return this.#places?.notes() ?? [];
  }
}

function refText(row: Row): string | null {
  const ref = row.peek("ref").trim();
  return ref === "" ? null : ref;
}

/** What to say of the columns that are missing; empty where none is. */
export function missingColumns(
  columns: Columns,
  required: TableKind<unknown>["required"],
  waitForPlace = false,
): { anyOf: string[]; advice: Said }[] {
  const { indexOf } = columns;
  const has = (id: string) => id.split("+").every((part) => indexOf.has(part));
  return required.filter(({ anyOf }) => {
    if (anyOf.some(has)) return false;
    return !(waitForPlace && anyOf.includes("location") && indexOf.has("address"));
  });
}

export function columnsFound(columns: Columns): Said {
  return say("column.found", { names: listed(columns.names) });
}

function checkLength(row: Row, cells: string[], columns: Columns): void {
  const beyond = cells.slice(columns.names.length).filter((cell) => cell.trim() !== "");
  if (beyond.length > 0) {
    const said = say("row.too-many-cells", { cells: cells.length, columns: columns.names.length });
    row.fault(null, beyond.join(", "), said);
  } else if (cells.length < columns.names.length) {
    row.warn(null, null, say("row.too-few-cells"));
  }
}
