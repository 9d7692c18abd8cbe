import { describe, expect, it, test } from "vitest";
import { InboxRefusal } from "../../src/inbox/refusal.ts";
import { answerIds, readAnswers } from "../../src/surveys/answers.ts";
import { newSurveyTokens, surveyTokenHash } from "../../src/surveys/tokens.ts";

describe("an answer", () => {
  it("is kept as it was given, its texts cleaned, what was left blank left out", () => {
    expect(
      readAnswers({
        gender: " 女 ",
        age: "",
        monthlyIncome: null,
        occupation: "retired",
        occupationOther: "裁缝\n兼职",
        compound: "石桥里\u202E",
        basicPresent: ["pharmacy", "breakfast", "pharmacy"],
        basicOther: "开水房",
        qualityPresent: [],
        basicEnough: "mostly",
        suggestions: "缺修鞋的\r\n\r\n也缺 药店",
      }),
    ).toEqual({
      gender: "女",
      occupation: "retired",
      occupationOther: "裁缝 兼职",
      compound: "石桥里",
      basicPresent: ["breakfast", "pharmacy"],
      basicOther: "开水房",
      basicEnough: "mostly",
      suggestions: "缺修鞋的\n也缺 药店",
    });
  });

  test.each([
    [{ convenient: "perhaps" }, "answers.convenient", /one of very, fairly, no/],
    [{ convenient: ["very"] }, "answers.convenient", /one of very/],
    [{ basicPresent: ["cinema"] }, "answers.basicPresent", /"cinema" is no basic category/],
    [{ basicPresent: "pharmacy" }, "answers.basicPresent", /list/],
    [{ occupation: "spy" }, "answers.occupation", /one of official/],
    [{ name: "王五" }, "answers.name", /no question of the form/],
    [{ suggestions: "字".repeat(501) }, "answers.suggestions", /has 501 characters/],
    [{ compound: "字".repeat(41) }, "answers.compound", /has 41 characters/],
    [{ suggestions: "a\0b" }, "answers.suggestions", /not text/],
    [{ suggestions: ["a"] }, "answers.suggestions", /should be a text/],
    [{ suggestions: "缺药店" }, "answers.basicEnough", /answer at least one of/],
    [{}, "answers.basicEnough", /is missing/],
  ])("%j is refused by field", (sent, field, message) => {
    expect(() => readAnswers(sent)).toThrow(message);
    expect(() => readAnswers(sent)).toThrow(InboxRefusal);
    try {
      readAnswers(sent);
    } catch (error) {
      expect((error as InboxRefusal).field).toBe(field);
    }
  });

  it("can be given to each question of the form", () => {
    expect(new Set(answerIds).size).toBe(answerIds.length);
    expect(answerIds).toHaveLength(19);
  });
});

test("tokens differ, and only their hashes are to be kept", () => {
  const { tokens, hashes } = newSurveyTokens(1000);
  expect(new Set(tokens).size).toBe(1000);
  expect(tokens.every((token) => /^[\w-]{22}$/.test(token))).toBe(true);
  expect(hashes[7]).toBe(surveyTokenHash(tokens[7]));
  expect(hashes[7]).not.toContain(tokens[7]);
});
