import type { WayClass } from "../foot/ways.ts";
import { EDGE_ATTACHABLE_PUBLIC, EDGE_ATTACHABLE_WITH_PRIVATE } from "./network.ts";
import { VertexSets } from "./vertex-sets.ts";

/** A component shorter than this, and than half of the longest, is a mapper's loose end: nobody is taken there. */
const SMALL_COMPONENT_METERS = 5000;
/** No compound has ways longer than this inside, all together. */
const COMPOUND_METERS = 20_000;

interface Edges {
  edgeFrom: Uint32Array;
  edgeTo: Uint32Array;
  edgeClass: Uint16Array;
  edgeMillimeters: Uint32Array;
}

/** What hangs together by usable edges, and how many metres of them each set has. */
function componentsOf(
  vertexCount: number,
  { edgeFrom, edgeTo, edgeMillimeters }: Edges,
  usable: (edge: number) => boolean,
): { sets: VertexSets; meters: Float64Array; longest: number } {
  const sets = new VertexSets(vertexCount);
  for (let edge = 0; edge < edgeFrom.length; edge++) if (usable(edge)) sets.join(edgeFrom[edge], edgeTo[edge]);
  const meters = new Float64Array(vertexCount);
  let longest = 0;
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    if (!usable(edge)) continue;
    const set = sets.setOf(edgeFrom[edge]);
    meters[set] += edgeMillimeters[edge] / 1000;
    longest = Math.max(longest, meters[set]);
  }
  return { sets, meters, longest };
}

/**
 * Ways that say nothing of who may walk them, but can be reached through private gates or ways alone, are the inside of a
 * compound: private like the gates. Left public they could neither be left nor entered, since nobody comes back to a
 * public way after a private one. Changes `edgeClass`, adding classes where needed.
 */
export function closeCompounds(classes: WayClass[], vertexCount: number, edges: Edges): void {
  const { edgeFrom, edgeTo, edgeClass } = edges;
  const open = (edge: number): boolean => classes[edgeClass[edge]].forward || classes[edgeClass[edge]].backward;
  const isPrivate = (edge: number): boolean => classes[edgeClass[edge]].private;
  const { sets, meters, longest } = componentsOf(vertexCount, edges, (edge) => open(edge) && !isPrivate(edge));
  const behindPrivate = new Set<number>();
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    if (!isPrivate(edge)) continue;
    for (const vertex of [edgeFrom[edge], edgeTo[edge]]) {
      const set = sets.setOf(vertex);
      if (meters[set] > 0 && meters[set] < longest && meters[set] <= COMPOUND_METERS) behindPrivate.add(set);
    }
  }
  if (behindPrivate.size === 0) return;
  const twins = new Map<number, number>();
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    if (isPrivate(edge) || !open(edge) || !behindPrivate.has(sets.setOf(edgeFrom[edge]))) continue;
    const row = edgeClass[edge];
    let twin = twins.get(row);
    if (twin === undefined) twins.set(row, (twin = classes.push({ ...asPrivate(classes[row]), taggedRow: row }) - 1));
    edgeClass[edge] = twin;
  }
}

function asPrivate(row: WayClass): WayClass {
  const access = (word: "allowed" | "private" | "forbidden") => (word === "allowed" ? "private" : word);
  const times = row.times && {
    ...row.times,
    access: row.times.access.map(access),
    byDay: access(row.times.byDay),
  };
  return { ...row, private: true, times };
}

/** Which edges doors and ground may join: of a kind that allows it, and not on a small component cut off from the rest. */
export function attachableEdges(classes: WayClass[], vertexCount: number, edges: Edges): Uint8Array {
  const { edgeFrom, edgeClass } = edges;
  const flags = new Uint8Array(edgeFrom.length);
  for (const [flag, withPrivate] of [
    [EDGE_ATTACHABLE_WITH_PRIVATE, true],
    [EDGE_ATTACHABLE_PUBLIC, false],
  ] as const) {
    const usable = (edge: number): boolean => {
      const row = classes[edgeClass[edge]];
      return (row.forward || row.backward) && (withPrivate || !row.private);
    };
    const { sets, meters, longest } = componentsOf(vertexCount, edges, usable);
    const least = Math.min(SMALL_COMPONENT_METERS, longest / 2);
    for (let edge = 0; edge < edgeFrom.length; edge++) {
      if (usable(edge) && classes[edgeClass[edge]].attachable && meters[sets.setOf(edgeFrom[edge])] >= least)
        flags[edge] |= flag;
    }
  }
  return flags;
}
