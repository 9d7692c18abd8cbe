/** Compounds (小区) with their outlines and gates. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { countPlan, deleteIds, markUnchanged, planReplace, writeRows } from "./bulk.ts";
import { checkCompounds, checkSource, checkText } from "./checks.ts";
import type { ReplaceCounts } from "./records.ts";
import { beginChange, makeId } from "./revisions.ts";
import type { Database } from "./schema.ts";
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
  const plan = await planReplace(db, "compounds", city, source, drafts);
  await deleteIds(db, "compounds", city, plan.removed);
  await writeRows(
    db,
    "compounds",
    plan.updated,
    (row) => row,
    (json) => sql`
      update compounds o set import_id = ${importId}, draft = r.draft, content_hash = r.hash
      from json_to_recordset(${json}::json) as r(id text, draft jsonb, hash text)
      where o.city = ${city} and o.id = r.id`,
  );
  await markUnchanged(db, "compounds", city, importId, plan.unchanged);
  await writeRows(
    db,
    "compounds",
    plan.added,
    ({ draft, hash }, i) => ({ id: makeId("c", last + 1 + i), source_ref: draft.sourceRef, draft, hash }),
    (json) => sql`
      insert into compounds (city, source, id, source_ref, import_id, draft, content_hash)
      select ${city}, ${source}, id, source_ref, ${importId}, draft, hash
      from json_to_recordset(${json}::json) as r(id text, source_ref text, draft jsonb, hash text)`,
  );
  return countPlan(plan);
}
