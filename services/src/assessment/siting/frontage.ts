/** Where a shop could be: on commercial land, or where shops are already. */
import { NearAny } from "./plane.ts";

/** Places along streets are so far from each other. */
export const frontageSpacingMeters = 50;
/** So near to an open outlet a street is taken for one with shops. */
const nearOutletMeters = 60;

/** Is a place near an outlet or on commercial land? `outlets` holds longitude and latitude of each in turn. */
export function isFrontage(
  outlets: Float64Array,
  isCommercial: ((lng: number, lat: number) => boolean) | null,
): (lng: number, lat: number) => boolean {
  const shops = new NearAny(outlets, nearOutletMeters);
  return (lng, lat) => shops.isNear(lng, lat) || isCommercial?.(lng, lat) === true;
}
