import type { FeatureCollection } from "geojson";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CategoryReach } from "../../src/api/category-reach.ts";
import { DocumentedApp } from "./documented.ts";
import { expectedSeconds, startTinyServer, west } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

const city = "/api/cities/tiny";
const near = west.join(",");

let server: TinyServer;
let app: DocumentedApp;

beforeAll(async () => {
  server = await startTinyServer("empty", { embedded: true });
  app = await DocumentedApp.of(server.app);
});

afterAll(() => server?.close());

const get = async <T>(url: string): Promise<T> => (await app.ask(200, url)).json<T>();

interface Listed {
  items: { id: string; name: string; walkSeconds?: number; walkMeters?: number; openNow: boolean | null }[];
  nextCursor: string | null;
  unknownHours?: number;
}

const names = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name);

describe("health, cities, catalogue", () => {
  it("is alive and ready", async () => {
    expect(await get("/api/health")).toEqual({ status: "ok" });
    expect(await get("/api/ready")).toMatchObject({
      status: "ready",
      dependencies: { store: { ok: true }, compute: { ok: true, waiting: 0 } },
    });
  });

  it("counts what is in a city and says what is known of it", async () => {
    const { items } = await get<{ items: { id: string }[] }>("/api/cities");
    expect(items.map(({ id }) => id)).toEqual(["tiny"]);
    const tiny = await get<{ counts: object; knowledge: { claimed: string[]; unclaimed: string[] } }>(city);
    // The closed pharmacy is no outlet any more.
    expect(tiny.counts).toEqual({ outlets: 4, residences: 2, households: 400, areas: 2 });
    expect(tiny.knowledge.claimed).toEqual(["pharmacy", "bank"]);
    expect(tiny.knowledge.unclaimed).toHaveLength(48);
  });

  it("lists the 50 categories and the kinds of repair", async () => {
    const { categories, repairKinds } = await get<{
      categories: { tier: string }[];
      repairKinds: { large: boolean }[];
    }>("/api/categories");
    expect(categories.filter(({ tier }) => tier === "basic")).toHaveLength(20);
    expect(categories.filter(({ tier }) => tier === "quality")).toHaveLength(30);
    expect(repairKinds.filter(({ large }) => large)).toHaveLength(9);
  });
});

describe("outlets", () => {
  it("lists open and planned ones in pages", async () => {
    const first = await get<Listed>(`${city}/outlets?limit=3`);
    expect(first.items).toHaveLength(3);
    const second = await get<Listed>(`${city}/outlets?limit=3&cursor=${first.nextCursor}`);
    expect(second.nextCursor).toBeNull();
    expect([...names(first), ...names(second)].sort()).toEqual(["=茶馆", "同心药房", "海河银行", "老王修鞋"].sort());
  });

  it("filters by category, kind, tier, box, status, text and pinyin", async () => {
    const listed = async (query: string) => names(await get<Listed>(`${city}/outlets?${query}`)).sort();
    expect(await listed("category=pharmacy,bank")).toEqual(["同心药房", "海河银行"].sort());
    expect(await listed("kind=shoe")).toEqual(["老王修鞋"]);
    expect(await listed("tier=quality")).toEqual(["=茶馆"]);
    expect(await listed("tier=quality&category=pharmacy")).toEqual([]);
    expect(await listed("bbox=118.0515,38.74,118.06,38.76")).toEqual(["老王修鞋"]);
    expect(await listed("status=closed")).toEqual(["旧药房"]);
    expect(await listed(`q=${encodeURIComponent("修鞋")}`)).toEqual(["老王修鞋"]);
    expect(await listed("q=txyf")).toEqual(["同心药房"]);
    expect(await listed("changedSince=2999-01-01")).toEqual([]);
  });

  it("sorts by the true walk from a place", async () => {
    const { items } = await get<Listed>(`${city}/outlets?near=${near}`);
    expect(items.map(({ name }) => name)).toEqual(["同心药房", "=茶馆", "老王修鞋", "海河银行"]);
    for (const [i, lng] of [118.0485, 118.05, 118.052, 118.072].entries()) {
      expect(items[i].walkSeconds! / expectedSeconds(118.046, lng)).toBeCloseTo(1, 1);
    }
    expect(items[0].walkMeters! / items[0].walkSeconds!).toBeCloseTo(5 / 3.6, 1);
    expect(names(await get(`${city}/outlets?near=${near}&minutes=4`))).toEqual(["同心药房"]);
    const page = await get<Listed>(`${city}/outlets?near=${near}&limit=3`);
    expect(names(await get(`${city}/outlets?near=${near}&limit=3&cursor=${page.nextCursor}`))).toEqual(["海河银行"]);
  });

  it("takes a slower walker's time", async () => {
    const slow = await get<Listed>(`${city}/outlets?near=${near}&speedKmh=2.5&category=pharmacy`);
    const usual = await get<Listed>(`${city}/outlets?near=${near}&category=pharmacy`);
    expect(slow.items[0].walkSeconds! / usual.items[0].walkSeconds!).toBeCloseTo(2, 2);
  });

  it("tells open ones at a moment, and counts those of unknown hours instead of calling them closed", async () => {
    const morning = await get<Listed>(`${city}/outlets?open=2025-06-04T07:30`);
    expect([names(morning), morning.unknownHours]).toEqual([[], 2]);
    const evening = await get<Listed>(`${city}/outlets?near=${near}&open=2025-06-04T11:00Z`);
    expect([names(evening), evening.unknownHours]).toEqual([["同心药房"], 2]);
    const all = await get<Listed>(`${city}/outlets?category=bank`);
    expect(all.items[0].openNow).toBeNull();
  });

  it("gives one outlet with links that open it elsewhere, in the coordinates of each map", async () => {
    const { items } = await get<Listed>(`${city}/outlets?category=bank`);
    const { links } = await get<{ links: Record<string, string> }>(`${city}/outlets/${items[0].id}`);
    const amap = new URL(links.amap);
    expect(amap.origin + amap.pathname).toBe("https://uri.amap.com/marker");
    expect(amap.searchParams.get("name")).toBe("海河银行");
    const [lng, lat] = amap.searchParams.get("position")!.split(",").map(Number);
    // GCJ-02 lies some hundreds of metres east of WGS-84 there, BD-09 as much again.
    expect(lng - 118.072).toBeGreaterThan(0.003);
    expect(lng - 118.072).toBeLessThan(0.009);
    const baidu = new URL(links.baidu);
    expect(Number(baidu.searchParams.get("location")!.split(",")[1]) - lng).toBeCloseTo(0.0065, 3);
    expect(baidu.searchParams.get("coord_type")).toBe("bd09ll");
    const tencent = new URL(links.tencent);
    expect(tencent.searchParams.get("marker")).toBe(
      `coord:${lat.toFixed(6)},${lng.toFixed(6)};title:海河银行;addr:同福路 3 号`,
    );
  });

  it("exports GeoJSON and a table that spreadsheets read and do not run", async () => {
    const { features } = await get<FeatureCollection>(`${city}/outlets.geojson?category=pharmacy&status=open,closed`);
    expect(features.map(({ properties }) => properties?.name)).toEqual(["同心药房", "旧药房"]);
    const csv = await app.ask(200, `${city}/outlets.csv?tier=quality`);
    expect(csv.headers["content-disposition"]).toContain("tiny-outlets.csv");
    const [head, line] = csv.body.split("\r\n");
    expect(head).toMatch(/^\uFEFFid,name,categories,kinds,lng,lat,/);
    expect(line).toMatch(/^[^,]+,'=茶馆,tea-coffee,,118\.05,38\.75\d*,同福路 4 号,/);
  });
});

describe("residences, gaps, coverage", () => {
  it("gives a residence with the state of all 50 categories", async () => {
    const { items } = await get<{ items: { id: string; name: string }[] }>(
      `${city}/residences?q=${encodeURIComponent("西楼")}`,
    );
    expect(items).toHaveLength(1);
    const reach = await get<{ categories: CategoryReach[] }>(`${city}/residences/${items[0].id}`);
    const of = (id: string) => reach.categories.find(({ category }) => category === id)!;
    expect(reach.categories).toHaveLength(50);
    expect(of("pharmacy")).toMatchObject({
      state: "reached",
      nearestOutlet: { name: "同心药房" },
      within: { "5": 1, "10": 1, "15": 1 },
    });
    expect(of("pharmacy").nearestSeconds! / expectedSeconds(118.046, 118.0485)).toBeCloseTo(1, 1);
    // Somebody vouches for banks, and the only one is 27 minutes away; nobody knows about cinemas.
    expect(of("bank")).toMatchObject({
      state: "gap",
      nearestOutlet: { name: "海河银行" },
      within: { "5": 0, "10": 0, "15": 0 },
    });
    expect(of("cinema")).toMatchObject({ state: "unknown", nearestSeconds: null, nearestOutlet: null });
    expect(of("small-repair").nearestOutlet?.kinds).toEqual(["shoe"]);
  });

  it("finds residences in a box and an area", async () => {
    const areas = await server.store.listAreas("tiny");
    const eastern = areas.find(({ name }) => name === "东社区")!;
    expect(names(await get(`${city}/residences?area=${eastern.id}`))).toEqual(["东楼"]);
    expect(names(await get(`${city}/residences?bbox=118.04,38.74,118.05,38.76`))).toEqual(["西楼"]);
  });

  it("lists the gaps of a category, as residences or as cells", async () => {
    const gaps = await get<FeatureCollection & { summary: object; minutes: number }>(`${city}/gaps?category=bank`);
    expect(gaps.minutes).toBe(10);
    expect(gaps.summary).toEqual({ households: 400, covered: 0, gap: 400, unknown: 0 });
    expect(gaps.features.map(({ properties }) => [properties?.name, properties?.state])).toEqual([
      ["西楼", "gap"],
      ["东楼", "gap"],
    ]);
    // East is 17 minutes from the bank, west 27.
    const wide = await get<FeatureCollection>(`${city}/gaps?category=bank&minutes=20`);
    expect(wide.features.map(({ properties }) => properties?.name)).toEqual(["西楼"]);
    const cells = await get<FeatureCollection>(`${city}/gaps?category=bank&resolution=9`);
    expect(cells.features.reduce((sum, { properties }) => sum + properties?.gap, 0)).toBe(400);
    const unknown = await get<FeatureCollection & { summary: object }>(`${city}/gaps?category=cinema`);
    expect([unknown.features.length, unknown.summary]).toEqual([
      0,
      { households: 400, covered: 0, gap: 0, unknown: 400 },
    ]);
    expect((await get<FeatureCollection>(`${city}/gaps?category=cinema&state=gap,unknown`)).features).toHaveLength(2);
  });

  it("folds coverage by area, the worst first", async () => {
    const communities = await get<{
      items: { area: { name: string }; households: number; categories: Record<string, unknown>[] }[];
      outside: object;
    }>(`${city}/coverage?level=community`);
    expect(communities.items.map(({ area, households }) => [area.name, households])).toEqual([
      ["东社区", 300],
      ["西社区", 100],
    ]);
    const pharmacy = communities.items[0].categories.find(({ category }) => category === "pharmacy");
    expect(pharmacy).toMatchObject({
      covered: 300,
      gap: 0,
      unknown: 0,
      share: 1,
      people: { covered: 750, gap: 0, unknown: 0 },
    });
    expect(communities.outside).toEqual({ residences: 0, households: 0 });
    const whole = await get<{ items: { households: number; categories: Record<string, unknown>[] }[] }>(
      `${city}/coverage`,
    );
    expect(whole.items[0].households).toBe(400);
    expect(whole.items[0].categories.find(({ category }) => category === "bank")).toMatchObject({
      covered: 0,
      gap: 400,
      share: 0,
    });
    expect(whole.items[0].categories.find(({ category }) => category === "cinema")).toMatchObject({
      unknown: 400,
      share: null,
    });
    const streets = await get<{ items: unknown[]; outside: object }>(`${city}/coverage?level=street`);
    expect([streets.items, streets.outside]).toEqual([[], { residences: 2, households: 400 }]);
  });
});

describe("walking", () => {
  const isochrones = async (body: object) =>
    (await app.ask(200, { method: "POST", url: `${city}/isochrones`, payload: body })).json<
      FeatureCollection & {
        origin: number[];
        accessMeters: number;
        settings: { speedKmh: number };
        outlets: Record<string, Record<string, number>>;
        categories: CategoryReach[];
        reason?: string;
      }
    >();

  it("draws rings, the largest first, and says what is in them", async () => {
    const rings = await isochrones({ origin: west });
    expect(rings.features.map(({ properties }) => properties?.minutes)).toEqual([15, 10, 5]);
    // The eastern home is 640 s away: inside 15 minutes, outside 10.
    expect(rings.features.map(({ properties }) => properties?.households)).toEqual([400, 100, 100]);
    expect(rings.features.map(({ properties }) => properties?.population)).toEqual([1000, 250, 250]);
    expect(rings.outlets["5"]).toEqual({ pharmacy: 1, "tea-coffee": 1 });
    expect(rings.outlets["10"]).toEqual({ pharmacy: 1, "tea-coffee": 1, "small-repair": 1 });
    expect(rings.accessMeters).toBeCloseTo(10, 0);
    expect(rings.categories).toHaveLength(50);
    expect(rings.categories.find(({ category }) => category === "bank")?.state).toBe("gap");
  });

  it("keeps to other rings, speeds and directions", async () => {
    const slow = await isochrones({ origin: west, minutes: [3, 12], speedKmh: 2.5, direction: "inbound" });
    expect(slow.features.map(({ properties }) => properties?.minutes)).toEqual([12, 3]);
    expect(Object.keys(slow.outlets)).toEqual(["3", "12"]);
    expect(slow.outlets["3"]).toEqual({});
    expect(slow.settings.speedKmh).toBe(2.5);
    expect((await isochrones({ origin: west, profile: "elder" })).settings.speedKmh).toBeLessThan(5);
  });

  it("counts only what is open at a moment, and does not call the rest a gap", async () => {
    const night = await isochrones({ origin: west, at: "2025-06-04T03:00:00+08:00" });
    const of = (id: string) => night.categories.find(({ category }) => category === id);
    // Closed by its hours: a gap at that hour. The teahouse's hours are unknown, and so is its category.
    expect(of("pharmacy")?.state).toBe("gap");
    expect(of("tea-coffee")?.state).toBe("unknown");
    expect(night.outlets["15"]).toEqual({});
  });

  it("answers with empty rings and a reason where nobody can walk", async () => {
    const nowhere = await isochrones({ origin: [118.05, 38.5] });
    expect(nowhere.reason).toBeTruthy();
    expect(nowhere.accessMeters).toBeNull();
    expect(nowhere.features.map(({ geometry }) => "coordinates" in geometry && geometry.coordinates)).toEqual([
      [],
      [],
      [],
    ]);
    expect(nowhere.categories.every(({ state }) => state === "unknown")).toBe(true);
  });

  it("gives a matrix between snapped places", async () => {
    const response = await app.ask(200, {
      method: "POST",
      url: `${city}/matrix`,
      payload: { from: [west], to: [[118.05, 38.75], west] },
    });
    const { seconds, meters } = response.json<{ seconds: number[][]; meters: number[][] }>();
    expect(meters[0][0] / (0.004 * 86_720)).toBeCloseTo(1, 1);
    expect(seconds[0][1]).toBe(0);
  });

  it("gives the walk itself", async () => {
    const { geometry, properties } = await get<{
      geometry: { type: string };
      properties: { seconds: number; ways: { name: string }[] };
    }>(`${city}/routes?from=${near}&to=118.05,38.75`);
    expect(geometry.type).toBe("LineString");
    expect(properties.seconds).toBeGreaterThan(240);
    expect(properties.ways.map(({ name }) => name)).toEqual(["同福路"]);
  });
});

describe("search", () => {
  it("finds compounds, places, areas, outlets and homes by characters, pinyin and initials", async () => {
    const found = async (q: string) =>
      (await get<{ items: { type: string; name: string }[] }>(`${city}/search?q=${encodeURIComponent(q)}`)).items.map(
        ({ type, name }) => `${type} ${name}`,
      );
    expect((await found("同福里"))[0]).toBe("compound 同福里");
    expect((await found("tfl"))[0]).toBe("compound 同福里");
    expect((await found("海河"))[0]).toBe("place 海河公园");
    expect(await found("海河")).toContain("outlet 海河银行");
    expect(await found("laowang")).toEqual(["outlet 老王修鞋"]);
    expect(await found("西社区")).toEqual(["area 西社区"]);
    expect(await found("xilou")).toEqual(["residence 同福里 西楼"]);
    expect(await found("不存在的地方")).toEqual([]);
    expect(await found("   ")).toEqual([]);
  });
});

describe("a city that changes", () => {
  it("is seen changed by the next request, and computes its reach anew", async () => {
    const before = await get<{ summary: { gap: number } }>(`${city}/gaps?category=bank`);
    expect(before.summary.gap).toBe(400);
    const stored = async () => (await server.store.listArtifacts("tiny")).filter(({ kind }) => kind === "reach");
    const [artifact] = await stored();
    await server.store.addOutlets("tiny", "later", null, [
      { ...(await server.store.allOutlets("tiny"))[0], sourceRef: "6", services: [{ category: "bank", kind: null }] },
    ]);
    const after = await get<{ summary: object }>(`${city}/gaps?category=bank`);
    expect(after.summary).toEqual({ households: 400, covered: 400, gap: 0, unknown: 0 });
    expect(await stored()).toHaveLength(1);
    expect((await stored())[0].version).not.toBe(artifact.version);
  });

  it("computes its reach once for requests that come together", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => get(`${city}/coverage`)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});
