import { metersPerDegree, UNITS_PER_DEGREE } from "../geo.ts";
import type { Search } from "../search/search.ts";
import type { Attachment, Position, Ring } from "../types.ts";
import { Contours, type LatticeRing } from "./contour.ts";
import { TravelTimeField } from "./field.ts";
import { LATTICE_METERS, MAX_GROUND_LEG_METERS, type Ground } from "./ground.ts";
import { assemblePolygons } from "./polygons.ts";

const MILLISECONDS_PER_MINUTE = 60_000;
/** Corners are given to 1e-8 degree, a millimetre: rounded to the map's own centimetre, rings would nest less exactly. */
const FINER = 10;

/** Draws rings over one ground; what it needs in memory it uses again. */
export class RingPainter {
  readonly #ground: Ground;
  readonly #field: TravelTimeField;
  readonly #contours = new Contours();

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#field = new TravelTimeField(ground);
  }

  /**
   * Rings around the place where an origin meets the network, for ascending minutes. A piece of ground lies in a ring
   * when the access leg, the walk and the leg from its own nearest way take no longer than the ring's minutes together.
   */
  draw(search: Search, origin: Attachment, minutes: number[]): Ring[] {
    const { legRate } = search.costs;
    const limits = minutes.map((ring) => ring * MILLISECONDS_PER_MINUTE);
    // One step of the lattice in time. Where neighbours belong to different ways the time jumps, and the border lies
    // about halfway between them, however high the jump. Capping keeps rings nested, since it keeps the order of values.
    const cap = LATTICE_METERS * legRate;
    const start = Math.round(origin.accessMeters * legRate);
    // a little further, so that the time beyond the rim is known where the contour is drawn
    search.run([{ attachment: origin, startMilliseconds: start }], limits[limits.length - 1] + 2 * cap);
    const field = this.#field;
    if (!field.fill(search, limits)) {
      return minutes.map((ring) => ({
        minutes: ring,
        geometry: { type: "MultiPolygon", coordinates: [] },
        areaSquareMeters: 0,
      }));
    }
    const { milliseconds, legMeters } = field;
    /** Below zero inside, above outside, in milliseconds within ± cap. */
    const value = (point: number, level: number): number => {
      const late = milliseconds[point] - limits[level];
      if (late >= cap) return cap;
      const far = (legMeters[point] - MAX_GROUND_LEG_METERS) * legRate;
      const beyond = late > far ? late : far;
      return beyond > cap ? cap : beyond < -cap ? -cap : beyond;
    };
    const traced = this.#contours.trace(
      field.level,
      field.columns,
      field.rows,
      limits.length,
      (inside, outside, level) => {
        const low = value(inside, level);
        const high = value(outside, level);
        return high > low ? -low / (high - low) : 0.5;
      },
      (a, b, c, d, level) => value(a, level) + value(b, level) + value(c, level) + value(d, level) < 0,
    );
    const scale = metersPerDegree(origin.location[1]);
    const { lngStep, latStep } = this.#ground;
    const cell = ((lngStep * scale.lng) / UNITS_PER_DEGREE) * ((latStep * scale.lat) / UNITS_PER_DEGREE);
    return minutes.map((ring, level) => {
      const polygons = assemblePolygons(traced[level]);
      return {
        minutes: ring,
        geometry: {
          type: "MultiPolygon",
          coordinates: polygons.map((polygon) => polygon.rings.map((row) => this.#place(row))),
        },
        areaSquareMeters: Math.round(polygons.reduce((sum, polygon) => sum + polygon.area, 0) * cell),
      };
    });
  }

  #place({ xs, ys }: LatticeRing): Position[] {
    const { lngStep, latStep } = this.#ground;
    const { firstColumn, firstRow } = this.#field;
    const positions: Position[] = Array.from({ length: xs.length });
    for (let i = 0; i < xs.length; i++) {
      positions[i] = [
        Math.round((firstColumn + xs[i]) * lngStep * FINER) / (UNITS_PER_DEGREE * FINER),
        Math.round((firstRow + ys[i]) * latStep * FINER) / (UNITS_PER_DEGREE * FINER),
      ];
    }
    return positions;
  }
}
