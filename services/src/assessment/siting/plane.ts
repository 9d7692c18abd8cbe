/** Places of one city in straight metres, and what lies around them, by a grid of squares. */

const metersPerLat = 110_574;
const metersPerLngAtEquator = 111_320;
const cosOf = (lat: number): number => Math.cos((lat * Math.PI) / 180);

/** Straight metres between two places near each other. */
export function metersBetween(lngLat: Float64Array, one: number, other: number): number {
  const lat = (lngLat[2 * one + 1] + lngLat[2 * other + 1]) / 2;
  const east = (lngLat[2 * one] - lngLat[2 * other]) * metersPerLngAtEquator * cosOf(lat);
  const north = (lngLat[2 * one + 1] - lngLat[2 * other + 1]) * metersPerLat;
  return Math.sqrt(east * east + north * north);
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

/** Whether any of some places lies within a distance of another place. */
export class NearAny {
  readonly #lngLat: Float64Array;
  readonly #meters: number;
  readonly #squares: Squares;
  /** Per square the last place in it, per place the one before it in its square. */
  readonly #last = new Map<number, number>();
  readonly #before: Int32Array;
  readonly #place = new Float64Array(2);

  constructor(lngLat: Float64Array, meters: number) {
    this.#lngLat = lngLat;
    this.#meters = meters;
    // twice as wide: squares are narrower at the far end of the city
    this.#squares = new Squares(lngLat, Math.max(1, 2 * meters));
    this.#before = new Int32Array(lngLat.length / 2).fill(-1);
    for (let i = 0; i < this.#before.length; i++) {
      const square = this.#squares.of(lngLat, i);
      this.#before[i] = this.#last.get(square) ?? -1;
      this.#last.set(square, i);
    }
  }

  /** Nearer than the distance. */
  isNear(lng: number, lat: number): boolean {
    const lngLat = this.#lngLat;
    const metersPerLng = metersPerLngAtEquator * cosOf(lat);
    const place = this.#place;
    place[0] = lng;
    place[1] = lat;
    const column = this.#squares.columnOf(place, 0);
    const row = this.#squares.rowOf(place, 0);
    for (let up = -1; up <= 1; up++) {
      for (let along = -1; along <= 1; along++) {
        let other = this.#last.get(Squares.at(column + along, row + up)) ?? -1;
        for (; other >= 0; other = this.#before[other]) {
          const east = (lng - lngLat[2 * other]) * metersPerLng;
          const north = (lat - lngLat[2 * other + 1]) * metersPerLat;
          if (east * east + north * north < this.#meters * this.#meters) return true;
        }
      }
    }
    return false;
  }
}
