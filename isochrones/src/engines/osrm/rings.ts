import { metersPerDegree } from "../../geo.ts";
import { Contours, type LatticeRing } from "../../surface/contour.ts";
import { LATTICE_METERS, MAX_GROUND_LEG_METERS } from "../../surface/ground.ts";
import { assemblePolygons } from "../../surface/polygons.ts";
import type { Position, Ring } from "../../types.ts";

/** What is known at the corners of a triangulation. */
export interface SampledGrid {
  centres: Position[];
  triangles: Uint32Array;
  /** From the origin's door to the centre, both legs included; Infinity where no way leads. */
  milliseconds: Float64Array;
  /** From the centre to its nearest way. */
  legMeters: Float64Array;
}

/** Around everything, a rim that is surely outside. */
const MARGIN = 3;
/** Values are cut off here, in metres walked: about the distance of samples, see surface/rings.ts. */
const CAP_METERS = 50;
/** Points on a triangle's side belong to both triangles. */
const ON_SIDE = -1e-9;

/**
 * Rings, ascending, for samples at scattered places: they are laid on the lattice that the embedded engine draws from, each
 * lattice point between the three samples around it, and contoured by the same code. Later grids lie over earlier ones.
 */
export function drawSampledRings(
  grids: SampledGrid[],
  minutes: number[],
  millisecondsPerMeter: number,
  latitude: number,
): Ring[] {
  const field = new SampledField(grids, latitude);
  const limits = minutes.map((ring) => ring * 60_000);
  const value = field.valueOf(limits, millisecondsPerMeter);
  const { columns, rows } = field;
  const level = new Uint8Array(columns * rows).fill(limits.length);
  for (let point = 0; point < level.length; point++) {
    if (field.triangle[point] < 0) continue;
    let ring = 0;
    while (ring < limits.length && value(point, ring) > 0) ring++;
    level[point] = ring;
  }
  const traced = new Contours().trace(
    level,
    columns,
    rows,
    limits.length,
    (inside, outside, ring) => {
      const low = value(inside, ring);
      const high = value(outside, ring);
      return high > low ? -low / (high - low) : 0.5;
    },
    (a, b, c, d, ring) => value(a, ring) + value(b, ring) + value(c, ring) + value(d, ring) < 0,
  );
  return minutes.map((ring, index) => {
    const polygons = assemblePolygons(traced[index]);
    return {
      minutes: ring,
      geometry: {
        type: "MultiPolygon",
        coordinates: polygons.map((polygon) => polygon.rings.map((row) => field.place(row))),
      },
      areaSquareMeters: Math.round(polygons.reduce((sum, { area }) => sum + area, 0) * LATTICE_METERS ** 2),
    };
  });
}

/** A rectangle of lattice points, each with the triangle of samples it lies in. */
class SampledField {
  readonly columns: number;
  readonly rows: number;
  /** Of the lattice points, first corner of the triangle in `#corners`; -1 for none. */
  readonly triangle: Int32Array;
  readonly #west: number;
  readonly #south: number;
  readonly #lngStep: number;
  readonly #latStep: number;
  /** Shares of the triangle's second and third corner; the first has the rest. */
  readonly #second: Float32Array;
  readonly #third: Float32Array;
  readonly #corners: Uint32Array;
  readonly #milliseconds: Float64Array;
  readonly #legMeters: Float64Array;

  constructor(grids: SampledGrid[], latitude: number) {
    const scale = metersPerDegree(latitude);
    this.#lngStep = LATTICE_METERS / scale.lng;
    this.#latStep = LATTICE_METERS / scale.lat;
    const centres = grids.flatMap((grid) => grid.centres);
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lng, lat] of centres) {
      west = Math.min(west, lng);
      south = Math.min(south, lat);
      east = Math.max(east, lng);
      north = Math.max(north, lat);
    }
    this.#west = Math.floor(west / this.#lngStep) - MARGIN;
    this.#south = Math.floor(south / this.#latStep) - MARGIN;
    // a multiple of four, as contours take it
    this.columns = Math.ceil((east / this.#lngStep + MARGIN + 1 - this.#west) / 4) * 4;
    this.rows = Math.ceil(north / this.#latStep) + MARGIN + 1 - this.#south;
    const points = this.columns * this.rows;
    this.triangle = new Int32Array(points).fill(-1);
    this.#second = new Float32Array(points);
    this.#third = new Float32Array(points);
    this.#milliseconds = joined(grids.map((grid) => grid.milliseconds));
    this.#legMeters = joined(grids.map((grid) => grid.legMeters));
    this.#corners = new Uint32Array(grids.reduce((sum, grid) => sum + grid.triangles.length, 0));
    const xs = Float64Array.from(centres, ([lng]) => lng / this.#lngStep - this.#west);
    const ys = Float64Array.from(centres, ([, lat]) => lat / this.#latStep - this.#south);
    let corner = 0;
    let firstCentre = 0;
    for (const grid of grids) {
      for (let at = 0; at < grid.triangles.length; at += 3, corner += 3) {
        for (let i = 0; i < 3; i++) this.#corners[corner + i] = firstCentre + grid.triangles[at + i];
        this.#cover(corner, xs, ys);
      }
      firstCentre += grid.centres.length;
    }
  }

  /**
   * Below zero inside, above outside, in milliseconds; never lower for a shorter limit at the same point, so that rings
   * nest. Ground is outside where it is reached too late or where its way is too far.
   */
  valueOf(limits: number[], millisecondsPerMeter: number): (point: number, ring: number) => number {
    const cap = CAP_METERS * millisecondsPerMeter;
    const cut = (excess: number): number => (excess > cap ? cap : excess < -cap ? -cap : excess);
    const far = this.#legMeters.map((leg) => cut((leg - MAX_GROUND_LEG_METERS) * millisecondsPerMeter));
    return (point, ring) => {
      const first = this.triangle[point];
      if (first < 0) return cap;
      const second = this.#second[point];
      const third = this.#third[point];
      const one = this.#corners[first];
      const two = this.#corners[first + 1];
      const three = this.#corners[first + 2];
      const limit = limits[ring];
      const rest = 1 - second - third;
      const late =
        rest * cut(this.#milliseconds[one] - limit) +
        second * cut(this.#milliseconds[two] - limit) +
        third * cut(this.#milliseconds[three] - limit);
      const beyond = rest * far[one] + second * far[two] + third * far[three];
      return late > beyond ? late : beyond;
    };
  }

  place({ xs, ys }: LatticeRing): Position[] {
    return xs.map((x, i) => [
      Math.round((this.#west + x) * this.#lngStep * 1e8) / 1e8,
      Math.round((this.#south + ys[i]) * this.#latStep * 1e8) / 1e8,
    ]);
  }

  /** Gives the lattice points in a triangle to it. */
  #cover(corner: number, xs: Float64Array, ys: Float64Array): void {
    const [a, b, c] = this.#corners.subarray(corner, corner + 3);
    const [ax, bx, cx] = [xs[a], xs[b], xs[c]];
    const [ay, by, cy] = [ys[a], ys[b], ys[c]];
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    const top = Math.floor(Math.max(ay, by, cy));
    const right = Math.floor(Math.max(ax, bx, cx));
    for (let y = Math.ceil(Math.min(ay, by, cy)); y <= top; y++) {
      for (let x = Math.ceil(Math.min(ax, bx, cx)); x <= right; x++) {
        const second = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area;
        const third = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / area;
        if (second < ON_SIDE || third < ON_SIDE || 1 - second - third < ON_SIDE) continue;
        const point = y * this.columns + x;
        this.triangle[point] = corner;
        this.#second[point] = second;
        this.#third[point] = third;
      }
    }
  }
}

function joined(parts: Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
