import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { openWalkNetwork, type WalkNetwork } from "../network/network.ts";
import { completeSettings } from "../foot/profiles.ts";
import { emptyReach, roomForPlaces, type AttachedPlaces, type ReachQuestion } from "../search/reach.ts";
import type { GroupedTargets, GroupReach, Position, WalkSettings } from "../types.ts";
import { checkReachQuestion } from "./check.ts";

/** What a thread is started with; everything large is shared memory. */
export interface ThreadData {
  network: Uint8Array;
  settings: WalkSettings;
  originPositions: Float64Array;
  targetPositions: Float64Array;
  question: ReachQuestion;
  reach: GroupReach;
}

/** One piece of work. Places are attached before any group is solved. */
export type ThreadTask =
  | { do: "attach"; which: "origins" | "targets"; from: number; to: number }
  | { do: "group"; group: number }
  | { do: "edge-of-data" };

export interface ReachInThreadsOptions {
  settings?: Partial<WalkSettings>;
  /** Default: as many as there are processors. The answer does not depend on it. */
  threads?: number;
  onProgress?: (done: number, total: number) => void;
  /** Ends the work; the promise is then rejected with the signal's reason. */
  signal?: AbortSignal;
}

const PLACES_PER_TASK = 4096;

/**
 * The same answer as `EmbeddedEngine.reachByGroup`, to the bit, from several threads over one network in shared memory.
 * RangeError for impossible arguments; rejects with what went wrong in a thread.
 */
export async function reachInThreads(
  network: WalkNetwork,
  origins: Position[],
  targets: GroupedTargets,
  ringMinutes: number[],
  limitMinutes: number,
  options: ReachInThreadsOptions = {},
): Promise<GroupReach> {
  const { onProgress, signal } = options;
  signal?.throwIfAborted();
  const rings = checkReachQuestion(origins, targets, ringMinutes, limitMinutes);
  const question: ReachQuestion = {
    origins: roomForPlaces(origins.length, shared),
    targets: roomForPlaces(targets.positions.length, shared),
    groups: targets.groups,
    groupCount: targets.groupCount,
    ringMinutes: rings,
    limitMinutes,
  };
  const reach = emptyReach(origins.length, targets.groupCount, rings, shared);
  const data: ThreadData = {
    network: inSharedMemory(network).bytes,
    settings: completeSettings(options.settings),
    originPositions: flat(origins),
    targetPositions: flat(targets.positions),
    question,
    reach,
  };
  const attach: ThreadTask[] = [...pieces("origins", question.origins), ...pieces("targets", question.targets)];
  // the largest groups first, so that no thread is left with one at the end
  const sizes = Array.from({ length: targets.groupCount }, () => 0);
  for (const groups of targets.groups) for (const group of new Set(groups)) sizes[group]++;
  const solve: ThreadTask[] = [
    ...sizes
      .map((size, group) => ({ size, group }))
      .filter(({ size }) => size > 0)
      .sort((a, b) => b.size - a.size || a.group - b.group)
      .map(({ group }): ThreadTask => ({ do: "group", group })),
    { do: "edge-of-data" },
  ];
  const total = attach.length + solve.length;
  let done = 0;
  const progress = (): void => onProgress?.(++done, total);
  const threads = Math.max(
    1,
    Math.min(options.threads ?? availableParallelism(), Math.max(attach.length, solve.length)),
  );
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL("thread.ts", import.meta.url), { workerData: data }),
  );
  const abort = Promise.withResolvers<never>();
  const onAbort = (): void => abort.reject(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    for (const tasks of [attach, solve]) {
      const queue = tasks[Symbol.iterator]();
      await Promise.race([abort.promise, Promise.all(workers.map((worker) => workThrough(worker, queue, progress)))]);
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  reach.accessMeters.set(question.origins.accessMeters);
  return reach;
}

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);

function inSharedMemory(network: WalkNetwork): WalkNetwork {
  if (network.bytes.buffer instanceof SharedArrayBuffer) return network;
  const bytes = new Uint8Array(shared(network.bytes.byteLength));
  bytes.set(network.bytes);
  return openWalkNetwork(bytes);
}

function flat(positions: Position[]): Float64Array {
  const values = new Float64Array(shared(positions.length * 16));
  positions.forEach(([lng, lat], index) => {
    values[index * 2] = lng;
    values[index * 2 + 1] = lat;
  });
  return values;
}

function pieces(which: "origins" | "targets", places: AttachedPlaces): ThreadTask[] {
  const tasks: ThreadTask[] = [];
  for (let from = 0; from < places.edge.length; from += PLACES_PER_TASK) {
    tasks.push({ do: "attach", which, from, to: Math.min(places.edge.length, from + PLACES_PER_TASK) });
  }
  return tasks;
}

/** Hands a worker one task after another from a queue that others take from too. */
function workThrough(worker: Worker, queue: Iterator<ThreadTask>, onDone: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      settle();
    };
    const next = (): void => {
      const { value, done } = queue.next();
      if (done) finish(resolve);
      else worker.postMessage(value);
    };
    const onMessage = (): void => {
      onDone();
      next();
    };
    const onError = (error: Error): void => finish(() => reject(error));
    const onExit = (code: number): void =>
      finish(() => reject(new Error(`a thread that computes reach ended with code ${code}`)));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    next();
  });
}
