/** The fictional sample city, from the files in data/sample/ and through the ordinary import. */
import { join } from "node:path";
import { addCity, importCircles, importTable } from "../intake/index.ts";
import type { OnProgress } from "../intake/index.ts";
import type { Store } from "../store/index.ts";
import { importPaperAnswers } from "../surveys/import-paper.ts";

const folder = join(import.meta.dirname, "../../../data/sample/files");
const id = "sample";
/** From then on the list of outlets also has those that have closed. */
const LISTED_SINCE = "2024-12-01";

/** Adds it whole or not at all. */
export async function addSampleCity(store: Store, onProgress: OnProgress): Promise<void> {
  await store.transaction(async (inside) => {
    await addCity(
      inside,
      {
        id,
        osmFile: join(folder, "sample.osm.gz"),
        nameZh: "沧汐区（示例）",
        nameEn: "Cangxi District (sample)",
        fictional: true,
      },
      onProgress,
    );
    for (const [what, file] of [
      ["boundaries", "boundaries.geojson"],
      ["residences", "residences.csv"],
      ["outlets", "outlets.csv"],
      ["sites", "sites.csv"],
    ] as const) {
      const since = what === "outlets" ? { completeSince: LISTED_SINCE } : {};
      await importTable(inside, { city: id, what, file: join(folder, file), crs: "wgs84", ...since }, onProgress);
    }
    await importCircles(inside, { city: id, file: join(folder, "circles.geojson"), crs: "wgs84" });
    await importPaperAnswers(inside, id, join(folder, "surveys.csv"));
  });
}
