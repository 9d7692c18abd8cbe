import type { WalkNetwork } from "../network/network.ts";
import { CLOSED, type WalkCosts } from "./costs.ts";
import { Heap } from "./heap.ts";
import type { Arrival, EdgeTimes, Seed } from "./search-types.ts";

export const UNREACHED = 0x7fffffff;

/**
 * A walker is in one of three stages, and only ever moves to a later one:
 *   0 has walked only private ways since leaving home, so is still inside the own compound;
 *   1 has walked a public way;
 *   2 has entered private ways again: this must be the destination's compound, so there is no way on but private ones.
 * Searching from several sources at once works alike. A vertex is settled at most once per stage, and not at all in a
 * later stage when an earlier one was there sooner.
 */
const STAGES = 3;

/** In place of an arc at the first state of a walk: how it left its seed's edge. */
const FORWARD = -1;
const BACKWARD = -2;
const FROM_VERTEX = -3;

/** A search tree over the network for one set of costs; its arrays are used again by the next search. */
export class Search {
  readonly network: WalkNetwork;
  readonly costs: WalkCosts;
  /** Per stage × vertex (stage * vertexCount + vertex), milliseconds; valid where `#stamp` is current. */
  readonly #time: Int32Array;
  readonly #stamp: Uint32Array;
  /** The state a walker came from, -1 at the first. */
  readonly #previous: Int32Array;
  readonly #previousArc: Int32Array;
  readonly #source: Int32Array;
  readonly #heap = new Heap();
  /** States from which an arc leads past the limit. */
  #beyond = new Uint32Array(1024);
  #beyondCount = 0;
  #seedLeadsOn = false;
  #generation = 0;
  readonly #edgeStamp: Uint32Array;
  /** Vertices reached, each once, in the order they were first settled. */
  readonly #reached: Uint32Array;
  #reachedCount = 0;
  /** Two per vertex: the last search that came there, and the state it was there soonest in. */
  readonly #soonest: Uint32Array;
  #limit = 0;
  #seeds: Seed[] = [];
  readonly #seedsOnEdge = new Map<number, number[]>();
  readonly #seedStamp: Uint32Array;

  constructor(network: WalkNetwork, costs: WalkCosts) {
    this.network = network;
    this.costs = costs;
    const states = network.vertexCount * STAGES;
    this.#time = new Int32Array(states);
    this.#stamp = new Uint32Array(states);
    this.#previous = new Int32Array(states);
    this.#previousArc = new Int32Array(states);
    this.#source = new Int32Array(states);
    this.#edgeStamp = new Uint32Array(network.edgeCount);
    this.#seedStamp = new Uint32Array(network.edgeCount);
    this.#reached = new Uint32Array(network.vertexCount);
    this.#soonest = new Uint32Array(network.vertexCount * 2);
  }

  /** Searches from the seeds until `limitMilliseconds`; later times are not looked for. */
  run(seeds: Seed[], limitMilliseconds: number): void {
    this.#generation++;
    this.#reachedCount = 0;
    this.#beyondCount = 0;
    this.#limit = limitMilliseconds;
    this.#seeds = seeds;
    this.#heap.clear();
    this.#plant(seeds);
    this.#settle();
  }

  /** Goes on from where the last search ended, up to a later limit; times are those of one search that far. */
  extend(limitMilliseconds: number): void {
    if (limitMilliseconds <= this.#limit) return;
    this.#limit = limitMilliseconds;
    this.#plant(this.#seeds);
    for (let i = 0; i < this.#beyondCount; i++) this.#heap.push(this.#time[this.#beyond[i]], this.#beyond[i]);
    this.#beyondCount = 0;
    this.#settle();
  }

  #settle(): void {
    const { network, costs } = this;
    const { arcStart, arcHead } = network.arrays;
    const { arcMilliseconds, arcPrivate, vertexDelay } = costs;
    const vertexCount = network.vertexCount;
    const generation = this.#generation;
    const limitMilliseconds = this.#limit;
    const heap = this.#heap;
    const times = this.#time;
    const stamps = this.#stamp;
    const sources = this.#source;
    const previous = this.#previous;
    const previousArc = this.#previousArc;
    const soonest = this.#soonest;

    while (heap.length > 0) {
      const state = heap.pop();
      const time = heap.key;
      if (time !== times[state]) continue;
      const stage = state < vertexCount ? 0 : state < 2 * vertexCount ? 1 : 2;
      const vertex = state - stage * vertexCount;
      const source = sources[state];
      if (stage > 0 && this.#dominated(vertex, stage, time, source)) continue;
      if (soonest[vertex * 2] !== generation) {
        soonest[vertex * 2] = generation;
        soonest[vertex * 2 + 1] = state;
        this.#reached[this.#reachedCount++] = vertex;
      } else {
        const first = soonest[vertex * 2 + 1];
        if (time === times[first] && source < sources[first]) soonest[vertex * 2 + 1] = state;
      }
      const leaving = time + vertexDelay[vertex];
      const end = arcStart[vertex + 1];
      let leadsBeyond = false;
      for (let arc = arcStart[vertex]; arc < end; arc++) {
        const cost = arcMilliseconds[arc];
        if (cost === CLOSED) continue;
        let next = arcHead[arc];
        if (arcPrivate[arc] === 1) next += stage === 0 ? 0 : 2 * vertexCount;
        else if (stage === 2) continue;
        else next += vertexCount;
        const at = leaving + cost;
        if (at > limitMilliseconds) {
          leadsBeyond = true;
          continue;
        }
        if (stamps[next] === generation) {
          const known = times[next];
          if (known < at || (known === at && sources[next] <= source)) continue;
        } else stamps[next] = generation;
        times[next] = at;
        previous[next] = state;
        previousArc[next] = arc;
        sources[next] = source;
        heap.push(at, next);
      }
      if (leadsBeyond) this.#noteBeyond(state);
    }
  }

  #noteBeyond(state: number): void {
    if (this.#beyondCount === this.#beyond.length) {
      const longer = new Uint32Array(this.#beyondCount * 2);
      longer.set(this.#beyond);
      this.#beyond = longer;
    }
    this.#beyond[this.#beyondCount++] = state;
  }

  #plant(seeds: Seed[]): void {
    const { network, costs } = this;
    const { edgeFrom, edgeTo, edgeClass, edgeMillimeters } = network.arrays;
    const vertexCount = network.vertexCount;
    this.#seedLeadsOn = false;
    this.#seedsOnEdge.clear();
    for (let s = 0; s < seeds.length; s++) {
      const seed = seeds[s];
      if (seed.vertex !== undefined) {
        // as if it were home: nobody knows whether the ways beyond are public
        this.#offerSeed(seed.vertex, seed.startMilliseconds, s, FROM_VERTEX);
        continue;
      }
      const { edge, offsetMeters } = seed.attachment;
      const there = this.#seedsOnEdge.get(edge);
      if (there) there.push(s);
      else this.#seedsOnEdge.set(edge, [s]);
      this.#seedStamp[edge] = this.#generation;
      const row = edgeClass[edge];
      const rate = costs.classRate[row];
      if (rate === CLOSED) continue;
      const first = costs.classPrivate[row] === 1 ? 0 : vertexCount;
      const rest = edgeMillimeters[edge] / 1000 - offsetMeters;
      if (costs.classForward[row] === 1) {
        this.#offerSeed(first + edgeTo[edge], seed.startMilliseconds + Math.round(rest * rate), s, FORWARD);
      }
      if (costs.classBackward[row] === 1) {
        this.#offerSeed(first + edgeFrom[edge], seed.startMilliseconds + Math.round(offsetMeters * rate), s, BACKWARD);
      }
    }
  }

  #offerSeed(state: number, time: number, seed: number, way: number): void {
    if (time > this.#limit) {
      this.#seedLeadsOn = true;
      return;
    }
    if (this.#stamp[state] === this.#generation) {
      const known = this.#time[state];
      if (known < time || (known === time && this.#source[state] <= seed)) return;
    }
    this.#stamp[state] = this.#generation;
    this.#time[state] = time;
    this.#previous[state] = -1;
    this.#previousArc[state] = way;
    this.#source[state] = seed;
    this.#heap.push(time, state);
  }

  /** An earlier stage at the same vertex can do all that a later one can. */
  #dominated(vertex: number, stage: number, time: number, source: number): boolean {
    for (let earlier = 0; earlier < stage; earlier++) {
      const state = earlier * this.network.vertexCount + vertex;
      if (this.#stamp[state] !== this.#generation) continue;
      const known = this.#time[state];
      if (known < time || (known === time && this.#source[state] <= source)) return true;
    }
    return false;
  }

  /** State with the best time at a vertex among the first stages (2 for public edges, 3 for private ones); -1 where none. */
  bestState(vertex: number, stages: number): number {
    const { vertexCount } = this.network;
    if (this.#soonest[vertex * 2] !== this.#generation) return -1;
    const soonest = this.#soonest[vertex * 2 + 1];
    if (soonest < stages * vertexCount) return soonest;
    let best = -1;
    for (let state = vertex; state < stages * vertexCount; state += vertexCount) {
      if (this.#stamp[state] === this.#generation && (best < 0 || this.#isSooner(state, best))) best = state;
    }
    return best;
  }

  #isSooner(state: number, other: number): boolean {
    const ahead = this.#time[other] - this.#time[state];
    return ahead > 0 || (ahead === 0 && this.#source[state] < this.#source[other]);
  }

  timeOf(state: number): number {
    return this.#time[state];
  }

  /** The state before this one, -1 at a seed. */
  previousOf(state: number): number {
    return this.#previous[state];
  }

  /** The arc from there. */
  arcTo(state: number): number {
    return this.#previousArc[state];
  }

  /** Did the walker leave the seed's own edge along its direction? Asked of the first state of a walk. */
  leftForward(firstState: number): boolean {
    return this.#previousArc[firstState] === FORWARD;
  }

  vertexOf(state: number): number {
    return state % this.network.vertexCount;
  }

  get seeds(): readonly Seed[] {
    return this.#seeds;
  }

  /** States from which an arc leads past the limit of the last search. */
  get statesLeadingOn(): Uint32Array {
    return this.#beyond.subarray(0, this.#beyondCount);
  }

  /** Does a walk come to the end of its seed's own edge only past the limit? No state tells of it. */
  get seedLeadsOn(): boolean {
    return this.#seedLeadsOn;
  }

  /** How far the last search looked. */
  get limitMilliseconds(): number {
    return this.#limit;
  }

  get reachedVertices(): Uint32Array {
    return this.#reached.subarray(0, this.#reachedCount);
  }

  /** Calls `visit` once with every edge that touches a reached vertex or holds a seed. */
  forEachReachedEdge(visit: (edge: number) => void): void {
    const { arcStart, arcEdge } = this.network.arrays;
    const see = (edge: number): void => {
      if (this.#edgeStamp[edge] === this.#generation) return;
      this.#edgeStamp[edge] = this.#generation;
      visit(edge);
    };
    for (const edge of this.#seedsOnEdge.keys()) see(edge);
    for (let i = 0; i < this.#reachedCount; i++) {
      const vertex = this.#reached[i];
      for (let arc = arcStart[vertex]; arc < arcStart[vertex + 1]; arc++) see(arcEdge[arc] >>> 1);
    }
  }

  /**
   * How an edge is entered from its ends: milliseconds at either end including the delay of leaving it, UNREACHED where
   * it is not entered there, and the rate along it. Null where this walker cannot use the edge.
   */
  edgeTimes(edge: number, into: EdgeTimes): boolean {
    const { costs, network } = this;
    const { edgeFrom, edgeTo, edgeClass, edgeMillimeters } = network.arrays;
    const row = edgeClass[edge];
    const rate = costs.classRate[row];
    into.fromMilliseconds = UNREACHED;
    into.toMilliseconds = UNREACHED;
    into.fromState = -1;
    into.toState = -1;
    if (rate === CLOSED) return false;
    into.rate = rate;
    into.lengthMeters = edgeMillimeters[edge] / 1000;
    const stages = costs.classPrivate[row] === 1 ? 3 : 2;
    if (costs.classForward[row] === 1) {
      const state = this.bestState(edgeFrom[edge], stages);
      if (state >= 0) {
        into.fromMilliseconds = this.#time[state] + costs.vertexDelay[edgeFrom[edge]];
        into.fromState = state;
      }
    }
    if (costs.classBackward[row] === 1) {
      const state = this.bestState(edgeTo[edge], stages);
      if (state >= 0) {
        into.toMilliseconds = this.#time[state] + costs.vertexDelay[edgeTo[edge]];
        into.toState = state;
      }
    }
    return true;
  }

  /** Does a walk begin on this edge? Then times along it are not decided by its ends alone. */
  holdsSeed(edge: number): boolean {
    return this.#seedStamp[edge] === this.#generation;
  }

  /** Answer of the last `arrive`. */
  readonly arrival: Arrival = { milliseconds: UNREACHED, seed: -1, state: -1, enteredAtStart: false };
  readonly #times: EdgeTimes = {
    fromMilliseconds: 0,
    toMilliseconds: 0,
    fromState: -1,
    toState: -1,
    rate: 0,
    lengthMeters: 0,
  };

  /**
   * The soonest arrival at a point of an edge (access legs not included), written to `arrival`; false where there is
   * none within the limit. Equal times: the lower seed.
   */
  arrive(edge: number, offsetMeters: number): boolean {
    const { arrival } = this;
    arrival.milliseconds = UNREACHED;
    arrival.seed = -1;
    arrival.state = -1;
    arrival.enteredAtStart = false;
    const times = this.#times;
    if (!this.edgeTimes(edge, times)) return false;
    const offer = (milliseconds: number, seed: number, state: number, enteredAtStart: boolean): void => {
      if (milliseconds > arrival.milliseconds) return;
      if (milliseconds === arrival.milliseconds && seed >= arrival.seed) return;
      arrival.milliseconds = milliseconds;
      arrival.seed = seed;
      arrival.state = state;
      arrival.enteredAtStart = enteredAtStart;
    };
    const { fromState, toState } = times;
    if (fromState >= 0) {
      const at = times.fromMilliseconds + Math.round(offsetMeters * times.rate);
      offer(at, this.#source[fromState], fromState, true);
    }
    if (toState >= 0) {
      const at = times.toMilliseconds + Math.round((times.lengthMeters - offsetMeters) * times.rate);
      offer(at, this.#source[toState], toState, false);
    }
    const row = this.network.arrays.edgeClass[edge];
    if (!this.holdsSeed(edge)) return arrival.seed >= 0 && arrival.milliseconds <= this.#limit;
    for (const s of this.#seedsOnEdge.get(edge) ?? []) {
      const seed = this.#seeds[s];
      if (seed.vertex !== undefined) continue;
      const along = offsetMeters - seed.attachment.offsetMeters;
      if (along > 0 && this.costs.classForward[row] === 0) continue;
      if (along < 0 && this.costs.classBackward[row] === 0) continue;
      const at = seed.startMilliseconds + Math.round(Math.abs(along) * times.rate);
      offer(at, s, -1, arrival.enteredAtStart);
    }
    return arrival.seed >= 0 && arrival.milliseconds <= this.#limit;
  }
}
