/**
 * A city small enough to walk through in one's head: one straight street from west to east at 38.75° N, two homes on
 * it, a handful of outlets. 0.001° of longitude are 86.72 m there, 62.4 s at 5 km/h.
 */
import type { CategoryId } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import type { FastifyInstance } from "fastify";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildApp } from "../../src/api/app.ts";
import { addCity } from "../../src/intake/index.ts";
import type { OutletDraft, ResidenceDraft, Store } from "../../src/store/index.ts";
import { openAnyStore, openTestStore } from "../stores.ts";
import type { Contents } from "../prepared-stores.ts";

/** Seconds from door to door, both ten metres off the street. */
export function expectedSeconds(fromLng: number, toLng: number): number {
  const streetMeters = Math.abs(fromLng - toLng) * 111_195 * Math.cos((38.75 * Math.PI) / 180);
  return (streetMeters + 20) / (5 / 3.6);
}

const street = 38.75;
/** Ten metres north of the street. */
const door = street + 10 / 111_195;

const nodes = [118.02, 118.03, 118.04, 118.05, 118.06, 118.07, 118.08];

/** Its map. */
export const tinyOsm = `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <bounds minlat="38.73" minlon="118.015" maxlat="38.77" maxlon="118.085"/>
  ${nodes.map((lng, i) => `<node id="${i + 1}" lat="${street}" lon="${lng}"/>`).join("\n  ")}
  <node id="101" lat="38.752" lon="118.044"/>
  <node id="102" lat="38.752" lon="118.046"/>
  <node id="103" lat="38.754" lon="118.046"/>
  <node id="104" lat="38.754" lon="118.044"/>
  <way id="1">
    ${nodes.map((_lng, i) => `<nd ref="${i + 1}"/>`).join("")}
    <tag k="highway" v="residential"/><tag k="name" v="同福路"/>
  </way>
  <way id="2">
    <nd ref="101"/><nd ref="102"/><nd ref="103"/><nd ref="104"/><nd ref="101"/>
    <tag k="leisure" v="park"/><tag k="name" v="海河公园"/>
  </way>
</osm>
`;

function outlet(
  sourceRef: string,
  name: string,
  lng: number,
  services: CategoryId,
  more: Partial<OutletDraft> = {},
): OutletDraft {
  return {
    sourceRef,
    name,
    services: [{ category: services, kind: null }],
    location: [lng, door],
    original: null,
    address: `同福路 ${sourceRef} 号`,
    phone: null,
    openingHours: null,
    openingHoursText: null,
    status: "open",
    openedOn: null,
    closedOn: null,
    attributes: {},
    ...more,
  };
}

const outlets: OutletDraft[] = [
  outlet("1", "同心药房", 118.0485, "pharmacy", { openingHours: "08:00-20:00" }),
  outlet("2", "老王修鞋", 118.052, "small-repair", {
    services: [{ category: "small-repair", kind: "shoe" }],
    openingHours: "Mo-Su 08:00-18:00",
  }),
  outlet("3", "海河银行", 118.072, "bank"),
  outlet("4", "=茶馆", 118.05, "tea-coffee"),
  // Next to the eastern home, but closed for good: counts for nobody.
  outlet("5", "旧药房", 118.0561, "pharmacy", { status: "closed", closedOn: "2024-05-01" }),
];

function home(sourceRef: string, name: string, lng: number, households: number): ResidenceDraft {
  return {
    sourceRef,
    name,
    address: `同福路 ${sourceRef} 号`,
    compound: "同福里",
    location: [lng, door],
    footprint: null,
    levels: 6,
    households,
    householdsEstimated: false,
    people: households * 2.5,
    elderlyShare: null,
    childShare: null,
  };
}

/** West: 100 households at 118.046; east: 300 at 118.056. */
export const west: Position = [118.046, door];
const east: Position = [118.056, door];

function box(westLng: number, eastLng: number): Position[][][] {
  return [
    [
      [
        [westLng, 38.74],
        [eastLng, 38.74],
        [eastLng, 38.76],
        [westLng, 38.76],
        [westLng, 38.74],
      ],
    ],
  ];
}

/** Fills a store with the city `tiny`. */
async function addTinyCity(store: Store, folder: string): Promise<void> {
  const osmFile = join(folder, "tiny.osm");
  await writeFile(osmFile, tinyOsm);
  await addCity(store, { id: "tiny", osmFile, nameZh: "小城", nameEn: "Tiny", fictional: true });
  await store.replaceAreas("tiny", "test", null, [
    {
      sourceRef: "w",
      level: "community",
      name: "西社区",
      nameEn: null,
      geometry: { type: "MultiPolygon", coordinates: box(118.02, 118.05) },
    },
    {
      sourceRef: "e",
      level: "community",
      name: "东社区",
      nameEn: null,
      geometry: { type: "MultiPolygon", coordinates: box(118.0501, 118.08) },
    },
  ]);
  await store.replaceOutlets("tiny", "test", null, outlets);
  await store.replaceResidences("tiny", "test", null, [
    home("11", "西楼", west[0], 100),
    home("12", "东楼", east[0], 300),
  ]);
  await store.setClaims("tiny", "test", null, ["pharmacy", "bank"], [], null);
}

export interface TinyServer {
  app: FastifyInstance;
  store: Store;
  folder: string;
  close(): Promise<void>;
}

/** The app on a store of its own that holds the city `tiny` beside `contents`, with a stand-in for the web pages. */
export async function startTinyServer(
  contents: Contents = "empty",
  options: { embedded?: boolean } = {},
): Promise<TinyServer> {
  const folder = await mkdtemp(join(tmpdir(), "quarterhour-api-"));
  const store = await (options.embedded
    ? openTestStore({ dataFolder: folder }, contents)
    : openAnyStore(folder, contents));
  await addTinyCity(store, folder);
  const app = await buildApp({ store, webFolder: join(folder, "no-web") });
  return {
    app,
    store,
    folder,
    async close() {
      await app.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
