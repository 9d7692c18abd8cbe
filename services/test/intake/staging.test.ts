import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  answerStaging,
  beginStaging,
  commitImport,
  discardImport,
  fromWgs84,
  importTable,
  mendRow,
  stageFile,
  summaryOf,
  undoImport,
} from "../../src/intake/index.ts";
import type { StagingRequest } from "../../src/intake/index.ts";
import { StoreConflict } from "../../src/store/index.ts";
import type { StagedRowState, Store } from "../../src/store/index.ts";
import type { TestPostgres } from "../postgres.ts";
import { bareOutlet, fullResidence, sampleCity, square } from "../store/samples.ts";
import { gb18030, temporaryFolder, write } from "./files.ts";
import { say } from "../../src/words/index.ts";
import { openTestStore, startTestDatabase } from "../stores.ts";

const folder = temporaryFolder();
let store: Store;
const city = "town";
const by = { city, actor: "u_1" };

const header = "编号,网点名称,业态,地址,经度,纬度";
const table = (...rows: string[]) => [header, ...rows].join("\n");

async function staged(content: string | Uint8Array, options: Partial<StagingRequest> = {}): Promise<string> {
  const fileName = "药监局.csv";
  const importId = await beginStaging(store, { ...by, what: "outlets", fileName, crs: "wgs84", ...options });
  await stageFile(store, { city, importId, file: write(folder, fileName, content) });
  return importId;
}

const commit = (importId: string, skipBad = false) => commitImport(store, { ...by, importId, skipBad });
const undo = (importId: string) => undoImport(store, { ...by, importId });
const answer = (importId: string, answers: Parameters<typeof answerStaging>[1]["answers"]) =>
  answerStaging(store, { city, importId, answers });

async function states(importId: string): Promise<Record<number, StagedRowState>> {
  return Object.fromEntries((await store.stagedRows(city, importId, {})).map(({ row, state }) => [row, state]));
}

/** Everything of the city that an import without effect leaves alone. */
async function contents(): Promise<unknown> {
  return {
    outlets: (await store.allOutlets(city)).map(({ createdAt: _created, updatedAt: _at, ...rest }) => rest),
    residences: await store.allResidences(city),
    areas: await store.listAreas(city),
    claims: await store.listClaims(city),
  };
}

const good = (i: number, name = `店${i}`) => `${i},${name},药店,同福路${i}号,118.05${i},38.75`;

describe.each(["embedded", "postgres"] as const)("staged imports on the %s store", (which) => {
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
    await store.putCity(sampleCity(city));
  });

  test("categories of which rows are left out are not claimed, unless somebody says so", async () => {
    const claimedAfter = async (complete: NonNullable<StagingRequest["complete"]> | null, ...rows: string[]) => {
      const importId = await staged(table(...rows), complete === null ? {} : { complete });
      const { notes } = await summaryOf(store, city, importId);
      const done = await commitImport(store, { city, importId, actor: "u_1", skipBad: true });
      expect((await store.listClaims(city)).map(({ category }) => category).sort()).toEqual(done.claimed.toSorted());
      const kept = (await summaryOf(store, city, importId)).notes;
      expect(kept).toEqual(notes);
      return [done.claimed, notes.map(({ said }) => said.key)];
    };
    const laundry = "9,洗衣,洗衣店,,118.05,38.75";
    const nameless = "2,,药店,,118.05,38.75";
    expect(await claimedAfter(null, good(1), good(1), laundry)).toEqual([["laundry", "pharmacy"], []]);
    expect(await claimedAfter(null, good(1), laundry, nameless)).toEqual([["laundry"], ["claim.left-out"]]);
    expect(await claimedAfter(null, good(1), laundry, "3,三,药店,同福路3号,,")).toEqual([
      ["laundry"],
      ["claim.left-out"],
    ]);
    // what is none of the fifty lacks in none of them; what is not said could be any
    expect(await claimedAfter(null, good(1), "3,三,飞碟,,118.05,38.75")).toEqual([["pharmacy"], []]);
    expect(await claimedAfter(null, good(1), laundry, "3,三,,,118.05,38.75")).toEqual([[], ["claim.left-out-all"]]);
    expect(await claimedAfter(["pharmacy"], good(1), laundry, nameless)).toEqual([["pharmacy"], []]);

    const importId = await staged(table(good(1), good(2), laundry));
    await mendRow(store, { city, importId, row: 3, mending: { skip: true } });
    const done = await commitImport(store, { city, importId, actor: "u_1", skipBad: false });
    expect(done.claimed).toEqual(["laundry"]);
  });

  test("a preview judges each row and changes nothing", async () => {
    await store.addOutlets(city, "药监局", null, [
      bareOutlet({ sourceRef: "1", name: "旧" }),
      bareOutlet({ sourceRef: "x" }),
    ]);
    const before = await contents();
    const steps: (number | null)[] = [];
    const content = gb18030(
      table(
        good(1),
        "2,,药店,,118.05,38.75",
        good(3),
        good(3),
        "5,五,飞碟,,118.05,38.75",
        "6,六,药店,同福路6号,,",
        "7,七,药店、飞碟,,118.05,38.75",
        "3,另一家,药店,,118.05,38.75",
      ),
    );
    const importId = await beginStaging(store, { ...by, what: "outlets", fileName: "药监局.csv", crs: "gcj02" });
    const file = write(folder, "药监局.csv", content);
    await stageFile(store, { city, importId, file }, { onProgress: ({ fraction }) => steps.push(fraction) });
    expect(steps.at(-1)).toBe(1);
    expect(await contents()).toEqual(before);
    expect(await states(importId)).toEqual({
      2: "ok",
      3: "bad",
      4: "ok",
      5: "skipped",
      6: "bad",
      7: "waiting",
      8: "warning",
      9: "bad",
    });
    const summary = await summaryOf(store, city, importId);
    expect(summary).toMatchObject({
      state: "staged",
      phase: "ready",
      source: "药监局",
      encoding: "GB18030",
      rowsRead: 8,
      crs: { id: "gcj02", from: "answer" },
      header: { row: 1 },
      questions: [],
      counts: { ok: 2, warning: 1, bad: 3, waiting: 1, skipped: 1 },
      changes: { added: 2, updated: 1, removed: 1, unchanged: 0 },
      categories: [{ category: "pharmacy", count: 3 }],
    });
    expect(summary.columns.find(({ column }) => column === "业态")!.field).toBe("category");
    expect(summary.unknownValues.map(({ field, value, rows }) => [field, value, rows])).toEqual([
      ["category", "飞碟", 1],
      ["category", "飞碟", 1],
    ]);
    const [nameless] = await store.stagedRows(city, importId, { rows: [3] });
    expect(nameless.problems).toEqual([
      {
        field: "name",
        column: "网点名称",
        value: null,
        said: say("outlet.no-name"),
        severity: "fault",
        unknown: false,
      },
    ]);
    await expect(commit(importId)).rejects.toThrow(/3 rows are wrong and 1 wait for a place/);
    expect(await contents()).toEqual(before);
  });

  test("mended row by row: cells, a place, a key that becomes free, a row left out", async () => {
    const importId = await staged(
      table(good(1), "1,二,药店,,118.05,38.75", "3,三,药店,同福路3号,,", "4,,药店,,118.05,38.75"),
    );
    expect(await states(importId)).toEqual({ 2: "ok", 3: "bad", 4: "waiting", 5: "bad" });
    const mend = (row: number, mending: Parameters<typeof mendRow>[1]["mending"]) =>
      mendRow(store, { city, importId, row, mending });
    expect(await mend(5, { cells: { 网点名称: "四" } })).toMatchObject({ state: "ok", draft: { name: "四" } });
    const placed = await mend(4, { location: [118.05, 38.75] });
    expect(placed).toMatchObject({ state: "ok", draft: { location: [118.05, 38.75], original: null } });
    // the key that the first row gives up is the second one's
    expect(await mend(2, { cells: { 编号: "9" } })).toMatchObject({ state: "ok", draft: { sourceRef: "9" } });
    expect(await states(importId)).toEqual({ 2: "ok", 3: "ok", 4: "ok", 5: "ok" });
    await mend(2, { cells: { 编号: null } });
    expect((await states(importId))[3]).toBe("bad");
    await mend(2, { skip: true });
    expect(await states(importId)).toMatchObject({ 2: "skipped", 3: "ok" });
    await expect(mend(2, { cells: { 颜色: "红" } })).rejects.toThrow(/no column or field “颜色”/);
    await expect(mend(99, { skip: true })).rejects.toThrow(/no row 99/);
    expect(await commit(importId)).toMatchObject({ rowsAccepted: 3, rowsRejected: 1, changes: { added: 3 } });
    expect((await store.allOutlets(city)).map(({ name }) => name).sort()).toEqual(["三", "二", "四"]);
    await expect(mend(2, { skip: false })).rejects.toThrow(StoreConflict);
  });

  test("values that nobody knows are mended in one place, and remembered", async () => {
    const rows = [
      "1,甲,修鞋摊点一号,,118.05,38.75",
      "2,乙,修鞋摊点一号,,118.051,38.75",
      "3,丙,飞碟,,118.052,38.75",
      "4,丁,constructor,,118.05,38.75",
    ];
    const importId = await staged(table(...rows));
    expect(await states(importId)).toEqual({ 2: "bad", 3: "bad", 4: "bad", 5: "bad" });
    await answer(importId, { values: { category: { 修鞋摊点一号: "small-repair/shoe", 飞碟: null } } });
    expect(await states(importId)).toEqual({ 2: "ok", 3: "ok", 4: "skipped", 5: "bad" });
    await commit(importId, true);
    expect((await store.allOutlets(city))[0].services).toEqual([{ category: "small-repair", kind: "shoe" }]);
    const again = await staged(table(...rows));
    expect(await states(again)).toEqual({ 2: "ok", 3: "ok", 4: "skipped", 5: "bad" });
    const { remembered, changes } = await summaryOf(store, city, again);
    expect(remembered).toBe(importId);
    expect(changes).toEqual({ added: 0, updated: 0, removed: 0, unchanged: 2 });
  });

  test("columns are shown, asked for and mapped; the next import of the source knows them", async () => {
    const content = "甲,乙,丙,丁\n老王修鞋,修鞋,118.05,38.75\n老李修鞋,修鞋,118.051,38.75";
    const columns = { 甲: "name", 乙: "category", 丙: "x", 丁: "y" };
    const importId = await staged(content);
    const summary = await summaryOf(store, city, importId);
    expect(summary.questions.map(({ field }) => field)).toEqual(["columns", "columns", "columns"]);
    expect(summary.counts.waiting).toBe(2);
    await expect(commit(importId, true)).rejects.toThrow(/open question: A column with the outlet's name/);
    await expect(answer(importId, { columns: { 戊: "name" } })).rejects.toThrow(/no column “戊”/);
    await expect(answer(importId, { columns: { 甲: "colour" } })).rejects.toThrow(/“colour” is no field/);
    await answer(importId, { columns });
    expect((await summaryOf(store, city, importId)).counts.ok).toBe(2);
    await commit(importId);
    const again = await staged(content);
    expect(await summaryOf(store, city, again)).toMatchObject({
      questions: [],
      remembered: importId,
      counts: { ok: 2 },
    });
  });

  test("the coordinate system is asked for where nothing tells it", async () => {
    const [lng, lat] = fromWgs84([118.05, 38.75], "gcj02");
    const content = table(`1,甲,药店,,${lng},${lat}`, `2,,药店,,${lng},${lat}`);
    const importId = await staged(content, { crs: undefined });
    expect(await states(importId)).toEqual({ 2: "waiting", 3: "bad" });
    const { questions, crs } = await summaryOf(store, city, importId);
    expect(crs).toEqual({ id: null, from: "unknown" });
    expect(questions).toMatchObject([{ field: "crs" }]);
    expect(questions[0].choices.map(({ value, rowsInCity }) => [value, rowsInCity])).toEqual([
      ["wgs84", 2],
      ["gcj02", 2],
      ["bd09", 2],
      ["EPSG:4490", 2],
    ]);
    await expect(commit(importId, true)).rejects.toThrow(/open question/);
    await answer(importId, { crs: "gcj02" });
    await commit(importId, true);
    const [outlet] = await store.allOutlets(city);
    expect(Math.abs(outlet.location[0] - 118.05)).toBeLessThan(1e-6);
    expect(outlet.original).toMatchObject({ x: lng, crs: "gcj02" });
    // answered once, it is taken over, and said so
    const again = await summaryOf(store, city, await staged(content, { crs: undefined }));
    expect(again).toMatchObject({ crs: { id: "gcj02", from: "remembered" }, questions: [] });
  });

  test("metres of a Gauss–Krüger zone tell their zone; swapped axes are offered to be swapped", async () => {
    const metres = [118.05, 118.06].map((lng) => fromWgs84([lng, 38.75], "EPSG:4527"));
    const content = table(...metres.map(([x, y], i) => `${i},店${i},药店,,${x},${y}`));
    const zoned = await staged(content, { crs: undefined });
    expect(await summaryOf(store, city, zoned)).toMatchObject({
      crs: { id: "EPSG:4527", from: "numbers" },
      questions: [],
      counts: { ok: 2 },
    });
    const swapped = await staged(table("1,甲,药店,,38.75,118.05", "2,乙,药店,,38.76,118.05"));
    const { questions } = await summaryOf(store, city, swapped);
    expect(questions).toMatchObject([
      { field: "columns", choices: [{ value: { 经度: "y", 纬度: "x" }, rowsInCity: 2 }] },
    ]);
    await answer(swapped, { columns: questions[0].choices[0].value as Record<string, string> });
    expect(await summaryOf(store, city, swapped)).toMatchObject({ questions: [], counts: { ok: 2 } });
  });

  test("a commit replaces the source, with history and claims, and is undone as a whole", async () => {
    const first = await staged(table(good(1), good(2)), { complete: ["bank"] });
    await commit(first);
    const before = await contents();
    const [area] = await areasOf();
    const second = await staged(table(good(2, "改"), good(3)), { areas: [area], asOf: "2026-05-01" });
    const done = await commit(second);
    expect(done).toMatchObject({ changes: { added: 1, updated: 1, removed: 1 }, claimed: ["pharmacy"] });
    expect(await store.listClaims(city)).toMatchObject([{ category: "pharmacy", area, asOf: "2026-05-01" }]);
    expect((await store.countStagedRows(city, second)).ok).toBe(0);
    const changed = (await store.allOutlets(city)).find(({ name }) => name === "改")!;
    expect((await store.outletHistory(city, changed.id)).at(-1)).toMatchObject({
      origin: "import",
      originId: second,
      actor: "u_1",
      effectiveOn: "2026-05-01",
    });
    await expect(commit(second)).rejects.toThrow(/is committed, no longer staged/);
    await expect(undo(first)).rejects.toThrow(new RegExp(`imported again afterwards: ${second}`));
    expect(await undo(second)).toMatchObject({ added: 1, updated: 1, removed: 1 });
    expect(await contents()).toEqual({ ...(before as object), areas: await store.listAreas(city) });
    expect((await store.getImport(city, second))!.state).toBe("undone");
    await expect(undo(second)).rejects.toThrow(/is undone; only a committed one/);
    await undo(first);
    expect(await store.allOutlets(city)).toEqual([]);
    expect(await store.listClaims(city)).toEqual([]);
  });

  test("an outlet that was changed by hand since is named, and the import stays", async () => {
    const importId = await staged(table(good(1), good(2)));
    await commit(importId);
    const [{ id }] = await store.allOutlets(city);
    await store.editOutlet(city, id, { phone: "022-1" }, { actor: "u_1", origin: "edit" });
    const before = await contents();
    await expect(undo(importId)).rejects.toThrow(new RegExp(`changed afterwards: ${id}`));
    expect(await contents()).toEqual(before);
    expect((await store.getImport(city, importId))!.state).toBe("committed");
  });

  const areasOf = async () => {
    const file = write(folder, "街道.geojson", boundaries("海河街道"));
    await importTable(store, { city, what: "boundaries", file, source: "别处" });
    return (await store.listAreas(city)).map(({ id }) => id);
  };

  const boundaries = (...names: string[]) =>
    JSON.stringify({
      type: "FeatureCollection",
      features: names.map((name, i) => ({
        type: "Feature",
        id: `f${i}`,
        properties: { name, level: name === "" ? "" : "street" },
        geometry: square(118.05 + i / 50, 38.75, 0.01),
      })),
    });

  const homes = (...rows: string[]) => ["编号,小区,户数,经度,纬度", ...rows].join("\n");
  const stagedHomes = (content: string, source: string) => staged(content, { what: "residences", source });

  test("homes: the estimates they replaced come back, but where another table counts them", async () => {
    const estimate = (sourceRef: string, compound: string, lng: number) =>
      fullResidence({ sourceRef, compound, location: [lng, 38.75], footprint: null, householdsEstimated: true });
    await store.replaceResidences(city, "osm", null, [
      estimate("way/1", "甲小区", 118.05),
      estimate("way/2", "乙小区", 118.06),
    ]);
    const before = await store.allResidences(city);
    const one = await stagedHomes(homes("1,甲小区,100,118.05,38.75", "2,乙小区,90,118.06,38.75"), "一");
    expect(await commit(one)).toMatchObject({ estimatesReplaced: 2, changes: { added: 2 } });
    const two = await stagedHomes(homes("1,甲小区,110,118.05,38.75"), "二");
    expect(await commit(two)).toMatchObject({ estimatesReplaced: 0 });
    await undo(one);
    const compounds = async () =>
      (await store.allResidences(city)).map(({ source, compound }) => `${source} ${compound}`).sort();
    expect(await compounds()).toEqual(["osm 乙小区", "二 甲小区"]);
    await undo(two);
    expect(await store.allResidences(city)).toEqual(before);

    const three = await stagedHomes(homes("1,甲小区,100,118.05,38.75"), "一");
    await commit(three);
    await store.putCity(sampleCity(city));
    await expect(undo(three)).rejects.toThrow(/brought up to date/);
    expect(await compounds()).toEqual(["osm 乙小区", "一 甲小区"]);
  });

  test("homes of a source come back as they were, ids included", async () => {
    const first = await stagedHomes(homes("1,甲小区,100,118.05,38.75", "2,乙小区,90,118.06,38.75"), "一");
    await commit(first);
    const before = await store.allResidences(city);
    const second = await stagedHomes(homes("2,乙小区,95,118.06,38.75", "3,丙小区,10,118.07,38.75"), "一");
    expect((await summaryOf(store, city, second)).changes).toEqual({ added: 1, updated: 1, removed: 1, unchanged: 0 });
    await commit(second);
    expect(await undo(second)).toMatchObject({ added: 1, updated: 1, removed: 1 });
    expect(await store.allResidences(city)).toEqual(before);
  });

  test("boundaries: bad ones are told, areas that somebody vouches for stay, the rest is undone", async () => {
    await store.replaceResidences(city, "osm", null, [fullResidence({ location: [118.055, 38.755], footprint: null })]);
    const stage = (...names: string[]) =>
      staged(boundaries(...names), { what: "boundaries", fileName: "街道.geojson", source: "民政", crs: undefined });
    const first = await stage("海河街道", "");
    expect(await states(first)).toEqual({ 1: "ok", 2: "bad" });
    await expect(commit(first)).rejects.toThrow(/1 rows are wrong/);
    await commit(first, true);
    const before = await contents();
    const second = await stage("新港街道", "东丽街道");
    expect((await summaryOf(store, city, second)).changes).toMatchObject({ added: 1, updated: 1 });
    await commit(second);
    const added = (await store.listAreas(city)).find(({ name }) => name === "东丽街道")!;
    const claim = await staged(table(good(1)), { areas: [added.id], complete: ["pharmacy"] });
    await commit(claim);
    await expect(undo(second)).rejects.toThrow(/东丽街道 \(vouched for by “药监局”\)/);
    await undo(claim);
    await undo(second);
    expect(await contents()).toEqual(before);
    expect((await store.allResidences(city))[0].areas.street).not.toBeNull();
  });

  test("called off at any time, nothing is left", async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `${i},店${i},药店,,118.05,38.75`);
    const before = await contents();
    const abort = new AbortController();
    const importId = await beginStaging(store, { ...by, what: "outlets", fileName: "大.csv", crs: "wgs84" });
    const file = write(folder, "大.csv", table(...rows));
    const work = stageFile(store, { city, importId, file }, { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(work).rejects.toThrow(/abort/i);
    expect((await store.getImport(city, importId))!.state).toBe("broken");
    expect(await states(importId)).toEqual({});

    const whole = await staged(table(...rows));
    const stop = new AbortController();
    const seen: string[] = [];
    const committing = commitImport(
      store,
      { ...by, importId: whole, skipBad: false },
      {
        signal: stop.signal,
        onProgress: ({ step, fraction }) => {
          seen.push(step);
          if (step === "writing" && fraction! > 0.5) stop.abort();
        },
      },
    );
    await expect(committing).rejects.toThrow(/abort/i);
    expect(seen).toContain("writing");
    expect(await contents()).toEqual(before);
    expect((await store.countStagedRows(city, whole)).ok).toBe(5000);
    await discardImport(store, city, whole);
    expect(await states(whole)).toEqual({});
    await expect(commit(whole)).rejects.toThrow(/is discarded/);
  });

  test("a staging that was cut off is marked broken, others are not", async () => {
    const cut = await beginStaging(store, { ...by, what: "outlets", fileName: "断.csv" });
    await store.addStagedRows(city, cut, [
      {
        row: 2,
        cells: ["x"],
        faults: null,
        fixes: null,
        place: null,
        problems: null,
        draft: null,
        state: "waiting",
        ref: null,
      },
    ]);
    const whole = await staged(table(good(1)));
    await expect(answer(cut, { crs: "gcj02" })).rejects.toThrow(/still being read/);
    await expect(commit(cut)).rejects.toThrow(/still being read/);
    expect(await store.breakStagings(new Date(Date.now() - 3_600_000).toISOString())).toEqual([]);
    expect(await store.breakStagings(new Date().toISOString())).toEqual([{ city, id: cut }]);
    expect(await states(cut)).toEqual({});
    expect((await store.getImport(city, whole))!.state).toBe("staged");
  });

  test.each([
    ["an empty file", "", {}, /empty/],
    ["a header without rows", header, {}, /header but no rows/],
    ["two columns of one name", "名称,名称,业态\n1,2,3", {}, /two columns/],
    ["a system that is none", table(good(1)), { crs: "北京54" }, /Beijing 54/],
    ["a source that stands for the map", table(good(1)), { source: "osm" }, /stands for the map/],
    ["areas that are not there", table(good(1)), { areas: ["a_none"] }, /no area a_none/],
  ])("%s is refused, and the store is as it was", async (_what, content, options, message) => {
    const before = await contents();
    await expect(staged(content, options)).rejects.toThrow(message);
    expect(await contents()).toEqual(before);
    expect((await store.listImports(city)).filter(({ state }) => state === "staged")).toEqual([]);
  });

  test("an import at once can be undone as well", async () => {
    const file = write(folder, "药监局.csv", table(good(1)));
    const { record } = await importTable(store, { city, what: "outlets", file, crs: "wgs84" });
    await undo(record!.id);
    expect(await store.allOutlets(city)).toEqual([]);
    expect(await store.listClaims(city)).toEqual([]);
  });
});
