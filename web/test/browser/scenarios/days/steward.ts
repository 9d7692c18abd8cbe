/** A steward: a bureau's table as it comes, mended row by row, committed, and undone. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { soon } from "../../support/browser.ts";
import { logInAs, person, settings } from "../../support/people.ts";
import type { World } from "../../support/world.ts";

const wholeTable = join(import.meta.dirname, "../../../../../data/sample/files/outlets-market-regulation.csv");
const lineEnd = 0x0a;

/**
 * The head of a bureau's table in its own bytes (GB18030, GCJ-02, its own words, places left out or turned round), and
 * its second shop once more.
 */
export function messyTable(): Buffer {
  const bytes = readFileSync(wholeTable);
  const lines: Buffer[] = [];
  for (let from = 0; lines.length < 100;) {
    const to = bytes.indexOf(lineEnd, from) + 1;
    lines.push(bytes.subarray(from, to));
    from = to;
  }
  return Buffer.concat([...lines, lines[2]]);
}

export function stewardDays(world: () => World): void {
  describe.each(settings)("a steward's day on a $size, language $lang", (setting) => {
    test("a messy table imported, mended, committed, undone", async () => {
      const who = await person(world(), setting);
      const { page, words, press } = who;
      const said = words.data.imports;
      const outlets = async () => {
        const answer = await page.request.get("/api/cities/sample");
        return ((await answer.json()) as { counts: { outlets: number } }).counts.outlets;
      };
      await who.open("/data");
      await logInAs(who, world());
      await who.check();
      const before = await outlets();
      const fileName = `${setting.size}-${setting.lang}.csv`;
      await page.locator(".upload input[type=file]").setInputFiles({
        name: fileName,
        mimeType: "text/csv",
        buffer: messyTable(),
      });
      await press(page.getByRole("button", { name: said.read }));
      await page.getByText(said.questions.crs).waitFor({ timeout: 60_000 });
      await who.check();
      await press(page.locator(".question").getByRole("button", { name: "GCJ-02" }));
      await page.locator(".question").waitFor({ state: "detached", timeout: 60_000 });
      await page.locator(".job").waitFor({ state: "detached" });
      await who.check();
      expect(await page.locator(".import-title").innerText()).toContain("GB18030");
      expect(await outlets()).toBe(before);

      // Of the table's four bad rows two have a word that nobody knows, one its place turned round, one none at all.
      const chip = (state: "bad" | "skipped") => page.locator(`.chip-${state}`).innerText();
      await soon(() => chip("bad")).toBe(`${said.rowStates.bad} 4`);
      // The shop that stands there twice, and another that the bureau has twice, are taken once.
      expect(await chip("skipped")).toBe(`${said.rowStates.skipped} 2`);
      await page.getByLabel(said.bulk(2, "烟酒食品")).selectOption("convenience-store");
      await soon(() => chip("bad")).toBe(`${said.rowStates.bad} 2`);
      await page.locator(".job").waitFor({ state: "detached" });
      // Most shops of the table are known.
      const sure = page.getByRole("button", { name: new RegExp(said.mergeSure(0).replace("0", "\\d+")) });
      await press(sure);
      await sure.waitFor({ state: "detached" });
      await who.check();

      await press(page.locator(".chip-bad"));
      await soon(() => page.locator(".rows-row").count()).toBe(2);
      const turned = page.locator(".rows-row").first();
      for (const [column, value] of [
        ["经度", "118.056174"],
        ["纬度", "38.758040"],
      ]) {
        await press(turned.getByRole("button", { name: new RegExp(`^${column}`) }));
        const cell = page.locator(".cell-editor input");
        // A cell without a fault of its own opens with a second tap.
        if (!(await cell.count())) await turned.getByRole("button", { name: new RegExp(`^${column}`) }).dblclick();
        await cell.fill(value);
        await cell.press("Enter");
        await cell.waitFor({ state: "detached" });
      }
      await soon(() => chip("bad")).toBe(`${said.rowStates.bad} 1`);
      await press(page.locator(".rows-row").nth(1).locator(".rows-number"));
      await press(page.getByRole("button", { name: said.leaveRowOut }));
      await page.locator(".chip-bad").waitFor({ state: "detached" });
      await who.check();
      const id = new URL(page.url()).searchParams.get("import")!;
      const staged = await page.request.get(`/api/cities/sample/imports/${id}`);
      const { changes, duplicates } = (await staged.json()) as {
        changes: { added: number; removed: number };
        duplicates: { same: number };
      };
      expect(duplicates.same).toBeGreaterThan(90);
      await press(page.getByRole("button", { name: said.commit(96) }));
      await page.getByText(said.committed).waitFor({ timeout: 60_000 });
      expect(await outlets()).toBe(before + changes.added - changes.removed - duplicates.same);
      await who.check();
      await press(page.getByRole("button", { name: said.undo }));
      await page.getByText(said.undone).waitFor({ timeout: 60_000 });
      expect(await outlets()).toBe(before);
      await press(page.getByRole("button", { name: words.ui.back, exact: true }));
      const line = page.locator(".data-table tr").filter({ hasText: fileName }).first();
      await line.getByText(said.states.undone).waitFor();
      await who.check();
      expect(who.complaints).toEqual([]);
      await who.context.close();
    });
  });
}
