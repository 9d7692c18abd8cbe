/** A thread for tests of the pool: does as it is told. Its input takes the place of any task's. */
import { parentPort, resourceLimits, threadId } from "node:worker_threads";
import type { ToThread } from "../../src/compute/tasks.ts";

export interface OddInput {
  /** `say` answers with who says it and what it holds, `tellRoom` with MB for newest objects. */
  do: "say" | "tellRoom" | "throw" | "crash" | "exit" | "wait";
  /** For `wait`: 0 until it may go on. */
  gate?: Int32Array;
}

const held = new Set<string>();

parentPort!.on("message", (message: ToThread) => {
  if ("share" in message) held.add(message.share.id);
  else if ("forget" in message) held.delete(message.forget);
  else {
    const { id } = message;
    const input = message.input as OddInput;
    const answer = (): void => parentPort!.postMessage({ id, output: { thread: threadId, held: [...held] } });
    if (input.do === "throw") {
      parentPort!.postMessage({ id, error: { name: "RangeError", message: "minutes: too many" } });
    } else if (input.do === "crash") throw new Error("out of order");
    else if (input.do === "exit") process.exit(3);
    else if (input.do === "tellRoom") parentPort!.postMessage({ id, output: resourceLimits.maxYoungGenerationSizeMb });
    else if (input.do === "wait") {
      Atomics.wait(input.gate!, 0, 0);
      answer();
    } else answer();
  }
});

parentPort!.postMessage({ ready: true });
