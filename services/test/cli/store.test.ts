import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tinyOsm } from "../api/tiny-city.ts";
import type { TestPostgres } from "../postgres.ts";
import { run, sampleFolder, start } from "./run.ts";
import { startTestDatabase } from "../stores.ts";

let folder: string;
let postgres: TestPostgres;
let embedded: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterhour-cli-store-"));
  embedded = { QUARTERHOUR_DATA: join(folder, "data"), PORT: "0" };
  postgres = await startTestDatabase();
  await writeFile(join(folder, "tiny.osm"), tinyOsm);
  await writeFile(
    join(folder, "good.csv"),
    "编号,name,category,lng,lat\n1,同心药房,药店,118.0485,38.7501\n2,老王修鞋,修鞋,118.052,38.7501\n",
  );
  await writeFile(
    join(folder, "bad.csv"),
    "编号,name,category,lng,lat\n1,同心药房,药店,118.0485,38.7501\n2,没有地方,药店,,\n",
  );
});

afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

const tool = (...args: string[]) => run(args, { DATABASE_URL: postgres.url });

// One after the other, as a person would: each step finds what the one before left.
describe("a city on the command line, in PostgreSQL", () => {
  it("starts with none", async () => {
    const { code, stdout, stderr } = await tool("city", "list");
    expect([code, stdout, stderr]).toEqual([0, "", expect.stringContaining("There are no cities yet")]);
  });

  it("is not added from a broken map", async () => {
    const map = await readFile(join(sampleFolder, "files", "sample.osm.gz"));
    await writeFile(join(folder, "cut.osm.gz"), map.subarray(0, map.length / 2));
    const { code, stdout, stderr } = await tool("city", "add", "tiny", "--osm", join(folder, "cut.osm.gz"));
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/cut\.osm\.gz/);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  it("is added, listed and described", async () => {
    const added = await tool(
      "city",
      "add",
      "tiny",
      "--osm",
      join(folder, "tiny.osm"),
      "--name-zh",
      "小城",
      "--name-en",
      "Tiny",
    );
    expect([added.code, added.stdout]).toEqual([0, expect.stringMatching(/^tiny: 小城 \(Tiny\)\n/)]);
    expect(added.stderr).toContain("building the walking network");
    const listed = await tool("city", "list", "--json");
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { id: "tiny", nameZh: "小城", nameEn: "Tiny", fictional: false, attribution: "© OpenStreetMap contributors" },
    ]);
  });

  it("takes a table in, whole or not at all", async () => {
    const rehearsed = await tool("import", "outlets", join(folder, "bad.csv"), "--city", "tiny", "--dry-run");
    expect([rehearsed.code, rehearsed.stderr]).toEqual([1, expect.stringMatching(/row left out: row 3/)]);
    expect(rehearsed.stdout).toMatch(/2 rows read, 1 good, 1 bad[^]*\n {2}nothing was written/);
    const refused = await tool("import", "outlets", join(folder, "bad.csv"), "--city", "tiny");
    expect([refused.code, refused.stdout, refused.stderr]).toEqual([1, "", expect.stringMatching(/row 3/)]);
    const taken = await tool(
      "import",
      "outlets",
      join(folder, "good.csv"),
      "--city",
      "tiny",
      "--crs",
      "wgs84",
      "--json",
    );
    expect(taken.code).toBe(0);
    expect(JSON.parse(taken.stdout)).toMatchObject({
      source: "good",
      rowsRead: 2,
      changes: { added: 2, updated: 0, removed: 0 },
      claimed: ["pharmacy", "small-repair"],
    });
  });

  it("tells what was imported, and takes it back", async () => {
    const listed = await tool("import", "list", "--city", "tiny");
    const [, id] = /^(i_\w+) {2}committed .* 2 outlets {2}from good \(good\.csv\)\n$/.exec(listed.stdout)!;
    const undone = await tool("import", "undo", id, "--city", "tiny");
    expect([undone.code, undone.stdout]).toEqual([0, expect.stringMatching(/is undone: 0 came back, .* 2 are gone/)]);
    const twice = await tool("import", "undo", id, "--city", "tiny");
    expect([twice.code, twice.stderr]).toEqual([1, expect.stringMatching(/is undone; only a committed one/)]);
    const none = await tool("import", "undo", "i_none", "--city", "tiny");
    expect([none.code, none.stderr]).toEqual([1, expect.stringMatching(/no import i_none in tiny/)]);
  });

  it("is named when a command means a city that is not there", async () => {
    const { code, stderr } = await tool("import", "outlets", join(folder, "good.csv"), "--city", "atlantis");
    expect([code, stderr]).toEqual([1, expect.stringMatching(/“atlantis”.*tiny/)]);
    const update = await tool("city", "update", "atlantis", "--osm", join(folder, "tiny.osm"));
    expect([update.code, update.stderr]).toEqual([1, expect.stringMatching(/no city “atlantis” to update/)]);
  });

  it("takes a newer map, after telling what that changes", async () => {
    const dated = (date: string) => tinyOsm.replace("</osm>", `<meta osm_base="${date}T00:00:00Z"/></osm>`);
    await writeFile(join(folder, "newer.osm"), dated("2026-05-01"));
    await writeFile(join(folder, "older.osm"), dated("2026-04-30"));
    const update = (...args: string[]) => tool("city", "update", "tiny", "--osm", ...args);
    const preview = await update(join(folder, "newer.osm"), "--preview");
    expect([preview.code, preview.stdout]).toEqual([
      0,
      expect.stringMatching(/^tiny: 小城[^]*what changed\n {2}map {9}of unknown date before, of 2026-05-01 now\n/),
    ]);
    expect(preview.stdout).toMatch(/outlets {5}0 new, 0 gone[^]*for whom[^]*nothing was written/);
    expect(preview.stderr).toContain("trying the update out");
    const done = await update(join(folder, "newer.osm"), "--json");
    expect(JSON.parse(done.stdout)).toMatchObject({
      written: true,
      report: { mapAfter: "2026-05-01", ways: { addedMeters: 0, removedMeters: 0 }, reach: { gained: 0, lost: 0 } },
    });
    const refused = await update(join(folder, "older.osm"));
    expect([refused.code, refused.stdout, refused.stderr]).toEqual([
      1,
      "",
      expect.stringMatching(/2026-04-30, older than the map of 2026-05-01[^]*--force/),
    ]);
    const again = await tool("city", "add", "tiny", "--osm", join(folder, "newer.osm"));
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining("of 2026-05-01 before, of 2026-05-01 now")]);
  });

  it("is removed", async () => {
    expect(await tool("city", "remove", "tiny")).toMatchObject({ code: 0, stdout: "tiny is removed\n" });
    expect(await tool("city", "remove", "tiny")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("There is none"),
    });
  });
});

describe("the server, on the embedded store", () => {
  it("adds the sample city where there is none, holds the store for itself and ends cleanly when told to", async () => {
    const first = start(["serve"], embedded);
    const [, address] = await first.until(/ready at (http:\/\/127\.0\.0\.1:\d+)\n/);
    const { items } = (await (await fetch(`${address}/api/cities`)).json()) as {
      items: { id: string; fictional: boolean; counts: { outlets: number; households: number } }[];
    };
    expect(items).toMatchObject([{ id: "sample", fictional: true }]);
    expect(items[0].counts.outlets).toBeGreaterThan(600);
    expect(items[0].counts.households).toBeGreaterThan(20_000);
    const second = await run(["city", "list"], embedded);
    expect([second.code, second.stderr]).toEqual([1, expect.stringMatching(/in use by process \d+/)]);
    first.kill("SIGINT");
    expect(await first.ended).toMatchObject({ code: 0, stderr: expect.stringMatching(/sample city[^]*stopping/) });
  });

  it("finds at its next start what is there", async () => {
    const again = start(["serve"], embedded);
    await again.until(/ready at/);
    if (process.platform === "linux") {
      // freed-memory.ts: of the same process, begun anew
      expect(await readFile(`/proc/${again.pid}/environ`, "latin1")).toContain("MALLOC_MMAP_THRESHOLD_=");
    }
    again.kill("SIGTERM");
    expect(await again.ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining("sample city") });
  });

  it("says what is wrong with its environment", async () => {
    const port = await run(["serve"], { ...embedded, PORT: "http" });
    expect([port.code, port.stderr]).toEqual([2, expect.stringMatching(/PORT should be a whole number/)]);
    const database = await run(["city", "list"], { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" });
    expect([database.code, database.stderr]).toEqual([1, expect.stringMatching(/database/i)]);
    expect(database.stderr).not.toMatch(/\n {4}at /);
  });
});
