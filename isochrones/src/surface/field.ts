import { UNREACHED, type EdgeTimes, type Search } from "../search/search.ts";
import { LATTICE_METERS, MAX_GROUND_LEG_METERS, TILE_SHIFT, TILE_SIDE, type Ground } from "./ground.ts";

/**
 * Travel time over a rectangle of lattice points. Its arrays are used again by the next one, and hold more than
 * `columns * rows` values; only so many count.
 */
export class TravelTimeField {
  readonly #ground: Ground;
  firstColumn = 0;
  firstRow = 0;
  columns = 0;
  rows = 0;
  /** Milliseconds; Infinity where no way leads. Legs may be a little longer than allowed, see `legMeters`. */
  milliseconds = new Float32Array(0);
  /** Valid where the time is finite. */
  legMeters = new Float32Array(0);
  /** Index of the first limit within which the point lies; the number of limits where it lies in none. */
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

  /** Lays out what a finished search reached; `limits` are milliseconds, ascending. False where it reached no way. */
  fill(search: Search, limits: number[]): boolean {
    if (!this.#frame(search)) return false;
    const count = this.columns * this.rows;
    if (this.milliseconds.length < count) {
      this.milliseconds = new Float32Array(count);
      this.legMeters = new Float32Array(count);
      this.level = new Uint8Array(count);
    }
    this.milliseconds.fill(Infinity, 0, count);
    this.level.fill(limits.length, 0, count);
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
    // room for the ground beside the ways, and a rim that is surely outside
    const margin = Math.ceil(MAX_GROUND_LEG_METERS / LATTICE_METERS) + 3;
    this.firstColumn = Math.floor(west / lngStep) - margin;
    this.firstRow = Math.floor(south / latStep) - margin;
    // a multiple of four, so that contours can look at four points at once
    this.columns = Math.ceil((Math.ceil(east / lngStep) + margin - this.firstColumn + 1) / 4) * 4;
    this.rows = Math.ceil(north / latStep) + margin - this.firstRow + 1;
    return true;
  }

  #fillTile(search: Search, limits: number[], tileColumn: number, tileRow: number): void {
    const tile = this.#ground.tile(tileColumn, tileRow);
    const { edges, start, point, offsetMeters, legMeters } = tile;
    const { columns, rows, milliseconds, level } = this;
    const legs = this.legMeters;
    const { legRate } = search.costs;
    const shiftColumn = tileColumn * TILE_SIDE - this.firstColumn;
    const shiftRow = tileRow * TILE_SIDE - this.firstRow;
    const last = limits[limits.length - 1];
    const farthest = last + LATTICE_METERS * legRate;
    const corner = shiftRow * columns + shiftColumn;
    const whole =
      shiftColumn >= 0 && shiftRow >= 0 && shiftColumn + TILE_SIDE <= columns && shiftRow + TILE_SIDE <= rows;
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i];
      if (this.#edgeStamp[edge] !== this.#generation) continue;
      const from = this.#edgeFrom[edge];
      const to = this.#edgeTo[edge];
      const rate = this.#edgeRate[edge];
      const seeds = search.holdsSeed(edge);
      const end = start[i + 1];
      for (let k = start[i]; k < end; k++) {
        const at = point[k];
        if (!whole) {
          const column = (at & (TILE_SIDE - 1)) + shiftColumn;
          const row = (at >>> TILE_SHIFT) + shiftRow;
          if (column < 0 || column >= columns || row < 0 || row >= rows) continue;
        }
        const along = offsetMeters[k] * rate;
        const onward = from + along;
        const back = to - along;
        let time = onward < back ? onward : back;
        if (seeds) time = search.arrive(edge, offsetMeters[k]) ? search.arrival.milliseconds : Infinity;
        const leg = legMeters[k];
        time += leg * legRate;
        // beyond what a contour could ask for
        if (time > farthest) continue;
        const index = (at >>> TILE_SHIFT) * columns + (at & (TILE_SIDE - 1)) + corner;
        milliseconds[index] = time;
        legs[index] = leg;
        if (leg > MAX_GROUND_LEG_METERS || time > last) continue;
        let ring = 0;
        while (time > limits[ring]) ring++;
        level[index] = ring;
      }
    }
  }
}
