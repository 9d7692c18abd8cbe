/** Where a shop could be: on commercial land, where shops are already, or along streets that somebody chose. */
import { NearAny } from "./plane.ts";

type Ring = readonly (readonly number[])[];
/** Outer ring and holes, in degrees. */
export type Rings = readonly Ring[];
/** Straight on from corner to corner, in degrees. */
export type Line = readonly (readonly number[])[];

/** Places along streets are so far from each other. */
export const frontageSpacingMeters = 50;
/** So near to an open outlet a street is taken for one with shops. */
const nearOutletMeters = 60;
/** So near to a line that somebody drew along a street, the street is meant. */
const nearLineMeters = 30;

export interface Frontage {
  /** Open outlets: longitude and latitude of each in turn. */
  outlets: Float64Array;
  commercial: Rings[];
  /** Instead of both. */
  chosen: { lines: Line[]; areas: Rings[] } | null;
  /** Only within these; null: anywhere. */
  within: Rings[] | null;
}

/** Is a place such frontage? */
export function isFrontage({ outlets, commercial, chosen, within }: Frontage): (lng: number, lat: number) => boolean {
  const inside = within && new Areas(within);
  const near = new NearAny(chosen ? alongLines(chosen.lines) : outlets, chosen ? nearLineMeters : nearOutletMeters);
  const areas = new Areas(chosen ? chosen.areas : commercial);
  return (lng, lat) => inside?.has(lng, lat) !== false && (near.isNear(lng, lat) || areas.has(lng, lat));
}

/** Places along lines, some metres from each other. */
function alongLines(lines: readonly Line[]): Float64Array {
  const places: number[] = [];
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      const [[lng1, lat1], [lng2, lat2]] = [line[i - 1], line[i]];
      // a hundred-thousandth of a degree is a metre at most
      const steps = Math.max(1, Math.ceil(Math.max(Math.abs(lng2 - lng1), Math.abs(lat2 - lat1)) / 1e-4));
      for (let step = 0; step <= steps; step++) {
        places.push(lng1 + ((lng2 - lng1) * step) / steps, lat1 + ((lat2 - lat1) * step) / steps);
      }
    }
  }
  return Float64Array.from(places);
}

/** Polygons ready to be asked for very many places whether one of them holds it. */
export class Areas {
  readonly #inSquare = new Map<number, Rings[]>();
  /** Degrees. */
  static readonly #side = 0.004;

  constructor(areas: readonly Rings[]) {
    for (const rings of areas) {
      let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
      for (const [lng, lat] of rings[0]) {
        [west, east] = [Math.min(west, lng), Math.max(east, lng)];
        [south, north] = [Math.min(south, lat), Math.max(north, lat)];
      }
      for (let row = Areas.#number(south); row <= Areas.#number(north); row++) {
        for (let column = Areas.#number(west); column <= Areas.#number(east); column++) {
          const square = row * 0x100000 + column;
          const list = this.#inSquare.get(square);
          if (list === undefined) this.#inSquare.set(square, [rings]);
          else list.push(rings);
        }
      }
    }
  }

  has(lng: number, lat: number): boolean {
    const square = Areas.#number(lat) * 0x100000 + Areas.#number(lng);
    return this.#inSquare.get(square)?.some((rings) => isWithin(rings, lng, lat)) === true;
  }

  static #number(degrees: number): number {
    return Math.floor(degrees / Areas.#side);
  }
}

function isWithin(rings: Rings, lng: number, lat: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [[x1, y1], [x2, y2]] = [ring[i - 1], ring[i]];
      if (y1 > lat !== y2 > lat && lng < x1 + ((x2 - x1) * (lat - y1)) / (y2 - y1)) inside = !inside;
    }
  }
  return inside;
}
