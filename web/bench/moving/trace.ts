/** What each thread of the browser did between two frames, read from a trace of the DevTools protocol. */
import type { CDPSession } from "playwright-core";

interface TraceEvent {
  name: string;
  cat: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  dur?: number;
  /** Of `dur`, the processor time of the thread itself; microseconds. */
  tdur?: number;
  args?: { name?: string };
}

const categories = "toplevel,devtools.timeline,disabled-by-default-devtools.timeline,blink.user_timing";
/** Marks of the page that a recording lies between. */
export const beginMark = "moving begins";
export const endMark = "moving ends";

/** Starts to record; the function returned ends it and gives what was recorded. */
export async function recordTrace(devtools: CDPSession): Promise<() => Promise<TraceEvent[]>> {
  const events: TraceEvent[] = [];
  const take = ({ value }: { value: object[] }) => void events.push(...(value as TraceEvent[]));
  devtools.on("Tracing.dataCollected", take);
  await devtools.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { recordMode: "recordAsMuchAsPossible", includedCategories: categories.split(",") },
  });
  return async () => {
    const complete = new Promise<void>((resolve) => devtools.once("Tracing.tracingComplete", () => resolve()));
    await devtools.send("Tracing.end");
    await complete;
    devtools.off("Tracing.dataCollected", take);
    return events;
  };
}

export interface FrameTimes {
  /** Wall time from the first frame to the last, without pauses in which nothing moved. */
  seconds: number;
  /** Per frame: processor time of the page's main thread in all tasks since the frame before; milliseconds. */
  mainThread: number[];
  /** Per frame: the longest single task among them, wall time; milliseconds. */
  longestTask: number[];
  /** Processor milliseconds of the page's other threads over all frames, by thread. */
  otherThreads: Record<string, number>;
}

/** A longer time without a frame is a pause between gestures: nothing had to be drawn. */
const pauseMicroseconds = 250_000;

/** @throws where the trace holds no marks of the page */
export function framesOf(events: readonly TraceEvent[]): FrameTimes {
  const mark = (name: string) => events.find((event) => event.name === name && event.cat.includes("user_timing"));
  const begin = mark(beginMark);
  const end = mark(endMark);
  if (!begin || !end) throw new Error("the trace does not hold the marks that the page set");
  const { pid, tid } = begin;
  const inTime = ({ ts }: TraceEvent) => ts >= begin.ts && ts <= end.ts;
  const isTask = ({ name, ph }: TraceEvent) =>
    ph === "X" && (name === "RunTask" || name === "ThreadControllerImpl::RunTask");
  const tasks = events.filter((event) => isTask(event) && inTime(event));
  const own = outermost(tasks.filter((event) => event.pid === pid && event.tid === tid));
  const drawn = events
    .filter((event) => event.name === "FireAnimationFrame" && event.pid === pid && event.tid === tid && inTime(event))
    .sort((a, b) => a.ts - b.ts);
  const frames = { seconds: 0, mainThread: [] as number[], longestTask: [] as number[] };
  let work = 0;
  let longest = 0;
  let before: number | null = null;
  let next = 0;
  for (const task of own) {
    const until = task.ts + (task.dur ?? 0);
    work += (task.tdur ?? task.dur ?? 0) / 1000;
    longest = Math.max(longest, (task.dur ?? 0) / 1000);
    while (next < drawn.length && drawn[next].ts < task.ts) next++;
    if (next >= drawn.length || drawn[next].ts > until) continue;
    // Several callbacks of one frame lie in one task.
    while (next < drawn.length && drawn[next].ts <= until) next++;
    frames.mainThread.push(work);
    frames.longestTask.push(longest);
    if (before !== null && task.ts - before < pauseMicroseconds) frames.seconds += (task.ts - before) / 1e6;
    before = task.ts;
    work = 0;
    longest = 0;
  }
  const names = new Map(
    events.filter(({ name }) => name === "thread_name").map((event) => [`${event.pid}/${event.tid}`, event.args?.name]),
  );
  const otherThreads: Record<string, number> = {};
  for (const [key, list] of Map.groupBy(tasks, (event) => `${event.pid}/${event.tid}`)) {
    const name = names.get(key) ?? "";
    if (key === `${pid}/${tid}` || !(key.startsWith(`${pid}/`) || name.startsWith("CrGpu") || name.startsWith("Viz")))
      continue;
    const milliseconds = outermost(list).reduce((sum, { tdur }) => sum + (tdur ?? 0) / 1000, 0);
    otherThreads[name] = (otherThreads[name] ?? 0) + milliseconds;
  }
  return { ...frames, otherThreads };
}

/** In order of time, without tasks that lie inside another. */
function outermost(tasks: readonly TraceEvent[]): TraceEvent[] {
  const ordered = tasks.toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const found: TraceEvent[] = [];
  let covered = -Infinity;
  for (const task of ordered) {
    if (task.ts < covered) continue;
    found.push(task);
    covered = task.ts + (task.dur ?? 0);
  }
  return found;
}
