/** Which categories an intake vouches for: all outlets of them are then in the data, and a missing one is a gap. */
import { categories, isCategoryId } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { OutletDraft } from "../store/index.ts";
import { IntakeError } from "./errors.ts";

/** `all`, `none`, or the categories themselves. */
export type Complete = "all" | "none" | CategoryId[];

/** Reads what a person wrote: `all`, `none`, or ids with commas between. Throws IntakeError for an unknown id. */
export function completeFromText(text: string): Complete {
  if (text === "all" || text === "none") return text;
  const ids = text.split(",").map((id) => id.trim());
  const unknown = ids.filter((id) => !isCategoryId(id));
  if (unknown.length === 0) return ids.filter(isCategoryId);
  throw new IntakeError(
    `No such category: ${unknown.join(", ")}. Write all, none, or ids with commas: ${categories.map(({ id }) => id).join(", ")}.`,
  );
}

/** A day, or `always`. Throws IntakeError for anything else. */
export function sinceFromText(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
  if (text === "always" || isDay) return text;
  throw new IntakeError(
    `“${text}” does not say since when the list is complete; write a day such as 2025-01-01, or always.`,
  );
}

export function claimedCategories(complete: Complete): CategoryId[] {
  if (complete === "all") return categories.map(({ id }) => id);
  return complete === "none" ? [] : complete;
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
