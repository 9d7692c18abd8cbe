/** Cuts vector tiles out of a layer of points, thinned where there are more than a map can show or a phone can load. */
import { fromGeojsonVt } from "@maplibre/vt-pbf";
import { categories, repairKinds } from "@quarterhour/data";
import KDBush from "kdbush";
import { gzipSync } from "node:zlib";
import { textAt } from "./city-data.ts";
import type { PointLayer } from "./point-layer.ts";

export const tileExtent = 4096;
/** Points this far outside are in the tile too, since their marks reach into it; of 4096. */
const bufferUnits = 64;
/** From this zoom on every point is there: people then pick single ones. */
const allFromZoom = 15;
/** With more points than this in a tile, those near each other are put together. */
const mostPoints = 3000;
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
  const found = index.range(x * side - margin, y * side - margin, (x + 1) * side + margin, (y + 1) * side + margin);
  // In the order of the city, so that equal cities give equal tiles.
  return found.sort((a, b) => a - b);
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

function single(layer: PointLayer, points: number[], z: number, x: number, y: number): TilePoint[] {
  return points.map((point) => ({ type: 1, geometry: [place(layer, point, z, x, y)], tags: tagsOf(layer, point) }));
}

/** What the points of one square and kind have together. */
interface Heap {
  first: number;
  count: number;
  categoryBits: [number, number];
  repairBits: number;
  households: number;
  isEstimated: boolean;
}

/** One point for those of a square and kind: the first of them, with how many it stands for and what any of them has. */
function thinned(layer: PointLayer, points: number[], z: number, x: number, y: number): TilePoint[] {
  let heaps: Heap[] = [];
  for (const units of squareUnits) {
    heaps = heapsOf(layer, points, z, x, y, units);
    if (heaps.length <= mostPoints) break;
  }
  return heaps.map((heap) => {
    const tags = tagsOf(layer, heap.first);
    if (heap.count > 1) {
      tags.count = heap.count;
      if (layer.name === "outlets") {
        tags.categories = categories
          .filter((_, column) => (heap.categoryBits[column >> 5] & (1 << (column & 31))) !== 0)
          .map(({ id }) => id)
          .join(",");
        const kinds = repairKinds.filter((_, bit) => (heap.repairBits & (1 << bit)) !== 0);
        if (kinds.length > 0) tags.kinds = kinds.map(({ id }) => id).join(",");
      } else {
        tags.households = heap.households;
        tags.estimated = heap.isEstimated;
      }
    }
    return { type: 1, geometry: [place(layer, heap.first, z, x, y)], tags };
  });
}

function heapsOf(layer: PointLayer, points: number[], z: number, x: number, y: number, units: number): Heap[] {
  const columns = Math.ceil((tileExtent + 2 * bufferUnits) / units) + 2;
  const heaps: Heap[] = [];
  const heapIn = new Int32Array(columns * columns * layer.kindCount).fill(-1);
  const scale = (2 ** z * tileExtent) / units;
  // Squares count from the world's corner, so that a square is the same in the tiles on both sides of a border.
  const west = Math.floor((x * tileExtent - bufferUnits) / units) - 1;
  const north = Math.floor((y * tileExtent - bufferUnits) / units) - 1;
  for (const point of points) {
    const column = Math.floor(layer.xy[point * 2] * scale) - west;
    const row = Math.floor(layer.xy[point * 2 + 1] * scale) - north;
    const at = (row * columns + column) * layer.kindCount + layer.kind[point];
    let heap = heaps[heapIn[at]];
    if (heap === undefined) {
      heap = { first: point, count: 0, categoryBits: [0, 0], repairBits: 0, households: 0, isEstimated: false };
      heapIn[at] = heaps.push(heap) - 1;
    }
    heap.count++;
    if (layer.name === "outlets") {
      heap.categoryBits[0] |= layer.categoryBits[point * 2];
      heap.categoryBits[1] |= layer.categoryBits[point * 2 + 1];
      heap.repairBits |= layer.repairBits[point];
    } else {
      heap.households += layer.households[point];
      heap.isEstimated ||= layer.isEstimated[point] === 1;
    }
  }
  return heaps;
}
