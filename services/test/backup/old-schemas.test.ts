/**
 * Backups of every older schema come forward to this program's, on both stores: each row is there as it was, the store's
 * own functions read it, and the store goes on from there. make-fixture.ts makes the backups.
 */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { restoreBackup, verifyBackup, writeBackup } from "../../src/backup/file.ts";
import type { Store } from "../../src/store/index.ts";
import { readMigrations } from "../../src/store/migrate.ts";
import { bareOutlet } from "../store/samples.ts";
import { bothStores } from "../stores.ts";

const city = "old-town";
const circle = "c_00000d";
const versions = readMigrations().map(({ version }) => version);
const fixture = (version: number) => join(import.meta.dirname, "fixtures", `schema-${version}.qhb`);
const stored = versions.filter((version) => existsSync(fixture(version)));

/** By table: the columns, and the rows by column. */
type Tables = Map<string, { columns: string[]; rows: Record<string, string | null>[] }>;

async function tablesOf(file: string): Promise<Tables> {
  const tables: Tables = new Map();
  let columns: string[] = [];
  let rows: Record<string, string | null>[] = [];
  for (const line of gunzipSync(await readFile(file))
    .toString()
    .trimEnd()
    .split("\n")) {
    const said = JSON.parse(line) as (string | null)[] | { table?: string; columns?: string[] };
    if (Array.isArray(said)) rows.push(Object.fromEntries(columns.map((name, i) => [name, said[i]])));
    else if (said.table !== undefined) {
      [columns, rows] = [said.columns!, []];
      tables.set(said.table, { columns, rows });
    }
  }
  return tables;
}

/** The rows with these columns alone, in an order of their own. */
function plain(rows: Record<string, string | null>[], columns: string[]): string[] {
  return rows.map((row) => JSON.stringify(columns.map((name) => row[name] ?? null))).sort();
}

/** What each schema has brought, as the store tells it: true since then and ever after. */
const readable: Record<number, (store: Store, of: number) => Promise<void>> = {
  1: async (store, of) => {
    expect((await store.allOutlets(city)).map(({ id }) => id)).toEqual(["o_000005", "o_000006"]);
    expect(await store.allResidences(city)).toHaveLength(of >= 8 ? 3 : 2);
    expect((await store.listAreas(city)).map(({ level }) => level).sort()).toEqual(["community", "district"]);
    const claimed = (await store.listClaims(city)).map(({ source, category }) => `${source} ${category}`);
    expect(claimed.sort()).toEqual([
      ...(of >= 9 ? ["bureau bank"] : []),
      ...(of >= 8 ? ["bureau laundry", "survey bank"] : []),
      "survey pharmacy",
    ]);
    const bytes = await store.getArtifact({ city, kind: "network", version: "v1" });
    expect(bytes?.length).toBe(300);
  },
  2: async (store) => {
    expect((await store.getOutlet(city, "o_000005"))?.name).toBe("改名了 'x' \\ \u2028 😀");
    expect(await store.outletHistory(city, "o_000005")).toHaveLength(2);
    expect((await store.outletRecords(city, "o_000005")).records).toHaveLength(2);
  },
  3: async (store) => {
    expect(await store.listJobs(city)).toMatchObject([{ kind: "import.stage", input: { a: 1 } }]);
  },
  4: async (store) => {
    expect(await store.listAccounts()).toMatchObject([{ login: "lin", roles: ["planner"], cities: [city] }]);
  },
  8: async (store, of) => {
    expect((await store.getStaging(city, "i_000007"))?.record).toMatchObject({ state: "staged", committedAt: null });
    const [, waiting] = await store.stagedRows(city, "i_000007", {});
    expect(waiting).toMatchObject({ row: 3, state: "waiting", ref: "L2", place: { asked: "朝阳里" } });
    const pairs = await store.listImportPairs(city, "i_000007", {});
    expect(pairs).toMatchObject([{ row: 2, outlet: "o_000005", decision: null, reasons: ["name", "near"] }]);
    expect(await store.getDuplicate(city, "d_00000a")).toMatchObject({ decision: "different" });
    expect(await store.getResidence(city, "r_000008")).toMatchObject({ households: 12, address: "朝阳里9号" });
    // what a source vouched for has since got its days: that of the claim, else that of the city's coming
    const on = async (day: string) =>
      (await store.claimsOn(city, day)).map(({ source, category, area }) => `${source} ${category} ${area}`).sort();
    expect(await on("2026-02-28")).toEqual([]);
    expect(await on("2026-04-01")).toEqual(["survey bank null", "survey pharmacy null"]);
    const since = of >= 9 ? ["bureau bank null"] : [];
    expect(await on("2026-12-01")).toEqual([
      ...since,
      "bureau laundry a_000002",
      "survey bank null",
      "survey pharmacy null",
    ]);
  },
  9: async (store, of) => {
    expect(await store.listSites(city)).toMatchObject([
      { id: "s_00000b", name: "闲置报刊亭", owner: "安澜街道", edited: ["owner"], areaSquareMeters: 6.5 },
    ]);
    const compounds = (await store.listCompounds(city)).map(({ name, households }) => [name, households]);
    expect(compounds).toEqual([["幸福里", undefined], ...(of >= 17 ? [["和平里", 300]] : [])]);
    expect(await store.getEstimate(city)).toEqual({ squareMetersPerHousehold: 85 });
  },
  10: async (store) => {
    expect((await store.listCircles(city)).map(({ id, name }) => [id, name])).toEqual([
      [circle, "石桥生活圈"],
      ["c_00000e", "河西生活圈"],
    ]);
    expect(await store.getCircle(city, circle)).toMatchObject({
      boundsEdits: { east: { text: "幸福路", boundaryVersion: 1 } },
      details: { residents: 31_000, missing: "修鞋" },
      requiredBasic: ["pharmacy", "food-market"],
      version: 2,
      boundaryVersion: 1,
    });
    expect((await store.listEvidence(city, circle, true)).map(({ value }) => value)).toEqual([{ level: "two" }, 1]);
    const file = await store.readCircleFile(city, circle, "f_00000f");
    expect(Buffer.from(file!.data).toString()).toBe("%PDF-1.7");
  },
  11: async (store, of) => {
    expect(await store.getSurvey(city, circle)).toMatchObject({ openToAll: true, version: of >= 16 ? 4 : 3 });
    expect(await store.listSurveyBatches(city, circle)).toMatchObject([{ label: "幸福里", count: 2, used: 1 }]);
    expect(await store.surveyToken(city, circle, "not-used")).toBe("fresh");
    const answers = await store.surveyResponses(city, circle);
    expect(answers.map(({ id }) => id).sort()).toEqual(["x1", "x2", "x3", "x4", ...(of >= 16 ? ["x6"] : [])]);
    // counted by hand from fixtures/rows: of all, but since a day where the survey is held anew
    const counted = await store.countSurveyAnswers(city, ["basicEnough", "convenient", "orderly", "smart"]);
    const anew = of >= 16;
    expect(counted.responses).toEqual([
      { circle, count: anew ? 3 : 4 },
      { circle: "c_00000e", count: 1 },
    ]);
    expect(counted.answers.map((one) => [one.question, one.answer, one.count])).toEqual(
      expect.arrayContaining([
        ["basicEnough", "no", 1],
        ["basicEnough", "yes", anew ? 1 : 2],
        ["convenient", "very", anew ? 1 : 2],
        ["smart", "hardly", 1],
        ...(anew ? [] : [["orderly", "fairly", 1]]),
      ]),
    );
    expect(counted.answers).toHaveLength(anew ? 4 : 5);
  },
  12: async (store) => {
    const { items } = await store.listProjects(city, {});
    expect(items).toMatchObject([
      { id: "p_00000j", state: "accepted", deadline: "2027-03-31", origin: { order: 2 }, version: 2 },
      { id: "p_00000k", site: null, forecast: null, origin: null },
    ]);
    expect(items[0].history.map(({ to }) => to)).toEqual(["proposed", "accepted"]);
  },
  13: async (store) => {
    expect((await store.listScenarios(city)).map(({ name }) => name).sort()).toEqual(["另一个", "开两道门"].sort());
    expect(await store.getScenario(city, "q_00000l")).toMatchObject({
      version: 2,
      computed: { result: { gained: 3 } },
    });
    expect(await store.getScenario(city, "q_00000l", 1)).toMatchObject({ name: "开北门" });
  },
  14: async (store) => {
    expect(await store.listIndicators(city)).toMatchObject([{ id: "shops-per-1000", version: 4 }]);
  },
  17: async (store) => {
    expect(await store.getImport(city, "i_00000n")).toMatchObject({ what: "compounds", rowsAccepted: 1 });
  },
  18: async (store) => {
    const known = await store.findIdentity({ issuer: "https://login.example.cn", subject: "lin-7" });
    expect(known).toMatchObject({ account: { login: "lin" }, governed: false });
  },
};

/** What schemas have made room for can be kept in a store that came from an older one. */
async function goOn(store: Store, of: number): Promise<void> {
  const before = (await store.allOutlets(city)).length;
  await store.addOutlets(city, "survey", null, [bareOutlet({ sourceRef: "after" })]);
  expect(await store.allOutlets(city)).toHaveLength(before + 1);
  const imported = await store.addImport({
    city,
    what: "compounds",
    source: "outlines",
    fileName: "more.geojson",
    encoding: null,
    crs: null,
    rowsRead: 0,
    rowsAccepted: 0,
    rowsRejected: 0,
    asOf: null,
  });
  expect(imported.what).toBe("compounds");
  if (of >= 4) {
    const person = { issuer: "https://login.example.cn", subject: "new" };
    await store.addIdentity(person, (await store.findAccount("lin"))!.id, true);
    expect(await store.findIdentity(person)).toMatchObject({ governed: true });
  }
  if (of < 11) return;
  const count = async () =>
    (await store.countSurveyAnswers(city, ["basicEnough"])).responses.find((one) => one.circle === circle)!.count;
  const counted = await count();
  await store.addSurveyResponse(city, { circle, day: "2026-06-02", answers: { basicEnough: "yes" } });
  expect(await count()).toBe(counted + 1);
}

test("each schema before the newest has a backup here", () => {
  expect(versions.slice(0, -1).filter((version) => !stored.includes(version))).toEqual([]);
});

describe.each(["embedded", "PostgreSQL"] as const)("%s", (kind) => {
  let folder: string;
  let store: Store;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "quarterhour-old-"));
    ({ store, stop } = await bothStores[kind]());
  });

  afterAll(async () => {
    await store?.close();
    await stop?.();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(stored)("a backup of schema %i comes forward with every row", async (version) => {
    const file = fixture(version);
    const { schema } = await verifyBackup(file);
    expect(schema.map((one) => one.version)).toEqual(versions.filter((one) => one <= version));
    await restoreBackup(store, file, { replace: true });
    const now = join(folder, "now.qhb");
    expect((await writeBackup(store, now)).schema.map((one) => one.version)).toEqual(versions);
    const after = await tablesOf(now);
    for (const [name, { columns, rows }] of await tablesOf(file)) {
      expect(plain(after.get(name)?.rows ?? [], columns), name).toEqual(plain(rows, columns));
    }
    for (const [since, check] of Object.entries(readable)) if (Number(since) <= version) await check(store, version);
    await goOn(store, version);
  });
});
