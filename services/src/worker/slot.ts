/** One chunk at a time, in a thread that is started when first needed and again after one that was broken off. */
import { Worker } from "node:worker_threads";
import type { ChunkReply, ChunkTask } from "./chunk-thread.ts";

/**
 * For a thread's newest objects. By itself V8 lets them have up to 192 on a large machine, the more the longer it runs, and
 * looks what of them is still used when they fill that; a chunk makes few objects, and large arrays that wait for it.
 */
const NEWEST_MEGABYTES = 24;

export class Slot {
  #thread: Worker | null = null;

  /** The answer's bytes. Rejects with the signal's reason, or with what went wrong; the thread is then gone. */
  async solve(task: ChunkTask, signal: AbortSignal): Promise<Uint8Array> {
    signal.throwIfAborted();
    const thread = (this.#thread ??= startThread());
    const { promise, resolve, reject } = Promise.withResolvers<ChunkReply>();
    const onAbort = (): void => reject(signal.reason as Error);
    const onExit = (code: number): void => reject(new Error(`the thread ended with code ${code}`));
    signal.addEventListener("abort", onAbort, { once: true });
    thread.once("message", resolve).once("error", reject).once("exit", onExit);
    try {
      thread.postMessage(task);
      const reply = await promise;
      if ("error" in reply) throw new Error(reply.error);
      return reply.answer;
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      signal.removeEventListener("abort", onAbort);
      thread.off("message", resolve).off("error", reject).off("exit", onExit);
    }
  }

  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    thread?.on("error", () => {});
    await thread?.terminate();
  }
}

export function startThread(): Worker {
  return new Worker(new URL("chunk-thread.ts", import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: NEWEST_MEGABYTES },
  });
}
