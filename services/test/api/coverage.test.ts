/** Coverage at every level, for other walkers and hours, as files, by month: held to figures worked out apart. */
import type { CategoryId } from "@quarterhour/data";
import { categoryOf } from "@quarterhour/data";
import { completeSettings, EmbeddedEngine, openWalkNetwork } from "@quarterhour/isochrones";
import { latLngToCell } from "h3-js";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAt } from "../../src/assessment/opening-hours.ts";
import { readTable } from "../../src/intake/tables/table.ts";
import type { Outlet, Residence } from "../../src/store/index.ts";
import { DocumentedApp } from "./documented.ts";
import { startTinyServer } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

const sample = "/api/cities/sample";
const tiny = "/api/cities/tiny";
let server: TinyServer;
let app: DocumentedApp;
let residences: Residence[];
let outlets: Outlet[];
let engine: EmbeddedEngine;

interface Cell {
  category: CategoryId;
  covered: number;
  gap: number;
  unknown: number;
  share: number | null;
  knownShare: number | null;
  meanSeconds: number | null;
  p90Seconds: number | null;
  people: { covered: number } | null;
}
interface Row {
  area: { id: string; name: string; geometry?: { type: string; coordinates: unknown[] }; bbox?: number[] };
  households: number;
  categories: Cell[];
}
interface Coverage {
  items: Row[];
  outside: { residences: number; households: number };
  basis: Record<string, unknown>;
}

beforeAll(async () => {
  server = await startTinyServer("sample");
  app = await DocumentedApp.of(server.app);
  residences = await server.store.allResidences("sample");
  outlets = (await server.store.allOutlets("sample")).filter(({ status }) => status === "open");
  const { version } = (await server.store.listArtifacts("sample")).find(({ kind }) => kind === "network")!;
  const bytes = await server.store.getArtifact({ city: "sample", kind: "network", version });
  engine = new EmbeddedEngine(openWalkNetwork(bytes!));
});

afterAll(() => server.close());

/** Asked again while it is being worked out, as on a slow day. */
async function get<T>(url: string): Promise<T> {
  while ((await server.app.inject(url)).statusCode === 202);
  return (await app.ask(200, url)).json<T>();
}

/** Seconds to the nearest of these outlets, by residence. */
function secondsTo(some: readonly Outlet[], settings = {}): Float64Array {
  const targets = { positions: some.map(({ location }) => location), groups: some.map(() => [0]), groupCount: 1 };
  const homes = residences.map(({ location }) => location);
  return engine.reachByGroup(homes, targets, [10], 30, completeSettings(settings)).nearestSeconds;
}

const of = (category: CategoryId) => (outlet: Outlet) =>
  outlet.services.some((service) => service.category === category);
const householdsWhere = (holds: (row: number) => boolean): number =>
  residences.reduce((sum, { households }, row) => sum + (holds(row) ? households : 0), 0);

describe("levels", () => {
  it("divides every household once into cells, and into communities and what lies outside", async () => {
    const all = householdsWhere(() => true);
    const cells = await get<Coverage>(`${sample}/coverage?level=cell&resolution=9&category=pharmacy&geometry=1`);
    expect(cells.items.reduce((sum, row) => sum + row.households, 0)).toBe(all);
    const byCell = new Map<string, number>();
    for (const { location, households } of residences) {
      const cell = latLngToCell(location[1], location[0], 9);
      byCell.set(cell, (byCell.get(cell) ?? 0) + households);
    }
    expect(new Map(cells.items.map((row) => [row.area.id, row.households]))).toEqual(byCell);
    expect(cells.items[0].area.geometry?.type).toBe("Polygon");
    const names = cells.items.map(({ area }) => area.name);
    expect(new Set(names).size).toBe(names.length);
    // By the compounds of their homes people know them; along the old street there is none.
    const compounds = new Set(residences.map(({ compound }) => compound));
    expect(names.filter((name) => !compounds.has(name.replace(/ \d+$/, "")))).toEqual(["石桥古街"]);
    const communities = await get<Coverage>(`${sample}/coverage?level=community`);
    expect(communities.items.reduce((sum, row) => sum + row.households, communities.outside.households)).toBe(all);
    expect(communities.items[0].area).not.toHaveProperty("geometry");
  });

  it("has circles, which may overlap, as they are drawn at the moment", async () => {
    const [west, south, east, north] = (await server.store.getCity("sample"))!.bbox;
    const middle = (west + east) / 2;
    const box = (from: number, to: number) => ({
      type: "Polygon" as const,
      coordinates: [
        [
          [from, south],
          [to, south],
          [to, north],
          [from, north],
          [from, south],
        ],
      ],
    });
    const draft = { kind: "15min" as const, details: null, requiredBasic: null, note: null };
    const before = (await get<Coverage>(`${sample}/coverage?level=circle&category=bank`)).items.length;
    const [half, whole] = await server.store.addCircles(
      "sample",
      [
        { ...draft, name: "西半", boundary: box(west, middle) },
        { ...draft, name: "全部", boundary: box(west, east) },
      ],
      "test",
    );
    const { items } = await get<Coverage>(`${sample}/coverage?level=circle&category=bank&geometry=1`);
    expect(items).toHaveLength(before + 2);
    const rowOf = (id: string) => items.find(({ area }) => area.id === id)!;
    expect(rowOf(half.id).households).toBe(householdsWhere((row) => residences[row].location[0] <= middle));
    const [city] = (await get<Coverage>(`${sample}/coverage?category=bank`)).items;
    expect(rowOf(whole.id).categories).toEqual(city.categories);
    expect(rowOf(whole.id).area.bbox).toEqual([west, south, east, north]);
    const inside = await get<Coverage>(`${sample}/coverage?level=community&category=bank&area=${half.id}`);
    const sum = inside.items.reduce((households, row) => households + row.households, inside.outside.households);
    expect(sum).toBe(rowOf(half.id).households);
  });

  it("puts the worst of the categories asked for first", async () => {
    const { items } = await get<Coverage>(`${sample}/coverage?level=community&category=food-market`);
    const shares = items.map(({ categories: [cell] }) => cell.share ?? 2);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(items.every(({ categories }) => categories.length === 1)).toBe(true);
  });

  it("says what is wrong", async () => {
    const detail = async (status: number, url: string) =>
      (await app.ask(status, url)).json<{ detail: string }>().detail;
    expect(await detail(400, `${sample}/coverage?level=cell`)).toContain("one to 5 categories");
    expect(await detail(404, `${sample}/coverage?area=a_nothing`)).toContain("no area and no circle a_nothing");
    expect(await detail(400, `${sample}/coverage?at=25:00`)).toContain("25:00 is no time of day");
    expect(await detail(400, `${sample}/coverage?at=noon`)).toContain("now or a moment");
    expect(await detail(400, `${sample}/coverage/trend?category=bank,pharmacy,bakery,florist,hotel,cinema`)).toContain(
      "at most 5",
    );
  });
});

describe("other walkers and hours", () => {
  it("walks at an elder's pace and in a pram's shoes as the engine does", async () => {
    for (const settings of [{ profile: "elder" }, { profile: "pram", speedKmh: 3 }] as const) {
      const query = new URLSearchParams(Object.entries(settings).map(([key, value]) => [key, String(value)]));
      const { items, basis } = await get<Coverage>(`${sample}/coverage?category=food-market,cinema&${query}`);
      for (const cell of items[0].categories) {
        const seconds = secondsTo(outlets.filter(of(cell.category)), settings);
        const ring = categoryOf(cell.category).ringMinutes * 60;
        expect(cell.covered).toBe(householdsWhere((row) => seconds[row] <= ring));
        const reached = householdsWhere((row) => Number.isFinite(seconds[row]));
        const sum = residences.reduce(
          (total, { households }, row) => total + (Number.isFinite(seconds[row]) ? households * seconds[row] : 0),
          0,
        );
        expect(cell.meanSeconds).toBeCloseTo(sum / reached, 0);
      }
      expect(basis).toMatchObject({ profile: settings.profile, date: null, at: null });
    }
  });

  it("counts only what is open then; where nobody knows the hours of one within the ring, it is unknown", async () => {
    const at = "2026-11-04T06:30";
    const { items, basis } = await get<Coverage>(`${sample}/coverage?category=breakfast,hairdresser&at=${at}`);
    expect(basis.at).toBe(at);
    for (const cell of items[0].categories) {
      const ofCategory = outlets.filter(of(cell.category));
      const isOpen = (outlet: Outlet) =>
        openAt(outlet.openingHours ?? (outlet.attributes.open24h === true ? "24/7" : null), new Date(`${at}:00+08:00`));
      const open = secondsTo(
        ofCategory.filter((outlet) => isOpen(outlet) === true),
        { at },
      );
      const perhaps = secondsTo(
        ofCategory.filter((outlet) => isOpen(outlet) === null),
        { at },
      );
      const covered = householdsWhere((row) => open[row] <= 600);
      expect(cell.covered).toBe(covered);
      expect(cell.unknown).toBeGreaterThanOrEqual(householdsWhere((row) => open[row] > 600 && perhaps[row] <= 600));
      const always = (await get<Coverage>(`${sample}/coverage?category=${cell.category}`)).items[0].categories[0];
      expect(cell.covered).toBeLessThanOrEqual(always.covered);
      if (cell.category === "hairdresser") expect(cell.covered).toBeLessThan(always.covered / 2);
    }
  });

  it("takes HH:MM for the day asked for, or for a Wednesday", async () => {
    const on = async (query: string) =>
      (await get<{ at: { time: string; asked: string } }>(`${tiny}/coverage?category=pharmacy&${query}`)).at;
    expect(await on("at=6:30&date=2024-04-30")).toEqual({ time: "2024-04-30T06:30", asked: "6:30" });
    const { time } = await on("at=06:30");
    expect(new Date(`${time.slice(0, 10)}T00:00:00Z`).getUTCDay()).toBe(3);
  });

  // 同心药房 08:00-20:00 is 482 s from the eastern home and vouched for; 海河银行 has no hours and is some 1,000 s away.
  it("is a gap before the shop opens, and unknown where its hours are", async () => {
    const cells = async (query: string) => (await get<Coverage>(`${tiny}/coverage?${query}`)).items[0].categories[0];
    const early = { at: "07:00", late: "09:00" };
    expect(await cells(`category=pharmacy&at=${early.late}`)).toMatchObject({ covered: 400, gap: 0, unknown: 0 });
    expect(await cells(`category=pharmacy&at=${early.at}`)).toMatchObject({ covered: 0, gap: 400, unknown: 0 });
    expect(await cells("category=bank&ring=20")).toMatchObject({ covered: 300, gap: 100 });
    const bank = await cells("category=bank&ring=20&at=09:00");
    expect(bank).toMatchObject({ covered: 0, gap: 100, unknown: 300, share: 0, knownShare: 0.25 });
    expect(await cells("category=bank&at=09:00")).toMatchObject({ covered: 0, gap: 400, unknown: 0 });
  });

  it("shows the same homes in gaps", async () => {
    const truths = JSON.parse(await readFile(join(import.meta.dirname, "../../../data/sample/truths.json"), "utf8"));
    const truth = truths.reach.find(({ id }: { id: string }) => id === "breakfast-at-seven");
    const home = residences.find(({ sourceRef }) => sourceRef === truth.residence)!;
    const url = `${sample}/gaps?category=breakfast&state=reached&at=2026-11-04T07:00`;
    const { features, summary } = await get<{
      features: { properties: { id: string; nearestSeconds: number } }[];
      summary: { covered: number };
    }>(url);
    const found = features.find(({ properties }) => properties.id === home.id)!;
    expect(Math.abs(found.properties.nearestSeconds - truth.nearestSeconds)).toBeLessThan(truth.toleranceSeconds + 0.1);
    const [{ categories }] = (await get<Coverage>(`${sample}/coverage?category=breakfast&at=2026-11-04T07:00`)).items;
    expect(summary.covered).toBe(categories[0].covered);
  });
});

describe("distribution and trend", () => {
  it("has every household in one bin, within the ring those that are covered", async () => {
    const [city] = (await get<Coverage>(`${sample}/coverage?category=food-market`)).items;
    const found = await get<{
      households: number;
      bins: { toMinutes: number; households: number }[];
      beyond: number;
      unknownBeyond: number;
      medianSeconds: number;
      p90Seconds: number;
      covered: number;
    }>(`${sample}/coverage/distribution?category=food-market`);
    const inBins = (most: number) =>
      found.bins.reduce((sum, bin) => sum + (bin.toMinutes <= most ? bin.households : 0), 0);
    expect(inBins(30) + found.beyond + found.unknownBeyond).toBe(found.households);
    expect(found.households).toBe(householdsWhere(() => true));
    expect(inBins(10)).toBe(city.categories[0].covered);
    expect(found.p90Seconds).toBe(city.categories[0].p90Seconds);
    const seconds = secondsTo(outlets.filter(of("food-market")));
    const walked = residences
      .map(({ households }, row) => ({ households, seconds: seconds[row] }))
      .filter((home) => Number.isFinite(home.seconds))
      .sort((a, b) => a.seconds - b.seconds);
    const half = walked.reduce((sum, { households }) => sum + households, 0) / 2;
    let arrived = 0;
    const median = walked.find(({ households }) => (arrived += households) >= half)!;
    expect(found.medianSeconds).toBe(Math.ceil(median.seconds));
  });

  it("is on each day what coverage says of that day, in an area as in the city", async () => {
    const { items } = await get<Coverage>(`${sample}/coverage?level=community&category=food-market`);
    const area = items.find(({ area: { name } }) => name === "听涛社区")!.area.id;
    for (const query of ["", `&area=${area}`]) {
      const { points } = await get<{ points: { date: string; categories: (Cell & { outlets: number })[] }[] }>(
        `${sample}/coverage/trend?category=food-market&months=9${query}`,
      );
      expect(points).toHaveLength(points.at(-1)!.date.endsWith("-01") ? 9 : 10);
      const means = new Set<number | null>();
      for (const { date, categories } of points.filter((_point, i) => [0, 4, 9].includes(i))) {
        means.add(categories[0].meanSeconds);
        const level = query === "" ? "city" : "community";
        const then = await get<Coverage>(`${sample}/coverage?level=${level}&category=food-market&date=${date}${query}`);
        const { people: _people, ...cell } = then.items[0].categories[0];
        const { outlets: count, ...figures } = categories[0];
        expect(cell).toMatchObject(figures);
        expect(count).toBeGreaterThan(0);
      }
      // 听涛菜市场 closed on 2026-04-12.
      expect(means.size).toBeGreaterThan(1);
    }
  });
});

describe("the worst areas", () => {
  it("come by the households without, then by the longest walk, so many as asked", async () => {
    const query = "level=community&category=food-market&sort=gap";
    const all = await get<Coverage>(`${sample}/coverage?${query}`);
    const figures = all.items.map(({ categories: [cell] }) => [cell.gap, cell.meanSeconds ?? 0]);
    expect(figures).toEqual(figures.toSorted(([gapA, walkA], [gapB, walkB]) => gapB - gapA || walkB - walkA));
    const gaps = figures.map(([gap]) => gap);
    // Areas without a gap are told apart by the walk.
    expect(gaps.filter((gap) => gap === 0).length).toBeGreaterThan(1);
    const worst = await get<Coverage>(`${sample}/coverage?${query}&limit=5`);
    expect(worst.items.map(({ area }) => area.id)).toEqual(all.items.slice(0, 5).map(({ area }) => area.id));
  });
});

describe("files", () => {
  const query = "level=community&category=food-market,pharmacy&profile=elder";

  it("have the figures of the answer, and say what they are of", async () => {
    const { items } = await get<Coverage>(`${sample}/coverage?${query}`);
    const csv = await app.ask(200, `${sample}/coverage?${query}&format=csv`);
    const [header, ...lines] = csv.body.replace("\uFEFF", "").trimEnd().split("\r\n");
    const names = header.split(",");
    const cellsOf = items.flatMap(({ area, categories }) => categories.map((cell) => ({ area, cell })));
    expect(lines).toHaveLength(cellsOf.length);
    for (const [i, line] of lines.entries()) {
      const row = Object.fromEntries(line.split(",").map((value, k) => [names[k], value]));
      const { area, cell } = cellsOf[i];
      expect(row).toMatchObject({
        area_id: area.id,
        category: cell.category,
        covered: String(cell.covered),
        gap: String(cell.gap),
        unknown: String(cell.unknown),
        p90_seconds: cell.p90Seconds === null ? "" : String(cell.p90Seconds),
        profile: "elder",
      });
    }
    const xlsx = await server.app.inject(`${sample}/coverage?${query}&format=xlsx`);
    const file = join(server.folder, "coverage.xlsx");
    await writeFile(file, xlsx.rawPayload);
    const table = await readTable(file);
    const rows = [];
    for await (const { cells } of table.rows) rows.push(cells);
    // with the header
    expect(rows).toHaveLength(cellsOf.length + 1);
    expect(xlsx.headers["content-disposition"]).toContain("sample-coverage-community.xlsx");
    const { features, basis } = await get<{
      features: { id: string; properties: Record<string, number> }[];
      basis: object;
    }>(`${sample}/coverage?${query}&format=geojson`);
    expect(basis).toMatchObject({ profile: "elder" });
    expect(features.map(({ id, properties }) => [id, properties.pharmacy_gap])).toEqual(
      items.map(({ area, categories }) => [area.id, categories.find(({ category }) => category === "pharmacy")!.gap]),
    );
  });
});
