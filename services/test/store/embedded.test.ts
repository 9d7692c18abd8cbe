import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore, StoreLocked } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";
import { storeContract } from "./contract.ts";

describe("the embedded store", () => {
  let folder: string;
  let store: Store;
  const progress: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "quarterhour-store-"));
    store = await openStore({ dataFolder: folder, onProgress: (message) => progress.push(message) });
  });

  afterAll(async () => {
    await store?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("says what it does while the first opening takes its time", () => {
    expect(store.kind).toBe("embedded");
    expect(progress.join("\n")).toMatch(/Making a new database in .*quarterhour-store-/);
  });

  test("is open in one place only", async () => {
    const second = openStore({ dataFolder: folder });
    await expect(second).rejects.toThrow(StoreLocked);
    await expect(second).rejects.toThrow(new RegExp(`in use by this process \\(${process.pid}\\)`));
  });

  storeContract(() => store);
});
