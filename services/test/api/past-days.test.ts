/** Any past day. Walks of the tiny city are worked out by hand, see tiny-city.ts. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CategoryId } from "@quarterhour/data";
import { defaultSettings } from "@quarterhour/isochrones";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { reachWithOutlets } from "../../src/assessment/reach-of-others.ts";
import { writeReachFile } from "../../src/assessment/reach-file.ts";
import { buildReachTable } from "../../src/assessment/reach-table.ts";
import type { CategoryReach } from "../../src/api/category-reach.ts";
import { categoryIds } from "../../src/api/city-reach.ts";
import type { Outlet } from "../../src/store/index.ts";
import { DocumentedApp } from "./documented.ts";
import { startTinyServer, west } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

const tiny = "/api/cities/tiny";
const door = west[1];
const east: [number, number] = [118.056, door];
let server: TinyServer;
let app: DocumentedApp;

beforeAll(async () => {
  server = await startTinyServer("sample");
  app = await DocumentedApp.of(server.app);
});

afterAll(() => server.close());

const get = async <T>(url: string): Promise<T> => (await app.ask(200, url)).json<T>();
const today = (): string => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
const pharmacyOf = ({ categories }: { categories: CategoryReach[] }) =>
  categories.find(({ category }) => category === "pharmacy")!;

// 旧药房 at 118.0561, 21 s from the eastern home, closed on 2024-05-01; 同心药房 is 482 s from there.
describe("the tiny city on a past day", () => {
  const before = "2024-04-30";

  it("has the shop that has closed since, and a household the fewer that lacks one", async () => {
    const summary = async (date: string) =>
      (await get<{ summary: object; date?: string }>(`${tiny}/gaps?category=pharmacy&minutes=5${date}`)) as object;
    expect(await summary(`&date=${before}`)).toMatchObject({ date: before, summary: { covered: 400, gap: 0 } });
    expect(await summary("&date=2024-05-01")).toMatchObject({ summary: { covered: 100, gap: 300 } });
    expect(await summary("")).toMatchObject({ summary: { covered: 100, gap: 300 } });
    expect(await summary("")).not.toHaveProperty("date");
  });

  it("is the same in the home's own list, at its door, and in coverage", async () => {
    const { items } = await get<{ items: { id: string; name: string }[] }>(`${tiny}/residences`);
    const { id } = items.find(({ name }) => name === "东楼")!;
    const home = await get<{ date: string; categories: CategoryReach[] }>(`${tiny}/residences/${id}?date=${before}`);
    expect(home.date).toBe(before);
    expect(pharmacyOf(home)).toMatchObject({ nearestOutlet: { name: "旧药房" }, within: { "5": 1, "10": 2, "15": 2 } });
    const ask = async (payload: object) =>
      (await app.ask(200, { method: "POST", url: `${tiny}/isochrones`, payload })).json();
    const origin = [118.056, door];
    const then = await ask({ origin, date: before });
    expect(then).toMatchObject({ date: before, outlets: { "5": { pharmacy: 1 } } });
    expect(pharmacyOf(then)).toEqual(pharmacyOf(home));
    const now = await ask({ origin });
    expect(now).not.toHaveProperty("date");
    expect(pharmacyOf(now)).toMatchObject({
      nearestOutlet: { name: "同心药房" },
      within: { "5": 0, "10": 1, "15": 1 },
    });
    const mean = async (date: string) => {
      const { items: areas } = await get<{ items: { categories: { category: string; meanSeconds: number }[] }[] }>(
        `${tiny}/coverage?level=city${date}`,
      );
      return areas[0].categories.find(({ category }) => category === "pharmacy")!.meanSeconds;
    };
    expect(await mean(`&date=${before}`)).toBeLessThan(await mean(""));
  });

  it("lists the outlets of that day, by name, by pinyin, and by walk", async () => {
    const names = async (query: string) => {
      const page = await get<{ items: { name: string; openNow: boolean | null }[]; date: string }>(
        `${tiny}/outlets?category=pharmacy&date=${before}${query}`,
      );
      expect(page.date).toBe(before);
      expect(page.items.every(({ openNow }) => openNow === null)).toBe(true);
      return page.items.map(({ name }) => name);
    };
    expect(await names("")).toEqual(["同心药房", "旧药房"]);
    expect(await names("&q=jiuyaofang")).toEqual(["旧药房"]);
    expect(await names("&q=茶馆")).toEqual([]);
    expect(await names("&near=118.056,38.75")).toEqual(["旧药房", "同心药房"]);
    const { nextCursor } = await get<{ nextCursor: string }>(`${tiny}/outlets?date=${before}&limit=2`);
    const rest = await get<{ items: unknown[] }>(`${tiny}/outlets?date=${before}&limit=2&cursor=${nextCursor}`);
    expect(rest.items).toHaveLength(2);
  });

  it("has tiles of its own", async () => {
    const { tiles } = await get<{ tiles: string[] }>(`/tiles/tiny/outlets.json?date=${before}`);
    expect(tiles[0]).toContain(`&date=${before}`);
    // The tile at zoom 14 with 118.0561, 38.75.
    const { pathname, search } = new URL(tiles[0].replace("{z}/{x}/{y}", "14/13564/6276"));
    const tile = (query: string) => server.app.inject(`${pathname}${query}`);
    const [then, now] = [await tile(search), await tile("")];
    expect(then.headers["cache-control"]).toContain("immutable");
    expect([then.statusCode, now.statusCode]).toEqual([200, 200]);
    expect(then.headers.etag).not.toBe(now.headers.etag);
    const closed = (body: string) => body.includes("closed");
    expect([closed(then.body), closed(now.body)]).toEqual([false, true]);
  });

  it("is today's on a day on which nothing was otherwise", async () => {
    for (const url of [`${tiny}/gaps?category=bank`, `${tiny}/coverage?level=community`]) {
      const { date, basis: ofThen, ...then } = await get<{ date: string; basis?: object }>(`${url}&date=${today()}`);
      const { basis: ofNow, ...now } = await get<{ basis?: object }>(url);
      expect(date).toBe(today());
      expect(then).toEqual(now);
      expect(ofThen).toEqual(ofNow && { ...ofNow, date: today() });
    }
    const [day, now] = [await server.app.cities.get("tiny", "2024-06-01"), await server.app.cities.get("tiny")];
    expect((await day.reach()).table).toBe((await now.reach()).table);
  });

  it("refuses what is no day, and days to come", async () => {
    const later = "2199-01-01";
    const routes = [
      "/api/cities/tiny/gaps?category=bank&",
      "/api/cities/tiny/coverage?",
      "/api/cities/tiny/outlets?",
      "/api/cities/tiny/residences/r_000001?",
      "/tiles/tiny/outlets.json?",
      "/tiles/tiny/outlets/14/1/1.mvt?",
    ].map((url) => (date: string) => app.ask(400, `${url}date=${encodeURIComponent(date)}`));
    const isochrones = (date: string) =>
      app.ask(400, { method: "POST", url: `${tiny}/isochrones`, payload: { origin: west, date } });
    for (const ask of [...routes, isochrones]) {
      const detail = async (date: string) => (await ask(date)).json<{ detail: string }>().detail;
      expect(await detail("2026-02-30")).toMatch(/date: should be a day such as 2025-05-31.*"2026-02-30"/);
      expect(await detail(later)).toBe(
        `date: ${later} has not come yet; should be ${today()}, which is today, or before`,
      );
    }
    for (const date of ["yesterday", "", "2026-1-1", "0000-01-01", "2026-01-01T00:00", "1899-12-31"]) {
      await app.ask(400, `${tiny}/coverage?date=${encodeURIComponent(date)}`);
    }
    const map = (await app.ask(400, `/tiles/tiny/basemap.json?date=${before}`)).json<{ detail: string }>();
    expect(map.detail).toContain("only for the layer outlets");
    await app.ask(400, `${tiny}/outlets?date=${before}&changedSince=2024-01-01`);
  });
});

describe("what is vouched for on a past day", () => {
  it("is what was vouched for then; before anybody did, whoever lacks a shop may have had one", async () => {
    await server.store.restoreClaims("tiny", "test", []);
    await server.store.setClaims("tiny", "test", null, ["pharmacy", "bank"], [], "2024-05-10");
    const summary = async (date: string) =>
      (await get<{ summary: object }>(`${tiny}/gaps?category=pharmacy&minutes=5${date}`)).summary;
    expect(await summary("&date=2024-05-10")).toMatchObject({ covered: 100, gap: 300, unknown: 0 });
    expect(await summary("&date=2024-05-09")).toMatchObject({ covered: 100, gap: 0, unknown: 300 });
    expect(await summary("")).toMatchObject({ covered: 100, gap: 300, unknown: 0 });
    const { items } = await get<{ items: { id: string; name: string }[] }>(`${tiny}/residences`);
    const { id } = items.find(({ name }) => name === "东楼")!;
    const state = async (date: string) =>
      (await get<{ categories: CategoryReach[] }>(`${tiny}/residences/${id}?date=${date}`)).categories.find(
        ({ category }) => category === "bank",
      )!.state;
    expect([await state("2024-05-09"), await state("2024-05-10")]).toEqual(["unknown", "gap"]);
    const ask = async (date: string) =>
      (await app.ask(200, { method: "POST", url: `${tiny}/isochrones`, payload: { origin: east, date } })).json() as {
        categories: CategoryReach[];
      };
    const tapped = (answer: { categories: CategoryReach[] }) =>
      answer.categories.find(({ category }) => category === "bank")!.state;
    expect([tapped(await ask("2024-05-09")), tapped(await ask("2024-05-10"))]).toEqual(["unknown", "gap"]);
    // who was unknown on one of the days has neither gained nor lost
    const compared = await get<{ items: { gained: number; lost: number; categories: Record<string, unknown>[] }[] }>(
      `${tiny}/coverage/compare?from=2024-05-09&to=2024-05-10&category=bank`,
    );
    expect(compared.items[0]).toMatchObject({
      gained: 0,
      lost: 0,
      categories: [{ from: { gap: 0, unknown: 400 }, to: { gap: 400, unknown: 0 }, newlyKnown: 0 }],
    });
    await server.store.setClaims("tiny", "test", null, ["pharmacy", "bank"], [], null);
  });
});

describe("the sample city", () => {
  interface Truth {
    id: string;
    residence: string;
    outletName: string;
  }

  it("counts the market that closed last spring until the day before it closed", async () => {
    const file = join(import.meta.dirname, "../../../data/sample/truths.json");
    const { reach } = JSON.parse(await readFile(file, "utf8")) as { reach: Truth[] };
    const truth = reach.find(({ id }) => id === "closed-market")!;
    const home = (await server.store.allResidences("sample")).find(({ sourceRef }) => sourceRef === truth.residence)!;
    const market = async (date: string) => {
      const url = `/api/cities/sample/residences/${home.id}?date=${date}`;
      const { categories } = await get<{ categories: CategoryReach[] }>(url);
      const { nearestOutlet, within } = categories.find(({ category }) => category === "food-market")!;
      return [nearestOutlet?.name, within["5"]];
    };
    expect(await market("2026-04-11")).toEqual(["听涛菜市场", 1]);
    expect(await market("2026-04-12")).toEqual([truth.outletName, 0]);
    const changes = await get<{ items: { change: string; after: { name: string } }[] }>(
      "/api/cities/sample/changes?from=2026-04-11&to=2026-04-12&category=food-market",
    );
    expect(changes.items.map(({ change, after }) => [change, after.name])).toEqual([["closed", "听涛菜市场"]]);
  });

  it("has the table of a past day that would be built from nothing, to the bit", async () => {
    const context = await server.app.cities.get("sample");
    const engine = await context.engine();
    const now = await context.reach();
    const built = async (open: Outlet[]) =>
      Buffer.from(
        writeReachFile(
          await buildReachTable(
            (...question) => engine.reachByGroup(...question),
            engine.network.version,
            open,
            now.residences,
            categoryIds,
            defaultSettings,
          ),
        ),
      );
    for (const date of ["2026-04-11", "2025-01-15"]) {
      const { table, open } = await (await server.app.cities.get("sample", date)).reach();
      expect((await built(open)).equals(writeReachFile(table))).toBe(true);
      expect(table.parameters.outletsVersion).not.toBe(now.table.parameters.outletsVersion);
    }
    // One shop gone, one elsewhere, one more before them all: most columns are taken over.
    const few: Outlet[] = now.open.flatMap((outlet, i) => {
      if (i === 40) return [];
      return i === 90 ? { ...outlet, location: now.open[91].location } : outlet;
    });
    few.unshift({ ...now.open[200], id: "o_000000" });
    const asked: number[] = [];
    const derived = await reachWithOutlets(now.table, now.open, few, async (targets) => {
      asked.push(targets.groupCount);
      const { ringMinutes, limitMinutes, settings } = now.table.parameters;
      const homes = now.residences.map(({ location }) => location);
      return engine.reachByGroup(homes, targets, ringMinutes, limitMinutes, settings);
    });
    expect((await built(few)).equals(writeReachFile(derived))).toBe(true);
    expect(asked[0]).toBeLessThan(10);
  });

  it("adds up between two days, and the other way round what was gained is lost", async () => {
    const [from, to] = ["2024-12-01", "2026-06-01"];
    interface Cell {
      category: CategoryId;
      from: Record<string, number>;
      to: Record<string, number>;
      difference: Record<string, number>;
      gained: number;
      lost: number;
      newlyKnown: number;
      noLongerKnown: number;
    }
    const { items } = await get<{ items: { area: { id: string }; categories: Cell[] }[] }>(
      `/api/cities/sample/coverage/compare?level=community&from=${from}&to=${to}`,
    );
    let gained = 0;
    for (const date of [from, to]) {
      const then = await get<{ items: { area: { id: string }; categories: Record<string, unknown>[] }[] }>(
        `/api/cities/sample/coverage?level=community&date=${date}`,
      );
      for (const { area, categories } of items) {
        const row = then.items.find((item) => item.area.id === area.id)!;
        for (const [i, cell] of categories.entries()) {
          expect(row.categories[i]).toMatchObject(date === from ? cell.from : cell.to);
        }
      }
    }
    for (const { categories } of items) {
      for (const cell of categories) {
        expect(cell.difference.covered).toBe(cell.gained + cell.newlyKnown - cell.lost - cell.noLongerKnown);
        gained += cell.gained;
      }
    }
    expect(gained).toBeGreaterThan(0);
  });
});
