import { expect, test } from "vitest";
import { measuredEffect } from "../../src/assessment/projects.ts";

/** Four homes, two categories side by side; the second is asked. Outlet 7 is the project's. */
const cells = {
  width: 2,
  column: 1,
  nearestSeconds: [10, 100, 10, 600, 10, 600.1, 10, 50],
  nearestOutlet: [1, 7, 7, 7, 1, 7, 1, 3],
  within: [9, 1, 9, 2, 9, 0, 9, 1],
};
const homes = [
  { households: 10, people: 25 },
  { households: 20, people: 50 },
  { households: 40, people: 100 },
  { households: 80, people: 200 },
];

test("gained are homes for which it is the nearest, within the ring, and the only one there", () => {
  expect(measuredEffect(cells, homes, 7, 10)).toEqual({ households: 10, people: 25, nearestHouseholds: 30 });
  expect(measuredEffect(cells, homes, 3, 10)).toEqual({ households: 80, people: 200, nearestHouseholds: 80 });
  expect(measuredEffect(cells, homes, 5, 10)).toEqual({ households: 0, people: 0, nearestHouseholds: 0 });
});

test("people are not known where one of the homes gained has no count", () => {
  const uncounted = homes.map((home) => ({ ...home, people: null }));
  expect(measuredEffect(cells, uncounted, 7, 10)).toMatchObject({ households: 10, people: null });
});
