import { promisify } from "node:util";
import { inflate, zstdDecompress } from "node:zlib";
import type { FileHandle } from "node:fs/promises";
import { OsmFormatError, WireError } from "./errors.ts";
import { Cursor, bytesField, varintField } from "./pbf-wire.ts";

/** Limits that the format sets. */
const MAX_HEADER_BYTES = 64 * 1024;
const MAX_BLOB_BYTES = 32 * 1024 * 1024;

/** No deflate stream unpacks to more than this many times its size. */
const MAX_DEFLATE_RATIO = 1032;

/** Read at a time: many blocks of most files. */
const CHUNK_BYTES = 512 * 1024;

const inflateAsync = promisify(inflate);
const zstdAsync = promisify(zstdDecompress);

/** One blob as it lies in the file. */
export interface Blob {
  type: string;
  /** Where its length word stands in the file. */
  offset: number;
  /** Where the next one begins. */
  endOffset: number;
  /** How it is packed, and the packed bytes. */
  packing: "raw" | "zlib" | "zstd";
  data: Uint8Array;
  rawBytes: number;
}

/** Reads the blobs of a PBF file one after the other. */
export class BlobReader {
  readonly #handle: FileHandle;
  readonly #file: string;
  readonly #bytesTotal: number;
  /** Some of the file, and where in it the reader stands. Used again for what follows. */
  readonly #chunk: Buffer;
  #chunkPos = 0;
  #chunkEnd = 0;
  /** File offset of what `#chunkPos` points to. */
  #offset = 0;

  constructor(handle: FileHandle, file: string, bytesTotal: number) {
    this.#handle = handle;
    this.#file = file;
    this.#bytesTotal = bytesTotal;
    this.#chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, bytesTotal));
  }

  /** Goes on reading at another place of the file, where a blob begins. */
  seek(offset: number): void {
    if (offset === this.#offset) return;
    const pos = this.#chunkPos + offset - this.#offset;
    this.#offset = offset;
    if (pos >= 0 && pos <= this.#chunkEnd) this.#chunkPos = pos;
    else this.#chunkPos = this.#chunkEnd = 0;
  }

  /** The next blob, or null at the end of the file. Throws OsmFormatError. */
  async next(): Promise<Blob | null> {
    const offset = this.#offset;
    if (offset >= this.#bytesTotal) return null;
    const headerBytes = (await this.#take(4, offset, "the length of a block's header")).readUInt32BE(0);
    if (headerBytes === 0 || headerBytes > MAX_HEADER_BYTES)
      throw new OsmFormatError(
        this.#file,
        offset,
        `at byte ${offset} a block's header of ${headerBytes} bytes begins; it may have 1 to ${MAX_HEADER_BYTES}`,
      );
    const header = await this.#take(headerBytes, offset, "a block's header");
    const { type, dataBytes } = this.#guard(offset, "the block header", () => parseBlobHeader(header));
    const body = await this.#take(dataBytes, offset, `a block of type ${JSON.stringify(type)}`);
    const blob = this.#guard(offset, "the block's envelope", () => parseBlob(body));
    return { type, offset, endOffset: this.#offset, ...blob };
  }

  #guard<T>(offset: number, what: string, parse: () => T): T {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      throw new OsmFormatError(
        this.#file,
        offset,
        `block at byte ${offset}, byte ${error.position} of ${what}: ${error.message}`,
      );
    }
  }

  /** The next `count` bytes, in memory of their own. */
  async #take(count: number, blobOffset: number, what: string): Promise<Buffer> {
    const left = this.#bytesTotal - this.#offset;
    if (count > left) throw this.#cutOff(count, left, blobOffset, what);
    const taken = Buffer.allocUnsafeSlow(count);
    let filled = 0;
    while (filled < count) {
      if (this.#chunkPos === this.#chunkEnd) {
        const { bytesRead } = await this.#handle.read(this.#chunk, 0, this.#chunk.length, this.#offset + filled);
        // The file has become shorter since its size was asked for.
        if (bytesRead === 0) throw this.#cutOff(count, filled, blobOffset, what);
        this.#chunkPos = 0;
        this.#chunkEnd = bytesRead;
      }
      const copied = this.#chunk.copy(
        taken,
        filled,
        this.#chunkPos,
        Math.min(this.#chunkEnd, this.#chunkPos + count - filled),
      );
      filled += copied;
      this.#chunkPos += copied;
    }
    this.#offset += count;
    return taken;
  }

  #cutOff(count: number, left: number, blobOffset: number, what: string): OsmFormatError {
    return new OsmFormatError(
      this.#file,
      blobOffset,
      `the file ends too early: ${what} needs ${count} bytes from byte ${this.#offset}, and ${left} are there. ` +
        "Download or copy it again",
    );
  }
}

function parseBlobHeader(bytes: Uint8Array): { type: string; dataBytes: number } {
  const cursor = new Cursor(bytes);
  let type: string | undefined;
  let dataBytes: number | undefined;
  while (cursor.pos < cursor.end) {
    const key = cursor.key();
    switch (key) {
      case bytesField(1): {
        const part = cursor.part();
        type = Buffer.from(bytes.subarray(part.pos, Math.min(part.end, part.pos + 80))).toString("latin1");
        break;
      }
      case varintField(3): {
        const pos = cursor.pos;
        dataBytes = cursor.signed();
        if (dataBytes < 0 || dataBytes > MAX_BLOB_BYTES)
          throw new WireError(pos, `a block of ${dataBytes} bytes is announced; it may have 0 to ${MAX_BLOB_BYTES}`);
        break;
      }
      default:
        cursor.skip(key, (1 << 1) | (1 << 3));
    }
  }
  if (type === undefined) throw new WireError(0, "the block has no type");
  if (dataBytes === undefined) throw new WireError(0, "the block has no size");
  return { type, dataBytes };
}

/** Field numbers of ways to pack that this reader does not have. */
const OTHER_PACKINGS: Record<number, string> = { 4: "LZMA", 5: "bzip2", 6: "LZ4" };

function parseBlob(bytes: Uint8Array): Pick<Blob, "packing" | "data" | "rawBytes"> {
  const cursor = new Cursor(bytes);
  let packing: Blob["packing"] | undefined;
  let data: Uint8Array | undefined;
  let rawBytes: number | undefined;
  while (cursor.pos < cursor.end) {
    const pos = cursor.pos;
    const key = cursor.key();
    const field = key >>> 3;
    if (key === bytesField(1) || key === bytesField(3) || key === bytesField(7)) {
      if (packing) throw new WireError(pos, "the block holds its data twice");
      packing = field === 1 ? "raw" : field === 3 ? "zlib" : "zstd";
      const part = cursor.part();
      data = bytes.subarray(part.pos, part.end);
    } else if (key === varintField(2)) {
      rawBytes = cursor.signed();
      if (rawBytes < 0 || rawBytes > MAX_BLOB_BYTES)
        throw new WireError(pos, `${rawBytes} unpacked bytes are announced; a block may have 0 to ${MAX_BLOB_BYTES}`);
    } else if (OTHER_PACKINGS[field] && (key & 7) === 2) {
      throw new WireError(
        pos,
        `the block is packed with ${OTHER_PACKINGS[field]}; zlib, zstd and unpacked blocks can be read. ` +
          "osmium cat writes the file anew with zlib",
      );
    } else cursor.skip(key, (1 << 1) | (1 << 2) | (1 << 3) | (1 << 7));
  }
  if (!packing || !data) throw new WireError(0, "the block holds no data");
  if (packing === "raw") return { packing, data, rawBytes: data.length };
  if (rawBytes === undefined) throw new WireError(0, "the block does not say how large it is unpacked");
  if (packing === "zlib" && rawBytes > data.length * MAX_DEFLATE_RATIO)
    throw new WireError(0, `${rawBytes} unpacked bytes are announced, more than ${data.length} packed ones can hold`);
  return { packing, data, rawBytes };
}

/** The blob's bytes, unpacked in a thread of the pool. Throws OsmFormatError. */
export async function unpack(blob: Blob, file: string): Promise<Uint8Array> {
  if (blob.packing === "raw") return blob.data;
  const fail = (message: string, cause?: unknown): OsmFormatError =>
    new OsmFormatError(file, blob.offset, `block at byte ${blob.offset}: ${message}`, { cause });
  let bytes: Buffer;
  try {
    // The output never grows beyond what is announced; one spare byte lets zlib finish in one step.
    const limits = { chunkSize: Math.max(64, blob.rawBytes + 1), maxOutputLength: Math.max(1, blob.rawBytes) };
    bytes = await (blob.packing === "zlib" ? inflateAsync(blob.data, limits) : zstdAsync(blob.data, limits));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ERR_BUFFER_TOO_LARGE")
      throw fail(`it unpacks to more than the ${blob.rawBytes} bytes announced`, error);
    throw fail(`its ${blob.packing} data are damaged (${(error as Error).message})`, error);
  }
  if (bytes.length !== blob.rawBytes)
    throw fail(`it unpacks to ${bytes.length} bytes, but ${blob.rawBytes} are announced`);
  letGo(blob.data);
  return bytes;
}

/** Gives a block's memory back at once: left to the garbage collector, dead blocks would pile up to the file's size. */
export function letGo(bytes: Uint8Array): void {
  // smaller ones may share their memory with others
  if (bytes.length > 16 * 1024 && bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength < bytes.length + 1024)
    bytes.buffer.transfer(0);
}
