import { buildApp, openStore } from "@quarterhour/services";
import type { Store } from "@quarterhour/services";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, expectTypeOf, it } from "vitest";
import { putStore } from "@quarterhour/services/prepared-stores";
import { currentFiles, operationsFolder } from "../bin/current.ts";
import { QuarterhourClient, QuarterhourError } from "../src/index.ts";

let folder: string;
let store: Store;
let app: Awaited<ReturnType<typeof buildApp>>;
let client: QuarterhourClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterhour-client-"));
  await putStore(folder, "sample");
  store = await openStore({ dataFolder: folder });
  app = await buildApp({ store, dataFolder: folder, webFolder: "/nowhere" });
  await app.listen({ host: "127.0.0.1", port: 0 });
  client = new QuarterhourClient({ baseUrl: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/` });
});

afterAll(async () => {
  await app.close();
  await store.close();
  await rm(folder, { recursive: true });
});

it("is made from the API as it is now: node clients/typescript/bin/generate.ts", async () => {
  const files = await currentFiles();
  expect((await readdir(operationsFolder)).sort()).toEqual([...files.keys()].sort());
  for (const [name, text] of files) expect(await readFile(join(operationsFolder, name), "utf8")).toBe(text);
});

it("asks with parameters of path and query, and knows what comes back", async () => {
  const { items } = await client.ask("listCities", {});
  expect(items.map(({ id }) => id)).toEqual(["sample"]);
  const outlets = await client.ask("listOutlets", { city: "sample", category: "pharmacy", limit: 2 });
  expect(outlets.items).toHaveLength(2);
  expectTypeOf(outlets.items[0].name).toEqualTypeOf<string>();
  const one = await client.ask("getOutlet", { city: "sample", id: outlets.items[0].id });
  expect(one.name).toBe(outlets.items[0].name);
});

it("sends bodies as JSON, and reads tables as text", async () => {
  const origin: [number, number] = [118.05, 38.755];
  const rings = await client.ask("computeIsochrones", { city: "sample", body: { origin, minutes: [5, 10] } });
  expect(rings.features.map(({ properties }) => properties.minutes)).toEqual([10, 5]);
  const table = await client.ask("exportOutletsCsv", { city: "sample", category: "bank" });
  expect(table).toContain("opening_hours");
});

it("throws what the server says is wrong, by field", async () => {
  const fault = await client.ask("listOutlets", { city: "sample", near: "here" }).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(QuarterhourError);
  expect(fault).toMatchObject({ status: 400, problem: { errors: [{ field: "near" }] } });
  await expect(client.ask("getCity", { city: "atlantis" })).rejects.toMatchObject({ status: 404 });
  const keyed = new QuarterhourClient({
    baseUrl: "http://x",
    apiKey: "k",
    fetch: async (_url, { headers }) => {
      expect(headers).toMatchObject({ authorization: "Bearer k" });
      return new Response("busy", { status: 503, headers: { "retry-after": "5" } });
    },
  });
  await expect(keyed.ask("listCities", {})).rejects.toMatchObject({ status: 503, problem: null, retryAfterSeconds: 5 });
});
