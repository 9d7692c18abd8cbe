import type { WalkNetwork } from "../network/network.ts";
import { WalkCosts } from "../search/costs.ts";
import { planRows, type GroupedPlaces, type NearestPlan } from "../search/nearest-rows.ts";
import { turnedRound } from "../search/reach.ts";
import type { WalkSettings } from "../types.ts";
import { shared } from "./shared.ts";

/**
 * Makes room, in memory that threads share, for the nearest place of each group within so many minutes of every place
 * where walks part; then `fillRows` fills it in group by group. For `PlaceFinder.lookAhead` with the same settings. A place
 * without groups, or whose edge is -1, is nobody's nearest.
 */
export function planNearest(
  network: WalkNetwork,
  settings: WalkSettings,
  places: GroupedPlaces,
  limitMinutes: number,
): NearestPlan {
  return planRows(network, new WalkCosts(network, turnedRound(settings)), places, limitMinutes, shared);
}
