type Column = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;
type Make<T extends Column> = {
  new (buffer: ArrayBuffer, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
};

/**
 * Buffers of this size come straight from the operating system and go straight back to it. The C library keeps the memory
 * of smaller ones for later, so that what was used up would stay beside what is made of it. Pages that nobody touches
 * cost nothing, so a smaller array may well lie in a buffer of this size.
 */
const MAPPED_BYTES = 33 * 1024 * 1024;
/** From this size on that is worth it. */
const LARGE_BYTES = 1024 * 1024;
const LEAST_BYTES = 16 * 1024;

/** An array of zeros, whose memory `discard` can give back. */
export function makeColumn<T extends Column>(make: Make<T>, length: number): T {
  const bytes = length * make.BYTES_PER_ELEMENT;
  return new make(new ArrayBuffer(bytes < LARGE_BYTES ? bytes : Math.max(MAPPED_BYTES, bytes)), 0, length);
}

/** Gives the memory of arrays back at once, without waiting for the garbage collector. Nobody may use them any more. */
export function discard(...arrays: Column[]): void {
  for (const { buffer } of arrays) if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** A list of numbers that grows. */
export interface GrowingColumn<T extends Column> {
  length: number;
  /** What has been pushed, and room behind it. Ask again after a push. */
  readonly array: T;
  push(value: number): void;
  pushFirst(count: number, values: ArrayLike<number>): void;
  /** Makes room for so many numbers in all. */
  reserve(length: number): void;
  /** The list as an array that is just as long; nothing may be pushed any more. */
  take(): T;
}

const classes = new Map<unknown, new () => GrowingColumn<never>>();

/** An empty list of numbers kept in arrays of a kind. */
export function growing<T extends Column>(make: Make<T>): GrowingColumn<T> {
  let made = classes.get(make) as (new () => GrowingColumn<T>) | undefined;
  if (!made) classes.set(make, (made = classFor(make)) as never);
  return new made();
}

/** A class for each kind of array: code that serves several kinds is much slower. */
const classFor = <T extends Column>(make: Make<T>): new () => GrowingColumn<T> =>
  class implements GrowingColumn<T> {
    length = 0;
    #array = new make(new ArrayBuffer(0), 0, 0);
    #room = 0;

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
      const bytes = make.BYTES_PER_ELEMENT;
      const wanted = Math.max(LEAST_BYTES, this.#room * bytes * 2, length * bytes);
      const buffer = new ArrayBuffer(wanted < LARGE_BYTES ? wanted : Math.max(MAPPED_BYTES, wanted));
      const larger = new make(buffer, 0, Math.floor(buffer.byteLength / bytes));
      larger.set(this.#array as never);
      discard(this.#array);
      this.#array = larger;
      this.#room = larger.length;
    }

    /** The list as an array that is just as long; nothing may be pushed any more. */
    take(): T {
      this.#room = 0;
      return new make(this.#array.buffer as ArrayBuffer, 0, this.length);
    }
  };
