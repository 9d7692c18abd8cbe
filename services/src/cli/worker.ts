import { writeFileSync } from "node:fs";
import { ReachWorker } from "../worker/worker.ts";
import { UsageError } from "./options.ts";
import type { CommandSpec } from "./options.ts";
import { Progress } from "./progress.ts";
import { dataFolderOfEnvironment, storeEnvironment, withStore } from "./store.ts";

const MOST_AT_ONCE = 64;
/** Docker gives 30 s (docker-compose.yml). */
const GRACE_MILLISECONDS = 20_000;
const HEARTBEAT_MILLISECONDS = 5_000;

export const workerCommand: CommandSpec = {
  positionals: [],
  options: [
    {
      name: "concurrency",
      value: "N",
      description: "chunks at a time, each on a processor and with memory of its own; 1 when left out",
    },
    {
      name: "heartbeat",
      value: "FILE",
      description:
        "touched while the queue answers, every 5 seconds: one that is old tells that the worker is not well",
    },
  ],
  environment: [
    { ...storeEnvironment[0], description: "PostgreSQL of the api, postgres://…, itself and not a pooler. Needed." },
    { name: "QUARTERHOUR_DATA", description: "folder that keeps networks, in networks/; .quarterhour when left out" },
  ],
  details:
    "Works out the reach of whole cities for the api, chunk by chunk. Any number of them, on any machine. " +
    "Ends on SIGTERM when the chunks at work are done, or hands them back after 20 seconds.",
  async run(args) {
    const databaseUrl = process.env.DATABASE_URL;
    if (!databaseUrl) {
      throw new UsageError(
        "DATABASE_URL is missing: workers help an api that keeps its data in PostgreSQL; one with the embedded store does all itself",
        "worker",
      );
    }
    const concurrency = readConcurrency(args.text("concurrency"));
    const progress = new Progress();
    const heartbeat = args.text("heartbeat");
    const alive = heartbeat === undefined ? undefined : toucher(heartbeat);
    return await withStore(progress, async (store) => {
      const dataFolder = dataFolderOfEnvironment();
      const worker = new ReachWorker({
        store,
        databaseUrl,
        dataFolder,
        concurrency,
        say: (line) => progress.note(line),
        ...(alive && { alive }),
      });
      const stop = new Promise<void>((resolve) => {
        for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
      });
      await worker.start();
      progress.done();
      progress.note(`${worker.name} is ready, ${concurrency} at a time`);
      await stop;
      progress.note("stopping");
      await worker.stop(GRACE_MILLISECONDS);
      return 0;
    });
  },
};

/** Throws UsageError where the file cannot be written. */
function toucher(file: string): () => void {
  let touched = Number.NEGATIVE_INFINITY;
  const touch = () => {
    if (performance.now() - touched < HEARTBEAT_MILLISECONDS) return;
    touched = performance.now();
    // Closed at once; its time is what counts.
    writeFileSync(file, `${process.pid}\n`);
  };
  try {
    writeFileSync(file, "");
  } catch (error) {
    throw new UsageError(`--heartbeat: ${file} cannot be written: ${(error as Error).message}`, "worker");
  }
  return touch;
}

function readConcurrency(text: string | undefined): number {
  if (text === undefined) return 1;
  const concurrency = Number(text);
  if (Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MOST_AT_ONCE) return concurrency;
  throw new UsageError(`--concurrency should be a whole number from 1 to ${MOST_AT_ONCE}, and is "${text}"`, "worker");
}
