/** Stores for tests, of both kinds. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addSampleCity } from "../src/cli/sample.ts";
import { openStore } from "../src/store/index.ts";
import type { OpenStoreOptions, Store } from "../src/store/index.ts";
import { hasPostgres, startPostgres } from "./postgres.ts";
import type { TestPostgres } from "./postgres.ts";
import { putStore } from "./prepared-stores.ts";
import type { Contents } from "./prepared-stores.ts";

/** As openStore of the program; an embedded store that is not there yet is a copy of one with these contents. */
export async function openTestStore(options: OpenStoreOptions, contents: Contents = "empty"): Promise<Store> {
  if (!options.databaseUrl) await putStore(options.dataFolder, contents);
  return openStore(options);
}

/**
 * A store for a test of what stands on one, to which it does not matter which. On PostgreSQL where there is one, since a
 * new database there costs a twentieth of the seconds of a processor that it takes to open an embedded store; else
 * embedded, in `dataFolder`. What it stood on goes with its closing, but for the folder.
 */
export async function openAnyStore(dataFolder: string, contents: Contents = "empty"): Promise<Store> {
  if (!hasPostgres()) return openTestStore({ dataFolder }, contents);
  const postgres = await startTestDatabase(contents);
  try {
    const store = await openStore({ databaseUrl: postgres.url, dataFolder });
    const close = async () => {
      await store.close();
      await postgres.stop();
    };
    return { ...store, close };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** A database on PostgreSQL in which a store with these contents is. */
export function startTestDatabase(contents: Contents = "empty"): Promise<TestPostgres> {
  return startPostgres({
    name: contents,
    async fill(databaseUrl) {
      const store = await openStore({ databaseUrl, dataFolder: "unused" });
      try {
        if (contents === "sample") await addSampleCity(store, () => {});
      } finally {
        await store.close();
      }
    },
  });
}

/** By name; `stop` takes away what the store stood on, once it is closed. */
export const bothStores = {
  embedded: async (contents: Contents = "empty") => {
    const folder = await mkdtemp(join(tmpdir(), "quarterhour-store-"));
    const store = await openTestStore({ dataFolder: folder }, contents);
    return { store, stop: () => rm(folder, { recursive: true, force: true }) };
  },
  PostgreSQL: async (contents: Contents = "empty") => {
    const postgres = await startTestDatabase(contents);
    const store = await openStore({ databaseUrl: postgres.url, dataFolder: "unused" });
    return { store, stop: () => postgres.stop() };
  },
};
