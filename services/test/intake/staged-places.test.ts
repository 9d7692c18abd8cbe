import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { GEOCODED, geocodeChainOf } from "../../src/intake/geocoding/index.ts";
import type { GeocodeCandidate, GeocodeChain } from "../../src/intake/geocoding/index.ts";
import { GAZETTEER_ARTIFACT, packMapPlaces } from "../../src/intake/geocoding/map-places.ts";
import { metersBetween } from "../../src/intake/geometry/sphere.ts";
import {
  acceptPlaces,
  answerStaging,
  beginStaging,
  commitImport,
  mendRow,
  placeStagedRows,
  stageFile,
  summaryOf,
} from "../../src/intake/index.ts";
import type { StagedTableRow, StagingRequest } from "../../src/intake/index.ts";
import type { Store } from "../../src/store/index.ts";
import type { TestPostgres } from "../postgres.ts";
import { multi, sampleCity } from "../store/samples.ts";
import { temporaryFolder, write } from "./files.ts";
import { at, doorAt, townSources } from "./geocoding/town.ts";
import { say } from "../../src/words/index.ts";
import { openTestStore, startTestDatabase } from "../stores.ts";

const folder = temporaryFolder();
const city = "town";
let store: Store;

const chainOf = async (id: string): Promise<GeocodeChain> =>
  geocodeChainOf(store, (await store.getCity(id))!, {}, null);

async function begun(content: string, options: Partial<StagingRequest> = {}) {
  const fileName = "民政局.csv";
  const request = { city, what: "outlets" as const, fileName, crs: "wgs84", actor: "u_1", ...options };
  return { importId: await beginStaging(store, request), file: write(folder, fileName, content) };
}

async function staged(content: string, options: Partial<StagingRequest> = {}): Promise<string> {
  const { importId, file } = await begun(content, options);
  await stageFile(store, { city, importId, file }, { geocoders: chainOf });
  return importId;
}

const header = "编号,网点名称,业态,地址,经度,纬度";
const table = (...rows: string[]) => [header, ...rows].join("\n");
const row = async (importId: string, number: number) =>
  (await store.stagedRows(city, importId, { rows: [number] }))[0] as StagedTableRow;

const three = table(
  "1,甲药店,药店,长安路120号,,",
  "2,乙药店,药店,人民路18号,,",
  "3,丙药店,药店,没有的路9号,,",
  "4,丁药店,药店,长安路1号,118.001,38.001",
);

describe.each(["embedded", "postgres"] as const)("places of staged rows on the %s store", (which) => {
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
    await store.deleteCity(city);
    await store.putCity(sampleCity(city, { nameZh: "沧汐区", bbox: [117.98, 37.98, 118.02, 38.02] }));
    const { bytes, version } = await packMapPlaces(townSources.map!);
    await store.putArtifact({ city, kind: GAZETTEER_ARTIFACT, version }, bytes);
  });

  test("rows with an address only are placed, or wait with what was found", async () => {
    const steps: string[] = [];
    const { importId, file } = await begun(three.replace("118.001,38.001", "118.001,38.001"));
    await stageFile(
      store,
      { city, importId, file },
      { geocoders: chainOf, onProgress: ({ step }) => steps.push(step) },
    );
    expect(new Set(steps)).toContain("looking for addresses");
    const placed = await row(importId, 2);
    expect(placed.state).toBe("warning");
    expect(placed.place).toMatchObject({
      address: "长安路120号",
      by: "geocoder",
      taken: { level: "door", provider: "gazetteer", explanation: expect.any(String) },
    });
    const { location, original } = placed.draft as { location: [number, number]; original: object };
    expect(metersBetween(location, doorAt(120))).toBeLessThan(2);
    expect(original).toEqual({ x: location[0], y: location[1], crs: GEOCODED });
    expect(placed.problems).toMatchObject([
      {
        severity: "warning",
        said: say("place.found", { provider: say("provider.gazetteer"), level: say("level.door") }),
      },
    ]);
    const waiting = await row(importId, 3);
    expect(waiting).toMatchObject({ state: "waiting", draft: { location: null }, place: { taken: null, by: null } });
    expect(waiting.place!.candidates[0]).toMatchObject({ level: "street", matched: "人民路" });
    expect((await row(importId, 4)).place).toMatchObject({ candidates: [] });
    expect((await row(importId, 5)).place).toBeNull();
    const { places, counts, categories, report } = { ...(await summaryOf(store, city, importId)), report: null };
    expect(report).toBeNull();
    expect(counts).toMatchObject({ ok: 1, warning: 1, waiting: 2 });
    expect(categories).toEqual([{ category: "pharmacy", count: 2 }]);
    expect(places).toMatchObject({ waiting: 2, withCandidates: 1, placed: 1, byPerson: 0, bar: 0.7 });
    // asked once, they are not asked again, unless that is wanted
    const again = (everything: boolean) =>
      placeStagedRows(store, { city, importId, again: everything }, { geocoders: chainOf });
    expect(await again(false)).toMatchObject({ asked: 0 });
    expect(await again(true)).toMatchObject({ asked: 2, placed: 0 });
  });

  test("a person chooses a candidate, sets a point, mends the address, leaves it out", async () => {
    const importId = await staged(three);
    const mend = (number: number, mending: Parameters<typeof mendRow>[1]["mending"]) =>
      mendRow(store, { city, importId, row: number, mending });
    const candidate = (await row(importId, 3)).place!.candidates[0];
    const chosen = await mend(3, { candidate: 0 });
    expect(chosen).toMatchObject({
      state: "warning",
      place: { by: "person", taken: { level: "street" } },
      draft: { location: candidate.location, original: { crs: GEOCODED } },
    });
    await expect(mend(3, { candidate: 7 })).rejects.toThrow(/number 7 is none/);
    await expect(mend(5, { candidate: 0 })).rejects.toThrow(/0 candidates/);
    expect(await mend(3, { location: [118.002, 38] })).toMatchObject({
      state: "ok",
      draft: { location: [118.002, 38], original: null },
    });
    expect(await mend(3, { candidate: 0 })).toMatchObject({ draft: { location: candidate.location } });
    expect(await mend(3, { candidate: null })).toMatchObject({ state: "waiting", draft: { location: null } });
    // another address: what was found for the first says nothing of it
    expect(await mend(2, { cells: { 地址: "长安路200号" } })).toMatchObject({ state: "waiting", place: null });
    await placeStagedRows(store, { city, importId }, { geocoders: chainOf });
    const moved = (await row(importId, 2)).draft as { location: [number, number] };
    expect(metersBetween(moved.location, doorAt(200))).toBeLessThan(2);
    await mend(3, { skip: true });
    await mend(4, { location: at(5, 5) });
    const { counts, places } = await summaryOf(store, city, importId);
    expect(counts).toMatchObject({ waiting: 0, skipped: 1 });
    expect(places).toMatchObject({ placed: 1, byPerson: 1 });
    await commitImport(store, { city, importId, actor: "u_1", skipBad: false });
    const crs = (await store.allOutlets(city)).map(({ name, original }) => [name, original?.crs ?? null]);
    expect(Object.fromEntries(crs)).toEqual({ 甲药店: GEOCODED, 丙药店: null, 丁药店: "wgs84" });
  });

  test("the gazetteer learns from points that people set, not from its own answers", async () => {
    const nothing = await packMapPlaces({ roads: [], addresses: [], places: [], cities: [] });
    await store.putArtifact({ city, kind: GAZETTEER_ARTIFACT, version: nothing.version }, nothing.bytes);
    const importId = await staged(three);
    const fake: GeocodeCandidate = {
      location: at(300, 300),
      level: "door",
      confidence: 0.99,
      matched: "",
      provider: "fake",
      explanation: "",
    };
    const chain = { geocoders: [{ name: "fake", geocode: () => Promise.resolve([fake]) }] };
    await placeStagedRows(store, { city, importId, again: true }, { geocoders: () => Promise.resolve(chain) });
    await mendRow(store, { city, importId, row: 4, mending: { location: at(-300, 20) } });
    await commitImport(store, { city, importId, actor: "u_1", skipBad: false });
    const homes = "编号,小区,户数,地址,经度,纬度\n1,听澜苑,90,观潮道7号,,";
    const home = await staged(homes, { what: "residences", source: "房管" });
    await placeStagedRows(store, { city, importId: home, again: true }, { geocoders: () => Promise.resolve(chain) });
    await commitImport(store, { city, importId: home, actor: "u_1", skipBad: false });
    expect((await store.allResidences(city))[0]).toMatchObject({ compound: "听澜苑", geocoded: true });
    const { geocoders } = await chainOf(city);
    const find = async (address: string) => (await geocoders[0].geocode({ address, city: "沧汐区" }))[0];
    expect((await find("没有的路9号"))?.location).toEqual(at(-300, 20));
    expect(await find("人民路18号")).toBeUndefined();
    expect(await find("听澜苑")).toBeUndefined();
  });

  test("the best candidates are accepted in bulk from a confidence on", async () => {
    const importId = await staged(`${three}\n5,戊药店,药店,长安路470号,,`);
    const { confidence } = (await row(importId, 6)).place!.candidates[0];
    const { atLeast } = (await summaryOf(store, city, importId)).places!;
    expect(atLeast.map(({ rows }) => rows)).toEqual(atLeast.map((one) => (one.confidence <= confidence ? 1 : 0)));
    expect(await acceptPlaces(store, { city, importId, minConfidence: confidence })).toEqual({ placed: 1 });
    expect(await row(importId, 6)).toMatchObject({ state: "warning", place: { by: "person" } });
    expect(await acceptPlaces(store, { city, importId, minConfidence: 0.01 })).toEqual({ placed: 1 });
    expect(await row(importId, 3)).toMatchObject({ state: "warning", place: { by: "person" } });
    expect(await row(importId, 4)).toMatchObject({ state: "waiting" });
  });

  test("called off while addresses are looked for, what was read stays; answers look again", async () => {
    const { importId, file } = await begun(three);
    const controller = new AbortController();
    const cancelled = stageFile(
      store,
      { city, importId, file },
      {
        signal: controller.signal,
        geocoders: async (id) => {
          controller.abort(new Error("enough"));
          return chainOf(id);
        },
      },
    );
    await expect(cancelled).rejects.toThrow("enough");
    expect(await summaryOf(store, city, importId)).toMatchObject({
      state: "staged",
      phase: "ready",
      counts: { ok: 1, waiting: 3 },
    });
    await answerStaging(
      store,
      { city, importId, answers: { values: { category: { 药店: "bookstore" } } } },
      { geocoders: chainOf },
    );
    const { counts, categories } = await summaryOf(store, city, importId);
    expect(counts).toMatchObject({ ok: 1, warning: 1, waiting: 2 });
    expect(categories).toEqual([{ category: "bookstore", count: 2 }]);
    // judged again, a place that was found stands
    await answerStaging(store, { city, importId, answers: { values: { category: { 药店: "pharmacy" } } } });
    expect((await row(importId, 2)).state).toBe("warning");
  });

  test("areas narrow the search as in the gazetteer", async () => {
    const geometry = multi({
      type: "Polygon",
      coordinates: townSources.areas[2].geometry.coordinates[0] as [number, number][][],
    });
    await store.replaceAreas(city, "区划", null, [
      { sourceRef: null, level: "district", name: "沧汐区", nameEn: null, geometry },
    ]);
    const importId = await staged(table("1,甲药店,药店,沧汐区长安路121号,,"));
    expect((await row(importId, 2)).state).toBe("warning");
  });
});
