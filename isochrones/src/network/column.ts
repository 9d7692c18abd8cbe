type Column = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;
type Make<T extends Column> = {
  new (buffer: ArrayBuffer): T;
  readonly BYTES_PER_ELEMENT: number;
};

/** Address space set aside for a growing list, which costs nothing until it is used. */
const RESERVED_BYTES = 64 * 1024 * 1024;
const LEAST_BYTES = 64 * 1024;

/**
 * An array whose memory `discard` can give back. Resizable buffers are mapped and unmapped by themselves, whereas those
 * of ordinary arrays come from the heap of the C library, which keeps what was freed and so would hold the network twice.
 */
export function column<T extends Column>(make: Make<T>, length: number): T {
  const bytes = length * make.BYTES_PER_ELEMENT;
  return new make(new ArrayBuffer(bytes, { maxByteLength: bytes }));
}

/** Gives the memory of arrays back at once, without waiting for the garbage collector. Nobody may use them any more. */
export function discard(...arrays: Column[]): void {
  for (const { buffer } of arrays) {
    if (!(buffer instanceof ArrayBuffer)) continue;
    if (buffer.resizable) buffer.resize(0);
    else buffer.transfer(0);
  }
}

/** A list of numbers that grows in place. */
export class GrowingColumn<T extends Column> {
  length = 0;
  readonly #make: Make<T>;
  #array: T;
  #room = 0;

  constructor(make: Make<T>) {
    this.#make = make;
    this.#array = new make(new ArrayBuffer(0, { maxByteLength: RESERVED_BYTES }));
  }

  /** What has been pushed, and room behind it. Ask again after a push. */
  get array(): T {
    return this.#array;
  }

  push(value: number): void {
    if (this.length === this.#room) this.reserve(this.length + 1);
    this.#array[this.length++] = value;
  }

  pushFirst(count: number, values: ArrayLike<number>): void {
    const from = this.length;
    if (from + count > this.#room) this.reserve(from + count);
    const array = this.#array;
    for (let i = 0; i < count; i++) array[from + i] = values[i];
    this.length = from + count;
  }

  /** Makes room for so many numbers in all. */
  reserve(length: number): void {
    if (length <= this.#room) return;
    const bytes = this.#make.BYTES_PER_ELEMENT;
    const wanted = Math.max(LEAST_BYTES, Math.ceil((length * bytes * 1.25) / LEAST_BYTES) * LEAST_BYTES);
    const buffer = this.#array.buffer as ArrayBuffer;
    if (wanted <= buffer.maxByteLength) buffer.resize(wanted);
    else {
      const larger = new this.#make(new ArrayBuffer(wanted, { maxByteLength: wanted * 4 }));
      larger.set(this.#array as never);
      discard(this.#array);
      this.#array = larger;
    }
    this.#room = this.#array.length;
  }

  /** The list as an array that is just as long; nothing may be pushed any more. */
  take(): T {
    (this.#array.buffer as ArrayBuffer).resize(this.length * this.#make.BYTES_PER_ELEMENT);
    this.#room = 0;
    return this.#array;
  }
}
