import { basename } from "node:path";

/**
 * An OSM file that cannot be read. The message says what was found, where, and what would be right.
 *
 * `byteOffset` counts from the start of the file. In a PBF it is where the block begins that holds the fault (blocks
 * are compressed, so a byte within one has no place in the file; the message names it), in a gzip-packed XML it counts
 * the unpacked text.
 */
export class OsmFormatError extends Error {
  readonly file: string;
  readonly byteOffset: number;

  constructor(file: string, byteOffset: number, message: string, options?: ErrorOptions) {
    super(`${basename(file)}: ${message}`, options);
    this.name = "OsmFormatError";
    this.file = file;
    this.byteOffset = byteOffset;
  }
}

/** A fault inside one protobuf message, at `position` of its bytes. Becomes an OsmFormatError where the file is known. */
export class WireError extends Error {
  readonly position: number;

  constructor(position: number, message: string) {
    super(message);
    this.name = "WireError";
    this.position = position;
  }
}
