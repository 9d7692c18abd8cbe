import type { WayClass } from "../foot/ways.ts";
import { makeColumn, discard } from "./column.ts";
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
  edgeOsmId: Float64Array;
}

/**
 * What hangs together by edges of usable classes (1 for each that is), and how many metres of them each set has. Of
 * `whole` classes all edges of one OSM element hang together.
 */
function componentsOf(
  vertexCount: number,
  { edgeFrom, edgeTo, edgeClass, edgeMillimeters, edgeOsmId }: Edges,
  usable: Uint8Array,
  whole: Uint8Array | null = null,
): { sets: VertexSets; meters: Float64Array; longest: number } {
  const sets = new VertexSets(vertexCount);
  for (let edge = 0; edge < edgeFrom.length; edge++)
    if (usable[edgeClass[edge]] === 1) sets.join(edgeFrom[edge], edgeTo[edge]);
  const vertexOf = new Map<number, number>();
  for (let edge = 0; whole !== null && edge < edgeFrom.length; edge++) {
    if (whole[edgeClass[edge]] === 0 || usable[edgeClass[edge]] === 0) continue;
    const known = vertexOf.get(edgeOsmId[edge]);
    if (known === undefined) vertexOf.set(edgeOsmId[edge], edgeFrom[edge]);
    else sets.join(known, edgeFrom[edge]);
  }
  const meters = makeColumn(Float64Array, vertexCount);
  let longest = 0;
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    if (usable[edgeClass[edge]] === 0) continue;
    const set = sets.setOf(edgeFrom[edge]);
    meters[set] += edgeMillimeters[edge] / 1000;
    longest = Math.max(longest, meters[set]);
  }
  return { sets, meters, longest };
}

/** The private twin of a class, which knows the class that the tags alone give. */
class PrivateTwins {
  readonly #classes: WayClass[];
  readonly #rows = new Map<number, number>();

  constructor(classes: WayClass[]) {
    this.#classes = classes;
  }

  of(row: number): number {
    let twin = this.#rows.get(row);
    if (twin === undefined) {
      twin = this.#classes.push({ ...asPrivate(this.#classes[row]), taggedRow: row }) - 1;
      this.#rows.set(row, twin);
    }
    return twin;
  }
}

/**
 * A gate is private on the sides where it ends a private way, whoever may pass: a kerb, a turnstile or a gate with hours
 * within a compound is no public way between two private ones.
 */
function closeGatesWithin(classes: WayClass[], vertexCount: number, edges: Edges, twins: PrivateTwins): void {
  const { edgeFrom, edgeTo, edgeClass } = edges;
  const isGate = Uint8Array.from(classes, ({ kind }) => Number(kind === "gate"));
  const isPrivate = Uint8Array.from(classes, (row) => Number(row.private));
  if (!isGate.includes(1) || !isPrivate.includes(1)) return;
  const endsPrivate = makeColumn(Uint8Array, vertexCount);
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    const row = edgeClass[edge];
    if (isPrivate[row] === 1 && isGate[row] === 0) endsPrivate[edgeFrom[edge]] = endsPrivate[edgeTo[edge]] = 1;
  }
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    const row = edgeClass[edge];
    // a gate runs from the end of a way to the middle of the gate
    if (isGate[row] === 0 || isPrivate[row] === 1 || endsPrivate[edgeFrom[edge]] === 0) continue;
    if (classes[row].forward || classes[row].backward) edgeClass[edge] = twins.of(row);
  }
  discard(endsPrivate);
}

/**
 * Ways that say nothing of who may walk them, but can be reached through private gates or ways alone, are the inside of a
 * compound: private like the gates. Left public they could neither be left nor entered, since nobody comes back to a
 * public way after a private one. Changes `edgeClass`, adding classes where needed.
 */
export function closeCompounds(classes: WayClass[], vertexCount: number, edges: Edges): void {
  const { edgeFrom, edgeTo, edgeClass } = edges;
  const twins = new PrivateTwins(classes);
  closeGatesWithin(classes, vertexCount, edges, twins);
  const isPrivate = Uint8Array.from(classes, (row) => Number(row.private));
  const isPublic = Uint8Array.from(classes, (row) => Number((row.forward || row.backward) && !row.private));
  // a square is one place: a walk over it from one private gate to another does not make it a compound
  const isArea = Uint8Array.from(classes, ({ kind }) => Number(kind === "area"));
  const { sets, meters, longest } = componentsOf(vertexCount, edges, isPublic, isArea);
  const behindPrivate = new Set<number>();
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    if (isPrivate[edgeClass[edge]] === 0) continue;
    for (const vertex of [edgeFrom[edge], edgeTo[edge]]) {
      const set = sets.setOf(vertex);
      if (meters[set] > 0 && meters[set] < longest && meters[set] <= COMPOUND_METERS) behindPrivate.add(set);
    }
  }
  discard(meters);
  for (let edge = 0; behindPrivate.size > 0 && edge < edgeFrom.length; edge++) {
    const row = edgeClass[edge];
    if (isPublic[row] === 0 || !behindPrivate.has(sets.setOf(edgeFrom[edge]))) continue;
    edgeClass[edge] = twins.of(row);
  }
  sets.discard();
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
  const flags = makeColumn(Uint8Array, edgeFrom.length);
  for (const [flag, withPrivate] of [
    [EDGE_ATTACHABLE_WITH_PRIVATE, true],
    [EDGE_ATTACHABLE_PUBLIC, false],
  ] as const) {
    const usable = Uint8Array.from(classes, (row) =>
      Number((row.forward || row.backward) && (withPrivate || !row.private)),
    );
    const { sets, meters, longest } = componentsOf(vertexCount, edges, usable);
    const least = Math.min(SMALL_COMPONENT_METERS, longest / 2);
    for (let edge = 0; edge < edgeFrom.length; edge++) {
      if (
        usable[edgeClass[edge]] === 1 &&
        classes[edgeClass[edge]].attachable &&
        meters[sets.setOf(edgeFrom[edge])] >= least
      )
        flags[edge] |= flag;
    }
    sets.discard();
    discard(meters);
  }
  return flags;
}
