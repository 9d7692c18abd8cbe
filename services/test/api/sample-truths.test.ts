/** What the sample city was made to show, asked of the API on both stores. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CategoryReach } from "../../src/api/category-reach.ts";
import { buildApp } from "../../src/api/app.ts";
import type { QualityAssessment } from "../../src/assessment/quality/types.ts";
import type { Store } from "../../src/store/index.ts";
import { bothStores } from "../stores.ts";
import { DocumentedApp } from "./documented.ts";

interface Truth {
  id: string;
  when: string;
  category: string;
  residence: string;
  residenceName: string;
  residenceLocation: [number, number];
  outletName: string;
  nearestSeconds: number;
  toleranceSeconds: number;
  state: string;
  within: Partial<Record<"5" | "10" | "15", number>>;
}

interface Truths {
  reach: Truth[];
  unsurveyed: { category: string; residences: number };
  mapEdge: { residence: string; category: string };
  openedGate: { community: string; category: string; households: number };
  surveys: {
    circles: {
      name: string;
      answers: number;
      people: number;
      sufficient: boolean;
      category: { satisfied: number; answers: number };
      service: { satisfied: number; answers: number };
      wantsRepair: number;
      wantsMarket: number;
    }[];
  };
}

const truthsFile = join(import.meta.dirname, "../../../data/sample/truths.json");

describe.each(Object.entries(bothStores))("the sample city in the %s store", (_name, open) => {
  const city = "/api/cities/sample";
  let store: Store;
  let app: DocumentedApp;
  let close: () => Promise<void>;
  let truths: Truths;
  /** Ids that the store gave, by the number in the table. */
  const idOf = new Map<string | null, string>();

  beforeAll(async () => {
    truths = JSON.parse(await readFile(truthsFile, "utf8"));
    const opened = await open("sample");
    store = opened.store;
    const server = await buildApp({ store });
    app = await DocumentedApp.of(server);
    for (const { id, sourceRef } of await store.allResidences("sample")) idOf.set(sourceRef, id);
    close = async () => {
      await server.close();
      await store.close();
      await opened.stop();
    };
  });

  afterAll(() => close?.());

  const get = async <T>(url: string): Promise<T> => (await app.ask(200, url)).json<T>();

  const reachOf = async (residence: string, category: string): Promise<CategoryReach> => {
    const { categories } = await get<{ categories: CategoryReach[] }>(`${city}/residences/${idOf.get(residence)}`);
    return categories.find((row) => row.category === category)!;
  };

  function expectTruth(reach: CategoryReach, truth: Truth): void {
    expect({ state: reach.state, outlet: reach.nearestOutlet?.name, within: reach.within }).toMatchObject({
      state: truth.state,
      outlet: truth.outletName,
      within: truth.within,
    });
    expect(Math.abs(reach.nearestSeconds! - truth.nearestSeconds)).toBeLessThanOrEqual(truth.toleranceSeconds + 0.1);
  }

  it("has every designed walk, in the residence's table and asked for at its door", async () => {
    const designed = truths.reach.filter(({ when }) => when === "base");
    expect(designed.length).toBeGreaterThan(5);
    for (const truth of designed) {
      expectTruth(await reachOf(truth.residence, truth.category), truth);
      const payload = { origin: truth.residenceLocation };
      const rings = await app.ask(200, { method: "POST", url: `${city}/isochrones`, payload });
      const { categories } = rings.json<{ categories: CategoryReach[] }>();
      expectTruth(
        categories.find(({ category }) => category === truth.category)!,
        truth,
      );
    }
  });

  it("has another breakfast at seven", async () => {
    const truth = truths.reach.find(({ when }) => when === "07:00")!;
    const payload = { origin: truth.residenceLocation, at: "2026-11-04T07:00:00+08:00" };
    const rings = await app.ask(200, { method: "POST", url: `${city}/isochrones`, payload });
    const { categories } = rings.json<{ categories: CategoryReach[] }>();
    expectTruth(
      categories.find(({ category }) => category === truth.category)!,
      truth,
    );
  });

  it("says unknown of what nobody surveyed, and of what lies beyond the map", async () => {
    const { category, residences } = truths.unsurveyed;
    const unsurveyed = await get<{ features: unknown[]; summary: object }>(
      `${city}/gaps?category=${category}&state=unknown`,
    );
    expect(unsurveyed.features).toHaveLength(residences);
    expect(unsurveyed.summary).toMatchObject({ covered: 0, gap: 0 });
    const edge = await reachOf(truths.mapEdge.residence, truths.mapEdge.category);
    expect(edge.state).toBe("unknown");
  });

  it("has the community of which no household reaches a food market at the top of the worst", async () => {
    const { community, category, households } = truths.openedGate;
    const { items } = await get<{ items: { area: { name: string }; categories: Record<string, unknown>[] }[] }>(
      `${city}/coverage?level=community`,
    );
    const row = items.find(({ area }) => area.name === community)!;
    expect(row.categories.find((cell) => cell.category === category)).toMatchObject({
      covered: 0,
      gap: households,
      unknown: 0,
      share: 0,
    });
  });

  it("finds the nearest cobbler first", async () => {
    const { items } = await get<{ items: { services: { kind: string }[]; walkSeconds: number }[] }>(
      `${city}/outlets?kind=shoe&near=118.045,38.752`,
    );
    expect(items.length).toBeGreaterThan(2);
    expect(items.every(({ services }) => services.some(({ kind }) => kind === "shoe"))).toBe(true);
    const seconds = items.map(({ walkSeconds }) => walkSeconds);
    expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
  });

  it("comes with what its residents answered, which is too few of them", async () => {
    const { items } = await get<{ items: { id: string; name: string }[] }>(`${city}/circles`);
    expect(truths.surveys.circles).toHaveLength(3);
    for (const truth of truths.surveys.circles) {
      const { id } = items.find(({ name }) => name === truth.name)!;
      const found = await get<{ missing: { category: string; mentions: number }[] }>(`${city}/surveys/${id}`);
      expect(found).toMatchObject({
        responses: truth.answers,
        byOrigin: { link: 0, open: 0, paper: truth.answers },
        people: truth.people,
        sufficient: truth.sufficient,
        categorySatisfiedShare: truth.category.satisfied / truth.category.answers,
        serviceSatisfiedShare: truth.service.satisfied / truth.service.answers,
      });
      const mentions = (category: string) => found.missing.find((one) => one.category === category)?.mentions;
      expect([mentions("small-repair"), mentions("food-market")]).toEqual([truth.wantsRepair, truth.wantsMarket]);
      const { quality, survey } = await get<{ quality: QualityAssessment; survey: object }>(
        `${city}/circles/${id}/assessment`,
      );
      expect(survey).toMatchObject({ responses: truth.answers, sufficient: false });
      const satisfied = quality.indicators.filter(({ id: one }) => one.endsWith("-satisfaction"));
      expect(satisfied.map(({ points, maxPoints }) => [points, maxPoints])).toEqual([
        [0, 16],
        [0, 16],
      ]);
    }
  });
});
