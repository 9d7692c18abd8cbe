/** Places by where they are, so that a boundary that moves under a pointer asks only those near it. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import { boxOfBoundary, insideTest } from "./plane.ts";
import type { Boundary } from "./types.ts";

/** Some 200 m. */
const leastCellDegrees = 0.002;
/** Cells for each place at most, and for few places: one shop put on the wrong continent must not make billions of them. */
const cellsPerPlace = 4;
const cellsForFew = 10_000;

export class PlaceGrid {
  readonly #positions: readonly Position[];
  readonly #west: number;
  readonly #south: number;
  readonly #cellDegrees: number;
  readonly #columns: number;
  readonly #rows: number;
  /** Places of cell c: order[start[c]] … order[start[c + 1] - 1]. */
  readonly #start: Uint32Array;
  readonly #order: Uint32Array;

  constructor(positions: readonly Position[]) {
    this.#positions = positions;
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lng, lat] of positions) {
      west = Math.min(west, lng);
      east = Math.max(east, lng);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
    this.#west = west;
    this.#south = south;
    const [width, height] = positions.length === 0 ? [0, 0] : [east - west, north - south];
    const most = cellsForFew + cellsPerPlace * positions.length;
    this.#cellDegrees = Math.max(leastCellDegrees, Math.sqrt((width * height) / most));
    this.#columns = positions.length === 0 ? 0 : Math.floor(width / this.#cellDegrees) + 1;
    this.#rows = positions.length === 0 ? 0 : Math.floor(height / this.#cellDegrees) + 1;
    this.#start = new Uint32Array(this.#columns * this.#rows + 1);
    const cells = Uint32Array.from(positions, (position) => this.#cellOf(position));
    for (const cell of cells) this.#start[cell + 1]++;
    for (let cell = 0; cell < this.#start.length - 1; cell++) this.#start[cell + 1] += this.#start[cell];
    const next = this.#start.slice();
    this.#order = new Uint32Array(positions.length);
    for (const [i, cell] of cells.entries()) this.#order[next[cell]++] = i;
  }

  #cellOf([lng, lat]: Position): number {
    const column = Math.floor((lng - this.#west) / this.#cellDegrees);
    return Math.floor((lat - this.#south) / this.#cellDegrees) * this.#columns + column;
  }

  /** Indices of the places in a box, its edge included, in no order. */
  *inBox([west, south, east, north]: BoundingBox): Generator<number> {
    const first = Math.max(0, Math.floor((west - this.#west) / this.#cellDegrees));
    const last = Math.min(this.#columns - 1, Math.floor((east - this.#west) / this.#cellDegrees));
    const top = Math.min(this.#rows - 1, Math.floor((north - this.#south) / this.#cellDegrees));
    for (let row = Math.max(0, Math.floor((south - this.#south) / this.#cellDegrees)); row <= top; row++) {
      if (first > last) return;
      const from = this.#start[row * this.#columns + first];
      const to = this.#start[row * this.#columns + last + 1];
      for (let i = from; i < to; i++) {
        const [lng, lat] = this.#positions[this.#order[i]];
        if (lng >= west && lng <= east && lat >= south && lat <= north) yield this.#order[i];
      }
    }
  }

  /** Indices of the places inside a boundary, its line included, ascending. */
  inside(boundary: Boundary): Uint32Array {
    const found: number[] = [];
    const isInside = insideTest(boundary);
    for (const i of this.inBox(boxOfBoundary(boundary))) if (isInside(this.#positions[i])) found.push(i);
    return Uint32Array.from(found).sort();
  }
}
