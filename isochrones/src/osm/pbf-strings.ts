import { isUtf8 } from "node:buffer";
import { WireError } from "./errors.ts";
import { Cursor, bytesField } from "./pbf-wire.ts";

/** Each string of a block is another one, and a block has some thousands of elements: far more is no map. */
const MAX_STRINGS = 2_000_000;

const NOTHING = Buffer.alloc(0);

/** The string table of one block after the other. A string is decoded when it is first asked for, and kept. */
export class StringTable {
  #buffer: Buffer = NOTHING;
  /** Where each string's length stands. */
  #starts = new Int32Array(1024);
  #decoded: (string | undefined)[] = [];
  length = 0;
  /** Counts the blocks, so that what was noted of one is not taken for another. */
  block = 0;

  /** `table`: where the block keeps its strings; null where it has none. */
  open(bytes: Uint8Array, table: Cursor | null): void {
    this.block++;
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.length = 0;
    this.#decoded.length = 0;
    if (!table) return;
    while (table.pos < table.end) {
      const key = table.key();
      if (key !== bytesField(1)) {
        table.skip(key, 0b10);
        continue;
      }
      if (this.length === this.#starts.length) this.#grow();
      this.#starts[this.length++] = table.pos;
      if (this.length > MAX_STRINGS) throw new WireError(table.pos, `a block of more than ${MAX_STRINGS} strings`);
      table.pass();
    }
    this.#decoded = Array.from({ length: this.length });
  }

  /** Lets go of the block's bytes. */
  close(): void {
    this.open(NOTHING, null);
  }

  /** `at`: where in the block the index stands, for the error. */
  get(index: number, at: number): string {
    return this.#decoded[index] ?? this.#decode(index, at);
  }

  check(index: number, at: number): void {
    if (index >= this.length)
      throw new WireError(at, `string number ${index} is asked for, but the block has ${this.length} strings`);
  }

  #decode(index: number, at: number): string {
    this.check(index, at);
    const { pos: start, end } = new Cursor(this.#buffer, this.#starts[index]).part();
    const string = this.#buffer.toString("utf8", start, end);
    // Decoding puts U+FFFD in place of what is no UTF-8; the sign itself may also stand in a name.
    if (string.includes("\ufffd") && !isUtf8(this.#buffer.subarray(start, end)))
      throw new WireError(start, `string number ${index} is not UTF-8`);
    this.#decoded[index] = string;
    return string;
  }

  #grow(): void {
    const larger = new Int32Array(this.#starts.length * 2);
    larger.set(this.#starts);
    this.#starts = larger;
  }
}
