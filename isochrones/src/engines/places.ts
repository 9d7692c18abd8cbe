import { VERTEX_EDGE_OF_DATA, type WalkNetwork } from "../network/network.ts";
import { completeSettings } from "../foot/profiles.ts";
import { NEVER } from "../search/bulk-compounds.ts";
import type { Soonest } from "../search/bulk-search.ts";
import { RowsAhead, type NearestRows } from "../search/nearest-rows.ts";
import type { EdgeTimes } from "../search/search-types.ts";
import type { Search } from "../search/search.ts";
import type { Position, WalkSettings } from "../types.ts";
import type { EmbeddedEngine } from "./embedded.ts";

/**
 * Many places and where they meet the network, sorted by edge, for settings that join places alike. Plain arrays in
 * shared memory: made once, used by any number of threads.
 */
export interface JoinedPlaces {
  /** Per place; -1 where no way is near. */
  edge: Int32Array;
  offsetMeters: Float64Array;
  accessMeters: Float64Array;
  /** Places on edge e are edgeItems[edgeStart[e]] … edgeItems[edgeStart[e + 1] - 1], ascending. */
  edgeStart: Uint32Array;
  edgeItems: Uint32Array;
  /** Edges with places that touch vertex v are vertexEdges[vertexStart[v]] … vertexEdges[vertexStart[v + 1] - 1]. */
  vertexStart: Uint32Array;
  vertexEdges: Uint32Array;
}

/** Room for so many places, none of them joined yet. */
export function roomForJoinedPlaces(network: WalkNetwork, count: number): JoinedPlaces {
  return {
    edge: new Int32Array(new SharedArrayBuffer(count * 4)).fill(-1),
    offsetMeters: new Float64Array(new SharedArrayBuffer(count * 8)),
    accessMeters: new Float64Array(new SharedArrayBuffer(count * 8)).fill(Number.NaN),
    edgeStart: new Uint32Array(new SharedArrayBuffer((network.edgeCount + 1) * 4)),
    edgeItems: new Uint32Array(new SharedArrayBuffer(count * 4)),
    vertexStart: new Uint32Array(new SharedArrayBuffer((network.vertexCount + 1) * 4)),
    // no place touches more than the two ends of its edge
    vertexEdges: new Uint32Array(new SharedArrayBuffer(count * 2 * 4)),
  };
}

/**
 * Joins the places `from` … `to - 1`; threads may each take a part. `positions` holds longitude, latitude of each place.
 * RangeError for impossible coordinates.
 */
export function joinPlaces(
  engine: EmbeddedEngine,
  positions: Float64Array,
  settings: Partial<WalkSettings>,
  into: JoinedPlaces,
  from: number,
  to: number,
): void {
  const attach = engine.attachEach(settings);
  for (let place = from; place < to; place++) {
    const attachment = attach([positions[place * 2], positions[place * 2 + 1]]);
    if (!attachment) continue;
    into.edge[place] = attachment.edge;
    into.offsetMeters[place] = attachment.offsetMeters;
    into.accessMeters[place] = attachment.accessMeters;
  }
}

/** Sorts the places by edge, once all are joined. */
export function sortJoinedPlaces(network: WalkNetwork, places: JoinedPlaces): void {
  const { edge, edgeStart, edgeItems, vertexStart, vertexEdges } = places;
  const { edgeFrom, edgeTo } = network.arrays;
  edgeStart.fill(0);
  vertexStart.fill(0);
  for (const on of edge) if (on >= 0) edgeStart[on + 1]++;
  for (let on = 0; on < network.edgeCount; on++) {
    if (edgeStart[on + 1] > 0) {
      vertexStart[edgeFrom[on] + 1]++;
      vertexStart[edgeTo[on] + 1]++;
    }
    edgeStart[on + 1] += edgeStart[on];
  }
  for (let vertex = 0; vertex < network.vertexCount; vertex++) vertexStart[vertex + 1] += vertexStart[vertex];
  const nextItem = edgeStart.slice();
  for (let place = 0; place < edge.length; place++) if (edge[place] >= 0) edgeItems[nextItem[edge[place]]++] = place;
  const nextEdge = vertexStart.slice();
  for (let on = 0; on < network.edgeCount; on++) {
    if (edgeStart[on] === edgeStart[on + 1]) continue;
    vertexEdges[nextEdge[edgeFrom[on]]++] = on;
    vertexEdges[nextEdge[edgeTo[on]]++] = on;
  }
}

/** What lies around an origin. The arrays are used again by the next question; only `count` entries count. */
export interface PlacesAround {
  /** Places within the limit, in no order. */
  count: number;
  place: Uint32Array;
  /** Walking seconds, both access legs included. */
  seconds: Float64Array;
  /** Of the origin; NaN where it has no walkable way near, and then nothing is within the limit. */
  accessMeters: number;
  /** Seconds to where the map's data ends; Infinity where that is beyond the limit. */
  edgeOfDataSeconds: number;
}

/**
 * Finds the places around an origin by one search from it: the walks of `reachByGroup`, to the millisecond. Asked right
 * after the rings of the same origin and settings, it uses their search again, where that went far enough.
 */
export class PlaceFinder {
  readonly #engine: EmbeddedEngine;
  readonly #places: JoinedPlaces;
  /** Per edge: the question that looked at it last. */
  readonly #seen: Uint32Array;
  #generation = 0;
  readonly #times: EdgeTimes = {
    fromMilliseconds: 0,
    toMilliseconds: 0,
    fromState: -1,
    toState: -1,
    rate: 0,
    lengthMeters: 0,
  };
  readonly #around: PlacesAround;
  /**
   * Of the last `find`: its search and limit; how many of the vertices reached were looked at, and which of them lie where
   * the data ends; edges with places past the limit.
   */
  #search: Search | null = null;
  #limit = 0;
  #vertices = 0;
  readonly #rim: number[] = [];
  #pending: number[] = [];
  readonly #ahead = new RowsAhead();

  /** `places` must have been joined with settings of the same `engine.joiningOf` as those asked with. */
  constructor(engine: EmbeddedEngine, places: JoinedPlaces) {
    this.#engine = engine;
    this.#places = places;
    this.#seen = new Uint32Array(engine.network.edgeCount);
    this.#around = {
      count: 0,
      place: new Uint32Array(1024),
      seconds: new Float64Array(1024),
      accessMeters: Number.NaN,
      edgeOfDataSeconds: Infinity,
    };
  }

  /** With direction `inbound`, walks from the places to the origin. RangeError for impossible coordinates. */
  find(origin: Position, limitMinutes: number, settings?: Partial<WalkSettings>): PlacesAround {
    const limit = Math.round(limitMinutes * 60_000);
    const search = this.#searchFrom(origin, limit, completeSettings(settings));
    this.#search = search;
    if (search === null) return this.#around;
    this.#limit = limit;
    this.#vertices = 0;
    this.#rim.length = 0;
    this.#pending.length = 0;
    this.#generation++;
    for (const seed of search.seeds) {
      if (seed.vertex === undefined) this.#visit(seed.attachment.edge, search, -1, limit, Infinity);
    }
    this.#visitReached(search, -1, limit, Infinity);
    return this.#around;
  }

  /**
   * Goes on from the last `find`, before anything else is asked of its engine: the places past its limit and within this
   * one, those found before left out. Only places below `below` are looked at, here and in calls that follow.
   */
  findFurther(limitMinutes: number, below = Infinity): PlacesAround {
    const around = this.#around;
    around.count = 0;
    const limit = Math.round(limitMinutes * 60_000);
    const search = this.#search;
    if (search === null || limit <= this.#limit) return around;
    search.extend(limit);
    const past = this.#limit;
    this.#limit = limit;
    this.#generation++;
    const pending = this.#pending;
    this.#pending = [];
    for (const edge of pending) this.#visit(edge, search, past, limit, below);
    this.#visitReached(search, past, limit, below);
    return around;
  }

  /**
   * In place of `findFurther`, where only the nearest place of each group is wanted and rows tell it, made of places below
   * `below` with the settings of the last `find`: writes the nearest of each of `groups` to `into`, as far as walks to it
   * lead on past what was searched, and returns the places past the limit on the edges that were come to. Together they hold the
   * nearest of each group within the rows' limit. Null where that takes a search.
   */
  lookAhead(rows: NearestRows, groups: readonly number[], into: Soonest, below: number): PlacesAround | null {
    const around = this.#around;
    const search = this.#search;
    if (search !== null && !this.#ahead.follow(search, rows)) return null;
    around.count = 0;
    into.milliseconds.fill(NEVER, 0, groups.length);
    if (search === null) return around;
    this.#ahead.look(rows, groups, into);
    const past = this.#limit;
    this.#generation++;
    const pending = this.#pending;
    this.#pending = [];
    for (const edge of pending) this.#visit(edge, search, past, rows.limitMilliseconds, below);
    return around;
  }

  /** Looks at the edges of vertices reached since it was called last, and whether the data ends there. */
  #visitReached(search: Search, past: number, limit: number, below: number): void {
    const { vertexStart, vertexEdges } = this.#places;
    const { vertexFlags } = search.network.arrays;
    const reached = search.reachedVertices;
    for (let k = this.#vertices; k < reached.length; k++) {
      const vertex = reached[k];
      if ((vertexFlags[vertex] & VERTEX_EDGE_OF_DATA) !== 0) this.#rim.push(vertex);
      const end = vertexStart[vertex + 1];
      for (let i = vertexStart[vertex]; i < end; i++) this.#visit(vertexEdges[i], search, past, limit, below);
    }
    this.#vertices = reached.length;
    this.#tellEdgeOfData(search, limit);
  }

  /** A search from the origin that went at least as far as the limit; null where no way is near. Begins a new answer. */
  #searchFrom(origin: Position, limit: number, settings: WalkSettings): Search | null {
    const around = this.#around;
    around.count = 0;
    around.accessMeters = Number.NaN;
    around.edgeOfDataSeconds = Infinity;
    const attachment = this.#engine.attach(origin, settings);
    if (!attachment) return null;
    around.accessMeters = attachment.accessMeters;
    const search = this.#engine.searchFor(settings);
    const startMilliseconds = Math.round(attachment.accessMeters * search.costs.legRate);
    const [seed] = search.seeds;
    const isStanding =
      search.seeds.length === 1 &&
      seed.vertex === undefined &&
      seed.attachment === attachment &&
      seed.startMilliseconds === startMilliseconds &&
      search.limitMilliseconds >= limit;
    if (!isStanding) search.run([{ attachment, startMilliseconds }], limit);
    return search;
  }

  #tellEdgeOfData(search: Search, limit: number): void {
    const around = this.#around;
    const { vertexDelay } = search.costs;
    for (const vertex of this.#rim) {
      const state = search.bestState(vertex, 3);
      if (state < 0) continue;
      const milliseconds = search.timeOf(state) + vertexDelay[vertex];
      if (milliseconds <= limit && milliseconds / 1000 < around.edgeOfDataSeconds) {
        around.edgeOfDataSeconds = milliseconds / 1000;
      }
    }
  }

  /** Adds places of the edge past one limit and within the other, of those below a number. */
  #visit(edge: number, search: Search, past: number, limit: number, below: number): void {
    if (this.#seen[edge] === this.#generation) return;
    this.#seen[edge] = this.#generation;
    const { edgeStart, edgeItems, offsetMeters, accessMeters } = this.#places;
    const { legRate } = search.costs;
    const end = edgeStart[edge + 1];
    // ascending
    if (edgeItems[edgeStart[edge]] >= below) return;
    // where no walk begins, the two ends of the edge say all about the places on it
    const times = this.#times;
    const byEnds = !search.holdsSeed(edge);
    if (byEnds && !search.edgeTimes(edge, times)) return;
    let isPending = false;
    for (let i = edgeStart[edge]; i < end; i++) {
      const place = edgeItems[i];
      if (place >= below) break;
      let at = Infinity;
      if (byEnds) {
        const offset = offsetMeters[place];
        if (times.fromState >= 0) at = times.fromMilliseconds + Math.round(offset * times.rate);
        if (times.toState >= 0) {
          at = Math.min(at, times.toMilliseconds + Math.round((times.lengthMeters - offset) * times.rate));
        }
      } else if (search.arrive(edge, offsetMeters[place])) at = search.arrival.milliseconds;
      at += Math.round(accessMeters[place] * legRate);
      if (at > limit) isPending = true;
      else if (at > past) this.#add(place, at / 1000);
    }
    if (isPending) this.#pending.push(edge);
  }

  #add(place: number, seconds: number): void {
    const around = this.#around;
    if (around.count === around.place.length) {
      const places = around.place;
      const times = around.seconds;
      around.place = new Uint32Array(around.count * 2);
      around.place.set(places);
      around.seconds = new Float64Array(around.count * 2);
      around.seconds.set(times);
    }
    around.place[around.count] = place;
    around.seconds[around.count++] = seconds;
  }
}
