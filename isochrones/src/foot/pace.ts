import type { Profile } from "./profiles.ts";
import type { WayClass } from "./ways.ts";

/**
 * Time that a walker takes on a way, relative to level, firm ground; null where he or she cannot go at all.
 * A slope counts as the mean of going up and coming down, since a stretch has one time both ways.
 */
export function paceFactor(profile: Profile, row: WayClass): number | null {
  if (profile.wheels === "wheelchair" && row.noWheelchair) return null;
  if (profile.wheels === "pram" && row.noPram) return null;
  const ground = profile.groundFactors[row.ground];
  if (ground === null) return null;
  const stairs = row.kind === "steps" || row.kind === "escalator";
  let factor = row.surfaceFactor * ground * (stairs ? profile.stepsFactor : 1);
  // the incline of a flight of steps is in its steps factor already
  if (row.inclinePercent !== null && !stairs) {
    if (profile.maxInclinePercent !== null && row.inclinePercent > profile.maxInclinePercent) return null;
    factor *= slopeFactor(row.inclinePercent, profile.slopeExponent);
  }
  return factor;
}

/**
 * W. Tobler's hiking function (1993): speed ∝ exp(-3.5 · |slope + 0.05|), here relative to the level and the mean of up
 * and down. Up to 5 % that is less than 2 %, which is left out.
 */
function slopeFactor(percent: number, exponent: number): number {
  if (percent <= 5) return 1;
  const slope = percent / 100;
  const time = (rise: number): number => Math.exp(exponent * (Math.abs(rise + 0.05) - 0.05));
  return (time(slope) + time(-slope)) / 2;
}
