import { describe, expect, it } from "vitest";
import { foldCoverage } from "../../src/assessment/coverage.ts";
import { categories, claimed, residences, tinyTable } from "./table.ts";

describe("coverage", () => {
  it("weighs a whole city by households", () => {
    const [row] = foldCoverage(tinyTable(), residences, ["city"], [0, 0, 0, 0], categories, claimed);
    expect(row.households).toBe(500);
    expect(row.people).toBe(1200);
    // Pharmacy: r1 (100) and r2 (300) reach it; r3 (60) at the edge and r4 (40) off the network are unknown.
    // Mean over 460 households: (100·240 + 300·599.95 + 60·700) / 460 = 534.7500; 90 % of 460 = 414 arrive by 700 s.
    expect(row.cells[0]).toMatchObject({
      category: "pharmacy",
      ringMinutes: 10,
      covered: 400,
      gap: 0,
      unknown: 100,
      share: 1,
      people: { covered: 950, gap: 0, unknown: 250 },
      measuredHouseholds: 460,
      p90Seconds: 700,
    });
    expect(row.cells[0].meanSeconds).toBeCloseTo((100 * 240 + 300 * 599.95 + 60 * 700) / 460, 3);
    // Market: r1 reaches it in exactly 600 s, r2 needs 601 s.
    expect(row.cells[1]).toMatchObject({ covered: 100, gap: 300, unknown: 100, share: 0.25, p90Seconds: 601 });
    // Cinema: nobody knows, so there is no share, not a share of 0.
    expect(row.cells[2]).toMatchObject({
      covered: 0,
      gap: 0,
      unknown: 500,
      share: null,
      measuredHouseholds: 0,
      meanSeconds: null,
      p90Seconds: null,
    });
  });

  it("puts the worst area first, those without knowledge last, and leaves out who lies in none", () => {
    const rows = foldCoverage(tinyTable(), residences, ["west", "east", "edge"], [0, 1, 2, -1], categories, claimed);
    // west 1 and 1; east 1 and 0; edge nothing known.
    expect(rows.map((row) => [row.area, row.households])).toEqual([
      ["east", 300],
      ["west", 100],
      ["edge", 60],
    ]);
  });

  it("gives no people where one residence has no count", () => {
    const partly = residences.map((residence, i) => (i === 1 ? { ...residence, people: null } : residence));
    const rows = foldCoverage(tinyTable(), partly, ["west", "east"], [0, 1, 0, 0], categories, claimed);
    expect(rows.find((row) => row.area === "east")).toMatchObject({ people: null });
    expect(rows.find((row) => row.area === "east")?.cells[0].people).toBeNull();
    expect(rows.find((row) => row.area === "west")).toMatchObject({ people: 500 });
  });

  it("takes the second by which nine households of ten have arrived", () => {
    const table = tinyTable();
    // 100 households in 240 s and 900 in 599.95 s: the 900th arrives in second 600.
    const weights = [100, 900, 0, 0].map((households) => ({ households, people: null }));
    const [row] = foldCoverage(table, weights, ["city"], [0, 0, 0, 0], categories.slice(0, 1), claimed);
    expect(row.cells[0].p90Seconds).toBe(600);
    // 950 in 240 s and 50 later: the 900th has arrived after 240 s.
    const early = [950, 50, 0, 0].map((households) => ({ households, people: null }));
    expect(
      foldCoverage(table, early, ["city"], [0, 0, 0, 0], categories.slice(0, 1), claimed)[0].cells[0].p90Seconds,
    ).toBe(240);
  });

  it("refuses residences that are not the table's", () => {
    expect(() => foldCoverage(tinyTable(), residences.slice(1), ["x"], [0, 0, 0], categories, claimed)).toThrow(
      RangeError,
    );
  });
});
