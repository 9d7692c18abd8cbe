/** Where the next shops should open, and which closures would hurt most. */
import type { CategoryId, RepairKindId } from "@quarterhour/data";
import type { Polygon, MultiPolygon } from "geojson";
import { ask, cityPath } from "../../api/request.ts";
import type { Position } from "../../api/types.ts";
import type { Job } from "../../state/job.ts";
import { send } from "../../state/session.ts";

export const candidateKinds = ["sites", "outlets", "frontage"] as const;
export type CandidateKind = (typeof candidateKinds)[number];
export const weights = ["households", "people", "elderly", "need"] as const;
export type Weight = (typeof weights)[number];

export interface SitingQuestion {
  categories: (CategoryId | { category: CategoryId; kind: RepairKindId })[];
  count: number;
  area?: string | Polygon | MultiPolygon;
  ring?: number;
  candidates?: CandidateKind[];
  weights?: Weight;
  minimumDistanceMeters?: number;
  minimumHouseholds?: number;
  profile?: string;
}

export interface Site {
  order: number;
  location: Position;
  candidate: { kind: string; id: string | null; name: string | null };
  category: CategoryId;
  kind: RepairKindId | null;
  gainedHouseholds: number;
  gainedPeople: number | null;
  cumulativeHouseholds: number;
  residences: number;
  householdsInRing: number;
}

export interface SitingResult {
  sites: Site[];
  curve: { count: number; households: number }[];
  uncoveredBefore: number;
  coveredAfter: number;
  bound: { upper: number; gained: number; gapShare: number; exact: boolean };
  method: string;
  notes: { id: string; text: string }[];
}

export interface Closure {
  order: number;
  outlet: { id: string; name: string; location: Position };
  category: CategoryId;
  kind: RepairKindId | null;
  lostHouseholds: number;
  cumulativeHouseholds: number;
}

export interface ClosuresResult {
  closures: Closure[];
}

const path = (city: string) => `${cityPath(city)}/siting`;

export async function startSiting(city: string, question: SitingQuestion): Promise<Job<SitingResult>> {
  return (await send<{ job: Job<SitingResult> }>("POST", path(city), question)).job;
}

export async function startClosures(
  city: string,
  question: Pick<SitingQuestion, "categories" | "count" | "area" | "ring">,
): Promise<Job<ClosuresResult>> {
  return (await send<{ job: Job<ClosuresResult> }>("POST", `${path(city)}/closures`, question)).job;
}

export function getSiting(
  city: string,
  job: string,
  signal?: AbortSignal,
): Promise<{ job: string; kind: string; result: SitingResult | ClosuresResult }> {
  return ask(`${path(city)}/${encodeURIComponent(job)}`, { signal });
}

export const sitingFile = (city: string, job: string, format: "csv" | "geojson") =>
  `${path(city)}/${encodeURIComponent(job)}?format=${format}`;
