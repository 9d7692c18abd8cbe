/** The arcs of each vertex: every edge once from either end. See the arrays of a network. */
export interface Arcs {
  arcStart: Uint32Array;
  arcEdge: Uint32Array;
  arcHead: Uint32Array;
}

/** Works out the arcs of edges into arrays of zeros: one number for each vertex and one more, two for each edge. */
export function layArcs(edgeFrom: Uint32Array, edgeTo: Uint32Array, { arcStart, arcEdge, arcHead }: Arcs): void {
  const edgeCount = edgeFrom.length;
  const vertexCount = arcStart.length - 1;
  // counted one place further on, so that what is the next free place of a vertex here is its end, the next one's start
  for (let edge = 0; edge < edgeCount; edge++) {
    if (edgeFrom[edge] < vertexCount - 1) arcStart[edgeFrom[edge] + 2]++;
    if (edgeTo[edge] < vertexCount - 1) arcStart[edgeTo[edge] + 2]++;
  }
  for (let vertex = 1; vertex <= vertexCount; vertex++) arcStart[vertex] += arcStart[vertex - 1];
  for (let edge = 0; edge < edgeCount; edge++) {
    const forward = arcStart[edgeFrom[edge] + 1]++;
    arcEdge[forward] = edge * 2;
    arcHead[forward] = edgeTo[edge];
    const backward = arcStart[edgeTo[edge] + 1]++;
    arcEdge[backward] = edge * 2 + 1;
    arcHead[backward] = edgeFrom[edge];
  }
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
