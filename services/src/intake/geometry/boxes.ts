/** Finds which of many boxes hold a point: a plain grid, since intake asks for points only. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";

const CELLS_PER_DEGREE = 400; // about 280 m of latitude: the size of a city block
/** Larger boxes are looked through one by one, so that a province does not fill a million cells. */
const MOST_CELLS_PER_BOX = 4096;

export class BoxIndex<T> {
  readonly #cells = new Map<string, { box: BoundingBox; item: T }[]>();
  readonly #large: { box: BoundingBox; item: T }[] = [];

  add(box: BoundingBox, item: T): void {
    const [west, south, east, north] = box.map((degrees) => Math.floor(degrees * CELLS_PER_DEGREE));
    const entry = { box, item };
    if ((east - west + 1) * (north - south + 1) > MOST_CELLS_PER_BOX) {
      this.#large.push(entry);
      return;
    }
    for (let x = west; x <= east; x++) {
      for (let y = south; y <= north; y++) {
        const key = `${x},${y}`;
        const cell = this.#cells.get(key);
        if (cell === undefined) this.#cells.set(key, [entry]);
        else cell.push(entry);
      }
    }
  }

  /** Items whose box holds the point, in the order they were added within each size. */
  at([lng, lat]: Position): T[] {
    const key = `${Math.floor(lng * CELLS_PER_DEGREE)},${Math.floor(lat * CELLS_PER_DEGREE)}`;
    const holds = ({ box }: { box: BoundingBox }) => box[0] <= lng && lng <= box[2] && box[1] <= lat && lat <= box[3];
    return [...(this.#cells.get(key) ?? []), ...this.#large].filter(holds).map(({ item }) => item);
  }
}
