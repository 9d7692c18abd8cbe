/** Well-known binary, of ISO and with PostGIS's marks, and GeoPackage's header before it → GeoJSON geometries. */
import type { Geometry, Position } from "geojson";
import type { GeometryReading } from "./geometry.ts";
import { SaidError, say } from "../../../words/index.ts";

class WkbFault extends SaidError {}

/** The geometry in a GeoPackage's blob (OGC 12-128r18, 2.1.3). */
export function geometryOfBlob(blob: Uint8Array): GeometryReading {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (bytes.length < 8 || bytes[0] !== 0x47 || bytes[1] !== 0x50)
    return { geometry: null, fault: say("geometry.wkb-none") };
  const flags = bytes[3];
  const envelopeBytes = [0, 32, 48, 48, 64][(flags >> 1) & 7];
  if (envelopeBytes === undefined || (flags & 0x20) !== 0) {
    return { geometry: null, fault: say("geometry.wkb-extended") };
  }
  try {
    const reader = new WkbReader(bytes.subarray(8 + envelopeBytes));
    return reader.read();
  } catch (error) {
    if (error instanceof WkbFault) return { geometry: null, fault: error.said };
    if (error instanceof RangeError) return { geometry: null, fault: say("geometry.wkb-short") };
    throw error;
  }
}

const NAMES = ["", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"] as const;

class WkbReader {
  readonly #bytes: Buffer;
  #at = 0;
  #little = true;
  #dimensions = 2;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  read(): GeometryReading {
    const type = this.#type();
    switch (type) {
      case 1: {
        const position = this.#position();
        // An empty point has no numbers.
        if (position.every(Number.isNaN)) return { geometry: null };
        return this.#finished({ type: "Point", coordinates: position });
      }
      case 2:
        return this.#finished({ type: "LineString", coordinates: this.#positions() });
      case 3:
        return this.#finished({ type: "Polygon", coordinates: this.#rings() });
      case 4:
        return this.#finished({ type: "MultiPoint", coordinates: this.#members(1, () => this.#position()) });
      case 5:
        return this.#finished({ type: "MultiLineString", coordinates: this.#members(2, () => this.#positions()) });
      case 6:
        return this.#finished({ type: "MultiPolygon", coordinates: this.#members(3, () => this.#rings()) });
      default:
        throw new WkbFault(
          type === 7
            ? say("geometry.collection")
            : type > 7 && type < 18
              ? say("geometry.curve")
              : say("geometry.unknown-type", { type }),
        );
    }
  }

  #finished(geometry: Geometry & { coordinates: unknown }): GeometryReading {
    const bad = (geometry.coordinates as unknown[]).flat(3).some((value) => !Number.isFinite(value));
    if (bad) throw new WkbFault(say("geometry.not-a-pair"));
    return { geometry };
  }

  #type(): number {
    this.#little = this.#bytes.readUInt8(this.#at) === 1;
    this.#at++;
    const code = this.#count();
    const extended = (code & 0xe0000000) >>> 0;
    let type = code & 0x1fffffff;
    this.#dimensions = 2 + (extended & 0x80000000 ? 1 : 0) + (extended & 0x40000000 ? 1 : 0);
    if (extended & 0x20000000) this.#at += 4;
    if (type >= 1000) {
      this.#dimensions = type >= 3000 ? 4 : 3;
      type %= 1000;
    }
    return type;
  }

  #count(): number {
    const count = this.#little ? this.#bytes.readUInt32LE(this.#at) : this.#bytes.readUInt32BE(this.#at);
    this.#at += 4;
    return count;
  }

  #position(): Position {
    const at = this.#at;
    this.#at += this.#dimensions * 8;
    return this.#little
      ? [this.#bytes.readDoubleLE(at), this.#bytes.readDoubleLE(at + 8)]
      : [this.#bytes.readDoubleBE(at), this.#bytes.readDoubleBE(at + 8)];
  }

  /** Counts beyond what the bytes can hold are refused before room is made for them. */
  #list<T>(smallestBytes: number, read: () => T): T[] {
    const count = this.#count();
    if (count * smallestBytes > this.#bytes.length - this.#at) throw new RangeError("too short");
    return Array.from({ length: count }, read);
  }

  #positions(): Position[] {
    return this.#list(this.#dimensions * 8, () => this.#position());
  }

  #rings(): Position[][] {
    return this.#list(4, () => this.#positions());
  }

  #members<T>(type: number, read: () => T): T[] {
    return this.#list(5, () => {
      const found = this.#type();
      if (found !== type)
        throw new WkbFault(say("geometry.wkb-member", { found: NAMES[found] ?? "geometry", wanted: NAMES[type] }));
      return read();
    });
  }
}
