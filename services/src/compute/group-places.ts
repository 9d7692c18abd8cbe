/** Places near each other put into groups, so that one search can tell how little all of them can come to. */
import { PlaceFinder } from "@quarterhour/isochrones";
import type { EmbeddedEngine } from "@quarterhour/isochrones";
import type { Tasks } from "./tasks.ts";

/** For times that are rounded to milliseconds on the way. */
const slackMilliseconds = 20;

/**
 * Groups the places `from` … `to` - 1. A place of a group is at most `extra` milliseconds from its leader by public ways
 * alone, whoever walks to it: so whoever walks to it in time walks to the leader in that much more.
 */
export function groupPlaces(engine: EmbeddedEngine, input: Tasks["groupPlaces"]["input"]): null {
  const { lngLat, places, settings, withinMinutes, from, to, leader, extra } = input;
  const { network } = engine;
  const finder = new PlaceFinder(engine, places);
  const isPublic = network.classes.map((row) => !row.private && row.times === null);
  const isOnPublic = (place: number): boolean => {
    const edge = places.edge[place];
    return edge >= 0 && isPublic[network.arrays.edgeClass[edge]];
  };
  for (let first = from; first < to; first++) {
    if (leader[first] >= 0) continue;
    leader[first] = first;
    if (!isOnPublic(first)) continue;
    const around = finder.find([lngLat[2 * first], lngLat[2 * first + 1]], withinMinutes, settings);
    for (let k = 0; k < around.count; k++) {
      const place = around.place[k];
      if (place < from || place >= to || leader[place] >= 0 || !isOnPublic(place)) continue;
      leader[place] = first;
      extra[place] = Math.ceil(around.seconds[k] * 1000) + slackMilliseconds;
    }
  }
  return null;
}
