/** Versions that do not follow each other, as they come about where several people add to the schema. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { postgis } from "@electric-sql/pglite-postgis";
import { Kysely, PGliteDialect, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SchemaTooNew } from "../../src/store/index.ts";
import { migrate, readMigrations } from "../../src/store/migrate.ts";
import type { Database } from "../../src/store/schema.ts";
import { startPostgres } from "../postgres.ts";
import type { TestPostgres } from "../postgres.ts";

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

describe.each(["embedded", "postgres"] as const)("a database of schema 7, %s", (kind) => {
  let server: TestPostgres | undefined;
  let old: Kysely<Database>;

  beforeAll(async () => {
    if (kind === "embedded") {
      const pglite = await PGlite.create({ extensions: { postgis } });
      old = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) });
    } else {
      server = await startPostgres();
      old = new Kysely<Database>({
        dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: server.url }) }),
      });
    }
    const upToSeven = readMigrations().filter(({ version }) => version <= 7);
    await migrate(old, kind, undefined, upToSeven);
    for (const statement of [
      `insert into cities (id, name_zh, name_en, west, south, east, north, fictional, attribution, created_at)
       values ('town', '镇', 'Town', 117, 39, 118, 40, false, 'a survey', '2025-01-02T00:00:00Z')`,
      `insert into residences (city, id, source, location, households, households_estimated, search, content_hash)
       values ('town', 'r_1', 'osm', ST_SetSRID(ST_MakePoint(117.5, 39.5), 4326), 40, true, '', 'x')`,
      `insert into claims (city, source, category, as_of) values
       ('town', 'bureau', 'pharmacy', '2025-06-01'), ('town', 'bureau', 'bank', null), ('town', 'count', 'bank', null)`,
    ]) {
      await sql.raw(statement).execute(old);
    }
  });

  afterAll(async () => {
    await old?.destroy();
    await server?.stop();
  });

  test("is brought up to date once, and knows since when it knew", { timeout: 60_000 }, async () => {
    const done: string[] = [];
    await migrate(old, kind, (message) => done.push(message));
    await migrate(old, kind, (message) => done.push(message));
    const since = readMigrations().filter(({ version }) => version > 7);
    expect(done).toEqual(since.map(({ name }) => `Setting up the database: ${name.replace(".sql", "")}`));
    const { rows: claims } = await sql`
      select source, since::text, claims from claim_history where city = 'town' order by source`.execute(old);
    expect(claims).toEqual([
      {
        source: "bureau",
        since: "2025-06-01",
        claims: [
          { category: "bank", area: null, asOf: null },
          { category: "pharmacy", area: null, asOf: "2025-06-01" },
        ],
      },
      // of which nothing tells the day: since the city is there
      { source: "count", since: "2025-01-02", claims: [{ category: "bank", area: null, asOf: null }] },
    ]);
    const { rows: homes } = await sql`
      select households, geocoded, floor_square_meters from residences where city = 'town'`.execute(old);
    expect(homes).toEqual([{ households: 40, geocoded: false, floor_square_meters: null }]);
  });
});
