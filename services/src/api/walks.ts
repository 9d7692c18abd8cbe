/** Walks from one place to many: the same times, access legs included, that the reach table has. */
import type { MatrixResult, Position, WalkSettings } from "@quarterhour/isochrones";

export interface MatrixEngine {
  matrixSync(from: Position[], to: Position[], settings?: Partial<WalkSettings>): MatrixResult;
}

export interface Walk {
  /** Index of the place among those handed in. */
  index: number;
  seconds: number;
  meters: number;
}

/**
 * Walks to those places that are reached within the limit, in the order of the places. With direction `inbound`,
 * walks from them.
 */
export function walksWithin(
  engine: MatrixEngine,
  origin: Position,
  places: readonly Position[],
  limitSeconds: number,
  settings: WalkSettings,
): Walk[] {
  const metersPerSecond = settings.speedKmh / 3.6;
  // No walk is shorter than the straight line: what lies beyond it in a straight line need not be asked for.
  const near: number[] = [];
  const reachMeters = limitSeconds * metersPerSecond;
  for (let i = 0; i < places.length; i++) if (straightMeters(origin, places[i]) <= reachMeters) near.push(i);
  if (near.length === 0) return [];
  const targets = near.map((i) => places[i]);
  const inbound = settings.direction === "inbound";
  const outbound: WalkSettings = { ...settings, direction: "outbound" };
  const matrix = inbound
    ? engine.matrixSync(targets, [origin], outbound)
    : engine.matrixSync([origin], targets, outbound);
  const originLeg = (inbound ? matrix.to : matrix.from)[0].accessMeters;
  const targetPlaces = inbound ? matrix.from : matrix.to;
  const walks: Walk[] = [];
  for (let i = 0; i < near.length; i++) {
    const seconds = inbound ? matrix.seconds[i][0] : matrix.seconds[0][i];
    const meters = inbound ? matrix.meters[i][0] : matrix.meters[0][i];
    const targetLeg = targetPlaces[i].accessMeters;
    if (seconds === null || meters === null || originLeg === null || targetLeg === null) continue;
    const legs = originLeg + targetLeg;
    const total = seconds + legs / metersPerSecond;
    if (total <= limitSeconds) walks.push({ index: near[i], seconds: total, meters: meters + legs });
  }
  return walks;
}

const metersPerDegree = 111_195;

/** Straight metres between two places; a little short, as a lower bound has to be. */
function straightMeters([lngA, latA]: Position, [lngB, latB]: Position): number {
  const north = (latB - latA) * metersPerDegree;
  const east = (lngB - lngA) * metersPerDegree * Math.cos(((Math.abs(latA) + Math.abs(latB)) / 2) * (Math.PI / 180));
  return Math.hypot(north, east) * 0.995;
}
