import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findDuplicates, undoDuplicateDecision } from "../../src/intake/duplicates/index.ts";
import {
  answerStaging,
  beginStaging,
  commitImport,
  findRowPairs,
  mendRow,
  stageFile,
  summaryOf,
  undoImport,
} from "../../src/intake/index.ts";
import type { StagedTableRow, StagingRequest } from "../../src/intake/index.ts";
import type { ImportPairDecision, Store } from "../../src/store/index.ts";
import type { TestPostgres } from "../postgres.ts";
import { bareOutlet, sampleCity } from "../store/samples.ts";
import { temporaryFolder, write } from "./files.ts";
import { openTestStore, startTestDatabase } from "../stores.ts";

const folder = temporaryFolder();
const city = "town";
let store: Store;
const by = { city, actor: "u_1" };

async function staged(content: string, options: Partial<StagingRequest> = {}): Promise<string> {
  const fileName = "药监局.csv";
  const importId = await beginStaging(store, { ...by, what: "outlets", fileName, crs: "wgs84", ...options });
  await stageFile(store, { city, importId, file: write(folder, fileName, content) });
  return importId;
}

const header = "编号,网点名称,业态,电话,经度,纬度";
const table = (...rows: string[]) => [header, ...rows].join("\n");
const four = table(
  "1,海棠干洗店,洗衣店,022-0123 4567,118.05,38.75",
  "2,望潮眼镜,眼镜店,022-0223 4567,118.055,38.75",
  "3,望潮眼镜店,眼镜店,02202234567,118.055,38.75",
  "4,岸边花坊,花店,022-0323 4567,118.06,38.75",
);

const pairs = async (importId: string) =>
  (await store.listImportPairs(city, importId, {})).map(({ row, otherRow, outlet }) => [row, otherRow ?? outlet]);

async function decide(importId: string, row: number, decision: ImportPairDecision | null): Promise<void> {
  const found = await store.listImportPairs(city, importId, { row });
  const ids = found.map(({ id }) => id);
  expect(await store.decideImportPairs(city, importId, { ids }, decision, "u_1")).toBe(ids.length);
}

const shops = async () =>
  (await store.allOutlets(city)).map(({ id, name, source, phone }) => ({ id, name, source, phone }));

describe.each(["embedded", "postgres"] as const)("pairs of staged rows on the %s store", (which) => {
  let postgres: TestPostgres | null = null;
  let laundry = "";
  let florist = "";
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
    [laundry, florist] = await store.addOutlets(city, "osm", null, [
      bareOutlet({
        sourceRef: "node/1",
        name: "海棠干洗",
        services: [{ category: "laundry", kind: null }],
        location: [118.05, 38.75],
        phone: "022-01234567",
      }),
      bareOutlet({
        sourceRef: "node/2",
        name: "岸边花坊",
        services: [{ category: "florist", kind: null }],
        location: [118.0601, 38.75],
        phone: "022-03234567",
      }),
    ]);
  });

  test("a preview says which rows look like an outlet, or like one another", async () => {
    const importId = await staged(four);
    expect((await pairs(importId)).sort()).toEqual([
      [2, laundry],
      [3, 4],
      [5, florist],
    ]);
    const { pairs: told } = await summaryOf(store, city, importId);
    expect(told).toMatchObject({ open: 3, same: 0, different: 0, withOutlets: 2, withRows: 1, isCurrent: true });
    expect(told!.sure).toBeGreaterThan(0);
    const [first] = await store.listImportPairs(city, importId, { limit: 1 });
    expect(first.reasons.length).toBeGreaterThan(0);
    const rest = await store.listImportPairs(city, importId, { after: first });
    expect(rest).toHaveLength(2);
    expect(await store.listImportPairs(city, importId, { minScore: 1 })).toEqual([]);
  });

  test("a commit makes one of what was decided to be the same, and its undo takes all of it back", async () => {
    const before = await store.allOutlets(city);
    const importId = await staged(four);
    await decide(importId, 2, "same");
    await decide(importId, 3, "same");
    await decide(importId, 5, "different");
    expect((await summaryOf(store, city, importId)).pairs).toMatchObject({ open: 0, same: 2, different: 1 });
    const done = await commitImport(store, { ...by, importId, skipBad: false });
    expect(done).toMatchObject({ merged: 2, keptApart: 1, changes: { added: 4 } });
    const now = await shops();
    expect(now.map(({ name }) => name).sort()).toEqual(["岸边花坊", "岸边花坊", "望潮眼镜", "海棠干洗店"]);
    const kept = now.find(({ name }) => name === "海棠干洗店")!;
    const { records } = await store.outletRecords(city, kept.id);
    expect(records.map(({ source, formerId }) => [source, formerId])).toEqual([
      ["药监局", null],
      ["osm", laundry],
    ]);
    expect(await store.countDuplicates(city, 0.95)).toEqual({ open: 0, sure: 0, decided: 3 });
    // what was said to be different is not proposed again
    await findDuplicates(store, { city, everything: true });
    expect((await store.countDuplicates(city, 0.95)).open).toBe(0);

    await undoImport(store, { ...by, importId });
    const plain = (outlets: typeof before) => outlets.map(({ updatedAt: _at, createdAt: _created, ...rest }) => rest);
    expect(plain(await store.allOutlets(city))).toEqual(plain(before));
    expect((await store.countDuplicates(city, 0.95)).decided).toBe(0);
  });

  test("what a commit merged can be taken apart by itself; the same table again proposes nothing that was decided", async () => {
    const importId = await staged(four);
    await decide(importId, 2, "same");
    await decide(importId, 5, "different");
    await commitImport(store, { ...by, importId, skipBad: false });
    const again = await staged(four);
    // two rows of one table were left open
    expect(await pairs(again)).toEqual([[3, 4]]);
    const { items } = await store.listDuplicates(city, { state: "decided" });
    const merged = items.find(({ decision }) => decision === "same")!;
    await undoDuplicateDecision(store, { ...by, id: merged.id });
    expect((await shops()).map(({ id }) => id)).toContain(laundry);
    expect((await pairs(await staged(four))).sort()).toEqual([
      [2, laundry],
      [3, 4],
    ]);
    // a table that says something else of the shop is looked at again
    const other = await staged(four.replace("岸边花坊", "岸边花坊二店"));
    expect(await pairs(other)).toContainEqual([5, florist]);
  });

  test("a chain of pairs is one outlet; a contradiction is told", async () => {
    const importId = await staged(
      table(
        "1,海棠干洗店,洗衣店,022-01234567,118.05,38.75",
        "2,海棠干洗,洗衣店,022-01234567,118.0501,38.75",
        "3,海棠干洗店。,洗衣店,022-01234567,118.0501,38.7501",
      ),
    );
    expect(await pairs(importId)).toHaveLength(6);
    await store.decideImportPairs(city, importId, { minScore: 0 }, "same", "u_1");
    const [pair] = await store.listImportPairs(city, importId, { row: 3 });
    await store.decideImportPairs(city, importId, { ids: [pair.id] }, "different", "u_1");
    const commit = () => commitImport(store, { ...by, importId, skipBad: false });
    await expect(commit()).rejects.toThrow(/said to be different, and by way of others to be the same/);
    expect(await shops()).toHaveLength(2);
    await store.decideImportPairs(city, importId, { ids: [pair.id] }, null, "u_1");
    expect(await commit()).toMatchObject({ merged: 3 });
    expect(await shops()).toHaveLength(2);
  });

  test("rows that change are looked for again, decisions stay; bad rows and other tables take no part", async () => {
    const importId = await staged(four);
    await decide(importId, 2, "same");
    const cells = { 网点名称: "小胡理发", 业态: "理发店", 电话: "022-0999 9999", 经度: "118.065" };
    await mendRow(store, { city, importId, row: 5, mending: { cells } });
    expect((await summaryOf(store, city, importId)).pairs).toMatchObject({ open: 1, same: 1, isCurrent: false });
    await mendRow(store, { city, importId, row: 2, mending: { skip: true } });
    await mendRow(store, { city, importId, row: 3, mending: { cells: { 网点名称: "" } } });
    expect(await findRowPairs(store, { city, importId })).toMatchObject({ found: 0 });
    expect((await summaryOf(store, city, importId)).pairs).toMatchObject({ open: 0, same: 1, isCurrent: true });
    expect(await commitImport(store, { ...by, importId, skipBad: true })).toMatchObject({ merged: 0 });

    const homes = await staged("编号,小区,户数,经度,纬度\n1,甲,9,118.05,38.75", { what: "residences" });
    expect((await summaryOf(store, city, homes)).pairs).toBeNull();
    expect(await findRowPairs(store, { city, importId: homes })).toEqual({ found: 0, sure: 0 });
  });

  test("under another source, rows are set against other outlets", async () => {
    const importId = await staged(four);
    await commitImport(store, { ...by, importId, skipBad: false });
    const again = await staged(four);
    expect((await pairs(again)).filter(([row]) => row === 2)).toEqual([[2, laundry]]);
    await answerStaging(store, { city, importId: again, answers: { source: "工商" } });
    expect((await pairs(again)).filter(([row]) => row === 2)).toHaveLength(2);
  });

  test("cells that could not be read stay so when a row is judged again", async () => {
    const importId = await beginStaging(store, { ...by, what: "outlets", fileName: "openpyxl.xlsx", crs: "wgs84" });
    const file = join(import.meta.dirname, "fixtures/openpyxl-formulas.xlsx");
    await stageFile(store, { city, importId, file });
    const faulty = async () =>
      ((await store.stagedRows(city, importId, {})) as StagedTableRow[]).filter(({ faults }) => faults !== null);
    const before = await faulty();
    expect(before.length).toBeGreaterThan(0);
    await answerStaging(store, { city, importId, answers: { values: { category: { 没有: "florist" } } } });
    expect((await faulty()).map(({ row, state, problems }) => [row, state, problems])).toEqual(
      before.map(({ row, state, problems }) => [row, state, problems]),
    );
  });
});
