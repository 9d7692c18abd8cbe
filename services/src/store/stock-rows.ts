/** What sites and compounds have in common: rows that keep their draft whole, replaced by source. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { countPlan, deleteIds, markUnchanged, planReplace, writeRows } from "./bulk.ts";
import type { ReplaceCounts } from "./records.ts";
import { makeId } from "./revisions.ts";
import type { Database } from "./schema.ts";

/** Whose rows are replaced, and by which import. */
export interface Replacing {
  city: string;
  source: string;
  importId: string | null;
}

const tables = {
  sites: { prefix: "s", isDated: true },
  compounds: { prefix: "c", isDated: false },
} as const;

/**
 * Sets drafts against the rows of their source, and writes what differs; `insert` writes the new ones, whose ids go on
 * from `last`. To be called with the city locked.
 */
export async function replaceDrafts<T extends { sourceRef: string | null }>(
  db: Kysely<Database>,
  table: keyof typeof tables,
  { city, source, importId }: Replacing,
  drafts: T[],
  last: number,
  insert: (rows: { id: string; importId: string | null; draft: T }[]) => Promise<void>,
): Promise<ReplaceCounts> {
  const { prefix, isDated } = tables[table];
  const plan = await planReplace(db, table, city, source, drafts);
  await deleteIds(db, table, city, plan.removed);
  await writeRows(
    db,
    table,
    plan.updated,
    (row) => row,
    (json) => sql`
      update ${sql.table(table)} o set
        import_id = ${importId}, draft = r.draft, content_hash = r.hash${isDated ? sql`, updated_at = now()` : sql``}
      from json_to_recordset(${json}::json) as r(id text, draft jsonb, hash text)
      where o.city = ${city} and o.id = r.id`,
  );
  await markUnchanged(db, table, city, importId, plan.unchanged);
  await insert(plan.added.map(({ draft }, i) => ({ id: makeId(prefix, last + 1 + i), importId, draft })));
  return countPlan(plan);
}

/** Puts the rows of a source back as they were; `insert` writes them all. To be called with the city locked. */
export async function restoreDrafts<T extends { id: string }>(
  db: Kysely<Database>,
  table: keyof typeof tables,
  { city, source }: Omit<Replacing, "importId">,
  before: T[],
  insert: (rows: T[]) => Promise<void>,
): Promise<ReplaceCounts> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(table)} where city = ${city} and source = ${source} order by id`.execute(db);
  const now = new Set(rows.map(({ id }) => id));
  await deleteIds(db, table, city, [...now]);
  await insert(before);
  const kept = before.filter(({ id }) => now.has(id)).length;
  return { added: before.length - kept, updated: kept, removed: now.size - kept, unchanged: 0 };
}
