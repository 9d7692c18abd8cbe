import { makeColumn, discard } from "./column.ts";

/** Which vertices hang together: disjoint sets with path halving, each named after its lowest vertex. */
export class VertexSets {
  readonly #parent: Uint32Array;

  constructor(count: number) {
    const parent = makeColumn(Uint32Array, count);
    for (let vertex = 0; vertex < count; vertex++) parent[vertex] = vertex;
    this.#parent = parent;
  }

  join(a: number, b: number): void {
    const parent = this.#parent;
    const first = root(parent, a);
    const second = root(parent, b);
    if (first < second) parent[second] = first;
    else parent[first] = second;
  }

  /** Joins the ends of all edges whose class is usable (1 for each that is). */
  joinEdges(from: Uint32Array, to: Uint32Array, classOf: Uint16Array, usable: Uint8Array): void {
    for (let edge = 0; edge < from.length; edge++) if (usable[classOf[edge]] === 1) this.join(from[edge], to[edge]);
  }

  /** The set of each vertex, until vertices are joined again. */
  settled(): Uint32Array {
    const parent = this.#parent;
    // a parent is never above its vertex, so that it has been settled before
    for (let vertex = 0; vertex < parent.length; vertex++) parent[vertex] = parent[parent[vertex]];
    return parent;
  }

  /** Gives the memory back; the sets cannot be asked any more. */
  discard(): void {
    discard(this.#parent);
  }
}

function root(parent: Uint32Array, vertex: number): number {
  let at = vertex;
  for (let above = parent[at]; above !== at; above = parent[at]) {
    const higher = parent[above];
    parent[at] = higher;
    at = higher;
  }
  return at;
}
