/** Imports as the server keeps them: staged, looked at, mended, committed, undone. */
import { ask, cityPath } from "../../api/request.ts";
import type { Outlet, Position } from "../../api/types.ts";
import type { Job } from "../../state/job.ts";
import { send } from "../../state/session.ts";

export type ImportWhat = "outlets" | "residences" | "boundaries" | "compounds" | "sites";
export type RowState = "ok" | "warning" | "bad" | "waiting" | "skipped";
export const rowStates: readonly RowState[] = ["bad", "waiting", "warning", "ok", "skipped"];

export interface ImportRecord {
  id: string;
  what: ImportWhat;
  source: string;
  fileName: string;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  asOf: string | null;
  state: "staged" | "committed" | "undone" | "discarded" | "broken";
  createdAt: string;
  committedAt: string | null;
  undoneAt: string | null;
}

export interface Choice {
  value: string | Record<string, string>;
  label: string;
  rowsInCity: number | null;
  rowsLookedAt: number | null;
}

export interface ImportSummary extends ImportRecord {
  phase: "reading" | "ready";
  format: string | null;
  encoding: string | null;
  sheet: string | null;
  sheets: string[] | null;
  header: { row: number; names: string[] } | null;
  columns: { column: string; field: string | null }[];
  /** What a column can be. */
  fields: string[];
  crs: { id: string | null; from: string };
  questions: { field: "crs" | "columns"; message: string; choices: Choice[] }[];
  counts: Record<RowState, number>;
  changes: { added: number; updated: number; removed: number; unchanged: number } | null;
  categories: { category: string; count: number }[];
  unknownValues: { field: string; column: string | null; value: string; rows: number; firstRow: number }[];
  problems: {
    field: string | null;
    column: string | null;
    severity: string;
    message: string;
    advice: string | null;
    rows: number;
    firstRow: number;
  }[];
  notes: { row: number | null; message: string }[];
  options: {
    columns: Record<string, string>;
    values: Record<string, Record<string, string | null>>;
    complete: "all" | "none" | string[] | null;
    areas: string[];
  };
  remembered: string | null;
  places: {
    waiting: number;
    withCandidates: number;
    /** How many would be placed by accepting the best candidate from a confidence on. */
    atLeast: { confidence: number; rows: number }[];
    placed: number;
    searchedAt: string | null;
    notes: string[];
  } | null;
  duplicates: {
    open: number;
    sure: number;
    same: number;
    different: number;
    isCurrent: boolean;
  } | null;
}

export interface ImportPair {
  id: number;
  row: { row: number; draft: { name?: string | null; location?: Position | null; address?: string | null } | null };
  otherRow: { row: number; draft: { name?: string | null; address?: string | null } | null } | null;
  outlet: Outlet | null;
  score: number;
  distanceMeters: number;
  reasons: { key: string; zh: string; en: string }[];
  decision: "same" | "different" | null;
}

export interface RowProblem {
  field: string | null;
  column: string | null;
  value: string | null;
  message: string;
  advice: string | null;
  severity: "fault" | "warning" | "waiting";
  unknown: boolean;
}

export interface PlaceCandidate {
  location: Position;
  level: string;
  confidence: number;
  matched: string;
  provider: string;
  explanation: string;
}

/** Where an address lies, as far as anybody can say. */
export interface RowPlace {
  address: string;
  taken: { location: Position; level: string; confidence: number; provider: string; explanation: string } | null;
  by: "geocoder" | "person" | null;
  candidates: PlaceCandidate[];
}

export interface StagedRow {
  row: number;
  place: RowPlace | null;
  state: RowState;
  cells: string[];
  fixes: { cells?: Record<string, string | null>; location?: Position | null; skip?: boolean } | null;
  problems: RowProblem[];
  draft: { name?: string | null; location?: Position | null } | null;
}

export interface Answers {
  crs?: string;
  columns?: Record<string, string>;
  values?: Record<string, Record<string, string | null>>;
  complete?: "all" | "none" | string[] | null;
  source?: string;
  asOf?: string | null;
}

interface Started {
  job: Job;
  import: ImportRecord | null;
}

const importPath = (city: string, id: string) => `${cityPath(city)}/imports/${encodeURIComponent(id)}`;

export async function listImports(city: string, signal?: AbortSignal): Promise<ImportRecord[]> {
  return (await ask<{ items: ImportRecord[] }>(`${cityPath(city)}/imports?limit=100`, { signal })).items;
}

export function getImport(city: string, id: string, signal?: AbortSignal): Promise<ImportSummary> {
  return ask<ImportSummary>(importPath(city, id), { signal });
}

export function getRows(
  city: string,
  id: string,
  state: RowState | null,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<{ items: StagedRow[]; nextCursor: string | null }> {
  const query = new URLSearchParams({ limit: "300" });
  if (state) query.set("state", state);
  if (cursor) query.set("cursor", cursor);
  return ask(`${importPath(city, id)}/rows?${query}`, { signal });
}

export interface UploadFields {
  what: ImportWhat;
  source: string;
  asOf: string;
  complete: string;
}

export function stageImport(city: string, file: File, fields: UploadFields): Promise<Started> {
  const form = new FormData();
  // Fields first: the server reads the parts in their order.
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
  form.append("file", file, file.name);
  return send("POST", `${cityPath(city)}/imports`, form);
}

export function answerImport(city: string, id: string, answers: Answers): Promise<Started> {
  return send("PATCH", importPath(city, id), answers);
}

export function mendRow(
  city: string,
  id: string,
  row: number,
  mending: {
    cells?: Record<string, string | null>;
    location?: Position | null;
    candidate?: number | null;
    skip?: boolean;
  },
): Promise<StagedRow> {
  return send("PATCH", `${importPath(city, id)}/rows/${row}`, mending);
}

export function commitImport(city: string, id: string, skipBad: boolean): Promise<Started> {
  return send("POST", `${importPath(city, id)}/commit`, { skipBad });
}

export function undoImport(city: string, id: string): Promise<Started> {
  return send("POST", `${importPath(city, id)}/undo`);
}

export function discardImport(city: string, id: string): Promise<void> {
  return send("DELETE", importPath(city, id));
}

/** Takes the best candidate of every row that waits, from a confidence on. */
export function acceptPlaces(city: string, id: string, minConfidence: number): Promise<Started> {
  return send("POST", `${importPath(city, id)}/places/accept`, { minConfidence });
}

export interface ImportPairs {
  items: ImportPair[];
  /** From `sure` on, pairs may be taken for one shop without looking at each. */
  thresholds: { sure: number };
}

export function openPairs(city: string, id: string, signal?: AbortSignal): Promise<ImportPairs> {
  return ask<ImportPairs>(`${importPath(city, id)}/duplicates?limit=20`, { signal });
}

export function mergeSurePairs(city: string, id: string, minScore: number): Promise<{ decided: number }> {
  return send("POST", `${importPath(city, id)}/duplicates/bulk`, { minScore });
}

export function decidePair(
  city: string,
  id: string,
  pair: number,
  decision: ImportPair["decision"],
): Promise<ImportPair> {
  return send("PATCH", `${importPath(city, id)}/duplicates/${pair}`, { decision });
}

export function searchPairs(city: string, id: string): Promise<Started> {
  return send("POST", `${importPath(city, id)}/duplicates/search`);
}
