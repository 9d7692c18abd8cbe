/** What an import took the place of, kept so that it can be undone. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { writeRows } from "./bulk.ts";
import type { Database } from "./schema.ts";
import type { Before } from "./store.ts";

/** Rows per part: a part is read back as a whole. */
const ROWS_PER_PART = 200;

export async function keepBefore(
  db: Kysely<Database>,
  city: string,
  importId: string,
  before: Partial<Before>,
): Promise<void> {
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(part), 0) as last from import_before where city = ${city} and import_id = ${importId}`.execute(
    db,
  );
  const parts: { what: string; data: unknown[] }[] = [];
  for (const [what, items] of Object.entries(before) as [string, unknown[]][]) {
    for (let start = 0; start < items.length; start += ROWS_PER_PART) {
      parts.push({ what, data: items.slice(start, start + ROWS_PER_PART) });
    }
  }
  for (const [i, part] of parts.entries()) {
    await writeRows(
      db,
      "what an import replaces",
      [{ ...part, part: rows[0].last + 1 + i }],
      (row) => row,
      (json) => sql`
        insert into import_before (city, import_id, part, what, data)
        select ${city}, ${importId}, part, what, data
        from json_to_recordset(${json}::json) as r(part integer, what text, data jsonb)`,
    );
  }
}

export async function readBefore(db: Kysely<Database>, city: string, importId: string): Promise<Before> {
  const before: Before = { claims: [], residences: [], estimates: [], areas: [], sites: [], compounds: [] };
  const { rows } = await sql<{ what: keyof Before; data: never[] }>`
    select what, data from import_before where city = ${city} and import_id = ${importId} order by part`.execute(db);
  for (const { what, data } of rows) for (const item of data) before[what].push(item);
  return before;
}

export async function dropBefore(db: Kysely<Database>, city: string, importId: string): Promise<void> {
  await sql`delete from import_before where city = ${city} and import_id = ${importId}`.execute(db);
}
