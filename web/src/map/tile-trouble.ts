/** Which tiles of a map did not come, and asking for them again. */
import type { Map as MapLibreMap, VectorTileSource } from "maplibre-gl";

/** What is used of a tile as MapLibre hands it out with its events. */
interface WatchedTile {
  state: string;
  /** 0 once it is out of view. */
  uses: number;
}

export interface TileTrouble {
  /** Asks for everything again that did not come: tiles, and the descriptions of where they are. */
  retry(): void;
  stop(): void;
}

/** Tells `tell` whenever what is in view begins to be incomplete, and when it is complete again. */
export function watchTiles(map: MapLibreMap, tell: (failing: boolean) => void): TileTrouble {
  const tiles = new Set<WatchedTile>();
  /** Sources whose description did not come. */
  const sources = new Set<string>();
  let isFailing = false;
  const look = () => {
    for (const tile of tiles) if (tile.state !== "errored" || tile.uses === 0) tiles.delete(tile);
    const now = tiles.size > 0 || sources.size > 0;
    if (now === isFailing) return;
    isFailing = now;
    tell(now);
  };
  map.on("error", (event) => {
    const { sourceId, tile } = event as { sourceId?: string; tile?: WatchedTile };
    if (!sourceId) {
      console.error(event.error);
      return;
    }
    if (tile) tiles.add(tile);
    else sources.add(sourceId);
    look();
  });
  map.on("sourcedata", ({ sourceId, sourceDataType }) => {
    if (sourceDataType === "metadata") sources.delete(sourceId);
    if (isFailing) look();
  });
  map.on("idle", look);
  const retry = () => {
    const failing = new Set(sources);
    for (const [id, source] of Object.entries(map.getStyle()?.sources ?? {})) {
      if (source.type === "vector" && source.url && (tiles.size > 0 || failing.has(id))) {
        (map.getSource(id) as VectorTileSource).setUrl(source.url);
      }
    }
  };
  const onOnline = () => {
    if (isFailing) retry();
  };
  addEventListener("online", onOnline);
  return { retry, stop: () => removeEventListener("online", onOnline) };
}
