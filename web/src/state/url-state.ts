/** The whole state of a view, as it stands in the address bar. Reading never throws: what is wrong is left out. */
import type { Position, Tier } from "../api/types.ts";

export type Lang = "zh" | "en";

interface MapView {
  center: Position;
  zoom: number;
}

export interface UrlState {
  city: string | null;
  view: MapView | null;
  /** Where the walk starts: the pin on the outlet map, "from here" on the repair map. */
  pin: Position | null;
  /** What the person calls that place, when it was chosen by name; `me` for their own position. */
  place: string | null;
  categories: string[];
  tier: Tier | null;
  openNow: boolean;
  kind: string | null;
  outlet: string | null;
  lang: Lang | null;
  large: boolean;
  /** What only one page knows (its area, its ring, …), as it stands in the address; that page checks it. */
  own: Record<string, string>;
}

export const emptyState: UrlState = {
  city: null,
  view: null,
  pin: null,
  place: null,
  categories: [],
  tier: null,
  openNow: false,
  kind: null,
  outlet: null,
  lang: null,
  large: false,
  own: {},
};

const sharedKeys = new Set(["city", "at", "pin", "place", "cat", "tier", "open", "kind", "outlet", "lang", "large"]);
const ownKeyPattern = /^[a-z][a-z0-9]{0,23}$/;
const ownValueLength = 200;

const idPattern = /^[a-z0-9][a-z0-9-]{0,63}$/;
const outletIdPattern = /^[\w.:/-]{1,128}$/;

function numbers(text: string | null, count: number): number[] | null {
  if (!text) return null;
  const parts = text.split(",");
  if (parts.length !== count || parts.some((part) => part.trim() === "")) return null;
  const values = parts.map(Number);
  return values.every(Number.isFinite) ? values : null;
}

function isPosition(lng: number, lat: number): boolean {
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 85;
}

function readPosition(text: string | null): Position | null {
  const values = numbers(text, 2);
  return values && isPosition(values[0], values[1]) ? [values[0], values[1]] : null;
}

function readView(text: string | null): MapView | null {
  const values = numbers(text, 3);
  if (!values || !isPosition(values[0], values[1]) || values[2] < 0 || values[2] > 22) return null;
  return { center: [values[0], values[1]], zoom: values[2] };
}

function matching(text: string | null, pattern: RegExp): string | null {
  return text && pattern.test(text) ? text : null;
}

export function parseUrl(query: string): UrlState {
  const params = new URLSearchParams(query);
  const tier = params.get("tier");
  const lang = params.get("lang");
  const pin = readPosition(params.get("pin"));
  return {
    city: matching(params.get("city"), idPattern),
    view: readView(params.get("at")),
    pin,
    place: pin ? params.get("place")?.slice(0, 80) || null : null,
    categories: [...new Set((params.get("cat") ?? "").split(",").filter((id) => idPattern.test(id)))],
    tier: tier === "basic" || tier === "quality" ? tier : null,
    openNow: params.get("open") === "now",
    kind: matching(params.get("kind"), idPattern),
    outlet: matching(params.get("outlet"), outletIdPattern),
    lang: lang === "zh" || lang === "en" ? lang : null,
    large: params.get("large") === "1",
    own: Object.fromEntries(
      [...params].filter(
        ([key, value]) => !sharedKeys.has(key) && ownKeyPattern.test(key) && value && value.length <= ownValueLength,
      ),
    ),
  };
}

/** The query string with its `?`, or an empty string. Positions to a decimetre, the view to a metre. */
export function formatUrl(state: UrlState): string {
  const parts: string[] = [];
  const add = (key: string, value: string) => parts.push(`${key}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);
  if (state.city) add("city", state.city);
  if (state.view) {
    const [lng, lat] = state.view.center;
    add("at", `${lng.toFixed(5)},${lat.toFixed(5)},${state.view.zoom.toFixed(2)}`);
  }
  if (state.pin) add("pin", `${state.pin[0].toFixed(6)},${state.pin[1].toFixed(6)}`);
  if (state.pin && state.place) add("place", state.place);
  if (state.categories.length) add("cat", state.categories.join(","));
  if (state.tier) add("tier", state.tier);
  if (state.openNow) add("open", "now");
  if (state.kind) add("kind", state.kind);
  if (state.outlet) add("outlet", state.outlet);
  if (state.lang) add("lang", state.lang);
  if (state.large) add("large", "1");
  for (const [key, value] of Object.entries(state.own)) if (value) add(key, value);
  return parts.length ? `?${parts.join("&")}` : "";
}
