/**
 * Reads a table at once for the readers of outlets and residences: finds the columns, gathers what is wrong, and
 * judges the coordinates, which only the table as a whole can tell to be swapped or in the wrong place.
 */
import type { BoundingBox } from "@quarterhour/isochrones";
import type { IntakeProblem } from "../errors.ts";
import { IntakeError, problemAt } from "../errors.ts";
import { findColumns, ROWS_TO_LOOK_FOR_HEADER } from "./columns.ts";
import type { Crs } from "./coordinates.ts";
import { coordinatesIn, guessCrs } from "./crs-guess.ts";
import { crsNamed } from "./crs-names.ts";
import type { TableKind } from "./judge.ts";
import { columnsFound, missingColumns, TableJudge } from "./judge.ts";
import { Notes } from "./notes.ts";
import type { TableRow } from "./table.ts";
import { readTable } from "./table.ts";

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
  const missing = missingColumns(columns, kind.required);
  if (missing.length > 0) {
    throw new IntakeError(
      `${table.fileName}: ${missing.map(({ advice }) => advice).join(" ")} ${columnsFound(columns)}`,
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
  });
  const problems = new Notes();
  const warnings = new Notes();
  for (const { column, message } of columns.warnings) warnings.add(problemAt(columns.headerRow, column, null, message));
  if (guess !== null && guess.sure !== null) {
    warnings.add(problemAt(null, null, null, `No coordinate system was given. ${guess.explanation}`));
  } else if (guess !== null) {
    const message =
      "No coordinate system was given, so WGS-84 was assumed. Coordinates from 高德 or 腾讯 are gcj02, those from 百度 bd09; taken wrongly they lie up to a kilometre off.";
    warnings.add(problemAt(null, null, null, message));
  }

  const drafts: Draft[] = [];
  let rowsRead = 0;
  let rowsRejected = 0;
  const take = (tableRow: TableRow) => {
    if (isBlank(tableRow)) return;
    rowsRead++;
    const { state, draft, problems: found } = judge.judge(tableRow);
    for (const { severity, grouped, row, column, value, message } of found) {
      const notes = severity === "warning" ? warnings : problems;
      const problem = { row, column, value, message };
      if (grouped) notes.addGrouped(problem);
      else notes.add(problem);
    }
    if (state === "bad") rowsRejected++;
    else if (draft !== null) drafts.push(draft);
  };
  for (const row of firstRows) if (row.row > columns.headerRow) take(row);
  for (let next = await rows.next(); !next.done; next = await rows.next()) take(next.value);

  if (rowsRead === 0) throw new IntakeError(`${table.fileName} has a header but no rows.`);
  judge.checkWhole(table.fileName);
  for (const note of [...judge.notes(), ...table.notes]) warnings.add(problemAt(null, null, null, note));
  const result: ReadResult<Draft> = {
    drafts,
    problems: problems.list(),
    warnings: warnings.list(),
    encoding: table.encoding,
    crs,
    rowsRead,
    rowsRejected,
  };
  if (rowsRejected > 0 && options.skipBadRows !== true) throw refusal(table.fileName, result);
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
  return new IntakeError(
    `${fileName}: ${result.rowsRejected} of ${result.rowsRead} rows cannot be taken in, so none was. Mend them, or have them skipped (--skip-bad-rows).`,
    result.problems,
  );
}
