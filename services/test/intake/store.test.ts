/** Cities and tables into a store: whole or not at all, and what is replaced by what. */
import { gunzipSync } from "node:zlib";
import { openWalkNetwork } from "@quarterhour/isochrones";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addCity, completeFromText, importTable } from "../../src/intake/index.ts";
import type { ImportOptions } from "../../src/intake/index.ts";
import type { Store } from "../../src/store/index.ts";
import type { TestPostgres } from "../postgres.ts";
import { gb18030, intakeError, osmNode, osmWay, osmXml, temporaryFolder, write } from "./files.ts";
import { openTestStore, startTestDatabase } from "../stores.ts";

const folder = temporaryFolder();
let store: Store;

/** A street, a shop, two blocks of flats in a compound. */
const town = (shopName = "张记便利店") =>
  osmXml(
    [
      osmNode(1, 117.2, 39.1),
      osmNode(2, 117.21, 39.1),
      osmWay(1, [1, 2], { highway: "residential", name: "南京路" }),
      osmNode(3, 117.201, 39.1002, { shop: "convenience", name: shopName }),
      ...block(10, 117.202, 39.1005, { building: "apartments", "building:flats": "100" }),
      ...block(20, 117.204, 39.1005, { building: "apartments" }),
      ...block(30, 117.2015, 39.1003, { landuse: "residential", name: "滨海花园" }, 0.004),
    ].join(""),
    `<bounds minlat="39.09" minlon="117.19" maxlat="39.11" maxlon="117.22"/>`,
  );

function block(id: number, lng: number, lat: number, tags: Record<string, string>, size = 0.0005): string[] {
  return [
    osmNode(id, lng, lat),
    osmNode(id + 1, lng + size, lat),
    osmNode(id + 2, lng + size, lat + size),
    osmNode(id + 3, lng, lat + size),
    osmWay(id, [id, id + 1, id + 2, id + 3, id], tags),
  ];
}

/** Everything that a failed intake must leave alone. */
async function contents(): Promise<unknown> {
  const cities = await store.listCities();
  const parts = cities.map(async (city) => [
    city,
    await store.allOutlets(city.id),
    await store.allResidences(city.id),
    await store.listAreas(city.id),
    await store.listClaims(city.id),
    await store.listImports(city.id),
    await store.listArtifacts(city.id),
    await store.revision(city.id),
  ]);
  return Promise.all(parts);
}

const addTown = (xml = town()) => addCity(store, { id: "town", osmFile: write(folder, "town.osm", xml) });

const outletTable = (names: string[], more = "") =>
  ["编号,网点名称,业态,经度,纬度", ...names.map((name, i) => `${i + 1},${name},药店,117.20${i + 1},39.1`), more].join(
    "\n",
  );

const importOutlets = (text: string | Uint8Array, options: Partial<ImportOptions> = {}) =>
  importTable(store, {
    city: "town",
    what: "outlets",
    file: write(folder, "药监局.csv", text),
    crs: "wgs84",
    ...options,
  });

describe.each(["embedded", "postgres"] as const)("%s store", (which) => {
  let postgres: TestPostgres | null = null;
  beforeAll(async () => {
    postgres = which === "postgres" ? await startTestDatabase() : null;
    store = await openTestStore({ databaseUrl: postgres?.url, dataFolder: folder });
  });
  afterAll(async () => {
    await store.close();
    await postgres?.stop();
  });
  beforeEach(async () => {
    await store.deleteCity("town");
  });

  describe("a city from a map", () => {
    test("comes whole: city, network, basemap, outlets, homes", async () => {
      const steps = new Set<string>();
      const summary = await addCity(
        store,
        { id: "town", osmFile: write(folder, "town.osm", town()), nameZh: "小城", nameEn: "Town", fictional: true },
        ({ step }) => steps.add(step),
      );
      expect(summary).toMatchObject({
        outlets: 1,
        outletsByCategory: [{ category: "convenience-store", count: 1 }],
        residences: 2,
        areas: 0,
        warnings: [],
      });
      const city = await store.getCity("town");
      expect(city).toMatchObject({
        nameZh: "小城",
        nameEn: "Town",
        fictional: true,
        bbox: [117.19, 39.09, 117.22, 39.11],
        attribution: "示例数据，纯属虚构",
      });
      const homes = await store.allResidences("town");
      expect(homes.map(({ compound }) => compound)).toEqual(["滨海花园", "滨海花园"]);
      expect(homes.reduce((sum, { households }) => sum + households, 0)).toBe(summary.households);
      const network = await store.getArtifact({ city: "town", kind: "network", version: city!.networkVersion! });
      expect(openWalkNetwork(network!).version).toBe(city!.networkVersion);
      const basemap = (await store.listArtifacts("town")).find(({ kind }) => kind === "basemap");
      const bytes = await store.getArtifact({ city: "town", kind: "basemap", version: basemap!.version });
      expect(JSON.parse(gunzipSync(bytes!).toString()).building.features).toHaveLength(2);
      expect(await store.listClaims("town")).toEqual([]);
      expect([...steps]).toContain("building the walking network");
    });

    test("added again: rows of the map are replaced, rows of tables stay, names too", async () => {
      await addCity(store, { id: "town", osmFile: write(folder, "town.osm", town()), nameZh: "小城" });
      await importOutlets(outletTable(["甲药店"]));
      const before = await store.allOutlets("town");
      await addTown(town("李记便利店"));
      const after = await store.allOutlets("town");
      expect(after.map(({ source, name }) => [source, name]).sort()).toEqual([
        ["osm", "李记便利店"],
        ["药监局", "甲药店"],
      ]);
      expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
      expect((await store.getCity("town"))!.nameZh).toBe("小城");
      expect((await store.listArtifacts("town")).map(({ kind }) => kind).sort()).toEqual([
        "basemap",
        "gazetteer",
        "network",
      ]);
      expect((await store.listClaims("town")).map(({ category, source }) => [category, source])).toEqual([
        ["pharmacy", "药监局"],
      ]);
    });

    test("a claim for the map is made only when asked for", async () => {
      const osmFile = write(folder, "town.osm", town());
      await addCity(store, { id: "town", osmFile, complete: completeFromText("bank, pharmacy") });
      expect((await store.listClaims("town")).map(({ category }) => category).sort()).toEqual(["bank", "pharmacy"]);
      expect(() => completeFromText("bank,bakeries")).toThrow(/No such category: bakeries/);
      expect(completeFromText("all")).toBe("all");
    });

    test.each([
      [
        "a truncated PBF",
        Buffer.from([0, 0, 0, 13, 10, 9, 79, 83, 77, 72, 101, 97, 100, 101, 114, 24, 200]),
        /broken\.osm\.pbf/,
      ],
      ["a PNG", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), /PNG/],
      ["an empty file", "", /empty/],
      ["XML cut in the middle", town().slice(0, 900), /broken\.osm\.pbf/],
      ["a map without a way to walk", osmXml(osmNode(1, 117.2, 39.1)), /./],
    ])("%s is refused and the store is as it was", async (_, content, message) => {
      await addTown();
      await importOutlets(outletTable(["甲药店"]));
      const before = await contents();
      const broken = write(folder, "broken.osm.pbf", content);
      await expect(addCity(store, { id: "town", osmFile: broken })).rejects.toThrow(message);
      await expect(addCity(store, { id: "new", osmFile: broken })).rejects.toThrow(message);
      expect(await contents()).toEqual(before);
    });

    test("a failure while storing leaves the store as it was", async () => {
      await addTown();
      const before = await contents();
      const failing: Store = Object.create(store, {
        transaction: {
          value: (work: (inside: Store) => Promise<unknown>) =>
            store.transaction((inside) =>
              work(
                Object.create(inside, {
                  replaceResidences: { value: () => Promise.reject(new Error("the disk is full")) },
                }) as Store,
              ),
            ),
        },
      });
      const osmFile = write(folder, "town.osm", town("李记便利店"));
      await expect(addCity(failing, { id: "town", osmFile })).rejects.toThrow("the disk is full");
      expect(await contents()).toEqual(before);
    });

    test("a name that cannot be one", async () => {
      const error = await intakeError(addCity(store, { id: "Nan Shan", osmFile: "x" }));
      expect(error.message).toContain("lower-case");
    });
  });

  describe("tables into a city", () => {
    beforeEach(async () => {
      await addTown();
    });

    test("outlets, with the record of the import and the claims for what occurs", async () => {
      const summary = await importOutlets(gb18030(outletTable(["甲药店", "乙药店"], "9,丙店,便利店,117.2,39.1")), {
        asOf: "2024-05-01",
      });
      expect(summary).toMatchObject({
        source: "药监局",
        rowsRead: 3,
        rowsAccepted: 3,
        changes: { added: 3, updated: 0, removed: 0 },
        claimed: ["convenience-store", "pharmacy"],
      });
      expect(await store.listImports("town")).toMatchObject([
        {
          what: "outlets",
          source: "药监局",
          fileName: "药监局.csv",
          encoding: "GB18030",
          rowsAccepted: 3,
          asOf: "2024-05-01",
        },
      ]);
      const claims = await store.listClaims("town");
      expect(claims.map(({ category, asOf }) => [category, asOf]).sort()).toEqual([
        ["convenience-store", "2024-05-01"],
        ["pharmacy", "2024-05-01"],
      ]);
      const fromTable = (await store.allOutlets("town")).filter(({ source }) => source === "药监局");
      expect(new Set(fromTable.map(({ importId }) => importId))).toEqual(new Set([summary.record!.id]));
    });

    test("again from the same source: same rows keep their ids, others go", async () => {
      await importOutlets(outletTable(["甲药店", "乙药店"]));
      const before = (await store.allOutlets("town")).find(({ name }) => name === "甲药店")!;
      const summary = await importOutlets(outletTable(["甲大药房"]));
      expect(summary.changes).toMatchObject({ added: 0, updated: 1, removed: 1 });
      expect((await store.getOutlet("town", before.id))!.name).toBe("甲大药房");
    });

    test("claims as said", async () => {
      await importOutlets(outletTable(["甲药店"]), { complete: "none" });
      expect(await store.listClaims("town")).toEqual([]);
      await importOutlets(outletTable(["甲药店"]), { complete: ["bank"] });
      expect((await store.listClaims("town")).map(({ category }) => category)).toEqual(["bank"]);
    });

    test("3 bad rows among 1,000: refused whole, or the good ones alone", async () => {
      const names = Array.from({ length: 997 }, (_, i) => `药店${i}`);
      const rows = names.map((name, i) => `${i + 1},${name},药店,117.20${i % 9},39.1`);
      const bad = ["2001,坏一,药店,东,39.1", "2002,,药店,117.2,39.1", "2003,坏三,飞碟,117.2,39.1"];
      const table = ["编号,网点名称,业态,经度,纬度", ...rows, ...bad].join("\n");
      const before = await contents();
      const error = await intakeError(importOutlets(table));
      expect(error.problems.map(({ row }) => row)).toEqual([999, 1000, 1001]);
      expect(await contents()).toEqual(before);
      const dry = await importOutlets(table, { dryRun: true });
      expect([dry.record, dry.rowsAccepted, dry.rowsRejected, dry.problems.length]).toEqual([null, 997, 3, 3]);
      expect(await contents()).toEqual(before);
      const summary = await importOutlets(table, { skipBadRows: true });
      expect(summary).toMatchObject({ rowsAccepted: 997, rowsRejected: 3, changes: { added: 997, removed: 0 } });
    });

    test("no coordinates, swapped coordinates, nothing good: refused, the store as it was", async () => {
      const before = await contents();
      const cases: [string, RegExp][] = [
        ["网点名称,业态,地址\n甲,药店,南京路", /Columns found/],
        ["网点名称,业态,经度,纬度\n甲,药店,39.1,117.2", /swapped/],
        ["网点名称,业态,经度,纬度\n甲,飞碟,117.2,39.1", /none of its 1 rows/],
      ];
      for (const [table, message] of cases) {
        const error = await intakeError(importOutlets(table, { skipBadRows: true }));
        expect(error.message).toMatch(message);
      }
      expect(await contents()).toEqual(before);
    });

    test("a city that is not there, a source that is the map's, a date that is none", async () => {
      expect((await intakeError(importOutlets(outletTable(["甲"]), { city: "nowhere" }))).message).toMatch(
        /no city “nowhere”.*town/,
      );
      expect((await intakeError(importOutlets(outletTable(["甲"]), { source: "osm" }))).message).toContain(
        "stands for the map",
      );
      expect((await intakeError(importOutlets(outletTable(["甲"]), { asOf: "May" }))).message).toContain("2024-05-01");
    });

    test("residences: a table's counts replace the estimates for the same building, and stay when the map comes again", async () => {
      const [first] = await store.allResidences("town");
      const table = ["编号,楼栋,户数,经度,纬度", `R1,1号楼,77,${first.location.join(",")}`].join("\n");
      const file = write(folder, "民政.csv", table);
      const summary = await importTable(store, { city: "town", what: "residences", file, crs: "wgs84" });
      expect(summary).toMatchObject({ estimatesReplaced: 1, changes: { added: 1 } });
      const sources = async () => (await store.allResidences("town")).map(({ source }) => source).sort();
      expect(await sources()).toEqual(["osm", "民政"]);
      const again = await addTown();
      expect(again.residences).toBe(1);
      expect(again.warnings).toHaveLength(1);
      expect(await sources()).toEqual(["osm", "民政"]);
    });

    test("residences: a compound in the table speaks for all of its buildings, whatever blanks its name has", async () => {
      const table = "小区,户数,经度,纬度\n滨海 花园小区,500,117.2031,39.1031";
      const file = write(folder, "民政.csv", table);
      const summary = await importTable(store, { city: "town", what: "residences", file, crs: "wgs84" });
      expect(summary.estimatesReplaced).toBe(2);
      expect((await store.allResidences("town")).map(({ households }) => households)).toEqual([500]);
    });

    test("boundaries", async () => {
      const ring = [
        [117, 39],
        [118, 39],
        [118, 40],
        [117, 40],
        [117, 39],
      ];
      const feature = {
        type: "Feature",
        id: 1,
        properties: { name: "滨海区", level: "区" },
        geometry: { type: "Polygon", coordinates: [ring] },
      };
      const file = write(folder, "区划.geojson", JSON.stringify(feature));
      const summary = await importTable(store, { city: "town", what: "boundaries", file });
      expect(summary.changes).toMatchObject({ added: 1, updated: 0, removed: 0 });
      const [area] = await store.listAreas("town");
      expect(area).toMatchObject({ name: "滨海区", level: "district", source: "区划" });
      expect((await store.allResidences("town"))[0].areas.district).toBe(area.id);
    });
  });
});
