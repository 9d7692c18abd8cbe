/** The pages in the settings that nobody's whole day is in: each comes, fits its screen, and has nothing grave for axe. */
import { describe, expect, test } from "vitest";
import { logInAs, otherSettings, person } from "../support/people.ts";
import type { World } from "../support/world.ts";

const door = "118.045,38.753";

/** Each page, with what is there once it has what it is about. */
const pages = [
  [`/?pin=${door}`, ".reach[aria-busy=false] .answer-missing"],
  [`/repair?kind=shoe&pin=${door}`, ".shop"],
  ["/planning", ".circle-line"],
  ["/coverage", ".matrix-row"],
  ["/data?section=ledgers", ".section a"],
  ["/embed?map=repair&kind=shoe", ".chip[aria-pressed=true]"],
] as const;

export function otherSettingsScenarios(world: () => World): void {
  describe.each(otherSettings)("the pages on a $size, language $lang, dark $dark", (setting) => {
    test("each comes in its language, no wider than its screen", async () => {
      const who = await person(world(), setting);
      const { page } = who;
      for (const [path, ready] of pages) {
        await who.open(path);
        if (path.startsWith("/data")) await logInAs(who, world());
        await page.locator(ready).first().waitFor();
        expect(await page.locator("html").getAttribute("lang")).toMatch(new RegExp(`^${setting.lang}`));
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(
          0,
        );
        await who.check();
      }
      expect(who.complaints).toEqual([]);
      await who.context.close();
    });
  });
}
