/** A category claimed in one community only: a gap there, unknown elsewhere, whichever way one asks. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CategoryReach } from "../../src/api/category-reach.ts";
import { DocumentedApp } from "./documented.ts";
import { startTinyServer, west } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

const city = "/api/cities/tiny";
let server: TinyServer;
let app: DocumentedApp;
/** Id of the eastern community, where 300 of the 400 households live. */
let east: string;

beforeAll(async () => {
  server = await startTinyServer();
  app = await DocumentedApp.of(server.app);
  east = (await server.store.listAreas("tiny")).find(({ name }) => name === "东社区")!.id;
  await server.store.setClaims("tiny", "test", null, ["pharmacy"]);
  await server.store.setClaims("tiny", "survey", null, ["bank"], [east]);
});

afterAll(() => server.close());

const get = async <T>(url: string): Promise<T> => (await app.ask(200, url)).json<T>();
const bankOf = ({ categories }: { categories: CategoryReach[] }) =>
  categories.find(({ category }) => category === "bank")!.state;

// The bank at 118.072 is 1,012 s from the eastern home and 1,636 s from the western.
describe("a bank claimed in the eastern community", () => {
  it("is a gap of the households there and unknown to the others", async () => {
    const { summary } = await get<{ summary: object }>(`${city}/gaps?category=bank`);
    expect(summary).toEqual({ households: 400, covered: 0, gap: 300, unknown: 100 });
    const twenty = await get<{ summary: object }>(`${city}/gaps?category=bank&minutes=20`);
    expect(twenty.summary).toEqual({ households: 400, covered: 300, gap: 0, unknown: 100 });
  });

  it("is counted so by area, with a share only where somebody vouches", async () => {
    const bank = async (level: string) => {
      const { items } = await get<{
        items: { area: { name: string }; categories: { category: string; share: number | null; gap: number }[] }[];
      }>(`${city}/coverage?level=${level}`);
      return Object.fromEntries(
        items.map(({ area, categories }) => {
          const { gap, share } = categories.find(({ category }) => category === "bank")!;
          return [area.name, { gap, share }];
        }),
      );
    };
    expect(await bank("community")).toEqual({ 东社区: { gap: 300, share: 0 }, 西社区: { gap: 0, share: null } });
    expect(await bank("city")).toEqual({ 小城: { gap: 300, share: 0 } });
  });

  it("is so at each home and at each place that somebody taps", async () => {
    const { items } = await get<{ items: { id: string; name: string }[] }>(`${city}/residences`);
    for (const { id, name } of items) {
      const state = bankOf(await get(`${city}/residences/${id}`));
      expect(state).toBe(name === "东楼" ? "gap" : "unknown");
    }
    // 118.05005 lies between the two communities.
    for (const [lng, expected] of [
      [118.056, "gap"],
      [118.046, "unknown"],
      [118.050_05, "unknown"],
    ] as const) {
      const payload = { origin: [lng, west[1]] };
      const answer = await app.ask(200, { method: "POST", url: `${city}/isochrones`, payload });
      expect(bankOf(answer.json())).toBe(expected);
    }
  });

  it("is told with the share of households that it is about", async () => {
    const { knowledge } = await get<{ knowledge: { claimed: string[]; partly: object[]; unclaimed: string[] } }>(city);
    expect(knowledge.claimed).toEqual(["pharmacy"]);
    expect(knowledge.partly).toEqual([{ category: "bank", areas: [east], householdShare: 0.75 }]);
    expect(knowledge.unclaimed).toHaveLength(48);
  });
});
