/** Compounds as polygons: read from what GDAL writes, previewed, taken in with their households, undone. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Position } from "geojson";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { standing } from "../../src/intake/compounds/standing.ts";
import { inParts } from "../../src/intake/compounds/homes.ts";
import {
  addCity,
  answerStaging,
  beginStaging,
  commitImport,
  fromWgs84,
  importTable,
  mendRow,
  stageFile,
  summaryOf,
  undoImport,
} from "../../src/intake/index.ts";
import { readCompounds } from "../../src/intake/tables/compounds.ts";
import type { Compound, Store } from "../../src/store/index.ts";
import { bothStores } from "../stores.ts";
import { intakeError, osmNode, osmWay, osmXml, temporaryFolder, write } from "./files.ts";

const folder = temporaryFolder();
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

const ring = (west: number, south: number, size = 0.002): Position[] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const outline = (properties: object, coordinates: unknown = [ring(117.202, 39.102)], type = "Polygon") => ({
  type: "Feature",
  properties,
  geometry: { type, coordinates },
});
const point = (properties: object, coordinates: Position) => outline(properties, coordinates, "Point");
const collection = (...features: unknown[]) => JSON.stringify({ type: "FeatureCollection", features });
const read = (...features: unknown[]) => readCompounds(write(folder, "小区.geojson", collection(...features)));

describe("files of compounds", () => {
  test.each(["gdal-compounds-gbk.zip", "gdal-compounds.gpkg", "gdal-compounds.geojson"])("%s", async (name) => {
    const { drafts, problems, rowsRead, rowNumbers } = await readCompounds(fixture(name));
    expect([problems, rowsRead, rowNumbers]).toEqual([[], 2, [1, 2]]);
    expect(drafts.map(({ name: is, sourceRef, households }) => [is, sourceRef, households])).toEqual([
      ["润府一期", "XQ01", 1200],
      ["海珠里", "XQ02", undefined],
    ]);
    for (const [i, { boundary }] of drafts.entries()) {
      expect(boundary.type).toBe("Polygon");
      const corners = boundary.coordinates[0] as Position[];
      expect(Math.min(...corners.map(([lng]) => lng))).toBeCloseTo([113.93, 113.935][i], 6);
      expect(Math.max(...corners.map(([, lat]) => lat))).toBeCloseTo(22.532, 6);
    }
    expect(drafts[0].gates.map(({ location, kind, ref }) => [location, kind, ref])).toEqual([
      [[113.93, 22.531], "gate", null],
      [[113.932, 22.531], "gate", null],
    ]);
    const inWall = name.endsWith("geojson");
    expect(drafts[1].gates.map((gate) => [gate.name, gate.openingHours])).toEqual(
      inWall ? [["东门", "06:00-22:00"]] : [],
    );
  });

  test("a gate is of the compound that it names; outline and gates are brought to WGS-84 alike", async () => {
    const shifted = ring(117.202, 39.102).map(([lng, lat]) => fromWgs84([lng, lat], "gcj02"));
    const gate = fromWgs84([117.202, 39.103], "gcj02");
    const file = write(
      folder,
      "高德.geojson",
      collection(
        point({ 小区: "滨海花园", 上锁: "是" }, fromWgs84([117.2, 39.1], "gcj02")),
        outline({ name: "滨海花园", 大门: [gate] }, [shifted]),
      ),
    );
    const { drafts } = await readCompounds(file, { crs: "gcj02" });
    const [inColumn, named] = drafts[0].gates;
    expect(inColumn.location.map((degrees) => degrees.toFixed(5))).toEqual(["117.20200", "39.10300"]);
    expect(named.location.map((degrees) => degrees.toFixed(5))).toEqual(["117.20000", "39.10000"]);
    expect([inColumn.locked, named.locked]).toEqual([null, true]);
    expect((drafts[0].boundary.coordinates as Position[][])[0][0][0]).toBeCloseTo(117.202, 5);
  });

  const named = { 小区: "甲" };
  test.each([
    ["no name", outline({ 户数: 3 }), "name", /every compound needs a name/],
    ["no polygon", outline(named, ring(117.2, 39.1), "LineString"), "geometry", /no Polygon or MultiPolygon/],
    ["crossing", outline(named, [[[117, 39], [117.1, 39.1], [117.1, 39], [117, 39.1], [117, 39]]]), "geometry", /crosses itself/], // prettier-ignore
    ["households in words", outline({ ...named, 户数: "若干" }), "households", /number/],
    ["half a household", outline({ ...named, 户数: 12.5 }), "households", /whole/],
    ["too many households", outline({ ...named, 户数: 2_000_000 }), "households", /100,?000/],
    ["a gate in words", outline({ ...named, 大门: "东门" }), "gates", /longitude,latitude/],
    ["a gate in no wall", point({ 名称: "东门" }, [117.3, 39.1]), "geometry", /no compound's wall/],
    ["a gate of nobody", point({ 小区: "乙" }, [117.202, 39.103]), "compound", /no compound of this file/],
    ["hours of a gate", point({ 小区: "甲", 开放时间: "看情况" }, [117.202, 39.103]), "hours", /6:00-22:00/],
    ["a lock in words", point({ 小区: "甲", 上锁: "也许" }, [117.202, 39.103]), "locked", /./],
  ])("%s", async (_what, feature, column, message) => {
    const { problems } = await intakeError(read(outline({ 名称: "甲", 编号: "1" }), feature));
    expect(problems).toMatchObject([{ row: 2, column, message: expect.stringMatching(message) }]);
  });

  test("one number is one compound; what lies outside of the city is told", async () => {
    const twice = await intakeError(read(outline({ name: "甲", id: 1 }), outline({ name: "乙", id: 1 })));
    expect(twice.problems).toMatchObject([{ row: 2, column: "id", message: expect.stringContaining("feature 1") }]);
    const file = write(folder, "远.geojson", collection(outline({ name: "甲" })));
    const far = await intakeError(readCompounds(file, { bbox: [118, 38, 118.1, 38.1] }));
    expect(far.problems[0].message).toContain("outside the city");
  });

  test("households in parts: whole, in proportion, none lost", () => {
    expect(inParts(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(inParts(7, [0, 0])).toEqual([4, 3]);
    expect(inParts(1200, [300, 100, 200])).toEqual([600, 200, 400]);
  });
});

test("a table's outline stands for the map's of the same ground or, one within the other, of the same name", () => {
  const compound = (source: string, name: string, west: number, size = 0.002): Compound => ({
    id: `${source} ${name}`,
    city: "town",
    source,
    importId: null,
    sourceRef: null,
    name,
    address: null,
    gates: [],
    boundary: { type: "Polygon", coordinates: [ring(west, 39.1, size)] },
  });
  const map = [
    compound("osm", "甲小区", 117.2),
    compound("osm", "乙", 117.21),
    compound("osm", "丙 小区", 117.22),
    compound("osm", "丁", 117.23),
  ];
  expect(standing(map)).toBe(map);
  const table = [
    compound("民政", "别名", 117.2001),
    compound("民政", "丙", 117.2205, 0.0008),
    compound("民政", "戊", 117.2302, 0.0005),
  ];
  expect(standing([...map, ...table]).map(({ id }) => id)).toEqual([
    "osm 乙",
    "osm 丁",
    "民政 别名",
    "民政 丙",
    "民政 戊",
  ]);
});

const city = "town";

/** A compound with a gate, two houses in it and one beside it; a lane leads through the wall of the ground next to it. */
const map = osmXml(
  [
    ...ring(117.202, 39.102)
      .slice(0, 4)
      .map(([lng, lat], i) => osmNode(i + 1, lng, lat)),
    osmNode(5, 117.202, 39.103, { barrier: "gate" }),
    osmWay(1, [1, 2, 3, 4, 5, 1], { landuse: "residential", name: "滨海花园" }),
    ...house(10, 117.2025, 39.1025, 2),
    ...house(20, 117.2032, 39.1032, 6),
    ...house(30, 117.2055, 39.1025, 3),
    // a lane from a street in the north into the ground of the third house
    osmNode(40, 117.2, 39.106),
    osmNode(41, 117.2055, 39.106),
    osmNode(42, 117.21, 39.106),
    osmNode(43, 117.2055, 39.1031),
    osmWay(40, [40, 41, 42], { highway: "residential", name: "北街" }),
    osmWay(41, [41, 43], { highway: "footway" }),
  ].join(""),
  '<bounds minlat="39.09" minlon="117.19" maxlat="39.11" maxlon="117.22"/>',
);

function house(id: number, lng: number, lat: number, levels: number): string[] {
  const corners = ring(lng, lat, 0.0003).slice(0, 4);
  return [
    ...corners.map(([x, y], i) => osmNode(id + i, x, y)),
    osmWay(
      id,
      [0, 1, 2, 3, 0].map((i) => id + i),
      { building: "apartments", "building:levels": String(levels) },
    ),
  ];
}

describe.each(Object.entries(bothStores))("compounds taken in on the %s store", (_which, start) => {
  let store: Store;
  let stop: () => Promise<unknown>;
  const osmFile = write(folder, "town.osm", map);
  beforeAll(async () => {
    ({ store, stop } = await start());
  });
  afterAll(async () => {
    await store.close();
    await stop();
  });
  beforeEach(async () => {
    await store.deleteCity(city);
    await addCity(store, { id: city, osmFile });
  });

  async function staged(...features: unknown[]): Promise<string> {
    const fileName = "民政.geojson";
    const importId = await beginStaging(store, { city, what: "compounds", fileName, actor: "u_1" });
    await stageFile(store, { city, importId, file: write(folder, fileName, collection(...features)) });
    return importId;
  }
  const commit = (importId: string, skipBad = false) => commitImport(store, { city, importId, actor: "u_1", skipBad });
  const undo = (importId: string) => undoImport(store, { city, importId, actor: "u_1" });
  const contents = async () => ({
    compounds: await store.listCompounds(city),
    homes: await store.allResidences(city),
  });
  const households = async () =>
    Object.fromEntries((await store.allResidences(city)).map((home) => [home.sourceRef, home.households]));

  test("a preview changes nothing and tells of gates: the map's in the wall, else where a way leads through it", async () => {
    const before = await contents();
    const importId = await staged(
      outline({ 小区: "滨海花园", 户数: 500, 编号: 1 }),
      outline({ 小区: "邻里" }, [ring(117.205, 39.102)]),
      outline({ 户数: 3 }),
      outline({ 小区: "荒地" }, [ring(117.215, 39.108)]),
    );
    expect(await contents()).toEqual(before);
    const summary = await summaryOf(store, city, importId);
    expect(summary).toMatchObject({
      what: "compounds",
      counts: { ok: 3, bad: 1, warning: 0, waiting: 0, skipped: 0 },
      changes: { added: 3, updated: 0, removed: 0 },
      places: null,
      questions: [],
    });
    const rows = await store.stagedRows(city, importId, {});
    expect(rows.map(({ row, cells }) => [row, cells])).toEqual([
      [1, ["1", "滨海花园", "500", "1"]],
      [2, ["", "邻里", "", "1"]],
      [3, []],
      [4, ["", "荒地", "", "0"]],
    ]);
    await expect(commit(importId)).rejects.toThrow("1");
    await commit(importId, true);
    const ours = (await store.listCompounds(city)).filter(({ source }) => source === "民政");
    expect(ours.map(({ gates }) => gates.map(({ location, ref }) => [location, ref]))).toEqual([
      [[[117.202, 39.103], "node/5"]],
      [[[117.2055, 39.104], null]],
      [],
    ]);
  });

  test("households go to the buildings inside as their estimates do, and an undo puts everything back", async () => {
    const before = await contents();
    const estimated = await households();
    expect(estimated["way/20"]).toBeGreaterThan(estimated["way/10"]);
    const importId = await staged(
      outline({ 小区: "滨海花园", 户数: 401, 编号: 1 }),
      outline({ 小区: "新城", 户数: 77, 编号: 2 }, [ring(117.21, 39.102)]),
    );
    expect(await commit(importId)).toMatchObject({ changes: { added: 2 }, estimatesReplaced: 2 });
    const homes = (await store.allResidences(city)).filter(({ importId: of }) => of === importId);
    expect(homes.map((home) => [home.compound, home.sourceRef, home.householdsEstimated, home.people])).toEqual([
      ["滨海花园", "way/10", true, null],
      ["滨海花园", "way/20", true, null],
      ["新城", "2", false, null],
    ]);
    const now = await households();
    expect([now["way/10"] + now["way/20"], now["2"], now["way/30"]]).toEqual([401, 77, estimated["way/30"]]);
    expect(now["way/20"] / now["way/10"]).toBeCloseTo(estimated["way/20"] / estimated["way/10"], 0);
    expect(homes[0].footprint).not.toBeNull();
    await undo(importId);
    expect(await contents()).toEqual(before);
  });

  test("coming again it replaces its own; a newer map does not count the same families again", async () => {
    await commit(await staged(outline({ 小区: "滨海花园", 户数: 400, 编号: 1 })));
    const first = (await store.listCompounds(city)).find(({ source }) => source === "民政")!;
    const second = await staged(outline({ 小区: "滨海花园", 户数: 480, 编号: 1 }));
    expect((await summaryOf(store, city, second)).changes).toEqual({ added: 0, updated: 1, removed: 0, unchanged: 0 });
    await commit(second);
    const now = (await store.listCompounds(city)).find(({ source }) => source === "民政")!;
    expect([now.id, now.households]).toEqual([first.id, 480]);
    const counted = await households();
    expect(counted["way/10"] + counted["way/20"]).toBe(480);
    await addCity(store, { id: city, osmFile });
    expect(await households()).toEqual(counted);
    await undo(second);
    const back = await households();
    expect(back["way/10"] + back["way/20"]).toBe(400);
  });

  test("homes that another table counts stand; a table of homes from the same sender too", async () => {
    const table = write(folder, "民政.csv", "编号,户数,经度,纬度\nA,30,117.2026,39.1026");
    await importTable(store, { city, what: "residences", file: table, crs: "wgs84" });
    const before = await households();
    await commit(
      await staged(
        outline({ 小区: "滨海花园", 户数: 500, 编号: 1 }),
        outline({ 小区: "新城", 户数: 77, 编号: "A" }, [ring(117.21, 39.102)]),
      ),
    );
    const homes = await store.allResidences(city);
    expect(homes.filter(({ source }) => source === "民政")).toHaveLength(1);
    expect(homes.filter(({ source }) => source !== "民政").map((home) => home.households)).toEqual([
      before["way/20"],
      before["way/30"],
      77,
    ]);
  });

  test("an undo is refused where a newer map came, a shape can only be skipped, and the command line does it at once", async () => {
    const importId = await staged(
      outline({ 小区: "滨海花园", 户数: 400 }),
      outline({ 小区: "新城" }, [ring(117.21, 39.102)]),
    );
    await expect(mendRow(store, { city, importId, row: 1, mending: { cells: { name: "别名" } } })).rejects.toThrow(
      "only be skipped",
    );
    await expect(answerStaging(store, { city, importId, answers: { crs: "gcj02" } })).rejects.toThrow(
      "upload the file",
    );
    await mendRow(store, { city, importId, row: 2, mending: { skip: true } });
    expect(await commit(importId)).toMatchObject({ rowsAccepted: 1, rowsRejected: 1 });
    await addCity(store, { id: city, osmFile });
    await expect(undo(importId)).rejects.toThrow("those of the map before");

    const file = fixture("gdal-compounds.geojson");
    const elsewhere = await intakeError(importTable(store, { city, what: "compounds", file }));
    expect(elsewhere.problems.map(({ row }) => row)).toEqual([1, 2, 3]);
    const here = readFileSync(file, "utf8").replaceAll("113.93", "117.20").replaceAll("22.53", "39.10");
    const summary = await importTable(store, { city, what: "compounds", file: write(folder, "区.geojson", here) });
    expect(summary).toMatchObject({ rowsAccepted: 2, changes: { added: 2 }, source: "区" });
  });
});
