/** What if: the designed changes of the sample city, through the API; kept, compared, and stale when the city changes. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Outlet, Residence } from "../../src/store/index.ts";
import { DocumentedApp } from "./documented.ts";
import { signedIn } from "./signed-in.ts";
import { startTinyServer } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

const sample = "/api/cities/sample";
let server: TinyServer;
let app: DocumentedApp;
let planner: Record<string, string>;
let residences: Residence[];
let outlets: Outlet[];
let truths: {
  openedGate: { community: string; category: string; households: number; gate: { location: [number, number] } };
  reach: { id: string; residence: string; nearestSeconds: number; toleranceSeconds: number }[];
};

interface Home {
  id: string;
  categories: { category: string; change: string; beforeSeconds: number | null; afterSeconds: number | null }[];
}
interface Effect {
  id: string | null;
  version: number | null;
  areas: {
    level: string;
    area: { id: string; name: string };
    categories: { category: string; before: Record<string, number>; after: Record<string, number> }[];
  }[];
  households: Record<"gain" | "lose" | "newlyKnown" | "noLongerKnown", number>;
  link: string | null;
  people: { gain: number; lose: number } | null;
  residences: { gain: Home[]; lose: Home[]; total: { gain: number; lose: number } };
  circles: {
    id: string;
    presence: { before: { points: number }; after: { points: number } } | null;
    reach: { before: number; after: number };
    categories: { category: string; before: object; after: object }[];
  }[];
  notes: string[];
}

beforeAll(async () => {
  server = await startTinyServer("sample");
  app = await DocumentedApp.of(server.app);
  planner = (await signedIn(server.store, ["planner"])).planner!;
  residences = await server.store.allResidences("sample");
  outlets = (await server.store.allOutlets("sample")).filter(({ status }) => status === "open");
  truths = JSON.parse(await readFile(join(import.meta.dirname, "../../../data/sample/truths.json"), "utf8"));
});

afterAll(() => server.close());

const get = async <T>(url: string): Promise<T> => (await app.ask(200, url)).json<T>();
const send = async <T>(status: number, method: "POST" | "PUT" | "DELETE", url: string, payload?: object): Promise<T> =>
  (await app.ask(status, { method, url, headers: planner, ...(payload && { payload }) })).json<T>();

/** The answer, or on a slow day what came of the job in its place. */
async function attempt(edits: object, status = 200): Promise<Effect> {
  const request = { method: "POST" as const, url: `${sample}/scenarios`, headers: planner, payload: edits };
  const answer = await server.app.inject(request);
  if (answer.statusCode !== 202) {
    expect([answer.statusCode, answer.body.slice(0, 300)]).toEqual([status, expect.anything()]);
    return answer.json<Effect>();
  }
  const { id } = answer.json<{ job: { id: string } }>().job;
  return vi.waitFor(
    async () => {
      const { json } = await app.ask(200, { url: `/api/jobs/${id}`, headers: planner });
      const job = json<{ state: string; result: Effect }>();
      expect(job.state).toBe("done");
      return job.result;
    },
    { timeout: 30_000, interval: 50 },
  );
}
const gate = [118.0406848, 38.7556482];
const openGate = { network: { openGates: [{ location: gate }] } };

describe("the designed changes", () => {
  it("covers a whole community by opening one gate", async () => {
    const { community, category, households } = truths.openedGate;
    const effect = await attempt({ ...openGate, top: 500 });
    const area = effect.areas.find((row) => row.level === "community" && row.area.name === community)!;
    expect(area.categories.find((cell) => cell.category === category)).toMatchObject({
      before: { covered: 0, gap: households, unknown: 0 },
      after: { covered: households, gap: 0, unknown: 0 },
    });
    expect(effect.areas[0].level).toBe("city");
    expect(effect.households).toMatchObject({ gain: households, lose: 0 });
    const truth = truths.reach.find(({ id }) => id === "gate-opened")!;
    const before = truths.reach.find(({ id }) => id === "wall")!;
    const home = residences.find(({ sourceRef }) => sourceRef === truth.residence)!;
    const { categories } = effect.residences.gain.find(({ id }) => id === home.id)!;
    const change = categories.find((each) => each.category === category)!;
    expect(change.change).toBe("gained");
    expect(Math.abs(change.beforeSeconds! - before.nearestSeconds)).toBeLessThan(before.toleranceSeconds + 0.1);
    expect(Math.abs(change.afterSeconds! - truth.nearestSeconds)).toBeLessThan(truth.toleranceSeconds + 0.1);
    expect(effect.residences.total.gain).toBe(effect.residences.gain.length);
  });

  it("knows the gate by its number as well, and takes a bridge in its place", async () => {
    const byNumber = await attempt({ network: { openGates: [{ id: "node/3713" }] } });
    expect(byNumber.households).toEqual((await attempt(openGate)).households);
    const path = [
      [118.0406969, 38.7555401],
      [118.0406647, 38.7558268],
    ];
    const bridge = await attempt({ network: { addLinks: [{ path, kind: "footbridge" }] } });
    expect(bridge.households.gain).toBeGreaterThan(2000);
  });

  it("gives an existing shop another service, and a circle a category", async () => {
    const shop = outlets.find(({ services }) => services.some(({ category }) => category === "convenience-store"))!;
    const [lng, lat] = shop.location;
    const [west, south, east, north] = [lng - 0.002, lat - 0.002, lng + 0.002, lat + 0.002];
    const boundary = {
      type: "Polygon" as const,
      coordinates: [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
          [west, south],
        ],
      ],
    };
    const draft = { kind: "15min" as const, details: null, requiredBasic: null, note: null, name: "小圈", boundary };
    const [circle] = await server.store.addCircles("sample", [draft], "test");
    const effect = await attempt({
      outlets: { change: [{ id: shop.id, services: [...shop.services, { category: "locker-storage" }] }] },
    });
    // nobody vouches for lockers: what is new is known, and no gain
    expect(effect.households).toMatchObject({ gain: 0, lose: 0, noLongerKnown: 0 });
    expect(effect.households.newlyKnown).toBeGreaterThan(0);
    const found = effect.circles.find(({ id }) => id === circle.id)!;
    expect(found.categories.map(({ category }) => category)).toEqual(["locker-storage"]);
    expect(found.presence!.after.points - found.presence!.before.points).toBe(1.5);
    await server.store.removeCircle("sample", circle.id, circle.version);
  });

  it("shows who loses by a closure, and that a shop put back where it was changes nothing", async () => {
    const markets = outlets.filter(({ services }) => services.some(({ category }) => category === "food-market"));
    const closed = await attempt({ outlets: { remove: markets.map(({ id }) => id) } });
    const [city] = (
      await get<{ items: { categories: { covered: number }[] }[] }>(`${sample}/coverage?category=food-market`)
    ).items;
    const market = closed.areas[0].categories.find(({ category }) => category === "food-market")!;
    expect(market.before.covered).toBe(city.categories[0].covered);
    expect(market.after.covered).toBe(0);
    expect(closed.households.lose + closed.households.noLongerKnown).toBeGreaterThanOrEqual(market.before.covered);
    const same = await attempt({ outlets: { move: [{ id: markets[0].id, location: markets[0].location }] } });
    expect(same).toMatchObject({ areas: [], households: { gain: 0, lose: 0 }, circles: [] });
  });

  it("counts opening hours at a time of day", async () => {
    const shop = outlets.find(
      ({ services, openingHours }) => services.some(({ category }) => category === "hairdresser") && openingHours,
    )!;
    const edits = { outlets: { change: [{ id: shop.id, openingHours: "05:00-23:00" }] } };
    const always = await attempt(edits);
    expect(always.areas).toEqual([]);
    expect(always.notes).toHaveLength(1);
    const early = await attempt({ ...edits, at: "2026-11-04T06:00" });
    expect(early.notes).toEqual([]);
    expect(early.households.gain + early.households.newlyKnown).toBeGreaterThan(0);
    const cells = await get<{ items: { categories: { covered: number }[] }[] }>(
      `${sample}/coverage?category=hairdresser&at=2026-11-04T06:00`,
    );
    expect(early.areas[0].categories[0].before.covered).toBe(cells.items[0].categories[0].covered);
  });

  it("never mixes what several plan at once", async () => {
    const markets = outlets.filter(({ services }) => services.some(({ category }) => category === "food-market"));
    const plans = [
      openGate,
      { outlets: { remove: [markets[0].id] } },
      { outlets: { remove: [markets[1].id] }, ...openGate },
      { outlets: { move: [{ id: markets[0].id, location: [118.05, 38.75] }] } },
      { profile: "elder" as const, outlets: { remove: [markets[0].id] } },
    ];
    const alone = [];
    for (const plan of plans) alone.push(await attempt(plan));
    const together = await Promise.all([...plans, ...plans.toReversed()].map((plan) => attempt(plan)));
    const figures = ({ areas, households, residences: homes }: Effect) => ({ areas, households, homes });
    expect(together.slice(0, plans.length).map(figures)).toEqual(alone.map(figures));
    expect(together.slice(plans.length).toReversed().map(figures)).toEqual(alone.map(figures));
  });

  it("says which edit is wrong", async () => {
    const detail = async (edits: object) => {
      const answer = await app.ask(400, {
        method: "POST",
        url: `${sample}/scenarios`,
        headers: planner,
        payload: edits,
      });
      return answer.json<{ detail: string; errors: { field: string }[] }>();
    };
    const far = await detail({ network: { openGates: [{ location: [118.05, 38.72] }] } });
    expect(far.errors[0].field).toBe("network.openGates[0]");
    expect((await detail({ outlets: { remove: ["o_nothing"] } })).detail).toBe(
      "outlets.remove[0]: there is no open outlet o_nothing",
    );
    const { id } = outlets[0];
    expect((await detail({ outlets: { remove: [id], move: [{ id, location: [118.05, 38.75] }] } })).detail).toContain(
      "is taken away in the same scenario",
    );
    expect((await detail({ save: true })).detail).toContain("name: is missing");
    await app.ask(401, { method: "POST", url: `${sample}/scenarios`, payload: {} });
    // and the table is as sound as before
    expect((await attempt(openGate)).households.gain).toBe(truths.openedGate.households);
  });
});

describe("kept scenarios", () => {
  it("are named, versioned, listed, linked and compared", async () => {
    const first = await attempt(
      {
        ...openGate,
        save: true,
        name: "打开北门",
        note: "与物业商量",
      },
      201,
    );
    expect(first).toMatchObject({ version: 1, link: `/planning?city=sample&scenario=${first.id}` });
    const url = `${sample}/scenarios/${first.id}`;
    const seen = await get<{ effect: Effect; stale: null; name: string }>(url);
    expect(seen).toMatchObject({
      name: "打开北门",
      stale: null,
      problems: [],
      effect: { households: first.households },
    });
    const changed = await send<{ version: number; effect: Effect }>(200, "PUT", url, {
      version: 1,
      ...openGate,
      outlets: { remove: [outlets[0].id] },
    });
    expect(changed.version).toBe(2);
    await send(409, "PUT", url, { version: 1, name: "太晚" });
    expect((await get<{ edits: object }>(`${url}?version=1`)).edits).toEqual(openGate);
    await app.ask(404, `${url}?version=7`);
    const second = await attempt({ outlets: { remove: [outlets[1].id] }, save: true, name: "关一家" }, 201);
    const { items } = await get<{ items: { id: string; edits: object }[] }>(`${sample}/scenarios`);
    expect(items.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(items[1].edits).toEqual({ outlets: 1, network: 1 });
    const compared = await get<{
      scenarios: { id: string; households: object }[];
      categories: { category: string; each: unknown[] }[];
    }>(`${sample}/scenarios/compare?ids=${first.id},${second.id}`);
    expect(compared.scenarios.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(compared.scenarios[0].households).toEqual(changed.effect.households);
    expect(compared.categories.find(({ category }) => category === "food-market")?.each[0]).toMatchObject({
      after: expect.objectContaining({ covered: expect.any(Number) }),
    });
    await app.ask(400, `${sample}/scenarios/compare?ids=${first.id}`);
    await send(200, "DELETE", `${url}?version=2`);
    await app.ask(404, url);
  });

  it("say when the city has changed since, work it out anew, and name what no longer fits", async () => {
    const market = outlets.find(({ name }) => name === "临海菜市场")!;
    const kept = await attempt({ ...openGate, save: true, name: "北门" }, 201);
    const closing = await attempt({ outlets: { remove: [market.id] }, save: true, name: "关临海" }, 201);
    const look = (id: string | null) =>
      get<{
        stale: { differs: boolean; households: object } | null;
        problems: { field: string; message: string }[];
        effect: Effect | null;
      }>(`${sample}/scenarios/${id}`);
    expect((await look(kept.id)).stale).toBeNull();
    const closed = await attempt({ outlets: { remove: [market.id] } });
    // the market behind the gate goes: opening it is worth less
    await server.store.editOutlet(
      "sample",
      market.id,
      { status: "closed", closedOn: "2026-11-01" },
      {
        actor: "test",
        origin: "edit",
      },
    );
    const stale = await look(kept.id);
    expect(stale.stale).toMatchObject({ differs: true, households: kept.households });
    expect(stale.effect!.households.gain).toBeLessThan(kept.households.gain);
    // what was foretold has come true, in every area of every level
    for (const level of ["city", "district", "street", "community"]) {
      const { items } = await get<{
        items: { area: { id: string }; categories: { category: string; covered: number; gap: number }[] }[];
      }>(`${sample}/coverage?level=${level}`);
      for (const { area, categories } of closed.areas.filter((row) => row.level === level)) {
        const row = items.find((each) => each.area.id === area.id)!;
        for (const { category, after } of categories) {
          expect(row.categories.find((cell) => cell.category === category)).toMatchObject(after);
        }
      }
    }
    expect(closed.areas.length).toBeGreaterThan(3);
    // it goes on saying so
    expect((await look(kept.id)).stale).toEqual(stale.stale);
    expect(await look(closing.id)).toMatchObject({
      effect: null,
      problems: [{ field: "outlets.remove[0]", message: `there is no open outlet ${market.id}` }],
    });
  });
});
