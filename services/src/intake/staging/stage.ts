/** Upload → staged rows: the file is read once, every row judged and kept, nothing else changed. */
import type { Store } from "../../store/index.ts";
import { sinceFromText } from "../claims.ts";
import type { Complete } from "../claims.ts";
import { IntakeError, problemAt } from "../errors.ts";
import { sourceOf } from "../source.ts";
import { crsNamed } from "../tables/crs-names.ts";
import { encodingNamed } from "../tables/encoding.ts";
import { isBlank, rowsForHeader } from "../tables/rows.ts";
import { readTable } from "../tables/table.ts";
import type { TableRow } from "../tables/table.ts";
import { checkAreas } from "./areas.ts";
import { columnsOf, LOOKED_AT, Reading, tableKinds } from "./reading.ts";
import { findRowPairs } from "./pairs.ts";
import { placeStagedRows } from "./places.ts";
import { stageShapes } from "./shapes.ts";
import { emptyReport, isOfShapes } from "./staging.ts";
import type { StagedTableRow, StagingOptions, StagingReport, StagingWork, What, Work } from "./staging.ts";
import { say } from "../../words/index.ts";

/** Rows per transaction while a file is read. */
const ROWS_AT_ONCE = 2000;

export interface StagingRequest {
  city: string;
  what: What;
  /** The file's own name, without folders. */
  fileName: string;
  source?: string;
  crs?: string;
  encoding?: string;
  sheet?: string;
  columns?: Record<string, string>;
  complete?: Complete;
  areas?: string[];
  /** ISO 8601, or `always`. */
  completeSince?: string;
  /** ISO 8601 */
  asOf?: string;
  actor: string;
}

/**
 * Begins an import: its record, and how its file is to be read, answers to the last one of the same source included.
 * Throws IntakeError for what cannot be meant; the file is read by `stageFile`.
 */
export async function beginStaging(store: Store, request: StagingRequest): Promise<string> {
  const { city, what, fileName, actor, asOf } = request;
  const source = sourceOf(request.source, fileName);
  if (request.crs !== undefined) crsNamed(request.crs);
  if (request.encoding !== undefined) encodingNamed(request.encoding);
  const areas = request.areas ?? [];
  await checkAreas(store, city, areas);
  const last = await store.lastImportOptions(city, what, source);
  const before = last?.options as StagingOptions | undefined;
  const options: StagingOptions = {
    crs: request.crs ?? before?.crs ?? null,
    encoding: request.encoding ?? null,
    sheet: request.sheet ?? null,
    columns: { ...before?.columns, ...request.columns },
    values: before?.values ?? {},
    complete: request.complete ?? null,
    areas,
    ...(request.completeSince === undefined ? {} : { completeSince: sinceFromText(request.completeSince) }),
    today: new Date().toISOString().slice(0, 10),
  };
  const hasMemory =
    before !== undefined &&
    (Object.keys(before.columns).length > 0 ||
      Object.keys(before.values).length > 0 ||
      (request.crs === undefined && before.crs !== null));
  const report: StagingReport = {
    ...emptyReport,
    crs: {
      id: null,
      from: options.crs === null ? "none" : request.crs === undefined ? "remembered" : "answer",
    },
    remembered: hasMemory ? last!.importId : null,
  };
  const record = await store.addImport({
    city,
    what,
    source,
    fileName,
    encoding: null,
    crs: null,
    rowsRead: 0,
    rowsAccepted: 0,
    rowsRejected: 0,
    asOf: asOf ?? null,
    state: "staged",
    actor,
    options,
    report,
  });
  return record.id;
}

/**
 * Reads the file into the staged import; where that throws, or is called off, the staging is broken and has no rows.
 * Then looks for addresses and for shops listed twice; called off in that, what is read stays.
 */
export async function stageFile(
  store: Store,
  { city, importId, file }: { city: string; importId: string; file: string },
  work: StagingWork = {},
): Promise<void> {
  await readFile(store, city, importId, file, work);
  await lookAround(store, { city, importId }, work);
}

/** What is done each time rows were judged, once the table leaves no question open. */
export async function lookAround(
  store: Store,
  { city, importId }: { city: string; importId: string },
  work: StagingWork,
): Promise<void> {
  const { record, report } = (await store.getStaging(city, importId))!;
  if (record.state !== "staged" || (report as StagingReport).questions.length > 0) return;
  await placeStagedRows(store, { city, importId }, work);
  await findRowPairs(store, { city, importId }, work);
}

async function readFile(store: Store, city: string, importId: string, file: string, work: Work): Promise<void> {
  try {
    const staging = await store.getStaging(city, importId);
    if (staging !== null && isOfShapes(staging.record.what)) await stageShapes(store, city, importId, file, work);
    else await stageTable(store, city, importId, file, work);
  } catch (error) {
    const broken = store.transaction(async (inside) => {
      if ((await inside.getImport(city, importId))?.state !== "staged") return;
      await inside.endStaging(city, importId, "broken");
      await inside.removeStagedRows(city, importId);
    });
    // where the store is gone, the next start marks it; why the reading failed is what has to be told
    await broken.catch(() => {});
    throw error;
  }
}

async function stageTable(store: Store, city: string, importId: string, file: string, work: Work): Promise<void> {
  const { signal, onProgress } = work;
  const { record, options: stored, report: begun } = (await store.getStaging(city, importId))!;
  const options = stored as StagingOptions;
  const before = begun as StagingReport;
  const { bbox } = (await store.getCity(city))!;
  const kind = tableKinds[record.what as "outlets" | "residences"];
  const { fileName } = record;
  signal?.throwIfAborted();
  const table = await readTable(file, {
    encoding: options.encoding ?? undefined,
    sheet: options.sheet ?? undefined,
    signal,
    crsGiven: options.crs !== null,
    onFraction: (fraction) => onProgress?.({ step: `reading ${fileName}`, fraction }),
  });
  const rows = table.rows[Symbol.asyncIterator]();
  const firstRows = await rowsForHeader(rows);
  const columns = columnsOf(firstRows, kind, options.columns, fileName);
  const waiting: TableRow[] = firstRows.filter(({ row }) => row > columns.headerRow);
  while (waiting.length < LOOKED_AT) {
    const next = await rows.next();
    if (next.done) break;
    waiting.push(next.value);
  }
  const reading = new Reading(kind, columns, waiting, {
    options,
    crsFrom: before.crs.from === "remembered" ? "remembered" : "answer",
    crsOfFile: table.crs,
    bbox,
    encoding: table.encoding,
    fileName,
  });

  let chunk: StagedTableRow[] = [];
  let rowsRead = 0;
  let writing: Promise<void> = Promise.resolve();
  const write = async () => {
    // on PostgreSQL the server writes one chunk while the next is read
    await writing;
    signal?.throwIfAborted();
    const full = chunk;
    chunk = [];
    writing = store.addStagedRows(city, importId, full);
    // awaited before the next chunk, or at the end
    writing.catch(() => {});
  };
  const take = async (row: TableRow): Promise<void> => {
    if (isBlank(row)) return;
    rowsRead++;
    chunk.push(reading.judge({ row: row.row, cells: row.cells.map(storable), faults: row.faults }, null, null));
    if (chunk.length >= ROWS_AT_ONCE) await write();
  };
  for (const row of waiting) await take(row);
  waiting.length = 0;
  for (let next = await rows.next(); !next.done; next = await rows.next()) await take(next.value);
  await write();
  await writing;
  if (rowsRead === 0) throw new IntakeError(say("table.header-only", { file: fileName }));
  const report = reading.report({ ...before, format: table.format, sheets: table.sheets, sheet: table.sheet });
  report.notes.push(...table.notes.map((note) => problemAt(null, null, null, note)));
  await store.changeStaging(city, importId, {
    report,
    encoding: table.encoding,
    crs: reading.crs.id,
    counts: { rowsRead, rowsAccepted: 0, rowsRejected: 0 },
  });
}

/** JSON in the store holds neither NUL nor halves of characters. */
function storable(text: string): string {
  return (text.includes("\u0000") ? text.replaceAll("\u0000", "\ufffd") : text).toWellFormed();
}
