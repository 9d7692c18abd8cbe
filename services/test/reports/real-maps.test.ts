/** Documents on real maps, where they are at hand: unknown data, long names, rare characters. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { checkReports } from "./checks.ts";
import { citiesOfMaps, fetched } from "./city.ts";
import { fontsOf, hasWhiteRim, picturesOf, solid, textOf } from "./office.ts";

const data = join(import.meta.dirname, "../../../../shared/data");
const maps = [
  { city: "nanshan", circleName: "大冲便民生活圈" },
  { city: "nanjing", circleName: "新街口便民生活圈" },
]
  .map((map) => ({ ...map, osmFile: join(data, map.city, `${map.city}.osm.pbf`) }))
  .filter(({ osmFile }) => existsSync(osmFile));

it.skipIf(maps.length === 0)(
  "a full report, a sign and a handbook of a circle of Nanshan and of Nanjing",
  async () => {
    const { app, store, stop } = await citiesOfMaps(maps);
    try {
      const circles = await Promise.all(maps.map(async ({ city }) => (await store.listCircles(city))[0]));
      await checkReports(app, circles);
      for (const { city, id, name } of circles) {
        const sign = await fetched(app, `${city}/circles/${id}/sign.pdf`);
        const text = solid(await textOf(sign));
        expect(text).toContain(name);
        expect(text).toContain("OpenStreetMapcontributors");
        expect(text).not.toMatch(/[\uFFFD〓]/);
        expect((await fontsOf(sign)).every(({ isEmbedded, hasUnicode }) => isEmbedded && hasUnicode)).toBe(true);
        const [page] = await picturesOf(sign, 60);
        expect(hasWhiteRim(page, 5, 60)).toBe(true);
        const handbook = solid(await textOf(await fetched(app, `${city}/circles/${id}/handbook.pdf`)));
        expect(handbook).not.toMatch(/[\uFFFD〓]/);
      }
    } finally {
      await stop();
    }
  },
  300_000,
);
