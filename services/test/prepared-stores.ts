/**
 * Embedded stores that tests copy. To make one takes ten seconds of a processor, nearly all of it PostgreSQL's own
 * preparations, so the first test that asks does it, with the program as it stands, and keeps it in node_modules/.cache
 * for all others and the runs to come. cli/store.test.ts, store/embedded.test.ts and store/migrations.test.ts begin with
 * nothing, as a person does.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { constants, cp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { StoreLocked } from "../src/store/errors.ts";
import { lockFolder } from "../src/store/folder-lock.ts";

const root = join(import.meta.dirname, "../..");
const cache = join(root, "node_modules/.cache/test-stores");

/** What a new store of a test holds: nothing, or the sample city. */
export type Contents = "empty" | "sample";

/** All that decides what a store of these contents looks like, from the top folder. */
const madeOf: Record<Contents, readonly string[]> = {
  empty: [
    "services/src/store",
    "node_modules/@electric-sql/pglite/package.json",
    "node_modules/@electric-sql/pglite-postgis/package.json",
  ],
  sample: ["services/src", "isochrones/src", "data", "package-lock.json"],
};

/** Puts a store with these contents into a data folder that has none. */
export async function putStore(dataFolder: string, contents: Contents = "empty"): Promise<void> {
  const folder = join(dataFolder, "store");
  if (existsSync(folder)) return;
  const mode = constants.COPYFILE_FICLONE;
  await cp(join(await preparedFolder(contents), "store"), folder, { recursive: true, mode });
}

const prepared = new Map<Contents, Promise<string>>();

/** A data folder with such a store in it, to be copied; made where nobody has done so. */
function preparedFolder(contents: Contents): Promise<string> {
  let folder = prepared.get(contents);
  if (!folder) prepared.set(contents, (folder = prepare(contents)));
  return folder;
}

async function prepare(contents: Contents): Promise<string> {
  const folder = join(cache, `${contents}-${await hashOf(madeOf[contents])}`);
  if (existsSync(folder)) return folder;
  // The lock is the system's own: it goes with the process that has it, however that ends.
  const lock = await lockWhenFree(join(cache, contents));
  try {
    if (existsSync(folder)) return folder;
    await removeOld(contents);
    // Half a store, if the process that was at it ended before.
    const unfinished = join(cache, contents, "unfinished");
    await rm(unfinished, { recursive: true, force: true });
    await make(unfinished, contents);
    await rename(unfinished, folder);
    return folder;
  } finally {
    lock.release();
  }
}

async function make(dataFolder: string, contents: Contents): Promise<void> {
  // Most tests find theirs made, and need none of this.
  const { openStore } = await import("../src/store/index.ts");
  const { addSampleCity } = await import("../src/cli/sample.ts");
  if (contents === "sample") await putStore(dataFolder);
  const store = await openStore({ dataFolder });
  try {
    if (contents === "sample") await addSampleCity(store, () => {});
  } finally {
    await store.close();
  }
}

async function lockWhenFree(folder: string): Promise<{ release(): void }> {
  for (;;) {
    try {
      return lockFolder(folder);
    } catch (error) {
      if (!(error instanceof StoreLocked)) throw error;
      await setTimeout(100);
    }
  }
}

/** Those of earlier states of the program, but for the latest: tests that began before a change may still copy it. */
async function removeOld(contents: Contents): Promise<void> {
  const names = (await readdir(cache)).filter((name) => name.startsWith(`${contents}-`));
  const old = await Promise.all(
    names.map(async (name) => ({ folder: join(cache, name), made: (await stat(join(cache, name))).mtimeMs })),
  );
  for (const { folder } of old.sort((a, b) => b.made - a.made).slice(1)) {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of the names and contents of files and of all files in folders, whose paths are from the top folder. */
async function hashOf(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of await filesIn(join(root, path))) {
      const bytes = await readFile(file);
      hash.update(`${relative(root, file)}\0${bytes.length}\0`).update(bytes);
    }
  }
  return hash.digest("hex").slice(0, 16);
}

async function filesIn(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
