/** A question of reach as bytes (little-endian), as the store hands it to workers. */
import { createHash } from "node:crypto";
import type { GroupedTargets, Position, WalkSettings } from "@quarterhour/isochrones";
import { byteReader, joinedBytes, padded } from "./byte-arrays.ts";

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
  return joinedBytes([
    head,
    Float64Array.from(targets.positions.flat()),
    groupStart,
    Int32Array.from(targets.groups.flat()),
    Float64Array.from(origins.flat()),
  ]);
}

/** What a worker needs to answer one chunk after another. */
export interface OpenedQuestion extends Omit<ReachQuestion, "origins" | "chunkLengths"> {
  /** Hash of all but the homes: questions that have it in common differ in these only. */
  version: string;
  originsOf(chunk: number): Position[];
}

/** Throws RangeError where the bytes are no question. */
export function readQuestion(bytes: Uint8Array): OpenedQuestion {
  const take = byteReader(bytes);
  const [jsonLength] = take(Float64Array, 1);
  const json = Buffer.from(bytes.slice(8, 8 + jsonLength)).toString("utf8");
  const { groupCount, targetCount, memberCount, chunkLengths, ...rest } = JSON.parse(json) as Header;
  take(Uint8Array, padded(8 + jsonLength) - 8);
  const targetLngLat = take(Float64Array, targetCount * 2);
  const groupStart = take(Int32Array, targetCount + 1);
  const groupItems = take(Int32Array, memberCount);
  const lngLat = take(Float64Array, chunkLengths.reduce((sum, length) => sum + length, 0) * 2);
  const hash = createHash("sha256").update(JSON.stringify([groupCount, rest]));
  for (const part of [targetLngLat, groupStart, groupItems]) hash.update(part);
  const chunkStart = [0];
  for (const length of chunkLengths) chunkStart.push(chunkStart[chunkStart.length - 1] + length);
  return {
    ...rest,
    version: hash.digest("hex"),
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

const positionsOf = (lngLat: Float64Array): Position[] =>
  Array.from({ length: lngLat.length / 2 }, (_, i): Position => [lngLat[i * 2], lngLat[i * 2 + 1]]);
