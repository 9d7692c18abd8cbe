import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type { OutletDraft, Role } from "../../src/store/index.ts";
import { DocumentedApp } from "./documented.ts";
import { signedIn } from "./signed-in.ts";
import { startTinyServer } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

const base = "/api/cities/tiny/projects";
let tiny: TinyServer;
let documented: DocumentedApp;
let headers: Partial<Record<Role, Record<string, string>>>;
let circle: string;

beforeAll(async () => {
  tiny = await startTinyServer();
  documented = await DocumentedApp.of(tiny.app);
  headers = await signedIn(tiny.store, ["planner", "bureau", "steward"]);
  const ring = [
    [118.04, 38.745],
    [118.07, 38.745],
    [118.07, 38.755],
    [118.04, 38.755],
    [118.04, 38.745],
  ];
  const boundary = { type: "Polygon" as const, coordinates: [ring] };
  const draft = {
    name: "同福生活圈",
    kind: "15min" as const,
    boundary,
    details: null,
    requiredBasic: null,
    note: null,
  };
  [{ id: circle }] = await tiny.store.addCircles("tiny", [draft], "u_1");
});

afterAll(() => tiny.close());

const as = (role: Role, options: InjectOptions): InjectOptions => ({ ...options, headers: headers[role] });
const post = async (payload: object, status = 201, role: Role = "bureau") =>
  (await documented.ask(status, as(role, { method: "POST", url: base, payload }))).json();
const put = async (id: string, payload: object, status = 200) =>
  (await documented.ask(status, as("bureau", { method: "PUT", url: `${base}/${id}`, payload }))).json();
const get = async (id: string) => (await documented.ask(200, `${base}/${id}`)).json();

/** Ten metres north of the street, as all in town. */
const door = 38.75 + 10 / 111_195;
async function opened(services: OutletDraft["services"], lng: number): Promise<string> {
  const outlet = {
    sourceRef: null,
    name: "新店",
    services,
    location: [lng, door] as [number, number],
    original: null,
    address: null,
    phone: null,
    openingHours: null,
    openingHoursText: null,
    status: "open" as const,
    openedOn: null,
    closedOn: null,
    attributes: {},
  };
  return (await tiny.store.addOutlets("tiny", "by hand", null, [outlet]))[0];
}

const bank = { name: "同福路银行网点", category: "bank" };

describe("projects", () => {
  it("go on the list, and through their states", async () => {
    const whole = {
      ...bank,
      circle,
      community: "西社区",
      content: "新设自助银行",
      site: { location: [118.054, door], name: "同福路 9 号", siteId: null },
      responsibleUnit: " 同福街道 ",
      investmentNote: "银行自筹",
      costNote: null,
      deadline: "2027-03-31",
      forecast: { households: 400, people: 1000, ringMinutes: null },
    };
    const added = await post(whole);
    expect(added).toMatchObject({
      ...whole,
      responsibleUnit: "同福街道",
      state: "proposed",
      version: 1,
      measured: null,
      origin: null,
      outlet: null,
      kind: null,
    });
    const { id } = added;
    const accepted = await put(id, { version: 1, state: "accepted", note: "街道已同意" });
    expect(accepted).toMatchObject({ state: "accepted", version: 2, deadline: "2027-03-31" });
    const late = await put(id, { version: 1, name: "另一个名字" }, 409);
    expect(late.detail).toMatch(/is at version 2/);
    const back = await put(id, { version: 2, state: "opened" });
    expect(
      back.history.map(({ from, to, note }: { from: string; to: string; note: string }) => [from, to, note]),
    ).toEqual([
      [null, "proposed", null],
      ["proposed", "accepted", "街道已同意"],
      ["accepted", "opened", null],
    ]);
    const wrong = await put(id, { version: 3, state: "dropped" }, 400);
    expect(wrong.errors[0]).toMatchObject({ field: "state", message: expect.stringMatching(/should be underway/) });
    await documented.ask(409, as("bureau", { method: "DELETE", url: `${base}/${id}?version=1` }));
    await documented.ask(204, as("bureau", { method: "DELETE", url: `${base}/${id}?version=3` }));
    await documented.ask(404, `${base}/${id}`);
  });

  it("are measured once their outlet is open: who reaches it, and nothing else of its kind", async () => {
    const { id } = await post({ ...bank, forecast: { households: 400, people: null, ringMinutes: null } });
    const outlet = await opened([{ category: "bank", kind: null }], 118.054);
    await put(id, { version: 1, outlet });
    expect((await get(id)).measured).toBeNull();
    await put(id, { version: 2, state: "accepted" });
    await put(id, { version: 3, state: "opened" });
    const measured = (await get(id)).measured;
    expect(measured).toMatchObject({ households: 400, people: 1000, nearestHouseholds: 400 });
    expect(measured.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    // a second one beside the eastern home: that home would not miss the first any more
    const second = await opened([{ category: "bank", kind: null }], 118.0555);
    expect((await get(id)).measured).toMatchObject({ households: 100, people: 250, nearestHouseholds: 100 });
    await tiny.store.editOutlet("tiny", second, { status: "closed" }, { actor: "u_1", origin: "edit" });
    expect((await get(id)).measured).toMatchObject({ households: 400 });
    // within five minutes only the eastern home walks there
    await put(id, { version: 4, forecast: { households: 300, people: null, ringMinutes: 5 } });
    expect((await get(id)).measured).toMatchObject({ households: 300 });
    await put(id, { version: 5, forecast: { households: 400, people: null, ringMinutes: 9 } });
    expect((await get(id)).measured).toMatchObject({ households: 400 });
    await tiny.store.editOutlet("tiny", outlet, { status: "closed" }, { actor: "u_1", origin: "edit" });
    expect((await get(id)).measured).toBeNull();
  });

  it("of a kind of repair are measured among that kind alone", async () => {
    const shop = { category: "small-repair" as const, kind: "key" as const };
    const outlet = await opened([shop], 118.051);
    const project = { name: "配钥匙", ...shop, state: "opened", outlet };
    const { id } = await post(project);
    // the cobbler next door repairs no keys
    expect((await get(id)).measured).toMatchObject({ households: 400, nearestHouseholds: 400 });
    const { id: any } = await post({ ...project, kind: null });
    expect((await get(any)).measured.households).toBe(0);
  });

  test.each([
    [{ category: "bank" }, "name"],
    [{ ...bank, name: "  " }, "name"],
    [{ ...bank, category: "casino" }, "category"],
    [{ ...bank, kind: "shoe" }, "kind"],
    [{ ...bank, state: "done" }, "state"],
    [{ ...bank, deadline: "2027-02-30" }, "deadline"],
    [{ ...bank, circle: "q_zzzzzz" }, "circle"],
    [{ ...bank, outlet: "o_zzzzzz" }, "outlet"],
    [{ ...bank, site: { location: null, name: null, siteId: "s_zzzzzz" } }, "site.siteId"],
    [{ ...bank, site: { location: [38.75, 118.05], name: null, siteId: null } }, "site.location[1]"],
    [{ ...bank, budget: 1 }, "budget"],
  ])("%j is refused by field", async (payload, field) => {
    const { errors } = await post(payload, 400);
    expect(errors.map((one: { field: string }) => one.field)).toContain(field);
  });

  it("are for bureaus and planners to write, and for all to read without names", async () => {
    const { id } = await post(bank, 201, "planner");
    expect((await post(bank, 403, "steward")).detail).toMatch(/role bureau/);
    await documented.ask(401, { method: "POST", url: base, payload: bank });
    const open = await documented.ask(200, `${base}/${id}`);
    expect(open.body).not.toContain((await tiny.store.findAccount("planner"))!.id);
  });
});

describe("the list", () => {
  it("is found by circle, state, community and category, page by page, and handed out as attachment 6", async () => {
    const add = (name: string, more: object) => post({ ...bank, name, ...more });
    await add("甲", { circle, community: "甲社区" });
    await add("=乙", { circle, community: "甲社区", state: "accepted", deadline: "2027-01-31" });
    await add("丙", { circle, category: "pharmacy", forecast: { households: 12, people: null, ringMinutes: 10 } });
    const names = async (query: string) =>
      (await documented.ask(200, `${base}?${query}`)).json().items.map(({ name }: { name: string }) => name);
    expect(await names(`circle=${circle}`)).toEqual(["甲", "=乙", "丙"]);
    expect(await names(`circle=${circle}&state=accepted,underway`)).toEqual(["=乙"]);
    expect(await names(`community=${encodeURIComponent("甲社区")}`)).toEqual(["甲", "=乙"]);
    expect(await names("category=pharmacy")).toEqual(["丙"]);
    const first = (await documented.ask(200, `${base}?circle=${circle}&limit=2`)).json();
    expect(await names(`circle=${circle}&limit=2&cursor=${first.nextCursor}`)).toEqual(["丙"]);
    await documented.ask(400, `${base}?state=finished`);
    const csv = await documented.ask(200, `${base}/export?format=csv&circle=${circle}`);
    const [header, ...rows] = csv.body.replace("\uFEFF", "").trim().split("\r\n");
    expect(header).toBe(
      "序号,生活圈,社区名称,项目名称,业态,建设内容,建设地点,经度,纬度,责任单位,投资说明,费用说明,完成时限,进展,预计新增覆盖户数,实测新增覆盖户数,实测日期",
    );
    expect(rows[1]).toMatch(/^2,同福生活圈,甲社区,'=乙,银行网点,.*,2027-01-31,已立项,,,$/);
    expect(rows[2]).toMatch(/,药店,.*,拟建,12,,$/);
    const xlsx = await documented.ask(200, `${base}/export`);
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe("PK");
  });

  it("takes sites over from siting, once each", async () => {
    const site = (order: number, name: string | null, lng: number) => ({
      order,
      location: [lng, door],
      candidate: { kind: "site", id: null, name },
      category: "small-repair",
      kind: "shoe",
      ringMinutes: 10,
      gainedHouseholds: 100 * order,
      gainedPeople: null,
    });
    const { id: job } = await tiny.store.addJob({ kind: "siting.find", city: "tiny", actor: "u_1", input: {} });
    const take = (orders: number[], status = 201, of = job) =>
      documented.ask(
        status,
        as("planner", {
          method: "POST",
          url: `${base}/from-siting`,
          payload: { job: of, orders, responsibleUnit: "街道" },
        }),
      );
    expect((await take([1], 409)).json().detail).toMatch(/is queued/);
    await tiny.store.startJob(job);
    const result = { sites: [site(1, "闲置报刊亭", 118.045), site(2, null, 118.06), site(3, null, 118.078)] };
    await tiny.store.endJob(job, "done", { result });
    const { items } = (await take([1, 3])).json();
    expect(items).toMatchObject([
      {
        name: "修鞋 · 闲置报刊亭",
        circle,
        community: "西社区",
        category: "small-repair",
        kind: "shoe",
        site: { location: [118.045, door], name: "闲置报刊亭" },
        forecast: { households: 100, people: null, ringMinutes: 10 },
        origin: { job, order: 1 },
        responsibleUnit: "街道",
        state: "proposed",
      },
      { name: "修鞋 · 选址 3", circle: null, community: "东社区", forecast: { households: 300 } },
    ]);
    expect((await take([2, 1], 409)).json().detail).toMatch(/in the list of projects already/);
    expect((await take([7], 400)).json().errors[0]).toMatchObject({ field: "orders[0]" });
    await take([1], 404, "j_nobodys");
    const { id: otherJob } = await tiny.store.addJob({ kind: "import.stage", city: "tiny", actor: "u_1", input: {} });
    await take([1], 404, otherJob);
    // neither of two, where one is refused
    expect((await take([2])).json().items).toHaveLength(1);
  });
});
