/** Long work on the server: how far it is, cancel, and what came of it. */
import { signal } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals";
import { ApiError, ask } from "../api/request.ts";
import { send } from "./session.ts";

export interface Job<Result = unknown> {
  id: string;
  kind: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled" | "interrupted";
  step: string | null;
  /** 0 to 1; null where nobody can tell. */
  fraction: number | null;
  result: Result | null;
  error: string | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
}

export interface FollowedJob<Result> {
  state: ReadonlySignal<Job<Result> | null>;
  /** Resolves with the job once it has ended, however it ended. @throws ApiError where it cannot be asked any more */
  ended: Promise<Job<Result>>;
  cancel(): Promise<void>;
  /** Stops asking; the work itself goes on. */
  leave(): void;
}

const pauseMilliseconds = 400;
const patience = 20;

/** Follows a job by asking again and again: that survives proxies that hold back event streams. */
export function followJob<Result>(first: Job<Result> | string): FollowedJob<Result> {
  const id = typeof first === "string" ? first : first.id;
  const state = signal<Job<Result> | null>(typeof first === "string" ? null : first);
  const own = new AbortController();
  const follow = async (): Promise<Job<Result>> => {
    let failures = 0;
    for (;;) {
      try {
        const job = await ask<Job<Result>>(`/api/jobs/${encodeURIComponent(id)}`, { signal: own.signal });
        failures = 0;
        state.value = job;
        if (job.endedAt) return job;
      } catch (error) {
        // A connection lost for a while does not end the work.
        const mayPass = error instanceof ApiError && ["offline", "busy", "server"].includes(error.kind);
        if (!mayPass || ++failures > patience) throw error;
      }
      await new Promise((wake) => setTimeout(wake, pauseMilliseconds * Math.min(8, 1 + failures)));
    }
  };
  return {
    state,
    ended: follow(),
    async cancel() {
      await send("DELETE", `/api/jobs/${encodeURIComponent(id)}`);
    },
    leave: () => own.abort(),
  };
}
