import { standsInTheWay } from "../foot/areas.ts";
import { metersPerDegree, UNITS_PER_DEGREE } from "../geo.ts";
import type { OsmHandler } from "../osm/index.ts";
import { indexOfId, type FootMap } from "./collect.ts";
import { Growing } from "./grow.ts";
import { contains, type FlatRing } from "./sightlines.ts";

interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** A wall, fence, water's edge or building on open ground. */
export interface Obstacle {
  /** x, y, … in 1e-7 degree; closed rings anticlockwise. */
  ring: FlatRing;
  closed: boolean;
  /** The whole of it lies on the open ground, so its inside is no ground to walk on. */
  within: boolean;
  /** Index of its i-th node in the map's nodes; see `findObstacles` for those the map does not hold yet. */
  node(i: number): number;
}

/** Reads nodes and ways of the map's file once more. */
export type ObstacleReader = (handler: OsmHandler) => Promise<unknown>;

interface Footprint extends Box {
  refs: number[];
  ring: number[];
}

/** Side of the cells in which open ground is looked for, 1e-7 degree: about 200 m. */
const CELL_UNITS = 20_000;
const cellKey = (x: number, y: number): number => Math.floor(x / CELL_UNITS) * 4_000_037 + Math.floor(y / CELL_UNITS);

/**
 * What stands on open ground: buildings, read from the file once more since only those near open ground are kept, and
 * the lines that no access leg crosses. Answers per area. Corners that the map does not hold as nodes yet are added to
 * `corners`; their index counts on from the map's nodes.
 */
export async function findObstacles(
  map: FootMap,
  areas: Box[],
  read: ObstacleReader,
  corners: [number, number][],
): Promise<(area: Box & { rings: { flat: FlatRing; hole: boolean }[] }, indoor: boolean) => Obstacle[]> {
  const cells = new Map<number, Footprint[]>();
  const eachCell = (box: Box, visit: (key: number) => void): void => {
    for (let x = Math.floor(box.west / CELL_UNITS); x <= Math.floor(box.east / CELL_UNITS); x++) {
      for (let y = Math.floor(box.south / CELL_UNITS); y <= Math.floor(box.north / CELL_UNITS); y++) {
        visit(x * 4_000_037 + y);
      }
    }
  };
  for (const area of areas) {
    const margin = 50 / (metersPerDegree(area.south / UNITS_PER_DEGREE).lng / UNITS_PER_DEGREE);
    const wide = {
      west: area.west - margin,
      south: area.south - margin,
      east: area.east + margin,
      north: area.north + margin,
    };
    eachCell(wide, (key) => cells.set(key, []));
  }

  const ids = new Growing(Float64Array);
  const lngs = new Growing(Int32Array);
  const lats = new Growing(Int32Array);
  let sorted = true;
  let nearby: NodeLookup | null = null;
  const footprints: Footprint[] = [];
  await read({
    node(id, lng, lat) {
      const x = Math.round(lng * UNITS_PER_DEGREE);
      const y = Math.round(lat * UNITS_PER_DEGREE);
      if (!cells.has(cellKey(x, y))) return;
      if (ids.length > 0 && ids.at(ids.length - 1) > id) sorted = false;
      ids.push(id);
      lngs.push(x);
      lats.push(y);
    },
    way(_id, refs, tags) {
      if (!tags || refs.length < 4 || !standsInTheWay(tags)) return;
      nearby ??= lookup(ids.trimmed(), lngs.trimmed(), lats.trimmed(), sorted);
      // a footprint that reaches beyond the cells stands beside the open ground, not on it
      const found = footprintOf(Array.from(refs), nearby);
      if (found) footprints.push(found);
    },
  });
  for (const footprint of footprints) eachCell(footprint, (key) => cells.get(key)?.push(footprint));

  const { start, refs } = map.barriers;
  const mapNodes: NodeLookup = (id) => {
    const node = indexOfId(map.nodes.ids, id);
    return node >= 0 && map.nodes.known[node] === 1 ? [map.nodes.lng[node], map.nodes.lat[node]] : null;
  };
  const barrierCells = new Map<number, Set<number>>();
  for (let line = 0; line + 1 < start.length; line++) {
    for (let i = start[line]; i < start[line + 1]; i++) {
      const place = mapNodes(refs[i]);
      const key = place && cellKey(place[0], place[1]);
      if (key === null || !cells.has(key)) continue;
      const lines = barrierCells.get(key);
      if (lines) lines.add(line);
      else barrierCells.set(key, new Set([line]));
    }
  }
  const added = new Map<number, number>();
  const nodeOf = (id: number, x: number, y: number): number => {
    const there = indexOfId(map.nodes.ids, id);
    if (there >= 0) return there;
    let node = added.get(id);
    if (node === undefined) {
      node = map.nodes.ids.length + corners.length;
      corners.push([x, y]);
      added.set(id, node);
    }
    return node;
  };

  return (area, indoor) => {
    const found: Obstacle[] = [];
    const seen = new Set<unknown>();
    const take = (footprint: Footprint, closed: boolean): void => {
      if (footprint.east < area.west || footprint.west > area.east) return;
      if (footprint.north < area.south || footprint.south > area.north) return;
      found.push({
        ring: footprint.ring,
        closed,
        within: closed && liesWithin(footprint.ring, area.rings),
        node: (i) => nodeOf(footprint.refs[i], footprint.ring[i * 2], footprint.ring[i * 2 + 1]),
      });
    };
    eachCell(area, (key) => {
      if (!indoor) {
        for (const footprint of cells.get(key) ?? []) {
          if (seen.has(footprint)) continue;
          seen.add(footprint);
          take(footprint, true);
        }
      }
      for (const line of barrierCells.get(key) ?? []) {
        if (seen.has(line)) continue;
        seen.add(line);
        const lineRefs = Array.from(refs.subarray(start[line], start[line + 1]));
        const closed = lineRefs.length > 3 && lineRefs[0] === lineRefs[lineRefs.length - 1];
        const footprint = footprintOf(lineRefs, mapNodes);
        if (footprint) take(footprint, closed);
      }
    });
    return found;
  };
}

type NodeLookup = (id: number) => [number, number] | null;

function lookup(ids: Float64Array, lngs: Int32Array, lats: Int32Array, sorted: boolean): NodeLookup {
  if (sorted) {
    return (id) => {
      const at = indexOfId(ids, id);
      return at < 0 ? null : [lngs[at], lats[at]];
    };
  }
  const rows = new Map<number, number>();
  ids.forEach((id, row) => rows.set(id, row));
  return (id) => {
    const at = rows.get(id);
    return at === undefined ? null : [lngs[at], lats[at]];
  };
}

/** The line of a closed way without its repeated end; null where a node is not known. */
function footprintOf(refs: number[], place: NodeLookup): Footprint | null {
  if (refs.length > 1 && refs[0] === refs[refs.length - 1]) refs.pop();
  const box: Box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  const ring: number[] = [];
  for (const ref of refs) {
    const found = place(ref);
    if (!found) return null;
    ring.push(found[0], found[1]);
    box.west = Math.min(box.west, found[0]);
    box.east = Math.max(box.east, found[0]);
    box.south = Math.min(box.south, found[1]);
    box.north = Math.max(box.north, found[1]);
  }
  return { ...box, refs, ring };
}

function liesWithin(ring: FlatRing, rings: { flat: FlatRing; hole: boolean }[]): boolean {
  for (let i = 0; i < ring.length; i += 2) {
    let inside = false;
    for (const { flat } of rings) {
      if (isCornerOf(flat, ring[i], ring[i + 1])) {
        inside = true;
        break;
      }
      if (contains(flat, ring[i] * 2, ring[i + 1] * 2)) inside = !inside;
    }
    if (!inside) return false;
  }
  return true;
}

function isCornerOf(flat: FlatRing, x: number, y: number): boolean {
  for (let i = 0; i < flat.length; i += 2) if (flat[i] === x && flat[i + 1] === y) return true;
  return false;
}
