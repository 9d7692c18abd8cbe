import { metersPerDegree, UNITS_PER_DEGREE } from "../geo.ts";
import { cellsOfSegment, columnOf, rowOf } from "../network/grid.ts";
import type { WalkNetwork } from "../network/network.ts";
import type { Position } from "../types.ts";

/** Which edges of two networks are not in both, or mean something else to a walker there. */
export interface EdgeChanges {
  /** 1 where a walk over the edge is another now, or where the edge is gone; 2 where only places join it otherwise. */
  before: Uint8Array;
  /** The same in the new network. */
  after: Uint8Array;
}

export function compareEdges(before: WalkNetwork, after: WalkNetwork, edges: Int32Array): EdgeChanges {
  const keys = new Map<string, number>();
  const keysOf = (network: WalkNetwork): Int32Array =>
    Int32Array.from(network.classes, ({ taggedRow: _, ...row }) => {
      const text = JSON.stringify(row);
      let found = keys.get(text);
      if (found === undefined) keys.set(text, (found = keys.size));
      return found;
    });
  const [oldKeys, newKeys] = [keysOf(before), keysOf(after)];
  const changes = { before: new Uint8Array(before.edgeCount), after: new Uint8Array(after.edgeCount).fill(1) };
  const { edgeClass: oldClass, edgeFlags: oldFlags } = before.arrays;
  const { edgeClass: newClass, edgeFlags: newFlags } = after.arrays;
  for (let edge = 0; edge < edges.length; edge++) {
    const to = edges[edge];
    let change = 0;
    if (to < 0 || oldKeys[oldClass[edge]] !== newKeys[newClass[to]]) change = 1;
    else if (oldFlags[edge] !== newFlags[to]) change = 2;
    changes.before[edge] = change;
    if (to >= 0) changes.after[to] = change;
  }
  return changes;
}

export function edgesWith(changes: Uint8Array, change: 1 | 2): number[] {
  const found: number[] = [];
  for (let edge = changes.indexOf(change); edge >= 0; edge = changes.indexOf(change, edge + 1)) found.push(edge);
  return found;
}

/** The vertices at the ends of the edges over which a walk is another. */
export function endsOf({ arrays }: WalkNetwork, changes: Uint8Array): number[] {
  const ends = new Set<number>();
  for (const edge of edgesWith(changes, 1)) ends.add(arrays.edgeFrom[edge]).add(arrays.edgeTo[edge]);
  return [...ends];
}

/** The grid cells in which places may join a way that they could not join before. */
export class GainedGround {
  readonly #network: WalkNetwork;
  readonly #cells = new Set<number>();
  #box: [west: number, south: number, east: number, north: number] = [Infinity, Infinity, -Infinity, -Infinity];

  constructor(after: WalkNetwork, changes: EdgeChanges) {
    this.#network = after;
    const { edgeFlags, edgeFrom, edgeTo, vertexLng, vertexLat, shapeStart, shapeLng, shapeLat } = after.arrays;
    const { grid } = after;
    for (const edge of [...edgesWith(changes.after, 1), ...edgesWith(changes.after, 2)]) {
      if (edgeFlags[edge] === 0) continue;
      let lng = vertexLng[edgeFrom[edge]];
      let lat = vertexLat[edgeFrom[edge]];
      const end = shapeStart[edge + 1];
      for (let s = shapeStart[edge]; s <= end; s++) {
        const nextLng = s === end ? vertexLng[edgeTo[edge]] : shapeLng[s];
        const nextLat = s === end ? vertexLat[edgeTo[edge]] : shapeLat[s];
        cellsOfSegment(grid, lng, lat, nextLng, nextLat, (cell) => this.#cells.add(cell));
        this.#widen(lng, lat);
        this.#widen(nextLng, nextLat);
        lng = nextLng;
        lat = nextLat;
      }
    }
  }

  /** May a place with an access leg of so many metres have a shorter one now? Never no where it has. */
  isNear([lng, lat]: Position, meters: number): boolean {
    const scale = metersPerDegree(lat);
    const x = lng * UNITS_PER_DEGREE;
    const y = lat * UNITS_PER_DEGREE;
    const dx = (meters / scale.lng) * UNITS_PER_DEGREE + 1;
    const dy = (meters / scale.lat) * UNITS_PER_DEGREE + 1;
    const [west, south, east, north] = this.#box;
    if (x + dx < west || x - dx > east || y + dy < south || y - dy > north) return false;
    const { grid } = this.#network;
    const lastColumn = columnOf(grid, x + dx);
    const lastRow = rowOf(grid, y + dy);
    for (let row = rowOf(grid, y - dy); row <= lastRow; row++) {
      for (let column = columnOf(grid, x - dx); column <= lastColumn; column++) {
        if (this.#cells.has(row * grid.columns + column)) return true;
      }
    }
    return false;
  }

  #widen(lng: number, lat: number): void {
    const box = this.#box;
    box[0] = Math.min(box[0], lng);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lng);
    box[3] = Math.max(box[3], lat);
  }
}
