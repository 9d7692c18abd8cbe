import { expect, test } from "vitest";
import { readResidences } from "../../src/intake/index.ts";
import type { ReadOptions } from "../../src/intake/index.ts";
import { intakeError, temporaryFolder, write } from "./files.ts";

const folder = temporaryFolder();
const read = (rows: string[], options: ReadOptions = {}) =>
  readResidences(write(folder, "residences.csv", rows.join("\n")), { crs: "wgs84", ...options });

test("a full row", async () => {
  const { drafts, warnings } = await read([
    "编号;小区;楼栋;地址;户数;人口;老年占比;儿童占比（%）;层数;经度;纬度",
    "R1;滨海花园;3号楼;和平路8号;１２８户;300;25%;12.5;18层;117.2;39.1",
  ]);
  expect(warnings).toEqual([]);
  expect(drafts).toEqual([
    {
      sourceRef: "R1",
      name: "3号楼",
      compound: "滨海花园",
      address: "和平路8号",
      location: [117.2, 39.1],
      footprint: null,
      levels: 18,
      households: 128,
      householdsEstimated: false,
      people: 300,
      elderlyShare: 0.25,
      childShare: 0.125,
    },
  ]);
});

test("English names, and a compound without buildings gives its name", async () => {
  const { drafts } = await read(["compound\thouseholds\tlon\tlat", "滨海花园\t0\t117.2\t39.1"]);
  expect(drafts[0]).toMatchObject({
    name: "滨海花园",
    compound: "滨海花园",
    households: 0,
    people: null,
    elderlyShare: null,
  });
});

test("households must be known and whole", async () => {
  const { problems, drafts } = await read(
    [
      "小区,户数,经度,纬度",
      "甲,,117.2,39.1",
      "乙,12.5,117.2,39.1",
      "丙,-1,117.2,39.1",
      "丁,9999999,117.2,39.1",
      "戊,12,117.2,39.1",
    ],
    { skipBadRows: true },
  );
  expect(drafts).toHaveLength(1);
  expect(problems.map(({ row, column, message }) => [row, column, message])).toEqual([
    [2, "户数", expect.stringContaining("households must be known")],
    [3, "户数", expect.stringContaining("whole number")],
    [4, "户数", expect.stringContaining("whole number")],
    [5, "户数", expect.stringContaining("more than 100000")],
  ]);
});

test("shares that are none, or more than all together", async () => {
  const { problems } = await read(
    ["小区,户数,经度,纬度,老年占比,儿童占比", "甲,1,117.2,39.1,25,0.1", "乙,1,117.2,39.1,0.8,30%"],
    { skipBadRows: true },
  );
  expect(problems.map(({ row, column }) => [row, column])).toEqual([
    [2, "老年占比"],
    [3, "老年占比"],
  ]);
});

test("without a column of households the columns found are named", async () => {
  const error = await intakeError(read(["小区,经度,纬度", "甲,117.2,39.1"]));
  expect(error.message).toMatch(/户数 or households.*小区, 经度, 纬度/s);
});
