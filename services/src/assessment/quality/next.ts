/** What would earn the next points of a part of 好不好. */
import type { Deduction, ListedItem, QualityPart, QualityRule } from "@quarterhour/data";
import { percent } from "./findings.ts";
import { missingOf, pointsOf, thresholdOf } from "./rules.ts";
import type { RuleValues } from "./rules.ts";
import type { Finding, MeasureValue, QualityNext } from "./types.ts";

export interface Scored {
  part: QualityPart;
  findings: readonly Finding[];
  /** Whether an outlet of the rule's `needs` is there; null where nobody knows. */
  isThere: boolean | null;
  /** Names of those outlets. */
  needs: { zh: string; en: string };
  atLeast: number;
  atMost: number;
}

/** First what is not known, then the step that is nearest. null where all points are earned. */
export function nextStep(scored: Scored): QualityNext | null {
  const { part, atLeast, atMost } = scored;
  if (atLeast >= part.maxPoints) return null;
  if (atMost > atLeast) return toBeFoundOut(scored);
  return toBeDone(scored);
}

function toBeFoundOut({ part, findings, isThere, needs, atLeast, atMost }: Scored): QualityNext {
  const used = measuresOf(part.rule);
  const open = findings.filter(({ measure, value }) => value === null && used.has(measure.id));
  const zh = open.map(({ measure }) => measure.nameZh);
  const en = open.map(({ measure }) => measure.nameEn.toLowerCase());
  if (isThere === null) {
    zh.unshift(`是否有${needs.zh}`);
    en.unshift(`is there ${needs.en}?`);
  }
  return {
    text: `待核实：${zh.join("、")}`,
    textEn: `To be found out: ${en.join(", ")}`,
    points: hundredths(atMost - atLeast),
    measures: open.map(({ measure }) => measure.id),
  };
}

function toBeDone({ part, findings, isThere, needs, atLeast }: Scored): QualityNext | null {
  const { rule } = part;
  const byId = new Map(findings.map((one) => [one.measure.id, one]));
  const valueOf = (id: string) => byId.get(id)?.worst ?? null;
  const nameOf = (id: string) => byId.get(id)!.measure;
  const values: RuleValues = { of: valueOf, isThere: isThere !== false, side: "worst" };
  const step = (text: string, textEn: string, points: number, measures: string[]): QualityNext => {
    return { text, textEn, points: hundredths(points - atLeast), measures };
  };
  switch (rule.kind) {
    case "yesNo": {
      const { nameZh, nameEn } = nameOf(rule.measure);
      return step(`做到：${nameZh}`, `Achieve: ${nameEn}`, rule.points, [rule.measure]);
    }
    case "steps": {
      const next = rule.steps.findLast(({ points }) => points > atLeast);
      if (!next) return null;
      const short = Object.entries(next.atLeast).filter(([id, least]) => (valueOf(id) as number) < least);
      const say = (id: string, least: number) => {
        const isShare = nameOf(id).unit === "share";
        const show = (number: number) => (isShare ? percent(number) : String(number));
        return [show(least), show(valueOf(id) as number)] as const;
      };
      const zh = short.map(([id, least]) => `${nameOf(id).nameZh}达到 ${say(id, least).join("（现 ")}）`);
      const en = short.map(([id, least]) => `${nameOf(id).nameEn}: ${say(id, least).join(" (now ")})`);
      const ids = short.map(([id]) => id);
      return step(zh.join("，"), en.join("; "), next.points, ids);
    }
    case "threshold": {
      const { nameZh, nameEn } = nameOf(rule.measure);
      const asked = percent(thresholdOf(rule, values));
      const now = percent(valueOf(rule.measure) as number);
      return step(`${nameZh}达到 ${asked}（现 ${now}）`, `${nameEn}: ${asked} (now ${now})`, rule.points, [
        rule.measure,
      ]);
    }
    case "perUnit": {
      const { nameZh, nameEn } = nameOf(rule.measure);
      const now = valueOf(rule.measure) as number;
      const points = Math.min(rule.maxPoints, (now + 1) * rule.pointsEach);
      return step(`${nameZh}再加 1（现 ${now}）`, `${nameEn}: one more (now ${now})`, points, [rule.measure]);
    }
    case "choice": {
      const better = rule.choices.filter(({ points }) => points > atLeast).sort((a, b) => a.points - b.points)[0];
      if (!better) return null;
      return step(`达到“${better.nameZh}”`, `Reach "${better.nameEn}"`, better.points, [rule.measure]);
    }
    case "deduct": {
      if (isThere === false) {
        const points = pointsOf(rule, { ...values, isThere: true });
        const all = [...measuresOf(rule)];
        return step(`先要有${needs.zh}`, `First of all there must be ${needs.en}`, Math.max(points, atLeast), all);
      }
      return mended(rule, values, step, nameOf);
    }
  }
}

type DeductRule = Extract<QualityRule, { kind: "deduct" }>;

/** The one thing that, put right, gives most. */
function mended(
  rule: DeductRule,
  values: RuleValues,
  step: (text: string, textEn: string, points: number, measures: string[]) => QualityNext,
  nameOf: (id: string) => { nameZh: string; nameEn: string },
): QualityNext | null {
  const steps = rule.deductions.flatMap((deduction) => {
    const mend = mendOf(deduction, values.of(deduction.measure));
    if (mend === null) return [];
    const { nameZh, nameEn } = nameOf(deduction.measure);
    const of = (id: string) => (id === deduction.measure ? mend.value : values.of(id));
    const points = pointsOf(rule, { ...values, of });
    return [step(`${nameZh}：${mend.zh}`, `${nameEn}: ${mend.en}`, points, [deduction.measure])];
  });
  return steps.sort((a, b) => b.points - a.points)[0] ?? null;
}

/** What puts one deduction right, or one unit of it. */
function mendOf(
  deduction: Deduction,
  value: MeasureValue | null,
): { zh: string; en: string; value: MeasureValue } | null {
  const { when, perMissingBelow, eachAtLeast } = deduction;
  if (when === "no") return value === true ? null : { zh: "做到", en: "achieve it", value: true };
  if (perMissingBelow !== undefined) {
    const now = value as number;
    if (now >= perMissingBelow) return null;
    return {
      zh: `再增加 1 类（现 ${now}，需 ${perMissingBelow}）`,
      en: `one more (now ${now} of ${perMissingBelow})`,
      value: now + 1,
    };
  }
  const missing = missingOf(deduction, value);
  if (missing.length === 0) return null;
  const [first] = missing;
  const zh = missing.map(({ nameZh }) => nameZh).join("、");
  const en = missing.map(({ nameEn }) => nameEn).join(", ");
  const counts = value as Record<string, number>;
  return {
    zh: `补上一项（缺${eachAtLeast === undefined ? "" : ` ${eachAtLeast} 台以上的`}：${zh}）`,
    en: `add one of what is missing (${en})`,
    value: Array.isArray(value) ? [...value, first.id] : { ...counts, [first.id]: eachAtLeast ?? 1 },
  };
}

function measuresOf(rule: QualityRule): Set<string> {
  switch (rule.kind) {
    case "steps":
      return new Set(rule.steps.flatMap(({ atLeast }) => Object.keys(atLeast)));
    case "threshold":
      return new Set([rule.measure, rule.by]);
    case "deduct":
      return new Set(rule.deductions.map(({ measure }) => measure));
    default:
      return new Set([rule.measure]);
  }
}

/** Names of categories for "there must be …". */
export function namesOf(items: readonly Pick<ListedItem, "nameZh" | "nameEn">[]): { zh: string; en: string } {
  return {
    zh: items.map(({ nameZh }) => nameZh).join("或"),
    en: items.map(({ nameEn }) => nameEn.toLowerCase()).join(" or "),
  };
}

export function hundredths(points: number): number {
  return Math.round(points * 100) / 100;
}
