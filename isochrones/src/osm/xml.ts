import type { FileHandle } from "node:fs/promises";
import { OsmFormatError } from "./errors.ts";
import type { OsmHeader, ReadRequest } from "./types.ts";

export async function readXml(_handle: FileHandle, request: ReadRequest, _gzip: boolean): Promise<OsmHeader> {
  throw new OsmFormatError(request.file, 0, "OSM XML");
}
