/** Files written by other programs (fixtures/README.md says which) come in as they were meant. */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readBoundaries, readOutlets } from "../../src/intake/index.ts";
import { metersBetween } from "../../src/intake/geometry/sphere.ts";
import { toWgs84 } from "../../src/intake/tables/coordinates.ts";
import { readTable } from "../../src/intake/tables/table.ts";
import type { ReadTableOptions, TableRow } from "../../src/intake/tables/table.ts";
import { intakeError } from "./files.ts";
import { inWords, say } from "../../src/words/index.ts";

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

async function read(name: string, options: ReadTableOptions = {}) {
  const table = await readTable(fixture(name), options);
  const rows: TableRow[] = [];
  for await (const row of table.rows) rows.push(row);
  const notes = table.notes.map((note) => inWords(note, "en"));
  return { ...table, rows, notes, cells: rows.map(({ cells }) => cells) };
}

const HEADER = ["编号", "网点名称", "业态", "地址", "电话", "营业时间", "开业日期", "营业面积", "经度", "纬度"];
const ROWS = [
  "0012|张记便利店|便利店|南山区创业路1号,一层|0755-26001234|8:00-22:00|2024-05-01|80.5|113.930000|22.530000",
  "0013|李家“好邻居”药店|药店|南山区南光路2号|13800138000|24小时|2019-12-31|120|113.931000|22.531000",
  "0014|㐂来\u{20021}缝补|修鞋|粤海街道3号\n底商||周一至周五 8:30-17:00|2021-02-28||113.932000|22.532000",
].map((row) => row.split("|"));
const TABLE = [HEADER, ...ROWS];

describe("tables as text", () => {
  test.each([
    ["utf8.csv", "UTF-8"],
    ["utf8-bom.csv", "UTF-8"],
    ["gb18030.csv", "GB18030"],
    ["gb18030-semicolon.csv", "GB18030"],
    ["gbk-tabs.xls", "GB18030"],
    ["utf8.tsv", "UTF-8"],
    ["utf16.tsv", "UTF-16LE"],
    ["utf16be.csv", "UTF-16BE"],
    ["libreoffice-utf8.csv", "UTF-8"],
    ["libreoffice-gb18030.csv", "GB18030"],
  ])("%s", async (name, encoding) => {
    const table = await read(name);
    expect(table).toMatchObject({ format: "csv", encoding, sheets: null, crs: null });
    expect(table.cells).toEqual(TABLE);
  });

  test.each(["openpyxl-text.xlsx", "libreoffice-text.xlsx"])("%s", async (name) => {
    const table = await read(name);
    expect(table).toMatchObject({ format: "xlsx", encoding: null, sheets: ["网点"], sheet: "网点", notes: [] });
    expect(table.cells).toEqual(TABLE);
  });
});

describe("workbooks", () => {
  const shown = {
    "date, built in": "2024-05-01",
    "date, Chinese": "2024-05-01",
    "date, Chinese with locale": "2024-05-01",
    "date, Japanese order": "2024-05-01",
    "date, month names": "2024-05-01",
    "date and time": "2024-05-01 08:30",
    time: "08:30",
    "time with seconds": "21:05:07",
    duration: "26:15",
    "first day": "1900-01-01",
    "before the day that never was": "1900-02-28",
    "after it": "1900-03-01",
    whole: "1200",
    fraction: "113.95",
    "sum of fractions": "0.3",
    small: "0.00000125",
    money: "1234.5",
    percent: "12.5%",
    "leading zeros": "0012",
    "phone as number": "13800138000",
    "code as number": "914403007084611000",
    scientific: "13800000000",
    "number as text": "0012",
    true: "TRUE",
    false: "FALSE",
    error: "#N/A",
    "blanks around": "  两端  ",
    "two lines": "一\n二",
    "control character": "甲\r乙",
    markup: `<b>&amp;"'`,
    "beyond the plane": "㐂\u{20021}",
    "text that is red": "红",
  };

  test.each(["openpyxl-cells.xlsx", "libreoffice-cells.xlsx"])("every kind of cell: %s", async (name) => {
    const table = await read(name);
    expect(Object.fromEntries(table.cells.slice(1))).toEqual(shown);
    const faults = table.rows.filter((row) => row.faults !== undefined);
    expect(faults.map(({ row, faults: found }) => [row, found![0].column])).toEqual([[22, 1]]);
    expect(faults[0].faults![0].said).toEqual(say("cell.digits-lost"));
  });

  test("days counted from 1904", async () => {
    expect((await read("openpyxl-1904.xlsx")).cells.slice(1)).toEqual([
      ["张记", "2024-05-01"],
      ["李记", "1904-01-02"],
    ]);
  });

  test.each(["openpyxl-sheets.xlsx", "libreoffice-sheets.xlsx"])(
    "the sheet that fits is read, merged cells count for all their rows: %s",
    async (name) => {
      const table = await read(name);
      expect(table.sheets).toEqual(["填表说明", "网点台账", "旧数据", "字典"]);
      expect(table.sheet).toBe("网点台账");
      expect(table.rows.slice(2)).toEqual([
        { row: 3, cells: ["街道", "网点名称", "业态", "经度", "纬度"] },
        { row: 4, cells: ["粤海街道", "张记便利店", "便利店", "113.93", "22.53"] },
        { row: 5, cells: ["粤海街道", "李记药店", "药店", "113.931", "22.531"] },
        { row: 7, cells: ["南头街道", "王记", "修鞋", "113.932", "22.532"] },
      ]);
      expect(table.notes).toEqual([
        expect.stringMatching(/“网点台账” was read.*not read: “填表说明”/),
        expect.stringMatching(/Hidden sheets.*“旧数据”, “字典”/),
        expect.stringMatching(/^1 rows are hidden/),
      ]);
    },
  );

  test("outlets come out of such a sheet", async () => {
    const { drafts } = await readOutlets(fixture("openpyxl-sheets.xlsx"), { crs: "wgs84" });
    expect(drafts.map(({ name }) => name)).toEqual(["张记便利店", "李记药店", "王记"]);
  });

  test("a sheet by its name, hidden ones too", async () => {
    const table = await read("openpyxl-sheets.xlsx", { sheet: "旧数据" });
    expect(table.cells).toEqual(TABLE);
    expect(table.notes[0]).toContain("is hidden");
    const error = await intakeError(read("openpyxl-sheets.xlsx", { sheet: "新数据" }));
    expect(error.message).toMatch(/no sheet “新数据”.*填表说明, 网点台账, 旧数据, 字典/);
  });

  test("formulas give the results that the file stores", async () => {
    expect((await read("libreoffice-formulas.xlsx")).cells.slice(1)).toEqual([
      ["张记便利店", "便利店", "113.93", "22.53", "80.5", "2024-05-01"],
      ["李记", "药店", "113.931", "22.531", "#DIV/0!", ""],
    ]);
  });

  test("formulas without results are faults of their cells", async () => {
    const table = await read("openpyxl-formulas.xlsx");
    expect(table.rows[2].faults!.map(({ column }) => column)).toEqual([2, 4]);
    expect(table.notes).toEqual([expect.stringMatching(/No formula.*7 lack it.*Excel or WPS/)]);
    const error = await intakeError(readOutlets(fixture("openpyxl-formulas.xlsx"), { crs: "wgs84" }));
    expect(error.problems).toContainEqual(
      expect.objectContaining({ row: 2, column: "网点名称", message: expect.stringContaining("formula") }),
    );
  });

  test("a web page under the name .xls", async () => {
    const table = await read("html-called.xls");
    expect(table).toMatchObject({ format: "html", encoding: "UTF-8" });
    expect(table.cells.slice(-3)).toEqual([
      ["街道", "网点名称", "业态", "经度", "纬度"],
      ["粤海街道", "张记便利店", "便利店", "113.93", "22.53"],
      ["粤海街道", "李记药店", "药店", "113.931", "22.531"],
    ]);
  });

  test("the sample's workbook: a title above the header, dates both ways", async () => {
    const table = await readTable(
      fileURLToPath(new URL("../../../data/sample/files/outlets-civil-affairs.xlsx", import.meta.url)),
    );
    const rows: TableRow[] = [];
    for await (const row of table.rows) rows.push(row);
    expect(rows[0].cells).toEqual(["沧汐区民政服务机构台账（示例数据，纯属虚构）"]);
    expect(rows[1].cells.slice(0, 4)).toEqual(["序号", "机构名称", "类别", "详细地址"]);
    const dates = rows.slice(2).map(({ cells }) => cells[7]);
    expect(dates.every((date) => /^\d{4}[-.]\d{2}[-.]\d{2}$/.test(date))).toBe(true);
    expect(new Set(dates.map((date) => date[4]))).toEqual(new Set(["-", "."]));
  });
});

/** GBK lacks the characters beyond; GDAL leaves them out when it writes. */
const inGbk = (text: string) => text.replaceAll(/[㐂\u{20021}]/gu, "");

describe("geographic files as tables", () => {
  const places: [number, number][] = ROWS.map((row) => [Number(row[8]), Number(row[9])]);

  test.each([
    ["gdal-points-gbk.zip", "shapefile", "GB18030", "EPSG:4526"],
    ["gdal-points-gbk-no-cpg-folder.zip", "shapefile", "GB18030", "EPSG:4547"],
    ["gdal-points-utf8.zip", "shapefile", "UTF-8", "EPSG:4490"],
    ["gdal-points-utf8-no-cpg.zip", "shapefile", "UTF-8", "EPSG:3857"],
    ["gdal-two-layers.zip", "shapefile", "GB18030", "EPSG:4526"],
    ["gdal-layers.gpkg", "geopackage", null, "EPSG:4526"],
    ["gdal-rfc7946.geojson", "geojson", "UTF-8", "wgs84"],
    ["gdal-projected.geojson", "geojson", "UTF-8", "EPSG:4526"],
    ["gdal-lines.geojsonl", "geojson", "UTF-8", "wgs84"],
    ["gdal-sequence.geojsons", "geojson", "UTF-8", "wgs84"],
  ] as const)("%s", async (name, format, encoding, crs) => {
    const table = await read(name);
    expect(table).toMatchObject({ format, encoding, crs });
    expect(table.rows.map(({ row }) => row)).toEqual([0, 1, 2, 3]);
    expect(table.cells[0]).toEqual(["经度", "纬度", ...HEADER.slice(0, 8)]);
    table.cells.slice(1).forEach(([x, y, ...rest], i) => {
      expect(metersBetween(toWgs84(Number(x), Number(y), crs)!, places[i])).toBeLessThan(0.02);
      // GDAL writes dates with slashes where the format has none; the reader of dates takes both.
      const expected = ROWS[i].slice(0, 8).map((cell) => (encoding === "GB18030" ? inGbk(cell) : cell));
      expect(rest.map((cell) => cell.replaceAll("/", "-"))).toEqual(expected);
    });
  });

  test("outlets come out of them without a system being named", async () => {
    for (const name of ["gdal-points-gbk.zip", "gdal-layers.gpkg", "gdal-projected.geojson"]) {
      const { drafts, warnings, crs } = await readOutlets(fixture(name));
      expect(drafts.map((draft) => inGbk(draft.name))).toEqual(ROWS.map((row) => inGbk(row[1])));
      expect(crs).toBe("EPSG:4526");
      expect(metersBetween(drafts[2].location, places[2])).toBeLessThan(0.02);
      expect(drafts[2].original).toMatchObject({ crs: "EPSG:4526" });
      expect(warnings.some(({ message }) => message.includes("No coordinate system"))).toBe(false);
    }
  });

  test("a Shapefile without .prj leaves the system open, and says so", async () => {
    const table = await read("gdal-points-no-prj.zip");
    expect(table.crs).toBeNull();
    expect(table.notes).toEqual([expect.stringContaining("no .prj")]);
    expect((await readOutlets(fixture("gdal-points-no-prj.zip"), { crs: "高德" })).crs).toBe("gcj02");
  });

  test("names of columns that UTF-8 made too long are completed", async () => {
    expect((await read("gdal-points-utf8.zip")).notes).toEqual([expect.stringContaining("营业时 → 营业时间")]);
  });

  test("a layer by its name", async () => {
    expect((await read("gdal-two-layers.zip", { sheet: "areas" })).cells[0]).toContain("级别");
    expect((await read("gdal-layers.gpkg", { sheet: "街道" })).crs).toBe("EPSG:4547");
    const error = await intakeError(read("gdal-layers.gpkg", { sheet: "社区" }));
    expect(error.message).toMatch(/no layer “社区”.*街道, 网点/);
  });

  test("polygons give a point inside, with a note", async () => {
    const table = await read("gdal-areas-gbk.zip");
    expect(table.notes).toEqual([expect.stringContaining("2 polygons")]);
    const [lng, lat] = toWgs84(Number(table.cells[1][0]), Number(table.cells[1][1]), "EPSG:4526")!;
    expect([lng > 113.92 && lng < 113.94, lat > 22.52 && lat < 22.54]).toEqual([true, true]);
  });

  test("reading stops when asked to", async () => {
    const stop = new AbortController();
    stop.abort(new Error("enough"));
    for (const name of ["openpyxl-text.xlsx", "html-called.xls", "gdal-rfc7946.geojson"]) {
      await expect(read(name, { signal: stop.signal })).rejects.toThrow("enough");
    }
  });
});

describe("boundaries", () => {
  test.each(["gdal-areas-gbk.zip", "gdal-areas-3d.zip", "gdal-layers.gpkg"])("%s", async (name) => {
    const { drafts, rowsRejected } = await readBoundaries(
      fixture(name),
      name.endsWith("gpkg") ? { sheet: "街道" } : {},
    );
    expect(rowsRejected).toBe(0);
    expect(drafts.map(({ name: area, level, sourceRef }) => [area, level, sourceRef])).toEqual([
      ["粤海街道", "street", "440305007"],
      ["海珠社区", "community", "440305007001"],
    ]);
    const [street, community] = drafts.map(({ geometry }) => geometry.coordinates);
    // One polygon with a hole; two polygons.
    expect(street.map((rings) => rings.length)).toEqual([2]);
    expect(community.map((rings) => rings.length)).toEqual([1, 1]);
    const corners = street[0][0].map(([lng, lat]) => [lng, lat] as [number, number]);
    for (const corner of [
      [113.92, 22.52],
      [113.94, 22.54],
    ] as [number, number][]) {
      expect(Math.min(...corners.map((position) => metersBetween(position, corner)))).toBeLessThan(0.05);
    }
  });

  test("points are no boundaries", async () => {
    const error = await intakeError(readBoundaries(fixture("gdal-points-gbk.zip")));
    expect(error.message).toContain("3 of 3 rows");
    expect(error.problems[0]).toMatchObject({ row: 1, column: "name" });
  });

  test("a table is no boundary file", async () => {
    expect((await intakeError(readBoundaries(fixture("utf8.csv")))).message).toContain("a table without shapes");
  });
});
