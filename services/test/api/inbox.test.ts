import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hugePng, phonePhoto, scriptSvg } from "../inbox/pictures.ts";
import { multipart, startInboxServer } from "./inbox-server.ts";
import type { InboxServer } from "./inbox-server.ts";
import { ratingCases } from "./ratings-cases.ts";

let server: InboxServer;
const reports = "/api/cities/town/reports";
const outlets = "/api/cities/town/outlets";

beforeAll(async () => {
  server = await startInboxServer();
});

afterAll(() => server.close());

const cobbler = {
  kind: "new",
  location: [118.0401, 38.7401],
  category: "small-repair",
  repairKind: "shoe",
  name: "老王修鞋",
  note: "菜市场北门口，下午才来",
};

/** The id of the open report that is the newest. */
async function newest(): Promise<string> {
  const { items } = (await server.as("steward", 200, "GET", `${reports}?limit=200`)).json();
  return items
    .map(({ id }: { id: string }) => id)
    .sort()
    .at(-1);
}

async function idOf(report: object, photo?: Buffer): Promise<string> {
  await server.report(201, report, photo ? { photo } : {});
  return newest();
}

const accept = (id: string, more: object = {}, status = 200) =>
  server.as("steward", status, "PATCH", `${reports}/${id}`, { decision: "accept", ...more });

ratingCases(() => server);

describe("a report", () => {
  test("of a new outlet goes from a form to the map, and its sender can follow it", async () => {
    const form = (await server.documented.ask(200, `${reports}/form`)).json();
    expect(form).toMatchObject({ notBeforeSeconds: 3, expiresSeconds: 7200, trap: "website" });
    const sooner = await server.report(429, { ...cobbler, form: form.form });
    expect(Number(sooner.headers["retry-after"])).toBeGreaterThanOrEqual(1);

    const near = await server.shop("隔壁修鞋", 118.0403);
    await server.store.editOutlet("town", near, { location: [118.0403, 38.7401] }, { actor: "t", origin: "edit" });
    const sent = (await server.report(201, { ...cobbler, since: "2026-05-01" })).json();
    expect(sent).toEqual({ code: expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/), joined: false, said: 1 });
    const joined = (await server.report(201, { ...cobbler, name: "王师傅老王修鞋", note: "加微信 abc" })).json();
    expect(joined).toMatchObject({ joined: true, said: 2 });
    const status = `${reports}/status/${sent.code}`;
    expect((await server.documented.ask(200, status)).json()).toMatchObject({ kind: "new", state: "open", said: 2 });

    const id = await newest();
    const seen = (await server.as("bureau", 200, "GET", `${reports}/${id}`)).json();
    expect(seen).toMatchObject({
      kind: "new",
      said: 2,
      name: "老王修鞋",
      category: "small-repair",
      flags: ["contact"],
    });
    expect(seen.nearby[0]).toMatchObject({ id: near, sameCategory: true, meters: 17 });
    expect(seen.sayings.map(({ note }: { note: string }) => note)).toEqual([cobbler.note, "加微信 abc"]);
    expect(JSON.stringify(seen)).not.toMatch(/2001:db8|127\.0\.0\.1/);

    const accepted = (await accept(id, { note: "谢谢，已补上。" })).json();
    expect(accepted).toMatchObject({ state: "accepted", decision: { changed: true, answer: "谢谢，已补上。" } });
    const { outlet } = accepted.decision;
    const added = (await server.documented.ask(200, `${outlets}/${outlet}`)).json();
    expect(added).toMatchObject({
      name: "老王修鞋",
      services: [{ category: "small-repair", kind: "shoe" }],
      location: cobbler.location,
      status: "open",
      openedOn: "2026-05-01",
      source: "report",
      sourceRef: id,
    });
    const { versions } = (await server.as("steward", 200, "GET", `${outlets}/${outlet}/history`)).json();
    expect(versions).toMatchObject([{ change: "added", origin: "report", originId: id, effectiveOn: "2026-05-01" }]);
    expect((await server.documented.ask(200, status)).json()).toMatchObject({
      state: "accepted",
      answer: "谢谢，已补上。",
      outlet,
    });
    const reopened = (await server.as("second", 200, "PATCH", `${reports}/${id}`, { decision: "reopen" })).json();
    expect(reopened).toMatchObject({ state: "open", decision: null });
    await server.documented.ask(404, `${outlets}/${outlet}`);
    const rejected = { decision: "reject", note: "没有找到" };
    await server.as("second", 200, "PATCH", `${reports}/${id}`, rejected);
    expect((await server.documented.ask(200, status)).json()).toMatchObject({ state: "rejected", answer: "没有找到" });
    const audit = (await server.store.listAudit({ city: "town", limit: 3 })).map(({ action }) => action);
    expect(audit).toEqual(["report.rejected", "report.reopened", "report.accepted"]);
    await server.documented.ask(404, `${reports}/status/aaaa-aaaa-aaaa`);
  });

  test("of an outlet that closed closes it from the day on that was said, and opens it again", async () => {
    const id = await server.shop("要关的店");
    const report = await idOf({ kind: "closed", outlet: id, since: "2026-04-01" });
    await accept(report);
    const url = `${outlets}/${id}`;
    expect((await server.documented.ask(200, url)).json()).toMatchObject({ status: "closed", closedOn: "2026-04-01" });
    const before = await server.store.outletsOn("town", "2026-03-31");
    expect(before.find((outlet) => outlet.id === id)?.status).toBe("open");
    await server.as("steward", 200, "PATCH", `${reports}/${report}`, { decision: "reopen" });
    expect((await server.documented.ask(200, url)).json()).toMatchObject({ status: "open", closedOn: null });
    // changed since, it cannot be taken back
    await accept(report);
    await server.as("steward", 200, "PATCH", url, { phone: "022-5550100" });
    const refused = await server.as("steward", 409, "PATCH", `${reports}/${report}`, { decision: "reopen" });
    expect(refused.json().detail).toMatch(new RegExp(`outlet ${id} was changed afterwards`));
    expect((await server.as("steward", 200, "GET", `${reports}/${report}`)).json().state).toBe("accepted");
  });

  test("of one that moved moves it; of one that is wrong puts right what was said, or what the steward says", async () => {
    const id = await server.shop("会动的店");
    await accept(await idOf({ kind: "moved", outlet: id, location: [118.061, 38.745] }));
    const moved = await server.documented.ask(200, `${outlets}/${id}`);
    expect(moved.json()).toMatchObject({ location: [118.061, 38.745], address: null });
    await accept(await idOf({ kind: "wrong", outlet: id, name: "会动的鞋店", category: "laundry" }));
    const righted = await server.documented.ask(200, `${outlets}/${id}`);
    expect(righted.json()).toMatchObject({ name: "会动的鞋店", services: [{ category: "laundry", kind: null }] });
    const words = await idOf({ kind: "wrong", outlet: id, note: "周日也开" });
    expect((await accept(words, {}, 400)).json().errors[0].field).toBe("outlet");
    await accept(words, { outlet: { openingHoursText: "周一至周日 8:00-18:00" } });
    const hours = await server.documented.ask(200, `${outlets}/${id}`);
    expect(hours.json().openingHours).toBe("08:00-18:00");
    const { versions } = (await server.as("steward", 200, "GET", `${outlets}/${id}/history`)).json();
    expect(versions.map(({ change, origin }: Record<string, string>) => [change, origin])).toEqual([
      ["added", "import"],
      ["moved", "report"],
      ["corrected", "report"],
      ["corrected", "report"],
    ]);
  });

  test("that names no outlet waits for the steward to name it; a new one may turn out to be there", async () => {
    const id = await server.shop("无名的店");
    const nameless = await idOf({ kind: "closed", location: [118.05, 38.75], note: "门关着" });
    expect((await accept(nameless, {}, 400)).json().errors[0].field).toBe("outletId");
    await accept(nameless, { outletId: "o_none" }, 404);
    await accept(nameless, { outletId: id });
    expect((await server.store.getOutlet("town", id))?.status).toBe("closed");
    // merged since, it goes by another name
    const [other, ...rest] = [await server.shop("合并后的店"), await server.shop("被合并的店")];
    const merged = await idOf({ kind: "closed", outlet: rest[0] });
    await server.as("steward", 200, "POST", `${outlets}/${other}/merge`, { with: rest });
    expect((await accept(merged)).json().decision).toMatchObject({ outlet: other, changed: true });
    expect((await server.store.getOutlet("town", other))?.status).toBe("closed");
    const twice = await idOf({ ...cobbler, location: [118.05, 38.7501] });
    const count = (await server.store.allOutlets("town")).length;
    expect((await accept(twice, { outletId: id })).json().decision).toMatchObject({ outlet: id, changed: false });
    expect((await server.store.allOutlets("town")).length).toBe(count);
    await server.as("steward", 200, "PATCH", `${reports}/${twice}`, { decision: "reopen" });
  });

  test("is decided by one of two stewards who do so at once", async () => {
    const report = await idOf({ ...cobbler, location: [118.065, 38.735] });
    const count = (await server.store.allOutlets("town")).length;
    const answers = await Promise.all(
      (["steward", "second"] as const).map((who) =>
        server.as(who, 200, "PATCH", `${reports}/${report}`, { decision: "accept" }).then(
          () => "won",
          (error: Error) => error.message,
        ),
      ),
    );
    expect(answers.filter((answer) => answer === "won").length).toBe(1);
    expect(answers.find((answer) => answer !== "won")).toMatch(/409, not 200.*was accepted already, by u_/);
    expect((await server.store.allOutlets("town")).length).toBe(count + 1);
    await server.as("second", 409, "PATCH", `${reports}/${report}`, { decision: "reject" });
  });

  test("is the stewards' business alone", async () => {
    const report = await idOf({ ...cobbler, location: [118.035, 38.735] });
    await server.documented.ask(401, reports);
    await server.documented.ask(401, `${reports}/${report}`);
    await server.documented.ask(401, { method: "PATCH", url: `${reports}/${report}`, payload: { decision: "accept" } });
    await server.as("bureau", 403, "PATCH", `${reports}/${report}`, { decision: "accept" });
    await server.as("bureau", 403, "GET", `${reports}/${report}/photo`);
    await server.as("steward", 404, "GET", `${reports}/m_none`);
    await server.as("steward", 404, "PATCH", `${reports}/m_none`, { decision: "accept" });
    await server.as("steward", 404, "GET", "/api/cities/atlantis/reports");
    const page = (await server.as("steward", 200, "GET", `${reports}?kind=new&limit=1`)).json();
    expect(page.items.length).toBe(1);
    const next = await server.as("steward", 200, "GET", `${reports}?kind=new&limit=1&cursor=${page.nextCursor}`);
    expect(next.json().items[0].id > page.items[0].id).toBe(true);
    await server.as("steward", 400, "GET", `${reports}?state=lost`);
  });
});

describe("what is not taken:", () => {
  const base = { kind: "closed", location: [118.05, 38.75] };
  test.each([
    ["no form", { ...base, form: undefined }, "form"],
    ["a form that somebody made up", { ...base, form: "abc.def.ghi" }, "form"],
    ["the trap", { ...base, website: "http://spam.example" }, "website"],
    ["a kind nobody knows", { ...base, kind: "burning" }, "kind"],
    ["neither outlet nor place", { kind: "closed" }, "outlet"],
    ["a new outlet without a category", { kind: "new", location: [118.05, 38.75] }, "category"],
    ["a new outlet without a place", { kind: "new", category: "bank" }, "location"],
    ["a category nobody knows", { ...base, category: "casino" }, "category"],
    ["a kind of repair in a bank", { ...cobbler, category: "bank" }, "repairKind"],
    ["a move to nowhere", { kind: "moved", outlet: "o_000001" }, "location"],
    ["nothing that is wrong", { kind: "wrong", location: [118.05, 38.75] }, "note"],
    ["a place with the latitude first", { ...base, location: [38.75, 118.05] }, "location"],
    ["a place elsewhere", { ...base, location: [116.4, 39.9] }, "location"],
    ["a place at 0, 0", { ...base, location: [0, 0] }, "location"],
    ["half a place", { ...base, location: [118.05] }, "location"],
    ["a place that is text", { ...base, location: "118.05,38.75" }, "location"],
    ["an outlet that is not", { kind: "closed", outlet: "o_zzzzzz" }, "outlet"],
    ["an outlet that is SQL", { kind: "closed", outlet: "'; drop table reports; --" }, "outlet"],
    ["NUL", { ...base, note: "a\0b" }, "note"],
    ["half a character", { ...base, note: "\ud800" }, "note"],
    ["a note that is too long", { ...base, note: "好".repeat(1001) }, "note"],
    ["a name of several lines", { ...base, name: "a\nb" }, "name"],
    ["a day that is none", { ...base, since: "2026-02-30" }, "since"],
    ["tomorrow's tomorrow", { ...base, since: "2999-01-01" }, "since"],
    ["a field nobody knows", { ...base, admin: true }, "admin"],
  ])("%s", async (_what, report, field) => {
    const refused = await server.report(400, report);
    expect(refused.json().errors.map((error: { field: string }) => error.field)[0]).toMatch(new RegExp(`^${field}`));
  });

  test("an outlet or a form of another city, a note of 10 MB, a body that is no JSON", async () => {
    const id = await server.shop("此城的店");
    const refused = await server.report(400, { kind: "closed", outlet: id }, { city: "elsewhere" });
    expect(refused.json().errors[0].field).toBe("outlet");
    await server.report(400, { ...base, form: server.form("elsewhere") });
    await server.report(404, base, { city: "atlantis" });
    await server.report(413, { ...base, note: "x".repeat(10 * 1024 * 1024) });
    const send = (payload: string | Buffer, type: string) => ({
      method: "POST" as const,
      url: reports,
      payload,
      headers: { "content-type": type },
    });
    await server.documented.ask(400, send("{", "application/json"));
    await server.documented.ask(415, send("kind=closed", "application/x-www-form-urlencoded"));
    await server.documented.ask(400, send("no boundary", "multipart/form-data; boundary=x"));
  });

  test("the same form twice gives one report, one code, and is counted once", async () => {
    const twice = { ...cobbler, location: [118.045, 38.732], form: server.form() };
    const one = (await server.report(201, twice)).json();
    const two = (await server.report(201, twice)).json();
    expect(two.code).toBe(one.code);
    expect(two.said).toBe(1);
  });

  test("more than a person would send: by one sender, wherever its address ends, and about one place", async () => {
    const address = (i: number) => `2001:db8:ffff:1::${i.toString(16)}`;
    // each about another place, so that the sender's limit is met and not the place's
    const send = (status: number, i: number) =>
      server.report(status, { kind: "closed", location: [118.031 + i * 0.0018, 38.7559] }, { address: address(i) });
    for (let i = 0; i < 20; i++) await send(201, i);
    const refused = await send(429, 20);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(3000);
    expect(refused.json().detail).toMatch(/from your connection/);
    const place = { kind: "closed", outlet: await server.shop("众矢之的") };
    for (let i = 0; i < 40; i++) await server.report(201, place);
    expect((await server.report(429, place)).json().detail).toMatch(/about this place/);
    const open = (await server.as("steward", 200, "GET", `${reports}?kind=closed&limit=200`)).json();
    expect(open.items.find(({ outletId }: { outletId: string }) => outletId === place.outlet).said).toBe(40);
  });
});

describe("a photo", () => {
  test("is for stewards until one makes it public; nothing of where it was taken is left", async () => {
    const id = await server.shop("有图的店");
    const photo = await phonePhoto(2000, 1500);
    const report = await idOf({ kind: "wrong", outlet: id, note: "招牌换了" }, photo);
    const seen = (await server.as("steward", 200, "GET", `${reports}/${report}`)).json();
    expect(seen.sayings[0].photo).toMatchObject({ number: 1, width: 1200, height: 1600 });
    const { url, thumbUrl } = seen.sayings[0].photo;
    await server.documented.ask(401, url);
    const large = await server.as("steward", 200, "GET", url);
    expect(large.headers).toMatchObject({
      "content-type": "image/jpeg",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
      "content-security-policy": "default-src 'none'; sandbox",
    });
    for (const word of ["Exif", "Secret", "Wang", "GPS"]) {
      expect(photo.includes(word) || word === "GPS").toBe(true);
      expect(large.rawPayload.includes(word)).toBe(false);
    }
    const small = await sharp((await server.as("steward", 200, "GET", thumbUrl)).rawPayload).metadata();
    expect([small.width, small.height]).toEqual([240, 320]);
    expect((await server.as("steward", 200, "GET", `${reports}/${report}/photo`)).rawPayload).toEqual(large.rawPayload);
    await server.as("steward", 404, "GET", `${reports}/${report}/photo?number=2`);

    const shown = `${outlets}/${id}/photo`;
    await server.documented.ask(404, shown);
    await accept(report, { outlet: { phone: "022-5550100" }, photo: 2 }, 404);
    await accept(report, { outlet: { phone: "022-5550100" }, photo: 1 });
    const first = await server.documented.ask(200, `${shown}?thumb`);
    const again = { url: `${shown}?thumb`, headers: { "if-none-match": String(first.headers.etag) } };
    await server.documented.ask(304, again);
    await server.documented.ask(200, shown);
    await server.as("bureau", 403, "DELETE", shown);
    await server.as("steward", 204, "DELETE", shown);
    await server.as("steward", 404, "DELETE", shown);
    await server.documented.ask(404, again);
  });

  test("goes with its outlet when the decision is taken back", async () => {
    const place = { ...cobbler, location: [118.069, 38.731] };
    const report = await idOf(place, await phonePhoto(64, 64));
    const { outlet } = (await accept(report, { photo: 1 })).json().decision;
    await server.documented.ask(200, `${outlets}/${outlet}/photo`);
    await server.as("steward", 200, "PATCH", `${reports}/${report}`, { decision: "reopen" });
    await server.documented.ask(404, `${outlets}/${outlet}/photo`);
    const seen = (await server.as("steward", 200, "GET", `${reports}/${report}`)).json();
    expect(seen).toMatchObject({ state: "open", publicPhoto: null });
  });

  test.each([
    ["an SVG with a script", () => scriptSvg, 400],
    ["a bomb", () => hugePng(60_000, 60_000), 400],
    ["a program", () => Buffer.from("MZ\u0090\0"), 400],
    ["11 MB", () => Buffer.alloc(11 * 1024 * 1024, 0xff), 413],
  ])("that is %s is refused with its report", async (_what, make, status) => {
    const before = (await server.as("steward", 200, "GET", `${reports}?limit=200`)).json().items.length;
    const refused = await server.report(status, { ...cobbler, location: [118.034, 38.758] }, { photo: make() });
    if (status === 400) expect(refused.json().errors[0].field).toBe("photo");
    expect((await server.as("steward", 200, "GET", `${reports}?limit=200`)).json().items.length).toBe(before);
  });

  test.each([
    ["another field", { report: "rapport" }, "rapport"],
    ["another file", { photo: "virus" }, "virus"],
    ["what every object has", { report: "__proto__" }, null],
  ])("comes in a form of two parts, not with %s", async (_what, names, field) => {
    const form = multipart(JSON.stringify({ ...cobbler, form: server.form() }), await phonePhoto(64, 64), names);
    const refused = await server.documented.ask(400, { method: "POST", url: reports, ...form });
    expect(refused.json().errors[0]?.field ?? null).toBe(field);
    const broken = multipart("{", await phonePhoto(64, 64));
    const second = await server.documented.ask(400, { method: "POST", url: reports, ...broken });
    expect(second.json().errors[0].field).toBe("report");
  });
});
