/** 好不好: how good the services of a circle are, by attachment 3 (data/scoring/quality.json). */
import { categoryOf, qualityTable } from "@quarterhour/data";
import type { QualityIndicator, QualityPart } from "@quarterhour/data";
import { todayInChina } from "../../china-clock.ts";
import { findMeasure } from "./findings.ts";
import { hundredths, namesOf, nextStep } from "./next.ts";
import { hasAnyOf } from "./outlet-measures.ts";
import type { OutletFacts } from "./outlet-measures.ts";
import { pointsOf } from "./rules.ts";
import type {
  Finding,
  MeasureValue,
  QualityAssessment,
  QualityIndicatorResult,
  QualityInputs,
  QualityMeasure,
  QualityPartResult,
} from "./types.ts";

/** Ids of the formulas of all parts. */
export const qualityFormulas: readonly string[] = qualityTable.indicators.flatMap(({ parts }) =>
  parts.map(({ id }) => formulaOf(id)),
);

/**
 * Points of each indicator, part by part. What is not known gives a range: points are null where it decides them, and
 * the grade is null where it decides that.
 */
export function assessQuality(inputs: QualityInputs): QualityAssessment {
  const facts: OutletFacts = {
    outlets: inputs.outlets.filter(({ status }) => status === "open"),
    claimed: inputs.claimed,
    people: inputs.people,
  };
  const asOf = inputs.asOf ?? todayInChina();
  const indicators = qualityTable.indicators.map((indicator) => assessIndicator(indicator, inputs, facts, asOf));
  const atLeast = hundredths(sum(indicators.map((one) => one.atLeast)));
  const atMost = hundredths(sum(indicators.map((one) => one.atMost)));
  const grade = gradeOf(atLeast);
  return {
    points: atLeast,
    maxPoints: qualityTable.maxPoints,
    unknownPoints: hundredths(atMost - atLeast),
    grade: grade.id === gradeOf(atMost).id ? grade : null,
    indicators,
  };
}

function assessIndicator(
  { id, order, group, nameZh, nameEn, maxPoints, parts }: QualityIndicator,
  inputs: QualityInputs,
  facts: OutletFacts,
  asOf: string,
): QualityIndicatorResult {
  const results = parts.map((part) => assessPart(part, inputs, facts, asOf));
  const atLeast = hundredths(sum(results.map((one) => one.atLeast)));
  const atMost = hundredths(sum(results.map((one) => one.atMost)));
  const points = atLeast === atMost ? atLeast : null;
  return { id, order, group, nameZh, nameEn, points, atLeast, atMost, maxPoints, parts: results };
}

function assessPart(part: QualityPart, inputs: QualityInputs, facts: OutletFacts, asOf: string): QualityPartResult {
  const findings = part.measures.map((measure) => findMeasure(measure, part, inputs, facts, asOf));
  const needed = (part.rule.kind === "deduct" && part.rule.needs?.anyOf) || [];
  // Whoever counted, measured or listed something there has seen that there is something.
  const isSeen = findings.some(({ from, value }) => from === "person" && saysThatThereIsSome(value));
  const isThere = needed.length === 0 || isSeen ? true : hasAnyOf(needed, facts);
  const scoreAt = (side: "worst" | "best") =>
    pointsOf(part.rule, {
      side,
      of: (id) => findings.find(({ measure }) => measure.id === id)?.[side] ?? null,
      isThere: isThere ?? side === "best",
    });
  const atLeast = scoreAt("worst");
  const atMost = scoreAt("best");
  const needs = namesOf(needed.map(categoryOf));
  return {
    id: part.id,
    formula: formulaOf(part.id),
    points: atLeast === atMost ? atLeast : null,
    atLeast,
    atMost,
    maxPoints: part.maxPoints,
    textZh: part.textZh,
    textEn: part.textEn,
    measures: findings.map(viewOf),
    next: nextStep({ part, findings, isThere, needs, atLeast, atMost }),
  };
}

function saysThatThereIsSome(value: MeasureValue | null): boolean {
  return Array.isArray(value) ? value.length > 0 : value === true || (typeof value === "number" && value > 0);
}

function viewOf({
  measure,
  value,
  worst,
  best,
  from,
  overrules,
  found,
  foundEn,
  examples,
  evidence,
}: Finding): QualityMeasure {
  const { id, nameZh, nameEn, unit } = measure;
  const isOpenNumber = value === null && typeof worst === "number" && typeof best === "number" && from !== null;
  return {
    id,
    nameZh,
    nameEn,
    unit,
    value,
    range: isOpenNumber ? { min: worst, max: best === Infinity ? null : best } : null,
    from,
    overrules,
    found,
    foundEn,
    examples,
    evidence: evidence.map(({ id: own, text, file, date, by }) => ({
      ...(own !== undefined && { id: own }),
      text,
      file: file ?? null,
      date,
      by: by ?? null,
    })),
  };
}

function gradeOf(points: number): { id: string; nameZh: string; nameEn: string } {
  const { id, nameZh, nameEn } = qualityTable.grades.find(
    ({ minPoints }) => minPoints === null || points >= minPoints,
  )!;
  return { id, nameZh, nameEn };
}

function formulaOf(part: string): string {
  return `quality.${part}`;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
