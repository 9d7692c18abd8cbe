/** Which categories an intake vouches for: all outlets of them are then in the data, and a missing one is a gap. */
import { categories, isCategoryId } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { OutletDraft } from "../store/index.ts";
import { IntakeError } from "./errors.ts";
import { say } from "../words/index.ts";
import type { Said } from "../words/index.ts";

/** `all`, `none`, or the categories themselves. */
export type Complete = "all" | "none" | CategoryId[];

/** Reads what a person wrote: `all`, `none`, or ids with commas between. Throws IntakeError for an unknown id. */
export function completeFromText(text: string): Complete {
  if (text === "all" || text === "none") return text;
  const ids = text.split(",").map((id) => id.trim());
  const unknown = ids.filter((id) => !isCategoryId(id));
  if (unknown.length === 0) return ids.filter(isCategoryId);
  throw new IntakeError(say("claim.unknown", { unknown, ids: categories.map(({ id }) => id) }));
}

/** A day, or `always`. Throws IntakeError for anything else. */
export function sinceFromText(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
  if (text === "always" || isDay) return text;
  throw new IntakeError(say("claim.since", { text }));
}

export function claimedCategories(complete: Complete): CategoryId[] {
  if (complete === "all") return categories.map(({ id }) => id);
  return complete === "none" ? [] : complete;
}

/** Rows of a table that do not come in. */
export interface LeftOut {
  rows: number;
  /** The categories they would have been of; null where that cannot be told of all. */
  categories: ReadonlySet<CategoryId> | null;
}

export const nothingLeftOut: LeftOut = { rows: 0, categories: new Set() };

/** With one more row, of which `categoriesOf` was told. */
export function withLeftOut({ rows, categories: before }: LeftOut, more: CategoryId[] | null): LeftOut {
  return { rows: rows + 1, categories: before === null || more === null ? null : new Set([...before, ...more]) };
}

/**
 * Categories that a table vouches for: as somebody says, else those that occur, but for those of which rows were left
 * out: there the sender knows outlets that are not in the data.
 */
export function claimedBy(
  complete: Complete | null,
  occurring: CategoryId[],
  { categories: lacking }: LeftOut,
): CategoryId[] {
  if (complete !== null) return claimedCategories(complete);
  return lacking === null ? [] : occurring.filter((category) => !lacking.has(category));
}

/** What is told of categories that are not claimed since rows were left out; null where all are. */
export function noteOnClaims(complete: Complete | null, occurring: CategoryId[], left: LeftOut): Said | null {
  const claimed = claimedBy(complete, occurring, left);
  if (complete !== null || claimed.length === occurring.length) return null;
  const { rows, categories: lacking } = left;
  if (lacking === null) return say("claim.left-out-all", { rows });
  const names = occurring.filter((category) => !claimed.includes(category)).map((category) => say(`name.${category}`));
  return say("claim.left-out", { rows, categories: names });
}

/** Categories of the outlets with their number, in policy order; an outlet with several services counts for each. */
export function countByCategory(outlets: OutletDraft[]): { category: CategoryId; count: number }[] {
  const counts = new Map<CategoryId, number>();
  for (const { services } of outlets) {
    for (const category of new Set(services.map((service) => service.category))) {
      counts.set(category, (counts.get(category) ?? 0) + 1);
    }
  }
  return categories.filter(({ id }) => counts.has(id)).map(({ id }) => ({ category: id, count: counts.get(id)! }));
}
