/**
 * Says opening hours in words. Knows the plain part of the OSM opening_hours form (days, times, 24/7, off, PH); anything
 * richer gives null, and the page then shows it as somebody wrote it rather than half of it.
 */
import type { Dictionary } from "./zh.ts";

const dayCodes = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

interface Rule {
  days: Set<number>;
  holidays: boolean;
  times: string[];
  off: boolean;
}

function readDays(text: string): { days: Set<number>; holidays: boolean } | null {
  const days = new Set<number>();
  let holidays = false;
  for (const part of text.split(",")) {
    if (part === "PH") {
      holidays = true;
      continue;
    }
    const [from, to, more] = part.split("-");
    const first = dayCodes.indexOf(from);
    const last = to === undefined ? first : dayCodes.indexOf(to);
    if (first < 0 || last < 0 || more !== undefined) return null;
    for (let day = first; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === last) break;
    }
  }
  return { days, holidays };
}

const timeRange = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/;

function readRule(text: string): Rule | null {
  const match = /^((?:(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)[-,]?)+)?\s*(.*)$/.exec(text.trim());
  if (!match) return null;
  const chosen = match[1]
    ? readDays(match[1].replace(/,$/, ""))
    : { days: new Set([0, 1, 2, 3, 4, 5, 6]), holidays: false };
  if (!chosen) return null;
  const rest = match[2].trim();
  if (rest === "off" || rest === "closed") return { ...chosen, times: [], off: true };
  const times = rest.split(/\s*,\s*/);
  if (!times.every((time) => timeRange.test(time))) return null;
  return { ...chosen, times, off: false };
}

function timeWords(range: string, words: Dictionary): string {
  const [, fromHour, fromMinute, toHour, toMinute] = timeRange.exec(range)!.map(Number);
  const clock = (hour: number, minute: number) => `${hour}:${String(minute).padStart(2, "0")}`;
  const start = fromHour * 60 + fromMinute;
  let end = toHour * 60 + toMinute;
  if (start === 0 && (end === 1440 || end === 0)) return words.hours.always;
  let nextDay = "";
  if (end > 1440 || end <= start) {
    nextDay = words.hours.nextDay;
    end %= 1440;
  }
  return `${clock(fromHour, fromMinute)}–${nextDay}${clock(Math.floor(end / 60), end % 60)}`;
}

function dayWords(days: Set<number>, words: Dictionary): string {
  if (days.size === 7) return words.hours.everyDay;
  const runs: string[] = [];
  for (let day = 0; day < 7; day++) {
    if (!days.has(day)) continue;
    let last = day;
    while (last < 6 && days.has(last + 1)) last++;
    if (last === day) runs.push(words.days[day]);
    else if (last === day + 1) runs.push(words.days[day], words.days[last]);
    else runs.push(words.hours.dayRange(words.days[day], words.days[last]));
    day = last;
  }
  return words.list(runs);
}

/** @returns null where the text is not of the plain form */
export function hoursInWords(openingHours: string, words: Dictionary): string | null {
  const text = openingHours.trim();
  if (text === "24/7") return words.hours.always;
  const rules: Rule[] = [];
  for (const part of text.split(";")) {
    if (!part.trim()) continue;
    const rule = readRule(part);
    if (!rule) return null;
    rules.push(rule);
  }
  if (!rules.length) return null;
  // A later rule replaces an earlier one on its days.
  rules.forEach((rule, index) => {
    for (const later of rules.slice(index + 1)) for (const day of later.days) rule.days.delete(day);
  });
  const lines = rules.flatMap((rule) => {
    const times = rule.off ? words.hours.closed : words.list(rule.times.map((time) => timeWords(time, words)));
    const said: string[] = [];
    if (rule.days.size) {
      const always = times === words.hours.always && rule.days.size === 7;
      said.push(always ? times : words.hours.line(dayWords(rule.days, words), times));
    }
    if (rule.holidays) said.push(words.hours.line(words.hours.holidays, times));
    return said;
  });
  return lines.length ? lines.join(words.hours.join) : null;
}
