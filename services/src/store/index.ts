import { join } from "node:path";
import { openEmbedded } from "./embedded.ts";
import { openPostgres } from "./postgres.ts";
import { Session } from "./session.ts";
import { sqlStore } from "./sql-store.ts";
import type { Store } from "./store.ts";

export { watched } from "./bulk.ts";
export {
  InvalidInput,
  NotFound,
  SchemaTooNew,
  StoreConflict,
  StoreCorrupt,
  StoreLocked,
  StoreUnavailable,
  UnknownCity,
} from "./errors.ts";
export { HAND_SOURCE } from "./outlet-merging.ts";
export { importKinds } from "./import-records.ts";
export { NAMED_PROGRAM } from "./programs.ts";
export { polygonFault, polygonProblem } from "./polygons.ts";
export type * from "./circle-types.ts";
export type * from "./duplicate-types.ts";
export type * from "./inbox-types.ts";
export type * from "./project-types.ts";
export type * from "./scenario-types.ts";
export type * from "./stock-types.ts";
export type * from "./store.ts";
export type * from "./survey-types.ts";

export interface OpenStoreOptions {
  /** PostgreSQL with PostGIS, `postgres://…`. Without it the embedded store is used. */
  databaseUrl?: string;
  /** Folder of this service; the embedded store lives in `<dataFolder>/store`. */
  dataFolder: string;
  /** Lines for a person who waits: the first opening of the embedded store takes some ten seconds. */
  onProgress?: (message: string) => void;
}

/**
 * Opens the store and brings its schema up to date. Close it when done.
 * Throws StoreLocked where another process has the embedded store open, StoreUnavailable where PostgreSQL does not
 * answer or has no PostGIS, SchemaTooNew where a newer version of this program wrote the database.
 */
export async function openStore({ databaseUrl, dataFolder, onProgress = () => {} }: OpenStoreOptions): Promise<Store> {
  const { db, afterGrowth, connections, close } = databaseUrl
    ? await openPostgres(databaseUrl, onProgress)
    : await openEmbedded(join(dataFolder, "store"), onProgress);
  return sqlStore(databaseUrl ? "postgres" : "embedded", new Session(db, afterGrowth), close, connections);
}
