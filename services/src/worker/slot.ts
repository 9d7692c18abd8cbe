/** One chunk at a time, in a thread that is started when first needed and again after one that was broken off. */
import { Worker } from "node:worker_threads";
import type { ChunkReply, ChunkTask } from "./chunk-thread.ts";

export class Slot {
  #thread: Worker | null = null;

  /** The answer's bytes. Rejects with the signal's reason, or with what went wrong; the thread is then gone. */
  async solve(task: ChunkTask, signal: AbortSignal): Promise<Uint8Array> {
    signal.throwIfAborted();
    const thread = (this.#thread ??= new Worker(new URL("chunk-thread.ts", import.meta.url)));
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
