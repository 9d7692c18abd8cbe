/** What OpenTelemetry costs where no collector is set: nothing, since none of it is loaded. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { start } from "../cli/run.ts";
import { putStore } from "../prepared-stores.ts";

const folder = mkdtempSync(join(tmpdir(), "quarterhour-loaded-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a server that has answered a search and its figures has loaded none of it, nor have its threads", async () => {
  const list = join(folder, "loaded.txt");
  await putStore(folder, "sample");
  const preload = pathToFileURL(join(import.meta.dirname, "loaded-modules.ts")).href;
  const server = start(["serve"], {
    PORT: "0",
    QUARTERHOUR_DATA: folder,
    COMPUTE_THREADS: "1",
    LOADED_MODULES: list,
    NODE_OPTIONS: `--import=${preload}`,
  });
  try {
    const [, address] = await server.until(/(http:\/\/\S+:\d+)/);
    const search = await fetch(`${address}/api/cities/sample/isochrones`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ origin: [118.045, 38.753], minutes: [5] }),
    });
    const figures = await fetch(`${address}/metrics`);
    expect([search.status, figures.status]).toEqual([200, 200]);
  } finally {
    server.kill("SIGTERM");
  }
  expect((await server.ended).code).toBe(0);
  const loaded = readFileSync(list, "utf8").trim().split("\n");
  expect(loaded.filter((url) => url.includes("opentelemetry"))).toEqual([]);
  // What was looked for would have been seen: modules of either kind, of packages, of threads.
  for (const one of ["/fastify/fastify.js", "/kysely/dist/", "/src/api/tracing.ts", "/src/compute/thread.ts"]) {
    expect(loaded.filter((url) => url.includes(one)).length, one).toBeGreaterThan(0);
  }
});
