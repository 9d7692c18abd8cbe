import { isUtf8 } from "node:buffer";
import { WireError } from "./errors.ts";
import { bytesField } from "./pbf-wire.ts";
import type { Cursor } from "./pbf-wire.ts";

/** The string table of a block. A string is decoded when it is first asked for, and kept. */
export class StringTable {
  readonly #buffer: Buffer;
  readonly #bounds: number[] = [];
  readonly #decoded: (string | undefined)[] = [];
  readonly length: number;

  constructor(bytes: Uint8Array, table: Cursor | null) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (table) {
      while (table.pos < table.end) {
        const key = table.key();
        if (key === bytesField(1)) {
          const length = table.length();
          this.#bounds.push(table.pos, table.pos + length);
          this.#decoded.push(undefined);
          table.pos += length;
        } else table.skip(key, 0b10);
      }
    }
    this.length = this.#decoded.length;
  }

  /** `at`: where in the block the index stands, for the error. */
  get(index: number, at: number): string {
    return this.#decoded[index] ?? this.#decode(index, at);
  }

  #decode(index: number, at: number): string {
    if (index < 0 || index >= this.length)
      throw new WireError(at, `string number ${index} is asked for, but the block has ${this.length} strings`);
    const start = this.#bounds[index * 2];
    const end = this.#bounds[index * 2 + 1];
    const string = this.#buffer.toString("utf8", start, end);
    // Decoding puts U+FFFD in place of what is no UTF-8; the sign itself may also stand in a name.
    if (string.includes("\ufffd") && !isUtf8(this.#buffer.subarray(start, end)))
      throw new WireError(start, `string number ${index} is not UTF-8`);
    this.#decoded[index] = string;
    return string;
  }
}
