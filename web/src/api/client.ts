/** The one place that speaks to the server. Same origin only. */
import type { CategoryId, RepairKindId } from "@quarterhour/data";
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

/** `offline`: no connection; `busy`: the server is there but cannot answer now; `missing`: 404; `refused`: our question was wrong. */
type ApiErrorKind = "offline" | "busy" | "missing" | "refused" | "server";

export class ApiError extends Error {
  readonly kind: ApiErrorKind;
  readonly status: number;
  constructor(kind: ApiErrorKind, status: number, message: string) {
    super(message);
    this.name = "ApiError";
    this.kind = kind;
    this.status = status;
  }
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

function kindOf(status: number): ApiErrorKind {
  if (status === 404) return "missing";
  if (status === 429 || status === 503) return "busy";
  return status < 500 ? "refused" : "server";
}

interface Problem {
  title?: string;
  detail?: string;
  errors?: { field: string; message: string }[];
}

function problemText(problem: Problem, status: number): string {
  const fields = (problem.errors ?? []).map((error) => `${error.field}: ${error.message}`);
  return [problem.detail ?? problem.title ?? `HTTP ${status}`, ...fields].join("; ");
}

/** @throws ApiError, or an AbortError when `signal` is aborted */
async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError("offline", 0, error instanceof Error ? error.message : String(error));
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as Problem;
    throw new ApiError(kindOf(response.status), response.status, problemText(problem, response.status));
  }
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError("server", response.status, `${path}: the answer is not JSON`);
  }
}

const pair = (position: Position) => position.map((degrees) => degrees.toFixed(6)).join(",");
const cityPath = (city: string) => `/api/cities/${encodeURIComponent(city)}`;

export async function listCities(signal?: AbortSignal): Promise<City[]> {
  return (await ask<{ items: City[] }>("/api/cities", { signal })).items;
}

export function getCatalogue(signal?: AbortSignal): Promise<Catalogue> {
  return ask<Catalogue>("/api/categories", { signal });
}

export function getIsochrones(city: string, origin: Position, signal?: AbortSignal): Promise<IsochroneAnswer> {
  return ask<IsochroneAnswer>(`${cityPath(city)}/isochrones`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ origin, minutes: [5, 10, 15] }),
    signal,
  });
}

export function getWalk(city: string, from: Position, to: Position, signal?: AbortSignal): Promise<WalkRoute> {
  return ask<WalkRoute>(`${cityPath(city)}/routes?from=${pair(from)}&to=${pair(to)}`, { signal });
}

export function getOutlet(city: string, id: string, signal?: AbortSignal): Promise<Outlet> {
  return ask<Outlet>(`${cityPath(city)}/outlets/${encodeURIComponent(id)}`, { signal });
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
