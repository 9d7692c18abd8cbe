import type { WayClass } from "../foot/ways.ts";
import { unitsToMeters } from "../geo.ts";
import type { WalkNetwork } from "./network.ts";

/** An edge that the network does not hold yet. Vertices from `network.vertexCount` on are the draft's own. */
export interface DraftEdge {
  from: number;
  to: number;
  /** All its places from end to end, lng and lat in turn, 1e-7 degree. */
  line: number[];
  millimeters: number;
  classRow: number;
  /** Row of the names; from the network's number of names on, the draft's own. */
  name: number;
  osmId: number;
  /** The edge of the network whose place in the order it takes; -1 where it takes none. */
  insteadOf: number;
  removed: boolean;
}

/** Ways come in the order of their ids, new ones after those of the map. */
export const wayOrder = ({ osmId }: DraftEdge): number => (osmId < 0 ? 2 ** 52 - osmId : osmId);

export interface DraftVertex {
  lng: number;
  lat: number;
  flags: number;
}

/**
 * Changes to a network that are not carried out yet. Edges are named by their row in the network, or from
 * `network.edgeCount` on by their row in `edges`; vertices alike.
 */
export class NetworkDraft {
  readonly network: WalkNetwork;
  readonly removed = new Set<number>();
  /** Edges of ways that are closed. */
  readonly closed: number[] = [];
  readonly removedVertices = new Set<number>();
  readonly edges: DraftEdge[] = [];
  readonly vertices: DraftVertex[] = [];
  readonly classes: WayClass[];
  readonly names: string[] = [];
  /** Edges of the network that get another class. */
  readonly classOf = new Map<number, number>();
  readonly #rows = new Map<string, number>();
  #lastOsmId: number;

  constructor(network: WalkNetwork) {
    this.network = network;
    this.classes = [...network.classes];
    // what is new has an id below zero, as in editors of OSM; -1 stands for a node elsewhere
    this.#lastOsmId = network.arrays.edgeOsmId.reduce((least, id) => Math.min(least, id), -1000);
  }

  newOsmId(): number {
    return --this.#lastOsmId;
  }

  rowOfClass(row: WayClass): number {
    const key = JSON.stringify(row);
    let index = this.#rows.get(key);
    if (index === undefined) this.#rows.set(key, (index = this.classes.push(row) - 1));
    return index;
  }

  rowOfName(name: string): number {
    if (name === "") return 0;
    const known = this.network.arrays.nameStart.length - 1;
    const index = this.names.indexOf(name);
    return known + (index < 0 ? this.names.push(name) - 1 : index);
  }

  classRowOf(edge: number): number {
    const { network } = this;
    if (edge >= network.edgeCount) return this.edges[edge - network.edgeCount].classRow;
    return this.classOf.get(edge) ?? network.arrays.edgeClass[edge];
  }

  isRemoved(edge: number): boolean {
    const { edgeCount } = this.network;
    return edge < edgeCount ? this.removed.has(edge) : this.edges[edge - edgeCount].removed;
  }

  remove(edge: number): void {
    const { edgeCount } = this.network;
    if (edge < edgeCount) this.removed.add(edge);
    else this.edges[edge - edgeCount].removed = true;
  }

  close(edge: number): void {
    if (this.isRemoved(edge)) return;
    this.closed.push(edge);
    this.remove(edge);
  }

  removeVertex(vertex: number): void {
    this.removedVertices.add(vertex);
  }

  setClass(edge: number, row: number): void {
    const { edgeCount } = this.network;
    if (edge < edgeCount) this.classOf.set(edge, row);
    else this.edges[edge - edgeCount].classRow = row;
  }

  addVertex(vertex: DraftVertex): number {
    return this.network.vertexCount + this.vertices.push(vertex) - 1;
  }

  vertexAt(vertex: number): DraftVertex {
    const { vertexCount, arrays } = this.network;
    if (vertex >= vertexCount) return this.vertices[vertex - vertexCount];
    return { lng: arrays.vertexLng[vertex], lat: arrays.vertexLat[vertex], flags: arrays.vertexFlags[vertex] };
  }

  /** An edge of the network or the draft, as a copy. */
  edgeAt(edge: number): DraftEdge {
    const { edgeCount, arrays } = this.network;
    if (edge >= edgeCount) return { ...this.edges[edge - edgeCount] };
    return {
      from: arrays.edgeFrom[edge],
      to: arrays.edgeTo[edge],
      line: this.#lineOf(edge),
      millimeters: arrays.edgeMillimeters[edge],
      classRow: this.classRowOf(edge),
      name: arrays.edgeName[edge],
      osmId: arrays.edgeOsmId[edge],
      insteadOf: edge,
      removed: false,
    };
  }

  addEdge(edge: Omit<DraftEdge, "removed" | "millimeters" | "insteadOf"> & { insteadOf?: number }): number {
    const row = { insteadOf: -1, ...edge, millimeters: Math.round(metersOf(edge.line) * 1000), removed: false };
    return this.network.edgeCount + this.edges.push(row) - 1;
  }

  /** Cuts an edge at the place after so many of its places, which becomes a vertex; gives that vertex. */
  split(edge: number, after: number, lng: number, lat: number): number {
    const whole = this.edgeAt(edge);
    const { line } = whole;
    const cut = after * 2;
    const before = line.slice(0, cut);
    // the place may be one that the line has already
    const behind = line.slice(line[cut] === lng && line[cut + 1] === lat ? cut + 2 : cut);
    const vertex = this.addVertex({ lng, lat, flags: 0 });
    this.remove(edge);
    this.addEdge({ ...whole, to: vertex, line: [...before, lng, lat] });
    this.addEdge({ ...whole, from: vertex, line: [lng, lat, ...behind], insteadOf: -1 });
    return vertex;
  }

  /** Is any way left, beside gates? */
  hasWays(): boolean {
    const isWay = this.classes.map(({ kind, forward, backward }) => kind !== "gate" && (forward || backward));
    const { edgeClass } = this.network.arrays;
    return (
      edgeClass.some((row, edge) => isWay[row] && !this.removed.has(edge)) ||
      this.edges.some(({ classRow, removed }) => isWay[classRow] && !removed)
    );
  }

  /** Edges that begin or end at a vertex, in the order of their numbers. */
  edgesAt(vertex: number): number[] {
    const { edgeCount, vertexCount, arrays } = this.network;
    const found = new Set<number>();
    if (vertex < vertexCount) {
      for (let arc = arrays.arcStart[vertex]; arc < arrays.arcStart[vertex + 1]; arc++) {
        const edge = arrays.arcEdge[arc] >>> 1;
        if (!this.removed.has(edge)) found.add(edge);
      }
    }
    this.edges.forEach(({ removed, from, to }, index) => {
      if (!removed && (from === vertex || to === vertex)) found.add(edgeCount + index);
    });
    return [...found].sort((a, b) => a - b);
  }

  #lineOf(edge: number): number[] {
    const { edgeFrom, edgeTo, vertexLng, vertexLat, shapeStart, shapeLng, shapeLat } = this.network.arrays;
    const line = [vertexLng[edgeFrom[edge]], vertexLat[edgeFrom[edge]]];
    for (let s = shapeStart[edge]; s < shapeStart[edge + 1]; s++) line.push(shapeLng[s], shapeLat[s]);
    line.push(vertexLng[edgeTo[edge]], vertexLat[edgeTo[edge]]);
    return line;
  }
}

function metersOf(line: number[]): number {
  let meters = 0;
  for (let i = 2; i < line.length; i += 2) {
    meters += unitsToMeters(line[i - 2], line[i - 1], line[i], line[i + 1]);
  }
  return meters;
}
