/** A planner: draws a circle, reads its score, tries a shop and a footbridge, takes the report home. */
import { describe, expect, test } from "vitest";
import { mapAtRest, soon } from "../../support/browser.ts";
import { atOf, pointOf } from "../../support/map-points.ts";
import type { View } from "../../support/map-points.ts";
import { fileFrom, logInAs, person, settings } from "../../support/people.ts";
import type { Person } from "../../support/people.ts";
import { fileInZip } from "../../support/tables.ts";
import { truths } from "../../support/truths.ts";
import type { World } from "../../support/world.ts";

/** The corners of 石桥—潮声生活圈: 望潮路, 清漪北道, 铁西路, 临海道. */
const corners: [number, number][] = [
  [118.0385627, 38.7487682],
  [118.055794, 38.749944],
  [118.0550101, 38.756932],
  [118.0377788, 38.7557562],
];
/** Inside the compound whose northern gate is locked. */
const behindTheWall: [number, number] = [118.0407, 38.7554];
/** Both sides of the fenced railway, north of its only underpass. */
const acrossTheRailway: [number, number][] = [
  [118.054821, 38.758617],
  [118.056189, 38.758809],
];

async function touch({ page, isPhone }: Person, view: View, place: [number, number]): Promise<void> {
  const [x, y] = await pointOf(page, view, place);
  if (isPhone) await page.touchscreen.tap(x, y);
  else {
    await page.mouse.move(x, y, { steps: 3 });
    await page.mouse.click(x, y);
  }
}

export function plannerDays(world: () => World): void {
  describe.each(settings)("a planner's day on a $size, language $lang", (setting) => {
    test("a circle drawn and weighed, a shop and a footbridge tried, the report", async () => {
      const who = await person(world(), setting);
      const { page, words, press, isPhone } = who;
      const { draft, list, tabs, files, tools, head } = words.planning;
      const name = `${setting.lang === "zh" ? "试画" : "Trial"} ${setting.size}`;
      const around: View = { center: [118.0468, 38.7529], zoom: isPhone ? 13.5 : 14.5 };
      await who.open(`/planning?${atOf(around)}`);
      await page.locator(".circle-line").first().waitFor();
      await logInAs(who, world());
      await mapAtRest(page);
      // The three circles of the plan, the lowest score first.
      const points = truths.circles.map((one) => one.points).toSorted((a, b) => a - b);
      expect(await page.locator(".circle-line-points").allInnerTexts()).toEqual(
        points.map((one) => list.points(String(one))),
      );
      await who.check();

      await press(page.getByRole("button", { name: list.draw }));
      const setCorners = (count: number) => page.locator(".draft").getByText(draft.corners(count), { exact: true });
      await setCorners(0).waitFor();
      for (const [index, corner] of [...corners, corners[0]].entries()) {
        await touch(who, around, corner);
        await setCorners(Math.min(index + 1, corners.length)).waitFor();
      }
      await page.getByText(draft.editHint).waitFor();
      // What is designed for the circle with these corners.
      const whole = truths.circles.find(({ name: one }) => one.startsWith("石桥"))!;
      await soon(() => page.locator(".total-points").innerText()).toBe(String(whole.points));
      await page.locator(".members").getByText(head.households(6861)).waitFor();
      await who.check();
      await page.locator(".draft").getByRole("textbox", { name: draft.name }).fill(name);
      await press(page.locator(".draft").getByRole("button", { name: draft.save, exact: true }));
      await page.getByRole("heading", { name, exact: true }).waitFor();
      await page.locator(".planning-inspector .type-tag", { hasText: words.planning.types.quality }).first().waitFor();
      await who.check();

      await press(page.getByRole("button", { name: tabs.files, exact: true }));
      await page.getByRole("link", { name: files.word }).waitFor();
      await who.check();
      const report = await fileFrom(page, () => press(page.getByRole("link", { name: files.word })));
      expect(fileInZip(report.bytes, "word/document.xml")).toContain(name);
      const sheet = await fileFrom(page, () => press(page.getByRole("link", { name: files.excel })));
      expect(fileInZip(sheet.bytes, "xl/sharedStrings.xml")).toContain(name);
      const sign = await fileFrom(page, () => press(page.getByRole("link", { name: "SVG", exact: true })));
      expect(sign.bytes.toString("utf8")).toContain(name);
      const printed = await fileFrom(page, () => press(page.getByRole("link", { name: "PDF", exact: true })));
      expect(printed.bytes.subarray(0, 5).toString()).toBe("%PDF-");
      expect(printed.bytes.subarray(-1024).toString("latin1")).toContain("%%EOF");

      await press(page.getByRole("button", { name: draft.remove }).first());
      await press(page.locator("dialog[open]").getByRole("button", { name: draft.removeYes }));
      await page.locator(".circle-line").first().waitFor();
      await soon(() => page.locator(".circle-line", { hasText: name }).count()).toBe(0);

      const wall: View = { center: behindTheWall, zoom: 16 };
      await who.open(`/planning?tool=scenario&${atOf(wall)}`);
      await mapAtRest(page);
      await page.getByLabel(words.scenario.add).selectOption("food-market");
      await touch(who, wall, behindTheWall);
      await page.locator(".drag-mark").waitFor();
      const market = await who.category("food-market");
      const more = page.locator(".data-table tr", { hasText: market }).locator(".gain");
      await more.waitFor();
      await who.check();
      await press(page.getByRole("button", { name: words.scenario.clear }));
      await page.locator(".drag-mark").waitFor({ state: "detached" });
      // The gate in the wall, open, brings a market to every household of the compound.
      await press(page.getByRole("button", { name: words.scenario.openGate, exact: true }));
      await touch(who, wall, truths.openedGate.gateLocation);
      await soon(() => more.innerText()).toBe(words.scenario.gain(truths.openedGate.households));

      const railway: View = { center: [118.0555, 38.7587], zoom: 16 };
      await who.open(`/planning?tool=scenario&${atOf(railway)}`);
      await mapAtRest(page);
      await press(page.getByRole("button", { name: words.scenario.footbridge, exact: true }));
      await touch(who, railway, acrossTheRailway[0]);
      await page.getByText(words.scenario.linkEnd).waitFor();
      await touch(who, railway, acrossTheRailway[1]);
      await page.locator(".total-points.gain").waitFor();
      // East of the railway nobody reached a market before.
      await more.waitFor();
      await who.check();
      await press(page.getByRole("button", { name: words.scenario.undo }));
      await page.locator(".total-points.gain").waitFor({ state: "detached" });
      await press(page.getByRole("button", { name: tools.circles, exact: true }));
      await page.locator(".circle-line").first().waitFor();
      expect(who.complaints).toEqual([]);
      await who.context.close();
    });
  });
}
