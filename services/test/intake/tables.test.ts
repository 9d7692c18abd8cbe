/** What every table goes through: encoding, separators, header, ragged and broken rows. */
import { describe, expect, test } from "vitest";
import { readOutlets } from "../../src/intake/index.ts";
import type { ReadOptions } from "../../src/intake/index.ts";
import { gb18030, intakeError, temporaryFolder, utf16be, utf16le, write } from "./files.ts";

const folder = temporaryFolder();
const HEADER = "网点名称,业态,经度,纬度,地址";
const ROWS = [`张记便利店,便利店,117.20,39.10,"南京路1号,一层"`, "李家药店,药店,117.21,39.11,南京路2号"];
const TABLE = [HEADER, ...ROWS].join("\n");

const read = (name: string, content: string | Uint8Array, options: ReadOptions = {}) =>
  readOutlets(write(folder, name, content), { crs: "wgs84", ...options });

describe("encodings", () => {
  test.each([
    ["UTF-8", Buffer.from(TABLE), "UTF-8"],
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${TABLE}`), "UTF-8"],
    ["GB18030", gb18030(TABLE), "GB18030"],
    ["UTF-16 little endian", utf16le(TABLE), "UTF-16LE"],
    ["UTF-16 big endian", utf16be(TABLE), "UTF-16BE"],
  ])("%s is found out", async (_, bytes, encoding) => {
    const result = await read("encoding.csv", bytes);
    expect(result.encoding).toBe(encoding);
    expect(result.drafts.map(({ name, address }) => [name, address])).toEqual([
      ["张记便利店", "南京路1号,一层"],
      ["李家药店", "南京路2号"],
    ]);
  });

  test("GB18030 is found out even where Chinese text comes late in the file", async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `shop ${i},bank,117.2,39.1,street ${i}`);
    const table = ["name,category,lng,lat,address", ...rows, "末行,药店,117.2,39.1,解放路"].join("\n");
    const result = await read("late.csv", gb18030(table));
    expect(result.encoding).toBe("GB18030");
    expect(result.drafts.at(-1)?.name).toBe("末行");
  });

  test("a four-byte character of GB18030 comes through", async () => {
    const result = await read("rare.csv", gb18030(TABLE.replace("张记", "㐂\u{20021}")));
    expect(result.drafts[0].name).toBe("㐂\u{20021}便利店");
  });

  test("a file cut inside a character is not taken for another encoding", async () => {
    const long = `${TABLE}\n${ROWS.join("\n")}\n末店,药店,117.2,39.1,路`;
    const error = await intakeError(read("cut.csv", Buffer.from(long).subarray(0, -1)));
    expect(error.problems[0]).toMatchObject({ row: 6, column: "地址" });
    expect(error.problems[0].message).toContain("no UTF-8");
  });

  test("the wrong encoding named says which cell it breaks", async () => {
    const error = await intakeError(
      read("wrong.csv", gb18030(TABLE), { encoding: "utf-8", columns: { "\ufffd": "name" } }),
    );
    expect(error.message).toContain("give the encoding");
  });

  test("an encoding that does not exist is refused with those that do", async () => {
    const error = await intakeError(read("name.csv", TABLE, { encoding: "klingon-8" }));
    expect(error.message).toMatch(/klingon-8.*utf-8, gb18030/s);
  });
});

describe("separators and quotes", () => {
  test.each([
    ["comma", ","],
    ["tab", "\t"],
    ["semicolon", ";"],
    ["bar", "|"],
  ])("%s", async (_, separator) => {
    const table = [
      ["网点名称", "业态", "经度", "纬度", "地址"],
      ["张记", "便利店", "117.2", "39.1", '"甲,乙;丙|丁\t戊"'],
    ];
    const result = await read("separator.csv", table.map((row) => row.join(separator)).join("\r\n"));
    expect(result.drafts[0]).toMatchObject({ name: "张记", address: "甲,乙;丙|丁\t戊" });
  });

  test("a line break inside quotes is no new row, and rows are numbered as a spreadsheet does", async () => {
    const table = [HEADER, `"张记\n便利店",便利店,117.2,39.1,甲`, "", "李记,药店,x,39.1,乙"].join("\n");
    const error = await intakeError(read("lines.csv", table));
    expect(error.problems).toMatchObject([{ row: 4, column: "经度", value: "x" }]);
  });

  test("a quote that is never closed names its row", async () => {
    const error = await intakeError(
      read("quote.csv", [HEADER, ROWS[1], `"张记,便利店,117.2,39.1,甲`, ROWS[1]].join("\n")),
    );
    expect(error.message).toMatch(/row 3 opens a quote/);
  });

  test("an inch sign inside a text is no quote", async () => {
    const result = await read("inch.csv", [HEADER, `10" 披萨便利店,便利店,117.2,39.1,甲`].join("\n"));
    expect(result.drafts[0].name).toBe('10" 披萨便利店');
  });
});

describe("header", () => {
  test("titles above it are passed over", async () => {
    const result = await read("title.csv", ["滨海区网点台账,,,,", "制表：2024-05,,,,", TABLE].join("\n"));
    expect(result.drafts).toHaveLength(2);
  });

  test("names are recognised in English, in any case, with units and blanks", async () => {
    const table =
      "Shop Name,CATEGORY,Longitude,Latitude,营业面积（㎡）,联 系 电 话\nA,bank,117.2,39.1,1，200㎡,022—23456789";
    const result = await read("english.csv", table);
    expect(result.drafts[0]).toMatchObject({ name: "A", attributes: { areaSquareMeters: 1200 } });
  });

  test("columns of other names can be mapped, and columns left aside", async () => {
    const table = "甲,乙,丙,丁,名称\n张记,便利店,117.2,39.1,别名";
    const columns = { 甲: "name", 乙: "category", 丙: "x", 丁: "y", 名称: "ignore" };
    expect((await read("map.csv", table, { columns })).drafts[0].name).toBe("张记");
  });

  test("a mapping to a column or field that does not exist says what there is", async () => {
    const noColumn = await intakeError(read("map1.csv", TABLE, { columns: { 店铺: "name" } }));
    expect(noColumn.message).toMatch(/no column “店铺”.*网点名称, 业态/s);
    const noField = await intakeError(read("map2.csv", TABLE, { columns: { 业态: "sort" } }));
    expect(noField.message).toMatch(/“sort”.*category/s);
  });

  test("two columns that mean the same: the better name is taken, with a warning", async () => {
    const result = await read("two.csv", "名称,店名,业态,经度,纬度\n公司,店,便利店,117.2,39.1");
    expect(result.drafts[0].name).toBe("店");
    expect(result.warnings).toMatchObject([{ row: 1, column: "名称" }]);
  });

  test("the same name twice is refused", async () => {
    const error = await intakeError(read("twice.csv", "名称,业态,经度,纬度,名称\n甲,便利店,117.2,39.1,乙"));
    expect(error.message).toMatch(/two columns named “名称” \(the 1\. and the 5\.\)/);
  });

  test("no header at all is refused with what stands there", async () => {
    const error = await intakeError(read("none.csv", "张记,便利店,117.2,39.1\n李记,药店,117.2,39.1"));
    expect(error.message).toMatch(/no row of column names.*张记, 便利店/s);
  });

  test("no coordinates: names the columns found and what would be right", async () => {
    const error = await intakeError(read("nowhere.csv", "网点名称,业态,地址\n张记,便利店,南京路1号"));
    expect(error.message).toMatch(/经度 and 纬度.*Columns found: 网点名称, 业态, 地址/s);
  });
});

describe("files that are no table", () => {
  test.each([
    ["empty", "", /is empty/],
    ["only blanks", "  \n \n", /no row of column names|no rows/],
    ["header only", HEADER, /header but no rows/],
    ["PNG", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]), /PNG picture/],
    ["XLSX", Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), /is cut off: the end of the archive/],
    ["XLS", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), /old Excel workbook \(\.xls\).*save it as \.xlsx or CSV/],
    ["NUL bytes", `${TABLE}\n坏\0行,药店,117.2,39.1,甲`, /NUL byte at byte \d+; it is damaged/],
    ["UTF-16 without a mark", utf16le(`${"name,category,lng,lat\n"}`).subarray(2), /utf-16le/],
  ])("%s", async (_, content, message) => {
    const error = await intakeError(read("broken.csv", content));
    expect(error.message).toMatch(message);
  });

  test("a file that is not there, and a folder", async () => {
    expect((await intakeError(readOutlets(`${folder}/absent.csv`))).message).toContain("no such file");
    expect((await intakeError(readOutlets(folder))).message).toContain("no ordinary file");
  });

  test("a line of 50 MB ends early, with little memory", async () => {
    const file = write(folder, "line.csv", Buffer.concat([Buffer.from(`${TABLE}\n`), Buffer.alloc(50_000_000, "a")]));
    const before = process.memoryUsage().rss;
    const error = await intakeError(readOutlets(file, { crs: "wgs84" }));
    expect(error.message).toMatch(/row 4 is longer than 256 thousand characters/);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  test("a header of 50 MB too", async () => {
    const error = await intakeError(read("head.csv", Buffer.alloc(50_000_000, "名称")));
    expect(error.message).toMatch(/row 1 is longer than/);
  });
});

describe("ragged rows", () => {
  test("more cells than the header: a separator in a text without quotes", async () => {
    const error = await intakeError(read("long.csv", [HEADER, "张记,便利店,117.2,39.1,甲路,1号"].join("\n")));
    expect(error.problems).toMatchObject([{ row: 2, value: "1号" }]);
    expect(error.problems[0].message).toMatch(/6 cells where the header has 5.*quotes/);
  });

  test("fewer cells: taken as empty with a warning where only optional ones are missing, else bad", async () => {
    const result = await read("short.csv", [HEADER, "张记,便利店,117.2,39.1", "李记,药店,117.2"].join("\n"), {
      skipBadRows: true,
    });
    expect(result.drafts).toHaveLength(1);
    expect(result.problems).toMatchObject([{ row: 3, column: "纬度" }]);
    expect(result.warnings[0]).toMatchObject({ row: 2 });
    expect(result.warnings[0].message).toContain("in 2 rows");
  });

  test("rows of blanks are no rows", async () => {
    const result = await read("blank.csv", [HEADER, ",,,,", ROWS[1], " , ,,,"].join("\n"));
    expect(result.rowsRead).toBe(1);
  });
});

describe("all or nothing", () => {
  const thousand = Array.from({ length: 1000 }, (_, i) => `店${i},便利店,117.${200 + (i % 90)},39.1,甲路${i}号`);
  const bad = [...thousand];
  bad[10] = "店10,便利店,一百一十七,39.1,甲";
  bad[500] = ",便利店,117.2,39.1,甲";
  bad[999] = "店999,飞碟修理,117.2,39.1,甲";

  test("3 bad rows among 1,000 refuse the file, each with row, column, value and what would be right", async () => {
    const error = await intakeError(read("bad.csv", [HEADER, ...bad].join("\n")));
    expect(error.message).toMatch(/3 of 1000 rows cannot be taken in, so none was.*--skip-bad-rows/s);
    expect(error.problems).toMatchObject([
      { row: 12, column: "经度", value: "一百一十七", message: expect.stringContaining("not a number") },
      { row: 502, column: "网点名称", value: null, message: expect.stringContaining("needs a name") },
      { row: 1001, column: "业态", value: "飞碟修理", message: expect.stringContaining("no category") },
    ]);
  });

  test("with skipBadRows the good rows come and the bad are listed", async () => {
    const result = await read("bad2.csv", [HEADER, ...bad].join("\n"), { skipBadRows: true });
    expect(result.drafts).toHaveLength(997);
    expect(result.rowsRejected).toBe(3);
    expect(result.problems).toHaveLength(3);
  });

  test("a value that is wrong in many rows is listed once with its count", async () => {
    const rows = thousand.map((row, i) => (i % 10 === 0 ? row.replace("便利店", "飞碟修理") : row));
    const result = await read("many.csv", [HEADER, ...rows].join("\n"), { skipBadRows: true });
    expect(result.problems).toHaveLength(1);
    expect(result.problems[0]).toMatchObject({ row: 2, value: "飞碟修理" });
    expect(result.problems[0].message).toContain("in 100 rows");
    expect(result.rowsRejected).toBe(100);
  });

  test("more than a thousand problems are counted, not kept", async () => {
    const rows = Array.from({ length: 1500 }, (_, i) => `店${i},便利店,无效${i},39.1,甲`);
    const result = await read("flood.csv", [HEADER, ...rows].join("\n"), { skipBadRows: true });
    expect(result.problems).toHaveLength(1001);
    expect(result.problems.at(-1)?.message).toBe("and 500 more, not listed");
  });
});
