import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GAZETTEER_ARTIFACT, packMapPlaces } from "../../src/intake/geocoding/map-places.ts";
import { townSources } from "../intake/geocoding/town.ts";
import { bareOutlet, sampleCity } from "../store/samples.ts";
import { run } from "./run.ts";
import { openTestStore } from "../stores.ts";

const folder = mkdtempSync(join(tmpdir(), "quarterhour-import-"));
const environment = { QUARTERHOUR_DATA: folder };
const file = join(folder, "民政局.csv");
const rest = join(folder, "剩下.csv");

beforeAll(async () => {
  const store = await openTestStore({ dataFolder: folder });
  await store.putCity(sampleCity("town", { nameZh: "沧汐区", bbox: [117.98, 37.98, 118.02, 38.02] }));
  const { bytes, version } = await packMapPlaces(townSources.map!);
  await store.putArtifact({ city: "town", kind: GAZETTEER_ARTIFACT, version }, bytes);
  await store.addOutlets("town", "osm", null, [
    bareOutlet({
      sourceRef: "node/1",
      name: "海棠干洗",
      services: [{ category: "laundry", kind: null }],
      location: [118.001, 38.001],
      phone: "022-01234567",
    }),
  ]);
  await store.close();
  const rows = [
    "编号,网点名称,业态,地址,电话,经度,纬度",
    "1,甲药店,药店,长安路120号,,,",
    '2,乙药店,药店,"=人民路18号",,,',
    "3,丙药店,药店,没有的路9号,,,",
    "4,丁,飞碟,,,118.001,38.001",
    "5,海棠干洗店,洗衣店,,022-01234567,118.001,38.001",
  ];
  writeFileSync(file, rows.join("\n"));
});

afterAll(() => rmSync(folder, { recursive: true }));

const importing = (...more: string[]) =>
  run(["import", "outlets", file, "--city", "town", "--crs", "wgs84", ...more], environment);

test("rows without a place are told with their numbers, and nothing is written", async () => {
  const { code, stderr } = await importing();
  expect(code).toBe(1);
  expect(stderr).toMatch(/1 of 5 rows cannot be taken in, and the place of 2 of 5 rows was not found/);
  expect(stderr).toMatch(/row 3, column 地址: .*at best 人民路 \(street/);
  expect(stderr).toMatch(/row 4, column 地址: .*its address was not found; put its coordinates in/);
}, 60_000);

test("a rehearsal says what is placed, what waits, and what looks like one shop", async () => {
  const { code, stdout } = await importing("--dry-run", "--json");
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    rowsAccepted: 2,
    places: { placed: 1, waiting: 1, notFound: 1 },
    duplicates: [{ row: 6, otherRow: null }],
  });
}, 60_000);

test("with --rest, what is left out stands in a file, and the rest comes in", async () => {
  const { code, stdout } = await importing("--rest", rest);
  expect(code).toBe(0);
  expect(stdout).toContain("1 placed by their address, 1 found but not surely enough, 1 not found");
  expect(stdout).toContain(`3 rows left out are in ${rest}`);
  expect(stdout).toContain("1 pairs of outlets in the city look like one shop");
  const lines = readFileSync(rest, "utf8").split("\r\n");
  expect(lines[0]).toBe("\ufeff编号,网点名称,业态,地址,电话,经度,纬度,原行号,原因");
  expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(["2", "3", "4", ""]);
  expect(lines[1]).toMatch(/^2,乙药店,药店,'=人民路18号,,,,3,/);
  // mended, it comes in as another source
  const mended = readFileSync(rest, "utf8")
    .replace("没有的路9号,,,", "没有的路9号,,118.002,38.002")
    .replace("飞碟", "花店");
  writeFileSync(rest, mended);
  const again = await run(
    ["import", "outlets", rest, "--city", "town", "--crs", "wgs84", "--skip-bad-rows", "--bar", "0"],
    environment,
  );
  expect(again.stdout).toMatch(/3 good, 0 bad/);
  const wrong = await run(["import", "outlets", rest, "--city", "town", "--bar", "2"], environment);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("0 to 1")]);
}, 60_000);
