/** Openings and closings of the last two years, fetched once and looked at day by day. */
import type { FeatureCollection } from "geojson";
import { ask, cityPath } from "../api/request.ts";
import type { Position } from "../api/types.ts";
import { dayAfter, daysBetween } from "./day.ts";

export interface DayEvent {
  on: string;
  kind: "opened" | "closed";
  location: Position;
}

interface Side {
  location: Position;
  openedOn: string | null;
  closedOn: string | null;
}

interface ChangePage {
  items: { before: Side | null; after: Side | null }[];
  nextCursor: string | null;
}

const pageSize = 1000;
const pagesAtMost = 10;

/** By day. Those of which nobody knows the day are not among them. */
export async function loadEvents(city: string, from: string, to: string, signal?: AbortSignal): Promise<DayEvent[]> {
  const events: DayEvent[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pagesAtMost; page++) {
    const query = new URLSearchParams({ from, to, limit: String(pageSize), ...(cursor && { cursor }) });
    const answer: ChangePage = await ask<ChangePage>(`${cityPath(city)}/changes?${query}`, { signal });
    for (const { before, after } of answer.items) events.push(...eventsOf(after ?? before!, from, to));
    cursor = answer.nextCursor;
    if (!cursor) break;
  }
  return events.sort((a, b) => (a.on < b.on ? -1 : 1));
}

function eventsOf({ location, openedOn, closedOn }: Side, from: string, to: string): DayEvent[] {
  const isWithin = (on: string | null): on is string => on !== null && on > from && on <= to;
  return [
    ...(isWithin(openedOn) ? [{ on: openedOn, kind: "opened" as const, location }] : []),
    ...(isWithin(closedOn) ? [{ on: closedOn, kind: "closed" as const, location }] : []),
  ];
}

/** How long an opening or closing is seen after its day. */
export const seenDays = 45;

/** What opened or closed lately before `day`: `fresh` falls from 1 on the day itself to 0. */
export function eventsSeen(events: readonly DayEvent[], day: string): DayEvent[] {
  const since = dayAfter(day, -seenDays);
  return events.filter(({ on }) => on > since && on <= day);
}

export function eventFeatures(events: readonly DayEvent[], day: string): FeatureCollection {
  return {
    type: "FeatureCollection",
    features: eventsSeen(events, day).map(({ on, kind, location }) => ({
      type: "Feature",
      properties: { kind, fresh: 1 - daysBetween(on, day) / seenDays },
      geometry: { type: "Point", coordinates: location },
    })),
  };
}

export interface Month {
  /** `2025-06` */
  month: string;
  opened: number;
  closed: number;
}

/** Every month from `from` to `to`, those without anything too. */
export function byMonth(events: readonly DayEvent[], from: string, to: string): Month[] {
  const months: Month[] = [];
  for (
    let [year, month] = from.split("-").map(Number), last = to.slice(0, 7);
    ;
    month === 12 ? (year++, (month = 1)) : month++
  ) {
    const name = `${year}-${String(month).padStart(2, "0")}`;
    if (name > last) return months;
    const own = events.filter(({ on }) => on.startsWith(name));
    const opened = own.filter(({ kind }) => kind === "opened").length;
    months.push({ month: name, opened, closed: own.length - opened });
  }
}
