import { isUtf8 } from "node:buffer";
import { WireError } from "./errors.ts";
import { Cursor, bytesField } from "./pbf-wire.ts";

/** Each string of a block is another one, and a block has some thousands of elements: far more is no map. */
const MAX_STRINGS = 2_000_000;

/** The string table of a block. A string is decoded when it is first asked for, and kept. */
export class StringTable {
  readonly #buffer: Buffer;
  /** Where each string's length stands. */
  readonly #starts: Int32Array;
  readonly #decoded: (string | undefined)[];
  readonly length: number;

  constructor(bytes: Uint8Array, table: Cursor | null) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.length = table ? scan(table, null) : 0;
    this.#starts = new Int32Array(this.length);
    if (table) scan(table, this.#starts);
    this.#decoded = Array.from({ length: this.length });
  }

  /** `at`: where in the block the index stands, for the error. */
  get(index: number, at: number): string {
    return this.#decoded[index] ?? this.#decode(index, at);
  }

  #decode(index: number, at: number): string {
    if (index >= this.length)
      throw new WireError(at, `string number ${index} is asked for, but the block has ${this.length} strings`);
    const { pos: start, end } = new Cursor(this.#buffer, this.#starts[index]).part();
    const string = this.#buffer.toString("utf8", start, end);
    // Decoding puts U+FFFD in place of what is no UTF-8; the sign itself may also stand in a name.
    if (string.includes("\ufffd") && !isUtf8(this.#buffer.subarray(start, end)))
      throw new WireError(start, `string number ${index} is not UTF-8`);
    this.#decoded[index] = string;
    return string;
  }
}

/** Counts the strings, and notes where they are when `starts` is given. Leaves the cursor as it was. */
function scan(table: Cursor, starts: Int32Array | null): number {
  const from = table.pos;
  let count = 0;
  while (table.pos < table.end) {
    const key = table.key();
    if (key === bytesField(1)) {
      if (starts) starts[count] = table.pos;
      count++;
      if (count > MAX_STRINGS) throw new WireError(table.pos, `a block of more than ${MAX_STRINGS} strings`);
      table.pass();
    } else table.skip(key, 0b10);
  }
  table.pos = from;
  return count;
}
