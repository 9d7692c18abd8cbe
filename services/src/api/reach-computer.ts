/** Computes a reach table in a thread of its own, so that a large city does not hold up the requests of others. */
import type { GroupedTargets, GroupReach, Position, WalkSettings } from "@quarterhour/isochrones";
import { Worker } from "node:worker_threads";

export interface ReachTask {
  /** The whole walking network. */
  network: Uint8Array;
  origins: Position[];
  targets: GroupedTargets;
  ringMinutes: number[];
  limitMinutes: number;
  settings: WalkSettings;
}

/** Rejects with what went wrong in the thread. */
export function computeReach(task: ReachTask): Promise<GroupReach> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("reach-worker.ts", import.meta.url), { workerData: task });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => {
      // After a message this changes nothing; without one it is the only word there is.
      reject(new Error(`the thread that computes reach ended with code ${code}`));
    });
  });
}
