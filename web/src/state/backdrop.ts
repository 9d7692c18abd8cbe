/** Another map in the place of our own ground, where the operator offers one. Nothing of it is asked before it is chosen. */
import { computed } from "@preact/signals";
import { ask } from "../api/request.ts";
import type { Basemap } from "../api/types.ts";
import { createResource } from "./loadable.ts";
import { goOwn, urlState } from "./location.ts";

const basemaps = createResource<Basemap[]>();

/** Empty where nothing is set up, and where that could not be asked: our own map is always there. */
export const offeredBackdrops = computed<Basemap[]>(() => basemaps.state.value.value ?? []);

/** The one that is shown; null: our own ground. */
export const backdrop = computed<Basemap | null>(
  () => offeredBackdrops.value.find(({ id }) => id === urlState.value.own.base) ?? null,
);

export function loadBackdrops(): void {
  if (basemaps.state.peek().status !== "idle") return;
  void basemaps.load(async (signal) => (await ask<{ items: Basemap[] }>("/api/basemaps", { signal })).items);
}

export function chooseBackdrop(id: string | null): void {
  goOwn({ base: id }, "replace");
}
