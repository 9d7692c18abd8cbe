/** A resident: the nearest pharmacy, the nearest open cobbler and the walk there, a shop that has closed. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { distanceText, wholeMinutes } from "../../../../src/i18n/format.ts";
import { truths } from "../../support/truths.ts";
import { mapAtRest, soon } from "../../support/browser.ts";
import { person, settings } from "../../support/people.ts";
import type { Person } from "../../support/people.ts";
import type { World } from "../../support/world.ts";

const home = "和乐里7号楼";
const ringSeconds = 15 * 60;

interface Shop {
  id: string;
  name: string;
  walkSeconds: number;
  walkMeters: number;
  openNow: boolean | null;
}

/** Finds the home by name in the search of the outlet map, as the page's starting point. */
async function startFromHome({ page, words, press }: Person): Promise<string> {
  await page.getByRole("combobox", { name: words.ui.search.label }).fill(home);
  await press(page.getByRole("option").filter({ hasText: "7号楼" }).first());
  await soon(() => new URL(page.url()).searchParams.get("pin")).toMatch(/^118\.0446/);
  await page.locator(".reach[aria-busy=false] .answer-missing").waitFor();
  return new URL(page.url()).searchParams.get("pin")!;
}

/** The cobblers as the small-repair map should list them: the open ones of the ring first, then nearest first. */
async function cobblersFrom(page: Page, pin: string): Promise<Shop[]> {
  const answer = await page.request.get(`/api/cities/sample/outlets?kind=shoe&near=${pin}&minutes=60&limit=100`);
  const { items } = (await answer.json()) as { items: Shop[] };
  const group = ({ openNow, walkSeconds }: Shop) => {
    if (walkSeconds > ringSeconds) return 3;
    return openNow ? 0 : openNow === null ? 1 : 2;
  };
  return items.toSorted((a, b) => group(a) - group(b) || a.walkSeconds - b.walkSeconds);
}

/** Up to its highest, so that nothing lies below its edge. */
async function liftSheet({ page, isPhone }: Person): Promise<void> {
  while (isPhone && (await page.locator(".shell").getAttribute("data-rest")) !== "full")
    await page.locator(".sheet-grip").tap();
}

export function residentDays(world: () => World): void {
  describe.each(settings)("a resident's day on a $size, language $lang", (setting) => {
    test("the nearest pharmacy and open cobbler, the walks there, a shop that has closed", async () => {
      const who = await person(world(), setting);
      const { page, words, press } = who;
      const { outlet, report, nav } = words.ui;
      await who.open("/");
      await mapAtRest(page);
      const pin = await startFromHome(who);
      await liftSheet(who);
      await who.check();

      // By day the western gate is open, and the pharmacy a minute and a half away.
      const { nearestSeconds, walk, outletName } = truths.reach.find(({ id }) => id === "gate-by-day")!;
      await press(page.locator(".present-row").filter({ hasText: await who.category("pharmacy") }));
      await page.getByRole("heading", { name: outletName }).waitFor();
      await soon(() => page.locator(".walk-headline").innerText()).toBe(
        outlet.walk(wholeMinutes(nearestSeconds), distanceText(walk.meters, words.ui)),
      );
      await who.check();

      await press(page.getByRole("link", { name: nav.repair }).first());
      await page.locator(".kind").first().waitFor();
      await who.check();
      await press(page.locator(".kind").first());
      const shops = await cobblersFrom(page, pin);
      await page.locator(".shop").first().waitFor();
      expect(await page.locator(".shop-name").allInnerTexts()).toEqual(shops.map(({ name }) => name));
      // All six cobblers of the plan, and no other.
      expect(shops).toHaveLength(truths.cobbler.existing.length);
      await who.check();
      await press(page.getByRole("button", { name: outlet.goName(shops[0].name), exact: true }));
      await page.locator(".walk-headline").waitFor();
      const { walkSeconds, walkMeters } = shops[0];
      expect(await page.locator(".walk-headline").innerText()).toBe(
        outlet.walk(wholeMinutes(walkSeconds), distanceText(walkMeters, words.ui)),
      );
      expect(await page.locator(".walk-lines li").count()).toBeGreaterThan(2);
      await mapAtRest(page);
      await liftSheet(who);
      await who.check();

      await press(page.getByRole("button", { name: report.wrong }));
      const dialog = page.locator("dialog[open]");
      await press(dialog.getByRole("button", { name: words.report.kinds.closed }));
      await who.check();
      await press(dialog.getByRole("button", { name: words.report.send, exact: true }));
      const code = await page.locator(".tracking-code").innerText();
      expect(code).toMatch(/^\w{4}-\w{4}-\w{4}$/);
      await press(dialog.getByRole("button", { name: words.report.done }));
      await dialog.waitFor({ state: "detached" });

      await who.open("/");
      await page.locator(".start").waitFor();
      await liftSheet(who);
      await press(page.getByRole("button", { name: report.track }));
      await dialog.getByRole("textbox").fill(code.toUpperCase().replaceAll("-", " "));
      await press(dialog.getByRole("button", { name: words.report.trackGo }));
      await page.getByText(words.report.states.open).waitFor();
      await who.check();
      expect(who.complaints).toEqual([]);
      await who.context.close();
    });
  });
}
