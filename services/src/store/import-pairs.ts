/** Staged rows that look like an outlet or like one another: what was found, what was decided, what a commit makes of it. */
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { writeRows } from "./bulk.ts";
import { checkText } from "./checks.ts";
import type {
  ImportPair,
  ImportPairCounts,
  ImportPairDecision,
  ImportPairQuery,
  ImportPairStore,
  RowPair,
  SettledDuplicate,
} from "./import-pair-types.ts";
import { countStagedPlaces, stagedCategories, stagedDrafts, stagedPlaces } from "./import-places.ts";
import { getImport, lockStaging } from "./imports.ts";
import { makeId, reserveNumbers } from "./revisions.ts";
import type { Database } from "./schema.ts";
import type { Session } from "./session.ts";

type Db = Kysely<Database>;

export function importPairStore(read: Session["run"], write: Session["run"]): ImportPairStore {
  return {
    putImportPairs: (city, id, found, rows) => write((db) => putPairs(db, city, id, found, rows)),
    listImportPairs: (city, id, query) => read((db) => listPairs(db, city, id, query)),
    countImportPairs: (city, id, sure) => read((db) => countPairs(db, city, id, sure)),
    decideImportPairs: (city, id, which, decision, by) => write((db) => decidePairs(db, city, id, which, decision, by)),
    outletsOfRows: (city, id, rows) => read((db) => outletsOfRows(db, city, id, rows)),
    outletsOfSource: (city, source) => read((db) => outletsOfSource(db, city, source)),
    settleDuplicates: (city, id, settled) => write((db) => settleDuplicates(db, city, id, settled)),
    unsettleDuplicates: (city, id) => write((db) => unsettleDuplicates(db, city, id)),
    stagedDrafts: (city, id, page) => read((db) => stagedDrafts(db, city, id, page)),
    countStagedPlaces: (city, id) => read((db) => countStagedPlaces(db, city, id)),
    stagedPlaces: (city, id, query) => read((db) => stagedPlaces(db, city, id, query)),
    stagedCategories: (city, id) => read((db) => stagedCategories(db, city, id)),
  };
}

const ofImport = (city: string, id: string): RawBuilder<unknown> => sql`city = ${city} and import_id = ${id}`;

async function putPairs(db: Db, city: string, id: string, found: RowPair[], rows: number[] | null): Promise<void> {
  await lockStaging(db, city, id);
  const ofRows = rows === null ? sql`true` : sql`(row_number = any(${rows}::int[]) or other_row = any(${rows}::int[]))`;
  await sql`delete from import_pairs where ${ofImport(city, id)} and decision is null and ${ofRows}`.execute(db);
  const { rows: before } = await sql<{ last: number }>`
    select coalesce(max(id), 0) as last from import_pairs where ${ofImport(city, id)}`.execute(db);
  await writeRows(
    db,
    "pairs of staged rows",
    found,
    ({ row, otherRow, outlet, score, meters, reasons }, i) => ({
      id: before[0].last + 1 + i,
      row_number: row,
      other_row: otherRow,
      outlet,
      score,
      meters,
      reasons,
    }),
    (json) => sql`
      insert into import_pairs (city, import_id, id, row_number, other_row, outlet, score, meters, reasons)
      select ${city}, ${id}, id, row_number, other_row, outlet, score, meters, reasons
      from json_to_recordset(${json}::json) as r(
        id integer, row_number integer, other_row integer, outlet text, score double precision,
        meters double precision, reasons jsonb)
      on conflict (city, import_id, row_number, coalesce(other_row, 0), coalesce(outlet, '')) do update set
        score = excluded.score, meters = excluded.meters, reasons = excluded.reasons`,
  );
}

async function listPairs(
  db: Db,
  city: string,
  importId: string,
  { state, ids, row, minScore, after, limit }: ImportPairQuery,
): Promise<ImportPair[]> {
  checkText("import", [city, importId]);
  const conditions = [ofImport(city, importId)];
  if (state !== undefined) conditions.push(state === "open" ? sql`decision is null` : sql`decision is not null`);
  if (ids !== undefined) conditions.push(sql`id = any(${ids}::int[])`);
  if (row !== undefined) conditions.push(sql`(row_number = ${row} or other_row = ${row})`);
  if (minScore !== undefined) conditions.push(sql`score >= ${minScore}`);
  if (after !== undefined)
    conditions.push(sql`(score < ${after.score} or (score = ${after.score} and id > ${after.id}))`);
  const { rows } = await sql<Omit<ImportPair, "decidedAt"> & { decidedAt: Date | null }>`
    select id, row_number as row, other_row as "otherRow", outlet, score, meters, reasons, decision,
      decided_by as "decidedBy", decided_at as "decidedAt"
    from import_pairs where ${sql.join(conditions, sql` and `)}
    order by score desc, id limit ${limit ?? null}`.execute(db);
  return rows.map((pair) => ({ ...pair, decidedAt: pair.decidedAt?.toISOString() ?? null }));
}

async function countPairs(db: Db, city: string, importId: string, sure: number): Promise<ImportPairCounts> {
  checkText("import", [city, importId]);
  const { rows } = await sql<Record<keyof ImportPairCounts, number | string>>`
    select count(*) filter (where decision is null) as open,
      count(*) filter (where decision is null and score >= ${sure}) as sure,
      count(*) filter (where decision = 'same') as same,
      count(*) filter (where decision = 'different') as different,
      count(outlet) as "withOutlets", count(other_row) as "withRows"
    from import_pairs where ${ofImport(city, importId)}`.execute(db);
  return Object.fromEntries(
    Object.entries(rows[0]).map(([key, value]) => [key, Number(value)]),
  ) as unknown as ImportPairCounts;
}

async function decidePairs(
  db: Db,
  city: string,
  importId: string,
  which: { ids: number[] } | { minScore: number },
  decision: ImportPairDecision | null,
  by: string,
): Promise<number> {
  await lockStaging(db, city, importId);
  const those =
    "ids" in which ? sql`id = any(${which.ids}::int[])` : sql`decision is null and score >= ${which.minScore}`;
  const set =
    decision === null
      ? sql`decision = null, decided_by = null, decided_at = null`
      : sql`decision = ${decision}, decided_by = ${by}, decided_at = now()`;
  const { numAffectedRows } = await sql`
    update import_pairs set ${set} where ${ofImport(city, importId)} and ${those}`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** By key, and without one by equal content, as replaceOutlets sets them against each other. */
async function outletsOfRows(db: Db, city: string, importId: string, numbers: number[]): Promise<Map<number, string>> {
  const record = await getImport(db, city, importId);
  if (record === null || numbers.length === 0) return new Map();
  type Keyed = { ref: string | null; hash: string };
  const { rows: wanted } = await sql<Keyed & { row: number }>`
    select row_number as row, draft->>'sourceRef' as ref, content_hash as hash from import_rows
    where ${ofImport(city, importId)} and row_number = any(${numbers}::int[]) and state in ('ok', 'warning')
    order by row_number`.execute(db);
  // set against each other here: within the commit that has just written them, the planner knows nothing of the rows
  const refs = wanted.flatMap(({ ref }) => ref ?? []);
  const hashes = wanted.flatMap(({ ref, hash }) => (ref === null ? hash : []));
  const keys = sql`(source_ref = any(${refs}::text[]) or source_ref is null and content_hash = any(${hashes}::text[]))`;
  const { rows: stored } = await sql<Keyed & { id: string }>`
    select id, source_ref as ref, content_hash as hash from outlets
    where city = ${city} and source = ${record.source} and record_count = 1 and ${keys}
    union all
    select outlet, source_ref, content_hash from outlet_records
    where city = ${city} and source = ${record.source} and draft ? 'sourceRef' and ${keys}
    order by 1`.execute(db);
  const keyOf = ({ ref, hash }: Keyed) => (ref === null ? `hash ${hash}` : `ref ${ref}`);
  const byKey = Map.groupBy(stored, keyOf);
  return new Map(
    wanted.flatMap((one) => {
      const outlet = byKey.get(keyOf(one))?.shift();
      return outlet ? [[one.row, outlet.id] as const] : [];
    }),
  );
}

async function outletsOfSource(db: Db, city: string, source: string): Promise<string[]> {
  checkText("source", [city, source]);
  const { rows } = await sql<{ id: string }>`
    select id from outlets where city = ${city} and source = ${source}
    union select outlet from outlet_records where city = ${city} and source = ${source}`.execute(db);
  return rows.map(({ id }) => id);
}

async function settleDuplicates(db: Db, city: string, importId: string, settled: SettledDuplicate[]): Promise<void> {
  const last = await reserveNumbers(db, city, settled.length);
  await writeRows(
    db,
    "decisions on duplicates",
    settled,
    ({ decision, by, on, ...pair }, i) => ({
      ...pair,
      id: makeId("d", last + 1 + i),
      decision,
      decided_by: by,
      decided_on: on,
    }),
    (json) => sql`
      insert into duplicate_pairs (
        city, id, a, b, score, meters, reasons, decision, decided_by, decided_at, kept, brought, decided_on, import_id)
      select ${city}, id, a, b, score, meters, reasons, decision, decided_by, now(), kept,
        array(select jsonb_array_elements_text(brought)), decided_on, ${importId}
      from json_to_recordset(${json}::json) as r(
        id text, a text, b text, score double precision, meters double precision, reasons jsonb, decision text,
        decided_by text, kept text, brought jsonb, decided_on jsonb)
      on conflict (city, a, b) do update set
        score = excluded.score, meters = excluded.meters, reasons = excluded.reasons, decision = excluded.decision,
        decided_by = excluded.decided_by, decided_at = excluded.decided_at, kept = excluded.kept,
        brought = excluded.brought, decided_on = excluded.decided_on, import_id = excluded.import_id`,
  );
}

async function unsettleDuplicates(db: Db, city: string, importId: string): Promise<void> {
  await sql`delete from duplicate_pairs where ${ofImport(city, importId)}`.execute(db);
}
