/** The walkable graph as people see it on a map: junctions and the stretches between them, whatever the file cuts. */
import { metersPerDegree, UNITS_PER_DEGREE } from "../src/geo.ts";
import type { BoundingBox, WalkNetwork } from "../src/index.ts";

export interface StreetGraph {
  network: WalkNetwork;
  box: BoundingBox;
  squareMeters: number;
  /** Vertices inside the box. */
  inside: Uint8Array;
  /** Walkable edges at each vertex. */
  degree: Uint32Array;
  isWalkable(edge: number): boolean;
}

/** What lies inside the box counts; links that are laid across squares do not: nobody drew them. */
export function streetGraph(network: WalkNetwork, box: BoundingBox): StreetGraph {
  const { edgeFrom, edgeTo, edgeClass, vertexLng, vertexLat } = network.arrays;
  const walkable = network.classes.map(({ forward, backward, kind }) => (forward || backward) && kind !== "area");
  const degree = new Uint32Array(network.vertexCount);
  for (let edge = 0; edge < network.edgeCount; edge++) {
    if (!walkable[edgeClass[edge]] || edgeFrom[edge] === edgeTo[edge]) continue;
    degree[edgeFrom[edge]]++;
    degree[edgeTo[edge]]++;
  }
  const [west, south, east, north] = box.map((degrees) => degrees * UNITS_PER_DEGREE);
  const inside = new Uint8Array(network.vertexCount);
  for (let vertex = 0; vertex < network.vertexCount; vertex++) {
    const lng = vertexLng[vertex];
    const lat = vertexLat[vertex];
    if (lng >= west && lng <= east && lat >= south && lat <= north) inside[vertex] = 1;
  }
  const scale = metersPerDegree((box[1] + box[3]) / 2);
  return {
    network,
    box,
    squareMeters: (box[2] - box[0]) * scale.lng * (box[3] - box[1]) * scale.lat,
    inside,
    degree,
    isWalkable: (edge) => walkable[edgeClass[edge]],
  };
}

/** Metres of each stretch between two vertices that are no mere passage, both inside the box. */
export function stretches({ network, inside, degree, isWalkable }: StreetGraph): number[] {
  const { arcStart, arcEdge, arcHead, edgeMillimeters } = network.arrays;
  const meters: number[] = [];
  for (let start = 0; start < network.vertexCount; start++) {
    if (!inside[start] || degree[start] === 2 || degree[start] === 0) continue;
    for (let first = arcStart[start]; first < arcStart[start + 1]; first++) {
      let arc = first;
      if (!isWalkable(arcEdge[arc] >> 1)) continue;
      let millimeters = edgeMillimeters[arcEdge[arc] >> 1];
      while (degree[arcHead[arc]] === 2) {
        const vertex = arcHead[arc];
        const came = arcEdge[arc] >> 1;
        let next = -1;
        for (let other = arcStart[vertex]; other < arcStart[vertex + 1]; other++)
          if (arcEdge[other] >> 1 !== came && isWalkable(arcEdge[other] >> 1)) next = other;
        if (next < 0) break;
        arc = next;
        millimeters += edgeMillimeters[arcEdge[arc] >> 1];
      }
      const end = arcHead[arc];
      // each stretch is met from both its ends; those of a loop have one
      if (inside[end] && (end > start || (end === start && arcEdge[first] < arcEdge[arc])))
        meters.push(millimeters / 1000);
    }
  }
  return meters;
}

/** Metres along the graph from one vertex to others up to a limit; works until asked again. */
export class Distances {
  readonly #graph: StreetGraph;
  readonly #meters: Float64Array;
  #touched: number[] = [];

  constructor(graph: StreetGraph) {
    this.#graph = graph;
    this.#meters = new Float64Array(graph.network.vertexCount).fill(Infinity);
  }

  from(vertex: number, limitMeters: number): Float64Array {
    const { network, isWalkable } = this.#graph;
    const { arcStart, arcEdge, arcHead, edgeMillimeters } = network.arrays;
    const meters = this.#meters;
    for (const old of this.#touched) meters[old] = Infinity;
    this.#touched = [vertex];
    meters[vertex] = 0;
    // by decimetres; within one the order hardly matters, since a vertex whose distance falls is looked at again
    const buckets: number[][] = [[vertex]];
    for (let i = 0; i < buckets.length; i++) {
      for (let at = 0; at < (buckets[i]?.length ?? 0); at++) {
        const v = buckets[i][at];
        const here = meters[v];
        if (Math.floor(here * 10) !== i) continue;
        for (let arc = arcStart[v]; arc < arcStart[v + 1]; arc++) {
          const edge = arcEdge[arc] >> 1;
          const there = here + edgeMillimeters[edge] / 1000;
          const head = arcHead[arc];
          if (there > limitMeters || there >= meters[head] || !isWalkable(edge)) continue;
          if (meters[head] === Infinity) this.#touched.push(head);
          meters[head] = there;
          (buckets[Math.floor(there * 10)] ??= []).push(head);
        }
      }
    }
    return meters;
  }
}
