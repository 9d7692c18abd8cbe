import type { LatticeField } from "./contour.ts";
import { UNREACHED, type EdgeTimes, type Search } from "../search/search.ts";
import { LATTICE_METERS, MAX_GROUND_LEG_METERS, TILE_SHIFT, TILE_SIDE, type Ground } from "./ground.ts";

/** Room for the ground beside the ways, and a rim that is surely outside. */
const MARGIN = Math.ceil(MAX_GROUND_LEG_METERS / LATTICE_METERS) + 3;

/** Times over the lattice are whole sixteenths of a millisecond: two hours of them fit 32 bits. */
export const TICKS = 16;
/** Where no way leads. */
export const UNKNOWN = 0x7fffffff;

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
  ticks = new Int32Array(0);
  excess = new Int32Array(0);
  level = new Uint8Array(0);
  /** Per edge: position in the times of this search, valid where the stamp is current. */
  readonly #edgeStamp: Uint32Array;
  readonly #edgeFrom: Float64Array;
  readonly #edgeTo: Float64Array;
  readonly #edgeRate: Float64Array;
  #generation = 0;

  constructor(ground: Ground) {
    this.#ground = ground;
    const { edgeCount } = ground.network;
    this.#edgeStamp = new Uint32Array(edgeCount);
    this.#edgeFrom = new Float64Array(edgeCount);
    this.#edgeTo = new Float64Array(edgeCount);
    this.#edgeRate = new Float64Array(edgeCount);
  }

  /** Lays out what a finished search reached; `limits` are ticks, ascending. False where it reached no way. */
  fill(search: Search, limits: Int32Array): boolean {
    if (!this.#frame(search)) return false;
    const count = this.columns * this.rows;
    if (this.ticks.length < count) {
      this.ticks = new Int32Array(count);
      this.excess = new Int32Array(count);
      this.level = new Uint8Array(count + 4);
    }
    this.ticks.fill(UNKNOWN, 0, count);
    this.level.fill(limits.length, 0, count + 4);
    const lastTileColumn = Math.floor((this.firstColumn + this.columns - 1) / TILE_SIDE);
    const lastTileRow = Math.floor((this.firstRow + this.rows - 1) / TILE_SIDE);
    for (let tileRow = Math.floor(this.firstRow / TILE_SIDE); tileRow <= lastTileRow; tileRow++) {
      for (let tileColumn = Math.floor(this.firstColumn / TILE_SIDE); tileColumn <= lastTileColumn; tileColumn++) {
        this.#fillTile(search, limits, tileColumn, tileRow);
      }
    }
    return true;
  }

  /** Notes the times at the ends of the edges reached, and the rectangle around them. */
  #frame(search: Search): boolean {
    const { edgeBox, lngStep, latStep } = this.#ground;
    this.#generation++;
    const times: EdgeTimes = {
      fromMilliseconds: UNREACHED,
      toMilliseconds: UNREACHED,
      fromState: -1,
      toState: -1,
      rate: 0,
      lengthMeters: 0,
    };
    let west = Infinity;
    let south = Infinity;
    let east = -Infinity;
    let north = -Infinity;
    search.forEachReachedEdge((edge) => {
      // a long ferry has no ground beside it, and would only make the rectangle large
      if (!this.#ground.isBeside(edge) || !search.edgeTimes(edge, times)) return;
      this.#edgeStamp[edge] = this.#generation;
      this.#edgeFrom[edge] = times.fromState < 0 ? Infinity : times.fromMilliseconds;
      this.#edgeTo[edge] = times.toState < 0 ? Infinity : times.toMilliseconds + times.lengthMeters * times.rate;
      this.#edgeRate[edge] = times.rate;
      const at = edge * 4;
      if (edgeBox[at] < west) west = edgeBox[at];
      if (edgeBox[at + 1] < south) south = edgeBox[at + 1];
      if (edgeBox[at + 2] > east) east = edgeBox[at + 2];
      if (edgeBox[at + 3] > north) north = edgeBox[at + 3];
    });
    if (west > east) return false;
    this.firstColumn = Math.floor(west / lngStep) - MARGIN;
    this.firstRow = Math.floor(south / latStep) - MARGIN;
    this.columns = Math.ceil(east / lngStep) + MARGIN - this.firstColumn + 1;
    this.rows = Math.ceil(north / latStep) + MARGIN - this.firstRow + 1;
    return true;
  }

  #fillTile(search: Search, limits: Int32Array, tileColumn: number, tileRow: number): void {
    const { edges, start, beyond, point, offsetMeters, legMeters } = this.#ground.tile(tileColumn, tileRow);
    const { columns, ticks, excess, level } = this;
    const legRate = search.costs.legRate * TICKS;
    const allowed = MAX_GROUND_LEG_METERS * legRate;
    // beyond what a border could ask for
    const farthest = limits[limits.length - 1] + LATTICE_METERS * legRate;
    // ground beside an edge reached lies within the frame
    const corner = (tileRow * TILE_SIDE - this.firstRow) * columns + tileColumn * TILE_SIDE - this.firstColumn;
    const first = limits[0];
    const second = limits.length > 1 ? limits[1] : UNKNOWN;
    const third = limits.length > 2 ? limits[2] : UNKNOWN;
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i];
      if (this.#edgeStamp[edge] !== this.#generation) continue;
      const end = start[i + 1];
      if (search.holdsSeed(edge)) {
        // times along it are not decided by its ends alone
        for (let k = start[i]; k < end; k++) {
          const leg = legMeters[k] * legRate;
          const arrived = search.arrive(edge, offsetMeters[k]);
          const time = arrived ? search.arrival.milliseconds * TICKS + leg : Infinity;
          if (time > farthest) continue;
          const at = point[k];
          const index = (at >>> TILE_SHIFT) * columns + (at & (TILE_SIDE - 1)) + corner;
          ticks[index] = time;
          excess[index] = leg - allowed;
          if (k < beyond[i]) level[index] = levelOf(time | 0, limits);
        }
        continue;
      }
      const from = this.#edgeFrom[edge] * TICKS;
      const to = this.#edgeTo[edge] * TICKS;
      const rate = this.#edgeRate[edge] * TICKS;
      const inner = beyond[i];
      for (let k = start[i]; k < end; k++) {
        const along = offsetMeters[k] * rate;
        const onward = from + along;
        const back = to - along;
        const leg = legMeters[k] * legRate;
        const time = Math.min(onward, back) + leg;
        if (time > farthest) continue;
        const at = point[k];
        const index = (at >>> TILE_SHIFT) * columns + (at & (TILE_SIDE - 1)) + corner;
        const whole = time | 0;
        ticks[index] = whole;
        excess[index] = (leg - allowed) | 0;
        if (k >= inner) continue;
        // `levelOf`, for the usual three without a branch: whether the next point is inside nobody can foretell
        let ring = ((first - whole) >>> 31) + ((second - whole) >>> 31) + ((third - whole) >>> 31);
        for (let limit = 3; limit < limits.length; limit++) ring += (limits[limit] - whole) >>> 31;
        level[index] = ring;
      }
    }
  }
}

/** Index of the first limit that a time keeps. The sign of a difference counts as one. */
function levelOf(ticks: number, limits: Int32Array): number {
  let level = 0;
  for (let limit = 0; limit < limits.length; limit++) level += (limits[limit] - ticks) >>> 31;
  return level;
}
