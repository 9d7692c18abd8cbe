/** What every document says of itself: which city, which data, how it was walked, whom to thank. */
import { profiles } from "@quarterhour/isochrones";
import { dayInChina } from "../../china-clock.ts";

export interface DocumentFacts {
  city: { id: string; nameZh: string; fictional: boolean; attribution: string };
  /** Of the map, ISO 8601; null where its file does not tell. */
  mapDate: string | null;
  /** ISO 8601 date and time: as the outlets were. */
  asOf: string;
  /** Sources of the outlets, the largest first. */
  sources: { name: string; outlets: number }[];
  speedKmh: number;
  profile: string;
  networkVersion: string;
  /** Address under which people find this service, without a slash at the end. */
  origin: string;
}

export function profileName(id: string): string {
  return profiles.find((profile) => profile.id === id)?.nameZh ?? id;
}

export function walkingText({ speedKmh, profile }: Pick<DocumentFacts, "speedKmh" | "profile">): string {
  return `步行速度 ${speedKmh} 千米/时（${profileName(profile)}）`;
}

/** What has to be shown wherever the city is shown; the map is always OpenStreetMap's, but for a made-up city. */
export function creditText({ city: { attribution, fictional } }: Pick<DocumentFacts, "city">): string {
  if (fictional) return attribution;
  const own = attribution.includes("OpenStreetMap") ? attribution : `${attribution} © OpenStreetMap contributors`;
  return own.includes("ODbL") ? own.trim() : `${own.trim()}（ODbL 1.0）`;
}

export function dataText(facts: DocumentFacts): string {
  const map = facts.mapDate === null ? "地图数据日期不详" : `地图数据 ${dayInChina(facts.mapDate)}`;
  return `${map}；网点资料 ${dayInChina(facts.asOf)}；${walkingText(facts)}`;
}

/** Minutes as people say them: begun ones count. */
export function minutesOf(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 60 - 1e-9));
}
