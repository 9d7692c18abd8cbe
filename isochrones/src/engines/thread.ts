/** A thread of threads.ts: takes tasks, writes into shared memory, says when each is done. */
import { parentPort, workerData } from "node:worker_threads";
import { openWalkNetwork } from "../network/network.ts";
import { ReachSolver, setPlace, turnedRound } from "../search/reach.ts";
import { EmbeddedEngine } from "./embedded.ts";
import type { ThreadData, ThreadTask } from "./threads.ts";

const { network, settings, originPositions, targetPositions, question, reach } = workerData as ThreadData;
const engine = new EmbeddedEngine(openWalkNetwork(network));
let solver: ReachSolver | null = null;

parentPort?.on("message", (task: ThreadTask) => {
  if (task.do === "attach") {
    const positions = task.which === "origins" ? originPositions : targetPositions;
    for (let i = task.from; i < task.to; i++) {
      setPlace(question[task.which], i, engine.attach([positions[i * 2], positions[i * 2 + 1]], settings));
    }
  } else {
    // made only now: it sorts the origins by where they were attached
    solver ??= new ReachSolver(engine.searchFor(turnedRound(settings)), question, reach);
    if (task.do === "group") solver.solveGroup(task.group);
    else solver.solveEdgeOfData();
  }
  parentPort?.postMessage("done");
});
