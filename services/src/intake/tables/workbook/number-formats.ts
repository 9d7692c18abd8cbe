/** What a cell's number format makes of its number: a date, a time, a percentage, leading zeros, or just a number. */

export type NumberKind =
  | { kind: "number" }
  | { kind: "percent" }
  | { kind: "padded"; digits: number }
  | { kind: "date" }
  | { kind: "time" }
  | { kind: "date-time" }
  /** Hours may pass 24. */
  | { kind: "duration" };

const DATE = new Set([14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
const TIME = new Set([18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56]);

/** Formats that have a number only (ECMA-376 18.8.30), the Chinese ones among them. */
export function builtInKind(id: number): NumberKind {
  if (DATE.has(id)) return { kind: "date" };
  if (TIME.has(id)) return { kind: "time" };
  if (id === 22) return { kind: "date-time" };
  if (id === 46) return { kind: "duration" };
  if (id === 9 || id === 10) return { kind: "percent" };
  return { kind: "number" };
}

/** The kind that a format code describes, such as `yyyy"年"m"月"d"日"`, `[$-804]h:mm`, `0.0%`, `00000`. */
export function kindOfCode(code: string): NumberKind {
  // What stands for itself says nothing: quoted texts, escaped characters, padding.
  const bare = code.replaceAll(/"[^"]*"?|\\.|[_*]./g, "").split(";")[0];
  if (/\[(h+|m+|s+)\]/i.test(bare)) return { kind: "duration" };
  const plain = bare.replaceAll(/\[[^\]]*\]/g, "").toLowerCase();
  if (/^0{2,}$/.test(plain)) return { kind: "padded", digits: plain.length };
  if (plain.includes("general") || plain === "@") return { kind: "number" };
  const letters = plain.replaceAll(/e[+-]/g, "").replaceAll(/am\/pm|a\/p|上午\/下午/g, "h");
  const hasTime = /[hs]/.test(letters);
  // "m" is minutes beside hours or seconds, else months.
  const hasDate = /[ydeg]|aaa/.test(letters) || (letters.includes("m") && !hasTime);
  if (hasDate) return { kind: hasTime ? "date-time" : "date" };
  if (hasTime) return { kind: "time" };
  return { kind: plain.includes("%") ? "percent" : "number" };
}

const SECONDS_PER_DAY = 86_400;
/** 31 December 9999. */
const LAST_DAY = 2_958_465;

/** The number of a cell as text: ISO 8601 for dates and times, plain digits else. `raw` is what the file stores. */
export function numberText(raw: string, format: NumberKind, date1904: boolean): string {
  const value = Number(raw);
  if (raw.trim() === "" || !Number.isFinite(value)) return raw;
  switch (format.kind) {
    case "number":
      return plainNumber(raw, value);
    case "percent":
      return `${plainNumber("", value * 100)}%`;
    case "padded":
      return Number.isInteger(value) && value >= 0
        ? plainNumber(raw, value).padStart(format.digits, "0")
        : plainNumber(raw, value);
    default:
      return value < 0 || value >= LAST_DAY + 1 ? plainNumber(raw, value) : momentText(value, format.kind, date1904);
  }
}

/** Digits without an exponent, to the 15 significant ones that spreadsheets compute with. */
function plainNumber(raw: string, value: number): string {
  if (/^-?\d{1,15}$/.test(raw)) return raw;
  const text = String(Number(value.toPrecision(15)));
  if (!text.includes("e")) return text;
  return value.toLocaleString("en-US", { useGrouping: false, maximumSignificantDigits: 15 });
}

function momentText(serial: number, kind: "date" | "time" | "date-time" | "duration", date1904: boolean): string {
  const seconds = Math.round(serial * SECONDS_PER_DAY);
  if (kind === "duration") return clock(seconds);
  const secondOfDay = seconds % SECONDS_PER_DAY;
  const day = (seconds - secondOfDay) / SECONDS_PER_DAY;
  // A closing time of 1.0 is midnight at the day's end.
  if (kind === "time") return clock(seconds === SECONDS_PER_DAY ? seconds : secondOfDay);
  const date = dayText(day, date1904);
  return kind === "date" || secondOfDay === 0 ? date : `${date} ${clock(secondOfDay)}`;
}

function dayText(day: number, date1904: boolean): string {
  // Spreadsheets count a 29 February 1900, which never was.
  if (!date1904 && day === 60) return "1900-02-29";
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
  return new Date(epoch + day * SECONDS_PER_DAY * 1000).toISOString().slice(0, 10);
}

function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  return seconds % 60 === 0 ? text : `${text}:${two(seconds % 60)}`;
}
