/** Cities and categories: fetched once, used by every page. */
import { computed } from "@preact/signals";
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { getCatalogue, listCities } from "../api/client.ts";
import type { Catalogue, Category, City, RepairKind } from "../api/types.ts";
import { createResource } from "./loadable.ts";
import { urlState } from "./location.ts";

export const cities = createResource<City[]>();
export const catalogue = createResource<Catalogue>();

export function loadBasics(): void {
  void cities.load((signal) => listCities(signal));
  void catalogue.load((signal) => getCatalogue(signal));
}

/** The city of the address; without one a real city comes before the sample. Null while loading or where it does not exist. */
export const city = computed<City | null>(() => {
  const all = cities.state.value.value ?? [];
  const wanted = urlState.value.city;
  if (wanted) return all.find(({ id }) => id === wanted) ?? null;
  return all.find(({ fictional }) => !fictional) ?? all[0] ?? null;
});

export const categoriesById = computed(
  () => new Map<CategoryId, Category>((catalogue.state.value.value?.categories ?? []).map((one) => [one.id, one])),
);

export const repairKindsById = computed(
  () => new Map<RepairKindId, RepairKind>((catalogue.state.value.value?.repairKinds ?? []).map((one) => [one.id, one])),
);
