// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { CategoryId, DuplicateReason, Job, Outlet } from "./shared.ts";

export const imports = {
  /** Say of all open pairs from a score on that they are the same; each can be taken back */
  acceptImportDuplicates: call<
    { city: string; id: string },
    {
      /** At least thresholds.sure */ minScore: number;
    },
    { decided: number }
  >("POST /api/cities/{city}/imports/{id}/duplicates/bulk"),
  /** Take the best candidate of every row that waits, from a confidence on */
  acceptImportPlaces: call<{ city: string; id: string }, { minConfidence: number }, { job: Job }>(
    "POST /api/cities/{city}/imports/{id}/places/accept",
  ),
  /** Answer questions, say what columns and values mean: all rows are judged again */
  answerImport: call<{ city: string; id: string }, AnswerImportBody, { job: Job; import: Import | null }>(
    "PATCH /api/cities/{city}/imports/{id}",
  ),
  /** Take it in, all in one */
  commitImport: call<
    { city: string; id: string },
    {
      /** Leave out rows that are bad or wait */ skipBad?: boolean;
    } | null,
    { job: Job; import: Import | null }
  >("POST /api/cities/{city}/imports/{id}/commit"),
  /** Say what a row and what it looks like are, or take that back; the commit does it */
  decideImportDuplicate: call<
    { city: string; id: string; pair: number },
    { decision: ("same" | "different") | null },
    ImportPair
  >("PATCH /api/cities/{city}/imports/{id}/duplicates/{pair}"),
  /** Discard what is staged; nothing of it was taken in */
  discardImport: call<{ city: string; id: string }, never, null>("DELETE /api/cities/{city}/imports/{id}"),
  /** What was found in the file, what has to be answered, and what a commit would do */
  getImport: call<
    {
      city: string;
      id: string;
      /** Language of messages; else Accept-Language, else en */ lang?: "zh" | "en";
    },
    never,
    ImportSummary
  >("GET /api/cities/{city}/imports/{id}"),
  /** Rows that look like an outlet of another source or like another row, the surest first */
  listImportDuplicates: call<
    {
      city: string;
      id: string;
      /** Both when left out */ state?: "open" | "decided";
      row?: number;
      minScore?: number;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
    },
    never,
    ListImportDuplicatesAnswer
  >("GET /api/cities/{city}/imports/{id}/duplicates"),
  /** Rows that wait for a place, with the candidates for their address; or those that were placed by it. One is chosen, set or left out by PATCH of the row */
  listImportPlaces: call<
    {
      city: string;
      id: string;
      state?: "waiting" | "placed";
      /** Of the best candidate */ minConfidence?: number;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Language of messages; else Accept-Language, else en */ lang?: "zh" | "en";
    },
    never,
    { items: StagedRow[]; nextCursor: string | null }
  >("GET /api/cities/{city}/imports/{id}/places"),
  /** Rows of the file with what is wrong in them; after the commit, those that were left out */
  listImportRows: call<
    {
      city: string;
      id: string;
      /** ok and warning come in; bad cannot; waiting: its place, or the table's columns or coordinate system, have to be told; skipped: left out */ state?: RowState;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Language of messages; else Accept-Language, else en */ lang?: "zh" | "en";
    },
    never,
    { items: StagedRow[]; nextCursor: string | null }
  >("GET /api/cities/{city}/imports/{id}/rows"),
  /** What was imported, the latest first; what is staged, discarded and undone among it */
  listImports: call<
    {
      city: string;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
    },
    never,
    { items: Import[]; nextCursor: string | null }
  >("GET /api/cities/{city}/imports"),
  /** Mend one row, place it, or leave it out; it is judged again */
  mendImportRow: call<{ city: string; id: string; row: number }, MendImportRowBody, StagedRow>(
    "PATCH /api/cities/{city}/imports/{id}/rows/{row}",
  ),
  /** Look again, after rows were changed; what was decided holds */
  searchImportDuplicates: call<{ city: string; id: string }, never, { job: Job }>(
    "POST /api/cities/{city}/imports/{id}/duplicates/search",
  ),
  /** Look for the addresses of rows that wait: of those that were not asked about yet, or of all */
  searchImportPlaces: call<
    { city: string; id: string },
    {
      /** Ask about all that wait */ again?: boolean;
    },
    { job: Job }
  >("POST /api/cities/{city}/imports/{id}/places/search"),
  /** Upload a table or boundaries: they are read and judged, nothing else is changed */
  stageImport: call<{ city: string }, FormData, { job: Job; import: Import | null }>("POST /api/cities/{city}/imports"),
  /** Put everything back as it was before the import, unless something later rests on it */
  undoImport: call<{ city: string; id: string }, never, { job: Job; import: Import | null }>(
    "POST /api/cities/{city}/imports/{id}/undo",
  ),
};

export interface AnswerImportBody {
  crs?: string;
  /** Column name → field, or `ignore` */ columns?: Record<string, string>;
  /** Field → text of a cell, or of a part of it where it lists several → what to read in its place; null leaves out the rows that have it */ values?: Record<
    string,
    Record<string, string | null>
  >;
  complete?: (("all" | "none") | CategoryId[]) | null;
  /** Ids of the areas for which `complete` holds; none: the whole city */ areas?: string[];
  source?: string;
  asOf?: string | null;
}

export interface ListImportDuplicatesAnswer {
  items: ImportPair[];
  nextCursor: string | null;
  thresholds: { propose: number; sure: number };
}

export interface MendImportRowBody {
  /** Column or field → text to read in its place; null takes that back */ cells?: Record<string, string | null>;
  location?: [number, number] | null;
  candidate?: number | null;
  skip?: boolean;
}

export interface Import {
  id: string;
  what: ImportWhat;
  source: string;
  fileName: string;
  encoding: string | null;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  asOf: string | null;
  state: ImportState;
  createdAt: string;
  committedAt: string | null;
  undoneAt: string | null;
  crs: string | null;
}

export interface ImportPair {
  id: number;
  row: PairRow;
  otherRow: PairRow | null;
  outlet: Outlet | null;
  outletId: string | null;
  score: number;
  sure: boolean;
  distanceMeters: number;
  /** What speaks for and against */ reasons: DuplicateReason[];
  decision: ("same" | "different") | null;
  decidedBy: string | null;
  decidedAt: string | null;
}

/** staged: waits for a person, has changed nothing; broken: its reading was cut off or failed, nothing of it is left */
export type ImportState = "staged" | "committed" | "undone" | "discarded" | "broken";

/** The import */
export interface ImportSummary {
  id: string;
  what: ImportWhat;
  source: string;
  fileName: string;
  encoding: string | null;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  asOf: string | null;
  state: ImportState;
  createdAt: string;
  committedAt: string | null;
  undoneAt: string | null;
  phase: "reading" | "ready";
  format: string | null;
  sheets: string[] | null;
  sheet: string | null;
  header: { row: number; names: string[] } | null;
  columns: { column: string; field: string | null }[];
  /** What a column can be */ fields: string[];
  crs: { id: string | null; from: "answer" | "remembered" | "file" | "column" | "numbers" | "unknown" | "none" };
  /** To be answered before a commit */ questions: ImportSummaryQuestion[];
  counts: ImportSummaryCounts;
  changes: ImportSummaryChanges | null;
  places: ImportSummaryPlaces | null;
  duplicates: ImportSummaryDuplicates | null;
  categories: { category: CategoryId; count: number }[];
  unknownValues: ImportSummaryUnknownValue[];
  /** Equal ones once, the most frequent first */ problems: ImportSummaryProblem[];
  notes: ImportSummaryNote[];
  options: ImportSummaryOptions;
  remembered: string | null;
}

export interface ImportSummaryChoice {
  value: string | Record<string, string>;
  label: string;
  rowsInCity: number | null;
  rowsLookedAt: number | null;
}

export interface ImportSummaryQuestion {
  /** Which option answers it */ field: "crs" | "columns";
  message: string;
  choices: ImportSummaryChoice[];
}

export interface ImportSummaryCounts {
  ok: number;
  warning: number;
  bad: number;
  waiting: number;
  skipped: number;
}

export interface ImportSummaryChanges {
  added: number;
  updated: number;
  removed: number;
  unchanged: number;
}

export interface ImportSummaryPlaces {
  /** Rows that wait for a place */ waiting: number;
  /** Of those, with something to choose from */ withCandidates: number;
  /** Of those, how many have a best candidate of at least so much */ atLeast: { confidence: number; rows: number }[];
  /** Placed by their address */ placed: number;
  /** Placed by a person's choice or point */ byPerson: number;
  searchedAt: string | null;
  /** Confidence from which a place is taken without a person */ bar: number;
  /** What map services could not answer */ notes: string[];
}

export interface ImportSummaryDuplicates {
  open: number;
  /** Open ones that can be accepted in bulk */ sure: number;
  same: number;
  different: number;
  withOutlets: number;
  withRows: number;
  searchedAt: string;
  /** No row has changed since */ isCurrent: boolean;
}

export interface ImportSummaryUnknownValue {
  field: string;
  column: string | null;
  value: string;
  rows: number;
  firstRow: number;
}

export interface ImportSummaryProblem {
  field: string | null;
  column: string | null;
  severity: string;
  message: string;
  advice: string | null;
  rows: number;
  firstRow: number;
}

export interface ImportSummaryNote {
  row: number | null;
  column: string | null;
  value: string | null;
  message: string;
}

export interface ImportSummaryOptions {
  columns: Record<string, string>;
  values: Record<string, Record<string, string | null>>;
  complete: (("all" | "none") | CategoryId[]) | null;
  areas: string[];
}

export type ImportWhat = "outlets" | "residences" | "boundaries" | "compounds" | "sites";

export interface PairRow {
  row: number;
  state: string;
  /** What would be written; null where the row is not taken in any more */ draft: unknown;
}

export type PlaceLevel =
  | "door"
  | "building"
  | "compound"
  | "street-number"
  | "street"
  | "crossing"
  | "landmark"
  | "community"
  | "area";

/** ok and warning come in; bad cannot; waiting: its place, or the table's columns or coordinate system, have to be told; skipped: left out */
export type RowState = "ok" | "warning" | "bad" | "waiting" | "skipped";

export interface StagedPlace {
  /** What was looked for */ address: string;
  name: string | null;
  taken: StagedPlaceTaken | null;
  by: ("geocoder" | "person") | null;
  /** The best first; chosen by their number from 0 */ candidates: StagedPlaceCandidate[];
}

export interface StagedPlaceTaken {
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  level: PlaceLevel;
  /** How likely it lies within 100 m */ confidence: number;
  /** gazetteer, tianditu, amap, nominatim, photon */ provider: string;
  /** How it was found, in Chinese */ explanation: string;
}

export interface StagedPlaceCandidate {
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  level: PlaceLevel;
  /** How likely it lies within 100 m */ confidence: number;
  /** gazetteer, tianditu, amap, nominatim, photon */ provider: string;
  /** How it was found, in Chinese */ explanation: string;
  /** The address or name that was found */ matched: string;
}

export interface StagedRow {
  /** As the spreadsheet numbers it */ row: number;
  state: RowState;
  cells: string[];
  fixes: unknown | null;
  place: StagedPlace | null;
  problems: StagedRowProblem[];
  /** What would be written; null where nothing would */ draft: unknown;
}

export interface StagedRowProblem {
  field: string | null;
  column: string | null;
  value: string | null;
  /** What is wrong */ message: string;
  advice: string | null;
  severity: "fault" | "warning" | "waiting";
  unknown: boolean;
}
