/** An empty store of each kind, for tests that must hold on both. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../src/store/index.ts";
import { startPostgres } from "./postgres.ts";

/** By name; `stop` takes away what the store stood on, once it is closed. */
export const bothStores = {
  embedded: async () => {
    const folder = await mkdtemp(join(tmpdir(), "quarterhour-store-"));
    const store = await openStore({ dataFolder: folder });
    return { store, stop: () => rm(folder, { recursive: true, force: true }) };
  },
  PostgreSQL: async () => {
    const postgres = await startPostgres();
    const store = await openStore({ databaseUrl: postgres.url, dataFolder: "" });
    return { store, stop: () => postgres.stop() };
  },
};
