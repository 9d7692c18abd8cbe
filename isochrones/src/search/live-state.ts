import type { WalkNetwork } from "../network/network.ts";
import type { Attachment, GroupReach, Position } from "../types.ts";
import type { LiveOrigins } from "./live-origins.ts";
import { findNearest, type Candidates } from "./live-nearest.ts";
import type { ChangeLog } from "./live-change.ts";
import type { Seed } from "./search-types.ts";
import type { Search } from "./search.ts";

/** Of this many or more targets the table counts no further. */
export const MOST_COUNTED = 0xffff;

/** A network, what a search over it costs, and where places join it. */
export interface LiveGround {
  network: WalkNetwork;
  /** From the targets to the origins. */
  search: Search;
  /** From the origins to the targets; made when first asked for. */
  back(): Search;
  attach(position: Position): Attachment | null;
  /** The straight metres that no walk of so many milliseconds leads beyond. */
  metersIn(milliseconds: number): number;
}

export interface LiveTarget {
  position: Position;
  /** Ascending, each once; none where the target was removed. */
  groups: readonly number[];
  attachment: Attachment | null;
}

/** Everything that a reach table follows from, and the table. */
export interface LiveState {
  ground: LiveGround;
  origins: LiveOrigins;
  originPosition(origin: number): Position;
  targets: LiveTarget[];
  /** For each group its targets that join a way, ascending. */
  members: number[][];
  reach: GroupReach;
  /** Milliseconds, ascending. */
  rings: number[];
  limit: number;
}

export const millisecondsOf = (seconds: number): number => Math.round(seconds * 1000);

export function seedOf({ search }: LiveGround, { edge, offsetMeters, accessMeters }: Attachment): Seed {
  const startMilliseconds = Math.round(accessMeters * search.costs.legRate);
  return { attachment: { edge, offsetMeters }, startMilliseconds };
}

/** Adds a target to a group's members, or takes it away. */
export function setMember(members: number[], target: number, isMember: boolean): void {
  let low = 0;
  let high = members.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (members[middle] < target) low = middle + 1;
    else high = middle;
  }
  const isThere = members[low] === target;
  if (isThere !== isMember) members.splice(low, isThere ? 1 : 0, ...(isMember ? [target] : []));
}

/** Looks anew for the nearest target of a group, for some origins; `first` is how many milliseconds to try first. */
export function solveNearest(state: LiveState, group: number, wanted: number[], first: number, log: ChangeLog): void {
  const { reach, members, targets, ground, origins, limit } = state;
  const own = members[group];
  const { legs } = origins;
  const write = (origin: number, seconds: number, target: number): void => {
    const cell = origin * reach.groupCount + group;
    log.cell(cell);
    reach.nearestSeconds[cell] = seconds;
    reach.nearestTarget[cell] = target;
  };
  const candidates: Candidates = {
    count: own.length,
    position: (candidate) => targets[own[candidate]].position,
    seed: (candidate) => seedOf(ground, targets[own[candidate]].attachment!),
  };
  findNearest(
    ground.search,
    ground.metersIn,
    origins,
    state.originPosition,
    wanted,
    candidates,
    first,
    limit,
    (origin, milliseconds, candidate) => {
      const all = milliseconds + legs[origin];
      if (all <= limit) write(origin, all / 1000, own[candidate]);
      else write(origin, Infinity, -1);
    },
    (origin) => write(origin, Infinity, -1),
  );
}
