/** What a change of state means for a household: the one rule behind comparisons of maps, of days, and scenarios. */
import type { CategoryId } from "@quarterhour/data";
import type { ReachState } from "./gaps.ts";
import type { ReachTable } from "./reach-table.ts";

/** Whoever is unknown on one side has neither gained nor lost. */
export type StateChange = "gained" | "lost" | "newlyKnown" | "noLongerKnown";

/** Households that gained or lost. */
export interface Gains {
  /** A gap before, reached now. */
  gained: number;
  /** Reached before, a gap now. */
  lost: number;
}

/** Households by what changed for them. */
export interface StateChanges extends Gains {
  /** Reached now; before, nobody could say: no gain. */
  newlyKnown: number;
  /** Reached before; now nobody can say. */
  noLongerKnown: number;
}

export const noChanges = (): StateChanges => ({ gained: 0, lost: 0, newlyKnown: 0, noLongerKnown: 0 });

/** null where nothing is other, and from gap to unknown or back: the category is not reached in either. */
export function stateChange(from: ReachState, to: ReachState): StateChange | null {
  if (from === to) return null;
  if (to === "reached") return from === "gap" ? "gained" : "newlyKnown";
  if (from === "reached") return to === "gap" ? "lost" : "noLongerKnown";
  return null;
}

/** The most lost first, then the most gained. */
export function worstFirst(a: Gains, b: Gains): number {
  return b.lost - a.lost || b.gained - a.gained;
}

/** RangeError where the table is not one of these residences. */
export function checkResidences(table: Pick<ReachTable, "residenceCount">, residences: ArrayLike<unknown>): void {
  if (residences.length !== table.residenceCount) {
    throw new RangeError(`${residences.length} residences given for a table of ${table.residenceCount}`);
  }
}

/** RangeError where the table does not have the category. */
export function columnOf(table: { categories: readonly CategoryId[] }, category: CategoryId): number {
  const column = table.categories.indexOf(category);
  if (column < 0) throw new RangeError(`the table has no column ${category}`);
  return column;
}
