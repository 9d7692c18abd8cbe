import type { GroupedTargets, Position } from "../types.ts";

/** Most minutes a ring may have; beyond this nobody speaks of a walk to the shop. */
const MAX_RING_MINUTES = 120;

/** RangeError where this is no place on earth. */
export function checkPosition(position: Position): void {
  const [lng, lat] = position;
  if (!(lng >= -180 && lng <= 180 && lat >= -90 && lat <= 90)) {
    throw new RangeError(`position: [${lng}, ${lat}] is not a place; give [longitude, latitude] in degrees`);
  }
}

/** The minutes in ascending order, each once; RangeError where they are none or impossible. */
export function checkMinutes(minutes: number[]): number[] {
  if (minutes.length === 0) throw new RangeError("minutes: give at least one number, such as 5, 10 or 15");
  for (const value of minutes) {
    if (!(value > 0 && value <= MAX_RING_MINUTES)) {
      throw new RangeError(`minutes: ${value} is out of range; give numbers above 0 and up to ${MAX_RING_MINUTES}`);
    }
  }
  return [...new Set(minutes)].sort((a, b) => a - b);
}

/** The rings in ascending order; RangeError naming what is wrong with a many-to-many question. */
export function checkReachQuestion(
  origins: Position[],
  targets: GroupedTargets,
  ringMinutes: number[],
  limitMinutes: number,
): number[] {
  const rings = checkMinutes(ringMinutes);
  if (!(limitMinutes >= rings[rings.length - 1])) {
    throw new RangeError(`limitMinutes: ${limitMinutes} is less than the largest ring, ${rings[rings.length - 1]}`);
  }
  if (targets.groups.length !== targets.positions.length) {
    throw new RangeError(
      `groups: ${targets.groups.length} rows for ${targets.positions.length} positions; give one for each`,
    );
  }
  for (const groups of targets.groups) {
    for (const group of groups) {
      if (!(Number.isInteger(group) && group >= 0 && group < targets.groupCount)) {
        throw new RangeError(`groups: ${group} is not a whole number from 0 to ${targets.groupCount - 1}`);
      }
    }
  }
  origins.forEach(checkPosition);
  targets.positions.forEach(checkPosition);
  return rings;
}
