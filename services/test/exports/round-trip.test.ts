/** What is exported is imported again as it was. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { categories, repairKinds, siteKinds } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportFile, exportFormats } from "../../src/exports/files.ts";
import type { ExportFormat } from "../../src/exports/files.ts";
import type { Layer } from "../../src/exports/layer.ts";
import { areaLayer, outletLayer, residenceLayer, siteLayer } from "../../src/exports/layers.ts";
import { fromWgs84, readBoundaries, readOutlets, readResidences, readSites } from "../../src/intake/index.ts";
import type { Crs } from "../../src/intake/index.ts";
import type { Area, Outlet, OutletDraft, OutletService, Residence, Site } from "../../src/store/index.ts";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "quarterhour-round-trip-"))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const names = [
  "老王修鞋",
  '"引号"店',
  "逗号,店",
  "=1+1",
  "+86店",
  "-减号",
  "@at",
  "换行\n店",
  "鿍䶮便民",
  "🍜 面馆",
  "O'Brien",
  "<b>店</b>",
  "007",
  "1e5",
  "TRUE",
  "'撇号",
];
/** The last two have more bytes than a field of a Shapefile, one with blanks where it is cut. */
const addresses = [
  "朝阳里12号楼底商",
  "-3号",
  "=A1",
  "临海道180号（东门）",
  "临海道一百八十号".repeat(40),
  `${"长".repeat(84)}  长 ${"a b  ".repeat(60)}z`,
];
const hours = ["周一至周六 8:30-18:00", "24小时", "Mo-Fr 09:00-12:00,14:00-18:00", "看心情", null];

function randomOutlets(count: number, seed: number): Outlet[] {
  const random = randomNumbers(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const maybe = <T>(value: T): T | null => (random() < 0.5 ? value : null);
  return Array.from({ length: count }, (_, i) => {
    const services = new Map<string, OutletService>();
    for (let n = 0; n <= random() * 3; n++) {
      const { id } = one(categories);
      if (id !== "small-repair") services.set(id, { category: id, kind: null });
      else {
        const kind = one(repairKinds).id;
        services.set(kind, { category: id, kind });
      }
    }
    const openedOn = maybe(
      `20${10 + Math.floor(random() * 10)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`,
    );
    const status = one(["open", "closed", "planned"] as const);
    const attributes: Outlet["attributes"] = {};
    if (random() < 0.3) attributes.open24h = random() < 0.5;
    if (random() < 0.3) attributes.selfService = random() < 0.5;
    if (random() < 0.3) attributes.delivery = random() < 0.5;
    if (random() < 0.3) attributes.chain = one(names);
    if (random() < 0.3) attributes.areaSquareMeters = Math.round(random() * 10_000) / 10 + 1;
    if (random() < 0.3) attributes.wheelchair = one(["yes", "limited", "no"] as const);
    if (random() < 0.3) attributes.priceHint = one(["换底 30 元起", "=HYPERLINK(1)", "¥5"]);
    if (random() < 0.3) attributes.url = "https://example.org/?a=1&b=“2”";
    return {
      id: `o_${String(i).padStart(6, "0")}`,
      city: "c",
      source: "s",
      sourceRef: `ref-${i}`,
      importId: null,
      createdAt: "",
      updatedAt: "",
      name: one(names),
      services: [...services.values()],
      location: [118.04 + random() * 0.03, 38.74 + random() * 0.03].map(
        (degrees) => Math.round(degrees * 1e7) / 1e7,
      ) as Position,
      original: null,
      address: maybe(one(addresses)),
      phone: maybe(one(["022-05550100", "400-000-0000"])),
      openingHours: null,
      openingHoursText: one(hours),
      status,
      openedOn,
      closedOn: status === "closed" && openedOn !== null ? maybe("2024-02-29") : null,
      attributes,
    };
  });
}

async function exported<Row>(format: ExportFormat, layer: Layer<Row>, crs: Crs): Promise<string> {
  const file = join(folder, `${layer.name}-${crs.replace(":", "")}.${exportFormats[format].ending}`);
  writeFileSync(file, await buffer(await exportFile(format, layer, crs)));
  return file;
}

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
  const file = await exported(format, outletLayer(outlets, "全部网点/All"), crs);
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

const somewhere = (random: () => number): Position =>
  [118.04 + random() * 0.03, 38.74 + random() * 0.03].map((degrees) => Math.round(degrees * 1e7) / 1e7) as Position;

function randomResidences(count: number, seed: number): Residence[] {
  const random = randomNumbers(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const maybe = <T>(value: T): T | null => (random() < 0.5 ? value : null);
  return Array.from({ length: count }, (_, i) => ({
    id: `r_${i}`,
    city: "c",
    source: "s",
    sourceRef: `r-${i}`,
    importId: null,
    areas: { district: null, street: null, community: null },
    name: one(names).trim(),
    address: maybe(one(addresses)),
    compound: maybe(one(["朝阳里", "=里", "海晏（一期）"])),
    location: somewhere(random),
    footprint: null,
    levels: maybe(Math.floor(random() * 40)),
    households: Math.floor(random() * 900),
    householdsEstimated: random() < 0.5,
    people: maybe(Math.floor(random() * 3000)),
    elderlyShare: maybe(random() / 2),
    childShare: maybe(one([0, 0.1, 1 / 3, 1e-7, 0.30000000000000004])),
  }));
}

test.each(inAllFormats)("homes as %s in %s", async (format, crs) => {
  const residences = randomResidences(200, 11);
  const file = await exported(format, residenceLayer(residences), crs);
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

function randomSites(count: number, seed: number): Site[] {
  const random = randomNumbers(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const maybe = <T>(value: T): T | null => (random() < 0.5 ? value : null);
  return Array.from({ length: count }, (_, i) => {
    const kind = maybe(one(siteKinds));
    return {
      id: `s_${i}`,
      city: "c",
      source: "s",
      sourceRef: `DK${i}`,
      importId: null,
      edited: [],
      createdAt: "",
      updatedAt: "",
      name: one(names).trim(),
      kind: kind?.id ?? null,
      kindText: kind === null ? maybe("飞碟") : one([kind.nameZh, ...kind.words]),
      location: somewhere(random),
      original: null,
      areaSquareMeters: maybe(one([6, 6.5, 0.3, 12_345.678, 1e-5, 9_999_999])),
      address: maybe(one(addresses)),
      owner: maybe(one(["区城市管理委", "=业委会", "'引号"])),
      availableFrom: maybe("2026-01-31"),
      availableUntil: maybe("2027-02-28"),
      note: maybe(one(addresses)),
    };
  });
}

test.each(inAllFormats)("spare sites as %s in %s", async (format, crs) => {
  const sites = randomSites(200, 5);
  const file = await exported(format, siteLayer(sites), crs);
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

/** Wound as RFC 7946 has it; some in two parts, some with a hole. */
function randomAreas(count: number, seed: number): Area[] {
  const random = randomNumbers(seed);
  const ring = (size: number, [lng, lat]: Position, turned: boolean): Position[] => {
    const corners = 3 + Math.floor(random() * 30);
    const positions = Array.from({ length: corners }, (_, i) => {
      const angle = ((turned ? -i : i) / corners) * 2 * Math.PI;
      return [lng + Math.cos(angle) * size, lat + Math.sin(angle) * size].map(
        (degrees) => Math.round(degrees * 1e7) / 1e7,
      ) as Position;
    });
    return [...positions, positions[0]];
  };
  return Array.from({ length: count }, (_, i) => {
    const parts = Array.from({ length: 1 + (i % 3) }, (_part, n) => {
      const center: Position = [117.9 + n * 0.1 + random() * 0.01, 38.6 + i * 0.001];
      const outer = ring(0.02, center, false);
      return i % 2 === 0 ? [outer] : [outer, ring(0.004, center, true)];
    });
    return {
      id: `a_${i}`,
      city: "c",
      source: "s",
      importId: null,
      sourceRef: String(120_000 + i),
      level: (["district", "street", "community"] as const)[i % 3],
      name: names[i % names.length].trim(),
      nameEn: i % 4 === 0 ? 'O\'Brien "street"' : null,
      geometry: { type: "MultiPolygon" as const, coordinates: parts },
    };
  });
}

test.each(inAllFormats.filter(([format]) => format !== "csv" && format !== "xlsx"))(
  "areas as %s in %s",
  async (format, crs) => {
    const areas = randomAreas(60, 9);
    const result = await readBoundaries(await exported(format, areaLayer(areas), crs));
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
    const file = await exported(format, siteLayer([]), "wgs84");
    await expect(readSites(file)).rejects.toThrow(/no rows|no features|without features/);
  }
});

const hasOgr = spawnSync("ogrinfo", ["--version"]).status === 0;

describe.runIf(hasOgr)("GDAL reads", () => {
  const ogr = (...args: string[]): string => execFileSync("ogrinfo", args, { encoding: "utf8" });

  test.each([
    ["shp", "wgs84", '"WGS 84"'],
    ["shp", "EPSG:4490", "China Geodetic Coordinate System 2000"],
    ["shp", "EPSG:4527", 'ID["EPSG",4527]'],
    ["shp", "EPSG:4509", 'ID["EPSG",4509]'],
    ["shp", "EPSG:3857", 'ID["EPSG",3857]'],
    ["gpkg", "EPSG:4548", 'ID["EPSG",4548]'],
    ["gpkg", "EPSG:32650", 'ID["EPSG",32650]'],
  ] as const)("a layer of points as %s in %s", async (format, crs, system) => {
    const sites = randomSites(40, 2);
    const file = await exported(format, siteLayer(sites), crs);
    const path = format === "shp" ? `/vsizip/${file}` : file;
    const summary = ogr("-so", "-al", path);
    expect(summary).toContain("Feature Count: 40");
    expect(summary).toContain("Geometry: Point");
    expect(summary).toContain(system);
    const first = ogr("-al", "-q", "-fid", format === "shp" ? "0" : "1", path);
    expect(first).toContain(`= ${sites[0].name}`);
    const point = /POINT \(([\d.]+) ([\d.]+)\)/.exec(first)!.slice(1).map(Number) as Position;
    const wanted = fromWgs84(sites[0].location, crs);
    const off = Math.hypot(point[0] - wanted[0], point[1] - wanted[1]);
    expect(off).toBeLessThan(crs === "wgs84" || crs === "EPSG:4490" ? 1e-9 : 1e-3);
  });

  test.each(["shp", "gpkg"] as const)(
    "outlines as %s, holes and parts as they were, and finds nothing wrong",
    async (format) => {
      const areas = randomAreas(12, 4);
      const file = await exported(format, areaLayer(areas), "EPSG:4490");
      const path = format === "shp" ? `/vsizip/${file}` : file;
      const text = execFileSync("ogr2ogr", ["-f", "GeoJSON", "-t_srs", "EPSG:4326", "/vsistdout/", path], {
        encoding: "utf8",
      });
      const { features } = JSON.parse(text) as {
        features: { geometry: { type: string; coordinates: Position[][][] } }[];
      };
      expect(features).toHaveLength(12);
      for (const [i, { geometry }] of features.entries()) {
        const polygons = (
          geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates
        ) as Position[][][];
        const shape = (parts: Position[][][]) => parts.map((rings) => rings.map(({ length }) => length)).sort();
        expect(shape(polygons)).toEqual(shape(areas[i].geometry.coordinates as Position[][][]));
      }
    },
  );
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
