/** What is kept of an import between its upload and its commit. */
import type { CategoryId } from "@quarterhour/data";
import type { ImportRecord, StagedRow } from "../../store/index.ts";
import type { Complete } from "../claims.ts";
import type { IntakeProblem, OnProgress } from "../errors.ts";
import type { GeocodeCandidate, GeocodeChain, PlacedRow } from "../geocoding/index.ts";
import type { RowFixes, ValueMap } from "../tables/row.ts";
import type { CellFault, TableFormat } from "../tables/table.ts";
import type { Said } from "../../words/index.ts";

/** How the file is read. What a person says last holds; the next import of the same source begins with it. */
export interface StagingOptions {
  crs: string | null;
  encoding: string | null;
  sheet: string | null;
  /** Column name → field, or `ignore`. */
  columns: Record<string, string>;
  /** Field → text of a cell → what to read in its place; null leaves out the rows that have it. */
  values: ValueMap;
  /** null: the categories that occur. */
  complete: Complete | null;
  /** Ids of the areas for which that holds; none: the whole city. */
  areas: string[];
  /** The day from which that holds, ISO 8601, or `always`; left out: the day that the table speaks for. */
  completeSince?: string;
  /** ISO 8601; tells what has opened or closed by now. */
  today: string;
}

export interface Question {
  /** `crs`: which coordinate system; `columns`: which column is what. */
  field: "crs" | "columns";
  said: Said;
  choices: Choice[];
}

export interface Choice {
  /** What to answer: a system's id, or columns with their fields. */
  value: string | Record<string, string>;
  label: Said;
  /** Of the rows looked at, how many would lie in the city; null where that is not asked. */
  rowsInCity: number | null;
  rowsLookedAt: number | null;
}

/** What reading the file found. */
export interface StagingReport {
  /** `reading` until all rows are in; a staging that is cut off stays so. */
  phase: "reading" | "ready";
  format: TableFormat | null;
  sheets: string[] | null;
  sheet: string | null;
  header: { row: number; names: string[] } | null;
  /** Which column is taken for which field; null where it is left aside. */
  columns: { column: string; field: string | null }[];
  /** The system that the coordinates are taken in, and how it is known. */
  crs: { id: string | null; from: CrsFrom };
  questions: Question[];
  /** Outlets only: what would come in. */
  categories: { category: CategoryId; count: number }[];
  /** For a person: what was taken on trust, what was left aside. */
  notes: IntakeProblem[];
  /** The import of the same source whose answers were taken over. */
  remembered: string | null;
  /** What map services could not answer when addresses were looked for; null where none was. */
  places: { searchedAt: string; bar: number; notes: string[] } | null;
  /** When rows were set against each other and the city's outlets; not current once rows changed since. */
  pairs: { searchedAt: string; isCurrent: boolean } | null;
}

export type CrsFrom = "answer" | "remembered" | "file" | "column" | "numbers" | "unknown" | "none";

/** What is wrong in a staged row, as it is stored and shown. */
export interface StagedProblem {
  field: string | null;
  column: string | null;
  value: string | null;
  said: Said;
  severity: "fault" | "warning" | "waiting";
  unknown: boolean;
}

/** Where the address of a row without coordinates lies. It counts only as long as the row has this address. */
export interface StagedPlace {
  address: string;
  /** What stands there, as far as it was asked with it. */
  name: string | null;
  taken: PlacedRow["accepted"];
  by: "geocoder" | "person" | null;
  /** The best first. */
  candidates: GeocodeCandidate[];
}

/** A StagedRow with its own JSON. */
export type StagedTableRow = Omit<StagedRow, "faults" | "fixes" | "place" | "problems"> & {
  faults: CellFault[] | null;
  fixes: RowFixes | null;
  place: StagedPlace | null;
  problems: StagedProblem[] | null;
};

export interface Work {
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/** What is done with a table once its rows are read. */
export interface StagingWork extends Work {
  /** Makes the geocoders of a city when the first row needs them; without it rows with an address only wait. */
  geocoders?: (city: string) => Promise<GeocodeChain>;
}

export type What = ImportRecord["what"];

/** Kinds that are read as shapes: as a whole, and what a person can do with one of them is to leave it out. */
export type Shapes = "boundaries" | "compounds";
export const isOfShapes = (what: What): what is Shapes => what === "boundaries" || what === "compounds";

export const emptyReport: StagingReport = {
  phase: "reading",
  format: null,
  sheets: null,
  sheet: null,
  header: null,
  columns: [],
  crs: { id: null, from: "none" },
  questions: [],
  categories: [],
  notes: [],
  remembered: null,
  places: null,
  pairs: null,
};
