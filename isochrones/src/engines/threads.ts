import { availableParallelism } from "node:os";
import { completeSettings } from "../foot/profiles.ts";
import type { Description, NetworkArrays, WalkNetwork } from "../network/network.ts";
import { TARGETS_PER_TASK, type BulkPlan, type BulkQuestion } from "../search/bulk-plan.ts";
import { emptyTally, type Tally } from "../search/bulk-reach.ts";
import { roomForPlaces, roomForReach } from "../search/reach.ts";
import type { GroupedTargets, GroupReach, Position, WalkSettings } from "../types.ts";
import { checkReachQuestion } from "./check.ts";
import { attachFlag } from "./embedded.ts";
import { placesOf, type Places } from "./positions.ts";
import { ThreadPool } from "./pool.ts";
import { shared, sharedArray } from "./shared.ts";

/** What a thread is started with; everything large is shared memory. */
export interface ThreadData {
  network: { bytes: Uint8Array; about: Description; arrays: NetworkArrays };
  settings: WalkSettings;
  /** Which edges places join. */
  attachFlag: number;
  positions: Record<Which, Places>;
  question: BulkQuestion;
  reach: GroupReach;
}

type Which = "origins" | "targets";

/** One piece of work. All of one kind is done before the next begins. */
export type ThreadTask =
  | { do: "start" }
  | { do: "attach"; which: Which; from: number; to: number }
  | { do: "plan" }
  | { do: "begin"; plan: BulkPlan; tallies: Tally[]; thread: number }
  | { do: "nearest"; group: number }
  | { do: "count"; from: number; to: number }
  | { do: "finish"; from: number; to: number };

/** What a thread says of a task that is done: the plan where it was to make one. */
export type ThreadReply = BulkPlan | null;

/** What the time goes into, in this order. */
export type ReachPart = "start" | "attach" | "plan" | "nearest" | "count" | "finish";

export interface ReachInThreadsOptions {
  settings?: Partial<WalkSettings>;
  /** Default: as many as there are processors. The answer does not depend on it. */
  threads?: number;
  onProgress?: (done: number, total: number) => void;
  /** Told when a part is done. */
  onPart?: (part: ReachPart, milliseconds: number) => void;
  /** Ends the work; the promise is then rejected with the signal's reason. */
  signal?: AbortSignal;
}

const PLACES_PER_TASK = 4096;
const HOMES_PER_TASK = 16384;

/**
 * The same answer as `EmbeddedEngine.reachByGroup`, to the bit, for very many places: from several threads over one
 * network in shared memory. RangeError for impossible arguments; rejects with what went wrong in a thread.
 */
export async function reachInThreads(
  network: WalkNetwork,
  origins: Position[],
  targets: GroupedTargets,
  ringMinutes: number[],
  limitMinutes: number,
  options: ReachInThreadsOptions = {},
): Promise<GroupReach> {
  const { onProgress, onPart, signal } = options;
  signal?.throwIfAborted();
  const begun = performance.now();
  const rings = checkReachQuestion(origins, targets, ringMinutes, limitMinutes);
  const settings = completeSettings(options.settings);
  const question: BulkQuestion = {
    origins: roomForPlaces(origins.length, shared),
    targets: roomForPlaces(targets.positions.length, shared),
    ...flatGroups(targets.groups),
    groupCount: targets.groupCount,
    ringMinutes: rings,
    limitMinutes,
  };
  const reach = roomForReach(origins.length, targets.groupCount, rings, shared);
  reach.accessMeters = question.origins.accessMeters;
  const data: ThreadData = {
    network: sharedNetwork(network),
    settings,
    attachFlag: attachFlag(settings),
    positions: {
      origins: placesOf(origins, network.bbox, shared),
      targets: placesOf(targets.positions, network.bbox, shared),
    },
    question,
    reach,
  };
  const attach = [...attachTasks("targets", targets.positions.length), ...attachTasks("origins", origins.length)];
  const nearest = Array.from({ length: targets.groupCount + 1 }, (_, group): ThreadTask => ({ do: "nearest", group }));
  const count = pieces(targets.positions.length, TARGETS_PER_TASK, (from, to) => ({ do: "count", from, to }));
  const finish = pieces(origins.length, HOMES_PER_TASK, (from, to) => ({ do: "finish", from, to }));
  const total = attach.length + 1 + nearest.length + count.length + finish.length;
  let done = 0;
  const progress = (): void => onProgress?.(++done, total);

  const mostTasks = Math.max(attach.length, nearest.length, count.length, finish.length);
  const threads = Math.max(1, Math.min(options.threads ?? availableParallelism(), mostTasks));
  const pool = new ThreadPool<ThreadTask, ThreadReply>(new URL("thread.ts", import.meta.url), threads, data, signal);
  let partBegun = begun;
  const partDone = (name: ReachPart): void => {
    const now = performance.now();
    onPart?.(name, now - partBegun);
    partBegun = now;
  };
  try {
    await pool.askAll(() => ({ do: "start" }));
    partDone("start");
    await pool.work(attach, progress);
    partDone("attach");
    const plan = (await pool.ask(0, { do: "plan" })) as BulkPlan;
    const tallies = Array.from({ length: threads }, () => emptyTally(plan, shared));
    await pool.askAll((thread) => ({ do: "begin", plan, tallies, thread }));
    progress();
    partDone("plan");
    await pool.work(nearest, progress);
    partDone("nearest");
    await pool.work(count, progress);
    partDone("count");
    await pool.work(finish, progress);
    partDone("finish");
  } finally {
    await pool.end();
  }
  return reach;
}

function sharedNetwork({ bytes, arrays, ...about }: WalkNetwork): ThreadData["network"] {
  const { version, bbox, osmDate, unreadTimes, thinnedAreas, grid, classes } = about;
  return {
    // threads need its arrays only
    bytes: bytes.subarray(0, 0),
    about: {
      version,
      bbox,
      osmDate,
      unreadTimes: [...unreadTimes],
      thinnedAreas,
      grid,
      classes: [...classes],
      arrays: [],
    },
    arrays: Object.fromEntries(
      Object.entries(arrays).map(([name, array]) => [name, sharedArray(array)]),
    ) as unknown as NetworkArrays,
  };
}

/** The groups of all targets in one array, and where each target's begin. */
export function flatGroups(groups: number[][]): Pick<BulkQuestion, "groupStart" | "groupItems"> {
  const unique = groups.map((ofTarget) => (ofTarget.length > 1 ? [...new Set(ofTarget)] : ofTarget));
  const groupStart = new Int32Array(shared((groups.length + 1) * 4));
  unique.forEach((ofTarget, target) => (groupStart[target + 1] = groupStart[target] + ofTarget.length));
  const groupItems = new Int32Array(shared(groupStart[groups.length] * 4));
  unique.forEach((ofTarget, target) => groupItems.set(ofTarget, groupStart[target]));
  return { groupStart, groupItems };
}

const attachTasks = (which: Which, count: number): ThreadTask[] =>
  pieces(count, PLACES_PER_TASK, (from, to) => ({ do: "attach", which, from, to }));

function pieces(count: number, length: number, task: (from: number, to: number) => ThreadTask): ThreadTask[] {
  return Array.from({ length: Math.ceil(count / length) }, (_, i) =>
    task(i * length, Math.min(count, (i + 1) * length)),
  );
}
