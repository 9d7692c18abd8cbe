/** Places of one city in straight metres, and what lies around them, by a grid of squares. */

const metersPerLat = 110_574;
const metersPerLngAtEquator = 111_320;
const cosOf = (lat: number): number => Math.cos((lat * Math.PI) / 180);

/** Straight metres between two places near each other. */
export function metersBetween(lngLat: Float64Array, one: number, other: number): number {
  const lat = (lngLat[2 * one + 1] + lngLat[2 * other + 1]) / 2;
  return Math.hypot(
    (lngLat[2 * one] - lngLat[2 * other]) * metersPerLngAtEquator * cosOf(lat),
    (lngLat[2 * one + 1] - lngLat[2 * other + 1]) * metersPerLat,
  );
}

/** Which square of a grid a place lies in, as one number. Squares are at most so wide anywhere in the city. */
export class Squares {
  readonly #lng: number;
  readonly #lat: number;

  constructor(lngLat: Float64Array, meters: number) {
    let nearest = 90;
    for (let i = 1; i < lngLat.length; i += 2) nearest = Math.min(nearest, Math.abs(lngLat[i]));
    this.#lng = (metersPerLngAtEquator * cosOf(nearest)) / meters;
    this.#lat = metersPerLat / meters;
  }

  of(lngLat: Float64Array, i: number): number {
    return Squares.at(Math.floor(lngLat[2 * i] * this.#lng), Math.floor(lngLat[2 * i + 1] * this.#lat));
  }

  columnOf(lngLat: Float64Array, i: number): number {
    return Math.floor(lngLat[2 * i] * this.#lng);
  }

  rowOf(lngLat: Float64Array, i: number): number {
    return Math.floor(lngLat[2 * i + 1] * this.#lat);
  }

  static at(column: number, row: number): number {
    return row * 0x4000000 + column;
  }
}

/** Weights of places, summed around others. */
export class WeightsAround {
  readonly #squares: Squares;
  readonly #sums = new Map<number, number>();
  /** How many columns right and left, rows up and down hold all within the distance. */
  readonly #rows: number;
  readonly #columns: number;
  /** Per row from the middle one: columns that can hold a place within the distance. */
  readonly #widths: number[];

  /** `places` are those that weigh something, `weights` theirs. `lngLat` holds all places of the city. */
  constructor(lngLat: Float64Array, places: ArrayLike<number>, weights: ArrayLike<number>, meters: number) {
    const side = Math.max(20, meters / 8);
    this.#squares = new Squares(lngLat, side);
    for (let i = 0; i < places.length; i++) {
      const square = this.#squares.of(lngLat, places[i]);
      this.#sums.set(square, (this.#sums.get(square) ?? 0) + weights[i]);
    }
    // away from the equator squares are narrower than their side
    let farthest = 0;
    for (let i = 1; i < lngLat.length; i += 2) farthest = Math.max(farthest, Math.abs(lngLat[i]));
    let nearest = farthest;
    for (let i = 1; i < lngLat.length; i += 2) nearest = Math.min(nearest, Math.abs(lngLat[i]));
    const narrowest = side * (cosOf(farthest) / cosOf(nearest)) * 0.99;
    this.#rows = Math.ceil(meters / (side * 0.99));
    this.#columns = Math.ceil(meters / narrowest);
    this.#widths = Array.from({ length: this.#rows + 1 }, (_, row) => {
      // a place in the middle square may lie at either of its edges
      const up = Math.max(0, row - 1) * side * 0.99;
      const along = Math.sqrt(Math.max(0, meters * meters - up * up));
      return Math.min(this.#columns, Math.ceil(along / narrowest));
    });
  }

  /** No less than what lies within the distance of place i of `lngLat`. */
  around(lngLat: Float64Array, i: number): number {
    const column = this.#squares.columnOf(lngLat, i);
    const row = this.#squares.rowOf(lngLat, i);
    let sum = 0;
    for (let up = -this.#rows; up <= this.#rows; up++) {
      const width = this.#widths[Math.abs(up)];
      for (let along = -width; along <= width; along++) {
        sum += this.#sums.get(Squares.at(column + along, row + up)) ?? 0;
      }
    }
    return sum;
  }
}

/** Whether any of some places lies within a distance of another place. */
export class NearAny {
  readonly #lngLat: Float64Array;
  readonly #meters: number;
  readonly #squares: Squares;
  readonly #inSquare = new Map<number, number[]>();

  /** `all` are the places of the city, so that squares are alike; `lngLat` those looked for. */
  constructor(lngLat: Float64Array, meters: number) {
    this.#lngLat = lngLat;
    this.#meters = meters;
    // twice as wide: squares are narrower in the north of the city
    this.#squares = new Squares(lngLat, Math.max(1, 2 * meters));
    for (let i = 0; i < lngLat.length / 2; i++) {
      const square = this.#squares.of(lngLat, i);
      const list = this.#inSquare.get(square);
      if (list === undefined) this.#inSquare.set(square, [i]);
      else list.push(i);
    }
  }

  /** Nearer than the distance. */
  isNear(lng: number, lat: number): boolean {
    const place = Float64Array.of(lng, lat);
    const column = this.#squares.columnOf(place, 0);
    const row = this.#squares.rowOf(place, 0);
    for (let up = -1; up <= 1; up++) {
      for (let along = -1; along <= 1; along++) {
        for (const i of this.#inSquare.get(Squares.at(column + along, row + up)) ?? []) {
          const both = Float64Array.of(lng, lat, this.#lngLat[2 * i], this.#lngLat[2 * i + 1]);
          if (metersBetween(both, 0, 1) < this.#meters) return true;
        }
      }
    }
    return false;
  }
}
