import type { BoundingBox } from "../types.ts";
import { WireError } from "./errors.ts";
import { Cursor, bytesField, varintField } from "./pbf-wire.ts";
import type { OsmHeader } from "./types.ts";

/** What a file may demand of its reader, as far as this one can do it. */
const FEATURES = new Set(["OsmSchema-V0.6", "DenseNodes", "LocationsOnWays"]);

const NANO = 1e9;

/** Decodes a HeaderBlock. Throws WireError when the file needs a feature that this reader lacks. */
export function decodeHeader(bytes: Uint8Array): OsmHeader {
  const cursor = new Cursor(bytes);
  const unknown: string[] = [];
  let bbox: BoundingBox | null = null;
  let writingProgram: string | null = null;
  let replicationTimestamp: string | null = null;
  while (cursor.pos < cursor.end) {
    const key = cursor.key();
    switch (key) {
      case bytesField(1):
        bbox = decodeBbox(cursor.part());
        break;
      case bytesField(4): {
        const feature = text(cursor.part());
        if (!FEATURES.has(feature)) unknown.push(feature);
        break;
      }
      case bytesField(16):
        writingProgram = text(cursor.part());
        break;
      case varintField(32): {
        const pos = cursor.pos;
        const seconds = cursor.signed();
        // Beyond these Date has no ISO form.
        if (seconds < 0 || seconds > 8.64e12) throw new WireError(pos, `replication time ${seconds} s is no date`);
        replicationTimestamp = new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
        break;
      }
      default:
        cursor.skip(key, (1 << 1) | (1 << 4) | (1 << 16));
    }
  }
  if (unknown.includes("HistoricalInformation"))
    throw new WireError(
      0,
      "it is a history file, with many versions of each element; make a file of one moment with osmium time-filter",
    );
  if (unknown.length > 0)
    throw new WireError(
      0,
      `it needs a reader with ${unknown.map((name) => JSON.stringify(name.slice(0, 80))).join(", ")}; ` +
        `this one knows ${[...FEATURES].join(", ")}`,
    );
  return { bbox, replicationTimestamp, writingProgram };
}

function decodeBbox(cursor: Cursor): BoundingBox {
  const start = cursor.pos;
  const edges: (number | undefined)[] = [undefined, undefined, undefined, undefined];
  while (cursor.pos < cursor.end) {
    const key = cursor.key();
    const field = key >>> 3;
    if (field >= 1 && field <= 4 && key === varintField(field)) edges[field - 1] = cursor.zigzag() / NANO;
    else cursor.skip(key, 0b11110);
  }
  const [left, right, top, bottom] = edges;
  if (left === undefined || right === undefined || top === undefined || bottom === undefined)
    throw new WireError(start, "the bounding box lacks an edge");
  if (left < -180 || right > 180 || left > right || bottom < -90 || top > 90 || bottom > top)
    throw new WireError(start, `the bounding box ${left},${bottom},${right},${top} lies outside the world`);
  return [left, bottom, right, top];
}

function text(part: Cursor): string {
  return Buffer.from(part.bytes.buffer, part.bytes.byteOffset + part.pos, part.end - part.pos).toString("utf8");
}
