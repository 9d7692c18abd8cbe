/** Coverage on two days compared: the same homes, other outlets. */
import type { CategoryId } from "@quarterhour/data";
import { setImmediate } from "node:timers/promises";
import type { Claimed } from "./claims.ts";
import type { Counts, CoverageCategory } from "./coverage.ts";
import { stateInTable } from "./gaps.ts";
import type { ReachState } from "./gaps.ts";
import type { ReachTable } from "./reach-table.ts";
import { checkResidences, columnOf, noChanges, stateChange, worstFirst } from "./state-changes.ts";
import type { Gains, StateChanges } from "./state-changes.ts";

export interface CellChange extends StateChanges {
  category: CategoryId;
  ringMinutes: number;
  /** Households. */
  from: Counts;
  to: Counts;
}

export interface CoverageChangeRow<Area> extends Gains {
  area: Area;
  households: number;
  /** One per category, in the order given; `gained` and `lost` of the row count a household once. */
  cells: CellChange[];
}

/** A table, and what is vouched for on its day. */
interface KnownTable {
  table: ReachTable;
  claimed: Claimed;
}

/**
 * Compares two tables of the same residences by area. `areaOf[i]` is the index in `areas` of residence `i`, -1 where it
 * lies in none (left out). Rows come with the most households that lost something first, then the most that gained.
 */
export async function foldCoverageChanges<Area>(
  { table: from, claimed: claimedBefore }: KnownTable,
  { table: to, claimed }: KnownTable,
  residences: readonly { households: number }[],
  areas: readonly Area[],
  areaOf: ArrayLike<number>,
  categories: readonly CoverageCategory[],
): Promise<CoverageChangeRow<Area>[]> {
  checkResidences(from, residences);
  checkResidences(to, residences);
  const rows = areas.map((area): CoverageChangeRow<Area> => ({ area, households: 0, gained: 0, lost: 0, cells: [] }));
  const isSame = from === to && claimedBefore === claimed;
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
      ...noChanges(),
    }));
    for (let i = 0; i < residences.length; i++) {
      const cell = cells[areaOf[i]];
      if (cell === undefined) continue;
      const { households } = residences[i];
      const was = stateInTable(from, i, columns[0], ringMinutes, claimedBefore);
      const is = isSame ? was : stateInTable(to, i, columns[1], ringMinutes, claimed);
      cell.from[countOf(was)] += households;
      cell.to[countOf(is)] += households;
      const change = stateChange(was, is);
      if (change === null) continue;
      cell[change] += households;
      if (change === "gained") hasGained[i] = 1;
      if (change === "lost") hasLost[i] = 1;
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
  return rows.sort(worstFirst);
}

function countOf(state: ReachState): keyof Counts {
  return state === "reached" ? "covered" : state;
}
