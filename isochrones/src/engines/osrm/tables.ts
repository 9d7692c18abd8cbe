import type { Position } from "../../types.ts";
import { readTable, type Table } from "./answers.ts";
import type { OsrmClient } from "./client.ts";
import { OsrmError } from "./errors.ts";

/** Coordinates in one address: about 40 kB. */
const MOST_PLACES = 2000;
/** What a server started without --max-table-size allows: OSRM compares sources × destinations with its square, 100². */
const STANDARD_CELLS = 10_000;

/** Part of a table that was asked for: rows and columns it covers. */
interface Block {
  rows: [from: number, to: number];
  columns: [from: number, to: number];
}

/** Asks for tables of any size in pieces that the server allows; how large those are is learned from its refusals. */
export class OsrmTables {
  readonly #client: OsrmClient;
  #mostCells = STANDARD_CELLS;
  #mostPlaces = MOST_PLACES;

  constructor(client: OsrmClient) {
    this.#client = client;
  }

  /**
   * Hands over the pieces of the table of all sources and destinations as they come, each with the index of its first row
   * and column. Rejects with the first OsrmError; pieces handed over until then are of no use.
   */
  async ask(
    sources: Position[],
    destinations: Position[],
    withMeters: boolean,
    signal: AbortSignal,
    take: (table: Table, firstRow: number, firstColumn: number) => void,
  ): Promise<void> {
    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    const askBlock = async ({ rows, columns }: Block): Promise<void> => {
      const [height, width] = [rows[1] - rows[0], columns[1] - columns[0]];
      if (height * width > this.#mostCells || height + width > this.#mostPlaces) {
        return askBlocks(halves({ rows, columns }));
      }
      try {
        const coordinates = [...sources.slice(...rows), ...destinations.slice(...columns)];
        const body = await this.#client.ask(
          "table",
          coordinates,
          {
            annotations: withMeters ? "duration,distance" : "duration",
            generate_hints: "false",
            sources: numbers(0, height),
            destinations: numbers(height, height + width),
          },
          either,
        );
        take(readTable(body, height, width, withMeters), rows[0], columns[0]);
      } catch (error) {
        const tooBig = error instanceof OsrmError && (error.code === "TooBig" || error.code === "TooLong");
        if (!tooBig || height + width <= 2) throw error;
        if (error.code === "TooBig") this.#mostCells = Math.min(this.#mostCells, (height * width) >> 1 || 1);
        else this.#mostPlaces = Math.max(2, Math.min(this.#mostPlaces, (height + width) >> 1));
        return askBlocks(halves({ rows, columns }));
      }
    };
    // one after the other: the first teaches the size for the others, and the next one is asked for while it is read
    const askBlocks = async (blocks: Block[]): Promise<void> => {
      await askBlock(blocks[0]);
      await Promise.all(blocks.slice(1).map(askBlock));
    };
    try {
      await askBlocks(blocksOf(sources.length, destinations.length, this.#mostCells, this.#mostPlaces));
    } catch (error) {
      // the others need not be waited for
      failed.abort();
      throw error;
    }
  }
}

/** Blocks of at most so many cells, and of so many rows and columns together. */
function blocksOf(height: number, width: number, cells: number, places: number): Block[] {
  const square = Math.max(1, Math.min(Math.floor(Math.sqrt(cells)), places >> 1));
  const wide = Math.max(
    1,
    Math.min(width, Math.floor(cells / Math.min(height, square)), places - Math.min(height, square)),
  );
  const tall = Math.max(1, Math.min(height, Math.floor(cells / wide), places - wide));
  const blocks: Block[] = [];
  for (let row = 0; row < height; row += tall) {
    for (let column = 0; column < width; column += wide) {
      blocks.push({
        rows: [row, Math.min(height, row + tall)],
        columns: [column, Math.min(width, column + wide)],
      });
    }
  }
  return blocks;
}

function halves({ rows, columns }: Block): Block[] {
  const cut = ([from, to]: [number, number]): [number, number][] => {
    const middle = (from + to) >> 1;
    return [
      [from, middle],
      [middle, to],
    ];
  };
  if (rows[1] - rows[0] > columns[1] - columns[0]) return cut(rows).map((part) => ({ rows: part, columns }));
  return cut(columns).map((part) => ({ rows, columns: part }));
}

function numbers(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, i) => from + i).join(";");
}
