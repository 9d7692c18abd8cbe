/** A question of reach and the answers for its chunks as bytes (little-endian), as the store hands them to workers and back. */
import { promisify } from "node:util";
import { constants, zstdCompressSync, zstdDecompress } from "node:zlib";
import type { GroupedTargets, GroupReach, Position, WalkSettings } from "@quarterhour/isochrones";

/** Many-to-many reach; the homes in the order of their chunks. */
export interface ReachQuestion {
  settings: WalkSettings;
  ringMinutes: number[];
  limitMinutes: number;
  targets: GroupedTargets;
  /** Homes of each chunk. */
  chunkLengths: number[];
  origins: Position[];
}

interface Header extends Pick<ReachQuestion, "settings" | "ringMinutes" | "limitMinutes" | "chunkLengths"> {
  groupCount: number;
  targetCount: number;
  memberCount: number;
}

/** Not reached within the limit. */
const NEVER = -1;

/** Header length, header as JSON padded to 8 bytes, then the numbers. */
export function writeQuestion(question: ReachQuestion): Uint8Array {
  const { targets, origins, settings, ringMinutes, limitMinutes, chunkLengths } = question;
  const groupStart = new Int32Array(targets.groups.length + 1);
  targets.groups.forEach((groups, i) => (groupStart[i + 1] = groupStart[i] + groups.length));
  const header: Header = {
    settings,
    ringMinutes,
    limitMinutes,
    chunkLengths,
    groupCount: targets.groupCount,
    targetCount: targets.positions.length,
    memberCount: groupStart[targets.groups.length],
  };
  const json = Buffer.from(JSON.stringify(header), "utf8");
  const begin = padded(8 + json.length);
  const head = Buffer.alloc(begin, 0x20);
  head.writeDoubleLE(json.length, 0);
  json.copy(head, 8);
  return joined([
    head,
    Float64Array.from(targets.positions.flat()),
    Float64Array.from(origins.flat()),
    groupStart,
    Int32Array.from(targets.groups.flat()),
  ]);
}

/** What a worker needs to answer one chunk after another. */
export interface OpenedQuestion extends Omit<ReachQuestion, "origins" | "chunkLengths"> {
  originsOf(chunk: number): Position[];
}

/** Throws RangeError where the bytes are no question. */
export function readQuestion(bytes: Uint8Array): OpenedQuestion {
  const take = reader(bytes);
  const [jsonLength] = take(Float64Array, 1);
  const json = Buffer.from(bytes.slice(8, 8 + jsonLength)).toString("utf8");
  const { groupCount, targetCount, memberCount, chunkLengths, ...rest } = JSON.parse(json) as Header;
  take(Uint8Array, padded(8 + jsonLength) - 8);
  const targetLngLat = take(Float64Array, targetCount * 2);
  const lngLat = take(Float64Array, chunkLengths.reduce((sum, length) => sum + length, 0) * 2);
  const groupStart = take(Int32Array, targetCount + 1);
  const groupItems = take(Int32Array, memberCount);
  const chunkStart = [0];
  for (const length of chunkLengths) chunkStart.push(chunkStart[chunkStart.length - 1] + length);
  return {
    ...rest,
    targets: {
      positions: positionsOf(targetLngLat),
      groups: Array.from({ length: targetCount }, (_, i) => [...groupItems.subarray(groupStart[i], groupStart[i + 1])]),
      groupCount,
    },
    originsOf(chunk) {
      if (!(chunk >= 0 && chunk < chunkLengths.length)) throw new RangeError(`the question has no chunk ${chunk}`);
      return positionsOf(lngLat.subarray(chunkStart[chunk] * 2, chunkStart[chunk + 1] * 2));
    },
  };
}

/** The rows of one chunk; seconds as the whole milliseconds they are. */
export function writeAnswer({
  nearestSeconds,
  nearestTarget,
  within,
  accessMeters,
  edgeOfDataSeconds,
}: GroupReach): Uint8Array {
  return joined([
    accessMeters,
    millisecondsOf(nearestSeconds),
    nearestTarget,
    millisecondsOf(edgeOfDataSeconds),
    ...within,
  ]);
}

/** A quarter of the bytes, for less time than it takes to store the rest. */
export function packAnswer(bytes: Uint8Array): Uint8Array {
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
}

/** Off the event loop. Rejects where the bytes were not packed. */
export const unpackAnswer: (bytes: Uint8Array) => Promise<Uint8Array> = promisify(zstdDecompress);

/** Writes the answer for some rows into the answer for all. Throws RangeError where it is not for so many rows. */
export function placeAnswer(bytes: Uint8Array, rows: Uint32Array, into: GroupReach): void {
  const { groupCount } = into;
  const take = reader(bytes);
  const cells = rows.length * groupCount;
  const accessMeters = take(Float64Array, rows.length);
  const nearest = take(Int32Array, cells);
  const target = take(Int32Array, cells);
  const edge = take(Int32Array, rows.length);
  const within = into.within.map(() => take(Uint16Array, cells));
  take(Uint8Array, 0, true);
  for (let i = 0; i < rows.length; i++) {
    const from = i * groupCount;
    const to = rows[i] * groupCount;
    for (let group = 0; group < groupCount; group++) {
      into.nearestSeconds[to + group] = secondsOf(nearest[from + group]);
    }
    into.nearestTarget.set(target.subarray(from, from + groupCount), to);
    for (let ring = 0; ring < within.length; ring++) {
      into.within[ring].set(within[ring].subarray(from, from + groupCount), to);
    }
    into.accessMeters[rows[i]] = accessMeters[i];
    into.edgeOfDataSeconds[rows[i]] = secondsOf(edge[i]);
  }
}

/** Whole milliseconds. A plain loop: `Int32Array.from` takes ten times as long. */
function millisecondsOf(seconds: Float64Array): Int32Array {
  const milliseconds = new Int32Array(seconds.length);
  for (let i = 0; i < seconds.length; i++) {
    milliseconds[i] = seconds[i] === Infinity ? NEVER : Math.round(seconds[i] * 1000);
  }
  return milliseconds;
}

/** The same division as the engine's, so that it is the same number. */
const secondsOf = (milliseconds: number): number => (milliseconds === NEVER ? Infinity : milliseconds / 1000);

const positionsOf = (lngLat: Float64Array): Position[] =>
  Array.from({ length: lngLat.length / 2 }, (_, i): Position => [lngLat[i * 2], lngLat[i * 2 + 1]]);

const padded = (length: number): number => Math.ceil(length / 8) * 8;

/** Each part begins at a multiple of eight bytes. */
function joined(parts: readonly (Uint8Array | Uint16Array | Int32Array | Float64Array)[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + padded(part.byteLength), 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), offset);
    offset += padded(part.byteLength);
  }
  return bytes;
}

interface Numbers<T> {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
}

/** Takes the parts off one after another. */
function reader(bytes: Uint8Array): <T>(kind: Numbers<T>, length: number, isLast?: boolean) => T {
  const own = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  let offset = 0;
  return (kind, length, isLast = false) => {
    const begin = offset;
    offset += padded(length * kind.BYTES_PER_ELEMENT);
    if (offset > own.byteLength || (isLast && offset !== own.byteLength)) {
      throw new RangeError(`${own.byteLength} bytes of reach, where ${offset} should be`);
    }
    return new kind(own.buffer, own.byteOffset + begin, length);
  };
}
