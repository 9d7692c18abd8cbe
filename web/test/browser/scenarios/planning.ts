/** The planning page, as a planner uses it for a day. */
import { describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { expectAccessible, mapAtRest, soon, visit } from "../support/browser.ts";
import { logIn } from "../support/login.ts";
import type { World } from "../support/world.ts";

/** Clicks corner by corner on the map, then on the first corner again. */
async function drawBoundary(page: Page, corners: [number, number][]): Promise<void> {
  for (const [x, y] of [...corners, corners[0]]) {
    await page.mouse.move(x, y, { steps: 3 });
    await page.waitForTimeout(150);
    await page.mouse.click(x, y);
    await page.waitForTimeout(150);
  }
}

export function planningScenarios(world: () => World): void {
  describe("the planning page", () => {
    test("circles with type and score; both sides of the score, and why", async () => {
      const visited = await visit(world(), "desktop");
      const { page } = visited;
      await page.goto("/planning");
      await page.locator(".circle-line").first().waitFor();
      expect(await page.locator(".circle-line").allInnerTexts()).toEqual([
        expect.stringContaining("船坞生活圈"),
        expect.stringContaining("铁东生活圈"),
        expect.stringContaining("石桥—潮声生活圈"),
      ]);
      await page.locator(".circle-line", { hasText: "石桥" }).click();
      await page.locator(".total-points", { hasText: "100" }).waitFor();
      await page.locator(".contradictions").getByText("户够不到").first().waitFor();
      await expectAccessible(page);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });

    test("a circle is drawn, weighed while the hand moves, undone, saved, and deleted", async () => {
      const visited = await visit(world(), "desktop");
      const { page } = visited;
      await page.goto("/planning");
      await page.locator(".circle-line").first().waitFor();
      await logIn(page, world());
      await mapAtRest(page);
      await page.getByRole("button", { name: "画一个新的" }).click();
      await page.waitForTimeout(800);
      await drawBoundary(page, [
        [640, 380],
        [800, 370],
        [820, 540],
        [650, 560],
      ]);
      await page.locator(".draft").getByText("拖动圆点").waitFor();
      await page.locator(".total-points").waitFor();
      const households = () => page.locator(".members").innerText();
      const before = await households();
      await page.mouse.move(820, 540);
      await page.mouse.down();
      await page.mouse.move(890, 610, { steps: 6 });
      await page.mouse.up();
      await soon(households).not.toBe(before);
      await page.getByRole("button", { name: "撤销" }).click();
      await soon(households).toBe(before);
      await page.locator(".draft").getByLabel("名称").fill("试画生活圈");
      await page.locator(".draft").getByRole("button", { name: "保存" }).click();
      await page.locator(".circle-line", { hasText: "试画生活圈" }).waitFor();
      await page.getByText(/^东至/).first().waitFor();
      await page.getByRole("button", { name: "删除" }).first().click();
      await page.locator("dialog[open]").getByRole("button", { name: "删除" }).click();
      await soon(() => page.locator(".circle-line", { hasText: "试画生活圈" }).count()).toBe(0);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });

    test("a shop and a footbridge on trial, dragged and taken back", async () => {
      const visited = await visit(world(), "desktop");
      const { page } = visited;
      await page.goto("/planning?tool=scenario");
      await logIn(page, world());
      await mapAtRest(page);
      await page.getByLabel("开一家").selectOption("food-market");
      await page.mouse.click(640, 700);
      await page.locator(".drag-mark", { hasText: "菜市场" }).waitFor();
      await page.locator(".total-points.gain").waitFor();
      await page.locator(".drag-mark").press("ArrowUp");
      await page.getByRole("button", { name: "架天桥" }).click();
      await page.mouse.click(700, 520);
      await page.getByText("再点终点").waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "全部清除" }).click();
      await soon(() => page.locator(".drag-mark").count()).toBe(0);
      await page.getByRole("button", { name: "撤销" }).click();
      await page.locator(".drag-mark").waitFor();
      await expectAccessible(page);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });

    test("sites are found, put on the project list, and edited there", async () => {
      const visited = await visit(world(), "desktop");
      const { page } = visited;
      await page.goto("/planning?tool=siting");
      await logIn(page, world());
      await page.getByLabel("再加一种").selectOption("food-market");
      await page.getByRole("button", { name: "开始找" }).click();
      await page.locator(".site-list li").first().waitFor();
      expect(await page.locator(".site-list li").count()).toBe(3);
      await page.getByRole("button", { name: "列入项目" }).click();
      await page.getByText("已列入 3 个项目").waitFor();
      await page.getByRole("button", { name: "项目", exact: true }).click();
      await page.locator(".projects .link-button").first().click();
      await page.locator("dialog[open]").getByLabel("责任单位").fill("听澜街道");
      await page.locator("dialog[open]").getByRole("button", { name: "保存" }).click();
      await page.locator(".projects").getByText("听澜街道").waitFor();
      await expectAccessible(page);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });
  });
}
