import { afterAll, beforeAll, expect, test } from "vitest";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readOutlets } from "../../src/intake/index.ts";
import { DocumentedApp } from "./documented.ts";
import { startTinyServer } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

let server: TinyServer;
let documented: DocumentedApp;
const url = "/api/cities/tiny/ledgers";

beforeAll(async () => {
  server = await startTinyServer();
  documented = await DocumentedApp.of(server.app);
});
afterAll(() => server.close());

test("lists the bureaus' ledgers; together they hold no category twice", async () => {
  const { items } = (await documented.ask(200, "/api/ledgers")).json();
  expect(items[0]).toMatchObject({ id: "all", categories: [] });
  const categories = items.flatMap((ledger: { categories: string[] }) => ledger.categories);
  expect(new Set(categories).size).toBe(categories.length);
});

test.each(["csv", "xlsx", "geojson", "gpkg", "shp"])("the outlets as %s are those of the city", async (format) => {
  const answer = await documented.ask(200, `${url}/all?format=${format}&status=open,closed,planned`);
  expect(answer.headers["content-disposition"]).toContain(`tiny-all.${format === "shp" ? "shp.zip" : format}"`);
  const file = join(server.folder, `all.${format === "shp" ? "zip" : format}`);
  writeFileSync(file, answer.rawPayload);
  const { drafts, problems } = await readOutlets(file, { crs: "wgs84" });
  expect(problems).toEqual([]);
  const stored = await server.store.allOutlets("tiny");
  expect(drafts.map(({ name }) => name).sort()).toEqual(stored.map(({ name }) => name).sort());
});

test("a bureau gets its own, filtered as the list of outlets is", async () => {
  const banks = (await documented.ask(200, `${url}/finance?format=geojson`)).json();
  const stored = await server.store.findOutlets("tiny", { categories: ["bank"] });
  expect(banks.features).toHaveLength(stored.items.length);
  const none = (await documented.ask(200, `${url}/finance?format=geojson&q=没有这个名字`)).json();
  expect(none.features).toEqual([]);
});

test.each([
  ["an unknown ledger", `${url}/nothing`, 404],
  ["an unknown city", "/api/cities/atlantis/ledgers/all", 404],
  ["an unknown system", `${url}/all?crs=mars`, 400],
  ["GeoJSON in another system", `${url}/all?format=geojson&crs=gcj02`, 400],
  ["a GeoPackage in 高德's", `${url}/all?format=gpkg&crs=gcj02`, 400],
  ["an unknown format", `${url}/all?format=pdf`, 400],
])("%s is refused", async (_what, path, status) => {
  const refused = await documented.ask(status, path);
  expect(refused.json().detail.length).toBeGreaterThan(10);
});
