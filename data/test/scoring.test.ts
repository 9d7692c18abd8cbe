import { describe, expect, test } from "vitest";
import {
  categories,
  type Measure,
  presenceTable,
  type QualityPart,
  qualityTable,
  type ScoreBand,
  situationForm,
  projectForm,
  surveyForm,
} from "@quarterhour/data";

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** Checks that bands touch, highest first, and cover from `lowest` up. */
function expectBandsToTouch(bands: ScoreBand[], lowest: number | null) {
  expect(bands[0].belowPoints).toBeNull();
  for (let i = 1; i < bands.length; i++) expect(bands[i].belowPoints).toBe(bands[i - 1].minPoints);
  expect(bands.at(-1)!.minPoints).toBe(lowest);
}

describe("有没有", () => {
  test("60 for the basic part and 40 for the quality part", () => {
    expect(presenceTable.parts.map((part) => part.maxPoints)).toEqual([60, 40]);
    const [basic, quality] = presenceTable.parts.map((part) => part.rule);
    expect(basic).toMatchObject({
      kind: "atLeast",
      tier: "basic",
      listed: 20,
      required: 15,
      points: 60,
      pointsBelow: 0,
    });
    expect(quality).toMatchObject({ kind: "perCategory", tier: "quality", listed: 30, pointsEach: 1.5, maxPoints: 40 });
  });

  test("the numbers listed are those of the categories", () => {
    for (const { rule } of presenceTable.parts) {
      expect(categories.filter((category) => category.tier === rule.tier)).toHaveLength(rule.listed);
    }
  });

  test("types from 90, 80 and 70 points", () => {
    expect(presenceTable.types.map((type) => [type.nameZh, type.minPoints])).toEqual([
      ["品质型", 90],
      ["提升型", 80],
      ["基础型", 70],
    ]);
    expectBandsToTouch(presenceTable.types, 70);
  });
});

/** The most points that the rule of a part can give. */
function mostPoints({ rule }: QualityPart): number {
  switch (rule.kind) {
    case "yesNo":
    case "threshold":
      return rule.points;
    case "steps":
      return Math.max(...rule.steps.map((step) => step.points));
    case "perUnit":
      return rule.maxPoints;
    case "choice":
      return Math.max(...rule.choices.map((choice) => choice.points));
    case "deduct":
      return rule.fullPoints;
  }
}

/** The measures that the rule of a part uses. */
function measuresUsed({ rule }: QualityPart): string[] {
  switch (rule.kind) {
    case "yesNo":
    case "perUnit":
    case "choice":
      return [rule.measure];
    case "threshold":
      return [rule.measure, rule.by];
    case "steps":
      return rule.steps.flatMap((step) => Object.keys(step.atLeast));
    case "deduct":
      return rule.deductions.map((deduction) => deduction.measure);
  }
}

describe("好不好", () => {
  const parts = qualityTable.indicators.flatMap((indicator) => indicator.parts);

  test("ten indicators, 100 points, 40 and 60 in the two groups", () => {
    expect(qualityTable.indicators.map((indicator) => indicator.maxPoints)).toEqual([
      8, 16, 16, 10, 10, 10, 6, 6, 10, 8,
    ]);
    for (const group of qualityTable.groups) {
      const ofGroup = qualityTable.indicators.filter((indicator) => indicator.group === group.id);
      expect(sum(ofGroup.map((indicator) => indicator.maxPoints))).toBe(group.maxPoints);
    }
    expect(sum(qualityTable.groups.map((group) => group.maxPoints))).toBe(100);
  });

  test.each(qualityTable.indicators.map((indicator) => [indicator.nameZh, indicator] as const))(
    "%s: its parts add up to it",
    (_, indicator) => {
      expect(sum(indicator.parts.map((part) => part.maxPoints))).toBe(indicator.maxPoints);
    },
  );

  test("each part's rule can give exactly the part's points, and its words are in the indicator's standard", () => {
    for (const indicator of qualityTable.indicators) {
      for (const part of indicator.parts) {
        expect({ part: part.id, points: mostPoints(part) }).toEqual({ part: part.id, points: part.maxPoints });
        expect(indicator.official.standard.replaceAll(" ", "")).toContain(part.official.replaceAll(" ", ""));
      }
    }
  });

  test("every measure that a rule uses is described, with its evidence", () => {
    for (const part of parts) {
      const described = new Set(part.measures.map((measure) => measure.id));
      expect(measuresUsed(part).filter((id) => !described.has(id))).toEqual([]);
    }
  });

  test("no id of a part or measure stands for two things", () => {
    expect(new Set(parts.map((part) => part.id)).size).toBe(parts.length);
    const measures = new Map<string, Measure>();
    for (const measure of parts.flatMap((part) => part.measures)) {
      expect(measures.get(measure.id) ?? measure).toEqual(measure);
      measures.set(measure.id, measure);
    }
  });

  test("steps fall: a higher step gives more", () => {
    for (const { rule } of parts) {
      if (rule.kind !== "steps") continue;
      const points = [...rule.steps.map((step) => step.points), rule.pointsElse];
      expect(points).toEqual([...points].sort((a, b) => b - a));
    }
  });

  test("grades from 90, 80 and 70 points, below that 不合格", () => {
    expect(qualityTable.grades.map((grade) => grade.nameZh)).toEqual(["优秀", "良好", "合格", "不合格"]);
    expectBandsToTouch(qualityTable.grades, null);
  });
});

describe("forms", () => {
  test("each share that 好不好 takes from the survey has questions that count towards it", () => {
    const counted = new Set(surveyForm.questions.flatMap((question) => question.counts ?? []));
    expect([...counted].map((share) => `${share}Share`).sort()).toEqual([
      "categorySatisfiedShare",
      "serviceSatisfiedShare",
    ]);
    for (const question of surveyForm.questions) {
      if (!question.counts) continue;
      expect(new Set(question.choices!.map((choice) => choice.satisfied))).toEqual(new Set([true, false]));
    }
  });

  test("columns of tables of answers have names of their own", () => {
    const { columns, about, questions } = surveyForm;
    const names = [...Object.values(columns), ...[...about, ...questions].map(({ column }) => column)];
    expect(new Set(names).size).toBe(names.length);
  });

  test("the list of projects has the columns of attachment 6, and states that lead to states", () => {
    const official = projectForm.fields.flatMap((field) => field.official ?? []);
    expect(official).toEqual(["社区名称", "项目名称"]);
    const states = new Set<string>(projectForm.states.map(({ id }) => id));
    for (const { id, next } of projectForm.states) {
      expect(next.filter((other) => !states.has(other) || other === id)).toEqual([]);
    }
  });

  test("no category is counted in two rows of attachment 5", () => {
    const counted = situationForm.rows.flatMap((row) => row.categories ?? []);
    expect(new Set(counted).size).toBe(counted.length);
  });
});
