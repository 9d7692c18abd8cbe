/** What else is filtered by: what outlets have, and whether they are open, to come or gone. As it stands in the address. */
import { computed } from "@preact/signals";
import { goOwn, urlState } from "../state/location.ts";

export const featureIds = ["24h", "several", "chain", "self", "delivery"] as const;
export type FeatureId = (typeof featureIds)[number];

export const statusIds = ["planned", "closed"] as const;
export type StatusId = (typeof statusIds)[number];

function listed<Id extends string>(text: string | undefined, known: readonly Id[]): Id[] {
  const wanted = new Set((text ?? "").split(","));
  return known.filter((id) => wanted.has(id));
}

export const chosenFeatures = computed(() => listed(urlState.value.own.has, featureIds));
/** Empty: those that are open. */
export const chosenStatuses = computed(() => listed(urlState.value.own.status, statusIds));

function toggled<Id extends string>(chosen: readonly Id[], id: Id): string {
  return (chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]).join(",");
}

export function toggleFeature(id: FeatureId): void {
  goOwn({ has: toggled(chosenFeatures.peek(), id) }, "replace");
}

export function toggleStatus(id: StatusId): void {
  goOwn({ status: toggled(chosenStatuses.peek(), id) }, "replace");
}
