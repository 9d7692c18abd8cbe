/** A bureau of commerce: which communities lack most, the five worst for breakfast at 6:30, and the table of them. */
import { describe, expect, test } from "vitest";
import { mapAtRest, soon } from "../../support/browser.ts";
import { fileFrom, localName, person, settings } from "../../support/people.ts";
import { csvRows, sheetRows } from "../../support/tables.ts";
import { truths } from "../../support/truths.ts";
import type { World } from "../../support/world.ts";

interface Coverage {
  items: {
    area: { name: string; nameEn: string | null };
    households: number;
    categories: { gap: number; meanSeconds: number }[];
  }[];
}

export function bureauDays(world: () => World): void {
  describe.each(settings)("a bureau's day on a $size, language $lang", (setting) => {
    test("the worst communities, the five worst for breakfast at 6:30, the table of them", async () => {
      const who = await person(world(), setting);
      const { page, words, press } = who;
      const said = words.coverage;
      const rows = page.locator(".matrix-row");
      const names = () => page.locator(".matrix-row th").allInnerTexts();
      const choice = (label: string) =>
        page.locator("label.choice", { has: page.getByText(label, { exact: true }) }).locator("select");
      await who.open("/coverage");
      await rows.first().waitFor();
      expect(await rows.count()).toBe(14);
      await who.check();

      // The compound whose gate is locked: every household of it lacks a market.
      const { community, households } = truths.openedGate;
      const plain = (await (await page.request.get("/api/cities/sample/coverage?level=community")).json()) as Coverage;
      const shownName = ({ area }: Coverage["items"][number]) =>
        localName(setting.lang, { ...area, nameZh: area.name });
      const locked = plain.items.find(({ area }) => area.name === community)!;
      expect((await names())[0]).toBe(shownName(locked));
      const market = await who.category("food-market");
      await press(rows.first().getByRole("button", { name: new RegExp(market) }));
      await page
        .locator(".inspector")
        .getByText(said.gapHouseholds(words.ui.number(households)))
        .waitFor();
      await page.locator(".inspector .chart").first().waitFor();
      await who.check();
      await press(page.locator(".inspector").getByRole("button", { name: said.close, exact: true }));

      await choice(said.ring).selectOption("5");
      await choice(said.hour).selectOption("06:30");
      const query = "level=community&category=breakfast&ring=5&at=06:30";
      await press(page.locator(".matrix-category").getByRole("button", { name: await who.category("breakfast") }));
      await soon(() => new URL(page.url()).searchParams.get("cat")).toBe("breakfast");
      await choice(said.show).selectOption("5");
      await page.getByText(said.worstOf(5, 14)).waitFor();
      const answer = await page.request.get(`/api/cities/sample/coverage?${query}`);
      const worst = ((await answer.json()) as Coverage).items
        .map((item) => ({ ...item.categories[0], name: item.area.name, shown: shownName(item), all: item.households }))
        .toSorted((a, b) => b.gap - a.gap || b.meanSeconds - a.meanSeconds)
        .slice(0, 5);
      await soon(names).toEqual(worst.map(({ shown }) => shown));
      expect(worst.filter(({ gap }) => gap > 0).length).toBeGreaterThan(0);
      await who.check();

      const figures = worst.map(({ name, all, gap }) => [name, String(all), String(gap)]);
      const csv = await fileFrom(page, () => choice(said.export).selectOption("csv"));
      expect(csvRows(csv.bytes.toString("utf8")).map((row) => [row["area"], row["households"], row["gap"]])).toEqual(
        figures,
      );
      const workbook = await fileFrom(page, () => choice(said.export).selectOption("xlsx"));
      const [header, ...lines] = sheetRows(workbook.bytes);
      const at = ["区域", "户数", "缺口户数"].map((name) => header.indexOf(name));
      expect(lines.map((line) => at.map((column) => line[column]))).toEqual(figures);

      if (who.isPhone) await press(page.getByRole("button", { name: said.map, exact: true }));
      await mapAtRest(page);
      await page.locator(".legend").waitFor();
      await who.check();
      expect(who.complaints).toEqual([]);
      await who.context.close();
    });
  });
}
