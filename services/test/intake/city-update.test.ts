/** A newer map for a city: what stays, what is said of the changes, and what happens when it fails. */
import type { Position } from "@quarterhour/isochrones";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addCity, importTable, updateCity } from "../../src/intake/index.ts";
import type { CityUpdate } from "../../src/intake/index.ts";
import type { Outlet, Store } from "../../src/store/index.ts";
import type { TestPostgres } from "../postgres.ts";
import { intakeError, osmNode, osmWay, osmXml, temporaryFolder, write } from "./files.ts";
import { openTestStore, startTestDatabase } from "../stores.ts";

const folder = temporaryFolder();
let store: Store;

type Tags = Record<string, string>;
type Shop = [id: number, lng: number, tags: Tags];

const pharmacy = { amenity: "pharmacy", name: "甲药店" };
const corner = { shop: "convenience", name: "张记便利店" };
const barber = { shop: "hairdresser", name: "阿强理发" };
/** In the west, 100 households; all shops are near to them. */
const firstShops: Shop[] = [
  [51, 117.2025, pharmacy],
  [52, 117.203, corner],
  [53, 117.2035, barber],
];
/** Since then the pharmacy moved to the east, the corner shop was drawn anew, the barber is gone. */
const laterShops: Shop[] = [
  [51, 117.2255, pharmacy],
  [62, 117.2031, corner],
  [63, 117.2035, { shop: "bakery", name: "麦香" }],
];

/** A street 2.6 km long, 100 households in its west and 300 in its east. */
function map(date: string | null, shops: Shop[], more: string[] = []): string {
  const meta = date === null ? "" : `<meta osm_base="${date}T00:00:00Z"/>`;
  const bounds = `<bounds minlat="39.05" minlon="117.15" maxlat="39.15" maxlon="117.28"/>`;
  return osmXml(
    [
      osmNode(1, 117.2, 39.1),
      osmNode(2, 117.21, 39.1),
      osmNode(3, 117.23, 39.1),
      osmWay(1, [1, 2, 3], { highway: "residential", name: "南京路" }),
      ...block(10, 117.202, 100),
      ...block(20, 117.226, 300),
      ...shops.map(([id, lng, tags]) => osmNode(id, lng, 39.0999, tags)),
      ...more,
    ].join(""),
    meta + bounds,
  );
}

function block(id: number, lng: number, flats: number): string[] {
  const [south, size] = [39.1002, 0.0004];
  return [
    osmNode(id, lng, south),
    osmNode(id + 1, lng + size, south),
    osmNode(id + 2, lng + size, south + size),
    osmNode(id + 3, lng, south + size),
    osmWay(id, [id, id + 1, id + 2, id + 3, id], { building: "apartments", "building:flats": String(flats) }),
  ];
}

/** A way of some 1,001 m to the north, joined in the middle of the street, and a home in the west. */
const news = [osmNode(71, 117.21, 39.109), osmWay(71, [2, 71], { highway: "footway" }), ...block(80, 117.204, 40)];

const file = (xml: string): string => write(folder, "town.osm", xml);
const update = (xml: string, options: object = {}): Promise<CityUpdate> =>
  updateCity(store, { id: "town", osmFile: file(xml), ...options });
const named = async (name: string): Promise<Outlet> =>
  (await store.allOutlets("town")).find((outlet) => outlet.name === name)!;

function community(west: number, east: number): { type: "MultiPolygon"; coordinates: Position[][][] } {
  const ring: Position[] = [
    [west, 39.05],
    [east, 39.05],
    [east, 39.15],
    [west, 39.15],
    [west, 39.05],
  ];
  return { type: "MultiPolygon", coordinates: [[ring]] };
}

/** Everything that a failed update must leave alone. */
async function contents(): Promise<unknown> {
  const outlets = await store.allOutlets("town");
  return [
    await store.listCities(),
    outlets,
    await Promise.all(outlets.map(({ id }) => store.outletHistory("town", id))),
    await store.recordsOfMerged("town"),
    await store.allResidences("town"),
    await store.listAreas("town"),
    await store.listClaims("town"),
    await store.listArtifacts("town"),
    await store.revision("town"),
  ];
}

/** The store, with something done before the named call inside each transaction. */
function meddled(method: keyof Store, before: (call: number) => Promise<void>): Store {
  let calls = 0;
  const transaction = (work: (inside: Store) => Promise<unknown>) =>
    store.transaction((inside) => {
      const value = async (...args: unknown[]) => {
        await before(++calls);
        return (inside[method] as (...all: unknown[]) => unknown)(...args);
      };
      return work(Object.create(inside, { [method]: { value } }) as Store);
    });
  return Object.create(store, { transaction: { value: transaction } }) as Store;
}

describe.each(["embedded", "postgres"] as const)("%s store", (which) => {
  let postgres: TestPostgres | null = null;
  beforeAll(async () => {
    postgres = which === "postgres" ? await startTestDatabase() : null;
    store = await openTestStore({ databaseUrl: postgres?.url, dataFolder: folder });
  });
  afterAll(async () => {
    await store.close();
    await postgres?.stop();
  });
  beforeEach(async () => {
    await store.deleteCity("town");
    await addCity(store, {
      id: "town",
      osmFile: file(map("2026-01-01", firstShops)),
      nameZh: "小城",
      complete: ["pharmacy", "convenience-store"],
    });
    await store.replaceAreas("town", "test", null, [
      { sourceRef: "w", level: "community", name: "西社区", nameEn: null, geometry: community(117.15, 117.215) },
      { sourceRef: "e", level: "community", name: "东社区", nameEn: null, geometry: community(117.216, 117.28) },
    ]);
  });

  test("says what changed and for whom", async () => {
    const steps = new Set<string>();
    const osmFile = file(map("2026-06-01", laterShops, news));
    const { report, summary, written } = await updateCity(store, { id: "town", osmFile }, ({ step }) =>
      steps.add(step),
    );
    expect(written).toBe(true);
    expect(summary.city).toMatchObject({ nameZh: "小城", osmDate: "2026-06-01" });
    expect(report).toMatchObject({ mapBefore: "2026-01-01", mapAfter: "2026-06-01", lostEdits: [], held: [] });
    const shop = await named("甲药店");
    expect(report.outlets.moved).toEqual({
      count: 1,
      byCategory: [{ category: "pharmacy", count: 1 }],
      named: [{ id: shop.id, name: "甲药店", categories: ["pharmacy"], meters: expect.any(Number) }],
    });
    expect(Math.abs(report.outlets.moved.named[0].meters! - 1985)).toBeLessThan(2);
    expect(report.outlets.added.named.map(({ name }) => name)).toEqual(["张记便利店", "麦香"]);
    expect(report.outlets.gone.named.map(({ name }) => name)).toEqual(["张记便利店", "阿强理发"]);
    expect([report.outlets.reclassified.count, report.outlets.changed.count]).toEqual([0, 0]);
    expect(report.homes).toEqual({
      added: { homes: 1, households: 40 },
      gone: { homes: 0, households: 0 },
      recounted: { homes: 0, householdsBefore: 0, householdsAfter: 0 },
      householdsBefore: 400,
      householdsAfter: 440,
    });
    expect(Math.abs(report.ways!.addedMeters - 1001)).toBeLessThan(2);
    expect(report.ways!.removedMeters).toBe(0);
    const pharmacies = report.reach!.categories.find(({ category }) => category === "pharmacy");
    const others = report.reach!.categories.filter((row) => row !== pharmacies);
    const areas = await store.listAreas("town");
    const area = (name: string) => ({ id: areas.find((row) => row.name === name)!.id, name });
    expect(pharmacies).toEqual({
      category: "pharmacy",
      ringMinutes: 10,
      gained: 300,
      lost: 100,
      newlyKnown: 0,
      noLongerKnown: 0,
      areas: [
        { area: area("西社区"), gained: 0, lost: 100 },
        { area: area("东社区"), gained: 300, lost: 0 },
      ],
    });
    // nobody vouches for barbers and bakeries: no gain, no loss
    expect(others).toMatchObject([
      { category: "hairdresser", gained: 0, lost: 0, newlyKnown: 0, noLongerKnown: 100 },
      { category: "bakery", gained: 0, lost: 0, newlyKnown: 100, noLongerKnown: 0 },
    ]);
    expect(report.reach).toMatchObject({ households: 400, gained: 300, lost: 100, areaLevel: "community" });
    expect(report.reach!.areas[0]).toEqual({ area: area("西社区"), gained: 0, lost: 100 });
    expect([...steps]).toEqual([
      "reading the date of the map",
      "building the walking network",
      "reading the map",
      "drawing the basemap",
      "finding outlets, homes and boundaries",
      "trying the update out",
      "comparing the ways",
      "walking on the map that is there",
      "walking on the new map",
      "storing",
    ]);
    const bytes = await store.getArtifact({ city: "town", kind: "update-report", version: report.at });
    expect(JSON.parse(Buffer.from(bytes!).toString())).toEqual(report);
    expect((await store.outletHistory("town", shop.id)).at(-1)).toMatchObject({
      change: "moved",
      origin: "osm",
      effectiveOn: "2026-06-01",
    });
  });

  test("a preview says the same, ids included, and writes nothing", async () => {
    const before = await contents();
    const xml = map("2026-06-01", laterShops, news);
    const preview = await update(xml, { preview: true });
    expect(preview.written).toBe(false);
    expect(await contents()).toEqual(before);
    const done = await update(xml);
    expect({ ...preview.report, at: "" }).toEqual({ ...done.report, at: "" });
    expect(await named("麦香")).toMatchObject({ id: done.report.outlets.added.named[1].id });
  });

  test("the same map again changes nothing", async () => {
    const { report } = await update(map("2026-01-01", firstShops));
    expect(Object.values(report.outlets).map(({ count }) => count)).toEqual([0, 0, 0, 0, 0]);
    expect(report.ways).toEqual({ addedMeters: 0, removedMeters: 0 });
    expect(report.reach).toMatchObject({ gained: 0, lost: 0, categories: [], areas: [] });
  });

  test("a way cut in two and drawn a metre beside is the same way", async () => {
    const cut = map("2026-06-01", firstShops)
      .replace(osmNode(2, 117.21, 39.1), osmNode(2, 117.21, 39.10001))
      .replace(
        osmWay(1, [1, 2, 3], { highway: "residential", name: "南京路" }),
        osmWay(1, [1, 2], { highway: "residential" }) + osmWay(2, [2, 3], { highway: "residential" }),
      );
    expect((await update(cut)).report.ways).toEqual({ addedMeters: 0, removedMeters: 0 });
  });

  test("twice updated: edits, mergers, tables and claims stay", async () => {
    await importTable(store, {
      city: "town",
      what: "outlets",
      file: write(
        folder,
        "商务局.csv",
        "编号,网点名称,业态,经度,纬度,电话\n1,阿强理发店,理发店,117.2036,39.0999,022-1",
      ),
      crs: "wgs84",
    });
    const homes = write(folder, "民政.csv", "编号,楼栋,户数,经度,纬度\nR1,东楼,333,117.2262,39.1004");
    await importTable(store, { city: "town", what: "residences", file: homes, crs: "wgs84" });
    const change = { actor: "a_1", origin: "edit" } as const;
    const shop = await named("甲药店");
    await store.editOutlet("town", shop.id, { phone: "022-5", name: "甲大药房" }, change);
    const kept = await named("阿强理发");
    const other = await named("阿强理发店");
    await store.mergeOutlets("town", kept.id, [other.id], { actor: "a_1", origin: "merge" });
    const own = await store.addOutlets("town", "steward", null, [{ ...shop, sourceRef: null, name: "李师傅修鞋" }]);
    const claims = await store.listClaims("town");

    const moved = map("2026-06-01", [
      [51, 117.2255, { ...pharmacy, opening_hours: "08:00-20:00", phone: "022-9" }],
      [53, 117.2037, { ...barber, opening_hours: "10:00-19:00" }],
    ]);
    const first = await update(moved);
    expect(first.report).toMatchObject({ lostEdits: [], held: [] });
    expect(first.report.outlets.moved.named).toMatchObject([
      { id: shop.id, name: "甲大药房", fields: ["openingHours"] },
      { id: kept.id, fields: ["openingHours"] },
    ]);
    expect(await store.getOutlet("town", shop.id)).toMatchObject({
      name: "甲大药房",
      phone: "022-5",
      openingHours: "08:00-20:00",
      location: [117.2255, 39.0999],
    });
    expect(await store.getOutlet("town", kept.id)).toMatchObject({ phone: "022-1", openingHours: "10:00-19:00" });
    expect(await store.getOutlet("town", other.id)).toBeNull();

    const { report } = await update(map("2026-07-01", [[51, 117.2256, { ...pharmacy, shop: "chemist" }]]));
    expect(report.held).toEqual([{ id: kept.id, name: "阿强理发店", sources: ["商务局"] }]);
    expect(report.outlets.gone.count).toBe(0);
    expect(await store.getOutlet("town", kept.id)).toMatchObject({ name: "阿强理发店", source: "商务局" });
    expect(await store.getOutlet("town", shop.id)).toMatchObject({ name: "甲大药房", phone: "022-5" });
    expect(await store.getOutlet("town", own[0])).toMatchObject({ name: "李师傅修鞋" });
    const residences = await store.allResidences("town");
    expect(residences.map(({ source, households }) => [source, households]).sort()).toEqual([
      ["osm", 100],
      ["民政", 333],
    ]);
    expect(await store.listClaims("town")).toEqual(claims);
    expect((await store.listAreas("town")).map(({ name }) => name).sort()).toEqual(["东社区", "西社区"]);
  });

  test("an outlet edited by hand goes with the map's, and the report warns of it", async () => {
    const change = { actor: "a_1", origin: "edit" } as const;
    const [edited, barbers] = [await named("张记便利店"), await named("阿强理发")];
    await store.editOutlet("town", edited.id, { phone: "022-5" }, change);
    await store.editOutlet("town", barbers.id, { openingHours: "09:00-18:00" }, change);
    const { report } = await update(map("2026-06-01", laterShops));
    const again = await named("张记便利店");
    expect(report.lostEdits).toEqual([
      { id: edited.id, name: "张记便利店", fields: ["phone"], maybeNow: again.id },
      { id: barbers.id, name: "阿强理发", fields: ["openingHours"], maybeNow: null },
    ]);
    expect(await store.getOutlet("town", edited.id)).toBeNull();
    expect((await store.outletHistory("town", edited.id)).at(-1)).toMatchObject({ change: "removed", origin: "osm" });
  });

  test("an older map is refused with both dates, unless forced; one without a date is not", async () => {
    await update(map("2026-06-01", laterShops));
    const before = await contents();
    const error = await intakeError(update(map("2026-05-31", firstShops)));
    expect(error.message).toMatch(/2026-05-31, older than the map of 2026-06-01.*--force/);
    expect(await contents()).toEqual(before);
    const forced = await update(map("2026-05-31", firstShops), { force: true });
    expect(forced.report).toMatchObject({ mapBefore: "2026-06-01", mapAfter: "2026-05-31" });
    expect((await update(map(null, laterShops))).report.mapAfter).toBeNull();
  });

  test("a claim is changed only where that is asked", async () => {
    const { report } = await update(map("2026-06-01", laterShops), { complete: ["bakery"] });
    expect((await store.listClaims("town")).map(({ category }) => category)).toEqual(["bakery"]);
    // in the west the pharmacy was reached; now nobody vouches that there is none
    const pharmacies = report.reach!.categories.find(({ category }) => category === "pharmacy");
    expect(pharmacies).toMatchObject({ gained: 300, lost: 0, noLongerKnown: 100 });
  });

  test.each(["replaceAreas", "replaceOutlets", "replaceResidences", "putArtifact"] as const)(
    "a failure at %s, in the rehearsal or when it counts, leaves the city as it was",
    async (method) => {
      const before = await contents();
      const osmFile = file(map("2026-06-01", laterShops, news));
      // of files the report is the last one; they are written only when it counts
      for (const failing of method === "putArtifact" ? [1, 4] : [1, 2]) {
        const broken = meddled(method, (call) =>
          call === failing ? Promise.reject(new Error("the disk is full")) : Promise.resolve(),
        );
        await expect(updateCity(broken, { id: "town", osmFile })).rejects.toThrow("the disk is full");
        expect(await contents()).toEqual(before);
      }
    },
  );

  test("a map that breaks off leaves the city as it was", async () => {
    const before = await contents();
    const xml = map("2026-06-01", laterShops, news);
    await expect(update(xml.slice(0, -200))).rejects.toThrow(/town\.osm/);
    expect(await contents()).toEqual(before);
  });

  test("somebody edits meanwhile: worked out anew, and the report speaks of what is there", async () => {
    const { id } = await named("张记便利店");
    let edits = 0;
    // between the rehearsal and the writing
    const busy: Store = Object.create(store, {
      transaction: {
        value: async (work: (inside: Store) => Promise<unknown>) => {
          if (++edits === 2) {
            await store.editOutlet("town", id, { phone: "022-5" }, { actor: "a_1", origin: "edit" });
          }
          return store.transaction(work);
        },
      },
    });
    const osmFile = file(map("2026-06-01", laterShops));
    const { report } = await updateCity(busy, { id: "town", osmFile });
    expect(report.lostEdits).toMatchObject([{ id, fields: ["phone"] }]);
    expect(edits).toBe(4);
  });

  test("somebody edits all the time: given up with nothing written", async () => {
    const { id } = await named("张记便利店");
    let edits = 0;
    const busy: Store = Object.create(store, {
      transaction: {
        value: async (work: (inside: Store) => Promise<unknown>) => {
          await store.editOutlet("town", id, { phone: `022-${++edits}` }, { actor: "a_1", origin: "edit" });
          return store.transaction(work);
        },
      },
    });
    const osmFile = file(map("2026-06-01", laterShops));
    await expect(updateCity(busy, { id: "town", osmFile })).rejects.toThrow(/changed by others.*Nothing was written/);
    expect(await store.getOutlet("town", id)).toMatchObject({ phone: "022-6" });
    expect((await store.getCity("town"))!.osmDate).toBe("2026-01-01");
  });

  test("a network that this version cannot read: the rest is said, and the city mended", async () => {
    const version = (await store.getCity("town"))!.networkVersion!;
    await store.putArtifact({ city: "town", kind: "network", version }, new Uint8Array(64));
    const { report } = await update(map("2026-06-01", laterShops));
    expect(report).toMatchObject({ ways: null, reach: null, outlets: { moved: { count: 1 } } });
    expect((await update(map("2026-06-01", laterShops))).report.ways).toEqual({ addedMeters: 0, removedMeters: 0 });
  });

  test("there is no such city", async () => {
    const error = await intakeError(updateCity(store, { id: "atlantis", osmFile: file(map(null, [])) }));
    expect(error.message).toContain("no city “atlantis” to update");
  });
});
