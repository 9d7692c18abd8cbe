import type { FastifyInstance } from "fastify";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OidcSettings } from "../../src/accounts/oidc.ts";
import { buildApp } from "../../src/api/app.ts";
import { readOidc } from "../../src/cli/oidc.ts";
import type { Store } from "../../src/store/index.ts";
import { client, TestProvider } from "./provider.ts";
import { openAnyStore } from "../stores.ts";

let provider: TestProvider;
let store: Store;
/** By what is set: people come in by an account with their e-mail; by their groups. */
let invited: FastifyInstance;
let mapped: FastifyInstance;
const folder = mkdtempSync(join(tmpdir(), "quarterhour-oidc-"));
const home = "https://map.example.gov.cn";

beforeAll(async () => {
  provider = await TestProvider.start();
  store = await openAnyStore(folder);
  invited = await buildApp({ store, webFolder: "/nowhere", oidc: settings() });
  mapped = await buildApp({
    store,
    webFolder: "/nowhere",
    oidc: settings({
      OIDC_ROLES: "资料组=steward,/admins=admin",
      OIDC_ROLE_CLAIM: "realm.groups",
      OIDC_CITIES_CLAIM: "cities",
    }),
  });
  await store.addAccount({
    login: "lin@example.gov.cn",
    name: "林工",
    password: null,
    roles: ["planner"],
    cities: ["sample"],
  });
});

afterAll(async () => {
  await Promise.all([invited.close(), mapped.close()]);
  await store.close();
  await provider.stop();
  rmSync(folder, { recursive: true });
});

function settings(more: Record<string, string> = {}, issuer = provider.issuer): OidcSettings {
  return readOidc({
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: client.id,
    OIDC_CLIENT_SECRET: client.secret,
    OIDC_PUBLIC_URL: home,
    OIDC_NAME: "统一身份认证",
    ...more,
  })!;
}

async function begin(app: FastifyInstance, next = "/data?city=sample") {
  const answer = await app.inject(`/api/session/oidc?next=${encodeURIComponent(next)}`);
  expect(answer.statusCode).toBe(302);
  return { address: answer.headers.location!, cookie: String(answer.headers["set-cookie"]) };
}

const pair = (cookie: string) => cookie.split(";", 1)[0];

function comeBack(app: FastifyInstance, url: URL, cookie: string) {
  return app.inject({ url: url.pathname + url.search, headers: { cookie: pair(cookie) } });
}

/** Where somebody with these claims ends up, and their session. */
async function logIn(app: FastifyInstance, claims: Record<string, unknown>, options: { foreignKey?: boolean } = {}) {
  const { address, cookie } = await begin(app);
  const answer = await comeBack(app, provider.letIn(address, claims, options), cookie);
  const session = [answer.headers["set-cookie"]].flat().find((one) => String(one).startsWith("quarterhour_session="));
  return { location: answer.headers.location, session: session === undefined ? null : pair(String(session)) };
}

const refusals = async () =>
  (await store.listAudit({ limit: 100 }))
    .filter(({ action }) => action === "login.refused")
    .map(({ detail }) => detail);

test("sends people to the provider with PKCE, state and nonce, and has their own account in by its e-mail", async () => {
  const { address, cookie } = await begin(invited);
  const asked = new URL(address);
  expect(asked.origin).toBe(provider.issuer);
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({
    client_id: client.id,
    response_type: "code",
    code_challenge_method: "S256",
    redirect_uri: `${home}/api/session/oidc/callback`,
    scope: "openid email profile",
  });
  expect(cookie).toMatch(/Path=\/api\/session\/oidc; HttpOnly; SameSite=Lax/);
  expect((await invited.inject("/api/session")).json()).toEqual({
    account: null,
    csrf: null,
    provider: { name: "统一身份认证" },
  });

  const claims = { sub: "s-1", email: "Lin@example.gov.cn", email_verified: true };
  const { location, session } = await logIn(invited, claims);
  expect(location).toBe("/data?city=sample");
  const headers = { cookie: session! };
  const own = (await invited.inject({ url: "/api/session", headers })).json();
  expect(own.account).toMatchObject({ login: "lin@example.gov.cn", roles: ["planner"], cities: ["sample"] });
  expect(own.provider).toBeUndefined();
  expect((await store.listAudit({ limit: 2 })).map(({ action, subject }) => [action, subject])).toEqual([
    ["login", own.account.id],
    ["account.linked", own.account.id],
  ]);

  // Known by the subject from now on, whatever becomes of the address.
  expect((await logIn(invited, { sub: "s-1", email: "other@example.gov.cn" })).session).not.toBeNull();
  const out = { method: "DELETE" as const, url: "/api/session", headers };
  expect((await invited.inject(out)).statusCode).toBe(204);
  expect((await invited.inject({ url: "/api/session", headers })).json().account).toBeNull();
});

test("lets nobody in whom it does not know, whose e-mail nobody verified, or whose account is disabled", async () => {
  const stranger = await logIn(invited, { sub: "s-2", email: "who@example.gov.cn", email_verified: true });
  expect(stranger).toEqual({ location: "/data?city=sample&login=unknown-person", session: null });
  const claimed = await logIn(invited, { sub: "s-3", email: "lin@example.gov.cn", email_verified: false });
  expect(claimed).toEqual({ location: "/data?city=sample&login=unknown-person", session: null });
  const gone = await store.addAccount({
    login: "gone@example.gov.cn",
    name: "x",
    password: null,
    roles: ["bureau"],
    cities: null,
  });
  await store.changeAccount(gone.id, { disabled: true });
  const disabled = await logIn(invited, { sub: "s-4", email: "gone@example.gov.cn", email_verified: true });
  expect(disabled).toEqual({ location: "/data?city=sample&login=disabled", session: null });
  expect(await refusals()).toEqual([
    { issuer: provider.issuer, subject: "s-4", reason: "disabled" },
    { issuer: provider.issuer, subject: "s-3", reason: "unknown-person" },
    { issuer: provider.issuer, subject: "s-2", reason: "unknown-person" },
  ]);
});

test.each([
  ["another nonce", { nonce: "made-up" }, {}],
  ["no nonce", { nonce: undefined }, {}],
  ["another issuer", { iss: "https://evil.example" }, {}],
  ["a token for another service", { aud: "another" }, {}],
  ["a token that has expired", { iat: 1_700_000_000, exp: 1_700_000_300 }, {}],
  ["a signature by another key", {}, { foreignKey: true }],
])("refuses %s", async (_, wrong, options) => {
  const claims = { sub: "s-1", email: "lin@example.gov.cn", email_verified: true, ...wrong };
  expect(await logIn(invited, claims, options)).toEqual({ location: "/data?city=sample&login=refused", session: null });
});

test("refuses another state, an answer for nobody's attempt, a code twice, and what was called off", async () => {
  const claims = { sub: "s-1" };
  const reasonOf = async (url: URL, cookie: string) =>
    new URL((await comeBack(invited, url, cookie)).headers.location!, home).searchParams.get("login");
  const first = await begin(invited);
  const forged = provider.letIn(first.address, claims);
  forged.searchParams.set("state", "made-up");
  expect(await reasonOf(forged, first.cookie)).toBe("refused");
  expect(await reasonOf(provider.letIn(first.address, claims), "x=y")).toBe("expired");
  expect(await reasonOf(provider.letIn(first.address, claims), "quarterhour_login=bm90IGpzb24")).toBe("expired");
  // The verifier of one browser does not fit the code of another.
  expect(await reasonOf(provider.letIn(first.address, claims), (await begin(invited)).cookie)).toBe("refused");
  const good = provider.letIn(first.address, claims);
  expect(await reasonOf(good, first.cookie)).toBeNull();
  expect(await reasonOf(good, first.cookie)).toBe("refused");
  const calledOff = new URL(`${home}/api/session/oidc/callback`);
  const state = new URL(first.address).searchParams.get("state")!;
  calledOff.search = String(new URLSearchParams({ error: "access_denied", state, iss: provider.issuer }));
  expect(await reasonOf(calledOff, first.cookie)).toBe("cancelled");
  const elsewhere = await invited.inject("/api/session/oidc?next=//evil.example/");
  expect(elsewhere.statusCode).toBe(400);
  expect(elsewhere.json().errors[0].field).toBe("next");
});

test("gives people with mapped groups an account, and its rights are what the claims say each time", async () => {
  const person = {
    sub: "m-1",
    preferred_username: "wu",
    name: "吴工",
    realm: { groups: ["资料组", "x"] },
    cities: ["sample"],
  };
  const { session } = await logIn(mapped, person);
  const rights = async (cookie: string) =>
    (await mapped.inject({ url: "/api/session", headers: { cookie } })).json().account;
  expect(await rights(session!)).toMatchObject({ login: "wu", name: "吴工", roles: ["steward"], cities: ["sample"] });
  const again = await logIn(mapped, { ...person, realm: { groups: "/admins" }, cities: ["b", "sample"] });
  expect(await rights(again.session!)).toMatchObject({ roles: ["admin"], cities: ["b", "sample"] });
  expect(await rights(session!), "sessions with other rights have ended").toBeNull();
  const reasonOf = async (claims: Record<string, unknown>) =>
    new URL((await logIn(mapped, claims)).location!, home).searchParams.get("login");
  expect(await reasonOf({ ...person, realm: { groups: ["x"] } })).toBe("no-role");
  expect(await reasonOf({ ...person, cities: [] })).toBe("no-city");
  expect(await reasonOf({ ...person, sub: "m-2" })).toBe("login-taken");
  expect(await reasonOf({ sub: "m-3", realm: { groups: ["资料组"] }, cities: ["sample"] })).toBe("unknown-person");
  // An account that an administrator made keeps the rights given here.
  const linked = await logIn(mapped, { sub: "s-9", email: "lin@example.gov.cn", email_verified: true });
  expect(await rights(linked.session!)).toMatchObject({ roles: ["planner"] });
});

test("asks no host but the issuer's, and says when nobody answers", async () => {
  const other = await TestProvider.start();
  provider.metadata = { token_endpoint: `${other.issuer}/token`, jwks_uri: `${other.issuer}/keys` };
  const app = await buildApp({ store, webFolder: "/nowhere", oidc: settings() });
  expect((await logIn(app, { sub: "s-1" })).location).toBe("/data?city=sample&login=unavailable");
  expect(other.asked).toEqual([]);
  await app.close();
  provider.metadata = { issuer: other.issuer };
  const lying = await buildApp({ store, webFolder: "/nowhere", oidc: settings() });
  expect((await lying.inject("/api/session/oidc")).headers.location).toBe("/data?login=refused");
  await lying.close();
  provider.metadata = {};
  const { issuer } = other;
  await other.stop();
  const silent = await buildApp({ store, webFolder: "/nowhere", oidc: settings({}, issuer) });
  expect((await silent.inject("/api/session/oidc")).headers.location).toBe("/data?login=unavailable");
  await silent.close();
});

test("is not there where nothing is set", async () => {
  const app = await buildApp({ store, webFolder: "/nowhere" });
  expect((await app.inject("/api/session")).json()).toEqual({ account: null, csrf: null });
  expect((await app.inject("/api/session/oidc")).statusCode).toBe(404);
  expect((await app.inject("/api/session/oidc/callback?code=x")).statusCode).toBe(404);
  await app.close();
});

test("reads its settings, and says which is not right", () => {
  const right = { OIDC_ISSUER: "https://login.example.gov.cn/realms/city", OIDC_CLIENT_ID: "q", OIDC_PUBLIC_URL: home };
  expect(readOidc({})).toBeNull();
  expect(readOidc(right)).toMatchObject({ clientSecret: null, name: "login.example.gov.cn", roleClaim: "groups" });
  const file = join(folder, "secret");
  writeFileSync(file, "from a file\n");
  expect(readOidc({ ...right, OIDC_CLIENT_SECRET_FILE: file })!.clientSecret).toBe("from a file");
  const wrong = (more: Record<string, string>, message: string) =>
    expect(() => readOidc({ ...right, ...more })).toThrow(message);
  wrong({ OIDC_CLIENT_ID: "" }, "OIDC_CLIENT_ID is needed where OIDC_ISSUER is set");
  wrong({ OIDC_ISSUER: "http://login.example.gov.cn" }, "OIDC_ISSUER should be an https address");
  wrong({ OIDC_PUBLIC_URL: "map" }, "OIDC_PUBLIC_URL should be an https address");
  wrong({ OIDC_ROLES: "a=owner" }, 'has "a=owner"');
  wrong({ OIDC_CLIENT_SECRET: "x", OIDC_CLIENT_SECRET_FILE: file }, "both set");
  wrong({ OIDC_CLIENT_SECRET_FILE: "/nowhere" }, "OIDC_CLIENT_SECRET_FILE cannot be read");
  expect(() => readOidc({ OIDC_CLIENT_ID: "q" })).toThrow("OIDC_CLIENT_ID is set and OIDC_ISSUER is not");
});
