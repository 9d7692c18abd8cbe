import { metersPerDegree, segmentsMeet, UNITS_PER_DEGREE } from "../geo.ts";
import type { Attachment, Position } from "../types.ts";
import { Candidates } from "./candidates.ts";
import { columnOf, rowOf } from "./grid.ts";
import type { WalkNetwork } from "./network.ts";

/** A door further than this from any walkable way is not attached: nobody knows how it is reached. */
export const MAX_ACCESS_METERS = 500;

/** One serves all calls. */
const candidates = new Candidates();

/** Per network and edge: the last call that looked at it. */
const looks = new WeakMap<WalkNetwork, { look: number; lastLook: Uint32Array }>();

/**
 * The nearest walkable way of a place whose straight access leg crosses no barrier; null where there is none within
 * `MAX_ACCESS_METERS`. Any point of an edge can be the foot of the leg; where the leg to an edge's nearest point is
 * blocked, the nearest points of its other straight pieces are tried. Equally near ways: the lower edge.
 * `flag` says which edges count, `EDGE_ATTACHABLE_WITH_PRIVATE` or `EDGE_ATTACHABLE_PUBLIC`; `closedClasses` has 1 where
 * this walker cannot use edges of that class.
 */
export function attach(
  network: WalkNetwork,
  position: Position,
  flag: number,
  closedClasses: Uint8Array | null = null,
): Attachment | null {
  const lng = position[0] * UNITS_PER_DEGREE;
  const lat = position[1] * UNITS_PER_DEGREE;
  const scale = metersPerDegree(position[1]);
  const [, south, , north] = network.bbox;
  // also keeps away from the poles, where a degree of longitude has no length
  if (Math.max(south - position[1], position[1] - north) * scale.lat > MAX_ACCESS_METERS) return null;
  const metersPerLng = scale.lng / UNITS_PER_DEGREE;
  const metersPerLat = scale.lat / UNITS_PER_DEGREE;
  const { grid, arrays } = network;
  const { edgeCellStart, edgeCellItems, edgeFlags, edgeClass, shapeStart } = arrays;
  const cellMeters = Math.min(grid.cellLng * metersPerLng, grid.cellLat * metersPerLat);
  const column = Math.floor((lng - grid.west) / grid.cellLng);
  const row = Math.floor((lat - grid.south) / grid.cellLat);
  // metres from the place to the nearest side of its own cell
  const inCellLng = lng - grid.west - column * grid.cellLng;
  const inCellLat = lat - grid.south - row * grid.cellLat;
  const sideMeters = Math.min(
    Math.min(inCellLng, grid.cellLng - inCellLng) * metersPerLng,
    Math.min(inCellLat, grid.cellLat - inCellLat) * metersPerLat,
  );
  const { look, lastLook } = nextLook(network);
  candidates.clear();

  // squares of cells around the place, growing until the nearest open candidate is surely nearer than what is unseen
  for (let radius = 0; (radius - 1) * cellMeters <= MAX_ACCESS_METERS; radius++) {
    const fromRow = Math.max(0, row - radius);
    const toRow = Math.min(grid.rows - 1, row + radius);
    const fromColumn = Math.max(0, column - radius);
    const toColumn = Math.min(grid.columns - 1, column + radius);
    for (let r = fromRow; r <= toRow; r++) {
      const rim = r === row - radius || r === row + radius;
      for (let c = fromColumn; c <= toColumn; c++) {
        if (!rim && c !== column - radius && c !== column + radius) continue;
        const cell = r * grid.columns + c;
        for (let i = edgeCellStart[cell]; i < edgeCellStart[cell + 1]; i++) {
          const edge = edgeCellItems[i];
          if ((edgeFlags[edge] & flag) === 0 || lastLook[edge] === look) continue;
          if (closedClasses !== null && closedClasses[edgeClass[edge]] === 1) continue;
          lastLook[edge] = look;
          lookAt(network, edge, -1, lng, lat, metersPerLng, metersPerLat);
          offer(edge, -1);
        }
      }
    }
    const sure = sideMeters + radius * cellMeters;
    while (candidates.nearest2 <= sure * sure) {
      candidates.take();
      const { edge, piece } = candidates;
      lookAt(network, edge, piece, lng, lat, metersPerLng, metersPerLat);
      if (!legIsBlocked(network, lng, lat, foot.lng, foot.lat)) {
        return {
          edge,
          offsetMeters: offsetOfFoot(network, edge, metersPerLng, metersPerLat),
          accessMeters: Math.sqrt(foot.distance2),
          location: [foot.lng / UNITS_PER_DEGREE, foot.lat / UNITS_PER_DEGREE],
        };
      }
      const pieces = shapeStart[edge + 1] - shapeStart[edge] + 1;
      if (piece >= 0 || pieces === 1) continue;
      for (let other = 0; other < pieces; other++) {
        lookAt(network, edge, other, lng, lat, metersPerLng, metersPerLat);
        offer(edge, other);
      }
    }
  }
  return null;
}

function nextLook(network: WalkNetwork): { look: number; lastLook: Uint32Array } {
  let known = looks.get(network);
  if (!known || known.look === 0xffffffff) {
    looks.set(network, (known = { look: 0, lastLook: new Uint32Array(network.edgeCount) }));
  }
  known.look++;
  return known;
}

/** Keeps what `lookAt` found, unless it is too far. */
function offer(edge: number, piece: number): void {
  if (foot.distance2 <= MAX_ACCESS_METERS * MAX_ACCESS_METERS) candidates.add(edge, piece, foot.distance2);
}

/** What `lookAt` found last: metres squared, 1e-7 degree, and how far along which straight piece, 0 to 1. */
export const foot = { distance2: 0, lng: 0, lat: 0, piece: 0, share: 0 };

/** Finds the point of an edge, or of one of its straight pieces (-1: of all), that is nearest to a place; see `foot`. */
export function lookAt(
  network: WalkNetwork,
  edge: number,
  piece: number,
  lng: number,
  lat: number,
  metersPerLng: number,
  metersPerLat: number,
): void {
  const { shapeStart, shapeLng, shapeLat, vertexLng, vertexLat, edgeFrom, edgeTo } = network.arrays;
  let best = Infinity;
  let bestAt = 0;
  let bestShare = 0;
  const start = shapeStart[edge];
  const end = shapeStart[edge + 1];
  let x1 = vertexLng[edgeFrom[edge]];
  let y1 = vertexLat[edgeFrom[edge]];
  for (let s = start; s <= end; s++) {
    const x2 = s === end ? vertexLng[edgeTo[edge]] : shapeLng[s];
    const y2 = s === end ? vertexLat[edgeTo[edge]] : shapeLat[s];
    if (piece < 0 || piece === s - start) {
      const dx = (x2 - x1) * metersPerLng;
      const dy = (y2 - y1) * metersPerLat;
      const px = (lng - x1) * metersPerLng;
      const py = (lat - y1) * metersPerLat;
      const length2 = dx * dx + dy * dy;
      const t = length2 > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length2)) : 0;
      // at an end shared by two ways both must come to the same number, so that the lower edge is taken
      const ex = t === 1 ? (lng - x2) * metersPerLng : px - t * dx;
      const ey = t === 1 ? (lat - y2) * metersPerLat : py - t * dy;
      const distance2 = ex * ex + ey * ey;
      if (distance2 < best) {
        best = distance2;
        bestAt = s;
        bestShare = t;
        foot.lng = x1 + t * (x2 - x1);
        foot.lat = y1 + t * (y2 - y1);
      }
    }
    x1 = x2;
    y1 = y2;
  }
  foot.distance2 = best;
  foot.piece = bestAt - start;
  foot.share = bestShare;
}

/** Metres from the edge's first vertex to the foot that `lookAt` found, scaled to the kept length. */
function offsetOfFoot(network: WalkNetwork, edge: number, metersPerLng: number, metersPerLat: number): number {
  const { shapeStart, shapeLng, shapeLat, vertexLng, vertexLat, edgeFrom, edgeTo, edgeMillimeters } = network.arrays;
  const start = shapeStart[edge];
  const end = shapeStart[edge + 1];
  let total = 0;
  let along = 0;
  let x1 = vertexLng[edgeFrom[edge]];
  let y1 = vertexLat[edgeFrom[edge]];
  for (let s = start; s <= end; s++) {
    const x2 = s === end ? vertexLng[edgeTo[edge]] : shapeLng[s];
    const y2 = s === end ? vertexLat[edgeTo[edge]] : shapeLat[s];
    const dx = (x2 - x1) * metersPerLng;
    const dy = (y2 - y1) * metersPerLat;
    const length = Math.sqrt(dx * dx + dy * dy);
    if (s - start === foot.piece) along = total + foot.share * length;
    total += length;
    x1 = x2;
    y1 = y2;
  }
  const kept = edgeMillimeters[edge] / 1000;
  return total > 0 ? Math.min(kept, (along / total) * kept) : 0;
}

/** True where the straight leg from a place to the foot on a way crosses a wall, water, rail or motorway. 1e-7 degree. */
export const legIsBlocked = (network: WalkNetwork, lng1: number, lat1: number, lng2: number, lat2: number): boolean =>
  barrierOnLeg(network, lng1, lat1, lng2, lat2) >= 0;

/** One of the barrier segments that a leg crosses; -1 where it crosses none. */
export function barrierOnLeg(network: WalkNetwork, lng1: number, lat1: number, lng2: number, lat2: number): number {
  const { barrierSegments, barrierCellStart, barrierCellItems } = network.arrays;
  if (barrierSegments.length === 0) return -1;
  // a way that touches the barrier (a gate, a quay) is reached up to the barrier, and a door in the wall itself opens to
  // both sides: leave out the leg's first and last centimetres
  const length = Math.hypot(lng2 - lng1, lat2 - lat1);
  if (length <= 2 * SLACK_UNITS) return -1;
  const slackLng = ((lng2 - lng1) / length) * SLACK_UNITS;
  const slackLat = ((lat2 - lat1) / length) * SLACK_UNITS;
  const startLng = lng1 + slackLng;
  const startLat = lat1 + slackLat;
  const endLng = lng2 - slackLng;
  const endLat = lat2 - slackLat;
  const { grid } = network;
  const fromColumn = columnOf(grid, Math.min(startLng, endLng));
  const toColumn = columnOf(grid, Math.max(startLng, endLng));
  const fromRow = rowOf(grid, Math.min(startLat, endLat));
  const toRow = rowOf(grid, Math.max(startLat, endLat));
  for (let row = fromRow; row <= toRow; row++) {
    for (let column = fromColumn; column <= toColumn; column++) {
      const cell = row * grid.columns + column;
      for (let i = barrierCellStart[cell]; i < barrierCellStart[cell + 1]; i++) {
        const at = barrierCellItems[i] * 4;
        if (
          segmentsMeet(
            startLng,
            startLat,
            endLng,
            endLat,
            barrierSegments[at],
            barrierSegments[at + 1],
            barrierSegments[at + 2],
            barrierSegments[at + 3],
          )
        ) {
          return barrierCellItems[i];
        }
      }
    }
  }
  return -1;
}

/** About 10 cm in units of 1e-7 degree. */
const SLACK_UNITS = 10;
