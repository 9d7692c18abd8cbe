/** Imports as a store keeps them: staged row by row, committed, undone. */
import type { Area, Residence, Claim } from "./records.ts";
import type { Compound, StoredSite } from "./stock-types.ts";

/** What an import can hold. */
export const importKinds = ["outlets", "residences", "boundaries", "compounds", "sites"] as const;
export type ImportKind = (typeof importKinds)[number];

export type ImportState = "staged" | "committed" | "undone" | "discarded" | "broken";

export interface ImportRecord {
  id: string;
  city: string;
  what: ImportKind;
  source: string;
  fileName: string;
  encoding: string | null;
  crs: string | null;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  /** Date the data speaks for, ISO 8601. */
  asOf: string | null;
  state: ImportState;
  actor: string;
  createdAt: string;
  /** null until it is committed. */
  committedAt: string | null;
  undoneAt: string | null;
}

/** An import as it is begun; a staged one has changed nothing yet. */
export type ImportDraft = Omit<ImportRecord, "id" | "createdAt" | "committedAt" | "undoneAt" | "state" | "actor"> & {
  state?: "staged" | "committed";
  actor?: string;
  /** JSON: how the file is read, and what reading it found. */
  options?: unknown;
  report?: unknown;
};

/** An import with what the code that stages it keeps of it; both are its own JSON. */
export interface Staging {
  record: ImportRecord;
  options: unknown;
  report: unknown;
}

/** What of a staged import may change. */
export type StagingChange = Partial<
  Pick<Staging, "options" | "report"> &
    Pick<ImportRecord, "encoding" | "crs" | "source" | "asOf"> & { counts: ImportCounts }
>;

export type StagedRowState = "ok" | "warning" | "bad" | "waiting" | "skipped";

/** A row of a staged import. */
export interface StagedRow {
  /** As the spreadsheet numbers it. */
  row: number;
  cells: string[];
  /** JSON: cells that could not be read; where its address lies. */
  faults: unknown;
  place: unknown;
  /** JSON: what a person changed, what is wrong, and what would be written; null for nothing. */
  fixes: unknown;
  problems: unknown;
  draft: unknown;
  state: StagedRowState;
  /** The key that the row names, whether or not it may have it. */
  ref: string | null;
}

export interface StagedRowQuery {
  states?: StagedRowState[];
  refs?: string[];
  rows?: number[];
  /** Rows behind this one. */
  after?: number;
  limit?: number;
}

/** One thing that is wrong with many staged rows. */
export interface ProblemGroup {
  field: string | null;
  column: string | null;
  severity: string;
  /** JSON of the caller. */
  said: unknown;
  /** The value is one that no list knows; it stands in `value`. */
  unknown: boolean;
  value: string | null;
  rows: number;
  firstRow: number;
}

/** What an import took the place of. */
export interface Before {
  claims: Claim[];
  residences: Residence[];
  /** Homes estimated from the map that a table's counts replaced. */
  estimates: Residence[];
  areas: Area[];
  sites: StoredSite[];
  compounds: Compound[];
}

/** In place of drafts: the good rows of a staged import. */
export interface StagedDrafts {
  /** Its id. */
  stagedIn: string;
}

export type ImportCounts = Pick<ImportRecord, "rowsRead" | "rowsAccepted" | "rowsRejected">;
