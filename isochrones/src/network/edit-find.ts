import { flagsOfSide } from "./cut.ts";
import { metersPerDegree, UNITS_PER_DEGREE } from "../geo.ts";
import type { Position } from "../types.ts";
import { legIsBlocked } from "./attach.ts";
import type { NetworkDraft } from "./edit-draft.ts";
import type { GatePlace, WayPlace } from "./edit-types.ts";
import { columnOf, rowOf } from "./grid.ts";
import { VERTEX_GATE, type WalkNetwork } from "./network.ts";

/** How far a gate or way may lie from where somebody pointed. */
const NEAR_METERS = 25;
/** How far the end of a new link may lie from the way it joins. */
export const JOIN_METERS = 15;
/** Nearer than this to a junction, it is joined there; and the end of a link is moved so far at most. */
const SAME_PLACE_METERS = 0.5;
/** Nearer than this to a way, a place lies on it: coordinates are rounded. */
const ROUNDING_METERS = 0.02;

/** A gate of the network: its node, and the edges without length that tie it to the ends of ways; none where it is free. */
export interface Gate {
  centre: number;
  bars: number[];
}

const text = ([lng, lat]: Position): string => `${lng},${lat}`;
const outsideMeters = (meters: number): string =>
  Number.isFinite(meters) ? `; the nearest is ${meters.toFixed(1)} m away` : "";

/** The gate meant; RangeError where there is none. `at` is the part of the edits that names it. */
export function findGate(network: WalkNetwork, at: string, place: GatePlace): Gate {
  const { edgeClass, edgeTo, edgeFrom, edgeOsmId, vertexFlags, vertexLng, vertexLat } = network.arrays;
  const isBar = network.classes.map(({ kind }) => kind === "gate");
  const barsOf = new Map<number, number[]>();
  const sides = new Set<number>();
  for (let edge = 0; edge < network.edgeCount; edge++) {
    if (!isBar[edgeClass[edge]]) continue;
    if ("osmNode" in place && edgeOsmId[edge] !== place.osmNode) continue;
    sides.add(edgeFrom[edge]);
    const bars = barsOf.get(edgeTo[edge]);
    if (bars) bars.push(edge);
    else barsOf.set(edgeTo[edge], [edge]);
  }
  if ("osmNode" in place) {
    const [found] = barsOf;
    if (!found) {
      throw new RangeError(
        `${at}: no gate is OSM node ${place.osmNode}; gates that everybody passes are found by near: [longitude, latitude] only`,
      );
    }
    return { centre: found[0], bars: found[1] };
  }
  const metersTo = metersFrom(place.near);
  let centre = -1;
  let least = Infinity;
  for (let vertex = 0; vertex < network.vertexCount; vertex++) {
    const isGate = barsOf.has(vertex) || ((vertexFlags[vertex] & VERTEX_GATE) !== 0 && !sides.has(vertex));
    if (!isGate) continue;
    const meters = metersTo(vertexLng[vertex], vertexLat[vertex]);
    if (meters >= least) continue;
    least = meters;
    centre = vertex;
  }
  if (!(least <= NEAR_METERS)) {
    throw new RangeError(`${at}: no gate within ${NEAR_METERS} m of ${text(place.near)}${outsideMeters(least)}`);
  }
  return { centre, bars: barsOf.get(centre) ?? [] };
}

/** The edges of the way meant; RangeError where there is none. */
export function findWay(draft: NetworkDraft, at: string, place: WayPlace): number[] {
  const { network } = draft;
  const isBar = network.classes.map(({ kind }) => kind === "gate");
  if ("osmWay" in place) {
    const { edgeOsmId, edgeClass } = network.arrays;
    const edges: number[] = [];
    for (let edge = 0; edge < network.edgeCount; edge++) {
      if (edgeOsmId[edge] === place.osmWay && !isBar[edgeClass[edge]]) edges.push(edge);
    }
    if (edges.length === 0) throw new RangeError(`${at}: no walkable way is OSM way ${place.osmWay}`);
    return edges;
  }
  const isWay = isBar.map((bar) => !bar);
  const near = nearestLine(draft, place.near, isWay, NEAR_METERS);
  if (!near) {
    const any = nearestLine(draft, place.near, isWay, Infinity);
    throw new RangeError(
      `${at}: no way within ${NEAR_METERS} m of ${text(place.near)}${outsideMeters(any?.meters ?? Infinity)}`,
    );
  }
  return [near.edge];
}

/**
 * The vertex where a new link joins what is there, made by a cut where need be; null where nothing is near. Ways on the
 * ground come before bridges and tunnels. An end is not joined across a wall.
 */
export function joinAt(draft: NetworkDraft, position: Position): { vertex: number; moved: boolean } | null {
  const lng = Math.round(position[0] * UNITS_PER_DEGREE);
  const lat = Math.round(position[1] * UNITS_PER_DEGREE);
  const usable = draft.classes.map(
    ({ kind, forward, backward }) =>
      (forward || backward) && kind !== "gate" && kind !== "ferry" && kind !== "elevator" && kind !== "escalator",
  );
  const onGround = draft.classes.map(({ attachable }, row) => usable[row] && attachable);
  for (const wanted of [onGround, usable]) {
    const blocked = (found: NearLine): boolean =>
      found.meters > SAME_PLACE_METERS && legIsBlocked(draft.network, lng, lat, found.lng, found.lat);
    const near = nearestLine(draft, position, wanted, JOIN_METERS, blocked);
    if (near && near.meters < ROUNDING_METERS) Object.assign(near, { lng, lat });
    if (near) return { vertex: vertexOn(draft, near), moved: near.meters <= SAME_PLACE_METERS };
  }
  return null;
}

function vertexOn(draft: NetworkDraft, near: NearLine): number {
  const { edge, piece } = near;
  const { line, from, to } = draft.edgeAt(edge);
  const lng = Math.round(near.lng);
  const lat = Math.round(near.lat);
  const metersTo = metersFrom([lng / UNITS_PER_DEGREE, lat / UNITS_PER_DEGREE]);
  const last = line.length - 2;
  const toStart = metersTo(line[0], line[1]);
  const toEnd = metersTo(line[last], line[last + 1]);
  if (Math.min(toStart, toEnd) < SAME_PLACE_METERS) return sideOf(draft, toStart <= toEnd ? from : to, near.meters);
  for (const place of [piece, piece + 1]) {
    if (line[place * 2] === lng && line[place * 2 + 1] === lat) return draft.split(edge, place, lng, lat);
  }
  return draft.split(edge, piece + 1, lng, lat);
}

/** A link that leads right up to a gate that not everybody passes stands on a side of its own. */
function sideOf(draft: NetworkDraft, vertex: number, meters: number): number {
  if (meters > SAME_PLACE_METERS) return vertex;
  for (const edge of draft.edgesAt(vertex)) {
    const bar = draft.edgeAt(edge);
    if (draft.classes[bar.classRow].kind !== "gate") continue;
    const centre = draft.vertexAt(bar.to);
    const side = draft.addVertex({ ...centre, flags: flagsOfSide(centre.flags) });
    draft.addEdge({ ...bar, from: side, line: [centre.lng, centre.lat, centre.lng, centre.lat], insteadOf: -1 });
    return side;
  }
  return vertex;
}

interface NearLine {
  edge: number;
  meters: number;
  /** Which of the line's straight pieces. */
  piece: number;
  /** The nearest place on it, 1e-7 degree, not rounded. */
  lng: number;
  lat: number;
}

/** The nearest edge of the wanted classes no further than `mostMeters`; equally near ones: the lower. */
function nearestLine(
  draft: NetworkDraft,
  position: Position,
  wanted: boolean[],
  mostMeters: number,
  blocked: (found: NearLine) => boolean = () => false,
): NearLine | null {
  const { network } = draft;
  const { vertexLng, vertexLat, shapeLng, shapeLat, shapeStart, edgeFrom, edgeTo, edgeClass } = network.arrays;
  const lng = position[0] * UNITS_PER_DEGREE;
  const lat = position[1] * UNITS_PER_DEGREE;
  const scale = metersPerDegree(position[1]);
  const metersPerLng = scale.lng / UNITS_PER_DEGREE;
  const metersPerLat = scale.lat / UNITS_PER_DEGREE;
  let best: NearLine | null = null;
  let least = mostMeters;
  const look = (edge: number, piece: number, x1: number, y1: number, x2: number, y2: number): void => {
    // most ways are far away, and a glance at their box says so
    if ((Math.min(y1, y2) - lat) * metersPerLat > least || (lat - Math.max(y1, y2)) * metersPerLat > least) return;
    if ((Math.min(x1, x2) - lng) * metersPerLng > least || (lng - Math.max(x1, x2)) * metersPerLng > least) return;
    if (draft.isRemoved(edge)) return;
    const dx = (x2 - x1) * metersPerLng;
    const dy = (y2 - y1) * metersPerLat;
    const px = (lng - x1) * metersPerLng;
    const py = (lat - y1) * metersPerLat;
    const length2 = dx * dx + dy * dy;
    const t = length2 > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length2)) : 0;
    const meters = Math.hypot(px - t * dx, py - t * dy);
    if (meters > least || (best !== null && meters === least)) return;
    const found = { edge, meters, piece, lng: x1 + t * (x2 - x1), lat: y1 + t * (y2 - y1) };
    if (blocked(found)) return;
    least = meters;
    best = found;
  };
  for (const edge of edgesAround(network, lng, lat, mostMeters / metersPerLng, mostMeters / metersPerLat)) {
    if (!wanted[edgeClass[edge]]) continue;
    let x = vertexLng[edgeFrom[edge]];
    let y = vertexLat[edgeFrom[edge]];
    const end = shapeStart[edge + 1];
    for (let s = shapeStart[edge]; s <= end; s++) {
      const nextX = s === end ? vertexLng[edgeTo[edge]] : shapeLng[s];
      const nextY = s === end ? vertexLat[edgeTo[edge]] : shapeLat[s];
      look(edge, s - shapeStart[edge], x, y, nextX, nextY);
      x = nextX;
      y = nextY;
    }
  }
  draft.edges.forEach(({ line, classRow }, index) => {
    if (!wanted[classRow]) return;
    for (let i = 2; i < line.length; i += 2) {
      look(network.edgeCount + index, i / 2 - 1, line[i - 2], line[i - 1], line[i], line[i + 1]);
    }
  });
  return best;
}

/** Edges in the cells that a box around a place touches, ascending; all where it is as large as can be. */
function edgesAround(
  { arrays, grid, edgeCount }: WalkNetwork,
  lng: number,
  lat: number,
  dx: number,
  dy: number,
): Iterable<number> {
  if (dx === Infinity) return Array(edgeCount).keys();
  const { edgeCellStart, edgeCellItems } = arrays;
  const edges = new Set<number>();
  for (let row = rowOf(grid, lat - dy); row <= rowOf(grid, lat + dy); row++) {
    for (let column = columnOf(grid, lng - dx); column <= columnOf(grid, lng + dx); column++) {
      const cell = row * grid.columns + column;
      for (let i = edgeCellStart[cell]; i < edgeCellStart[cell + 1]; i++) edges.add(edgeCellItems[i]);
    }
  }
  return [...edges].sort((a, b) => a - b);
}

function metersFrom([lng, lat]: Position): (lngUnits: number, latUnits: number) => number {
  const scale = metersPerDegree(lat);
  return (lngUnits, latUnits) =>
    Math.hypot((lngUnits / UNITS_PER_DEGREE - lng) * scale.lng, (latUnits / UNITS_PER_DEGREE - lat) * scale.lat);
}
