import type { FastifyInstance, InjectOptions } from "fastify";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { comparableRow, pairsOfTable } from "../../src/intake/duplicates/index.ts";
import { openStore } from "../../src/store/index.ts";
import type { OutletDraft, Role, Store } from "../../src/store/index.ts";
import type { TestPostgres } from "../postgres.ts";
import { bareOutlet, sampleCity } from "../store/samples.ts";
import { DocumentedApp } from "./documented.ts";
import { signedIn } from "./signed-in.ts";
import { startTestDatabase } from "../stores.ts";

let server: TestPostgres;
let store: Store;
let app: FastifyInstance;
let documented: DocumentedApp;
let as: Awaited<ReturnType<typeof signedIn>>;
let town = 0;
let city: string;
let url: string;

beforeAll(async () => {
  server = await startTestDatabase();
  store = await openStore({ databaseUrl: server.url, dataFolder: "unused" });
  app = await buildApp({ store, webFolder: "/nowhere" });
  documented = await DocumentedApp.of(app);
  as = await signedIn(store);
});

afterAll(async () => {
  await app.close();
  await store.close();
  await server.stop();
});

beforeEach(async () => {
  city = `town-${++town}`;
  url = `/api/cities/${city}/duplicates`;
  await store.putCity(sampleCity(city));
});

const ask = (status: number, method: InjectOptions["method"], path: string, payload?: object, role: Role = "steward") =>
  documented.ask(status, { method, url: path, headers: as[role], ...(payload ? { payload } : {}) });
interface Shown {
  id: string;
  a: { id: string; name: string };
  b: { id: string; name: string };
  ids: [string, string];
  score: number;
  sure: boolean;
  reasons: { key: string; zh: string; en: string }[];
  differences: { field: string }[];
  suggestedKeep: string;
}
interface Listed {
  items: Shown[];
  nextCursor: string | null;
  counts: object;
  thresholds: { sure: number };
  search: { isCurrent: boolean };
}
const list = async (query = ""): Promise<Listed> => (await ask(200, "GET", `${url}${query}`)).json<Listed>();
const names = ["海棠干洗", "临海书局", "望潮眼镜", "小胡理发", "岸边花坊", "老槐树面馆"];

function shop(i: number, fields: Partial<OutletDraft> = {}): OutletDraft {
  return bareOutlet({
    sourceRef: String(i),
    name: names[i],
    services: [{ category: "restaurant", kind: null }],
    location: [118.05 + i / 500, 38.75],
    phone: `022-0${i}234567`,
    address: `沧汐区听澜路${100 + 20 * i}号`,
    ...fields,
  });
}

async function ended(path: string, payload: object): Promise<{ state: string; result: unknown; error: string | null }> {
  const { job } = (await ask(202, "POST", path, payload)).json();
  for (;;) {
    const now = (await ask(200, "GET", `/api/jobs/${job.id}`)).json();
    if (now.endedAt !== null) return now;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Six shops of a survey; a bureau has four of them, in other words. */
async function twoTables(): Promise<void> {
  await store.replaceOutlets(
    city,
    "survey",
    null,
    names.map((_name, i) => shop(i)),
  );
  await store.replaceOutlets(city, "bureau", null, [
    shop(0, { name: "海棠干洗店（个体工商户）" }),
    shop(1, { name: "臨海書局", openedOn: "2020-05-01" }),
    shop(2, { phone: null, address: null, name: "望朝眼镜" }),
    shop(3, { status: "closed" }),
  ]);
}

test("pairs are found, shown side by side, and nothing is merged by itself", async () => {
  await twoTables();
  expect(await list()).toMatchObject({ items: [], search: { searchedAt: null, isCurrent: false } });
  const job = await ended(url, {});
  expect(job).toMatchObject({ state: "done", result: { outlets: 10, looked: 10, added: 4, dropped: 0 } });
  const { items, counts, search, thresholds } = await list();
  expect(search.isCurrent).toBe(true);
  expect(counts).toEqual({ open: 4, sure: 2, decided: 0 });
  expect(items.map((item: Shown) => item.score)).toEqual(
    items
      .map((item: Shown) => item.score)
      .sort()
      .reverse(),
  );
  const [first] = items;
  expect(first).toMatchObject({ sure: true, decision: null, a: { source: "survey" }, b: { source: "bureau" } });
  expect(first.reasons).toContainEqual({ key: "phone.same", zh: "电话相同", en: "same telephone number" });
  expect(first.differences.map(({ field }) => field)).toContain("source");
  expect([first.a.id, first.b.id]).toContain(first.suggestedKeep);
  expect((await list(`?minScore=${thresholds.sure}`)).items).toHaveLength(2);
  const page = await list("?limit=3");
  expect((await list(`?limit=3&cursor=${page.nextCursor}`)).items).toHaveLength(1);
  await ask(400, "GET", `${url}?cursor=x`);
  expect((await store.allOutlets(city)).length).toBe(10);
  // reading is for those logged in, deciding for stewards
  await ask(200, "GET", url, undefined, "bureau");
  await ask(403, "POST", url, {}, "bureau");
  await ask(403, "POST", `${url}/${first.id}`, { decision: "same" }, "bureau");
  await documented.ask(401, url);
  await ask(404, "GET", "/api/cities/atlantis/duplicates");
});

test("the same are merged, and two again when that is undone", async () => {
  await twoTables();
  await ended(url, {});
  const before = await store.allOutlets(city);
  const { items } = await list();
  const pair = items.find((item: Shown) => item.b.name === "臨海書局")!;
  await ask(400, "POST", `${url}/${pair.id}`, { decision: "same", keep: "o_other" });
  await ask(400, "POST", `${url}/${pair.id}`, { decision: "different", keep: pair.a.id });
  const decided = (await ask(200, "POST", `${url}/${pair.id}`, { decision: "same", keep: pair.a.id })).json();
  expect(decided).toMatchObject({
    b: null,
    ids: [pair.a.id, pair.b.id],
    decision: { decision: "same", kept: pair.a.id },
  });
  expect(decided.decision.b.name).toBe("臨海書局");
  expect(await store.getOutlet(city, pair.a.id)).toMatchObject({ name: "临海书局", openedOn: "2020-05-01" });
  await ask(409, "POST", `${url}/${pair.id}`, { decision: "different" });
  expect((await list("?state=decided")).items.map((item: Shown) => item.id)).toEqual([pair.id]);
  expect((await ended(url, { everything: true })).result).toMatchObject({ outlets: 9, added: 0, dropped: 0 });

  const opened = (await ask(200, "DELETE", `${url}/${pair.id}/decision`)).json();
  expect(opened).toMatchObject({ decision: null, a: { id: pair.a.id }, b: { id: pair.b.id, name: "臨海書局" } });
  const content = (outlets: typeof before) => outlets.map(({ updatedAt: _at, createdAt: _created, ...rest }) => rest);
  expect(content(await store.allOutlets(city))).toEqual(content(before));
  await ask(409, "DELETE", `${url}/${pair.id}/decision`);
  await ask(404, "DELETE", `${url}/d_none/decision`);
  const audit = (await store.listAudit({ city, limit: 10 })).map(({ action }) => action);
  expect(audit.slice(0, 4)).toEqual([
    "duplicate.reopened",
    "duplicates.searched",
    "duplicate.decided",
    "duplicates.searched",
  ]);
});

test("a shop that three tables have is undone in any order", async () => {
  await store.replaceOutlets(city, "survey", null, [shop(0), shop(1)]);
  await store.replaceOutlets(city, "bureau", null, [shop(0)]);
  await store.replaceOutlets(city, "health", null, [shop(0)]);
  await ended(url, {});
  const { items } = await list();
  expect(items).toHaveLength(3);
  // c into b, then both into a: what was merged first comes along
  const ids = [...new Set<string>(items.flatMap((item: Shown) => item.ids))].sort();
  const [a, b, c] = ids;
  const of = (one: string, other: string) => items.find((item: Shown) => item.ids.join() === [one, other].join())!.id;
  await ask(200, "POST", `${url}/${of(b, c)}`, { decision: "same", keep: b });
  const rest = (await list()).items;
  expect(rest.map((item: Shown) => item.ids)).toEqual([[a, b]]);
  await ask(200, "POST", `${url}/${rest[0].id}`, { decision: "same", keep: a });
  expect((await store.outletRecords(city, a)).records).toHaveLength(3);
  await ask(200, "DELETE", `${url}/${rest[0].id}/decision`);
  expect((await store.outletRecords(city, b)).records.map(({ formerId }) => formerId)).toEqual([null, c]);
  expect((await store.outletRecords(city, a)).records).toHaveLength(1);
  await ask(200, "DELETE", `${url}/${of(b, c)}/decision`);
  expect((await store.allOutlets(city)).length).toBe(4);
});

test("different ones are not proposed again unless one changes", async () => {
  await twoTables();
  await ended(url, {});
  const [pair] = (await list()).items;
  await ask(200, "POST", `${url}/${pair.id}`, { decision: "different" });
  expect((await ended(url, { everything: true })).result).toMatchObject({ added: 0, dropped: 0 });
  const change = { actor: "u_1", origin: "edit" as const };
  await store.editOutlet(city, pair.a.id, { openedOn: "2021-01-01" }, change);
  expect((await ended(url, {})).result).toMatchObject({ looked: 1, added: 0 });
  await store.editOutlet(city, pair.a.id, { phone: "022-09999999" }, change);
  expect((await ended(url, {})).result).toMatchObject({ looked: 1, added: 1 });
  expect((await list()).items.find((item: Shown) => item.id === pair.id)).toMatchObject({ decision: null });
});

test("only what changed is looked at, and proposals follow", async () => {
  await twoTables();
  await ended(url, {});
  expect((await ended(url, {})).result).toMatchObject({ looked: 0, added: 0, dropped: 0 });
  await store.replaceOutlets(city, "bureau", null, [shop(0, { name: "海棠干洗店（个体工商户）" }), shop(5)]);
  expect((await list()).search.isCurrent).toBe(false);
  expect((await ended(url, {})).result).toMatchObject({ looked: 1, added: 1 });
  const { items } = await list();
  expect(items.map((item: Shown) => item.a.name).sort()).toEqual(["海棠干洗", "老槐树面馆"]);
});

test("the sure ones are accepted in bulk, one by one to be undone", async () => {
  await store.replaceOutlets(
    city,
    "survey",
    null,
    names.map((_name, i) => shop(i)),
  );
  await store.replaceOutlets(
    city,
    "bureau",
    null,
    names.map((_name, i) => shop(i)),
  );
  await store.replaceOutlets(city, "health", null, [shop(0), shop(3, { status: "closed" })]);
  await ended(url, {});
  const { thresholds } = await list();
  await ask(400, "POST", `${url}/bulk`, { minScore: 0.5 });
  const job = await ended(`${url}/bulk`, { minScore: thresholds.sure });
  expect(job).toMatchObject({ state: "done", result: { merged: 7, left: 0 } });
  expect((await store.allOutlets(city)).length).toBe(7);
  // a closed one and an open one are left for a person
  const { items, counts } = await list();
  expect(items.map((item: Shown) => [item.a.name, item.sure])).toEqual([["小胡理发", false]]);
  expect(counts).toEqual({ open: 1, sure: 0, decided: 7 });
  const [audit] = await store.listAudit({ city, limit: 1 });
  expect(audit).toMatchObject({ action: "duplicates.accepted", detail: { merged: 7 } });
  for (const { id } of (await list("?state=decided")).items) await ask(200, "DELETE", `${url}/${id}/decision`);
  expect((await store.allOutlets(city)).length).toBe(14);
});

test("what is gone meanwhile cannot be decided", async () => {
  await twoTables();
  await ended(url, {});
  const [pair] = (await list()).items;
  await store.removeOutlet(city, pair.a.id, { actor: "u_1", origin: "edit" });
  await ask(409, "POST", `${url}/${pair.id}`, { decision: "same" });
  await ask(404, "POST", `${url}/d_none`, { decision: "same" });
  await ask(400, "POST", `${url}/${pair.id}`, { decision: "maybe" });
  expect((await list()).items.map((item: Shown) => item.id)).not.toContain(pair.id);
});

test("a committed import is searched by itself", async () => {
  await store.replaceOutlets(city, "survey", null, [shop(0)]);
  const table = [
    "网点名称,业态,地址,电话,经度,纬度",
    "海棠干洗店,大众餐饮店,沧汐区听澜路100号,022-00234567,118.05,38.75",
  ];
  const boundary = "quarterhour";
  const part = (name: string, value: string, file = "") =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  const payload = `${part("what", "outlets")}${part("crs", "wgs84")}${part("file", table.join("\n"), '; filename="b.csv"')}--${boundary}--\r\n`;
  const headers = { ...as.steward, "content-type": `multipart/form-data; boundary=${boundary}` };
  const imports = `/api/cities/${city}/imports`;
  const begun = (await documented.ask(202, { method: "POST", url: imports, headers, payload })).json();
  await expect.poll(async () => (await store.getJob(begun.job.id))?.state, { timeout: 10_000 }).toBe("done");
  await ended(`${imports}/${begun.import.id}/commit`, {});
  await expect.poll(async () => (await list()).items.length, { timeout: 10_000 }).toBe(1);
  expect((await list()).search.isCurrent).toBe(true);
});

test("rows of a table are set against the city's outlets", async () => {
  await store.replaceOutlets(city, "survey", null, [shop(0), shop(1)]);
  const [{ id }] = await store.allOutlets(city);
  const rows = [shop(4), shop(0, { name: "海棠干洗店" })].map((draft, i) => comparableRow(i + 2, draft, "bureau"));
  const found = await pairsOfTable(store, city, rows, { source: "bureau" });
  expect(found).toMatchObject([{ row: 3, outlet: id, otherRow: null }]);
  expect(found[0].score).toBeGreaterThan(0.95);
  expect(await pairsOfTable(store, city, [comparableRow(2, shop(0), "survey")], { source: "survey" })).toEqual([]);
});
