/** Files of shapes are read as a whole: boundaries, compounds. */
import { basename } from "node:path";
import type { AreaDraft, CompoundDraft, Store } from "../../store/index.ts";
import { watched } from "../../store/index.ts";
import { withGates } from "../compounds/gates.ts";
import { readBoundaries } from "../tables/boundaries.ts";
import { readCompounds } from "../tables/compounds.ts";
import type { ReadOptions, ReadResult } from "../tables/rows.ts";
import type { Shapes, StagedTableRow, StagingOptions, StagingReport, Work } from "./staging.ts";

/** Rows per transaction. */
const ROWS_AT_ONCE = 2000;

/** What is shown of each in the preview, beside its outline. */
const columns = {
  boundaries: { names: ["id", "level", "name"], cells: (draft: AreaDraft) => [draft.level, draft.name] },
  compounds: {
    names: ["id", "name", "households", "gates"],
    cells: (draft: CompoundDraft) => [draft.name ?? "", String(draft.households ?? ""), String(draft.gates.length)],
  },
};

/** Reads the file into the staged import; a person can leave shapes out, and mends them in the file. */
export async function stageShapes(
  store: Store,
  city: string,
  importId: string,
  file: string,
  { signal, onProgress }: Work,
): Promise<void> {
  const { record, options: stored, report: before } = (await store.getStaging(city, importId))!;
  const what = record.what as Shapes;
  const options = stored as StagingOptions;
  signal?.throwIfAborted();
  const reading: ReadOptions = {
    crs: options.crs ?? undefined,
    encoding: options.encoding ?? undefined,
    sheet: options.sheet ?? undefined,
    signal,
    skipBadRows: true,
    onFraction: (fraction) => onProgress?.({ step: `reading ${basename(file)}`, fraction }),
  };
  const { result, cells } = await readShapes(store, city, what, file, reading);
  const bad = Map.groupBy(
    result.problems.filter(({ row }) => row !== null),
    ({ row }) => row!,
  );
  const rows: StagedTableRow[] = [...bad].map(([row, problems]) => ({
    row,
    cells: [],
    faults: null,
    fixes: null,
    place: null,
    state: "bad",
    problems: problems.map(({ column, value, said }) => ({
      field: column,
      column,
      value,
      said,
      severity: "fault",
      unknown: false,
    })),
    draft: null,
    ref: null,
  }));
  for (const [i, draft] of result.drafts.entries()) {
    const ref = draft.sourceRef;
    const draftRow = { row: result.rowNumbers[i], cells: [ref ?? "", ...cells[i]], draft, ref, state: "ok" as const };
    rows.push({ ...draftRow, faults: null, fixes: null, place: null, problems: null });
  }
  rows.sort((a, b) => a.row - b.row);
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    onProgress?.({ step: "keeping the rows", fraction: start / rows.length });
    await watched({ signal }, () => store.addStagedRows(city, importId, rows.slice(start, start + ROWS_AT_ONCE)));
  }
  const { names } = columns[what];
  const report: StagingReport = {
    ...(before as StagingReport),
    phase: "ready",
    format: "geojson",
    header: { row: 0, names },
    columns: names.map((column) => ({ column, field: column })),
    crs: { id: result.crs, from: options.crs === null ? "file" : "answer" },
    notes: result.warnings,
  };
  await store.changeStaging(city, importId, {
    report,
    encoding: result.encoding,
    crs: result.crs,
    counts: { rowsRead: result.rowsRead, rowsAccepted: 0, rowsRejected: 0 },
  });
}

async function readShapes(
  store: Store,
  city: string,
  what: Shapes,
  file: string,
  reading: ReadOptions,
): Promise<{ result: ReadResult<AreaDraft | CompoundDraft>; cells: string[][] }> {
  if (what === "boundaries") {
    const result = await readBoundaries(file, reading);
    return { result, cells: result.drafts.map(columns.boundaries.cells) };
  }
  // the map's edge says nothing about boundaries; a compound outside of it belongs to another city
  const { bbox } = (await store.getCity(city))!;
  const read = await readCompounds(file, { ...reading, bbox });
  const result = { ...read, drafts: await withGates(store, city, read.drafts, reading.signal) };
  return { result, cells: result.drafts.map(columns.compounds.cells) };
}
