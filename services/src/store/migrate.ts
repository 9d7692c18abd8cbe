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

/** The files of `migrations/` in order; each name begins with its version in four digits. */
export function readMigrations(from: URL = folder): Migration[] {
  const names = readdirSync(from)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  const migrations = names.map((name) => {
    if (!/^\d{4}-/.test(name)) throw new Error(`Migration ${name} should begin with its version in four digits`);
    const statements = splitStatements(readFileSync(new URL(name, from), "utf8"));
    return { version: Number(name.slice(0, 4)), name, statements };
  });
  const twice = migrations.find(({ version }, i) => version === migrations[i - 1]?.version);
  if (twice !== undefined) throw new Error(`Migration ${twice.name} has the version of the one before it`);
  return migrations;
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
 * Brings the schema up to this program's version, in one transaction. Forward only. Versions need not follow each other
 * without gaps, and one that is added below others that a database has already is made up for: no migration may rest on
 * another that was not there when it was written.
 * Several processes may call it at once on PostgreSQL: they take turns.
 * Throws SchemaTooNew where the database has a version that this program does not know.
 */
export async function migrate(
  db: Kysely<Database>,
  kind: "embedded" | "postgres",
  onProgress?: (message: string) => void,
  migrations: Migration[] = readMigrations(),
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (kind === "postgres") await sql`select pg_advisory_xact_lock(${advisoryLockKey})`.execute(trx);
    await sql`
      create table if not exists schema_versions (
        version integer primary key,
        name text not null,
        applied_at timestamptz not null default now()
      )`.execute(trx);
    await applyMigrations(trx, migrations, onProgress);
  });
}

/** The same within a transaction that is under way, where the table of versions is there. */
export async function applyMigrations(
  trx: Kysely<Database>,
  migrations: Migration[],
  onProgress?: (message: string) => void,
): Promise<void> {
  const { rows } = await sql<{ version: number }>`select version from schema_versions`.execute(trx);
  const applied = new Set(rows.map((row) => row.version));
  const known = new Set(migrations.map(({ version }) => version));
  const unknown = [...applied].filter((version) => !known.has(version)).sort((a, b) => a - b);
  if (unknown.length > 0) {
    throw new SchemaTooNew(
      `The database has schema version ${unknown.join(", ")}, this program knows only up to ${Math.max(0, ...known)}. ` +
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
}
