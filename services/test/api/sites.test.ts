import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  beginStaging,
  commitImport,
  importTable,
  IntakeError,
  readSites,
  stageFile,
  summaryOf,
  undoImport,
} from "../../src/intake/index.ts";
import { StoreConflict } from "../../src/store/index.ts";
import type { Role, Site, Store } from "../../src/store/index.ts";
import { DocumentedApp } from "./documented.ts";
import { signedIn } from "./signed-in.ts";
import { startTinyServer } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

const sample = join(import.meta.dirname, "../../../data/sample/files/sites.csv");
const url = "/api/cities/tiny/sites";
let server: TinyServer;
let store: Store;
let documented: DocumentedApp;
let as: Awaited<ReturnType<typeof signedIn>>;

beforeAll(async () => {
  server = await startTinyServer();
  ({ store } = server);
  documented = await DocumentedApp.of(server.app);
  as = await signedIn(store, ["planner", "steward", "bureau"]);
});
afterAll(() => server.close());

const ask = (status: number, method: InjectOptions["method"], path: string, payload?: object, role?: Role) =>
  documented.ask(status, { method, url: path, headers: role && as[role], ...(payload && { payload }) });

async function listed(query = ""): Promise<(Site & { available: boolean; kindNameZh: string })[]> {
  return (await ask(200, "GET", `${url}${query}`)).json().items;
}

async function clear(): Promise<void> {
  for (const { id } of await store.listSites("tiny")) await store.removeSite("tiny", id);
}

const header = "编号,名称,类型,面积,权属,可用起始日期,可用截止日期,备注,经度,纬度";
function table(name: string, ...rows: string[]): string {
  const file = join(server.folder, name);
  writeFileSync(file, [header, ...rows].join("\n"));
  return file;
}

describe("spare sites from a table", () => {
  test("the sample's list comes in with every column", async () => {
    const { drafts, warnings } = await readSites(sample, { crs: "wgs84" });
    expect(warnings).toEqual([]);
    expect(drafts).toHaveLength(readFileSync(sample, "utf8").trim().split("\n").length - 1);
    expect(drafts[0]).toEqual({
      sourceRef: "DK01",
      name: "安澜道闲置报刊亭",
      kind: "kiosk",
      kindText: "闲置报亭",
      location: [118.043578, 38.7430129],
      original: { x: 118.043578, y: 38.7430129, crs: "wgs84" },
      areaSquareMeters: 6,
      address: "沧汐区安澜道196号",
      owner: "区城市管理委",
      availableFrom: null,
      availableUntil: null,
      note: "可用于便民网点",
    });
    expect(drafts.every(({ kind }) => kind !== null)).toBe(true);
  });

  test("what a row can do without is left out with a warning; what it cannot, refuses the file", async () => {
    const good = table("杂.csv", "1,亭,飞碟,约6平方米,,2026/3/1,,,118.05,38.75", "2,铺,商铺,-3,,明年,,,118.051,38.75");
    const { drafts, warnings } = await readSites(good, { crs: "wgs84" });
    expect(drafts).toMatchObject([
      { kind: null, kindText: "飞碟", areaSquareMeters: 6, availableFrom: "2026-03-01" },
      { kind: "shopfront", areaSquareMeters: null, availableFrom: null },
    ]);
    const said = warnings.map(({ row, column, message }) => `${row} ${column} ${message}`).join("\n");
    expect(said).toMatch(/2 类型 is no kind of site that is known and was kept as text only; known are 闲置报刊亭/);
    expect(said).toMatch(/3 面积 is no area of a site; write square metres above 0/);
    expect(said).toMatch(/3 可用起始日期 .*it was left out/);
    const bad = table("坏.csv", "1,,底商,6,,,,,118.05,38.75", "2,铺,商铺,3,,2026-05-01,2026-04-01,,118.05,38.75");
    const refused = await readSites(bad, { crs: "wgs84" }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(IntakeError);
    expect((refused as IntakeError).problems).toMatchObject([
      { row: 2, column: "名称", message: "is empty; every site needs a name" },
      { row: 3, column: "可用截止日期", message: "lies before the first day, 2026-05-01" },
    ]);
    const revision = await store.revision("tiny");
    await expect(importTable(store, { city: "tiny", what: "sites", file: bad, crs: "wgs84" })).rejects.toThrow(
      "2 of 2 rows cannot be taken in",
    );
    expect([await store.listSites("tiny"), await store.revision("tiny")]).toEqual([[], revision]);
  });

  test("is staged, committed, and undone unless somebody changed a site since", async () => {
    await clear();
    const first = await importTable(store, {
      city: "tiny",
      what: "sites",
      file: table("点位.csv", "1,甲亭,报亭,6,,,,,118.05,38.75", "2,乙铺,底商,30,,,,,118.051,38.75"),
      crs: "wgs84",
    });
    expect(first.changes).toEqual({ added: 2, updated: 0, removed: 0, unchanged: 0 });
    const before = await store.listSites("tiny");
    const stage = async (...rows: string[]) => {
      const importId = await beginStaging(store, {
        city: "tiny",
        what: "sites",
        fileName: "点位.csv",
        actor: "u_1",
        crs: "wgs84",
      });
      await stageFile(store, { city: "tiny", importId, file: table("点位.csv", ...rows) });
      return importId;
    };
    const again = () => stage("1,甲亭,报亭,8,,,,,118.05,38.75", "3,丙地,空地,900,,,,,118.052,38.75");
    const by = (importId: string) => ({ city: "tiny", importId, actor: "u_1", skipBad: false });
    const importId = await again();
    const summary = await summaryOf(store, "tiny", importId);
    expect(summary).toMatchObject({
      what: "sites",
      counts: { ok: 2, bad: 0 },
      changes: { added: 1, updated: 1, removed: 1, unchanged: 0 },
    });
    expect(await store.listSites("tiny")).toEqual(before);
    await commitImport(store, by(importId));
    expect((await store.listSites("tiny")).map(({ name, areaSquareMeters }) => [name, areaSquareMeters])).toEqual([
      ["甲亭", 8],
      ["丙地", 900],
    ]);
    await undoImport(store, by(importId));
    expect(await store.listSites("tiny")).toEqual(before);

    const once = await again();
    await commitImport(store, by(once));
    await store.editSite("tiny", before[0].id, { note: "看过" });
    const refused = undoImport(store, by(once));
    await expect(refused).rejects.toThrow(StoreConflict);
    await expect(refused).rejects.toThrow(`sites of it were changed by hand since: ${before[0].id} (甲亭)`);
    expect(await store.getSite("tiny", before[0].id)).toMatchObject({ note: "看过", areaSquareMeters: 8 });
  });
});

describe("GET and POST …/sites", () => {
  test("lists them by kind, place and day", async () => {
    await clear();
    await importTable(store, {
      city: "tiny",
      what: "sites",
      file: table(
        "点位.csv",
        "1,甲亭,报亭,6,城管委,2026-01-01,2026-06-30,,118.05,38.75",
        "2,乙铺,底商,30,,,,,118.051,38.75",
      ),
      crs: "wgs84",
    });
    const names = async (query: string) => (await listed(query)).map(({ name }) => name);
    expect(await names("")).toEqual(["甲亭", "乙铺"]);
    expect(await names("?kind=kiosk")).toEqual(["甲亭"]);
    expect(await names("?bbox=118.0505,38.7,118.06,38.8")).toEqual(["乙铺"]);
    expect(await names("?availableOn=2026-06-30")).toEqual(["甲亭", "乙铺"]);
    expect(await names("?availableOn=2026-07-01")).toEqual(["乙铺"]);
    const [kiosk] = await listed("?kind=kiosk");
    expect(kiosk).toMatchObject({
      kindNameZh: "闲置报刊亭",
      owner: "城管委",
      available: false,
      importId: expect.stringMatching(/^i_/),
    });
    expect((await ask(200, "GET", `${url}/${kiosk.id}`)).json()).toEqual(kiosk);
  });

  test("a planner enters, changes and removes one; it is in the audit log", async () => {
    const body = { name: "空地", location: [118.05, 38.75], kind: "land", areaSquareMeters: 400 };
    const added = (await ask(201, "POST", url, body, "planner")).json();
    expect(added).toMatchObject({ ...body, source: "steward", note: null, edited: [] });
    const changed = (await ask(200, "PATCH", `${url}/${added.id}`, { note: "临街" }, "planner")).json();
    expect(changed).toMatchObject({ ...body, note: "临街", edited: ["note"] });
    await ask(204, "DELETE", `${url}/${added.id}`, undefined, "planner");
    await ask(404, "DELETE", `${url}/${added.id}`, undefined, "planner");
    const actions = (await store.listAudit({ city: "tiny", limit: 3 })).map(({ action, subject }) => [action, subject]);
    expect(actions).toEqual(["site.removed", "site.changed", "site.added"].map((action) => [action, added.id]));
  });

  test.each([
    ["nobody", undefined, 401],
    ["a steward", "steward", 403],
    ["a bureau", "bureau", 403],
  ] as const)("%s may not", async (_who, role, status) => {
    const [{ id }] = await listed();
    await ask(status, "POST", url, { name: "x", location: [118.05, 38.75] }, role);
    await ask(status, "PATCH", `${url}/${id}`, { note: "x" }, role);
    await ask(status, "DELETE", `${url}/${id}`, undefined, role);
    expect((await listed()).find((one) => one.id === id)?.note).toBeNull();
  });

  test.each([
    ["without a name", { location: [118.05, 38.75] }],
    ["beyond the pole", { name: "x", location: [118, 99] }],
    ["of a kind that is none", { name: "x", location: [118.05, 38.75], kind: "castle" }],
    ["on a day that does not exist", { name: "x", location: [118.05, 38.75], availableFrom: "2026-02-30" }],
    [
      "that ends before it begins",
      { name: "x", location: [118.05, 38.75], availableFrom: "2026-02-02", availableUntil: "2026-02-01" },
    ],
    ["with a field that is none", { name: "x", location: [118.05, 38.75], colour: "red" }],
  ])("a site %s is refused", async (_what, body) => {
    const before = await listed();
    const { detail } = (await ask(400, "POST", url, body, "planner")).json();
    expect(detail.length).toBeGreaterThan(10);
    expect(await listed()).toEqual(before);
  });

  test("what is not there is a 404", async () => {
    await ask(404, "GET", "/api/cities/atlantis/sites");
    await ask(404, "GET", `${url}/s_zzzzzz`);
    const { detail } = (await ask(404, "PATCH", `${url}/s_zzzzzz`, { note: "x" }, "planner")).json();
    expect(detail).toBe("There is no site s_zzzzzz in tiny.");
  });
});

describe("GET …/exports", () => {
  test.each(["csv", "xlsx", "geojson", "gpkg", "shp"] as const)("sites as %s import again", async (format) => {
    const answer = await ask(200, "GET", `/api/cities/tiny/exports/sites?format=${format}`);
    const name = /filename="(.+)"/.exec(String(answer.headers["content-disposition"]))![1];
    expect(name).toBe(`tiny-sites.${format === "shp" ? "shp.zip" : format}`);
    const file = join(server.folder, name);
    writeFileSync(file, answer.rawPayload);
    const { drafts, problems } = await readSites(file, { crs: "wgs84" });
    expect(problems).toEqual([]);
    expect(drafts.map((draft) => draft.name)).toEqual((await listed()).map((one) => one.name));
  });

  test.each([
    ["residences", "shp", "crs=EPSG:4548", 200],
    ["areas", "shp", "crs=EPSG:4490", 200],
    ["areas", "gpkg", "", 200],
    ["areas", "xlsx", "", 400],
    ["areas", "csv", "", 400],
    ["sites", "shp", "crs=gcj02", 400],
    ["sites", "gpkg", "crs=bd09", 400],
    ["sites", "geojson", "crs=gcj02", 400],
    ["sites", "csv", "crs=gcj02", 200],
    ["sites", "pdf", "", 400],
    ["castles", "csv", "", 400],
    ["sites", "csv", "crs=mars", 400],
  ] as const)("%s as %s with %s is a %i … answer", async (what, format, rest, status) => {
    const answer = await ask(status, "GET", `/api/cities/tiny/exports/${what}?format=${format}&${rest}`);
    if (status === 400) expect(answer.json().detail.length).toBeGreaterThan(10);
    else expect(answer.rawPayload.length).toBeGreaterThan(100);
  });
});
