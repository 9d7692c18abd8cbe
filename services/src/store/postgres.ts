import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { StoreUnavailable, translateDatabaseError } from "./errors.ts";
import { migrate } from "./migrate.ts";
import { tellQueryTime } from "./query-times.ts";
import type { Database } from "./schema.ts";
import type { GrownTable, Opened } from "./session.ts";
import type { StoreConnections } from "./store.ts";

const mostConnections = 10;

/** Opens PostgreSQL with PostGIS. Throws StoreUnavailable where the server does not answer. */
export async function openPostgres(databaseUrl: string, onProgress: (message: string) => void): Promise<Opened> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: "quarterhour",
    max: mostConnections,
    // A server that is gone must be told within seconds, not when the system's own minutes are over.
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  // Without listeners a connection that breaks would end the process; the next query reports it as StoreUnavailable.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }), log: tellQueryTime });
  onProgress("Connecting to PostgreSQL");
  try {
    await migrate(db, "postgres", onProgress);
  } catch (error) {
    await db.destroy();
    throw explain(error);
  }
  const connections = (): StoreConnections => {
    const { totalCount, idleCount, waitingCount } = pool;
    return { open: totalCount, idle: idleCount, waiting: waitingCount, most: mostConnections };
  };
  return { db, afterGrowth: analyze, connections, close: () => db.destroy() };
}

/** Autovacuum would do it within minutes; the first readers after an import come sooner. */
async function analyze(db: Kysely<Database>, tables: GrownTable[]): Promise<void> {
  for (const table of tables) await sql`analyze ${sql.table(table)}`.execute(db);
}

function explain(error: unknown): unknown {
  const { code, message } = error as { code?: string; message?: string };
  // 58P01, 0A000: the extension's files are not there; 42501: this role may not create it.
  if ((code === "58P01" || code === "0A000" || code === "42501") && /postgis|extension/i.test(message ?? "")) {
    return new StoreUnavailable(
      `The database needs the extension PostGIS: ${message}. Install PostGIS on the server ` +
        '(Debian: postgresql-<version>-postgis-3) and run "create extension postgis" in this database as a superuser.',
      { cause: error },
    );
  }
  return translateDatabaseError(error);
}
