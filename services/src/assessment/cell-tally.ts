/** One figure of coverage in the making: the residences of an area, one category. */
import type { CategoryId } from "@quarterhour/data";
import type { Claimed } from "./claims.ts";
import type { CoverageCategory, CoverageCell, CoverageResidence, CoverageTable, Counts } from "./coverage.ts";
import { stateInTable } from "./gaps.ts";
import { columnOf } from "./state-changes.ts";

const noCounts = (): Counts => ({ covered: 0, gap: 0, unknown: 0 });

/** Used for one figure after another: `begin`, `add` as often as needed, `cell`. */
export class CellTally {
  readonly #table: CoverageTable;
  readonly #residences: readonly CoverageResidence[];
  readonly #claimed: Claimed;
  /** Households by whole second of their walk: percentiles then need no sorting. Empty outside of lowest … highest. */
  readonly #bySecond: Float64Array;
  #lowest = Infinity;
  #highest = -1;
  #category: CoverageCategory = { id: "" as CategoryId, ringMinutes: 0 };
  #column = 0;
  #households = noCounts();
  #people = noCounts();
  #hasPeople = true;
  #claimedCovered = 0;
  #unclaimedUnknown = 0;
  #measured = 0;
  #secondsTimesHouseholds = 0;
  #unknownBeyond = 0;

  constructor(table: CoverageTable, residences: readonly CoverageResidence[], claimed: Claimed) {
    this.#table = table;
    this.#residences = residences;
    this.#claimed = claimed;
    this.#bySecond = new Float64Array(table.parameters.limitMinutes * 60 + 1);
  }

  begin(category: CoverageCategory): void {
    this.#category = category;
    this.#column = columnOf(this.#table, category.id);
    this.#households = noCounts();
    this.#people = noCounts();
    this.#hasPeople = true;
    this.#claimedCovered = this.#unclaimedUnknown = this.#measured = this.#secondsTimesHouseholds = 0;
    this.#unknownBeyond = 0;
    if (this.#highest >= 0) this.#bySecond.fill(0, this.#lowest, this.#highest + 1);
    this.#lowest = Infinity;
    this.#highest = -1;
  }

  /** Residences by row of the table: rows[from] … rows[to - 1]. */
  add(rows: ArrayLike<number>, from = 0, to = rows.length): void {
    const { id, ringMinutes } = this.#category;
    const table = this.#table;
    const width = table.categories.length;
    const last = this.#bySecond.length - 1;
    for (let k = from; k < to; k++) {
      const row = rows[k];
      const { households, people } = this.#residences[row];
      const state = stateInTable(table, row, this.#column, ringMinutes, this.#claimed);
      const key = state === "reached" ? "covered" : state;
      this.#households[key] += households;
      if (people === null) this.#hasPeople = false;
      else this.#people[key] += people;
      if (state !== "gap") {
        // a gap is always claimed
        const isClaimed = this.#claimed.has(id, row);
        if (isClaimed && state === "reached") this.#claimedCovered += households;
        if (!isClaimed && state === "unknown") this.#unclaimedUnknown += households;
      }
      const seconds = table.nearestSeconds[row * width + this.#column];
      if (!Number.isFinite(seconds)) {
        if (state === "unknown") this.#unknownBeyond += households;
        continue;
      }
      this.#measured += households;
      this.#secondsTimesHouseholds += seconds * households;
      const bin = Math.min(Math.ceil(seconds), last);
      this.#bySecond[bin] += households;
      if (bin < this.#lowest) this.#lowest = bin;
      if (bin > this.#highest) this.#highest = bin;
    }
  }

  cell(): CoverageCell {
    const { covered, gap, unknown } = this.#households;
    const all = covered + gap + unknown;
    return {
      category: this.#category.id,
      ringMinutes: this.#category.ringMinutes,
      covered,
      gap,
      unknown,
      share: shareOf({
        covered,
        gap,
        claimedCovered: this.#claimedCovered,
        unclaimedUnknown: this.#unclaimedUnknown,
      }),
      knownShare: all > 0 ? (covered + gap) / all : null,
      people: this.#hasPeople ? this.#people : null,
      measuredHouseholds: this.#measured,
      meanSeconds: this.#measured > 0 ? this.#secondsTimesHouseholds / this.#measured : null,
      p90Seconds: this.percentileSeconds(0.9),
    };
  }

  /** First whole second by which this share of the households that have an outlet within the limit has arrived. */
  percentileSeconds(share: number): number | null {
    if (!(this.#measured > 0)) return null;
    const households = this.#measured * share;
    let arrived = 0;
    for (let second = this.#lowest; second <= this.#highest; second++) {
      arrived += this.#bySecond[second];
      // the sum of many fractions may fall short of its own total by a hair
      if (arrived >= households - 1e-9 * households) return second;
    }
    return this.#highest;
  }

  /** Households by minute of their walk: [0] within the first, and so on up to the limit. */
  households(): { byMinute: number[]; beyond: number; unknownBeyond: number } {
    const byMinute = Array.from({ length: this.#table.parameters.limitMinutes }, () => 0);
    for (let second = this.#lowest; second <= this.#highest; second++) {
      byMinute[Math.max(0, Math.ceil(second / 60) - 1)] += this.#bySecond[second];
    }
    const { covered, gap, unknown } = this.#households;
    const none = covered + gap + unknown - this.#measured;
    return { byMinute, beyond: none - this.#unknownBeyond, unknownBeyond: this.#unknownBeyond };
  }
}

/**
 * Of those who are known; where some are unknown because nobody vouches for the category, of the others alone: those of
 * the unvouched who are known would all be covered. null where nothing is known.
 */
export function shareOf(households: {
  covered: number;
  gap: number;
  claimedCovered: number;
  unclaimedUnknown: number;
}): number | null {
  const { gap, claimedCovered, unclaimedUnknown } = households;
  const covered = unclaimedUnknown > 0 ? claimedCovered : households.covered;
  return covered + gap > 0 ? covered / (covered + gap) : null;
}
