/** A thread of threads.ts: takes tasks, writes into shared memory, says when each is done. */
import { parentPort, workerData } from "node:worker_threads";
import { attach } from "../network/attach.ts";
import { WalkNetwork } from "../network/network.ts";
import { planBulk } from "../search/bulk-plan.ts";
import { BulkSolver, type Tally } from "../search/bulk-reach.ts";
import { closedClasses, WalkCosts } from "../search/costs.ts";
import { setPlace, turnedRound } from "../search/reach.ts";
import { shared } from "./shared.ts";
import type { ThreadData, ThreadReply, ThreadTask } from "./threads.ts";

const data = workerData as ThreadData;
const { settings, question, reach, positions } = data;
const network = new WalkNetwork(data.network.bytes, data.network.about, data.network.arrays);
const closed = closedClasses(network, settings);
let targetCount = 0;
let tallies: Tally[] = [];
let solver: BulkSolver | null = null;

function attachPlaces(which: "origins" | "targets", from: number, to: number): void {
  const { lngLat, order } = positions[which];
  for (let i = from; i < to; i++) {
    const place = order[i];
    const position: [number, number] = [lngLat[place * 2], lngLat[place * 2 + 1]];
    setPlace(question[which], place, attach(network, position, data.attachFlag, closed));
  }
}

/** What is to be told of it, if anything. */
function work(task: ThreadTask): ThreadReply {
  switch (task.do) {
    case "start":
      break;
    case "attach":
      attachPlaces(task.which, task.from, task.to);
      break;
    case "plan":
      // the searches run from the targets back to the origins
      return planBulk(network, new WalkCosts(network, turnedRound(settings)), question, shared);
    case "begin":
      targetCount = task.plan.targets.count;
      tallies = task.tallies;
      solver = new BulkSolver(task.plan, tallies[task.thread]);
      break;
    case "nearest":
      solver?.nearest(task.group);
      break;
    case "count":
      solver?.count(task.from, Math.min(task.to, targetCount));
      break;
    case "finish":
      solver?.finish(task.from, task.to, tallies, reach);
      break;
  }
  return null;
}

parentPort?.on("message", (message: ThreadTask) => parentPort?.postMessage(work(message)));
