import { makeColumn, discard } from "./column.ts";

/** Which vertices hang together: disjoint sets with path halving. */
export class VertexSets {
  readonly #parent: Uint32Array;

  constructor(count: number) {
    this.#parent = makeColumn(Uint32Array, count);
    for (let vertex = 0; vertex < count; vertex++) this.#parent[vertex] = vertex;
  }

  setOf(vertex: number): number {
    const parent = this.#parent;
    let at = vertex;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  join(a: number, b: number): void {
    const first = this.setOf(a);
    const second = this.setOf(b);
    if (first !== second) this.#parent[Math.max(first, second)] = Math.min(first, second);
  }

  /** Gives the memory back; the sets cannot be asked any more. */
  discard(): void {
    discard(this.#parent);
  }
}
