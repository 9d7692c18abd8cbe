/** Coverage: households per area that reach a category in its ring, lack it, or of whom nobody can say. */
import type { CategoryId } from "@quarterhour/data";
import type { Claimed } from "./claims.ts";
import { stateInTable } from "./gaps.ts";
import type { ReachTable } from "./reach-table.ts";

export interface CoverageCategory {
  id: CategoryId;
  ringMinutes: number;
}

/** What coverage needs to know of a residence, in the order of the table's rows. */
export interface CoverageResidence {
  households: number;
  /** null where nobody counted. */
  people: number | null;
}

export interface Counts {
  covered: number;
  gap: number;
  unknown: number;
}

export interface CoverageCell extends Counts {
  category: CategoryId;
  ringMinutes: number;
  /**
   * covered / (covered + gap); null where nothing is known. Where some are unknown because nobody vouches for the
   * category there, of the others alone: those of the unvouched who are known would all be covered.
   */
  share: number | null;
  /** The same in people; null where a residence of the area has no count of people. */
  people: Counts | null;
  /** Households that have an outlet within the table's limit; the mean and p90 are theirs. */
  measuredHouseholds: number;
  /** Walking seconds to the nearest outlet, mean over those households; null where there are none. */
  meanSeconds: number | null;
  /** Whole walking seconds that 90 % of those households stay within; null where there are none. */
  p90Seconds: number | null;
}

export interface CoverageRow<Area> {
  area: Area;
  households: number;
  /** null where a residence of the area has no count of people. */
  people: number | null;
  /** One per category, in the order given. */
  cells: CoverageCell[];
}

/**
 * Folds the table by area. `areaOf[i]` is the index in `areas` of residence `i`, -1 where it lies in none (left out).
 * Rows come worst first: lowest mean share of the categories, then most gaps; rows without anything known last.
 */
export function foldCoverage<Area>(
  table: ReachTable,
  residences: readonly CoverageResidence[],
  areas: readonly Area[],
  areaOf: readonly number[] | Int32Array,
  categories: readonly CoverageCategory[],
  claimed: Claimed,
): CoverageRow<Area>[] {
  if (residences.length !== table.residenceCount) {
    throw new RangeError(`${residences.length} residences given for a table of ${table.residenceCount}`);
  }
  const rows = areas.map((area): CoverageRow<Area> => ({ area, households: 0, people: 0, cells: [] }));
  for (let i = 0; i < residences.length; i++) {
    const row = rows[areaOf[i]];
    if (row === undefined) continue;
    row.households += residences[i].households;
    row.people = row.people === null || residences[i].people === null ? null : row.people + residences[i].people!;
  }
  for (const category of categories) foldCategory(table, residences, rows, areaOf, category, claimed);
  return rows.sort((a, b) => meanShare(a.cells) - meanShare(b.cells) || gapsOf(b.cells) - gapsOf(a.cells));
}

function foldCategory<Area>(
  table: ReachTable,
  residences: readonly CoverageResidence[],
  rows: CoverageRow<Area>[],
  areaOf: readonly number[] | Int32Array,
  category: CoverageCategory,
  claimed: Claimed,
): void {
  const column = table.categories.indexOf(category.id);
  if (column < 0) throw new RangeError(`the table has no column ${category.id}`);
  const counts = rows.map((): Counts => ({ covered: 0, gap: 0, unknown: 0 }));
  const people = rows.map((): Counts => ({ covered: 0, gap: 0, unknown: 0 }));
  // A gap is always claimed.
  const claimedCovered = new Float64Array(rows.length);
  const unclaimedUnknown = new Float64Array(rows.length);
  const secondsTimesHouseholds = new Float64Array(rows.length);
  // Households by whole second of their walk: the percentile then needs no sorting.
  const bins = table.parameters.limitMinutes * 60 + 1;
  const histogram = new Float64Array(rows.length * bins);
  for (let i = 0; i < residences.length; i++) {
    const area = areaOf[i];
    if (area < 0) continue;
    const { households, people: persons } = residences[i];
    const state = stateInTable(table, i, column, category.ringMinutes, claimed);
    const key = state === "reached" ? "covered" : state;
    counts[area][key] += households;
    people[area][key] += persons ?? 0;
    const isClaimed = claimed.has(category.id, i);
    if (isClaimed && state === "reached") claimedCovered[area] += households;
    if (!isClaimed && state === "unknown") unclaimedUnknown[area] += households;
    const seconds = table.nearestSeconds[i * table.categories.length + column];
    if (!Number.isFinite(seconds)) continue;
    secondsTimesHouseholds[area] += seconds * households;
    histogram[area * bins + Math.min(Math.ceil(seconds), bins - 1)] += households;
  }
  for (let area = 0; area < rows.length; area++) {
    const ofArea = histogram.subarray(area * bins, (area + 1) * bins);
    const measuredHouseholds = ofArea.reduce((sum, households) => sum + households, 0);
    rows[area].cells.push({
      category: category.id,
      ringMinutes: category.ringMinutes,
      ...counts[area],
      share: shareOf(unclaimedUnknown[area] > 0 ? claimedCovered[area] : counts[area].covered, counts[area].gap),
      people: rows[area].people === null ? null : people[area],
      measuredHouseholds,
      meanSeconds: measuredHouseholds > 0 ? secondsTimesHouseholds[area] / measuredHouseholds : null,
      p90Seconds: measuredHouseholds > 0 ? percentileSecond(ofArea, measuredHouseholds * 0.9) : null,
    });
  }
}

function shareOf(covered: number, gap: number): number | null {
  return covered + gap > 0 ? covered / (covered + gap) : null;
}

/** First second by which at least so many households have arrived. */
function percentileSecond(householdsBySecond: Float64Array, households: number): number {
  let arrived = 0;
  for (let second = 0; second < householdsBySecond.length; second++) {
    arrived += householdsBySecond[second];
    // The sum of many fractions may fall short of its own total by a hair.
    if (arrived >= households - 1e-9 * households) return second;
  }
  return householdsBySecond.length - 1;
}

/** Households times categories that they lack. */
function gapsOf(cells: readonly CoverageCell[]): number {
  return cells.reduce((sum, { gap }) => sum + gap, 0);
}

/** Mean share over the cells where something is known; rows without any sort last. */
function meanShare(cells: readonly CoverageCell[]): number {
  let sum = 0;
  let known = 0;
  for (const cell of cells) {
    if (cell.share === null) continue;
    sum += cell.share;
    known++;
  }
  return known > 0 ? sum / known : 2;
}
