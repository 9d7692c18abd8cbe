import { accessAllowed, accessForbidden, accessOwn, accessOwnOnFoot } from "./rules.ts";
import { MINUTES_PER_WEEK, readOpeningHours } from "./hours.ts";

type Tags = Record<string, string>;

/** Who may pass: everybody, only those who live or go there, nobody; null where nothing is said. */
export type Access = "allowed" | "private" | "forbidden" | null;

/** When people may pass, over a week: from `fromMinute[i]` on `access[i]` holds, until the next; the first is 0. */
export interface WeekTimes {
  fromMinute: number[];
  access: ("allowed" | "private" | "forbidden")[];
  /** What holds when nobody asks for a time: the best there is between 08:00 and 20:00 on any day. */
  byDay: "allowed" | "private" | "forbidden";
}

/** Meaning of one access value. `key` tells foot=destination, which is meant, from access=destination, aimed at cars. */
export function accessOfValue(value: string | undefined, key: "foot" | "access"): Access {
  if (value === undefined) return null;
  for (const part of value.split(";")) {
    const word = part.trim();
    if (accessAllowed.has(word)) return "allowed";
    if (accessOwn.has(word) || (key === "foot" && accessOwnOnFoot.has(word))) return "private";
    if (accessForbidden.has(word)) return "forbidden";
  }
  // unknown, destination, bus, …: somebody may walk there
  return "allowed";
}

/** Does a tag of this element depend on the time? */
const timeKeys = ["opening_hours", "access:conditional", "foot:conditional"];
const hasTimes = (tags: Tags): boolean => timeKeys.some((key) => tags[key] !== undefined);

/**
 * The week of an element whose tags depend on the time, `null` where they do not. `otherwise` holds where no access tag
 * says anything. Of foot:conditional, foot, access:conditional, access the first that says something decides [wiki:
 * Conditional_restrictions]; outside opening_hours nobody passes. Times that cannot be read leave the way open, and are
 * told to `unread`.
 */
export function weekTimes(
  tags: Tags,
  otherwise: "allowed" | "private" | "forbidden",
  unread: (value: string) => void,
): WeekTimes | null {
  if (!hasTimes(tags)) return null;
  const footWhen = conditionsOf(tags["foot:conditional"], "foot", unread);
  const accessWhen = conditionsOf(tags["access:conditional"], "access", unread);
  let open: Uint8Array | null = null;
  if (tags.opening_hours !== undefined) {
    open = readOpeningHours(tags.opening_hours);
    if (!open) unread(tags.opening_hours);
  }
  if (footWhen.length === 0 && accessWhen.length === 0 && !open) return null;
  const foot = accessOfValue(tags.foot, "foot");
  const access = accessOfValue(tags.access, "access");
  const at = (minute: number): "allowed" | "private" | "forbidden" => {
    if (open && open[minute] === 0) return "forbidden";
    const when = (conditions: Condition[]): Access =>
      conditions.findLast(({ minutes }) => minutes === null || minutes[minute] === 1)?.access ?? null;
    return when(footWhen) ?? foot ?? when(accessWhen) ?? access ?? otherwise;
  };
  const times: WeekTimes = { fromMinute: [], access: [], byDay: "forbidden" };
  for (let minute = 0; minute < MINUTES_PER_WEEK; minute++) {
    const now = at(minute);
    if (times.access.length === 0 || times.access[times.access.length - 1] !== now) {
      times.fromMinute.push(minute);
      times.access.push(now);
    }
    const hour = Math.floor((minute % 1440) / 60);
    if (hour < 8 || hour >= 20) continue;
    if (now === "allowed" || (now === "private" && times.byDay === "forbidden")) times.byDay = now;
  }
  return times;
}

/** What holds at a minute of the week; by day where `minute` is null. */
export function accessAt(times: WeekTimes, minute: number | null): "allowed" | "private" | "forbidden" {
  if (minute === null) return times.byDay;
  let row = times.fromMinute.length - 1;
  while (times.fromMinute[row] > minute) row--;
  return times.access[row];
}

interface Condition {
  access: Access;
  /** 1 where it holds; null: always. */
  minutes: Uint8Array | null;
}

/** `no @ (22:00-06:00); yes @ (Mo-Fr)`. Conditions that are no times (weights, wet, permits) are nothing to a walker. */
function conditionsOf(value: string | undefined, key: "foot" | "access", unread: (value: string) => void): Condition[] {
  if (value === undefined) return [];
  const found: Condition[] = [];
  for (const [, word, inBrackets, bare] of value.matchAll(/([^@;]+)@\s*(?:\(([^)]*)\)|([^;]+))/g)) {
    const condition = (inBrackets ?? bare).trim();
    const access = accessOfValue(word.trim(), key);
    if (!/\d:\d|\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b|24\/7|sun(?:rise|set)|dawn|dusk|\b[A-Z][a-z]{2}\b/.test(condition))
      continue;
    const parts = condition.split(/\s+AND\s+/i).map(readOpeningHours);
    if (parts.some((part) => part === null)) {
      unread(value);
      if (access === "allowed") found.push({ access, minutes: null });
      continue;
    }
    const [first, ...others] = parts as Uint8Array[];
    found.push({ access, minutes: first.map((open, minute) => (others.every((part) => part[minute]) ? open : 0)) });
  }
  return found;
}
