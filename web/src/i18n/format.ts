/** Figures as a person would say them. */
import type { Dictionary } from "./zh.ts";

/**
 * Whole minutes, rounded up: whoever is told 10 minutes is there in 10, and a place 10 minutes and 4 seconds away is
 * not called 10 minutes beside "none within 10 minutes".
 */
export function wholeMinutes(seconds: number): number {
  return Math.max(1, Math.ceil(Math.round(seconds) / 60));
}

/** To 10 m below a kilometre, to 100 m above. */
export function distanceText(meters: number, words: Dictionary): string {
  if (meters < 10) return words.meters(String(Math.max(1, Math.round(meters))));
  const tens = Math.round(meters / 10) * 10;
  if (tens < 1000) return words.meters(String(tens));
  return words.kilometers((meters / 1000).toFixed(1));
}

/** The day of an ISO 8601 date; empty for none. */
export function dateText(iso: string | null): string {
  return iso ? iso.slice(0, 10) : "";
}

export function speedText(kmh: number): string {
  return String(Math.round(kmh * 10) / 10);
}
