/** The generated metropolis with its reach table, made when missing and kept in .bench/. */
import { spawnSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rename, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { categories } from "@quarterhour/data";
import {
  buildWalkNetwork,
  EmbeddedEngine,
  openWalkNetwork,
  reachInThreads,
  type GroupedTargets,
  type GroupReach,
  type KnownReach,
  type Position,
  type WalkNetwork,
} from "@quarterhour/isochrones";
import type { LiveLevel } from "../src/assessment/live-coverage.ts";
import { limitMinutes, outletsVersion, ringMinutes } from "../src/assessment/reach-table.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface BenchCity {
  network: WalkNetwork;
  origins: Position[];
  targets: GroupedTargets;
  reach: GroupReach;
  places: NonNullable<KnownReach["origins"]>;
  households: Uint32Array;
  /** The city, its districts, its communities. */
  levels: LiveLevel[];
  /** OSM ids of gates that not everybody passes. */
  privateGates: number[];
  /** How long it took to work the whole table out. */
  anew: { milliseconds: number; threads: number; date: string; inThisRun: boolean };
}

export async function loadMetropolis(
  districts: number,
  anew: boolean,
  say: (text: string) => void,
): Promise<BenchCity> {
  const folder = join(root, ".bench", `metropolis-${districts}`);
  makeMetropolis(districts);
  const residences = await readResidences(join(folder, "residences.csv"));
  const targets = await readOutlets(join(folder, "outlets.csv"));
  const kept = join(root, ".bench", `edit-${districts}`);
  await mkdir(kept, { recursive: true });
  say(`${residences.origins.length} residences, ${targets.positions.length} outlets; building the network`);
  const network = await buildWalkNetwork(join(folder, "city.osm.pbf"));
  const key = JSON.stringify([network.version, outletsVersion(asOutlets(targets)), residences.origins.length]);
  const table = await openTable(kept, key, anew, network, residences.origins, targets, say);
  const { edgeOsmId, edgeClass } = network.arrays;
  const isPrivate = network.classes.map((row) => row.kind === "gate" && row.private);
  const privateGates = new Set<number>();
  edgeClass.forEach((row, edge) => {
    if (isPrivate[row]) privateGates.add(edgeOsmId[edge]);
  });
  return { network, targets, ...residences, ...table, privateGates: [...privateGates] };
}

/** Makes the files of the city when missing. Its own maker knows whether what is there is still what it would make. */
export function makeMetropolis(districts: number): void {
  const maker = new URL("../../isochrones/bench/metropolis.ts", import.meta.url).href;
  const script = `const { metropolis } = await import(${JSON.stringify(maker)}); await metropolis({ districts: ${districts} });`;
  const { status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
  if (status !== 0) throw new Error(`the city of ${districts} districts could not be made`);
}

async function readResidences(file: string): Promise<Pick<BenchCity, "origins" | "households" | "levels">> {
  const origins: Position[] = [];
  const households: number[] = [];
  const districts = new Map<string, number>();
  const communities = new Map<string, number>();
  const districtOf: number[] = [];
  const communityOf: number[] = [];
  const rowOf = (rows: Map<string, number>, name: string): number => {
    const row = rows.get(name) ?? rows.size;
    rows.set(name, row);
    return row;
  };
  await forEachRow(file, ["编号", "经度", "纬度", "户数", "社区"], ([id, lng, lat, count, community]) => {
    origins.push([Number(lng), Number(lat)]);
    households.push(Number(count));
    const district = id.slice(0, id.indexOf("-"));
    districtOf.push(rowOf(districts, district));
    communityOf.push(rowOf(communities, `${district} ${community}`));
  });
  const levels: LiveLevel[] = [
    { areaCount: 1, areaOf: new Uint8Array(origins.length) },
    { areaCount: districts.size, areaOf: Int32Array.from(districtOf) },
    { areaCount: communities.size, areaOf: Int32Array.from(communityOf) },
  ];
  return { origins, households: Uint32Array.from(households), levels };
}

async function readOutlets(file: string): Promise<GroupedTargets> {
  const groupOf = new Map<string, number>(categories.map(({ nameZh }, group) => [nameZh, group]));
  const targets: GroupedTargets = { positions: [], groups: [], groupCount: categories.length };
  await forEachRow(file, ["经度", "纬度", "业态", "服务", "状态"], ([lng, lat, category, services, status]) => {
    if (status !== "营业") return;
    const groups = [category, ...services.split("、")].map((name) => groupOf.get(name));
    targets.positions.push([Number(lng), Number(lat)]);
    targets.groups.push([...new Set(groups.filter((group) => group !== undefined))].sort((a, b) => a - b));
  });
  return targets;
}

/** Calls back with these columns of each row of a table that the generator wrote. */
export async function forEachRow(file: string, columns: string[], visit: (cells: string[]) => void): Promise<void> {
  let places: number[] | null = null;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const cells = line.includes('"') ? quotedCells(line) : line.split(",");
    if (places) visit(places.map((place) => cells[place]));
    else places = columns.map((column) => cells.findIndex((cell) => cell.replace("\ufeff", "") === column));
  }
}

const quotedCells = (line: string): string[] =>
  Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) => quoted ?? plain);

const asOutlets = ({ positions, groups }: GroupedTargets): Parameters<typeof outletsVersion>[0] =>
  positions.map((location, i) => ({
    id: String(i),
    location,
    status: "open",
    services: groups[i].map((group) => ({ category: categories[group].id })),
  }));

type Table = Pick<BenchCity, "reach" | "places" | "anew">;

async function openTable(
  folder: string,
  key: string,
  anew: boolean,
  network: WalkNetwork,
  origins: Position[],
  targets: GroupedTargets,
  say: (text: string) => void,
): Promise<Table> {
  const about = join(folder, "table.json");
  const known = JSON.parse(await readFile(about, "utf8").catch(() => "null"));
  if (!anew && known?.key === key) {
    say("opening the kept table");
    const table = roomFor(origins.length);
    for (const [name, array] of parts(table)) await fill(join(folder, name), array);
    return { ...table, anew: { ...known.anew, inThisRun: false } };
  }
  const threads = availableParallelism();
  say("working the whole table out");
  const start = performance.now();
  const reach = await reachInThreads(network, origins, targets, [...ringMinutes], limitMinutes, { threads });
  const took = { milliseconds: performance.now() - start, threads, date: new Date().toISOString().slice(0, 10) };
  say(`${Math.round(took.milliseconds)} ms`);
  const engine = new EmbeddedEngine(openWalkNetwork(network.bytes));
  const { places } = roomFor(origins.length, 0);
  origins.forEach((position, i) => {
    const attachment = engine.attach(position);
    if (!attachment) return;
    places.edge[i] = attachment.edge;
    places.offsetMeters[i] = attachment.offsetMeters;
    places.accessMeters[i] = attachment.accessMeters;
  });
  for (const [name, array] of parts({ reach, places })) {
    await writeFile(join(folder, name), new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  await writeFile(`${about}.new`, JSON.stringify({ key, anew: took }));
  await rename(`${about}.new`, about);
  return { reach, places, anew: { ...took, inThisRun: true } };
}

function roomFor(origins: number, groupCount = categories.length): Pick<Table, "reach" | "places"> {
  const cells = origins * groupCount;
  return {
    reach: {
      groupCount,
      nearestSeconds: new Float64Array(cells),
      nearestTarget: new Int32Array(cells),
      within: ringMinutes.map(() => new Uint16Array(cells)),
      ringMinutes: [...ringMinutes],
      accessMeters: new Float64Array(origins),
      edgeOfDataSeconds: new Float64Array(origins),
    },
    places: {
      edge: new Int32Array(origins).fill(-1),
      offsetMeters: new Float64Array(origins),
      accessMeters: new Float64Array(origins).fill(Number.NaN),
    },
  };
}

const parts = ({
  reach,
  places,
}: Pick<Table, "reach" | "places">): [string, Float64Array | Int32Array | Uint16Array][] => [
  ["nearest-seconds", reach.nearestSeconds],
  ["nearest-target", reach.nearestTarget],
  ...reach.within.map((counts, ring): [string, Uint16Array] => [`within-${ring}`, counts]),
  ["access-meters", reach.accessMeters],
  ["edge-of-data-seconds", reach.edgeOfDataSeconds],
  ["edge", places.edge],
  ["offset-meters", places.offsetMeters],
  ["leg-meters", places.accessMeters],
];

async function fill(file: string, array: Float64Array | Int32Array | Uint16Array): Promise<void> {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const handle = await open(file);
  try {
    for (let at = 0; at < bytes.length;) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(1 << 26, bytes.length - at), at);
      if (bytesRead === 0) throw new Error(`${file} is cut: remove its folder`);
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
}
