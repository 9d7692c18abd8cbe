/** What people write in cells → numbers, dates, phone numbers, yes and no. */
import type { OutletStatus } from "../../store/index.ts";
import { SaidError, say } from "../../words/index.ts";

/** A cell that cannot be taken as it stands; the message says what would be right. */
export class ValueFault extends SaidError {}

/** Words that people write where they know nothing. */
const NOTHING = new Set([
  "",
  "-",
  "--",
  "---",
  "—",
  "——",
  "/",
  "\\",
  "无",
  "暂无",
  "没有",
  "未知",
  "不详",
  "待定",
  "空",
  "null",
  "none",
  "nan",
  "n/a",
  "na",
  "#n/a",
]);

/** Units behind an area. */
export const SQUARE_METERS = ["平方米", "平米", "平方", "m2", "m²"];

/** Full-width digits and signs to plain ones, blanks trimmed. */
function plain(text: string): string {
  return text.normalize("NFKC").trim();
}

/** The cell's text without outer blanks, or null where it says nothing. */
export function textOrNull(cell: string): string | null {
  const text = cell.trim();
  if (/^#(REF|VALUE|NAME\?|DIV\/0|NUM|NULL)!?$/i.test(text) || /^#{3,}$/.test(text)) {
    throw new ValueFault(say("cell.error-sign"));
  }
  return NOTHING.has(plain(text).toLowerCase()) ? null : text;
}

const NUMBER = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** A number, with thousands separators, "about" before and one of `units` behind it if need be. */
export function numberOf(cell: string, units: string[] = []): number {
  let text = plain(cell).replaceAll(/\s/g, "").replace(/^约/, "");
  const unit = units.find((candidate) => text.toLowerCase().endsWith(candidate));
  if (unit !== undefined) text = text.slice(0, -unit.length);
  const value = text === "" || !NUMBER.test(text) ? Number.NaN : Number(text.replaceAll(",", ""));
  if (!Number.isFinite(value)) throw new ValueFault(say("number.none"));
  return value;
}

/** A whole number from 0 on: households, people, storeys. */
export function countOf(cell: string, units: string[], most: number): number {
  const value = numberOf(cell, units);
  if (!Number.isInteger(value) || value < 0) throw new ValueFault(say("number.not-whole"));
  if (value > most) throw new ValueFault(say("number.too-large", { most }));
  return value;
}

/** A share from 0 to 1, from 25%, 0.25, or 25 in a column whose name has a percent sign. */
export function shareOf(cell: string, columnInPercent: boolean): number {
  const text = plain(cell);
  const inPercent = text.endsWith("%") || columnInPercent;
  const value = numberOf(text.endsWith("%") ? text.slice(0, -1) : text) / (inPercent ? 100 : 1);
  if (value >= 0 && value <= 1) return value;
  throw new ValueFault(say("share.none"));
}

/** ISO 8601, from 2024-05-01, 2024/5/1, 2024.5.1, 2024年5月1日, 20240501, with or without a time of day behind. */
export function dateOf(cell: string): string {
  const text = plain(cell);
  const parts =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+\d{1,2}:\d{2}.*)?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const date = parts === null ? null : isoDate(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  if (date === null) throw new ValueFault(say("date.none"));
  return date;
}

function isoDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && year >= 1900 && year <= 2100 ? date.toISOString().slice(0, 10) : null;
}

/** Phone numbers in plain digits, several joined by "; ". */
export function phoneOf(cell: string): string {
  const text = plain(cell).replaceAll(/[—–―−]/g, "-");
  if (/\de\+?\d+$/i.test(text)) {
    throw new ValueFault(say("phone.rounded"));
  }
  const numbers = text.split(/[/;,、|]|\s{2,}|\s(?=1[3-9]\d{9}\b)|和|或/).map((part) => part.trim());
  const kept = numbers.filter((part) => part !== "");
  const isPhone = (part: string) => {
    const digits = part.replaceAll(/\D/g, "");
    return /^[+(\d][\d\s()*-]*(?:(?:转|ext\.?|x|#)\s*\d+)?$/i.test(part) && digits.length >= 3 && digits.length <= 18;
  };
  if (kept.length > 0 && kept.every(isPhone)) return kept.join("; ");
  throw new ValueFault(say("phone.none"));
}

const YES = new Set(["是", "有", "y", "yes", "true", "1", "√", "✓", "✔", "支持", "可", "对"]);
const NO = new Set(["否", "无", "没有", "n", "no", "false", "0", "×", "x", "✗", "不", "不支持", "错"]);

export function yesNoOf(cell: string): boolean {
  const text = plain(cell).toLowerCase();
  if (YES.has(text)) return true;
  if (NO.has(text)) return false;
  throw new ValueFault(say("yes-no.none"));
}

const WHEELCHAIR_WORDS = new Map<string, "yes" | "limited" | "no">([
  ["limited", "limited"],
  ["部分", "limited"],
  ["有限", "limited"],
]);

export function wheelchairOf(cell: string): "yes" | "limited" | "no" {
  return WHEELCHAIR_WORDS.get(plain(cell).toLowerCase()) ?? (yesNoOf(cell) ? "yes" : "no");
}

const STATUS_WORDS: [OutletStatus, string[]][] = [
  [
    "open",
    [
      "open",
      "营业",
      "营业中",
      "正常营业",
      "正常",
      "在营",
      "在业",
      "开业",
      "已开业",
      "存续",
      "运营",
      "运营中",
      "试营业",
      "已建成",
    ],
  ],
  [
    "closed",
    [
      "closed",
      "停业",
      "已停业",
      "歇业",
      "关闭",
      "已关闭",
      "关停",
      "闭店",
      "注销",
      "已注销",
      "吊销",
      "撤销",
      "拆除",
      "已搬迁",
      "倒闭",
    ],
  ],
  [
    "planned",
    ["planned", "规划", "规划中", "拟建", "筹建", "筹备", "筹备中", "在建", "建设中", "待开业", "未开业", "即将开业"],
  ],
];
const statusOfWord = new Map(STATUS_WORDS.flatMap(([status, words]) => words.map((word) => [word, status])));

export function statusOf(cell: string): OutletStatus {
  const status = statusOfWord.get(plain(cell).toLowerCase());
  if (status !== undefined) return status;
  throw new ValueFault(say("status.none"));
}
