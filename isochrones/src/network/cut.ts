import type { NodeClass } from "../foot/nodes.ts";
import type { WayClass } from "../foot/ways.ts";
import { UNITS_PER_DEGREE } from "../geo.ts";
import type { AreaLink } from "./areas.ts";
import type { FootMap, NodeTable } from "./collect.ts";
import { Paged } from "./column.ts";
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

/** The edges of a network in the order they were found, and the nodes that their vertices are. */
export interface Cut {
  /** V · row of the map's nodes */
  vertexNode: Uint32Array;
  /** V */
  vertexFlags: Uint8Array;
  /** E · vertices */
  from: Uint32Array;
  to: Uint32Array;
  /** E · row of the map's ways; those of squares and gates count on from them, in `extra` */
  way: Uint32Array;
  /** E · places in the ways' refs; both 0 where an edge runs straight from vertex to vertex */
  first: Uint32Array;
  last: Uint32Array;
  extra: { classIndex: Uint16Array; name: Uint32Array; osmId: Float64Array };
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
  readonly #vertexNode = new Paged(Uint32Array);
  readonly #edgeOfData = new Set<number>();
  readonly #from = new Paged(Uint32Array);
  readonly #to = new Paged(Uint32Array);
  readonly #way = new Paged(Uint32Array);
  readonly #first = new Paged(Uint32Array);
  readonly #last = new Paged(Uint32Array);
  readonly #extraClass = new Paged(Uint16Array);
  readonly #extraName = new Paged(Uint32Array);
  readonly #extraId = new Paged(Float64Array);
  readonly #gateClasses = new Map<string, number>();
  readonly #gates: { side: number; centre: number; classIndex: number; osmId: number }[] = [];

  constructor(map: FootMap) {
    this.#map = map;
    this.#nodes = map.nodes;
    this.#border = map.bbox?.map((degrees) => Math.round(degrees * UNITS_PER_DEGREE)) ?? null;
    this.#uses = new Uint8Array(map.nodes.lng.length);
    this.#vertexOfNode = new Int32Array(map.nodes.lng.length).fill(-1);
  }

  cut(areaLinks: AreaLink[]): Cut {
    this.#countUses();
    for (const { from, to } of areaLinks) {
      for (const node of [from, to]) this.#uses[node] = Math.max(VERTEX, this.#uses[node]);
    }
    this.#cutWays();
    for (const { from, to, classIndex, name, osmId } of areaLinks)
      this.#addStraight(this.#vertexAt(from), this.#vertexAt(to), classIndex, name, osmId);
    for (const { side, centre, classIndex, osmId } of this.#gates)
      this.#addStraight(side, centre, classIndex, 0, osmId);
    const vertexNode = this.#vertexNode.take();
    return {
      vertexNode,
      vertexFlags: Uint8Array.from(vertexNode, (node) => this.#flagsOf(node)),
      from: this.#from.take(),
      to: this.#to.take(),
      way: this.#way.take(),
      first: this.#first.take(),
      last: this.#last.take(),
      extra: {
        classIndex: this.#extraClass.take(),
        name: this.#extraName.take(),
        osmId: this.#extraId.take(),
      },
    };
  }

  #countUses(): void {
    const { ways, nodes } = this.#map;
    const { known } = nodes;
    const uses = this.#uses;
    for (const [node, found] of nodes.special) uses[node] = isFree(found) ? VERTEX : GATED_VERTEX;
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
        if (this.#uses[node] < VERTEX && from >= 0) continue;
        if (from >= 0) {
          this.#from.push(this.#vertexAt(refs[from]));
          this.#to.push(this.#vertexAt(node));
          this.#way.push(way);
          this.#first.push(from);
          this.#last.push(i);
        }
        from = i;
      }
    }
  }

  #addStraight(from: number, to: number, classIndex: number, name: number, osmId: number): void {
    this.#from.push(from);
    this.#to.push(to);
    this.#way.push(this.#map.ways.classIndex.length + this.#extraClass.length);
    this.#first.push(0);
    this.#last.push(0);
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
    const row = gateClass(this.#nodes.special.get(node)!);
    const key = JSON.stringify(row);
    let classIndex = this.#gateClasses.get(key);
    if (classIndex === undefined) {
      classIndex = this.#map.classes.push(row) - 1;
      this.#gateClasses.set(key, classIndex);
    }
    const side = this.#vertexNode.length;
    this.#vertexNode.push(node);
    this.#gates.push({ side, centre: vertex, classIndex, osmId: this.#nodes.specialId.get(node)! });
    return side;
  }

  /** Does a node lie on or beyond the box that the file says it covers? */
  #isAtBorder(node: number): boolean {
    const { lng, lat } = this.#nodes;
    const box = this.#border;
    return box !== null && (lng[node] <= box[0] || lat[node] <= box[1] || lng[node] >= box[2] || lat[node] >= box[3]);
  }

  #flagsOf(node: number): number {
    const found = this.#nodes.special.get(node);
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
