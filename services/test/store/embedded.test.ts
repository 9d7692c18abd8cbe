import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore, StoreLocked } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";
import { storeContract } from "./contract.ts";
import { inSecondBatch, runAndKill } from "./killed.ts";
import type { Message } from "./killed.ts";

describe("the embedded store", () => {
  let folder: string;
  let store: Store;
  const progress: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "quarterhour-store-"));
    // As a first opening leaves it that was killed half-way: begun again, not opened and found broken.
    await mkdir(join(folder, "store", "data"), { recursive: true });
    await writeFile(join(folder, "store", "data", "PG_VERSION"), "18\n");
    await writeFile(join(folder, "store", "unfinished"), "");
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

  const fewMinutes = 180_000;
  test(
    "killed 5 times in a big write, it has all that was saved, and nothing by half",
    { timeout: fewMinutes },
    async () => {
      await store.close();
      const saved = new Set<string>();
      const begun = new Set<string>();
      const moments = [0.1, 0.4, 0.6, 0.8, 0.95].map(inSecondBatch);
      // The last only looks at what the one before left.
      for (const when of [...moments, (message: Message) => (message.found ? 0 : null)]) {
        const said = await runAndKill(folder, when);
        const { found = {}, whole } = said.find((message) => message.found) ?? {};
        for (const batch of saved) expect(found[batch], `${batch} was saved`).toBe(whole);
        for (const [batch, rows] of Object.entries(found)) {
          expect(begun).toContain(batch);
          expect(rows, `${batch} is there whole or not at all`).toBe(whole);
        }
        for (const message of said) {
          if (message.writing) begun.add(message.writing);
          if (message.saved) saved.add(message.saved);
        }
      }
      expect(saved.size).toBeGreaterThanOrEqual(5);
    },
  );
});
