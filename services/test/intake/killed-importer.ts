/**
 * A process to be killed: opens the store, says what it finds there, then stages, commits and undoes one import after
 * another and says so before and after each. One JSON line per message; see killed-import.test.ts.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beginStaging, commitImport, stageFile, undoImport } from "../../src/intake/index.ts";
import { openStore } from "../../src/store/index.ts";
import type { ImportRecord, ResidenceDraft, Store } from "../../src/store/index.ts";

const [folder, city, databaseUrl] = process.argv.slice(2);
const ROWS = 2500;
const ESTIMATES = 40;

export interface Message {
  /** What is wrong with what the process before left; empty where all is well. */
  wrong?: string[];
  imports?: Record<string, ImportRecord["state"]>;
  doing?: "stage" | "commit" | "undo";
  did?: "stage" | "commit" | "undo";
  id?: string;
}

function say(message: Message): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** Of each edition of a table some rows are new, some gone, some changed, some as before. */
const rowsOf = (edition: number): number[] =>
  Array.from({ length: ROWS }, (_, i) => i).filter((i) => i % 7 !== edition % 7);

const nameOf = (edition: number, row: number): string => (row % 3 === 0 ? `第${row}店` : `第${row}店-${edition}`);

function outletTable(edition: number): string {
  const rows = rowsOf(edition).map((i) => `${i},${nameOf(edition, i)},药店,${117.2 + (i % 50) / 1e4},39.1`);
  return ["编号,网点名称,业态,经度,纬度", ...rows].join("\n");
}

function residenceTable(edition: number): string {
  const rows = rowsOf(edition).map((i) => `${i},甲小区,${edition},${117.2 + (i % 50) / 1e4},39.1`);
  return ["编号,小区,户数,经度,纬度", ...rows].join("\n");
}

const estimate = (i: number): ResidenceDraft => ({
  sourceRef: `way/${i}`,
  name: null,
  address: null,
  compound: "甲小区",
  location: [117.21, 39.11],
  footprint: null,
  levels: null,
  households: 10,
  householdsEstimated: true,
  people: null,
  elderlyShare: null,
  childShare: null,
});

const editionOf = ({ fileName }: ImportRecord): number => Number(/\d+/.exec(fileName)![0]);

/** Everything that must hold whenever a process begins, whatever became of the one before. */
async function faultsOf(store: Store): Promise<string[]> {
  const wrong: string[] = [];
  const expect = (holds: boolean, what: string) => void (holds || wrong.push(what));
  const imports = await store.listImports(city);
  for (const { id, state, rowsRead } of imports) {
    const counts = await store.countStagedRows(city, id);
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (state === "staged") expect(rows === rowsRead && rows > 0, `${id} is staged with ${rows} of ${rowsRead} rows`);
    else expect(rows === 0, `${id} is ${state} and has ${rows} staged rows`);
  }
  const latest = (what: ImportRecord["what"]) => imports.find((one) => one.what === what && one.state === "committed");

  const outlets = await store.allOutlets(city);
  const committed = latest("outlets");
  const names = outlets.map(({ name }) => name).sort();
  const edition = committed && editionOf(committed);
  const expected =
    edition === undefined
      ? []
      : rowsOf(edition)
          .map((i) => nameOf(edition, i))
          .sort();
  expect(JSON.stringify(names) === JSON.stringify(expected), `${names.length} outlets are not those of ${edition}`);
  const claims = (await store.listClaims(city)).length;
  expect(claims === (committed ? 1 : 0), `${claims} claims after ${committed?.id}`);
  const today = (await store.outletsOn(city, new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)))
    .map(({ id, name }) => `${id} ${name}`)
    .sort();
  const now = outlets.map(({ id, name }) => `${id} ${name}`).sort();
  expect(JSON.stringify(today) === JSON.stringify(now), "the history says something else than the table");

  const homes = await store.allResidences(city);
  const counted = homes.filter(({ source }) => source !== "osm");
  const table = latest("residences");
  const households = table && editionOf(table);
  expect(
    counted.length === (households === undefined ? 0 : rowsOf(households).length) &&
      counted.every((home) => home.households === households),
    `${counted.length} homes are not those of ${households}`,
  );
  const estimates = homes.length - counted.length;
  expect(estimates === (table ? 0 : ESTIMATES), `${estimates} estimates beside ${table?.id ?? "no table"}`);
  return wrong;
}

async function importOnce(store: Store, what: "outlets" | "residences", edition: number): Promise<string> {
  const file = join(folder, `${what}-${edition}.csv`);
  writeFileSync(file, what === "outlets" ? outletTable(edition) : residenceTable(edition));
  const importId = await beginStaging(store, {
    city,
    what,
    fileName: `${edition}.csv`,
    source: what,
    crs: "wgs84",
    actor: "test",
  });
  say({ doing: "stage", id: importId });
  await stageFile(store, { city, importId, file });
  say({ did: "stage", id: importId });
  say({ doing: "commit", id: importId });
  await commitImport(store, { city, importId, actor: "test", skipBad: false });
  say({ did: "commit", id: importId });
  return importId;
}

async function undoLatest(store: Store, what: "outlets" | "residences"): Promise<void> {
  const latest = (await store.listImports(city)).find((one) => one.what === what && one.state === "committed");
  if (!latest) return;
  say({ doing: "undo", id: latest.id });
  await undoImport(store, { city, importId: latest.id, actor: "test" });
  say({ did: "undo", id: latest.id });
}

const store = await openStore({ databaseUrl: databaseUrl || undefined, dataFolder: folder });
if (!(await store.getCity(city))) {
  await store.transaction(async (inside) => {
    await inside.putCity({
      id: city,
      nameZh: "测试",
      nameEn: "Test",
      bbox: [117.1, 39, 117.3, 39.2],
      fictional: true,
      osmDate: null,
      networkVersion: null,
      attribution: "",
    });
    await inside.replaceResidences(
      city,
      "osm",
      null,
      Array.from({ length: ESTIMATES }, (_, i) => estimate(i)),
    );
  });
}
await store.breakStagings(new Date().toISOString());
const imports = Object.fromEntries((await store.listImports(city)).map(({ id, state }) => [id, state]));
say({ wrong: await faultsOf(store), imports });
let edition = Object.keys(imports).length;
for (;;) {
  for (const what of ["outlets", "residences"] as const) {
    await importOnce(store, what, ++edition);
    if (edition % 3 !== 0) await undoLatest(store, what);
  }
}
