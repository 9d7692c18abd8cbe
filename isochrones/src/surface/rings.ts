import { metersPerDegree, UNITS_PER_DEGREE } from "../geo.ts";
import { UNREACHED, type EdgeTimes, type Search } from "../search/search.ts";
import type { Attachment, Position, Ring } from "../types.ts";
import { contour } from "./contour.ts";
import { LATTICE_METERS, MAX_GROUND_LEG_METERS, NO_EDGE, TILE_SIDE, type Ground } from "./ground.ts";

const MILLISECONDS_PER_MINUTE = 60_000;

/** Travel time over a rectangle of lattice points, in milliseconds; Infinity where no way leads. */
interface Field {
  firstColumn: number;
  firstRow: number;
  columns: number;
  rows: number;
  milliseconds: Float32Array;
  legMeters: Float32Array;
}

/**
 * Rings around the place where an origin meets the network, for ascending minutes. A piece of ground lies in a ring
 * when access leg, walk and the leg from its own nearest way add up to no more than the ring's minutes.
 */
export function drawRings(search: Search, ground: Ground, origin: Attachment, minutes: number[]): Ring[] {
  const { legRate } = search.costs;
  const start = Math.round(origin.accessMeters * legRate);
  const largest = minutes[minutes.length - 1] * MILLISECONDS_PER_MINUTE;
  // a little further, so that the time beyond the rim is known where the contour is drawn
  const slack = 2 * LATTICE_METERS * legRate;
  search.run([{ attachment: origin, startMilliseconds: start }], largest + slack);
  const field = travelTimes(search, ground, legRate);
  return minutes.map((ring) => {
    const geometry = field ? outline(field, ground, ring * MILLISECONDS_PER_MINUTE, legRate) : [];
    return {
      minutes: ring,
      geometry: { type: "MultiPolygon", coordinates: geometry },
      areaSquareMeters: Math.round(geometry.reduce((sum, polygon) => sum + polygonArea(polygon), 0)),
    };
  });
}

/** Times at the lattice points around all edges the search has reached; null where it reached none. */
function travelTimes(search: Search, ground: Ground, legRate: number): Field | null {
  const { network } = search;
  const { shapeStart, shapeLng, shapeLat, vertexLng, vertexLat, edgeFrom, edgeTo } = network.arrays;
  const rowOfEdge = new Map<number, number>();
  const times: EdgeTimes[] = [];
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  const cover = (lng: number, lat: number): void => {
    if (lng < west) west = lng;
    if (lng > east) east = lng;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  };
  search.forEachReachedEdge((edge) => {
    const row: EdgeTimes = {
      fromMilliseconds: UNREACHED,
      toMilliseconds: UNREACHED,
      fromState: -1,
      toState: -1,
      rate: 0,
      lengthMeters: 0,
    };
    if (!search.edgeTimes(edge, row)) return;
    rowOfEdge.set(edge, times.push(row) - 1);
    cover(vertexLng[edgeFrom[edge]], vertexLat[edgeFrom[edge]]);
    cover(vertexLng[edgeTo[edge]], vertexLat[edgeTo[edge]]);
    for (let s = shapeStart[edge]; s < shapeStart[edge + 1]; s++) cover(shapeLng[s], shapeLat[s]);
  });
  if (times.length === 0) return null;

  const { lngStep, latStep } = ground;
  const margin = Math.ceil(MAX_GROUND_LEG_METERS / LATTICE_METERS) + 2;
  const firstColumn = Math.floor(west / lngStep) - margin;
  const firstRow = Math.floor(south / latStep) - margin;
  const columns = Math.ceil(east / lngStep) + margin - firstColumn + 1;
  const rows = Math.ceil(north / latStep) + margin - firstRow + 1;
  const milliseconds = new Float32Array(columns * rows).fill(Infinity);
  const legMeters = new Float32Array(columns * rows).fill(Infinity);
  const field: Field = { firstColumn, firstRow, columns, rows, milliseconds, legMeters };

  const firstTileColumn = Math.floor(firstColumn / TILE_SIDE);
  const lastTileColumn = Math.floor((firstColumn + columns - 1) / TILE_SIDE);
  const firstTileRow = Math.floor(firstRow / TILE_SIDE);
  const lastTileRow = Math.floor((firstRow + rows - 1) / TILE_SIDE);
  for (let tileRow = firstTileRow; tileRow <= lastTileRow; tileRow++) {
    for (let tileColumn = firstTileColumn; tileColumn <= lastTileColumn; tileColumn++) {
      const tile = ground.tile(tileColumn, tileRow);
      const fromRow = Math.max(firstRow, tileRow * TILE_SIDE);
      const toRow = Math.min(firstRow + rows, (tileRow + 1) * TILE_SIDE);
      const fromColumn = Math.max(firstColumn, tileColumn * TILE_SIDE);
      const toColumn = Math.min(firstColumn + columns, (tileColumn + 1) * TILE_SIDE);
      let lastEdge = -1;
      let lastTimes: EdgeTimes | undefined;
      let seeds = false;
      for (let row = fromRow; row < toRow; row++) {
        for (let column = fromColumn; column < toColumn; column++) {
          const at = (row - tileRow * TILE_SIDE) * TILE_SIDE + (column - tileColumn * TILE_SIDE);
          const edge = tile.edge[at];
          if (edge === NO_EDGE) continue;
          if (edge !== lastEdge) {
            lastEdge = edge;
            const index = rowOfEdge.get(edge);
            lastTimes = index === undefined ? undefined : times[index];
            seeds = lastTimes !== undefined && search.holdsSeed(edge);
          }
          if (!lastTimes) continue;
          const offset = tile.offsetMeters[at];
          let time: number;
          if (seeds) {
            time = search.arrive(edge, offset) ? search.arrival.milliseconds : Infinity;
          } else {
            time = Math.min(
              lastTimes.fromState < 0 ? Infinity : lastTimes.fromMilliseconds + offset * lastTimes.rate,
              lastTimes.toState < 0
                ? Infinity
                : lastTimes.toMilliseconds + (lastTimes.lengthMeters - offset) * lastTimes.rate,
            );
          }
          const index = (row - firstRow) * columns + (column - firstColumn);
          milliseconds[index] = time + tile.legMeters[at] * legRate;
          legMeters[index] = tile.legMeters[at];
        }
      }
    }
  }
  return field;
}

/** The polygons within which the time is at most `limit`. */
function outline(field: Field, ground: Ground, limit: number, legRate: number): Position[][][] {
  const { columns, rows, milliseconds, legMeters } = field;
  // One step of the lattice in time: where neighbours belong to different ways the time jumps, and the border lies about
  // halfway between them, however high the jump. Capping keeps rings nested, since it keeps the order of values.
  const cap = LATTICE_METERS * legRate;
  const values = new Float32Array(columns * rows);
  for (let i = 0; i < values.length; i++) {
    const beyond = Math.max(milliseconds[i] - limit, (legMeters[i] - MAX_GROUND_LEG_METERS) * legRate);
    values[i] = beyond > cap || Number.isNaN(beyond) ? cap : beyond < -cap ? -cap : beyond;
  }
  return contour(values, columns, rows, (x, y) => [
    round7(((field.firstColumn + x) * ground.lngStep) / UNITS_PER_DEGREE),
    round7(((field.firstRow + y) * ground.latStep) / UNITS_PER_DEGREE),
  ]);
}

const round7 = (degrees: number): number => Math.round(degrees * UNITS_PER_DEGREE) / UNITS_PER_DEGREE;

/** Square metres of a polygon with holes. */
function polygonArea(rings: Position[][]): number {
  let area = 0;
  for (const ring of rings) {
    const scale = metersPerDegree(ring[0][1]);
    let twice = 0;
    for (let i = 0; i + 1 < ring.length; i++) {
      const [x1, y1] = ring[i];
      const [x2, y2] = ring[i + 1];
      twice += (x1 - ring[0][0]) * (y2 - ring[0][1]) - (x2 - ring[0][0]) * (y1 - ring[0][1]);
    }
    area += (twice / 2) * scale.lng * scale.lat;
  }
  return area;
}
