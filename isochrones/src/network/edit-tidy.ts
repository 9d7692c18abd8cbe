import type { DraftEdge, NetworkDraft } from "./edit-draft.ts";

/**
 * Leaves out what closed ways leave behind: gates that lead nowhere, vertices without a way, and junctions where only one
 * way is left, whose two edges become one. A network built from a file without those ways has none of them.
 */
export function tidy(draft: NetworkDraft): void {
  const vertices = new Set<number>();
  const take = ({ from, to }: DraftEdge): void => {
    vertices.add(from);
    vertices.add(to);
  };
  for (const edge of draft.closed) take(draft.edgeAt(edge));
  // a set also visits what is added meanwhile
  for (const vertex of vertices) {
    const edges = draft.edgesAt(vertex);
    const rows = edges.map((edge) => draft.edgeAt(edge));
    const [first, second] = rows;
    if (edges.length === 0) draft.removeVertex(vertex);
    else if (edges.length === 1 && first.from === vertex && draft.classes[first.classRow].kind === "gate") {
      draft.remove(edges[0]);
      draft.removeVertex(vertex);
      vertices.delete(first.to);
      vertices.add(first.to);
    } else if (edges.length === 2 && draft.vertexAt(vertex).flags === 0) {
      if (goesOn(first, second, vertex)) joinEdges(draft, vertex, edges[0], edges[1]);
      else if (goesOn(second, first, vertex)) joinEdges(draft, vertex, edges[1], edges[0]);
    }
  }
}

/** Does one way run through a vertex from one edge to the other? */
function goesOn(before: DraftEdge, after: DraftEdge, vertex: number): boolean {
  return (
    before.to === vertex &&
    after.from === vertex &&
    before.from !== vertex &&
    after.to !== vertex &&
    before.from !== after.to &&
    before.osmId === after.osmId &&
    before.classRow === after.classRow &&
    before.name === after.name
  );
}

function joinEdges(draft: NetworkDraft, vertex: number, first: number, second: number): void {
  const before = draft.edgeAt(first);
  const after = draft.edgeAt(second);
  draft.remove(first);
  draft.remove(second);
  draft.addEdge({ ...before, to: after.to, line: [...before.line, ...after.line.slice(2)] });
  draft.removeVertex(vertex);
}
