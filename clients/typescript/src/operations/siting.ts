// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { CategoryId, Job, ProfileId, RepairKindId, WalkSettings } from "./shared.ts";

export const siting = {
  /** Which places for new outlets cover the most households that lack them */
  findSites: call<{ city: string }, SitingQuestion, { job: Job }>("POST /api/cities/{city}/siting"),
  /** Which outlets would be missed most if they closed */
  findWorstClosures: call<{ city: string }, ClosureQuestion, { job: Job }>("POST /api/cities/{city}/siting/closures"),
  /** What came of a question of siting; as CSV or GeoJSON as well */
  getSiting: call<{ city: string; job: string; format?: "json" | "csv" | "geojson" }, never, GetSitingAnswer>(
    "GET /api/cities/{city}/siting/{job}",
  ),
  /** What was asked of siting lately, the latest first */
  listSiting: call<{ city: string }, never, { items: ListSitingItem[] }>("GET /api/cities/{city}/siting"),
};

export interface GetSitingAnswer {
  job: string;
  kind: "siting.find" | "siting.closures";
  /** As it was asked */ question: Record<string, unknown>;
  result: SitingResult | ClosuresResult;
}

export interface ListSitingItem {
  job: string;
  kind: "siting.find" | "siting.closures";
  state: string;
  /** As it was asked */ question: Record<string, unknown>;
  createdAt: string;
  endedAt: string | null;
  summary: { sites: number; households: number } | null;
}

export interface AreaShape {
  type: "Polygon" | "MultiPolygon";
  coordinates: unknown[];
}

export interface ClosureQuestion {
  /** What is to be placed; of small repairs a kind as well (shoe: what a cobbler does) */ categories: (
    | CategoryId
    | WantedCategory
  )[];
  /** How many altogether, over all categories */ count: number;
  /** Whose households count: id of a district, street, community or circle, or a polygon; else the city */ area?:
    | string
    | AreaShape;
  /** Minutes; the policy's own when left out */ ring?: number;
  weights?: SitingWeights;
  profile?: ProfileId;
  /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
  /** Only outlets open then: HH:MM or a moment */ at?: string;
}

export interface ClosuresResult {
  closures: ClosuresResultClosure[];
  /** What so many come to together, from none on */ curve: ClosuresResultCurve[];
  notes: { id: string; text: string }[];
  basis: SitingBasis;
  computeMs: number;
}

export interface ClosuresResultOutlet {
  id: string;
  name: string;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
}

export interface ClosuresResultClosure {
  order: number;
  outlet: ClosuresResultOutlet;
  category: CategoryId;
  kind: RepairKindId | null;
  ringMinutes: number;
  lost: number;
  /** Households that would lack it */ lostHouseholds: number;
  lostPeople: number | null;
  cumulativeHouseholds: number;
  residences: number;
  /** Households of whom nobody would know any more */ unknownHouseholds: number;
  householdsInRing: number;
}

export interface ClosuresResultCurve {
  count: number;
  lost: number;
  households: number;
  people: number | null;
}

/** Streets (within 30 m) or areas chosen as frontage */
export interface Frontage {
  type: "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon";
  coordinates: unknown[];
}

export interface SitingBasis {
  formula: string;
  weights: string;
  networkVersion: string;
  dataDate: string | null;
  /** The state of the city */ version: string;
  settings: WalkSettings;
  at: string | null;
  area: { id: string | null; name: string | null } | null;
}

export interface SitingQuestion extends ClosureQuestion {
  /** sites: empty premises; outlets: another service in an existing shop; frontage: along streets, on commercial land or where shops are; or places. Left out: sites where the city has any, else frontage */ candidates?: (
    | ("sites" | "outlets" | "frontage")
    | [number, number]
  )[];
  frontage?: Frontage;
  /** Sites that are settled; they are among count */ fixed?: SitingQuestionFixed[];
  forbidden?: SitingQuestionForbidden;
  /** Straight, between new sites of one category, and to open outlets of it */ minimumDistanceMeters?: number;
  /** Households within the ring, whatever they have already */ minimumHouseholds?: number;
}

export interface SitingQuestionFixed {
  site?: string;
  outlet?: string;
  /** Longitude, latitude in degrees, WGS-84 */ location?: [number, number];
  category?: CategoryId;
  kind?: RepairKindId;
}

export interface SitingQuestionForbidden {
  sites?: string[];
  outlets?: string[];
  area?: AreaShape;
}

export interface SitingResult {
  /** The fixed ones first, then each that gains most beside those before */ sites: SitingResultSite[];
  /** What so many come to together, from none on */ curve: SitingResultCurve[];
  categories: SitingResultCategory[];
  /** Households times categories */ uncoveredBefore: number;
  coveredAfter: number;
  /** In what homes count by */ bound: SitingResultBound;
  method: "exact" | "greedy+swap";
  candidates: SitingResultCandidates;
  notes: { id: string; text: string }[];
  basis: SitingBasis;
  computeMs: number;
}

export interface SitingResultCandidate {
  kind: "site" | "outlet" | "frontage" | "given";
  id: string | null;
  name: string | null;
}

export interface SitingResultSite {
  order: number;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  candidate: SitingResultCandidate;
  category: CategoryId;
  kind: RepairKindId | null;
  ringMinutes: number;
  fixed: boolean;
  /** In what homes were asked to count by */ gained: number;
  /** Households that lack it now and would have it, beside those before */ gainedHouseholds: number;
  gainedPeople: number | null;
  cumulativeHouseholds: number;
  residences: number;
  /** Within the ring; nobody knows whether they lack it. In no gain */ unknownHouseholds: number;
  householdsInRing: number;
  accessMeters: number | null;
}

export interface SitingResultCurve {
  count: number;
  gained: number;
  households: number;
  people: number | null;
}

export interface SitingResultCategory {
  category: CategoryId;
  kind: RepairKindId | null;
  ringMinutes: number;
  /** Households */ uncoveredBefore: number;
  /** Of those */ coveredAfter: number;
  knownShare: number | null;
}

export interface SitingResultBound {
  /** No choice of these candidates gains more */ upper: number;
  gained: number;
  /** (upper − gained) ÷ upper: how far from the best it can be at most */ gapShare: number;
  /** This is the best */ exact: boolean;
}

export interface SitingResultCandidates {
  considered: number;
  /** The others could not have been chosen */ searched: number;
  tooFewHouseholds: number;
}

/** What homes count by. elderly: people of 60 and more; need: households times the share of survey answers in their circle that miss the category */
export type SitingWeights = "households" | "people" | "elderly" | "need";

export interface WantedCategory {
  category: CategoryId;
  kind?: RepairKindId;
  /** Minutes; the policy's own when left out */ ringMinutes?: number;
}
