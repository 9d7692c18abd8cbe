/** A binary heap of (key, item), smallest key first; equal keys: smaller item first. Allocates nothing while in use. */
export class Heap {
  length = 0;
  #keys = new Float64Array(1024);
  #items = new Uint32Array(1024);
  /** Key of the item that the last `pop` returned. */
  key = 0;

  clear(): void {
    this.length = 0;
  }

  push(key: number, item: number): void {
    if (this.length === this.#keys.length) this.#grow();
    const keys = this.#keys;
    const items = this.#items;
    let at = this.length++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (keys[parent] < key || (keys[parent] === key && items[parent] <= item)) break;
      keys[at] = keys[parent];
      items[at] = items[parent];
      at = parent;
    }
    keys[at] = key;
    items[at] = item;
  }

  /** Removes the first item and returns it; its key is then in `key`. Call only when `length` > 0. */
  pop(): number {
    const keys = this.#keys;
    const items = this.#items;
    const first = items[0];
    this.key = keys[0];
    const length = --this.length;
    const key = keys[length];
    const item = items[length];
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= length) break;
      const right = child + 1;
      if (right < length && (keys[right] < keys[child] || (keys[right] === keys[child] && items[right] < items[child])))
        child = right;
      if (keys[child] > key || (keys[child] === key && items[child] >= item)) break;
      keys[at] = keys[child];
      items[at] = items[child];
      at = child;
    }
    keys[at] = key;
    items[at] = item;
    return first;
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    const items = new Uint32Array(this.#items.length * 2);
    items.set(this.#items);
    this.#items = items;
  }
}
