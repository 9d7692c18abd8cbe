/** Circles as the server keeps and assesses them. */
import type { CategoryId } from "@quarterhour/data";
import type { MultiPolygon, Polygon } from "geojson";
import { ask, cityPath } from "../api/request.ts";
import type { BoundingBox, Position, Tier } from "../api/types.ts";
import { send } from "../state/session.ts";

export type Boundary = Polygon | MultiPolygon;
export type Side = "east" | "south" | "west" | "north";
export const sides: readonly Side[] = ["east", "south", "west", "north"];

export interface BoundsSide {
  text: string;
  /** What the map says, where a person wrote something else. */
  derived: string;
  edited: boolean;
  /** Written for an earlier boundary. */
  outdated: boolean;
}

export interface Band {
  id: string;
  nameZh: string;
  nameEn: string;
}

export interface CircleSummary {
  communities: number;
  residences: number;
  households: number;
  people: number | null;
  presence: { points: number; type: string | null };
  quality: { points: number; grade: string | null; unknownPoints: number } | null;
  reachShare: number | null;
  gapsBasic: CategoryId[];
  knownShare: number | null;
}

export interface Circle {
  id: string;
  name: string;
  kind: string;
  version: number;
  boundary?: Boundary;
  center: Position;
  bbox: BoundingBox;
  areaSquareMeters: number;
  bounds: Record<Side, BoundsSide> & { text: string };
  requiredBasic: CategoryId[] | null;
  note: string | null;
  updatedAt: string;
}

export interface ListedCircle extends Circle {
  summary: CircleSummary;
}

export interface Evidence {
  id?: string;
  text: string;
  file: { name: string; url: string } | string | null;
  date: string;
}

export interface Measure {
  id: string;
  nameZh: string;
  nameEn: string;
  unit: "count" | "countByKind" | "share" | "yesNo" | "choice" | "list";
  value: unknown;
  from: "outlets" | "survey" | "person" | null;
  found: string;
  foundEn: string;
  evidence: Evidence[];
}

export interface QualityPart {
  id: string;
  points: number | null;
  maxPoints: number;
  atLeast: number;
  atMost: number;
  textZh: string;
  textEn: string;
  measures: Measure[];
  next: { text: string; textEn: string; points: number } | null;
}

export interface QualityIndicator {
  id: string;
  nameZh: string;
  nameEn: string;
  points: number | null;
  maxPoints: number;
  atLeast: number;
  atMost: number;
  parts: QualityPart[];
}

export interface CircleAssessment {
  circle: { id: string; name: string; version: number } | null;
  asOf: string;
  basis: {
    speedKmh: number;
    profile: string;
    privateWays: string;
    networkVersion: string;
    dataDate: string | null;
    knownShare: number | null;
    formulas: string[];
  };
  members: {
    communities: { id: string; name: string; shareInside: number }[];
    residences: number;
    households: number;
    householdsEstimated: boolean;
    people: number | null;
    peopleCounted: number;
    householdsWithoutPeople: number;
  };
  presence: {
    points: number;
    maxPoints: number;
    type: Band | null;
    typeAtMost: Band | null;
    range: { min: number; max: number };
    next: { textZh: string; textEn: string; points: number } | null;
    parts: {
      id: Tier;
      points: number;
      maxPoints: number;
      pointsAtMost: number;
      present: CategoryId[];
      missing: CategoryId[];
      unknown: CategoryId[];
      textZh: string;
      textEn: string;
      explanationZh: string;
      explanationEn: string;
    }[];
    categories: {
      category: CategoryId;
      tier: Tier;
      present: boolean | null;
      outlets: number;
      exampleOutlets: { id: string; name: string }[];
      required: boolean;
    }[];
  };
  reach: {
    categories: {
      category: CategoryId;
      tier: Tier;
      ringMinutes: number;
      households: { reached: number; gap: number; unknown: number };
      share: number | null;
      meanSeconds: number | null;
      p90Seconds: number | null;
    }[];
    meanBasicShare: number | null;
    contradictions: { category: CategoryId; share: number; householdsWithout: number }[];
  };
  quality: {
    points: number;
    maxPoints: number;
    unknownPoints: number;
    grade: Band | null;
    indicators: QualityIndicator[];
  } | null;
  survey: {
    responses: number;
    people: number | null;
    sampleShare: number | null;
    sufficient: boolean | null;
    categorySatisfiedShare: number | null;
    serviceSatisfiedShare: number | null;
  } | null;
  indicators: {
    id: string;
    nameZh: string;
    nameEn: string;
    value: number | null;
    unit: string;
    level: string | null;
    colour: string | null;
    formula: string;
    reason: string | null;
  }[];
  proposals: {
    category: CategoryId;
    reason: string;
    reasonZh: string;
    reasonEn: string;
    householdsGain: number | null;
  }[];
}

const circlesPath = (city: string) => `${cityPath(city)}/circles`;
export const circlePath = (city: string, id: string) => `${circlesPath(city)}/${encodeURIComponent(id)}`;

export async function listCircles(city: string, signal?: AbortSignal): Promise<ListedCircle[]> {
  return (await ask<{ items: ListedCircle[] }>(`${circlesPath(city)}?geometry=1`, { signal })).items;
}

export function getAssessment(city: string, id: string, signal?: AbortSignal): Promise<CircleAssessment> {
  return ask<CircleAssessment>(`${circlePath(city, id)}/assessment`, { signal });
}

/** Assesses a boundary without keeping it. */
export function measureBoundary(
  city: string,
  boundary: Boundary,
  requiredBasic: CategoryId[] | null,
  signal?: AbortSignal,
): Promise<CircleAssessment> {
  return ask<CircleAssessment>(`${circlesPath(city)}/measure`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ boundary, ...(requiredBasic ? { requiredBasic } : {}) }),
    signal,
  });
}

export function addCircle(city: string, name: string, boundary: Boundary): Promise<Circle> {
  return send("POST", circlesPath(city), { name, boundary });
}

export interface CircleChange {
  name?: string;
  boundary?: Boundary;
  bounds?: Partial<Record<Side, string | null>>;
  requiredBasic?: CategoryId[] | null;
  note?: string | null;
}

export function changeCircle(city: string, id: string, version: number, change: CircleChange): Promise<Circle> {
  return send("PATCH", circlePath(city, id), { version, ...change });
}

export function removeCircle(city: string, id: string, version: number): Promise<void> {
  return send("DELETE", `${circlePath(city, id)}?version=${version}`);
}

/** A first boundary, grown by walking time along the borders of communities. */
export function proposeCircle(
  city: string,
  start: { community: string } | { center: Position; minutes?: number },
): Promise<{ boundary: Boundary; households: number; people: number | null }> {
  return send("POST", `${circlesPath(city)}/propose`, start);
}

export function putEvidence(
  city: string,
  circle: string,
  measure: string,
  evidence: { value: unknown; text: string; date: string },
): Promise<unknown> {
  return send("PUT", `${circlePath(city, circle)}/evidence/${encodeURIComponent(measure)}`, evidence);
}

export function putEvidenceFile(city: string, circle: string, measure: string, file: File): Promise<unknown> {
  const form = new FormData();
  form.append("file", file, file.name);
  return send("POST", `${circlePath(city, circle)}/evidence/${encodeURIComponent(measure)}/file`, form);
}

export function endEvidence(city: string, circle: string, measure: string): Promise<unknown> {
  return send("DELETE", `${circlePath(city, circle)}/evidence/${encodeURIComponent(measure)}`);
}
