/** Borders on a lattice: of noise, where every way of meeting crosswise, every hole and island occurs. */
import { expect, test } from "vitest";
import { Borders } from "../src/surface/contour.ts";
import { assemblePolygons } from "../src/surface/polygons.ts";
import { randomOf, type Random } from "./random-map.ts";
import { faultsOf, isInside, metersOutside } from "./shapes.ts";

const COLUMNS = 23;
const ROWS = 17;
const LIMITS = Int32Array.of(300, 450, 600);
const CAP = 400;
/** Lattice steps are a thousandth of a degree, near the equator. */
const PLACE = { firstColumn: 0, firstRow: 0, lngStep: 1e5, latStep: 1e5, unitsPerDegree: 1e8 };
const degrees = (steps: number): number => steps / 1000;

/** Noise within a rim; `smooth` makes neighbours alike, so that there are larger pieces. */
function noise(random: Random, smooth: boolean): { values: Int32Array; within: Uint8Array } {
  const values = new Int32Array(COLUMNS * ROWS * 2).fill(0x7fffffff);
  const within = new Uint8Array(Math.ceil((COLUMNS * ROWS) / 4) * 4);
  for (let row = 1; row < ROWS - 1; row++) {
    for (let column = 1; column < COLUMNS - 1; column++) {
      if (random() < 0.1) continue;
      const point = row * COLUMNS + column;
      const wave = 450 + 350 * Math.sin(column / 3) * Math.cos(row / 2.5);
      const time = smooth ? Math.round(wave + 60 * random()) : random.below(900);
      const excess = random() < 0.2 ? random.below(500) : -random.below(500) - 1;
      values[point * 2] = time;
      values[point * 2 + 1] = excess;
      LIMITS.forEach((limit, index) => (within[point] |= time <= limit && excess <= 0 ? 1 << index : 0));
    }
  }
  return { values, within };
}

test("rings hold the points within their limit and no others, are valid, and nest", () => {
  const borders = new Borders();
  let holes = 0;
  let pieces = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const { values, within } = noise(randomOf(seed), seed % 3 === 0);
    // the same arrays again and again, as the engine uses them
    borders.trace({ columns: COLUMNS, rows: ROWS, values, within }, LIMITS, CAP);
    const polygons = assemblePolygons(borders, LIMITS.length, PLACE);
    const rings = polygons.map(({ coordinates }) => ({ type: "MultiPolygon" as const, coordinates }));
    rings.forEach((ring, level) => {
      expect(faultsOf(ring), `field ${seed}, limit ${level}`).toEqual([]);
      for (let point = 0; point < COLUMNS * ROWS; point++) {
        const place: [number, number] = [degrees(point % COLUMNS), degrees(Math.floor(point / COLUMNS))];
        expect(isInside(ring, place), `field ${seed}, limit ${level}, point ${point}`).toBe(
          (within[point] & (1 << level)) !== 0,
        );
      }
      if (level > 0) expect(metersOutside(rings[level - 1], ring)).toBeLessThan(0.05);
      pieces += ring.coordinates.length;
      holes += ring.coordinates.reduce((sum, { length }) => sum + length - 1, 0);
    });
  }
  expect(pieces).toBeGreaterThan(2000);
  expect(holes).toBeGreaterThan(200);
});
