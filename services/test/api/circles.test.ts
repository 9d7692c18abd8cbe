/** The circles of the sample city, asked of the API on both stores. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import type { CircleAssessment } from "../../src/assessment/circles/types.ts";
import { addSampleCity } from "../../src/cli/sample.ts";
import { openStore } from "../../src/store/index.ts";
import type { Store } from "../../src/store/index.ts";
import { startPostgres } from "../postgres.ts";
import { DocumentedApp } from "./documented.ts";

interface CircleTruth {
  name: string;
  categoriesPresent: string[];
  basic: number;
  quality: number;
  points: number;
  type: string;
}

interface Truths {
  circles: CircleTruth[];
  presentButOutOfReach: {
    circle: string;
    category: string;
    households: number;
    householdsEastOfRailway: number;
    householdsWestOfRailway: number;
  };
}

const data = join(import.meta.dirname, "../../../data/sample");

const stores = {
  embedded: async () => {
    const folder = await mkdtemp(join(tmpdir(), "quarterhour-circles-"));
    const store = await openStore({ dataFolder: folder });
    return { store, stop: () => rm(folder, { recursive: true, force: true }) };
  },
  PostgreSQL: async () => {
    const postgres = await startPostgres();
    const store = await openStore({ databaseUrl: postgres.url, dataFolder: "" });
    return { store, stop: () => postgres.stop() };
  },
};

describe.each(Object.entries(stores))("circles of the sample city in the %s store", (_name, open) => {
  const city = "/api/cities/sample";
  let store: Store;
  let app: DocumentedApp;
  let close: () => Promise<void>;
  let truths: Truths;
  let circles: { id: string; name: string; version: number }[];

  beforeAll(async () => {
    truths = JSON.parse(await readFile(join(data, "truths.json"), "utf8"));
    const opened = await open();
    store = opened.store;
    await addSampleCity(store, () => {});
    const server = await buildApp({ store, webFolder: "/nowhere" });
    app = await DocumentedApp.of(server);
    circles = (await get<{ items: typeof circles }>(`${city}/circles`)).items;
    close = async () => {
      await server.close();
      await store.close();
      await opened.stop();
    };
  });

  afterAll(() => close?.());

  const get = async <T>(url: string): Promise<T> => (await app.ask(200, url)).json<T>();
  const assessmentOf = (name: string) =>
    get<CircleAssessment>(`${city}/circles/${circles.find((one) => one.name === name)!.id}/assessment`);

  it("come with the city and score as they were made to", async () => {
    const found = [];
    for (const truth of truths.circles) {
      const { presence } = await assessmentOf(truth.name);
      const [basic, quality] = presence.parts;
      found.push({
        ...truth,
        categoriesPresent: [...basic.present, ...quality.present].sort(),
        basic: basic.present.length,
        quality: quality.present.length,
        points: presence.points,
        type: presence.type?.nameZh ?? "未达标",
      });
    }
    expect(found).toEqual(truths.circles);
  });
});
