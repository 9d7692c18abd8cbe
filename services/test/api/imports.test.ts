import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, InjectOptions } from "fastify";
import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { safeFileName } from "../../src/api/uploads.ts";
import type { Job, Role, Store } from "../../src/store/index.ts";
import { sampleCity } from "../store/samples.ts";
import { DocumentedApp } from "./documented.ts";
import { form } from "./multipart.ts";
import type { Part } from "./multipart.ts";
import { signedIn } from "./signed-in.ts";
import { openTestStore } from "../stores.ts";

let store: Store;
let app: FastifyInstance;
let documented: DocumentedApp;
const folder = mkdtempSync(join(tmpdir(), "quarterhour-imports-"));
let as: Awaited<ReturnType<typeof signedIn>>;
const url = "/api/cities/town/imports";

beforeAll(async () => {
  store = await openTestStore({ dataFolder: folder });
  await store.putCity(sampleCity("town"));
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

function upload(status: number, parts: Part[], role: Role | null = "steward", path = url) {
  const { payload, type } = form(parts);
  const headers = { ...(role ? as[role] : {}), "content-type": type };
  return documented.ask(status, { method: "POST", url: path, headers, payload });
}

async function ended(answer: { json(): { job: { id: string } } }): Promise<Job> {
  const { id } = answer.json().job;
  return new Promise((resolve) => {
    const look = (job: Job | null) => job?.endedAt && resolve(job);
    app.jobs.listen(id, look);
    void app.jobs.get(id).then(look);
  });
}

const header = "编号,网点名称,业态,经度,纬度";
const rows = ["1,甲药店,药店,118.05,38.75", "2,,药店,118.051,38.75", "3,丙,飞碟,118.052,38.75"];
const table = iconv.encode([header, ...rows].join("\n"), "gb18030");
const file: Part = ["file", "药监局 2026.csv", table];

const uploadsLeft = () => readdirSync(join(folder, "uploads"));

test("a table is uploaded, looked through, mended, committed and undone", async () => {
  const answer = await upload(202, [["what", "outlets"], file, ["source", "药监局"]]);
  const { id } = answer.json().import;
  expect(answer.json()).toMatchObject({ job: { kind: "import.stage" }, import: { fileName: "药监局 2026.csv" } });
  const events = await documented.ask(200, { url: `/api/jobs/${answer.json().job.id}/events`, headers: as.steward });
  const told = events.body.split("\n\n").flatMap((event) => /data: (.*)/.exec(event)?.[1] ?? []);
  expect(JSON.parse(told.at(-1)!)).toMatchObject({ state: "done", result: { import: id } });
  expect(uploadsLeft()).toEqual([]);

  const preview = (await ask(200, "GET", `${url}/${id}`, undefined, "bureau")).json();
  expect(preview).toMatchObject({
    state: "staged",
    encoding: "GB18030",
    questions: [
      { field: "crs", choices: [{ value: "wgs84" }, { value: "gcj02" }, { value: "bd09" }, { value: "EPSG:4490" }] },
    ],
    counts: { ok: 0, warning: 0, bad: 2, waiting: 1, skipped: 0 },
    unknownValues: [{ field: "category", value: "飞碟", rows: 1, firstRow: 4 }],
    columns: [
      { column: "编号", field: "ref" },
      { column: "网点名称", field: "name" },
      { column: "业态", field: "category" },
      { column: "经度", field: "x" },
      { column: "纬度", field: "y" },
    ],
  });
  expect(preview.fields).toContain("hours");
  expect((await ask(409, "POST", `${url}/${id}/commit`, {})).json().detail).toMatch(/open question/);

  const answered = await ask(202, "PATCH", `${url}/${id}`, { crs: "wgs84", values: { category: { 飞碟: "花店" } } });
  expect(await ended(answered)).toMatchObject({ state: "done", result: { counts: { ok: 2, bad: 1 } } });
  const page = (await ask(200, "GET", `${url}/${id}/rows?limit=2`)).json();
  expect(page.items.map(({ row, state }: { row: number; state: string }) => [row, state])).toEqual([
    [2, "ok"],
    [3, "bad"],
  ]);
  expect(page.items[1].problems).toMatchObject([{ field: "name", column: "网点名称", advice: expect.anything() }]);
  const rest = (await ask(200, "GET", `${url}/${id}/rows?limit=2&cursor=${page.nextCursor}`)).json();
  expect([rest.items.length, rest.nextCursor]).toEqual([1, null]);
  expect((await ask(200, "GET", `${url}/${id}/rows?state=bad`)).json().items).toHaveLength(1);

  expect((await ask(409, "POST", `${url}/${id}/commit`)).json().detail).toMatch(/1 rows are wrong/);
  const mended = await ask(200, "PATCH", `${url}/${id}/rows/3`, { cells: { 网点名称: "乙药店" } });
  expect(mended.json()).toMatchObject({ row: 3, state: "ok", draft: { name: "乙药店" } });
  expect((await ask(200, "GET", `${url}/${id}`)).json().changes).toEqual({
    added: 3,
    updated: 0,
    removed: 0,
    unchanged: 0,
  });
  const committed = await ended(await ask(202, "POST", `${url}/${id}/commit`, { skipBad: true }));
  expect(committed).toMatchObject({
    state: "done",
    result: { changes: { added: 3 }, claimed: ["pharmacy", "florist"] },
  });
  expect((await documented.ask(200, "/api/cities/town/outlets")).json().items).toHaveLength(3);
  expect((await ask(200, "GET", url, undefined, "bureau")).json().items[0]).toMatchObject({ id, state: "committed" });
  await ask(409, "POST", `${url}/${id}/commit`);
  await ask(409, "DELETE", `${url}/${id}`);

  expect(await ended(await ask(202, "POST", `${url}/${id}/undo`))).toMatchObject({
    result: { changes: { removed: 3 } },
  });
  expect((await store.allOutlets("town")).length).toBe(0);
  await ask(409, "POST", `${url}/${id}/undo`);
  const audit = (await store.listAudit({ city: "town", limit: 5 })).map(({ action }) => action);
  expect(audit).toEqual(["import.undone", "import.committed", "import.row-mended", "import.answered", "import.staged"]);
});

test("messages come in the language that is asked for, by the header or by lang", async () => {
  const answer = await upload(202, [["what", "outlets"], file, ["source", "双语"]]);
  const { id } = answer.json().import;
  await ended(answer);
  const speaking = (path: string, language: string, status = 200) =>
    documented.ask(status, { url: `${url}/${id}${path}`, headers: { ...as.steward, "accept-language": language } });
  const [zh, en] = [(await speaking("", "zh-CN")).json(), (await speaking("", "en")).json()];
  expect(en.questions[0].message).toMatch(/^Which coordinate system the table is in/);
  expect(zh.questions[0].message).toMatch(/^没有说明表格用的是哪种坐标系/);
  expect(zh.questions[0].choices[1].label).toBe("GCJ-02（高德、腾讯）");
  expect(zh.problems).toContainEqual(expect.objectContaining({ message: "为空", advice: "每个网点都要有名称" }));
  expect((await speaking("?lang=zh", "en")).json().problems).toEqual(zh.problems);
  const [bad] = (await speaking("/rows?state=bad", "zh")).json().items;
  expect(bad.problems).toMatchObject([{ message: "为空", advice: "每个网点都要有名称" }]);
  const wrong = await documented.ask(409, {
    method: "POST",
    url: `${url}/${id}/commit`,
    headers: { ...as.steward, "accept-language": "zh" },
    payload: {},
  });
  expect(wrong.json()).toMatchObject({
    title: "与已有内容冲突",
    detail: expect.stringMatching(/还有问题没有回答：没有说明/),
  });
  await ask(204, "DELETE", `${url}/${id}`);

  const broken = await upload(202, [
    ["what", "outlets"],
    ["file", "空表.csv", Buffer.from(header)],
  ]);
  const { id: job } = await ended(broken);
  const told = async (language: string) =>
    (await documented.ask(200, { url: `/api/jobs/${job}?lang=${language}`, headers: as.steward })).json();
  expect(await told("zh")).toMatchObject({ state: "failed", error: "空表.csv 只有表头，没有数据行。", result: null });
  expect(await told("en")).toMatchObject({ error: "空表.csv has a header but no rows.", result: null });
});

test("what is staged can be discarded; lists are paged", async () => {
  const { id } = (await upload(202, [file, ["what", "outlets"], ["crs", "wgs84"]])).json().import;
  await ask(204, "DELETE", `${url}/${id}`);
  expect(["broken", "discarded"]).toContain((await store.getImport("town", id))!.state);
  expect((await ask(200, "GET", `${url}/${id}`)).json().counts).toMatchObject({ ok: 0, bad: 0 });
  const page = (await ask(200, "GET", `${url}?limit=1`)).json();
  expect(page.items[0].id).toBe(id);
  const rest = (await ask(200, "GET", `${url}?limit=100&cursor=${page.nextCursor}`)).json();
  expect(rest.items.map((one: { id: string }) => one.id)).not.toContain(id);
  await expect.poll(uploadsLeft).toEqual([]);
});

describe("who may do what", () => {
  const routes: [InjectOptions["method"], string, object?][] = [
    ["PATCH", `${url}/i_000001`, { crs: "wgs84" }],
    ["PATCH", `${url}/i_000001/rows/2`, { skip: true }],
    ["POST", `${url}/i_000001/commit`, {}],
    ["POST", `${url}/i_000001/undo`],
    ["DELETE", `${url}/i_000001`],
    ["POST", `${url}/i_000001/places/search`, {}],
    ["POST", `${url}/i_000001/places/accept`, { minConfidence: 0.5 }],
    ["POST", `${url}/i_000001/duplicates/search`],
    ["POST", `${url}/i_000001/duplicates/bulk`, { minScore: 0.99 }],
    ["PATCH", `${url}/i_000001/duplicates/1`, { decision: "same" }],
  ];
  test.each(routes)("%s %s is a steward's", async (method, path, payload) => {
    await ask(403, method, path, payload, "bureau");
    await documented.ask(401, { method, url: path, ...(payload ? { payload } : {}) });
    await ask(404, method, path.replace("i_000001", "i_zzzzzz"), payload);
    const elsewhere = await ask(404, method, path.replace("town", "atlantis"), payload);
    expect(elsewhere.json().detail).toContain("atlantis");
  });

  const lists = ["rows", "places", "duplicates"].map((what) => `${url}/i_zzzzzz/${what}`);
  test.each([url, `${url}/i_zzzzzz`, ...lists])("%s is read by those who are logged in", async (path) => {
    await documented.ask(401, path);
    const elsewhere = await ask(404, "GET", path.replace("town", "atlantis"), undefined, "bureau");
    expect(elsewhere.json().detail).toContain("atlantis");
    if (path !== url) await ask(404, "GET", path, undefined, "bureau");
  });

  test("an upload of somebody else is not even read", async () => {
    await upload(401, [["what", "outlets"], file], null);
    await upload(403, [["what", "outlets"], file], "bureau");
    await upload(404, [["what", "outlets"], file], "steward", "/api/cities/atlantis/imports");
    expect(uploadsLeft()).toEqual([]);
  });
});

test.each<[string, Part[], string]>([
  ["no file", [["what", "outlets"]], "file"],
  ["nothing said of what it is", [file], "what"],
  ["a kind that is none", [["what", "trees"], file], "what"],
  ["a field nobody knows", [["what", "outlets"], ["colour", "red"], file], "colour"],
  [
    "a file under another name",
    [
      ["what", "outlets"],
      ["table", "a.csv", table],
    ],
    "table",
  ],
  ["columns that are no JSON", [["what", "outlets"], ["columns", "店名=name"], file], "columns"],
  ["a day that is none", [["what", "outlets"], ["asOf", "gestern"], file], "asOf"],
  ["a system that is none", [["what", "outlets"], ["crs", "mars"], file], "body"],
  ["a category that is none", [["what", "outlets"], ["complete", "bakeries"], file], "body"],
  ["an area that is none", [["what", "outlets"], ["areas", "a_none"], file], "body"],
  ["the map's own name", [["what", "outlets"], ["source", "osm"], file], "body"],
  [
    "a picture",
    [
      ["what", "outlets"],
      ["file", "a.csv", Buffer.from("\x89PNG\r\n", "latin1")],
    ],
    "body",
  ],
  ["two files", [["what", "outlets"], file, file], "file"],
])("%s is refused by field, and no file is left", async (_what, parts, field) => {
  const before = (await store.listImports("town")).length;
  const refused = (await upload(400, parts)).json();
  expect(refused.errors[0].field).toBe(field);
  expect((await store.listImports("town")).length).toBe(before);
  expect(uploadsLeft()).toEqual([]);
});

test("an upload that breaks off, and a body that is no upload", async () => {
  const { payload, type } = form([["what", "outlets"], file]);
  const headers = { ...as.steward, "content-type": type };
  const cut = (payload as Buffer).subarray(0, -40);
  await documented.ask(400, { method: "POST", url, headers, payload: cut });
  await documented.ask(415, { method: "POST", url, headers: as.steward, payload: { what: "outlets" } });
  expect(uploadsLeft()).toEqual([]);
});

test.each([
  [{}, "body"],
  [{ colour: "red" }, "colour"],
  [{ columns: { 戊: "name" } }, "columns"],
  [{ columns: { 业态: "colour" } }, "columns"],
  [{ values: { colour: { red: "blue" } } }, "values"],
  [{ crs: "mars" }, "body"],
  [{ complete: ["bakeries"] }, "complete"],
  [{ asOf: "gestern" }, "asOf"],
])("the answer %j is refused by field", async (payload, field) => {
  const answer = await upload(202, [["what", "outlets"], file]);
  await ended(answer);
  const { id } = answer.json().import;
  expect((await ask(400, "PATCH", `${url}/${id}`, payload)).json().errors[0].field).toContain(field);
  await ask(400, "PATCH", `${url}/${id}/rows/2`, { cells: { 颜色: "红" } });
  await ask(400, "GET", `${url}/${id}/rows?cursor=x`);
  await ask(204, "DELETE", `${url}/${id}`);
});

test("a file that cannot be taken in fails its job, and leaves nothing", async () => {
  const job = await ended(
    await upload(202, [
      ["what", "outlets"],
      ["file", "空.csv", header],
    ]),
  );
  expect(job).toMatchObject({ state: "failed", error: "空.csv has a header but no rows." });
  expect((await store.listImports("town"))[0]).toMatchObject({ state: "broken" });
  expect(uploadsLeft()).toEqual([]);
});

test.each([
  ["../../etc/passwd", "passwd"],
  ["C:\\数据\\网点.csv", "网点.csv"],
  [".bashrc", "bashrc"],
  ["a\u0000b\nc‮.csv", "a_b_c_.csv"],
  ["", "upload"],
  ["..", "upload"],
  [`${"店".repeat(300)}.csv`, `${"店".repeat(116)}.csv`],
])("the name %j is kept as %j", (given, kept) => {
  expect(safeFileName(given)).toBe(kept);
});
