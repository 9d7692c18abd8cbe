/** Scale, cutting and marks, by numbers that can be checked by hand. */
import { describe, expect, it } from "vitest";
import { millimeters } from "../../src/reports/draw/scene.ts";
import { frameFor } from "../../src/reports/map/frame.ts";
import { clipLine } from "../../src/reports/map/geometry.ts";
import { placeMarks } from "../../src/reports/map/marks.ts";

describe("a map's frame", () => {
  it("keeps its scale: a metre on the ground is a metre divided by the scale on paper", () => {
    const frame = frameFor({ x: 10, y: 20, width: 400, height: 300 }, [118.04, 38.75, 118.05, 38.756]);
    const [x0, y0] = frame.project([118.045, 38.753]);
    expect([x0, y0]).toEqual([210, 170]);
    const metersNorth = (0.001 * Math.PI * 6_371_008.8) / 180;
    const [, y1] = frame.project([118.045, 38.754]);
    expect(y0 - y1).toBeCloseTo((millimeters(1000) * metersNorth) / frame.scale, 6);
    const [x1] = frame.project([118.046, 38.753]);
    expect(x1 - x0).toBeCloseTo((y0 - y1) * Math.cos((38.753 * Math.PI) / 180), 3);
    expect(frame.bbox[0]).toBeLessThanOrEqual(118.04);
    expect(frame.bbox[3]).toBeGreaterThanOrEqual(38.756);
  });

  it("cuts lines at its edge", () => {
    const within = { x: 0, y: 0, width: 10, height: 10 };
    expect(
      clipLine(
        [
          [-5, 5],
          [5, 5],
          [5, 15],
        ],
        within,
      ),
    ).toEqual([
      [
        [0, 5],
        [5, 5],
        [5, 10],
      ],
    ]);
    expect(
      clipLine(
        [
          [-5, 5],
          [15, 5],
          [15, 8],
          [5, 8],
        ],
        within,
      ),
    ).toEqual([
      [
        [0, 5],
        [10, 5],
      ],
      [
        [10, 8],
        [5, 8],
      ],
    ]);
    expect(
      clipLine(
        [
          [-5, -5],
          [-1, 20],
        ],
        within,
      ),
    ).toEqual([]);
  });
});

describe("marks", () => {
  it("stand beside each other, however many outlets share a spot", () => {
    const frame = frameFor({ x: 0, y: 0, width: 500, height: 500 }, [118.04, 38.75, 118.05, 38.756]);
    const outlets = Array.from({ length: 60 }, (_, i) => ({
      id: String(i),
      name: String(i),
      location: [118.045 + (i % 8) * 0.00012, 38.753 + Math.floor(i / 8) * 0.0001] as [number, number],
      categories: [],
      tier: "basic" as const,
    }));
    const radius = 6;
    const marks = placeMarks(outlets, frame, radius, [{ x: 240, y: 240, width: 20, height: 20 }]);
    expect(marks.flatMap((mark) => mark.outlets)).toHaveLength(60);
    expect(marks.map(({ number }) => number)).toEqual(marks.map((_, i) => i + 1));
    for (const [i, a] of marks.entries()) {
      for (const b of marks.slice(i + 1)) {
        expect(Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1])).toBeGreaterThan(2 * radius - 1.2);
      }
    }
  });
});
