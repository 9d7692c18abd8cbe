import { metersPerDegree, segmentsMeet, UNITS_PER_DEGREE } from "../geo.ts";
import type { Attachment, Position } from "../types.ts";
import { columnOf, rowOf } from "./grid.ts";
import type { WalkNetwork } from "./network.ts";

/** A door further than this from any walkable way is not attached: nobody knows how it is reached. */
const MAX_ACCESS_METERS = 500;

interface Candidate {
  edge: number;
  /** Which of the edge's straight pieces; -1 where it stands for the whole edge. */
  piece: number;
  meters: number;
  offsetMeters: number;
  /** 1e-7 degree */
  lng: number;
  lat: number;
}

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
  const cellMeters = Math.min(grid.cellLng * metersPerLng, grid.cellLat * metersPerLat);
  const column = Math.floor((lng - grid.west) / grid.cellLng);
  const row = Math.floor((lat - grid.south) / grid.cellLat);
  const seen = new Set<number>();
  const candidates: Candidate[] = [];

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
        for (let i = arrays.edgeCellStart[cell]; i < arrays.edgeCellStart[cell + 1]; i++) {
          const edge = arrays.edgeCellItems[i];
          if ((arrays.edgeFlags[edge] & flag) === 0 || seen.has(edge)) continue;
          if (closedClasses !== null && closedClasses[arrays.edgeClass[edge]] === 1) continue;
          seen.add(edge);
          const candidate = nearestOnEdge(network, edge, -1, lng, lat, metersPerLng, metersPerLat);
          if (candidate.meters <= MAX_ACCESS_METERS) candidates.push(candidate);
        }
      }
    }
    const sure = radius * cellMeters;
    candidates.sort(nearestFirst);
    while (candidates.length > 0 && candidates[0].meters <= sure) {
      const best = candidates.shift() as Candidate;
      if (legIsBlocked(network, lng, lat, best.lng, best.lat)) {
        const pieces = arrays.shapeStart[best.edge + 1] - arrays.shapeStart[best.edge] + 1;
        if (best.piece >= 0 || pieces === 1) continue;
        for (let piece = 0; piece < pieces; piece++) {
          const candidate = nearestOnEdge(network, best.edge, piece, lng, lat, metersPerLng, metersPerLat);
          if (candidate.meters <= MAX_ACCESS_METERS) candidates.push(candidate);
        }
        candidates.sort(nearestFirst);
        continue;
      }
      return {
        edge: best.edge,
        offsetMeters: best.offsetMeters,
        accessMeters: best.meters,
        location: [best.lng / UNITS_PER_DEGREE, best.lat / UNITS_PER_DEGREE],
      };
    }
  }
  return null;
}

const nearestFirst = (a: Candidate, b: Candidate): number => a.meters - b.meters || a.edge - b.edge;

/** The point of an edge, or of one of its straight pieces, nearest to a place; the offset is scaled to the kept length. */
function nearestOnEdge(
  network: WalkNetwork,
  edge: number,
  piece: number,
  lng: number,
  lat: number,
  metersPerLng: number,
  metersPerLat: number,
): Candidate {
  const { shapeStart, shapeLng, shapeLat, vertexLng, vertexLat, edgeFrom, edgeTo, edgeMillimeters } = network.arrays;
  let best = Infinity;
  let bestAlong = 0;
  let bestLng = 0;
  let bestLat = 0;
  let along = 0;
  let x1 = vertexLng[edgeFrom[edge]];
  let y1 = vertexLat[edgeFrom[edge]];
  const end = shapeStart[edge + 1];
  for (let s = shapeStart[edge]; s <= end; s++) {
    const x2 = s === end ? vertexLng[edgeTo[edge]] : shapeLng[s];
    const y2 = s === end ? vertexLat[edgeTo[edge]] : shapeLat[s];
    const dx = (x2 - x1) * metersPerLng;
    const dy = (y2 - y1) * metersPerLat;
    const px = (lng - x1) * metersPerLng;
    const py = (lat - y1) * metersPerLat;
    const length2 = dx * dx + dy * dy;
    const t = length2 > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length2)) : 0;
    const ex = px - t * dx;
    const ey = py - t * dy;
    const distance2 = ex * ex + ey * ey;
    const length = Math.sqrt(length2);
    if (distance2 < best && (piece < 0 || piece === s - shapeStart[edge])) {
      best = distance2;
      bestAlong = along + t * length;
      bestLng = x1 + t * (x2 - x1);
      bestLat = y1 + t * (y2 - y1);
    }
    along += length;
    x1 = x2;
    y1 = y2;
  }
  const kept = edgeMillimeters[edge] / 1000;
  const offsetMeters = along > 0 ? Math.min(kept, (bestAlong / along) * kept) : 0;
  return { edge, piece, meters: Math.sqrt(best), offsetMeters, lng: bestLng, lat: bestLat };
}

/** True where the straight leg from a place to the foot on a way crosses a wall, water, rail or motorway. */
export function legIsBlocked(network: WalkNetwork, lng1: number, lat1: number, lng2: number, lat2: number): boolean {
  const { barrierSegments, barrierCellStart, barrierCellItems } = network.arrays;
  if (barrierSegments.length === 0) return false;
  // a way that touches the barrier (a gate, a quay) is reached up to the barrier, and a door in the wall itself opens to
  // both sides: leave out the leg's first and last centimetres
  const length = Math.hypot(lng2 - lng1, lat2 - lat1);
  if (length <= 2 * SLACK_UNITS) return false;
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
          return true;
        }
      }
    }
  }
  return false;
}

/** About 10 cm in units of 1e-7 degree. */
const SLACK_UNITS = 10;
