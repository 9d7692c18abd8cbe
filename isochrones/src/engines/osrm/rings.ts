import { metersPerDegree } from "../../geo.ts";
import { Borders, inGroups, type LatticeField } from "../../surface/contour.ts";
import { TICKS, UNKNOWN } from "../../surface/field.ts";
import { MAX_GROUND_LEG_METERS } from "../../surface/ground.ts";
import { LATTICE_METERS } from "../../surface/lattice.ts";
import { assemblePolygons } from "../../surface/polygons.ts";
import type { Ring } from "../../types.ts";
import type { Stretches } from "./stretches.ts";

/** Ground a little further than a leg may be is known too, so that the border can be drawn there. */
const KNOWN_METERS = MAX_GROUND_LEG_METERS + 1.5 * LATTICE_METERS;
/** Around the stretches, a rim that is surely outside. */
const MARGIN = Math.ceil(KNOWN_METERS / LATTICE_METERS) + 2;
const UNITS_PER_DEGREE = 1e8;

/**
 * Rings, ascending, over stretches of ways and when they are reached. Each point of the ground belongs to its nearest
 * stretch, and the border is followed by the same code as the embedded engine's.
 */
export function drawRings(stretches: Stretches, minutes: number[], millisecondsPerMeter: number): Ring[] {
  return inGroups(minutes, (group) => drawGroup(stretches, group, millisecondsPerMeter));
}

function drawGroup(stretches: Stretches, minutes: number[], millisecondsPerMeter: number): Ring[] {
  const limits = Int32Array.from(minutes, (ring) => ring * 60_000 * TICKS);
  const field = new StretchField(stretches, limits, millisecondsPerMeter);
  const borders = new Borders();
  // the same as in surface/rings.ts
  borders.trace(field, limits, Math.round(LATTICE_METERS * millisecondsPerMeter * TICKS));
  const scale = metersPerDegree(stretches.middle[1]);
  const [lng, lat] = stretches.middle;
  const lngStep = LATTICE_METERS / scale.lng;
  const latStep = LATTICE_METERS / scale.lat;
  const place = {
    firstColumn: field.firstColumn + lng / lngStep,
    firstRow: field.firstRow + lat / latStep,
    lngStep: lngStep * UNITS_PER_DEGREE,
    latStep: latStep * UNITS_PER_DEGREE,
    unitsPerDegree: UNITS_PER_DEGREE,
  };
  return assemblePolygons(borders, limits.length, place).map(({ coordinates, area }, level) => ({
    minutes: minutes[level],
    geometry: { type: "MultiPolygon", coordinates },
    areaSquareMeters: Math.round(area * LATTICE_METERS ** 2),
  }));
}

/** Lattice points around the stretches; column 0 and row 0 run through the middle. */
class StretchField implements LatticeField {
  readonly firstColumn: number;
  readonly firstRow: number;
  readonly columns: number;
  readonly rows: number;
  readonly values: Int32Array;
  readonly within: Uint8Array;

  constructor(stretches: Stretches, limits: Int32Array, millisecondsPerMeter: number) {
    const { ends, count } = stretches;
    let [west, south, east, north] = [0, 0, 0, 0];
    for (let i = 0; i < ends.length; i += 2) {
      west = Math.min(west, ends[i]);
      east = Math.max(east, ends[i]);
      south = Math.min(south, ends[i + 1]);
      north = Math.max(north, ends[i + 1]);
    }
    this.firstColumn = Math.floor(west / LATTICE_METERS) - MARGIN;
    this.firstRow = Math.floor(south / LATTICE_METERS) - MARGIN;
    this.columns = Math.ceil(east / LATTICE_METERS) + MARGIN + 1 - this.firstColumn;
    this.rows = Math.ceil(north / LATTICE_METERS) + MARGIN + 1 - this.firstRow;
    const points = this.columns * this.rows;
    const legMeters = new Float32Array(points).fill(KNOWN_METERS);
    const milliseconds = new Float64Array(points).fill(Infinity);
    for (let stretch = 0; stretch < count; stretch++) {
      this.#lay(stretches, stretch, legMeters, milliseconds, millisecondsPerMeter);
    }
    this.values = new Int32Array(points * 2).fill(UNKNOWN);
    this.within = new Uint8Array(Math.ceil(points / 4) * 4);
    for (let point = 0; point < points; point++) {
      // later than any limit is late enough
      if (!(milliseconds[point] * TICKS < UNKNOWN)) continue;
      const ticks = Math.round(milliseconds[point] * TICKS);
      const excess = Math.round((legMeters[point] - MAX_GROUND_LEG_METERS) * millisecondsPerMeter * TICKS);
      this.values[point * 2] = ticks;
      this.values[point * 2 + 1] = excess;
      if (excess > 0) continue;
      limits.forEach((limit, index) => (this.within[point] |= ticks <= limit ? 1 << index : 0));
    }
  }

  /** Gives those points to the stretch that are nearer to it than to any before. */
  #lay(
    { ends, milliseconds: reached }: Stretches,
    stretch: number,
    legMeters: Float32Array,
    milliseconds: Float64Array,
    millisecondsPerMeter: number,
  ): void {
    const x1 = ends[stretch * 4];
    const y1 = ends[stretch * 4 + 1];
    const dx = ends[stretch * 4 + 2] - x1;
    const dy = ends[stretch * 4 + 3] - y1;
    const squared = dx * dx + dy * dy;
    const start = reached[stretch * 2];
    const gain = squared > 0 ? reached[stretch * 2 + 1] - start : 0;
    const left = Math.ceil((Math.min(x1, x1 + dx) - KNOWN_METERS) / LATTICE_METERS);
    const right = Math.floor((Math.max(x1, x1 + dx) + KNOWN_METERS) / LATTICE_METERS);
    const top = Math.floor((Math.max(y1, y1 + dy) + KNOWN_METERS) / LATTICE_METERS);
    for (let row = Math.ceil((Math.min(y1, y1 + dy) - KNOWN_METERS) / LATTICE_METERS); row <= top; row++) {
      const y = row * LATTICE_METERS - y1;
      const before = (row - this.firstRow) * this.columns - this.firstColumn;
      for (let column = left; column <= right; column++) {
        const x = column * LATTICE_METERS - x1;
        let share = squared > 0 ? (x * dx + y * dy) / squared : 0;
        share = share < 0 ? 0 : share > 1 ? 1 : share;
        const offX = x - share * dx;
        const offY = y - share * dy;
        const off = offX * offX + offY * offY;
        const point = before + column;
        const known = legMeters[point];
        if (off >= known * known) continue;
        const leg = Math.sqrt(off);
        legMeters[point] = leg;
        milliseconds[point] = start + share * gain + leg * millisecondsPerMeter;
      }
    }
  }
}
