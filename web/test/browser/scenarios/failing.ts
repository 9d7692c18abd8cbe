/**
 * What people see when something fails: every page says what, in words, and brings itself back when asked to, whether
 * tiles, the API, the connection or a part of the page's own code failed.
 */
import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, mapAtRest, soon, visit } from "../support/browser.ts";
import type { Visit } from "../support/browser.ts";
import { slowLines } from "../support/slow-line.ts";
import type { World } from "../support/world.ts";

const said = {
  zh: {
    busy: "现在用的人多",
    server: "服务器出了问题",
    offline: "连不上网络",
    code: "这一部分没有加载出来",
    tiles: "地图有一部分没加载出来",
    kinds: "网点的种类没有加载出来",
    broken: "这一部分出了错",
    retry: "再试一次",
  },
  en: {
    busy: "Very busy just now",
    server: "Something went wrong on the server",
    offline: "No connection",
    code: "This part did not load",
    tiles: "Part of the map did not load",
    kinds: "The kinds of outlets did not load",
    broken: "This part broke",
    retry: "Try again",
  },
} as const;
type Failing = keyof (typeof said)["zh"];
type Lang = keyof typeof said;

interface FailingPage {
  path: string;
  /** There once the page has what it is about. */
  ready: string;
  /** What the page asks of its city, besides what every page begins with. */
  own: RegExp;
  /** Files of its code that come later than the first; null where all of it comes at once. */
  code: RegExp;
  hasMap: boolean;
}

const door = "118.045,38.753";
const map = /\/assets\/(?:map-view|src)-[^/]+\.js$/;
const laterPage = /\/assets\/page-[^/]+\.js$/;

function pagesOf(circle: string): Record<string, FailingPage> {
  return {
    "/": { path: `/?pin=${door}`, ready: ".answer-missing", own: /\/isochrones$/, code: map, hasMap: true },
    "/repair": {
      path: `/repair?kind=shoe&pin=${door}`,
      ready: ".shop",
      own: /\/outlets\?/,
      code: map,
      hasMap: true,
    },
    "/planning": { path: "/planning", ready: ".circle-line", own: /\/circles/, code: laterPage, hasMap: true },
    "/coverage": { path: "/coverage", ready: ".matrix-row", own: /\/coverage/, code: laterPage, hasMap: true },
    "/data": {
      path: "/data?section=ledgers",
      ready: ".section table, .section li, .section a",
      own: /\/ledgers/,
      code: laterPage,
      hasMap: false,
    },
    "/survey": {
      path: `/survey?circle=${circle}`,
      ready: ".survey-circle",
      own: /\/surveys\//,
      code: laterPage,
      hasMap: false,
    },
    "/embed": {
      path: `/embed?map=circle&circle=${circle}`,
      ready: ".embed-title:not(:empty)",
      own: /\/circles\//,
      code: laterPage,
      hasMap: true,
    },
  };
}

const isApi = (url: URL) => url.pathname.startsWith("/api/");
const isTile = (url: URL) => url.pathname.startsWith("/tiles/");

const refuse =
  (status: number, headers: Record<string, string> = {}) =>
  (route: Route) =>
    route.fulfill({
      status,
      headers,
      contentType: "application/problem+json",
      body: JSON.stringify({ status, title: "The database does not answer" }),
    });
const drop = (route: Route) => route.abort("connectionreset");

/** Where the page says what failed. */
function message(page: Page, what: Failing, lang: Lang) {
  return page.getByRole("alert").filter({ hasText: said[lang][what] }).first();
}

async function tryAgain(page: Page, what: Failing, lang: Lang): Promise<void> {
  await message(page, what, lang).getByRole("button", { name: said[lang].retry }).click();
}

export function failingScenarios(world: () => World): void {
  describe.each([
    ["phone", "zh"],
    ["desktop", "en"],
  ] as const)("something fails, on a %s, language %s", (size, lang) => {
    let circle = "";
    let visited: Visit;
    let page: Page;
    const address = (path: string) => `${path}${path.includes("?") ? "&" : "?"}lang=${lang}`;
    const pageOf = (name: string) => pagesOf(circle)[name];
    beforeAll(async () => {
      visited = await visit(world(), size);
      visited.allow(/Failed to load resource|ERR_|AJAXError|status of|net::|dynamically imported module/);
      page = visited.page;
      const answer = await page.request.get(`${world().address}/api/cities/sample/circles`);
      circle = ((await answer.json()) as { items: { id: string }[] }).items[0].id;
      // A survey has a page once somebody may answer it.
      const session = await page.request.post(`${world().address}/api/session`, {
        data: { login: "admin", password: world().password },
      });
      const { csrf } = (await session.json()) as { csrf: string };
      const made = await page.request.post(`${world().address}/api/cities/sample/surveys/${circle}/batches`, {
        data: { count: 1, label: "failing" },
        headers: { "x-csrf-token": csrf },
      });
      expect(made.ok()).toBe(true);
    });
    afterAll(() => visited.context.close());

    describe.each(Object.keys(pagesOf("")))("%s", (name) => {
      test("the server cannot answer anything: says so, and comes back", async () => {
        const { path, ready } = pageOf(name);
        await page.route(isApi, refuse(503, { "retry-after": "600" }));
        await page.goto(address(path));
        await message(page, "busy", lang).waitFor();
        await expectAccessible(page);
        await page.unroute(isApi);
        await tryAgain(page, "busy", lang);
        // The cities and the kinds of outlets are asked for each by itself.
        const kinds = message(page, "kinds", lang);
        await page.locator(ready).or(kinds).first().waitFor();
        if (await kinds.isVisible()) await tryAgain(page, "kinds", lang);
        await page.locator(ready).first().waitFor();
      });

      test("what it is about fails, then the connection: says which, and comes back", async () => {
        const { path, ready, own } = pageOf(name);
        const isOwn = (url: URL) => isApi(url) && own.test(url.pathname + url.search);
        await page.route(isOwn, refuse(500));
        await page.goto(address(path));
        await message(page, "server", lang).waitFor();
        await page.unroute(isOwn);
        await page.route(isOwn, drop);
        await tryAgain(page, "server", lang);
        await message(page, "offline", lang).waitFor();
        await page.unroute(isOwn);
        await tryAgain(page, "offline", lang);
        await page.locator(ready).first().waitFor();
        await soon(() => page.getByRole("alert").filter({ hasText: said[lang].offline }).count()).toBe(0);
      });

      test("part of its code does not come: says so, and comes back at the same address", async () => {
        const { path, ready, code } = pageOf(name);
        await page.route((url) => code.test(url.pathname), drop);
        await page.goto(address(path));
        await message(page, "code", lang).waitFor();
        const before = page.url();
        await page.unrouteAll();
        await tryAgain(page, "code", lang);
        await soon(() => message(page, "code", lang).count()).toBe(0);
        await page.locator(ready).first().waitFor();
        expect(new URL(page.url()).pathname).toBe(new URL(before).pathname);
      });

      test.skipIf(!pagesOf("")[name].hasMap)("tiles fail: says so, and draws them when asked again", async () => {
        const { path, ready } = pageOf(name);
        const isTileItself = (url: URL) => url.pathname.endsWith(".mvt");
        await page.route(isTileItself, refuse(500));
        await page.goto(address(path));
        await page.locator(ready).first().waitFor();
        if (name === "/coverage" && size === "phone") await page.locator(".segments button").nth(1).click();
        const trouble = page.locator(".map-trouble");
        await trouble.getByText(said[lang].tiles).waitFor();
        await page.unroute(isTileItself);
        // Where the tiles are is not told either.
        await page.route(isTile, drop);
        const dropped = page.waitForEvent("requestfailed", (request) => isTile(new URL(request.url())));
        await trouble.getByRole("button", { name: said[lang].retry }).click();
        await dropped;
        await trouble.getByText(said[lang].tiles).waitFor();
        await page.unroute(isTile);
        await trouble.getByRole("button", { name: said[lang].retry }).click();
        await trouble.waitFor({ state: "detached" });
      });
    });

    test("the kinds of outlets alone do not come: every page says so and brings them", async () => {
      const isKinds = (url: URL) => url.pathname === "/api/categories";
      for (const { path, ready } of Object.values(pagesOf(circle))) {
        await page.route(isKinds, refuse(500));
        await page.goto(address(path));
        await message(page, "kinds", lang).waitFor();
        await page.unroute(isKinds);
        await tryAgain(page, "kinds", lang);
        await page.locator(ready).first().waitFor();
        await soon(() => message(page, "kinds", lang).count()).toBe(0);
      }
    });

    test("an answer that nobody can read breaks one part of the page, which comes back", async () => {
      visited.allow(/Cannot read properties|is not iterable|is not a function|TypeError/);
      const { path, ready, own } = pageOf("/data");
      await page.route(
        (url) => own.test(url.pathname),
        (route) => route.fulfill({ json: { items: [null] } }),
      );
      await page.goto(address(path));
      await message(page, "broken", lang).waitFor();
      await page.getByRole("banner").waitFor();
      await page.unrouteAll();
      // The first time the part is drawn anew, of what was answered before; then the page is opened anew.
      await tryAgain(page, "broken", lang);
      await tryAgain(page, "broken", lang);
      await page.locator(ready).first().waitFor();
    });

    test("a server that says when to ask again is asked again without a tap", async () => {
      const { path, ready, own } = pageOf("/repair");
      const isOwn = (url: URL) => isApi(url) && own.test(url.pathname + url.search);
      await page.route(isOwn, refuse(503, { "retry-after": "1" }));
      await page.goto(address(path));
      await message(page, "busy", lang).waitFor();
      await page.unroute(isOwn);
      await page.locator(ready).first().waitFor();
    });

    // Slow lines are those of phones.
    test.skipIf(size !== "phone").each(["/", "/repair"])(
      "%s over a slow line says that it loads, then has words, then the map",
      async (name) => {
        const { path, ready } = pageOf(name);
        const slow = await visit(world(), size);
        const devtools = await slow.context.newCDPSession(slow.page);
        await devtools.send("Network.enable");
        await devtools.send("Network.emulateNetworkConditions", { offline: false, ...slowLines["slow 3G"] });
        slow.context.setDefaultTimeout(60_000);
        await slow.page.goto(address(path), { waitUntil: "commit" });
        await slow.page.locator(".skeleton").first().waitFor();
        await slow.page.locator(ready).first().waitFor();
        await mapAtRest(slow.page);
        expect(slow.complaints).toEqual([]);
        await slow.context.close();
      },
    );

    test("complained of nothing else", () => {
      expect(visited.complaints).toEqual([]);
    });
  });
}
