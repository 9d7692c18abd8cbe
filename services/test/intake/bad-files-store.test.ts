/** Whatever is wrong with a file, it is told clearly and in both languages, and the store is as it was. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addCity, beginStaging, importTable, stageFile } from "../../src/intake/index.ts";
import type { Store } from "../../src/store/index.ts";
import { bothStores } from "../stores.ts";
import { bareOutlet, fullResidence, sampleCity } from "../store/samples.ts";
import { gb18030, intakeError, sheetXml, temporaryFolder, utf16le, workbook, write, zip } from "./files.ts";

const folder = temporaryFolder();
const fixture = (name: string) => readFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)));
const cut = (name: string, share: number) => fixture(name).subarray(0, fixture(name).length * share);

const header = "编号,名称,业态,经度,纬度";
const good = "1,甲,药店,118.05,38.75";
const csv = (...rows: string[]) => [header, good, ...rows].join("\n");
const sheet = sheetXml([header.split(","), good.split(",")]);
const collection = (...features: unknown[]) => JSON.stringify({ type: "FeatureCollection", features });
const bow = [[118, 38], [119, 39], [119, 38], [118, 39], [118, 38]]; // prettier-ignore
const shape = (properties: object, coordinates: unknown = [bow], type = "Polygon") => ({
  type: "Feature",
  properties,
  geometry: { type, coordinates },
});

/** What it is, what it is imported as, its name and content. */
const bad: [what: string, kind: "outlets" | "residences" | "boundaries" | "compounds" | "sites", name: string, content: string | Buffer][] = [
  ["an empty file", "outlets", "a.csv", ""],
  ["only blanks", "outlets", "a.csv", "\n \n"],
  ["only a header", "outlets", "a.csv", header],
  ["zeros", "outlets", "a.csv", Buffer.alloc(3000)],
  ["a picture", "outlets", "a.csv", Buffer.from("\u0089PNG\r\n\u001a\n0000IHDR", "latin1")],
  ["a PDF", "outlets", "a.xlsx", "%PDF-1.7\n%âãÏÓ\n1 0 obj"],
  ["an old workbook", "outlets", "a.xlsx", fixture("xls-called.xlsx")],
  ["an OpenDocument sheet", "outlets", "a.xlsx", fixture("libreoffice.ods")],
  ["a workbook with a password", "outlets", "a.xlsx", fixture("libreoffice-password.xlsx")],
  ["a workbook cut off", "outlets", "a.xlsx", cut("openpyxl-text.xlsx", 0.6)],
  ["a workbook that unpacks to a bomb", "outlets", "a.xlsx", zip(workbook(sheet, { "xl/sharedStrings.xml": `<sst>${" ".repeat(30_000_000)}</sst>` }))],
  ["a workbook whose directory lies", "outlets", "a.xlsx", zip(workbook(sheet), (bytes) => bytes * 3 + 7)],
  ["a workbook with a DTD", "outlets", "a.xlsx", zip(workbook(`<!DOCTYPE a [<!ENTITY b "c">]>${sheet}`))],
  ["a workbook without a sheet", "outlets", "a.xlsx", zip({ "xl/workbook.xml": "<workbook/>" })],
  ["an archive of something else", "outlets", "a.zip", zip({ "读我.txt": "没有表格" })],
  ["a formula that was never computed", "outlets", "a.xlsx", zip(workbook(sheetXml([header.split(","), ["1", "甲", "药店", "<c><f>A1+1</f></c>", "38.75"]])))],
  ["a wrong encoding", "outlets", "a.csv", Buffer.concat([gb18030(csv()), Buffer.from([0x81, 0xff, 0xff, 0x0a])])],
  ["half a character of UTF-16", "outlets", "a.csv", Buffer.concat([utf16le(csv("2,乙")), Buffer.from([0x00])])],
  ["a line without end", "outlets", "a.csv", `${header}\n"${"甲".repeat(400_000)}`],
  ["a column twice", "outlets", "a.csv", "名称,名称,业态,经度,纬度\n甲,乙,药店,118.05,38.75"],
  ["no column that is known", "outlets", "a.csv", "a1,b2,c3\n1,2,3"],
  ["no column of categories", "outlets", "a.csv", "名称,经度,纬度\n甲,118.05,38.75"],
  ["no coordinates at all", "outlets", "a.csv", "名称,业态\n甲,药店"],
  ["a row without a name", "outlets", "a.csv", csv("2,,药店,118.05,38.75")],
  ["a category that is none", "outlets", "a.csv", csv("2,乙,飞碟,118.05,38.75")],
  ["coordinates in words", "outlets", "a.csv", csv("2,乙,药店,东经,38.75")],
  ["coordinates with one empty", "outlets", "a.csv", csv("2,乙,药店,118.05,")],
  ["a place in another city", "outlets", "a.csv", csv("2,乙,药店,121.47,31.23")],
  ["0, 0", "outlets", "a.csv", csv("2,乙,药店,0,0")],
  ["axes swapped throughout", "outlets", "a.csv", `${header}\n1,甲,药店,38.75,118.05\n2,乙,药店,38.751,118.051`],
  ["a key twice", "outlets", "a.csv", csv("1,乙,药店,118.051,38.751")],
  ["more cells than columns", "outlets", "a.csv", csv("2,乙,药店,118.05,38.75,多,余")],
  ["households in words", "residences", "a.csv", "户数,经度,纬度\n许多,118.05,38.75"],
  ["shares above one", "residences", "a.csv", "户数,老年占比,儿童占比,经度,纬度\n10,0.8,0.7,118.05,38.75"],
  ["a site without a name", "sites", "a.csv", "点位名称,经度,纬度\n,118.05,38.75"],
  ["a site that ends before it begins", "sites", "a.csv", "点位名称,可用起始,可用截止,经度,纬度\n甲,2026-05-01,2026-04-01,118.05,38.75"],
  ["GeoJSON cut off", "outlets", "a.geojson", collection(shape({ name: "甲" }, [118.05, 38.75], "Point")).slice(0, -9)],
  ["GeoJSON of something else", "outlets", "a.geojson", '{"type":"Topology","objects":{}}'],
  ["a Shapefile without its table", "outlets", "a.zip", fixture("gdal-points-no-dbf.zip")],
  ["a Shapefile in Beijing 54", "outlets", "a.zip", fixture("gdal-points-beijing54.zip")],
  ["a Shapefile cut off", "outlets", "a.zip", cut("gdal-points-gbk.zip", 0.7)],
  ["a GeoPackage cut off", "outlets", "a.gpkg", cut("gdal-layers.gpkg", 0.4)],
  ["a GeoPackage without shapes", "boundaries", "a.gpkg", fixture("gdal-no-shapes.gpkg")],
  ["KML", "outlets", "a.kml", fixture("gdal.kml")],
  ["an invalid polygon", "boundaries", "a.geojson", collection(shape({ name: "甲", level: "街道" }))],
  ["a level that is none", "boundaries", "a.geojson", collection(shape({ name: "甲", level: "银河" }, [bow.toSpliced(1, 2, [119, 38], [119, 39])]))],
  ["a table as boundaries", "boundaries", "a.csv", csv()],
  ["an invalid compound", "compounds", "a.geojson", collection(shape({ 小区: "甲" }))],
  ["a compound in another city", "compounds", "a.zip", fixture("gdal-compounds-gbk.zip")],
]; // prettier-ignore

test("there are thirty files and those of the list: cut off, bomb, endless line, encoding, formula, invalid polygon", () => {
  expect(new Set(bad.map(([what]) => what)).size).toBeGreaterThan(30 + 6);
});

describe.each(Object.entries(bothStores))("on the %s store", (_which, start) => {
  let store: Store;
  let stop: () => Promise<unknown>;
  const city = "town";
  beforeAll(async () => {
    ({ store, stop } = await start());
    await store.putCity(sampleCity(city));
    await store.addOutlets(city, "药监局", null, [bareOutlet({ sourceRef: "1" })]);
    await store.replaceResidences(city, "民政局", null, [fullResidence()]);
  });
  afterAll(async () => {
    await store.close();
    await stop();
  });

  async function contents(): Promise<string> {
    const outlets = await store.allOutlets(city);
    const residences = await store.allResidences(city);
    const stock = [await store.listAreas(city), await store.listSites(city), await store.listCompounds(city)];
    return JSON.stringify([outlets, residences, stock, await store.listClaims(city), await store.revision(city)]);
  }

  test("imported at once, as the command line does", async () => {
    const before = [await contents(), await store.listImports(city)];
    for (const [what, kind, name, content] of bad) {
      const file = write(folder, name, content);
      const error = await intakeError(
        importTable(store, { city, what: kind, file, crs: kind === "outlets" ? "wgs84" : undefined }),
      );
      expect(error.message, what).toMatch(/\w/);
      expect(
        error.problems.every(({ message }) => message.length > 0),
        what,
      ).toBe(true);
    }
    expect([await contents(), await store.listImports(city)]).toEqual(before);
  });

  test("staged, as over HTTP: refused, or its rows are told to be bad; nothing of the city is changed", async () => {
    const before = await contents();
    for (const [what, kind, name, content] of bad) {
      const importId = await beginStaging(store, { city, what: kind, fileName: name, actor: "u_1" });
      const done = stageFile(store, { city, importId, file: write(folder, name, content) });
      const error = await done.then(
        () => null,
        (reason: unknown) => reason,
      );
      if (error === null) {
        const counts = await store.countStagedRows(city, importId);
        const { report } = (await store.getStaging(city, importId))!;
        const { questions } = report as { questions: unknown[] };
        expect(counts.bad + counts.waiting + questions.length, what).toBeGreaterThan(0);
      } else {
        await intakeError(done);
        expect((await store.getImport(city, importId))?.state, what).toBe("broken");
        expect(await store.stagedRows(city, importId, {}), what).toEqual([]);
      }
    }
    expect(await contents()).toBe(before);
  });

  test("a map that is cut off makes no city", async () => {
    for (const share of [0.2, 0.7]) {
      const osmFile = write(folder, "town.osm.pbf", cut("osmium.osm.pbf", share));
      await expect(addCity(store, { id: "other", osmFile })).rejects.toThrow(/town\.osm\.pbf/);
    }
    expect((await store.listCities()).map(({ id }) => id)).toEqual([city]);
  });
});
