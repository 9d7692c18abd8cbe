/** The parameter `datetime`: a moment, a day, or an interval that may be open on either side. */
import { invalidField } from "../problem.ts";

/** Milliseconds since 1970; infinite where open. */
export interface Interval {
  from: number;
  to: number;
}

const DAY_MILLISECONDS = 86_400_000;

/** Days are those of China. Throws a 400 Problem. */
export function readInterval(text: string): Interval {
  const parts = text.split("/");
  if (parts.length > 2) throw wrong(text);
  if (parts.length === 1) return spanOf(parts[0], text);
  const [first, last] = parts.map((part) => (part === "" || part === ".." ? null : spanOf(part, text)));
  if (first === null && last === null) throw wrong(text);
  const interval = { from: first?.from ?? -Infinity, to: last?.to ?? Infinity };
  if (interval.from > interval.to) throw invalidField("datetime", "begins after its end");
  return interval;
}

/** How long something was there: from the day it opened to the day it closed, whole days; null where neither is known. */
export function lifetime(openedOn: string | null, closedOn: string | null): Interval | null {
  if (openedOn === null && closedOn === null) return null;
  return {
    from: openedOn === null ? -Infinity : dayStart(openedOn),
    to: closedOn === null ? Infinity : dayStart(closedOn) + DAY_MILLISECONDS - 1,
  };
}

export const intersects = (a: Interval, b: Interval): boolean => a.from <= b.to && b.from <= a.to;

const dayStart = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);

function spanOf(part: string, text: string): Interval {
  if (/^\d{4}-\d{2}-\d{2}$/.test(part)) {
    const from = dayStart(part);
    // 30 February is read as a day of March.
    const isDay = new Date(Date.parse(`${part}T00:00:00Z`) || 0).toISOString().startsWith(part);
    if (Number.isNaN(from) || !isDay) throw wrong(text);
    return { from, to: from + DAY_MILLISECONDS - 1 };
  }
  if (!/^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/.test(part)) throw wrong(text);
  const at = Date.parse(part.toUpperCase());
  if (Number.isNaN(at)) throw wrong(text);
  return { from: at, to: at };
}

function wrong(text: string) {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return invalidField(
    "datetime",
    `should be a moment such as 2025-06-04T08:30:00Z, a day, or an interval such as 2025-01-01/.., and is "${shown}"`,
  );
}
