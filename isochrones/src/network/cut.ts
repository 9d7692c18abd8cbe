import type { NodeClass } from "../foot/nodes.ts";
import type { WayClass } from "../foot/ways.ts";
import { UNITS_PER_DEGREE } from "../geo.ts";
import type { AreaLink } from "./areas.ts";
import type { FootMap, NodeTable } from "./foot-map.ts";
import { makeColumn, discard, growing } from "./column.ts";
import { VERTEX_CROSSING, VERTEX_EDGE_OF_DATA, VERTEX_ELEVATOR, VERTEX_GATE, VERTEX_SIGNALS } from "./network.ts";

/** A gate without length between the two sides of a barrier node. */
const gateClass = ({ passage, times, noWheelchair, noPram }: NodeClass): WayClass => ({
  kind: "gate",
  forward: passage !== "closed" || times !== null,
  backward: passage !== "closed" || times !== null,
  private: passage === "private",
  times,
  surfaceFactor: 1,
  ground: "firm",
  inclinePercent: null,
  noWheelchair,
  noPram,
  bridge: false,
  tunnel: false,
  indoor: false,
  attachable: false,
  crossing: false,
  fixedSpeedKmh: null,
  stepCount: null,
});

/** Does everybody always pass, so that the node need not be a gate of the network? */
const isFree = ({ passage, times, noWheelchair, noPram }: NodeClass): boolean =>
  passage === "free" && times === null && !noWheelchair && !noPram;

/**
 * What is left of a gate's flags at its sides: whoever passes a gate passes its centre, so what is met there, and what it
 * takes, is told by the centre alone.
 */
export const flagsOfSide = (flagsOfCentre: number): number => flagsOfCentre & VERTEX_EDGE_OF_DATA;

/** The edges of a network in the order they were found, and the nodes that their vertices are. */
export interface Cut {
  /** V · row of the map's nodes */
  vertexNode: Uint32Array;
  /** V */
  vertexFlags: Uint8Array;
  /** E · vertices */
  from: Uint32Array;
  to: Uint32Array;
  /** Place in the ways' refs of the first node of each edge. The edges of squares and gates, which come last, have none. */
  first: Uint32Array;
  /** What the edges of squares and gates are. */
  extra: { classIndex: Uint16Array; name: Uint32Array; osmId: Float64Array };
  /** Is a node a vertex? Those between an edge's ends are not. */
  isVertex(node: number): boolean;
}

/** What becomes of a node: passed by so many ways, a vertex, or a vertex with a gate on each side. */
const PASSED_ONCE = 1;
const VERTEX = 2;
const GATED_VERTEX = 3;

/** Cuts ways into edges at junctions, ends and nodes that mean something to a walker. */
export class Cutter {
  readonly #map: FootMap;
  readonly #nodes: NodeTable;
  /** West, south, east, north in 1e-7 degree; null where the file says nothing. */
  readonly #border: number[] | null;
  readonly #uses: Uint8Array;
  readonly #vertexOfNode: Int32Array;
  readonly #vertexNode = growing(Uint32Array);
  readonly #edgeOfData = new Set<number>();
  readonly #from = growing(Uint32Array);
  readonly #to = growing(Uint32Array);
  readonly #first = growing(Uint32Array);
  readonly #extraClass = growing(Uint16Array);
  readonly #extraName = growing(Uint32Array);
  readonly #extraId = growing(Float64Array);
  readonly #gateClasses = new Map<string, number>();
  /** Gates that agree in their tags share one object, so that each such need be looked into only once. */
  readonly #classOfGate = new Map<NodeClass, number>();
  readonly #gateSide = growing(Uint32Array);
  readonly #gateCentre = growing(Uint32Array);
  readonly #gateClass = growing(Uint16Array);

  constructor(map: FootMap) {
    this.#map = map;
    this.#nodes = map.nodes;
    this.#border = map.bbox?.map((degrees) => Math.round(degrees * UNITS_PER_DEGREE)) ?? null;
    this.#uses = makeColumn(Uint8Array, map.nodes.lng.length);
    this.#vertexOfNode = makeColumn(Int32Array, map.nodes.lng.length).fill(-1);
  }

  cut(areaLinks: AreaLink[]): Cut {
    this.#countUses();
    for (const { from, to } of areaLinks) {
      for (const node of [from, to]) this.#uses[node] = Math.max(VERTEX, this.#uses[node]);
    }
    this.#cutWays();
    for (const { from, to, classIndex, name, osmId } of areaLinks)
      this.#addStraight(this.#vertexAt(from), this.#vertexAt(to), classIndex, name, osmId);
    const { special } = this.#nodes;
    const vertexNode = this.#vertexNode.take();
    for (let gate = 0; gate < this.#gateSide.length; gate++) {
      const centre = this.#gateCentre.array[gate];
      const osmId = special.idOf(vertexNode[centre]);
      this.#addStraight(this.#gateSide.array[gate], centre, this.#gateClass.array[gate], 0, osmId);
    }
    const vertexFlags = makeColumn(Uint8Array, vertexNode.length);
    for (let vertex = 0; vertex < vertexFlags.length; vertex++) vertexFlags[vertex] = this.#flagsOf(vertexNode[vertex]);
    const sides = this.#gateSide.take();
    for (let gate = 0; gate < sides.length; gate++) vertexFlags[sides[gate]] = flagsOfSide(vertexFlags[sides[gate]]);
    discard(this.#vertexOfNode, sides, this.#gateCentre.take(), this.#gateClass.take());
    const uses = this.#uses;
    return {
      vertexNode,
      vertexFlags,
      from: this.#from.take(),
      to: this.#to.take(),
      first: this.#first.take(),
      extra: {
        classIndex: this.#extraClass.take(),
        name: this.#extraName.take(),
        osmId: this.#extraId.take(),
      },
      isVertex: (node) => uses[node] >= VERTEX,
    };
  }

  #countUses(): void {
    const { ways, nodes } = this.#map;
    const { known } = nodes;
    const uses = this.#uses;
    nodes.special.forEach((node, found) => {
      uses[node] = isFree(found) ? VERTEX : GATED_VERTEX;
    });
    if (this.#border) {
      // what lies at the border of the extract is a vertex, so that it is known where the data ends
      for (let node = 0; node < uses.length; node++)
        if (known[node] === 1 && uses[node] < VERTEX && this.#isAtBorder(node)) uses[node] = VERTEX;
    }
    const { start, refs } = ways;
    for (let way = 0; way + 1 < start.length; way++) {
      const begin = start[way];
      const end = start[way + 1] - 1;
      for (let i = begin; i <= end; i++) {
        const node = refs[i];
        if (known[node] === 0 || uses[node] >= VERTEX) continue;
        const isEnd = i === begin || i === end || known[refs[i - 1]] === 0 || known[refs[i + 1]] === 0;
        uses[node] = isEnd || uses[node] === PASSED_ONCE ? VERTEX : PASSED_ONCE;
      }
    }
  }

  #cutWays(): void {
    const { ways, nodes } = this.#map;
    const { known } = nodes;
    const { start, refs } = ways;
    const uses = this.#uses;
    // no more edges than nodes of ways: room is set aside, so that nothing need ask for it
    for (const list of [this.#from, this.#to, this.#first]) list.reserve(refs.length);
    const edgeFrom = this.#from.array;
    const edgeTo = this.#to.array;
    const edgeFirst = this.#first.array;
    let edge = 0;
    for (let way = 0; way + 1 < start.length; way++) {
      const begin = start[way];
      const end = start[way + 1];
      let from = -1;
      for (let i = begin; i < end; i++) {
        const node = refs[i];
        if (known[node] === 0) {
          // the extract cuts the way here: on both sides nobody knows how it goes on
          if (i > begin && known[refs[i - 1]] === 1) this.#edgeOfData.add(refs[i - 1]);
          if (i + 1 < end && known[refs[i + 1]] === 1) this.#edgeOfData.add(refs[i + 1]);
          from = -1;
          continue;
        }
        if (uses[node] < VERTEX && from >= 0) continue;
        if (from >= 0) {
          edgeFrom[edge] = this.#vertexAt(refs[from]);
          edgeTo[edge] = this.#vertexAt(node);
          edgeFirst[edge++] = from;
        }
        from = i;
      }
    }
    this.#from.length = this.#to.length = this.#first.length = edge;
  }

  #addStraight(from: number, to: number, classIndex: number, name: number, osmId: number): void {
    this.#from.push(from);
    this.#to.push(to);
    this.#extraClass.push(classIndex);
    this.#extraName.push(name);
    this.#extraId.push(osmId);
  }

  /** The vertex of a node. At a gate that is not free each way ends in a vertex of its own, tied to the node by a gate edge. */
  #vertexAt(node: number): number {
    let vertex = this.#vertexOfNode[node];
    if (vertex < 0) {
      vertex = this.#vertexNode.length;
      this.#vertexNode.push(node);
      this.#vertexOfNode[node] = vertex;
    }
    if (this.#uses[node] !== GATED_VERTEX) return vertex;
    const classIndex = this.#gateClassOf(this.#nodes.special.get(node)!);
    const side = this.#vertexNode.length;
    this.#vertexNode.push(node);
    this.#gateSide.push(side);
    this.#gateCentre.push(vertex);
    this.#gateClass.push(classIndex);
    return side;
  }

  #gateClassOf(found: NodeClass): number {
    let classIndex = this.#classOfGate.get(found);
    if (classIndex !== undefined) return classIndex;
    const row = gateClass(found);
    const key = JSON.stringify(row);
    classIndex = this.#gateClasses.get(key);
    if (classIndex === undefined) {
      classIndex = this.#map.classes.push(row) - 1;
      this.#gateClasses.set(key, classIndex);
    }
    this.#classOfGate.set(found, classIndex);
    return classIndex;
  }

  /** Does a node lie on or beyond the box that the file says it covers? */
  #isAtBorder(node: number): boolean {
    const { lng, lat } = this.#nodes;
    const box = this.#border;
    return box !== null && (lng[node] <= box[0] || lat[node] <= box[1] || lng[node] >= box[2] || lat[node] >= box[3]);
  }

  #flagsOf(node: number): number {
    const found = this.#uses[node] >= VERTEX ? this.#nodes.special.get(node) : undefined;
    let flags = 0;
    if (found?.signals) flags |= VERTEX_SIGNALS;
    if (found?.crossing) flags |= VERTEX_CROSSING;
    if (found?.gate) flags |= VERTEX_GATE;
    if (found?.elevator) flags |= VERTEX_ELEVATOR;
    if (this.#edgeOfData.has(node)) flags |= VERTEX_EDGE_OF_DATA;
    if (this.#isAtBorder(node)) flags |= VERTEX_EDGE_OF_DATA;
    return flags;
  }
}
