import { WireError } from "./errors.ts";

/*
 * Reading of the protobuf wire format: varints, field keys, lengths. Every read is held to `end`; what does not fit
 * throws WireError. Integers come out as JavaScript numbers; what a number cannot hold exactly is an error too.
 */

/** Wire types: how a field's value is written. */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;

/** The key under which a field of this number is written when its value is a varint. */
export const varintField = (field: number): number => (field << 3) | VARINT;
/** The key of a field whose value is bytes, a string, a message or a packed list. */
export const bytesField = (field: number): number => (field << 3) | LENGTH;

const TWO_32 = 4294967296;

/** A place in some bytes, moving forward up to `end`. */
export class Cursor {
  bytes: Uint8Array;
  pos: number;
  end: number;
  /** Halves of the last long varint read. */
  #low = 0;
  #high = 0;

  constructor(bytes: Uint8Array, pos = 0, end = bytes.length) {
    this.bytes = bytes;
    this.pos = pos;
    this.end = end;
  }

  /** Unsigned integer, at most 2^53 - 1. */
  unsigned(): number {
    const { bytes, pos, end } = this;
    if (pos + 4 <= end) {
      let byte = bytes[pos];
      if (byte < 0x80) {
        this.pos = pos + 1;
        return byte;
      }
      let value = byte & 0x7f;
      byte = bytes[pos + 1];
      value |= (byte & 0x7f) << 7;
      if (byte < 0x80) {
        this.pos = pos + 2;
        return value;
      }
      byte = bytes[pos + 2];
      value |= (byte & 0x7f) << 14;
      if (byte < 0x80) {
        this.pos = pos + 3;
        return value;
      }
      byte = bytes[pos + 3];
      if (byte < 0x80) {
        this.pos = pos + 4;
        return value | (byte << 21);
      }
    }
    this.#long();
    if (this.#high >= 0x200000) throw new WireError(pos, "an integer beyond 2^53 where a smaller one belongs");
    return this.#high * TWO_32 + this.#low;
  }

  /** Signed integer in zigzag form (sint32, sint64), within ±(2^53 - 1). */
  zigzag(): number {
    const { bytes, pos, end } = this;
    if (pos + 4 <= end) {
      let byte = bytes[pos];
      if (byte < 0x80) {
        this.pos = pos + 1;
        return (byte >>> 1) ^ -(byte & 1);
      }
      let value = byte & 0x7f;
      byte = bytes[pos + 1];
      value |= (byte & 0x7f) << 7;
      if (byte < 0x80) {
        this.pos = pos + 2;
        return (value >>> 1) ^ -(value & 1);
      }
      byte = bytes[pos + 2];
      value |= (byte & 0x7f) << 14;
      if (byte < 0x80) {
        this.pos = pos + 3;
        return (value >>> 1) ^ -(value & 1);
      }
      byte = bytes[pos + 3];
      if (byte < 0x80) {
        this.pos = pos + 4;
        value |= byte << 21;
        return (value >>> 1) ^ -(value & 1);
      }
      // the first node of a way is mostly written in five bytes
      const last = pos + 4 < end ? bytes[pos + 4] : 0x80;
      if (last < 0x80) {
        this.pos = pos + 5;
        const wide = last * 268435456 + (value | ((byte & 0x7f) << 21));
        return wide % 2 === 0 ? wide / 2 : -(wide + 1) / 2;
      }
    }
    this.#long();
    const mask = -(this.#low & 1);
    const low = ((this.#low >>> 1) | (this.#high << 31)) ^ mask;
    const high = (this.#high >>> 1) ^ mask;
    return exact(high, low >>> 0, pos);
  }

  /** Signed integer in two's complement (int32, int64), within ±(2^53 - 1). */
  signed(): number {
    const { bytes, pos, end } = this;
    // ids of ways are mostly written in four or five bytes; what is below zero takes ten
    if (pos + 5 <= end) {
      const low = (bytes[pos] & 0x7f) | ((bytes[pos + 1] & 0x7f) << 7) | ((bytes[pos + 2] & 0x7f) << 14);
      if ((bytes[pos] & bytes[pos + 1] & bytes[pos + 2]) >= 0x80) {
        const fourth = bytes[pos + 3];
        if (fourth < 0x80) {
          this.pos = pos + 4;
          return low | (fourth << 21);
        }
        if (bytes[pos + 4] < 0x80) {
          this.pos = pos + 5;
          return bytes[pos + 4] * 268435456 + (low | ((fourth & 0x7f) << 21));
        }
      }
    }
    this.#long();
    return exact(this.#high | 0, this.#low, pos);
  }

  #long(): void {
    const { bytes, end } = this;
    const start = this.pos;
    let pos = start;
    let low = 0;
    let high = 0;
    for (let index = 0; index < 10; index++) {
      if (pos >= end) throw new WireError(start, "an integer is cut off");
      const byte = bytes[pos++];
      const bits = byte & 0x7f;
      if (index < 4) low |= bits << (index * 7);
      else if (index === 4) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (index < 9) high |= bits << (index * 7 - 32);
      else {
        if (byte > 1) throw new WireError(start, "an integer of more than 64 bits");
        high |= bits << 31;
      }
      if (byte < 0x80) {
        this.pos = pos;
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return;
      }
    }
  }

  /** A field's key: number << 3 | wire type. */
  key(): number {
    const pos = this.pos;
    const key = this.unsigned();
    if (key > 0xffffffff || key < 8) throw new WireError(pos, `${key} where a field's key belongs`);
    return key;
  }

  /** Reads a length and checks that as many bytes follow. `pos` then stands at their beginning. */
  length(): number {
    const pos = this.pos;
    const length = this.unsigned();
    const left = this.end - this.pos;
    if (length > left) throw new WireError(pos, `a field of ${length} bytes where only ${left} are left`);
    return length;
  }

  /** Passes a length and the bytes of that length. */
  pass(): void {
    const length = this.length();
    this.pos += length;
  }

  /** Reads a length and returns a cursor over the bytes of that length, passing them. */
  part(): Cursor {
    const length = this.length();
    const start = this.pos;
    this.pos = start + length;
    return new Cursor(this.bytes, start, this.pos);
  }

  /**
   * Passes the value of a field that the reader does not want. `known` has a bit set for each field number the reader
   * does want: one of these here means that it is written with the wrong wire type.
   */
  skip(key: number, known: number): void {
    const field = key >>> 3;
    if (field < 32 && (known >>> field) & 1)
      throw new WireError(this.pos, `field ${field} has wire type ${key & 7}, which it may not have`);
    let size: number;
    switch (key & 7) {
      case VARINT:
        this.#long();
        return;
      case FIXED64:
        size = 8;
        break;
      case FIXED32:
        size = 4;
        break;
      case LENGTH:
        size = this.length();
        break;
      default:
        throw new WireError(this.pos, `wire type ${key & 7} is none that OSM files use`);
    }
    if (size > this.end - this.pos) throw new WireError(this.pos, "a field is cut off");
    this.pos += size;
  }
}

function exact(high: number, low: number, pos: number): number {
  const value = high * TWO_32 + low;
  if (value > Number.MAX_SAFE_INTEGER || value < -Number.MAX_SAFE_INTEGER)
    throw new WireError(pos, "an integer beyond ±2^53 where a smaller one belongs");
  return value;
}
