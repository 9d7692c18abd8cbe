import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { StoreCorrupt } from "./errors.ts";
import type { Database } from "./schema.ts";
import type { ReplaceCounts } from "./store.ts";

/** Rows per statement: large enough that the round trips do not count, small enough for the embedded store's memory. */
const rowsPerStatement = 1_000;

/** Somebody who follows a long change from outside. */
interface Watch {
  /** Once aborted, the next chunk throws its reason, and the transaction rolls back. */
  signal?: AbortSignal;
  /** Told after each chunk how many rows it had. */
  onRows?(rows: number): void;
}

const watching = new AsyncLocalStorage<Watch>();

/** Does `work`; what it writes in bulk can be followed and called off. */
export function watched<T>(watch: Watch, work: () => Promise<T>): Promise<T> {
  return watching.run(watch, work);
}

/** To be called for each chunk that is written. */
function noteChunk(rows: number): void {
  const watch = watching.getStore();
  watch?.signal?.throwIfAborted();
  watch?.onRows?.(rows);
}

/**
 * Runs one statement per chunk of rows; `statement` gets them, as `toJson` makes them, in one parameter for
 * json_to_recordset. Between chunks the event loop gets a turn: the embedded database works on this very thread.
 * Throws StoreCorrupt, so that the transaction rolls back, unless each row handed in counts as one row written.
 */
export async function writeRows<T>(
  db: Kysely<Database>,
  what: string,
  rows: T[],
  toJson: (row: T, index: number) => object,
  statement: (json: string) => RawBuilder<unknown>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const chunk = rows.slice(start, start + rowsPerStatement);
    const json = JSON.stringify(chunk.map((row, i) => toJson(row, start + i)));
    const result = await statement(json).execute(db);
    assertRowCount(what, chunk.length, result.numAffectedRows);
    noteChunk(chunk.length);
    await setImmediate();
  }
}

export function assertRowCount(what: string, expected: number, written: bigint | undefined): void {
  if (written !== BigInt(expected)) {
    throw new StoreCorrupt(
      `Writing ${what} wrote ${written ?? "an unknown number of"} rows in place of ${expected}; rolled back.`,
    );
  }
}

type ReplacedTable = "outlets" | "residences" | "areas" | "sites" | "compounds";

/** Deletes by id in chunks; throws StoreCorrupt where one was not there. */
export async function deleteIds(
  db: Kysely<Database>,
  table: ReplacedTable,
  city: string,
  ids: string[],
): Promise<void> {
  for (let start = 0; start < ids.length; start += rowsPerStatement) {
    const chunk = ids.slice(start, start + rowsPerStatement);
    const result =
      await sql`delete from ${sql.table(table)} where city = ${city} and id = any(${chunk}::text[])`.execute(db);
    assertRowCount(`the removal of ${table}`, chunk.length, result.numAffectedRows);
    noteChunk(chunk.length);
  }
}

/** Same draft, same hash, whatever the order of keys. */
export function contentHash(draft: object): string {
  return createHash("sha256")
    .update(JSON.stringify(sortKeys(draft)))
    .digest("base64url")
    .slice(0, 22);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) sorted[key] = sortKeys((value as Record<string, unknown>)[key]);
  return sorted;
}

export interface StoredRow {
  id: string;
  source_ref: string | null;
  import_id: string | null;
  content_hash: string;
}

interface Plan<T> {
  added: { draft: T; hash: string }[];
  updated: { id: string; draft: T; hash: string }[];
  unchanged: { id: string; importId: string | null }[];
  removed: string[];
  /** Something of this source is stored already. */
  hadRows: boolean;
}

/**
 * Sets the drafts of a source against what is stored of it: by sourceRef, and where a draft has none,
 * by identical content, so that a table without keys keeps its ids as well when it is sent again.
 */
export async function planReplace<T extends { sourceRef: string | null }>(
  db: Kysely<Database>,
  table: ReplacedTable,
  city: string,
  source: string,
  drafts: T[],
  hashOf: (draft: T) => string = contentHash,
): Promise<Plan<T>> {
  // outlets that several records speak for are planned record by record
  const single = table === "outlets" ? sql`and record_count = 1` : sql``;
  const { rows } = await sql<StoredRow>`
    select id, source_ref, import_id, content_hash from ${sql.table(table)}
    where city = ${city} and source = ${source} ${single} order by id`.execute(db);
  return { ...matchDrafts(rows, drafts, hashOf), hadRows: rows.length > 0 };
}

/** Sets drafts against stored rows or records, as `planReplace` says. */
export function matchDrafts<T extends { sourceRef: string | null }>(
  rows: StoredRow[],
  drafts: T[],
  hashOf: (draft: T) => string = contentHash,
): Omit<Plan<T>, "hadRows"> {
  const byRef = new Map<string, StoredRow>();
  const byHash = new Map<string, StoredRow[]>();
  for (const row of rows) {
    if (row.source_ref !== null) {
      byRef.set(row.source_ref, row);
      continue;
    }
    const alike = byHash.get(row.content_hash);
    if (alike) alike.push(row);
    else byHash.set(row.content_hash, [row]);
  }
  const plan: Omit<Plan<T>, "hadRows"> = { added: [], updated: [], unchanged: [], removed: [] };
  const kept = new Set<string>();
  for (const draft of drafts) {
    const hash = hashOf(draft);
    const stored = draft.sourceRef === null ? byHash.get(hash)?.shift() : byRef.get(draft.sourceRef);
    if (!stored) {
      plan.added.push({ draft, hash });
      continue;
    }
    kept.add(stored.id);
    if (stored.content_hash === hash) plan.unchanged.push({ id: stored.id, importId: stored.import_id });
    else plan.updated.push({ id: stored.id, draft, hash });
  }
  plan.removed = rows.map((row) => row.id).filter((id) => !kept.has(id));
  return plan;
}

/** Rows that came again as they were still name the import that brought them last. */
export async function markUnchanged(
  db: Kysely<Database>,
  table: ReplacedTable,
  city: string,
  importId: string | null,
  unchanged: Plan<unknown>["unchanged"],
): Promise<void> {
  const ids = unchanged.filter((row) => row.importId !== importId).map((row) => row.id);
  for (let start = 0; start < ids.length; start += rowsPerStatement) {
    const chunk = ids.slice(start, start + rowsPerStatement);
    const result = await sql`
      update ${sql.table(table)} set import_id = ${importId} where city = ${city} and id = any(${chunk}::text[])`.execute(
      db,
    );
    assertRowCount(`the import of ${table}`, chunk.length, result.numAffectedRows);
  }
}

export function countPlan(plan: Omit<Plan<unknown>, "hadRows">): ReplaceCounts {
  return {
    added: plan.added.length,
    updated: plan.updated.length,
    removed: plan.removed.length,
    unchanged: plan.unchanged.length,
  };
}
