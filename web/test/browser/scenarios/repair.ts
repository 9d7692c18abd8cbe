import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, mapAtRest, soon, visit } from "../support/browser.ts";
import type { Visit } from "../support/browser.ts";
import type { World } from "../support/world.ts";

/** Smallest side of each visible link, button and field in pixels, by its words. */
function targets(page: Page): Promise<{ words: string; side: number }[]> {
  return page.locator("button:visible, a.button:visible, select:visible, input:visible").evaluateAll((all) =>
    all.map((one) => {
      const { width, height } = one.getBoundingClientRect();
      return { words: one.getAttribute("aria-label") ?? one.textContent ?? "", side: Math.min(width, height) };
    }),
  );
}

export function smallRepairMapScenarios(world: () => World): void {
  describe.each(["phone", "desktop"] as const)("the small-repair map on a %s", (size) => {
    let visited: Visit;
    let page: Page;
    beforeAll(async () => {
      visited = await visit(world(), size);
      page = visited.page;
      await page.goto("/repair");
      await page.locator(".kind").first().waitFor();
    });
    afterAll(() => visited.context.close());

    test("first sight: nine large pictures with words", async () => {
      expect(await page.locator(".kind").allInnerTexts()).toEqual([
        "修鞋",
        "修表",
        "修家电",
        "修自行车",
        "配钥匙",
        "改衣服",
        "修手机电脑",
        "修家具",
        "修箱包",
      ]);
      for (const { width, height } of await page
        .locator(".kind")
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect))) {
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(56);
      }
      // All nine without scrolling.
      const last = (await page.locator(".kind").last().boundingBox())!;
      expect(last.y + last.height).toBeLessThanOrEqual(page.viewportSize()!.height);
      expect(await page.locator(".fiction").innerText()).toBe("示例数据，纯属虚构");
      await expectAccessible(page);
    });

    test("one tap asks where one is, a compound found by name is enough", async () => {
      await page.getByRole("button", { name: "修鞋" }).click();
      await page.getByText("您在哪里？").waitFor();
      await expectAccessible(page);
      await page.getByRole("combobox", { name: "搜索小区、地址、店名" }).fill("和乐里");
      await page.getByRole("option").filter({ hasText: "和乐里" }).first().click();
      await page.locator(".shop").first().waitFor();
      expect(await page.locator(".place-line").innerText()).toContain("从和乐里出发");
    });

    test("the map lies still beside the list, and stays where a hand moves it", async () => {
      const drawnInHalfASecond = () =>
        page.evaluate(async () => {
          const holder = document.querySelector(".map-canvas-holder")!;
          let changes = 0;
          const observer = new MutationObserver((all) => (changes += all.length));
          observer.observe(holder, { attributes: true, attributeFilter: ["data-at-rest"] });
          for (let frame = 0; frame < 30; frame++) await new Promise(requestAnimationFrame);
          observer.disconnect();
          return changes;
        });
      await soon(drawnInHalfASecond).toBe(0);
      const center = () => new URL(page.url()).searchParams.get("at");
      const before = center();
      await page.locator("canvas.maplibregl-canvas").focus();
      await page.keyboard.press("ArrowUp");
      await soon(center).not.toBe(before);
      await mapAtRest(page);
      const moved = center();
      expect(moved).not.toBe(before);
      for (let frame = 0; frame < 10; frame++) await page.evaluate(() => new Promise(requestAnimationFrame));
      expect(center()).toBe(moved);
    });

    test("nearest first by walking minutes, open ones on top, each with call and go", async () => {
      const groups = await page.locator(".shop-group").evaluateAll((all) =>
        all.map((group) => ({
          title: group.querySelector("h3")!.textContent!,
          minutes: [...group.querySelectorAll(".shop-walk")].map((line) =>
            Number(/(\d+) 分钟/.exec(line.textContent!)![1]),
          ),
        })),
      );
      const order = ["正在营业", "营业时间不详", "现在休息", "15 分钟以外"];
      const places = groups.map(({ title }) => order.findIndex((start) => title.startsWith(start)));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      for (const { title, minutes } of groups) {
        expect(minutes).toEqual(minutes.toSorted((a, b) => a - b));
        if (title !== "15 分钟以外") expect(Math.max(...minutes)).toBeLessThanOrEqual(15);
      }
      const call = page.locator(".shop a[href^='tel:']").first();
      expect(await call.getAttribute("href")).toMatch(/^tel:\+?\d{3,}$/);
      for (const { words, side } of await targets(page)) expect(side, words).toBeGreaterThanOrEqual(44);
      await expectAccessible(page);
    });

    test("go draws the walk and says it in words, and opens in the phone's maps", async () => {
      await page.getByRole("button", { name: /^走到/ }).first().click();
      await page.locator(".walk-headline").waitFor();
      expect(await page.locator(".walk-headline").innerText()).toMatch(/步行 \d+ 分钟 · [\d.]+ (米|公里)/);
      expect(await page.locator(".walk-lines li").count()).toBeGreaterThan(2);
      const links = await page
        .locator(".go-with a")
        .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));
      expect(links[0]).toMatch(/^https:\/\/uri\.amap\.com\/marker\?position=118\.\d+,38\.\d+/);
      expect(links[1]).toMatch(/^https:\/\/api\.map\.baidu\.com\/marker\?location=38\.\d+,118\.\d+/);
      expect(links[2]).toMatch(/^https:\/\/apis\.map\.qq\.com\/uri\/v1\/marker\?marker=coord:38\.\d+,118\.\d+/);
      await mapAtRest(page);
      await expectAccessible(page);
      await page.getByRole("button", { name: "返回" }).click();
      await page.locator(".shop").first().waitFor();
    });

    test("elder mode: 22 px, larger targets, remembered", async () => {
      await page.getByRole("button", { name: "大字" }).click();
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe("22px");
      for (const { words, side } of await targets(page)) expect(side, words).toBeGreaterThanOrEqual(56);
      expect(page.url()).toContain("large=1");
      await page.goto("/repair");
      await page.locator(".large .kind").first().waitFor();
      await expectAccessible(page);
      await page.getByRole("button", { name: "大字" }).click();
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe("16px");
    });

    test("a kind that does not exist is asked for again, a place without ways says so", async () => {
      await page.goto("/repair?kind=rocket");
      await page.getByText("修理种类认不出来").waitFor();
      await page.goto("/repair?kind=shoe&pin=118.02,38.72");
      await page.getByText("这个地方附近没有能走的路").waitFor();
    });

    test("asked no other host and logged no error", () => {
      expect(visited.complaints).toEqual([]);
    });
  });
}
