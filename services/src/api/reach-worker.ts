/** The thread behind reach-computer.ts: one task in, one answer out. */
import { EmbeddedEngine, openWalkNetwork } from "@quarterhour/isochrones";
import { parentPort, workerData } from "node:worker_threads";
import type { ReachTask } from "./reach-computer.ts";

const task = workerData as ReachTask;
const engine = new EmbeddedEngine(openWalkNetwork(task.network));
const reach = engine.reachByGroup(task.origins, task.targets, task.ringMinutes, task.limitMinutes, task.settings);
parentPort?.postMessage(reach, [
  reach.nearestSeconds.buffer as ArrayBuffer,
  reach.nearestTarget.buffer as ArrayBuffer,
  ...reach.within.map((counts) => counts.buffer as ArrayBuffer),
  reach.accessMeters.buffer as ArrayBuffer,
  reach.edgeOfDataSeconds.buffer as ArrayBuffer,
]);
