import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, sql } from "kysely";
import { lockFolder } from "./folder-lock.ts";
import { migrate } from "./migrate.ts";
import { leanPostgis } from "./postgis-bundle.ts";
import { tellQueryTime } from "./query-times.ts";
import type { Database } from "./schema.ts";
import type { GrownTable, Opened } from "./session.ts";

/** PostgreSQL's number for the type bytea. PGlite's own conversion goes byte by byte and takes seconds for 20 MB. */
const bytea = 17;

/** Its own is 160 MB, made for a server; memory that PGlite once has, it keeps. */
const memory = ["-c", "shared_buffers=32MB", "-c", "wal_buffers=1MB"];

function toHex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
}

function fromHex(text: string): Uint8Array {
  return Buffer.from(text.slice(2), "hex");
}

/** PGlite has no autovacuum: rows that updates leave behind, and the planner's statistics, are ours to look after. */
async function tidy(db: Kysely<Database>, tables: GrownTable[]): Promise<void> {
  for (const table of tables) await sql`vacuum (analyze) ${sql.table(table)}`.execute(db);
}

/**
 * Opens PGlite with PostGIS in `folder`, which it makes where it is missing and holds until closed:
 *
 *     lock, pid         who has it open
 *     unfinished        present only during the very first opening
 *     postgis-*.tar.gz  what of PostGIS is needed
 *     data/             PostgreSQL's own files
 */
export async function openEmbedded(folder: string, onProgress: (message: string) => void): Promise<Opened> {
  const lock = lockFolder(folder);
  try {
    const dataDir = join(folder, "data");
    const unfinished = join(folder, "unfinished");
    // Cut short in its first opening the folder holds half a database and nothing anybody was told is saved.
    if (existsSync(unfinished)) rmSync(dataDir, { recursive: true, force: true });
    const isNew = !existsSync(join(dataDir, "PG_VERSION"));
    if (isNew) {
      onProgress(`Making a new database in ${folder}; this takes some ten seconds, once`);
      writeFileSync(unfinished, "");
      mkdirSync(dataDir, { recursive: true });
    } else {
      onProgress(`Opening the database in ${folder}`);
    }
    const pglite = await PGlite.create({
      dataDir,
      extensions: { postgis: leanPostgis(folder) },
      startParams: [...PGlite.defaultStartParams, ...memory],
      serializers: { [bytea]: toHex },
      parsers: { [bytea]: fromHex },
    });
    const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }), log: tellQueryTime });
    try {
      await migrate(db, "embedded", onProgress);
    } catch (error) {
      await pglite.close();
      throw error;
    }
    rmSync(unfinished, { force: true });
    return {
      db,
      afterGrowth: tidy,
      async close() {
        await db.destroy();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
