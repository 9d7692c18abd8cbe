import { createHash } from "node:crypto";
import type { NodeClass } from "../foot/nodes.ts";
import type { WayClass } from "../foot/ways.ts";
import { metersPerDegree, UNITS_PER_DEGREE, unitsToMeters } from "../geo.ts";
import type { BoundingBox } from "../types.ts";
import { crossAreas, type AreaLink } from "./areas.ts";
import { attachableEdges, closeCompounds } from "./components.ts";
import { collectFootMap, type FootMap, type NodeTable, type Progress } from "./collect.ts";
import { boxOf, makeArcs } from "./layout.ts";
import { cellsOfSegment, fillCells, makeGrid } from "./grid.ts";
import { Growing } from "./grow.ts";
import {
  packNetwork,
  VERTEX_CROSSING,
  VERTEX_EDGE_OF_DATA,
  VERTEX_ELEVATOR,
  VERTEX_GATE,
  VERTEX_SIGNALS,
  type NetworkArrays,
  type WalkNetwork,
} from "./network.ts";

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

/** An OSM file without a single way that can be walked. */
export class NoWalkableWayError extends Error {
  override name = "NoWalkableWayError";
}

/**
 * Builds the walking network of an OSM file (`.osm.pbf`, `.osm`, `.osm.gz`).
 * Throws OsmFormatError where the file is not readable, NoWalkableWayError where nothing in it can be walked.
 */
export async function buildWalkNetwork(
  file: string,
  onProgress?: Progress,
  signal?: AbortSignal,
): Promise<WalkNetwork> {
  const map = await collectFootMap(file, onProgress, signal);
  const crossings = crossAreas(map);
  const graph = new GraphBuilder(map);
  graph.cutWays(crossings.links);
  if (graph.edgeCount === 0) {
    throw new NoWalkableWayError(`${file}: no way in it can be walked. Is it an extract with highways, and complete?`);
  }
  return graph.finish(crossings.thinned);
}

class GraphBuilder {
  readonly #map: FootMap;
  readonly #nodes: NodeTable;
  /** West, south, east, north in 1e-7 degree; null where the file says nothing. */
  readonly #border: number[] | null;
  /** How many ends and passages of ways meet at a node; 2 and more make it a vertex. */
  readonly #uses: Uint8Array;
  readonly #vertexOfNode: Int32Array;
  readonly #vertexNode = new Growing(Uint32Array);
  readonly #edgeOfData = new Set<number>();
  readonly #from = new Growing(Uint32Array);
  readonly #to = new Growing(Uint32Array);
  readonly #class = new Growing(Uint16Array);
  readonly #name = new Growing(Uint32Array);
  readonly #osmId = new Growing(Float64Array);
  readonly #millimeters = new Growing(Uint32Array);
  readonly #shapeStart = new Growing(Uint32Array);
  readonly #shape = new Growing(Uint32Array);
  readonly #gateClasses = new Map<string, number>();

  constructor(map: FootMap) {
    this.#map = map;
    this.#nodes = map.nodes;
    this.#border = map.bbox?.map((degrees) => Math.round(degrees * UNITS_PER_DEGREE)) ?? null;
    this.#uses = new Uint8Array(map.nodes.lng.length);
    this.#vertexOfNode = new Int32Array(map.nodes.lng.length).fill(-1);
  }

  get edgeCount(): number {
    return this.#from.length;
  }

  /** Cuts the ways into edges at junctions, ends and nodes that mean something to a walker. */
  cutWays(areaLinks: AreaLink[]): void {
    const { ways, nodes } = this.#map;
    const nodeOf = ways.refs;
    const use = (node: number): void => {
      if (this.#uses[node] < 2) this.#uses[node]++;
    };
    const wayCount = ways.classIndex.length;
    for (let way = 0; way < wayCount; way++) {
      for (let i = ways.start[way]; i < ways.start[way + 1]; i++) {
        const node = nodeOf[i];
        if (!nodes.known[node]) continue;
        use(node);
        const first = i === ways.start[way] || !nodes.known[nodeOf[i - 1]];
        const last = i === ways.start[way + 1] - 1 || !nodes.known[nodeOf[i + 1]];
        // what lies at the border of the extract is a vertex, so that it is known where the data ends
        if (first || last || nodes.special.has(node) || this.#isAtBorder(node)) this.#uses[node] = 2;
      }
    }
    for (const link of areaLinks) this.#uses[link.from] = this.#uses[link.to] = 2;
    for (let way = 0; way < wayCount; way++) {
      const begin = ways.start[way];
      const end = ways.start[way + 1];
      let start = -1;
      for (let i = begin; i < end; i++) {
        const node = nodeOf[i];
        if (!nodes.known[node]) {
          // the extract cuts the way here: on both sides nobody knows how it goes on
          if (i > begin && nodes.known[nodeOf[i - 1]]) this.#edgeOfData.add(nodeOf[i - 1]);
          if (i + 1 < end && nodes.known[nodeOf[i + 1]]) this.#edgeOfData.add(nodeOf[i + 1]);
          start = -1;
          continue;
        }
        if (start >= 0 && this.#uses[node] >= 2) this.#addEdge(way, nodeOf, start, i);
        if (start < 0 || this.#uses[node] >= 2) start = i;
      }
    }
    for (const link of areaLinks) this.#addAreaLink(link);
  }

  #addAreaLink({ from, to, classIndex, name, osmId }: AreaLink): void {
    const { lng, lat } = this.#nodes;
    this.#shapeStart.push(this.#shape.length);
    this.#from.push(this.#vertexAt(from));
    this.#to.push(this.#vertexAt(to));
    this.#class.push(classIndex);
    this.#name.push(name);
    this.#osmId.push(osmId);
    this.#millimeters.push(Math.round(unitsToMeters(lng[from], lat[from], lng[to], lat[to]) * 1000));
  }

  #addEdge(way: number, nodeOf: Uint32Array, first: number, last: number): void {
    const { ways } = this.#map;
    const { lng, lat } = this.#nodes;
    let meters = 0;
    for (let i = first; i < last; i++) {
      const a = nodeOf[i];
      const b = nodeOf[i + 1];
      meters += unitsToMeters(lng[a], lat[a], lng[b], lat[b]);
    }
    this.#shapeStart.push(this.#shape.length);
    for (let i = first + 1; i < last; i++) this.#shape.push(nodeOf[i]);
    this.#from.push(this.#vertexAt(nodeOf[first]));
    this.#to.push(this.#vertexAt(nodeOf[last]));
    this.#class.push(ways.classIndex[way]);
    this.#name.push(ways.name[way]);
    this.#osmId.push(ways.osmId[way]);
    this.#millimeters.push(Math.round(meters * 1000));
  }

  /** The vertex of a node. At a gate that is not free each way ends in a vertex of its own, tied to the node by a gate edge. */
  #vertexAt(node: number): number {
    let vertex = this.#vertexOfNode[node];
    if (vertex < 0) {
      vertex = this.#vertexNode.length;
      this.#vertexNode.push(node);
      this.#vertexOfNode[node] = vertex;
    }
    const found = this.#nodes.special.get(node);
    if (!found || isFree(found)) return vertex;
    const row = gateClass(found);
    const key = JSON.stringify(row);
    let classIndex = this.#gateClasses.get(key);
    if (classIndex === undefined) {
      classIndex = this.#map.classes.push(row) - 1;
      this.#gateClasses.set(key, classIndex);
    }
    const side = this.#vertexNode.length;
    this.#vertexNode.push(node);
    this.#pendingGates.push({ side, centre: vertex, classIndex, osmId: this.#nodes.specialId.get(node)! });
    return side;
  }

  readonly #pendingGates: { side: number; centre: number; classIndex: number; osmId: number }[] = [];

  finish(thinnedAreas: number): WalkNetwork {
    for (const gate of this.#pendingGates) {
      this.#shapeStart.push(this.#shape.length);
      this.#from.push(gate.side);
      this.#to.push(gate.centre);
      this.#class.push(gate.classIndex);
      this.#name.push(0);
      this.#osmId.push(gate.osmId);
      this.#millimeters.push(0);
    }
    this.#shapeStart.push(this.#shape.length);

    const { nodes, classes } = this.#map;
    const order = this.#spatialOrder();
    const rank = new Uint32Array(order.length);
    order.forEach((vertex, index) => (rank[vertex] = index));
    const vertexCount = order.length;
    const edgeCount = this.edgeCount;
    const vertexLng = new Int32Array(vertexCount);
    const vertexLat = new Int32Array(vertexCount);
    const vertexFlags = new Uint8Array(vertexCount);
    for (let index = 0; index < vertexCount; index++) {
      const node = this.#vertexNode.at(order[index]);
      vertexLng[index] = nodes.lng[node];
      vertexLat[index] = nodes.lat[node];
      vertexFlags[index] = this.#flagsOf(node);
    }

    // edges in the order of their first vertex, so that neighbours lie near each other in memory
    const edgeOrder = Array.from({ length: edgeCount }, (_, edge) => edge).sort(
      (a, b) => rank[this.#from.at(a)] - rank[this.#from.at(b)] || a - b,
    );
    const pick = <T extends { [index: number]: number }>(target: T, value: (edge: number) => number): T => {
      for (let i = 0; i < edgeCount; i++) target[i] = value(edgeOrder[i]);
      return target;
    };
    const edgeFrom = pick(new Uint32Array(edgeCount), (edge) => rank[this.#from.at(edge)]);
    const edgeTo = pick(new Uint32Array(edgeCount), (edge) => rank[this.#to.at(edge)]);
    const edgeMillimeters = pick(new Uint32Array(edgeCount), (edge) => this.#millimeters.at(edge));
    const edgeClass = pick(new Uint16Array(edgeCount), (edge) => this.#class.at(edge));
    const edgeName = pick(new Uint32Array(edgeCount), (edge) => this.#name.at(edge));
    const edgeOsmId = pick(new Float64Array(edgeCount), (edge) => this.#osmId.at(edge));
    const shapeStart = new Uint32Array(edgeCount + 1);
    const shapeLng = new Int32Array(this.#shape.length);
    const shapeLat = new Int32Array(this.#shape.length);
    let shapeEnd = 0;
    for (let i = 0; i < edgeCount; i++) {
      shapeStart[i] = shapeEnd;
      for (let s = this.#shapeStart.at(edgeOrder[i]); s < this.#shapeStart.at(edgeOrder[i] + 1); s++) {
        shapeLng[shapeEnd] = nodes.lng[this.#shape.at(s)];
        shapeLat[shapeEnd++] = nodes.lat[this.#shape.at(s)];
      }
    }
    shapeStart[edgeCount] = shapeEnd;

    const { arcStart, arcEdge, arcHead } = makeArcs(vertexCount, edgeFrom, edgeTo);
    closeCompounds(classes, vertexCount, { edgeFrom, edgeTo, edgeClass, edgeMillimeters });
    const edgeFlags = attachableEdges(classes, vertexCount, { edgeFrom, edgeTo, edgeClass, edgeMillimeters });
    const { barrierSegments, barrierKind } = this.#barriers();
    const box = boxOf([vertexLng, shapeLng], [vertexLat, shapeLat]);
    const scale = metersPerDegree((box.south + box.north) / 2 / UNITS_PER_DEGREE);
    const grid = makeGrid(box, { lng: scale.lng / UNITS_PER_DEGREE, lat: scale.lat / UNITS_PER_DEGREE });
    const cellCount = grid.columns * grid.rows;
    const edgeCells = fillCells(cellCount, edgeCount, (edge, visit) => {
      let lng = vertexLng[edgeFrom[edge]];
      let lat = vertexLat[edgeFrom[edge]];
      for (let s = shapeStart[edge]; s <= shapeStart[edge + 1]; s++) {
        const last = s === shapeStart[edge + 1];
        const nextLng = last ? vertexLng[edgeTo[edge]] : shapeLng[s];
        const nextLat = last ? vertexLat[edgeTo[edge]] : shapeLat[s];
        cellsOfSegment(grid, lng, lat, nextLng, nextLat, visit);
        lng = nextLng;
        lat = nextLat;
      }
    });
    const barrierCells = fillCells(cellCount, barrierSegments.length / 4, (segment, visit) => {
      const at = segment * 4;
      cellsOfSegment(
        grid,
        barrierSegments[at],
        barrierSegments[at + 1],
        barrierSegments[at + 2],
        barrierSegments[at + 3],
        visit,
      );
    });

    const names = this.#map.names.map((name) => new TextEncoder().encode(name));
    const nameStart = new Uint32Array(names.length + 1);
    names.forEach((name, index) => (nameStart[index + 1] = nameStart[index] + name.length));
    const nameBytes = new Uint8Array(nameStart[names.length]);
    names.forEach((name, index) => nameBytes.set(name, nameStart[index]));

    const arrays: NetworkArrays = {
      vertexLng,
      vertexLat,
      vertexFlags,
      arcStart,
      arcEdge,
      arcHead,
      edgeFrom,
      edgeTo,
      edgeMillimeters,
      edgeClass,
      edgeFlags,
      edgeName,
      edgeOsmId,
      shapeStart,
      shapeLng,
      shapeLat,
      barrierSegments,
      barrierKind,
      edgeCellStart: edgeCells.start,
      edgeCellItems: edgeCells.items,
      barrierCellStart: barrierCells.start,
      barrierCellItems: barrierCells.items,
      nameBytes,
      nameStart,
    };
    const bbox: BoundingBox = [box.west / 1e7, box.south / 1e7, box.east / 1e7, box.north / 1e7];
    return packNetwork(
      arrays,
      { bbox, osmDate: this.#map.osmDate, unreadTimes: this.#map.unreadTimes, thinnedAreas, grid, classes },
      (parts) => {
        const hash = createHash("sha256");
        for (const part of parts) hash.update(part);
        return hash.digest("hex").slice(0, 16);
      },
    );
  }

  /** Does a node lie on or beyond the box that the file says it covers? */
  #isAtBorder(node: number): boolean {
    const { lng, lat } = this.#nodes;
    const box = this.#border;
    return box !== null && (lng[node] <= box[0] || lat[node] <= box[1] || lng[node] >= box[2] || lat[node] >= box[3]);
  }

  #flagsOf(node: number): number {
    const { special } = this.#nodes;
    const found = special.get(node);
    let flags = 0;
    if (found?.signals) flags |= VERTEX_SIGNALS;
    if (found?.crossing) flags |= VERTEX_CROSSING;
    if (found?.gate) flags |= VERTEX_GATE;
    if (found?.elevator) flags |= VERTEX_ELEVATOR;
    if (this.#edgeOfData.has(node)) flags |= VERTEX_EDGE_OF_DATA;
    if (this.#isAtBorder(node)) flags |= VERTEX_EDGE_OF_DATA;
    return flags;
  }

  /** Vertices along a Z-order curve: near on the ground is near in memory. */
  #spatialOrder(): number[] {
    const { lng, lat } = this.#nodes;
    const spread = (value: number): bigint => {
      let x = BigInt(value);
      x = (x | (x << 16n)) & 0x0000ffff0000ffffn;
      x = (x | (x << 8n)) & 0x00ff00ff00ff00ffn;
      x = (x | (x << 4n)) & 0x0f0f0f0f0f0f0f0fn;
      x = (x | (x << 2n)) & 0x3333333333333333n;
      return (x | (x << 1n)) & 0x5555555555555555n;
    };
    const count = this.#vertexNode.length;
    const keys = new BigUint64Array(count);
    for (let vertex = 0; vertex < count; vertex++) {
      const node = this.#vertexNode.at(vertex);
      keys[vertex] = spread((lng[node] + 0x80000000) >>> 0) | (spread((lat[node] + 0x80000000) >>> 0) << 1n);
    }
    return Array.from({ length: count }, (_, vertex) => vertex).sort((a, b) =>
      keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b,
    );
  }

  #barriers(): Pick<NetworkArrays, "barrierSegments" | "barrierKind"> {
    const { barriers, nodes } = this.#map;
    const segments = new Growing(Int32Array);
    const kinds = new Growing(Uint8Array);
    for (let line = 0; line + 1 < barriers.start.length; line++) {
      let previous = -1;
      for (let i = barriers.start[line]; i < barriers.start[line + 1]; i++) {
        const node = barriers.refs[i];
        const known = nodes.known[node] === 1;
        if (known && previous >= 0) {
          segments.push(nodes.lng[previous]);
          segments.push(nodes.lat[previous]);
          segments.push(nodes.lng[node]);
          segments.push(nodes.lat[node]);
          kinds.push(barriers.kind[line]);
        }
        previous = known ? node : -1;
      }
    }
    return { barrierSegments: segments.trimmed(), barrierKind: kinds.trimmed() };
  }
}
