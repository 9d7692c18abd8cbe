import { isMainThread, parentPort, Worker } from "node:worker_threads";

/** Far beyond the processor's caches. */
const BYTES = 256 * 2 ** 20;
const COPIES = 4;
const ROUNDS = 6;

/**
 * Bytes read and written per second by plain copies in so many threads at once: the best round, until the
 * last thread is done.
 */
export async function copyBytesPerSecond(threads: number): Promise<number> {
  const workers = Array.from({ length: threads }, () => new Worker(new URL(import.meta.url)));
  const answers = (): Promise<unknown[]> =>
    Promise.all(
      workers.map((worker) => new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject))),
    );
  try {
    await answers();
    let best = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const all = answers();
      const begun = performance.now();
      for (const worker of workers) worker.postMessage("copy");
      await all;
      const seconds = (performance.now() - begun) / 1000;
      best = Math.max(best, (threads * COPIES * 2 * BYTES) / seconds);
    }
    return best;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

if (!isMainThread && parentPort) {
  const from = new Uint8Array(BYTES).fill(1);
  const to = new Uint8Array(BYTES).fill(2);
  parentPort.on("message", () => {
    for (let copy = 0; copy < COPIES; copy++) to.set(from);
    parentPort?.postMessage("copied");
  });
  parentPort.postMessage("ready");
}
