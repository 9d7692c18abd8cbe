/** Archives from outside: entries are streamed, checked against what the archive says of them, and bounded. */
import { basename } from "node:path";
import { crc32 } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import yauzl from "yauzl";
import { IntakeError } from "../errors.ts";
import { say } from "../../words/index.ts";
import type { Said } from "../../words/index.ts";

/** A real workbook or Shapefile has some dozens. */
const MOST_ENTRIES = 10_000;
/** A sheet of a million rows unpacks to about a gigabyte. */
const LARGEST_ENTRY_BYTES = 2 * 1024 ** 3;
/** Repetitive sheets pack fifty times; what packs far more is made to exhaust its reader. */
const MOST_RATIO = 200;
const RATIO_FROM_BYTES = 16 * 1024 ** 2;

/** An open archive. Whoever opened it closes it. */
export class Archive {
  readonly fileName: string;
  /** Names of the files in it, directories left out. */
  readonly names: string[];
  readonly #zip: ZipFile;
  readonly #entries: Map<string, Entry>;

  private constructor(fileName: string, zip: ZipFile, entries: Map<string, Entry>) {
    this.fileName = fileName;
    this.names = [...entries.keys()];
    this.#zip = zip;
    this.#entries = entries;
  }

  /** Throws IntakeError for an archive that is cut off, damaged or has more entries than a table can need. */
  static async open(file: string): Promise<Archive> {
    const fileName = basename(file);
    let zip: ZipFile | null = null;
    try {
      zip = await yauzl.openPromise(file, { autoClose: false, lazyEntries: true, decodeStrings: false });
      if (zip.entryCount > MOST_ENTRIES) {
        throw new IntakeError(say("zip.too-many", { file: fileName, entries: zip.entryCount, most: MOST_ENTRIES }));
      }
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        const name = nameOf(entry);
        if (!name.endsWith("/")) entries.set(name, entry);
      }
      return new Archive(fileName, zip, entries);
    } catch (error) {
      zip?.close();
      throw damaged(fileName, error);
    }
  }

  close(): void {
    this.#zip.close();
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Bytes of an entry when unpacked, as the archive says. */
  sizeOf(name: string): number {
    return this.#entries.get(name)?.uncompressedSize ?? 0;
  }

  /** A small entry as a whole; `limit` in bytes. */
  async bytesOf(name: string, limit: number): Promise<Buffer> {
    const size = this.sizeOf(name);
    if (size > limit) {
      throw new IntakeError(say("zip.part-large", { file: this.fileName, part: name, bytes: size, limit }));
    }
    const chunks: Buffer[] = [];
    for await (const chunk of this.chunksOf(name)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** The unpacked bytes of an entry. Throws IntakeError where they are not what the archive says, or too many. */
  async *chunksOf(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new IntakeError(say("zip.part-missing", { file: this.fileName, part: name }));
    const { compressedSize, uncompressedSize } = entry;
    if (
      uncompressedSize > LARGEST_ENTRY_BYTES ||
      (uncompressedSize > RATIO_FROM_BYTES && uncompressedSize > compressedSize * MOST_RATIO)
    ) {
      throw new IntakeError(
        say("zip.bomb", { file: this.fileName, part: name, packed: compressedSize, unpacked: uncompressedSize }),
      );
    }
    if (entry.isEncrypted()) {
      throw new IntakeError(say("zip.password", { file: this.fileName }));
    }
    let checksum = 0;
    try {
      const stream = await this.#zip.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
    } catch (error) {
      throw damaged(this.fileName, error, name);
    }
    if (checksum !== entry.crc32) throw damaged(this.fileName, say("zip.checksum"), name);
  }
}

/** UTF-8 where the archive says so or the bytes are; else GBK, which is what Windows in China writes. */
function nameOf(entry: Entry): string {
  const bytes = entry.fileNameRaw;
  const utf8 = bytes.toString("utf8");
  const name = utf8.includes("\ufffd") ? new TextDecoder("gb18030").decode(bytes) : utf8;
  return name.replaceAll("\\", "/");
}

function damaged(fileName: string, reason: unknown, name?: string): unknown {
  const where = name === undefined ? fileName : say("zip.where", { file: fileName, part: name });
  if (!(reason instanceof Error)) return new IntakeError(say("zip.damaged", { where, why: reason as Said }));
  if (reason instanceof IntakeError || reason.name === "AbortError") return reason;
  const { message, code } = reason as NodeJS.ErrnoException;
  if (code === "ENOENT") return new IntakeError(say("file.none", { file: fileName }), [], { cause: reason });
  const isCut = /end of central directory|unexpected EOF|unexpected end|not enough bytes|end of file/i.test(message);
  const said = isCut ? say("zip.cut", { where }) : say("zip.damaged", { where, why: message });
  return new IntakeError(said, [], { cause: reason });
}
