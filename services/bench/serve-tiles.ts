/** Serves a made-up city of so many outlets, kept in a store under .bench/ since it takes a while to fill. */
import { categories } from "@quarterhour/data";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openStore } from "../src/store/index.ts";
import type { OutletDraft } from "../src/store/index.ts";
import { beMeasured } from "./measured.ts";
import { randomOf } from "./server.ts";

const [, , words] = process.argv;
const count = Number(words);
const city = "tiles";
const folder = join(import.meta.dirname, `../../.bench/tiles-${count}`);
await mkdir(folder, { recursive: true });
const store = await openStore({ dataFolder: folder });
if ((await store.getCity(city)) === null) {
  await store.transaction(async (inside) => {
    await inside.putCity({
      id: city,
      nameZh: "图块",
      nameEn: "Tiles",
      bbox: [117.6, 38.5, 118.4, 39.1],
      fictional: true,
      osmDate: null,
      networkVersion: null,
      attribution: "made up",
    });
    await inside.replaceOutlets(city, "bench", null, outlets());
  });
}
await beMeasured(
  store,
  city,
  async () => 0,
  async () => {},
);

/** About 40 × 40 km: a centre, sixty towns around it, and shops along streets. */
function outlets(): OutletDraft[] {
  const random = randomOf(7);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const towns = Array.from({ length: 60 }, () => [118 + normal() * 0.13, 38.8 + normal() * 0.1]);
  return Array.from({ length: count }, (_, i) => {
    const [lng, lat] = i % 3 === 0 ? [118, 38.8] : towns[Math.floor(random() ** 2 * towns.length)];
    const spread = i % 3 === 0 ? 0.06 : 0.014;
    // On a street every 150 m, one way or the other.
    const street = (degrees: number): number => Math.round(degrees / 0.0015) * 0.0015 + normal() * 5e-5;
    const [east, north] = [lng + normal() * spread, lat + normal() * spread * 0.8];
    // Few categories make up most of a city's shops.
    const category = (): (typeof categories)[number] => categories[Math.floor(random() ** 2 * categories.length)];
    const services = [category(), ...(i % 9 === 0 ? [category()] : [])];
    return {
      sourceRef: String(i),
      name: `${services[0].nameZh.slice(0, 4)}第${i}店`,
      services: [...new Set(services)].map(({ id }) => ({
        category: id,
        kind: id === "small-repair" ? ("shoe" as const) : null,
      })),
      location: i % 2 === 0 ? [street(east), north] : [east, street(north)],
      original: null,
      address: null,
      phone: null,
      openingHours: null,
      openingHoursText: null,
      status: i % 50 === 0 ? ("planned" as const) : ("open" as const),
      openedOn: null,
      closedOn: null,
      attributes: {},
    };
  });
}
