/** Reads what query strings carry as text: places, boxes, lists, moments. Each refusal says what would be right. */
import { categories, isCategoryId, isRepairKindId, repairKinds } from "@quarterhour/data";
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { profiles } from "@quarterhour/isochrones";
import type { BoundingBox, Position, WalkSettings } from "@quarterhour/isochrones";
import { todayInChina } from "../china-clock.ts";
import { invalidField } from "./problem.ts";

/** `118.05,38.75` → [lng, lat]. */
export function readPosition(text: string, field: string): Position {
  const numbers = readNumbers(text);
  if (numbers === null || numbers.length !== 2) {
    throw invalidField(field, `should be longitude,latitude in degrees, such as 118.05,38.75, and is "${cut(text)}"`);
  }
  return checkPosition([numbers[0], numbers[1]], field);
}

/** Longitude within ±180, latitude within ±90. */
export function checkPosition([lng, lat]: Position, field: string): Position {
  if (Math.abs(lat) > 90 && Math.abs(lng) <= 90) {
    throw invalidField(field, `${lng},${lat} has the latitude first; should be longitude,latitude`);
  }
  if (Math.abs(lng) > 180 || Math.abs(lat) > 90) {
    throw invalidField(field, `${lng},${lat} is no place on Earth; should be longitude,latitude in degrees`);
  }
  return [lng, lat];
}

/** `west,south,east,north` in degrees. */
export function readBox(text: string, field: string): BoundingBox {
  const numbers = readNumbers(text);
  if (numbers === null || numbers.length !== 4) {
    throw invalidField(field, `should be west,south,east,north in degrees, and is "${cut(text)}"`);
  }
  const [west, south, east, north] = numbers;
  checkPosition([west, south], field);
  checkPosition([east, north], field);
  if (west > east || south > north) {
    throw invalidField(field, "should be west,south,east,north, with west below east and south below north");
  }
  return [west, south, east, north];
}

export function readCategories(text: string | undefined, field: string): CategoryId[] | undefined {
  return readList(text, field, isCategoryId, () => categories.map(({ id }) => id));
}

export function readKinds(text: string | undefined, field: string): RepairKindId[] | undefined {
  return readList(text, field, isRepairKindId, () => repairKinds.map(({ id }) => id));
}

/** One or more known words, separated by commas. */
export function readList<T extends string>(
  text: string | undefined,
  field: string,
  isKnown: (word: string) => word is T,
  known: () => readonly string[],
): T[] | undefined {
  if (text === undefined) return undefined;
  const words = text.split(",").map((word) => word.trim());
  return words.map((word) => {
    if (!isKnown(word)) throw invalidField(field, `"${cut(word)}" is not known; should be of ${known().join(", ")}`);
    return word;
  });
}

/** `now`, or ISO 8601; without an offset it is the clock of Asia/Shanghai. */
export function readMoment(text: string, field: string): Date {
  if (text === "now") return new Date();
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/.test(text)) {
    const moment = new Date(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}+08:00`);
    if (!Number.isNaN(moment.getTime())) return moment;
  }
  throw invalidField(field, `should be now or a moment such as 2025-06-04T08:30+08:00, and is "${cut(text)}"`);
}

/** An ISO 8601 date or moment. */
export function readSince(text: string, field: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) text = `${text}T00:00:00+08:00`;
  return readMoment(text, field).toISOString();
}

/** A past day or today, ISO 8601, on the clock of Asia/Shanghai. */
export function readDay(text: string, field: string): string {
  const midnight = new Date(`${text}T00:00:00Z`);
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text) && text.length === 10;
  if (!isDay || text < firstDay) {
    throw invalidField(field, `should be a day such as 2025-05-31, from ${firstDay} on, and is "${cut(text)}"`);
  }
  const today = todayInChina();
  if (text > today)
    throw invalidField(field, `${text} has not come yet; should be ${today}, which is today, or before`);
  return text;
}

/** Two days of which the first is not the later; without `to` it is today. */
export function readTwoDays(from: string, to: string | undefined): { from: string; to: string } {
  const first = readDay(from, "from");
  const last = to === undefined ? todayInChina() : readDay(to, "to");
  if (first > last) throw invalidField("from", `${first} is after ${last}; should be the earlier of the two days`);
  return { from: first, to: last };
}

/** Nobody kept lists of shops before that could be asked for here, and early years are written otherwise in databases. */
const firstDay = "1900-01-01";

/** The question's settings, each left out filled from its profile. */
export function readSettings(question: Partial<WalkSettings>): WalkSettings {
  const profile = profiles.find(({ id }) => id === (question.profile ?? "adult"));
  if (profile === undefined)
    throw invalidField("profile", `should be one of ${profiles.map(({ id }) => id).join(", ")}`);
  return {
    profile: profile.id,
    speedKmh: question.speedKmh ?? profile.speedKmh,
    privateWays: question.privateWays ?? "residents",
    direction: question.direction ?? "outbound",
  };
}

function readNumbers(text: string): number[] | null {
  const parts = text.split(",").map((part) => part.trim());
  return parts.every((part) => /^[+-]?(\d+\.?\d*|\.\d+)$/.test(part)) ? parts.map(Number) : null;
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
