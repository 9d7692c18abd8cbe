/** What of staged rows is asked as a whole: their drafts, where those without coordinates lie, what they would bring. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { checkText } from "./checks.ts";
import type { StagedPlaceCounts, StagedPlaceQuery } from "./import-pair-types.ts";
import { stagedRowColumns } from "./import-rows.ts";
import type { Database } from "./schema.ts";
import type { OutletDraft, StagedRow } from "./store.ts";

type Db = Kysely<Database>;

const good = sql`state in ('ok', 'warning')`;
/** A row may wait for the table's columns or system as well: then nothing says that it has no place. */
const waits = sql`state = 'waiting' and problems @> '[{"severity": "waiting"}]'`;
const placed = sql`${good} and jsonb_typeof(place->'taken') = 'object'`;
const best = sql`(place->'candidates'->0->>'confidence')::float8`;

export async function stagedDrafts(
  db: Db,
  city: string,
  importId: string,
  { after, limit }: { after: number; limit: number },
): Promise<{ row: number; draft: OutletDraft }[]> {
  checkText("import", [city, importId]);
  const { rows } = await sql<{ row: number; draft: OutletDraft }>`
    select row_number as row, draft from import_rows
    where city = ${city} and import_id = ${importId} and ${good} and row_number > ${after}
    order by row_number limit ${limit}`.execute(db);
  return rows;
}

/** What planning a replacement needs of the good rows: far less than their drafts. */
export async function stagedKeys(
  db: Db,
  city: string,
  importId: string,
): Promise<{ row: number; sourceRef: string | null; hash: string }[]> {
  const { rows } = await sql<{ row: number; sourceRef: string | null; hash: string }>`
    select row_number as row, draft->>'sourceRef' as "sourceRef", content_hash as hash from import_rows
    where city = ${city} and import_id = ${importId} and ${good} order by row_number`.execute(db);
  return rows;
}

/** The drafts of these rows, in their order. */
export async function draftsOfRows(db: Db, city: string, importId: string, numbers: number[]): Promise<OutletDraft[]> {
  const { rows } = await sql<{ row: number; draft: OutletDraft }>`
    select row_number as row, draft from import_rows
    where city = ${city} and import_id = ${importId} and ${good} and row_number = any(${numbers}::integer[])`.execute(
    db,
  );
  const drafts = new Map(rows.map(({ row, draft }) => [row, draft]));
  return numbers.map((number) => drafts.get(number)!);
}

export async function countStagedPlaces(db: Db, city: string, importId: string): Promise<StagedPlaceCounts> {
  checkText("import", [city, importId]);
  const { rows } = await sql<{ waiting: number | string; placed: number | string; by_person: number | string }>`
    select count(*) filter (where ${waits}) as waiting,
      count(*) filter (where ${placed} and place->>'by' = 'geocoder') as placed,
      count(*) filter (where ${placed} and place->>'by' = 'person' or ${good} and jsonb_typeof(fixes->'location') = 'array')
        as by_person
    from import_rows where city = ${city} and import_id = ${importId}`.execute(db);
  const tenths = await sql<{ tenth: number; rows: number | string }>`
    select floor(${best} * 10 + 1e-9)::int as tenth, count(*) as rows from import_rows
    where city = ${city} and import_id = ${importId} and ${waits} and ${best} is not null group by 1`.execute(db);
  const rowsFrom = (tenth: number) =>
    tenths.rows.reduce((sum, one) => sum + (one.tenth >= tenth ? Number(one.rows) : 0), 0);
  return {
    waiting: Number(rows[0].waiting),
    withCandidates: rowsFrom(0),
    atLeast: [9, 8, 7, 6, 5, 4, 3, 2, 1].map((tenth) => ({ confidence: tenth / 10, rows: rowsFrom(tenth) })),
    placed: Number(rows[0].placed),
    byPerson: Number(rows[0].by_person),
  };
}

export async function stagedPlaces(
  db: Db,
  city: string,
  importId: string,
  { state, minConfidence, after, limit }: StagedPlaceQuery,
): Promise<StagedRow[]> {
  checkText("import", [city, importId]);
  const conditions = [sql`city = ${city} and import_id = ${importId}`, state === "waiting" ? waits : placed];
  if (minConfidence !== undefined) conditions.push(sql`${best} >= ${minConfidence}`);
  if (after !== undefined) conditions.push(sql`row_number > ${after}`);
  const { rows } = await sql<StagedRow>`
    select ${stagedRowColumns} from import_rows where ${sql.join(conditions, sql` and `)}
    order by row_number limit ${limit ?? null}`.execute(db);
  return rows;
}

export async function stagedCategories(
  db: Db,
  city: string,
  importId: string,
): Promise<{ category: string; count: number }[]> {
  checkText("import", [city, importId]);
  const { rows } = await sql<{ category: string; count: number | string }>`
    select category, count(*) as count from (
      select distinct row_number, s->>'category' as category
      from import_rows, jsonb_array_elements(draft->'services') s
      where city = ${city} and import_id = ${importId} and ${good}
    ) c group by category`.execute(db);
  return rows.map(({ category, count }) => ({ category, count: Number(count) }));
}
