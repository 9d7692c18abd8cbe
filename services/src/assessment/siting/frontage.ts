/** Where a shop could be: places along streets, on commercial land or where shops are already. */
import { NearAny } from "./plane.ts";

/** Places along streets are so far from each other. */
export const frontageSpacingMeters = 50;
/** So near to an open outlet a street is taken for one with shops. */
const nearOutletMeters = 60;

/**
 * Those of the points that lie near an outlet or on commercial land. Both lists hold longitude and latitude of each place in
 * turn.
 */
export function frontagePoints(
  points: Float64Array,
  outlets: Float64Array,
  isCommercial: ((lng: number, lat: number) => boolean) | null,
): Float64Array {
  const shops = new NearAny(outlets, nearOutletMeters);
  const kept: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const [lng, lat] = [points[i], points[i + 1]];
    if (shops.isNear(points, i / 2) || isCommercial?.(lng, lat) === true) kept.push(lng, lat);
  }
  return Float64Array.from(kept);
}
