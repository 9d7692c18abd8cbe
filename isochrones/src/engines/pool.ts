import { Worker } from "node:worker_threads";

/**
 * Threads that answer every message with one. The first that fails or ends by itself fails all that is asked from then
 * on, and so does a signal.
 */
export class ThreadPool<Message, Reply> {
  readonly #workers: Worker[];
  readonly #failure = Promise.withResolvers<never>();
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.#failure.reject(this.#signal?.reason);

  constructor(script: URL, count: number, workerData: unknown, signal?: AbortSignal) {
    // told to whoever asks something; nobody may be asking at the moment
    this.#failure.promise.catch(() => {});
    this.#signal = signal;
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    this.#workers = Array.from({ length: count }, () => {
      const worker = new Worker(script, { workerData });
      worker.on("error", (error) => this.#failure.reject(error));
      worker.on("exit", (code) =>
        this.#failure.reject(new Error(`a thread that computes reach ended with code ${code}`)),
      );
      return worker;
    });
  }

  get size(): number {
    return this.#workers.length;
  }

  ask(thread: number, message: Message): Promise<Reply> {
    const worker = this.#workers[thread];
    const { promise, resolve } = Promise.withResolvers<Reply>();
    worker.once("message", resolve);
    worker.postMessage(message);
    return Promise.race([this.#failure.promise, promise.finally(() => worker.off("message", resolve))]);
  }

  /** Asks all threads the same, each with its number. */
  askAll(message: (thread: number) => Message): Promise<Reply[]> {
    return Promise.all(this.#workers.map((_, thread) => this.ask(thread, message(thread))));
  }

  /**
   * Has all messages answered. Each thread begins at a place of its own and goes on with what follows, so that it stays
   * with what it knows; one that is through helps the one that has most left.
   */
  async work(messages: readonly Message[], onDone: () => void): Promise<void> {
    const size = this.size;
    const shares = this.#workers.map((_, thread) => ({
      next: Math.floor((messages.length * thread) / size),
      end: Math.floor((messages.length * (thread + 1)) / size),
    }));
    await Promise.all(
      shares.map(async (own, thread) => {
        for (;;) {
          let message: Message;
          if (own.next < own.end) message = messages[own.next++];
          else {
            const longest = shares.reduce((one, other) => (other.end - other.next > one.end - one.next ? other : one));
            if (longest.next === longest.end) return;
            message = messages[--longest.end];
          }
          await this.ask(thread, message);
          onDone();
        }
      }),
    );
  }

  async end(): Promise<void> {
    this.#signal?.removeEventListener("abort", this.#onAbort);
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
