/** Something fetched: what was there before stays on screen while the new loads or fails. */
import { signal } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals";
import { ApiError, isAbort } from "../api/request.ts";

export interface Loadable<T> {
  status: "idle" | "loading" | "ready" | "failed";
  /** The newest value there is, perhaps of an earlier question. */
  value: T | null;
  error: unknown;
}

/** Sooner than this a server that is busy is not asked again by the page itself, later only by a person; seconds. */
const patience = { least: 3, most: 60 };

/** Milliseconds after which to ask again without being told to; null where that would not help. */
function pauseAfter(error: unknown): number | null {
  if (!(error instanceof ApiError) || error.kind !== "busy" || error.retryAfter === null) return null;
  if (error.retryAfter > patience.most) return null;
  // Not all at the same moment.
  return Math.max(patience.least, error.retryAfter) * 1000 * (1 + Math.random() / 2);
}

const idle = { status: "idle", value: null, error: null } as const;

interface Resource<T> {
  state: ReadonlySignal<Loadable<T>>;
  /** Starts a question; the one under way is aborted and can no longer answer. */
  load(question: (signal: AbortSignal) => Promise<T>, options?: { keep?: boolean }): Promise<void>;
  clear(): void;
  /** Repeats the last question. */
  retry(): void;
}

export function createResource<T>(): Resource<T> {
  const state = signal<Loadable<T>>(idle);
  let running: AbortController | null = null;
  let last: (() => void) | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;

  const resource: Resource<T> = {
    state,
    async load(question, { keep = false } = {}) {
      running?.abort();
      clearTimeout(again);
      const own = new AbortController();
      running = own;
      last = () => void resource.load(question, { keep });
      state.value = { status: "loading", value: keep ? state.peek().value : null, error: null };
      try {
        const value = await question(own.signal);
        if (running === own) state.value = { status: "ready", value, error: null };
      } catch (error) {
        if (running !== own || isAbort(error)) return;
        state.value = { status: "failed", value: keep ? state.peek().value : null, error };
        const pause = pauseAfter(error);
        if (pause !== null) again = setTimeout(() => resource.retry(), pause);
      }
    },
    clear() {
      running?.abort();
      clearTimeout(again);
      running = null;
      last = null;
      state.value = idle;
    },
    retry() {
      last?.();
    },
  };
  // Whoever lost the connection need not ask again by hand.
  globalThis.addEventListener?.("online", () => {
    if (state.peek().status === "failed") resource.retry();
  });
  return resource;
}
