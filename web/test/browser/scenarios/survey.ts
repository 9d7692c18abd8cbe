/** The survey, as a resident answers it on a phone. */
import { describe, expect, test } from "vitest";
import { expectAccessible, visit } from "../support/browser.ts";
import type { World } from "../support/world.ts";

export function surveyScenarios(world: () => World): void {
  describe("the survey", () => {
    test("one link, one answer; the second time it says so", async () => {
      const visited = await visit(world(), "phone");
      const { page, context } = visited;
      const { request } = context;
      const { password } = world();
      const { csrf } = (await (await request.post("/api/session", { data: { login: "admin", password } })).json()) as {
        csrf: string;
      };
      const { items } = (await (await request.get("/api/cities/sample/circles")).json()) as { items: { id: string }[] };
      const made = await request.post(`/api/cities/sample/surveys/${items[0].id}/batches`, {
        data: { count: 1, label: "试" },
        headers: { "x-csrf-token": csrf },
      });
      const { path, tokens } = (await made.json()) as { path: string; tokens: string[] };
      await page.goto(path + tokens[0]);
      await page.getByText("基本满足").first().click();
      await page.getByText("便利店").first().click();
      await expectAccessible(page);
      await page.getByRole("button", { name: "交卷" }).click();
      await page.getByText("已经收到您的答卷").waitFor();
      await page.reload();
      await page.getByText("这个链接已经用过了").waitFor();
      expect(visited.complaints).toEqual([]);
      await visited.context.close();
    });
  });
}
