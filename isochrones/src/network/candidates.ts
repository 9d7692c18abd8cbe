/**
 * Pieces of ways that a door might join, the nearest first; of equally near ones the lower edge, then the lower piece. A
 * binary heap without objects, since a million doors are joined in a row.
 */
export class Candidates {
  length = 0;
  #edges = new Int32Array(256);
  #pieces = new Int32Array(256);
  #distances2 = new Float64Array(256);

  /** What `take` took last. */
  edge = 0;
  /** Which of the edge's straight pieces; -1 where it stands for the whole edge. */
  piece = 0;

  clear(): void {
    this.length = 0;
  }

  /** Square of the metres to the nearest one; Infinity where there is none. */
  get nearest2(): number {
    return this.length === 0 ? Infinity : this.#distances2[0];
  }

  add(edge: number, piece: number, distance2: number): void {
    if (this.length === this.#edges.length) this.#grow();
    let at = this.length++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(edge, piece, distance2, parent)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#set(at, edge, piece, distance2);
  }

  /** Takes the nearest one out, into `edge` and `piece`. */
  take(): void {
    this.edge = this.#edges[0];
    this.piece = this.#pieces[0];
    const last = --this.length;
    const edge = this.#edges[last];
    const piece = this.#pieces[last];
    const distance2 = this.#distances2[last];
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= last) break;
      const other = child + 1;
      if (other < last && this.#isBefore(this.#edges[other], this.#pieces[other], this.#distances2[other], child)) {
        child = other;
      }
      if (this.#isBefore(edge, piece, distance2, child)) break;
      this.#move(child, at);
      at = child;
    }
    this.#set(at, edge, piece, distance2);
  }

  #isBefore(edge: number, piece: number, distance2: number, at: number): boolean {
    const other = this.#distances2[at];
    if (distance2 !== other) return distance2 < other;
    return edge === this.#edges[at] ? piece < this.#pieces[at] : edge < this.#edges[at];
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#edges[from], this.#pieces[from], this.#distances2[from]);
  }

  #set(at: number, edge: number, piece: number, distance2: number): void {
    this.#edges[at] = edge;
    this.#pieces[at] = piece;
    this.#distances2[at] = distance2;
  }

  #grow(): void {
    const longer = <T extends Int32Array | Float64Array>(from: T, to: T): T => {
      to.set(from as never);
      return to;
    };
    const capacity = this.#edges.length * 2;
    this.#edges = longer(this.#edges, new Int32Array(capacity));
    this.#pieces = longer(this.#pieces, new Int32Array(capacity));
    this.#distances2 = longer(this.#distances2, new Float64Array(capacity));
  }
}
