import { barrierKinds } from "../foot/rules.ts";
import type { WayClass } from "../foot/ways.ts";
import { metersPerDegree, UNITS_PER_DEGREE } from "../geo.ts";
import type { Description, NetworkArrays } from "./network.ts";

/** Networks end short of the poles, where a degree of longitude has no length. */
const MAX_LATITUDE = 89;
/** Cells are 100 m, a little less or more away from the middle of a tall network; far smaller ones would take ages. */
const MIN_CELL_METERS = 10;

/**
 * What makes a network's parts contradict each other or point outside of them; null where nothing does. It costs one
 * look at each index, so that the searches need no checks of their own.
 */
export function findFault(about: Description, arrays: NetworkArrays): string | null {
  return faultInDescription(about) ?? faultInLengths(about, arrays) ?? faultInIndices(about, arrays);
}

const isNumber = (value: unknown): boolean => Number.isFinite(value);
const isNumberOrNull = (value: unknown): boolean => value === null || Number.isFinite(value);
const isBoolean = (value: unknown): boolean => typeof value === "boolean";
const isText = (value: unknown): boolean => typeof value === "string";
const isPositive = (value: unknown): boolean => Number.isFinite(value) && (value as number) > 0;
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);

const ACCESS = new Set(["allowed", "private", "forbidden"]);

function areTimes(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === null;
  const { fromMinute, access, byDay } = value as Partial<NonNullable<WayClass["times"]>>;
  return (
    Array.isArray(fromMinute) &&
    Array.isArray(access) &&
    access.length === fromMinute.length &&
    fromMinute[0] === 0 &&
    fromMinute.every((minute, i) => isWhole(minute) && (i === 0 || minute > fromMinute[i - 1])) &&
    access.every((word) => ACCESS.has(word)) &&
    ACCESS.has(byDay ?? "")
  );
}

const classFields: Record<keyof WayClass, (value: unknown) => boolean> = {
  kind: isText,
  forward: isBoolean,
  backward: isBoolean,
  private: isBoolean,
  times: areTimes,
  surfaceFactor: isPositive,
  ground: (value) => ["firm", "uneven", "rough", "soft"].includes(value as string),
  inclinePercent: isNumberOrNull,
  noWheelchair: isBoolean,
  noPram: isBoolean,
  bridge: isBoolean,
  tunnel: isBoolean,
  indoor: isBoolean,
  attachable: isBoolean,
  crossing: isBoolean,
  fixedSpeedKmh: (value) => value === null || isPositive(value),
  stepCount: isNumberOrNull,
  taggedRow: (value) => value === undefined || isWhole(value),
};
const fieldChecks = Object.entries(classFields) as [keyof WayClass, (value: unknown) => boolean][];

function faultInDescription(about: Description): string | null {
  const { version, bbox, osmDate, unreadTimes, thinnedAreas, grid, classes } = about;
  if (!isText(version)) return "no version";
  if (osmDate !== null && !isText(osmDate)) return "a date that is no text";
  if (!Array.isArray(unreadTimes) || !unreadTimes.every(isText)) return "unread times that are no list of texts";
  if (!isWhole(thinnedAreas)) return "a number of thinned areas that is none";
  if (!Array.isArray(bbox) || bbox.length !== 4 || !bbox.every(isNumber)) return "no box";
  const [west, south, east, north] = bbox;
  if (
    !(west >= -180 && west <= east && east <= 180 && south >= -MAX_LATITUDE && south <= north && north <= MAX_LATITUDE)
  )
    return `an impossible box, ${bbox.join(", ")}`;
  if (grid === null || typeof grid !== "object") return "no grid";
  if (![grid.west, grid.south, grid.cellLng, grid.cellLat, grid.columns, grid.rows].every(isWhole))
    return "a grid without whole numbers";
  for (const lat of [south, north]) {
    const scale = metersPerDegree(lat);
    const cell = Math.min(grid.cellLng * scale.lng, grid.cellLat * scale.lat) / UNITS_PER_DEGREE;
    if (!(cell >= MIN_CELL_METERS)) return `grid cells of ${cell} m`;
  }
  if (grid.columns < 1 || grid.rows < 1) return "a grid without cells";
  if (!Array.isArray(classes)) return "no classes of ways";
  for (const [row, foot] of classes.entries()) {
    if (foot === null || typeof foot !== "object") return `class ${row} is none`;
    for (const [field, fits] of fieldChecks) {
      const value: unknown = foot[field];
      if (!fits(value)) return `class ${row} with ${field}: ${JSON.stringify(value)}`;
    }
    if (foot.taggedRow !== undefined && !(foot.taggedRow in classes)) return `class ${row} made of none`;
  }
  return null;
}

function faultInLengths({ grid }: Description, arrays: NetworkArrays): string | null {
  const vertices = arrays.vertexLng.length;
  const edges = arrays.edgeFrom.length;
  const cells = grid.columns * grid.rows;
  const lengths: Partial<Record<keyof NetworkArrays, number>> = {
    vertexLat: vertices,
    vertexFlags: vertices,
    arcStart: vertices + 1,
    arcEdge: edges * 2,
    arcHead: edges * 2,
    edgeTo: edges,
    edgeMillimeters: edges,
    edgeClass: edges,
    edgeFlags: edges,
    edgeName: edges,
    edgeOsmId: edges,
    shapeStart: edges + 1,
    shapeLat: arrays.shapeLng.length,
    edgeCellStart: cells + 1,
    barrierCellStart: cells + 1,
  };
  for (const [name, length] of Object.entries(lengths)) {
    const found = arrays[name as keyof NetworkArrays].length;
    if (found !== length) return `${name} of length ${found} where ${length} fits the other parts`;
  }
  if (edges === 0) return "no way at all";
  if (arrays.barrierSegments.length % 4 !== 0) return "half a barrier";
  if (arrays.barrierKind.length !== arrays.barrierSegments.length / 4) return "barriers without a kind";
  if (arrays.nameStart.length < 2) return "no names";
  return null;
}

function faultInIndices({ bbox, classes }: Description, arrays: NetworkArrays): string | null {
  const vertices = arrays.vertexLng.length;
  const edges = arrays.edgeFrom.length;
  for (const [name, starts, items] of [
    ["arcStart", arrays.arcStart, arrays.arcEdge.length],
    ["shapeStart", arrays.shapeStart, arrays.shapeLng.length],
    ["edgeCellStart", arrays.edgeCellStart, arrays.edgeCellItems.length],
    ["barrierCellStart", arrays.barrierCellStart, arrays.barrierCellItems.length],
    ["nameStart", arrays.nameStart, arrays.nameBytes.length],
  ] as const) {
    if (!cutsUp(starts, items)) return `${name} that does not ascend from 0 to ${items}`;
  }
  for (const [name, indices, count] of [
    ["arcEdge", arrays.arcEdge, edges * 2],
    ["arcHead", arrays.arcHead, vertices],
    ["edgeFrom", arrays.edgeFrom, vertices],
    ["edgeTo", arrays.edgeTo, vertices],
    ["edgeClass", arrays.edgeClass, classes.length],
    ["edgeName", arrays.edgeName, arrays.nameStart.length - 1],
    ["edgeCellItems", arrays.edgeCellItems, edges],
    ["barrierCellItems", arrays.barrierCellItems, arrays.barrierSegments.length / 4],
    ["barrierKind", arrays.barrierKind, barrierKinds.length],
  ] as const) {
    const fault = indices instanceof Uint32Array ? firstBeyond(indices, count) : firstBeyondSmall(indices, count);
    if (fault >= 0) return `${name} that names row ${indices[fault]} of ${count}`;
  }
  const [west, south, east, north] = bbox.map((degrees) => Math.round(degrees * UNITS_PER_DEGREE));
  for (const [name, values, least, most] of [
    ["vertexLng", arrays.vertexLng, west, east],
    ["vertexLat", arrays.vertexLat, south, north],
    ["shapeLng", arrays.shapeLng, west, east],
    ["shapeLat", arrays.shapeLat, south, north],
  ] as const) {
    if (!isWithin(values, least, most)) return `${name} outside of the network's box`;
  }
  return null;
}

/*
 * Opening should take no longer than the memory takes to hand the file over. So each array is looked through four numbers
 * at a time without a branch: the signs of all differences are laid over each other, and only where one is below zero is
 * it looked at number by number. Differences that do not fit 32 bits wrap; then one of the two signs is below zero.
 */

const signed = (numbers: Uint32Array): Int32Array => new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length);

/** Do the starts divide so many items into runs, the last start being the end? */
function cutsUp(starts: Uint32Array, items: number): boolean {
  const last = starts.length - 1;
  if (starts[0] !== 0 || starts[last] !== items || items >= 2 ** 31) return false;
  const values = signed(starts);
  let below = 0;
  let i = 0;
  for (; i + 4 <= last; i += 4) {
    const one = values[i];
    const two = values[i + 1];
    const three = values[i + 2];
    const four = values[i + 3];
    below |= one | two | three | four | (two - one) | (three - two) | (four - three) | (values[i + 4] - four);
  }
  for (; i < last; i++) below |= values[i] | (values[i + 1] - values[i]);
  return below >= 0;
}

/** The first index that is not below `count`; -1 where there is none. */
function firstBeyond(indices: Uint32Array, count: number): number {
  const values = signed(indices);
  // more than an array has room for is never reached
  const most = Math.min(count, 2 ** 31) - 1;
  const whole = values.length & ~3;
  let below = 0;
  for (let i = 0; i < whole; i += 4) {
    const one = values[i];
    const two = values[i + 1];
    const three = values[i + 2];
    const four = values[i + 3];
    below |= one | two | three | four | (most - one) | (most - two) | (most - three) | (most - four);
  }
  for (let i = whole; i < values.length; i++) below |= values[i] | (most - values[i]);
  return below >= 0 ? -1 : indices.findIndex((value) => value >= count);
}

/** The same for narrower numbers: a function for both kinds would be slower for either. */
function firstBeyondSmall(indices: Uint16Array | Uint8Array, count: number): number {
  for (let i = 0; i < indices.length; i++) if (indices[i] >= count) return i;
  return -1;
}

function isWithin(values: Int32Array, least: number, most: number): boolean {
  const whole = values.length & ~3;
  let below = 0;
  for (let i = 0; i < whole; i += 4) {
    const one = values[i];
    const two = values[i + 1];
    const three = values[i + 2];
    const four = values[i + 3];
    below |= (one - least) | (most - one) | (two - least) | (most - two);
    below |= (three - least) | (most - three) | (four - least) | (most - four);
  }
  for (let i = whole; i < values.length; i++) below |= (values[i] - least) | (most - values[i]);
  return below >= 0 || values.every((value) => value >= least && value <= most);
}
