/** Walks from one place to many: the same times, access legs included, that the reach table has. */
import type { Position, WalkSettings } from "@quarterhour/isochrones";
import type { GroupReachEngine } from "../assessment/reach-table.ts";

export interface Walk {
  /** Index of the place among those handed in. */
  index: number;
  seconds: number;
}

export interface Walks {
  /** To those places that are reached within the limit, in the order of the places. */
  walks: Walk[];
  /** Metres from the origin to the network; NaN where no walkable way is near. */
  accessMeters: number;
  /** Seconds until the map's data ends; Infinity where that is beyond the limit. */
  edgeOfDataSeconds: number;
}

/** Walks from the origin to the places; with direction `inbound`, from them to it. */
export function walksWithin(
  engine: GroupReachEngine,
  origin: Position,
  places: readonly Position[],
  limitMinutes: number,
  settings: WalkSettings,
): Walks {
  // No walk is shorter than the straight line: what lies beyond it in a straight line need not be asked for.
  const near: number[] = [];
  const reachMeters = (limitMinutes * 60 * settings.speedKmh) / 3.6;
  for (let i = 0; i < places.length; i++) if (straightMeters(origin, places[i]) <= reachMeters) near.push(i);
  // Asked the other way round, from each place to the origin: one search then answers for all of them.
  const reach = engine.reachByGroup(
    [origin, ...near.map((i) => places[i])],
    { positions: [origin], groups: [[0]], groupCount: 1 },
    [limitMinutes],
    limitMinutes,
    { ...settings, direction: settings.direction === "inbound" ? "outbound" : "inbound" },
  );
  const walks: Walk[] = [];
  for (let i = 0; i < near.length; i++) {
    const seconds = reach.nearestSeconds[i + 1];
    if (Number.isFinite(seconds)) walks.push({ index: near[i], seconds });
  }
  return { walks, accessMeters: reach.accessMeters[0], edgeOfDataSeconds: reach.edgeOfDataSeconds[0] };
}

const metersPerDegree = 111_195;

/** Straight metres between two places; a little short, as a lower bound has to be. */
export function straightMeters([lngA, latA]: Position, [lngB, latB]: Position): number {
  const north = (latB - latA) * metersPerDegree;
  const east = (lngB - lngA) * metersPerDegree * Math.cos(((Math.abs(latA) + Math.abs(latB)) / 2) * (Math.PI / 180));
  return Math.hypot(north, east) * 0.995;
}
