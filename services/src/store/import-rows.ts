/** Rows of staged imports, and what a commit of them would change. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { contentHash, writeRows } from "./bulk.ts";
import { NotFound } from "./errors.ts";
import { getImport, lockStaging } from "./imports.ts";
import type { Database } from "./schema.ts";
import type { ProblemGroup, ReplaceCounts, StagedRow, StagedRowQuery, StagedRowState } from "./store.ts";

const good = sql`('ok', 'warning')`;

function rowJson({ row, cells, faults, fixes, place, state, problems, draft, ref }: StagedRow) {
  return {
    row_number: row,
    cells,
    faults,
    place,
    fixes,
    state,
    problems,
    draft,
    source_ref: ref,
    content_hash: state === "ok" || state === "warning" ? contentHash(draft as object) : null,
  };
}

const rowRecord = (json: string) => sql`json_to_recordset(${json}::json) as r(
  row_number integer, cells jsonb, faults jsonb, fixes jsonb, place jsonb, state text, problems jsonb, draft jsonb,
  source_ref text, content_hash text)`;

export const stagedRowColumns = sql`
  row_number as row, cells, faults, fixes, place, state, problems, draft, source_ref as ref`;

export async function addStagedRows(db: Kysely<Database>, city: string, id: string, rows: StagedRow[]): Promise<void> {
  await lockStaging(db, city, id);
  await writeRows(
    db,
    "staged rows",
    rows,
    rowJson,
    (json) => sql`
      insert into import_rows (
        city, import_id, row_number, cells, faults, fixes, place, state, problems, draft, source_ref, content_hash)
      select ${city}, ${id}, row_number, cells, faults, fixes, place, state, problems, draft, source_ref, content_hash
      from ${rowRecord(json)}`,
  );
}

export async function putStagedRows(db: Kysely<Database>, city: string, id: string, rows: StagedRow[]): Promise<void> {
  await lockStaging(db, city, id);
  await writeRows(
    db,
    "staged rows",
    rows,
    (row) => ({ ...rowJson(row), cells: undefined, faults: undefined }),
    (json) => sql`
      update import_rows o set
        fixes = r.fixes, place = r.place, state = r.state, problems = r.problems, draft = r.draft, source_ref = r.source_ref,
        content_hash = r.content_hash
      from ${rowRecord(json)}
      where o.city = ${city} and o.import_id = ${id} and o.row_number = r.row_number`,
  );
}

export async function stagedRows(
  db: Kysely<Database>,
  city: string,
  id: string,
  { states, refs, rows: numbers, after, limit }: StagedRowQuery,
): Promise<StagedRow[]> {
  const conditions = [sql`city = ${city} and import_id = ${id}`];
  if (states) conditions.push(sql`state = any(${states}::text[])`);
  if (refs) conditions.push(sql`source_ref = any(${refs}::text[])`);
  if (numbers) conditions.push(sql`row_number = any(${numbers}::integer[])`);
  if (after !== undefined) conditions.push(sql`row_number > ${after}`);
  const { rows } = await sql<StagedRow>`
    select ${stagedRowColumns}
    from import_rows where ${sql.join(conditions, sql` and `)}
    order by row_number limit ${limit ?? null}`.execute(db);
  return rows;
}

export async function countStagedRows(
  db: Kysely<Database>,
  city: string,
  id: string,
): Promise<Record<StagedRowState, number>> {
  const { rows } = await sql<{ state: StagedRowState; count: number | string }>`
    select state, count(*) as count from import_rows where city = ${city} and import_id = ${id} group by state`.execute(
    db,
  );
  const counts = { ok: 0, warning: 0, bad: 0, waiting: 0, skipped: 0 };
  for (const { state, count } of rows) counts[state] = Number(count);
  return counts;
}

/** As planReplace would set them against each other: by key, and without one by equal content. */
export async function stagedChanges(db: Kysely<Database>, city: string, id: string): Promise<ReplaceCounts> {
  const record = await getImport(db, city, id);
  if (!record) throw new NotFound(`There is no import ${id} in ${city}.`);
  const { source } = record;
  const stored = {
    outlets: sql`
      select source_ref as ref, content_hash as hash from outlets
      where city = ${city} and source = ${source} and record_count = 1
      union all
      select source_ref, content_hash from outlet_records
      where city = ${city} and source = ${source} and draft ? 'sourceRef'`,
    residences: sql`
      select source_ref as ref, content_hash as hash from residences where city = ${city} and source = ${source}`,
    boundaries: sql`
      select source_ref as ref, content_hash as hash from areas where city = ${city} and source = ${source}`,
    sites: sql`
      select source_ref as ref, content_hash as hash from sites where city = ${city} and source = ${source}`,
    compounds: sql`
      select source_ref as ref, content_hash as hash from compounds where city = ${city} and source = ${source}`,
  }[record.what];
  const { rows } = await sql<Record<"staged" | "stored" | "paired" | "same" | "alike", number | string>>`
    with staged as materialized (
      select draft->>'sourceRef' as ref, content_hash as hash from import_rows
      where city = ${city} and import_id = ${id} and state in ${good}
    ), stored as materialized (${stored})
    select
      (select count(*) from staged) as staged,
      (select count(*) from stored) as stored,
      (select count(*) from staged a join stored b on a.ref = b.ref) as paired,
      (select count(*) from staged a join stored b on a.ref = b.ref where a.hash = b.hash) as same,
      (
        select coalesce(sum(least(a.n, b.n)), 0)
        from (select hash, count(*) as n from staged where ref is null group by hash) a
        join (select hash, count(*) as n from stored where ref is null group by hash) b using (hash)
      ) as alike`.execute(db);
  const [row] = rows;
  const kept = Number(row.paired) + Number(row.alike);
  return {
    added: Number(row.staged) - kept,
    updated: Number(row.paired) - Number(row.same),
    removed: Number(row.stored) - kept,
    unchanged: Number(row.same) + Number(row.alike),
  };
}

export async function removeStagedRows(
  db: Kysely<Database>,
  city: string,
  id: string,
  states?: StagedRowState[],
): Promise<number> {
  const ofState = states ? sql`and state = any(${states}::text[])` : sql``;
  const { numAffectedRows } = await sql`
    delete from import_rows where city = ${city} and import_id = ${id} ${ofState}`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Equal problems with the number of rows that have them, the most frequent first; values only where they are unknown ones. */
export async function groupProblems(
  db: Kysely<Database>,
  city: string,
  id: string,
  limit: number,
): Promise<ProblemGroup[]> {
  const { rows } = await sql<ProblemGroup & { rows: number | string }>`
    select p->>'field' as field, p->>'column' as column, p->>'severity' as severity, p->'said' as said,
      (p->>'unknown')::boolean as unknown,
      case when (p->>'unknown')::boolean then p->>'value' end as value, count(*) as rows, min(row_number) as "firstRow"
    from import_rows, jsonb_array_elements(problems) p
    where city = ${city} and import_id = ${id} and jsonb_typeof(problems) = 'array'
    group by 1, 2, 3, 4, 5, 6 order by count(*) desc, min(row_number) limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...row, rows: Number(row.rows) }));
}
