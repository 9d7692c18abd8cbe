/** The coverage page, as somebody at a bureau of commerce uses it. */
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { expectAccessible, mapAtRest, sizes, soon, visit } from "../support/browser.ts";
import type { World } from "../support/world.ts";

const firstRow = ".matrix-row";

export function coverageScenarios(world: () => World): void {
  describe("the coverage page", () => {
    for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
      test(`on a ${size}: the worst community first, and what it lacks`, async () => {
        const visited = await visit(world(), size);
        const { page } = visited;
        await page.goto("/coverage");
        await page.locator(firstRow).first().waitFor();
        expect(await page.locator(firstRow).count()).toBe(14);
        expect(await page.locator(`${firstRow} th`).first().innerText()).toBe("联盟社区");
        await page.locator(firstRow).first().getByRole("button", { name: "菜市场" }).click();
        await page.locator(".inspector").getByText("2,430 户够不到").waitFor();
        await page.locator(".inspector .chart").first().waitFor();
        expect(new URL(page.url()).searchParams.get("cat")).toBe("food-market");
        await expectAccessible(page);
        expect(visited.complaints).toEqual([]);
        await visited.context.close();
      });
    }

    test("the five worst communities for breakfast at 6:30, and the table of them", async () => {
      const visited = await visit(world(), "desktop");
      const { page } = visited;
      await page.goto("/coverage");
      await page.locator(firstRow).first().waitFor();
      await page.getByLabel("几点").selectOption("06:30");
      await page.locator(".matrix-category button[title='早餐店']").click();
      await soon(() => new URL(page.url()).searchParams.get("hour")).toBe("06:30");
      await page.locator(".coverage-status").getByText("14 个区域").waitFor();
      const worst = await page.locator(`${firstRow} th`).allInnerTexts();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByLabel("导出").selectOption("csv"),
      ]);
      const table = await readFile(await download.path(), "utf8");
      for (const name of worst.slice(0, 5)) expect(table).toContain(name);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });

    test("in English, by keyboard alone; the map follows", async () => {
      const visited = await visit(world(), "desktop");
      const { page } = visited;
      await page.goto("/coverage?lang=en");
      await page.locator(firstRow).first().waitFor();
      await mapAtRest(page);
      await page.locator(".matrix-cell button[tabindex='0']").focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await page.locator(".inspector").getByText("households without").waitFor();
      expect(await page.locator(".legend").innerText()).toContain("Share of households without");
      await page.keyboard.press("Escape");
      await soon(() => page.locator(".inspector").count()).toBe(0);
      await expectAccessible(page);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });

    test("another pace is counted, and a level without areas says so", async () => {
      const visited = await visit(world(), "desktop");
      const { page } = visited;
      await page.goto("/coverage?profile=elder");
      await page.locator(firstRow).first().waitFor();
      await page.locator(".why-button").click();
      expect(await page.locator("dialog[open]").innerText()).toContain("老年人");
      await page.goto("/coverage?level=circle");
      await soon(() => page.locator(firstRow).count()).toBe(3);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });
  });
}
