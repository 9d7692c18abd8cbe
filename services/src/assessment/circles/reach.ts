/** Beside the table 有没有: whether the homes of a circle really reach what it has. */
import { categories } from "@quarterhour/data";
import { CellTally } from "../cell-tally.ts";
import type { Claimed } from "../claims.ts";
import type { CoverageTable } from "../coverage.ts";
import { shownSeconds } from "../gaps.ts";
import type { CircleReach, CircleResidence, Contradiction, Presence, ReachCategory } from "./types.ts";

/** The table is taken to be contradicted below this share; 80 % is what Ningbo asks of a circle (policy, row 4). */
const enoughShare = 0.8;

/** Folds the rows of a reach table; `rows` are those of the homes inside. */
export function reachOf(
  table: CoverageTable,
  residences: readonly Pick<CircleResidence, "households" | "people">[],
  rows: ArrayLike<number>,
  claimed: Claimed,
  presence: Pick<Presence, "categories">,
): CircleReach {
  const tally = new CellTally(table, residences, claimed);
  const found = categories.map((category): ReachCategory => {
    tally.begin(category);
    tally.add(rows);
    const cell = tally.cell();
    return {
      category: category.id,
      tier: category.tier,
      ringMinutes: category.ringMinutes,
      households: { reached: cell.covered, gap: cell.gap, unknown: cell.unknown },
      share: cell.share,
      meanSeconds: cell.meanSeconds === null ? null : shownSeconds(cell.meanSeconds),
      p90Seconds: cell.p90Seconds,
    };
  });
  const basicShares = found.flatMap(({ tier, share }) => (tier === "basic" && share !== null ? share : []));
  return {
    categories: found,
    meanBasicShare: mean(basicShares),
    knownBasic: basicShares.length,
    contradictions: contradictionsOf(found, presence),
  };
}

function contradictionsOf(found: readonly ReachCategory[], presence: Pick<Presence, "categories">): Contradiction[] {
  const isPresent = new Map(presence.categories.map(({ category, present }) => [category, present]));
  return found
    .flatMap(({ category, households, share }) =>
      isPresent.get(category) === true && share !== null && share < enoughShare
        ? { category, present: true as const, share, householdsWithout: households.gap }
        : [],
    )
    .sort((a, b) => b.householdsWithout - a.householdsWithout);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
