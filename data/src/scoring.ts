import presenceFile from "../scoring/presence.json" with { type: "json" };
import qualityFile from "../scoring/quality.json" with { type: "json" };
import type { CategoryId, Tier } from "./categories.ts";

/** A band of a total: at least `minPoints`, less than `belowPoints`; null is no bound. */
export interface ScoreBand {
  id: string;
  nameZh: string;
  nameEn: string;
  minPoints: number | null;
  belowPoints: number | null;
}

/** All or nothing: `points` when at least `required` of the `listed` categories of the tier are there. */
export interface AtLeastRule {
  kind: "atLeast";
  tier: Tier;
  listed: number;
  required: number;
  points: number;
  pointsBelow: number;
  /** A city may instead name which categories are required. */
  placesMayNameTheRequired: boolean;
}

/** `pointsEach` for every category of the tier that is there, at most `maxPoints`. */
export interface PerCategoryRule {
  kind: "perCategory";
  tier: Tier;
  listed: number;
  pointsEach: number;
  maxPoints: number;
}

/** One of the two parts of the table 有没有. */
export interface PresencePart {
  id: Tier;
  /** Exact words of the table. */
  official: { indicator: string; content: string; standard: string };
  nameZh: string;
  nameEn: string;
  maxPoints: number;
  rule: AtLeastRule | PerCategoryRule;
  textZh: string;
  textEn: string;
}

/** Attachment 2: 业态“有没有”分型表. */
export interface PresenceTable {
  source: string;
  titleZh: string;
  titleEn: string;
  maxPoints: number;
  parts: PresencePart[];
  /** Highest first; a total below all of them has no type. */
  types: ScoreBand[];
  typesOfficial: string;
  belowAll: { nameZh: string; nameEn: string; note: string };
}

/** Where a measure comes from: data about outlets, the survey, or a person who looked. */
export type EvidenceId = "outlets" | "survey" | "person";

/** Something to be known before a rule can be applied. Shares are from 0 to 1. */
export interface Measure {
  id: string;
  unit: "count" | "countByKind" | "share" | "yesNo" | "choice" | "list";
  evidence: EvidenceId;
  nameZh: string;
  nameEn: string;
  /** How it is worked out, where the name does not say it all. */
  how?: string;
  /** The outlets that are looked at. */
  categories?: CategoryId[];
  /** Counts what happened within the calendar year: what was said in another year says nothing. */
  withinYear?: boolean;
}

/** A thing that may be there or missing. */
export interface ListedItem {
  id: string;
  nameZh: string;
  nameEn: string;
  /** Categories whose self-service outlets are such things. */
  categories?: CategoryId[];
}

/** One reason to take points away; exactly one of `when`, `perMissingOf`, `perMissingBelow` is there. */
export interface Deduction {
  measure: string;
  /** Takes `points` away once when the measure says this. */
  when?: "no";
  /** Takes `points` away for each of these that is missing. */
  perMissingOf?: ListedItem[];
  /** With perMissingOf: fewer than this many of a thing count as missing. */
  eachAtLeast?: number;
  /** Takes `points` away for each one that the count is short of this. */
  perMissingBelow?: number;
  points: number;
}

export type QualityRule =
  /** `points` for yes, `pointsElse` for no. */
  | { kind: "yesNo"; measure: string; points: number; pointsElse: number }
  /** The first step whose measures all reach their values gives its points. */
  | { kind: "steps"; steps: { atLeast: Record<string, number>; points: number }[]; pointsElse: number }
  /** `points` when the share reaches the value that belongs to the choice (tier of the city). */
  | {
      kind: "threshold";
      measure: string;
      by: string;
      choices: (ListedItem & { atLeast: number })[];
      points: number;
      pointsElse: number;
    }
  /** `pointsEach` for each, at most `maxPoints`. */
  | { kind: "perUnit"; measure: string; pointsEach: number; maxPoints: number }
  /** The points of the choice made. */
  | { kind: "choice"; measure: string; choices: (ListedItem & { points: number })[] }
  /** `fullPoints` less the deductions, never under `floorPoints`; `floorPoints` when no outlet of `needs.anyOf` is there. */
  | {
      kind: "deduct";
      fullPoints: number;
      floorPoints: number;
      deductions: Deduction[];
      needs?: { anyOf: CategoryId[] };
      facts?: Record<string, unknown>;
    };

/** A sub-rule of an indicator. */
export interface QualityPart {
  id: string;
  maxPoints: number;
  /** Exact words of the table. */
  official: string;
  textZh: string;
  textEn: string;
  measures: Measure[];
  rule: QualityRule;
  /** How words that leave room were read. */
  note?: string;
}

/** One of the ten indicators of the table 好不好; its points are the sum of its parts. */
export interface QualityIndicator {
  id: string;
  order: number;
  group: "satisfaction" | "experience";
  nameZh: string;
  nameEn: string;
  maxPoints: number;
  /** Exact words of the table; `method` is what it says about how to measure. */
  official: { indicator: string; content: string; standard: string; method?: string };
  parts: QualityPart[];
}

/** Attachment 3: 服务“好不好”评价表. */
export interface QualityTable {
  source: string;
  titleZh: string;
  titleEn: string;
  maxPoints: number;
  groups: { id: "satisfaction" | "experience"; official: string; nameZh: string; nameEn: string; maxPoints: number }[];
  evidence: { id: EvidenceId; nameZh: string; nameEn: string }[];
  indicators: QualityIndicator[];
  /** Highest first. */
  grades: ScoreBand[];
  gradesOfficial: string;
}

/** The table 有没有: which categories are there, and the type of circle that follows. */
export const presenceTable = presenceFile as unknown as PresenceTable;

/** The table 好不好: how good the services are, and the grade that follows. */
export const qualityTable = qualityFile as unknown as QualityTable;
