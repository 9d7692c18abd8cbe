/** Sets of OSM ids, of millions of them: a bit each, in pages made where there are any. */

const PAGE_BITS = 2 ** 15;

export class IdSet {
  readonly #pages = new Map<number, Uint32Array>();
  size = 0;

  /** False where it was there already. */
  add(id: number): boolean {
    const number = Math.floor(id / PAGE_BITS);
    let page = this.#pages.get(number);
    if (page === undefined) this.#pages.set(number, (page = new Uint32Array(PAGE_BITS / 32)));
    const bit = id - number * PAGE_BITS;
    const mask = 1 << (bit & 31);
    if ((page[bit >>> 5] & mask) !== 0) return false;
    page[bit >>> 5] |= mask;
    this.size++;
    return true;
  }

  has(id: number): boolean {
    const number = Math.floor(id / PAGE_BITS);
    const page = this.#pages.get(number);
    if (page === undefined) return false;
    const bit = id - number * PAGE_BITS;
    return (page[bit >>> 5] & (1 << (bit & 31))) !== 0;
  }
}
