import type { FileHandle } from "node:fs/promises";
import { OsmFormatError, WireError } from "./errors.ts";
import { BlobReader, letGo, unpack, type Blob } from "./pbf-blobs.ts";
import { BlockDecoder, HOLDS_NODES, HOLDS_RELATIONS, HOLDS_WAYS } from "./pbf-block.ts";
import { decodeHeader } from "./pbf-header.ts";
import type { OsmSink } from "./sink.ts";
import type { OsmHeader } from "./types.ts";

/** Blobs unpacked ahead of the one being decoded, and the unpacked bytes they may take together. */
const LOOK_AHEAD_BLOBS = 6;
const LOOK_AHEAD_BYTES = 32 * 1024 * 1024;

interface Ahead {
  blob: Blob;
  bytes: Promise<Uint8Array>;
}

/** What is known of a block that has been read once. */
interface Known {
  offset: number;
  holds: number;
}

/** What a pass over a file may tell and be told. */
export interface Pass {
  onProgress: ((bytesRead: number, bytesTotal: number) => void) | undefined;
  signal: AbortSignal | undefined;
}

/** A PBF file that is read in one or more passes. Each reads only blocks that may hold what it wants. */
export class PbfFile {
  readonly #handle: FileHandle;
  readonly #file: string;
  readonly #bytesTotal: number;
  #header: OsmHeader | null = null;
  /** The blocks in file order, once a pass has come to the end. */
  #blocks: Known[] | null = null;

  constructor(handle: FileHandle, file: string, bytesTotal: number) {
    this.#handle = handle;
    this.#file = file;
    this.#bytesTotal = bytesTotal;
  }

  /** Blobs are read and unpacked ahead in threads while this one decodes, in the order of the file. */
  async read(sink: OsmSink, { onProgress, signal }: Pass): Promise<OsmHeader> {
    const decoder = new BlockDecoder(sink);
    const queue: Ahead[] = [];
    const blocks: Known[] = [];
    const wanted = this.#blocks && blocksFor(sink, this.#blocks);
    const reader = new BlobReader(this.#handle, this.#file, this.#bytesTotal);
    let aheadBytes = 0;
    let ended = false;
    // A fault met while reading ahead is reported when what lies before it has been handed over.
    let fault: { error: unknown } | null = null;
    let next = 0;

    for (;;) {
      while (!ended && queue.length < LOOK_AHEAD_BLOBS && (queue.length === 0 || aheadBytes < LOOK_AHEAD_BYTES)) {
        try {
          if (wanted && next < wanted.length) reader.seek(wanted[next].offset);
          const blob = wanted && next === wanted.length ? null : await reader.next();
          next++;
          if (!blob) ended = true;
          else if (blob.type === "OSMData" || blob.type === "OSMHeader") {
            const bytes = unpack(blob, this.#file);
            bytes.catch(() => {}); // awaited below, unless the reading ends before
            aheadBytes += blob.rawBytes;
            queue.push({ blob, bytes });
          }
        } catch (error) {
          fault = { error };
          ended = true;
        }
        signal?.throwIfAborted();
      }
      const first = queue.shift();
      if (!first) break;
      const { blob } = first;
      const bytes = await first.bytes;
      signal?.throwIfAborted();
      aheadBytes -= blob.rawBytes;
      try {
        if (!this.#header || (!wanted && blocks.length === 0)) {
          if (blob.type !== "OSMHeader") throw new WireError(0, "an OSM file begins with a block of type OSMHeader");
          this.#header = decodeHeader(bytes);
          blocks.push({ offset: blob.offset, holds: 0 });
        } else if (blob.type === "OSMHeader") {
          throw new WireError(0, "a second header: files put one behind the other? osmium merge joins them rightly");
        } else blocks.push({ offset: blob.offset, holds: decoder.decode(bytes) });
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        throw new OsmFormatError(
          this.#file,
          blob.offset,
          `block at byte ${blob.offset} (${blob.type}), byte ${error.position} of its ${blob.rawBytes} unpacked bytes: ` +
            error.message,
        );
      }
      letGo(bytes);
      onProgress?.(blob.endOffset, this.#bytesTotal);
    }
    if (fault) throw fault.error;
    if (!this.#header) throw new OsmFormatError(this.#file, 0, "no block of type OSMHeader: this is no OSM PBF file");
    if (!wanted) this.#blocks = blocks;
    return this.#header;
  }
}

function blocksFor({ nodes, way, relation }: OsmSink, blocks: Known[]): Known[] {
  const holds = (nodes ? HOLDS_NODES : 0) | (way ? HOLDS_WAYS : 0) | (relation ? HOLDS_RELATIONS : 0);
  return blocks.filter((block) => (block.holds & holds) !== 0);
}
