import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, InjectOptions } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { GAZETTEER_ARTIFACT, packMapPlaces } from "../../src/intake/geocoding/map-places.ts";
import type { Job, Role, Store } from "../../src/store/index.ts";
import { townSources } from "../intake/geocoding/town.ts";
import { bareOutlet, sampleCity } from "../store/samples.ts";
import { DocumentedApp } from "./documented.ts";
import { form } from "./multipart.ts";
import { signedIn } from "./signed-in.ts";
import { openAnyStore } from "../stores.ts";

let store: Store;
let app: FastifyInstance;
let documented: DocumentedApp;
let laundry: string;
const folder = mkdtempSync(join(tmpdir(), "quarterhour-preview-"));
let as: Awaited<ReturnType<typeof signedIn>>;
const url = "/api/cities/town/imports";

beforeAll(async () => {
  store = await openAnyStore(folder);
  await store.putCity(sampleCity("town", { nameZh: "沧汐区", bbox: [117.98, 37.98, 118.02, 38.02] }));
  const { bytes, version } = await packMapPlaces(townSources.map!);
  await store.putArtifact({ city: "town", kind: GAZETTEER_ARTIFACT, version }, bytes);
  [laundry] = await store.addOutlets("town", "osm", null, [
    bareOutlet({
      sourceRef: "node/1",
      name: "海棠干洗",
      services: [{ category: "laundry", kind: null }],
      location: [118.001, 38.001],
      phone: "022-01234567",
    }),
  ]);
  app = await buildApp({ store, dataFolder: folder, webFolder: "/nowhere", logger: { level: "error" } });
  documented = await DocumentedApp.of(app);
  as = await signedIn(store);
});

afterAll(async () => {
  await app.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const ask = (status: number, method: InjectOptions["method"], path: string, payload?: object, role: Role = "steward") =>
  documented.ask(status, { method, url: path, headers: as[role], ...(payload ? { payload } : {}) });

async function ended(answer: { json(): { job: { id: string } } }): Promise<Job> {
  const { id } = answer.json().job;
  await expect.poll(async () => (await app.jobs.get(id))?.endedAt ?? null, { timeout: 20_000 }).not.toBeNull();
  return (await app.jobs.get(id))!;
}

async function staged(rows: string[]): Promise<string> {
  const content = ["编号,网点名称,业态,地址,电话,经度,纬度", ...rows].join("\n");
  const { payload, type } = form([
    ["what", "outlets"],
    ["crs", "wgs84"],
    ["file", "a.csv", content],
  ]);
  const headers = { ...as.steward, "content-type": type };
  const answer = await documented.ask(202, { method: "POST", url, headers, payload });
  expect(await ended(answer)).toMatchObject({ state: "done" });
  return `${url}/${answer.json().import.id}`;
}

const rows = [
  "1,甲药店,药店,长安路120号,,,",
  "2,乙药店,药店,人民路18号,,,",
  "3,丙药店,药店,没有的路9号,,,",
  "4,海棠干洗店,洗衣店,,022-01234567,118.001,38.001",
];

test("rows without coordinates are placed, chosen, looked for again and accepted", async () => {
  const one = await staged(rows);
  const preview = (await ask(200, "GET", one, undefined, "bureau")).json();
  expect(preview).toMatchObject({
    counts: { ok: 1, warning: 1, waiting: 2 },
    places: { waiting: 2, withCandidates: 1, placed: 1, byPerson: 0, bar: 0.7, notes: [] },
  });
  const waiting = (await ask(200, "GET", `${one}/places?limit=1`)).json();
  expect(waiting.items).toMatchObject([
    { row: 3, state: "waiting", place: { address: "人民路18号", candidates: [{ level: "street" }] } },
  ]);
  const rest = (await ask(200, "GET", `${one}/places?cursor=${waiting.nextCursor}`)).json();
  expect(rest).toMatchObject({ items: [{ row: 4, place: { candidates: [] } }], nextCursor: null });
  const placed = (await ask(200, "GET", `${one}/places?state=placed`)).json().items;
  expect(placed).toMatchObject([{ row: 2, state: "warning", place: { by: "geocoder", taken: { level: "door" } } }]);
  await ask(400, "GET", `${one}/places?cursor=x`);

  const chosen = await ask(200, "PATCH", `${one}/rows/3`, { candidate: 0 });
  expect(chosen.json()).toMatchObject({ state: "warning", place: { by: "person" } });
  await ask(404, "PATCH", `${one}/rows/3`, { candidate: 9 });
  await ask(200, "PATCH", `${one}/rows/3`, { candidate: null });
  const mended = await ask(200, "PATCH", `${one}/rows/4`, { cells: { 地址: "长安路121号" } });
  expect(mended.json()).toMatchObject({ state: "waiting", place: null });
  const searched = await ended(await ask(202, "POST", `${one}/places/search`, {}));
  expect(searched).toMatchObject({ state: "done", result: { asked: 1, placed: 1, counts: { waiting: 1 } } });
  const accepted = await ended(await ask(202, "POST", `${one}/places/accept`, { minConfidence: 0 }));
  expect(accepted).toMatchObject({ state: "done", result: { placed: 1, counts: { waiting: 0 } } });
  await ask(204, "DELETE", one);
  await ask(409, "POST", `${one}/places/search`, {});
  await ask(409, "POST", `${one}/places/accept`, { minConfidence: 0.5 });
});

test("rows that look like an outlet are decided on before they come in", async () => {
  const one = await staged([
    ...rows.slice(3),
    "5,望潮眼镜,眼镜店,,022-0223 4567,118.005,38",
    "6,望潮眼镜,眼镜店,,02202234567,118.005,38",
  ]);
  expect((await ask(200, "GET", one)).json().duplicates).toMatchObject({
    open: 2,
    same: 0,
    withOutlets: 1,
    withRows: 1,
    isCurrent: true,
  });
  const page = (await ask(200, "GET", `${one}/duplicates?limit=1`, undefined, "bureau")).json();
  const { items: second, nextCursor } = (await ask(200, "GET", `${one}/duplicates?cursor=${page.nextCursor}`)).json();
  expect(nextCursor).toBeNull();
  const both = [...page.items, ...second];
  const shop = both.find(({ outletId }) => outletId === laundry);
  expect(shop).toMatchObject({
    row: { row: 2, state: "ok", draft: { name: "海棠干洗店" } },
    otherRow: null,
    outlet: { id: laundry, name: "海棠干洗" },
    decision: null,
  });
  expect(shop.reasons.length).toBeGreaterThan(0);
  expect(both.find(({ otherRow }) => otherRow !== null)).toMatchObject({ row: { row: 3 }, otherRow: { row: 4 } });
  await ask(400, "GET", `${one}/duplicates?cursor=x`);
  await ask(404, "PATCH", `${one}/duplicates/99`, { decision: "same" });
  await ask(400, "PATCH", `${one}/duplicates/${shop.id}`, { decision: "maybe" });
  const decided = await ask(200, "PATCH", `${one}/duplicates/${shop.id}`, { decision: "same" });
  expect(decided.json()).toMatchObject({ decision: "same", decidedAt: expect.any(String) });
  expect((await ask(200, "GET", `${one}/duplicates?state=decided`)).json().items).toHaveLength(1);
  expect((await ask(200, "GET", `${one}/duplicates?row=4`)).json().items).toHaveLength(1);
  await ask(200, "PATCH", `${one}/duplicates/${shop.id}`, { decision: null });
  await ask(400, "POST", `${one}/duplicates/bulk`, { minScore: 0.5 });
  const { sure } = (await ask(200, "GET", one)).json().duplicates;
  expect((await ask(200, "POST", `${one}/duplicates/bulk`, { minScore: 0.95 })).json()).toEqual({ decided: sure });
  await ask(200, "PATCH", `${one}/duplicates/${shop.id}`, { decision: "same" });
  await ask(200, "PATCH", `${one}/rows/4`, { skip: true });
  expect((await ask(200, "GET", one)).json().duplicates.isCurrent).toBe(false);
  await ended(await ask(202, "POST", `${one}/duplicates/search`));
  expect((await ask(200, "GET", one)).json().duplicates.isCurrent).toBe(true);
  const committed = await ended(await ask(202, "POST", `${one}/commit`, {}));
  expect(committed).toMatchObject({ state: "done", result: { merged: 1, keptApart: 0 } });
  expect(await store.allOutlets("town")).toHaveLength(2);
  await ask(409, "POST", `${one}/duplicates/search`);
  await ask(409, "PATCH", `${one}/duplicates/${shop.id}`, { decision: null });
  expect((await ask(200, "GET", `${one}/duplicates`)).json().items[0].row.state).toBe("skipped");
});
