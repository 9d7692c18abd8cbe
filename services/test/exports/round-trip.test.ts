/** What is exported is imported again as it was. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { Position } from "@quarterhour/isochrones";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exportFile } from "../../src/exports/files.ts";
import type { ExportFormat } from "../../src/exports/files.ts";
import { areaLayer, outletLayer, residenceLayer, siteLayer } from "../../src/exports/layers.ts";
import { fromWgs84, readBoundaries, readOutlets, readResidences, readSites } from "../../src/intake/index.ts";
import type { Crs } from "../../src/intake/index.ts";
import type { Area, OutletDraft, OutletService } from "../../src/store/index.ts";
import { exported, randomAreas, randomOutlets, randomResidences, randomSites } from "./random-rows.ts";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "quarterhour-round-trip-"))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Spreadsheets name no system of metres: whoever imports says it. */
const asked = (format: ExportFormat, crs: Crs) =>
  crs.startsWith("EPSG") && (format === "csv" || format === "xlsx") ? crs : undefined;

const metersApart = (a: Position, b: Position): number => Math.hypot((a[0] - b[0]) * 86_700, (a[1] - b[1]) * 111_195);

const inAllFormats: [ExportFormat, Crs][] = [
  ["csv", "wgs84"],
  ["csv", "gcj02"],
  ["csv", "bd09"],
  ["csv", "EPSG:4548"],
  ["xlsx", "wgs84"],
  ["xlsx", "gcj02"],
  ["xlsx", "EPSG:4527"],
  ["geojson", "wgs84"],
  ["gpkg", "wgs84"],
  ["gpkg", "EPSG:4490"],
  ["gpkg", "EPSG:4548"],
  ["shp", "wgs84"],
  ["shp", "EPSG:4490"],
  ["shp", "EPSG:4527"],
  ["shp", "EPSG:4548"],
  ["shp", "EPSG:4498"],
  ["shp", "EPSG:32650"],
  ["shp", "EPSG:3857"],
];

/** What may differ: the spelling of text that stands at the edges of cells, and how coordinates came. */
function comparable({
  name,
  services,
  openingHours: _hours,
  original: _original,
  location: _location,
  attributes,
  ...rest
}: OutletDraft) {
  const key = ({ category, kind }: OutletService) => `${category}/${kind ?? ""}`;
  const { open24h, ...others } = attributes;
  // 24 hours of opening say the same as the mark, and its absence the same as "no"
  return {
    ...rest,
    name: name.trim(),
    services: services.map(key).sort(),
    attributes: others,
    open24h: open24h ?? false,
  };
}

test.each(inAllFormats)("outlets as %s in %s", async (format, crs) => {
  const outlets = randomOutlets(300, 7);
  const file = await exported(folder, format, outletLayer(outlets, "全部网点/All"), crs);
  const result = await readOutlets(file, { crs: asked(format, crs), today: "2020-01-01" });
  expect(result.problems).toEqual([]);
  expect(result.crs).toBe(crs);
  expect(result.rowsRead).toBe(outlets.length);
  for (const [i, draft] of result.drafts.entries()) {
    const {
      id: _id,
      city: _city,
      source: _source,
      importId: _import,
      createdAt: _created,
      updatedAt: _updated,
      ...wanted
    } = outlets[i];
    if (wanted.openingHoursText === "24小时") wanted.attributes = { ...wanted.attributes, open24h: true };
    expect(comparable(draft)).toEqual(comparable(wanted));
    expect(metersApart(draft.location, outlets[i].location)).toBeLessThan(0.02);
  }
});

test.each(inAllFormats)("homes as %s in %s", async (format, crs) => {
  const residences = randomResidences(200, 11);
  const file = await exported(folder, format, residenceLayer(residences), crs);
  const result = await readResidences(file, { crs: asked(format, crs) });
  expect(result.problems).toEqual([]);
  expect(result.warnings.filter(({ row }) => row !== null)).toEqual([]);
  for (const [i, { location, ...draft }] of result.drafts.entries()) {
    const {
      id: _id,
      city: _city,
      source: _source,
      importId: _import,
      areas: _areas,
      location: place,
      ...wanted
    } = residences[i];
    // spreadsheets keep fifteen digits
    const kept = (share: number | null) =>
      share === null || format !== "xlsx" ? share : Number(share.toPrecision(15));
    const { elderlyShare, childShare } = wanted;
    expect(draft).toEqual({ ...wanted, elderlyShare: kept(elderlyShare), childShare: kept(childShare) });
    expect(metersApart(location, place)).toBeLessThan(0.02);
  }
  expect(result.drafts).toHaveLength(residences.length);
});

test.each(inAllFormats)("spare sites as %s in %s", async (format, crs) => {
  const sites = randomSites(200, 5);
  const file = await exported(folder, format, siteLayer(sites), crs);
  const result = await readSites(file, { crs: asked(format, crs) });
  expect(result.problems).toEqual([]);
  for (const [i, { location, original: _original, ...draft }] of result.drafts.entries()) {
    const {
      id: _id,
      city: _city,
      source: _source,
      importId: _import,
      edited: _edited,
      createdAt: _created,
      updatedAt: _updated,
      location: place,
      original: _none,
      ...wanted
    } = sites[i];
    expect(draft).toEqual(wanted);
    expect(metersApart(location, place)).toBeLessThan(0.02);
  }
  expect(result.drafts).toHaveLength(sites.length);
});

test.each(inAllFormats.filter(([format]) => format !== "csv" && format !== "xlsx"))(
  "areas as %s in %s",
  async (format, crs) => {
    const areas = randomAreas(60, 9);
    const result = await readBoundaries(await exported(folder, format, areaLayer(areas), crs));
    expect(result.problems).toEqual([]);
    expect(result.crs).toBe(crs);
    expect(result.drafts).toHaveLength(areas.length);
    for (const [i, { geometry, ...draft }] of result.drafts.entries()) {
      const { id: _id, city: _city, source: _source, importId: _import, geometry: wanted, ...rest } = areas[i];
      expect(draft).toEqual(rest);
      const flat = (shape: Area["geometry"]) => shape.coordinates.map((rings) => rings.map(({ length }) => length));
      expect(flat(geometry)).toEqual(flat(wanted));
      const [got, were] = [geometry.coordinates.flat(2), wanted.coordinates.flat(2)] as Position[][];
      for (const [k, position] of got.entries()) expect(metersApart(position, were[k])).toBeLessThan(0.02);
    }
  },
);

test("nothing at all is a file all the same", async () => {
  for (const format of ["csv", "xlsx", "geojson", "gpkg", "shp"] as const) {
    const file = await exported(folder, format, siteLayer([]), "wgs84");
    await expect(readSites(file)).rejects.toThrow(/no rows|no features|without features/);
  }
});

test("points for 高德, 腾讯 and 百度 stand where those maps have them", async () => {
  const outlets = randomOutlets(20, 3).map((outlet) => ({
    ...outlet,
    name: "店",
    address: null,
    openingHoursText: null,
    attributes: {},
  }));
  for (const [crs, x] of [
    ["gcj02", "高德经度"],
    ["bd09", "百度经度"],
  ] as const) {
    const text = (await buffer(await exportFile("csv", outletLayer(outlets, "x"), crs))).toString("utf8");
    const [header, ...lines] = text.trim().split("\r\n");
    const column = header.split(",").indexOf(x);
    for (const [i, line] of lines.entries()) {
      const wanted = fromWgs84(outlets[i].location, crs);
      expect(Math.abs(Number(line.split(",")[column]) - wanted[0])).toBeLessThan(1e-6);
    }
  }
});
