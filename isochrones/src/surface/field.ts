import type { LatticeField } from "./contour.ts";
import type { EdgeTimes } from "../search/search-types.ts";
import { UNREACHED, type Search } from "../search/search.ts";
import { KNOWN_LEG_METERS, MAX_GROUND_LEG_METERS, type Ground } from "./ground.ts";
import { LATTICE_METERS, LEG_UNITS, TILE_SHIFT, TILE_SIDE } from "./lattice.ts";

/** Room for the ground beside the ways, and a rim that is surely outside. */
const MARGIN = Math.ceil(MAX_GROUND_LEG_METERS / LATTICE_METERS) + 3;

/** Times over the lattice are whole sixteenths of a millisecond: two hours of them fit 32 bits. */
export const TICKS = 16;
/** Where no way leads. */
export const UNKNOWN = 0x7fffffff;

/** In place of a rate where a way leads in the other direction only; a number, since 0 times Infinity is none. */
const SHUT = 1e300;

/** Where on which edge the walk begins, and when: its access leg is walked before. */
export interface FirstEdge {
  edge: number;
  offsetMeters: number;
  startMilliseconds: number;
}

/**
 * Travel time over a rectangle of lattice points. Its arrays are used again by the next one, and hold more than
 * `columns * rows` values; only so many count.
 */
export class TravelTimeField implements LatticeField {
  readonly #ground: Ground;
  firstColumn = 0;
  firstRow = 0;
  columns = 0;
  rows = 0;
  values = new Int32Array(0);
  within = new Uint8Array(0);
  /** Per edge: the search that reached it last. */
  readonly #edgeStamp: Uint32Array;
  /** Four for each edge: reached at its first vertex, at its last and then walked back to the first, per metre, for all of it. */
  readonly #edgeTicks: Float64Array;
  readonly #times: EdgeTimes = {
    fromMilliseconds: UNREACHED,
    toMilliseconds: UNREACHED,
    fromState: -1,
    toState: -1,
    rate: 0,
    lengthMeters: 0,
  };
  #generation = 0;

  constructor(ground: Ground) {
    this.#ground = ground;
    const { edgeCount } = ground.network;
    this.#edgeStamp = new Uint32Array(edgeCount);
    this.#edgeTicks = new Float64Array(edgeCount * 4);
  }

  /** Lays out what a finished search reached; `limits` are ticks, ascending. False where it reached no way. */
  fill(search: Search, limits: Int32Array, origin: FirstEdge): boolean {
    if (!this.#frame(search, origin.edge)) return false;
    const count = this.columns * this.rows;
    if (this.values.length < count * 2) {
      this.values = new Int32Array(count * 2);
      this.within = new Uint8Array(Math.ceil(count / 4) * 4);
    }
    this.values.fill(UNKNOWN, 0, count * 2);
    this.within.fill(0, 0, Math.ceil(count / 4) * 4);
    const lastTileColumn = Math.floor((this.firstColumn + this.columns - 1) / TILE_SIDE);
    const lastTileRow = Math.floor((this.firstRow + this.rows - 1) / TILE_SIDE);
    for (let tileRow = Math.floor(this.firstRow / TILE_SIDE); tileRow <= lastTileRow; tileRow++) {
      for (let tileColumn = Math.floor(this.firstColumn / TILE_SIDE); tileColumn <= lastTileColumn; tileColumn++) {
        this.#fillTile(search, limits, origin, tileColumn, tileRow);
      }
    }
    return true;
  }

  /** Notes the times at the ends of the edges reached, and the rectangle around them. */
  #frame(search: Search, ownEdge: number): boolean {
    const { edgeBox, beside, lngStep, latStep } = this.#ground;
    const { arcStart, arcEdge } = search.network.arrays;
    const generation = ++this.#generation;
    const times = this.#times;
    let west = Infinity;
    let south = Infinity;
    let east = -Infinity;
    let north = -Infinity;
    const vertices = search.reachedVertices;
    for (let i = -1; i < vertices.length; i++) {
      const arc = i < 0 ? 0 : arcStart[vertices[i]];
      const end = i < 0 ? 1 : arcStart[vertices[i] + 1];
      for (let k = arc; k < end; k++) {
        const edge = i < 0 ? ownEdge : arcEdge[k] >>> 1;
        // a long ferry has no ground beside it, and would only make the rectangle large
        if (this.#edgeStamp[edge] === generation || beside[edge] === 0 || !search.edgeTimes(edge, times)) continue;
        this.#edgeStamp[edge] = generation;
        const at = edge * 4;
        this.#edgeTicks[at] = times.fromState < 0 ? Infinity : times.fromMilliseconds * TICKS;
        this.#edgeTicks[at + 1] =
          times.toState < 0 ? Infinity : (times.toMilliseconds + times.lengthMeters * times.rate) * TICKS;
        this.#edgeTicks[at + 2] = times.rate * TICKS;
        this.#edgeTicks[at + 3] = times.lengthMeters * times.rate * TICKS;
        if (edgeBox[at] < west) west = edgeBox[at];
        if (edgeBox[at + 1] < south) south = edgeBox[at + 1];
        if (edgeBox[at + 2] > east) east = edgeBox[at + 2];
        if (edgeBox[at + 3] > north) north = edgeBox[at + 3];
      }
    }
    if (west > east) return false;
    this.firstColumn = Math.floor(west / lngStep) - MARGIN;
    this.firstRow = Math.floor(south / latStep) - MARGIN;
    this.columns = Math.ceil(east / lngStep) + MARGIN - this.firstColumn + 1;
    this.rows = Math.ceil(north / latStep) + MARGIN - this.firstRow + 1;
    return true;
  }

  #fillTile(search: Search, limits: Int32Array, origin: FirstEdge, tileColumn: number, tileRow: number): void {
    const { edges, start, beyond, pointAndLeg, offsetMeters } = this.#ground.tile(tileColumn, tileRow);
    const { columns, values, within } = this;
    const { costs, network } = search;
    const { edgeClass } = network.arrays;
    const begin = origin.startMilliseconds * TICKS;
    const legRate = (search.costs.legRate * TICKS) / LEG_UNITS;
    const allowed = MAX_GROUND_LEG_METERS * LEG_UNITS * legRate;
    // of the first three limits, the first tick past them
    const first = limits[0] + 1;
    const second = limits.length > 1 ? limits[1] + 1 : 0;
    const third = limits.length > 2 ? limits[2] + 1 : 0;
    // past what a border could ask for
    const farthest = limits[limits.length - 1] + LATTICE_METERS * LEG_UNITS * legRate;
    const longestLeg = KNOWN_LEG_METERS * LEG_UNITS * legRate;
    const margin = farthest - limits[limits.length - 1] + 1;
    // ground beside an edge reached lies within the frame
    const corner = (tileRow * TILE_SIDE - this.firstRow) * columns + tileColumn * TILE_SIDE - this.firstColumn;
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i];
      const end = start[i + 1];
      if (this.#edgeStamp[edge] !== this.#generation) continue;
      const from = this.#edgeTicks[edge * 4];
      const to = this.#edgeTicks[edge * 4 + 1];
      const rate = this.#edgeTicks[edge * 4 + 2];
      // along the edge that the walk begins on
      const own = edge === origin.edge;
      const row = edgeClass[edge];
      const forward = costs.classForward[row] === 1 ? rate : SHUT;
      const backward = costs.classBackward[row] === 1 ? rate : SHUT;
      const inner = beyond[i];
      if (!own) {
        const along = this.#edgeTicks[edge * 4 + 3];
        const soonest = Math.min(from, to - along);
        if (soonest > farthest) continue;
        const bits = evenBits(limits, soonest, Math.min(from + along, to, (from + to) / 2) + longestLeg, margin);
        if (bits >= 0) {
          const ticks = soonest | 0;
          for (let k = start[i]; k < end; k++) {
            const packed = pointAndLeg[k];
            const index = ((packed >>> TILE_SHIFT) & (TILE_SIDE - 1)) * columns + (packed & (TILE_SIDE - 1)) + corner;
            values[index * 2] = ticks;
            values[index * 2 + 1] = Math.ceil((packed >>> (2 * TILE_SHIFT)) * legRate - allowed);
            if (k < inner) within[index] = bits;
          }
          continue;
        }
      }
      for (let k = start[i]; k < end; k++) {
        const packed = pointAndLeg[k];
        const leg = (packed >>> (2 * TILE_SHIFT)) * legRate;
        const along = offsetMeters[k] * rate;
        const onward = from + along;
        const back = to - along;
        let reached = onward < back ? onward : back;
        if (own) {
          const ahead = offsetMeters[k] - origin.offsetMeters;
          const straight = begin + (ahead < 0 ? -ahead * backward : ahead * forward);
          if (straight < reached) reached = straight;
        }
        if (reached + leg > farthest) continue;
        const ticks = (reached + leg) | 0;
        const index = ((packed >>> TILE_SHIFT) & (TILE_SIDE - 1)) * columns + (packed & (TILE_SIDE - 1)) + corner;
        values[index * 2] = ticks;
        // up, so that what is too long by less than a tick is above zero
        values[index * 2 + 1] = Math.ceil(leg - allowed);
        if (k >= inner) continue;
        // the sign of a difference counts as one: whether the next point is inside nobody can foretell, so no branch
        let bits = ((ticks - first) >>> 31) | (((ticks - second) >>> 31) << 1) | (((ticks - third) >>> 31) << 2);
        for (let limit = 3; limit < limits.length; limit++) bits |= ((ticks - limits[limit] - 1) >>> 31) << limit;
        within[index] = bits;
      }
    }
  }
}

/**
 * The limits that all ground lies within which is reached from `soonest` to `latest`, a bit for each; -1 where a limit lies
 * between the two, or nearer to them than `margin`. Beyond that a border does not depend on times.
 */
function evenBits(limits: Int32Array, soonest: number, latest: number, margin: number): number {
  let bits = 0;
  for (let limit = 0; limit < limits.length; limit++) {
    if (latest + margin < limits[limit]) bits |= 1 << limit;
    else if (soonest - margin <= limits[limit]) return -1;
  }
  return bits;
}
