/** What the tests of mistakes ask of a drawn map. */
import type { Position, WalkSettings } from "../src/index.ts";
import type { DrawnMap } from "./map.ts";

export const seconds = (map: DrawnMap, from: Position, to: Position, settings?: Partial<WalkSettings>): number | null =>
  map.engine.matrixSync([from], [to], settings).seconds[0][0];

/** Metres along the ways between two letters, or null. */
export const meters = (map: DrawnMap, from: string, to: string, settings?: Partial<WalkSettings>): number | null => {
  const length = map.engine.matrixSync([map.at(from)], [map.at(to)], settings).meters[0][0];
  return length === null ? null : Math.round(length);
};

/** Id of the way that a place joins; ways count from 1001. */
export const wayOf = (map: DrawnMap, place: Position): number | null => {
  const attachment = map.engine.attach(place);
  return attachment && map.network.arrays.edgeOsmId[attachment.edge];
};

/** The polygon of so many minutes around a place, on level ground at 5 km/h unless told otherwise. */
export function around(map: DrawnMap, origin: Position, minutes: number, settings?: Partial<WalkSettings>) {
  return map.engine.isochronesSync(origin, [minutes], settings).rings[0].geometry;
}

/** Walkers for whom the same map is different. */
export const walkers: readonly Partial<WalkSettings>[] = [
  {},
  { direction: "inbound" },
  { privateWays: "exclude" },
  { profile: "elder", speedKmh: 0.9 },
  { profile: "wheelchair", direction: "inbound" },
  { speedKmh: 6.3 },
];
