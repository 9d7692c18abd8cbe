import { isUtf8 } from "node:buffer";
import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { OsmFormatError } from "./errors.ts";
import { HEAD_BYTES, formatOf } from "./format.ts";

const CHUNK_BYTES = 64 * 1024;

/** Map data packs 10 to 20 times; what packs far more is made to exhaust its reader. */
const MAX_RATIO = 200;
const RATIO_FROM_BYTES = 64 * 1024 * 1024;

/** Some of the text of a file, in whole characters. */
export interface TextChunk {
  text: string;
  /** Where it begins, in bytes of the (unpacked) text. */
  byteOffset: number;
  /** Bytes of the file taken in so far. */
  bytesRead: number;
}

/** The text of a file, chunk by chunk. Throws OsmFormatError for what is no UTF-8 and for damaged packing. */
export async function* readText(handle: FileHandle, file: string, gzip: boolean): AsyncGenerator<TextChunk> {
  const source = new FileSource(handle);
  let byteOffset = 0;
  // Bytes not yet handed on: those of a character that the chunk cuts in two, and the head of a packed file.
  let rest: Buffer = Buffer.alloc(0);
  let headSeen = !gzip;
  for await (const bytes of gzip ? unpacked(source, file) : source.chunks()) {
    const chunk = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
    if (!headSeen) {
      if (chunk.length < HEAD_BYTES) {
        rest = chunk;
        continue;
      }
      headSeen = true;
      checkPacked(chunk, file);
    }
    const whole = wholeCharacters(chunk);
    rest = chunk.subarray(whole);
    if (whole === 0) continue;
    yield { text: decode(chunk.subarray(0, whole), byteOffset, file), byteOffset, bytesRead: source.bytesRead };
    byteOffset += whole;
  }
  if (!headSeen) checkPacked(rest, file);
  if (rest.length > 0) yield { text: decode(rest, byteOffset, file), byteOffset, bytesRead: source.bytesRead };
}

class FileSource {
  readonly #handle: FileHandle;
  bytesRead = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async *chunks(): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
      const { bytesRead } = await this.#handle.read(chunk, 0, CHUNK_BYTES, this.bytesRead);
      if (bytesRead === 0) return;
      this.bytesRead += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  }
}

async function* unpacked(source: FileSource, file: string): AsyncGenerator<Buffer> {
  let unpackedBytes = 0;
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // Its errors arrive through the loop below.
  pipeline(source.chunks(), gunzip, () => {});
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      unpackedBytes += chunk.length;
      if (unpackedBytes > RATIO_FROM_BYTES && unpackedBytes > MAX_RATIO * source.bytesRead)
        throw new OsmFormatError(
          file,
          unpackedBytes,
          `unpacks to more than ${MAX_RATIO} times its size, which no map does; reading stopped after ` +
            `${unpackedBytes} bytes`,
        );
      yield chunk;
    }
  } catch (error) {
    if (error instanceof OsmFormatError) throw error;
    const what =
      (error as NodeJS.ErrnoException).code === "Z_BUF_ERROR"
        ? "the packed data end too early; download or copy the file again"
        : `the packed data are damaged (${(error as Error).message})`;
    throw new OsmFormatError(file, unpackedBytes, `${what}. ${unpackedBytes} bytes could be unpacked`, {
      cause: error,
    });
  }
}

function checkPacked(head: Uint8Array, file: string): void {
  const format = formatOf(head);
  if (format === "xml") return;
  const found =
    head.length === 0
      ? "is packed with gzip, but there is nothing in it"
      : format === "pbf"
        ? "is an OSM PBF packed with gzip; unpack it first (gunzip), a PBF is packed in itself"
        : `is packed with gzip and holds no OSM XML but ${format === "gzip" ? "gzip again" : format.other}`;
  throw new OsmFormatError(file, 0, found);
}

/** How many bytes of the chunk make up whole characters. */
function wholeCharacters(chunk: Buffer): number {
  // Back over continuation bytes to the last lead byte; at most three can follow it.
  for (let back = 1; back <= 4 && back <= chunk.length; back++) {
    const byte = chunk[chunk.length - back];
    if ((byte & 0xc0) === 0x80) continue;
    const size = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return size > back ? chunk.length - back : chunk.length;
  }
  return chunk.length;
}

function decode(bytes: Buffer, byteOffset: number, file: string): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  const at = byteOffset + validPrefix(bytes);
  throw new OsmFormatError(file, at, `byte ${at} is not UTF-8, in which OSM XML is written`);
}

/** The first byte that is not part of a valid character. */
function validPrefix(bytes: Buffer): number {
  let low = 0;
  while (low < bytes.length) {
    const byte = bytes[low];
    const size = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    if (size > 1 && !isUtf8(bytes.subarray(low, low + size))) return low;
    low += size;
  }
  return low;
}
