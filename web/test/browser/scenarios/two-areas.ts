/** Two areas beside each other, as somebody at a bureau compares them. */
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { expectAccessible, sizes, soon, visit } from "../support/browser.ts";
import type { World } from "../support/world.ts";

export function twoAreasScenarios(world: () => World): void {
  describe("two areas compared", () => {
    for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
      test(`on a ${size}: chosen, told by category, kept in the address, taken along as a table`, async () => {
        const visited = await visit(world(), size);
        const { page } = visited;
        await page.goto("/coverage");
        const area = (name: string) => page.locator(".matrix-row th").getByRole("button", { name });
        await area("联盟社区").click();
        await page.getByRole("button", { name: "和另一处比…" }).click();
        if (size === "desktop") await area("西堤社区").click();
        else await page.locator(".inspector select").selectOption({ label: "西堤社区" });
        const panel = page.locator(".inspector-compared");
        await panel.getByRole("heading", { name: "联盟社区 和 西堤社区" }).waitFor();
        // Nobody of 联盟社区 reaches a food market; some homes of 西堤社区 nobody can tell about.
        const market = panel.getByRole("row", { name: /菜市场/ });
        expect(await market.innerText()).toContain("2,430 户够不到");
        expect(await market.innerText()).toContain("+100 个点");
        expect(await market.innerText()).toContain("户说不准");
        await expectAccessible(page);
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          panel.getByRole("button", { name: "表格 CSV" }).click(),
        ]);
        const table = await readFile(await download.path(), "utf8");
        expect(table).toContain("联盟社区：覆盖率");
        expect(table.split("\r\n").find((line) => line.startsWith('"菜市场"'))).toMatch(/^"菜市场",10,0,0,2430,/);
        await panel.getByRole("button", { name: "左右互换" }).click();
        await panel.getByRole("heading", { name: "西堤社区 和 联盟社区" }).waitFor();
        await page.reload();
        await panel.getByRole("heading", { name: "西堤社区 和 联盟社区" }).waitFor();
        await panel.getByRole("button", { name: "不比了" }).click();
        await soon(() => panel.count()).toBe(0);
        await page.locator(".inspector").getByRole("heading", { name: "西堤社区" }).waitFor();
        expect(visited.complaints).toEqual([]);
        await visited.context.close();
      });
    }
  });
}
