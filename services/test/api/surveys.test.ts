import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyInstance, InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { issueForm } from "../../src/inbox/form-token.ts";
import type { Role } from "../../src/store/index.ts";
import { DocumentedApp } from "./documented.ts";
import { form } from "./multipart.ts";
import { signedIn } from "./signed-in.ts";
import { startTinyServer } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

const SECRET = "a secret of the tests";
const city = "/api/cities/tiny";
let tiny: TinyServer;
let app: FastifyInstance;
let documented: DocumentedApp;
let headers: Partial<Record<Role, Record<string, string>>>;
let addresses = 0;

beforeAll(async () => {
  tiny = await startTinyServer();
  app = await buildApp({ store: tiny.store, webFolder: "/nowhere", dataFolder: tiny.folder, secret: SECRET });
  documented = await DocumentedApp.of(app);
  headers = await signedIn(tiny.store, ["planner", "bureau", "steward"]);
});

afterAll(async () => {
  await app.close();
  await tiny.close();
});

const as = (role: Role, options: InjectOptions): InjectOptions => ({
  ...options,
  headers: { ...options.headers, ...headers[role] },
});

/** A circle around both homes: 400 households, 1,000 people. */
async function newCircle(name: string): Promise<string> {
  const ring = [
    [118.03, 38.745],
    [118.07, 38.745],
    [118.07, 38.755],
    [118.03, 38.755],
    [118.03, 38.745],
  ];
  const boundary = { type: "Polygon" as const, coordinates: [ring] };
  const draft = { name, kind: "15min" as const, boundary, details: null, requiredBasic: null, note: null };
  return (await tiny.store.addCircles("tiny", [draft], "u_1"))[0].id;
}

const results = async (circle: string) => (await documented.ask(200, `${city}/surveys/${circle}`)).json();
const set = (circle: string, openToAll: boolean, closed: boolean, version: number, status = 200) =>
  documented.ask(
    status,
    as("planner", {
      method: "PUT",
      url: `${city}/surveys/${circle}/settings`,
      payload: { openToAll, closed, since: null, version },
    }),
  );
const links = async (circle: string, count: number) =>
  (
    await documented.ask(
      201,
      as("planner", { method: "POST", url: `${city}/surveys/${circle}/batches`, payload: { count, label: "同福里" } }),
    )
  ).json();
const send = (
  circle: string,
  status: number,
  payload: object,
  remoteAddress = `198.51.${addresses++ >> 8}.${addresses & 255}`,
) => documented.ask(status, { method: "POST", url: `${city}/surveys/${circle}/responses`, payload, remoteAddress });
function fileOf(name: string, content: string | Buffer, query = ""): InjectOptions {
  const { payload, type } = form([["file", name, content]]);
  return { method: "POST", url: `${city}/surveys/import${query}`, payload, headers: { "content-type": type } };
}
const freshForm = () => issueForm(SECRET, "tiny", Date.now() - 10_000);

const answers = { basicEnough: "mostly", convenient: "no", compound: "同福里", suggestions: "缺个菜市场" };

describe("answers by link", () => {
  it("are taken once each, and only for their circle", async () => {
    const circle = await newCircle("一");
    const other = await newCircle("另一");
    const { tokens, path, id, ...batch } = await links(circle, 3);
    expect(batch).toMatchObject({ label: "同福里", count: 3, used: 0, endedAt: null });
    expect(path).toBe(`/survey?city=tiny&circle=${circle}&t=`);
    const [token] = tokens;
    const page = (t: string, of = circle) => documented.ask(200, `${city}/surveys/${of}/page?t=${t}`);
    expect((await page(token)).json()).toEqual({
      circle: { id: circle, name: "一" },
      access: "token",
      reason: null,
      form: null,
    });
    await send(other, 404, { token, answers });
    await send(circle, 201, { token, answers });
    expect((await send(circle, 409, { token, answers })).json().detail).toMatch(/used already/);
    expect((await page(token)).json()).toMatchObject({ access: "refused", reason: "used" });
    expect((await page("nobodys")).json()).toMatchObject({ access: "refused", reason: "unknown" });
    expect(await results(circle)).toMatchObject({ responses: 1, byOrigin: { link: 1, open: 0, paper: 0 } });
    const listed = await documented.ask(200, as("bureau", { url: `${city}/surveys/${circle}/batches` }));
    expect(listed.json().items).toMatchObject([{ id, used: 1 }]);
    expect(listed.body).not.toContain(token);
    const url = `${city}/surveys/${circle}/batches/${id}`;
    await documented.ask(200, as("planner", { method: "DELETE", url }));
    await send(circle, 409, { token: tokens[1], answers });
    await documented.ask(404, as("planner", { method: "DELETE", url: `${city}/surveys/${circle}/batches/b_zzzzzz` }));
  });

  it("that are not right do not use the link up", async () => {
    const circle = await newCircle("二");
    const { tokens } = await links(circle, 1);
    const refused = await send(circle, 400, { token: tokens[0], answers: { basicEnough: "perhaps" } });
    expect(refused.json().errors).toEqual([
      { field: "answers.basicEnough", message: 'should be one of yes, mostly, no, and is "perhaps"' },
    ]);
    await send(circle, 400, { token: tokens[0], answers: {} });
    await send(circle, 400, { token: tokens[0], answers, website: "https://example.com" });
    await send(circle, 400, { token: tokens[0], answers: { ...answers, idCard: "1" } });
    await send(circle, 201, { token: tokens[0], answers });
  });

  it("leave nothing of whoever sent them: no address, no device, no hour", async () => {
    const circle = await newCircle("三");
    const { tokens } = await links(circle, 1);
    await send(circle, 201, { token: tokens[0], answers }, "203.0.113.77");
    const [kept] = await tiny.store.surveyResponses("tiny", circle);
    expect(Object.keys(kept).sort()).toEqual(["answers", "circle", "day", "id", "origin"]);
    expect(kept.day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(JSON.stringify(kept)).not.toMatch(/203\.0|T\d{2}:|user-?agent/i);
    expect(JSON.stringify(kept)).not.toContain(tokens[0]);
  });
});

describe("answers without a link", () => {
  it("are refused unless the survey is open to all, and when it is closed", async () => {
    const circle = await newCircle("四");
    const page = async () => (await documented.ask(200, `${city}/surveys/${circle}/page`)).json();
    expect(await page()).toMatchObject({ access: "refused", reason: "token-needed", form: null });
    await send(circle, 403, { form: freshForm(), answers });
    await set(circle, true, false, 0);
    await set(circle, true, false, 0, 409);
    const open = await page();
    expect(open).toMatchObject({ access: "open", reason: null });
    // nobody fills the form in as soon as it is there
    expect(Number((await send(circle, 429, { form: open.form, answers })).headers["retry-after"])).toBeGreaterThan(0);
    await send(circle, 400, { answers });
    await send(circle, 400, { form: "made.up", answers });
    await send(circle, 201, { form: freshForm(), answers });
    await set(circle, true, true, 1);
    await send(circle, 409, { form: freshForm(), answers });
    expect(await page()).toMatchObject({ access: "refused", reason: "closed" });
  });

  it("count once, however often the same form is sent", async () => {
    const circle = await newCircle("五");
    await set(circle, true, false, 0);
    const sent = freshForm();
    for (let i = 0; i < 3; i++) await send(circle, 201, { form: sent, answers }, "192.0.2.9");
    expect(await results(circle)).toMatchObject({ responses: 1, byOrigin: { link: 0, open: 1, paper: 0 } });
  });

  it("from one connection are few on a day", async () => {
    const circle = await newCircle("六");
    await set(circle, true, false, 0);
    for (let i = 0; i < 5; i++) await send(circle, 201, { form: freshForm(), answers }, "192.0.2.44");
    const full = await send(circle, 429, { form: freshForm(), answers }, "192.0.2.44");
    expect(full.json().detail).toMatch(/from your connection/);
    await send(circle, 201, { form: freshForm(), answers }, "192.0.2.45");
    expect((await results(circle)).responses).toBe(6);
  });
});

describe("results", () => {
  const said = (circle: string, basicEnough: string) => ({ circle, day: "2026-09-01", answers: { basicEnough } });

  test.each([
    [799, 0.799],
    [800, 0.8],
    [899, 0.899],
    [900, 0.9],
  ])("%i of 1,000 satisfied", async (satisfied, share) => {
    const circle = await newCircle(`满意 ${satisfied}`);
    const drafts = Array.from({ length: 1000 }, (_, i) => said(circle, i < satisfied ? "yes" : "no"));
    await tiny.store.replacePaperResponses("tiny", `${satisfied}.csv`, drafts);
    expect(await results(circle)).toMatchObject({
      people: 1000,
      peopleEstimated: false,
      sampleShare: 1,
      sufficient: true,
      needed: 0,
      categorySatisfiedShare: share,
      serviceSatisfiedShare: null,
      basis: { formulas: expect.arrayContaining(["survey.sample"]) },
    });
  });

  it("say whether one in ten has answered", async () => {
    const circle = await newCircle("样本");
    const file = (count: number) => Array.from({ length: count }, () => said(circle, "yes"));
    await tiny.store.replacePaperResponses("tiny", "sample.csv", file(99));
    expect(await results(circle)).toMatchObject({ sampleShare: 0.099, sufficient: false, needed: 1 });
    await tiny.store.replacePaperResponses("tiny", "sample.csv", file(100));
    expect(await results(circle)).toMatchObject({ sampleShare: 0.1, sufficient: true, needed: 0 });
  });

  it("begin anew from a day on, where a survey is held again", async () => {
    const circle = await newCircle("第二次");
    const drafts = [said(circle, "no"), { ...said(circle, "yes"), day: "2026-10-01" }];
    await tiny.store.replacePaperResponses("tiny", "twice.csv", drafts);
    const url = `${city}/surveys/${circle}/settings`;
    const payload = { openToAll: false, closed: false, since: "2026-10-01", version: 0 };
    await documented.ask(200, as("planner", { method: "PUT", url, payload }));
    expect(await results(circle)).toMatchObject({ responses: 1, from: "2026-10-01", categorySatisfiedShare: 1 });
    const { quality, survey } = (await documented.ask(200, `${city}/circles/${circle}/assessment`)).json();
    expect(survey).toMatchObject({ responses: 1, categorySatisfiedShare: 1 });
    expect(quality.indicators[1].parts[0].measures[0].found).toMatch(/1 ÷ 1000/);
    const all = await documented.ask(200, `${city}/surveys/${circle}?from=2026-01-01`);
    expect(all.json()).toMatchObject({ responses: 2, categorySatisfiedShare: 0.5 });
    const never = { ...payload, since: "2099-01-01", version: 1 };
    await documented.ask(400, as("planner", { method: "PUT", url, payload: never }));
  });

  it("tell what people wrote to those with an account alone", async () => {
    const circle = await newCircle("建议");
    const { tokens } = await links(circle, 2);
    await send(circle, 201, { token: tokens[0], answers });
    await send(circle, 201, { token: tokens[1], answers: { basicEnough: "no", suggestions: "=HYPERLINK(1)" } });
    const open = await documented.ask(200, `${city}/surveys/${circle}`);
    expect(open.body).not.toContain("缺个菜市场");
    expect(open.json().missing).toEqual([{ category: "food-market", mentions: 1 }]);
    const url = `${city}/surveys/${circle}/texts`;
    await documented.ask(401, url);
    const texts = (await documented.ask(200, as("steward", { url: `${url}?limit=1` }))).json();
    expect(texts).toMatchObject({ total: 2, items: [{ categories: expect.any(Array) }] });
    const more = await documented.ask(200, as("steward", { url: `${url}?limit=1&cursor=${texts.nextCursor}` }));
    const both = [...texts.items, ...more.json().items].map(({ text }: { text: string }) => text).sort();
    expect(both).toEqual(["=HYPERLINK(1)", "缺个菜市场"]);
    expect(more.json().nextCursor).toBeNull();
    const csv = await documented.ask(200, as("bureau", { url: `${city}/surveys/${circle}/export?format=csv` }));
    expect(csv.body).toContain("'=HYPERLINK(1)");
    // fewer than ten name the compound
    expect(csv.body).not.toContain("同福里");
    const xlsx = await documented.ask(200, as("bureau", { url: `${city}/surveys/${circle}/export` }));
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe("PK");
  });

  it("are of circles that there are", async () => {
    const nowhere = await documented.ask(404, `${city}/surveys/c_zzzzzz`);
    expect(nowhere.json().detail).toBe('There is no circle "c_zzzzzz" in tiny.');
    await documented.ask(404, "/api/cities/nowhere/surveys/c_000001");
    const circle = await newCircle("日期");
    await documented.ask(400, `${city}/surveys/${circle}?from=yesterday`);
    await documented.ask(400, `${city}/surveys/${circle}?colour=red`);
  });
});

describe("answers on paper", () => {
  const upload = (status: number, content: string | Buffer, name = "paper.csv", query = "", role: Role = "planner") =>
    documented.ask(status, as(role, fileOf(name, content, query)));

  it("are read from a table, and replaced by the same file", async () => {
    const circle = await newCircle("纸质");
    const table =
      "生活圈,日期,性别,小区,基本保障类业态,消费便利,建议,录入人\n纸质,2026/9/1,男,同福里,能够满足,不便利,缺药店,小李\n";
    const done = (await upload(200, table)).json();
    expect(done).toEqual({
      added: 1,
      removed: 0,
      ignored: ["录入人"],
      circles: [{ id: circle, name: "纸质", added: 1 }],
    });
    expect((await upload(200, table)).json()).toMatchObject({ added: 1, removed: 1 });
    expect(await results(circle)).toMatchObject({ responses: 1, byOrigin: { paper: 1 }, categorySatisfiedShare: 1 });
    const [{ answers: kept }] = await tiny.store.surveyResponses("tiny", circle);
    expect(kept).toEqual({
      gender: "男",
      compound: "同福里",
      basicEnough: "yes",
      convenient: "no",
      suggestions: "缺药店",
    });
  });

  it("go out as a table that can be taken in again as it was", async () => {
    const from = await newCircle("出");
    const to = await newCircle("进");
    const one = {
      gender: "女",
      occupation: "retired",
      compound: "同福里",
      basicPresent: ["pharmacy", "bank"],
      basicOther: "开水房",
      basicEnough: "mostly",
      qualityPresent: ["cinema"],
      smart: "fairly",
      suggestions: "缺修鞋的\n也缺药店",
    };
    const ten = Array.from({ length: 10 }, () => ({ circle: from, day: "2026-09-01", answers: one }));
    await tiny.store.replacePaperResponses("tiny", "出.csv", ten);
    for (const format of ["csv", "xlsx"]) {
      const url = `${city}/surveys/${from}/export?format=${format}`;
      const file = (await documented.ask(200, as("planner", { url }))).rawPayload;
      expect((await upload(200, file, `进.${format}`, `?circle=${to}`)).json()).toMatchObject({ added: 10 });
    }
    const kept = await tiny.store.surveyResponses("tiny", to);
    expect(kept).toHaveLength(20);
    for (const { day, answers: again } of kept) {
      expect(day).toBe("2026-09-01");
      expect(again).toEqual(one);
    }
  });

  it("that cannot be read are refused as a whole, with row and column", async () => {
    const circle = await newCircle("坏表");
    const rows = [
      "生活圈,日期,基本保障类业态,消费便利",
      "坏表,2026-09-01,能够满足,很便利",
      "没有的圈,2026-02-30,能够满足,不便利",
      "坏表,2099-01-01,基本满足,",
      "坏表,2026-09-01,,",
      "坏表,2026-09-01,能够满足,不便利",
    ];
    const { detail, errors } = (await upload(400, rows.join("\n"))).json();
    expect(detail).toMatch(/4 of 5 rows cannot be taken in, so none was/);
    const said = errors
      .map(({ field, message }: { field: string; message: string }) => `${field}: ${message}`)
      .join("\n");
    expect(said).toMatch(/消费便利: should be one of 非常便利、比较便利、不便利/);
    expect(said).toMatch(/生活圈: is no circle; there are .*坏表/);
    expect(said).toMatch(/日期: is not a date/);
    expect(said).toMatch(/日期: has not come yet/);
    expect(said).toMatch(/基本保障类业态: .*answer at least one/);
    expect((await results(circle)).responses).toBe(0);
    await upload(400, "a,b,c\n1,2,3\n");
    await upload(400, "日期,基本保障类业态,消费便利\n2026-09-01,能够满足,不便利\n");
    await upload(400, rows[0]);
    await upload(404, rows[0], "x.csv", "?circle=c_zzzzzz");
    await upload(403, rows[0], "x.csv", "", "bureau");
    const noFile = { method: "POST" as const, url: `${city}/surveys/import`, payload: { file: "x" } };
    await documented.ask(415, as("planner", noFile));
  });
});

it("the sample's answers are read, and come to what the file says", async () => {
  const file = join(import.meta.dirname, "../../../data/sample/files/surveys.csv");
  const rows = (await readFile(file, "utf8"))
    .trim()
    .split(/\r?\n/)
    .map((line) => line.replace("\uFEFF", "").split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
  const [header, ...body] = rows;
  const names = [...new Set(body.map(([name]) => name))];
  const ids = new Map<string, string>();
  for (const name of names) ids.set(name, await newCircle(name));
  const done = await documented.ask(200, as("planner", fileOf("surveys.csv", await readFile(file))));
  expect(done.json()).toMatchObject({ added: 340, ignored: [] });
  for (const name of names) {
    const own = body.filter(([circle]) => circle === name);
    const share = (columns: string[]) => {
      const cells = own
        .flatMap((row) => columns.map((column) => row[header.indexOf(column)]))
        .filter((cell) => cell !== "");
      return cells.filter((cell) => !/^(不|少部分|没有)/.test(cell)).length / cells.length;
    };
    const found = await results(ids.get(name)!);
    expect(found.responses).toBe(own.length);
    expect(found.categorySatisfiedShare).toBe(share(["基本保障类业态", "品质提升类业态"]));
    expect(found.serviceSatisfiedShare).toBe(share(["消费便利", "服务满意", "智慧服务", "规范有序", "商居和谐"]));
    const wishes = (word: string) => own.filter((row) => row.at(-1)!.includes(word)).length;
    const mentions = new Map(
      found.missing.map((one: { category: string; mentions: number }) => [one.category, one.mentions]),
    );
    expect(mentions.get("small-repair") ?? 0).toBe(wishes("修鞋"));
    expect(mentions.get("food-market") ?? 0).toBe(wishes("菜市场"));
    expect(mentions.get("community-canteen") ?? 0).toBe(wishes("食堂"));
  }
});
