import { expect, test } from "vitest";
import type { CoverageCell } from "../src/coverage/api.ts";
import { compareAreas, csvTable } from "../src/coverage/comparison.ts";

function cell(category: string, share: number | null, meanSeconds: number | null = null): CoverageCell {
  return {
    category: category as CoverageCell["category"],
    ringMinutes: 10,
    covered: share === null ? 0 : share * 100,
    gap: share === null ? 0 : 100 - share * 100,
    unknown: share === null ? 100 : 0,
    share,
    knownShare: share === null ? 0 : 1,
    people: null,
    meanSeconds,
    p90Seconds: null,
  };
}

const area = (...cells: CoverageCell[]) => new Map(cells.map((one) => [one.category as string, one]));

test("what differs most comes first, what cannot be compared last", () => {
  const one = area(cell("bank", 1, 300), cell("pharmacy", 0.2, 900), cell("laundry", null), cell("gym", 0.5));
  const other = area(cell("bank", 0.9, 360), cell("pharmacy", 0.8, 420), cell("laundry", 0.5, 100));
  const lines = compareAreas(one, other, ["gym", "laundry", "bank", "pharmacy"]);
  expect(lines.map(({ category }) => category)).toEqual(["pharmacy", "bank", "gym", "laundry"]);
  expect(lines[0].shareDifference).toBeCloseTo(0.6);
  expect(lines[0].secondsDifference).toBe(-480);
  expect(lines[1].shareDifference).toBeCloseTo(-0.1);
});

test("unknown is never taken for nothing", () => {
  const [line] = compareAreas(area(cell("laundry", null)), area(cell("laundry", 0)), ["laundry"]);
  expect(line.shareDifference).toBeNull();
  expect(line.secondsDifference).toBeNull();
  expect(compareAreas(area(), area(cell("bank", 1)), ["bank"])[0]).toMatchObject({ one: null, shareDifference: null });
});

test("the table opens in a spreadsheet and runs nothing there", () => {
  const text = csvTable([
    ["=1+1", 'a "b"', null],
    [" @x", -0.5, 3],
  ]);
  expect(text).toBe('\uFEFF"\'=1+1","a ""b""",\r\n"\' @x",-0.5,3\r\n');
});
