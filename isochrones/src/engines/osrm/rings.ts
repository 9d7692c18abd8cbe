import { metersPerDegree } from "../../geo.ts";
import { Borders, type LatticeField } from "../../surface/contour.ts";
import { TICKS, UNKNOWN } from "../../surface/field.ts";
import { LATTICE_METERS, MAX_GROUND_LEG_METERS } from "../../surface/ground.ts";
import { assemblePolygons, type LatticePlace } from "../../surface/polygons.ts";
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
  const limits = minutes.map((ring) => ring * 60_000);
  const field = new SampledField(grids, latitude, limits, millisecondsPerMeter);
  const borders = new Borders();
  // times are kept as what is past each limit, since they are cut off there
  borders.trace(field, new Int32Array(limits.length), Math.round(CAP_METERS * millisecondsPerMeter * TICKS));
  return assemblePolygons(borders, limits.length, field.place).map(({ coordinates, area }, level) => ({
    minutes: minutes[level],
    geometry: { type: "MultiPolygon", coordinates },
    areaSquareMeters: Math.round(area * LATTICE_METERS ** 2),
  }));
}

/** A rectangle of lattice points, each with the triangle of samples it lies in. */
class SampledField implements LatticeField {
  readonly columns: number;
  readonly rows: number;
  /** Never lower for a shorter limit at the same point, so that rings nest. */
  readonly ticks: Int32Array[];
  readonly excess: Int32Array;
  readonly level: Uint8Array;
  readonly place: LatticePlace;
  /** Of the lattice points, first corner of the triangle in `#corners`; -1 for none. */
  readonly #triangle: Int32Array;
  /** Shares of the triangle's second and third corner; the first has the rest. */
  readonly #second: Float32Array;
  readonly #third: Float32Array;
  readonly #corners: Uint32Array;
  readonly #milliseconds: Float64Array;
  readonly #legMeters: Float64Array;

  constructor(grids: SampledGrid[], latitude: number, limits: number[], millisecondsPerMeter: number) {
    const scale = metersPerDegree(latitude);
    const lngStep = LATTICE_METERS / scale.lng;
    const latStep = LATTICE_METERS / scale.lat;
    const centres = grids.flatMap((grid) => grid.centres);
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lng, lat] of centres) {
      west = Math.min(west, lng);
      south = Math.min(south, lat);
      east = Math.max(east, lng);
      north = Math.max(north, lat);
    }
    const firstColumn = Math.floor(west / lngStep) - MARGIN;
    const firstRow = Math.floor(south / latStep) - MARGIN;
    this.columns = Math.ceil(east / lngStep) + MARGIN + 1 - firstColumn;
    this.rows = Math.ceil(north / latStep) + MARGIN + 1 - firstRow;
    this.place = { firstColumn, firstRow, lngStep: lngStep * 1e8, latStep: latStep * 1e8, unitsPerDegree: 1e8 };
    const points = this.columns * this.rows;
    this.#triangle = new Int32Array(points).fill(-1);
    this.#second = new Float32Array(points);
    this.#third = new Float32Array(points);
    this.#milliseconds = joined(grids.map((grid) => grid.milliseconds));
    this.#legMeters = joined(grids.map((grid) => grid.legMeters));
    this.#corners = new Uint32Array(grids.reduce((sum, grid) => sum + grid.triangles.length, 0));
    const xs = Float64Array.from(centres, ([lng]) => lng / lngStep - firstColumn);
    const ys = Float64Array.from(centres, ([, lat]) => lat / latStep - firstRow);
    let corner = 0;
    let firstCentre = 0;
    for (const grid of grids) {
      for (let at = 0; at < grid.triangles.length; at += 3, corner += 3) {
        for (let i = 0; i < 3; i++) this.#corners[corner + i] = firstCentre + grid.triangles[at + i];
        this.#cover(corner, xs, ys);
      }
      firstCentre += grid.centres.length;
    }
    const cap = CAP_METERS * millisecondsPerMeter;
    const legs = this.#legMeters.map((leg) => (leg - MAX_GROUND_LEG_METERS) * millisecondsPerMeter);
    this.excess = this.#between(legs, cap);
    this.ticks = limits.map((limit) =>
      this.#between(
        this.#milliseconds.map((time) => time - limit),
        cap,
      ),
    );
    this.level = new Uint8Array(Math.ceil(points / 4) * 4).fill(limits.length);
    for (let point = 0; point < points; point++) {
      if (this.excess[point] > 0) continue;
      const ring = this.ticks.findIndex((late) => late[point] <= 0);
      if (ring >= 0) this.level[point] = ring;
    }
  }

  /** Values at the corners, in milliseconds and cut off at `cap` either side of zero, as ticks at the lattice points between. */
  #between(values: Float64Array, cap: number): Int32Array {
    const cut = values.map((value) => Math.max(-cap, Math.min(cap, value)) * TICKS);
    return Int32Array.from(this.#triangle, (first, point) => {
      if (first < 0) return UNKNOWN;
      const second = this.#second[point];
      const third = this.#third[point];
      const rest = 1 - second - third;
      return Math.round(
        rest * cut[this.#corners[first]] +
          second * cut[this.#corners[first + 1]] +
          third * cut[this.#corners[first + 2]],
      );
    });
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
        this.#triangle[point] = corner;
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
