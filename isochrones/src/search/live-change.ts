import type { GroupReach } from "../types.ts";

/** Values of some cells of a reach table, in the order of `ReachChange.cells`. */
export interface CellValues {
  nearestSeconds: Float64Array;
  nearestTarget: Int32Array;
  within: Uint16Array[];
}

/** Facts of some origins, in the order of `ReachChange.places`. */
export interface PlaceValues {
  accessMeters: Float64Array;
  edgeOfDataSeconds: Float64Array;
}

/** What an edit did to a reach table. Everything ascends and is listed once, and only where a value is another now. */
export interface ReachChange {
  /** The target that was edited; -1 where it was the network. */
  target: number;
  /** Origins of which anything changed. */
  origins: Uint32Array;
  /** Cells (origin * groupCount + group) that changed. */
  cells: Uint32Array;
  before: CellValues;
  after: CellValues;
  /** Origins whose access leg or whose way to the end of the data changed. */
  places: Uint32Array;
  placesBefore: PlaceValues;
  placesAfter: PlaceValues;
}

/** Remembers what stood in a reach table before an edit first touched it. */
export class ChangeLog {
  readonly #reach: GroupReach;
  readonly #cells = new Map<number, number>();
  readonly #values: number[] = [];
  readonly #places = new Map<number, [accessMeters: number, edgeOfDataSeconds: number]>();

  constructor(reach: GroupReach) {
    this.#reach = reach;
  }

  /** To be called before a cell is written. */
  cell(cell: number): void {
    if (this.#cells.has(cell)) return;
    const { nearestSeconds, nearestTarget, within } = this.#reach;
    this.#cells.set(cell, this.#values.length);
    this.#values.push(nearestSeconds[cell], nearestTarget[cell]);
    for (const counts of within) this.#values.push(counts[cell]);
  }

  /** To be called before the facts of an origin are written. */
  place(origin: number): void {
    if (this.#places.has(origin)) return;
    this.#places.set(origin, [this.#reach.accessMeters[origin], this.#reach.edgeOfDataSeconds[origin]]);
  }

  finish(target: number): ReachChange {
    const reach = this.#reach;
    const values = this.#values;
    const rings = reach.within.length;
    const isOther = ([cell, at]: [number, number]): boolean => {
      if (values[at] !== reach.nearestSeconds[cell] || values[at + 1] !== reach.nearestTarget[cell]) return true;
      for (let ring = 0; ring < rings; ring++) if (values[at + 2 + ring] !== reach.within[ring][cell]) return true;
      return false;
    };
    const rows = [...this.#cells].filter(isOther).sort((a, b) => a[0] - b[0]);
    const cells = Uint32Array.from(rows, ([cell]) => cell);
    const placeRows = [...this.#places]
      .filter(
        ([origin, [meters, seconds]]) =>
          !Object.is(meters, reach.accessMeters[origin]) || seconds !== reach.edgeOfDataSeconds[origin],
      )
      .sort((a, b) => a[0] - b[0]);
    const places = Uint32Array.from(placeRows, ([origin]) => origin);
    const origins = new Set<number>(places);
    for (const cell of cells) origins.add(Math.floor(cell / reach.groupCount));
    return {
      target,
      origins: Uint32Array.from(origins).sort(),
      cells,
      before: {
        nearestSeconds: Float64Array.from(rows, ([, at]) => values[at]),
        nearestTarget: Int32Array.from(rows, ([, at]) => values[at + 1]),
        within: reach.within.map((_, ring) => Uint16Array.from(rows, ([, at]) => values[at + 2 + ring])),
      },
      after: {
        nearestSeconds: Float64Array.from(cells, (cell) => reach.nearestSeconds[cell]),
        nearestTarget: Int32Array.from(cells, (cell) => reach.nearestTarget[cell]),
        within: reach.within.map((counts) => Uint16Array.from(cells, (cell) => counts[cell])),
      },
      places,
      placesBefore: {
        accessMeters: Float64Array.from(placeRows, ([, [meters]]) => meters),
        edgeOfDataSeconds: Float64Array.from(placeRows, ([, [, seconds]]) => seconds),
      },
      placesAfter: {
        accessMeters: Float64Array.from(places, (origin) => reach.accessMeters[origin]),
        edgeOfDataSeconds: Float64Array.from(places, (origin) => reach.edgeOfDataSeconds[origin]),
      },
    };
  }
}

/** The same change seen from its end. */
export function turnedBack(change: ReachChange): ReachChange {
  const { before, after, placesBefore, placesAfter } = change;
  return { ...change, before: after, after: before, placesBefore: placesAfter, placesAfter: placesBefore };
}

/** Writes what stands in the table after a change. */
export function writeAfter(reach: GroupReach, { cells, after, places, placesAfter }: ReachChange): void {
  cells.forEach((cell, i) => {
    reach.nearestSeconds[cell] = after.nearestSeconds[i];
    reach.nearestTarget[cell] = after.nearestTarget[i];
    reach.within.forEach((counts, ring) => (counts[cell] = after.within[ring][i]));
  });
  places.forEach((origin, i) => {
    reach.accessMeters[origin] = placesAfter.accessMeters[i];
    reach.edgeOfDataSeconds[origin] = placesAfter.edgeOfDataSeconds[i];
  });
}
