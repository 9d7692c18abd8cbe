/** Everything out of a database, and back in: the statements. Tables are found in the catalog, so none is forgotten. */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { DumpPiece, DumpStore } from "./dump-types.ts";
import { SchemaTooNew, StoreConflict, StoreCorrupt } from "./errors.ts";
import { applyMigrations, readMigrations } from "./migrate.ts";
import type { Database } from "./schema.ts";
import type { Session } from "./session.ts";

type Db = Kysely<Database>;

interface Table {
  name: string;
  columns: { name: string; type: string; isIdentity: boolean }[];
  /** Columns of the primary key, else all. */
  key: string[];
}

/** Rows are fetched and written some at a time: about so many characters. */
const batchCharacters = 4_000_000;
const mostRows = 2000;
const versionsTable = "schema_versions";

export function dumpStore(session: Session): DumpStore {
  return {
    dump: (take) => session.transaction((inner) => inner.run((db) => dump(db, take))),
    restore: (pieces, options) => session.transaction((inner) => inner.run((db) => restore(db, pieces, options))),
  };
}

async function dump(db: Db, take: (piece: DumpPiece) => Promise<void>): Promise<void> {
  await sql`set transaction isolation level repeatable read, read only`.execute(db);
  await plainText(db);
  const { rows } = await sql<{ version: number; name: string }>`
    select version, name from ${sql.table(versionsTable)} order by version`.execute(db);
  await take({ kind: "schema", versions: rows });
  await dumpTables(db, take);
}

async function dumpTables(db: Db, take: (piece: DumpPiece) => Promise<void>): Promise<void> {
  for (const table of await tablesOf(db)) {
    await take({ kind: "table", name: table.name, columns: table.columns.map(({ name }) => name) });
    // sorted below, so that large values are only fetched once they are wanted
    const values = sql.join(table.columns.map(({ name }) => sql`x.${sql.ref(name)}::text`));
    const order = sql.join(table.key.map((name) => sql`${sql.ref(name)}::text collate "C"`));
    await sql`
      declare dumped no scroll cursor for
      select json_build_array(${values})::text as line
      from (select * from ${sql.table(table.name)} order by ${order} offset 0) x`.execute(db);
    let count = 20;
    for (;;) {
      const { rows } = await sql<{ line: string }>`fetch ${sql.lit(count)} from dumped`.execute(db);
      if (rows.length === 0) break;
      const lines = rows.map(({ line }) => line);
      await take({ kind: "rows", lines });
      const characters = lines.reduce((sum, line) => sum + line.length, 0);
      count = Math.max(1, Math.min(mostRows, Math.floor((batchCharacters * rows.length) / characters)));
    }
    await sql`close dumped`.execute(db);
    await take({ kind: "end" });
  }
}

/** Values are written alike by every server. */
async function plainText(db: Db): Promise<void> {
  for (const [name, value] of [
    ["timezone", "UTC"],
    ["datestyle", "ISO, YMD"],
    ["extra_float_digits", "1"],
    ["bytea_output", "hex"],
  ]) {
    await sql`select set_config(${name}, ${value}, true)`.execute(db);
  }
}

/** Tables of this program, each after those that it refers to. */
async function tablesOf(db: Db): Promise<Table[]> {
  const { rows } = await sql<{
    name: string;
    columns: Table["columns"];
    key: string[] | null;
    refers: string[] | null;
  }>`
    select c.relname as name,
      (
        select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
          'isIdentity', a.attidentity <> '') order by a.attnum)
        from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      ) as columns,
      (
        select json_agg(a.attname order by k.place)
        from pg_index i
        cross join lateral unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary
      ) as key,
      (
        select json_agg(distinct f.relname)
        from pg_constraint r join pg_class f on f.oid = r.confrelid
        where r.conrelid = c.oid and r.contype = 'f'
      ) as refers
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind = 'r' and c.relname <> ${versionsTable}
      and not exists (
        select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
      )
    order by c.relname collate "C"`.execute(db);
  const sorted: Table[] = [];
  const left = new Map(rows.map((row) => [row.name, row]));
  while (left.size > 0) {
    const next = [...left.values()].find(({ refers }) => !(refers ?? []).some((name) => left.has(name)));
    if (next === undefined)
      throw new StoreCorrupt(`Tables refer to each other in a circle: ${[...left.keys()].join(", ")}`);
    left.delete(next.name);
    sorted.push({ name: next.name, columns: next.columns, key: next.key ?? next.columns.map(({ name }) => name) });
  }
  return sorted;
}

async function restore(
  db: Db,
  pieces: AsyncIterable<DumpPiece>,
  { replace, onProgress = () => {} }: Parameters<DumpStore["restore"]>[1],
): Promise<void> {
  const held = await heldBy(db);
  if (held !== null && !replace) {
    throw new StoreConflict(
      `The store holds ${held} already. A backup is restored into an empty store; --replace removes what is there first.`,
    );
  }
  const migrations = readMigrations();
  const known = new Set(migrations.map(({ version }) => version));
  /** Hash of each table's rows as they came. */
  const hashes = new Map<string, string>();
  let tables = new Map<string, Table>();
  let table: {
    name: string;
    columns: string[];
    hash: ReturnType<typeof createHash>;
    lines: string[];
    size: number;
  } | null = null;
  const flush = async (): Promise<void> => {
    if (table === null || table.lines.length === 0) return;
    await insertRows(db, tables.get(table.name)!, table.columns, table.lines);
    table.lines = [];
    table.size = 0;
  };
  for await (const piece of pieces) {
    if (piece.kind === "schema") {
      const newer = piece.versions.filter(({ version }) => !known.has(version));
      if (newer.length > 0) {
        throw new SchemaTooNew(
          `The backup was made by a newer program: it has ${newer.map(({ name }) => name).join(", ")}, which this one does not know. ` +
            "Restore it with the version that made it, or a newer one.",
        );
      }
      onProgress("Removing what is there");
      await dropAll(db);
      const had = new Set(piece.versions.map(({ version }) => version));
      await applyMigrations(
        db,
        migrations.filter(({ version }) => had.has(version)),
      );
      tables = new Map((await tablesOf(db)).map((one) => [one.name, one]));
      // what migrations put into tables is in the backup as well
      for (const name of [...tables.keys()].reverse()) await sql`delete from ${sql.table(name)}`.execute(db);
      await plainText(db);
    } else if (piece.kind === "table") {
      const { name, columns } = piece;
      const there = tables.get(name);
      if (there === undefined)
        throw new StoreCorrupt(`The backup has a table ${name}, which its schema does not have.`);
      const stray = columns.find((column) => !there.columns.some((one) => one.name === column));
      if (stray !== undefined)
        throw new StoreCorrupt(`The backup has a column ${name}.${stray}, which its schema does not have.`);
      onProgress(`Restoring ${name}`);
      table = { name, columns, hash: createHash("sha256"), lines: [], size: 0 };
    } else if (table === null) {
      throw new StoreCorrupt("The backup has rows of no table.");
    } else if (piece.kind === "rows") {
      for (const line of piece.lines) {
        table.hash.update(line).update("\n");
        table.lines.push(line);
        table.size += line.length;
        if (table.size >= batchCharacters || table.lines.length >= mostRows) await flush();
      }
    } else {
      await flush();
      hashes.set(table.name, table.hash.digest("hex"));
      table = null;
    }
  }
  await verify(db, hashes, onProgress);
  for (const one of tables.values()) await setIdentities(db, one);
  await applyMigrations(db, migrations, onProgress);
}

/** Reads everything again and compares. */
async function verify(
  db: Db,
  hashes: ReadonlyMap<string, string>,
  onProgress: (message: string) => void,
): Promise<void> {
  onProgress("Reading again what was written");
  let name = "";
  let hash = createHash("sha256");
  const seen = new Set<string>();
  await dumpTables(db, async (piece) => {
    if (piece.kind === "table") {
      name = piece.name;
      hash = createHash("sha256");
    } else if (piece.kind === "rows") for (const line of piece.lines) hash.update(line).update("\n");
    else if (piece.kind === "end") {
      seen.add(name);
      if (hash.digest("hex") !== hashes.get(name)) {
        throw new StoreCorrupt(`${name} does not read as it was written: nothing was restored.`);
      }
    }
  });
  const missing = [...hashes.keys()].find((table) => !seen.has(table));
  if (missing !== undefined)
    throw new StoreCorrupt(`${missing} is not there after it was written: nothing was restored.`);
}

/** What is in a store in words; null where it is empty. */
async function heldBy(db: Db): Promise<string | null> {
  const { rows } = await sql<{ cities: number; accounts: number }>`
    select (select count(*)::int from cities) as cities, (select count(*)::int from accounts) as accounts`.execute(db);
  const [{ cities, accounts }] = rows;
  return cities + accounts === 0 ? null : `${cities} cities and ${accounts} accounts`;
}

async function dropAll(db: Db): Promise<void> {
  const names = (await tablesOf(db)).map(({ name }) => name);
  if (names.length > 0) await sql`drop table ${sql.join(names.map((name) => sql.table(name)))} cascade`.execute(db);
  await sql`delete from ${sql.table(versionsTable)}`.execute(db);
}

async function insertRows(db: Db, table: Table, columns: readonly string[], lines: readonly string[]): Promise<void> {
  const typeOf = new Map(table.columns.map(({ name, type }) => [name, type]));
  const values = columns.map((name, i) => sql`(r ->> ${sql.lit(i)})::${sql.raw(typeOf.get(name)!)}`);
  const { numAffectedRows } = await sql`
    insert into ${sql.table(table.name)} (${sql.join(columns.map((name) => sql.ref(name)))})
    overriding system value
    select ${sql.join(values)} from jsonb_array_elements(${`[${lines.join(",")}]`}::jsonb) as r`.execute(db);
  if (numAffectedRows !== BigInt(lines.length)) {
    throw new StoreCorrupt(`${table.name} took ${numAffectedRows} of ${lines.length} rows: nothing was restored.`);
  }
}

/** The next number of an identity column comes after those that are there. */
async function setIdentities(db: Db, { name, columns }: Table): Promise<void> {
  for (const column of columns.filter(({ isIdentity }) => isIdentity)) {
    await sql`
      select setval(pg_get_serial_sequence(${name}, ${column.name}), coalesce(max(${sql.ref(column.name)}), 0) + 1, false)
      from ${sql.table(name)}`.execute(db);
  }
}
