/**
 * Reads a table at once for the readers of outlets and residences: finds the columns, gathers what is wrong, and
 * judges the coordinates, which only the table as a whole can tell to be swapped or in the wrong place.
 */
import type { BoundingBox } from "@quarterhour/isochrones";
import type { IntakeProblem } from "../errors.ts";
import { IntakeError, problemAt, problemText } from "../errors.ts";
import type { AddressRow, PlacedRow } from "../geocoding/index.ts";

import { findColumns, ROWS_TO_LOOK_FOR_HEADER } from "./columns.ts";
import type { Crs } from "./coordinates.ts";
import { coordinatesIn, guessCrs } from "./crs-guess.ts";
import { crsNamed } from "./crs-names.ts";
import type { TableKind } from "./judge.ts";
import { columnsFound, missingColumns, TableJudge } from "./judge.ts";
import { Notes } from "./notes.ts";
import { asLeft, placeWaiting } from "./waiting.ts";
import type { LeftRow, PlaceCounts } from "./waiting.ts";
import type { TableRow } from "./table.ts";
import { readTable } from "./table.ts";
import { say } from "../../words/index.ts";
import type { Language } from "../../words/index.ts";
import { nothingLeftOut, withLeftOut } from "../claims.ts";
import type { LeftOut } from "../claims.ts";

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
  /** Finds rows that have an address and no coordinates; without it those are bad. */
  findPlaces?(rows: AddressRow[]): Promise<PlacedRow[]>;
  /** Gives back the rows that were left out, as they came. */
  keepLeft?: boolean;
  /** In which it is told why they were left out; English by default. */
  language?: Language;
  /** 0 to 1. */
  onFraction?(fraction: number): void;
  /** Reading then throws the signal's reason. */
  signal?: AbortSignal;
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
  /** The row that each draft stood in. */
  rowNumbers: number[];
  /** What became of rows with an address and no coordinates; left out where they were not looked for. */
  places?: PlaceCounts;
  /** Of outlets: which categories lack rows that were left out. */
  leftOut?: LeftOut;
  /** Rows that were left out, where that was asked for, with the names of their columns. */
  left?: { columns: string[]; rows: LeftRow[] };
}

/**
 * Reads all rows. Throws IntakeError for a file that is no table, lacks a required column, has swapped or misplaced
 * coordinates throughout, or, unless `skipBadRows`, has a bad row.
 */
export async function readRows<Draft>(
  file: string,
  kind: TableKind<Draft>,
  options: ReadOptions,
): Promise<ReadResult<Draft>> {
  const crsWanted = options.crs === undefined ? null : crsNamed(options.crs);
  const table = await readTable(file, { ...options, crsGiven: crsWanted !== null });
  const rows = table.rows[Symbol.asyncIterator]();
  const firstRows = await rowsForHeader(rows);
  const columns = findColumns(firstRows, kind.fields, options.columns, table.fileName);
  const missing = missingColumns(columns, kind.required, options.findPlaces !== undefined);
  if (missing.length > 0) {
    throw new IntakeError(
      say("column.missing", {
        file: table.fileName,
        missing: missing.map(({ advice }) => advice).reduce((first, second) => say("both", { first, second })),
        found: columnsFound(columns),
      }),
      missing.map(({ advice }) => problemAt(columns.headerRow, null, null, advice)),
    );
  }

  const crsSaid = crsWanted ?? table.crs ?? columns.crsInName;
  const guess = crsSaid === null ? guessCrs(coordinatesIn(firstRows, columns), options.bbox ?? null) : null;
  const crs = crsSaid ?? guess?.sure ?? "wgs84";
  const judge = new TableJudge(kind, columns, {
    crs,
    crsName: options.crs ?? crs,
    bbox: options.bbox,
    encoding: table.encoding,
    today: options.today ?? new Date().toISOString().slice(0, 10),
    waitForPlace: options.findPlaces !== undefined,
  });
  const problems = new Notes();
  const warnings = new Notes();
  for (const { column, said } of columns.warnings) warnings.add(problemAt(columns.headerRow, column, null, said));
  if (guess !== null && guess.sure !== null) {
    warnings.add(problemAt(null, null, null, say("crs.guessed", { why: guess.explanation })));
  } else if (guess !== null) {
    warnings.add(problemAt(null, null, null, say("crs.assumed")));
  }

  let drafts: Draft[] = [];
  let rowNumbers: number[] = [];
  const left: LeftRow[] = [];
  const waiting: { row: TableRow; draft: Draft }[] = [];
  let rowsRead = 0;
  let rowsRejected = 0;
  let leftOut = nothingLeftOut;
  const take = (tableRow: TableRow) => {
    if (isBlank(tableRow)) return;
    rowsRead++;
    const { state, draft, problems: found } = judge.judge(tableRow);
    for (const { severity, grouped, row, column, value, said } of found) {
      // what becomes of those that wait is told once it is known
      if (severity === "waiting") continue;
      const notes = severity === "warning" ? warnings : problems;
      const problem = problemAt(row, column, value, said);
      if (grouped) notes.addGrouped(problem);
      else notes.add(problem);
    }
    if (state === "bad") {
      rowsRejected++;
      leftOut = withLeftOut(leftOut, judge.categoriesOf(tableRow));
      if (options.keepLeft)
        left.push({
          ...asLeft(tableRow),
          why: found.map((problem) => problemText(problem, options.language)).join("; "),
        });
    } else if (state === "waiting") {
      waiting.push({ row: tableRow, draft: draft! });
    } else if (draft !== null) {
      drafts.push(draft);
      rowNumbers.push(tableRow.row);
    }
  };
  for (const row of firstRows) if (row.row > columns.headerRow) take(row);
  for (let next = await rows.next(); !next.done; next = await rows.next()) take(next.value);

  if (rowsRead === 0) throw new IntakeError(say("table.header-only", { file: table.fileName }));
  judge.checkWhole(table.fileName);
  for (const note of [...judge.notes(), ...table.notes]) warnings.add(problemAt(null, null, null, note));
  let places: PlaceCounts | undefined;
  if (options.findPlaces) {
    const column = columns.names[columns.indexOf.get("address") ?? -1] ?? null;
    const found = await placeWaiting(waiting, column, options.findPlaces, {
      problems,
      warnings,
      language: options.language,
    });
    places = found.counts;
    const isPlaced = new Set(found.placed.map(({ row }) => row));
    for (const { row } of waiting) {
      if (!isPlaced.has(row.row)) leftOut = withLeftOut(leftOut, judge.categoriesOf(row));
    }
    if (options.keepLeft) left.push(...found.left);
    if (found.placed.length > 0) {
      const all = [...drafts.map((draft, i) => ({ row: rowNumbers[i], draft })), ...found.placed];
      all.sort((one, other) => one.row - other.row);
      drafts = all.map(({ draft }) => draft);
      rowNumbers = all.map(({ row }) => row);
    }
  }
  const result: ReadResult<Draft> = {
    drafts,
    problems: problems.list(),
    warnings: warnings.list(),
    encoding: table.encoding,
    crs,
    rowsRead,
    rowsRejected,
    rowNumbers,
    leftOut,
    ...(places ? { places } : {}),
    ...(options.keepLeft ? { left: { columns: columns.names, rows: left.sort((a, b) => a.row - b.row) } } : {}),
  };
  const isWhole = rowsRejected === 0 && (places?.waiting ?? 0) + (places?.notFound ?? 0) === 0;
  if (!isWhole && options.skipBadRows !== true) throw refusal(table.fileName, result);
  return result;
}

/** The first rows, among which the header stands. */
export async function rowsForHeader(rows: AsyncIterator<TableRow>): Promise<TableRow[]> {
  const firstRows: TableRow[] = [];
  while (firstRows.length < ROWS_TO_LOOK_FOR_HEADER) {
    const next = await rows.next();
    if (next.done) break;
    firstRows.push(next.value);
  }
  return firstRows;
}

export function isBlank({ cells }: TableRow): boolean {
  return cells.every((cell) => cell.trim() === "");
}

/** What is said when a file with bad rows is refused as a whole; the rows stand in the error's problems. */
export function refusal(fileName: string, result: ReadResult<unknown>): IntakeError {
  const { rowsRejected, rowsRead, places, problems } = result;
  const waiting = (places?.waiting ?? 0) + (places?.notFound ?? 0);
  const counts = { file: fileName, bad: rowsRejected, waiting, rows: rowsRead };
  const said =
    waiting === 0
      ? say("table.rows-bad", counts)
      : rowsRejected === 0
        ? say("table.rows-unplaced", counts)
        : say("table.rows-bad-unplaced", counts);
  return new IntakeError(said, problems);
}
