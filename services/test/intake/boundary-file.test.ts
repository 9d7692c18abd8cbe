import type { Position } from "geojson";
import { describe, expect, test } from "vitest";
import { fromWgs84, readBoundaries } from "../../src/intake/index.ts";
import { intakeError, temporaryFolder, write } from "./files.ts";

const folder = temporaryFolder();
const read = (value: unknown, options = {}) =>
  readBoundaries(write(folder, "areas.geojson", typeof value === "string" ? value : JSON.stringify(value)), options);

const square: Position[] = [
  [117, 39],
  [117.1, 39],
  [117.1, 39.1],
  [117, 39.1],
  [117, 39],
];
const feature = (properties: object, coordinates: unknown = [square], type = "Polygon") => ({
  type: "Feature",
  properties,
  geometry: { type, coordinates },
});
const collection = (...features: unknown[]) => ({ type: "FeatureCollection", features });

describe("boundaries from GeoJSON", () => {
  test("names and levels in both languages, rings wound as GeoJSON wants", async () => {
    const clockwise = square.toReversed();
    const { drafts } = await read(
      collection(
        { ...feature({ name: "滨海区", level: "district", nameEn: "Binhai" }), id: 12 },
        feature({ 名称: "和平街道", 级别: "街道" }, [clockwise]),
        feature({ name: "一社区", admin_level: 10 }, [[square]], "MultiPolygon"),
      ),
    );
    expect(drafts.map(({ sourceRef, name, nameEn, level }) => [sourceRef, name, nameEn, level])).toEqual([
      ["12", "滨海区", "Binhai", "district"],
      [null, "和平街道", null, "street"],
      [null, "一社区", null, "community"],
    ]);
    expect(drafts[1].geometry).toEqual({ type: "MultiPolygon", coordinates: [[square]] });
  });

  test("a single Feature, with a byte order mark", async () => {
    const { drafts } = await read(`\ufeff${JSON.stringify(feature({ name: "滨海区", level: "区" }))}`);
    expect(drafts).toHaveLength(1);
  });

  test("coordinates of 高德 are brought to WGS-84", async () => {
    const shifted = square.map(([lng, lat]) => fromWgs84([lng, lat], "gcj02"));
    const { drafts } = await read(feature({ name: "区", level: "区" }, [shifted]), { crs: "gcj02" });
    drafts[0].geometry.coordinates[0][0].forEach(([lng, lat], i) => {
      expect(lng).toBeCloseTo(square[i][0], 6);
      expect(lat).toBeCloseTo(square[i][1], 6);
    });
  });

  test.each([
    ["open", [square.slice(0, -1)], /not closed/],
    ["crossing", [[square[0], square[2], square[1], square[3], square[0]]], /crosses itself/],
    ["too short", [[square[0], square[1], square[0]]], /at least 4/],
    ["no numbers", [[[117, "39"], ...square.slice(1)]], /pair of numbers/],
    ["hole outside", [square, square.map(([x, y]) => [x + 1, y])], /outside/],
    ["empty", [], /no ring/],
  ])("a ring that is %s", async (_, rings, message) => {
    const error = await intakeError(
      read(collection(feature({ name: "甲", level: "区" }), feature({ name: "乙", level: "区" }, rings))),
    );
    expect(error.problems).toHaveLength(1);
    expect(error.problems[0]).toMatchObject({ row: 2, column: "geometry" });
    expect(error.problems[0].message).toMatch(message);
    expect(error.problems[0].message).toContain("乙");
  });

  test("missing names, unknown levels, points, null", async () => {
    const result = await read(
      collection(
        feature({ level: "区" }),
        feature({ name: "乙", level: "州" }),
        {
          type: "Feature",
          properties: { name: "丙", level: "区" },
          geometry: { type: "Point", coordinates: [117, 39] },
        },
        null,
        feature({ name: "丁", level: "区" }),
      ),
      { skipBadRows: true },
    );
    expect(result.drafts.map(({ name }) => name)).toEqual(["丁"]);
    expect(result.problems.map(({ row, column }) => [row, column])).toEqual([
      [1, "name"],
      [2, "level"],
      [3, "geometry"],
      [4, "name"],
    ]);
  });

  test.each([
    ["broken JSON", '{"type": "FeatureCollection", "features": [', /is no GeoJSON/],
    ["another JSON", "[1,2]", /no GeoJSON Feature or FeatureCollection/],
    ["nothing in it", '{"type":"FeatureCollection","features":[]}', /without features/],
    ["an empty file", "", /is empty/],
    ["half an archive", "PK\u0003\u0004", /is cut off: the end of the archive/],
  ])("%s", async (_, text, message) => {
    expect((await intakeError(read(text))).message).toMatch(message);
  });
});
