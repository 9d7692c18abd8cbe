/**
 * npm run bench -- hostile [--count 20000] [--seed 1] [--json]
 *
 * Requests generated from the OpenAPI documents, most of them wrong in some way, some hostile, three of four with the
 * rights of an administrator. Counts answers by status; prints each answer that is a 5xx or tells of the code.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildApp } from "../src/api/app.ts";
import { addSampleCity } from "../src/cli/sample.ts";
import { openStore } from "../src/store/index.ts";
import { askHostile } from "./hostile-run.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const count = Number(values.count);
const seed = Number(values.seed);
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed))
  throw new Error("--count and --seed are whole numbers");

const folder = await mkdtemp(join(tmpdir(), "quarterhour-hostile-"));
const store = await openStore({ dataFolder: folder });
await addSampleCity(store, () => {});
const app = await buildApp({
  store,
  dataFolder: folder,
  webFolder: join(folder, "no-web"),
  logger: { level: "error", stream: process.stderr },
});
try {
  const result = await askHostile(app, store, "sample", {
    count,
    seed,
    onProgress: (asked) => {
      const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
      const [all, heap, buffers] = [rss, heapUsed, arrayBuffers].map((bytes) => Math.round(bytes / 2 ** 20));
      process.stderr.write(`${asked} of ${count}: ${all} MB, heap ${heap} MB, buffers ${buffers} MB\n`);
    },
  });
  if (values.json) {
    console.log(JSON.stringify(result));
  } else {
    console.log(`${result.requests} requests to ${result.operations} operations, seed ${seed}`);
    for (const [status, times] of Object.entries(result.statuses)) console.log(`  ${status}: ${times}`);
    console.log(`5xx, hung, or telling of the code: ${result.findings.length}`);
    for (const finding of result.findings) console.log(JSON.stringify(finding));
    console.log("slowest:");
    for (const { operation, milliseconds } of result.slowest) console.log(`  ${milliseconds} ms ${operation}`);
  }
} finally {
  await app.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
}
