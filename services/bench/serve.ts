/**
 * The server that is measured, in a process of its own: a store in a folder of its own, filled with the sample city or
 * a map, and the app as `quarterhour serve` builds it. It tells its parent about itself by messages, not by HTTP.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import type { AddressInfo } from "node:net";
import type { Position } from "@quarterhour/isochrones";
import { buildApp } from "../src/api/app.ts";
import { readSettings } from "../src/api/input.ts";
import { addSampleCity } from "../src/cli/sample.ts";
import { addCity } from "../src/intake/index.ts";
import { openStore } from "../src/store/index.ts";
import { referenceAnswer } from "../test/api/reference.ts";
import type { Asked, Told } from "./server.ts";

const delayResolution = 1;

const [osmFile] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "quarterhour-bench-"));
const store = await openStore({ dataFolder: folder });
if (osmFile) await addCity(store, { id: "bench", osmFile, nameZh: "测", nameEn: "Bench", fictional: false });
else await addSampleCity(store, () => {});
const app = await buildApp({ store, webFolder: join(folder, "none") });
await app.listen({ host: "127.0.0.1", port: 0 });
const city = osmFile ? "bench" : "sample";
const delay = monitorEventLoopDelay({ resolution: delayResolution });
let cpu = process.cpuUsage();
let utilization = performance.eventLoopUtilization();

function tell(told: Told): void {
  process.send!(told);
}

/** How many of the answers say something else than what is worked out in this process. */
async function different(answers: { question: { origin: Position }; answer: unknown }[]): Promise<number> {
  const context = await app.cities.get(city);
  const reference = {
    engine: await context.engine(),
    outlets: await context.outlets(),
    residences: await context.residences(),
    claimed: await context.claimed(),
    dataDate: context.city.osmDate,
  };
  const { isDeepStrictEqual } = await import("node:util");
  return answers.filter(({ question, answer }) => {
    const settings = { ...readSettings({}), at: null };
    const expected = referenceAnswer(reference, {
      origin: question.origin,
      minutes: [5, 10, 15],
      settings,
      moment: null,
    });
    return !isDeepStrictEqual(JSON.parse(JSON.stringify(expected)), answer);
  }).length;
}

process.on("message", (asked: Asked) => {
  if (asked.what === "begin") {
    delay.reset();
    delay.enable();
    cpu = process.cpuUsage();
    utilization = performance.eventLoopUtilization();
    tell({ what: "begun" });
  } else if (asked.what === "end") {
    delay.disable();
    const used = process.cpuUsage(cpu);
    const milliseconds = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - delayResolution);
    tell({
      what: "ended",
      delayP50: milliseconds(delay.percentile(50)),
      delayP99: milliseconds(delay.percentile(99)),
      delayMax: milliseconds(delay.max),
      busyShare: performance.eventLoopUtilization(utilization).utilization,
      cpuSeconds: (used.user + used.system) / 1e6,
      residentMegabytes: process.memoryUsage.rss() / 2 ** 20,
    });
  } else if (asked.what === "compare") {
    void different(asked.answers).then((count) => tell({ what: "compared", different: count }));
  } else {
    void (async () => {
      await app.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
      process.disconnect();
    })();
  }
});

const residences = (await store.allResidences(city)).map(({ location }) => location);
const counts = await store.countCity(city);
tell({
  what: "ready",
  city,
  port: (app.server.address() as AddressInfo).port,
  doors: residences,
  counts: { outlets: counts.outlets, residences: counts.residences },
});
