import { VERTEX_EDGE_OF_DATA, type WalkNetwork } from "../network/network.ts";
import type { Attachment, GroupReach, WalkSettings } from "../types.ts";
import type { Seed } from "./search-types.ts";
import type { Search } from "./search.ts";

const MILLISECONDS_PER_MINUTE = 60_000;

export type MakeBuffer = (bytes: number) => ArrayBuffer | SharedArrayBuffer;
const makeBuffer: MakeBuffer = (bytes) => new ArrayBuffer(bytes);

/** Where many places meet the network, in arrays that threads can share. `edge` is -1 where no way is near. */
export interface AttachedPlaces {
  edge: Int32Array;
  offsetMeters: Float64Array;
  accessMeters: Float64Array;
}

/** Room for so many places, none of them attached yet; `buffer` may give shared memory. */
export function roomForPlaces(count: number, buffer: MakeBuffer = makeBuffer): AttachedPlaces {
  return {
    edge: new Int32Array(buffer(count * 4)).fill(-1),
    offsetMeters: new Float64Array(buffer(count * 8)),
    accessMeters: new Float64Array(buffer(count * 8)).fill(Number.NaN),
  };
}

export function setPlace(places: AttachedPlaces, index: number, attachment: Attachment | null): void {
  if (!attachment) return;
  places.edge[index] = attachment.edge;
  places.offsetMeters[index] = attachment.offsetMeters;
  places.accessMeters[index] = attachment.accessMeters;
}

/** The settings of a search that runs from the far end of the walks to their beginnings. */
export function turnedRound(settings: WalkSettings): WalkSettings {
  return { ...settings, direction: settings.direction === "outbound" ? "inbound" : "outbound" };
}

export interface ReachQuestion {
  origins: AttachedPlaces;
  targets: AttachedPlaces;
  /** For each target its groups. */
  groups: number[][];
  groupCount: number;
  /** Ascending. */
  ringMinutes: number[];
  limitMinutes: number;
}

/** Room for an answer whose cells are still to be written, all of them; `buffer` may give shared memory. */
export function roomForReach(
  origins: number,
  groupCount: number,
  ringMinutes: number[],
  buffer: MakeBuffer = makeBuffer,
): GroupReach {
  const cells = origins * groupCount;
  return {
    groupCount,
    nearestSeconds: new Float64Array(buffer(cells * 8)),
    nearestTarget: new Int32Array(buffer(cells * 4)),
    within: ringMinutes.map(() => new Uint16Array(buffer(cells * 2))),
    ringMinutes,
    accessMeters: new Float64Array(buffer(origins * 8)),
    edgeOfDataSeconds: new Float64Array(buffer(origins * 8)),
  };
}

/** An answer in which nothing is reached yet; `buffer` may give shared memory. */
export function emptyReach(
  origins: number,
  groupCount: number,
  ringMinutes: number[],
  buffer: MakeBuffer = makeBuffer,
): GroupReach {
  const reach = roomForReach(origins, groupCount, ringMinutes, buffer);
  reach.nearestSeconds.fill(Infinity);
  reach.nearestTarget.fill(-1);
  reach.accessMeters.fill(Number.NaN);
  reach.edgeOfDataSeconds.fill(Infinity);
  return reach;
}

/**
 * Answers a many-to-many question group by group: simple, and quick where targets are few. Very many at once are for
 * bulk-reach.ts, which gives the same answer.
 *
 * Nearest target of a group: one search from all its targets at once, whose cost does not grow with their number.
 * Counts: one bounded search per target, which touches only what lies within the largest ring.
 */
export class ReachSolver {
  readonly #search: Search;
  readonly #question: ReachQuestion;
  readonly #reach: GroupReach;
  readonly #members: number[][];
  readonly #onEdge: OriginsByEdge;
  /** Milliseconds of each origin's access leg. */
  readonly #legs: Float64Array;
  readonly #seen: Uint32Array;
  #generation = 0;

  /** `search` is over costs that point from the targets to the origins. */
  constructor(search: Search, question: ReachQuestion, reach: GroupReach) {
    this.#search = search;
    this.#question = question;
    this.#reach = reach;
    this.#members = Array.from({ length: question.groupCount }, () => []);
    question.groups.forEach((groups, target) => {
      if (question.targets.edge[target] < 0) return;
      for (const group of new Set(groups)) this.#members[group].push(target);
    });
    this.#onEdge = originsByEdge(search.network, question.origins.edge);
    this.#legs = question.origins.accessMeters.map((meters) => this.#leg(meters));
    this.#seen = new Uint32Array(search.network.edgeCount);
  }

  /** Fills the cells of one group. */
  solveGroup(group: number): void {
    const members = this.#members[group];
    if (members.length === 0) return;
    const { groupCount, limitMinutes, ringMinutes } = this.#question;
    const { nearestSeconds, nearestTarget, within } = this.#reach;
    const seeds = members.map((target) => this.#seed(target));
    const limit = Math.round(limitMinutes * MILLISECONDS_PER_MINUTE);
    this.#search.run(seeds, limit);
    this.#visitReached((origin, milliseconds, seed) => {
      if (milliseconds > limit) return;
      const cell = origin * groupCount + group;
      nearestSeconds[cell] = milliseconds / 1000;
      nearestTarget[cell] = members[seed];
    });

    const limits = ringMinutes.map((minutes) => Math.round(minutes * MILLISECONDS_PER_MINUTE));
    const count = (origin: number, milliseconds: number): void => {
      const cell = origin * groupCount + group;
      for (let ring = limits.length - 1; ring >= 0 && milliseconds <= limits[ring]; ring--) {
        if (within[ring][cell] < 0xffff) within[ring][cell]++;
      }
    };
    for (const seed of seeds) {
      this.#search.run([seed], limits[limits.length - 1]);
      this.#visitReached(count);
    }
  }

  /** Fills the seconds to where the map's data ends. */
  solveEdgeOfData(): void {
    const { vertexFlags } = this.#search.network.arrays;
    const rim: Seed[] = [];
    for (let vertex = 0; vertex < vertexFlags.length; vertex++) {
      if ((vertexFlags[vertex] & VERTEX_EDGE_OF_DATA) !== 0) rim.push({ vertex, startMilliseconds: 0 });
    }
    if (rim.length === 0) return;
    this.#search.run(rim, Math.round(this.#question.limitMinutes * MILLISECONDS_PER_MINUTE));
    this.#visitReached((origin, milliseconds) => (this.#reach.edgeOfDataSeconds[origin] = milliseconds / 1000));
  }

  #leg(meters: number): number {
    return Math.round(meters * this.#search.costs.legRate);
  }

  #seed(target: number): Seed {
    const { edge, offsetMeters, accessMeters } = this.#question.targets;
    return {
      attachment: { edge: edge[target], offsetMeters: offsetMeters[target] },
      startMilliseconds: this.#leg(accessMeters[target]),
    };
  }

  /** Calls `visit` for every origin on an edge that the search reached. */
  #visitReached(visit: Visit): void {
    const { vertexStart, vertexEdges } = this.#onEdge;
    const seen = this.#seen;
    const generation = ++this.#generation;
    for (const seed of this.#search.seeds) {
      if (seed.vertex !== undefined || seen[seed.attachment.edge] === generation) continue;
      seen[seed.attachment.edge] = generation;
      this.#visitEdge(seed.attachment.edge, visit);
    }
    for (const vertex of this.#search.reachedVertices) {
      for (let i = vertexStart[vertex]; i < vertexStart[vertex + 1]; i++) {
        const edge = vertexEdges[i];
        if (seen[edge] === generation) continue;
        seen[edge] = generation;
        this.#visitEdge(edge, visit);
      }
    }
  }

  #visitEdge(edge: number, visit: Visit): void {
    const { edgeStart, edgeItems } = this.#onEdge;
    const { offsetMeters } = this.#question.origins;
    const search = this.#search;
    for (let i = edgeStart[edge]; i < edgeStart[edge + 1]; i++) {
      const origin = edgeItems[i];
      if (!search.arrive(edge, offsetMeters[origin])) continue;
      visit(origin, search.arrival.milliseconds + this.#legs[origin], search.arrival.seed);
    }
  }
}

type Visit = (origin: number, milliseconds: number, seed: number) => void;

interface OriginsByEdge {
  edgeStart: Uint32Array;
  edgeItems: Uint32Array;
  vertexStart: Uint32Array;
  vertexEdges: Uint32Array;
}

/**
 * Origins sorted by their edge (edgeItems[edgeStart[e] … edgeStart[e+1]-1]), and for each vertex those of its edges that
 * have any: a search then looks only where somebody is.
 */
function originsByEdge(network: WalkNetwork, edgeOfOrigin: Int32Array): OriginsByEdge {
  const { edgeFrom, edgeTo } = network.arrays;
  const edgeStart = new Uint32Array(network.edgeCount + 1);
  for (const edge of edgeOfOrigin) if (edge >= 0) edgeStart[edge + 1]++;
  const vertexStart = new Uint32Array(network.vertexCount + 1);
  for (let edge = 0; edge < network.edgeCount; edge++) {
    if (edgeStart[edge + 1] > 0) {
      vertexStart[edgeFrom[edge] + 1]++;
      vertexStart[edgeTo[edge] + 1]++;
    }
    edgeStart[edge + 1] += edgeStart[edge];
  }
  for (let vertex = 0; vertex < network.vertexCount; vertex++) vertexStart[vertex + 1] += vertexStart[vertex];
  const edgeItems = new Uint32Array(edgeStart[network.edgeCount]);
  const nextItem = edgeStart.slice(0, network.edgeCount);
  edgeOfOrigin.forEach((edge, origin) => {
    if (edge >= 0) edgeItems[nextItem[edge]++] = origin;
  });
  const vertexEdges = new Uint32Array(vertexStart[network.vertexCount]);
  const nextEdge = vertexStart.slice(0, network.vertexCount);
  for (let edge = 0; edge < network.edgeCount; edge++) {
    if (edgeStart[edge] === edgeStart[edge + 1]) continue;
    vertexEdges[nextEdge[edgeFrom[edge]]++] = edge;
    vertexEdges[nextEdge[edgeTo[edge]]++] = edge;
  }
  return { edgeStart, edgeItems, vertexStart, vertexEdges };
}
