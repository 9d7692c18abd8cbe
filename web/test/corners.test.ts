import type { Polygon } from "geojson";
import { expect, test } from "vitest";
import type { Position } from "../src/api/types.ts";
import { addCorner, dropNearestCorner, moveNearestCorner } from "../src/planning/corners.ts";

/** A square of 100 pixels, and its screen. */
const square: Polygon[] = [
  {
    type: "Polygon",
    coordinates: [
      [
        [0, 0],
        [100, 0],
        [100, 100],
        [0, 100],
        [0, 0],
      ],
    ],
  },
];
const project = ([x, y]: Position): [number, number] => [x, y];
const ring = (parts: Polygon[] | null) => parts?.[0].coordinates[0];

test("the nearest corner comes to where one points, and the ring stays closed", () => {
  expect(ring(moveNearestCorner(square, [120, 10], project))).toEqual([
    [0, 0],
    [120, 10],
    [100, 100],
    [0, 100],
    [0, 0],
  ]);
});

test("the corner at which the ring begins moves at both of its ends", () => {
  expect(ring(moveNearestCorner(square, [-5, -5], project))).toEqual([
    [-5, -5],
    [100, 0],
    [100, 100],
    [0, 100],
    [-5, -5],
  ]);
});

test("a corner more comes into the nearest line, the last one too", () => {
  expect(ring(addCorner(square, [50, -10], project))?.slice(0, 3)).toEqual([
    [0, 0],
    [50, -10],
    [100, 0],
  ]);
  const last = ring(addCorner(square, [-10, 50], project))!;
  expect(last).toHaveLength(6);
  expect(last.at(-2)).toEqual([-10, 50]);
  expect(last.at(-1)).toEqual(last[0]);
});

test("a corner is taken away, but never one of the last three", () => {
  const triangle = dropNearestCorner(square, [99, 99], project);
  expect(ring(triangle)).toEqual([
    [0, 0],
    [100, 0],
    [0, 100],
    [0, 0],
  ]);
  expect(dropNearestCorner(triangle!, [0, 0], project)).toBeNull();
});
