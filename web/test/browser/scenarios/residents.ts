/** What residents do beyond looking: report, rate, look back, filter, print, go without network, show a map elsewhere. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, mapAtRest, soon, visit } from "../support/browser.ts";
import type { Visit } from "../support/browser.ts";
import type { World } from "../support/world.ts";

const words = {
  zh: {
    send: "发送",
    rate: "我来评",
    fourStars: "4 星（共 5 星）",
    rated: "谢谢，已记下。",
    newShop: "报一家新店",
    onMap: "在地图上点",
    placed: "位置已选好",
    category: "是哪种店？",
    several: "一店多能",
    clear: "清除筛选",
    past: "看过去",
    slider: "哪一天",
    looking: "看的是 2025-06-01",
    today: "回到今天",
    missing: "没找到？知道哪里有，告诉大家",
    here: "就在我这里",
    sign: "打印一张告示",
  },
  en: {
    send: "Send",
    rate: "Rate it",
    fourStars: "4 of 5 stars",
    rated: "Thank you, noted.",
    newShop: "Report a new shop",
    onMap: "Tap the map",
    placed: "Place chosen",
    category: "What kind of shop?",
    several: "Several services",
    clear: "Clear filters",
    past: "The past",
    slider: "Which day",
    looking: "You are looking at 2025-06-01",
    today: "Back to today",
    missing: "Not found? If you know one, tell everybody",
    here: "Where I am",
    sign: "Print a notice",
  },
} as const;

const door = "118.045,38.753";

async function cobbler(page: Page, from = 0): Promise<string> {
  const answer = await page.request.get("/api/cities/sample/outlets?kind=shoe&limit=5");
  return ((await answer.json()) as { items: { id: string }[] }).items[from].id;
}

/** Up to its highest, so that nothing lies below its edge. */
async function liftSheet(page: Page): Promise<void> {
  const grip = page.locator(".sheet-grip");
  while ((await grip.count()) && (await page.locator(".shell").getAttribute("data-rest")) !== "full")
    await grip.click();
}

export function residentScenarios(world: () => World): void {
  describe.each([
    ["phone", "zh"],
    ["desktop", "en"],
  ] as const)("a resident on a %s, language %s", (size, lang) => {
    const said = words[lang];
    let visited: Visit;
    let page: Page;
    const open = (path: string) => page.goto(`${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
    beforeAll(async () => {
      visited = await visit(world(), size);
      page = visited.page;
    });
    afterAll(() => visited.context.close());

    test("rates a shop", async () => {
      const id = await cobbler(page, size === "phone" ? 1 : 2);
      await open(`/?outlet=${id}`);
      await liftSheet(page);
      await page.getByRole("button", { name: said.rate }).click();
      await page.getByRole("button", { name: said.fourStars }).click();
      await page.getByRole("button", { name: said.send, exact: true }).click();
      await page.getByText(said.rated).waitFor();
      const ratings = await page.request.get(`/api/cities/sample/outlets/${id}/ratings`);
      expect(((await ratings.json()) as { count: number }).count).toBe(1);
    });

    test("reports a new shop at a place tapped on the map", async () => {
      await open("/");
      await mapAtRest(page);
      await liftSheet(page);
      await page.getByRole("button", { name: said.newShop }).click();
      await page.getByLabel(said.category).selectOption("food-market");
      await page.getByRole("button", { name: said.onMap }).click();
      await page.locator(".placing").waitFor();
      await soon(() => page.locator("dialog[open]").count()).toBe(0);
      if (size === "phone") await page.locator(".sheet-grip").click();
      // The browser lets go of the page behind a window only with its next frame, which a software renderer takes long for.
      await page.waitForTimeout(1500);
      if (size === "phone") await page.touchscreen.tap(195, 380);
      else await page.mouse.click(900, 450);
      await page.getByText(said.placed).waitFor();
      expect(page.url()).not.toContain("pin=");
      await page.getByRole("button", { name: said.send, exact: true }).click();
      await page.locator(".tracking-code").waitFor();
      await page.keyboard.press("Escape");
    });

    test("sees only shops with several services, and all again", async () => {
      await open("/");
      await page.getByRole("button", { name: said.several }).click();
      await soon(() => page.url()).toContain("has=several");
      await page.getByRole("button", { name: said.clear }).click();
      expect(page.url()).not.toContain("has=");
    });

    test("looks at a day of last year: rings and lists are of that day", async () => {
      const asked = page.waitForRequest((request) => request.url().endsWith("/isochrones"));
      await open(`/?pin=${door}&date=2025-06-01`);
      expect((await asked).postDataJSON()).toMatchObject({ date: "2025-06-01" });
      await page.getByText(said.looking).waitFor();
      const slider = page.getByRole("slider", { name: said.slider });
      expect(await slider.getAttribute("aria-valuetext")).toBe("2025-06-01");
      await page.locator(".time-months").waitFor();
      await page.locator(".reach[aria-busy=false] .answer-missing").waitFor();
      await expectAccessible(page);
      await slider.focus();
      await page.keyboard.press("ArrowRight");
      await soon(() => page.url()).toContain("date=2025-06-02");
      await page.getByRole("button", { name: said.today }).click();
      await soon(() => page.url()).not.toContain("date=");
    });

    test("tells of a cobbler that the map lacks, and prints a notice", async () => {
      await open(`/repair?kind=shoe&pin=${door}`);
      await page.locator(".shop").first().waitFor();
      await page.getByRole("button", { name: said.missing }).click();
      await page.getByRole("button", { name: said.here }).click();
      await page.getByRole("button", { name: said.send, exact: true }).click();
      await page.locator(".tracking-code").waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: said.sign }).click();
      await page.locator(".sign .qr").waitFor();
      expect(await page.locator(".sign tbody tr").count()).toBe(9);
      await expectAccessible(page);
    });

    test("asked no other host and logged no error", () => {
      expect(visited.complaints).toEqual([]);
    });
  });

  describe("without network", () => {
    test("what was opened once works, says how old it is, and guesses no minutes", async () => {
      const visited = await visit(world(), "phone", { keeps: true });
      const { page, context } = visited;
      await page.goto(`/repair?kind=shoe&pin=${door}`);
      await page.locator(".shop").first().waitFor();
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      await soon(() =>
        page.evaluate(async () =>
          (await (await caches.open("quarterhour-lists")).keys()).map(({ url }) => url).join(" "),
        ),
      ).toMatch(/near=.*basemap\.json|basemap\.json.*near=/);
      await context.setOffline(true);
      visited.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch|AJAXError/);
      await page.reload();
      await page.locator(".shop").first().waitFor();
      await page.getByText(/没有网络，显示的是 .* 存下的内容/).waitFor();
      await mapAtRest(page);
      await expectAccessible(page);
      // Another kind, never asked for from here: its minutes come from the walks kept for the place.
      await page.goto(`/repair?kind=key&pin=${door}`);
      expect(await page.locator(".shop-walk").first().innerText()).toMatch(/^步行 \d+ 分钟/);
      // Another place: nobody knows the walk, and says so.
      await page.goto("/repair?kind=key&pin=118.05,38.75");
      await page.getByText("没有网络，算不出要走几分钟").waitFor();
      expect(await page.locator(".shop-walk").first().innerText()).toMatch(/^直线约 .*步行几分钟说不准$/);
      await page.goto("/");
      await page.locator(".figures").waitFor();
      // What was refused or failed is not kept.
      const kept = await page.evaluate(async () => {
        const answers = await Promise.all(
          (await caches.keys()).map(async (name) => {
            const cache = await caches.open(name);
            return Promise.all((await cache.keys()).map(async (key) => (await cache.match(key))?.status));
          }),
        );
        return [...new Set(answers.flat())];
      });
      expect(kept.every((status) => status === 200 || status === 204)).toBe(true);
      expect(visited.complaints).toEqual([]);
      await context.close();
    });
  });

  describe("in another site's page", () => {
    test("the component shows the small-repair map, and a circle", async () => {
      const visited = await visit(world(), "desktop");
      const { page } = visited;
      const circles = await page.request.get("/api/cities/sample/circles");
      const { id, name } = ((await circles.json()) as { items: { id: string; name: string }[] }).items[0];
      await page.route("**/host.html", (route) =>
        route.fulfill({
          contentType: "text/html",
          body: `<!doctype html><html lang="zh"><title>区政府</title><main><h1>便民地图</h1><script src="/embed.js"></script>
            <quarterhour-map map="repair" city="sample" kind="shoe"></quarterhour-map>
            <quarterhour-map map="circle" city="sample" circle="${id}"></quarterhour-map></main></html>`,
        }),
      );
      await page.goto("/host.html");
      const frames = page.locator("quarterhour-map");
      const first = frames.nth(0).locator("iframe").contentFrame();
      await first.locator('.chip[aria-pressed="true"]', { hasText: "修鞋" }).waitFor();
      await frames.nth(1).scrollIntoViewIfNeeded();
      const second = frames.nth(1).locator("iframe").contentFrame();
      await second.getByRole("heading", { name }).waitFor();
      await expectAccessible(page);
      await page.goto(`/embed?map=circle&circle=${id}&lang=en`);
      await page.getByRole("link", { name: "Open the full map" }).waitFor();
      await expectAccessible(page);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });
  });
}
