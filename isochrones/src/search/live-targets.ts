import type { ChangeLog } from "./live-change.ts";
import { MOST_COUNTED, seedOf, setMember, solveNearest, type LiveState, type LiveTarget } from "./live-state.ts";

/** The nearest of the others is rarely further than this many times the one that went. */
const FIRST_TRY = 1.5;
const LEAST_FIRST_TRY = 120_000;

/**
 * Puts something else in a target's place: in another place, with other groups, or with none. Only what can change is
 * searched: around the old place and the new one, and for homes that lose their nearest target the surroundings of those.
 */
export function replaceTarget(state: LiveState, target: number, next: LiveTarget, log: ChangeLog): void {
  const { reach, ground, origins, members, limit, rings } = state;
  const { groupCount, nearestSeconds, nearestTarget, within } = reach;
  const { search } = ground;
  const before = state.targets[target];
  const stays = before.position === next.position;
  const isIn = (groups: readonly number[], group: number): boolean => stays && groups.includes(group);
  const dropped = before.attachment ? before.groups.filter((group) => !isIn(next.groups, group)) : [];
  const gained = next.attachment ? next.groups.filter((group) => !isIn(before.groups, group)) : [];
  state.targets[target] = next;
  for (const group of dropped) setMember(members[group], target, false);
  for (const group of gained) setMember(members[group], target, true);

  /** Origins by group that lose their nearest target, and the longest way any of them had. */
  const losers = new Map(dropped.map((group) => [group, { origins: [] as number[], longest: 0 }]));
  const uncounted = new Map(dropped.map((group) => [group, new Set<number>()]));
  if (dropped.length > 0) {
    search.run([seedOf(ground, before.attachment!)], limit);
    origins.visitReached(search, (origin, milliseconds) => {
      for (const group of dropped) {
        const cell = origin * groupCount + group;
        const isNearest = nearestTarget[cell] === target;
        if (!isNearest && milliseconds > rings[rings.length - 1]) continue;
        log.cell(cell);
        for (let ring = rings.length - 1; ring >= 0 && milliseconds <= rings[ring]; ring--) {
          if (within[ring][cell] < MOST_COUNTED || members[group].length < MOST_COUNTED) within[ring][cell]--;
          else uncounted.get(group)!.add(origin);
        }
        if (!isNearest) continue;
        nearestSeconds[cell] = Infinity;
        nearestTarget[cell] = -1;
        const lost = losers.get(group)!;
        lost.origins.push(origin);
        lost.longest = Math.max(lost.longest, milliseconds);
      }
    });
  }
  if (gained.length > 0) {
    search.run([seedOf(ground, next.attachment!)], limit);
    origins.visitReached(search, (origin, milliseconds) => {
      for (const group of gained) {
        const cell = origin * groupCount + group;
        const known = nearestSeconds[cell];
        const isNearer =
          milliseconds <= limit &&
          (milliseconds / 1000 < known || (milliseconds / 1000 === known && target < nearestTarget[cell]));
        if (!isNearer && milliseconds > rings[rings.length - 1]) continue;
        log.cell(cell);
        for (let ring = rings.length - 1; ring >= 0 && milliseconds <= rings[ring]; ring--) {
          if (within[ring][cell] < MOST_COUNTED) within[ring][cell]++;
        }
        if (!isNearer) continue;
        nearestSeconds[cell] = milliseconds / 1000;
        nearestTarget[cell] = target;
      }
    });
  }
  for (const [group, lost] of losers) {
    if (lost.origins.length === 0) continue;
    solveNearest(state, group, lost.origins, Math.max(LEAST_FIRST_TRY, lost.longest * FIRST_TRY), log);
  }
  for (const [group, some] of uncounted) if (some.size > 0) countAnew(state, group, [...some]);
}

/** Counts a group's targets around some origins where the table has stopped counting. Slow, and hardly ever needed. */
export function countAnew(state: LiveState, group: number, origins: number[]): void {
  const { reach, ground, rings } = state;
  const { edge, offsetMeters } = state.origins.places;
  const counts = origins.map(() => rings.map(() => 0));
  for (const target of state.members[group]) {
    ground.search.run([seedOf(ground, state.targets[target].attachment!)], rings[rings.length - 1]);
    origins.forEach((origin, i) => {
      if (!ground.search.arrive(edge[origin], offsetMeters[origin])) return;
      const milliseconds = ground.search.arrival.milliseconds + state.origins.legs[origin];
      for (let ring = rings.length - 1; ring >= 0 && milliseconds <= rings[ring]; ring--) counts[i][ring]++;
    });
  }
  origins.forEach((origin, i) => {
    const cell = origin * reach.groupCount + group;
    reach.within.forEach((within, ring) => (within[cell] = Math.min(MOST_COUNTED, counts[i][ring])));
  });
}
