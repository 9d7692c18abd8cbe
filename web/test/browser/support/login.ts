import type { Page } from "playwright-core";
import type { World } from "./world.ts";

/** Logs in by the dialog, as a person does. */
export async function logIn(page: Page, { password }: World): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "登录" }).click();
  await page.getByLabel("用户名").fill("admin");
  await page.getByLabel("密码").fill(password);
  await page.locator("dialog[open]").getByRole("button", { name: "登录" }).click();
  await page.getByRole("button", { name: "退出" }).waitFor();
}
