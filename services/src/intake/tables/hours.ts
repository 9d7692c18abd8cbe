/**
 * Opening hours as people in China write them → the OSM `opening_hours` form.
 * 早6点到晚9点 → 06:00-21:00; 周一至周五 8:30-17:00，周末休息 → Mo-Fr 08:30-17:00; Sa,Su off; 24小时 → 24/7.
 * What is not understood as a whole is not guessed at: the answer is null and the caller keeps the text.
 */

const MINUTES_PER_DAY = 24 * 60;
const DAY_NAMES = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const CHINESE_DAYS = "一二三四五六日";
const PUBLIC_HOLIDAY = 7;

/** Minutes from midnight; `end` above 24 h runs into the next day. */
interface Span {
  start: number;
  end: number;
}

interface Rule {
  /** 0 Monday … 6 Sunday, 7 public holiday; null for every day. */
  days: Set<number> | null;
  spans: Span[];
  off: boolean;
}

type Token =
  | { type: "days"; days: Set<number> | null }
  | { type: "span"; span: Span }
  | { type: "off" }
  | { type: "lunch" }
  | { type: "list" }
  | { type: "end" };

/** The OSM form, or null where the text is not fully understood. */
export function openingHoursFromText(text: string): string | null {
  const normal = normalise(text);
  const tokens = tokensOf(normal);
  if (tokens === null) return osmForm(text);
  const rules = rulesOf(tokens);
  return rules === null ? null : written(rules);
}

/** Words that say nothing about when. Longer ones first, so that no part of a word is left over. */
const SILENT_WORDS = [
  "(?:法定|国家法定)?节假日(?:照常|正常|不休息?|无休)(?:营业|开放|上班)?",
  "营业时间",
  "服务时间",
  "开放时间",
  "工作时间",
  "办公时间",
  "门店",
  "时间段?",
  "全年无休",
  "(?:中午|午间)?不(?:午休|休息|打烊|间断)",
  "无休息?",
  "正常",
  "照常",
  "对外",
  "营业",
  "开放",
  "服务",
  "上班",
  "供应",
  "值[班守]",
  "开门",
  "早餐",
  "午餐",
  "中餐",
  "晚餐",
  "早市",
  "夜市",
  "左右",
  "为",
];

function normalise(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[〜～—–―−~]+|-{2,}/g, "-")
    .replace(/[早朝]([一二三四五六七八九十]+)晚([一二三四五六七八九十]+)(?!点|时)/g, "早$1点-晚$2点")
    .replace(/(早上?|上午)(\d{1,2})点?\s*(晚上?|下午)(\d{1,2})(?:点|(?![:\d]))/g, "$1$2点-$3$4点")
    .replace(/[每逢](?=周[一二三四五六日天1-7末])/g, "")
    .replace(/[零〇一二两三四五六七八九十]+(?=点|时(?!间))/g, (numeral) => String(chineseNumber(numeral)))
    .replace(/点([一二三四五]?十[一二三四五六七八九]?)分?/g, (_, numeral) => `点${chineseNumber(numeral)}分`)
    .replace(/(?<=点)一刻/g, "15分")
    .replace(/(?<=点)三刻/g, "45分")
    .replace(/点(?:钟|整)/g, "点")
    .replace(/[至到]/g, "-")
    .replace(/星期|礼拜/g, "周");
}

const DIGITS = "零一二三四五六七八九";

function chineseNumber(numeral: string): number {
  const plain = numeral.replaceAll("〇", "零").replaceAll("两", "二");
  const ten = plain.indexOf("十");
  if (ten < 0) return Number(Array.from(plain, (digit) => DIGITS.indexOf(digit)).join(""));
  const tens = ten === 0 ? 1 : DIGITS.indexOf(plain[0]);
  const units = ten === plain.length - 1 ? 0 : DIGITS.indexOf(plain[ten + 1]);
  return tens * 10 + units;
}

const PERIOD =
  "(?:(?:次日|第二天|翌日)?凌晨|次日|第二天|翌日|清晨|早上|早晨|早|上午|中午|午后|下午|傍晚|晚上|晚间|晚|夜间|夜里|深夜|am|pm)";
const CLOCK = `(${PERIOD})?[:\\s]*(?:(\\d{1,2})(?::(\\d{2})(?::00)?|(?:点|时)(?:(半)|(\\d{1,2})分?)?)?|(\\d{2})(\\d{2}))\\s*(am|pm)?`;
const SPAN = new RegExp(`^${CLOCK}\\s*-\\s*${CLOCK}(?!\\d)`);
const DAY = "周([一二三四五六日天1-7])";
const DAYS = new RegExp(`^${DAY}(?:\\s*-\\s*(周[1-7]|周?[一二三四五六日天]))?`);
/** A further day without 周, as in 周一、三、五 and 周一三五. */
const BARE_DAYS = /^([一二三四五六日天])(?:\s*-\s*([一二三四五六日天]))?/;

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  let rest = text;
  const silent = new RegExp(`^(?:${SILENT_WORDS.join("|")})`);
  const take = (match: RegExpExecArray) => {
    rest = rest.slice(match[0].length);
  };
  while (rest !== "") {
    let match: RegExpExecArray | null;
    if ((match = /^(?:周一-周日|周一-日|周1-周?7|每[天日]|天天|全周|一周七天)/.exec(rest))) {
      take(match);
      tokens.push({ type: "days", days: null });
    } else if (
      (match =
        /^(?:(?:全天)?(?:7[x×*]|7天)?(?:24|二十四)(?:个?小时|h(?:ours?)?)制?|7[x×*]24|24[x×*]7|24\/7|全天候?|昼夜)/.exec(
          rest,
        ))
    ) {
      take(match);
      tokens.push({ type: "span", span: { start: 0, end: MINUTES_PER_DAY } });
    } else if ((match = /^(?:午休|午间休息|中午休息)(?:时间)?[:\s]*/.exec(rest))) {
      take(match);
      tokens.push({ type: "lunch" });
    } else if ((match = silent.exec(rest))) {
      take(match);
    } else if ((match = /^(?:休息|休业|不营业|不开放|闭馆|闭店|关门|停业|休|除外|off)/.exec(rest))) {
      take(match);
      tokens.push({ type: "off" });
    } else if ((match = /^(?:国家)?(?:法定)?(?:节假日|假日|节日|假期)/.exec(rest))) {
      take(match);
      tokens.push({ type: "days", days: new Set([PUBLIC_HOLIDAY]) });
    } else if ((match = /^(?:工作日|平日|平时)/.exec(rest))) {
      take(match);
      tokens.push({ type: "days", days: daysBetween(0, 4) });
    } else if ((match = /^(?:周六日|周六周日|周末|双休日?)/.exec(rest))) {
      take(match);
      tokens.push({ type: "days", days: daysBetween(5, 6) });
    } else if ((match = DAYS.exec(rest)) || (inDays(tokens) && (match = BARE_DAYS.exec(rest)))) {
      take(match);
      const from = dayNumber(match[1]);
      tokens.push({ type: "days", days: daysBetween(from, match[2] === undefined ? from : dayNumber(match[2])) });
    } else if ((match = SPAN.exec(rest))) {
      const span = spanOf(match);
      if (span === null) return null;
      take(match);
      tokens.push({ type: "span", span });
    } else if ((match = /^[,、/和及与&+]/.exec(rest))) {
      take(match);
      tokens.push({ type: "list" });
    } else if ((match = /^[;。\n|]/.exec(rest))) {
      take(match);
      tokens.push({ type: "end" });
    } else if ((match = /^(?:上午|下午|晚上|早上|中午)?[\s:()[\].]+/.exec(rest))) {
      take(match);
    } else {
      return null;
    }
  }
  return tokens;
}

/** Whether the last thing said was a day, so that a bare numeral goes on with the list. */
function inDays(tokens: Token[]): boolean {
  const last = tokens.findLast((token) => token.type !== "list");
  return last?.type === "days" && last.days !== null;
}

function dayNumber(character: string): number {
  if (character.length > 1) return dayNumber(character[1]);
  if (character === "天") return 6;
  const index = CHINESE_DAYS.indexOf(character);
  return index >= 0 ? index : Number(character) - 1;
}

function daysBetween(from: number, to: number): Set<number> {
  const days = new Set<number>();
  // Saturday to Monday goes round the end of the week.
  for (let day = from; ; day = (day + 1) % 7) {
    days.add(day);
    if (day === to) return days;
  }
}

const AFTERNOON = /午后|下午|傍晚|晚|夜|pm/;
const NEXT_DAY = /次日|第二天|翌日/;

function spanOf(match: RegExpExecArray): Span | null {
  const from = clock(match.slice(1, 9));
  const to = clock(match.slice(9, 17));
  if (from === null || to === null) return null;
  const start = from.minutes;
  let end = to.minutes;
  if (to.period === "" && AFTERNOON.test(from.period) && to.minutes < MINUTES_PER_DAY / 2) {
    // 下午2点-6点 means 18:00; 晚上8点-2点 means the next morning.
    end += to.minutes > from.stated ? MINUTES_PER_DAY / 2 : MINUTES_PER_DAY;
  } else if (end <= start) {
    // Past midnight only where it is said (凌晨, 次日) or where the start is in the afternoon: 9:00-6:00 may well mean 18:00.
    const saidSo = NEXT_DAY.test(to.period) || to.period.includes("凌晨");
    if (!saidSo && start < MINUTES_PER_DAY / 2) return null;
    end += MINUTES_PER_DAY;
  }
  if (end % MINUTES_PER_DAY === MINUTES_PER_DAY - 1) end += 1; // 23:59 is said for midnight
  return end > start && end - start <= MINUTES_PER_DAY && start < MINUTES_PER_DAY ? { start, end } : null;
}

function clock(groups: (string | undefined)[]): { minutes: number; stated: number; period: string } | null {
  const [prefix, hourText, colonMinutes, half, pointMinutes, fourHour, fourMinutes, suffix] = groups;
  const period = `${prefix ?? ""}${suffix ?? ""}`;
  let hour = Number(hourText ?? fourHour);
  const minute = half === undefined ? Number(colonMinutes ?? pointMinutes ?? fourMinutes ?? 0) : 30;
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return null;
  const stated = hour * 60 + minute;
  if (period !== "") {
    if (AFTERNOON.test(period)) {
      // 晚上12点 is midnight, 下午12点 noon, 晚上1点 after midnight.
      const night = /晚|夜/.test(period);
      if (night && (hour === 12 || hour < 4)) hour = hour === 12 ? 24 : hour + 24;
      else if (hour < 12) hour += 12;
    } else if (period === "中午") {
      if (hour < 11) hour += 12;
    } else if (/凌晨|am/.test(period) && hour === 12) {
      hour = 0;
    }
  }
  return { minutes: hour * 60 + minute, stated, period };
}

function rulesOf(tokens: Token[]): Rule[] | null {
  const rules: Rule[] = [];
  let current: Rule = { days: null, spans: [], off: false };
  let lunch = false;
  let daysOpen = false; // further days still join the current rule
  const fresh = (days: Set<number> | null) => {
    if (current.days !== null || current.spans.length > 0 || current.off) rules.push(current);
    current = { days, spans: [], off: false };
  };
  for (const token of tokens) {
    if (lunch && token.type !== "span") return null;
    if (token.type === "days") {
      if (daysOpen && current.days !== null && token.days !== null) {
        for (const day of token.days) current.days.add(day);
      } else {
        fresh(token.days);
      }
      daysOpen = true;
    } else if (token.type === "span") {
      daysOpen = false;
      if (lunch) {
        current.spans = withoutSpan(current.spans, token.span);
        lunch = false;
      } else {
        if (current.off) fresh(null);
        current.spans.push(token.span);
      }
    } else if (token.type === "off") {
      daysOpen = false;
      if (current.days === null || current.spans.length > 0) return null;
      current.off = true;
    } else if (token.type === "lunch") {
      // 午休 after the hours takes its span out of them.
      if (current.spans.length === 0) return null;
      lunch = true;
    }
  }
  if (lunch) return null;
  fresh(null);
  // Days named after the hours they belong to (8:30-17:00 周一至周五).
  const open = rules.filter((rule) => !rule.off);
  if (open.length === 2 && open[0].days === null && open[1].days !== null && open[1].spans.length === 0) {
    open[0].days = open[1].days;
    rules.splice(rules.indexOf(open[1]), 1);
  }
  const complete = rules.every((rule) => rule.off || rule.spans.length > 0);
  const everOpen = rules.some((rule) => !rule.off);
  return complete && everOpen ? rules : null;
}

function withoutSpan(spans: Span[], gap: Span): Span[] {
  return spans.flatMap((span) => {
    if (gap.end <= span.start || gap.start >= span.end) return [span];
    const parts = [
      { start: span.start, end: gap.start },
      { start: gap.end, end: span.end },
    ];
    return parts.filter((part) => part.end > part.start);
  });
}

function written(rules: Rule[]): string | null {
  // Later rules override earlier ones in OSM, so the rule for every day goes first and days off last.
  const order = (rule: Rule) => (rule.off ? 2 : rule.days === null ? 0 : 1);
  const sorted = rules.toSorted((a, b) => order(a) - order(b));
  if (sorted.filter((rule) => rule.days === null).length > 1) return null;
  const parts = sorted.map((rule) => {
    const days = rule.days === null ? "" : daysText(rule.days);
    return [days, rule.off ? "off" : spansText(rule.spans)].filter(Boolean).join(" ");
  });
  if (parts.length === 1 && parts[0] === "00:00-24:00") return "24/7";
  return parts.join("; ");
}

function daysText(days: Set<number>): string {
  const week = [...days].filter((day) => day !== PUBLIC_HOLIDAY).sort((a, b) => a - b);
  if (week.length === 7 && !days.has(PUBLIC_HOLIDAY)) return "";
  const runs: number[][] = [];
  for (const day of week) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const parts = runs.flatMap((run) =>
    run.length > 2 ? [`${DAY_NAMES[run[0]]}-${DAY_NAMES[run.at(-1)!]}`] : run.map((day) => DAY_NAMES[day]),
  );
  return [...parts, ...(days.has(PUBLIC_HOLIDAY) ? ["PH"] : [])].join(",");
}

function spansText(spans: Span[]): string {
  const sorted = spans.toSorted((a, b) => a.start - b.start);
  return sorted.map((span) => `${clockText(span.start)}-${clockText(span.end)}`).join(",");
}

function clockText(minutes: number): string {
  const shown = minutes > MINUTES_PER_DAY ? minutes - MINUTES_PER_DAY : minutes;
  return `${String(Math.floor(shown / 60)).padStart(2, "0")}:${String(shown % 60).padStart(2, "0")}`;
}

const OSM_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)";
const OSM_DAYS = `${OSM_DAY}(?:-${OSM_DAY})?(?:,\\s?${OSM_DAY}(?:-${OSM_DAY})?)*`;
const OSM_CLOCK = "(?:[01]\\d|2[0-4]):[0-5]\\d";
const OSM_TIME = `${OSM_CLOCK}-${OSM_CLOCK}`;
const OSM_RULE = `(?:${OSM_DAYS}\\s)?(?:${OSM_TIME}(?:,\\s?${OSM_TIME})*|off|closed)`;
const OSM_HOURS = new RegExp(`^(?:24/7|${OSM_RULE}(?:;\\s?${OSM_RULE})*)$`);

/** Text that is in the OSM form already. */
function osmForm(text: string): string | null {
  const trimmed = text.trim();
  return OSM_HOURS.test(trimmed) ? trimmed : null;
}
