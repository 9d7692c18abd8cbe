/** Brings a table into a city of the store, all or nothing. */
import { basename, extname } from "node:path";
import type { CategoryId } from "@quarterhour/data";
import { HAND_SOURCE } from "../store/index.ts";
import type { AreaDraft, ImportRecord, OutletDraft, ReplaceCounts, ResidenceDraft, Store } from "../store/index.ts";
import { OSM_SOURCE } from "./add-city.ts";
import type { Complete } from "./claims.ts";
import { claimedCategories, countByCategory } from "./claims.ts";
import type { IntakeProblem, OnProgress } from "./errors.ts";
import { IntakeError } from "./errors.ts";
import { notSuperseded } from "./supersede.ts";
import { readBoundaries } from "./tables/boundaries.ts";
import { readOutlets } from "./tables/outlets.ts";
import { readResidences } from "./tables/residences.ts";
import type { ReadOptions, ReadResult } from "./tables/rows.ts";

export interface ImportOptions {
  city: string;
  what: "outlets" | "residences" | "boundaries";
  file: string;
  /** wgs84, gcj02, bd09, EPSG:4326, EPSG:4490, EPSG:3857. */
  crs?: string;
  encoding?: string;
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
  /** Who imports; `cli` by default. */
  actor?: string;
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
}

type Read =
  | { what: "outlets"; result: ReadResult<OutletDraft> }
  | { what: "residences"; result: ReadResult<ResidenceDraft> }
  | { what: "boundaries"; result: ReadResult<AreaDraft> };

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
    const there = known.length === 0 ? "There is none yet" : `There are: ${known.join(", ")}`;
    throw new IntakeError(`There is no city “${options.city}”. ${there}; add one with its OSM file first.`);
  }
  const source = sourceOf(options);
  if (options.asOf !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(options.asOf)) {
    throw new IntakeError(`“${options.asOf}” is no date; write it as 2024-05-01.`);
  }
  const read = await readAll(options, {
    crs: options.crs,
    encoding: options.encoding,
    columns: options.columns,
    // The map's edge says nothing about boundaries: a district reaches beyond it.
    bbox: options.what === "boundaries" ? undefined : city.bbox,
    skipBadRows: options.skipBadRows === true || options.dryRun === true,
    onFraction: (fraction) => onProgress({ step: `reading ${basename(options.file)}`, fraction }),
  });
  const { result } = read;
  const outlets = read.what === "outlets" ? read.result.drafts : [];
  const outletsByCategory = countByCategory(outlets);
  const claimed =
    read.what !== "outlets"
      ? []
      : options.complete === undefined
        ? outletsByCategory.map(({ category }) => category)
        : claimedCategories(options.complete);
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
    warnings: result.warnings,
    encoding: result.encoding,
    crs: result.crs,
  };
  if (options.dryRun === true) return summary;
  if (result.drafts.length === 0) {
    throw new IntakeError(
      `${basename(options.file)}: none of its ${result.rowsRead} rows can be taken in.`,
      result.problems,
    );
  }

  onProgress({ step: "storing", fraction: null });
  return store.transaction(async (inside) => {
    const record = await inside.addImport({
      city: city.id,
      what: options.what,
      source,
      fileName: basename(options.file),
      encoding: result.encoding,
      crs: result.crs,
      rowsRead: result.rowsRead,
      rowsAccepted: result.drafts.length,
      rowsRejected: result.rowsRejected,
      asOf: options.asOf ?? null,
      actor: options.actor ?? "cli",
    });
    let estimatesReplaced: number | null = null;
    let changes: ReplaceCounts;
    if (read.what === "outlets") {
      changes = await inside.replaceOutlets(city.id, source, record.id, read.result.drafts, {
        actor: options.actor ?? "cli",
        origin: "import",
        originId: record.id,
        ...(options.asOf === undefined ? {} : { effectiveOn: options.asOf }),
      });
      await inside.setClaims(city.id, source, options.asOf ?? null, claimed);
    } else if (read.what === "residences") {
      changes = await inside.replaceResidences(city.id, source, record.id, read.result.drafts);
      estimatesReplaced = await replaceEstimates(inside, city.id, read.result.drafts);
    } else {
      changes = await inside.replaceAreas(city.id, source, record.id, read.result.drafts);
    }
    return { ...summary, record, changes, estimatesReplaced };
  });
}

function sourceOf({ source, file }: ImportOptions): string {
  const name = (source ?? basename(file, extname(file))).trim();
  if (name === OSM_SOURCE || name === HAND_SOURCE || name === "") {
    const stands = name === OSM_SOURCE ? "the map" : name === "" ? "nothing" : "what is entered by hand";
    throw new IntakeError(
      `The source of a table cannot be called “${name}”: that name stands for ${stands}. Give another.`,
    );
  }
  return name;
}

async function readAll({ what, file }: ImportOptions, options: ReadOptions): Promise<Read> {
  if (what === "outlets") return { what, result: await readOutlets(file, options) };
  if (what === "residences") return { what, result: await readResidences(file, options) };
  return { what, result: await readBoundaries(file, options) };
}

/** Takes out the map's residences that the table counts too; returns how many. */
async function replaceEstimates(store: Store, city: string, fromTable: ResidenceDraft[]): Promise<number> {
  const fromMap = (await store.allResidences(city)).filter(({ source }) => source === OSM_SOURCE);
  const kept = notSuperseded(fromMap, fromTable);
  if (kept.length < fromMap.length) await store.replaceResidences(city, OSM_SOURCE, null, kept);
  return fromMap.length - kept.length;
}
