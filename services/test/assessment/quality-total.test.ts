/** All parts of 好不好 together, and what a person may say of them. */
import type { CategoryId } from "@quarterhour/data";
import { describe, expect, it, test } from "vitest";
import { qualityFormulas } from "../../src/assessment/quality/assess.ts";
import { EvidenceValueError, measureIds, readEvidenceValue } from "../../src/assessment/quality/evidence.ts";
import type { QualityEvidence } from "../../src/assessment/quality/types.ts";
import { assess, outlet, partOf, say } from "./quality-inputs.ts";

describe("the total", () => {
  /** Evidence for everything: all points but `lost`. */
  function everything(lost: Record<string, unknown> = {}): QualityEvidence[] {
    const best: Record<string, unknown> = {
      needAndProjectLists: true,
      listsCarriedOut: true,
      sampleShare: 0.1,
      categorySatisfiedShare: 0.9,
      serviceSatisfiedShare: 0.9,
      convenienceServiceKinds: 7,
      convenienceOpen24h: 2,
      breakfastKinds: 8,
      breakfastDelivering: 1,
      retailDelivering: 1,
      marketAreaSufficient: true,
      marketServices: ["residue-test", "price-display", "fair-scales", "price-tags", "hygiene", "food-safety"],
      repairKinds: 8,
      repairTidy: true,
      elderlyCareAreaSufficient: true,
      elderlyCareServices: ["daily-care", "emergency", "health", "rehabilitation", "comfort"],
      childcareAreaSufficient: true,
      childcareServices: ["full-day", "half-day", "temporary", "hourly", "meals"],
      chainShare: 0.3,
      cityTier: "first",
      eventsThisYear: 6,
      scanToPayAndCameras: true,
      machinesByKind: { bank: 2, parcel: 2, medicine: 2, drinks: 2, water: 2 },
      signMap: true,
      platformShopShare: 0.7,
      platformResidentShare: 0.4,
      harmony: "yes",
      ...lost,
    };
    return Object.entries(best).map(([measure, value]) => say(measure, value));
  }

  it("is 100 with everything, and knows every measure", () => {
    expect(
      everything()
        .map(({ measure }) => measure)
        .sort(),
    ).toEqual([...measureIds].sort());
    const all = assess({ evidence: everything() });
    expect(all).toMatchObject({ points: 100, unknownPoints: 0, grade: { id: "excellent" } });
    expect(all.indicators.flatMap(({ parts }) => parts.map(({ next }) => next)).every((next) => next === null)).toBe(
      true,
    );
    expect(qualityFormulas).toHaveLength(all.indicators.flatMap(({ parts }) => parts).length);
  });

  test.each([
    [90, "excellent", { harmony: "mostly", eventsThisYear: 0 }],
    [89.4, "good", { harmony: "mostly", eventsThisYear: 0, repairKinds: 7 }],
    [80, "good", { eventsThisYear: 2, categorySatisfiedShare: 0 }],
    [
      79.6,
      "pass",
      { eventsThisYear: 2, categorySatisfiedShare: 0, machinesByKind: { bank: 2, parcel: 2, medicine: 2, drinks: 2 } },
    ],
    [70, "pass", { chainShare: 0, categorySatisfiedShare: 0, harmony: "no" }],
    [69.4, "fail", { chainShare: 0, categorySatisfiedShare: 0, harmony: "no", repairKinds: 7 }],
  ])("%d points are %s", (points, grade, lost) => {
    expect(assess({ evidence: everything(lost) })).toMatchObject({ points, grade: { id: grade }, unknownPoints: 0 });
  });

  it("gives no grade where what is open decides it, and a grade where it does not", () => {
    const without = (...measures: string[]) => everything().filter(({ measure }) => !measures.includes(measure));
    expect(assess({ evidence: without("harmony") })).toMatchObject({
      points: 92,
      unknownPoints: 8,
      grade: { id: "excellent" },
    });
    expect(assess({ evidence: without("harmony", "signMap", "eventsThisYear") })).toMatchObject({
      points: 84,
      unknownPoints: 16,
      grade: null,
    });
  });

  it("is all open where nothing is known, never 0 of something", () => {
    const nothing = assess({ claimed: new Set(), people: null });
    expect(nothing).toMatchObject({ points: 0, unknownPoints: 100, grade: null });
    for (const { parts } of nothing.indicators) for (const one of parts) expect(one.points).toBeNull();
  });

  it("lets a person overrule the outlets, and marks it", () => {
    const outlets = [outlet("small-repair", {}, { services: [{ category: "small-repair", kind: "shoe" }] })];
    const { points, measures } = partOf("small-repair", { outlets, evidence: [say("repairKinds", 8)] });
    expect(points).toBe(5);
    expect(measures[0]).toMatchObject({
      value: 8,
      from: "person",
      overrules: { value: 1, found: "1 处小修小补，1 类：修鞋" },
      evidence: [{ text: "现场核实", date: "2026-05-01", by: "u_1", file: null }],
    });
    const [spoken] = partOf("lists", { evidence: [say("needAndProjectLists", true)] }).measures;
    expect(spoken).toMatchObject({ from: "person", overrules: null });
  });

  /** Some of the list, by a seed: the same numbers each time. */
  function someOf<T>(list: readonly T[], seed: number): T[] {
    let state = seed * 2_654_435_761;
    return list.filter(() => {
      state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) | 0;
      return (state >>> 16) % 2 === 0;
    });
  }

  it("lies within its range whatever becomes known", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const known = someOf(everything(), seed);
      const told = new Set(known.map(({ measure }) => measure));
      const rest = everything({ harmony: "no", eventsThisYear: 3, repairKinds: 5, signMap: false });
      const later = someOf(rest, seed + 1000).filter(({ measure }) => !told.has(measure));
      const claimed = new Set<CategoryId>();
      const before = assess({ claimed, evidence: known });
      const after = assess({ claimed, evidence: [...known, ...later] });
      expect(after.points).toBeGreaterThanOrEqual(before.points);
      expect(after.points + after.unknownPoints).toBeLessThanOrEqual(before.points + before.unknownPoints + 1e-9);
    }
  });

  it("promises with each next step no more than there is", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const { indicators } = assess({ evidence: someOf(everything(), seed) });
      for (const { atLeast, maxPoints, next } of indicators.flatMap(({ parts }) => parts)) {
        if (atLeast === maxPoints) expect(next).toBeNull();
        else expect(next?.points).toBeLessThanOrEqual(maxPoints - atLeast + 1e-9);
      }
    }
  });
});

describe("what a person may say", () => {
  test.each([
    ["breakfastKinds", 8, 8],
    ["platformShopShare", 0.5, 0.5],
    ["signMap", false, false],
    ["harmony", "mostly", "mostly"],
    ["marketServices", ["hygiene", "fair-scales"], ["fair-scales", "hygiene"]],
    ["machinesByKind", { bank: 3 }, { bank: 3, parcel: 0, medicine: 0, drinks: 0, water: 0 }],
  ])("%s takes %j", (measure, value, read) => {
    expect(readEvidenceValue(measure, value)).toEqual(read);
  });

  test.each([
    ["breakfastKinds", -1, /whole number from 0/],
    ["breakfastKinds", 1.5, /whole number/],
    ["platformShopShare", 50, /share from 0 to 1/],
    ["signMap", "yes", /true or false/],
    ["harmony", "great", /one of yes, mostly, no/],
    ["cityTier", 1, /one of first, second, other/],
    ["marketServices", ["parking"], /a list of residue-test/],
    ["machinesByKind", { beds: 2 }, /bank, parcel, medicine, drinks, water alone/],
    ["machinesByKind", { bank: -2 }, /whole numbers/],
    ["happiness", 1, /there is no measure "happiness"/],
  ])("%s refuses %j", (measure, value, message) => {
    expect(() => readEvidenceValue(measure, value)).toThrow(EvidenceValueError);
    expect(() => readEvidenceValue(measure, value)).toThrow(message);
  });
});
