/** The generated city of many districts: made when missing, and its tables as numbers. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, existsSync, globSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { categories } from "@quarterhour/data";
import type { BoundingBox, Position } from "../src/index.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const generator = "data/sample/generate.ts";
const markerName = "made-by.json";

/** Districts of the full metropolis: about a million residences, vertices of the network, and 100,000 outlets. */
export const fullMetropolis = 656;

export interface Metropolis {
  folder: string;
  districts: number;
  /** OSM PBF. */
  osm: string;
  outlets: string;
  residences: string;
  /** Districts, streets and communities. */
  boundaries: string;
  /** Where the city is whole: its last row of districts may not be full. */
  box: BoundingBox;
  counts: { nodes: number; ways: number; residences: number; households: number; people: number; outlets: number };
}

/**
 * Makes `.bench/metropolis-<districts>` where it is missing or was made by another state of the generator; progress goes
 * to stderr. Throws an Error where the generator fails.
 */
export async function metropolis({ districts = fullMetropolis } = {}): Promise<Metropolis> {
  const folder = join(root, ".bench", `metropolis-${districts}`);
  const marker = JSON.stringify({ generator: generatorHash(), districts });
  if (readMarker(folder) !== marker) {
    // aside first, so that a run that is broken off leaves nothing that looks whole
    const aside = `${folder}.${process.pid}`;
    await mkdir(aside, { recursive: true });
    try {
      await run([join(root, generator), "--scale", String(districts), "--out", aside]);
      await writeFile(join(aside, markerName), marker);
      await rm(folder, { recursive: true, force: true });
      await rename(aside, folder);
    } catch (error) {
      await rm(aside, { recursive: true, force: true });
      if (readMarker(folder) !== marker) throw error;
    }
  }
  const { fullBox, columns: _, districts: __, ...counts } = JSON.parse(readFileSync(join(folder, "city.json"), "utf8"));
  return {
    folder,
    districts,
    box: fullBox,
    counts,
    boundaries: join(folder, "boundaries.geojson"),
    osm: join(folder, "city.osm.pbf"),
    outlets: join(folder, "outlets.csv"),
    residences: join(folder, "residences.csv"),
  };
}

function readMarker(folder: string): string | null {
  const file = join(folder, markerName);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

function generatorHash(): string {
  const hash = createHash("sha256");
  for (const file of globSync("data/{sample,src}/**/*.{ts,json}", { cwd: root }).toSorted()) {
    if (!file.includes("/files/")) hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.update(readFileSync(join(root, "data/categories.json"))).digest("hex");
}

async function run(args: string[]): Promise<void> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("exit", resolve));
  if (code !== 0) throw new Error(`The generator of the city broke off: node ${args.join(" ")}`);
}

export interface ResidenceNumbers {
  count: number;
  /** Degrees: longitude and latitude of each residence in turn. */
  lngLat: Float64Array;
  households: Uint32Array;
  people: Uint32Array;
  /** Row of `areas` for each residence. */
  area: Uint32Array;
  /** Names of the communities. */
  areas: string[];
}

export interface OutletNumbers {
  count: number;
  /** Degrees: longitude and latitude of each outlet in turn. */
  lngLat: Float64Array;
  /** For each outlet its categories as indices into the fifty, the main one first. */
  groups: number[][];
}

/** Positions as the engine takes them. */
export function positionsOf(lngLat: Float64Array): Position[] {
  return Array.from({ length: lngLat.length / 2 }, (_, i): Position => [lngLat[2 * i], lngLat[2 * i + 1]]);
}

export async function readResidences(file: string): Promise<ResidenceNumbers> {
  const lngLat: number[] = [];
  const households: number[] = [];
  const people: number[] = [];
  const area: number[] = [];
  const rowOfArea = new Map<string, number>();
  await readRows(file, ["经度", "纬度", "户数", "人口", "社区"], ([lng, lat, homes, heads, name]) => {
    lngLat.push(Number(lng), Number(lat));
    households.push(Number(homes));
    people.push(Number(heads));
    let row = rowOfArea.get(name);
    if (row === undefined) rowOfArea.set(name, (row = rowOfArea.size));
    area.push(row);
  });
  return {
    count: area.length,
    lngLat: Float64Array.from(lngLat),
    households: Uint32Array.from(households),
    people: Uint32Array.from(people),
    area: Uint32Array.from(area),
    areas: [...rowOfArea.keys()],
  };
}

/** The outlets that are open, with what they also offer (服务) where that is a category. */
export async function readOutlets(file: string): Promise<OutletNumbers> {
  const indexOf = new Map<string, number>(categories.map((category, index) => [category.nameZh, index]));
  const lngLat: number[] = [];
  const groups: number[][] = [];
  await readRows(file, ["经度", "纬度", "业态", "服务", "状态"], ([lng, lat, category, services, status]) => {
    if (status !== "营业") return;
    const main = indexOf.get(category);
    if (main === undefined) throw new Error(`${file}: "${category}" is none of the fifty categories`);
    const more = services === "" ? [] : services.split("、").map((service) => indexOf.get(service));
    lngLat.push(Number(lng), Number(lat));
    groups.push([...new Set([main, ...more.filter((index) => index !== undefined)])]);
  });
  return { count: groups.length, lngLat: Float64Array.from(lngLat), groups };
}

/** Hands over the cells of the named columns, row by row. No cell of the generated tables holds a line break. */
async function readRows(file: string, columns: string[], onRow: (cells: string[]) => void): Promise<void> {
  let places: number[] | null = null;
  let rest = "";
  const take = (line: string): void => {
    if (line === "") return;
    const cells = line.includes('"') ? quotedCells(line) : line.split(",");
    if (places) {
      onRow(places.map((place) => cells[place]));
      return;
    }
    places = columns.map((column) => cells.indexOf(column));
    const missing = columns.filter((_, i) => places![i] < 0);
    if (missing.length > 0) throw new Error(`${file}: no column ${missing.join(", ")}`);
  };
  for await (const chunk of createReadStream(file, { encoding: "utf8", highWaterMark: 1 << 20 })) {
    const lines = (rest + chunk).split("\r\n");
    rest = lines.pop()!;
    for (const line of lines) take(line);
  }
  take(rest);
}

const quotedCells = (line: string): string[] =>
  Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
