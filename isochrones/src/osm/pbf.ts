import type { FileHandle } from "node:fs/promises";
import { OsmFormatError, WireError } from "./errors.ts";
import { BlobReader, unpack } from "./pbf-blobs.ts";
import type { Blob } from "./pbf-blobs.ts";
import { BlockDecoder } from "./pbf-block.ts";
import { decodeHeader } from "./pbf-header.ts";
import type { OsmHeader, ReadRequest } from "./types.ts";

/** Blobs unpacked ahead of the one being decoded, and the unpacked bytes they may take together. */
const LOOK_AHEAD_BLOBS = 6;
const LOOK_AHEAD_BYTES = 32 * 1024 * 1024;

interface Ahead {
  blob: Blob;
  bytes: Promise<Uint8Array>;
}

/** Reads a PBF file: blobs are read and unpacked ahead in threads while this one decodes, in the order of the file. */
export async function readPbf(handle: FileHandle, request: ReadRequest): Promise<OsmHeader> {
  const { file, bytesTotal, onProgress, signal } = request;
  const reader = new BlobReader(handle, file, bytesTotal);
  const decoder = new BlockDecoder(request);
  const queue: Ahead[] = [];
  let header: OsmHeader | null = null;
  let aheadBytes = 0;
  let ended = false;
  // A fault met while reading ahead is reported when what lies before it has been handed over.
  let fault: { error: unknown } | null = null;

  for (;;) {
    while (!ended && queue.length < LOOK_AHEAD_BLOBS && (queue.length === 0 || aheadBytes < LOOK_AHEAD_BYTES)) {
      try {
        const blob = await reader.next();
        if (!blob) ended = true;
        else if (blob.type === "OSMData" || blob.type === "OSMHeader") {
          const bytes = unpack(blob, file);
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
    const next = queue.shift();
    if (!next) break;
    const bytes = await next.bytes;
    signal?.throwIfAborted();
    const { blob } = next;
    aheadBytes -= blob.rawBytes;
    try {
      if (!header) {
        if (blob.type !== "OSMHeader") throw new WireError(0, "an OSM file begins with a block of type OSMHeader");
        header = decodeHeader(bytes);
      } else if (blob.type === "OSMHeader") {
        throw new WireError(0, "a second header: files put one behind the other? osmium merge joins them rightly");
      } else decoder.decode(bytes);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      throw new OsmFormatError(
        file,
        blob.offset,
        `block at byte ${blob.offset} (${blob.type}), byte ${error.position} of its ${bytes.length} unpacked bytes: ` +
          error.message,
      );
    }
    onProgress?.(blob.endOffset, bytesTotal);
  }
  if (fault) throw fault.error;
  if (!header) throw new OsmFormatError(file, 0, "no block of type OSMHeader: this is no OSM PBF file");
  return header;
}
