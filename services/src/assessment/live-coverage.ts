/** Coverage kept up to date from what an edit changed in the reach table, instead of folding all of it again. */
import type { GroupReach, ReachChange } from "@quarterhour/isochrones";
import type { Counts } from "./coverage.ts";
import { reachState } from "./gaps.ts";

/** One way to divide a city into areas. */
export interface LiveLevel {
  areaCount: number;
  /** For each residence its area, -1 where it lies in none. */
  areaOf: ArrayLike<number>;
}

/** What is asked of a group of the reach table. */
export interface LiveCategory {
  ringMinutes: number;
  /** Somebody vouches that all its outlets are in the data. */
  claimed: boolean;
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

const states = ["reached", "gap", "unknown"] as const;
type State = 0 | 1 | 2;

/**
 * Households that reach each category in its ring, lack it, or of whom nobody can say, by area of every level: what
 * `foldCoverage` counts over the same table (to the last bit where households are whole numbers).
 */
export class LiveCoverage {
  readonly #reach: GroupReach;
  readonly #households: ArrayLike<number>;
  readonly #levels: readonly LiveLevel[];
  readonly #categories: readonly LiveCategory[];
  /** By level: area * categories * 3 + category * 3 + state. */
  readonly #counts: Float64Array[];

  /**
   * Folds the whole table once. `reach` is the one that later changes are about, such as a `LiveReach`'s; `categories`
   * are its groups. RangeError where the parts do not fit together.
   */
  constructor(
    reach: GroupReach,
    households: ArrayLike<number>,
    levels: readonly LiveLevel[],
    categories: readonly LiveCategory[],
  ) {
    const residences = reach.accessMeters.length;
    if (categories.length !== reach.groupCount) {
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
    this.#counts = levels.map(({ areaCount }) => new Float64Array(areaCount * categories.length * states.length));
    const { nearestSeconds, accessMeters, edgeOfDataSeconds } = reach;
    for (let residence = 0; residence < residences; residence++) {
      for (let category = 0; category < categories.length; category++) {
        const seconds = nearestSeconds[residence * categories.length + category];
        const state = this.#stateOf(category, seconds, accessMeters[residence], edgeOfDataSeconds[residence]);
        levels.forEach(({ areaOf }, level) => {
          const area = areaOf[residence];
          if (area >= 0) this.#counts[level][this.#rowOf(area, category) + state] += households[residence];
        });
      }
    }
  }

  counts(level: number, area: number, category: number): Counts {
    const row = this.#rowOf(area, category);
    const [covered, gap, unknown] = this.#counts[level].subarray(row, row + states.length);
    return { covered, gap, unknown };
  }

  /** covered / (covered + gap), null where nobody can say: the rule of `CoverageCell.share`. */
  share(level: number, area: number, category: number): number | null {
    const { covered, gap, unknown } = this.counts(level, area, category);
    const isKnown = covered + gap > 0 && (unknown === 0 || this.#categories[category].claimed);
    return isKnown ? covered / (covered + gap) : null;
  }

  /** Takes over a change of the table, once the table holds it; gives the counts that are others now. */
  apply(change: ReachChange): CoverageChange[] {
    const { cells, before, after, places, placesBefore, placesAfter } = change;
    const { groupCount, nearestSeconds, accessMeters, edgeOfDataSeconds } = this.#reach;
    const touched = new Map<string, CoverageChange>();
    let place = 0;
    let cell = 0;
    // both lists ascend: go along them together, residence by residence
    while (cell < cells.length || place < places.length) {
      const ofCell = cell < cells.length ? Math.floor(cells[cell] / groupCount) : Infinity;
      const ofPlace = place < places.length ? places[place] : Infinity;
      if (ofCell < ofPlace) {
        const category = cells[cell] % groupCount;
        const [meters, edge] = [accessMeters[ofCell], edgeOfDataSeconds[ofCell]];
        const from = this.#stateOf(category, before.nearestSeconds[cell], meters, edge);
        const to = this.#stateOf(category, after.nearestSeconds[cell], meters, edge);
        this.#move(ofCell, category, from, to, touched);
        cell++;
        continue;
      }
      for (let category = 0; category < groupCount; category++) {
        const isChanged = cells[cell] === ofPlace * groupCount + category;
        const now = nearestSeconds[ofPlace * groupCount + category];
        const [was, is] = isChanged ? [before.nearestSeconds[cell], after.nearestSeconds[cell]] : [now, now];
        const from = this.#stateOf(
          category,
          was,
          placesBefore.accessMeters[place],
          placesBefore.edgeOfDataSeconds[place],
        );
        const to = this.#stateOf(category, is, placesAfter.accessMeters[place], placesAfter.edgeOfDataSeconds[place]);
        this.#move(ofPlace, category, from, to, touched);
        if (isChanged) cell++;
      }
      place++;
    }
    const changes = [...touched.values()];
    for (const each of changes) each.after = this.counts(each.level, each.area, each.category);
    return changes;
  }

  #move(residence: number, category: number, from: State, to: State, touched: Map<string, CoverageChange>): void {
    if (from === to) return;
    const households = this.#households[residence];
    this.#levels.forEach(({ areaOf }, level) => {
      const area = areaOf[residence];
      if (area < 0) return;
      const key = `${level} ${area} ${category}`;
      if (!touched.has(key)) {
        const before = this.counts(level, area, category);
        touched.set(key, { level, area, category, before, after: before });
      }
      const row = this.#rowOf(area, category);
      this.#counts[level][row + from] -= households;
      this.#counts[level][row + to] += households;
    });
  }

  #stateOf(category: number, nearestSeconds: number, accessMeters: number, edgeOfDataSeconds: number): State {
    const { ringMinutes, claimed } = this.#categories[category];
    const state = reachState({ nearestSeconds, accessMeters, edgeOfDataSeconds, claimed }, ringMinutes * 60);
    return states.indexOf(state) as State;
  }

  #rowOf(area: number, category: number): number {
    return (area * this.#categories.length + category) * states.length;
  }
}
