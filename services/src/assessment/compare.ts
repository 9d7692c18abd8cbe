/** Two states of a city compared: which households reach a category now and did not, and which do not any more. */
import type { CategoryId } from "@quarterhour/data";
import type { Claimed } from "./claims.ts";
import { stateInTable } from "./gaps.ts";
import type { ReachTable } from "./reach-table.ts";
import { checkResidences, columnOf, noChanges, stateChange, worstFirst } from "./state-changes.ts";
import type { Gains, StateChanges } from "./state-changes.ts";

/** One of the two states. `residences` in the order of the table's rows. */
export interface ComparedSide<Residence extends ComparedResidence> {
  table: ReachTable;
  residences: readonly Residence[];
  claimed: Claimed;
}

export interface ComparedResidence {
  id: string;
  households: number;
}

export interface CategoryGains<Area> extends StateChanges {
  category: CategoryId;
  ringMinutes: number;
  /** Where anybody gained or lost, the most lost first. */
  areas: (Gains & { area: Area })[];
}

export interface ReachComparison<Area> {
  /** Households of the residences that are there in both states; of the others nothing is said. */
  households: number;
  /** Households that gained, or lost, at least one category. */
  gained: number;
  lost: number;
  /** One per category, in the order given. */
  categories: CategoryGains<Area>[];
}

/**
 * Compares residences that are there in both states, matched by id, each with the households it has in the second.
 * Only what is known in both counts as gained or lost. `areaOf` names the area to tell of a residence of the second
 * state, null for none. Throws RangeError where a table does not fit its residences or lacks a category.
 */
export function compareReach<Residence extends ComparedResidence, Area>(
  before: ComparedSide<ComparedResidence>,
  after: ComparedSide<Residence>,
  categories: readonly { id: CategoryId; ringMinutes: number }[],
  areaOf: (residence: Residence) => Area | null,
): ReachComparison<Area> {
  for (const { table, residences } of [before, after]) checkResidences(table, residences);
  const rowBefore = new Map(before.residences.map(({ id }, row) => [id, row]));
  const pairs = after.residences.flatMap((residence, row): [number, number, Residence][] => {
    const was = rowBefore.get(residence.id);
    return was === undefined ? [] : [[was, row, residence]];
  });
  const gaining = new Set<Residence>();
  const losing = new Set<Residence>();
  const compared = categories.map(({ id, ringMinutes }): CategoryGains<Area> => {
    const columns = [columnOf(before.table, id), columnOf(after.table, id)];
    const all = { category: id, ringMinutes, ...noChanges() };
    const byArea = new Map<Area, Gains & { area: Area }>();
    for (const [was, row, residence] of pairs) {
      const from = stateInTable(before.table, was, columns[0], ringMinutes, before.claimed);
      const to = stateInTable(after.table, row, columns[1], ringMinutes, after.claimed);
      const change = stateChange(from, to);
      if (change === null) continue;
      const { households } = residence;
      all[change] += households;
      if (change !== "gained" && change !== "lost") continue;
      (change === "gained" ? gaining : losing).add(residence);
      const area = areaOf(residence);
      if (area === null) continue;
      let ofArea = byArea.get(area);
      if (ofArea === undefined) byArea.set(area, (ofArea = { area, gained: 0, lost: 0 }));
      ofArea[change] += households;
    }
    const areas = [...byArea.values()].sort(worstFirst);
    return { ...all, areas };
  });
  const sum = (residences: Iterable<Residence>): number =>
    [...residences].reduce((total, { households }) => total + households, 0);
  return {
    households: sum(pairs.map(([, , residence]) => residence)),
    gained: sum(gaining),
    lost: sum(losing),
    categories: compared,
  };
}
