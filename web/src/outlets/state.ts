/** What the outlet map knows: the answer for the pin, the outlet looked at, the walk between the two. */
import { computed, effect, signal } from "@preact/signals";
import type { CategoryId } from "@quarterhour/data";
import { findOutlets, getIsochrones, getOutlet, getWalk } from "../api/client.ts";
import { isAbort } from "../api/request.ts";
import type { BoundingBox, IsochroneAnswer, Outlet, Position, WalkRoute } from "../api/types.ts";
import { outletFilter } from "../map/outlet-filter.ts";
import { chosenFeatures, chosenStatuses } from "./features.ts";
import { day } from "../time/day.ts";
import { categoriesById, city } from "../state/catalogue.ts";
import { createLatestAsker } from "../state/latest.ts";
import { createResource } from "../state/loadable.ts";
import type { Loadable } from "../state/loadable.ts";
import { urlState } from "../state/location.ts";

/** Rings and categories for the pin. While a new answer is under way the old one stays. */
export const reach = signal<Loadable<IsochroneAnswer>>({ status: "idle", value: null, error: null });

interface ReachQuestion {
  city: string;
  origin: Position;
  /** null: today. */
  day: string | null;
}

let asked: ReachQuestion | null = null;

const asker = createLatestAsker<ReachQuestion>(async (question, abort) => {
  reach.value = { status: "loading", value: reach.peek().value, error: null };
  try {
    const value = await getIsochrones(question.city, question.origin, abort, question.day);
    reach.value = { status: "ready", value, error: null };
  } catch (error) {
    if (isAbort(error)) return;
    reach.value = { status: "failed", value: null, error };
  }
});

export function askReach(cityId: string, origin: Position, moving: boolean): void {
  asked = { city: cityId, origin, day: day.peek() };
  asker.ask(asked, moving);
}

export function retryReach(): void {
  if (asked) asker.ask(asked, false);
}

addEventListener("online", () => {
  if (reach.peek().status === "failed") retryReach();
});

/** Only these parts of the state decide what is asked, so that panning the map asks nothing anew. */
const cityId = computed(() => city.value?.id ?? null);
const pinKey = computed(() => urlState.value.pin?.join(",") ?? "");
const outletId = computed(() => urlState.value.outlet);

effect(() => {
  const id = cityId.value;
  const key = pinKey.value;
  // A new day is a new question.
  void day.value;
  if (id && key) {
    const origin = key.split(",").map(Number) as Position;
    if (asked?.city !== id) reach.value = { status: "idle", value: null, error: null };
    askReach(id, origin, false);
  } else {
    asker.stop();
    asked = null;
    reach.value = { status: "idle", value: null, error: null };
  }
});

export const outlet = createResource<Outlet>();
effect(() => {
  const id = cityId.value;
  const wanted = outletId.value;
  const then = day.value;
  if (id && wanted) void outlet.load((abort) => getOutlet(id, wanted, abort, then));
  else outlet.clear();
});

export const walk = createResource<WalkRoute>();
const walkKey = computed(() => {
  const found = outlet.state.value;
  if (!cityId.value || !pinKey.value || found.status !== "ready" || !found.value) return "";
  return JSON.stringify([cityId.value, pinKey.value, found.value.location]);
});
effect(() => {
  if (!walkKey.value) {
    walk.clear();
    return;
  }
  const [id, pin, to] = JSON.parse(walkKey.value) as [string, string, Position];
  const from = pin.split(",").map(Number) as Position;
  void walk.load((abort) => getWalk(id, from, to, abort), { keep: true });
});

/** Category ids of the address that exist; the others are named to the person once. */
export const chosenCategories = computed(() => {
  const known = categoriesById.value;
  return urlState.value.categories.filter((id): id is CategoryId => known.has(id as CategoryId));
});
export const hasUnknownCategory = computed(
  () => categoriesById.value.size > 0 && chosenCategories.value.length < urlState.value.categories.length,
);

/** Which outlets are open now in the part of the map that was looked at. */
interface OpenAnswer {
  ids: string[];
  complete: boolean;
}
export const openOutlets = createResource<OpenAnswer>();
const openPageSize = 200;
const openPagesAtMost = 5;

export function askOpen(box: BoundingBox): void {
  const id = cityId.peek();
  if (!id) return;
  const categories = chosenCategories.peek();
  void openOutlets.load(
    async (abort) => {
      const ids: string[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < openPagesAtMost; page++) {
        const answer = await findOutlets(
          id,
          { bbox: box, openNow: true, categories, limit: openPageSize, cursor },
          abort,
        );
        ids.push(...answer.items.map((one) => one.id));
        if (!answer.nextCursor) return { ids, complete: true };
        cursor = answer.nextCursor;
      }
      return { ids, complete: false };
    },
    { keep: true },
  );
}

export const filter = computed(() => {
  const { tier, openNow } = urlState.value;
  return outletFilter({
    categories: chosenCategories.value,
    tier,
    features: chosenFeatures.value,
    statuses: chosenStatuses.value,
    // Whether a shop of a past day is open at this moment says nothing.
    onlyIds: openNow && !day.value ? (openOutlets.state.value.value?.ids ?? null) : null,
  });
});
