import { open, stat, type FileHandle } from "node:fs/promises";
import { OsmFormatError } from "./errors.ts";
import { HEAD_BYTES, formatOf, type Format } from "./format.ts";
import { handlerOfSink, sinkOfHandler } from "./objects.ts";
import { PbfFile, type Pass } from "./pbf.ts";
import type { OsmSink } from "./sink.ts";
import type { OsmElementType, OsmHandler, OsmHeader, ReadOsmOptions } from "./types.ts";

export { OsmFormatError } from "./errors.ts";
export type { OsmHandler, OsmHeader, OsmMember, OsmTags, ReadOsmOptions } from "./types.ts";
export type { NodeRun, OsmSink, WayView } from "./sink.ts";
export { TagMemo } from "./tag-memo.ts";

/**
 * Reads an OSM file (`.osm.pbf`, `.osm`, `.osm.gz`; told apart by content) and hands each element to `handler`, in the
 * order of the file. Memory does not grow with the file. Resolves with the file's header when all is read.
 *
 * Rejects with OsmFormatError when the file is missing, is none of these, or is damaged: elements before the damage
 * have been handed over by then. Rejects with the handler's exception if that throws, and with the signal's reason.
 */
export async function readOsm(file: string, handler: OsmHandler, options: ReadOsmOptions = {}): Promise<OsmHeader> {
  const { only, onProgress, signal } = options;
  const wanted = (type: OsmElementType): boolean => handler[type] !== undefined && (!only || only.includes(type));
  signal?.throwIfAborted();
  const osm = await OsmFile.open(file);
  try {
    return await osm.read(sinkOfHandler(handler, wanted), { onProgress, signal });
  } finally {
    await osm.close();
  }
}

/** An open OSM file that can be read several times over, as by a caller that needs ways before nodes. */
export class OsmFile {
  readonly #handle: FileHandle;
  readonly #read: (sink: OsmSink, pass: Pass) => Promise<OsmHeader>;

  private constructor(handle: FileHandle, read: (sink: OsmSink, pass: Pass) => Promise<OsmHeader>) {
    this.#handle = handle;
    this.#read = read;
  }

  /** Rejects with OsmFormatError when the file is missing or is no OSM file. */
  static async open(file: string): Promise<OsmFile> {
    // Asked before opening: opening a pipe would wait for its other end.
    const stats = await system(file, () => stat(file));
    if (stats.isDirectory())
      throw new OsmFormatError(file, 0, "is a folder; an .osm.pbf, .osm or .osm.gz file is needed");
    if (!stats.isFile())
      throw new OsmFormatError(file, 0, "is no ordinary file; an .osm.pbf, .osm or .osm.gz file is needed");
    if (stats.size === 0) throw new OsmFormatError(file, 0, "is empty; an .osm.pbf, .osm or .osm.gz file is needed");
    const handle = await system(file, () => open(file, "r"));
    try {
      const head = Buffer.alloc(Math.min(HEAD_BYTES, stats.size));
      const { bytesRead } = await system(file, () => handle.read(head, 0, head.length, 0));
      const format = formatOf(head.subarray(0, bytesRead));
      return new OsmFile(handle, readerOf(format, handle, file, stats.size));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /**
   * Hands what `sink` has a function for to it, in the order of the file. Rejects like `readOsm`. From the second time on
   * only those parts of a PBF are read that hold such elements.
   */
  read(sink: OsmSink, pass: Partial<Pass> = {}): Promise<OsmHeader> {
    return this.#read(sink, { onProgress: pass.onProgress, signal: pass.signal });
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

function readerOf(
  format: Format,
  handle: FileHandle,
  file: string,
  bytesTotal: number,
): (sink: OsmSink, pass: Pass) => Promise<OsmHeader> {
  if (format === "pbf") {
    const pbf = new PbfFile(handle, file, bytesTotal);
    return (sink, pass) => pbf.read(sink, pass);
  }
  if (format === "xml" || format === "gzip") {
    return async (sink, pass) => {
      // most maps are PBF and need no parser of XML: 3 MB, and 10 ms at the start
      const { readXml } = await import("./xml.ts");
      const handler = handlerOfSink(sink);
      const request = {
        file,
        bytesTotal,
        handler,
        nodes: handler.node !== undefined,
        ways: handler.way !== undefined,
        relations: handler.relation !== undefined,
        ...pass,
      };
      return readXml(handle, request, format === "gzip");
    };
  }
  throw new OsmFormatError(file, 0, `is no OSM file but ${format.other}; an .osm.pbf, .osm or .osm.gz is needed`);
}

/** What the operating system refuses, in the words of this module. */
async function system<T>(file: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason =
      code === "ENOENT" || code === "ENOTDIR"
        ? `there is no such file (${file})`
        : code === "EACCES" || code === "EPERM"
          ? `may not be read by this user (${file})`
          : `cannot be opened (${(error as Error).message})`;
    throw new OsmFormatError(file, 0, reason, { cause: error });
  }
}
