/** Hands on the keyboard alone: no mouse, no focus set by the test. */
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** More steps than any page has places to stop at. */
const mostSteps = 250;

/** What has the focus shows it: an outline of its own or of what it stands for, or the caret's box. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const shown = await page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return "nothing has the focus";
    if (!at.matches(":focus-visible, input[type=date]"))
      return `${at.outerHTML.slice(0, 160)} has the focus, but does not show it`;
    const marks = (one: Element | null) => {
      if (!one) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
    };
    // A field that is hidden for the eye is shown by its label; a search box by its frame.
    const frames = [at, at.nextElementSibling, at.closest("label, .search")];
    return frames.some(marks) ? "" : `no outline at ${at.outerHTML.slice(0, 160)}`;
  });
  expect(shown).toBe("");
}

/** Presses Tab (or Shift and Tab) until `to` has the focus, which must be to be seen at every stop. */
export async function tabTo(page: Page, to: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await to.first().waitFor({ state: "attached" });
  for (let step = 0; step < mostSteps; step++) {
    if (await to.first().evaluate((one) => one === document.activeElement)) {
      await expectVisibleFocus(page);
      return;
    }
    await page.keyboard.press(key);
    const isInPage = await page.evaluate(() => document.activeElement !== document.body);
    if (isInPage) await expectVisibleFocus(page);
  }
  throw new Error(`${mostSteps} × ${key} did not come to ${to.toString()}`);
}

/** Comes to it by Tab and presses a key there. */
export async function tabAndPress(page: Page, to: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, to);
  await page.keyboard.press(key);
}

/** Chooses an option of a closed list by its arrows, as far as it takes. */
export async function chooseByArrows(page: Page, list: Locator, value: string): Promise<void> {
  await tabTo(page, list);
  const options = await list.locator("option").count();
  for (let step = 0; step < options; step++) {
    if ((await list.inputValue()) === value) return;
    await page.keyboard.press("ArrowDown");
  }
  expect(await list.inputValue()).toBe(value);
}

/** Runs what opens a window, then what is done in it, and demands that the focus comes back to where it was. */
export async function inWindow(page: Page, opener: Locator, work: (dialog: Locator) => Promise<void>): Promise<void> {
  await tabAndPress(page, opener);
  const dialog = page.locator("dialog[open]");
  await dialog.waitFor();
  expect(await dialog.evaluate((one) => one.contains(document.activeElement))).toBe(true);
  await work(dialog);
  await dialog.waitFor({ state: "detached" });
  expect(await opener.first().evaluate((one) => one === document.activeElement)).toBe(true);
}
