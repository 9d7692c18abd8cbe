/** Minutes of a week, counted from Monday 00:00. */
export const MINUTES_PER_WEEK = 7 * 1440;

const dayNames = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const tokenPattern = /\s*(24\/7|Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|\d{1,2}:\d{2}|off|closed|open|[-,;]|"[^"]*")/y;
/** Signs that Chinese keyboards give for the ASCII ones. */
const plainSigns: [RegExp, string][] = [
  [/：/g, ":"],
  [/；/g, ";"],
  [/[，、]/g, ","],
  [/[–—－~～至]/g, "-"],
];

/**
 * Which minutes of the week opening_hours=* names as open: 1 open, 0 closed, one element per minute.
 * Reads weekdays with times (`Mo-Fr 06:00-22:00; Sa,Su 07:00-12:00,14:00-24:00`), spans over midnight, `24/7`,
 * `off`, later rules overriding days of earlier ones, rules added with a comma. Public and school holidays are left out:
 * a day is taken as an ordinary one. Null for all else (months, weeks, sunrise, open ends). [wiki: Key:opening_hours]
 */
export function readOpeningHours(value: string): Uint8Array | null {
  const tokens = tokensOf(value);
  if (tokens === null || tokens.length === 0) return null;
  /** Per day, spans in minutes from its midnight; they may run into the next day. */
  const days: [number, number][][] = Array.from({ length: 7 }, () => []);
  let at = 0;
  let adding = false;
  while (at < tokens.length) {
    const rule = readRule(tokens, at);
    if (rule === null) return null;
    for (const day of rule.days) {
      if (rule.closed) days[day] = rule.spans.length > 0 ? withoutSpans(days[day], rule.spans) : [];
      else days[day] = adding ? [...days[day], ...rule.spans] : rule.spans;
    }
    at = rule.end;
    if (at === tokens.length) break;
    if (tokens[at] !== ";" && tokens[at] !== ",") return null;
    adding = tokens[at] === ",";
    at++;
    // a closing semicolon ends the list
    if (at === tokens.length && adding) return null;
  }
  const week = new Uint8Array(MINUTES_PER_WEEK);
  days.forEach((spans, day) => {
    for (const [from, to] of spans) {
      for (let minute = from; minute < to; minute++) week[(day * 1440 + minute) % MINUTES_PER_WEEK] = 1;
    }
  });
  return week;
}

function tokensOf(value: string): string[] | null {
  let text = value;
  for (const [sign, plain] of plainSigns) text = text.replace(sign, plain);
  text = text.trim();
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  let end = 0;
  while (end < text.length) {
    const match = tokenPattern.exec(text);
    if (!match) return null;
    end = tokenPattern.lastIndex;
    if (!match[1].startsWith('"')) tokens.push(match[1]);
  }
  return tokens;
}

interface Rule {
  days: number[];
  spans: [number, number][];
  closed: boolean;
  end: number;
}

function readRule(tokens: string[], start: number): Rule | null {
  let at = start;
  const days = new Set<number>();
  let named = false;
  if (tokens[at] === "24/7") {
    return finish(allDays, [[0, 1440]], at + 1);
  }
  while (isDay(tokens[at])) {
    named = true;
    const first = dayNames.indexOf(tokens[at]);
    at++;
    if (first >= 0 && tokens[at] === "-") {
      const last = dayNames.indexOf(tokens[at + 1]);
      if (last < 0) return null;
      for (let day = first; ; day = (day + 1) % 7) {
        days.add(day);
        if (day === last) break;
      }
      at += 2;
    } else if (first >= 0) days.add(first);
    if (tokens[at] === "," && isDay(tokens[at + 1])) at++;
    else break;
  }
  const spans: [number, number][] = [];
  while (isTime(tokens[at])) {
    const from = minutesOf(tokens[at]);
    if (tokens[at + 1] !== "-" || !isTime(tokens[at + 2])) return null;
    const until = minutesOf(tokens[at + 2]);
    if (from === null || until === null || from > 1440) return null;
    // 22:00-06:00 and 22:00-30:00 both end on the next day
    spans.push([from, until <= from ? until + 1440 : until]);
    at += 3;
    if (tokens[at] === "," && isTime(tokens[at + 1])) at++;
    else break;
  }
  if (!named && spans.length === 0 && tokens[at] === undefined) return null;
  return finish(named ? [...days] : allDays, spans, at);

  function finish(on: number[], open: [number, number][], next: number): Rule | null {
    const word = tokens[next];
    const closed = word === "off" || word === "closed";
    if (closed || word === "open") next++;
    if (!closed && open.length === 0) {
      // "Mo-Fr" and "Mo-Fr open" mean the whole day; nothing at all means nothing
      if (!named && word !== "open") return null;
      open.push([0, 1440]);
    }
    return { days: on, spans: open, closed, end: next };
  }
}

const allDays = [0, 1, 2, 3, 4, 5, 6];
const isDay = (token: string | undefined): boolean =>
  token !== undefined && (dayNames.includes(token) || token === "PH" || token === "SH");
const isTime = (token: string | undefined): boolean => token !== undefined && /^\d{1,2}:\d{2}$/.test(token);

function minutesOf(time: string): number | null {
  const [hours, minutes] = time.split(":").map(Number);
  return hours <= 48 && minutes < 60 ? hours * 60 + minutes : null;
}

function withoutSpans(open: [number, number][], shut: [number, number][]): [number, number][] {
  return shut.reduce<[number, number][]>(
    (left, [from, to]) =>
      left.flatMap(([a, b]): [number, number][] => {
        const parts: [number, number][] = [
          [a, Math.min(b, from)],
          [Math.max(a, to), b],
        ];
        return parts.filter(([start, end]) => start < end);
      }),
    open,
  );
}

/**
 * Minute of the week of a local date and time in China, `2026-06-01T22:30` (seconds and a zone may follow; without a
 * zone it is Asia/Shanghai, which has had no summer time since 1991). Null where it is none.
 */
export function minuteOfWeek(at: string): { minute: number; local: string } | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(
    at.trim(),
  );
  if (!match) return null;
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number);
  const time = Date.UTC(year, month - 1, day, hour, minute);
  const given = new Date(time);
  if (given.getUTCMonth() !== month - 1 || given.getUTCDate() !== day || hour > 23 || minute > 59) return null;
  if (Number(match[6] ?? 0) > 59) return null;
  const local = new Date(time - (zoneMinutes(match[7]) - SHANGHAI_MINUTES) * 60_000);
  // day 0 is Sunday
  const weekday = (local.getUTCDay() + 6) % 7;
  return {
    minute: weekday * 1440 + local.getUTCHours() * 60 + local.getUTCMinutes(),
    local: local.toISOString().slice(0, 16),
  };
}

const SHANGHAI_MINUTES = 8 * 60;

function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined) return SHANGHAI_MINUTES;
  if (zone === "Z") return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
