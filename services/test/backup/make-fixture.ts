/**
 * Writes fixtures/schema-<version>.qhb, backups of stores of older schemas:
 *
 *     node services/test/backup/make-fixture.ts 17 18
 *
 * It begins with the rows of schema-7.qhb, which a program of that schema wrote, and lives through what came since: each
 * migration in turn, and after it the rows that a program of that schema would have added (fixtures/rows/<version>.sql).
 * Do so before a migration is added: the newest schema becomes an old one then. A file that is there is never made anew,
 * since a store that was saved does not change either.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { PGlite } from "@electric-sql/pglite";
import { postgis } from "@electric-sql/pglite-postgis";
import { Kysely, PGliteDialect } from "kysely";
import { writeBackup } from "../../src/backup/file.ts";
import { dumpStore } from "../../src/store/dump.ts";
import { migrate, readMigrations } from "../../src/store/migrate.ts";
import type { Database } from "../../src/store/schema.ts";
import { Session } from "../../src/store/session.ts";

const fixtures = join(import.meta.dirname, "fixtures");
const first = 7;

const versions = process.argv.slice(2).map(Number);
const fileOf = (version: number): string => join(fixtures, `schema-${version}.qhb`);
const migrations = readMigrations().filter(({ version }) => version <= Math.max(...versions));
for (const version of versions) {
  if (version <= first || !migrations.some((one) => one.version === version)) {
    throw new Error(`There is no schema ${version} after ${first}`);
  }
  if (existsSync(fileOf(version))) throw new Error(`${fileOf(version)} is there already`);
}

const pglite = await PGlite.create({ extensions: { postgis } });
const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) });
const upTo = (last: number) =>
  migrate(
    db,
    "embedded",
    undefined,
    migrations.filter((one) => one.version <= last),
  );

await upTo(first);
await putRows(join(fixtures, `schema-${first}.qhb`));
const store = { kind: "embedded" as const, ...dumpStore(new Session(db, async () => {})) };
for (const { version } of migrations.filter((one) => one.version > first)) {
  await upTo(version);
  await pglite.exec(readFileSync(join(fixtures, "rows", `${String(version).padStart(4, "0")}.sql`), "utf8"));
  if (!versions.includes(version)) continue;
  const { rows } = await writeBackup(store, fileOf(version));
  console.log(`${fileOf(version)}: ${rows} rows`);
}
await db.destroy();

/** The rows of a backup, into tables of its schema. */
async function putRows(from: string): Promise<void> {
  let insert = "";
  for (const line of gunzipSync(readFileSync(from)).toString().trimEnd().split("\n")) {
    const said = JSON.parse(line) as (string | null)[] | { table?: string; columns?: string[] };
    if (Array.isArray(said)) {
      await pglite.exec(`${insert} (${said.map((text) => (text === null ? "null" : quoted(text))).join(", ")})`);
    } else if (said.table !== undefined) {
      insert = `insert into ${said.table} (${said.columns!.join(", ")}) overriding system value values`;
    }
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
