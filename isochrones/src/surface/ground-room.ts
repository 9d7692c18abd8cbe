import { UNITS_PER_DEGREE } from "../geo.ts";
import type { WalkNetwork } from "../network/network.ts";
import { latticeOver, TILE_SIDE, type GroundTile } from "./lattice.ts";

/**
 * Memory that threads share, where one finds the ground that another has looked at: of one network, for the
 * default settings and all that join places to it alike. Plain data; memory is taken only as it is written.
 */
export interface GroundRoom {
  firstColumn: number;
  firstRow: number;
  columns: number;
  rows: number;
  /** Per tile, row by row: where in `words` it begins; 0 while nobody has looked at it. Written last. */
  directory: Int32Array;
  /** Word 0: the first word still free. Word 1: how many have begun to look at ground in advance. Then the tiles. */
  words: Int32Array;
}

const FIRST_FREE = 0;
const PREPARERS = 1;
const HEADER_WORDS = 2;
/** Of one tile at most on average; most take less. */
const WORDS_PER_TILE = 10_000;
/** 400 MB. */
const MOST_WORDS = 100_000_000;
/** A country is less. */
const MOST_TILES = 16_000_000;

/** Room for the ground of a network; null where its extent is too large to be shared in this way. */
export function roomForGround(network: WalkNetwork): GroundRoom | null {
  const { lngStep, latStep } = latticeOver(network);
  const tileOf = (degrees: number, step: number): number => Math.floor((degrees * UNITS_PER_DEGREE) / step / TILE_SIDE);
  const [west, south, east, north] = network.bbox;
  // one more all round: ground reaches past the last way
  const firstColumn = tileOf(west, lngStep) - 1;
  const firstRow = tileOf(south, latStep) - 1;
  const columns = tileOf(east, lngStep) + 2 - firstColumn;
  const rows = tileOf(north, latStep) + 2 - firstRow;
  if (!(columns * rows <= MOST_TILES)) return null;
  const words = Math.min(MOST_WORDS, HEADER_WORDS + columns * rows * WORDS_PER_TILE);
  const room = {
    firstColumn,
    firstRow,
    columns,
    rows,
    directory: new Int32Array(new SharedArrayBuffer(columns * rows * 4)),
    words: new Int32Array(new SharedArrayBuffer(words * 4)),
  };
  room.words[FIRST_FREE] = HEADER_WORDS;
  return room;
}

/** A tile that some thread has put there; null where none has. */
export function tileInRoom(room: GroundRoom, column: number, row: number): GroundTile | null {
  const place = placeOf(room, column, row);
  const at = place < 0 ? 0 : Atomics.load(room.directory, place);
  return at === 0 ? null : tileAt(room.words, at);
}

/** Puts a tile there for all, unless there is no room left. Gives the tile to be used. */
export function keepInRoom(room: GroundRoom, column: number, row: number, tile: GroundTile): GroundTile {
  const place = placeOf(room, column, row);
  if (place < 0) return tile;
  const { words, directory } = room;
  const { edges, start, beyond, pointAndLeg, offsetMeters } = tile;
  const size = 2 + edges.length * 3 + 1 + pointAndLeg.length * 2;
  // looked at before it is taken, so that many tries past the end do not run over
  if (Atomics.load(words, FIRST_FREE) + size > words.length) return tile;
  const begin = Atomics.add(words, FIRST_FREE, size);
  if (begin + size > words.length) return tile;
  words[begin] = edges.length;
  words[begin + 1] = pointAndLeg.length;
  let at = begin + 2;
  for (const part of [edges, start, beyond, pointAndLeg]) {
    words.set(part, at);
    at += part.length;
  }
  new Float32Array(words.buffer, at * 4, offsetMeters.length).set(offsetMeters);
  Atomics.store(directory, place, begin);
  return tileAt(words, begin);
}

/** Where in a list of so many tiles this thread begins to look in advance, so that threads meet late. */
export function whereToBegin(room: GroundRoom, count: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  return Math.floor(((Atomics.add(room.words, PREPARERS, 1) * golden) % 1) * count);
}

function placeOf({ firstColumn, firstRow, columns, rows }: GroundRoom, column: number, row: number): number {
  const x = column - firstColumn;
  const y = row - firstRow;
  return x < 0 || y < 0 || x >= columns || y >= rows ? -1 : y * columns + x;
}

function tileAt(words: Int32Array, begin: number): GroundTile {
  const [edgeCount, pointCount] = [words[begin], words[begin + 1]];
  let byte = (begin + 2) * 4;
  const take = (count: number): number => {
    const from = byte;
    byte += count * 4;
    return from;
  };
  const { buffer } = words;
  return {
    edges: new Uint32Array(buffer, take(edgeCount), edgeCount),
    start: new Uint32Array(buffer, take(edgeCount + 1), edgeCount + 1),
    beyond: new Uint32Array(buffer, take(edgeCount), edgeCount),
    pointAndLeg: new Int32Array(buffer, take(pointCount), pointCount),
    offsetMeters: new Float32Array(buffer, take(pointCount), pointCount),
  };
}
