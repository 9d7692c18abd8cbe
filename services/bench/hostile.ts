/**
 * npm run bench -- hostile [--count 20000] [--seed 1] [--step 256] [--json]
 *
 * Requests generated from the OpenAPI documents, most of them wrong in some way, some hostile, three of four with the
 * rights of an administrator. Counts answers by status; prints each answer that is a 5xx or tells of the code, and what was
 * under way (requests, jobs) each time the most memory that the process has had rose by a step of so many megabytes.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildApp } from "../src/api/app.ts";
import { addSampleCity } from "../src/cli/sample.ts";
import { openStore } from "../src/store/index.ts";
import { askHostile } from "./hostile-run.ts";
import { MemoryWatch } from "./memory-watch.ts";

const LOOK_MILLISECONDS = 100;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    step: { type: "string", default: "256" },
    json: { type: "boolean", default: false },
  },
});
const count = Number(values.count);
const seed = Number(values.seed);
const step = Number(values.step);
if (!(step > 0)) throw new Error("--step is a number of megabytes above 0");
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
const memory = new MemoryWatch(step);
// Between requests too: jobs go on without one.
const looking = setInterval(() => memory.look(app.jobs.atWork().map((job) => `job ${job}`)), LOOK_MILLISECONDS);
try {
  const result = await askHostile(app, store, "sample", {
    count,
    seed,
    memory,
    onProgress: (asked) => {
      const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
      const [all, heap, buffers] = [rss, heapUsed, arrayBuffers].map((bytes) => Math.round(bytes / 2 ** 20));
      const { running, waiting } = app.jobs.load;
      process.stderr.write(
        `${asked} of ${count}: ${all} MB, heap ${heap} MB, buffers ${buffers} MB; ${running} jobs, ${waiting} wait\n`,
      );
    },
  });
  if (values.json) {
    console.log(JSON.stringify(result));
  } else {
    console.log(`${result.requests} requests to ${result.operations} operations, seed ${seed}`);
    for (const [status, times] of Object.entries(result.statuses)) console.log(`  ${status}: ${times}`);
    console.log(`5xx, hung, or telling of the code: ${result.findings.length}`);
    for (const finding of result.findings) console.log(JSON.stringify(finding));
    console.log(`most resident: ${Math.round(result.peakMegabytes)} MB`);
    for (const { fromMegabytes, toMegabytes, underWay } of result.growths) {
      console.log(`  from ${fromMegabytes} to ${toMegabytes} MB during`);
      for (const what of underWay) console.log(`    ${what}`);
    }
    console.log("slowest:");
    for (const { operation, milliseconds } of result.slowest) console.log(`  ${milliseconds} ms ${operation}`);
    console.log("largest answers:");
    for (const { operation, bytes } of result.largest) console.log(`  ${bytes} bytes ${operation}`);
  }
} finally {
  clearInterval(looking);
  await app.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
}
