/** Brings a table into a city of the store, all or nothing. */
import { basename } from "node:path";
import type { CategoryId } from "@quarterhour/data";
import { watched } from "../store/index.ts";
import type {
  AreaDraft,
  City,
  CompoundDraft,
  ImportRecord,
  OutletDraft,
  ReplaceCounts,
  ResidenceDraft,
  RowPair,
  SiteDraft,
  Store,
} from "../store/index.ts";
import { withGates } from "./compounds/gates.ts";
import type { Complete } from "./claims.ts";
import { claimedBy, countByCategory, noteOnClaims, nothingLeftOut, sinceFromText } from "./claims.ts";
import { comparableRow, pairsOfTable } from "./duplicates/index.ts";
import type { IntakeProblem, OnProgress } from "./errors.ts";
import { IntakeError, problemAt } from "./errors.ts";
import { geocodeRows } from "./geocoding/index.ts";
import type { AddressRow, GeocodeChain, PlacedRow } from "./geocoding/index.ts";
import { sourceOf } from "./source.ts";
import { applyImport } from "./staging/apply.ts";
import type { Drafts } from "./staging/apply.ts";
import { checkAreas } from "./staging/areas.ts";
import { isOfShapes } from "./staging/staging.ts";
import type { StagingOptions } from "./staging/staging.ts";
import { readBoundaries } from "./tables/boundaries.ts";
import { readCompounds } from "./tables/compounds.ts";
import { readOutlets } from "./tables/outlets.ts";
import { readResidences } from "./tables/residences.ts";
import type { ReadOptions, ReadResult } from "./tables/rows.ts";
import type { PlaceCounts } from "./tables/waiting.ts";
import { readSites } from "./tables/sites.ts";
import { say } from "../words/index.ts";
import type { Language } from "../words/index.ts";

export interface ImportOptions {
  city: string;
  what: ImportRecord["what"];
  file: string;
  /** As `crsNamed` takes it: wgs84, gcj02, bd09, EPSG:4490, EPSG:4526, "CGCS2000 3度带 38带", … */
  crs?: string;
  encoding?: string;
  /** Sheet of a workbook or layer of a geographic file; the one that fits best by default. */
  sheet?: string;
  /** Column name → field. */
  columns?: Record<string, string>;
  /** Reads and judges, writes nothing; bad rows are then reported instead of thrown. */
  dryRun?: boolean;
  /** Takes the good rows although others are bad. */
  skipBadRows?: boolean;
  /** Who sent the table; the file's name without its ending by default. A later import of the same source replaces this one. */
  source?: string;
  /** Categories whose outlets are all in the table; by default those that occur in it. */
  complete?: Complete;
  /** ISO 8601 date that the table speaks for. */
  asOf?: string;
  /** Ids of the areas for which `complete` holds; the whole city by default. */
  areas?: string[];
  /** The day from which `complete` holds, ISO 8601, or `always`; by default `asOf`, else today. */
  completeSince?: string;
  /** Who imports; `cli` by default. */
  actor?: string;
  /** Makes the geocoders for rows that have an address and no coordinates; without it those rows are bad. */
  geocoders?: (city: City) => Promise<GeocodeChain>;
  /** Confidence from which a place is taken. */
  bar?: number;
  /** Gives back the rows that were left out. */
  keepLeft?: boolean;
  /** In which it is told why they were left out; English by default. */
  language?: Language;
  /** Called off, nothing is written. */
  signal?: AbortSignal;
}

export interface ImportSummary {
  /** Null for a dry run. */
  record: ImportRecord | null;
  source: string;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  /** What the import did to the rows of this source; null for a dry run. */
  changes: ReplaceCounts | null;
  /** Homes estimated from the map that the table's counts replace; null where that is not asked. */
  estimatesReplaced: number | null;
  /** Outlets only: what came in, by category in policy order. */
  outletsByCategory: { category: CategoryId; count: number }[];
  claimed: CategoryId[];
  problems: IntakeProblem[];
  warnings: IntakeProblem[];
  encoding: string | null;
  crs: string;
  /** What became of rows with an address and no coordinates; null where they were not looked for. */
  places: PlaceCounts | null;
  /** Rows left out, where that was asked for. */
  left?: ReadResult<unknown>["left"];
  /** Of a dry run: rows that look like an outlet of another source, or like one another; else null. */
  duplicates: RowPair[] | null;
}

type Read =
  | { what: "outlets"; result: ReadResult<OutletDraft> }
  | { what: "residences"; result: ReadResult<ResidenceDraft> }
  | { what: "boundaries"; result: ReadResult<AreaDraft> }
  | { what: "compounds"; result: ReadResult<CompoundDraft> }
  | { what: "sites"; result: ReadResult<SiteDraft> };

/**
 * Reads the table and writes it in one transaction. Throws IntakeError for a city that is not there, a file that
 * cannot be taken in, or bad rows (unless `skipBadRows` or `dryRun`); the store is then as it was.
 */
export async function importTable(
  store: Store,
  options: ImportOptions,
  onProgress: OnProgress = () => {},
): Promise<ImportSummary> {
  const city = await store.getCity(options.city);
  if (city === null) {
    const known = (await store.listCities()).map(({ id }) => id);
    const { city: asked } = options;
    throw new IntakeError(
      known.length === 0 ? say("city.none-yet", { city: asked }) : say("city.others", { city: asked, cities: known }),
    );
  }
  const source = sourceOf(options.source, options.file);
  if (options.asOf !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(options.asOf)) {
    throw new IntakeError(say("date.wrong", { text: options.asOf }));
  }
  const completeSince = options.completeSince === undefined ? undefined : sinceFromText(options.completeSince);
  await checkAreas(store, city.id, options.areas ?? []);
  const notes: string[] = [];
  const read = await readAll(store, options, {
    crs: options.crs,
    encoding: options.encoding,
    sheet: options.sheet,
    columns: options.columns,
    // The map's edge says nothing about boundaries: a district reaches beyond it.
    bbox: options.what === "boundaries" ? undefined : city.bbox,
    skipBadRows: options.skipBadRows === true || options.dryRun === true,
    signal: options.signal,
    keepLeft: options.keepLeft,
    language: options.language,
    ...(options.geocoders && !isOfShapes(options.what)
      ? { findPlaces: (rows: AddressRow[]) => findPlaces(rows, city, options, notes, onProgress) }
      : {}),
    onFraction: (fraction) => onProgress({ step: `reading ${basename(options.file)}`, fraction }),
  });
  const { result } = read;
  const outlets = read.what === "outlets" ? read.result.drafts : [];
  const outletsByCategory = countByCategory(outlets);
  const complete = options.complete ?? null;
  const occurring = outletsByCategory.map(({ category }) => category);
  const left = result.leftOut ?? nothingLeftOut;
  const claimed = read.what === "outlets" ? claimedBy(complete, occurring, left) : [];
  const onClaims = read.what === "outlets" ? noteOnClaims(complete, occurring, left) : null;
  const summary: ImportSummary = {
    record: null,
    source,
    rowsRead: result.rowsRead,
    rowsAccepted: result.drafts.length,
    rowsRejected: result.rowsRejected,
    changes: null,
    estimatesReplaced: null,
    outletsByCategory,
    claimed,
    problems: result.problems,
    warnings: [
      ...result.warnings,
      ...[...notes, ...(onClaims === null ? [] : [onClaims])].map((note) => problemAt(null, null, null, note)),
    ],
    encoding: result.encoding,
    crs: result.crs,
    places: result.places ?? null,
    ...(result.left ? { left: result.left } : {}),
    duplicates: null,
  };
  if (options.dryRun === true) {
    if (read.what !== "outlets") return summary;
    const rows = outlets.map((draft, i) => comparableRow(result.rowNumbers[i], draft, source));
    const duplicates = await pairsOfTable(store, city.id, rows, {
      source,
      onFraction: (fraction) => onProgress({ step: "looking for shops listed twice", fraction }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
    return { ...summary, duplicates };
  }
  if (result.drafts.length === 0) {
    throw new IntakeError(
      say("table.none-good", { file: basename(options.file), rows: result.rowsRead }),
      result.problems,
    );
  }

  onProgress({ step: "storing", fraction: null });
  const kept: StagingOptions = {
    crs: options.crs ?? null,
    encoding: options.encoding ?? null,
    sheet: options.sheet ?? null,
    columns: options.columns ?? {},
    values: {},
    complete: options.complete ?? null,
    areas: options.areas ?? [],
    ...(completeSince === undefined ? {} : { completeSince }),
    today: new Date().toISOString().slice(0, 10),
  };
  const work = async (inside: Store) => {
    const actor = options.actor ?? "cli";
    const record = await inside.addImport({
      city: city.id,
      what: options.what,
      source,
      fileName: basename(options.file),
      encoding: result.encoding,
      crs: result.crs,
      rowsRead: result.rowsRead,
      rowsAccepted: result.drafts.length,
      rowsRejected: result.rowsRead - result.drafts.length,
      asOf: options.asOf ?? null,
      actor,
      options: kept,
    });
    const drafts = {
      what: read.what,
      drafts: result.drafts,
      claimed,
      areas: kept.areas,
      since: completeSince,
    } as Drafts;
    const applied = await applyImport(
      inside,
      { id: record.id, city: city.id, source, asOf: options.asOf ?? null, actor },
      drafts,
    );
    return { ...summary, record, ...applied };
  };
  return watched({ signal: options.signal }, () => store.transaction(work));
}

async function findPlaces(
  rows: AddressRow[],
  city: City,
  { geocoders, bar, signal }: ImportOptions,
  notes: string[],
  onProgress: OnProgress,
): Promise<PlacedRow[]> {
  onProgress({ step: "looking for addresses", fraction: null });
  const chain = await geocoders!(city);
  try {
    const found = await geocodeRows(rows, chain, {
      city: city.nameZh,
      progress: (fraction) => onProgress({ step: "looking for addresses", fraction }),
      ...(bar === undefined ? {} : { bar }),
      ...(signal ? { signal } : {}),
    });
    notes.push(...found.notes);
    return found.rows;
  } finally {
    await chain.cache?.save();
  }
}

async function readAll(store: Store, { what, file, city }: ImportOptions, options: ReadOptions): Promise<Read> {
  if (what === "outlets") return { what, result: await readOutlets(file, options) };
  if (what === "residences") return { what, result: await readResidences(file, options) };
  if (what === "sites") return { what, result: await readSites(file, options) };
  if (what === "boundaries") return { what, result: await readBoundaries(file, options) };
  const result = await readCompounds(file, options);
  return { what, result: { ...result, drafts: await withGates(store, city, result.drafts, options.signal) } };
}
