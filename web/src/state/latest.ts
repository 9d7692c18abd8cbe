/**
 * Asks about a moving thing without flooding the server. While it moves, one question is under way at a time and the
 * newest position waits its turn (aborting each would leave the rings standing still on a slow line). A final position
 * aborts whatever runs and is asked at once.
 */
export interface LatestAsker<Q> {
  ask(question: Q, moving: boolean): void;
  stop(): void;
}

export function createLatestAsker<Q>(send: (question: Q, signal: AbortSignal) => Promise<void>): LatestAsker<Q> {
  let running: AbortController | null = null;
  let waiting: { question: Q } | null = null;

  async function run(question: Q): Promise<void> {
    const own = new AbortController();
    running = own;
    waiting = null;
    try {
      await send(question, own.signal);
    } finally {
      if (running === own) {
        running = null;
        const next = waiting as { question: Q } | null;
        if (next) void run(next.question);
      }
    }
  }

  return {
    ask(question, moving) {
      if (moving && running) {
        waiting = { question };
        return;
      }
      running?.abort();
      void run(question);
    },
    stop() {
      running?.abort();
      running = null;
      waiting = null;
    },
  };
}
