import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible, mapAtRest, pixelShare, soon, visit } from "../support/browser.ts";
import type { Visit } from "../support/browser.ts";
import type { World } from "../support/world.ts";

/** What is always free of panel, bar and sheet. */
const free = {
  phone: { x: 20, y: 180, width: 350, height: 260 },
  desktop: { x: 500, y: 120, width: 800, height: 660 },
};
/** A door of the sample city, in the middle of the map at a zoom where dots are too small to be hit by a tap. */
const door = "118.04500,38.75300";
const doorInView = `/?at=${door},13.40`;

/** The middle of what is free just now. */
async function tapMiddle(page: Page): Promise<void> {
  const bar = (await page.locator(".topbar").boundingBox())!;
  const sheet = (await page.locator(".sheet").boundingBox())!;
  const { width, height } = page.viewportSize()!;
  if (width > 767) await page.mouse.click((sheet.x + sheet.width + width) / 2, height / 2);
  else await page.touchscreen.tap(width / 2, (bar.y + bar.height + sheet.y) / 2);
}

const answered = (page: Page) => page.locator(".reach[aria-busy=false] .answer-missing").waitFor();

export function outletMapScenarios(world: () => World): void {
  describe.each(["phone", "desktop"] as const)("the outlet map on a %s", (size) => {
    let visited: Visit;
    let page: Page;
    beforeAll(async () => {
      visited = await visit(world(), size);
      page = visited.page;
      await page.goto("/");
      await mapAtRest(page);
    });
    afterAll(() => visited.context.close());

    test("shows the sample city, says that it is made up, and gives nobody else as its source", async () => {
      const answer = await page.request.get("/api/cities");
      const [city] = ((await answer.json()) as { items: { nameZh: string }[] }).items;
      await soon(() => page.title()).toContain(city.nameZh);
      expect(await page.locator(".fiction").innerText()).toBe("示例数据，纯属虚构");
      expect(await page.locator(".attribution").innerText()).toBe("示例数据，纯属虚构");
      expect(await page.locator(".figures").innerText()).toMatch(/\d+ 个网点/);
      // Dots of outlets: ink on quiet ground.
      expect(await pixelShare(visited, free[size], "r < 70 && g < 80 && b < 95")).toBeGreaterThan(0.002);
      await expectAccessible(page);
    });

    test("a tap puts a pin, draws rings and says what is missing", async () => {
      await page.goto(doorInView);
      await mapAtRest(page);
      const blue = "b > r + 22 && b > g + 8 && r < 215";
      const before = await pixelShare(visited, free[size], blue);
      await tapMiddle(page);
      await answered(page);
      await mapAtRest(page);
      expect(page.url()).toMatch(/[?&]pin=118\.\d+,38\.\d+/);
      expect(await pixelShare(visited, free[size], blue)).toBeGreaterThan(before + 0.05);
      const titles = await page.locator(".answer h3").allInnerTexts();
      expect(titles.map((title) => title.replace(/\s.*/s, ""))).toEqual(["缺什么", "有什么", "不清楚"]);
      const counts = (await page.locator(".answer-count").allInnerTexts()).map((text) => Number.parseInt(text, 10));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50);
      expect(await page.locator(".present .bars").first().getAttribute("aria-label")).toMatch(
        /^5 分钟内 \d+ 个，10 分钟内 \d+ 个，15 分钟内 \d+ 个$/,
      );
      await expectAccessible(page);
    });

    test("every figure opens its reason", async () => {
      await page.locator(".why-button").click();
      const reason = await page.getByRole("dialog").innerText();
      expect(reason).toContain("每小时 5 公里");
      expect(reason).toContain("成年人");
      expect(reason).toMatch(/15 分钟：[\d.]+ 公顷/);
      await expectAccessible(page);
      await page.keyboard.press("Escape");
      await soon(() => page.getByRole("dialog").count()).toBe(0);
      // Escape closed the reason, not the answer behind it.
      expect(await page.locator(".answer-missing").count()).toBe(1);
    });

    test("the pin is never under the sheet, at any of its rests", async () => {
      if (size === "desktop") {
        const pin = (await page.locator(".map-pin").boundingBox())!;
        const panel = (await page.locator(".sheet").boundingBox())!;
        expect(pin.x).toBeGreaterThan(panel.x + panel.width);
        return;
      }
      for (const rest of ["full", "peek", "half"]) {
        await page.locator(".sheet-grip").click();
        await page.locator(`[data-rest=${rest}]`).waitFor();
        await soon(async () => {
          const pin = (await page.locator(".map-pin").boundingBox())!;
          const sheet = (await page.locator(".sheet").boundingBox())!;
          const bar = (await page.locator(".topbar").boundingBox())!;
          return pin.y >= bar.y + bar.height - 12 && pin.y + pin.height <= sheet.y + 4;
        }).toBe(true);
      }
    });

    test("dragging the pin moves the rings; the old answer stays until the new one is there", async () => {
      const asked: string[] = [];
      page.on("request", (request) => {
        if (request.url().endsWith("/isochrones")) asked.push(request.postData() ?? "");
      });
      const before = new URL(page.url()).searchParams.get("pin");
      const pin = (await page.locator(".map-pin").boundingBox())!;
      const [x, y] = [pin.x + pin.width / 2, pin.y + pin.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      for (let step = 1; step <= 12; step++) await page.mouse.move(x + step * 4, y + step * 3);
      expect(await page.locator(".answer-missing").count()).toBe(1);
      await page.mouse.up();
      await soon(() => new URL(page.url()).searchParams.get("pin")).not.toBe(before);
      await answered(page);
      const origins = new Set(asked);
      expect(origins.size).toBeGreaterThan(1);
      const final = new URL(page.url()).searchParams.get("pin")!.split(",").map(Number);
      const last = JSON.parse(asked.at(-1)!) as { origin: [number, number] };
      expect(last.origin[0]).toBeCloseTo(final[0], 5);
      expect(last.origin[1]).toBeCloseTo(final[1], 5);
    });

    test("the nearest outlet of a category opens with hours, call and the walk", async () => {
      await page.locator(".present-row").first().click();
      await page.locator(".walk-headline").waitFor();
      expect(await page.locator(".walk-headline").innerText()).toMatch(/步行 \d+ 分钟 · [\d.]+ (米|公里)/);
      expect(await page.locator(".outlet > .facts").innerText()).toContain("营业时间");
      const links = await page
        .locator(".go-with a")
        .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).host));
      expect(links).toEqual(["uri.amap.com", "api.map.baidu.com", "apis.map.qq.com"]);
      expect(page.url()).toContain("outlet=");
      await expectAccessible(page);
      await page.goBack();
      await answered(page);
      expect(page.url()).not.toContain("outlet=");
    });

    test("search understands pinyin initials and starts from the compound found", async () => {
      const box = page.getByRole("combobox", { name: "搜索小区、地址、店名" });
      await box.fill("hll");
      const hit = page.getByRole("option").filter({ hasText: "和乐里" }).first();
      await hit.waitFor();
      await expectAccessible(page);
      await hit.click();
      await soon(() => page.locator(".panel-head h2").innerText()).toBe("从和乐里出发");
      await answered(page);
      await box.fill("没有这个地方");
      await page.getByText("没有找到“没有这个地方”").first().waitFor();
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      expect(await box.inputValue()).toBe("");
    });

    test("filters say what they do, stand in the address and go with one tap", async () => {
      await page.getByRole("button", { name: "筛选", exact: true }).click();
      await page.getByRole("button", { name: "药店", exact: true }).click();
      expect(page.url()).toContain("cat=pharmacy");
      await page.getByRole("button", { name: "看地图", exact: true }).click();
      await page.getByRole("button", { name: "正在营业" }).click();
      await page
        .locator(".filter-note")
        .filter({ hasText: /个确定正在营业/ })
        .waitFor();
      expect(page.url()).toContain("open=now");
      await mapAtRest(page);
      await page.reload();
      await mapAtRest(page);
      expect(await page.getByRole("button", { name: "正在营业" }).getAttribute("aria-pressed")).toBe("true");
      await expectAccessible(page);
      await page.getByRole("button", { name: "清除筛选" }).click();
      expect(page.url()).not.toMatch(/cat=|open=/);
    });

    test("my own position is a place to start from", async () => {
      await page.getByRole("button", { name: "我的位置" }).click();
      await soon(() => page.url()).toContain("place=me");
      expect(new URL(page.url()).searchParams.get("pin")).toBe("118.045000,38.753000");
      await soon(() => page.locator(".panel-head h2").innerText()).toBe("从我的位置出发");
      await answered(page);
    });

    test("asked no other host and logged no error", () => {
      expect(visited.complaints).toEqual([]);
    });
  });

  describe("whatever comes", () => {
    test("the whole page in English, in the dark, without a serious finding", async () => {
      const visited = await visit(world(), "desktop", { dark: true });
      const { page } = visited;
      await page.goto("/?pin=118.045,38.753");
      await answered(page);
      await page.getByRole("button", { name: "English" }).click();
      await soon(() => page.locator("html").getAttribute("lang")).toBe("en");
      const titles = await page.locator(".answer h3").allInnerTexts();
      expect(titles.map((title) => title.replace(/\s*\d+$/, ""))).toEqual(["Missing", "Within reach", "Unclear"]);
      expect(page.url()).toContain("lang=en");
      await mapAtRest(page);
      await expectAccessible(page);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });

    test("an address full of nonsense still gives a page, and says what it left out", async () => {
      const visited = await visit(world(), "phone");
      const { page } = visited;
      visited.allow(/404/);
      await page.goto("/?city=nowhere");
      await page.getByText("没有“nowhere”这座城市").waitFor();
      await expectAccessible(page);
      await page.locator(".plain-links button").first().click();
      await page.locator(".start").waitFor();
      await page.goto("/?city=sample&pin=999,1&cat=rubbish&at=x&tier=?&outlet=o_nope");
      await page.getByText("网址里有认不出的业态").waitFor();
      await page.getByText("没有找到").first().waitFor();
      await page.goto("/?city=sample&pin=2.35,48.85");
      await page.getByText(/这个点不在.*的地图范围里/).waitFor();
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });

    test("without a connection the old stays, it says so, and comes back by itself", async () => {
      const visited = await visit(world(), "desktop");
      const { page, context } = visited;
      visited.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
      await page.goto("/?pin=118.045,38.753");
      await answered(page);
      await mapAtRest(page);
      await context.setOffline(true);
      await page.getByText("没有网络，显示的是之前的内容").waitFor();
      // The keyboard moves the pin as well as a finger does.
      await page.locator(".map-pin").press("ArrowRight");
      await page.getByRole("alert").getByText("连不上网络").waitFor();
      await context.setOffline(false);
      await answered(page);
      expect(await page.getByText("没有网络").count()).toBe(0);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });
  });
}
