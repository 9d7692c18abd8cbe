import { describe, expect, it } from "vitest";
import { Claims } from "../../src/assessment/claims.ts";
import { foldCoverage } from "../../src/assessment/coverage.ts";
import { stateInTable } from "../../src/assessment/gaps.ts";
import { categories, residences, tinyTable } from "./table.ts";

/** r1 in street s1, community c1; r2 in s1, c2; r3 in s2, no community; r4 in nothing. */
const places = [
  { areas: { district: "d", street: "s1", community: "c1" }, households: 100 },
  { areas: { district: "d", street: "s1", community: "c2" }, households: 300 },
  { areas: { district: "d", street: "s2", community: null }, households: 60 },
  { areas: { district: null, street: null, community: null }, households: 40 },
];

describe("claims", () => {
  const claims = new Claims(
    [
      { category: "pharmacy", area: null },
      { category: "pharmacy", area: "c1" },
      { category: "bank", area: "c2" },
      { category: "bank", area: "s2" },
      { category: "cinema", area: "d" },
      { category: "hotel", area: "gone" },
    ],
    places,
  );

  it("hold for the residences within their areas, of whatever level, and in the whole city where they say so", () => {
    const holds = (["pharmacy", "bank", "cinema", "hotel", "florist"] as const).map((category) =>
      places.map((_place, i) => claims.has(category, i)),
    );
    expect(holds).toEqual([
      [true, true, true, true],
      [false, true, true, false],
      [true, true, true, false],
      [false, false, false, false],
      [false, false, false, false],
    ]);
  });

  it("tell what is claimed everywhere, what in parts, and for how many households", () => {
    expect([...claims.everywhere]).toEqual(["pharmacy"]);
    expect([...claims.inParts.keys()]).toEqual(["bank", "cinema", "hotel"]);
    expect(claims.householdShare("bank", places)).toBe(360 / 500);
    expect(claims.householdShare("hotel", places)).toBe(0);
    expect(claims.householdShare("bank", [])).toBeNull();
  });

  it("are asked for a place as well", () => {
    expect([...claims.within(places[1].areas)].sort()).toEqual(["bank", "cinema", "pharmacy"]);
    expect([...claims.within(places[3].areas)]).toEqual(["pharmacy"]);
  });
});

describe("states and shares where a category is claimed in parts", () => {
  const table = tinyTable();
  const fold = (claimed: Claims | ReadonlySet<"food-market">) =>
    foldCoverage(table, residences, ["city"], [0, 0, 0, 0], categories.slice(1, 2), claimed)[0].cells[0];

  it("is a gap only within, and reached wherever one is", () => {
    // The market: r1 reaches it in 600 s, r2 needs 601.
    const inC1 = new Claims([{ category: "food-market", area: "c1" }], places);
    const inC2 = new Claims([{ category: "food-market", area: "c2" }], places);
    expect([0, 1].map((row) => stateInTable(table, row, 1, 10, inC1))).toEqual(["reached", "unknown"]);
    expect([0, 1].map((row) => stateInTable(table, row, 1, 10, inC2))).toEqual(["reached", "gap"]);
  });

  it("counts the claimed alone for the share, so that the unclaimed who reach one do not flatter it", () => {
    // r1 (100) reaches one, unclaimed; r2 (300) is a gap; r3 and r4 (100) are unknown for want of a claim.
    const inC2 = new Claims([{ category: "food-market", area: "c2" }], places);
    expect(fold(inC2)).toMatchObject({ covered: 100, gap: 300, unknown: 100, share: 0 });
    // r1 alone is claimed, and reaches one.
    const inC1 = new Claims([{ category: "food-market", area: "c1" }], places);
    expect(fold(inC1)).toMatchObject({ covered: 100, gap: 0, unknown: 400, share: 1 });
    // Nobody but r3, where the map ends: nothing is known of it.
    const inS2 = new Claims([{ category: "food-market", area: "s2" }], places);
    expect(fold(inS2)).toMatchObject({ covered: 100, gap: 0, unknown: 400, share: null });
  });

  it("is as before where the whole city is claimed", () => {
    const everywhere = new Claims([{ category: "food-market", area: null }], places);
    expect(fold(everywhere)).toEqual(fold(new Set(["food-market"] as const)));
    expect(fold(everywhere)).toMatchObject({ share: 0.25 });
  });
});
