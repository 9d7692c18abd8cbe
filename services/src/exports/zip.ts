/** A ZIP written as it goes: nothing of it is held as a whole. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createDeflateRaw } from "node:zlib";

export interface ZipEntry {
  /** ASCII. */
  name: string;
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>;
}

const DEFLATE = 8;
/** Sizes and checksum stand behind the entry, since they are not known before. */
const SIZES_BEHIND = 0x0008;
const VERSION = 20;
/** Without the 64-bit extension, offsets and sizes have 32 bits. */
const MOST_BYTES = 0xffffffff;
/** 1 January 1980, the earliest day a ZIP knows: equal data then give equal files. */
const DAY = 0x0021;

/** Throws RangeError beyond 4 GB. */
export async function* zipOf(entries: ZipEntry[]): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, chunks } of entries) {
    const start = offset;
    const head = Buffer.alloc(30 + name.length);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(VERSION, 4);
    head.writeUInt16LE(SIZES_BEHIND, 6);
    head.writeUInt16LE(DEFLATE, 8);
    head.writeUInt16LE(DAY, 12);
    head.writeUInt16LE(name.length, 26);
    head.write(name, 30, "latin1");
    yield head;
    offset += head.length;

    let crc = 0;
    let size = 0;
    let packed = 0;
    const counted = async function* () {
      for await (const chunk of chunks) {
        crc = crc32(chunk, crc);
        size += chunk.length;
        yield chunk;
      }
    };
    const deflate = createDeflateRaw();
    const filled = pipeline(Readable.from(counted()), deflate);
    // told below, once what came before it has been handed on
    filled.catch(() => {});
    for await (const chunk of deflate as AsyncIterable<Buffer>) {
      packed += chunk.length;
      yield chunk;
    }
    await filled;
    offset += packed;
    if (Math.max(offset, size) > MOST_BYTES - 1024) throw new RangeError(`${name}: the ZIP would be larger than 4 GB`);

    const behind = Buffer.alloc(16);
    behind.writeUInt32LE(0x08074b50, 0);
    behind.writeUInt32LE(crc, 4);
    behind.writeUInt32LE(packed, 8);
    behind.writeUInt32LE(size, 12);
    yield behind;
    offset += behind.length;

    const listed = Buffer.alloc(46 + name.length);
    listed.writeUInt32LE(0x02014b50, 0);
    listed.writeUInt16LE(VERSION, 4);
    listed.writeUInt16LE(VERSION, 6);
    listed.writeUInt16LE(SIZES_BEHIND, 8);
    listed.writeUInt16LE(DEFLATE, 10);
    listed.writeUInt16LE(DAY, 14);
    listed.writeUInt32LE(crc, 16);
    listed.writeUInt32LE(packed, 20);
    listed.writeUInt32LE(size, 24);
    listed.writeUInt16LE(name.length, 28);
    listed.writeUInt32LE(start, 42);
    listed.write(name, 46, "latin1");
    directory.push(listed);
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  yield list;
  yield end;
}
