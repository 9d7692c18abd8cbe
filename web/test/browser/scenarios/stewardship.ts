/** The data page, as a steward uses it with a table that is far from clean. */
import { describe, expect, test } from "vitest";
import { expectAccessible, soon, visit } from "../support/browser.ts";
import { logIn } from "../support/login.ts";
import type { World } from "../support/world.ts";

export function stewardshipScenarios(world: () => World): void {
  describe("the data page", () => {
    test("asks to log in, and says when the password is wrong", async () => {
      const visited = await visit(world(), "phone");
      const { page } = visited;
      visited.allow(/401/);
      await page.goto("/data");
      await page.getByText("请先登录").waitFor();
      await expectAccessible(page);
      await page.getByRole("banner").getByRole("button", { name: "登录" }).click();
      await page.getByLabel("用户名").fill("admin");
      await page.getByLabel("密码").fill("not the password");
      await page.locator("dialog[open]").getByRole("button", { name: "登录" }).click();
      await page.getByText("用户名或密码不对").waitFor();
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });

    test("queues, ledgers, accounts and the log, each with nothing grave for axe", async () => {
      const visited = await visit(world(), "desktop");
      const { page } = visited;
      await page.goto("/data");
      await logIn(page, world());
      for (const name of ["重复的网点", "居民上报", "居民评价", "台账导出", "账号", "操作记录"]) {
        await page.locator(".sections").getByRole("button", { name }).click();
        await page.locator(".section").waitFor();
        await soon(() => page.locator(".skeleton").count()).toBe(0);
        await expectAccessible(page);
      }
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });
  });
}
