/**
 * Who may ask what: the table in services/src/accounts/ROUTES.md, cell by cell. `ROLE_TABLE=write` writes it anew from the routes;
 * whoever does so should read what has changed.
 */
import type { HTTPMethods, RouteOptions } from "fastify";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { may, roles } from "../../src/accounts/roles.ts";
import { hashPassword, newToken } from "../../src/accounts/passwords.ts";
import { buildApp } from "../../src/api/app.ts";
import { csrfToken } from "../../src/api/auth.ts";
import type { Role } from "../../src/store/index.ts";
import { startTinyServer } from "./tiny-city.ts";
import type { TinyServer } from "./tiny-city.ts";

const columns = ["nobody", ...roles] as const;
type Asker = (typeof columns)[number];

/** Route, and who may ask it, in the order of the columns. */
type Table = Map<string, boolean[]>;

const tableFile = join(import.meta.dirname, "../../src/accounts/ROUTES.md");
const markers = ["<!-- role × route -->", "<!-- end of role × route -->"] as const;

/** The pages, which are one file for everybody, and answers to other origins. */
const isListed = (method: string, url: string) =>
  method !== "HEAD" && method !== "OPTIONS" && /^\/(api|tiles|ogc|metrics)/.test(url);

let server: TinyServer;
let routes: { method: HTTPMethods; url: string; needs: NonNullable<RouteOptions["config"]>["needs"] }[];
let app: TinyServer["app"];
const accounts = new Map<Asker, string>();

beforeAll(async () => {
  server = await startTinyServer();
  routes = [];
  app = await buildApp({
    store: server.store,
    webFolder: "/nowhere",
    onRoute: ({ method, url, config }) => {
      for (const one of [method].flat())
        if (isListed(one, url)) routes.push({ method: one, url, needs: config?.needs });
    },
  });
  await app.ready();
  const password = await hashPassword("four quiet words");
  for (const role of roles) {
    const account = await server.store.addAccount({ login: role, name: role, password, roles: [role], cities: null });
    accounts.set(role, account.id);
  }
});

afterAll(async () => {
  await app.close();
  await server.close();
});

/** A session of its own for each request, since some requests end theirs. */
async function headersOf(asker: Asker): Promise<Record<string, string>> {
  if (asker === "nobody") return {};
  const { token, hash } = newToken();
  await server.store.addSession(hash, accounts.get(asker)!, 600);
  return { cookie: `quarterhour_session=${token}`, "x-csrf-token": csrfToken(token) };
}

function tableOfRoutes(): Table {
  const sorted = routes.toSorted((a, b) => (a.url === b.url ? (a.method < b.method ? -1 : 1) : a.url < b.url ? -1 : 1));
  return new Map(
    sorted.map(({ method, url, needs }) => [
      `${method} ${url}`,
      columns.map(
        (asker) =>
          needs === undefined || (asker !== "nobody" && may({ roles: [asker as Role], cities: null }, needs, null)),
      ),
    ]),
  );
}

function tableOfFile(): Table {
  const text = readFileSync(tableFile, "utf8");
  const [, rest] = text.split(markers[0]);
  const [lines] = (rest ?? "").split(markers[1]);
  const rows = lines
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  return new Map(
    rows.map(([, route, ...cells]) => [route.replaceAll("`", ""), columns.map((_, i) => cells[i] === "yes")]),
  );
}

function write(table: Table): void {
  const lines = [
    `| route | ${columns.join(" | ")} |`,
    `| --- | ${columns.map(() => "---").join(" | ")} |`,
    ...[...table].map(([route, cells]) => `| \`${route}\` | ${cells.map((yes) => (yes ? "yes" : "")).join(" | ")} |`),
  ];
  const text = readFileSync(tableFile, "utf8");
  const [before, rest] = text.split(markers[0]);
  const [, after] = rest.split(markers[1]);
  writeFileSync(tableFile, `${before}${markers[0]}\n\n${lines.join("\n")}\n\n${markers[1]}${after}`);
}

it("the table names every route and who may ask it", () => {
  if (process.env.ROLE_TABLE === "write") write(tableOfRoutes());
  expect([...tableOfFile()]).toEqual([...tableOfRoutes()]);
});

it("the app answers as the table says, cell by cell", async () => {
  const table = tableOfFile();
  const wrong: string[] = [];
  let cells = 0;
  for (const { method, url } of routes) {
    for (const [i, asker] of columns.entries()) {
      // Nothing is there under these names, and no body is right: whoever is let in changes nothing.
      const path = url.replace(":city", "tiny").replaceAll(/:[a-z]+/gi, "none");
      const hasBody = method === "POST" || method === "PUT" || method === "PATCH";
      const answer = await app.inject({
        method: method as "GET",
        url: path,
        headers: await headersOf(asker),
        ...(hasBody && { payload: { "no such field": 1 } }),
      });
      const allowed = table.get(`${method} ${url}`)?.[i];
      const refused = isRefusal(answer.statusCode, answer.body);
      cells++;
      if (allowed === refused) wrong.push(`${asker}: ${method} ${url}: ${answer.statusCode}`);
      // Without an account it is 401, with one that may not it is 403.
      if (allowed === false && answer.statusCode !== (asker === "nobody" ? 401 : 403)) {
        wrong.push(`${asker}: ${method} ${url}: ${answer.statusCode} is no refusal as it should be`);
      }
      if (answer.statusCode >= 500 && answer.statusCode !== 503) wrong.push(`${method} ${url}: ${answer.statusCode}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(cells).toBe(routes.length * columns.length);
  console.log(`${cells} cells: ${routes.length} routes × ${columns.length}`);
});

/** A wrong password is a 401 as well, and said in other words; so is a form of a residents' report. */
function isRefusal(status: number, body: string): boolean {
  return (status === 401 && body.includes("Log in first")) || (status === 403 && body.includes("it needs the role"));
}

it("nobody may do in another city what he may in his own", async () => {
  const password = await hashPassword("four quiet words");
  const elsewhere = await server.store.addAccount({
    login: "elsewhere",
    name: "elsewhere",
    password,
    roles: [...roles],
    cities: ["atlantis"],
  });
  const { token, hash } = newToken();
  await server.store.addSession(hash, elsewhere.id, 600);
  const headers = { cookie: `quarterhour_session=${token}`, "x-csrf-token": csrfToken(token) };
  const letIn: string[] = [];
  for (const { method, url, needs } of routes) {
    if (needs === undefined || !url.includes(":city")) continue;
    const path = url.replace(":city", "tiny").replaceAll(/:[a-z]+/gi, "none");
    const hasBody = method === "POST" || method === "PUT" || method === "PATCH";
    const answer = await app.inject({
      method: method as "GET",
      url: path,
      headers,
      ...(hasBody && { payload: { "no such field": 1 } }),
    });
    if (answer.statusCode !== 403) letIn.push(`${method} ${url}: ${answer.statusCode}`);
  }
  expect(letIn).toEqual([]);
});
