import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, InjectOptions } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { firstAdmin } from "../../src/accounts/login.ts";
import { buildApp } from "../../src/api/app.ts";
import type { Store } from "../../src/store/index.ts";
import { DocumentedApp } from "./documented.ts";
import { openAnyStore } from "../stores.ts";

let store: Store;
let app: FastifyInstance;
let documented: DocumentedApp;
let admin: Session;
const folder = mkdtempSync(join(tmpdir(), "quarterhour-accounts-"));

interface Session {
  cookie: string;
  csrf: string;
}

beforeAll(async () => {
  store = await openAnyStore(folder);
  app = await buildApp({ store, webFolder: "/nowhere" });
  documented = await DocumentedApp.of(app);
  const first = (await firstAdmin(store))!;
  admin = await logIn(first.login, first.password);
});

afterAll(async () => {
  await app.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

async function logIn(login: string, password: string): Promise<Session> {
  const answer = await documented.ask(200, { method: "POST", url: "/api/session", payload: { login, password } });
  return { cookie: cookieOf(answer.headers["set-cookie"]), csrf: answer.json().csrf };
}

const cookieOf = (header: string | string[] | undefined) => String(header).split(";", 1)[0];

function as({ cookie, csrf }: Session, options: InjectOptions): InjectOptions {
  return { ...options, headers: { cookie, "x-csrf-token": csrf } };
}

async function invited(login: string, roles: string[], cities: string[] | null = null): Promise<Session> {
  const added = await documented.ask(
    201,
    as(admin, { method: "POST", url: "/api/accounts", payload: { login, name: login, roles, cities } }),
  );
  const { token } = added.json().invitation;
  const url = `/api/invitations/${token}`;
  const weak = await documented.ask(400, { method: "POST", url, payload: { password: "short" } });
  expect(weak.json().errors[0].field).toBe("password");
  // a weak password does not use the invitation up
  const taken = await documented.ask(200, {
    method: "POST",
    url,
    payload: { password: `${login} is 1 of four`.replace(login, "this") },
  });
  await documented.ask(404, { method: "POST", url, payload: { password: "this is 1 of four" } });
  return { cookie: cookieOf(taken.headers["set-cookie"]), csrf: taken.json().csrf };
}

test("the first administrator is made once, and the session's cookie is out of scripts' reach", async () => {
  expect(await firstAdmin(store)).toBeNull();
  const session = await documented.ask(200, as(admin, { url: "/api/session" }));
  expect(session.json().account).toMatchObject({ login: "admin", roles: ["admin"] });
  expect(session.body).not.toContain("scrypt");
  const { headers } = await app.inject({ method: "POST", url: "/api/session", payload: { login: "x", password: "y" } });
  expect(headers["set-cookie"]).toBeUndefined();
  const fresh = await invited("cookie", ["steward"]);
  expect(fresh.cookie).toMatch(/^quarterhour_session=[\w-]{43}$/);
  const raw = await app.inject({
    method: "POST",
    url: "/api/session",
    payload: { login: "cookie", password: "this is 1 of four" },
  });
  expect(raw.headers["set-cookie"]).toMatch(/HttpOnly.*SameSite=Strict/);
});

test("what needs somebody is refused to nobody, to the wrong role, and without the session's token", async () => {
  await documented.ask(401, "/api/accounts");
  await documented.ask(401, {
    url: "/api/accounts",
    headers: { cookie: "quarterhour_session=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
  });
  const steward = await invited("steward.li", ["steward"]);
  await documented.ask(403, as(steward, { url: "/api/accounts" }));
  const payload = { login: "evil", name: "evil", roles: ["admin"] };
  const forged = { method: "POST" as const, url: "/api/accounts", payload, headers: { cookie: admin.cookie } };
  const refused = await documented.ask(403, forged);
  expect(refused.json().detail).toMatch(/X-CSRF-Token/);
  expect(await store.findAccount("evil")).toBeNull();
});

test("guessing shuts the account for a while, and says nothing of whether it exists", async () => {
  await invited("guessed", ["bureau"]);
  const guess = (login: string, password = "wrong wrong wrong") => ({
    method: "POST" as const,
    url: "/api/session",
    payload: { login, password },
  });
  const nobody = await documented.ask(401, guess("no-such-login"));
  const somebody = await documented.ask(401, guess("guessed"));
  expect(somebody.json()).toEqual(nobody.json());
  for (let i = 0; i < 4; i++) await documented.ask(401, guess("guessed"));
  const shut = await documented.ask(429, guess("guessed", "this is 1 of four"));
  expect(Number(shut.headers["retry-after"])).toBeGreaterThan(600);
});

test("a new password ends other sessions, other rights all of them", async () => {
  const first = await invited("planner.wu", ["planner"]);
  const second = await logIn("planner.wu", "this is 1 of four");
  const url = "/api/session/password";
  const next = "another good sentence";
  await documented.ask(400, as(first, { method: "POST", url, payload: { current: "wrong", next } }));
  const changed = await documented.ask(
    200,
    as(first, { method: "POST", url, payload: { current: "this is 1 of four", next } }),
  );
  const third = { cookie: cookieOf(changed.headers["set-cookie"]), csrf: changed.json().csrf };
  for (const gone of [first, second]) await documented.ask(401, as(gone, { url: "/api/keys" }));
  await documented.ask(200, as(third, { url: "/api/keys" }));
  const { id } = (await store.findAccount("planner.wu"))!;
  await documented.ask(200, as(admin, { method: "PATCH", url: `/api/accounts/${id}`, payload: { disabled: true } }));
  await documented.ask(401, as(third, { url: "/api/keys" }));
  const out = await documented.ask(401, {
    method: "POST",
    url: "/api/session",
    payload: { login: "planner.wu", password: next },
  });
  expect(out.json().detail).toBe("Login or password is wrong.");
});

test("somebody must be left who administers", async () => {
  const { id } = (await store.findAccount("admin"))!;
  const alone = { method: "PATCH" as const, url: `/api/accounts/${id}`, payload: { roles: ["bureau"] } };
  await documented.ask(409, as(admin, alone));
  expect((await store.findAccount("admin"))?.roles).toEqual(["admin"]);
  await documented.ask(200, as(admin, { url: "/api/accounts" }));
});

test("a key acts for its owner with no more than its roles, until it is revoked", async () => {
  const owner = await invited("keeper", ["steward", "bureau"]);
  const beyond = { method: "POST" as const, url: "/api/keys", payload: { name: "n", roles: ["admin"] } };
  await documented.ask(403, as(owner, beyond));
  const made = await documented.ask(
    201,
    as(owner, { method: "POST", url: "/api/keys", payload: { name: "nightly", roles: ["bureau"], days: 30 } }),
  );
  const { key, id } = made.json();
  const machine = { authorization: `Bearer ${key}` };
  const list = await documented.ask(200, { url: "/api/keys", headers: machine });
  expect(list.json().items).toMatchObject([{ id, name: "nightly", roles: ["bureau"] }]);
  expect(list.body).not.toContain(key);
  await documented.ask(204, as(owner, { method: "DELETE", url: `/api/keys/${id}` }));
  await documented.ask(401, { url: "/api/keys", headers: machine });
});

test("logging out ends the session; the audit log has it all", async () => {
  const session = await invited("leaver", ["bureau"]);
  await documented.ask(204, as(session, { method: "DELETE", url: "/api/session" }));
  await documented.ask(401, as(session, { url: "/api/keys" }));
  const audit = await documented.ask(200, as(admin, { url: "/api/audit?limit=500" }));
  const actions = audit.json().items.map(({ action }: { action: string }) => action);
  for (const action of [
    "login",
    "login.failed",
    "account.added",
    "account.changed",
    "invitation.taken",
    "key.added",
    "key.revoked",
    "password.changed",
  ]) {
    expect(actions).toContain(action);
  }
  expect(audit.body).not.toMatch(/this is 1 of four|scrypt/);
});

test("every route that changes something says whom it is open to", async () => {
  const open = new Set([
    "POST /api/session",
    "DELETE /api/session",
    "POST /api/invitations/:token",
    "POST /api/cities/:city/isochrones",
    "POST /api/cities/:city/circles/measure",
    "POST /api/cities/:city/circles/propose",
    "POST /api/cities/:city/matrix",
    "POST /api/cities/:city/outlets/:id/ratings",
    "POST /api/cities/:city/reports",
    "POST /api/cities/:city/surveys/:circle/responses",
  ]);
  const unsaid: string[] = [];
  const other = await buildApp({
    store,
    webFolder: "/nowhere",
    onRoute: ({ method, url, config }) => {
      for (const one of [method].flat()) {
        if (["GET", "HEAD", "OPTIONS"].includes(one) || config?.needs || open.has(`${one} ${url}`)) continue;
        unsaid.push(`${one} ${url}`);
      }
    },
  });
  await other.close();
  expect(unsaid).toEqual([]);
});
