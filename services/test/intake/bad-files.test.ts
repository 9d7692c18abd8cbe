/** Files that are broken, hostile or something else: each is refused with what it is and what would be right. */
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readBoundaries } from "../../src/intake/index.ts";
import { readFeatures } from "../../src/intake/tables/features/features.ts";
import { readTable } from "../../src/intake/tables/table.ts";
import type { TableRow } from "../../src/intake/tables/table.ts";
import { inWords, say } from "../../src/words/index.ts";
import { expectChinese, intakeError, sheetXml, temporaryFolder, utf16le, workbook, write, zip } from "./files.ts";

const folder = temporaryFolder();
const fixturePath = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const fixture = (name: string) => readFileSync(fixturePath(name));

async function rowsOf(file: string): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of (await readTable(file)).rows) rows.push(row);
  return rows;
}

const read = (name: string, content: string | Uint8Array) => rowsOf(write(folder, name, content));
const messageOf = async (name: string, content: string | Uint8Array) =>
  (await intakeError(read(name, content))).message;

/** What the first fault of a row says. */
function faultText(faults: TableRow["faults"]): string | undefined {
  const said = faults?.[0].said;
  if (said === undefined) return undefined;
  expectChinese(said);
  return inWords(said, "en");
}

const HEADER = ["网点名称", "业态", "经度", "纬度"];
const SHEET = sheetXml([HEADER, ["张记", "药店", "113.93", "22.53"]]);

test("the smallest workbook of these tests is a good one", async () => {
  const rows = await read("good.xlsx", zip(workbook(SHEET)));
  expect(rows.map(({ cells }) => cells)).toEqual([HEADER, ["张记", "药店", "113.93", "22.53"]]);
});

describe("something else than a table", () => {
  test.each<[string, string | Buffer, RegExp]>([
    ["password", fixture("libreoffice-password.xlsx"), /protected with a password.*\.xlsx or CSV/],
    ["old workbook", fixture("libreoffice.xls"), /old Excel workbook \(\.xls\).*save it as \.xlsx or CSV/],
    ["OpenDocument", fixture("libreoffice.ods"), /OpenDocument.*save it as \.xlsx or CSV/],
    ["binary workbook", zip({ "[Content_Types].xml": "", "xl/workbook.bin": "" }), /\.xlsb.*save it as \.xlsx/],
    ["Numbers", zip({ "Index/Document.iwa": "" }), /Apple Numbers.*save it as \.xlsx/],
    ["Word", zip({ "word/document.xml": "" }), /Word document/],
    ["nothing packed", zip({}), /ZIP archive with nothing in it/],
    ["a packed table", zip({ "网点.csv": "名称" }), /ZIP archive with 网点.csv.*Unpack it/],
    ["a lone .dbf", zip({ "a.dbf": "" }), /\.dbf but no \.shp/],
    [
      "XML spreadsheet",
      '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
      /XML spreadsheet of 2003/,
    ],
    ["web archive", "MIME-Version: 1.0\nContent-Type: multipart/related", /web page archive/],
    ["a page without a table", "<html><body><p>请登录</p></body></html>", /web page without a table/],
    ["KML", fixture("gdal.kml"), /KML.*GeoJSON or GeoPackage/],
    ["a map", '<?xml version="1.0"?>\n<osm version="0.6"/>', /OSM map.*city/],
    ["other XML", '<?xml version="1.0"?><rss/>', /is XML, not a table/],
    ["RAR", "Rar!\u001a\u0007\u0000", /RAR archive/],
    ["7z", Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]), /7-Zip/],
    ["gzip", Buffer.from([0x1f, 0x8b, 8, 0]), /gzip; unpack it first/],
    ["RTF", "{\\rtf1", /RTF/],
    ["PDF", "%PDF-1.7", /PDF/],
    ["SQLite", fixture("gdal.sqlite"), /SQLite database but no GeoPackage/],
  ])("%s", async (_, content, message) => {
    expect(await messageOf("other.xlsx", content)).toMatch(message);
  });

  test("an old workbook under the name .xlsx", async () => {
    expect((await intakeError(rowsOf(fixturePath("xls-called.xlsx")))).message).toContain(
      "although it is called .xlsx",
    );
  });
});

describe("broken and hostile workbooks", () => {
  const good = fixture("libreoffice-text.xlsx");

  test.each([0.3, 0.6, 0.9, 0.99])("cut off at %d of its length", async (share) => {
    const message = await messageOf("cut.xlsx", good.subarray(0, Math.floor(good.length * share)));
    expect(message).toMatch(/^cut\.xlsx is cut off/);
  });

  test("flipped bytes never do more than be refused or read", async () => {
    let refused = 0;
    for (let at = 7; at < good.length; at += 211) {
      const bytes = Buffer.from(good);
      bytes[at] ^= 0x5a;
      const outcome = await read("flipped.xlsx", bytes).catch((error: Error) => error);
      if (outcome instanceof Error) {
        refused++;
        expect(outcome.name, `${at}: ${outcome.stack}`).toBe("IntakeError");
      }
    }
    expect(refused).toBeGreaterThan(5);
  });

  test("a bomb is not unpacked", async () => {
    const bomb = zip(workbook(`<worksheet><sheetData>${" ".repeat(60_000_000)}</sheetData></worksheet>`));
    const before = process.memoryUsage().rss;
    expect(await messageOf("bomb.xlsx", bomb)).toMatch(/would unpack from \d+ to 60000\d+ bytes.*nothing was unpacked/);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test("a bomb that hides its size is stopped at the size it claims", async () => {
    const bomb = zip(workbook(`<worksheet><sheetData>${" ".repeat(60_000_000)}</sheetData></worksheet>`), (bytes) =>
      Math.min(bytes, 5000),
    );
    expect(await messageOf("liar.xlsx", bomb)).toMatch(/xl\/worksheets\/sheet1.xml in it\).*too many bytes/);
  });

  test("more entries than a workbook has", async () => {
    const entries = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`${i}`, ""]));
    expect(await messageOf("many.xlsx", zip(entries))).toMatch(/10001 files in it/);
  });

  const laughs = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>${SHEET}`;
  test.each<[string, Record<string, string>, RegExp]>([
    ["entities that expand", workbook(laughs), /sheet1.xml in it declares a document type/],
    ["an entity that is not known", workbook(SHEET.replace("张记", "&b;")), /entity &b;/],
    ["no sheets", { ...workbook(SHEET), "xl/workbook.xml": "<workbook/>" }, /workbook without a sheet/],
    [
      "a sheet that is not there",
      { ...workbook(SHEET), "xl/worksheets/sheet1.xml": "", "xl/other.xml": "" },
      /ends before its XML does/,
    ],
    ["XML that ends early", workbook(SHEET.slice(0, -30)), /sheet1.xml in it ends before its XML does/],
    ["tags that do not match", workbook(SHEET.replace("</t>", "</v>")), /closes <v> where <t> is open/],
    ["nesting without end", workbook("<a>".repeat(200)), /nests deeper than/],
    ["a text without end", workbook(sheetXml([["a".repeat(2_000_000)]])), /a text or a tag of more than/],
    ["an attribute without quotes", workbook("<worksheet a=1/>"), /attribute without quotes/],
    [
      "a text that is not there",
      workbook(sheetXml([[`<c t="s"><v>7</v></c>`]])),
      /refers to a text that is not there \(7\)/,
    ],
    [
      "a cell far to the right",
      workbook(sheetXml([[`<c r="XFD1"><v>7</v></c>`]])),
      /column 16384 of row 1.*up to 2000/,
    ],
    ["a cell without an address", workbook(sheetXml([[`<c r="1"><v>7</v></c>`]])), /cell with the address “1”/],
    [
      "rows out of order",
      workbook('<worksheet><sheetData><row r="5"/><row r="2"/></sheetData></worksheet>'),
      /row 2 behind row 5/,
    ],
  ])("%s", async (_, entries, message) => {
    expect(await messageOf("broken.xlsx", zip(entries))).toMatch(message);
  });

  test("UTF-16 inside", async () => {
    const entries = { ...workbook(SHEET), "xl/worksheets/sheet1.xml": utf16le(SHEET) };
    expect(await messageOf("utf16.xlsx", zip(entries))).toContain("UTF-16");
  });

  test("a wrong checksum", async () => {
    const bytes = zip(workbook(SHEET));
    // In the directory, thirty bytes before the name.
    bytes[bytes.lastIndexOf("xl/worksheets/sheet1.xml") - 30] ^= 1;
    expect(await messageOf("checksum.xlsx", bytes)).toMatch(/sheet1.xml in it\) is damaged: its checksum is wrong/);
  });

  test("rows without end take little memory", async () => {
    const row = `<row>${"<c><v>1</v></c>".repeat(20)}</row>`;
    const sheet = `<worksheet><sheetData>${row.repeat(60_000)}</sheetData></worksheet>`;
    const noise = Buffer.from(sheet);
    // Digits that differ, so that it is no bomb.
    for (let i = 0; i < noise.length; i++) if (noise[i] === 0x31) noise[i] = 0x31 + ((i * 2654435761) % 9);
    const file = write(folder, "long.xlsx", zip({ ...workbook(""), "xl/worksheets/sheet1.xml": noise }));
    const before = process.memoryUsage().rss;
    let rows = 0;
    for await (const { cells } of (await readTable(file)).rows) rows += cells.length / 20;
    expect(rows).toBe(60_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });
});

describe("broken tables of text", () => {
  test("a million columns", async () => {
    const error = await intakeError(read("wide.csv", `${"a,".repeat(100_000)}\n1`));
    expect(error.message).toMatch(/row 1 has 100001 columns.*separator/);
    expect(error.problems).toMatchObject([{ row: 1 }]);
    expect(await messageOf("wider.csv", "a,".repeat(1_000_000))).toMatch(/row 1 is longer than 256 thousand/);
  });

  test("a web page with a cell without end, or a thousand columns", async () => {
    expect(await messageOf("cell.xls", `<table><tr><td>${"a".repeat(600_000)}`)).toMatch(
      /row 1 has a cell or a tag of more/,
    );
    expect(await messageOf("wide.xls", `<table><tr>${"<td colspan=1000>a".repeat(3)}</table>`)).toMatch(
      /more than 2000 columns/,
    );
  });

  test("a web page in GBK with entities, spans and no closing tags", async () => {
    const page = `<html><meta charset=gb2312><style>td{a:1}</style><table><tr><th rowspan=2>名称<th colspan=2>位置<tr><th>经度<th>纬度<tr><td>张&amp;李&nbsp;记<br>店<td>113.9<td x:num>22.5</table>`;
    expect((await read("page.xls", page)).map(({ cells }) => cells)).toEqual([
      ["名称", "位置", ""],
      ["名称", "经度", "纬度"],
      ["张&李 记 店", "113.9", "22.5"],
    ]);
  });
});

describe("broken GeoJSON", () => {
  const point = (coordinates: string) =>
    `{"type":"Feature","properties":{"name":"甲"},"geometry":{"type":"Point","coordinates":${coordinates}}}`;
  const collection = (...features: string[]) => `{"type":"FeatureCollection","features":[${features.join(",")}]}`;

  test.each<[string, string, RegExp]>([
    ["NaN", collection(point("[1,2]"), point("[NaN,2]")), /feature 2 is no JSON: NaN is no number/],
    ["cut off", collection(point("[1,2]")).slice(0, -20), /is no GeoJSON: it ends in the middle.*after feature 0/],
    [
      "cut off after one",
      `${collection(point("[1,2]")).slice(0, -2)},`,
      /is no GeoJSON: it ends in the middle.*after feature 1/,
    ],
    ["a comma too many", collection(point("[1,,2]")), /feature 1 is no JSON/],
    ["text behind it", `${collection(point("[1,2]"))} oh`, /goes on with “oh”/],
    ["a list", `[${point("[1,2]")}]`, /no GeoJSON Feature or FeatureCollection/],
    ["TopoJSON", '{"type":"Topology","objects":{}}', /TopoJSON/],
    ["a geometry alone", '{"type":"Point","coordinates":[1,2]}', /its type is "Point"/],
    ["nothing in it", collection(), /without features/],
    ["lists without end", `{"type":"FeatureCollection","a":${"[".repeat(500)}`, /nest deeper/],
    [
      "a system that cannot be read",
      `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4214"}},"features":[${point("[1,2]")}]}`,
      /not public/,
    ],
  ])("%s", async (_, text, message) => {
    expect(await messageOf("broken.geojson", text)).toMatch(message);
  });

  test("a feature without end stops early", async () => {
    const text = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":"${"a".repeat(40_000_000)}`;
    expect(await messageOf("long.geojson", text)).toMatch(/single feature is longer than 32 million characters/);
  });

  test("geometries that are missing, empty or no points are faults of their rows", async () => {
    const rows = await read(
      "mixed.geojson",
      collection(
        point("[113.9,22.5,10]"),
        '{"type":"Feature","properties":{},"geometry":null}',
        point("[]"),
        point('["113.9",22.5]'),
        '{"type":"Feature","properties":null,"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}',
        '{"type":"Feature","properties":{},"geometry":{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}}',
        '{"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[]}}',
        "null",
        "7",
        '{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[]}}',
      ),
    );
    expect(rows.slice(1).map(({ cells, faults }) => faultText(faults) ?? cells.slice(0, 2).join(","))).toEqual([
      "113.9,22.5",
      ",",
      expect.stringContaining("is empty"),
      expect.stringContaining("not a pair of numbers"),
      expect.stringContaining("is a LineString; a point is needed"),
      expect.stringContaining("has 2 points"),
      expect.stringContaining("a collection of geometries"),
      ",",
      ",",
      expect.stringContaining("polygon without a ring"),
    ]);
  });

  test("objects that are awkward: keys of the language, lists, braces and quotes in texts", async () => {
    const properties = { __proto__x: 1, constructor: "建", "a}{": 'x"},{\\', list: [1, { b: 2 }], 经度: "旧" };
    const text = collection(`{"type":"Feature","properties":${JSON.stringify(properties)},"geometry":null}`);
    const rows = await read("awkward.geojson", text);
    expect(rows[0].cells).toEqual(["经度", "纬度", "__proto__x", "constructor", "a}{", "list", "经度（原表）"]);
    expect(rows[1].cells).toEqual(["", "", "1", "建", 'x"},{\\', '[1,{"b":2}]', "旧"]);
  });

  test("cut anywhere, it is refused and never read in part as a whole", async () => {
    const whole = collection(point("[113.9,22.5]"), point("[113.8,22.4]"));
    for (let length = 1; length < Buffer.byteLength(whole); length += 3) {
      const error = await intakeError(read("part.geojson", Buffer.from(whole).subarray(0, length)));
      expect(error.message).toMatch(/GeoJSON|JSON/);
    }
  });
});

describe("broken Shapefiles", () => {
  async function parts(name: string): Promise<Record<string, Buffer>> {
    const { Archive } = await import("../../src/intake/tables/zip.ts");
    const archive = await Archive.open(fixturePath(name));
    const entries: Record<string, Buffer> = {};
    for (const entry of archive.names) entries[entry] = await archive.bytesOf(entry, 1e6);
    archive.close();
    return entries;
  }

  const broken: [string, (entries: Record<string, Buffer>) => void, RegExp][] = [
    ["no .dbf", (e) => delete e["layer.dbf"], /has layer.shp but no layer.dbf.*pack/],
    ["an empty .dbf", (e) => (e["layer.dbf"] = Buffer.alloc(0)), /layer.dbf is damaged: it has only 0 bytes/],
    ["a .dbf cut in its header", (e) => (e["layer.dbf"] = e["layer.dbf"].subarray(0, 60)), /ends inside its header/],
    [
      "a .dbf cut in its rows",
      (e) => (e["layer.dbf"] = e["layer.dbf"].subarray(0, -300)),
      /layer.dbf ends at row \d of 3; it is cut off/,
    ],
    ["lengths that contradict", (e) => e["layer.dbf"].writeUInt16LE(20, 10), /fields take \d+ bytes.*a record has 20/],
    ["a header of no length", (e) => e["layer.dbf"].writeUInt16LE(5, 8), /header claims 5 bytes/],
    ["a .shp that is none", (e) => e["layer.shp"].fill(0, 0, 4), /layer.shp has no header of a Shapefile/],
    [
      "a .shp cut in a shape",
      (e) => (e["layer.shp"] = e["layer.shp"].subarray(0, -8)),
      /ends inside shape 3; it is cut off/,
    ],
    [
      "fewer shapes than rows",
      (e) => (e["layer.shp"] = e["layer.shp"].subarray(0, 128)),
      /has 1 shapes for 3 rows.*cut off/,
    ],
    [
      "a shape of two gigabytes",
      (e) => e["layer.shp"].writeInt32BE(0x3fffffff, 104),
      /shape 1 claims 2147483646 bytes/,
    ],
    [
      "a .prj of another country",
      (e) =>
        (e["layer.prj"] = Buffer.from(
          'PROJCS["British_National_Grid",GEOGCS["OSGB",DATUM["D_OSGB_1936",SPHEROID["Airy",6377563.396,299.32]]]]',
        )),
      /British_National_Grid.*If the .prj is wrong, name/,
    ],
  ];
  test.each(broken)("%s", async (_, breakIt, message) => {
    const entries = await parts("gdal-points-gbk.zip");
    breakIt(entries);
    expect(await messageOf("broken.zip", zip(entries))).toMatch(message);
  });

  test("more shapes than rows", async () => {
    const entries = await parts("gdal-points-gbk.zip");
    entries["layer.dbf"].writeUInt32LE(2, 4);
    expect(await messageOf("more.zip", zip(entries))).toMatch(/more shapes than the .dbf has rows \(2\)/);
  });

  test("numbers that are none, counts that lie and kinds that are not known are faults of their rows", async () => {
    const entries = await parts("gdal-areas-gbk.zip");
    entries["layer.shp"].writeInt32LE(1_000_000, 108 + 40);
    expect(faultText((await read("counts.zip", zip(entries)))[1].faults)).toContain("the .shp is damaged");
    const points = await parts("gdal-points-gbk.zip");
    points["layer.shp"].writeDoubleLE(Number.NaN, 112);
    points["layer.shp"].writeInt32LE(99, 136);
    const rows = await read("nan.zip", zip(points));
    expect(faultText(rows[1].faults)).toContain("not a pair of numbers: NaN");
    expect(faultText(rows[2].faults)).toContain("unknown type 99");
  });

  test("rows marked as deleted are passed over with their shapes", async () => {
    const entries = await parts("gdal-points-gbk.zip");
    const dbf = entries["layer.dbf"];
    dbf[dbf.readUInt16LE(8)] = 0x2a;
    const table = await readTable(write(folder, "deleted.zip", zip(entries)));
    const rows: TableRow[] = [];
    for await (const row of table.rows) rows.push(row);
    expect(rows.map(({ row, cells }) => [row, cells[2]])).toEqual([
      [0, "编号"],
      [2, "0013"],
      [3, "0014"],
    ]);
    expect(table.notes).toEqual([say("shapefile.deleted", { rows: 1 })]);
  });
});

describe("broken GeoPackages", () => {
  const good = fixture("gdal-layers.gpkg");

  function changed(name: string, sql: string): string {
    const file = write(folder, name, good);
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
    return file;
  }

  test("without shapes", async () => {
    expect((await intakeError(rowsOf(fixturePath("gdal-no-shapes.gpkg")))).message).toContain(
      "without a layer of shapes",
    );
  });

  test.each([0.05, 0.3, 0.7, 0.95])("cut off at %d of its length", async (share) => {
    expect(await messageOf("cut.gpkg", good.subarray(0, Math.floor(good.length * share)))).toMatch(
      /^cut\.gpkg cannot be read as a GeoPackage/,
    );
  });

  test("a view in place of a table is not run", async () => {
    const endless = `alter table "网点" rename to t; create view "网点" as with recursive a(geom) as (select 1 union all select geom from a) select * from a, t`;
    expect((await intakeError(rowsOf(changed("view.gpkg", endless)))).message).toMatch(/“网点” is no plain table/);
  });

  test("a layer that is not there", async () => {
    expect((await intakeError(rowsOf(changed("gone.gpkg", `drop table "网点"`)))).message).toContain(
      "is no plain table",
    );
  });

  test("a reference system that is not public", async () => {
    const sql = `update gpkg_spatial_ref_sys set organization_coordsys_id = 4214, definition = 'GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245,298.3]]]' where srs_id = 4526`;
    expect((await intakeError(rowsOf(changed("old.gpkg", sql)))).message).toMatch(/GCS_Beijing_1954.*not public/);
  });

  test("shapes that are none are faults of their rows", async () => {
    const sql = `update "网点" set geom = case fid when 1 then x'00' when 2 then substr(geom, 1, 20) else 'text' end`;
    const rows = await rowsOf(changed("shapes.gpkg", sql));
    expect(rows.slice(1).map(({ faults }) => faultText(faults))).toEqual([
      expect.stringContaining("no geometry of a GeoPackage"),
      expect.stringContaining("damaged"),
      expect.stringContaining("no geometry of a GeoPackage"),
    ]);
  });
});

describe("boundaries", () => {
  test("an invalid polygon in metres is refused with where it is wrong", async () => {
    const bow = [
      [38_492_000, 2_491_000],
      [38_493_000, 2_492_000],
      [38_493_000, 2_491_000],
      [38_492_000, 2_492_000],
      [38_492_000, 2_491_000],
    ];
    const text = JSON.stringify({
      type: "FeatureCollection",
      crs: { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::4526" } },
      features: [
        {
          type: "Feature",
          properties: { name: "甲", level: "街道" },
          geometry: { type: "Polygon", coordinates: [bow] },
        },
      ],
    });
    const error = await intakeError(readBoundaries(write(folder, "bow.geojson", text)));
    expect(error.problems).toMatchObject([{ row: 1, column: "geometry" }]);
    expect(error.problems[0].message).toMatch(/“甲” is not valid: .*crosses itself.*113\.9\d+,22\.5\d+/);
  });

  test("metres without a system named say which position is none", async () => {
    const ring = [
      [38_492_000, 2_491_000],
      [38_493_000, 2_491_000],
      [38_493_000, 2_492_000],
      [38_492_000, 2_491_000],
    ];
    const text = JSON.stringify({
      type: "Feature",
      properties: { name: "甲", level: "街道" },
      geometry: { type: "Polygon", coordinates: [ring] },
    });
    const error = await intakeError(readBoundaries(write(folder, "metres.geojson", text)));
    expect(error.problems[0]).toMatchObject({ value: "38492000, 2491000" });
    expect(error.problems[0].message).toContain("name its coordinate system");
  });

  test("the level follows from the division code where no column says it", async () => {
    const square = [
      [113.9, 22.5],
      [113.91, 22.5],
      [113.91, 22.51],
      [113.9, 22.5],
    ];
    const codes = ["440305", "440305007000", "440305007001", "440300"];
    const text = JSON.stringify({
      type: "FeatureCollection",
      features: codes.map((code) => ({
        type: "Feature",
        properties: { XZQMC: `区${code}`, XZQDM: code },
        geometry: { type: "Polygon", coordinates: [square] },
      })),
    });
    const { drafts, problems } = await readBoundaries(write(folder, "codes.geojson", text), { skipBadRows: true });
    expect(drafts.map(({ level }) => level)).toEqual(["district", "street", "community"]);
    expect(problems).toMatchObject([{ row: 4, column: "level" }]);
  });
});

test("a layer asked for is needed only by name", async () => {
  const { layers, columns, crs } = await readFeatures(fixturePath("gdal-two-layers.zip"), { sheet: "areas" });
  expect([layers, columns, crs]).toEqual([["areas", "points"], ["名称", "级别", "代码"], "EPSG:4526"]);
});
