/** What is exported is imported again as it was. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { categories, repairKinds } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ledgerCsv, ledgerGeoJson, ledgerGeoPackage, ledgerXlsx } from "../../src/exports/tables.ts";
import { fromWgs84, readOutlets } from "../../src/intake/index.ts";
import type { Crs } from "../../src/intake/index.ts";
import type { Outlet, OutletDraft, OutletService } from "../../src/store/index.ts";

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
      address: maybe(one(["朝阳里12号楼底商", "-3号", "=A1", "临海道180号（东门）"])),
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

const formats: Record<string, (outlets: Outlet[], crs: Crs) => Promise<Buffer>> = {
  csv: (outlets, crs) => buffer(Readable.from(ledgerCsv(outlets, crs))),
  xlsx: async (outlets, crs) => buffer(await ledgerXlsx(outlets, crs, "全部网点/All")),
  geojson: (outlets) => buffer(Readable.from(ledgerGeoJson(outlets))),
  gpkg: async (outlets) => buffer(await ledgerGeoPackage(outlets, "EPSG:4490")),
};

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

test.each([
  ["csv", "wgs84"],
  ["csv", "gcj02"],
  ["csv", "bd09"],
  ["csv", "EPSG:4548"],
  ["xlsx", "wgs84"],
  ["xlsx", "gcj02"],
  ["geojson", "wgs84"],
  ["gpkg", "EPSG:4490"],
] as [string, Crs][])("%s in %s", async (format, crs) => {
  const outlets = randomOutlets(300, 7);
  const file = join(folder, `${format}-${crs.replace(":", "")}.${format}`);
  writeFileSync(file, await formats[format](outlets, crs));
  const result = await readOutlets(file, {
    crs: crs.startsWith("EPSG") && format === "csv" ? crs : undefined,
    today: "2020-01-01",
  });
  expect(result.problems).toEqual([]);
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
    const [dx, dy] = [draft.location[0] - outlets[i].location[0], draft.location[1] - outlets[i].location[1]];
    expect(Math.hypot(dx * 86_700, dy * 111_195)).toBeLessThan(0.02);
  }
});

test("points for 高德 and 百度 stand where those maps have them", async () => {
  const outlets = randomOutlets(20, 3);
  for (const [crs, x] of [
    ["gcj02", "高德经度"],
    ["bd09", "百度经度"],
  ] as const) {
    const [header, ...lines] = (
      await formats.csv(
        outlets.map((outlet) => ({ ...outlet, name: "店", address: null, openingHoursText: null, attributes: {} })),
        crs,
      )
    )
      .toString("utf8")
      .trim()
      .split("\r\n");
    const column = header.split(",").indexOf(x);
    for (const [i, line] of lines.entries()) {
      const wanted = fromWgs84(outlets[i].location, crs);
      expect(Math.abs(Number(line.split(",")[column]) - wanted[0])).toBeLessThan(1e-6);
    }
  }
});
