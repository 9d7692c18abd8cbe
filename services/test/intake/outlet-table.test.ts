/** Outlets from tables: what becomes of each column. */
import { describe, expect, test } from "vitest";
import { readOutlets } from "../../src/intake/index.ts";
import type { ReadOptions } from "../../src/intake/index.ts";
import { metersBetween } from "../../src/intake/geometry/sphere.ts";
import { gb18030, intakeError, temporaryFolder, write } from "./files.ts";

const folder = temporaryFolder();
const read = (rows: string[], options: ReadOptions = {}) =>
  readOutlets(write(folder, "outlets.csv", rows.join("\n")), { crs: "wgs84", today: "2024-06-01", ...options });

describe("a full row", () => {
  const table = [
    "编号,网点名称,业态,小类,服务,地址,电话,营业时间,经度,纬度,状态,开业日期,停业日期,营业面积,连锁品牌,24小时,自助,外卖,无障碍,网址",
    "A-1,老周修鞋,小修小补点,修鞋,配钥匙、改衣服,和平路8号,022—23456789,早8点到晚6点,117.20601,39.10001,营业中,2020/3/1,,12.5㎡,周氏,否,否,否,部分,http://example.org/a",
  ];

  test("comes out as a draft, the original coordinates beside", async () => {
    const result = await readOutlets(write(folder, "full.csv", gb18030(table.join("\r\n"))), { crs: "gcj02" });
    expect(result).toMatchObject({ crs: "gcj02", encoding: "GB18030", rowsRead: 1, rowsRejected: 0, problems: [] });
    const [draft] = result.drafts;
    expect(draft).toMatchObject({
      sourceRef: "A-1",
      name: "老周修鞋",
      original: { x: 117.20601, y: 39.10001, crs: "gcj02" },
      address: "和平路8号",
      phone: "022-23456789",
      openingHours: "08:00-18:00",
      openingHoursText: "早8点到晚6点",
      status: "open",
      openedOn: "2020-03-01",
      closedOn: null,
    });
    expect(draft.attributes).toEqual({
      areaSquareMeters: 12.5,
      chain: "周氏",
      selfService: false,
      delivery: false,
      wheelchair: "limited",
      url: "http://example.org/a",
    });
    expect(draft.services).toEqual([
      { category: "small-repair", kind: "shoe" },
      { category: "small-repair", kind: "key" },
      { category: "small-repair", kind: "clothes" },
    ]);
    // GCJ-02 is shifted by some hundred metres around Tianjin.
    const shift = metersBetween(draft.location, [117.20601, 39.10001]);
    expect(shift).toBeGreaterThan(300);
    expect(shift).toBeLessThan(1000);
  });
});

describe("single columns", () => {
  const base = "店名,业态,lng,lat";

  test("category ids, official names and several in one cell", async () => {
    const { drafts } = await read([
      base,
      "甲,bank,117.2,39.1",
      "乙,菜市场（菜店）,117.2,39.1",
      "丙,便利店、药店,117.2,39.1",
    ]);
    expect(drafts.map(({ services }) => services.map(({ category }) => category))).toEqual([
      ["bank"],
      ["food-market"],
      ["convenience-store", "pharmacy"],
    ]);
  });

  test("a category known in part is taken in part, with a warning", async () => {
    const { drafts, warnings } = await read([base, "甲,便利店、飞碟修理,117.2,39.1"]);
    expect(drafts[0].services).toEqual([{ category: "convenience-store", kind: null }]);
    expect(warnings).toMatchObject([{ row: 2, column: "业态", value: "飞碟修理" }]);
  });

  test("an empty category is a problem", async () => {
    const error = await intakeError(read([base, "甲,,117.2,39.1"]));
    expect(error.problems).toMatchObject([{ row: 2, column: "业态" }]);
  });

  test("status by dates where no status is given", async () => {
    const { drafts } = await read([
      `${base},开业日期,停业日期`,
      "甲,bank,117.2,39.1,,2024-05-31",
      "乙,bank,117.2,39.1,2024-07-01,",
      "丙,bank,117.2,39.1,2020-01-01,2030-01-01",
    ]);
    expect(drafts.map(({ status }) => status)).toEqual(["closed", "planned", "open"]);
  });

  test("closed before opened, dates that do not exist, unknown status", async () => {
    const { problems } = await read(
      [
        `${base},状态,开业日期,停业日期`,
        "甲,bank,117.2,39.1,,2024-05-01,2023-05-01",
        "乙,bank,117.2,39.1,,2023-02-30,",
        "丙,bank,117.2,39.1,优秀,,",
      ],
      { skipBadRows: true },
    );
    expect(problems).toMatchObject([
      { row: 2, column: "停业日期" },
      { row: 3, column: "开业日期", value: "2023-02-30" },
      { row: 4, column: "状态", value: "优秀" },
    ]);
  });

  test("opening hours that are not understood stay as text, with one warning for all alike", async () => {
    const { drafts, warnings } = await read([
      `${base},营业时间`,
      "甲,bank,117.2,39.1,看天气",
      "乙,bank,117.2,39.1,看天气",
      "丙,bank,117.2,39.1,全天",
    ]);
    expect(drafts.map(({ openingHours, openingHoursText }) => [openingHours, openingHoursText])).toEqual([
      [null, "看天气"],
      [null, "看天气"],
      ["24/7", "全天"],
    ]);
    expect(drafts[2].attributes).toEqual({ open24h: true });
    expect(warnings).toHaveLength(1);
    expect(warnings[0].message).toContain("in 2 rows");
  });

  test("a phone, an area or an address on the web that cannot be is left out with a warning", async () => {
    const { drafts, warnings } = await read([
      `${base},电话,面积,网址`,
      "甲,bank,117.2,39.1,1.38E+10,-3,javascript:alert(1)",
    ]);
    expect(drafts[0]).toMatchObject({ phone: null, attributes: {} });
    expect(warnings.map(({ column }) => column).sort()).toEqual(["电话", "网址", "面积"].sort());
  });

  test("the same number twice is a problem", async () => {
    const error = await intakeError(read([`id,${base}`, "7,甲,bank,117.2,39.1", "7,乙,bank,117.2,39.1"]));
    expect(error.problems).toMatchObject([{ row: 3, column: "id", value: "7" }]);
    expect(error.problems[0].message).toContain("row 2");
  });

  test("a name with a spreadsheet's error sign is no name", async () => {
    const error = await intakeError(read([base, "#REF!,bank,117.2,39.1"]));
    expect(error.problems[0].message).toContain("error sign");
  });
});

describe("coordinates", () => {
  const rows = (points: string[]) => ["店名,业态,经度,纬度", ...points.map((point, i) => `店${i},bank,${point}`)];
  const tianjin = { bbox: [117.1, 39.0, 117.3, 39.2] as [number, number, number, number] };

  test("one column with both", async () => {
    const { drafts } = await read(["店名,业态,坐标", '甲,bank,"117.2,39.1"', "乙,bank,117.21 39.11"]);
    expect(drafts.map(({ location }) => location)).toEqual([
      [117.2, 39.1],
      [117.21, 39.11],
    ]);
  });

  test("full-width digits and a degree sign", async () => {
    const { drafts } = await read(rows(["１１７．２,39.1°"]));
    expect(drafts[0].location).toEqual([117.2, 39.1]);
  });

  test("no system given: taken for WGS-84, with a warning that says what to look for", async () => {
    const { crs, warnings } = await read(rows(["117.2,39.1"]), { crs: undefined });
    expect(crs).toBe("wgs84");
    expect(warnings[0].message).toMatch(/高德.*gcj02.*百度.*bd09/);
  });

  test("the system in the column's name", async () => {
    const { crs, warnings } = await read(["店名,业态,百度经度,百度纬度", "甲,bank,117.2,39.1"], { crs: undefined });
    expect(crs).toBe("bd09");
    expect(warnings).toEqual([]);
  });

  test("latitude and longitude swapped in all rows: said once, with how to mend it", async () => {
    const error = await intakeError(read(rows(["39.1,117.2", "39.11,117.21", "39.12,117.22"])));
    expect(error.message).toMatch(/swapped: row 2 has 39.1 for longitude.*3 of 3 rows.*经度=y, 纬度=x/s);
    const mended = await read(rows(["39.1,117.2"]), { columns: { 经度: "y", 纬度: "x" } });
    expect(mended.drafts[0].location).toEqual([117.2, 39.1]);
  });

  test("swapped is told for a known city too, and cannot be skipped away", async () => {
    const error = await intakeError(read(rows(["39.1,117.2", "39.1,117.2"]), { ...tianjin, skipBadRows: true }));
    expect(error.message).toContain("swapped");
  });

  test("swapped in single rows: those rows are bad", async () => {
    const { drafts, problems } = await read(rows(["117.2,39.1", "39.1,117.2", "117.2,39.1"]), { skipBadRows: true });
    expect(drafts).toHaveLength(2);
    expect(problems).toMatchObject([{ row: 3, column: "经度", value: "39.1, 117.2" }]);
    expect(problems[0].message).toContain("each other's place");
  });

  test("outside the city: bad with the distance, within two kilometres of it good", async () => {
    const { drafts, problems } = await read(rows(["117.2,39.1", "117.32,39.1", "116.4,39.9"]), {
      ...tianjin,
      skipBadRows: true,
    });
    expect(drafts).toHaveLength(2);
    expect(problems).toMatchObject([{ row: 4 }]);
    expect(problems[0].message).toMatch(/lies (\d+) km outside/);
    expect(Number(/lies (\d+) km/.exec(problems[0].message)![1])).toBeCloseTo(98, -1);
  });

  test("all outside the city: the table is for another one", async () => {
    const error = await intakeError(read(rows(["116.4,39.9", "116.5,39.9"]), { ...tianjin, skipBadRows: true }));
    expect(error.message).toMatch(/no row lies in the city's map.*117.100, 39.000/s);
  });

  test("0, 0, projected metres, half a pair, words", async () => {
    const { problems } = await read(rows(["0,0", "538000,4330000", "117.2,", "东经117度,39.1", "117.2,39.1"]), {
      skipBadRows: true,
    });
    expect(problems.map(({ row, message }) => [row, message])).toEqual([
      [2, expect.stringContaining("0, 0")],
      [3, expect.stringContaining("projected")],
      [4, expect.stringContaining("is empty")],
      [5, expect.stringContaining("not a number")],
    ]);
  });

  test("Web Mercator", async () => {
    const { drafts } = await read(rows(["12692251.175,3897076.83"]), { crs: "EPSG:3857" });
    expect(metersBetween(drafts[0].location, [114.0164322, 33.0133556])).toBeLessThan(0.1);
    expect(drafts[0].original).toEqual({ x: 12692251.175, y: 3897076.83, crs: "EPSG:3857" });
  });

  test("a system that cannot be read", async () => {
    expect((await intakeError(read(rows(["1,2"]), { crs: "EPSG:27700" }))).message).toContain("EPSG:27700");
  });
});
