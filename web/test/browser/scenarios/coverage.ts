/** The coverage page, as somebody at a bureau of commerce uses it. */
import { describe, expect, test } from "vitest";
import { expectAccessible, mapAtRest, soon, visit } from "../support/browser.ts";
import type { World } from "../support/world.ts";

const firstRow = ".matrix-row";

export function coverageScenarios(world: () => World): void {
  describe("the coverage page", () => {
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
