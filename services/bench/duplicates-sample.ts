/** The sample's three lists of outlets with what is known of them: which rows mean the same shop, by the generator's own keys. */
import { strict as assert } from "node:assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { categories } from "@quarterhour/data";
import { Random } from "../../data/sample/random.ts";
import { buildSample } from "../../data/sample/sample.ts";
import { readOutlets } from "../src/intake/index.ts";
import { readMap } from "../src/intake/osm/map.ts";
import { outletsOf } from "../src/intake/osm/outlets.ts";
import type { OutletDraft } from "../src/store/index.ts";
import type { Labelled } from "./duplicates-labels.ts";

const files = fileURLToPath(new URL("../../data/sample/files/", import.meta.url));
const BUREAU = "outlets-market-regulation.csv";

/** Survey, market regulation and map. `entity` of each is the number of the shop in the survey, or of its own. */
export async function labelledSample(): Promise<Labelled[]> {
  const { outlets } = buildSample();
  const survey = (await readOutlets(join(files, "outlets.csv"), { crs: "wgs84" })).drafts;
  const entityOf = new Map(outlets.map(({ id }, i) => [id, i]));
  const rows: Labelled[] = survey.map((draft) => row(draft, "survey", entityOf.get(draft.sourceRef!)!));

  // the same draw as in dirty.ts; the code of each row counts through it
  const random = new Random("沧汐/market regulation");
  const licensed = outlets.filter(
    ({ selfService, category, designed }) =>
      !selfService &&
      !["property-service", "mobile-stall", "elderly-care"].includes(category) &&
      (random.chance(0.9) || designed !== null),
  );
  const bureau = (await readOutlets(join(files, BUREAU), { crs: "gcj02", skipBadRows: true })).drafts;
  const streetNumber = (address: string | null) =>
    address
      ?.normalize("NFKC")
      .replace(/^(天津市)?(沧汐区)?/, "")
      .match(/^\D+\d+号/)?.[0];
  const coded = new Map<OutletDraft, number>();
  for (const draft of bureau) {
    const code = /^00SAMPLE(\d{10})/.exec(draft.sourceRef ?? "")?.[1];
    if (code === undefined) continue;
    const outlet = licensed[(Number(code) - 10_000_000) / 97];
    assert.equal(streetNumber(draft.address), streetNumber(outlet.address), `row ${draft.sourceRef} is another shop`);
    coded.set(draft, outlets.indexOf(outlet));
  }
  for (const draft of bureau) {
    const twin = coded.has(draft)
      ? draft
      : [...coded.keys()].find(
          (other) =>
            other.address === draft.address &&
            other.openedOn === draft.openedOn &&
            other.openingHours === draft.openingHours,
        );
    rows.push(row(draft, "market-regulation", twin ? coded.get(twin)! : outlets.length + rows.length));
  }

  const map = (await readMap(join(files, "sample.osm.gz")))!;
  const idOf = new Map(categories.map(({ nameZh, id }) => [nameZh, id]));
  assert.ok(idOf.size === categories.length);
  for (const draft of outletsOf(map)) {
    // mapped where it stands: the only one of its kind there
    const same = survey.findIndex(
      ({ location, services }) =>
        Math.abs(location[0] - draft.location[0]) < 2e-6 &&
        Math.abs(location[1] - draft.location[1]) < 2e-6 &&
        services.some(({ category }) => draft.services.some((service) => service.category === category)),
    );
    rows.push(
      row(draft, "osm", same < 0 ? outlets.length + 10_000 + rows.length : entityOf.get(survey[same].sourceRef!)!),
    );
  }
  return rows;
}

let count = 0;
function row(draft: OutletDraft, source: string, entity: number): Labelled {
  return { ...draft, chain: draft.attributes.chain ?? null, id: `s${count++}`, source, entity };
}
