/** A covering question whose options are services at places: plain data, so that a thread can answer it. */
import type { Cover } from "./cover.ts";
import { metersBetween, Squares } from "./plane.ts";
import { solve } from "./solve.ts";
import type { Solution } from "./solve.ts";

export interface PlacedCover extends Pick<Cover, "weights" | "start" | "elements" | "count" | "unseen"> {
  /** Per option its place and what it would offer there. */
  placeOf: Int32Array;
  needOf: Int32Array;
  /** Longitude and latitude of each place in turn. */
  lngLat: Float64Array;
  /** 1 for places that take in one service only; null: none. */
  takesOne: Uint8Array | null;
  /** Between options that offer the same. */
  minimumDistanceMeters: number;
}

export function solvePlaced(placed: PlacedCover, fixed: number[]): Solution {
  return solve(coverOf(placed), fixed);
}

/** With what may not stand together. */
export function coverOf(placed: PlacedCover): Cover {
  const { weights, start, elements, count, unseen, placeOf, needOf, lngLat, takesOne } = placed;
  const apart = placed.minimumDistanceMeters;
  const isShared = takesOne !== null && takesOne.includes(1);
  const clash = (one: number, other: number): boolean => {
    const [a, b] = [placeOf[one], placeOf[other]];
    if (needOf[one] !== needOf[other]) return a === b && takesOne?.[a] === 1;
    return a === b || (apart > 0 && metersBetween(lngLat, a, b) < apart);
  };
  return {
    weights,
    start,
    elements,
    count,
    unseen,
    clash: isShared || apart > 0 ? clash : null,
    cliqueOf: apart > 0 ? nearGroups(placed) : isShared ? ofOnePlace(placeOf, takesOne) : null,
  };
}

/** Options of one need in one square so small that any two of them are too near. */
function nearGroups({ placeOf, needOf, lngLat, minimumDistanceMeters }: PlacedCover): Int32Array {
  const squares = new Squares(lngLat, 0.7 * minimumDistanceMeters);
  const numbers = new Map<string, number>();
  return placeOf.map((place, option) => {
    const key = `${needOf[option]} ${squares.of(lngLat, place)}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

function ofOnePlace(placeOf: Int32Array, takesOne: Uint8Array): Int32Array {
  return placeOf.map((place) => (takesOne[place] === 1 ? place : -1));
}
