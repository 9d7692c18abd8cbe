/** What this page asks of the server. */
import type { CategoryId } from "@quarterhour/data";
import type { Geometry } from "geojson";
import { ask, askFor, cityPath } from "../api/request.ts";
import type { BoundingBox, WalkSettings } from "../api/types.ts";

export type Level = "city" | "district" | "street" | "community" | "circle" | "cell";

/** Households, or people. */
export interface Counts {
  covered: number;
  gap: number;
  unknown: number;
}

export interface CoverageCell extends Counts {
  category: CategoryId;
  ringMinutes: number;
  /** covered / (covered + gap); null where nothing is known. */
  share: number | null;
  /** (covered + gap) / all; null without households. */
  knownShare: number | null;
  people: Counts | null;
  meanSeconds: number | null;
  p90Seconds: number | null;
}

export interface Area {
  id: string;
  name: string;
  nameEn: string | null;
  level: Level;
  bbox?: BoundingBox;
  geometry?: Geometry;
}

export interface CoverageItem {
  area: Area;
  households: number;
  people: number | null;
  categories: CoverageCell[];
}

export interface CoverageAnswer {
  items: CoverageItem[];
  outside: { residences: number; households: number };
  date?: string;
  settings: WalkSettings;
  networkVersion: string;
  basis: { dataDate: string | null; knownShare: number | null };
}

/** Told while the server still works out another pace or hour. */
export interface StillWorking {
  step: string | null;
  fraction: number | null;
}

export interface CoverageQuestion {
  level: Level;
  ring: number | null;
  profile: string | null;
  /** HH:MM */
  hour: string | null;
  /** YYYY-MM-DD; null for now */
  date: string | null;
  /** Those to count: of a large city all fifty would be a flood. */
  categories: readonly CategoryId[];
}

/** What is written to a file: the first `limit` of the areas in the order of the page; all where null. */
export function exportQuery(
  question: CoverageQuestion,
  category: CategoryId | null,
  limit: number | null,
): URLSearchParams {
  const query = coverageQuery(category ? { ...question, categories: [category] } : question);
  if (category) query.set("sort", "gap");
  if (limit) query.set("limit", String(limit));
  return query;
}

function coverageQuery(question: CoverageQuestion): URLSearchParams {
  const query = new URLSearchParams({ level: question.level });
  if (question.categories.length) query.set("category", question.categories.join(","));
  if (question.ring) query.set("ring", String(question.ring));
  if (question.profile) query.set("profile", question.profile);
  if (question.hour) query.set("at", question.hour);
  if (question.date) query.set("date", question.date);
  return query;
}

/** Asks until the answer is there: another pace or hour may take the server a while. */
export async function untilReady(
  path: string,
  tell: (working: StillWorking) => void,
  signal?: AbortSignal,
): Promise<Response> {
  for (;;) {
    const response = await askFor(path, { signal });
    if (response.status !== 202) return response;
    tell((await response.json()) as StillWorking);
    const seconds = Number(response.headers.get("retry-after")) || 1;
    await new Promise((wake) => setTimeout(wake, seconds * 1000));
    signal?.throwIfAborted();
  }
}

async function askUntilReady<T>(path: string, tell: (working: StillWorking) => void, signal?: AbortSignal): Promise<T> {
  return (await untilReady(path, tell, signal)).json() as Promise<T>;
}

export function getCoverage(
  city: string,
  question: CoverageQuestion,
  tell: (working: StillWorking) => void,
  signal?: AbortSignal,
): Promise<CoverageAnswer> {
  const query = coverageQuery(question);
  query.set("geometry", "1");
  return askUntilReady<CoverageAnswer>(`${cityPath(city)}/coverage?${query}`, tell, signal);
}

export interface Distribution {
  category: CategoryId;
  households: number;
  bins: { fromMinutes: number; toMinutes: number; households: number }[];
  /** Households with none within half an hour. */
  beyond: number;
  /** The same, where nobody can say whether there is one. */
  unknownBeyond: number;
}

export interface Trend {
  points: {
    date: string;
    categories: { category: CategoryId; share: number | null; gap: number; outlets: number }[];
  }[];
}

/** One area, one category; the whole city where the level is that. */
function detailQuery(question: CoverageQuestion, areaId: string, category: CategoryId): URLSearchParams {
  const query = coverageQuery({ ...question, categories: [category] });
  query.delete("level");
  if (question.level !== "city") query.set("area", areaId);
  return query;
}

export function getDistribution(
  city: string,
  question: CoverageQuestion,
  areaId: string,
  category: CategoryId,
  signal?: AbortSignal,
): Promise<Distribution> {
  const query = detailQuery(question, areaId, category);
  return askUntilReady<Distribution>(`${cityPath(city)}/coverage/distribution?${query}`, () => {}, signal);
}

export function getTrend(
  city: string,
  question: CoverageQuestion,
  areaId: string,
  category: CategoryId,
  signal?: AbortSignal,
): Promise<Trend> {
  const query = detailQuery({ ...question, profile: null, hour: null, date: null }, areaId, category);
  return askUntilReady<Trend>(`${cityPath(city)}/coverage/trend?${query}`, () => {}, signal);
}

export interface ChangeCell {
  category: CategoryId;
  from: Counts;
  to: Counts;
  gained: number;
  lost: number;
}

export interface ChangeItem {
  area: { id: string; name: string };
  households: number;
  gained: number;
  lost: number;
  categories: ChangeCell[];
}

export async function getChanges(
  city: string,
  question: { level: Level; from: string; to: string },
  signal?: AbortSignal,
): Promise<ChangeItem[]> {
  const query = new URLSearchParams({ level: question.level, from: question.from, to: question.to });
  return (await ask<{ items: ChangeItem[] }>(`${cityPath(city)}/coverage/compare?${query}`, { signal })).items;
}
