/** What a person says of a staged import: of the table as a whole, or of one row. Rows are then judged again. */
import { isCategoryId } from "@quarterhour/data";
import type { Store } from "../../store/index.ts";
import { InvalidInput, NotFound, StoreConflict, watched } from "../../store/index.ts";
import type { Complete } from "../claims.ts";
import { sourceOf } from "../source.ts";
import { crsNamed } from "../tables/crs-names.ts";
import type { Crs } from "../tables/coordinates.ts";
import type { RowFixes, ValueMap } from "../tables/row.ts";
import type { TableRow } from "../tables/table.ts";
import { columnsOf, LOOKED_AT, Reading, tableKinds } from "./reading.ts";
import { checkAreas } from "./areas.ts";
import { lookAround } from "./stage.ts";
import { changeReport, withChoice } from "./places.ts";
import { isOfShapes } from "./staging.ts";
import type { StagedTableRow, StagingOptions, StagingReport, StagingWork } from "./staging.ts";
import { say } from "../../words/index.ts";

const ROWS_AT_ONCE = 2000;

/** Everything is set to what is said; `columns` and `values` are added to what was said before. */
export interface StagingAnswers {
  crs?: string;
  columns?: Record<string, string>;
  values?: ValueMap;
  complete?: Complete | null;
  areas?: string[];
  source?: string;
  asOf?: string | null;
}

/** Throws InvalidInput or IntakeError for answers that cannot be meant, StoreConflict where it is too late for them. */
export async function checkAnswers(store: Store, city: string, id: string, answers: StagingAnswers): Promise<void> {
  const { record, report } = await readyStaging(store, city, id);
  if (answers.crs !== undefined) {
    crsNamed(answers.crs);
    if (isOfShapes(record.what)) {
      throw new InvalidInput(say("area.crs-at-once"), "crs");
    }
  }
  if (answers.source !== undefined) sourceOf(answers.source, "");
  await checkAreas(store, city, answers.areas ?? []);
  if (Array.isArray(answers.complete)) {
    const unknown = answers.complete.filter((category) => !isCategoryId(category));
    if (unknown.length > 0) throw new InvalidInput(say("claim.no-category", { unknown }), "complete");
  }
  const fields = isOfShapes(record.what) ? [] : tableKinds[record.what].fields.map((field) => field.id);
  const names = report.header?.names ?? [];
  for (const [column, field] of Object.entries(answers.columns ?? {})) {
    if (!names.includes(column)) {
      throw new InvalidInput(say("column.unknown", { column, names }), "columns");
    }
    if (field !== "ignore" && !fields.includes(field)) {
      throw new InvalidInput(say("field.unknown", { field, fields: [...fields, "ignore"] }), "columns");
    }
  }
  for (const field of Object.keys(answers.values ?? {})) {
    if (!fields.includes(field)) {
      throw new InvalidInput(say("field.unknown", { field, fields }), "values");
    }
  }
}

/** A staging whose file is read. Throws NotFound, or StoreConflict where it is not staged, or still being read. */
async function readyStaging(store: Store, city: string, id: string, lock = false) {
  const staging = lock ? await store.lockStaging(city, id) : await store.getStaging(city, id);
  if (staging === null) throw new NotFound(say("import.none", { id, city }));
  if (staging.record.state !== "staged") {
    throw new StoreConflict(say("import.not-staged", { id, state: staging.record.state }));
  }
  const report = staging.report as StagingReport;
  if (report.phase !== "ready") throw new StoreConflict(say("import.reading", { id }));
  return { record: staging.record, options: staging.options as StagingOptions, report };
}

/**
 * Takes the answers over and judges all rows again, in one transaction; then looks for addresses and shops listed twice
 * as `stageFile` does. Throws as `checkAnswers`.
 */
export async function answerStaging(
  store: Store,
  { city, importId, answers }: { city: string; importId: string; answers: StagingAnswers },
  work: StagingWork = {},
): Promise<void> {
  const { signal, onProgress } = work;
  await checkAnswers(store, city, importId, answers);
  const isJudgedAnew = answers.crs !== undefined || answers.columns !== undefined || answers.values !== undefined;
  await store.transaction(async (inside) => {
    const { record, options: before, report } = await readyStaging(inside, city, importId, true);
    const { crs, complete, areas, source, asOf } = answers;
    const options: StagingOptions = {
      ...before,
      columns: mergedColumns(before.columns, answers.columns ?? {}),
      values: mergedValues(before.values, answers.values ?? {}),
      ...(crs === undefined ? {} : { crs }),
      ...(complete === undefined ? {} : { complete }),
      ...(areas === undefined ? {} : { areas }),
    };
    const change = { ...(source === undefined ? {} : { source }), ...(asOf === undefined ? {} : { asOf }) };
    if (isOfShapes(record.what) || !isJudgedAnew) {
      await inside.changeStaging(city, importId, { ...change, options });
      return;
    }
    const reading = await readingOf(inside, city, importId, options, crs === undefined ? report.crs : null);
    let after = 0;
    for (;;) {
      signal?.throwIfAborted();
      const rows = (await inside.stagedRows(city, importId, { after, limit: ROWS_AT_ONCE })) as StagedTableRow[];
      if (rows.length === 0) break;
      after = rows.at(-1)!.row;
      const judged = rows.map((row) => reading.judge(row, row.fixes, row.place));
      await watched({ signal }, () => inside.putStagedRows(city, importId, judged));
      onProgress?.({ step: "judging the rows again", fraction: Math.min(1, after / Math.max(1, record.rowsRead)) });
    }
    const found = { ...reading.report(report), pairs: report.pairs && { ...report.pairs, isCurrent: false } };
    await inside.changeStaging(city, importId, { ...change, options, report: found, crs: reading.crs.id });
  });
  // another source is set against other outlets
  if (isJudgedAnew || answers.source !== undefined) await lookAround(store, { city, importId }, work);
}

/** A field that a column now stands for, is no longer what another one stands for. */
function mergedColumns(before: Record<string, string>, now: Record<string, string>): Record<string, string> {
  const taken = new Set(Object.values(now));
  const kept = Object.entries(before).filter(([column, field]) => !(column in now) && !taken.has(field));
  return { ...Object.fromEntries(kept), ...now };
}

function mergedValues(before: ValueMap, now: ValueMap): ValueMap {
  const merged = { ...before };
  for (const [field, map] of Object.entries(now)) merged[field] = { ...merged[field], ...map };
  return merged;
}

async function readingOf(
  store: Store,
  city: string,
  importId: string,
  options: StagingOptions,
  known: StagingReport["crs"] | null,
): Promise<Reading> {
  const { record, report: stored } = (await store.getStaging(city, importId))!;
  const report = stored as StagingReport;
  const { bbox } = (await store.getCity(city))!;
  const kind = tableKinds[record.what as "outlets" | "residences"];
  const header: TableRow = { row: report.header!.row, cells: report.header!.names };
  const columns = columnsOf([header], kind, options.columns, record.fileName);
  const sample = (await store.stagedRows(city, importId, { limit: LOOKED_AT })) as StagedTableRow[];
  return new Reading(
    kind,
    columns,
    sample.map(({ row, cells }) => ({ row, cells })),
    {
      options,
      crsFrom: known?.from === "remembered" ? "remembered" : "answer",
      crsOfFile: known?.from === "file" ? (known.id as Crs) : null,
      bbox,
      encoding: record.encoding,
      fileName: record.fileName,
    },
  );
}

/** null takes a fix back. */
export interface RowMending {
  cells?: Record<string, string | null>;
  location?: [number, number] | null;
  /** Number of one of the places found for the row's address, from 0. */
  candidate?: number | null;
  skip?: boolean;
}

/**
 * Mends one row and judges it again, with the rows that name the same key. Gives the row as it is then. Throws
 * NotFound (a candidate that is none, too), InvalidInput for a column that is none, StoreConflict where it is too late.
 */
export function mendRow(
  store: Store,
  { city, importId, row: number, mending }: { city: string; importId: string; row: number; mending: RowMending },
): Promise<StagedTableRow> {
  return store.transaction(async (inside) => {
    const { record, options, report } = await readyStaging(inside, city, importId, true);
    const [row] = (await inside.stagedRows(city, importId, { rows: [number] })) as StagedTableRow[];
    if (row === undefined) throw new NotFound(say("import.no-row", { id: importId, row: number }));
    if (isOfShapes(record.what)) {
      if (mending.cells !== undefined || mending.location !== undefined || mending.candidate !== undefined) {
        throw new InvalidInput(say("area.skip-only"), "cells");
      }
      if (row.state !== "ok" && row.state !== "skipped") {
        throw new InvalidInput(say("area.not-skippable"), "skip");
      }
      const state: StagedTableRow["state"] = mending.skip === false ? "ok" : "skipped";
      const after = { ...row, state, fixes: { skip: state === "skipped" } };
      await inside.putStagedRows(city, importId, [after]);
      return after;
    }
    checkMending(mending, report, record.what as "outlets" | "residences");
    const place = mending.candidate === undefined ? row.place : withChoice(row, mending.candidate);
    const mended = { ...row, place, fixes: withMending(row.fixes, mending) };
    const reading = await readingOf(inside, city, importId, options, report.crs);
    // what it names now can only be told by judging it; whoever names the same is judged with it, in order
    const now = (await readingOf(inside, city, importId, options, report.crs)).judge(mended, mended.fixes, place);
    const refs = [row.ref, now.ref].filter((ref) => ref !== null);
    const others = refs.length === 0 ? [] : ((await inside.stagedRows(city, importId, { refs })) as StagedTableRow[]);
    const together = [mended, ...others.filter((other) => other.row !== number)].sort((a, b) => a.row - b.row);
    const judged = together.map((one) => reading.judge(one, one.fixes, one.place));
    await inside.putStagedRows(city, importId, judged);
    // what the rows look like now is found by the next search
    const numbers = judged.map((one) => one.row);
    await inside.putImportPairs(city, importId, [], numbers);
    await changeReport(inside, city, importId, ({ pairs }) => ({ pairs: pairs && { ...pairs, isCurrent: false } }));
    return judged.find((one) => one.row === number)!;
  });
}

function checkMending({ cells, location }: RowMending, report: StagingReport, what: "outlets" | "residences"): void {
  const names = new Set([...report.header!.names, ...tableKinds[what].fields.map(({ id }) => id)]);
  for (const column of Object.keys(cells ?? {})) {
    if (!names.has(column)) throw new InvalidInput(say("column.neither", { column }), "cells");
  }
  if (location && !(Math.abs(location[0]) <= 180 && Math.abs(location[1]) <= 90)) {
    throw new InvalidInput(say("import.location"), "location");
  }
}

function withMending(before: RowFixes | null, { cells, location, candidate, skip }: RowMending): RowFixes {
  const merged = Object.entries({ ...before?.cells, ...cells }).filter((entry) => entry[1] !== null);
  // a candidate that is chosen takes the place of a point that was set, and the other way round
  const given = location === undefined && typeof candidate === "number" ? null : location;
  const place = given === undefined ? before?.location : (given ?? undefined);
  return {
    ...(merged.length > 0 ? { cells: Object.fromEntries(merged) as Record<string, string> } : {}),
    ...(place === undefined ? {} : { location: place }),
    skip: skip ?? before?.skip ?? false,
  };
}
