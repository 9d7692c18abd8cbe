import { open, stat } from "node:fs/promises";
import { OsmFormatError } from "./errors.ts";
import { HEAD_BYTES, formatOf } from "./format.ts";
import { readPbf } from "./pbf.ts";
import type { OsmElementType, OsmHandler, OsmHeader, ReadOsmOptions, ReadRequest } from "./types.ts";
import { readXml } from "./xml.ts";

export { OsmFormatError } from "./errors.ts";
export type { OsmHandler, OsmHeader, OsmMember, OsmTags, ReadOsmOptions } from "./types.ts";

/**
 * Reads an OSM file (`.osm.pbf`, `.osm`, `.osm.gz`; told apart by content) and hands each element to `handler`, in the
 * order of the file. Memory does not grow with the file. Resolves with the file's header when all is read.
 *
 * Rejects with OsmFormatError when the file is missing, is none of these, or is damaged: elements before the damage
 * have been handed over by then. Rejects with the handler's exception if that throws, and with the signal's reason.
 */
export async function readOsm(file: string, handler: OsmHandler, options: ReadOsmOptions = {}): Promise<OsmHeader> {
  const { only, onProgress, signal } = options;
  signal?.throwIfAborted();
  const wanted = (type: OsmElementType): boolean => handler[type] !== undefined && (!only || only.includes(type));
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
    const request: ReadRequest = {
      file,
      bytesTotal: stats.size,
      handler,
      nodes: wanted("node"),
      ways: wanted("way"),
      relations: wanted("relation"),
      onProgress,
      signal,
    };
    if (format === "pbf") return await readPbf(handle, request);
    if (format === "xml") return await readXml(handle, request, false);
    if (format === "gzip") return await readXml(handle, request, true);
    throw new OsmFormatError(file, 0, `is no OSM file but ${format.other}; an .osm.pbf, .osm or .osm.gz is needed`);
  } finally {
    await handle.close();
  }
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
