/** Who gained and who lost, on tables whose every number is written down. */
import type { CategoryId } from "@quarterhour/data";
import { expect, test } from "vitest";
import { compareReach } from "../../src/assessment/compare.ts";
import type { ComparedSide } from "../../src/assessment/compare.ts";
import type { ReachTable } from "../../src/assessment/reach-table.ts";
import { reachTableOf } from "../../src/assessment/reach-table.ts";
import { columns, groupReach, categories } from "./table.ts";

interface Home {
  id: string;
  households: number;
  area: string | null;
}

const homes: Home[] = [
  { id: "r1", households: 100, area: "east" },
  { id: "r2", households: 300, area: "west" },
  { id: "r3", households: 60, area: "west" },
  { id: "r4", households: 40, area: null },
];

/** Seconds to the nearest of each category, residence by residence. */
function tableOf(nearestSeconds: number[]): ReachTable {
  const residences = nearestSeconds.length / columns.length;
  return reachTableOf({ ringMinutes: [10], limitMinutes: 30 } as never, columns, {
    ...groupReach,
    nearestSeconds: Float64Array.from(nearestSeconds),
    accessMeters: new Float64Array(residences).fill(5),
    edgeOfDataSeconds: new Float64Array(residences).fill(Infinity),
  });
}

const all = new Set<CategoryId>(columns);
const side = (seconds: number[], residences = homes, claimed = all): ComparedSide<Home> => ({
  table: tableOf(seconds),
  residences,
  claimed,
});
const none = Infinity;

test("the edge of the ring, households of the second state, areas the most lost first", () => {
  const before = side([600, none, none, 601, 600, none, 600.5, 100, none, 10, 10, 10]);
  const after = side(
    [600.5, none, none, 600, 700, none, 600, 900, none, 10, 10, 10],
    homes.map((home) => ({ ...home, households: home.households + 1 })),
  );
  const found = compareReach(before, after, categories, ({ area }) => area);
  expect(found).toMatchObject({ households: 504, gained: 362, lost: 463 });
  expect(found.categories).toEqual([
    {
      category: "pharmacy",
      ringMinutes: 10,
      gained: 362,
      lost: 101,
      newlyKnown: 0,
      noLongerKnown: 0,
      areas: [
        { area: "east", gained: 0, lost: 101 },
        { area: "west", gained: 362, lost: 0 },
      ],
    },
    {
      category: "food-market",
      ringMinutes: 10,
      gained: 0,
      lost: 362,
      newlyKnown: 0,
      noLongerKnown: 0,
      areas: [{ area: "west", gained: 0, lost: 362 }],
    },
    { category: "cinema", ringMinutes: 15, gained: 0, lost: 0, newlyKnown: 0, noLongerKnown: 0, areas: [] },
  ]);
});

test("what is unknown in either state is neither gained nor lost", () => {
  const [reached, missing] = [
    [10, 10, 10],
    [none, none, none],
  ];
  const before = side([...missing, ...reached, ...missing, ...reached], homes, new Set(["food-market"] as const));
  const after = side([...reached, ...missing, ...missing, ...reached], homes, new Set(["cinema"] as const));
  const [pharmacy, market, cinema] = compareReach(before, after, categories, () => null).categories;
  expect(pharmacy).toMatchObject({ gained: 0, lost: 0, newlyKnown: 100, noLongerKnown: 300, areas: [] });
  expect(market).toMatchObject({ gained: 100, lost: 0, newlyKnown: 0, noLongerKnown: 300 });
  expect(cinema).toMatchObject({ gained: 0, lost: 300, newlyKnown: 100, noLongerKnown: 0 });
});

test("homes are matched by id; of those in one state only nothing is said", () => {
  const before = side([10, 10, 10, none, none, none], [homes[1], homes[0]]);
  const after = side([none, none, none, 10, 10, 10], [homes[0], homes[2]]);
  expect(compareReach(before, after, categories, () => null)).toMatchObject({ households: 100, gained: 0, lost: 0 });
  expect(() => compareReach(before, { ...after, residences: homes }, categories, () => null)).toThrow(
    "4 residences given for a table of 2",
  );
});
