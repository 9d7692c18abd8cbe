/** The data page, as a steward uses it with a table that is far from clean. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectAccessible, soon, visit } from "../support/browser.ts";
import { logIn } from "../support/login.ts";
import type { World } from "../support/world.ts";

const messyTable = join(import.meta.dirname, "../../../../data/sample/files/outlets-market-regulation.csv");

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

    test("a messy table: asked for its coordinates, mended, committed, undone", async () => {
      const visited = await visit(world(), "desktop");
      const { page } = visited;
      await page.goto("/data");
      await logIn(page, world());
      await page.setInputFiles(".upload input[type=file]", messyTable);
      await page.getByRole("button", { name: "读取并检查" }).click();
      const question = page.locator(".question");
      await question.waitFor();
      await question.getByRole("button", { name: "GCJ-02" }).click();
      await page.getByRole("button", { name: /^提交 \d+ 行，先放下/ }).waitFor({ timeout: 60_000 });
      await expectAccessible(page);
      const bad = () => page.locator(".chip-bad").innerText();
      const before = Number((await bad()).replace(/\D/g, ""));
      await page.getByLabel(/的“烟酒食品”归入/).selectOption("convenience-store");
      await soon(async () => Number((await bad()).replace(/\D/g, ""))).toBeLessThan(before);
      await page.locator(".job").waitFor({ state: "detached" });
      await page.locator(".chip-bad").click();
      const cell = page.locator(".rows-cell-fault button").first();
      await cell.click();
      await page.locator(".cell-editor input").fill("便利店");
      await page.keyboard.press("Enter");
      await soon(() => page.locator(".cell-editor").count()).toBe(0);
      await page.getByRole("button", { name: /^提交/ }).click();
      await page.getByText("已经导入").waitFor({ timeout: 60_000 });
      await page.getByRole("button", { name: "撤销整次导入" }).click();
      await page.getByText("已撤销，和导入前一样").waitFor({ timeout: 60_000 });
      await page.getByRole("button", { name: "返回" }).click();
      await page.locator(".data-table").getByText("已撤销").waitFor();
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
