/** Compounds (小区) with their outlines and gates. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { contentHash, writeRows } from "./bulk.ts";
import { checkCompounds, checkSource, checkText } from "./checks.ts";
import type { ReplaceCounts } from "./records.ts";
import { beginChange } from "./revisions.ts";
import type { Database } from "./schema.ts";
import { replaceDrafts, restoreDrafts } from "./stock-rows.ts";
import type { Compound, CompoundDraft } from "./stock-types.ts";

export async function listCompounds(db: Kysely<Database>, city: string): Promise<Compound[]> {
  checkText("city", city);
  const { rows } = await sql<{
    id: string;
    city: string;
    source: string;
    import_id: string | null;
    draft: CompoundDraft;
  }>`select id, city, source, import_id, draft from compounds where city = ${city} order by id`.execute(db);
  return rows.map(({ id, source, import_id: importId, draft }) => ({ ...draft, id, city, source, importId }));
}

export async function replaceCompounds(
  db: Kysely<Database>,
  city: string,
  source: string,
  importId: string | null,
  drafts: CompoundDraft[],
): Promise<ReplaceCounts> {
  checkSource(source);
  checkCompounds(drafts);
  const last = await beginChange(db, city, drafts.length);
  return replaceDrafts(db, "compounds", { city, source, importId }, drafts, last, (added) =>
    insertCompounds(db, city, source, added),
  );
}

/** Puts the compounds of a source back as they were, ids and imports included. */
export async function restoreCompounds(
  db: Kysely<Database>,
  city: string,
  source: string,
  before: Compound[],
): Promise<ReplaceCounts> {
  await beginChange(db, city, 0);
  return restoreDrafts(db, "compounds", { city, source }, before, (rows) =>
    insertCompounds(
      db,
      city,
      source,
      rows.map(({ id, city: _city, source: _source, importId, ...draft }) => ({ id, importId, draft })),
    ),
  );
}

async function insertCompounds(
  db: Kysely<Database>,
  city: string,
  source: string,
  compounds: { id: string; importId: string | null; draft: CompoundDraft }[],
): Promise<void> {
  await writeRows(
    db,
    "compounds",
    compounds,
    ({ id, importId, draft }) => ({
      id,
      import_id: importId,
      source_ref: draft.sourceRef,
      draft,
      hash: contentHash(draft),
    }),
    (json) => sql`
      insert into compounds (city, source, id, source_ref, import_id, draft, content_hash)
      select ${city}, ${source}, id, source_ref, import_id, draft, hash
      from json_to_recordset(${json}::json) as r(id text, source_ref text, import_id text, draft jsonb, hash text)`,
  );
}
