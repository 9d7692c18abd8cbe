/** What is asked of a circle (生活圈) and what comes out. Plain values; times in seconds, lengths in metres. */
import type { CategoryId, Tier } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import type { MultiPolygon, Polygon } from "geojson";
import type { QualityAssessment } from "../quality/types.ts";

export type Boundary = Polygon | MultiPolygon;

/** In the order of 东至…，南至…，西至…，北至…. */
export type Side = "east" | "south" | "west" | "north";
export const sides: readonly Side[] = ["east", "south", "west", "north"];

/** What runs along a side: a named road, river or railway, the border of a community, or nothing that has a name. */
export interface SideFeature {
  name: string;
  kind: "road" | "river" | "railway" | "community" | "none";
  /** Of the side's length, 0 to 1. */
  share: number;
}

export interface BoundarySide {
  /** As it is to be read: what somebody wrote, else what was worked out. */
  text: string;
  derived: string;
  edited: boolean;
  /** Somebody wrote the text for an earlier boundary. */
  outdated: boolean;
  features: SideFeature[];
}

export interface CircleBounds extends Record<Side, BoundarySide> {
  /** 东至…，南至…，西至…，北至… */
  text: string;
}

/** An outlet as circles see it; in the order of the city's open outlets, or of all of them. */
export interface CircleOutlet {
  id: string;
  name: string;
  location: Position;
  status: string;
  services: readonly { category: CategoryId; kind: string | null }[];
}

/** A home, in the order of the reach table's rows. */
export interface CircleResidence {
  id: string;
  location: Position;
  households: number;
  householdsEstimated: boolean;
  /** null where nobody counted. */
  people: number | null;
  areas: { district: string | null; street: string | null; community: string | null };
}

export interface CircleMembers {
  /** With homes inside, or (where nobody lives) with ground; the largest share first. */
  communities: { id: string; name: string; shareInside: number }[];
  residences: number;
  households: number;
  /** Some of the households were estimated from buildings. */
  householdsEstimated: boolean;
  /** null where a home inside has no count of people. */
  people: number | null;
  /** The people of those homes that have a count. */
  peopleCounted: number;
  /** Households of homes without a count of people. */
  householdsWithoutPeople: number;
  peopleEstimated: boolean;
}

export interface CircleType {
  id: string;
  nameZh: string;
  nameEn: string;
}

export interface PresencePartResult {
  id: Tier;
  formula: string;
  /** Sure whatever the unknown categories are. */
  points: number;
  maxPoints: number;
  /** What it would be if all unknown categories were there. */
  pointsAtMost: number;
  present: CategoryId[];
  missing: CategoryId[];
  unknown: CategoryId[];
  textZh: string;
  textEn: string;
  /** How the points came about. */
  explanationZh: string;
  explanationEn: string;
}

export interface PresenceCategory {
  category: CategoryId;
  tier: Tier;
  /** null: nobody knows. */
  present: boolean | null;
  outlets: number;
  exampleOutlets: { id: string; name: string }[];
  /** Named as one that must be there. */
  required: boolean;
  /** What it counts for: its own points where each counts, else 0. */
  points: number;
}

export interface Presence {
  points: number;
  maxPoints: number;
  /** By the points that are sure; null below all types. */
  type: CircleType | null;
  parts: PresencePartResult[];
  /** All 50 in policy order. */
  categories: PresenceCategory[];
  /** Different where unknown categories could change the points. */
  range: { min: number; max: number };
  /** The type at `range.max`; the same as `type` where what is unknown decides nothing. */
  typeAtMost: CircleType | null;
  /** What the next type or the missing basic categories would take. */
  next: { textZh: string; textEn: string; points: number } | null;
}

export interface ReachCategory {
  category: CategoryId;
  tier: Tier;
  ringMinutes: number;
  households: { reached: number; gap: number; unknown: number };
  share: number | null;
  meanSeconds: number | null;
  p90Seconds: number | null;
}

export interface Contradiction {
  category: CategoryId;
  present: true;
  share: number;
  householdsWithout: number;
}

export interface CircleReach {
  /** All 50 in policy order. */
  categories: ReachCategory[];
  /** Mean of the shares of the basic categories that are known. */
  meanBasicShare: number | null;
  /** How many basic categories that is the mean of. */
  knownBasic: number;
  /** The table is satisfied, many homes are not: most households without first. */
  contradictions: Contradiction[];
}

/** What of the survey belongs in an assessment. */
export interface CircleSurvey {
  responses: number;
  people: number | null;
  sampleShare: number | null;
  sufficient: boolean | null;
  categorySatisfiedShare: number | null;
  serviceSatisfiedShare: number | null;
}

export interface IndicatorValue {
  id: string;
  nameZh: string;
  nameEn: string;
  group: string;
  /** null: not known. */
  value: number | null;
  /** Why it is not known. */
  reason: string | null;
  /** It rests on categories of which nobody vouches that all are in the data. */
  incomplete: boolean;
  unit: string;
  /** Id of the threshold that the value falls in. */
  level: string | null;
  colour: string | null;
  formula: string;
}

export interface CircleProposal {
  category: CategoryId;
  reason: "missing" | "required-missing" | "out-of-reach";
  reasonZh: string;
  reasonEn: string;
  /** Households that lack it now; null where nobody knows. */
  householdsGain: number | null;
}

export interface CircleBasis {
  speedKmh: number;
  profile: string;
  privateWays: string;
  networkVersion: string;
  /** Of the map, ISO 8601. */
  dataDate: string | null;
  /** Mean over the 20 basic categories of the share of households for whom somebody vouches for the data. */
  knownShare: number | null;
  /** Ids of README.md. */
  formulas: string[];
}

export interface CircleAssessment {
  /** null while a boundary is only measured. */
  circle: { id: string; name: string; version: number } | null;
  /** ISO 8601 date and time: when it was worked out. */
  asOf: string;
  basis: CircleBasis;
  members: CircleMembers;
  presence: Presence;
  reach: CircleReach;
  /** null while a boundary is only measured. */
  quality: QualityAssessment | null;
  survey: CircleSurvey | null;
  indicators: IndicatorValue[];
  proposals: CircleProposal[];
}
