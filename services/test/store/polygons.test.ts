import type { MultiPolygon, Polygon, Position } from "geojson";
import { describe, expect, test } from "vitest";
import { AreaIndex, polygonProblem } from "../../src/store/polygons.ts";
import { multi, square } from "./samples.ts";

function polygon(...rings: Position[][]): Polygon {
  return { type: "Polygon", coordinates: rings };
}

const unit = square(0, 0, 1).coordinates[0];
const inner = square(0.25, 0.25, 0.5).coordinates[0];

describe("valid polygons", () => {
  test.each<[string, Polygon | MultiPolygon]>([
    ["a square", polygon(unit)],
    ["wound the other way", polygon([...unit].reverse())],
    ["with a position repeated", polygon([unit[0], unit[0], ...unit.slice(1)])],
    [
      "with a position on a straight side",
      polygon([
        [0, 0],
        [0.5, 0],
        [1, 0],
        [1, 1],
        [0, 1],
        [0, 0],
      ]),
    ],
    ["with a hole", polygon(unit, inner)],
    [
      "with a hole that touches the outer ring in a point",
      polygon(unit, [
        [0, 0.5],
        [0.5, 0.4],
        [0.5, 0.6],
        [0, 0.5],
      ]),
    ],
    ["two side by side that touch in a corner", multi(square(0, 0, 1), square(1, 1, 1))],
    ["an island in a lake", multi(polygon(unit, inner), square(0.4, 0.4, 0.1))],
    ["with heights", polygon(unit.map(([x, y]) => [x, y, 12]))],
  ])("%s", (_what, geometry) => {
    expect(polygonProblem(geometry)).toBeNull();
  });

  test("a ring of 20,000 positions", () => {
    const ring = Array.from({ length: 20_000 }, (_, i): Position => {
      const angle = (2 * Math.PI * i) / 20_000;
      const radius = i % 2 === 0 ? 1 : 1.001;
      return [118 + radius * Math.cos(angle), 38 + radius * Math.sin(angle)];
    });
    ring.push(ring[0]);
    expect(polygonProblem(polygon(ring))).toBeNull();
    [ring[5_000], ring[15_000]] = [ring[15_000], ring[5_000]];
    expect(polygonProblem(polygon(ring))).toMatch(/crosses itself/);
  });
});

describe("invalid polygons are told with ring and place", () => {
  test.each<[string, Polygon | MultiPolygon, RegExp]>([
    ["another type", { type: "Point", coordinates: [0, 0] } as unknown as Polygon, /geometry is "Point"/],
    ["nothing", null as unknown as Polygon, /geometry is null/],
    ["no polygon", multi(), /no polygon/],
    ["no ring", polygon(), /polygon 1 has no ring/],
    [
      "three positions",
      polygon([
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
      /outer ring has 3 positions/,
    ],
    [
      "not closed",
      polygon([
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ]),
      /not closed: it begins at 0,0 and ends at 0,1/,
    ],
    [
      "not a number",
      polygon([
        [0, 0],
        [1, Number.NaN],
        [1, 1],
        [0, 0],
      ]),
      /not a pair of numbers: number 2/,
    ],
    [
      "a text",
      polygon([
        [0, 0],
        ["1" as unknown as number, 0],
        [1, 1],
        [0, 0],
      ]),
      /number 2, \["1",0\]/,
    ],
    [
      "out of range",
      polygon([
        [0, 0],
        [200, 0],
        [1, 1],
        [0, 0],
      ]),
      /leaves longitude ±180.*200,0/,
    ],
    [
      "all in one place",
      polygon([
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
      /encloses nothing/,
    ],
    [
      "a bow tie",
      polygon([
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ]),
      /outer ring crosses itself near 0,/,
    ],
    [
      "there and back",
      polygon([
        [0, 0],
        [1, 0],
        [2, 0],
        [1, 0],
        [0, 0],
      ]),
      /crosses itself/,
    ],
    [
      "a spike",
      polygon([
        [0, 0],
        [1, 0],
        [1, 1],
        [2, 1],
        [1, 1],
        [0, 1],
        [0, 0],
      ]),
      /(crosses|touches) itself/,
    ],
    [
      "two loops joined in a corner",
      polygon([
        [0, 0],
        [1, 1],
        [2, 0],
        [2, 2],
        [1, 1],
        [0, 2],
        [0, 0],
      ]),
      /touches itself/,
    ],
    ["a hole outside", polygon(unit, square(3, 3, 1).coordinates[0]), /hole 1 lies outside/],
    [
      "a hole across the edge",
      polygon(unit, square(0.5, 0.5, 1).coordinates[0]),
      /hole 1.*cross|cross.*hole 1|outer ring and hole 1/,
    ],
    ["a hole in a hole", polygon(unit, inner, square(0.4, 0.4, 0.1).coordinates[0]), /hole 2 lies inside of hole 1/],
    ["the outer ring again as a hole", polygon(unit, unit), /run along each other/],
    ["overlapping parts", multi(square(0, 0, 1), square(0.5, 0.5, 1)), /polygon (1|2).*cross/],
    ["a part within another", multi(square(0, 0, 1), square(0.4, 0.4, 0.1)), /polygon 2 lies inside of polygon 1/],
    ["parts that share a side", multi(square(0, 0, 1), square(1, 0, 1)), /run along each other/],
  ])("%s", (_what, geometry, message) => {
    expect(polygonProblem(geometry)).toMatch(message);
  });
});

describe("which area holds a point", () => {
  const lake = { name: "around", geometry: multi(polygon(unit, inner), square(5, 5, 1)) };
  const island = { name: "within", geometry: multi(polygon(inner)) };
  const index = new AreaIndex([lake, island]);

  test.each<[[number, number], string | undefined]>([
    [[0.1, 0.1], "around"],
    [[0.5, 0.5], "within"],
    [[5.5, 5.5], "around"],
    [[2, 2], undefined],
    [[0, 0], "around"],
    [[0.5, 1], "around"],
    // On the shore both hold it: the first of them gets it, so that nobody is counted twice or left out.
    [[0.25, 0.5], "around"],
    // Level with a corner, where a careless ray counts it twice.
    [[-1, 1], undefined],
    [[0.1, 0.25], "around"],
    [[0.1, 0.75], "around"],
  ])("%j is in %s", (position, name) => {
    expect(index.find(position)?.name).toBe(name);
  });
});
