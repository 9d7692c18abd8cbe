/** Cuts vector tiles out of a layer of points, thinned where there are more than a map can show or a phone can load. */
import { fromGeojsonVt } from "@maplibre/vt-pbf";
import { categories, repairKinds } from "@quarterhour/data";
import KDBush from "kdbush";
import { gzipSync } from "node:zlib";
import { textAt } from "./city-data.ts";
import { outletFeatures } from "./point-layer.ts";
import type { PointLayer } from "./point-layer.ts";

const tileExtent = 4096;
/** Points this far outside are in the tile too, since their marks reach into it; of 4096. */
const bufferUnits = 64;
/** From this zoom on every point is there: people then pick single ones. */
const allFromZoom = 15;
/** With more points than this in a tile, those near each other are put together. */
const mostPoints = 2000;
/** Side of the squares in which points are put together, of 4096: 4, 8, 16, 32 pixels of a tile of 512. */
const squareUnits = [32, 64, 128, 256];
/** A tile is looked at once and packed once: little is gained by packing it tighter. */
const gzipLevel = 4;

interface TilePoint {
  type: 1;
  geometry: [[x: number, y: number]];
  tags: Record<string, string | number | boolean>;
}

/** Of the index made last, per layer: a thread asks the same few again and again. */
const indices = new WeakMap<PointLayer, KDBush>();

/** The tile as it is and gzipped; null where nothing lies in it. */
export function pointTile(
  layer: PointLayer,
  z: number,
  x: number,
  y: number,
): { bytes: Uint8Array; gzipped: Uint8Array } | null {
  const points = pointsIn(layer, z, x, y);
  if (points.length === 0) return null;
  const features =
    z >= allFromZoom || points.length <= mostPoints ? single(layer, points, z, x, y) : thinned(layer, points, z, x, y);
  const tile = { features } as unknown as Parameters<typeof fromGeojsonVt>[0][string];
  const bytes = fromGeojsonVt({ [layer.name]: tile }, { version: 2, extent: tileExtent });
  // Copies in buffers of their own, which can be handed to another thread.
  return { bytes: new Uint8Array(bytes), gzipped: new Uint8Array(gzipSync(bytes, { level: gzipLevel })) };
}

function pointsIn(layer: PointLayer, z: number, x: number, y: number): number[] {
  let index = indices.get(layer);
  if (index === undefined) indices.set(layer, (index = KDBush.from(layer.index as unknown as ArrayBuffer)));
  const side = 2 ** -z;
  const margin = (side * bufferUnits) / tileExtent;
  return index.range(x * side - margin, y * side - margin, (x + 1) * side + margin, (y + 1) * side + margin);
}

function place(layer: PointLayer, point: number, z: number, x: number, y: number): [number, number] {
  return [
    Math.round((layer.xy[point * 2] * 2 ** z - x) * tileExtent),
    Math.round((layer.xy[point * 2 + 1] * 2 ** z - y) * tileExtent),
  ];
}

function tagsOf(layer: PointLayer, point: number): TilePoint["tags"] {
  return JSON.parse(textAt(layer.properties, point)) as TilePoint["tags"];
}

/** In the order of the city, so that equal cities give equal tiles. */
function single(layer: PointLayer, points: number[], z: number, x: number, y: number): TilePoint[] {
  points.sort((a, b) => a - b);
  return points.map((point) => ({ type: 1, geometry: [place(layer, point, z, x, y)], tags: tagsOf(layer, point) }));
}

/** What the points of one square and kind have together. */
interface Group {
  first: number;
  count: number;
  /** Policy order 0–31, 32–49. */
  categories: number;
  moreCategories: number;
  repairs: number;
  features: number;
  households: number;
  isEstimated: boolean;
}

/** One point for those of a square and kind: the first of them, with how many it stands for and what any of them has. */
function thinned(layer: PointLayer, points: number[], z: number, x: number, y: number): TilePoint[] {
  let squares = squaresOf(layer, points, z, x, y, squareUnits[0]);
  for (let i = 1; squares.count > mostPoints && i < squareUnits.length; i++) {
    squares = squaresOf(layer, points, z, x, y, squareUnits[i]);
  }
  return groupsOf(layer, points, squares).map((group) => {
    const tags = tagsOf(layer, group.first);
    if (group.count > 1) {
      tags.count = group.count;
      if (layer.name === "outlets") {
        tags.categories = categoryIdsOf(group);
        if (group.repairs !== 0) tags.kinds = repairIdsOf(group.repairs);
        if (group.features !== 0) tags.has = featureIdsOf(group.features);
      } else {
        tags.households = group.households;
        tags.estimated = group.isEstimated;
      }
    }
    return { type: 1, geometry: [place(layer, group.first, z, x, y)], tags };
  });
}

function categoryIdsOf({ categories: low, moreCategories: high }: Group): string {
  let ids = "";
  for (let column = 0; column < categories.length; column++) {
    const isThere = ((column < 32 ? low : high) & (1 << (column & 31))) !== 0;
    if (isThere) ids += ids === "" ? categories[column].id : `,${categories[column].id}`;
  }
  return ids;
}

function repairIdsOf(bits: number): string {
  return repairKinds
    .filter((_, bit) => (bits & (1 << bit)) !== 0)
    .map(({ id }) => id)
    .join(",");
}

function featureIdsOf(bits: number): string {
  return outletFeatures.filter((_, bit) => (bits & (1 << bit)) !== 0).join(",");
}

/** Which of so many squares with anything in them each point lies in, points of another kind in another one. */
interface Squares {
  count: number;
  of: Int32Array;
}

function squaresOf(layer: PointLayer, points: number[], z: number, x: number, y: number, units: number): Squares {
  const { xy, kind, kindCount } = layer;
  const columns = Math.ceil((tileExtent + 2 * bufferUnits) / units) + 2;
  const numbers = new Int32Array(columns * columns * kindCount);
  const scale = (2 ** z * tileExtent) / units;
  // Squares count from the world's corner, so that a square is the same in the tiles on both sides of a border.
  const west = Math.floor((x * tileExtent - bufferUnits) / units) - 1;
  const north = Math.floor((y * tileExtent - bufferUnits) / units) - 1;
  const squares: Squares = { count: 0, of: new Int32Array(points.length) };
  for (let i = 0; i < points.length; i++) {
    const point = points[i];
    const column = Math.floor(xy[point * 2] * scale) - west;
    const row = Math.floor(xy[point * 2 + 1] * scale) - north;
    const at = (row * columns + column) * kindCount + kind[point];
    if (numbers[at] === 0) numbers[at] = ++squares.count;
    squares.of[i] = numbers[at] - 1;
  }
  return squares;
}

/** By their first points. */
function groupsOf(layer: PointLayer, points: number[], squares: Squares): Group[] {
  const groups = Array.from({ length: squares.count }, (): Group => ({
    first: Number.MAX_SAFE_INTEGER,
    count: 0,
    categories: 0,
    moreCategories: 0,
    repairs: 0,
    features: 0,
    households: 0,
    isEstimated: false,
  }));
  for (let i = 0; i < points.length; i++) {
    const point = points[i];
    const group = groups[squares.of[i]];
    group.count++;
    if (point < group.first) group.first = point;
    if (layer.name === "outlets") {
      group.categories |= layer.categoryBits[point * 2];
      group.moreCategories |= layer.categoryBits[point * 2 + 1];
      group.repairs |= layer.repairBits[point];
      group.features |= layer.featureBits[point];
    } else {
      group.households += layer.households[point];
      group.isEstimated ||= layer.isEstimated[point] === 1;
    }
  }
  return groups.sort((a, b) => a.first - b.first);
}
