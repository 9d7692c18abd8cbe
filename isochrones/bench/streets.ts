/** Street statistics: real extracts and the generated city side by side, each measured in the same way. */
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { metersPerDegree, unitsToMeters } from "../src/geo.ts";
import {
  type BoundingBox,
  buildWalkNetwork,
  EmbeddedEngine,
  type MultiPolygon,
  type Position,
  type WalkNetwork,
} from "../src/index.ts";
import { VERTEX_EDGE_OF_DATA } from "../src/network/network.ts";
import { ascending, quantile } from "./figures.ts";
import { metropolis } from "./metropolis.ts";
import { Distances, type StreetGraph, stretches, streetGraph } from "./street-graph.ts";

const USAGE = `npm run bench -- streets [--osm FILE [--box WEST,SOUTH,EAST,NORTH]]… [--districts n] [--json]

  --osm FILE     a map (.osm.pbf, .osm, .osm.gz); again for more maps
  --box DEGREES  of the map named last: where it is complete; none: all of it
  --districts n  size of the generated city beside them (default 16; 0: none)
`;

const PAIRS = 4000;
const PAIRS_PER_PLACE = 8;
const NEAREST_METERS = 200;
const FARTHEST_METERS = 2000;
/** Walks longer than this count as having no way. */
const LONGEST_METERS = 12_000;
const ORIGINS = 100;
const SAMPLES = 1500;
const WALK_METERS = 1250;

interface Statistics {
  map: string;
  squareKilometers: number;
  vertices: number;
  edges: number;
  intersectionsPerKm2: number;
  stretchMeters: { mean: number; median: number };
  deadEndShare: number;
  kilometersPerKm2: number;
  detour: { median: number; p90: number; unjoined: number };
  /** Of the circle of 1,250 m around an origin, as far as it lies in the box: the share reached on foot in 15 minutes. */
  reachShare: { median: number; p10: number; p90: number };
  /** Share of the length by kind of way; `private` is whatever residents alone may use. */
  lengthShare: Record<string, number>;
}

/** The same draws in each run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Side of the squares that vertices are found by. */
const SQUARE_METERS = 150;

function detours(graph: StreetGraph): Statistics["detour"] {
  const { network, inside, degree, box } = graph;
  const { vertexLng, vertexLat } = network.arrays;
  const next = random(1);
  const scale = metersPerDegree((box[1] + box[3]) / 2);
  const squareOf = (lng: number, lat: number): string =>
    `${Math.floor((lng * scale.lng) / SQUARE_METERS)},${Math.floor((lat * scale.lat) / SQUARE_METERS)}`;
  const places: number[] = [];
  const squares = new Map<string, number[]>();
  for (let v = 0; v < network.vertexCount; v++) {
    if (!inside[v] || degree[v] === 0) continue;
    places.push(v);
    const [lng, lat] = network.vertexPosition(v);
    const square = squareOf(lng, lat);
    const list = squares.get(square);
    if (list) list.push(v);
    else squares.set(square, [v]);
  }
  const distances = new Distances(graph);
  const ratios: number[] = [];
  let unjoined = 0;
  let asked = 0;
  for (let tries = 0; asked < PAIRS && tries < PAIRS * 10; tries++) {
    const from = places[Math.floor(next() * places.length)];
    const [lng, lat] = network.vertexPosition(from);
    const meters = distances.from(from, LONGEST_METERS);
    for (let k = 0; k < PAIRS_PER_PLACE; k++) {
      // drawn by length, so that short walks count as much as long ones
      const length = NEAREST_METERS + next() * (FARTHEST_METERS - NEAREST_METERS);
      const angle = next() * 2 * Math.PI;
      const near = squares.get(
        squareOf(lng + (length * Math.cos(angle)) / scale.lng, lat + (length * Math.sin(angle)) / scale.lat),
      );
      if (!near) continue;
      const to = near[Math.floor(next() * near.length)];
      const straight = unitsToMeters(vertexLng[from], vertexLat[from], vertexLng[to], vertexLat[to]);
      if (straight < NEAREST_METERS || straight > FARTHEST_METERS) continue;
      asked++;
      if (meters[to] === Infinity) unjoined++;
      else ratios.push(meters[to] / straight);
    }
  }
  const sorted = ascending(ratios);
  return { median: quantile(sorted, 0.5), p90: quantile(sorted, 0.9), unjoined: unjoined / asked };
}

function isInside([lng, lat]: Position, { coordinates }: MultiPolygon): boolean {
  let inside = false;
  for (const polygon of coordinates)
    for (const ring of polygon)
      for (let i = 1; i < ring.length; i++) {
        const [ax, ay] = ring[i - 1];
        const [bx, by] = ring[i];
        if (ay > lat !== by > lat && lng < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
      }
  return inside;
}

function reachShares(network: WalkNetwork, box: BoundingBox): Statistics["reachShare"] {
  const engine = new EmbeddedEngine(network);
  const next = random(2);
  const scale = metersPerDegree((box[1] + box[3]) / 2);
  const place = (): Position => [box[0] + next() * (box[2] - box[0]), box[1] + next() * (box[3] - box[1])];
  const shares: number[] = [];
  for (let tries = 0; shares.length < ORIGINS && tries < ORIGINS * 20; tries++) {
    const origin = place();
    const attachment = engine.attach(origin);
    if (!attachment || attachment.accessMeters > 60) continue;
    const { rings } = engine.isochronesSync(origin, [15]);
    let asked = 0;
    let reached = 0;
    while (asked < SAMPLES) {
      const angle = next() * 2 * Math.PI;
      const radius = WALK_METERS * Math.sqrt(next());
      const at: Position = [
        origin[0] + (radius * Math.cos(angle)) / scale.lng,
        origin[1] + (radius * Math.sin(angle)) / scale.lat,
      ];
      asked++;
      if (at[0] < box[0] || at[0] > box[2] || at[1] < box[1] || at[1] > box[3]) {
        asked--;
        continue;
      }
      if (isInside(at, rings[0].geometry)) reached++;
    }
    shares.push(reached / asked);
  }
  const sorted = ascending(shares);
  return { median: quantile(sorted, 0.5), p10: quantile(sorted, 0.1), p90: quantile(sorted, 0.9) };
}

async function measure(map: string, file: string, givenBox: BoundingBox | null): Promise<Statistics> {
  const network = await buildWalkNetwork(file);
  const box = givenBox ?? network.bbox;
  const graph = streetGraph(network, box);
  const { inside, degree, squareMeters } = graph;
  const { edgeFrom, edgeTo, edgeMillimeters, vertexFlags } = network.arrays;
  const km2 = squareMeters / 1e6;
  let junctions = 0;
  let deadEnds = 0;
  for (let v = 0; v < network.vertexCount; v++) {
    if (!inside[v]) continue;
    if (degree[v] >= 3) junctions++;
    else if (degree[v] === 1 && !(vertexFlags[v] & VERTEX_EDGE_OF_DATA)) deadEnds++;
  }
  const lengths = new Map<string, number>();
  let total = 0;
  let vertices = 0;
  for (const is of inside) vertices += is;
  let edges = 0;
  for (let edge = 0; edge < network.edgeCount; edge++) {
    if (!graph.isWalkable(edge)) continue;
    // an edge that crosses the box's rim counts half
    const share = (inside[edgeFrom[edge]] + inside[edgeTo[edge]]) / 2;
    if (share === 0) continue;
    edges++;
    const { kind, private: isPrivate } = network.edgeClassOf(edge);
    const meters = (share * edgeMillimeters[edge]) / 1000;
    const key = isPrivate ? "private" : kind;
    lengths.set(key, (lengths.get(key) ?? 0) + meters);
    total += meters;
  }
  const between = ascending(stretches(graph));
  return {
    map,
    squareKilometers: km2,
    vertices,
    edges,
    intersectionsPerKm2: junctions / km2,
    stretchMeters: {
      mean: between.reduce((sum, meters) => sum + meters, 0) / between.length,
      median: quantile(between, 0.5),
    },
    deadEndShare: deadEnds / (deadEnds + junctions),
    kilometersPerKm2: total / 1000 / km2,
    detour: detours(graph),
    reachShare: reachShares(network, box),
    lengthShare: Object.fromEntries(
      [...lengths].map(([kind, meters]): [string, number] => [kind, meters / total]).toSorted((a, b) => b[1] - a[1]),
    ),
  };
}

function print(all: Statistics[]): void {
  const percent = (share: number | undefined): string => `${((share ?? 0) * 100).toFixed(1)} %`;
  const rows: [string, (s: Statistics) => string][] = [
    ["km² inside the box", (s) => s.squareKilometers.toFixed(1)],
    ["vertices, edges", (s) => `${s.vertices}, ${s.edges}`],
    ["intersections per km²", (s) => s.intersectionsPerKm2.toFixed(0)],
    ["metres between, mean", (s) => s.stretchMeters.mean.toFixed(1)],
    ["metres between, median", (s) => s.stretchMeters.median.toFixed(1)],
    ["dead ends", (s) => percent(s.deadEndShare)],
    ["km of ways per km²", (s) => s.kilometersPerKm2.toFixed(1)],
    ["detour, median", (s) => s.detour.median.toFixed(2)],
    ["detour, p90", (s) => s.detour.p90.toFixed(2)],
    ["pairs without a way", (s) => percent(s.detour.unjoined)],
    ["15-minute share, p10", (s) => percent(s.reachShare.p10)],
    ["15-minute share, median", (s) => percent(s.reachShare.median)],
    ["15-minute share, p90", (s) => percent(s.reachShare.p90)],
    ...[...new Set(all.flatMap((s) => Object.keys(s.lengthShare)))].map((kind): [string, (s: Statistics) => string] => [
      `  ${kind}`,
      (s) => percent(s.lengthShare[kind]),
    ]),
  ];
  console.log(["".padEnd(26), ...all.map((s) => s.map.padStart(18))].join(""));
  for (const [name, text] of rows) console.log([name.padEnd(26), ...all.map((s) => text(s).padStart(18))].join(""));
}

interface Asked {
  maps: { file: string; box: BoundingBox | null }[];
  districts: number;
  json: boolean;
}

/** Throws an Error whose message says what is wrong with the arguments. */
function readArguments(args: string[]): Asked {
  const { tokens, values } = parseArgs({
    args,
    tokens: true,
    options: {
      osm: { type: "string", multiple: true },
      box: { type: "string", multiple: true },
      districts: { type: "string", default: "16" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) throw new Error(USAGE);
  const maps: Asked["maps"] = [];
  for (const token of tokens) {
    if (token.kind !== "option" || token.value === undefined) continue;
    if (token.name === "osm") maps.push({ file: token.value, box: null });
    if (token.name !== "box") continue;
    const map = maps.at(-1);
    const box = token.value.split(",").map(Number);
    if (!map) throw new Error("--box: give the --osm FILE it belongs to before it");
    if (box.length !== 4 || box.some(Number.isNaN) || box[0] >= box[2] || box[1] >= box[3]) {
      throw new Error(`--box ${token.value}: four numbers in degrees are needed, WEST,SOUTH,EAST,NORTH`);
    }
    map.box = box as BoundingBox;
  }
  const districts = Number(values.districts);
  if (!Number.isInteger(districts) || districts < 0)
    throw new Error(`--districts: a whole number, not ${values.districts}`);
  return { maps, districts, json: values.json };
}

try {
  const { maps, districts, json } = readArguments(process.argv.slice(2));
  const all: Statistics[] = [];
  for (const { file, box } of maps) all.push(await measure(basename(file).replace(/\.osm.*$/, ""), file, box));
  if (districts > 0) {
    const city = await metropolis({ districts });
    all.push(await measure(`${districts} districts`, city.osm, city.box));
  }
  if (json) console.log(JSON.stringify(all, null, 2));
  else print(all);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
