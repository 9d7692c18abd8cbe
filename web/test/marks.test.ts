import { expect, test } from "vitest";
import { groupOverlapping } from "../src/map/marks.ts";

const at = (x: number, y: number, id = `${x}/${y}`) => ({ id, x, y });

test("marks that do not overlap stay alone", () => {
  expect(groupOverlapping([at(0, 0), at(30, 0), at(0, 30)], 25)).toEqual([
    { members: [0] },
    { members: [1] },
    { members: [2] },
  ]);
});

test("marks on each other share one, across the grid's lines and left of zero", () => {
  expect(groupOverlapping([at(24, 24), at(26, 26), at(-1, -1), at(-20, -1)], 25)).toEqual([
    { members: [0, 1] },
    { members: [2, 3] },
  ]);
});

test("a mark joins the nearest group, and distance is measured to the group's mark, so chains do not grow", () => {
  expect(groupOverlapping([at(0, 0), at(40, 0), at(22, 0), at(60, 0), at(80, 0)], 25)).toEqual([
    { members: [0] },
    { members: [1, 2, 3] },
    { members: [4] },
  ]);
});

test("thousands in one place are one group", () => {
  const points = Array.from({ length: 5000 }, (_, index) => at(5, 5, String(index)));
  expect(groupOverlapping(points, 25)).toHaveLength(1);
});
