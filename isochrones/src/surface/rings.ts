import { metersPerDegree, UNITS_PER_DEGREE } from "../geo.ts";
import type { Search } from "../search/search.ts";
import type { Attachment, OutlineResult } from "../types.ts";
import { Borders, inGroups } from "./contour.ts";
import { TICKS, TravelTimeField } from "./field.ts";
import type { Ground } from "./ground.ts";
import { LATTICE_METERS } from "./lattice.ts";
import { assembleFlat, Corners } from "./polygons.ts";

const MILLISECONDS_PER_MINUTE = 60_000;
/** Corners are given to 1e-8 degree, a millimetre: rounded to the map's own centimetre, rings would nest less exactly. */
const FINER = 10;
/** Of the corners of rings. */
export const OUTLINE_UNITS_PER_DEGREE = UNITS_PER_DEGREE * FINER;

type Outline = OutlineResult["rings"][number];

/** Draws rings over one ground; what it needs in memory it uses again. */
export class RingPainter {
  readonly ground: Ground;
  readonly #field: TravelTimeField;
  readonly #borders = new Borders();
  readonly #corners = new Corners();

  constructor(ground: Ground) {
    this.ground = ground;
    this.#field = new TravelTimeField(ground);
  }

  /**
   * Rings around the place where an origin meets the network, for ascending minutes. A piece of ground lies in a ring
   * when the access leg, the walk and the leg from its own nearest way take no longer than the ring's minutes together.
   * Good until the next drawing.
   */
  draw(search: Search, origin: Attachment, minutes: number[]): Outline[] {
    const { legRate } = search.costs;
    const start = Math.round(origin.accessMeters * legRate);
    const last = minutes[minutes.length - 1] * MILLISECONDS_PER_MINUTE;
    // a little further, so that the time beyond the rim is known where the border is drawn
    search.run([{ attachment: origin, startMilliseconds: start }], last + 2 * LATTICE_METERS * legRate);
    this.#corners.length = 0;
    return inGroups(minutes, (group) => this.#drawGroup(search, origin, start, group));
  }

  #drawGroup(search: Search, origin: Attachment, start: number, minutes: number[]): Outline[] {
    const ticks = Int32Array.from(minutes, (ring) => ring * MILLISECONDS_PER_MINUTE * TICKS);
    // One step of the lattice in time. Where neighbours belong to different ways the time jumps, and the border lies
    // about halfway between them, however high the jump. Capping keeps rings nested, since it keeps the order of values.
    const cap = LATTICE_METERS * search.costs.legRate;
    const field = this.#field;
    if (!field.fill(search, ticks, { ...origin, startMilliseconds: start })) {
      return minutes.map((ring) => ({ minutes: ring, polygons: [], areaSquareMeters: 0 }));
    }
    this.#borders.trace(field, ticks, Math.round(cap * TICKS));
    const { lngStep, latStep } = this.ground;
    const place = {
      firstColumn: field.firstColumn,
      firstRow: field.firstRow,
      lngStep: lngStep * FINER,
      latStep: latStep * FINER,
      unitsPerDegree: OUTLINE_UNITS_PER_DEGREE,
    };
    const drawn = assembleFlat(this.#borders, minutes.length, place, this.#corners);
    const scale = metersPerDegree(origin.location[1]);
    const cell = ((lngStep * scale.lng) / UNITS_PER_DEGREE) * ((latStep * scale.lat) / UNITS_PER_DEGREE);
    return drawn.map(({ polygons, area }, level) => ({
      minutes: minutes[level],
      polygons,
      areaSquareMeters: Math.round(area * cell),
    }));
  }
}
