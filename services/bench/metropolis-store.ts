/** Fills a store with a generated city as it is, for benchmarks of a server: network, homes, outlets. */
import { categories } from "@quarterhour/data";
import { buildWalkNetwork } from "@quarterhour/isochrones";
import { join } from "node:path";
import type { OutletDraft, ResidenceDraft, Store } from "../src/store/index.ts";
import { forEachRow, makeMetropolis } from "./edit-city.ts";

/** Rows are written without what nobody is asked about here: names of streets, telephones, footprints. */
export async function fillMetropolis(
  store: Store,
  city: string,
  districts: number,
  say: (text: string) => void,
): Promise<void> {
  makeMetropolis(districts);
  const folder = join(import.meta.dirname, `../../.bench/metropolis-${districts}`);
  say("building the network");
  const network = await buildWalkNetwork(join(folder, "city.osm.pbf"));
  const [residences, outlets] = [
    await residencesOf(join(folder, "residences.csv")),
    await outletsOf(join(folder, "outlets.csv")),
  ];
  say(`writing ${residences.length} residences and ${outlets.length} outlets`);
  await store.transaction(async (inside) => {
    await inside.putCity({
      id: city,
      nameZh: "大城",
      nameEn: "Metropolis",
      bbox: network.bbox,
      fictional: true,
      osmDate: null,
      networkVersion: network.version,
      attribution: "made up",
    });
    await inside.putArtifact({ city, kind: "network", version: network.version }, network.bytes);
    await inside.replaceResidences(city, "bench", null, residences);
    await inside.replaceOutlets(city, "bench", null, outlets);
  });
}

async function residencesOf(file: string): Promise<ResidenceDraft[]> {
  const drafts: ResidenceDraft[] = [];
  const columns = ["编号", "经度", "纬度", "户数", "人口"];
  await forEachRow(file, columns, ([sourceRef, lng, lat, households, people]) => {
    drafts.push({
      sourceRef,
      name: null,
      address: null,
      compound: null,
      location: [Number(lng), Number(lat)],
      footprint: null,
      levels: null,
      households: Number(households),
      householdsEstimated: false,
      people: Number(people),
      elderlyShare: null,
      childShare: null,
    });
  });
  return drafts;
}

async function outletsOf(file: string): Promise<OutletDraft[]> {
  const idOf = new Map(categories.map(({ id, nameZh }) => [nameZh, id]));
  const drafts: OutletDraft[] = [];
  const columns = ["编号", "网点名称", "经度", "纬度", "业态", "服务", "状态"];
  await forEachRow(file, columns, ([sourceRef, name, lng, lat, category, services, status]) => {
    const ids = [category, ...services.split("、")].map((nameZh) => idOf.get(nameZh)).filter((id) => id !== undefined);
    if (status !== "营业" || ids.length === 0) return;
    drafts.push({
      sourceRef,
      name,
      services: [...new Set(ids)].map((id) => ({ category: id, kind: id === "small-repair" ? "shoe" : null })),
      location: [Number(lng), Number(lat)],
      original: null,
      address: null,
      phone: null,
      openingHours: null,
      openingHoursText: null,
      status: "open",
      openedOn: null,
      closedOn: null,
      attributes: {},
    });
  });
  return drafts;
}
