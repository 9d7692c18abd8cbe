import { categories } from "@quarterhour/data";
import { describe, expect, it, test } from "vitest";
import { needOf, sampleOf, satisfiedShares, surveyResults } from "../../src/assessment/survey.ts";
import type { SurveyAnswer } from "../../src/assessment/survey.ts";

const answer = (answers: SurveyAnswer["answers"], more: Partial<SurveyAnswer> = {}): SurveyAnswer => ({
  day: "2026-09-01",
  origin: "link",
  answers,
  ...more,
});

const times = (count: number, one: SurveyAnswer) => Array.from({ length: count }, () => one);

describe("satisfied shares", () => {
  test.each([
    [799, 0.799],
    [800, 0.8],
    [899, 0.899],
    [900, 0.9],
    [0, 0],
  ])("%i satisfied of 1,000 answers are %d", (satisfied, share) => {
    const counts = [
      { question: "basicEnough", answer: "mostly", count: satisfied },
      { question: "basicEnough", answer: "no", count: 1000 - satisfied },
    ];
    expect(satisfiedShares(counts)).toEqual({ categorySatisfiedShare: share, serviceSatisfiedShare: null });
  });

  it("count answers to all questions of a share alike, and unknown choices for nothing", () => {
    const counts = [
      { question: "convenient", answer: "very", count: 3 },
      { question: "smart", answer: "no", count: 1 },
      { question: "orderly", answer: "little", count: 1 },
      { question: "harmonious", answer: "perhaps", count: 90 },
      { question: "qualityEnough", answer: "yes", count: 2 },
    ];
    expect(satisfiedShares(counts)).toEqual({ categorySatisfiedShare: 1, serviceSatisfiedShare: 0.6 });
  });
});

describe("the sample", () => {
  test.each([
    [100, 1000, true, 0],
    [99, 1000, false, 1],
    [100, 1001, false, 1],
    [101, 1005, true, 0],
    [100, 1005, false, 1],
    [0, 7, false, 1],
    [3, 30, true, 0],
    [6999, 70_000, false, 1],
    [101, 1010, true, 0],
  ])("%i answers of %i people", (responses, people, sufficient, needed) => {
    expect(sampleOf(responses, people)).toEqual({ sampleShare: responses / people, sufficient, needed });
  });

  it("is neither enough nor too little where nobody knows the people", () => {
    expect(sampleOf(5, null)).toEqual({ sampleShare: null, sufficient: null, needed: null });
    expect(sampleOf(5, 0).sufficient).toBeNull();
  });

  it("is enough once what was needed has come", () => {
    for (let people = 1; people < 3000; people += 7) {
      const { needed } = sampleOf(0, people);
      expect(sampleOf(needed!, people).sufficient).toBe(true);
      expect(sampleOf(needed! - 1, people).sufficient).toBe(false);
    }
  });
});

describe("what is needed", () => {
  const need = (answers: SurveyAnswer[], category: string) => needOf(answers).find((one) => one.category === category);

  it("is what people do not tick, or name as missing", () => {
    const answers = [
      answer({ basicPresent: ["pharmacy"] }),
      answer({ basicPresent: ["pharmacy", "food-market"] }),
      answer({ basicPresent: ["food-market"], suggestions: "缺个药店，还缺书店" }),
      answer({ basicEnough: "yes" }),
    ];
    expect(need(answers, "pharmacy")).toMatchObject({ weight: 1 / 3, missing: 1, answers: 3 });
    expect(need(answers, "food-market")).toMatchObject({ weight: 1 / 3 });
    expect(need(answers, "bank")).toMatchObject({ weight: 1, missing: 3 });
    // of the quality categories nobody said what there is; one wrote what is missing
    expect(need(answers, "bookstore")).toMatchObject({ weight: 1, missing: 1, answers: 1 });
    expect(need(answers, "florist")).toMatchObject({ weight: 0, answers: 1 });
  });

  it("is not known where nobody could say, and lists all 50", () => {
    expect(needOf([answer({ convenient: "no" })]).every(({ weight }) => weight === null)).toBe(true);
    expect(needOf([]).map(({ category }) => category)).toEqual(categories.map(({ id }) => id));
  });
});

describe("results", () => {
  it("of nobody are empty, not zero percent", () => {
    expect(surveyResults([], 1000)).toMatchObject({
      responses: 0,
      from: null,
      to: null,
      sampleShare: 0,
      needed: 100,
      categorySatisfiedShare: null,
      serviceSatisfiedShare: null,
      compounds: [],
      missing: [],
    });
  });

  it("tell of compounds only with at least ten answers", () => {
    const answers = [
      ...times(9, answer({ compound: "石桥里", basicEnough: "yes" })),
      answer({ compound: " 石桥 里", basicEnough: "no" }),
      ...times(9, answer({ compound: "和睦里", basicEnough: "no" })),
      answer({ basicEnough: "no" }),
    ];
    const { compounds, compoundsHidden } = surveyResults(answers, null);
    expect(compounds).toEqual([
      { name: "石桥里", responses: 10, categorySatisfiedShare: 0.9, serviceSatisfiedShare: null },
    ]);
    expect(compoundsHidden).toEqual({ compounds: 1, responses: 9 });
  });

  it("tell of people only in groups of at least ten", () => {
    const answers = [...times(10, answer({ gender: "女" })), ...times(9, answer({ gender: "男" }))];
    const { about } = surveyResults(answers, null);
    expect(about.find(({ id }) => id === "gender")).toEqual({
      id: "gender",
      groups: [{ text: "女", count: 10 }],
      hidden: 9,
    });
    expect(about.map(({ id }) => id)).not.toContain("compound");
  });

  it("count each question over those who answered it", () => {
    const answers = [
      answer({ convenient: "very", basicPresent: ["pharmacy"] }, { day: "2026-09-03", origin: "paper" }),
      answer({ convenient: "no" }, { day: "2026-09-01", origin: "open" }),
      answer({ suggestions: "希望有修鞋的" }),
    ];
    const results = surveyResults(answers, null);
    expect(results).toMatchObject({ byOrigin: { link: 1, open: 1, paper: 1 }, from: "2026-09-01", to: "2026-09-03" });
    const of = (id: string) => results.questions.find((one) => one.id === id);
    expect(of("convenient")).toMatchObject({
      answered: 2,
      choices: [
        { id: "very", count: 1, share: 0.5, satisfied: true },
        { id: "fairly", count: 0, share: 0, satisfied: true },
        { id: "no", count: 1, share: 0.5, satisfied: false },
      ],
    });
    expect(of("basicPresent")?.categories?.find(({ category }) => category === "pharmacy")).toMatchObject({ share: 1 });
    expect(results.missing).toEqual([{ category: "small-repair", mentions: 1 }]);
  });
});
