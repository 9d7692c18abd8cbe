import { acrossArea } from "../foot/areas.ts";
import type { WayClass } from "../foot/ways.ts";
import { UNITS_PER_DEGREE, metersPerDegree } from "../geo.ts";
import type { FootMap } from "./foot-map.ts";
import { findObstacles, type Obstacle } from "./obstacles.ts";
import { contains, orientation, strictlyCross, strictlyOn, type FlatRing } from "./sightlines.ts";

/** With more entries and corners than this, each is tied only to its nearest ones in sight, beside the rim itself. */
const MAX_ALL_PAIRS = 60;
const NEAREST_IN_SIGHT = 8;
/** So many of the nearest are looked at for that. */
const NEAREST_TRIED = 24;

/** A straight walk over open ground between two nodes. */
export interface AreaLink {
  from: number;
  to: number;
  classIndex: number;
  name: number;
  osmId: number;
}

export interface Crossings {
  links: AreaLink[];
  /** Areas with so many entries that not all pairs in sight are tied. */
  thinned: number;
}

/** Open ground with its rings as rows of node indices, the closing one left out. */
interface Ground {
  rings: { nodes: number[]; hole: boolean; flat: FlatRing }[];
  west: number;
  south: number;
  east: number;
  north: number;
}

interface Stop {
  node: number;
  x: number;
  y: number;
  /** Neighbours along the rim or wall where a walk may only pass touching it; null where a walk may begin or end. */
  corner: { before: [number, number]; after: [number, number] } | null;
}

/**
 * Straight walks across squares, platforms and other open ground: between the nodes where it is entered, and round the
 * corners of its rim, holes, walls and buildings. Each runs inside the area and crosses none of them. A shortest walk
 * over flat ground turns at such corners only, so the walks found are the shortest.
 */
export function crossAreas(map: FootMap): Crossings {
  const grounds = map.areas.map((area) => groundOf(map, area.rings));
  const known = grounds.filter((ground) => ground !== null);
  if (known.length === 0) return { links: [], thinned: 0 };
  const obstacles = findObstacles(map, known);
  const waysAtNode = countWays(map);
  const danglingEnds = looseEnds(map, waysAtNode);
  const classOf = new Map<number, number>();
  const links: AreaLink[] = [];
  let thinned = 0;
  grounds.forEach((ground, index) => {
    if (!ground) return;
    const area = map.areas[index];
    const rim = map.classes[area.classIndex];
    const around = obstacles(ground, rim.indoor);
    const stops = stopsOf(map, ground, area.ways, waysAtNode, rim, danglingEnds, around);
    if (stops.length < 2) return;
    let classIndex = classOf.get(area.classIndex);
    if (classIndex === undefined) {
      classIndex = map.classes.push(acrossArea(rim)) - 1;
      classOf.set(area.classIndex, classIndex);
    }
    const all = stops.length <= MAX_ALL_PAIRS;
    if (!all) thinned++;
    for (const [a, b] of all ? everyPair(ground, around, stops) : nearestPairs(ground, around, stops)) {
      links.push({ from: stops[a].node, to: stops[b].node, classIndex, name: area.name, osmId: area.osmId });
    }
  });
  return { links, thinned };
}

/** Null where the extract does not hold the whole rim: nobody knows what lies inside then. */
function groundOf(map: FootMap, rings: { refs: number[]; hole: boolean }[]): Ground | null {
  const { known, lng, lat } = map.nodes;
  const ground: Ground = { rings: [], west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const { refs, hole } of rings) {
    const nodes: number[] = [];
    for (const node of refs) {
      if (known[node] === 0) return null;
      const last = nodes[nodes.length - 1];
      if (last !== undefined && lng[last] === lng[node] && lat[last] === lat[node]) continue;
      nodes.push(node);
      ground.west = Math.min(ground.west, lng[node]);
      ground.east = Math.max(ground.east, lng[node]);
      ground.south = Math.min(ground.south, lat[node]);
      ground.north = Math.max(ground.north, lat[node]);
    }
    if (nodes.length > 1 && nodes[0] === nodes[nodes.length - 1]) nodes.pop();
    if (nodes.length < 3) return null;
    const flat = nodes.flatMap((node) => [lng[node], lat[node]]);
    if (signedArea(flat) < 0) {
      nodes.reverse();
      ground.rings.push({ nodes, hole, flat: nodes.flatMap((node) => [lng[node], lat[node]]) });
    } else ground.rings.push({ nodes, hole, flat });
  }
  return ground.rings.some((ring) => !ring.hole) ? ground : null;
}

function signedArea(flat: FlatRing): number {
  let sum = 0;
  for (let i = 2; i + 3 < flat.length; i += 2) {
    sum += orientation(flat[0], flat[1], flat[i], flat[i + 1], flat[i + 2], flat[i + 3]);
  }
  return sum;
}

/** How many walkable ways run through each node. */
function countWays(map: FootMap): Uint8Array {
  const counts = new Uint8Array(map.nodes.lng.length);
  const lastWay = new Int32Array(map.nodes.lng.length).fill(-1);
  const { start, refs, classIndex } = map.ways;
  for (let way = 0; way < classIndex.length; way++) {
    for (let i = start[way]; i < start[way + 1]; i++) {
      const node = refs[i];
      if (lastWay[node] === way) continue;
      lastWay[node] = way;
      if (counts[node] < 255) counts[node]++;
    }
  }
  return counts;
}

/** Ends of ways on the ground that meet no other way, from west to east: inside a square they lead on to it. */
function looseEnds(map: FootMap, waysAtNode: Uint8Array): number[] {
  const { start, refs, classIndex } = map.ways;
  const ends: number[] = [];
  for (let way = 0; way < classIndex.length; way++) {
    const row = map.classes[classIndex[way]];
    if (row.bridge || row.tunnel || row.indoor || row.kind === "ferry") continue;
    for (const node of [refs[start[way]], refs[start[way + 1] - 1]]) {
      if (map.nodes.known[node] === 1 && waysAtNode[node] === 1) ends.push(node);
    }
  }
  return ends.sort((a, b) => map.nodes.lng[a] - map.nodes.lng[b] || a - b);
}

function stopsOf(
  map: FootMap,
  ground: Ground,
  ownWays: number[],
  waysAtNode: Uint8Array,
  rim: WayClass,
  danglingEnds: number[],
  obstacles: Obstacle[],
): Stop[] {
  const { lng, lat, special } = map.nodes;
  const own = new Map<number, number>();
  for (const way of ownWays) {
    const nodes = new Set<number>();
    for (let i = map.ways.start[way]; i < map.ways.start[way + 1]; i++) nodes.add(map.ways.refs[i]);
    for (const node of nodes) own.set(node, (own.get(node) ?? 0) + 1);
  }
  const stops = new Map<number, Stop>();
  for (const { nodes, hole } of ground.rings) {
    nodes.forEach((node, i) => {
      const before = nodes[(i + nodes.length - 1) % nodes.length];
      const after = nodes[(i + 1) % nodes.length];
      const found = special.get(node);
      const entry = waysAtNode[node] > (own.get(node) ?? 0) || (found !== undefined && (found.gate || found.elevator));
      if (entry) {
        stops.set(node, { node, x: lng[node], y: lat[node], corner: null });
        return;
      }
      const turn = orientation(lng[before], lat[before], lng[node], lat[node], lng[after], lat[after]);
      if ((hole ? turn > 0 : turn < 0) && !stops.has(node)) {
        stops.set(node, {
          node,
          x: lng[node],
          y: lat[node],
          corner: { before: [lng[before], lat[before]], after: [lng[after], lat[after]] },
        });
      }
    });
  }
  if (!rim.bridge && !rim.tunnel && !rim.indoor) {
    for (let i = firstEastOf(map, danglingEnds, ground.west); i < danglingEnds.length; i++) {
      const node = danglingEnds[i];
      if (lng[node] > ground.east) break;
      if (!stops.has(node) && !own.has(node) && isInside(ground, lng[node] * 2, lat[node] * 2)) {
        stops.set(node, { node, x: lng[node], y: lat[node], corner: null });
      }
    }
  }
  // an area that one can only enter in one place is not crossed, so its obstacles do not matter
  if ([...stops.values()].filter((stop) => stop.corner === null).length < 2) return [];
  for (const obstacle of obstacles) {
    const count = obstacle.ring.length / 2;
    for (let i = 0; i < count; i++) {
      const [x, y] = [obstacle.ring[i * 2], obstacle.ring[i * 2 + 1]];
      if (!isInside(ground, x * 2, y * 2)) continue;
      const node = obstacle.node(i);
      if (stops.has(node)) continue;
      const at = (index: number): [number, number] => {
        const wrapped = obstacle.closed ? (index + count) % count : Math.min(count - 1, Math.max(0, index));
        return [obstacle.ring[wrapped * 2], obstacle.ring[wrapped * 2 + 1]];
      };
      stops.set(node, { node, x, y, corner: { before: at(i - 1), after: at(i + 1) } });
    }
  }
  return [...stops.values()];
}

function firstEastOf(map: FootMap, ends: number[], west: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (map.nodes.lng[ends[middle]] < west) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** In doubled coordinates, so that the middle between two nodes is a whole number too. */
function isInside(ground: Ground, doubleX: number, doubleY: number): boolean {
  let inside = false;
  for (const ring of ground.rings) if (contains(ring.flat, doubleX, doubleY)) inside = !inside;
  return inside;
}

function* everyPair(ground: Ground, obstacles: Obstacle[], stops: Stop[]): Generator<[number, number]> {
  for (let a = 0; a < stops.length; a++) {
    for (let b = a + 1; b < stops.length; b++) if (inSight(ground, obstacles, stops[a], stops[b])) yield [a, b];
  }
}

function* nearestPairs(ground: Ground, obstacles: Obstacle[], stops: Stop[]): Generator<[number, number]> {
  const scale = metersPerDegree((ground.south + ground.north) / 2 / UNITS_PER_DEGREE);
  const seen = new Set<number>();
  for (let a = 0; a < stops.length; a++) {
    const near = stops
      .map((stop, b) => ({
        b,
        distance: Math.hypot((stop.x - stops[a].x) * scale.lng, (stop.y - stops[a].y) * scale.lat),
      }))
      .filter(({ b }) => b !== a)
      .sort((one, other) => one.distance - other.distance || one.b - other.b)
      .slice(0, NEAREST_TRIED);
    let found = 0;
    for (const { b } of near) {
      if (found === NEAREST_IN_SIGHT) break;
      if (!inSight(ground, obstacles, stops[a], stops[b])) continue;
      found++;
      const key = Math.min(a, b) * stops.length + Math.max(a, b);
      if (seen.has(key)) continue;
      seen.add(key);
      yield [a, b];
    }
  }
}

function inSight(ground: Ground, obstacles: Obstacle[], a: Stop, b: Stop): boolean {
  if (!touchesOnly(a, b) || !touchesOnly(b, a)) return false;
  for (const { flat, nodes } of ground.rings) {
    // the rim itself is walked already
    const at = nodes.indexOf(a.node);
    if (at >= 0) {
      const next = nodes[(at + 1) % nodes.length];
      const before = nodes[(at + nodes.length - 1) % nodes.length];
      if (next === b.node || before === b.node) return false;
    }
    if (meetsLine(flat, true, a, b)) return false;
  }
  const doubleX = a.x + b.x;
  const doubleY = a.y + b.y;
  if (!isInside(ground, doubleX, doubleY)) return false;
  for (const { ring, closed, within } of obstacles) {
    if (meetsLine(ring, closed, a, b)) return false;
    if (within && !alongWall(ring, a, b) && contains(ring, doubleX, doubleY)) return false;
  }
  return true;
}

/** A shortest walk passes a corner only touching it; any other line to a corner is of no use. */
function touchesOnly({ x, y, corner }: Stop, other: Stop): boolean {
  if (!corner) return true;
  const first = orientation(other.x, other.y, x, y, corner.before[0], corner.before[1]);
  const second = orientation(other.x, other.y, x, y, corner.after[0], corner.after[1]);
  return !((first > 0 && second < 0) || (first < 0 && second > 0));
}

/** Does the line between two places run into a ring? Touching it at the line's own ends is allowed. */
function meetsLine(ring: FlatRing, closed: boolean, a: Stop, b: Stop): boolean {
  const count = ring.length / 2;
  for (let i = 0; i < count; i++) {
    const x = ring[i * 2];
    const y = ring[i * 2 + 1];
    if (strictlyOn(a.x, a.y, b.x, b.y, x, y)) return true;
    if (i === count - 1 && !closed) break;
    const next = i === count - 1 ? 0 : i + 1;
    if (strictlyCross(a.x, a.y, b.x, b.y, x, y, ring[next * 2], ring[next * 2 + 1])) return true;
  }
  return false;
}

function alongWall(ring: FlatRing, a: Stop, b: Stop): boolean {
  const count = ring.length / 2;
  for (let i = 0; i < count; i++) {
    const next = (i + 1) % count;
    const [x1, y1, x2, y2] = [ring[i * 2], ring[i * 2 + 1], ring[next * 2], ring[next * 2 + 1]];
    if (a.x === x1 && a.y === y1 && b.x === x2 && b.y === y2) return true;
    if (b.x === x1 && b.y === y1 && a.x === x2 && a.y === y2) return true;
  }
  return false;
}
