/** Which outlets the map shows, as a style expression over the tile's properties. */
import type { FilterSpecification } from "maplibre-gl";
import type { Tier } from "../api/types.ts";

interface OutletChoice {
  categories: readonly string[];
  tier: Tier | null;
  kind?: string | null;
  /** What each must have, as the tiles' `has` says it. */
  features?: readonly string[];
  /** Open ones where left out or empty. */
  statuses?: readonly string[];
  /** Ids to keep, or null for all. */
  onlyIds: readonly string[] | null;
}

/** True where the comma list in `property` holds one of `values`. */
function listHolds(property: string, values: readonly string[]): FilterSpecification {
  const list = ["concat", ",", ["coalesce", ["get", property], ""], ","];
  return ["any", ...values.map((value) => ["in", `,${value},`, list])] as unknown as FilterSpecification;
}

export function outletFilter(choice: OutletChoice): FilterSpecification {
  const statuses = choice.statuses?.length ? choice.statuses : ["open"];
  const parts: unknown[] = [["in", ["coalesce", ["get", "status"], "open"], ["literal", statuses]]];
  if (choice.categories.length) parts.push(listHolds("categories", choice.categories));
  if (choice.kind) parts.push(listHolds("kinds", [choice.kind]));
  for (const feature of choice.features ?? []) parts.push(listHolds("has", [feature]));
  if (choice.tier) parts.push(["==", ["get", "tier"], choice.tier]);
  if (choice.onlyIds) parts.push(["in", ["get", "id"], ["literal", choice.onlyIds]]);
  return ["all", ...parts] as unknown as FilterSpecification;
}
