/** Answers by question: the same question asked by several at once is worked on once, and lately given answers are kept. */

interface Working {
  answer: Promise<Uint8Array>;
  /** Ends when all who ask have hung up. */
  abort: AbortController;
  asking: number;
}

export class AnswerCache {
  readonly #mostBytes: number;
  /** Least recently used first. */
  readonly #kept = new Map<string, Uint8Array>();
  readonly #working = new Map<string, Working>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /**
   * The answer under `key`, kept or else from `work`. The key says everything the answer depends on, the state of the
   * city included. Rejects with the reason of `signal` where that comes first; the work itself is given up only when
   * nobody waits for it any more.
   */
  async get(
    key: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Uint8Array>,
  ): Promise<Uint8Array> {
    signal?.throwIfAborted();
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    let working = this.#working.get(key);
    if (working === undefined) {
      const abort = new AbortController();
      working = { abort, asking: 0, answer: work(abort.signal) };
      this.#working.set(key, working);
      const { answer } = working;
      answer.then(
        (bytes) => this.#keep(key, bytes),
        () => this.#forget(key, answer),
      );
    }
    return this.#wait(key, working, signal);
  }

  async #wait(key: string, working: Working, signal: AbortSignal | undefined): Promise<Uint8Array> {
    working.asking++;
    if (signal === undefined) return working.answer;
    const hungUp = Promise.withResolvers<never>();
    const onAbort = (): void => {
      hungUp.reject(signal.reason);
      if (--working.asking > 0) return;
      // Whoever asks from now on begins anew.
      this.#forget(key, working.answer);
      working.abort.abort(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      return await Promise.race([working.answer, hungUp.promise]);
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  #forget(key: string, answer: Promise<Uint8Array>): void {
    if (this.#working.get(key)?.answer === answer) this.#working.delete(key);
  }

  #keep(key: string, bytes: Uint8Array): void {
    this.#working.delete(key);
    if (bytes.byteLength > this.#mostBytes / 4) return;
    this.#bytes += bytes.byteLength - (this.#kept.get(key)?.byteLength ?? 0);
    this.#kept.set(key, bytes);
    for (const [oldest, { byteLength }] of this.#kept) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= byteLength;
    }
  }
}
