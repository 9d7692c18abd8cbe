import type { WalkNetwork } from "../network/network.ts";
import type { AttachedPlaces } from "./reach.ts";
import type { Search } from "./search.ts";

/** Told of an origin that a search reached: milliseconds with both access legs, and which seed it was. */
export type Visit = (origin: number, milliseconds: number, seed: number) => void;

/** Origins sorted by their edge, and for each vertex those of its edges that have any. */
export class LiveOrigins {
  readonly places: AttachedPlaces;
  /** Milliseconds of each origin's access leg; NaN where it joins no way. */
  readonly legs: Float64Array;
  readonly #edgeStart: Uint32Array;
  readonly #edgeItems: Uint32Array;
  readonly #vertexStart: Uint32Array;
  readonly #vertexEdges: Uint32Array;
  readonly #seen: Uint32Array;
  #generation = 0;

  constructor(network: WalkNetwork, places: AttachedPlaces, legRate: number) {
    this.places = places;
    this.legs = places.accessMeters.map((meters) => Math.round(meters * legRate));
    const { edgeFrom, edgeTo } = network.arrays;
    const { edgeCount, vertexCount } = network;
    const edgeStart = new Uint32Array(edgeCount + 1);
    for (const edge of places.edge) if (edge >= 0) edgeStart[edge + 1]++;
    const vertexStart = new Uint32Array(vertexCount + 1);
    for (let edge = 0; edge < edgeCount; edge++) {
      if (edgeStart[edge + 1] > 0) {
        vertexStart[edgeFrom[edge] + 1]++;
        vertexStart[edgeTo[edge] + 1]++;
      }
      edgeStart[edge + 1] += edgeStart[edge];
    }
    for (let vertex = 0; vertex < vertexCount; vertex++) vertexStart[vertex + 1] += vertexStart[vertex];
    const edgeItems = new Uint32Array(edgeStart[edgeCount]);
    const nextItem = edgeStart.slice(0, edgeCount);
    places.edge.forEach((edge, origin) => {
      if (edge >= 0) edgeItems[nextItem[edge]++] = origin;
    });
    const vertexEdges = new Uint32Array(vertexStart[vertexCount]);
    const nextEdge = vertexStart.slice(0, vertexCount);
    for (let edge = 0; edge < edgeCount; edge++) {
      if (edgeStart[edge] === edgeStart[edge + 1]) continue;
      vertexEdges[nextEdge[edgeFrom[edge]]++] = edge;
      vertexEdges[nextEdge[edgeTo[edge]]++] = edge;
    }
    this.#edgeStart = edgeStart;
    this.#edgeItems = edgeItems;
    this.#vertexStart = vertexStart;
    this.#vertexEdges = vertexEdges;
    this.#seen = new Uint32Array(edgeCount);
  }

  /** Calls `visit` once for every origin that a finished search reached. */
  visitReached(search: Search, visit: Visit): void {
    const seen = this.#seen;
    const generation = ++this.#generation;
    for (const seed of search.seeds) {
      if (seed.vertex !== undefined || seen[seed.attachment.edge] === generation) continue;
      seen[seed.attachment.edge] = generation;
      this.#visitEdge(search, seed.attachment.edge, visit);
    }
    for (const vertex of search.reachedVertices) {
      for (let i = this.#vertexStart[vertex]; i < this.#vertexStart[vertex + 1]; i++) {
        const edge = this.#vertexEdges[i];
        if (seen[edge] === generation) continue;
        seen[edge] = generation;
        this.#visitEdge(search, edge, visit);
      }
    }
  }

  /** Calls `visit` for every origin that joins this edge. */
  forEachOn(edge: number, visit: (origin: number) => void): void {
    for (let i = this.#edgeStart[edge]; i < this.#edgeStart[edge + 1]; i++) visit(this.#edgeItems[i]);
  }

  #visitEdge(search: Search, edge: number, visit: Visit): void {
    const { offsetMeters } = this.places;
    const end = this.#edgeStart[edge + 1];
    for (let i = this.#edgeStart[edge]; i < end; i++) {
      const origin = this.#edgeItems[i];
      if (!search.arrive(edge, offsetMeters[origin])) continue;
      visit(origin, search.arrival.milliseconds + this.legs[origin], search.arrival.seed);
    }
  }
}
