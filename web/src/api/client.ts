/** What the residents' pages ask of the server. */
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import { ask, cityPath } from "./request.ts";
import type {
  BoundingBox,
  Catalogue,
  City,
  IsochroneAnswer,
  Outlet,
  OutletPage,
  Position,
  SearchHit,
  WalkRoute,
} from "./types.ts";

const pair = (position: Position) => position.map((degrees) => degrees.toFixed(6)).join(",");

export async function listCities(signal?: AbortSignal): Promise<City[]> {
  return (await ask<{ items: City[] }>("/api/cities", { signal })).items;
}

export function getCatalogue(signal?: AbortSignal): Promise<Catalogue> {
  return ask<Catalogue>("/api/categories", { signal });
}

/** @param day ISO 8601; null: as it is now */
export function getIsochrones(
  city: string,
  origin: Position,
  signal?: AbortSignal,
  day: string | null = null,
): Promise<IsochroneAnswer> {
  return ask<IsochroneAnswer>(`${cityPath(city)}/isochrones`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ origin, minutes: [5, 10, 15], ...(day && { date: day }) }),
    signal,
  });
}

export function getWalk(city: string, from: Position, to: Position, signal?: AbortSignal): Promise<WalkRoute> {
  return ask<WalkRoute>(`${cityPath(city)}/routes?from=${pair(from)}&to=${pair(to)}`, { signal });
}

/** @param day ISO 8601; null: as it is now */
export function getOutlet(city: string, id: string, signal?: AbortSignal, day: string | null = null): Promise<Outlet> {
  return ask<Outlet>(`${cityPath(city)}/outlets/${encodeURIComponent(id)}${day ? `?date=${day}` : ""}`, { signal });
}

interface OutletQuestion {
  categories?: CategoryId[];
  kind?: RepairKindId;
  near?: Position;
  minutes?: number;
  bbox?: BoundingBox;
  openNow?: boolean;
  limit?: number;
  cursor?: string;
}

export function findOutlets(city: string, question: OutletQuestion, signal?: AbortSignal): Promise<OutletPage> {
  const query = new URLSearchParams();
  if (question.categories?.length) query.set("category", question.categories.join(","));
  if (question.kind) query.set("kind", question.kind);
  if (question.near) query.set("near", pair(question.near));
  if (question.minutes) query.set("minutes", String(question.minutes));
  if (question.bbox) query.set("bbox", question.bbox.map((degrees) => degrees.toFixed(6)).join(","));
  if (question.openNow) query.set("open", "now");
  if (question.limit) query.set("limit", String(question.limit));
  if (question.cursor) query.set("cursor", question.cursor);
  return ask<OutletPage>(`${cityPath(city)}/outlets?${query}`, { signal });
}

export async function search(city: string, text: string, signal?: AbortSignal): Promise<SearchHit[]> {
  const query = new URLSearchParams({ q: text });
  return (await ask<{ items: SearchHit[] }>(`${cityPath(city)}/search?${query}`, { signal })).items;
}
