/** Walks written down corner by corner, so that a reader can add up their metres. */
import type { CategoryId } from "../src/index.ts";
import { greatCircleMeters, type LngLat, type Placement, type Point, toLngLat } from "./geometry.ts";

/** 5 km/h. */
export const metersPerSecond = 5 / 3.6;
/** What passing a node with traffic lights costs. */
export const signalSeconds = 2;

interface Leg {
  what: string;
  meters: number;
}

interface WalkedRoute {
  legs: Leg[];
  signals: number;
  meters: number;
  seconds: number;
  corners: LngLat[];
}

/** Each stop is reached in a straight line from the one before; `what` names that line. */
export interface Stop {
  to: Point;
  what: string;
  /** Traffic lights at this stop that the walk passes. */
  signals?: number;
}

export function walk(from: Point, stops: readonly Stop[], placement: Placement): WalkedRoute {
  const corners: LngLat[] = [toLngLat(from, placement)];
  const legs: Leg[] = [];
  let signals = 0;
  for (const { to, what, signals: here } of stops) {
    const corner = toLngLat(to, placement);
    legs.push({ what, meters: Math.round(greatCircleMeters(corners.at(-1)!, corner) * 100) / 100 });
    corners.push(corner);
    signals += here ?? 0;
  }
  const meters = Math.round(legs.reduce((sum, leg) => sum + leg.meters, 0) * 100) / 100;
  return {
    legs,
    signals,
    meters,
    seconds: Math.round((meters / metersPerSecond + signals * signalSeconds) * 10) / 10,
    corners,
  };
}

export interface ReachTruth {
  id: string;
  zh: string;
  why: string;
  residence: string;
  residenceName: string;
  residenceLocation: LngLat;
  category: CategoryId;
  /** `base`: the map as it is; `gate-opened`: with the node of `openedGate` passable; `night`, `early`: answers for later. */
  when: "base" | "gate-opened" | "night" | "07:00";
  nearestSeconds: number;
  toleranceSeconds: number;
  outlet: string;
  outletName: string;
  /** Straight metres between the two. */
  crowMeters: number;
  /** Counts that follow by hand; a ring that is missing here is not claimed. */
  within: Partial<Record<"5" | "10" | "15", number>>;
  state: "reached" | "gap";
  walk: WalkedRoute;
  /** A shorter walk that must not be taken, and why. */
  forbidden?: { why: string; meters: number };
}
