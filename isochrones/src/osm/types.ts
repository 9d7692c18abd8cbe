import type { BoundingBox } from "../types.ts";

export type OsmElementType = "node" | "way" | "relation";

/** An object without prototype, so that any key of the map is safe to look up. */
export type OsmTags = Record<string, string>;

export interface OsmMember {
  type: OsmElementType;
  ref: number;
  role: string;
}

/** Called once per element, in file order. What is not given is not decoded. An exception thrown here ends the reading. */
export interface OsmHandler {
  /** Degrees, WGS-84; `tags` is null when there are none. */
  node?(id: number, lng: number, lat: number, tags: OsmTags | null): void;
  /** `refs` are node ids, valid only during the call: the array is used again for the next way. */
  way?(id: number, refs: Float64Array | number[], tags: OsmTags | null): void;
  relation?(id: number, members: OsmMember[], tags: OsmTags | null): void;
}

export interface OsmHeader {
  bbox: BoundingBox | null;
  /** ISO 8601, the state of the map that the file holds, where the file says so. */
  replicationTimestamp: string | null;
  writingProgram: string | null;
}

export interface ReadOsmOptions {
  /** Element types wanted; others are skipped at little cost. Default: those the handler has a function for. */
  only?: OsmElementType[];
  /** Bytes of the file taken in so far, and its size. */
  onProgress?(bytesRead: number, bytesTotal: number): void;
  /** Ends the reading; the promise is then rejected with the signal's reason. */
  signal?: AbortSignal;
}

/** What a format's reader needs to know; made once by readOsm. */
export interface ReadRequest {
  file: string;
  bytesTotal: number;
  handler: OsmHandler;
  nodes: boolean;
  ways: boolean;
  relations: boolean;
  onProgress: ((bytesRead: number, bytesTotal: number) => void) | undefined;
  signal: AbortSignal | undefined;
}
