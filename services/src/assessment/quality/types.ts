/** 好不好 (attachment 3) as it is worked out: what goes in, what is found, what comes out. */
import type { CategoryId, EvidenceId, Measure } from "@quarterhour/data";

/** What is asked of an outlet of the circle. */
export interface QualityOutlet {
  id: string;
  name: string;
  status: string;
  source: string;
  services: readonly { category: CategoryId; kind: string | null }[];
  openingHours: string | null;
  attributes: {
    open24h?: boolean;
    selfService?: boolean;
    delivery?: boolean;
    chain?: string;
    areaSquareMeters?: number;
  };
}

/** What a person says of a measure. */
export interface QualityEvidence {
  measure: string;
  /** As `readEvidenceValue` takes it. */
  value: unknown;
  text: string | null;
  /** ISO 8601: the day it was so. */
  date: string | null;
  by?: string | null;
  file?: string | null;
  id?: string;
}

export interface QualityInputs {
  /** Those within the circle, whatever their status; only open ones count. */
  outlets: readonly QualityOutlet[];
  /** Categories of which somebody vouches, for all of the circle, that no outlet is missing. */
  claimed: ReadonlySet<CategoryId>;
  /** Whom the circle serves; null where nobody knows. */
  people: number | null;
  /** null: nobody was asked yet. */
  survey: {
    responses: number;
    categorySatisfiedShare: number | null;
    serviceSatisfiedShare: number | null;
  } | null;
  evidence: readonly QualityEvidence[];
  /** ISO 8601, the day for which it is asked; today where left out. */
  asOf?: string;
}

/** count and share: a number; yesNo: true or false; choice: an id; list: ids; countByKind: numbers by kind. */
export type MeasureValue = number | boolean | string | string[] | Record<string, number>;

/** What is known of a measure. `worst` and `best` are the same where it is known for sure. */
export interface Finding {
  measure: Measure;
  /** null: not known for sure. */
  value: MeasureValue | null;
  /** What it is at the least; null only for choices that nobody made. */
  worst: MeasureValue | null;
  /** What it may be at the most; Infinity where nothing bounds it. */
  best: MeasureValue | null;
  from: EvidenceId | null;
  found: string;
  foundEn: string;
  /** Outlets that were counted, the first few. */
  examples: { id: string; name: string }[];
  /** What outlets or survey say, where a person says otherwise. */
  overrules: { value: MeasureValue | null; found: string; foundEn: string } | null;
  evidence: QualityEvidence[];
}

export interface QualityMeasure {
  id: string;
  nameZh: string;
  nameEn: string;
  unit: Measure["unit"];
  value: MeasureValue | null;
  /** Of counts and shares that are not known for sure; max null: nothing bounds it. */
  range: { min: number; max: number | null } | null;
  /** null: from nowhere yet. */
  from: EvidenceId | null;
  overrules: Finding["overrules"];
  found: string;
  foundEn: string;
  examples: { id: string; name: string }[];
  evidence: { id?: string; text: string | null; file: string | null; date: string | null; by: string | null }[];
}

/** What would earn the next points. */
export interface QualityNext {
  text: string;
  textEn: string;
  points: number;
  /** Ids of the measures it is about. */
  measures: string[];
}

export interface QualityPartResult {
  id: string;
  formula: string;
  /** null: not decided; it lies from atLeast to atMost. */
  points: number | null;
  atLeast: number;
  atMost: number;
  maxPoints: number;
  textZh: string;
  textEn: string;
  measures: QualityMeasure[];
  /** null: all points are earned. */
  next: QualityNext | null;
}

export interface QualityIndicatorResult {
  id: string;
  order: number;
  group: "satisfaction" | "experience";
  nameZh: string;
  nameEn: string;
  points: number | null;
  atLeast: number;
  atMost: number;
  maxPoints: number;
  parts: QualityPartResult[];
}

export interface QualityAssessment {
  /** Those that are certain. */
  points: number;
  maxPoints: number;
  /** Still open: the total lies from `points` to `points + unknownPoints`. */
  unknownPoints: number;
  /** null where what is open decides it. */
  grade: { id: string; nameZh: string; nameEn: string } | null;
  indicators: QualityIndicatorResult[];
}
