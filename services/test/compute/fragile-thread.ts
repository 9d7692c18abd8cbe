/** A thread as the server has it, but that it ends when asked for 59 minutes. */
import { parentPort } from "node:worker_threads";

parentPort!.on("message", (message: { input?: { minutes?: number[] } }) => {
  if (message.input?.minutes?.includes(59) === true) process.exit(1);
});

await import("../../src/compute/thread.ts");
