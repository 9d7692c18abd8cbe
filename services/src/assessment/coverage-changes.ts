/** Coverage on two days compared: the same homes, other outlets. */
import type { CategoryId } from "@quarterhour/data";
import { setImmediate } from "node:timers/promises";
import type { Claimed } from "./claims.ts";
import type { Counts, CoverageCategory } from "./coverage.ts";
import { stateInTable } from "./gaps.ts";
import type { ReachState } from "./gaps.ts";
import type { ReachTable } from "./reach-table.ts";

/** Households whose state is another one. Whoever is unknown on one of the days has neither gained nor lost. */
export interface Gains {
  /** A gap before, reached now. */
  gained: number;
  /** Reached before, a gap now. */
  lost: number;
}

export interface CellChange extends Gains {
  category: CategoryId;
  ringMinutes: number;
  /** Households. */
  from: Counts;
  to: Counts;
  /** Unknown before, reached now, where nobody vouches for the category: no gain. */
  newlyKnown: number;
  /** Reached before; now nobody can say. */
  noLongerKnown: number;
}

export interface CoverageChangeRow<Area> extends Gains {
  area: Area;
  households: number;
  /** One per category, in the order given; `gained` and `lost` of the row count a household once. */
  cells: CellChange[];
}

/**
 * Compares two tables of the same residences by area. `areaOf[i]` is the index in `areas` of residence `i`, -1 where it
 * lies in none (left out). Rows come with the most households that lost something first, then the most that gained.
 */
export async function foldCoverageChanges<Area>(
  from: ReachTable,
  to: ReachTable,
  residences: readonly { households: number }[],
  areas: readonly Area[],
  areaOf: ArrayLike<number>,
  categories: readonly CoverageCategory[],
  claimed: Claimed,
): Promise<CoverageChangeRow<Area>[]> {
  for (const { residenceCount } of [from, to]) {
    if (residences.length !== residenceCount) {
      throw new RangeError(`${residences.length} residences given for a table of ${residenceCount}`);
    }
  }
  const rows = areas.map((area): CoverageChangeRow<Area> => ({ area, households: 0, gained: 0, lost: 0, cells: [] }));
  const hasGained = new Uint8Array(residences.length);
  const hasLost = new Uint8Array(residences.length);
  for (const { id, ringMinutes } of categories) {
    // A large city takes long: others have their turn between.
    await setImmediate();
    const columns = [columnOf(from, id), columnOf(to, id)];
    const cells = areas.map((): CellChange => ({
      category: id,
      ringMinutes,
      from: { covered: 0, gap: 0, unknown: 0 },
      to: { covered: 0, gap: 0, unknown: 0 },
      gained: 0,
      lost: 0,
      newlyKnown: 0,
      noLongerKnown: 0,
    }));
    for (let i = 0; i < residences.length; i++) {
      const cell = cells[areaOf[i]];
      if (cell === undefined) continue;
      const { households } = residences[i];
      const was = stateInTable(from, i, columns[0], ringMinutes, claimed);
      const is = from === to ? was : stateInTable(to, i, columns[1], ringMinutes, claimed);
      cell.from[countOf(was)] += households;
      cell.to[countOf(is)] += households;
      if (was === is) continue;
      if (was === "gap" && is === "reached") {
        cell.gained += households;
        hasGained[i] = 1;
      } else if (was === "reached" && is === "gap") {
        cell.lost += households;
        hasLost[i] = 1;
      } else if (is === "reached") cell.newlyKnown += households;
      else if (was === "reached") cell.noLongerKnown += households;
    }
    for (const [area, cell] of cells.entries()) rows[area].cells.push(cell);
  }
  for (let i = 0; i < residences.length; i++) {
    const row = rows[areaOf[i]];
    if (row === undefined) continue;
    const { households } = residences[i];
    row.households += households;
    if (hasGained[i] === 1) row.gained += households;
    if (hasLost[i] === 1) row.lost += households;
  }
  return rows.sort((a, b) => b.lost - a.lost || b.gained - a.gained);
}

function countOf(state: ReachState): keyof Counts {
  return state === "reached" ? "covered" : state;
}

function columnOf(table: ReachTable, category: CategoryId): number {
  const column = table.categories.indexOf(category);
  if (column < 0) throw new RangeError(`the table has no column ${category}`);
  return column;
}
