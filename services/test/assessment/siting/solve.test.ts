import { describe, expect, it } from "vitest";
import { Chosen } from "../../../src/assessment/siting/cover.ts";
import { chooseGreedily } from "../../../src/assessment/siting/greedy.ts";
import { solve } from "../../../src/assessment/siting/solve.ts";
import { bruteForce, randomCover } from "./cases.ts";

const cases = Array.from({ length: 50 }, (_, i) => ({
  seed: i + 1,
  cover: randomCover(i + 1, { options: 10 + (i % 7), homes: 40 + ((i * 13) % 50), count: 2 + (i % 4) }),
}));

const isAllowed = (cover: (typeof cases)[number]["cover"], options: readonly number[]): boolean => {
  const chosen = new Chosen(cover);
  return (
    options.length <= cover.count &&
    options.every((option) => {
      const isFree = chosen.clashing(option).length === 0 && !chosen.options.includes(option);
      chosen.add(option);
      return isFree;
    })
  );
};

describe("maximal covering against a search of every choice, 50 random cases", () => {
  it("is the best where it says exact, and says so in small cases", () => {
    for (const { seed, cover } of cases) {
      const found = solve(cover);
      const best = bruteForce(cover);
      expect(found.exact, `case ${seed}`).toBe(true);
      expect(found.value, `case ${seed}`).toBeCloseTo(best.value, 6);
      expect(isAllowed(cover, found.options), `case ${seed}`).toBe(true);
    }
  });

  it("is never further off than its own bound, and on average within 1 %, where it does not search for the best", () => {
    let off = 0;
    let bound = 0;
    for (const { seed, cover } of cases) {
      const found = solve(cover, [], 0);
      const best = bruteForce(cover);
      expect(found.upper, `case ${seed}`).toBeGreaterThanOrEqual(best.value - 1e-6);
      expect(found.value, `case ${seed}`).toBeLessThanOrEqual(best.value + 1e-6);
      if (found.exact) expect(found.value, `case ${seed}`).toBeCloseTo(best.value, 6);
      expect(isAllowed(cover, found.options), `case ${seed}`).toBe(true);
      off += 1 - found.value / best.value;
      bound += 1 - found.value / found.upper;
    }
    expect(off / cases.length).toBeLessThan(0.01);
    expect(bound / cases.length).toBeLessThan(0.05);
  });

  it("keeps what is fixed, and finds the best beside it", () => {
    for (const { seed, cover } of cases.filter(({ cover: { count } }) => count > 2)) {
      const fixed = [seed % 5];
      const found = solve(cover, fixed);
      expect(found.options.slice(0, 1)).toEqual(fixed);
      expect(found.value, `case ${seed}`).toBeCloseTo(bruteForce(cover, fixed).value, 6);
    }
  });

  it("counts what was never looked at in its bound, and then does not say exact", () => {
    const [{ cover }] = cases;
    const best = bruteForce(cover);
    const found = solve({ ...cover, unseen: Float64Array.of(best.value) });
    expect(found.exact).toBe(false);
    expect(found.upper).toBeGreaterThan(best.value);
    // what could gain next to nothing changes nothing
    expect(solve({ ...cover, unseen: Float64Array.of(1e-3) }).value).toBeCloseTo(best.value, 6);
  });

  it("gives the same answer twice, and does not choose what gains nothing", () => {
    const { cover } = cases[6];
    expect(solve(cover)).toEqual(solve(cover));
    const all = solve({ ...cover, count: 1000 });
    expect(all.options.length).toBeLessThan(cover.start.length);
    expect(all.exact).toBe(true);
  });

  it("does by exchanges what greed alone misses", () => {
    // the middle shop alone is best, the outer two together are better than it with either
    const cover = {
      weights: Float64Array.of(4, 3, 3, 4),
      start: Uint32Array.of(0, 2, 4, 6),
      elements: Uint32Array.of(1, 2, 0, 1, 2, 3),
      count: 2,
      clash: null,
      cliqueOf: null,
      unseen: new Float64Array(),
    };
    const trap = { ...cover, weights: Float64Array.of(4, 4.5, 4.5, 4) };
    expect(chooseGreedily(trap).value).toBe(13);
    expect(solve(trap, [], 0)).toMatchObject({ value: 17, options: [1, 2] });
  });
});
