import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { metersPerDegree } from "../src/geo.ts";
import { buildWalkNetwork, EmbeddedEngine, type Position, type WalkNetwork } from "../src/index.ts";

/** Where the upper left corner of every picture lies. */
const CORNER: Position = [114, 22.6];
const SCALE = metersPerDegree(CORNER[1]);

/** "highway=footway name=长街" */
type TagText = string;

export interface TextMap {
  /** Letters and digits are places, one character is one step; `- | / \ . ~ #` are there for the eye only. */
  picture: string;
  /** Metres from one character to the next, and from one line to the next. */
  meters: number;
  /** By the letters that a way runs through: `{ abc: "highway=footway" }`. A letter in no way is only a place. */
  ways: Record<string, TagText>;
  /** Tags of nodes. */
  nodes?: Record<string, TagText>;
  /** Letters that ways name and the file does not hold, as where an extract is cut. */
  missing?: string;
  /** Two letters at opposite corners of what the file says it covers. */
  bounds?: string;
}

export interface DrawnMap {
  engine: EmbeddedEngine;
  network: WalkNetwork;
  /** A letter's position, moved by so many metres. */
  at(letter: string, eastMeters?: number, northMeters?: number): Position;
}

/** Builds the network of a map drawn as text. */
export async function draw(map: TextMap): Promise<DrawnMap> {
  const positions = placesOf(map);
  const at = (letter: string, east = 0, north = 0): Position => {
    const position = positions.get(letter);
    if (!position) throw new Error(`no "${letter}" in the picture:${map.picture}`);
    return moved(position, east, north);
  };
  const network = await buildFromXml(osmOf(map, positions));
  return { engine: new EmbeddedEngine(network), network, at };
}

/** The network of OSM XML given as text. */
export async function buildFromXml(xml: string): Promise<WalkNetwork> {
  const folder = mkdtempSync(join(tmpdir(), "map-"));
  try {
    const file = join(folder, "map.osm");
    writeFileSync(file, xml);
    return await buildWalkNetwork(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The place so many metres further east and north. */
export const moved = ([lng, lat]: Position, east: number, north: number): Position => [
  lng + east / SCALE.lng,
  lat + north / SCALE.lat,
];

/** Straight metres between two places near each other. */
export function metersBetween(a: Position, b: Position): number {
  const scale = metersPerDegree((a[1] + b[1]) / 2);
  return Math.hypot((b[0] - a[0]) * scale.lng, (b[1] - a[1]) * scale.lat);
}

function placesOf({ picture, meters }: TextMap): Map<string, Position> {
  const places = new Map<string, Position>();
  picture.split("\n").forEach((line, row) => {
    [...line].forEach((letter, column) => {
      if (!/[\p{L}\d]/u.test(letter)) return;
      if (places.has(letter)) throw new Error(`"${letter}" twice in the picture:${picture}`);
      places.set(letter, moved(CORNER, column * meters, -row * meters));
    });
  });
  return places;
}

/** The n-th letter of the picture is node n; ways count from 1001. */
function osmOf(map: TextMap, positions: Map<string, Position>): string {
  const letters = [...positions.keys()];
  const idOf = (letter: string): number => {
    const index = letters.indexOf(letter);
    if (index < 0) throw new Error(`a way runs through "${letter}", which is not in the picture:${map.picture}`);
    return index + 1;
  };
  const nodes = letters
    .filter((letter) => !map.missing?.includes(letter))
    .map((letter) => {
      const [lng, lat] = positions.get(letter)!;
      const place = `id="${idOf(letter)}" lon="${lng.toFixed(9)}" lat="${lat.toFixed(9)}"`;
      return `<node ${place}>${tagsOf(map.nodes?.[letter])}</node>`;
    });
  const ways = Object.entries(map.ways).map(([route, tags], index) => {
    const refs = [...route].map((letter) => `<nd ref="${idOf(letter)}"/>`);
    return `<way id="${1001 + index}">${refs.join("")}${tagsOf(tags)}</way>`;
  });
  return `<osm version="0.6">${boundsOf(map, positions)}${nodes.join("\n")}\n${ways.join("\n")}</osm>`;
}

function boundsOf({ bounds }: TextMap, positions: Map<string, Position>): string {
  if (!bounds) return "";
  const corners = [...bounds].map((letter) => positions.get(letter)!);
  const lngs = corners.map(([lng]) => lng);
  const lats = corners.map(([, lat]) => lat);
  const [west, south, east, north] = [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
  return `<bounds minlon="${west}" minlat="${south}" maxlon="${east}" maxlat="${north}"/>`;
}

export function tagsOf(text: TagText = ""): string {
  return text
    .split(" ")
    .filter((tag) => tag !== "")
    .map((tag) => tag.split("="))
    .map(([key, value]) => `<tag k="${key}" v="${value}"/>`)
    .join("");
}
