/** The past day that is looked at, as it stands in the address (`date`); null: today. */
import { computed } from "@preact/signals";
import { goOwn, urlState } from "../state/location.ts";

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const dayMilliseconds = 86_400_000;
export const yearsBack = 2;

/** By the clock of the cities on the map. */
export function today(): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
}

/** @param days negative: earlier */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMilliseconds).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMilliseconds);
}

function readDay(text: string | undefined): string | null {
  if (!text || !dayPattern.test(text)) return null;
  const moment = Date.parse(text);
  // 31 February would be another day.
  if (Number.isNaN(moment) || new Date(moment).toISOString().slice(0, 10) !== text) return null;
  return text < today() ? text : null;
}

export const day = computed(() => readDay(urlState.value.own.date));

export function goToDay(wanted: string | null, how: "push" | "replace" = "replace"): void {
  goOwn({ date: wanted !== null && wanted < today() ? wanted : null }, how);
}
