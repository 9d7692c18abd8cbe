// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { CategoryId, CircleSatisfaction, IndicatorValue, Named } from "./shared.ts";

export const circles = {
  /** Keep a circle that was drawn */
  addCircle: call<{ city: string }, AddCircleBody, Circle>("POST /api/cities/{city}/circles"),
  /** Who lives there, 有没有 and 好不好 with each point explained, and who really reaches what */
  assessCircle: call<{ city: string; id: string }, never, CircleAssessment>(
    "GET /api/cities/{city}/circles/{id}/assessment",
  ),
  /** Change a circle; what is left out stays as it is */
  changeCircle: call<{ city: string; id: string }, ChangeCircleBody, Circle>("PATCH /api/cities/{city}/circles/{id}"),
  /** The circles with their points as a table for spreadsheets */
  exportCirclesCsv: call<{ city: string }, never, string>("GET /api/cities/{city}/circles.csv", "text"),
  /** The circles as GeoJSON; it can be read in again as it is */
  exportCirclesGeoJson: call<
    { city: string },
    never,
    { type: "FeatureCollection"; features: ExportCirclesGeoJsonFeature[] }
  >("GET /api/cities/{city}/circles.geojson"),
  /** Where circles of a kind lie over each other, and who lives in none */
  findCircleOverlaps: call<
    {
      city: string;
      /** What it is a circle for */ kind?: CircleKind;
    },
    never,
    FindCircleOverlapsAnswer
  >("GET /api/cities/{city}/circles/overlaps"),
  /** One circle with its boundary and 四至 */
  getCircle: call<{ city: string; id: string }, never, Circle>("GET /api/cities/{city}/circles/{id}"),
  /** Take in circles from GeoJSON, all of them or none */
  importCircles: call<{ city: string }, ImportCirclesBody, ImportCirclesAnswer>(
    "POST /api/cities/{city}/circles/import",
  ),
  /** The circles of a city, each with what matters most */
  listCircles: call<
    {
      city: string;
      /** With their boundaries */ geometry?: "1";
    },
    never,
    { items: CircleListed[] }
  >("GET /api/cities/{city}/circles"),
  /** The same of a boundary that is being drawn, without keeping it */
  measureCircle: call<{ city: string }, MeasureCircleBody, MeasuredBoundary>("POST /api/cities/{city}/circles/measure"),
  /** Make one circle of several; the first keeps its id, and all evidence becomes its own */
  mergeCircles: call<
    { city: string },
    {
      circles: {
        id: string;
        /** The version that was looked at; 409 where somebody has changed it since */ version: number;
      }[];
      name?: string;
    },
    Circle
  >("POST /api/cities/{city}/circles/merge"),
  /** A circle to begin with, grown along borders of communities to the size of GB 50180 */
  proposeCircle: call<{ city: string }, ProposeCircleBody, ProposeCircleAnswer>(
    "POST /api/cities/{city}/circles/propose",
  ),
  /** Take a circle away, with its evidence; the audit log keeps its boundary */
  removeCircle: call<
    {
      city: string;
      id: string;
      /** The version that was looked at; 409 where somebody has changed it since */ version: number;
    },
    never,
    null
  >("DELETE /api/cities/{city}/circles/{id}"),
  /** Cut a circle in two along a line */
  splitCircle: call<{ city: string; id: string }, SplitCircleBody, { kept: Circle; added: Circle }>(
    "POST /api/cities/{city}/circles/{id}/split",
  ),
};

export interface AddCircleBody {
  name: string;
  kind?: CircleKind;
  /** GeoJSON Polygon or MultiPolygon, WGS-84, within the city */ boundary: Record<string, unknown>;
  details?: CircleDetailsInput | null;
  requiredBasic?: CategoryId[] | null;
  note?: string | null;
  bounds?: SideTexts;
}

export interface ChangeCircleBody {
  name?: string;
  kind?: CircleKind;
  /** GeoJSON Polygon or MultiPolygon, WGS-84, within the city */ boundary?: Record<string, unknown>;
  details?: CircleDetailsInput | null;
  requiredBasic?: CategoryId[] | null;
  note?: string | null;
  bounds?: SideTexts;
  /** The version that was looked at; 409 where somebody has changed it since */ version: number;
}

export interface ExportCirclesGeoJsonFeature {
  type: "Feature";
  id: string;
  geometry: { type: string };
  properties: { name: string };
}

export interface FindCircleOverlapsOverlap {
  a: { id: string; name: string };
  b: { id: string; name: string };
  areaSquareMeters: number;
  /** With their homes in both */ households: number;
  /** Polygon or MultiPolygon, WGS-84 */ geometry: Record<string, unknown>;
}

export interface FindCircleOverlapsCommunity {
  id: string;
  name: string;
  households: number;
  share: number | null;
  areaSquareMeters: number;
}

export interface FindCircleOverlapsLeftover {
  /** In no circle */ households: number;
  people: number | null;
  residences: number;
  /** Most households first */ communities: FindCircleOverlapsCommunity[];
  /** Polygon or MultiPolygon, WGS-84 */ geometry: Record<string, unknown>;
}

export interface FindCircleOverlapsAnswer {
  /** The first 1,000 found at most, most households first */ overlaps: FindCircleOverlapsOverlap[];
  /** There are more overlaps than those, or boundaries too intricate to be cut with others */ isCutShort: boolean;
  leftover: FindCircleOverlapsLeftover;
}

export interface ImportCirclesChanges {
  added: number;
  changed: number;
  unchanged: number;
}

export interface ImportCirclesProblem {
  row: number | null;
  field: string | null;
  message: string;
}

export interface ImportCirclesAnswer {
  read: number;
  accepted: number;
  changes: ImportCirclesChanges | null;
  circles: Circle[];
  problems: ImportCirclesProblem[];
}

export interface ImportCirclesBody {
  /** A FeatureCollection */ geojson: Record<string, unknown>;
  /** Who sent it */ source: string;
  /** Coordinate system; WGS-84 when left out */ crs?: string;
  /** Judge, and write nothing */ dryRun?: boolean;
  /** Take the good ones although others are bad */ skipBadRows?: boolean;
}

export interface MeasureCircleBody {
  /** GeoJSON Polygon or MultiPolygon, WGS-84, within the city */ boundary: Record<string, unknown>;
  requiredBasic?: CategoryId[] | null;
  /** Id of the circle whose boundary it is to become: its evidence and survey then count */ circle?: string;
}

export interface ProposeCircleStep {
  community: { id: string; name: string };
  households: number;
  people: number | null;
  meanSeconds: number | null;
  householdsSoFar: number;
  peopleSoFar: number | null;
  reasonZh: string;
  reasonEn: string;
}

export interface ProposeCircleEnclosed {
  id: string;
  name: string;
  households: number;
}

export interface ProposeCircleStandard {
  nameZh: string;
  minutes: number;
  /** From and to */ dwellings: number[];
  /** From and to */ people: number[];
  source: string;
}

export interface ProposeCircleBasis {
  formulas: string[];
  networkVersion: string;
  dataDate: string | null;
  speedKmh: number;
  profile: string;
}

export interface ProposeCircleAnswer {
  /** Grown along borders of communities, or, where none are known, what can be walked to */ method:
    | "communities"
    | "ring";
  /** Polygon or MultiPolygon, WGS-84 */ boundary: Record<string, unknown>;
  /** Longitude, latitude in degrees, WGS-84 */ center: [number, number];
  /** The communities in the order they were taken in */ steps: ProposeCircleStep[];
  /** Communities that the others surround; counted too */ enclosed: ProposeCircleEnclosed[];
  households: number;
  people: number | null;
  /** Why it stopped there */ endZh: string;
  endEn: string;
  meetsStandard: boolean;
  standard: ProposeCircleStandard;
  basis: ProposeCircleBasis;
}

export interface ProposeCircleBody {
  /** Id of a community */ community?: string;
  /** Longitude, latitude in degrees, WGS-84 */ center?: [number, number];
  minutes?: 5 | 10 | 15;
  /** From and to */ people?: number[];
  /** From and to */ dwellings?: number[];
}

export interface SplitCircleBody {
  line: [number, number][];
  /** The version that was looked at; 409 where somebody has changed it since */ version: number;
  /** Of the part that is new */ name?: string;
}

export interface AssessmentBasis {
  speedKmh: number;
  profile: string;
  privateWays: string;
  networkVersion: string;
  dataDate: string | null;
  knownShare: number | null;
  formulas: string[];
}

export interface Circle {
  id: string;
  name: string;
  kind: CircleKind;
  source: string;
  sourceRef: string | null;
  details: CircleDetails | null;
  requiredBasic: CategoryId[] | null;
  note: string | null;
  version: number;
  boundaryVersion: number;
  by: string;
  createdAt: string;
  updatedAt: string;
  boundary?: Record<string, unknown>;
  /** Longitude, latitude in degrees, WGS-84 */ center: [number, number];
  /** West, south, east, north in degrees, WGS-84 */ bbox: number[];
  areaSquareMeters: number;
  bounds: CircleBounds;
}

/** As it is now */
export interface CircleAssessment {
  circle: CircleVersion | null;
  asOf: string;
  basis: AssessmentBasis;
  members: CircleMembers;
  presence: CirclePresence;
  reach: CircleReach;
  quality: QualityAssessment | null;
  survey: CircleSatisfaction | null;
  indicators: IndicatorValue[];
  proposals: CircleProposal[];
}

/** 四至 */
export interface CircleBounds {
  east: CircleSide;
  south: CircleSide;
  west: CircleSide;
  north: CircleSide;
  text: string;
}

/** What attachment 5 asks and no data tells */
export interface CircleDetails {
  operators: CircleOperator[];
  form: ("clustered" | "street-front" | "scattered") | null;
  platform: string | null;
  commercialCenters: number | null;
  residents: number | null;
  serviceAreaPercent: number | null;
  workers: number | null;
  missing: string | null;
}

export interface CircleDetailsInput {
  operators?: CircleOperator[];
  form?: ("clustered" | "street-front" | "scattered") | null;
  platform?: string | null;
  commercialCenters?: number | null;
  residents?: number | null;
  serviceAreaPercent?: number | null;
  workers?: number | null;
  missing?: string | null;
}

/** What it is a circle for */
export type CircleKind = "15min" | "elderly" | "childcare" | "fitness" | "parcel" | "other";

export interface CircleListed extends Circle {
  summary: CircleSummary;
}

export interface CircleMembers {
  communities: CircleMembersCommunity[];
  residences: number;
  households: number;
  householdsEstimated: boolean;
  people: number | null;
  /** Of the homes that have a count */ peopleCounted: number;
  householdsWithoutPeople: number;
  peopleEstimated: boolean;
}

export interface CircleMembersCommunity {
  id: string;
  name: string;
  /** Of its households; of its ground where nobody lives */ shareInside: number;
}

export type CircleOperator = "street" | "state" | "private" | "specialist" | "each";

export interface CirclePresence {
  /** Those that are sure */ points: number;
  maxPoints: number;
  /** By the points that are sure; null: not yet a circle */ type: Named | null;
  parts: CirclePresencePart[];
  /** All 50 in policy order */ categories: CirclePresenceCategory[];
  range: { min: number; max: number };
  typeAtMost: Named | null;
  next: CirclePresenceNext | null;
}

export interface CirclePresencePart {
  /** 基本保障类 or 品质提升类 */ id: "basic" | "quality";
  formula: string;
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
}

export interface CirclePresenceCategory {
  category: CategoryId;
  /** 基本保障类 or 品质提升类 */ tier: "basic" | "quality";
  present: boolean | null;
  outlets: number;
  exampleOutlets: { id: string; name: string }[];
  required: boolean;
  points: number;
}

export interface CirclePresenceNext {
  textZh: string;
  textEn: string;
  points: number;
}

export interface CircleProposal {
  category: CategoryId;
  reason: "missing" | "required-missing" | "out-of-reach";
  reasonZh: string;
  reasonEn: string;
  householdsGain: number | null;
}

export interface CircleReach {
  categories: CircleReachCategory[];
  meanBasicShare: number | null;
  /** How many basic categories those are */ knownBasic: number;
  /** There is one inside, and many homes do not reach any: most households first */ contradictions: CircleReachContradiction[];
}

export interface CircleReachHouseholds {
  reached: number;
  gap: number;
  unknown: number;
}

export interface CircleReachCategory {
  category: CategoryId;
  /** 基本保障类 or 品质提升类 */ tier: "basic" | "quality";
  ringMinutes: number;
  households: CircleReachHouseholds;
  share: number | null;
  meanSeconds: number | null;
  p90Seconds: number | null;
}

export interface CircleReachContradiction {
  category: CategoryId;
  present: boolean;
  share: number;
  householdsWithout: number;
}

export interface CircleSide {
  /** To be read: what somebody wrote, else what was worked out; — where nothing runs along */ text: string;
  derived: string;
  edited: boolean;
  /** It was written for an earlier boundary */ outdated: boolean;
  features: CircleSideFeature[];
}

export interface CircleSideFeature {
  name: string;
  kind: "road" | "river" | "railway" | "community" | "none";
  /** Of the side's length */ share: number;
}

export interface CircleSummary {
  communities: number;
  residences: number;
  households: number;
  people: number | null;
  presence: { points: number; type: string | null };
  quality: CircleSummaryQuality | null;
  reachShare: number | null;
  /** Basic categories that are missing for sure */ gapsBasic: CategoryId[];
  /** Categories that are there and that less than 80 % of the homes reach */ contradictions: number;
  knownShare: number | null;
}

export interface CircleSummaryQuality {
  points: number;
  grade: string | null;
  unknownPoints: number;
}

export interface CircleVersion {
  id: string;
  name: string;
  version: number;
}

/** Without indicators */
export interface MeasuredBoundary extends CircleAssessment {
  bounds: CircleBounds;
  areaSquareMeters: number;
}

export interface QualityAssessment {
  /** Those that are certain */ points: number;
  maxPoints: number;
  /** Still open: the total lies from points to points + unknownPoints */ unknownPoints: number;
  grade: Named | null;
  indicators: QualityAssessmentIndicator[];
}

export interface QualityAssessmentOverrules {
  value: (number | boolean | string | string[] | Record<string, number>) | null;
  found: string;
  foundEn: string;
}

export interface QualityAssessmentEvidence {
  id?: string;
  text: string | null;
  file: string | null;
  date: string | null;
  by: string | null;
}

export interface QualityAssessmentMeasure {
  id: string;
  nameZh: string;
  nameEn: string;
  unit: "count" | "countByKind" | "share" | "yesNo" | "choice" | "list";
  value: (number | boolean | string | string[] | Record<string, number>) | null;
  range: { min: number; max: number | null } | null;
  from: ("outlets" | "survey" | "person") | null;
  overrules: QualityAssessmentOverrules | null;
  found: string;
  foundEn: string;
  examples: { id: string; name: string }[];
  evidence: QualityAssessmentEvidence[];
}

export interface QualityAssessmentNext {
  text: string;
  textEn: string;
  points: number;
  measures: string[];
}

export interface QualityAssessmentPart {
  id: string;
  formula: string;
  points: number | null;
  atLeast: number;
  atMost: number;
  maxPoints: number;
  textZh: string;
  textEn: string;
  measures: QualityAssessmentMeasure[];
  next: QualityAssessmentNext | null;
}

export interface QualityAssessmentIndicator {
  id: string;
  order: number;
  group: "satisfaction" | "experience";
  nameZh: string;
  nameEn: string;
  points: number | null;
  atLeast: number;
  atMost: number;
  maxPoints: number;
  parts: QualityAssessmentPart[];
}

export interface SideTexts {
  east?: string | null;
  south?: string | null;
  west?: string | null;
  north?: string | null;
}
