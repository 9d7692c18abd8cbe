import { metersPerDegree } from "../../geo.ts";
import type { Position } from "../../types.ts";

/** What a table says of the cells of one grid. */
export interface SampledGrid {
  centres: Position[];
  /** Three indices of centres each. */
  triangles: Uint32Array;
  /** Centres lie no further apart than this. */
  spacingMeters: number;
  /** Where each centre meets its nearest way, and how far that is. */
  feet: Position[];
  legMeters: Float64Array;
  /** From the origin's door to the foot; Infinity where no way leads. */
  milliseconds: Float64Array;
}

/** Stretches of ways, straight, in metres east and north of `middle`; those without length are single feet. */
export interface Stretches {
  middle: Position;
  count: number;
  /** Four for each: x and y of both ends. */
  ends: Float64Array;
  /** Two for each: when its ends are reached; between them as far along. */
  milliseconds: Float64Array;
}

/** Feet further apart than this many spacings are not joined. */
const MAX_SPACINGS = 1.8;
/** A walk that takes as long as the straight line between two feet, give or take, goes along it. Bends make it longer. */
const SHORTER_SHARE = 0.97;
const LONGER_SHARE = 1.08;
/** OSRM rounds to 0.1 s; one set of traffic lights on the way costs 2 s. */
const SHORTER_MILLISECONDS = 600;
const LONGER_MILLISECONDS = 2500;
/** No way can pass a centre by more than this nearer than its nearest way. */
const SLACK_METERS = 1.5;

/**
 * Finds out where the ways run between the feet of neighbouring cells: two feet whose times differ by what the straight
 * line between them takes are joined, unless a centre beside it tells that no way is as near as that. Where ways are is
 * all that is missing for the nearest-way rule: ground then belongs to its nearest stretch.
 *
 * `middle` is the origin, `start` where it meets its way and when: the feet around are joined to it too, since the walk
 * leads from it both ways.
 */
export function stretchesOf(
  grids: SampledGrid[],
  middle: Position,
  start: { location: Position; milliseconds: number },
  millisecondsPerMeter: number,
): Stretches {
  const scale = metersPerDegree(middle[1]);
  const flat = (positions: Position[]): Float64Array => {
    const meters = new Float64Array(positions.length * 2);
    positions.forEach(([lng, lat], i) => {
      meters[i * 2] = (lng - middle[0]) * scale.lng;
      meters[i * 2 + 1] = (lat - middle[1]) * scale.lat;
    });
    return meters;
  };
  const ends: number[] = [];
  const milliseconds: number[] = [];
  for (const grid of grids) {
    const centres = flat(grid.centres);
    // the start is one foot more
    const feet = flat([...grid.feet, start.location]);
    const times = [...grid.milliseconds, start.milliseconds];
    // a foot further away is that of a nearer cell too; and one that is not where it is said to be is no foot
    const isFoot = (i: number): boolean => {
      if (i === grid.feet.length) return true;
      const leg = grid.legMeters[i];
      const away = Math.hypot(feet[i * 2] - centres[i * 2], feet[i * 2 + 1] - centres[i * 2 + 1]);
      return leg <= grid.spacingMeters * MAX_SPACINGS && away <= leg * 1.05 + SLACK_METERS;
    };
    for (let i = 0; i <= grid.feet.length; i++) {
      if (!isFoot(i)) continue;
      ends.push(feet[i * 2], feet[i * 2 + 1], feet[i * 2], feet[i * 2 + 1]);
      milliseconds.push(times[i], times[i]);
    }
    const isFree = (i: number, j: number, beside: number): boolean =>
      metersTo(feet, i, j, centres[beside * 2], centres[beside * 2 + 1]) >= grid.legMeters[beside] - SLACK_METERS;
    const join = (i: number, j: number, around: readonly number[]): void => {
      if (!isFoot(i) || !isFoot(j)) return;
      const [x1, y1, x2, y2] = [feet[i * 2], feet[i * 2 + 1], feet[j * 2], feet[j * 2 + 1]];
      const length = Math.hypot(x2 - x1, y2 - y1);
      if (!(length > 1 && length <= grid.spacingMeters * MAX_SPACINGS)) return;
      const straight = length * millisecondsPerMeter;
      const walked = Math.abs(times[i] - times[j]);
      // NaN where no way leads to either
      if (!(walked >= straight * SHORTER_SHARE - SHORTER_MILLISECONDS)) return;
      if (!(walked <= straight * LONGER_SHARE + LONGER_MILLISECONDS)) return;
      for (const beside of around) if (beside >= 0 && !isFree(i, j, beside)) return;
      ends.push(x1, y1, x2, y2);
      milliseconds.push(times[i], times[j]);
    };
    for (const around of sidesOf(grid)) {
      const [i, j, one, other] = around;
      join(i, j, around);
      // the two cells across a side may be on one way though a third lies between
      if (other >= 0) join(one, other, around);
    }
    const last = grid.feet.length;
    const nearStart = grid.centres.flatMap((_centre, i) => {
      const away = Math.hypot(centres[i * 2] - feet[last * 2], centres[i * 2 + 1] - feet[last * 2 + 1]);
      return away <= grid.spacingMeters * MAX_SPACINGS ? [i] : [];
    });
    for (const i of nearStart) join(last, i, nearStart);
  }
  return {
    middle,
    count: milliseconds.length / 2,
    ends: Float64Array.from(ends),
    milliseconds: Float64Array.from(milliseconds),
  };
}

/** Each side of the triangles once, with the third corner on either hand of it; -1 where there is none. */
function* sidesOf({ triangles, centres }: SampledGrid): Generator<[number, number, number, number]> {
  const waiting = new Map<number, number>();
  const count = centres.length;
  for (let at = 0; at < triangles.length; at += 3) {
    for (let corner = 0; corner < 3; corner++) {
      const one = triangles[at + corner];
      const two = triangles[at + ((corner + 1) % 3)];
      const third = triangles[at + ((corner + 2) % 3)];
      const side = Math.min(one, two) * count + Math.max(one, two);
      const known = waiting.get(side);
      if (known === undefined) waiting.set(side, third);
      else {
        waiting.delete(side);
        yield [one, two, known, third];
      }
    }
  }
  for (const [side, third] of waiting) yield [Math.floor(side / count), side % count, third, -1];
}

/** From a place to the straight line between two feet. */
function metersTo(feet: Float64Array, i: number, j: number, x: number, y: number): number {
  const x1 = feet[i * 2];
  const y1 = feet[i * 2 + 1];
  const dx = feet[j * 2] - x1;
  const dy = feet[j * 2 + 1] - y1;
  const share = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x1 - share * dx, y - y1 - share * dy);
}
