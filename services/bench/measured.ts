/**
 * The measured server, in a process of its own: the app as `quarterhour serve` builds it. It tells its parent about
 * itself by messages, not by HTTP.
 */
import type { Position } from "@quarterhour/isochrones";
import type { FastifyInstance } from "fastify";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { buildApp } from "../src/api/app.ts";
import type { Store } from "../src/store/index.ts";
import type { Answered, Asked, Told } from "./server.ts";

const delayResolution = 1;
const MOST_DOORS = 50_000;

/** Serves the store until told to close; `clean` runs after that. */
export async function beMeasured(
  store: Store,
  city: string,
  different: (app: FastifyInstance, answers: Answered[]) => Promise<number>,
  clean: () => Promise<void>,
): Promise<void> {
  const app = await buildApp({ store, webFolder: join(import.meta.dirname, "no-web") });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const delay = monitorEventLoopDelay({ resolution: delayResolution });
  let cpu = process.cpuUsage();
  let loop = process.threadCpuUsage();
  let utilization = performance.eventLoopUtilization();

  process.on("message", (asked: Asked) => {
    if (asked.what === "begin") {
      delay.reset();
      delay.enable();
      cpu = process.cpuUsage();
      loop = process.threadCpuUsage();
      utilization = performance.eventLoopUtilization();
      tell({ what: "begun" });
    } else if (asked.what === "end") {
      delay.disable();
      const used = process.cpuUsage(cpu);
      const ofLoop = process.threadCpuUsage(loop);
      const milliseconds = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - delayResolution);
      tell({
        what: "ended",
        delayP50: milliseconds(delay.percentile(50)),
        delayP99: milliseconds(delay.percentile(99)),
        delayMax: milliseconds(delay.max),
        busyShare: performance.eventLoopUtilization(utilization).utilization,
        cpuSeconds: (used.user + used.system) / 1e6,
        loopCpuSeconds: (ofLoop.user + ofLoop.system) / 1e6,
        residentMegabytes: process.memoryUsage.rss() / 2 ** 20,
      });
    } else if (asked.what === "compare") {
      void different(app, asked.answers).then((count) => tell({ what: "compared", different: count }));
    } else {
      void (async () => {
        await app.close();
        await store.close();
        await clean();
        process.disconnect();
      })();
    }
  });

  tell({
    what: "ready",
    city,
    port: (app.server.address() as AddressInfo).port,
    doors: await doorsOf(store, city),
  });
}

/** Of all residences, or of so many spread over all of them. */
async function doorsOf(store: Store, city: string): Promise<Position[]> {
  const residences = await store.allResidences(city);
  const every = Math.ceil(residences.length / MOST_DOORS);
  return residences.filter((_, i) => i % every === 0).map(({ location }) => location);
}

function tell(told: Told): void {
  process.send!(told);
}
