/** Which outlets the map shows, as a style expression over the tile's properties. */
import type { FilterSpecification } from "maplibre-gl";
import type { Tier } from "../api/types.ts";

interface OutletChoice {
  categories: readonly string[];
  tier: Tier | null;
  kind?: string | null;
  /** Ids to keep, or null for all. */
  onlyIds: readonly string[] | null;
}

/** True where the comma list in `property` holds one of `values`. */
function listHolds(property: string, values: readonly string[]): FilterSpecification {
  const list = ["concat", ",", ["coalesce", ["get", property], ""], ","];
  return ["any", ...values.map((value) => ["in", `,${value},`, list])] as unknown as FilterSpecification;
}

export function outletFilter(choice: OutletChoice): FilterSpecification {
  const parts: unknown[] = [["==", ["coalesce", ["get", "status"], "open"], "open"]];
  if (choice.categories.length) parts.push(listHolds("categories", choice.categories));
  if (choice.kind) parts.push(listHolds("kinds", [choice.kind]));
  if (choice.tier) parts.push(["==", ["get", "tier"], choice.tier]);
  if (choice.onlyIds) parts.push(["in", ["get", "id"], ["literal", choice.onlyIds]]);
  return ["all", ...parts] as unknown as FilterSpecification;
}
