import type { Position, RouteFeature, RouteResult, WalkSettings } from "../../types.ts";
import type { Route } from "./answers.ts";
import { durationFactor } from "./settings.ts";

type Walk = Omit<RouteResult, "engine" | "settings" | "networkVersion">;

/** What OSRM's answers for walkers say nothing of. */
const UNKNOWN_FEATURES: RouteFeature["kind"][] = [
  "steps",
  "crossing",
  "signals",
  "footbridge",
  "underpass",
  "lift",
  "escalator",
  "gate",
];

/** OSRM's route as a walk from door to door. */
export function walkOf(start: Position, end: Position, route: Route, settings: WalkSettings): Walk {
  const coordinates: Position[] = [start];
  for (const position of [...route.line, end]) {
    const last = coordinates[coordinates.length - 1];
    if (last[0] !== position[0] || last[1] !== position[1]) coordinates.push(position);
  }
  if (coordinates.length === 1) coordinates.push(coordinates[0]);
  const ways: Walk["ways"] = [];
  const features: RouteFeature[] = [];
  let walked = route.from.legMeters;
  for (const { name, meters, mode, location } of route.steps) {
    const last = ways[ways.length - 1];
    if (last?.name === name && Math.abs(last.atMeters + last.meters - walked) < 0.01) last.meters += meters;
    else if (name !== "" && meters > 0) ways.push({ name, meters, atMeters: walked });
    if (mode === "ferry" && meters > 0) {
      features.push({ kind: "ferry", location, meters, atMeters: walked, ...(name === "" ? {} : { name }) });
    }
    walked += meters;
  }
  const legMeters = route.from.legMeters + route.to.legMeters;
  return {
    geometry: { type: "LineString", coordinates },
    seconds: route.seconds * durationFactor(settings) + legMeters / (settings.speedKmh / 3.6),
    meters: route.meters + legMeters,
    accessMeters: { from: route.from.legMeters, to: route.to.legMeters },
    features,
    unknownFeatures: UNKNOWN_FEATURES,
    ways,
  };
}
