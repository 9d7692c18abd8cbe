import { metersPerDegree, UNITS_PER_DEGREE } from "../geo.ts";
import type { FootMap } from "./foot-map.ts";
import { contains, type FlatRing } from "./sightlines.ts";

/** 1e-7 degree */
export interface Box {
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
  /** Its i-th node, as a row of the map's nodes. */
  node(i: number): number;
}

interface Footprint extends Box {
  ring: number[];
}

/** Side of the cells in which open ground is looked for, 1e-7 degree: about 200 m. */
const CELL_UNITS = 20_000;
/** The cell that a place lies in. */
export const cellKey = (x: number, y: number): number =>
  Math.floor(x / CELL_UNITS) * 4_000_037 + Math.floor(y / CELL_UNITS);

function eachCell(box: Box, visit: (key: number) => void): void {
  for (let x = Math.floor(box.west / CELL_UNITS); x <= Math.floor(box.east / CELL_UNITS); x++) {
    for (let y = Math.floor(box.south / CELL_UNITS); y <= Math.floor(box.north / CELL_UNITS); y++) {
      visit(x * 4_000_037 + y);
    }
  }
}

/** The cells that may hold what stands on open ground. */
export function cellsAround(ground: Box): number[] {
  const margin = 50 / (metersPerDegree(ground.south / UNITS_PER_DEGREE).lng / UNITS_PER_DEGREE);
  const { west, south, east, north } = ground;
  const cells: number[] = [];
  eachCell({ west: west - margin, south: south - margin, east: east + margin, north: north + margin }, (key) =>
    cells.push(key),
  );
  return cells;
}

/** What stands on open ground: buildings, and the lines that no access leg crosses. Answers per area. */
export function findObstacles(
  map: FootMap,
  areas: Box[],
): (area: Box & { rings: { flat: FlatRing; hole: boolean }[] }, indoor: boolean) => Obstacle[] {
  const { nodes, buildings, barriers } = map;
  const cells = new Set<number>();
  for (const area of areas) for (const key of cellsAround(area)) cells.add(key);
  const buildingsIn = new Map<number, number[]>();
  const linesIn = new Map<number, number[]>();
  const keyOf = (node: number): number => cellKey(nodes.lng[node], nodes.lat[node]);
  const inCells = (node: number): boolean => nodes.known[node] === 1 && cells.has(keyOf(node));

  for (let building = 0; building + 1 < buildings.start.length; building++) {
    const refs = refsOf(buildings, building);
    // a footprint that reaches beyond the cells stands beside the open ground, not on it
    if (!refs.every(inCells)) continue;
    const footprint = footprintOf(map, refs);
    if (footprint) eachCell(footprint, (key) => cells.has(key) && addTo(buildingsIn, key, building));
  }
  for (let line = 0; line + 1 < barriers.start.length; line++) {
    for (let i = barriers.start[line]; i < barriers.start[line + 1]; i++) {
      if (inCells(barriers.refs[i])) addTo(linesIn, keyOf(barriers.refs[i]), line);
    }
  }

  return (area, indoor) => {
    const found: Obstacle[] = [];
    const take = (refs: number[], closed: boolean): void => {
      const footprint = footprintOf(map, refs);
      if (!footprint || footprint.east < area.west || footprint.west > area.east) return;
      if (footprint.north < area.south || footprint.south > area.north) return;
      found.push({
        ring: footprint.ring,
        closed,
        within: closed && liesWithin(footprint.ring, area.rings),
        node: (i) => refs[i],
      });
    };
    const seenBuildings = new Set<number>();
    const seenLines = new Set<number>();
    eachCell(area, (key) => {
      for (const building of (indoor ? undefined : buildingsIn.get(key)) ?? []) {
        if (seenBuildings.has(building)) continue;
        seenBuildings.add(building);
        take(refsOf(buildings, building), true);
      }
      for (const line of linesIn.get(key) ?? []) {
        if (seenLines.has(line)) continue;
        seenLines.add(line);
        const refs = refsOf(barriers, line);
        take(refs, refs.length > 3 && refs[0] === refs[refs.length - 1]);
      }
    });
    return found;
  };
}

const refsOf = ({ start, refs }: { start: Uint32Array; refs: Uint32Array }, row: number): number[] =>
  Array.from(refs.subarray(start[row], start[row + 1]));

/** Notes a row in a cell once; rows come in ascending order. */
function addTo(cells: Map<number, number[]>, key: number, row: number): void {
  const rows = cells.get(key);
  if (!rows) cells.set(key, [row]);
  else if (rows[rows.length - 1] !== row) rows.push(row);
}

/** The line of a way, of a closed one without its repeated end, which `refs` loses; null where a node is not known. */
function footprintOf({ nodes }: FootMap, refs: number[]): Footprint | null {
  if (refs.length > 1 && refs[0] === refs[refs.length - 1]) refs.pop();
  const box: Box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  const ring: number[] = [];
  for (const ref of refs) {
    if (nodes.known[ref] !== 1) return null;
    const x = nodes.lng[ref];
    const y = nodes.lat[ref];
    ring.push(x, y);
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.south = Math.min(box.south, y);
    box.north = Math.max(box.north, y);
  }
  return { ...box, ring };
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
