/** What the device is like just now. */
import { effect, signal } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals";
import { readPreference, writePreference } from "./preferences.ts";
import { go, urlState } from "./location.ts";

function matching(query: string): ReadonlySignal<boolean> {
  const list = matchMedia(query);
  const state = signal(list.matches);
  list.addEventListener("change", () => (state.value = list.matches));
  return state;
}

/** Phones get a sheet from below, wider screens a panel at the left. */
export const isPhone = matching("(max-width: 767px)");

export const isOnline = signal(navigator.onLine);
addEventListener("online", () => (isOnline.value = true));
addEventListener("offline", () => (isOnline.value = false));

export const windowHeight = signal(innerHeight);
addEventListener("resize", () => (windowHeight.value = innerHeight));

if (!urlState.peek().large && readPreference("large") === "1") go({ large: true }, "replace");

/** Elder mode: 22 px type and larger targets. */
export function switchLarge(): void {
  const large = !urlState.peek().large;
  writePreference("large", large ? "1" : "0");
  go({ large }, "replace");
}

effect(() => {
  document.documentElement.classList.toggle("large", urlState.value.large);
});
