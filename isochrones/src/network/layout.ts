import { makeColumn, discard } from "./column.ts";

/** The arcs of each vertex: every edge once from either end. */
export function makeArcs(
  vertexCount: number,
  edgeFrom: Uint32Array,
  edgeTo: Uint32Array,
): { arcStart: Uint32Array; arcEdge: Uint32Array; arcHead: Uint32Array } {
  const edgeCount = edgeFrom.length;
  const arcStart = makeColumn(Uint32Array, vertexCount + 1);
  for (let edge = 0; edge < edgeCount; edge++) {
    arcStart[edgeFrom[edge] + 1]++;
    arcStart[edgeTo[edge] + 1]++;
  }
  for (let vertex = 0; vertex < vertexCount; vertex++) arcStart[vertex + 1] += arcStart[vertex];
  const next = makeColumn(Uint32Array, vertexCount);
  next.set(arcStart.subarray(0, vertexCount));
  const arcEdge = makeColumn(Uint32Array, edgeCount * 2);
  const arcHead = makeColumn(Uint32Array, edgeCount * 2);
  for (let edge = 0; edge < edgeCount; edge++) {
    const forward = next[edgeFrom[edge]]++;
    arcEdge[forward] = edge * 2;
    arcHead[forward] = edgeTo[edge];
    const backward = next[edgeTo[edge]]++;
    arcEdge[backward] = edge * 2 + 1;
    arcHead[backward] = edgeFrom[edge];
  }
  discard(next);
  return { arcStart, arcEdge, arcHead };
}

/** The smallest box around coordinates. */
export function boxOf(
  lngs: Int32Array[],
  lats: Int32Array[],
): { west: number; south: number; east: number; north: number } {
  const [west, east] = rangeOf(lngs);
  const [south, north] = rangeOf(lats);
  return { west, south, east, north };
}

function rangeOf(arrays: Int32Array[]): [least: number, most: number] {
  let least = Infinity;
  let most = -Infinity;
  for (const values of arrays) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return [least, most];
}
