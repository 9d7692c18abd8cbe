/** Vector tiles of one layer of one state of a city, kept as they were sent. */

export const tileMinzoom = 10;
export const tileMaxzoom = 16;
const mostTiles = 2000;

export interface EncodedTile {
  bytes: Uint8Array;
  gzipped: Uint8Array;
}

/** Of all tiles of this process: how often one was kept, or had to be cut. */
export const tileUses = { kept: 0, cut: 0 };

export class TileSet {
  readonly #cut: (z: number, x: number, y: number) => Promise<EncodedTile | null>;
  /** Least recently used first; null for tiles without anything in them. */
  readonly #tiles = new Map<string, Promise<EncodedTile | null>>();

  constructor(cut: (z: number, x: number, y: number) => Promise<EncodedTile | null>) {
    this.#cut = cut;
  }

  /** The tile, or null where nothing lies in it. A failed one is tried again by the next request. */
  get(z: number, x: number, y: number): Promise<EncodedTile | null> {
    const key = `${z}/${x}/${y}`;
    const known = this.#tiles.get(key);
    tileUses[known === undefined ? "cut" : "kept"]++;
    const tile = known ?? this.#cut(z, x, y);
    if (known === undefined) tile.catch(() => this.#tiles.delete(key));
    this.#tiles.delete(key);
    this.#tiles.set(key, tile);
    if (this.#tiles.size > mostTiles) this.#tiles.delete(this.#tiles.keys().next().value!);
    return tile;
  }
}
