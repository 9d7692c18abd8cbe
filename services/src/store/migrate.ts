import { readdirSync, readFileSync } from "node:fs";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { SchemaTooNew } from "./errors.ts";
import type { Database } from "./schema.ts";

interface Migration {
  version: number;
  name: string;
  statements: string[];
}

/** Any number that no other program on the same database uses for an advisory lock: "qtrh" in ASCII. */
const advisoryLockKey = 0x71747268;

const folder = new URL("./migrations/", import.meta.url);

/** The files of `migrations/` in order; each name begins with its version in four digits, without gaps. */
function readMigrations(): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  return names.map((name, index) => {
    const version = Number(name.slice(0, 4));
    if (version !== index + 1) throw new Error(`Migration ${name} should have version ${index + 1}`);
    return { version, name, statements: splitStatements(readFileSync(new URL(name, folder), "utf8")) };
  });
}

/** A statement ends at a semicolon that ends its line. Lines that are only comments are dropped. */
function splitStatements(text: string): string[] {
  return text
    .replace(/^\s*--.*$/gm, "")
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}

/**
 * Brings the schema up to this program's version, in one transaction. Forward only.
 * Several processes may call it at once on PostgreSQL: they take turns.
 * Throws SchemaTooNew where the database is ahead of this program.
 */
export async function migrate(
  db: Kysely<Database>,
  kind: "embedded" | "postgres",
  onProgress?: (message: string) => void,
): Promise<void> {
  const migrations = readMigrations();
  await db.transaction().execute(async (trx) => {
    if (kind === "postgres") await sql`select pg_advisory_xact_lock(${advisoryLockKey})`.execute(trx);
    await sql`
      create table if not exists schema_versions (
        version integer primary key,
        name text not null,
        applied_at timestamptz not null default now()
      )`.execute(trx);
    const { rows } = await sql<{ version: number }>`select version from schema_versions`.execute(trx);
    const applied = new Set(rows.map((row) => row.version));
    const newest = Math.max(0, ...applied);
    const known = migrations.length;
    if (newest > known) {
      throw new SchemaTooNew(
        `The database has schema version ${newest}, this program knows only up to ${known}. ` +
          `Run the newer version of quarterhour that wrote it, or open another database.`,
      );
    }
    for (const migration of migrations) {
      if (applied.has(migration.version)) continue;
      onProgress?.(`Setting up the database: ${migration.name.replace(/\.sql$/, "")}`);
      for (const statement of migration.statements) await sql.raw(statement).execute(trx);
      await sql`insert into schema_versions (version, name) values (${migration.version}, ${migration.name})`.execute(
        trx,
      );
    }
  });
}
