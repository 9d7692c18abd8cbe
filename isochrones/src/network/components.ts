import type { WayClass } from "../foot/ways.ts";
import { makeColumn, discard } from "./column.ts";
import { EDGE_ATTACHABLE_PUBLIC, EDGE_ATTACHABLE_WITH_PRIVATE } from "./network.ts";
import { VertexSets } from "./vertex-sets.ts";

/** A component shorter than this, and than half of the longest, is a mapper's loose end: nobody is taken there. */
const SMALL_COMPONENT_MILLIMETERS = 5_000_000;
/** No compound has ways longer than this inside, all together. */
const COMPOUND_MILLIMETERS = 20_000_000;

interface Edges {
  edgeFrom: Uint32Array;
  edgeTo: Uint32Array;
  edgeClass: Uint16Array;
  edgeMillimeters: Uint32Array;
  edgeOsmId: Float64Array;
}

/** Adds the lengths of the edges of usable classes (1 for each that is) up, for each set of vertices; in millimetres. */
function addLengths(
  lengths: Float64Array,
  { edgeFrom, edgeClass, edgeMillimeters }: Edges,
  setOf: Uint32Array,
  usable: Uint8Array,
): void {
  for (let edge = 0; edge < edgeFrom.length; edge++)
    if (usable[edgeClass[edge]] === 1) lengths[setOf[edgeFrom[edge]]] += edgeMillimeters[edge];
}

/** Joins all edges of one OSM element, of classes that are `whole` and usable. */
function joinElements(
  sets: VertexSets,
  { edgeFrom, edgeClass, edgeOsmId }: Edges,
  usable: Uint8Array,
  whole: Uint8Array,
): void {
  const vertexOf = new Map<number, number>();
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    if (whole[edgeClass[edge]] === 0 || usable[edgeClass[edge]] === 0) continue;
    const known = vertexOf.get(edgeOsmId[edge]);
    if (known === undefined) vertexOf.set(edgeOsmId[edge], edgeFrom[edge]);
    else sets.join(known, edgeFrom[edge]);
  }
}

function greatest(numbers: Float64Array): number {
  let most = 0;
  for (let i = 0; i < numbers.length; i++) if (numbers[i] > most) most = numbers[i];
  return most;
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
  const sets = new VertexSets(vertexCount);
  sets.joinEdges(edgeFrom, edgeTo, edgeClass, isPublic);
  joinElements(sets, edges, isPublic, isArea);
  const setOf = sets.settled();
  const lengths = makeColumn(Float64Array, vertexCount);
  addLengths(lengths, edges, setOf, isPublic);
  const longest = greatest(lengths);
  const isBehindPrivate = makeColumn(Uint8Array, vertexCount);
  let any = false;
  for (let edge = 0; edge < edgeFrom.length; edge++) {
    if (isPrivate[edgeClass[edge]] === 0) continue;
    for (let end = 0; end < 2; end++) {
      const set = setOf[end === 0 ? edgeFrom[edge] : edgeTo[edge]];
      const length = lengths[set];
      if (length > 0 && length < longest && length <= COMPOUND_MILLIMETERS) {
        isBehindPrivate[set] = 1;
        any = true;
      }
    }
  }
  for (let edge = 0; any && edge < edgeFrom.length; edge++) {
    const row = edgeClass[edge];
    if (isPublic[row] === 1 && isBehindPrivate[setOf[edgeFrom[edge]]] === 1) edgeClass[edge] = twins.of(row);
  }
  discard(lengths, isBehindPrivate);
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
  const { edgeFrom, edgeTo, edgeClass } = edges;
  const flags = makeColumn(Uint8Array, edgeFrom.length);
  const sets = new VertexSets(vertexCount);
  const lengths = makeColumn(Float64Array, vertexCount);
  const joinable = Uint8Array.from(classes, (row) => Number(row.attachable));
  const isPublic = Uint8Array.from(classes, (row) => Number((row.forward || row.backward) && !row.private));
  const isPrivate = Uint8Array.from(classes, (row) => Number((row.forward || row.backward) && row.private));
  // private ways come to the sets of the public ones
  for (const [flag, added, used] of [
    [EDGE_ATTACHABLE_PUBLIC, isPublic, isPublic],
    [EDGE_ATTACHABLE_WITH_PRIVATE, isPrivate, isPublic.map((value, row) => value | isPrivate[row])],
  ] as const) {
    sets.joinEdges(edgeFrom, edgeTo, edgeClass, added);
    const setOf = sets.settled();
    for (let vertex = 0; vertex < vertexCount; vertex++) {
      const set = setOf[vertex];
      if (set === vertex || lengths[vertex] === 0) continue;
      lengths[set] += lengths[vertex];
      lengths[vertex] = 0;
    }
    addLengths(lengths, edges, setOf, added);
    const least = Math.min(SMALL_COMPONENT_MILLIMETERS, greatest(lengths) / 2);
    const fits = used.map((value, row) => value & joinable[row]);
    for (let edge = 0; edge < edgeFrom.length; edge++)
      if (fits[edgeClass[edge]] === 1 && lengths[setOf[edgeFrom[edge]]] >= least) flags[edge] |= flag;
  }
  sets.discard();
  discard(lengths);
  return flags;
}
