/** What the small-repair map knows: the shops for one kind from one place, the one chosen, the walk to it. */
import { computed, effect } from "@preact/signals";
import type { RepairKindId } from "@quarterhour/data";
import { getWalk } from "../api/client.ts";
import type { Outlet, Position, RepairKind, WalkRoute } from "../api/types.ts";
import { catalogue, city, repairKindsById } from "../state/catalogue.ts";
import { createResource } from "../state/loadable.ts";
import { urlState } from "../state/location.ts";
import { keptAt } from "../api/request.ts";
import { arrange } from "./arrange.ts";
import { keepPlace, shopsNear } from "./offline.ts";
import type { KeptPage } from "./offline.ts";

/** How far is searched, in walking minutes: beyond the ring, so that "none within 15 minutes" can name the next one. */
export const searchedMinutes = 60;

export const largeKinds = computed<RepairKind[]>(() =>
  (catalogue.state.value.value?.repairKinds ?? []).filter(({ large }) => large),
);

export const kind = computed<RepairKind | null>(
  () => repairKindsById.value.get(urlState.value.kind as RepairKindId) ?? null,
);

export const hasUnknownKind = computed(
  () => urlState.value.kind !== null && repairKindsById.value.size > 0 && kind.value === null,
);

export const shops = createResource<KeptPage>();

const question = computed(() => {
  const pin = urlState.value.pin;
  if (!city.value || !kind.value || !pin) return "";
  return JSON.stringify([city.value.id, kind.value.id, pin]);
});

effect(() => {
  if (!question.value) {
    shops.clear();
    return;
  }
  const [cityId, kindId, near] = JSON.parse(question.value) as [string, RepairKindId, Position];
  void shops.load(async (abort) => {
    const found = await shopsNear(cityId, kindId, near, searchedMinutes, abort);
    if (!found.beeline && !keptAt.peek()) void keepPlace(cityId, near, searchedMinutes);
    return found;
  });
});

/** Whether a shop is open now cannot be read off an old answer. */
const listed = computed<Outlet[]>(() => {
  const items = shops.state.value.value?.items ?? [];
  return keptAt.value ? items.map((shop) => ({ ...shop, openNow: null })) : items;
});

/** The shops with their walks; of none the walk is known where `isBeeline`. */
export const arranged = computed(() => arrange(isBeeline.value ? [] : listed.value));

/** Without network, from a place never asked about: nearest first as the crow flies. */
export const isBeeline = computed(() => shops.state.value.value?.beeline ?? false);
export const byBeeline = computed(() => (isBeeline.value ? listed.value : []));

/** The shop whose walk is shown. */
export const chosen = computed<Outlet | null>(() => {
  const id = urlState.value.outlet;
  return (id && shops.state.value.value?.items.find((one) => one.id === id)) || null;
});

export const walk = createResource<WalkRoute>();
const walkQuestion = computed(() => {
  const pin = urlState.value.pin;
  return city.value && pin && chosen.value ? JSON.stringify([city.value.id, pin, chosen.value.location]) : "";
});
effect(() => {
  if (!walkQuestion.value) {
    walk.clear();
    return;
  }
  const [cityId, from, to] = JSON.parse(walkQuestion.value) as [string, Position, Position];
  void walk.load((abort) => getWalk(cityId, from, to, abort));
});
