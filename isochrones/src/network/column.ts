type Column = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;

const PAGE_BITS = 15;
const PAGE_ITEMS = 1 << PAGE_BITS;

/**
 * A list of numbers that grows page by page: nothing is moved when it grows, and `take` hands it over as one array while
 * giving the pages back, so that it is never held twice.
 */
export class Paged<T extends Column> {
  length = 0;
  readonly #make: new (length: number) => T;
  #pages: T[] = [];
  #last: T;

  constructor(make: new (length: number) => T) {
    this.#make = make;
    this.#last = new make(0);
  }

  push(value: number): void {
    const at = this.length & (PAGE_ITEMS - 1);
    if (at === 0) this.#pages.push((this.#last = new this.#make(PAGE_ITEMS)));
    this.#last[at] = value;
    this.length++;
  }

  at(index: number): number {
    return this.#pages[index >>> PAGE_BITS][index & (PAGE_ITEMS - 1)];
  }

  /** All of it as one array; the list is empty afterwards. */
  take(): T {
    const all = new this.#make(this.length);
    this.#pages.forEach((page, index) => {
      const left = this.length - index * PAGE_ITEMS;
      all.set((left < PAGE_ITEMS ? page.subarray(0, left) : page) as never, index * PAGE_ITEMS);
      discard(page);
    });
    this.#pages = [];
    this.length = 0;
    return all;
  }
}

/** Gives the memory of an array back at once, without waiting for the garbage collector. It must be the only user. */
export function discard(...arrays: Column[]): void {
  for (const { buffer } of arrays) if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}
