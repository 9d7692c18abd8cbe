import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FeatureCollection, MultiPolygon } from "geojson";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tinyOsm } from "../api/tiny-city.ts";
import { run, sampleFolder } from "./run.ts";

let folder: string;
let osm: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterhour-cli-"));
  osm = join(folder, "tiny.osm");
  await writeFile(osm, tinyOsm);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** One straight street at 38.75° N; the third place is in the sea. */
const places = [
  [118.03, 38.75],
  [118.05, 38.7501],
  [118.05, 38.9],
];

describe("matrix", () => {
  it("prints seconds and metres between the snapped places, and null where there is no way", async () => {
    const points = await file("points.json", places);
    const { code, stdout, stderr } = await run(["matrix", "--osm", osm, "--from", points, "--to", points]);
    expect([code, stderr]).toEqual([0, expect.stringContaining("building the walking network")]);
    const matrix = JSON.parse(stdout);
    expect(Object.keys(matrix)).toEqual(["seconds", "meters", "from", "to"]);
    const meters = 0.02 * 111_195 * Math.cos((38.75 * Math.PI) / 180);
    expect(matrix.meters[0][1] / meters).toBeCloseTo(1, 2);
    expect(matrix.seconds[0][1] / (meters / (5 / 3.6))).toBeCloseTo(1, 2);
    expect(matrix.seconds.map((row: number[]) => row[2])).toEqual([null, null, null]);
    expect(matrix.meters[2]).toEqual([null, null, null]);
    expect(matrix.from[1].accessMeters).toBeCloseTo(11.1, 0);
    expect(matrix.from[1].location[1]).toBeCloseTo(38.75, 5);
    expect(matrix.to[2]).toEqual({
      location: null,
      accessMeters: null,
      reason: expect.stringContaining("outside of the map"),
    });
  });

  it("walks at the speed it is told", async () => {
    const points = await file("points.json", places.slice(0, 2));
    const usual = await run(["matrix", "--osm", osm, "--from", points, "--to", points]);
    const slow = await run(["matrix", "--osm", osm, "--from", points, "--to", points, "--speed", "2.5"]);
    expect(JSON.parse(slow.stdout).seconds[0][1] / JSON.parse(usual.stdout).seconds[0][1]).toBeCloseTo(2, 3);
  });

  it.each<[string, unknown, RegExp]>([
    ["no JSON", "118.05,38.75", /bad\.json is not JSON: .*should hold \[\[lng,lat\],…\]/],
    ["an object", { lng: 118 }, /should hold a list of points .*holds an object/],
    ["no points", [], /holds no points/],
    ["one bare point", [118.05, 38.75], /holds one bare point; put it in a list/],
    ["half a point", [[118.05, 38.75], [118.05]], /point 2: should be \[lng,lat\] in degrees, and is \[118\.05\]/],
    ["text for numbers", [["118", "38"]], /point 1: should be \[lng,lat\]/],
    ["latitude first", [[38.75, 118.05]], /point 1: \[38\.75,118\.05\] has the latitude first/],
    ["a place off the Earth", [[218.05, 38.75]], /point 1: .* no place on Earth/],
  ])("refuses a points file with %s", async (_name, content, message) => {
    const bad = await file("bad.json", content);
    const good = await file("good.json", places);
    const { code, stdout, stderr } = await run(["matrix", "--osm", osm, "--from", bad, "--to", good]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("node_modules");
  });

  it("refuses a map that is missing or none, and a speed that nobody walks", async () => {
    const points = await file("points.json", places);
    const args = (map: string) => ["matrix", "--osm", map, "--from", points, "--to", points];
    const missing = await run(args(join(folder, "none.osm.pbf")));
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringMatching(/none\.osm\.pbf/)]);
    const picture = await run(args(await file("picture.osm.pbf", "\u0089PNG\r\n\u001a\nnot a map")));
    expect([picture.code, picture.stderr]).toEqual([1, expect.stringMatching(/picture\.osm\.pbf/)]);
    expect(picture.stderr).not.toMatch(/\n {4}at /);
    const fast = await run([...args(osm), "--speed", "fast"]);
    expect([fast.code, fast.stderr]).toEqual([2, expect.stringMatching(/--speed should be a number from 0\.5 to 15/)]);
  });
});

describe("isochrones", () => {
  it("prints one MultiPolygon per origin and ring, empty with a reason where nobody can walk", async () => {
    const origins = await file("origins.json", [places[1], places[2]]);
    const { code, stdout } = await run(["isochrones", "--osm", osm, "--origins", origins, "--minutes", "10,5"]);
    expect(code).toBe(0);
    const { type, features } = JSON.parse(stdout) as FeatureCollection<MultiPolygon>;
    expect(type).toBe("FeatureCollection");
    expect(features.map(({ properties }) => [properties?.origin, properties?.minutes])).toEqual([
      [0, 5],
      [0, 10],
      [1, 5],
      [1, 10],
    ]);
    expect(features[0].properties?.accessMeters).toBeCloseTo(11.1, 0);
    expect(features.map(({ geometry }) => geometry.coordinates.length > 0)).toEqual([true, true, false, false]);
    expect(features[2].properties).toMatchObject({
      accessMeters: null,
      reason: expect.stringContaining("outside of the map"),
    });
    // Ten minutes along a straight street: 833 m less the access leg, each way.
    const lngs = features[1].geometry.coordinates.flat(2).map(([lng]) => lng);
    expect((Math.max(...lngs) - 118.05) / ((833.3 - 11.1) / 86_720)).toBeCloseTo(1, 1);
  });

  it("refuses rings that are none", async () => {
    const origins = await file("origins.json", places);
    const { code, stderr } = await run(["isochrones", "--osm", osm, "--origins", origins, "--minutes", "5,ten"]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/--minutes should be numbers of minutes/)]);
  });
});

interface Truth {
  when: string;
  residence: string;
  category: string;
  outlet: string;
  nearestSeconds: number;
  toleranceSeconds: number;
  state: string;
  within: Record<string, number>;
}

describe("assess", () => {
  const files = join(sampleFolder, "files");
  const base = ["assess", "--osm", join(files, "sample.osm.gz"), "--residences", join(files, "residences.csv")];

  it("gives the answers that the sample city was made for", async () => {
    const out = join(folder, "assessed");
    const { code, stdout } = await run([
      ...base,
      "--outlets",
      join(files, "outlets.csv"),
      "--boundaries",
      join(files, "boundaries.geojson"),
      "--out",
      out,
    ]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d+ residences with \d+ households/)]);
    const [head, ...lines] = (await readFile(join(out, "reach.csv"), "utf8")).trim().split("\r\n");
    expect(head).toBe("residence,category,nearest_seconds,outlet,within_5,within_10,within_15");
    const rows = new Map(lines.map((line) => [line.split(",", 2).join(" "), line.split(",")]));
    const truths = JSON.parse(await readFile(join(sampleFolder, "truths.json"), "utf8"));
    const gaps = JSON.parse(await readFile(join(out, "gaps.geojson"), "utf8")) as FeatureCollection;
    const statesOf = new Map(gaps.features.map(({ properties }) => [properties?.residence, properties]));
    const asDesigned = (truths.reach as Truth[]).filter(({ when }) => when === "base");
    expect(asDesigned.length).toBeGreaterThan(5);
    for (const truth of asDesigned) {
      const [, , seconds, outlet, within5, within10, within15] = rows.get(`${truth.residence} ${truth.category}`)!;
      expect(outlet).toBe(truth.outlet);
      expect(Math.abs(Number(seconds) - truth.nearestSeconds)).toBeLessThanOrEqual(truth.toleranceSeconds + 0.1);
      const counts: Record<string, string> = { "5": within5, "10": within10, "15": within15 };
      for (const [ring, count] of Object.entries(truth.within)) expect(counts[ring]).toBe(String(count));
      const isGap = statesOf.get(truth.residence)?.gaps.includes(truth.category) ?? false;
      expect(isGap ? "gap" : "reached").toBe(truth.state);
    }
    // Nobody surveyed it: no number anywhere, not even a zero.
    const unsurveyed = lines.filter((line) => line.split(",")[1] === truths.unsurveyed.category);
    expect(unsurveyed).toHaveLength(truths.unsurveyed.residences);
    expect(new Set(unsurveyed.map((line) => line.split(",").slice(2).join(",")))).toEqual(new Set([",,,,"]));
    // The map ends before the ring does: no market known within it, which is not the same as none.
    const edge = rows.get(`${truths.mapEdge.residence} ${truths.mapEdge.category}`)!;
    expect(edge[5]).toBe("");
    expect(statesOf.get(truths.mapEdge.residence)?.gaps ?? []).not.toContain(truths.mapEdge.category);
    const coverage = (await readFile(join(out, "coverage.csv"), "utf8")).split("\r\n").map((line) => line.split(","));
    const { community, category, households, coveredHouseholdsBefore } = truths.openedGate;
    const row = coverage.find((cells) => cells[1] === community && cells[2] === category)!;
    expect(row.slice(6, 9).map(Number)).toEqual([households, coveredHouseholdsBefore, households]);
  });

  it("calls nothing a gap where nobody vouches for anything", async () => {
    const out = join(folder, "unclaimed");
    const outlets = ["--outlets", join(files, "outlets.csv"), "--complete", "none"];
    const { code } = await run([...base, ...outlets, "--out", out]);
    expect(code).toBe(0);
    expect(JSON.parse(await readFile(join(out, "gaps.geojson"), "utf8")).features).toEqual([]);
  });

  it("refuses a table with a bad row, naming row and column, and writes nothing", async () => {
    const outlets = await file("outlets.csv", "name,category,lng,lat\n好店,药店,118.05,38.75\n坏店,药店,118.05,很北\n");
    const out = join(folder, "nothing");
    const { code, stdout, stderr } = await run([...base, "--outlets", outlets, "--out", out]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/row 3, column lat: “很北”/);
    await expect(readFile(join(out, "reach.csv"))).rejects.toThrow(/ENOENT/);
  });
});
