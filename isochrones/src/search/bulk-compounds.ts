import { Growing } from "../network/grow.ts";
import type { WalkNetwork } from "../network/network.ts";
import { BucketQueue, bucketOf } from "./bulk-queue.ts";
import { CLOSED, type WalkCosts } from "./costs.ts";

/** Longer than any search looks; sums with a cost still fit 32 bits. */
export const NEVER = 0x3fffffff;

/**
 * Private ways that hang together: a compound. Its vertices stand side by side, so that times within it take as many
 * numbers as it has vertices.
 */
export class Compounds {
  /** Per vertex; -1 where it touches no private way. */
  readonly compoundOf: Int32Array;
  /** Vertices of compound c: vertices[start[c]] … vertices[start[c + 1] - 1]. */
  readonly start: Int32Array;
  readonly vertices: Int32Array;
  readonly count: number;
  /** Place in `vertices` of each vertex that touches a private way. */
  readonly #placeOf: Int32Array;
  readonly #network: WalkNetwork;
  readonly #costs: WalkCosts;
  readonly #limit: number;
  readonly #queue: BucketQueue;

  constructor(network: WalkNetwork, costs: WalkCosts, openClass: Uint8Array, limitMilliseconds: number) {
    const { arcStart, arcEdge, arcHead, edgeClass } = network.arrays;
    const { vertexCount } = network;
    this.#network = network;
    this.#costs = costs;
    this.#limit = limitMilliseconds;
    this.#queue = new BucketQueue(limitMilliseconds);
    this.compoundOf = new Int32Array(vertexCount).fill(-1);
    this.#placeOf = new Int32Array(vertexCount).fill(-1);
    const { compoundOf } = this;
    const { classPrivate } = costs;
    const start = new Growing(Int32Array);
    const vertices = new Growing(Int32Array);
    for (let first = 0; first < vertexCount; first++) {
      if (compoundOf[first] >= 0) continue;
      const compound = start.length;
      const begin = vertices.length;
      // flooded breadth first; a vertex without private ways finds nobody and is taken back
      compoundOf[first] = compound;
      vertices.push(first);
      for (let at = begin; at < vertices.length; at++) {
        const vertex = vertices.at(at);
        for (let arc = arcStart[vertex]; arc < arcStart[vertex + 1]; arc++) {
          const row = edgeClass[arcEdge[arc] >>> 1];
          if (classPrivate[row] === 0 || openClass[row] === 0) continue;
          const head = arcHead[arc];
          if (compoundOf[head] >= 0) continue;
          compoundOf[head] = compound;
          vertices.push(head);
        }
      }
      if (vertices.length === begin + 1 && !this.#touchesItself(first, openClass)) {
        vertices.length--;
        compoundOf[first] = -1;
      } else start.push(begin);
    }
    this.count = start.length;
    start.push(vertices.length);
    this.start = start.trimmed();
    this.vertices = vertices.trimmed();
    for (let place = 0; place < this.vertices.length; place++) this.#placeOf[this.vertices[place]] = place;
  }

  /** A private way from a vertex round to itself makes a compound of one. */
  #touchesItself(vertex: number, openClass: Uint8Array): boolean {
    const { arcStart, arcEdge, edgeClass } = this.#network.arrays;
    for (let arc = arcStart[vertex]; arc < arcStart[vertex + 1]; arc++) {
      const row = edgeClass[arcEdge[arc] >>> 1];
      if (this.#costs.classPrivate[row] === 1 && openClass[row] === 1) return true;
    }
    return false;
  }

  size(compound: number): number {
    return this.start[compound + 1] - this.start[compound];
  }

  /** Which of its compound's vertices a vertex is. */
  placeWithin(vertex: number): number {
    return this.#placeOf[vertex] - this.start[this.compoundOf[vertex]];
  }

  /**
   * Milliseconds from a vertex to those of its compound along private ways, `NEVER` where beyond the limit, written to
   * times[offset + placeWithin(vertex)].
   */
  spread(from: number, times: Int32Array, offset: number): void {
    const { arcStart, arcHead } = this.#network.arrays;
    const { arcMilliseconds, arcPrivate, vertexDelay } = this.#costs;
    const compound = this.compoundOf[from];
    const base = offset - this.start[compound];
    const queue = this.#queue;
    times.fill(NEVER, offset, offset + this.size(compound));
    times[base + this.#placeOf[from]] = 0;
    queue.push(0, from);
    for (let vertex = queue.pop(); vertex >= 0; vertex = queue.pop()) {
      const time = times[base + this.#placeOf[vertex]];
      if (bucketOf(time) !== queue.current) continue;
      const leaving = time + vertexDelay[vertex];
      for (let arc = arcStart[vertex]; arc < arcStart[vertex + 1]; arc++) {
        const cost = arcMilliseconds[arc];
        if (cost === CLOSED || arcPrivate[arc] === 0) continue;
        const at = leaving + cost;
        if (at > this.#limit) continue;
        const place = base + this.#placeOf[arcHead[arc]];
        if (at >= times[place]) continue;
        times[place] = at;
        queue.push(bucketOf(at), arcHead[arc]);
      }
    }
  }
}
