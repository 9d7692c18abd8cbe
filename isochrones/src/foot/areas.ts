import type { WayClass } from "./ways.ts";

type Tags = Record<string, string>;

/**
 * highway=* values whose closed way is open ground when it says area=yes. [wiki: Key:area]
 * Steps and lifts are left out: stairs are not walked slantwise, and a lift's outline is its shaft.
 */
const areaHighways = new Set([
  "pedestrian",
  "footway",
  "path",
  "platform",
  "corridor",
  "living_street",
  "residential",
  "service",
  "unclassified",
  "track",
  "cycleway",
]);

/**
 * Is a closed way (or a multipolygon) with these tags ground that is crossed in any direction, not only a line?
 * Car parks are not: people keep to the lanes between the cars, and only the rim is in the map. [own]
 */
export function isOpenGround(tags: Tags, multipolygon: boolean): boolean {
  if (tags.area === "no") return false;
  const { highway } = tags;
  const said = tags.area === "yes" || multipolygon;
  if (highway !== undefined) {
    if (!areaHighways.has(highway)) return false;
    // without area=yes a closed highway is a road that goes round, except on a square and on a platform
    return said || highway === "platform" || (highway === "pedestrian" && tags.place === "square");
  }
  // [wiki: Tag:railway=platform] a closed platform is a surface unless it says otherwise
  if (tags.railway === "platform" || tags.public_transport === "platform") return true;
  return tags.man_made === "pier" && said;
}

/** The class of a walk across open ground whose rim has the given class. */
export const acrossArea = (rim: WayClass): WayClass => ({
  ...rim,
  kind: "area",
  forward: true,
  backward: true,
  crossing: false,
  stepCount: null,
});

/** Does a building stand on the ground, so that nobody walks through it? Roofs and what hovers above do not. [wiki] */
export function standsInTheWay(tags: Tags): boolean {
  const { building } = tags;
  if (building === undefined || building === "no" || building === "roof" || building === "canopy") return false;
  if (tags.location === "underground" || Number(tags.layer ?? 0) !== 0) return false;
  return !(Number(tags["building:min_level"] ?? tags.min_level ?? 0) > 0 || Number(tags.min_height ?? 0) > 2);
}
