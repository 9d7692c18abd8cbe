import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { get } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import type { FastifyInstance, InjectOptions } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import type { Role, Store } from "../../src/store/index.ts";
import { sampleCity } from "../store/samples.ts";
import { DocumentedApp } from "./documented.ts";
import { signedIn } from "./signed-in.ts";
import { openAnyStore } from "../stores.ts";

let store: Store;
let app: FastifyInstance;
let documented: DocumentedApp;
const folder = mkdtempSync(join(tmpdir(), "quarterhour-editing-"));
let as: Awaited<ReturnType<typeof signedIn>>;
const url = "/api/cities/town/outlets";

beforeAll(async () => {
  store = await openAnyStore(folder);
  app = await buildApp({ store, webFolder: "/nowhere" });
  documented = await DocumentedApp.of(app);
  await store.putCity(sampleCity("town"));
  as = await signedIn(store);
});

afterAll(async () => {
  await app.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const ask = (status: number, method: InjectOptions["method"], path: string, payload?: object, role: Role = "steward") =>
  documented.ask(status, { method, url: path, headers: as[role], ...(payload ? { payload } : {}) });

const cobbler = {
  name: "老王修鞋",
  services: [{ category: "small-repair", kind: "shoe" }],
  location: [118.05, 38.75],
  openingHoursText: "周一至周六 8:30-18:00",
};

test("a steward adds an outlet, with hours as people write them", async () => {
  const added = (await ask(201, "POST", url, cobbler)).json();
  expect(added).toMatchObject({ ...cobbler, openingHours: "Mo-Sa 08:30-18:00", source: "steward", status: "open" });
  const seen = await documented.ask(200, `${url}/${added.id}`);
  expect(seen.json().name).toBe("老王修鞋");
  await ask(403, "POST", url, cobbler, "bureau");
  await documented.ask(401, { method: "POST", url, payload: cobbler });
  await ask(404, "POST", "/api/cities/atlantis/outlets", cobbler);
  expect((await store.allOutlets("town")).length).toBe(1);
});

test.each([
  ["no category", { ...cobbler, services: [] }, "services"],
  ["a place that is none", { ...cobbler, location: [38.75, 118.05] }, "location"],
  ["a field nobody knows", { ...cobbler, colour: "red" }, "colour"],
  ["a script for an address", { ...cobbler, attributes: { url: "javascript:alert(1)" } }, "attributes"],
  ["a day that is not", { ...cobbler, openedOn: "2026-02-30" }, "openedOn"],
])("%s is refused by field", async (_what, payload, field) => {
  const before = (await store.allOutlets("town")).length;
  const refused = (await ask(400, "POST", url, payload)).json();
  expect(refused.errors[0].field).toContain(field);
  expect((await store.allOutlets("town")).length).toBe(before);
});

test("changes are told by the history, to those who are logged in", async () => {
  const { id } = (await ask(201, "POST", url, { ...cobbler, name: "改" })).json();
  await ask(200, "PATCH", `${url}/${id}`, { phone: "022-0555 0100" });
  const closed = await ask(200, "PATCH", `${url}/${id}`, {
    status: "closed",
    closedOn: "2026-06-30",
    effectiveOn: "2026-06-30",
  });
  expect(closed.json()).toMatchObject({ status: "closed", openNow: false, phone: "022-0555 0100" });
  await ask(400, "PATCH", `${url}/${id}`, { effectiveOn: "2026-06-30" });
  await ask(400, "PATCH", `${url}/${id}`, { phone: null, corrects: true, effectiveOn: "2026-06-30" });
  await ask(404, "PATCH", `${url}/o_zzzzzz`, { phone: null });
  const history = (await ask(200, "GET", `${url}/${id}/history`, undefined, "bureau")).json();
  expect(history.versions.map(({ change }: { change: string }) => change)).toEqual(["added", "changed", "closed"]);
  await documented.ask(401, `${url}/${id}/history`);
  await ask(204, "DELETE", `${url}/${id}`);
  await documented.ask(404, `${url}/${id}`);
  const after = (await ask(200, "GET", `${url}/${id}/history`)).json();
  expect(after).toMatchObject({ records: [], provenance: {} });
  expect(after.versions.at(-1).change).toBe("removed");
  const audit = (await store.listAudit({ city: "town", limit: 10 })).map(({ action }) => action);
  expect(audit.slice(0, 4)).toEqual(["outlet.removed", "outlet.changed", "outlet.changed", "outlet.added"]);
});

test("what a steward took away comes back as it was, once", async () => {
  const { id } = (await ask(201, "POST", url, { ...cobbler, name: "回来", effectiveOn: "2026-01-10" })).json();
  const before = (
    await ask(200, "PATCH", `${url}/${id}`, { phone: "022-0555 0100", effectiveOn: "2026-02-01" })
  ).json();
  const onDay = (day: string) => documented.ask(200, `${url}/${id}?date=${day}`).then((answer) => answer.json());
  const [january, march] = [await onDay("2026-01-20"), await onDay("2026-03-01")];
  await ask(409, "POST", `${url}/${id}/restore`);
  await ask(204, "DELETE", `${url}/${id}`);
  await ask(403, "POST", `${url}/${id}/restore`, undefined, "bureau");
  const back = (await ask(200, "POST", `${url}/${id}/restore`)).json();
  expect(back).toEqual({ ...before, createdAt: back.createdAt, updatedAt: back.updatedAt });
  expect(await onDay("2026-01-20")).toEqual({ ...january, updatedAt: expect.any(String) });
  expect(await onDay("2026-03-01")).toEqual({ ...march, updatedAt: expect.any(String) });
  const told = (await ask(200, "GET", `${url}/${id}/history`)).json();
  expect(told.versions.map(({ change }: { change: string }) => change)).toEqual([
    "added",
    "changed",
    "removed",
    "restored",
  ]);
  await ask(404, "POST", `${url}/o_zzzzzz/restore`);
});

test("what was merged away is taken apart, not brought back", async () => {
  const one = (await ask(201, "POST", url, { ...cobbler, name: "甲" })).json();
  const two = (await ask(201, "POST", url, { ...cobbler, name: "乙" })).json();
  await ask(200, "POST", `${url}/${one.id}/merge`, { with: [two.id] });
  const refused = (await ask(409, "POST", `${url}/${two.id}/restore`)).json();
  expect(refused.detail).toContain("merged");
});

test("an outlet is told as it was on a day", async () => {
  const { id } = (await ask(201, "POST", url, { ...cobbler, name: "旧名", effectiveOn: "2026-01-10" })).json();
  await ask(200, "PATCH", `${url}/${id}`, { name: "新名", effectiveOn: "2026-06-01" });
  const then = (await documented.ask(200, `${url}/${id}?date=2026-03-01`)).json();
  expect(then).toMatchObject({ id, name: "旧名", date: "2026-03-01", openNow: null, hasPhoto: false });
  expect((await documented.ask(200, `${url}/${id}`)).json()).not.toHaveProperty("date");
  const none = (await documented.ask(404, `${url}/${id}?date=2025-01-01`)).json();
  expect(none.detail).toContain("2025-01-01");
  await documented.ask(400, `${url}/${id}?date=yesterday`);
});

test("two are merged and taken apart again", async () => {
  const one = (await ask(201, "POST", url, { ...cobbler, name: "王记", phone: null })).json();
  const two = (await ask(201, "POST", url, { ...cobbler, name: "王记修鞋铺", phone: "022-0555 0100" })).json();
  const merged = (await ask(200, "POST", `${url}/${one.id}/merge`, { with: [two.id] })).json();
  expect(merged).toMatchObject({ id: one.id, name: "王记" });
  await documented.ask(404, `${url}/${two.id}`);
  await ask(404, "POST", `${url}/${one.id}/merge`, { with: [two.id] });
  const { kept, split } = (await ask(200, "POST", `${url}/${one.id}/split`, { formerId: two.id })).json();
  expect([kept.id, split.id, split.phone]).toEqual([one.id, two.id, "022-0555 0100"]);
  await ask(404, "POST", `${url}/${one.id}/split`, { formerId: two.id });
});

test("a job is followed to its end, and is nobody's business but that of its city's people", async () => {
  let finish: () => void = () => {};
  const gate = new Promise<void>((resolve) => (finish = resolve));
  app.jobs.register("test.slow", async (_input: null, { progress }) => {
    progress("halfway", 0.5);
    await gate;
    return { answer: 42 };
  });
  const steward = (await store.findAccount("steward"))!;
  const { id } = await app.jobs.start({ kind: "test.slow", city: "town", actor: steward.id, input: null });
  await documented.ask(401, `/api/jobs/${id}`);
  const events = documented.ask(200, { url: `/api/jobs/${id}/events`, headers: as.steward });
  finish();
  const told = (await events).body
    .split("\n\n")
    .flatMap((event) => /data: (.*)/.exec(event)?.[1] ?? [])
    .map((data) => JSON.parse(data));
  expect(told.at(-1)).toMatchObject({ state: "done", result: { answer: 42 } });
  expect((await ask(200, "GET", `/api/jobs/${id}`)).json()).toMatchObject({ state: "done" });
  await ask(409, "DELETE", `/api/jobs/${id}`);
  await ask(404, "GET", "/api/jobs/j_unknown");

  app.jobs.register(
    "test.endless",
    (_input: null, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error))),
  );
  const endless = await app.jobs.start({ kind: "test.endless", city: "town", actor: steward.id, input: null });
  // so many follow it at a time; when one has gone another may
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const followers: IncomingMessage[] = [];
  const follow = async (): Promise<number> => {
    const asked = get({ port, path: `/api/jobs/${endless.id}/events`, headers: as.steward, agent: false });
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    if (answer.statusCode === 200) followers.push(answer);
    else {
      expect(answer.headers["retry-after"]).toBe("5");
      expect(await json(answer)).toMatchObject({ detail: expect.stringMatching(/^This account follows 20 jobs/) });
    }
    return answer.statusCode!;
  };
  for (let i = 0; i < 20; i++) expect(await follow()).toBe(200);
  expect(await follow()).toBe(429);
  followers[0].destroy();
  await expect.poll(follow).toBe(200);
  for (const follower of followers) follower.destroy();
  expect((await ask(200, "DELETE", `/api/jobs/${endless.id}`)).json()).toMatchObject({ state: "cancelled" });
});
