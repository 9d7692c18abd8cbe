import { MAX_ACCESS_METERS } from "../network/attach.ts";
import type { WalkNetwork } from "../network/network.ts";
import { NEVER } from "./bulk-compounds.ts";
import { Core } from "./bulk-core.ts";
import { arrivalsOf, blocksOf, type Homes } from "./bulk-homes.ts";
import { CoreCutter } from "./bulk-part.ts";
import type { CoreArcs, Soonest } from "./bulk-search.ts";
import { CLOSED, type WalkCosts } from "./costs.ts";
import type { AttachedPlaces, MakeBuffer } from "./reach.ts";

const MILLISECONDS_PER_MINUTE = 60_000;
/** Six days: no search looks further, and two such times add up within 32 bits. */
const MOST_MILLISECONDS = NEVER >> 1;
/** Targets counted in one task; within it they are sorted by group. */
export const TARGETS_PER_TASK = 256;

/** `ReachQuestion` for very many places. */
export interface BulkQuestion {
  origins: AttachedPlaces;
  targets: AttachedPlaces;
  /** Groups of target t: groupItems[groupStart[t]] … groupItems[groupStart[t + 1] - 1], each once. */
  groupStart: Int32Array;
  groupItems: Int32Array;
  groupCount: number;
  /** Ascending. */
  ringMinutes: number[];
  limitMinutes: number;
}

/** Targets that are attached and have groups, in the order of their edges. */
export interface Targets {
  count: number;
  target: Int32Array;
  edge: Int32Array;
  /** Two per target, in this order: where its walks begin, -1 where not, and after how many milliseconds. */
  seedState: Int32Array;
  seedMilliseconds: Int32Array;
  /** Homes on the same edge: homeFrom … homeTo - 1. */
  homeFrom: Int32Array;
  homeTo: Int32Array;
  /** Milliseconds per metre along its edge, `CLOSED` where nobody walks; metres from the edge's first vertex; leg. */
  rate: Float64Array;
  offsetMeters: Float64Array;
  legMilliseconds: Int32Array;
  /** 1 where its edge may be walked from here forward, plus 2 where backward. */
  ways: Uint8Array;
  /** Places in this order, task after task, those of one task by group. */
  inTask: Int32Array;
}

/** All that threads share: what is asked, made ready. Plain arrays, so that it can be handed to other threads. */
export interface BulkPlan {
  /** Milliseconds. */
  limit: number;
  ringLimits: number[];
  groupCount: number;
  groupStart: Int32Array;
  groupItems: Int32Array;
  core: CoreArcs;
  homes: Homes;
  targets: Targets;
  /** States from which walks to the edge of the data begin. */
  rimStates: Int32Array;
  /** Per group, then for the edge of the data. */
  soonest: Soonest[];
  /** Where the core is a part of the city's: see bulk-part.ts. */
  ahead: Int32Array | null;
}

type Shareable = Int32Array | Float64Array | Uint8Array;

/** What plans for the same network, costs, limit and places of targets may use one after another. */
export interface PlanParts {
  core: Core;
  /** Per group, then for the edge of the data. */
  soonest: Soonest[];
  /** Cuts the core to the question's origins; null where these are about all there are. */
  cutter: CoreCutter | null;
}

/** For questions about few of many origins each. */
export function planParts(
  network: WalkNetwork,
  costs: WalkCosts,
  question: Pick<BulkQuestion, "targets" | "limitMinutes" | "groupCount">,
  buffer: MakeBuffer,
): PlanParts {
  const parts = wholeCore(network, costs, question, buffer);
  const longestLeg = Math.round(MAX_ACCESS_METERS * costs.legRate);
  return { ...parts, cutter: new CoreCutter(parts.core, limitOf(question.limitMinutes) + longestLeg) };
}

function wholeCore(
  network: WalkNetwork,
  costs: WalkCosts,
  { targets, limitMinutes, groupCount }: Pick<BulkQuestion, "targets" | "limitMinutes" | "groupCount">,
  buffer: MakeBuffer,
): PlanParts {
  const core = new Core(network, costs, targets.edge, limitOf(limitMinutes));
  const soonest = Array.from({ length: groupCount + 1 }, () => ({
    milliseconds: new Int32Array(buffer(core.count * 4)),
    target: new Int32Array(buffer(core.count * 4)),
  }));
  return { core, soonest, cutter: null };
}

const limitOf = (minutes: number): number => Math.min(MOST_MILLISECONDS, Math.round(minutes * MILLISECONDS_PER_MINUTE));

/** `costs` point from the targets to the origins; places are attached. `buffer` may give shared memory. */
export function planBulk(
  network: WalkNetwork,
  costs: WalkCosts,
  question: BulkQuestion,
  buffer: MakeBuffer,
  { core, soonest, cutter }: PlanParts = wholeCore(network, costs, question, buffer),
): BulkPlan {
  const limit = limitOf(question.limitMinutes);
  const ringLimits = question.ringMinutes.map((minutes) => Math.round(minutes * MILLISECONDS_PER_MINUTE));
  const share = <T extends Shareable>(array: T): T => {
    const shared = new (array.constructor as new (buffer: ArrayBufferLike) => T)(buffer(array.byteLength));
    shared.set(array as never);
    return shared;
  };
  const shareAll = <T extends object>(parts: T): T =>
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, ArrayBuffer.isView(part) ? share(part as Shareable) : part]),
    ) as T;
  const arrivals = arrivalsOf(network, costs, core, question.origins, limit);
  const part = cutter?.cut(arrivals) ?? null;
  const numberOf = (state: number): number => (part === null || state < 0 ? state : part.numberOf[state]);
  if (part) arrivals.accessCore = arrivals.accessCore.map(numberOf);
  const count = part?.count ?? core.count;
  const homes = { ...arrivals, ...blocksOf(count, arrivals) };
  const targets = orderTargets(network, costs, core, homes, question, numberOf);
  const rimStates = Int32Array.from(core.rim, (vertex) =>
    numberOf(core.atHome[vertex] >= 0 ? core.atHome[vertex] : core.inPublic[vertex]),
  ).filter((state) => state >= 0);
  return {
    limit,
    ringLimits,
    groupCount: question.groupCount,
    groupStart: question.groupStart,
    groupItems: question.groupItems,
    core: part?.graph ?? shareAll(core.graph),
    homes: shareAll(homes),
    targets: shareAll(targets),
    rimStates: share(rimStates),
    soonest: part ? soonest.map((times) => firstOf(times, count)) : soonest,
    ahead: part?.ahead ?? null,
  };
}

const firstOf = ({ milliseconds, target }: Soonest, count: number): Soonest => ({
  milliseconds: milliseconds.subarray(0, count),
  target: target.subarray(0, count),
});

function orderTargets(
  network: WalkNetwork,
  costs: WalkCosts,
  core: Core,
  homes: Homes,
  { targets, groupStart, groupItems }: BulkQuestion,
  numberOf: (state: number) => number,
): Targets {
  const { edgeFrom, edgeTo, edgeClass, edgeMillimeters } = network.arrays;
  const asked: number[] = [];
  for (let target = 0; target < targets.edge.length; target++) {
    if (targets.edge[target] >= 0 && groupStart[target] < groupStart[target + 1]) asked.push(target);
  }
  const target = Int32Array.from(asked).sort((a, b) => targets.edge[a] - targets.edge[b] || a - b);
  const count = target.length;
  const edge = target.map((index) => targets.edge[index]);
  const seedState = new Int32Array(count * 2).fill(-1);
  const seedMilliseconds = new Int32Array(count * 2);
  const homeFrom = new Int32Array(count);
  const homeTo = new Int32Array(count);
  const rates = new Float64Array(count);
  const offsets = new Float64Array(count);
  const legs = new Int32Array(count);
  const ways = new Uint8Array(count);
  let home = 0;
  for (let i = 0; i < count; i++) {
    const offsetMeters = targets.offsetMeters[target[i]];
    const leg = Math.round(targets.accessMeters[target[i]] * costs.legRate);
    const row = edgeClass[edge[i]];
    const rate = costs.classRate[row];
    rates[i] = rate;
    offsets[i] = offsetMeters;
    legs[i] = leg;
    ways[i] = costs.classForward[row] + 2 * costs.classBackward[row];
    if (rate !== CLOSED) {
      const stateOf = costs.classPrivate[row] === 1 ? core.atHome : core.inPublic;
      const rest = edgeMillimeters[edge[i]] / 1000 - offsetMeters;
      const begin = (slot: number, vertex: number, milliseconds: number): void => {
        if (milliseconds >= NEVER) return;
        seedState[i * 2 + slot] = numberOf(stateOf[vertex]);
        seedMilliseconds[i * 2 + slot] = milliseconds;
      };
      if (costs.classForward[row] === 1) begin(0, edgeTo[edge[i]], leg + Math.round(rest * rate));
      if (costs.classBackward[row] === 1) begin(1, edgeFrom[edge[i]], leg + Math.round(offsetMeters * rate));
    }
    while (home < homes.count && homes.edge[home] < edge[i]) home++;
    homeFrom[i] = home;
    let end = home;
    while (end < homes.count && homes.edge[end] === edge[i]) end++;
    homeTo[i] = end;
  }
  const groupOf = (i: number): number => groupItems[groupStart[target[i]]];
  const taskOf = (i: number): number => Math.floor(i / TARGETS_PER_TASK);
  const inTask = Int32Array.from(target.keys()).sort(
    (a, b) => taskOf(a) - taskOf(b) || groupOf(a) - groupOf(b) || a - b,
  );
  return {
    count,
    target,
    edge,
    seedState,
    seedMilliseconds,
    homeFrom,
    homeTo,
    rate: rates,
    offsetMeters: offsets,
    legMilliseconds: legs,
    ways,
    inTask,
  };
}
