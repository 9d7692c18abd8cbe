/** The rules of 好不好 (data/scoring/quality.json) over values: more of anything never gives fewer points. */
import type { Deduction, ListedItem, QualityRule } from "@quarterhour/data";
import type { MeasureValue } from "./types.ts";

/** What a rule is applied to. */
export interface RuleValues {
  /** null only for a choice that nobody made: then it is the one that gives least (worst) or most (best). */
  of(measure: string): MeasureValue | null;
  /** Whether an outlet of `needs` is there. */
  isThere: boolean;
  side: "worst" | "best";
}

/** The points that a rule gives, to the hundredth. */
export function pointsOf(rule: QualityRule, values: RuleValues): number {
  return Math.round(applied(rule, values) * 100) / 100;
}

function applied(rule: QualityRule, values: RuleValues): number {
  const number = (measure: string) => values.of(measure) as number;
  switch (rule.kind) {
    case "yesNo":
      return values.of(rule.measure) === true ? rule.points : rule.pointsElse;
    case "steps": {
      const step = rule.steps.find(({ atLeast }) =>
        Object.entries(atLeast).every(([measure, least]) => number(measure) >= least),
      );
      return step?.points ?? rule.pointsElse;
    }
    case "threshold":
      return number(rule.measure) >= thresholdOf(rule, values) ? rule.points : rule.pointsElse;
    case "perUnit":
      return Math.min(rule.maxPoints, number(rule.measure) * rule.pointsEach);
    case "choice": {
      const chosen = rule.choices.find(({ id }) => id === values.of(rule.measure));
      if (chosen) return chosen.points;
      const points = rule.choices.map((choice) => choice.points);
      return values.side === "worst" ? Math.min(...points) : Math.max(...points);
    }
    case "deduct": {
      if (!values.isThere) return rule.floorPoints;
      const lost = rule.deductions.reduce((sum, one) => sum + lostBy(one, values.of(one.measure)), 0);
      return Math.max(rule.floorPoints, rule.fullPoints - lost);
    }
  }
}

/** The share that is asked for: without the tier of the city, the highest of them (worst) or the lowest (best). */
export function thresholdOf(
  rule: Extract<QualityRule, { kind: "threshold" }>,
  { of, side }: Pick<RuleValues, "of" | "side">,
): number {
  const chosen = rule.choices.find(({ id }) => id === of(rule.by));
  if (chosen) return chosen.atLeast;
  const all = rule.choices.map(({ atLeast }) => atLeast);
  return side === "worst" ? Math.max(...all) : Math.min(...all);
}

function lostBy(deduction: Deduction, value: MeasureValue | null): number {
  const { points, perMissingBelow } = deduction;
  if (deduction.when === "no") return value === true ? 0 : points;
  if (perMissingBelow !== undefined) return Math.max(0, perMissingBelow - (value as number)) * points;
  return missingOf(deduction, value).length * points;
}

/** Which of the things listed are missing. */
export function missingOf({ perMissingOf = [], eachAtLeast = 1 }: Deduction, value: MeasureValue | null): ListedItem[] {
  if (Array.isArray(value)) return perMissingOf.filter(({ id }) => !value.includes(id));
  const counts = (value ?? {}) as Record<string, number>;
  return perMissingOf.filter(({ id }) => (counts[id] ?? 0) < eachAtLeast);
}
