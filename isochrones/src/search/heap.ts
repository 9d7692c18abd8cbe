/** Keys are below 2^27 (a day and a half in milliseconds) and items below 2^26, so that both fit one exact double. */
const ITEMS = 2 ** 26;

/**
 * A heap of (key, item), smallest key first; equal keys: smaller item first. Each pair is packed into one number, so
 * that a comparison is one comparison. Allocates nothing while in use, but to grow.
 */
export class Heap {
  length = 0;
  #packed = new Float64Array(1024);
  /** Key of the item that the last `pop` returned. */
  key = 0;

  clear(): void {
    this.length = 0;
  }

  push(key: number, item: number): void {
    if (this.length === this.#packed.length) this.#grow();
    const packed = this.#packed;
    const value = key * ITEMS + item;
    let at = this.length++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const above = packed[parent];
      if (above <= value) break;
      packed[at] = above;
      at = parent;
    }
    packed[at] = value;
  }

  /** Removes the first item and returns it; its key is then in `key`. Call only when `length` > 0. */
  pop(): number {
    const packed = this.#packed;
    const first = packed[0];
    const length = --this.length;
    const value = packed[length];
    let at = 0;
    // four children each: half the levels of a binary heap, and the children lie side by side in memory
    for (;;) {
      const from = at * 4 + 1;
      if (from >= length) break;
      const end = Math.min(from + 4, length);
      let child = from;
      let smallest = packed[from];
      for (let other = from + 1; other < end; other++) {
        if (packed[other] < smallest) {
          smallest = packed[other];
          child = other;
        }
      }
      if (smallest >= value) break;
      packed[at] = smallest;
      at = child;
    }
    packed[at] = value;
    this.key = Math.floor(first / ITEMS);
    return first - this.key * ITEMS;
  }

  #grow(): void {
    const packed = new Float64Array(this.#packed.length * 2);
    packed.set(this.#packed);
    this.#packed = packed;
  }
}
