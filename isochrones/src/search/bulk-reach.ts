/**
 * The reach of very many origins and targets at once: the answer of `ReachSolver`, to the bit, many times sooner.
 *
 * Searches run over the core of the network (bulk-core.ts). Nearest targets: one search per group from all its targets.
 * Counts: one bounded search per target; every home that may be within is then looked at once, block by block, and added
 * to the count of the ring it lies in. Each thread counts into numbers of its own, in the order of the homes and group by
 * group, so that what one target touches lies close together; `finish` adds them up and writes the answer's rows.
 */
import type { GroupReach } from "../types.ts";
import { NEVER } from "./bulk-compounds.ts";
import { HOMES_PER_BLOCK } from "./bulk-homes.ts";
import type { BulkPlan } from "./bulk-plan.ts";
import { CoreSearch, spreadTargets, type Soonest } from "./bulk-search.ts";
import { CLOSED } from "./costs.ts";
import type { MakeBuffer } from "./reach.ts";

/** Rows of so many homes at once stay in the processor's cache while the groups are gone through. */
const HOMES_PER_BATCH = 64;
/** Counts go no higher. */
const MOST_COUNTED = 0xffff;

/** What one thread has counted; others read it when all is counted. */
export interface Tally {
  /** counts[(group * homes + home) * (rings + 1) + ring]: targets in that ring but no smaller one; the last is waste. */
  counts: Uint16Array;
  /** Per block of homes: 1 where something was counted. */
  touched: Uint8Array;
}

export function emptyTally({ homes, groupCount, ringLimits }: BulkPlan, buffer: MakeBuffer): Tally {
  return {
    counts: new Uint16Array(buffer(groupCount * homes.count * (ringLimits.length + 1) * 2)),
    touched: new Uint8Array(buffer(Math.ceil(homes.count / HOMES_PER_BLOCK))),
  };
}

/** What homes weigh, for several questions at once. */
export interface HomeWeights {
  /** Per question, how far to look in milliseconds; at most the plan's limit. */
  limits: number[];
  /** Origin o weighs weight[i] in question what[i], start[o] ≤ i < start[o + 1]. */
  start: Uint32Array;
  what: Uint8Array;
  weight: Float64Array;
}

/** Writes the soonest target of a group for each state; the edge of the data, where `group` is the number of groups. */
export function soonestOfGroup(
  { core, homes, targets, rimStates, limit, groupCount, groupStart, groupItems, ahead }: BulkPlan,
  group: number,
  soonest: Soonest,
): void {
  const { milliseconds, target } = soonest;
  milliseconds.fill(NEVER);
  // for the edge of the data the homes' own legs are not counted
  const longestLeg = (): number => homes.legMilliseconds.reduce((longest, leg) => Math.max(longest, leg), 0);
  const patience = group === groupCount ? limit + longestLeg() : limit;
  const begin: number[] = [];
  const offer = (state: number, at: number, which: number): void => {
    if (state < 0 || at > limit || at > milliseconds[state]) return;
    if (at === milliseconds[state] && which >= target[state]) return;
    if (ahead !== null && at + ahead[state] > patience) return;
    milliseconds[state] = at;
    target[state] = which;
    begin.push(state);
  };
  if (group === groupCount) for (const state of rimStates) offer(state, 0, 0);
  for (let i = 0; i < targets.count; i++) {
    const which = targets.target[i];
    for (let k = groupStart[which]; k < groupStart[which + 1]; k++) {
      if (groupItems[k] !== group) continue;
      offer(targets.seedState[i * 2], targets.seedMilliseconds[i * 2], which);
      offer(targets.seedState[i * 2 + 1], targets.seedMilliseconds[i * 2 + 1], which);
    }
  }
  spreadTargets(core, soonest, begin, limit, undefined, ahead, patience);
}

/** The work of one thread. All tasks of one kind come before any of the next: nearest and count, then finish. */
export class BulkSolver {
  readonly #plan: BulkPlan;
  readonly #tally: Tally;
  readonly #search: CoreSearch;
  /** Groups with so many targets that a count could overflow. */
  readonly #isHuge: Uint8Array;
  /** Per block, the last look at it (a target's index, or when weighing a number of its own); the blocks of this look. */
  readonly #seen: Int32Array;
  readonly #blocks: Int32Array;
  #look: number;
  /** Per home, milliseconds straight along the target's own edge, NEVER elsewhere. */
  readonly #straight: Int32Array;

  constructor(plan: BulkPlan, tally: Tally) {
    this.#plan = plan;
    this.#tally = tally;
    const { homes, ringLimits, core, groupCount, groupItems } = plan;
    const members = new Uint32Array(groupCount);
    for (const group of groupItems) members[group]++;
    this.#isHuge = Uint8Array.from(members, (count) => (count > MOST_COUNTED ? 1 : 0));
    this.#seen = new Int32Array(tally.touched.length).fill(-1);
    this.#blocks = new Int32Array(tally.touched.length);
    this.#look = plan.targets.count;
    this.#straight = new Int32Array(homes.count).fill(NEVER);
    this.#search = new CoreSearch(core, ringLimits[ringLimits.length - 1], plan.ahead);
  }

  /** The soonest target of a group for each state; the edge of the data, where `group` is the number of groups. */
  nearest(group: number): void {
    soonestOfGroup(this.#plan, group, this.#plan.soonest[group]);
  }

  /** Counts the targets `from` … `to` - 1 of the order in which tasks take them. */
  count(from: number, to: number): void {
    const { targets } = this.#plan;
    const search = this.#search;
    const straight = this.#straight;
    for (let place = from; place < to; place++) {
      const i = targets.inTask[place];
      search.begin(targets.seedState[i * 2], targets.seedMilliseconds[i * 2]);
      search.begin(targets.seedState[i * 2 + 1], targets.seedMilliseconds[i * 2 + 1]);
      search.run();
      for (let home = targets.homeFrom[i]; home < targets.homeTo[i]; home++) straight[home] = this.#along(i, home);
      const blockCount = this.#blocksOf(i, i);
      const target = targets.target[i];
      const { groupStart, groupItems } = this.#plan;
      for (let k = groupStart[target]; k < groupStart[target + 1]; k++) this.#add(blockCount, groupItems[k]);
      straight.fill(NEVER, targets.homeFrom[i], targets.homeTo[i]);
      search.clear();
    }
  }

  /**
   * Adds up what the homes around targets weigh, those of the plan by index, into sums[target * weights.limits.length +
   * what]. `extra` is added to the limits of each target, milliseconds by target.
   */
  weigh(which: ArrayLike<number>, weights: HomeWeights, extra: Int32Array | null, sums: Float64Array): void {
    const { targets } = this.#plan;
    const search = this.#search;
    const straight = this.#straight;
    for (let place = 0; place < which.length; place++) {
      const i = which[place];
      const target = targets.target[i];
      search.begin(targets.seedState[i * 2], targets.seedMilliseconds[i * 2]);
      search.begin(targets.seedState[i * 2 + 1], targets.seedMilliseconds[i * 2 + 1]);
      search.run();
      for (let home = targets.homeFrom[i]; home < targets.homeTo[i]; home++) straight[home] = this.#along(i, home);
      this.#addWeights(
        this.#blocksOf(i, this.#look++),
        weights,
        extra?.[target] ?? 0,
        sums,
        target * weights.limits.length,
      );
      straight.fill(NEVER, targets.homeFrom[i], targets.homeTo[i]);
      search.clear();
    }
  }

  #addWeights(
    blockCount: number,
    { limits, start, what, weight }: HomeWeights,
    extra: number,
    sums: Float64Array,
    row: number,
  ): void {
    const { accessStart, accessCore, accessMilliseconds, origin, count } = this.#plan.homes;
    const { time } = this.#search;
    for (let b = 0; b < blockCount; b++) {
      const first = this.#blocks[b] * HOMES_PER_BLOCK;
      const end = Math.min(count, first + HOMES_PER_BLOCK);
      for (let home = first; home < end; home++) {
        let soonest = this.#straight[home];
        for (let access = accessStart[home]; access < accessStart[home + 1]; access++) {
          const at = time[accessCore[access]] + accessMilliseconds[access];
          if (at < soonest) soonest = at;
        }
        const last = start[origin[home] + 1];
        for (let i = start[origin[home]]; i < last; i++) {
          if (soonest - extra <= limits[what[i]]) sums[row + what[i]] += weight[i];
        }
      }
    }
  }

  /** Collects the blocks in which a home may be reached from target i. */
  #blocksOf(i: number, look: number): number {
    const { homes, targets } = this.#plan;
    const { blockStart, blocks } = homes;
    const { reached, reachedCount } = this.#search;
    const { touched } = this.#tally;
    const seen = this.#seen;
    const found = this.#blocks;
    let count = 0;
    const firstBlock = Math.floor(targets.homeFrom[i] / HOMES_PER_BLOCK);
    for (let block = firstBlock; block * HOMES_PER_BLOCK < targets.homeTo[i]; block++) {
      seen[block] = look;
      touched[block] = 1;
      found[count++] = block;
    }
    for (let r = 0; r < reachedCount; r++) {
      const state = reached[r];
      const end = blockStart[state + 1];
      for (let b = blockStart[state]; b < end; b++) {
        const block = blocks[b];
        if (seen[block] === look) continue;
        seen[block] = look;
        touched[block] = 1;
        found[count++] = block;
      }
    }
    return count;
  }

  /** Counts the target of the search for all homes of the collected blocks. */
  #add(blockCount: number, group: number): void {
    const { homes, ringLimits } = this.#plan;
    const { accessStart, accessCore, accessMilliseconds } = homes;
    const { counts } = this.#tally;
    const { time } = this.#search;
    const blocks = this.#blocks;
    const straight = this.#straight;
    const isHuge = this.#isHuge[group] === 1;
    const rings = ringLimits.length;
    const slots = rings + 1;
    const base = group * homes.count * slots;
    for (let b = 0; b < blockCount; b++) {
      const first = blocks[b] * HOMES_PER_BLOCK;
      const end = Math.min(homes.count, first + HOMES_PER_BLOCK);
      let access = accessStart[first];
      for (let home = first; home < end; home++) {
        let soonest = straight[home];
        const last = accessStart[home + 1];
        for (; access < last; access++) {
          const at = time[accessCore[access]] + accessMilliseconds[access];
          if (at < soonest) soonest = at;
        }
        let ring = 0;
        while (ring < rings && soonest > ringLimits[ring]) ring++;
        const cell = base + home * slots + ring;
        if (!isHuge || counts[cell] < MOST_COUNTED) counts[cell]++;
      }
    }
  }

  /** Milliseconds from target i straight along its edge to a home on it; NEVER where the edge may not be walked so. */
  #along(i: number, home: number): number {
    const { targets, homes, limit } = this.#plan;
    if (targets.rate[i] === CLOSED) return NEVER;
    const along = homes.offsetMeters[home] - targets.offsetMeters[i];
    if (along > 0 && (targets.ways[i] & 1) === 0) return NEVER;
    if (along < 0 && (targets.ways[i] & 2) === 0) return NEVER;
    const milliseconds =
      targets.legMilliseconds[i] + Math.round(Math.abs(along) * targets.rate[i]) + homes.legMilliseconds[home];
    return milliseconds <= limit ? milliseconds : NEVER;
  }

  /** Writes the answer's rows of the plan's homes `from` … `to` - 1; those behind the attached ones have nothing. */
  finish(from: number, to: number, tallies: readonly Tally[], reach: GroupReach): void {
    const { homes } = this.#plan;
    const attached = Math.min(to, homes.count);
    for (let first = from; first < attached; first += HOMES_PER_BATCH) {
      const end = Math.min(attached, first + HOMES_PER_BATCH);
      this.#writeNearest(first, end, reach);
      this.#writeStraight(first, end, reach);
      this.#writeCounts(first, end, tallies, reach);
      this.#writeEdgeOfData(first, end, reach);
    }
    for (let home = Math.max(from, homes.count); home < to; home++) {
      const origin = homes.origin[home];
      const cell = origin * reach.groupCount;
      reach.nearestSeconds.fill(Infinity, cell, cell + reach.groupCount);
      reach.nearestTarget.fill(-1, cell, cell + reach.groupCount);
      reach.edgeOfDataSeconds[origin] = Infinity;
    }
  }

  #writeNearest(from: number, to: number, { groupCount, nearestSeconds, nearestTarget }: GroupReach): void {
    const { homes, soonest, limit } = this.#plan;
    const { origin, accessStart, accessCore, accessMilliseconds } = homes;
    for (let group = 0; group < groupCount; group++) {
      const { milliseconds, target } = soonest[group];
      let access = accessStart[from];
      for (let home = from; home < to; home++) {
        let best = NEVER;
        let which = -1;
        for (const last = accessStart[home + 1]; access < last; access++) {
          const state = accessCore[access];
          const at = milliseconds[state] + accessMilliseconds[access];
          if (at > best || (at === best && target[state] >= which)) continue;
          best = at;
          which = target[state];
        }
        const cell = origin[home] * groupCount + group;
        nearestSeconds[cell] = best <= limit ? best / 1000 : Infinity;
        nearestTarget[cell] = best <= limit ? which : -1;
      }
    }
  }

  /** Targets on the home's own edge may be nearer than by way of its ends. */
  #writeStraight(from: number, to: number, { groupCount, nearestSeconds, nearestTarget }: GroupReach): void {
    const { homes, targets, groupStart, groupItems } = this.#plan;
    let i = lowerBound(targets.edge, homes.edge[from]);
    for (let home = from; home < to; home++) {
      while (i < targets.count && targets.edge[i] < homes.edge[home]) i++;
      for (let same = i; same < targets.count && targets.edge[same] === homes.edge[home]; same++) {
        const milliseconds = this.#along(same, home);
        if (milliseconds === NEVER) continue;
        const seconds = milliseconds / 1000;
        const target = targets.target[same];
        for (let k = groupStart[target]; k < groupStart[target + 1]; k++) {
          const cell = homes.origin[home] * groupCount + groupItems[k];
          const known = nearestSeconds[cell];
          if (known < seconds || (known === seconds && nearestTarget[cell] <= target)) continue;
          nearestSeconds[cell] = seconds;
          nearestTarget[cell] = target;
        }
      }
    }
  }

  #writeCounts(from: number, to: number, tallies: readonly Tally[], { groupCount, within }: GroupReach): void {
    const { homes, ringLimits } = this.#plan;
    const { origin } = homes;
    const rings = ringLimits.length;
    const slots = rings + 1;
    for (let first = from; first < to;) {
      const block = Math.floor(first / HOMES_PER_BLOCK);
      const end = Math.min(to, (block + 1) * HOMES_PER_BLOCK);
      // one as a rule: threads meet only along the borders between them
      const counted = tallies.filter(({ touched }) => touched[block] === 1).map(({ counts }) => counts);
      for (let group = 0; counted.length > 0 && group < groupCount; group++) {
        for (let home = first; home < end; home++) {
          const cell = origin[home] * groupCount + group;
          const slot = (group * homes.count + home) * slots;
          let sum = 0;
          for (let ring = 0; ring < rings; ring++) {
            for (let i = 0; i < counted.length; i++) sum += counted[i][slot + ring];
            within[ring][cell] = sum < MOST_COUNTED ? sum : MOST_COUNTED;
          }
        }
      }
      first = end;
    }
  }

  #writeEdgeOfData(from: number, to: number, { edgeOfDataSeconds }: GroupReach): void {
    const { homes, soonest, limit, groupCount } = this.#plan;
    const { milliseconds } = soonest[groupCount];
    for (let home = from; home < to; home++) {
      let best = NEVER;
      for (let access = homes.accessStart[home]; access < homes.accessStart[home + 1]; access++) {
        best = Math.min(best, milliseconds[homes.accessCore[access]] + homes.accessMilliseconds[access]);
      }
      // looked for up to the limit, the home's own leg not counted
      const isNear = best - homes.legMilliseconds[home] <= limit;
      edgeOfDataSeconds[homes.origin[home]] = isNear ? best / 1000 : Infinity;
    }
  }
}

function lowerBound(ascending: Int32Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
