/** The same people with nothing but a keyboard. */
import { describe, expect, test } from "vitest";
import { mapAtRest, soon } from "../../support/browser.ts";
import { chooseByArrows, inWindow, tabAndPress, tabTo } from "../../support/keyboard.ts";
import { fileFrom, person } from "../../support/people.ts";
import type { Person } from "../../support/people.ts";
import { fileInZip, sheetRows } from "../../support/tables.ts";
import type { World } from "../../support/world.ts";
import { messyTable } from "../days/steward.ts";

const setting = { size: "desktop", lang: "en", dark: false } as const;

async function logInByKeys({ page, words }: Person, { password }: World): Promise<void> {
  const { account } = words.ui;
  await tabAndPress(page, page.getByRole("banner").getByRole("button", { name: account.enter, exact: true }));
  await page.locator("dialog[open]").waitFor();
  await tabTo(page, page.getByLabel(account.login));
  await page.keyboard.type("admin");
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: account.leave }).waitFor();
}

export function keyboardScenarios(world: () => World): void {
  describe("by keyboard alone", () => {
    test("a resident finds a cobbler, reads the walk, and reports that the shop has closed", async () => {
      const who = await person(world(), setting);
      const { page, words } = who;
      const { report } = words.ui;
      await who.open("/repair?kind=shoe");
      await page.locator(".place-chooser").waitFor();
      // The first stop leads past the bar.
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(words.ui.skipToPanel);
      await page.keyboard.press("Enter");
      await tabTo(page, page.getByRole("combobox", { name: words.ui.search.label }).last());
      await page.keyboard.type("hll");
      await page.getByRole("option").filter({ hasText: "和乐里" }).first().waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.locator(".shop").first().waitFor();
      const go = page.locator(".shop").nth(1).locator("button");
      await tabAndPress(page, go);
      await page.locator(".walk-headline").waitFor();
      expect(await page.locator(".walk-headline").innerText()).toMatch(/\d/);
      expect(await page.locator(".walk-lines li").count()).toBeGreaterThan(2);
      await who.check();
      await inWindow(page, page.getByRole("button", { name: report.wrong }), async (dialog) => {
        await tabAndPress(page, dialog.getByRole("button", { name: words.report.kinds.closed }));
        await tabAndPress(page, dialog.getByRole("button", { name: words.report.send, exact: true }));
        await page.locator(".tracking-code").waitFor();
        await who.check();
        await page.keyboard.press("Escape");
      });
      // Back to the list by Escape, and backwards through the page without a trap.
      await page.keyboard.press("Escape");
      await page.locator(".shop").first().waitFor();
      await tabTo(page, page.getByRole("link", { name: words.ui.nav.outlets }), "Shift+Tab");
      expect(who.complaints).toEqual([]);
      await who.context.close();
    });

    test("a planner draws a circle, moves a corner, saves it, takes the report, tries a shop and a footbridge", async () => {
      const who = await person(world(), setting);
      const { page, words } = who;
      const { draft, list, tabs, files } = words.planning;
      const canvas = page.locator(".maplibregl-canvas");
      const keys = async (...all: string[]) => {
        for (const key of all) {
          await page.keyboard.press(key);
          await mapAtRest(page);
        }
      };
      await who.open("/planning?at=118.045,38.7535,15");
      await page.locator(".circle-line").first().waitFor();
      await logInByKeys(who, world());
      await mapAtRest(page);
      await tabAndPress(page, page.getByRole("button", { name: list.draw }));
      const corners = (count: number) =>
        page.locator(".draft").getByText(draft.corners(count), { exact: true }).waitFor();
      await corners(0);
      await tabTo(page, canvas);
      await page.getByText(draft.crossDraw).waitFor();
      await keys("Enter");
      await corners(1);
      await keys("ArrowRight", "ArrowRight", "Enter");
      await corners(2);
      await keys("ArrowDown", "ArrowDown", "Enter");
      await corners(3);
      await keys("ArrowLeft", "ArrowLeft", "Shift+Enter");
      await corners(4);
      await page.locator(".total-points").waitFor();
      const members = () => page.locator(".members").innerText();
      const before = await members();
      await page.getByText(draft.crossEdit).waitFor();
      await keys("ArrowLeft", "Enter");
      await soon(members).not.toBe(before);
      await keys("ArrowRight", "ArrowRight", "Shift+Enter");
      await corners(5);
      await keys("Backspace");
      await corners(4);
      await who.check();
      await tabTo(page, page.locator(".draft").getByRole("textbox", { name: draft.name }));
      await page.keyboard.type("Keys");
      await tabAndPress(page, page.locator(".draft").getByRole("button", { name: draft.save, exact: true }));
      await page.getByRole("heading", { name: "Keys", exact: true }).waitFor();
      await tabAndPress(page, page.getByRole("button", { name: tabs.files, exact: true }));
      await tabTo(page, page.getByRole("link", { name: files.word }));
      const report = await fileFrom(page, () => page.keyboard.press("Enter"));
      expect(fileInZip(report.bytes, "word/document.xml")).toContain("Keys");
      await tabAndPress(page, page.getByRole("button", { name: draft.remove }).first(), "Space");
      const dialog = page.locator("dialog[open]");
      await tabAndPress(page, dialog.getByRole("button", { name: draft.removeYes }));
      await soon(() => page.locator(".circle-line", { hasText: "Keys" }).count()).toBe(0);

      await who.open("/planning?tool=scenario&at=118.0555,38.7587,16");
      await mapAtRest(page);
      await chooseByArrowsOnce(who);
      await tabTo(page, canvas);
      await keys("Enter");
      await page.locator(".drag-mark").waitFor();
      await page.locator(".total-points.gain").waitFor();
      await tabAndPress(page, page.getByRole("button", { name: words.scenario.footbridge, exact: true }), "Space");
      await tabTo(page, canvas);
      await keys("ArrowLeft", "Enter");
      await page.getByText(words.scenario.linkEnd).waitFor();
      await keys("ArrowRight", "ArrowRight", "Enter");
      await page.getByText(words.scenario.names.footbridge, { exact: true }).waitFor();
      await who.check();
      expect(who.complaints).toEqual([]);
      await who.context.close();
    });

    test("a bureau filters, ranks and exports", async () => {
      const who = await person(world(), setting);
      const { page, words } = who;
      const said = words.coverage;
      const choice = (label: string) =>
        page.locator("label.choice", { has: page.getByText(label, { exact: true }) }).locator("select");
      await who.open("/coverage");
      await page.locator(".matrix-row").first().waitFor();
      await chooseByArrows(page, choice(said.ring), "5");
      await chooseByArrows(page, choice(said.show), "5");
      await chooseByArrows(page, choice(said.hour), "06:30");
      await tabAndPress(
        page,
        page.locator(".matrix-category").getByRole("button", { name: await who.category("breakfast") }),
      );
      await page.getByText(said.worstOf(5, 14)).waitFor();
      const worst = await page.locator(".matrix-row th").count();
      expect(worst).toBe(5);
      // From cell to cell by arrows, into a community, and out again.
      await tabTo(page, page.locator(".matrix-cell button[tabindex='0']"));
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await page.locator(".inspector").waitFor();
      await who.check();
      await page.keyboard.press("Escape");
      await soon(() => page.locator(".inspector").count()).toBe(0);
      await tabTo(page, choice(said.export), "Shift+Tab");
      const workbook = await fileFrom(page, () => page.keyboard.press("ArrowDown"));
      const [header, ...lines] = sheetRows(workbook.bytes);
      expect(header).toContain("缺口户数");
      expect(lines).toHaveLength(5);
      await soon(() => choice(said.export).isEnabled()).toBe(true);
      expect(who.complaints).toEqual([]);
      await who.context.close();
    });

    test("a steward imports a table, mends a row, commits, and undoes it", async () => {
      const who = await person(world(), setting);
      const { page, words } = who;
      const said = words.data.imports;
      await who.open("/data");
      await logInByKeys(who, world());
      const file = page.locator(".upload input[type=file]");
      await tabTo(page, file);
      await file.setInputFiles({ name: "keys.csv", mimeType: "text/csv", buffer: messyTable() });
      await tabAndPress(page, page.getByRole("button", { name: said.read }));
      await page.getByText(said.questions.crs).waitFor({ timeout: 60_000 });
      await tabAndPress(page, page.locator(".question").getByRole("button", { name: "GCJ-02" }));
      await page.locator(".question").waitFor({ state: "detached", timeout: 60_000 });
      await page.locator(".job").waitFor({ state: "detached" });
      await tabAndPress(page, page.locator(".chip-bad"), "Space");
      await soon(() => page.locator(".rows-row").count()).toBe(4);
      const faulty = page.locator(".rows-cell-fault button", { hasText: "烟酒食品" }).first();
      await tabAndPress(page, faulty);
      await page.locator(".cell-editor input").waitFor();
      await page.keyboard.type("便利店");
      await page.keyboard.press("Enter");
      await soon(() => page.locator(".chip-bad").innerText()).toBe(`${said.rowStates.bad} 3`);
      await who.check();
      await tabAndPress(
        page,
        page.getByRole("button", { name: new RegExp(`^${said.commitWithout(1, 1).split(" ")[0]} `) }),
      );
      await page.getByText(said.committed).waitFor({ timeout: 60_000 });
      await tabAndPress(page, page.getByRole("button", { name: said.undo }));
      await page.getByText(said.undone).waitFor({ timeout: 60_000 });
      expect(who.complaints).toEqual([]);
      await who.context.close();
    });
  });
}

/** The list of what may be opened acts at once, so one arrow is one choice. */
async function chooseByArrowsOnce({ page, words }: Person): Promise<void> {
  const list = page.getByLabel(words.scenario.add);
  await tabTo(page, list);
  await page.keyboard.press("ArrowDown");
  await page.getByText(words.scenario.addHint).waitFor();
}
