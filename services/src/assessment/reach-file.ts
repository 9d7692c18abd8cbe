/** The reach table as bytes: magic, version, header, arrays, checksum. Equal tables give equal bytes. */
import type { CategoryId } from "@quarterhour/data";
import { crc32 } from "node:zlib";
import type { ReachParameters, ReachTable } from "./reach-table.ts";

const magic = "QHREACH\n";
const formatVersion = 1;
/** Magic, format version, header length. */
const prefixBytes = 16;

/** The bytes are no reach table, or a damaged one. */
export class ReachFileError extends Error {
  override name = "ReachFileError";
}

interface Header {
  parameters: ReachParameters;
  categories: CategoryId[];
  residenceCount: number;
}

/** The table as bytes (little-endian): prefix, JSON header padded to 8 bytes, the arrays, CRC-32 of all before it. */
export function writeReachFile(table: ReachTable): Uint8Array {
  const header: Header = {
    parameters: table.parameters,
    categories: table.categories,
    residenceCount: table.residenceCount,
  };
  const json = Buffer.from(JSON.stringify(header), "utf8");
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const arrays = [
    table.nearestSeconds,
    table.nearestOutlet,
    ...table.within,
    table.accessMeters,
    table.edgeOfDataSeconds,
  ];
  const total = prefixBytes + headerBytes + arrays.reduce((sum, array) => sum + padded(array.byteLength), 0) + 8;
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  bytes.set(Buffer.from(magic, "latin1"), 0);
  view.setUint32(8, formatVersion, true);
  view.setUint32(12, headerBytes, true);
  bytes.fill(0x20, prefixBytes, prefixBytes + headerBytes);
  bytes.set(json, prefixBytes);
  let offset = prefixBytes + headerBytes;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += padded(array.byteLength);
  }
  view.setUint32(offset, crc32(bytes.subarray(0, offset)), true);
  return bytes;
}

/**
 * The table in the bytes, which it goes on to lie in where they have a buffer to themselves: whoever reads them hands
 * them over. Throws ReachFileError saying what is wrong and where.
 */
export function readReachFile(bytes: Uint8Array): ReachTable {
  if (bytes.length < prefixBytes || Buffer.from(bytes.subarray(0, 8)).toString("latin1") !== magic) {
    throw new ReachFileError(`not a reach table: it should begin with ${JSON.stringify(magic)}`);
  }
  // Elsewhere in a larger buffer the arrays might not be aligned.
  const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
  const view = new DataView(own.buffer);
  const version = view.getUint32(8, true);
  if (version !== formatVersion) {
    throw new ReachFileError(`reach table of format ${version} at byte 8; this version reads format ${formatVersion}`);
  }
  const end = own.length - 8;
  const headerBytes = view.getUint32(12, true);
  if (end < prefixBytes + headerBytes) throw new ReachFileError(`reach table cut off at byte ${own.length}`);
  if (view.getUint32(end, true) !== crc32(own.subarray(0, end))) {
    throw new ReachFileError(`reach table damaged: the checksum at byte ${end} does not match`);
  }
  const header = JSON.parse(Buffer.from(own.buffer, prefixBytes, headerBytes).toString("utf8")) as Header;
  const cells = header.residenceCount * header.categories.length;
  let offset = prefixBytes + headerBytes;
  const next = (byteLength: number) => {
    const start = offset;
    offset += padded(byteLength);
    if (offset > end) throw new ReachFileError(`reach table cut off at byte ${own.length}`);
    return start;
  };
  const table: ReachTable = {
    parameters: header.parameters,
    categories: header.categories,
    residenceCount: header.residenceCount,
    nearestSeconds: new Float32Array(own.buffer, next(cells * 4), cells),
    nearestOutlet: new Int32Array(own.buffer, next(cells * 4), cells),
    within: header.parameters.ringMinutes.map(() => new Uint16Array(own.buffer, next(cells * 2), cells)),
    accessMeters: new Float32Array(own.buffer, next(header.residenceCount * 4), header.residenceCount),
    edgeOfDataSeconds: new Float32Array(own.buffer, next(header.residenceCount * 4), header.residenceCount),
  };
  if (offset !== end) throw new ReachFileError(`reach table has ${end - offset} bytes too many at byte ${offset}`);
  return table;
}

function padded(byteLength: number): number {
  return Math.ceil(byteLength / 8) * 8;
}
