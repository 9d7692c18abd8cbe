/** What a circle should get next, in words and with the households it would help at most. */
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { CircleProposal, CircleReach, Presence } from "./types.ts";

const categoryOf = new Map(categories.map((category) => [category.id, category]));

/**
 * Basic categories only: those missing (named ones first), then those that are there and that many do not reach; within
 * each the most households first. What is unknown is not proposed. `householdsGain` is how many lack it now, the most
 * that any number of new outlets can help; where one outlet should go is siting's matter.
 */
export function proposalsFor(presence: Presence, reach: CircleReach): CircleProposal[] {
  const gapOf = new Map(reach.categories.map(({ category, households, share }) => [category, { households, share }]));
  const gain = (category: CategoryId): number | null => {
    const found = gapOf.get(category);
    return found === undefined || found.share === null ? null : found.households.gap;
  };
  const missing = presence.categories
    .filter(({ tier, present }) => tier === "basic" && present === false)
    .map(({ category, required }): CircleProposal => {
      const { nameZh, nameEn } = categoryOf.get(category)!;
      return {
        category,
        reason: required ? "required-missing" : "missing",
        reasonZh: required ? `必备业态“${nameZh}”圈内还没有` : `圈内还没有“${nameZh}”`,
        reasonEn: required ? `${nameEn} is required and not there` : `${nameEn} is not there`,
        householdsGain: gain(category),
      };
    });
  const outOfReach = reach.contradictions
    .filter(({ category }) => categoryOf.get(category)!.tier === "basic")
    .map(({ category, householdsWithout }): CircleProposal => {
      const { nameZh, nameEn, ringMinutes } = categoryOf.get(category)!;
      return {
        category,
        reason: "out-of-reach",
        reasonZh: `圈内有“${nameZh}”，但 ${householdsWithout} 户步行 ${ringMinutes} 分钟走不到`,
        reasonEn: `${nameEn} is there, but ${householdsWithout} households do not reach it within ${ringMinutes} minutes`,
        householdsGain: householdsWithout,
      };
    });
  const rank = { "required-missing": 0, missing: 1, "out-of-reach": 2 } as const;
  return [...missing, ...outOfReach].sort(
    (a, b) => rank[a.reason] - rank[b.reason] || (b.householdsGain ?? -1) - (a.householdsGain ?? -1),
  );
}
