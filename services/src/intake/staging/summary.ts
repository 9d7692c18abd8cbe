/** A staged import as a person looks at it. */
import type { ImportRecord, ProblemGroup, ReplaceCounts, StagedRowState, Store } from "../../store/index.ts";
import { NotFound } from "../../store/index.ts";
import type { StagingOptions, StagingReport } from "./staging.ts";

const MOST_GROUPS = 300;

export interface StagingSummary extends Omit<ImportRecord, "crs">, StagingReport {
  /** Rows by state; after the commit only those that were left out. */
  counts: Record<StagedRowState, number>;
  /** What a commit of the good rows would do; null once it is not staged any more, or not read yet. */
  changes: ReplaceCounts | null;
  /** Values that no list knows, with the number of rows that have them. */
  unknownValues: { field: string; column: string | null; value: string; rows: number; firstRow: number }[];
  problems: ProblemGroup[];
  options: Pick<StagingOptions, "columns" | "values" | "complete" | "areas">;
}

/** Throws NotFound. */
export async function summaryOf(store: Store, city: string, id: string): Promise<StagingSummary> {
  const staging = await store.getStaging(city, id);
  if (staging === null) throw new NotFound(`There is no import ${id} in ${city}.`);
  const { record } = staging;
  const report = staging.report as StagingReport | null;
  const options = staging.options as StagingOptions | null;
  const groups = await store.groupProblems(city, id, MOST_GROUPS);
  const isOpen = record.state === "staged" && report?.phase === "ready";
  return {
    ...record,
    ...(report ?? {
      phase: "ready",
      format: null,
      sheets: null,
      sheet: null,
      header: null,
      columns: [],
      questions: [],
      categories: [],
      notes: [],
      remembered: null,
    }),
    crs: report?.crs ?? { id: record.crs, from: "none" },
    counts: await store.countStagedRows(city, id),
    changes: isOpen ? await store.stagedChanges(city, id) : null,
    unknownValues: groups.flatMap(({ unknown, field, column, value, rows, firstRow }) =>
      unknown && field !== null && value !== null ? [{ field, column, value, rows, firstRow }] : [],
    ),
    problems: groups.filter(({ unknown }) => !unknown),
    options: {
      columns: options?.columns ?? {},
      values: options?.values ?? {},
      complete: options?.complete ?? null,
      areas: options?.areas ?? [],
    },
  };
}
