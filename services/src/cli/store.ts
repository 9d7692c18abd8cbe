/** The store that the environment names, for the commands that need one. */
import { resolve } from "node:path";
import { openStore } from "../store/index.ts";
import type { Store } from "../store/index.ts";
import type { Progress } from "./progress.ts";

export const storeEnvironment = [
  { name: "DATABASE_URL", description: "PostgreSQL with PostGIS, postgres://…; the embedded store when left out" },
  { name: "QUARTERHOUR_DATA", description: "folder of the embedded store; .quarterhour when left out" },
];

export function dataFolderOfEnvironment(): string {
  return resolve(process.env.QUARTERHOUR_DATA || ".quarterhour");
}

export function openStoreOfEnvironment(progress: Progress): Promise<Store> {
  return openStore({
    databaseUrl: process.env.DATABASE_URL || undefined,
    dataFolder: dataFolderOfEnvironment(),
    onProgress: (message) => progress.tell(message),
  });
}

/** Opens the store, works with it, and closes it whatever happens. */
export async function withStore<T>(progress: Progress, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStoreOfEnvironment(progress);
  try {
    return await work(store);
  } finally {
    progress.done();
    await store.close();
  }
}
