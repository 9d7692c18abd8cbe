import { Growing } from "../network/grow.ts";
import type { WalkNetwork } from "../network/network.ts";
import type { Core } from "./bulk-core.ts";
import { NEVER } from "./bulk-compounds.ts";
import type { WalkCosts } from "./costs.ts";
import type { AttachedPlaces } from "./reach.ts";

/** Places of arrival are looked at so many at a time. */
export const HOMES_PER_BLOCK = 16;

/**
 * The origins of a question (where walks are counted; searches arrive there) in the order of their edges, so that
 * neighbours in the city are neighbours in memory, each with the states of the core it is reached from.
 */
export interface Homes {
  /** Origins that are attached; they come first in `origin`. */
  count: number;
  /** Index of each as the question has it; after the attached ones the others. */
  origin: Int32Array;
  /** Edge of each attached one, ascending; metres from the edge's first vertex; its access leg. */
  edge: Int32Array;
  offsetMeters: Float64Array;
  legMilliseconds: Int32Array;
  /** Home h is reached from state accessCore[i] in accessMilliseconds[i], accessStart[h] ≤ i < accessStart[h + 1]. */
  accessStart: Int32Array;
  accessCore: Int32Array;
  /** With the home's own access leg. */
  accessMilliseconds: Int32Array;
  /** Blocks of homes that state s leads to: blocks[blockStart[s]] … blocks[blockStart[s + 1] - 1]. */
  blockStart: Int32Array;
  blocks: Int32Array;
}

/** Homes, before it is known which of them states lead to. */
export type Arrivals = Omit<Homes, "blockStart" | "blocks">;

export function arrivalsOf(
  network: WalkNetwork,
  costs: WalkCosts,
  core: Core,
  origins: AttachedPlaces,
  limitMilliseconds: number,
): Arrivals {
  const { origin, edge, count } = byEdge(network.edgeCount, origins.edge);
  const accesses = new Accesses(network, costs, core, limitMilliseconds);
  const accessStart = new Int32Array(count + 1);
  const offsetMeters = new Float64Array(count);
  const legMilliseconds = new Int32Array(count);
  for (let home = 0; home < count; home++) {
    if (home === 0 || edge[home] !== edge[home - 1]) accesses.enter(edge[home]);
    const place = origin[home];
    offsetMeters[home] = origins.offsetMeters[place];
    legMilliseconds[home] = Math.round(origins.accessMeters[place] * costs.legRate);
    accesses.add(offsetMeters[home], legMilliseconds[home]);
    accessStart[home + 1] = accesses.core.length;
  }
  return {
    count,
    origin,
    edge,
    offsetMeters,
    legMilliseconds,
    accessStart,
    accessCore: accesses.core.trimmed(),
    accessMilliseconds: accesses.milliseconds.trimmed(),
  };
}

/** Sorted by edge, equal edges as they came. */
function byEdge(edgeCount: number, edgeOf: Int32Array): { origin: Int32Array; edge: Int32Array; count: number } {
  const next = new Int32Array(edgeCount + 1);
  let count = 0;
  for (const edge of edgeOf) {
    if (edge < 0) continue;
    next[edge + 1]++;
    count++;
  }
  for (let edge = 0; edge < edgeCount; edge++) next[edge + 1] += next[edge];
  const origin = new Int32Array(edgeOf.length);
  const edges = new Int32Array(count);
  let unattached = count;
  for (let place = 0; place < edgeOf.length; place++) {
    const edge = edgeOf[place];
    if (edge < 0) origin[unattached++] = place;
    else {
      edges[next[edge]] = edge;
      origin[next[edge]++] = place;
    }
  }
  return { origin, edge: edges, count };
}

/** Finds the states from which the homes of one edge after another are reached. */
class Accesses {
  readonly core = new Growing(Int32Array, 1 << 16);
  readonly milliseconds = new Growing(Int32Array, 1 << 16);
  readonly #network: WalkNetwork;
  readonly #costs: WalkCosts;
  readonly #core: Core;
  readonly #limit: number;
  /** Times from the entries of ordinary compounds that were met, by compound. */
  readonly #entries = new Map<number, { vertex: number; times: Int32Array }[]>();
  /** Of the edge entered last: states, and milliseconds from there until the edge is entered at either end. */
  #count = 0;
  #states = new Int32Array(64);
  #toStart = new Int32Array(64);
  #toEnd = new Int32Array(64);
  #rate = 0;
  #lengthMeters = 0;

  constructor(network: WalkNetwork, costs: WalkCosts, core: Core, limitMilliseconds: number) {
    this.#network = network;
    this.#costs = costs;
    this.#core = core;
    this.#limit = limitMilliseconds;
  }

  enter(edge: number): void {
    const { edgeFrom, edgeTo, edgeClass, edgeMillimeters } = this.#network.arrays;
    const { classRate, classForward, classBackward, classPrivate } = this.#costs;
    this.#count = 0;
    if (!this.#core.isOpen(edge)) return;
    const row = edgeClass[edge];
    this.#rate = classRate[row];
    this.#lengthMeters = edgeMillimeters[edge] / 1000;
    const start = classForward[row] === 1 ? edgeFrom[edge] : -1;
    const end = classBackward[row] === 1 ? edgeTo[edge] : -1;
    if (classPrivate[row] === 0) {
      if (start >= 0) this.#fromPublic(start, 0, true);
      if (end >= 0) this.#fromPublic(end, 0, false);
      return;
    }
    const compound = this.#core.compounds.compoundOf[edgeFrom[edge]];
    if (this.#core.wholeCompound[compound] === 1) {
      for (const stateOf of [this.#core.inPublic, this.#core.inside, this.#core.atHome]) {
        if (start >= 0) this.#offer(stateOf[start], 0, start, true);
        if (end >= 0) this.#offer(stateOf[end], 0, end, false);
      }
      return;
    }
    const { compounds } = this.#core;
    for (const { vertex, times } of this.#entriesOf(compound)) {
      this.#core.whence(vertex, (state, milliseconds) => {
        if (start >= 0) this.#offer(state, milliseconds + times[compounds.placeWithin(start)], start, true);
        if (end >= 0) this.#offer(state, milliseconds + times[compounds.placeWithin(end)], end, false);
      });
    }
    for (const home of this.#core.homesOf(compound)) {
      const times = this.#core.timesFrom(home);
      const state = this.#core.atHome[home];
      if (start >= 0) this.#offer(state, times[compounds.placeWithin(start)], start, true);
      if (end >= 0) this.#offer(state, times[compounds.placeWithin(end)], end, false);
    }
  }

  #fromPublic(vertex: number, milliseconds: number, atStart: boolean): void {
    this.#core.whence(vertex, (state, before) => this.#offer(state, before + milliseconds, vertex, atStart));
  }

  /** From a state to one end of the edge, where the walker steps on it. */
  #offer(state: number, milliseconds: number, vertex: number, atStart: boolean): void {
    if (state < 0 || milliseconds > this.#limit) return;
    let slot = 0;
    while (slot < this.#count && this.#states[slot] !== state) slot++;
    if (slot === this.#count) {
      if (slot === this.#states.length) this.#grow();
      this.#states[slot] = state;
      this.#toStart[slot] = NEVER;
      this.#toEnd[slot] = NEVER;
      this.#count++;
    }
    const times = atStart ? this.#toStart : this.#toEnd;
    times[slot] = Math.min(times[slot], milliseconds + this.#costs.vertexDelay[vertex]);
  }

  /** The accesses of a home on the edge entered last; its leg in milliseconds. */
  add(offsetMeters: number, leg: number): void {
    const fromStart = Math.round(offsetMeters * this.#rate);
    const fromEnd = Math.round((this.#lengthMeters - offsetMeters) * this.#rate);
    for (let slot = 0; slot < this.#count; slot++) {
      const milliseconds = Math.min(this.#toStart[slot] + fromStart, this.#toEnd[slot] + fromEnd);
      if (milliseconds > this.#limit) continue;
      this.core.push(this.#states[slot]);
      this.milliseconds.push(milliseconds + leg);
    }
  }

  #entriesOf(compound: number): { vertex: number; times: Int32Array }[] {
    let entries = this.#entries.get(compound);
    if (entries) return entries;
    const { compounds } = this.#core;
    entries = [];
    for (let i = compounds.start[compound]; i < compounds.start[compound + 1]; i++) {
      const vertex = compounds.vertices[i];
      if (!this.#core.isEntry(vertex)) continue;
      const times = new Int32Array(compounds.size(compound));
      compounds.spread(vertex, times, 0);
      entries.push({ vertex, times });
    }
    this.#entries.set(compound, entries);
    return entries;
  }

  #grow(): void {
    const longer = (from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const to = new Int32Array(from.length * 2);
      to.set(from);
      return to;
    };
    this.#states = longer(this.#states);
    this.#toStart = longer(this.#toStart);
    this.#toEnd = longer(this.#toEnd);
  }
}

/** The blocks of homes that each of so many states leads to. */
export function blocksOf(
  coreCount: number,
  { count: homeCount, accessStart, accessCore }: Arrivals,
): { blockStart: Int32Array; blocks: Int32Array } {
  const blockStart = new Int32Array(coreCount + 1);
  const last = new Int32Array(coreCount).fill(-1);
  const forEachPair = (visit: (state: number, block: number) => void): void => {
    last.fill(-1);
    for (let home = 0; home < homeCount; home++) {
      const block = Math.floor(home / HOMES_PER_BLOCK);
      for (let i = accessStart[home]; i < accessStart[home + 1]; i++) {
        const state = accessCore[i];
        if (last[state] === block) continue;
        last[state] = block;
        visit(state, block);
      }
    }
  };
  forEachPair((state) => blockStart[state + 1]++);
  for (let state = 0; state < coreCount; state++) blockStart[state + 1] += blockStart[state];
  const blocks = new Int32Array(blockStart[coreCount]);
  const next = blockStart.slice(0, coreCount);
  forEachPair((state, block) => (blocks[next[state]++] = block));
  return { blockStart, blocks };
}
