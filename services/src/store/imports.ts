/** Records of imports, and those that are staged: read, judged, and waiting for a person. */
import { sql } from "kysely";
import type { Kysely, Selectable } from "kysely";
import { checkMoment, checkSource, checkText } from "./checks.ts";
import { InvalidInput, NotFound, StoreConflict } from "./errors.ts";
import { makeId, reserveNumbers } from "./revisions.ts";
import type { Database } from "./schema.ts";
import type { ImportCounts, ImportDraft, ImportRecord, Staging, StagingChange } from "./store.ts";

export async function addImport(db: Kysely<Database>, record: ImportDraft): Promise<ImportRecord> {
  checkSource(record.source);
  checkMoment(`Import of ${record.fileName}`, "asOf", record.asOf);
  checkText(`Import of ${record.fileName}`, record);
  for (const field of ["rowsRead", "rowsAccepted", "rowsRejected"] as const) {
    const value = record[field];
    if (!Number.isInteger(value) || value < 0)
      throw new InvalidInput(`${field} is ${value}; it must be a whole number, 0 or more.`, field);
  }
  const id = makeId("i", (await reserveNumbers(db, record.city, 1)) + 1);
  const row = await db
    .insertInto("imports")
    .values({
      city: record.city,
      id,
      what: record.what,
      source: record.source,
      file_name: record.fileName,
      encoding: record.encoding,
      crs: record.crs,
      rows_read: record.rowsRead,
      rows_accepted: record.rowsAccepted,
      rows_rejected: record.rowsRejected,
      as_of: record.asOf,
      state: record.state ?? "committed",
      actor: record.actor ?? "system",
      ...(record.options === undefined ? {} : { options: sql<unknown>`${JSON.stringify(record.options)}::jsonb` }),
      ...(record.report === undefined ? {} : { report: sql<unknown>`${JSON.stringify(record.report)}::jsonb` }),
      ...(record.state === "staged" ? { committed_at: null } : {}),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return importOf(row);
}

export async function getImport(db: Kysely<Database>, city: string, id: string): Promise<ImportRecord | null> {
  checkText("import", [city, id]);
  const row = await db
    .selectFrom("imports")
    .selectAll()
    .where("city", "=", city)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ? importOf(row) : null;
}

/** Puts a staged import into its final state; two that try at once cannot both succeed. */
export async function endStaging(
  db: Kysely<Database>,
  city: string,
  id: string,
  state: "committed" | "discarded" | "broken",
  counts?: ImportCounts,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable("imports")
    .set({
      state,
      ...(state === "committed" ? { committed_at: sql<Date>`now()` } : {}),
      ...(counts
        ? { rows_read: counts.rowsRead, rows_accepted: counts.rowsAccepted, rows_rejected: counts.rowsRejected }
        : {}),
    })
    .where("city", "=", city)
    .where("id", "=", id)
    .where("state", "=", "staged")
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return;
  const there = await getImport(db, city, id);
  if (!there) throw new NotFound(`There is no import ${id} in ${city}.`);
  throw new StoreConflict(`Import ${id} is ${there.state}; only a staged one can be ${state}.`);
}

/** The latest first. */
export async function listImports(db: Kysely<Database>, city: string): Promise<ImportRecord[]> {
  const rows = await db.selectFrom("imports").selectAll().where("city", "=", city).orderBy("id", "desc").execute();
  return rows.map(importOf);
}

function importOf(row: Selectable<Database["imports"]>): ImportRecord {
  return {
    id: row.id,
    city: row.city,
    what: row.what,
    source: row.source,
    fileName: row.file_name,
    encoding: row.encoding,
    crs: row.crs,
    rowsRead: row.rows_read,
    rowsAccepted: row.rows_accepted,
    rowsRejected: row.rows_rejected,
    asOf: row.as_of,
    state: row.state,
    actor: row.actor,
    createdAt: row.created_at.toISOString(),
    committedAt: row.committed_at?.toISOString() ?? null,
    undoneAt: row.undone_at?.toISOString() ?? null,
  };
}

export async function getStaging(db: Kysely<Database>, city: string, id: string): Promise<Staging | null> {
  checkText("import", [city, id]);
  const query = db.selectFrom("imports").selectAll().where("city", "=", city).where("id", "=", id);
  const row = await query.executeTakeFirst();
  return row ? { record: importOf(row), options: row.options, report: row.report } : null;
}

/** Locks it until the transaction ends. Throws NotFound, or StoreConflict where it is not staged any more. */
export async function lockStaging(db: Kysely<Database>, city: string, id: string): Promise<Staging> {
  checkText("import", [city, id]);
  const query = db.selectFrom("imports").selectAll().where("city", "=", city).where("id", "=", id);
  const row = await query.forUpdate().executeTakeFirst();
  if (!row) throw new NotFound(`There is no import ${id} in ${city}.`);
  if (row.state !== "staged") throw new StoreConflict(`Import ${id} is ${row.state}, no longer staged.`);
  return { record: importOf(row), options: row.options, report: row.report };
}

export async function changeStaging(
  db: Kysely<Database>,
  city: string,
  id: string,
  change: StagingChange,
): Promise<void> {
  const { options, report, encoding, crs, source, asOf, counts } = change;
  if (source !== undefined) checkSource(source);
  if (asOf !== undefined) checkMoment(`Import ${id}`, "asOf", asOf);
  checkText(`Import ${id}`, [encoding, crs]);
  await lockStaging(db, city, id);
  await sql`
    update imports set
      options = ${options === undefined ? sql`options` : sql`${JSON.stringify(options)}::jsonb`},
      report = ${report === undefined ? sql`report` : sql`${JSON.stringify(report)}::jsonb`},
      encoding = ${encoding === undefined ? sql`encoding` : encoding}, crs = ${crs === undefined ? sql`crs` : crs},
      source = ${source === undefined ? sql`source` : source}, as_of = ${asOf === undefined ? sql`as_of` : asOf},
      rows_read = ${counts?.rowsRead ?? sql`rows_read`}, rows_accepted = ${counts?.rowsAccepted ?? sql`rows_accepted`},
      rows_rejected = ${counts?.rowsRejected ?? sql`rows_rejected`}
    where city = ${city} and id = ${id}`.execute(db);
}

/** How the last committed import of a source was read; null where there was none, or it was not told. */
export async function lastOptions(
  db: Kysely<Database>,
  city: string,
  what: ImportRecord["what"],
  source: string,
): Promise<{ importId: string; options: unknown } | null> {
  const row = await db
    .selectFrom("imports")
    .select(["id", "options"])
    .where("city", "=", city)
    .where("what", "=", what)
    .where("source", "=", source)
    .where("state", "=", "committed")
    .where("options", "is not", null)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ? { importId: row.id, options: row.options } : null;
}

/** Marks stagings whose reading was cut off, begun before `begunBefore`, and removes their rows. */
export async function breakStagings(
  db: Kysely<Database>,
  begunBefore: string,
): Promise<{ city: string; id: string }[]> {
  const { rows } = await sql<{ city: string; id: string }>`
    update imports set state = 'broken'
    where state = 'staged' and report->>'phase' = 'reading' and created_at <= ${begunBefore}::timestamptz
    returning city, id`.execute(db);
  for (const { city, id } of rows) {
    await sql`delete from import_rows where city = ${city} and import_id = ${id}`.execute(db);
  }
  return rows;
}

/** Throws NotFound, or StoreConflict where it is not committed. */
export async function markImportUndone(db: Kysely<Database>, city: string, id: string): Promise<void> {
  const { numAffectedRows } = await sql`
    update imports set state = 'undone', undone_at = now()
    where city = ${city} and id = ${id} and state = 'committed'`.execute(db);
  if (numAffectedRows === 1n) return;
  const there = await getImport(db, city, id);
  if (!there) throw new NotFound(`There is no import ${id} in ${city}.`);
  throw new StoreConflict(`Import ${id} is ${there.state}; only a committed one can be undone.`);
}
