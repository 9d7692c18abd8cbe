/** Homes of a city in chunks for workers: by district, neighbours together, so that each chunk needs little around it. */
import type { Position } from "@quarterhour/isochrones";

export interface ChunkHome {
  location: Position;
  /** Id of its district; null where none is known. */
  district: string | null;
}

/** Places along either side of the box that the curve tells apart. */
const CURVE_SIDE = 1 << 16;

/**
 * Rows of the homes, each in one chunk. Small districts that lie together share a chunk, a district of more than `most`
 * homes is cut into pieces of about equal size. Equal homes give equal chunks.
 */
export function chunksOf(homes: readonly ChunkHome[], most: number): Uint32Array[] {
  const along = curveOf(homes);
  const districts = new Map<string | null, { rows: number[]; lng: number; lat: number }>();
  homes.forEach(({ location: [lng, lat], district }, row) => {
    let known = districts.get(district);
    if (!known) districts.set(district, (known = { rows: [], lng: 0, lat: 0 }));
    known.rows.push(row);
    known.lng += lng;
    known.lat += lat;
  });
  const ordered = [...districts.values()]
    .map(({ rows, lng, lat }) => ({ rows, at: along([lng / rows.length, lat / rows.length]) }))
    .sort((a, b) => a.at - b.at || a.rows[0] - b.rows[0]);
  const keys = Float64Array.from(homes, ({ location }) => along(location));
  const chunks: number[][] = [];
  for (const { rows } of ordered) {
    rows.sort((a, b) => keys[a] - keys[b] || a - b);
    const last = chunks.at(-1);
    if (last && last.length + rows.length <= most) {
      for (const row of rows) last.push(row);
      continue;
    }
    const pieces = Math.ceil(rows.length / most);
    for (let piece = 0; piece < pieces; piece++) {
      const [from, to] = [piece, piece + 1].map((i) => Math.round((rows.length * i) / pieces));
      chunks.push(rows.slice(from, to));
    }
  }
  return chunks.map((rows) => Uint32Array.from(rows));
}

/** Where places lie along a Hilbert curve through the box of all homes. */
function curveOf(homes: readonly ChunkHome[]): (position: Position) => number {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { location } of homes) {
    west = Math.min(west, location[0]);
    south = Math.min(south, location[1]);
    east = Math.max(east, location[0]);
    north = Math.max(north, location[1]);
  }
  const scale = (CURVE_SIDE - 1) / Math.max(east - west, north - south, Number.MIN_VALUE);
  return ([lng, lat]) => {
    let x = Math.floor((lng - west) * scale);
    let y = Math.floor((lat - south) * scale);
    let at = 0;
    for (let side = CURVE_SIDE >> 1; side > 0; side >>= 1) {
      const right = (x & side) > 0 ? 1 : 0;
      const upper = (y & side) > 0 ? 1 : 0;
      at += side * side * ((3 * right) ^ upper);
      if (upper === 0) {
        if (right === 1) {
          x = CURVE_SIDE - 1 - x;
          y = CURVE_SIDE - 1 - y;
        }
        [x, y] = [y, x];
      }
    }
    return at;
  };
}
