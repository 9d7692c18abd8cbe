/** Versions that do not follow each other, as they come about where several people add to the schema. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SchemaTooNew } from "../../src/store/index.ts";
import { migrate, readMigrations } from "../../src/store/migrate.ts";
import type { Database } from "../../src/store/schema.ts";

let folder: string;
let db: Kysely<Database>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterhour-migrations-"));
  db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite: await PGlite.create() }) });
});

afterAll(async () => {
  await db?.destroy();
  await rm(folder, { recursive: true, force: true });
});

const read = () => readMigrations(pathToFileURL(`${folder}/`));
const put = (name: string, text: string) => writeFile(join(folder, name), text);
async function versions(): Promise<number[]> {
  const { rows } = await sql<{
    version: number;
  }>`select version from schema_versions order by applied_at, version`.execute(db);
  return rows.map(({ version }) => version);
}

describe("migrations", () => {
  test("with gaps between, and one that comes later under a lower number, are each done once", async () => {
    await put("0001-first.sql", "create table a (x integer);");
    await put("0009-ninth.sql", "-- why\ncreate table c (x integer);\ninsert into c values (9);\n");
    await migrate(db, "embedded", undefined, read());
    expect(await versions()).toEqual([1, 9]);
    await put("0008-eighth.sql", "create table b (x integer);");
    const said: string[] = [];
    await migrate(db, "embedded", (message) => said.push(message), read());
    await migrate(db, "embedded", (message) => said.push(message), read());
    expect(said).toEqual(["Setting up the database: 0008-eighth"]);
    expect(await versions()).toEqual([1, 9, 8]);
    const { rows } = await sql<{ x: number }>`select x from c`.execute(db);
    expect(rows).toEqual([{ x: 9 }]);
  });

  test("of which the program lacks one that the database has, are refused", async () => {
    const older = read().filter(({ version }) => version !== 8);
    await expect(migrate(db, "embedded", undefined, older)).rejects.toThrow(SchemaTooNew);
    await expect(migrate(db, "embedded", undefined, older)).rejects.toThrow(/has schema version 8, this program/);
  });

  test("with one number twice, or none, are refused", async () => {
    await put("0008-other.sql", "select 1;");
    expect(read).toThrow("Migration 0008-other.sql has the version of the one before it");
    await rm(join(folder, "0008-other.sql"));
    await put("10-tenth.sql", "select 1;");
    expect(read).toThrow("10-tenth.sql should begin with its version in four digits");
  });

  test("of this program can be read", () => {
    const names = readMigrations().map(({ version }) => version);
    expect(names).toContain(9);
    expect(names).toEqual([...names].sort((a, b) => a - b));
  });
});
