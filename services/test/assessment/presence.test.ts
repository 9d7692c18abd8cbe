import { categories, presenceTable } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import { describe, expect, it } from "vitest";
import { assessPresence, typeOf } from "../../src/assessment/presence.ts";

const basic = categories.flatMap(({ id, tier }) => (tier === "basic" ? id : []));
const quality = categories.flatMap(({ id, tier }) => (tier === "quality" ? id : []));
const all = new Set(categories.map(({ id }) => id));

const outletsOf = (ids: readonly CategoryId[]) =>
  ids.map((category) => ({ id: `o_${category}`, name: category, services: [{ category }] }));

const withCounts = (basics: number, qualities: number, unknown: readonly CategoryId[] = []) =>
  assessPresence({
    outlets: outletsOf([...basic.slice(0, basics), ...quality.slice(0, qualities)]),
    claimed: new Set([...all].filter((id) => !unknown.includes(id))),
    requiredBasic: null,
  });

describe("有没有", () => {
  it.each([
    [0, 0],
    [14, 0],
    [15, 60],
    [20, 60],
  ])("%i basic categories give %i points", (count, points) => {
    const presence = withCounts(count, 0);
    expect(presence.parts[0]).toMatchObject({ id: "basic", points, pointsAtMost: points, maxPoints: 60 });
    expect(presence.parts[0].missing).toHaveLength(20 - count);
    expect(presence.points).toBe(points);
  });

  it.each([
    [6, 9, 69, null],
    [7, 10.5, 70.5, "基础型"],
    [13, 19.5, 79.5, "基础型"],
    [14, 21, 81, "提升型"],
    [19, 28.5, 88.5, "提升型"],
    [20, 30, 90, "品质型"],
    [26, 39, 99, "品质型"],
    [27, 40, 100, "品质型"],
    [30, 40, 100, "品质型"],
  ])("%i quality categories give %f points, with the basic ones %f: %s", (count, points, total, type) => {
    const presence = withCounts(15, count);
    expect(presence.parts[1].points).toBe(points);
    expect(presence.points).toBe(total);
    expect(presence.type?.nameZh ?? null).toBe(type);
    expect(presence.range).toEqual({ min: total, max: total });
  });

  it("has bands that begin where they say", () => {
    expect([69.9, 70, 79.9, 80, 89.9, 90, 100].map((points) => typeOf(points)?.nameZh ?? null)).toEqual([
      null,
      "基础型",
      "基础型",
      "提升型",
      "提升型",
      "品质型",
      "品质型",
    ]);
  });

  it("with fourteen basic ones no quality category makes a circle", () => {
    const presence = withCounts(14, 30);
    expect(presence).toMatchObject({ points: 40, type: null, next: { points: 60 } });
    expect(presence.next?.textZh).toBe("再有 1 种基本保障类业态，多得 60 分。");
  });

  it("a named fifteen must all be there, whatever else is", () => {
    const requiredBasic = basic.slice(5);
    const claimed = all;
    const full = assessPresence({ outlets: outletsOf(requiredBasic), claimed, requiredBasic });
    expect(full.parts[0]).toMatchObject({ points: 60 });
    const lacking = assessPresence({ outlets: outletsOf(basic.slice(0, 19)), claimed, requiredBasic });
    expect(lacking.parts[0]).toMatchObject({ points: 0, pointsAtMost: 0 });
    expect(lacking.parts[0].present).toHaveLength(19);
    expect(lacking.parts[0].explanationZh).toContain("还没有：银行网点");
    expect(lacking.categories.filter(({ required }) => required)).toHaveLength(15);
    expect(lacking.next?.textZh).toBe("再有 1 种必备业态，多得 60 分。");
  });

  it("what nobody knows gives no points, is not called missing, and opens a range", () => {
    const unknown = [...basic.slice(14, 16), ...quality.slice(13, 16)];
    const presence = withCounts(14, 13, unknown);
    expect(presence.parts[0]).toMatchObject({ points: 0, pointsAtMost: 60, unknown: unknown.slice(0, 2) });
    expect(presence.parts[0].missing).toHaveLength(4);
    expect(presence.parts[1]).toMatchObject({ points: 19.5, pointsAtMost: 24, unknown: unknown.slice(2) });
    expect(presence).toMatchObject({ points: 19.5, range: { min: 19.5, max: 84 }, type: null });
    expect(presence.typeAtMost?.nameZh).toBe("提升型");
    expect(presence.categories.find(({ category }) => category === unknown[0])).toMatchObject({
      present: null,
      outlets: 0,
      points: 0,
    });
  });

  it("unknown categories beyond what decides change nothing", () => {
    const presence = withCounts(15, 27, [...basic.slice(15), ...quality.slice(27)]);
    expect(presence.range).toEqual({ min: 100, max: 100 });
    expect(presence.typeAtMost).toEqual(presence.type);
  });

  it("an unknown one among a named fifteen may decide it, one outside of them does not", () => {
    const requiredBasic = basic.slice(0, 15);
    const question = { outlets: outletsOf(basic.slice(0, 14)), requiredBasic };
    const without = (id: CategoryId) => new Set([...all].filter((one) => one !== id));
    expect(assessPresence({ ...question, claimed: without(basic[14]) }).range).toEqual({ min: 0, max: 60 });
    expect(assessPresence({ ...question, claimed: without(basic[19]) }).range).toEqual({ min: 0, max: 0 });
  });

  it("a shop counts once in each thing that it does, and is named as an example", () => {
    const outlet = {
      id: "o_1",
      name: "万能小店",
      services: [{ category: basic[0] }, { category: basic[1] }, { category: basic[0] }],
    };
    const { categories: rows } = assessPresence({ outlets: [outlet, outlet], claimed: all, requiredBasic: null });
    expect(rows[0]).toMatchObject({ present: true, outlets: 2 });
    expect(rows[1].exampleOutlets[0]).toEqual({ id: "o_1", name: "万能小店" });
    expect(rows[2]).toMatchObject({ present: false, outlets: 0 });
  });

  it("explains each line with what the table gives", () => {
    const presence = withCounts(16, 28);
    expect(presence.parts.map(({ explanationZh }) => explanationZh)).toEqual([
      "20 种中有 16 种，达到 15 种，得 60 分。",
      "有 28 种 × 1.5 分 = 42 分，按上限计 40 分。",
    ]);
    expect(presence.parts.map(({ textZh }) => textZh)).toEqual(presenceTable.parts.map(({ textZh }) => textZh));
  });
});
