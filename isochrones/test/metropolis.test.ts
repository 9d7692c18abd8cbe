/** The generated city of many districts, small: the same each time, in one piece, as it is in both forms of OSM. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildWalkNetwork, EmbeddedEngine, type Position, readOsm, type WalkNetwork } from "../src/index.ts";

const generator = join(import.meta.dirname, "../../data/sample/generate.ts");
const folder = mkdtempSync(join(tmpdir(), "metropolis-"));
const districts = 3;

function generate(name: string, ...more: string[]): string {
  const out = join(folder, name);
  mkdirSync(out);
  execFileSync(process.execPath, [generator, "--scale", String(districts), "--out", out, ...more], { stdio: "ignore" });
  return out;
}

const hashes = (of: string) =>
  readdirSync(of)
    .toSorted()
    .map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(of, name)))
        .digest("hex"),
    ]);

/** Rows of a table by column name; the cells asked for here hold no commas before them that are not quoted. */
function table(file: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(file, "utf8").trimEnd().split("\r\n");
  const cells = (line: string) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain);
  const names = cells(head);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, i) => [names[i], cell])));
}

interface Area {
  properties: { level: string; name: string; parent?: string; code: string };
  geometry: { coordinates: Position[][] };
}

const isIn = ([lng, lat]: Position, ring: Position[]): boolean => {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1];
    const [bx, by] = ring[i];
    if (ay > lat !== by > lat && lng < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
};

let city = "";
let network: WalkNetwork;
let residences: Record<string, string>[] = [];
let outlets: Record<string, string>[] = [];
const positionOf = (row: Record<string, string>): Position => [Number(row.经度), Number(row.纬度)];

beforeAll(async () => {
  city = generate("pbf");
  network = await buildWalkNetwork(join(city, "city.osm.pbf"));
  residences = table(join(city, "residences.csv"));
  outlets = table(join(city, "outlets.csv"));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the city of several districts", () => {
  it("is the same to the byte each time, however its threads take turns", () => {
    const again = generate("again");
    expect(hashes(again)).toEqual(hashes(city));
    expect(readdirSync(city)).toEqual([
      "boundaries.geojson",
      "city.json",
      "city.osm.pbf",
      "outlets.csv",
      "residences.csv",
    ]);
  });

  it("holds the same elements in PBF and in XML, by type and ascending ids", async () => {
    const xml = generate("xml", "--xml");
    const read = async (file: string) => {
      const elements: string[] = [];
      const ids = { node: [] as number[], way: [] as number[], relation: [] as number[] };
      const header = await readOsm(file, {
        node: (id, lng, lat, tags) => (ids.node.push(id), elements.push(JSON.stringify(["node", id, lng, lat, tags]))),
        way: (id, refs, tags) => (ids.way.push(id), elements.push(JSON.stringify(["way", id, [...refs], tags]))),
        relation: (id, members, tags) => (
          ids.relation.push(id),
          elements.push(JSON.stringify(["relation", id, members, tags]))
        ),
      });
      return { elements, ids, bbox: header.bbox };
    };
    const [pbf, text] = [await read(join(city, "city.osm.pbf")), await read(join(xml, "city.osm.gz"))];
    expect(pbf.ids.node.length).toBeGreaterThan(10_000);
    expect(pbf.ids.relation.length).toBeGreaterThan(0);
    expect(pbf.elements).toEqual(text.elements);
    expect(pbf.bbox).toEqual(text.bbox);
    for (const ids of Object.values(pbf.ids)) expect(ids.every((id, i) => i === 0 || id > ids[i - 1])).toBe(true);
  });

  it("is in one piece: whatever has a way has one to everywhere else", () => {
    const { edgeFrom, edgeTo } = network.arrays;
    const root = Int32Array.from({ length: network.vertexCount }, (_, vertex) => vertex);
    const find = (start: number): number => {
      let vertex = start;
      while (root[vertex] !== vertex) vertex = root[vertex] = root[root[vertex]];
      return vertex;
    };
    const used = new Set<number>();
    for (let edge = 0; edge < network.edgeCount; edge++) {
      const { forward, backward } = network.edgeClassOf(edge);
      // what lies at a gate locked for good is no way
      if (!forward && !backward) continue;
      used.add(edgeFrom[edge]).add(edgeTo[edge]);
      root[find(edgeFrom[edge])] = find(edgeTo[edge]);
    }
    expect(used.size).toBeGreaterThan(districts * 1000);
    expect(new Set([...used].map(find)).size).toBe(1);
  });

  it("has a way near each home and each shop, and a walk from any home to one in the next district", () => {
    const engine = new EmbeddedEngine(network);
    expect(residences.length).toBeGreaterThan(districts * 1000);
    for (const row of [...residences, ...outlets]) expect(engine.attach(positionOf(row)), row.编号).not.toBeNull();
    const of = (district: number) => residences.filter((row) => row.编号.startsWith(`D${district}-`)).slice(0, 200);
    const [from, to] = [of(0), of(1)].map((rows) => rows.filter((_, i) => i % 20 === 0).map(positionOf));
    expect(
      engine
        .matrixSync(from, to)
        .seconds.flat()
        .every((seconds) => seconds !== null),
    ).toBe(true);
  });

  it("has no two districts alike", () => {
    const shape = (district: number) => residences.filter((row) => row.编号.startsWith(`D${district}-`)).length;
    expect(new Set([0, 1, 2].map(shape)).size).toBe(3);
  });

  it("puts each home into the community that its table names, and communities into streets and districts", () => {
    const areas: Area[] = JSON.parse(readFileSync(join(city, "boundaries.geojson"), "utf8")).features;
    const count = (level: string) => areas.filter(({ properties }) => properties.level === level).length;
    expect([count("district"), count("street"), count("community")]).toEqual([districts, 3 * districts, 9 * districts]);
    expect(new Set(areas.map(({ properties }) => properties.code)).size).toBe(areas.length);
    const byName = new Map(areas.map((area) => [area.properties.name, area]));
    expect(byName.size).toBe(areas.length);
    for (const { properties } of areas) if (properties.parent) expect(byName.has(properties.parent)).toBe(true);
    const strays = residences.filter((row) => !isIn(positionOf(row), byName.get(row.社区)!.geometry.coordinates[0]));
    expect(strays.map((row) => row.编号)).toEqual([]);
  });

  it("has outlets of nearly all categories, each with its hours and an id of its own", () => {
    expect(new Set(outlets.map((row) => row.编号)).size).toBe(outlets.length);
    expect(new Set(residences.map((row) => row.编号)).size).toBe(residences.length);
    expect(outlets.every((row) => row.营业时间 !== "")).toBe(true);
    expect(new Set(outlets.map((row) => row.业态)).size).toBeGreaterThan(45);
  });
});
