import { legIsBlocked } from "../network/attach.ts";
import type { WalkNetwork } from "../network/network.ts";
import { keepInRoom, tileInRoom, whereToBegin, type GroundRoom } from "./ground-room.ts";
import { LATTICE_METERS, latticeOver, LEG_UNITS, TILE_SIDE, type GroundTile } from "./lattice.ts";

/** Ground further than this from its nearest walkable way belongs to nobody's walk. */
export const MAX_GROUND_LEG_METERS = 30;
/** Lattice points one step past the limit are known too, so that a border can be drawn between them. */
export const KNOWN_LEG_METERS = MAX_GROUND_LEG_METERS + LATTICE_METERS;
const TILE_POINTS = TILE_SIDE * TILE_SIDE;
const NO_EDGE = 0xffffffff;
/** About 40 kB each, so at most 400 MB, or, in a room, 400 bytes each. */
const MAX_TILES = 10_000;

/** A tile while ways are laid over it, by lattice point. */
interface Canvas {
  edge: Uint32Array;
  offsetMeters: Float32Array;
  legMeters: Float32Array;
}

/**
 * Which way each piece of ground is reached by. That depends on the network alone, not on where a walk begins, so it is
 * worked out once per tile of ground, when first asked for, and a ring becomes a look-up.
 *
 * The lattice is fixed to the globe: point (column, row) lies at column * lngStep, row * latStep (1e-7 degree).
 */
export class Ground {
  readonly network: WalkNetwork;
  readonly lngStep: number;
  readonly latStep: number;
  /** Per edge: west, south, east, north in 1e-7 degree. */
  readonly edgeBox: Int32Array;
  /** Per edge: 1 where ground beside it may belong to it. */
  readonly beside: Uint8Array;
  readonly #tiles = new Map<number, GroundTile>();
  readonly #room: GroundRoom | null;
  readonly #metersPerLng: number;
  readonly #metersPerLat: number;

  /**
   * `flag` and `closedClasses` say which edges count, as for `attach`. `room` is shared by grounds of the same network
   * for which the same edges count.
   */
  constructor(network: WalkNetwork, flag: number, closedClasses: Uint8Array | null, room: GroundRoom | null = null) {
    this.network = network;
    this.#room = room;
    const { edgeFlags, edgeClass } = network.arrays;
    this.beside = Uint8Array.from(edgeFlags, (flags, edge) =>
      (flags & flag) !== 0 && (closedClasses === null || closedClasses[edgeClass[edge]] === 0) ? 1 : 0,
    );
    const lattice = latticeOver(network);
    this.#metersPerLng = lattice.metersPerLng;
    this.#metersPerLat = lattice.metersPerLat;
    this.lngStep = lattice.lngStep;
    this.latStep = lattice.latStep;
    this.edgeBox = boxesOfEdges(network);
  }

  tile(tileColumn: number, tileRow: number): GroundTile {
    const key = keyOf(tileColumn, tileRow);
    let tile = this.#tiles.get(key);
    if (!tile) {
      tile = this.#look(tileColumn, tileRow);
      if (this.#tiles.size >= MAX_TILES) this.#tiles.delete(this.#tiles.keys().next().value as number);
      this.#tiles.set(key, tile);
    }
    return tile;
  }

  #look(tileColumn: number, tileRow: number): GroundTile {
    const room = this.#room;
    if (room === null) return this.#stamp(tileColumn, tileRow);
    return (
      tileInRoom(room, tileColumn, tileRow) ?? keepInRoom(room, tileColumn, tileRow, this.#stamp(tileColumn, tileRow))
    );
  }

  /**
   * Columns and rows, in turns, of tiles that ways run through and that this ground has not asked for yet; at most so
   * many. With a room, threads that ask at the same time are given different ones first.
   */
  missingTiles(most: number): number[] {
    const missing = new Map<number, [number, number]>();
    const { edgeBox, beside } = this;
    const tileOf = (units: number, step: number): number => Math.floor(units / step / TILE_SIDE);
    for (let edge = 0; edge < beside.length && missing.size < most; edge++) {
      if (beside[edge] === 0) continue;
      const at = edge * 4;
      const lastColumn = tileOf(edgeBox[at + 2], this.lngStep);
      const lastRow = tileOf(edgeBox[at + 3], this.latStep);
      for (let row = tileOf(edgeBox[at + 1], this.latStep); row <= lastRow; row++) {
        for (let column = tileOf(edgeBox[at], this.lngStep); column <= lastColumn; column++) {
          const key = keyOf(column, row);
          if (!this.#tiles.has(key)) missing.set(key, [column, row]);
        }
      }
    }
    const tiles = [...missing.values()].slice(0, most);
    const begin = this.#room === null ? 0 : whereToBegin(this.#room, tiles.length);
    return [...tiles.slice(begin), ...tiles.slice(0, begin)].flat();
  }

  /** Lays every way near the tile over it; at each point the nearest one whose leg is open stays. */
  #stamp(tileColumn: number, tileRow: number): GroundTile {
    const tile: Canvas = {
      edge: new Uint32Array(TILE_POINTS).fill(NO_EDGE),
      offsetMeters: new Float32Array(TILE_POINTS),
      legMeters: new Float32Array(TILE_POINTS).fill(Infinity),
    };
    const { arrays, grid } = this.network;
    const originLng = tileColumn * TILE_SIDE * this.lngStep;
    const originLat = tileRow * TILE_SIDE * this.latStep;
    const marginLng = KNOWN_LEG_METERS / this.#metersPerLng;
    const marginLat = KNOWN_LEG_METERS / this.#metersPerLat;
    const fromColumn = Math.max(0, Math.floor((originLng - marginLng - grid.west) / grid.cellLng));
    const toColumn = Math.min(
      grid.columns - 1,
      Math.floor((originLng + TILE_SIDE * this.lngStep + marginLng - grid.west) / grid.cellLng),
    );
    const fromRow = Math.max(0, Math.floor((originLat - marginLat - grid.south) / grid.cellLat));
    const toRow = Math.min(
      grid.rows - 1,
      Math.floor((originLat + TILE_SIDE * this.latStep + marginLat - grid.south) / grid.cellLat),
    );
    const edges = new Set<number>();
    let barriers = false;
    for (let row = fromRow; row <= toRow; row++) {
      for (let column = fromColumn; column <= toColumn; column++) {
        const cell = row * grid.columns + column;
        for (let i = arrays.edgeCellStart[cell]; i < arrays.edgeCellStart[cell + 1]; i++) {
          const edge = arrays.edgeCellItems[i];
          if (this.beside[edge] === 1) edges.add(edge);
        }
        if (arrays.barrierCellStart[cell] < arrays.barrierCellStart[cell + 1]) barriers = true;
      }
    }
    // ascending, so that of two equally near ways the lower edge stays, whatever the order of cells
    for (const edge of [...edges].sort((a, b) => a - b)) this.#stampEdge(tile, edge, originLng, originLat, barriers);
    return sortByEdge(tile);
  }

  #stampEdge(tile: Canvas, edge: number, originLng: number, originLat: number, barriers: boolean): void {
    const { shapeStart, shapeLng, shapeLat, vertexLng, vertexLat, edgeFrom, edgeTo, edgeMillimeters } =
      this.network.arrays;
    const metersPerColumn = this.lngStep * this.#metersPerLng;
    const metersPerRow = this.latStep * this.#metersPerLat;
    const end = shapeStart[edge + 1];
    const xOf = (lng: number): number => (lng - originLng) * this.#metersPerLng;
    const yOf = (lat: number): number => (lat - originLat) * this.#metersPerLat;
    const start = shapeStart[edge];
    // lengths in this tile's plane differ a little from the kept one: scale offsets to it
    let total = 0;
    for (let s = start, x = xOf(vertexLng[edgeFrom[edge]]), y = yOf(vertexLat[edgeFrom[edge]]); s <= end; s++) {
      const nx = xOf(s === end ? vertexLng[edgeTo[edge]] : shapeLng[s]);
      const ny = yOf(s === end ? vertexLat[edgeTo[edge]] : shapeLat[s]);
      total += Math.sqrt((nx - x) * (nx - x) + (ny - y) * (ny - y));
      x = nx;
      y = ny;
    }
    const scale = total > 0 ? edgeMillimeters[edge] / 1000 / total : 0;
    let along = 0;
    let x1 = xOf(vertexLng[edgeFrom[edge]]);
    let y1 = yOf(vertexLat[edgeFrom[edge]]);
    for (let s = start; s <= end; s++) {
      const x2 = xOf(s === end ? vertexLng[edgeTo[edge]] : shapeLng[s]);
      const y2 = yOf(s === end ? vertexLat[edgeTo[edge]] : shapeLat[s]);
      const dx = x2 - x1;
      const dy = y2 - y1;
      const length2 = dx * dx + dy * dy;
      const length = Math.sqrt(length2);
      const fromColumn = Math.max(0, Math.ceil((Math.min(x1, x2) - KNOWN_LEG_METERS) / metersPerColumn));
      const toColumn = Math.min(TILE_SIDE - 1, Math.floor((Math.max(x1, x2) + KNOWN_LEG_METERS) / metersPerColumn));
      const fromRow = Math.max(0, Math.ceil((Math.min(y1, y2) - KNOWN_LEG_METERS) / metersPerRow));
      const toRow = Math.min(TILE_SIDE - 1, Math.floor((Math.max(y1, y2) + KNOWN_LEG_METERS) / metersPerRow));
      for (let row = fromRow; row <= toRow; row++) {
        const py = row * metersPerRow - y1;
        for (let column = fromColumn; column <= toColumn; column++) {
          const px = column * metersPerColumn - x1;
          const t = length2 > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length2)) : 0;
          const ex = px - t * dx;
          const ey = py - t * dy;
          const leg = Math.sqrt(ex * ex + ey * ey);
          const at = row * TILE_SIDE + column;
          if (leg > KNOWN_LEG_METERS || leg >= tile.legMeters[at]) continue;
          if (
            barriers &&
            legIsBlocked(
              this.network,
              originLng + column * this.lngStep,
              originLat + row * this.latStep,
              originLng + (x1 + t * dx) / this.#metersPerLng,
              originLat + (y1 + t * dy) / this.#metersPerLat,
            )
          ) {
            continue;
          }
          tile.edge[at] = edge;
          tile.legMeters[at] = leg;
          tile.offsetMeters[at] = (along + t * length) * scale;
        }
      }
      along += length;
      x1 = x2;
      y1 = y2;
    }
  }
}

const keyOf = (tileColumn: number, tileRow: number): number => tileRow * 0x4000000 + tileColumn;

function sortByEdge(canvas: Canvas): GroundTile {
  // edge, then whether the leg is too long, then point, as one number each: sorted without a call for each comparison
  const keys = new Float64Array(TILE_POINTS);
  let count = 0;
  for (let point = 0; point < TILE_POINTS; point++) {
    if (canvas.edge[point] === NO_EDGE) continue;
    // by the leg as it is kept: `within` and the values beside it must agree, or the walk round a border never ends
    const beyond =
      Math.round(canvas.legMeters[point] * LEG_UNITS) > MAX_GROUND_LEG_METERS * LEG_UNITS ? TILE_POINTS : 0;
    keys[count++] = canvas.edge[point] * 2 * TILE_POINTS + beyond + point;
  }
  const sorted = keys.subarray(0, count).sort();
  const edges: number[] = [];
  const start: number[] = [];
  const beyond: number[] = [];
  const pointAndLeg = new Int32Array(count);
  const offsetMeters = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    const rest = sorted[index] % (2 * TILE_POINTS);
    const point = rest % TILE_POINTS;
    const edge = canvas.edge[point];
    if (edges.length === 0 || edges[edges.length - 1] !== edge) {
      edges.push(edge);
      start.push(index);
      beyond.push(index);
    }
    if (rest < TILE_POINTS) beyond[beyond.length - 1] = index + 1;
    pointAndLeg[index] = point + TILE_POINTS * Math.round(canvas.legMeters[point] * LEG_UNITS);
    offsetMeters[index] = canvas.offsetMeters[point];
  }
  start.push(count);
  return {
    edges: Uint32Array.from(edges),
    start: Uint32Array.from(start),
    beyond: Uint32Array.from(beyond),
    pointAndLeg,
    offsetMeters,
  };
}

function boxesOfEdges(network: WalkNetwork): Int32Array {
  const { shapeStart, shapeLng, shapeLat, vertexLng, vertexLat, edgeFrom, edgeTo } = network.arrays;
  const boxes = new Int32Array(network.edgeCount * 4);
  for (let edge = 0; edge < network.edgeCount; edge++) {
    let west = Math.min(vertexLng[edgeFrom[edge]], vertexLng[edgeTo[edge]]);
    let south = Math.min(vertexLat[edgeFrom[edge]], vertexLat[edgeTo[edge]]);
    let east = Math.max(vertexLng[edgeFrom[edge]], vertexLng[edgeTo[edge]]);
    let north = Math.max(vertexLat[edgeFrom[edge]], vertexLat[edgeTo[edge]]);
    for (let s = shapeStart[edge]; s < shapeStart[edge + 1]; s++) {
      west = Math.min(west, shapeLng[s]);
      south = Math.min(south, shapeLat[s]);
      east = Math.max(east, shapeLng[s]);
      north = Math.max(north, shapeLat[s]);
    }
    boxes.set([west, south, east, north], edge * 4);
  }
  return boxes;
}
