/** Compounds with their gates, homes that join no way, and what a newer map changed: a street with two compounds. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildApp } from "../../src/api/app.ts";
import { addCity, importTable, updateCity } from "../../src/intake/index.ts";
import type { Job, Role, Store } from "../../src/store/index.ts";
import { osmNode, osmWay, osmXml } from "../intake/files.ts";
import { DocumentedApp } from "./documented.ts";
import { signedIn } from "./signed-in.ts";
import { openAnyStore } from "../stores.ts";

const city = "/api/cities/town";
let folder: string;
let store: Store;
let app: FastifyInstance;
let documented: DocumentedApp;
let as: Awaited<ReturnType<typeof signedIn>>;

function rectangle(id: number, west: number, south: number, size: number, tags: Record<string, string>): string[] {
  return [
    osmNode(id, west, south),
    osmNode(id + 1, west + size, south),
    osmNode(id + 2, west + size, south + size),
    osmNode(id + 3, west, south + size),
    osmWay(id, [id, id + 1, id + 2, id + 3, id], tags),
  ];
}

/** 幸福里 south of it has two gates, a courtyard without a name within; 安居苑 has none; one home lies far off all ways. */
function map(date: string, more: string[] = []): string {
  const bounds = `<bounds minlat="39.05" minlon="117.15" maxlat="39.15" maxlon="117.28"/>`;
  return osmXml(
    [
      osmNode(1, 117.2, 39.1),
      osmNode(2, 117.21, 39.1),
      osmNode(3, 117.23, 39.1),
      osmWay(1, [1, 2, 3], { highway: "residential", name: "南京路" }),
      ...rectangle(10, 117.202, 39.1005, 0.004, { landuse: "residential", name: "幸福里", "addr:street": "南京路" }),
      osmNode(20, 117.204, 39.1005, {
        barrier: "gate",
        name: "南门",
        access: "yes",
        opening_hours: "06:00-22:00",
      }),
      // 8 m off the wall as it is drawn
      osmNode(21, 117.20609, 39.102, { barrier: "gate", access: "no", locked: "yes" }),
      // in the middle, and a bollard in the wall: neither is a gate of the compound
      osmNode(22, 117.204, 39.1025, { barrier: "gate" }),
      osmNode(23, 117.203, 39.1005, { barrier: "bollard" }),
      osmWay(2, [2, 20], { highway: "footway" }),
      ...rectangle(30, 117.2035, 39.1008, 0.0004, { building: "apartments", "building:flats": "60" }),
      ...rectangle(40, 117.2045, 39.1008, 0.0004, { building: "apartments", "building:levels": "6" }),
      ...rectangle(50, 117.22, 39.1004, 0.002, { landuse: "residential", name: "安居苑" }),
      ...rectangle(60, 117.26, 39.14, 0.0004, { building: "apartments", "building:flats": "7" }),
      osmNode(90, 117.2035, 39.0999, { amenity: "pharmacy", name: "甲药店" }),
      ...more,
    ].join(""),
    `<meta osm_base="${date}T00:00:00Z"/>${bounds}`,
  );
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterhour-compounds-"));
  store = await openAnyStore(folder);
  await addCity(store, { id: "town", osmFile: await file("a.osm", map("2026-01-01")), nameZh: "镇" });
  app = await buildApp({ store, webFolder: "/nowhere" });
  documented = await DocumentedApp.of(app);
  as = await signedIn(store);
});

afterAll(async () => {
  await app.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const get = async (status: number, path: string) => (await documented.ask(status, `${city}${path}`)).json();

describe("compounds", () => {
  test("have their gates as the map says, and the households of the homes within", async () => {
    const { items, nextCursor } = await get(200, "/compounds");
    expect(nextCursor).toBeNull();
    expect(items.map(({ name }: { name: string }) => name)).toEqual(["幸福里", "安居苑"]);
    const [happy, home] = items;
    expect(happy).toMatchObject({
      address: "南京路",
      boundary: null,
      source: "osm",
      sourceRef: "way/10",
      residences: 2,
      householdsEstimated: true,
      people: null,
    });
    expect(happy.households).toBeGreaterThan(60);
    expect(happy.areaSquareMeters).toBeGreaterThan(150_000);
    expect(happy.gates).toEqual([
      {
        index: 0,
        location: [117.204, 39.1005],
        name: "南门",
        kind: "gate",
        openingHours: "06:00-22:00",
        access: "yes",
        locked: false,
        ref: "node/20",
      },
      expect.objectContaining({ index: 1, access: "no", locked: true, openingHours: null, ref: "node/21" }),
    ]);
    expect(home).toMatchObject({ gates: [], residences: 1, householdsEstimated: true });
  });

  test("are found by name, place and gates, page by page", async () => {
    const names = async (query: string) =>
      (await get(200, `/compounds?${query}`)).items.map(({ name }: { name: string }) => name);
    expect(await names("q=xingfuli")).toEqual(["幸福里"]);
    expect(await names("q=南京路")).toEqual(["幸福里"]);
    expect(await names("bbox=117.219,39.09,117.23,39.11")).toEqual(["安居苑"]);
    expect(await names("gates=any")).toEqual(["幸福里"]);
    expect(await names("gates=locked")).toEqual(["幸福里"]);
    expect(await names("gates=hours&bbox=117.219,39.09,117.23,39.11")).toEqual([]);
    const { nextCursor } = await get(200, "/compounds?limit=1");
    expect(await names(`limit=1&cursor=${nextCursor}`)).toEqual(["安居苑"]);
    await get(400, "/compounds?bbox=1,2,3");
    await get(400, "/compounds?gates=golden");
    await get(404, "/compounds/c_zzzzzz");
  });

  test("one of them has its outline and its homes", async () => {
    const [{ id }] = (await get(200, "/compounds")).items;
    const one = await get(200, `/compounds/${id}`);
    expect(one.boundary).toMatchObject({ type: "Polygon", coordinates: [expect.any(Array)] });
    expect(one.residenceIds).toHaveLength(2);
    expect((await get(200, "/compounds?geometry=1")).items[0].boundary).toEqual(one.boundary);
  });

  test("homes counted by a table join them, by place or by name; others stand under the name they give", async () => {
    const rows = [
      "1,1号楼,幸福里,90,117.2037,39.101",
      "2,2号楼,幸福里,10,117.2015,39.1",
      "3,3号楼,远方里,5,117.215,39.1",
    ];
    const table = await file("户数.csv", ["编号,楼栋,小区,户数,经度,纬度", ...rows].join("\n"));
    await importTable(store, { city: "town", what: "residences", file: table, crs: "wgs84" });
    const { items } = await get(200, "/compounds");
    expect(
      items.map(({ id, ...rest }: { id: string; name: string; households: number }) => [rest.name, rest.households]),
    ).toEqual([
      ["幸福里", 100],
      ["安居苑", expect.any(Number)],
      ["远方里", 5],
    ]);
    expect(items[0]).toMatchObject({ residences: 2, householdsEstimated: false });
    expect(items[2]).toMatchObject({ id: "name:远方里", boundary: null, source: null, gates: [] });
    expect((await get(200, `/compounds/${encodeURIComponent("name:远方里")}`)).residenceIds).toHaveLength(1);
  });
});

describe("a home that joins no way", () => {
  test("says why, in the list and by itself", async () => {
    const { items } = await get(200, "/residences?unattached=any");
    expect(items).toHaveLength(1);
    const [lonely] = items;
    expect(lonely).toMatchObject({ sourceRef: "way/60", households: 7, unattached: { code: "off-map", barriers: [] } });
    expect(lonely.unattached.reason).toMatch(/lies \d+ km outside of the map/);
    const one = await get(200, `/residences/${lonely.id}`);
    expect(one).toMatchObject({ accessMeters: null, unattached: lonely.unattached });
    expect((await get(200, "/residences?unattached=off-map")).items).toHaveLength(1);
    expect((await get(200, "/residences?unattached=barrier")).items).toEqual([]);
    expect((await get(200, "/residences?unattached=any&bbox=117.2,39.09,117.23,39.11")).items).toEqual([]);
    await get(400, "/residences?unattached=lost");
  });

  test("one that does has no reason", async () => {
    const { items } = await get(200, "/residences?q=幸福里");
    expect(items[0]).not.toHaveProperty("unattached");
    expect(await get(200, `/residences/${items[0].id}`)).toMatchObject({ unattached: null });
  });
});

test("an update is listed with what it changed and for whom, the latest first", async () => {
  expect(await get(200, "/updates")).toEqual({ items: [] });
  const newer = [osmNode(91, 117.2036, 39.0999, { shop: "bakery", name: "麦香" })];
  const update = async (date: string) =>
    updateCity(store, { id: "town", osmFile: await file(`${date}.osm`, map(date, newer)) });
  const { report } = await update("2026-02-01");
  const { items } = await get(200, "/updates");
  expect(items).toMatchObject([
    {
      id: report.at,
      mapBefore: "2026-01-01",
      mapAfter: "2026-02-01",
      outlets: { added: 1, gone: 0, moved: 0, reclassified: 0, changed: 0 },
      ways: { addedMeters: 0, removedMeters: 0 },
      lostEdits: 0,
      held: 0,
    },
  ]);
  const one = await get(200, `/updates/${encodeURIComponent(items[0].id)}`);
  expect(one.report).toEqual(JSON.parse(JSON.stringify(report)));
  expect(one.report.outlets.added.named).toMatchObject([{ name: "麦香" }]);
  await update("2026-03-01");
  const dates = (await get(200, "/updates")).items.map(({ mapAfter }: { mapAfter: string }) => mapAfter);
  expect(dates).toEqual(["2026-03-01", "2026-02-01"]);
  await get(404, "/updates/2020-01-01T00:00:00.000Z");
  expect((await get(200, "/compounds")).items[0]).toMatchObject({ name: "幸福里", households: 100 });
});

describe("homes that nobody has counted", () => {
  const estimate = async () => (await documented.ask(200, city)).json().estimate;
  const homes = async () =>
    Object.fromEntries((await store.allResidences("town")).map((home) => [home.sourceRef, home]));

  async function change(status: number, figures: object, role: Role = "steward") {
    const answer = await documented.ask(status, {
      method: "PATCH",
      url: city,
      headers: as[role],
      payload: { estimate: figures },
    });
    if (status !== 202) return answer.json();
    const { id } = answer.json().job;
    return new Promise<Job>((resolve) => {
      const look = (job: Job | null) => job?.endedAt && resolve(job);
      app.jobs.listen(id, look);
      void app.jobs.get(id).then(look);
    });
  }

  test("are estimated anew by figures of the city's own; the counted ones stay", async () => {
    const before = await homes();
    expect(await estimate()).toMatchObject({
      squareMetersPerHousehold: 100,
      peoplePerHousehold: null,
      standard: true,
      residences: 1,
      households: before["way/50"].households,
    });
    const { floorSquareMeters = 0 } = before["way/50"];
    expect(before["way/50"].households).toBe(Math.round(floorSquareMeters / 100));
    expect(before["way/60"]).not.toHaveProperty("floorSquareMeters");
    const { state, result } = await change(202, {
      squareMetersPerHousehold: 125,
      peoplePerHousehold: 2.5,
      childShare: 0.2,
    });
    const households = Math.round(floorSquareMeters / 125);
    expect(state).toBe("done");
    expect(result).toMatchObject({ estimated: 1, changed: 1, withoutFloor: 0 });
    const after = await homes();
    expect(after).toEqual({
      ...before,
      "way/50": { ...before["way/50"], households, people: Math.round(households * 2.5), childShare: 0.2 },
    });
    expect(await estimate()).toMatchObject({
      squareMetersPerHousehold: 125,
      peoplePerHousehold: 2.5,
      elderlyShare: null,
      childShare: 0.2,
      standard: false,
      households,
    });
    expect((await get(200, "/compounds?q=安居苑")).items[0]).toMatchObject({
      households,
      people: Math.round(households * 2.5),
    });

    // a newer map is estimated by the same figures, and one can be named with it
    await updateCity(store, {
      id: "town",
      osmFile: await file("d.osm", map("2026-04-01")),
      estimate: { peoplePerHousehold: 3 },
    });
    expect((await homes())["way/50"]).toMatchObject({
      households,
      people: Math.round(households * 3),
      childShare: 0.2,
    });
    await change(202, { squareMetersPerHousehold: null, peoplePerHousehold: null, childShare: null });
    expect(await homes()).toEqual(before);
    expect(await estimate()).toMatchObject({ standard: true });
    const actions = (await store.listAudit({ city: "town", limit: 9 })).map(({ action }) => action);
    expect(actions.filter((action) => action === "city.estimate")).toHaveLength(2);
  });

  test("are not by figures that cannot be, nor by everybody", async () => {
    const before = await homes();
    for (const figures of [
      {},
      { squareMetersPerHousehold: 5 },
      { peoplePerHousehold: 0 },
      { elderlyShare: 1.2 },
      { elderlyShare: 0.7, childShare: 0.4 },
      { rooms: 3 },
    ]) {
      expect((await change(400, figures)).detail.length).toBeGreaterThan(10);
    }
    await change(403, { peoplePerHousehold: 3 }, "bureau");
    await change(401, { peoplePerHousehold: 3 }, "admin");
    await expect(store.setEstimate("town", { peoplePerHousehold: 99 })).rejects.toThrow(
      "peoplePerHousehold is 99; it must be from 1 to 10",
    );
    expect(await homes()).toEqual(before);
    expect(await estimate()).toMatchObject({ standard: true });
  });
});
