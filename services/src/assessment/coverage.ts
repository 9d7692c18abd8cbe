/** Coverage: households per area that reach a category in its ring, lack it, or of whom nobody can say. */
import type { CategoryId } from "@quarterhour/data";
import { CellTally } from "./cell-tally.ts";
import type { Claimed } from "./claims.ts";
import type { ReachSeconds } from "./gaps.ts";
import type { ReachParameters } from "./reach-table.ts";
import { checkResidences } from "./state-changes.ts";

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

/** What coverage needs of a reach table. */
export interface CoverageTable extends ReachSeconds {
  parameters: Pick<ReachParameters, "limitMinutes">;
  residenceCount: number;
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
  /** (covered + gap) / all households; null where there are none. */
  knownShare: number | null;
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

/** Residences by area; one may lie in several. Those of area a: rows[start[a]] … rows[start[a + 1] - 1], ascending. */
export interface Members {
  start: Uint32Array;
  rows: Uint32Array;
}

/** `areaOf[i]` is the area of residence i, -1 where it lies in none. */
export function membersOf(areaOf: ArrayLike<number>, areaCount: number): Members {
  const start = new Uint32Array(areaCount + 1);
  for (let i = 0; i < areaOf.length; i++) if (areaOf[i] >= 0) start[areaOf[i] + 1]++;
  for (let area = 0; area < areaCount; area++) start[area + 1] += start[area];
  const rows = new Uint32Array(start[areaCount]);
  const next = start.slice();
  for (let i = 0; i < areaOf.length; i++) if (areaOf[i] >= 0) rows[next[areaOf[i]]++] = i;
  return { start, rows };
}

/**
 * Folds the table by area. `areaOf[i]` is the index in `areas` of residence `i`, -1 where it lies in none (left out).
 * Rows come worst first: lowest mean share of the categories, then most gaps; rows without anything known last.
 */
export function foldCoverage<Area>(
  table: CoverageTable,
  residences: readonly CoverageResidence[],
  areas: readonly Area[],
  areaOf: ArrayLike<number>,
  categories: readonly CoverageCategory[],
  claimed: Claimed,
): CoverageRow<Area>[] {
  const fold = coverageInSteps(table, residences, areas, membersOf(areaOf, areas.length), categories, claimed);
  for (;;) {
    const step = fold.next();
    if (step.done === true) return step.value;
  }
}

/** So many figures of residences are looked at before others may have their turn: about a millisecond. */
const cellsPerStep = 20_000;

/** The same for areas that may overlap, with pauses, so that a large city does not hold up others. */
export function* coverageInSteps<Area>(
  table: CoverageTable,
  residences: readonly CoverageResidence[],
  areas: readonly Area[],
  members: Members,
  categories: readonly CoverageCategory[],
  claimed: Claimed,
): Generator<void, CoverageRow<Area>[]> {
  checkResidences(table, residences);
  const tally = new CellTally(table, residences, claimed);
  const rows: CoverageRow<Area>[] = [];
  let left = cellsPerStep;
  for (const [index, area] of areas.entries()) {
    const [begin, end] = [members.start[index], members.start[index + 1]];
    const row: CoverageRow<Area> = { area, households: 0, people: 0, cells: [] };
    for (let k = begin; k < end; k++) {
      const { households, people } = residences[members.rows[k]];
      row.households += households;
      row.people = row.people === null || people === null ? null : row.people + people;
    }
    for (const category of categories) {
      tally.begin(category);
      for (let from = begin; from < end; from += cellsPerStep) {
        const to = Math.min(end, from + cellsPerStep);
        tally.add(members.rows, from, to);
        left -= to - from;
        if (left > 0) continue;
        left = cellsPerStep;
        yield;
      }
      row.cells.push(tally.cell());
    }
    rows.push(row);
  }
  return rows.sort((a, b) => meanShare(a.cells) - meanShare(b.cells) || gapsOf(b.cells) - gapsOf(a.cells));
}

/**
 * The most households times categories that they lack first; of those alike, the longest mean walk (seconds, over the
 * households that have one within reach) first; areas of which nothing is known last.
 */
export function byGaps<Area>(a: CoverageRow<Area>, b: CoverageRow<Area>): number {
  return (
    Number(!isKnown(a.cells)) - Number(!isKnown(b.cells)) ||
    gapsOf(b.cells) - gapsOf(a.cells) ||
    walkOf(b.cells) - walkOf(a.cells)
  );
}

function isKnown(cells: readonly CoverageCell[]): boolean {
  return cells.some(({ share }) => share !== null);
}

/** Mean seconds summed over the categories. */
function walkOf(cells: readonly CoverageCell[]): number {
  return cells.reduce((sum, { meanSeconds }) => sum + (meanSeconds ?? 0), 0);
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
