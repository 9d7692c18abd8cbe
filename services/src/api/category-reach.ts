/** The 50 categories as seen from one door: nearest, counts, reached, gap or unknown. */
import { categories } from "@quarterhour/data";
import type { CategoryId, RepairKindId, Tier } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { reachState, shownSeconds } from "../assessment/gaps.ts";
import type { ReachState } from "../assessment/gaps.ts";
import { kindsOf } from "../compute/outlet-services.ts";
import type { Outlet } from "../store/store.ts";

export interface CategoryReach {
  category: CategoryId;
  tier: Tier;
  ringMinutes: number;
  state: ReachState;
  nearestSeconds: number | null;
  nearestOutlet: { id: string; name: string; location: Position; kinds: RepairKindId[] } | null;
  /** Known outlets within each ring. */
  within: { "5": number; "10": number; "15": number };
}

/** One row of a reach table. */
export interface ReachRow {
  /** Per category in policy order; Infinity where none. */
  nearestSeconds: ArrayLike<number>;
  /** Index in `outlets`, -1 where none. */
  nearestOutlet: ArrayLike<number>;
  /** Counts within 5, 10 and 15 minutes. */
  within: readonly ArrayLike<number>[];
  accessMeters: number;
  edgeOfDataSeconds: number;
}

/** All 50 in policy order. */
export function categoryReach(
  row: ReachRow,
  outlets: readonly Outlet[],
  isClaimed: (category: CategoryId) => boolean,
): CategoryReach[] {
  return categories.map(({ id, tier, ringMinutes }, column) => {
    const outlet = outlets[row.nearestOutlet[column]];
    return {
      category: id,
      tier,
      ringMinutes,
      state: reachState(
        {
          nearestSeconds: row.nearestSeconds[column],
          edgeOfDataSeconds: row.edgeOfDataSeconds,
          accessMeters: row.accessMeters,
          claimed: isClaimed(id),
        },
        ringMinutes * 60,
      ),
      nearestSeconds: shownSeconds(row.nearestSeconds[column]),
      nearestOutlet:
        outlet === undefined
          ? null
          : { id: outlet.id, name: outlet.name, location: outlet.location, kinds: kindsOf(outlet) },
      within: { "5": row.within[0][column], "10": row.within[1][column], "15": row.within[2][column] },
    };
  });
}
