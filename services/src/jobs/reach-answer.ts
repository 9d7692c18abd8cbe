/**
 * The answer for one chunk as bytes. Homes follow each other as neighbours do, and neighbours differ little: what is
 * written is how each home differs from the one before it, in numbers so small that packing them costs next to nothing.
 */
import { promisify } from "node:util";
import { constants, zstdCompressSync, zstdDecompress } from "node:zlib";
import type { GroupReach } from "@quarterhour/isochrones";
import { byteReader, joinedBytes } from "./byte-arrays.ts";

/** Of a cell: another target than the home before it has; a time that does not fit as a small difference. */
const OTHER_TARGET = 1;
const LONG_TIME = 2;
/** No small difference: the count itself is listed. */
const LISTED = -128;
/** Unpacked at once: by default it would be thousands of pieces. */
const PIECE_BYTES = 1 << 22;

/** The rows of one chunk. Times are the whole milliseconds that they are; none where there is no target. */
export function writeAnswer(reach: GroupReach): Uint8Array {
  const { nearestSeconds, nearestTarget, within, accessMeters, edgeOfDataSeconds, groupCount } = reach;
  const cells = nearestTarget.length;
  const kinds = new Uint8Array(cells);
  const targets = new Int32Array(cells);
  const short = new Int16Array(cells);
  const long = new Int32Array(cells);
  const lastTarget = new Int32Array(groupCount).fill(-1);
  const lastTime = new Int32Array(groupCount);
  let [targetCount, shortCount, longCount] = [0, 0, 0];
  for (let home = 0, cell = 0; home < accessMeters.length; home++) {
    for (let group = 0; group < groupCount; group++, cell++) {
      const target = nearestTarget[cell];
      let kind = 0;
      if (target !== lastTarget[group]) {
        kind = OTHER_TARGET;
        targets[targetCount++] = lastTarget[group] = target;
      }
      if (target >= 0) {
        const time = Math.round(nearestSeconds[cell] * 1000);
        const difference = time - lastTime[group];
        lastTime[group] = time;
        if (difference === (difference << 16) >> 16) short[shortCount++] = difference;
        else {
          kind |= LONG_TIME;
          long[longCount++] = time;
        }
      }
      kinds[cell] = kind;
    }
  }
  const counts = within.map((ofRing) => differences(ofRing, groupCount));
  const lengths = [targetCount, shortCount, longCount, ...counts.map(({ listed }) => listed.length)];
  return joinedBytes([
    Float64Array.from(lengths),
    accessMeters,
    edgeOfDataSeconds,
    kinds,
    targets.subarray(0, targetCount),
    short.subarray(0, shortCount),
    long.subarray(0, longCount),
    ...counts.flatMap(({ small, listed }) => [small, listed]),
  ]);
}

function differences(counts: Uint16Array, groupCount: number): { small: Int8Array; listed: Uint16Array } {
  const small = new Int8Array(counts.length);
  const listed = new Uint16Array(counts.length);
  let end = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    const difference = counts[cell] - (cell < groupCount ? 0 : counts[cell - groupCount]);
    if (difference > LISTED && difference < 128) small[cell] = difference;
    else {
      small[cell] = LISTED;
      listed[end++] = counts[cell];
    }
  }
  return { small, listed: listed.subarray(0, end) };
}

/** A third of the bytes and less. */
export function packAnswer(bytes: Uint8Array): Uint8Array {
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
}

const unpack = promisify<Uint8Array, { chunkSize: number }, Uint8Array>(zstdDecompress);

/** Off the event loop. Rejects where the bytes were not packed. */
export const unpackAnswer = (bytes: Uint8Array): Promise<Uint8Array> => unpack(bytes, { chunkSize: PIECE_BYTES });

/** Writes the answer for some rows into the answer for all. Throws RangeError where it is not for so many rows. */
export function placeAnswer(bytes: Uint8Array, rows: Uint32Array, into: GroupReach): void {
  const { groupCount } = into;
  const cells = rows.length * groupCount;
  const take = byteReader(bytes);
  const [targetCount, shortCount, longCount, ...listedCounts] = take(Float64Array, 3 + into.within.length);
  const accessMeters = take(Float64Array, rows.length);
  const edge = take(Float64Array, rows.length);
  const kinds = take(Uint8Array, cells);
  const targets = take(Int32Array, targetCount);
  const short = take(Int16Array, shortCount);
  const long = take(Int32Array, longCount);
  const counts = listedCounts.map((listed) => ({ small: take(Int8Array, cells), listed: take(Uint16Array, listed) }));
  take(Uint8Array, 0, true);
  const { nearestSeconds, nearestTarget } = into;
  const lastTarget = new Int32Array(groupCount).fill(-1);
  const lastTime = new Int32Array(groupCount);
  let [nextTarget, nextShort, nextLong] = [0, 0, 0];
  for (let home = 0, cell = 0; home < rows.length; home++) {
    const row = rows[home] * groupCount;
    for (let group = 0; group < groupCount; group++, cell++) {
      const kind = kinds[cell];
      if ((kind & OTHER_TARGET) !== 0) lastTarget[group] = targets[nextTarget++];
      const target = lastTarget[group];
      nearestTarget[row + group] = target;
      if (target < 0) nearestSeconds[row + group] = Infinity;
      else {
        const time = (kind & LONG_TIME) !== 0 ? long[nextLong++] : lastTime[group] + short[nextShort++];
        lastTime[group] = time;
        // the same division as the engine's, so that it is the same number
        nearestSeconds[row + group] = time / 1000;
      }
    }
    into.accessMeters[rows[home]] = accessMeters[home];
    into.edgeOfDataSeconds[rows[home]] = edge[home];
  }
  counts.forEach(({ small, listed }, ring) => placeCounts(small, listed, rows, groupCount, into.within[ring]));
}

function placeCounts(
  small: Int8Array,
  listed: Uint16Array,
  rows: Uint32Array,
  groupCount: number,
  into: Uint16Array,
): void {
  const last = new Int32Array(groupCount);
  let next = 0;
  for (let home = 0, cell = 0; home < rows.length; home++) {
    const row = rows[home] * groupCount;
    for (let group = 0; group < groupCount; group++, cell++) {
      const difference = small[cell];
      last[group] = difference === LISTED ? listed[next++] : last[group] + difference;
      into[row + group] = last[group];
    }
  }
}
