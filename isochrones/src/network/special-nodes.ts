import type { NodeClass } from "../foot/nodes.ts";
import { growing } from "./column.ts";

/** Nodes that mean something to a walker, by their row in the map's nodes. */
export class SpecialNodes {
  readonly #nodes = growing(Uint32Array);
  readonly #classes = growing(Uint32Array);
  readonly #ids = growing(Float64Array);
  readonly #rows: NodeClass[] = [];
  readonly #rowOf = new Map<NodeClass, number>();

  /** In ascending order of `node`; of several with the same node the last counts. */
  add(node: number, id: number, foot: NodeClass): void {
    let row = this.#rowOf.get(foot);
    if (row === undefined) this.#rowOf.set(foot, (row = this.#rows.push(foot) - 1));
    this.#nodes.push(node);
    this.#ids.push(id);
    this.#classes.push(row);
  }

  get(node: number): NodeClass | undefined {
    const at = this.#find(node);
    return at < 0 ? undefined : this.#rows[this.#classes.array[at]];
  }

  /** Id of a node that is one of these. */
  idOf(node: number): number {
    return this.#ids.array[this.#find(node)];
  }

  forEach(visit: (node: number, foot: NodeClass) => void): void {
    for (let at = 0; at < this.#nodes.length; at++) visit(this.#nodes.array[at], this.#rows[this.#classes.array[at]]);
  }

  #find(node: number): number {
    const nodes = this.#nodes.array;
    let low = 0;
    let high = this.#nodes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (nodes[middle] <= node) low = middle + 1;
      else high = middle;
    }
    return low > 0 && nodes[low - 1] === node ? low - 1 : -1;
  }
}
