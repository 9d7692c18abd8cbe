import { indicatorLibrary } from "@quarterhour/data";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/assessment/indicators/evaluate.ts";
import type { QuantityValue } from "../../src/assessment/indicators/evaluate.ts";
import { FormulaError, parseFormula } from "../../src/assessment/indicators/formula.ts";
import type { QuantityNames } from "../../src/assessment/indicators/formula.ts";
import { indicatorProblem, readLibrary } from "../../src/assessment/indicators/indicators.ts";

const names: QuantityNames = new Map([
  ["households", { arguments: null }],
  ["people", { arguments: null }],
  ["zero", { arguments: null }],
  ["outlets", { arguments: new Set(["pharmacy", "bank"]), optional: true }],
  ["reachShare", { arguments: new Set(["pharmacy", "bank"]) }],
]);

const values: Record<string, QuantityValue> = {
  households: { value: 200 },
  people: { value: null, reason: "有住户没有人口数" },
  zero: { value: 0 },
  outlets: { value: 7, incomplete: true },
  "outlets pharmacy": { value: 3 },
  "reachShare pharmacy": { value: 0.25 },
};

const valueOf = (text: string) =>
  evaluate(parseFormula(text, names), (name, argument) => values[argument === null ? name : `${name} ${argument}`]);

describe("formulas of indicators", () => {
  it.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) × 3", 9],
    ["2 − 3 − 4", -5],
    ["12 ÷ 4 / 3", 1],
    ["-2 * -(3)", 6],
    ["+.5 + 1e2", 100.5],
    ['outlets("pharmacy") / households * 1000', 15],
    ["outlets（“pharmacy”）＋1", 4],
    ["outlets('pharmacy')", 3],
    ["outlets() + households()", 207],
    ["min(3, households, 9) + max(1, 2)", 5],
    ["if(households >= 200, 1, 2)", 1],
    ["if(households ≥ 201, 1, 2)", 2],
    ["if(1 < 2 and not 2 = 3 or 1 > 2, 5, 6)", 5],
    ["if(households != 200, people, 8)", 8],
    ["round(2.345, 2) + abs(-1) + round(7.5)", 11.35],
  ])("%s = %d", (text, value) => {
    expect(valueOf(text).value).toBeCloseTo(value, 12);
  });

  it("does not make a number of what nobody knows", () => {
    expect(valueOf("households / people")).toEqual({ value: null, reason: "有住户没有人口数", incomplete: false });
    expect(valueOf("households / zero")).toEqual({ value: null, reason: "除数为零", incomplete: false });
    expect(valueOf("1e300 * 1e300").value).toBeNull();
    expect(valueOf("outlets() * 2")).toEqual({ value: 14, reason: null, incomplete: true });
  });

  it.each([
    ["", 0, /is empty/],
    ["households +", 12, /ends where a number/],
    ["households * * 2", 13, /“\*” stands where/],
    ["(households + 1", 15, /“\)” was expected/],
    ["households 2", 11, /“2” does not fit here/],
    ["house holds", 0, /there is no “house”/],
    ["houshold", 0, /is “households” meant/],
    ['1 + outlets("pharmcy")', 12, /does not know “pharmcy”; is “pharmacy” meant/],
    ["reachShare + 1", 0, /has to say of what, such as reachShare\("pharmacy"\)/],
    ["outlets(pharmacy)", 8, /wants a text in quotes/],
    ['households("bank")', 11, /takes nothing in brackets/],
    ["households > 2", 0, /a number is wanted here, not a comparison/],
    ["not 1", 4, /a comparison is wanted here/],
    ["if(households, 1, 2)", 3, /a comparison is wanted here/],
    ["if(1 < 2, 1)", 0, /if takes 3 values, not 2/],
    ["1 < 2 < 3", 6, /two comparisons in a row/],
    ['outlets("pharmacy', 8, /no closing/],
    ["2 # 3", 2, /“#” is not understood/],
    ["process.exit(1)", 7, /“\.” is not understood/],
    ["constructor", 0, /there is no “constructor”/],
    ["households.toString", 10, /“\.” is not understood/],
  ])("%s is refused at %i", (text, position, message) => {
    const parsing = () => parseFormula(text, names);
    expect(parsing).toThrow(FormulaError);
    expect(parsing).toThrow(message);
    try {
      parsing();
    } catch (error) {
      expect((error as FormulaError).position).toBe(position);
    }
  });

  it("is neither endless nor bottomless", () => {
    expect(() => parseFormula("1+".repeat(600), names)).toThrow(/at most 1000/);
    expect(() => parseFormula(`${"(".repeat(100)}1${")".repeat(100)}`, names)).toThrow(/brackets within each other/);
    expect(() => parseFormula(`${"-".repeat(100)}1`, names)).toThrow(/brackets within each other/);
    expect(() => parseFormula(Array.from({ length: 200 }, () => "1").join("+"), names)).toThrow(/too long/);
  });
});

describe("the library of indicators", () => {
  it("has formulas that are understood, thresholds in order, and ids of their own", () => {
    const read = readLibrary();
    expect(read.length).toBe(indicatorLibrary.length);
    // as many counts and quality figures as Chongqing keeps, at least
    expect(read.length).toBeGreaterThanOrEqual(93);
    expect(new Set(read.map(({ definition }) => definition.id)).size).toBe(read.length);
    expect(read.flatMap(({ definition }) => indicatorProblem(definition) ?? [])).toEqual([]);
  });

  it("says which threshold is out of order", () => {
    const at = (...from: (number | null)[]) =>
      indicatorProblem({
        thresholds: from.map((one, i) => ({
          id: `t${i}`,
          nameZh: "级",
          nameEn: "Level",
          from: one,
          colour: "#000000",
        })),
      })?.field ?? null;
    expect(at()).toBeNull();
    expect(at(90, 80, null)).toBeNull();
    expect(at(80, 90, null)).toBe("thresholds[0].from");
    expect(at(90, null, null)).toBe("thresholds[1].from");
    expect(at(90, 80)).toBe("thresholds[1].from");
  });
});
