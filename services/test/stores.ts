/** Stores for tests, of both kinds. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addSampleCity } from "../src/cli/sample.ts";
import { openStore } from "../src/store/index.ts";
import type { OpenStoreOptions, Store } from "../src/store/index.ts";
import { startPostgres } from "./postgres.ts";
import type { TestPostgres } from "./postgres.ts";
import { putStore } from "./prepared-stores.ts";
import type { Contents } from "./prepared-stores.ts";

/** As openStore of the program; an embedded store that is not there yet is a copy of one with these contents. */
export async function openTestStore(options: OpenStoreOptions, contents: Contents = "empty"): Promise<Store> {
  if (!options.databaseUrl) await putStore(options.dataFolder, contents);
  return openStore(options);
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
