/** The address bar as a signal: pages read it, and change it with `go`. */
import { computed, signal } from "@preact/signals";
import { formatUrl, parseUrl } from "./url-state.ts";
import type { UrlState } from "./url-state.ts";

export const urlState = signal<UrlState>(parseUrl(location.search));

/** For effects that move the map to the pin: they are not to hear of the view that the map comes to by that. */
export const pinPosition = computed(() => urlState.value.pin);

/**
 * Changes part of the state.
 * @param how `push` makes a step that the back button undoes; `replace` (for panning, dragging) does not
 */
export function go(change: Partial<UrlState>, how: "push" | "replace" = "push"): void {
  const next = { ...urlState.peek(), ...change };
  const query = formatUrl(next);
  if (query !== location.search) {
    const url = `${location.pathname}${query}`;
    if (how === "push") history.pushState(null, "", url);
    else history.replaceState(null, "", url);
  }
  urlState.value = next;
}

/** Changes what only the page on screen knows of its state; null takes it out of the address. */
export function goOwn(change: Record<string, string | null>, how: "push" | "replace" = "push"): void {
  const own = { ...urlState.peek().own };
  for (const [key, value] of Object.entries(change)) {
    if (value === null || value === "") delete own[key];
    else own[key] = value;
  }
  go({ own }, how);
}

/** Address of another page about the same city and place. */
export function pageHref(path: string): string {
  const { city, pin, place, lang, large } = urlState.value;
  return `${path}${formatUrl({ ...parseUrl(""), city, pin, place, lang, large })}`;
}

addEventListener("popstate", () => {
  urlState.value = parseUrl(location.search);
});
