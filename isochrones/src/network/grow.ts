/** A typed array that grows as it is filled. */
export class Growing<T extends Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array> {
  length = 0;
  #array: T;
  readonly #make: new (length: number) => T;

  constructor(make: new (length: number) => T, capacity = 1024) {
    this.#make = make;
    this.#array = new make(capacity);
  }

  push(value: number): void {
    if (this.length === this.#array.length) {
      const larger = new this.#make(this.#array.length * 2);
      larger.set(this.#array as never);
      this.#array = larger;
    }
    this.#array[this.length++] = value;
  }

  at(index: number): number {
    return this.#array[index];
  }

  /** The filled part, without spare room. */
  trimmed(): T {
    return this.#array.slice(0, this.length) as T;
  }

  view(): T {
    return this.#array.subarray(0, this.length) as T;
  }
}
