/** A staged import as a person looks at it. */
import type {
  ImportPairCounts,
  ImportRecord,
  ProblemGroup,
  ReplaceCounts,
  StagedPlaceCounts,
  StagedRowState,
  Store,
} from "../../store/index.ts";
import { NotFound } from "../../store/index.ts";
import { thresholds } from "../duplicates/index.ts";
import { DEFAULT_BAR } from "../geocoding/index.ts";
import { isOfShapes } from "./staging.ts";
import type { StagingOptions, StagingReport } from "./staging.ts";
import { say } from "../../words/index.ts";
import { noteOnClaims } from "../claims.ts";
import { problemAt } from "../errors.ts";
import { categoriesOfStaged } from "./commit.ts";
import { leftOutOf } from "./left-out.ts";

const MOST_GROUPS = 300;

export interface StagingSummary extends Omit<ImportRecord, "crs">, Omit<StagingReport, "places" | "pairs"> {
  /** Rows by state; after the commit only those that were left out. */
  counts: Record<StagedRowState, number>;
  /** What a commit of the good rows would do; null once it is not staged any more, or not read yet. */
  changes: ReplaceCounts | null;
  /** Values that no list knows, with the number of rows that have them. */
  unknownValues: { field: string; column: string | null; value: string; rows: number; firstRow: number }[];
  problems: ProblemGroup[];
  /** Rows with an address and no coordinates; null where it is none of outlets, homes or sites, or not staged any more. */
  places: (StagedPlaceCounts & { searchedAt: string | null; bar: number; notes: string[] }) | null;
  /** Rows that look like an outlet or like one another; null where they were not looked for, or not staged any more. */
  pairs: (ImportPairCounts & { searchedAt: string; isCurrent: boolean }) | null;
  options: Pick<StagingOptions, "columns" | "values" | "complete" | "areas">;
}

/** Throws NotFound. */
export async function summaryOf(store: Store, city: string, id: string): Promise<StagingSummary> {
  const staging = await store.getStaging(city, id);
  if (staging === null) throw new NotFound(say("import.none", { id, city }));
  const { record } = staging;
  const report = staging.report as StagingReport | null;
  const options = staging.options as StagingOptions | null;
  const groups = await store.groupProblems(city, id, MOST_GROUPS);
  const isOpen = record.state === "staged" && report?.phase === "ready";
  const { places = null, pairs = null, ...found } = report ?? {};
  const isOfOutlets = isOpen && record.what === "outlets";
  const live = isOfOutlets ? await categoriesOfStaged(store, city, id) : null;
  const notes = [...(report?.notes ?? [])];
  if (isOfOutlets && options) {
    const occurring = live!.map(({ category }) => category);
    const note = noteOnClaims(options.complete, occurring, await leftOutOf(store, city, id, report, options));
    if (note !== null) notes.push(problemAt(null, null, null, note));
  }
  return {
    ...record,
    ...((report && (found as StagingReport)) ?? {
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
    notes,
    categories: live ?? report?.categories ?? [],
    places:
      isOpen && !isOfShapes(record.what)
        ? {
            ...(await store.countStagedPlaces(city, id)),
            searchedAt: places?.searchedAt ?? null,
            bar: places?.bar ?? DEFAULT_BAR,
            notes: places?.notes ?? [],
          }
        : null,
    pairs: isOpen && pairs ? { ...(await store.countImportPairs(city, id, thresholds.sure)), ...pairs } : null,
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
