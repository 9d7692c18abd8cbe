/** What an answer of a map service is worth: it names its own level, we look whether it is about what was asked. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import { CHINA } from "../../tables/coordinates.ts";
import { parseAddress } from "../address.ts";
import type { GeocodeCandidate, GeocodeQuery, MatchLevel } from "../geocoder.ts";
import { nameKey } from "../text.ts";

/**
 * Share of a service's answers of each level that lie within 100 m. Not measured here, since the services cannot be
 * asked in tests: careful guesses from what the levels mean. Doors and buildings pass the usual bar, areas never.
 */
const WORTH: Record<MatchLevel, number> = {
  door: 0.9,
  building: 0.85,
  "street-number": 0.8,
  crossing: 0.85,
  landmark: 0.75,
  compound: 0.7,
  street: 0.3,
  community: 0.25,
  area: 0.1,
};

/** An answer outside the city's box by more than this is about another place. */
const MARGIN_DEGREES = 0.05;

export interface Answered {
  location: Position;
  level: MatchLevel;
  /** The address or name as the service tells it. */
  matched: string;
  /** The service's own level or type, for the explanation. */
  ownLevel: string;
  /** 0 to 1, where the service rates itself. */
  score?: number;
}

/** null where the answer lies outside of the city. */
export function judged(
  provider: string,
  title: string,
  query: GeocodeQuery,
  { location, level, matched, ownLevel, score = 1 }: Answered,
  box: BoundingBox | undefined,
): GeocodeCandidate | null {
  const [west, south, east, north] = box ?? CHINA;
  const [lng, lat] = location;
  const margin = MARGIN_DEGREES;
  if (!(lng >= west - margin && lng <= east + margin && lat >= south - margin && lat <= north + margin)) return null;
  const asked = parseAddress(query.address);
  const answered = parseAddress(matched);
  let worth = WORTH[level] * score;
  let doubt = "";
  if (asked.number !== null && level !== "area" && level !== "community") {
    if (answered.number === null) {
      if (level === "door" || level === "street-number") worth *= 0.8;
    } else if (answered.number.main !== asked.number.main) {
      worth *= 0.5;
      doubt = "；门牌号不同";
    }
    const [a, b] = [asked.beforeNumber, answered.beforeNumber].map((text) => (text === null ? null : nameKey(text)));
    if (a !== null && b !== null && !a.endsWith(b) && !b.endsWith(a)) {
      worth *= 0.5;
      doubt += "；路名不同";
    }
  }
  return {
    location: [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6],
    level,
    confidence: Math.round(Math.max(0, Math.min(0.95, worth)) * 1000) / 1000,
    matched,
    provider,
    explanation: `${title}：${ownLevel}${doubt}`,
  };
}

/** A member of an object that came as JSON; undefined where there is no object. */
export function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** Text, or a number as text; 高德 writes [] for what is empty. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** null where the two are no coordinates. */
export function positionOf(lng: unknown, lat: unknown): Position | null {
  const position: Position = [Number.parseFloat(textOf(lng)), Number.parseFloat(textOf(lat))];
  return Math.abs(position[0]) <= 180 && Math.abs(position[1]) <= 90 ? position : null;
}
