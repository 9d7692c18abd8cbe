/** What is looked back at, and what is taken back. */
import { describe, expect, test } from "vitest";
import { expectAccessible, soon, visit } from "../support/browser.ts";
import { logIn } from "../support/login.ts";
import type { World } from "../support/world.ts";

interface Listed {
  id: string;
  name: string;
  status: string;
  openedOn: string | null;
  closedOn: string | null;
}

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

export function pastAndUndoScenarios(world: () => World): void {
  describe("an outlet on a past day", () => {
    test("is told as it was then, says so, and leads back to today", async () => {
      const { items } = (await (
        await fetch(`${world().address}/api/cities/sample/outlets?limit=1000&status=closed`)
      ).json()) as { items: Listed[] };
      const shut = items.find(({ closedOn }) => closedOn !== null)!;
      const before = dayBefore(shut.closedOn!);
      const visited = await visit(world(), "phone");
      const { page } = visited;
      await page.goto(`/?outlet=${shut.id}&date=${before}`);
      const panel = page.locator("#panel");
      await panel.getByText("这一天开着").waitFor();
      await panel.getByText(`${before} 登记的样子，不是今天的`).waitFor();
      expect(await panel.getByRole("link", { name: /打电话/ }).count()).toBe(0);
      await expectAccessible(page);
      await panel.getByRole("button", { name: "看今天的样子" }).click();
      await panel.getByText(/关闭/).first().waitFor();
      expect(await panel.getByText("这一天开着").count()).toBe(0);
      expect(new URL(page.url()).searchParams.has("date")).toBe(false);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });
  });

  describe("what a steward deletes", () => {
    test("an outlet comes back with one click, under its own id", async () => {
      const visited = await visit(world(), "desktop");
      const { page } = visited;
      await page.goto("/data?section=outlets");
      await logIn(page, world());
      await page.getByRole("textbox", { name: /找网点/ }).fill("修鞋");
      await page.getByRole("button", { name: "找", exact: true }).click();
      // At first all are listed, a hundred of them.
      await soon(() => page.locator(".queue-line").count()).toBeLessThan(100);
      const line = page.locator(".queue-line").first();
      const name = (await line.locator(".queue-name").innerText()).split("\n")[0];
      await line.click();
      const count = await page.locator(".queue-line").count();
      await page.getByRole("button", { name: "删除", exact: true }).click();
      await page.getByText(`已删除“${name}”`).waitFor();
      await soon(() => page.locator(".queue-line").count()).toBe(count - 1);
      await expectAccessible(page);
      await page.getByRole("button", { name: "撤销" }).click();
      await soon(() => page.locator(".queue-line").count()).toBe(count);
      expect(await page.getByText(`已删除“${name}”`).count()).toBe(0);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });

    test("a spare site is asked for, since it cannot come back; no is no", async () => {
      const visited = await visit(world(), "desktop");
      const { page } = visited;
      await page.goto("/data?section=sites");
      await logIn(page, world());
      await page.locator(".queue-line").first().click();
      const count = await page.locator(".queue-line").count();
      const remove = page.locator(".split-detail").getByRole("button", { name: "删除", exact: true }).first();
      await remove.click();
      const window = page.locator("dialog[open]");
      await window.getByText(/找不回来/).waitFor();
      await expectAccessible(page);
      await window.getByRole("button", { name: "取消" }).click();
      await soon(() => page.locator("dialog[open]").count()).toBe(0);
      expect(await page.locator(".queue-line").count()).toBe(count);
      await remove.click();
      await window.getByRole("button", { name: "删除", exact: true }).click();
      await soon(() => page.locator(".queue-line").count()).toBe(count - 1);
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });
  });
}
