/** Two days compared. Walks of the tiny city are worked out by hand, see tiny-city.ts. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CategoryId } from "@quarterhour/data";
import type { OutletDraft } from "../../src/store/index.ts";
import { DocumentedApp } from "./documented.ts";
import { startTinyServer, west } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

const tiny = "/api/cities/tiny";
const door = west[1];
let server: TinyServer;
let app: DocumentedApp;

beforeAll(async () => {
  server = await startTinyServer();
  app = await DocumentedApp.of(server.app);
});

afterAll(() => server.close());

const get = async <T>(url: string): Promise<T> => (await app.ask(200, url)).json<T>();

describe("two days of the tiny city", () => {
  const draft = (name: string, lng: number, category: CategoryId, openedOn: string | null): OutletDraft => ({
    sourceRef: name,
    name,
    services: [{ category, kind: null }],
    location: [lng, door],
    original: null,
    address: null,
    phone: null,
    openingHours: null,
    openingHoursText: null,
    status: "open",
    openedOn,
    closedOn: null,
    attributes: {},
  });

  beforeAll(async () => {
    const { store } = server;
    const idOf = new Map((await store.allOutlets("tiny")).map(({ id, name }) => [name, id]));
    const on = (effectiveOn: string) => ({ actor: "cli", origin: "edit" as const, effectiveOn });
    await store.addOutlets(
      "tiny",
      "new",
      null,
      [draft("新洗衣店", 118.05, "laundry", "2025-02-10"), draft("早有的花店", 118.05, "florist", null)],
      on("2025-03-01"),
    );
    await store.editOutlet("tiny", idOf.get("海河银行")!, { location: [118.058, door] }, on("2025-03-01"));
    const bakery = { services: [{ category: "bakery" as const, kind: null }] };
    await store.editOutlet("tiny", idOf.get("=茶馆")!, bakery, on("2025-03-01"));
    await store.editOutlet("tiny", idOf.get("同心药房")!, { phone: "022-1234" }, on("2025-03-01"));
    await store.removeOutlet("tiny", idOf.get("老王修鞋")!, on("2025-03-02"));
    await store.editOutlet("tiny", idOf.get("海河银行")!, { location: [118.072, door] }, on("2025-06-01"));
  });

  interface Changes {
    counts: Record<string, number>;
    categories: { category: string; open: { from: number; to: number } }[];
    areas?: { area: { name: string }; counts: Record<string, number> }[];
    items: { change: string; fields: string[]; before: { name: string } | null; after: { name: string } | null }[];
    nextCursor: string | null;
  }

  it("tells what happened to each outlet, in one word", async () => {
    const changes = await get<Changes>(`${tiny}/changes?from=2025-01-01&to=2025-04-01&level=community`);
    const words = changes.items.map(({ change, before, after }) => [(after ?? before)!.name, change]);
    expect(Object.fromEntries(words)).toEqual({
      同心药房: "changed",
      老王修鞋: "removed",
      海河银行: "moved",
      "=茶馆": "reclassified",
      新洗衣店: "opened",
      早有的花店: "added",
    });
    expect(changes.counts).toEqual({
      opened: 1,
      closed: 0,
      moved: 1,
      reclassified: 1,
      changed: 1,
      added: 1,
      removed: 1,
    });
    expect(changes.items.find(({ change }) => change === "changed")!.fields).toEqual(["phone"]);
    const open = Object.fromEntries(changes.categories.map((row) => [row.category, Object.values(row.open)]));
    expect(open).toMatchObject({ "tea-coffee": [1, 0], bakery: [0, 1], bank: [1, 1], "small-repair": [1, 0] });
    // The bank and the cobbler are in the east; the shops at 118.05 stand on the western border.
    const areas = Object.fromEntries(changes.areas!.map(({ area, counts }) => [area.name, counts]));
    expect(areas.东社区).toMatchObject({ moved: 1, removed: 1, opened: 0 });
    expect(areas.西社区).toMatchObject({ opened: 1, added: 1, reclassified: 1, changed: 1 });
  });

  it("keeps to what is asked for, page by page", async () => {
    const between = `${tiny}/changes?from=2025-01-01&to=2025-04-01`;
    const names = async (query: string) =>
      (await get<Changes>(`${between}${query}`)).items.map(({ before, after }) => (after ?? before)!.name);
    expect(await names("&category=bakery,bank")).toEqual(["海河银行", "=茶馆"]);
    expect(await names("&bbox=118.071,38.7,118.08,38.8")).toEqual(["海河银行"]);
    const first = await get<Changes>(`${between}&limit=4`);
    const second = await get<Changes>(`${between}&limit=4&cursor=${first.nextCursor}`);
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([4, 2, null]);
    const old = await get<Changes>(`${tiny}/changes?from=2024-04-30&to=2024-05-01`);
    expect(old.items.map(({ change, after }) => [change, after!.name])).toEqual([["closed", "旧药房"]]);
    expect((await get<Changes>(`${tiny}/changes?from=2025-04-01&to=2025-04-01`)).items).toEqual([]);
    // Until today where no second day is named: only the bank came back, the rest stays as it was changed.
    expect((await get<Changes>(`${tiny}/changes?from=2025-05-01`)).counts).toMatchObject({ moved: 1, changed: 0 });
  });

  it("counts who gained and who lost, and nobody who only became known", async () => {
    interface Row {
      gained: number;
      lost: number;
      categories: { category: string }[];
    }
    const compare = async (from: string, to: string) => {
      const answer = await get<{ items: Row[] }>(`${tiny}/coverage/compare?from=${from}&to=${to}`);
      const [row] = answer.items;
      return { row, of: Object.fromEntries(row.categories.map((cell) => [cell.category, cell])) };
    };
    // The bank comes within 139 s of the 300 households in the east and is 763 s from the 100 in the west.
    const spring = await compare("2025-01-01", "2025-04-01");
    expect(spring.row).toMatchObject({ gained: 300, lost: 0 });
    expect(spring.of.bank).toMatchObject({
      from: { covered: 0, gap: 400, unknown: 0 },
      to: { covered: 300, gap: 100, unknown: 0 },
      difference: { covered: 300, gap: -300, unknown: 0 },
      gained: 300,
      lost: 0,
      newlyKnown: 0,
    });
    // Nobody vouches for teahouses, bakeries and cobblers.
    expect(spring.of.bakery).toMatchObject({ gained: 0, newlyKnown: 400, to: { covered: 400, gap: 0, unknown: 0 } });
    expect(spring.of["tea-coffee"]).toMatchObject({ lost: 0, noLongerKnown: 400 });
    expect(spring.of["small-repair"]).toMatchObject({ lost: 0, noLongerKnown: 400 });
    const summer = await compare("2025-04-01", "2025-06-01");
    expect(summer.row).toMatchObject({ gained: 0, lost: 300 });
    const { items } = await get<{ items: (Row & { area: { name: string } })[] }>(
      `${tiny}/coverage/compare?from=2025-04-01&to=2025-06-01&level=community&category=bank`,
    );
    expect(items.map(({ area, lost, categories }) => [area.name, lost, categories.length])).toEqual([
      ["东社区", 300, 1],
      ["西社区", 0, 1],
    ]);
  });

  it("refuses days in the wrong order, no day, and days to come", async () => {
    for (const route of ["changes", "coverage/compare"]) {
      const detail = async (query: string) =>
        (await app.ask(400, `${tiny}/${route}?${query}`)).json<{ detail: string }>().detail;
      expect(await detail("from=2025-05-02&to=2025-05-01")).toContain("from: 2025-05-02 is after 2025-05-01");
      expect(await detail("from=May")).toContain("from: should be a day such as 2025-05-31");
      expect(await detail("from=2025-05-01&to=2199-01-01")).toContain("to: 2199-01-01 has not come yet");
      expect(await detail("to=2025-05-01")).toContain("from");
    }
    await app.ask(404, "/api/cities/atlantis/changes?from=2025-01-01");
    await app.ask(404, "/api/cities/atlantis/coverage/compare?from=2025-01-01");
  });
});
