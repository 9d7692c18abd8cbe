/** Node ids and coordinates of ways in typed arrays: some twenty bytes for each node that a way uses. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";

const DEGREES_TO_UNITS = 1e7;
const MISSING = -2147483648;

/** Node references of all ways, one after the other; ids at first, indices into a NodeTable once that is made. */
export class RefStore {
  #ids: Float64Array = new Float64Array(1 << 16);
  #indices: Uint32Array = new Uint32Array(0);
  #starts: number[] = [0];
  #length = 0;

  /** Adds a way's nodes and returns the number of the way. */
  add(refs: ArrayLike<number>): number {
    if (this.#length + refs.length > this.#ids.length) {
      const larger = new Float64Array(Math.max(this.#ids.length * 2, this.#length + refs.length));
      larger.set(this.#ids.subarray(0, this.#length));
      this.#ids = larger;
    }
    this.#ids.set(refs, this.#length);
    this.#length += refs.length;
    this.#starts.push(this.#length);
    return this.#starts.length - 2;
  }

  /** Turns ids into indices of the sorted distinct ids, which are returned; the ids are let go. */
  index(): Float64Array {
    const sorted = this.#ids.slice(0, this.#length).sort();
    let distinct = 0;
    for (let i = 0; i < sorted.length; i++) {
      if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[distinct++] = sorted[i];
    }
    const ids = sorted.slice(0, distinct);
    this.#indices = new Uint32Array(this.#length);
    for (let i = 0; i < this.#length; i++) this.#indices[i] = indexIn(ids, this.#ids[i]);
    this.#ids = new Float64Array(0);
    return ids;
  }

  of(way: number): Uint32Array {
    return this.#indices.subarray(this.#starts[way], this.#starts[way + 1]);
  }
}

/** Coordinates of the nodes that ways use. */
export class NodeTable {
  readonly #ids: Float64Array;
  readonly #lng: Int32Array;
  readonly #lat: Int32Array;
  /** Files list nodes in ascending order, so the next one is looked for right after the last. */
  #cursor = 0;

  constructor(refs: RefStore) {
    this.#ids = refs.index();
    this.#lng = new Int32Array(this.#ids.length).fill(MISSING);
    this.#lat = new Int32Array(this.#ids.length).fill(MISSING);
  }

  /** Notes where a node lies, if a way uses it. */
  place(id: number, lng: number, lat: number): void {
    const ids = this.#ids;
    while (this.#cursor < ids.length && ids[this.#cursor] < id) this.#cursor++;
    let index = this.#cursor;
    if (index === ids.length || ids[index] !== id) {
      if (index > 0 && id <= ids[index - 1]) index = indexIn(ids, id);
      else return;
    }
    if (index < 0) return;
    this.#lng[index] = Math.round(lng * DEGREES_TO_UNITS);
    this.#lat[index] = Math.round(lat * DEGREES_TO_UNITS);
  }

  idAt(index: number): number {
    return this.#ids[index];
  }

  /** -1 for a node that no way uses. */
  indexOf(id: number): number {
    return indexIn(this.#ids, id);
  }

  position(index: number): Position | null {
    if (index < 0 || this.#lng[index] === MISSING) return null;
    return [this.#lng[index] / DEGREES_TO_UNITS, this.#lat[index] / DEGREES_TO_UNITS];
  }

  box(): BoundingBox | null {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < this.#ids.length; i++) {
      if (this.#lng[i] === MISSING) continue;
      west = Math.min(west, this.#lng[i]);
      east = Math.max(east, this.#lng[i]);
      south = Math.min(south, this.#lat[i]);
      north = Math.max(north, this.#lat[i]);
    }
    if (west > east) return null;
    return [west, south, east, north].map((units) => units / DEGREES_TO_UNITS) as BoundingBox;
  }
}

function indexIn(sorted: Float64Array, id: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < id) low = middle + 1;
    else if (sorted[middle] > id) high = middle - 1;
    else return middle;
  }
  return -1;
}
