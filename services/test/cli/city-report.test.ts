/** How an update of a map is told to a person. */
import { expect, test } from "vitest";
import { describeUpdate } from "../../src/cli/city-report.ts";
import type { UpdateReport } from "../../src/intake/index.ts";

const none = { count: 0, byCategory: [], named: [] };
const shop = (i: number) => ({ id: `o_${i}`, name: `药店${i}`, categories: ["pharmacy" as const] });

const report: UpdateReport = {
  at: "2026-11-22T00:00:00.000Z",
  mapBefore: "2026-01-01",
  mapAfter: null,
  outlets: {
    added: {
      count: 1_200,
      byCategory: [
        { category: "bank", count: 2 },
        { category: "pharmacy", count: 1_198 },
      ],
      named: [1, 2, 3, 4, 5, 6, 7].map(shop),
    },
    gone: none,
    moved: { count: 1, byCategory: [{ category: "pharmacy", count: 1 }], named: [{ ...shop(9), meters: 40 }] },
    reclassified: none,
    changed: none,
  },
  lostEdits: [{ id: "o_8", name: "老王", fields: ["phone"], maybeNow: "o_1" }],
  held: [{ id: "o_7", name: "老李", sources: ["民政"] }],
  homes: {
    added: { homes: 3, households: 90 },
    gone: { homes: 0, households: 0 },
    recounted: { homes: 0, householdsBefore: 0, householdsAfter: 0 },
    householdsBefore: 1_000,
    householdsAfter: 1_090,
  },
  ways: { addedMeters: 1_240, removedMeters: 0 },
  reach: {
    households: 1_000,
    gained: 30,
    lost: 120,
    areaLevel: "community",
    areas: [],
    categories: [
      {
        category: "pharmacy",
        ringMinutes: 10,
        gained: 30,
        lost: 120,
        newlyKnown: 0,
        noLongerKnown: 0,
        areas: [
          { area: { id: "a_1", name: "西社区" }, gained: 0, lost: 120 },
          { area: { id: "a_2", name: "东社区" }, gained: 30, lost: 0 },
        ],
      },
      { category: "cinema", ringMinutes: 15, gained: 0, lost: 0, newlyKnown: 500, noLongerKnown: 0, areas: [] },
    ],
  },
};

test("counts, names up to some, and for whom", () => {
  expect(describeUpdate(report)).toBe(`what changed
  map         of 2026-01-01 before, of unknown date now
  homes       3 new (90 households), 0 gone (0), 0 with another count; 1,000 households before, 1,090 now
  ways        1.2 km new, 0 km gone
  outlets     1,200 new, 0 gone, 1 moved, 0 other category, 0 other details
    new: 药店 1,198, 银行网点 2: 药店1 (o_1), 药店2 (o_2), 药店3 (o_3), 药店4 (o_4), 药店5 (o_5) and 1,195 more
    moved: 药店 1: 药店9 (o_9, 40 m)
  edited by hand and gone from the map, so gone here: 老王 (o_8: phone; perhaps the new o_1)
  gone from the map and kept, since others have it: 老李 (o_7: 民政)
for whom    of 1,000 households that both maps have, 30 gained a category within its ring, 120 lost one
  gained      药店 within 10 minutes: 30 households
  lost        药店 within 10 minutes: 120 households; most in 西社区 120
  not counted: now in reach, unknown before: 电影院 500 households
`);
});

test("what could not be compared is unknown, not zero", () => {
  const text = describeUpdate({ ...report, ways: null, reach: null });
  expect(text).toContain("  ways        unknown");
  expect(text).toContain("for whom    unknown");
});
