/** Coverage kept up to date from what an edit changed in the reach table, instead of folding all of it again. */
import type { GroupReach, ReachChange } from "@quarterhour/isochrones";
import { shareOf } from "./cell-tally.ts";
import type { Counts } from "./coverage.ts";
import { reachState } from "./gaps.ts";
import type { ReachState } from "./gaps.ts";

/** One way to divide a city into areas. */
export interface LiveLevel {
  areaCount: number;
  /** For each residence its area, -1 where it lies in none. */
  areaOf: ArrayLike<number>;
}

/** What is asked of a group of the reach table. */
export interface LiveCategory {
  ringMinutes: number;
  /** Somebody vouches that all its outlets are in the data: everywhere, or for each residence (1). */
  claimed: boolean | ArrayLike<number>;
}

/** A residence and category whose state an edit changed. */
export interface StateChanged {
  residence: number;
  category: number;
  from: ReachState;
  to: ReachState;
  /** To the nearest outlet, before and after; Infinity where there is none within the limit. */
  beforeSeconds: number;
  afterSeconds: number;
}

/** Households of an area by what they reach of a category, before and after an edit. */
export interface CoverageChange {
  level: number;
  area: number;
  /** Group of the reach table. */
  category: number;
  before: Counts;
  after: Counts;
}

/** In the order of the counts: of homes where somebody vouches for the category, then of the others. */
const states: readonly ReachState[] = ["reached", "gap", "unknown"];
const COUNTS = states.length * 2;

/**
 * Households that reach each category in its ring, lack it, or of whom nobody can say, by area of every level: what
 * `foldCoverage` counts over the same table (to the last bit where households are whole numbers). For a time of day the
 * table has a second group for each category, after all first ones: outlets of which nobody knows whether they are open.
 */
export class LiveCoverage {
  readonly #reach: GroupReach;
  readonly #households: ArrayLike<number>;
  readonly #levels: readonly LiveLevel[];
  readonly #categories: readonly LiveCategory[];
  /** By level: (area * categories + category) * 6 + state, and 3 more where nobody vouches. */
  readonly #counts: Float64Array[];

  /**
   * Folds the whole table once. `reach` is the one that later changes are about, such as a `LiveReach`'s; `categories`
   * are its groups, or the first half of them. RangeError where the parts do not fit together.
   */
  constructor(
    reach: GroupReach,
    households: ArrayLike<number>,
    levels: readonly LiveLevel[],
    categories: readonly LiveCategory[],
  ) {
    const residences = reach.accessMeters.length;
    if (categories.length !== reach.groupCount && categories.length * 2 !== reach.groupCount) {
      throw new RangeError(`${categories.length} categories given for a table of ${reach.groupCount} groups`);
    }
    for (const list of [households, ...levels.map(({ areaOf }) => areaOf)]) {
      if (list.length !== residences) {
        throw new RangeError(`${list.length} residences given for a table of ${residences}`);
      }
    }
    this.#reach = reach;
    this.#households = households;
    this.#levels = levels;
    this.#categories = categories;
    this.#counts = levels.map(({ areaCount }) => new Float64Array(areaCount * categories.length * COUNTS));
    const hasUncertain = categories.length < reach.groupCount;
    const { nearestSeconds, accessMeters, edgeOfDataSeconds } = reach;
    for (let residence = 0; residence < residences; residence++) {
      const row = residence * reach.groupCount;
      for (let category = 0; category < categories.length; category++) {
        const state = this.#stateOf(
          residence,
          category,
          nearestSeconds[row + category],
          hasUncertain ? nearestSeconds[row + categories.length + category] : Infinity,
          accessMeters[residence],
          edgeOfDataSeconds[residence],
        );
        const index = this.#slotOf(residence, category, state);
        levels.forEach(({ areaOf }, level) => {
          const area = areaOf[residence];
          if (area >= 0) this.#counts[level][this.#rowOf(area, category) + index] += households[residence];
        });
      }
    }
  }

  counts(level: number, area: number, category: number): Counts {
    const row = this.#rowOf(area, category);
    return countsOf(this.#counts[level].subarray(row, row + COUNTS));
  }

  /** covered / (covered + gap), null where nobody can say: the rule of `CoverageCell.share`. */
  share(level: number, area: number, category: number): number | null {
    const row = this.#rowOf(area, category);
    const each = this.#counts[level].subarray(row, row + COUNTS);
    const { covered, gap } = countsOf(each);
    return shareOf({ covered, gap, claimedCovered: each[0], unclaimedUnknown: each[5] });
  }

  /** Takes over a change of the table, once the table holds it; gives the counts that are others now. */
  apply(change: ReachChange): CoverageChange[] {
    const { changes, write } = this.#effectOf(this.statesChanged(change));
    write();
    return changes;
  }

  /** What `apply` would give; the counts stay as they are. */
  changesBy(changed: readonly StateChanged[]): CoverageChange[] {
    return this.#effectOf(changed).changes;
  }

  /** Where a change of the table, once the table holds it, made the state another one; by residence, then category. */
  statesChanged(change: ReachChange): StateChanged[] {
    const { cells, before, places, placesBefore } = change;
    const { groupCount, nearestSeconds, accessMeters, edgeOfDataSeconds } = this.#reach;
    const width = this.#categories.length;
    const changed: StateChanged[] = [];
    let place = 0;
    let cell = 0;
    // both lists ascend: go along them together, residence by residence
    while (cell < cells.length || place < places.length) {
      const ofCell = cell < cells.length ? Math.floor(cells[cell] / groupCount) : Infinity;
      const ofPlace = place < places.length ? places[place] : Infinity;
      const residence = Math.min(ofCell, ofPlace);
      const row = residence * groupCount;
      let end = cell;
      while (end < cells.length && cells[end] < row + groupCount) end++;
      const isMoved = ofPlace === residence;
      const ofResidence = new Set<number>();
      if (isMoved) for (let category = 0; category < width; category++) ofResidence.add(category);
      else for (let i = cell; i < end; i++) ofResidence.add((cells[i] - row) % width);
      const [first, last] = [cell, end];
      const secondsBefore = (group: number): number => {
        for (let i = first; i < last; i++) if (cells[i] === row + group) return before.nearestSeconds[i];
        return nearestSeconds[row + group];
      };
      const uncertain = (category: number, seconds: (group: number) => number): number =>
        width < groupCount ? seconds(width + category) : Infinity;
      const now = (group: number): number => nearestSeconds[row + group];
      const [metersNow, edgeNow] = [accessMeters[residence], edgeOfDataSeconds[residence]];
      const metersBefore = isMoved ? placesBefore.accessMeters[place] : metersNow;
      const edgeBefore = isMoved ? placesBefore.edgeOfDataSeconds[place] : edgeNow;
      for (const category of ofResidence) {
        const [beforeSeconds, afterSeconds] = [secondsBefore(category), now(category)];
        const perhaps = [uncertain(category, secondsBefore), uncertain(category, now)];
        const from = this.#stateOf(residence, category, beforeSeconds, perhaps[0], metersBefore, edgeBefore);
        const to = this.#stateOf(residence, category, afterSeconds, perhaps[1], metersNow, edgeNow);
        if (from !== to) changed.push({ residence, category, from, to, beforeSeconds, afterSeconds });
      }
      cell = end;
      if (isMoved) place++;
    }
    return changed;
  }

  #effectOf(changed: readonly StateChanged[]): { changes: CoverageChange[]; write: () => void } {
    const touched = this.#levels.map(() => new Map<number, { counts: Float64Array; change: CoverageChange }>());
    for (const { residence, category, from, to } of changed) {
      for (let level = 0; level < touched.length; level++) {
        const area = this.#levels[level].areaOf[residence];
        if (area < 0) continue;
        const row = this.#rowOf(area, category);
        let known = touched[level].get(row);
        if (known === undefined) {
          const before = this.counts(level, area, category);
          const change = { level, area, category, before, after: before };
          known = { counts: this.#counts[level].slice(row, row + COUNTS), change };
          touched[level].set(row, known);
        }
        known.counts[this.#slotOf(residence, category, from)] -= this.#households[residence];
        known.counts[this.#slotOf(residence, category, to)] += this.#households[residence];
      }
    }
    const all = touched.flatMap((ofLevel) => [...ofLevel.values()]);
    for (const { counts, change } of all) change.after = countsOf(counts);
    const write = (): void =>
      touched.forEach((ofLevel, level) => {
        for (const [row, { counts }] of ofLevel) this.#counts[level].set(counts, row);
      });
    return { changes: all.map(({ change }) => change), write };
  }

  #stateOf(
    residence: number,
    category: number,
    nearestSeconds: number,
    uncertainSeconds: number,
    accessMeters: number,
    edgeOfDataSeconds: number,
  ): ReachState {
    const { ringMinutes } = this.#categories[category];
    const claimed = this.#isClaimed(residence, category);
    return reachState({ nearestSeconds, uncertainSeconds, accessMeters, edgeOfDataSeconds, claimed }, ringMinutes * 60);
  }

  #isClaimed(residence: number, category: number): boolean {
    const { claimed } = this.#categories[category];
    return typeof claimed === "boolean" ? claimed : claimed[residence] === 1;
  }

  #slotOf(residence: number, category: number, state: ReachState): number {
    return states.indexOf(state) + (this.#isClaimed(residence, category) ? 0 : states.length);
  }

  #rowOf(area: number, category: number): number {
    return (area * this.#categories.length + category) * COUNTS;
  }
}

function countsOf(each: Float64Array): Counts {
  return { covered: each[0] + each[3], gap: each[1] + each[4], unknown: each[2] + each[5] };
}
