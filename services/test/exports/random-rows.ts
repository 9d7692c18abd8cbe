/** Rows of all kinds by a seed, with whatever is hard on a format, and files of them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { categories, repairKinds, siteKinds } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { exportFile, exportFormats } from "../../src/exports/files.ts";
import type { ExportFormat } from "../../src/exports/files.ts";
import type { Layer } from "../../src/exports/layer.ts";
import type { Crs } from "../../src/intake/index.ts";
import type { Area, Outlet, OutletService, Residence, Site } from "../../src/store/index.ts";

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

export function randomOutlets(count: number, seed: number): Outlet[] {
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

const somewhere = (random: () => number): Position =>
  [118.04 + random() * 0.03, 38.74 + random() * 0.03].map((degrees) => Math.round(degrees * 1e7) / 1e7) as Position;

export function randomResidences(count: number, seed: number): Residence[] {
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

export function randomSites(count: number, seed: number): Site[] {
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

/** Wound as RFC 7946 has it; some in two parts, some with a hole. */
export function randomAreas(count: number, seed: number): Area[] {
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

export async function exported<Row>(
  folder: string,
  format: ExportFormat,
  layer: Layer<Row>,
  crs: Crs,
): Promise<string> {
  const file = join(folder, `${layer.name}-${crs.replace(":", "")}.${exportFormats[format].ending}`);
  writeFileSync(file, await buffer(await exportFile(format, layer, crs)));
  return file;
}
