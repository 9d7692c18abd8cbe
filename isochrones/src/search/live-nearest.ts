import { metersPerDegree } from "../geo.ts";
import type { WalkNetwork } from "../network/network.ts";
import type { Position } from "../types.ts";
import { CLOSED, type WalkCosts } from "./costs.ts";
import type { LiveOrigins } from "./live-origins.ts";
import type { Seed } from "./search-types.ts";
import type { Search } from "./search.ts";

/** Lengths and times are rounded edge by edge, and metres per degree change a little across a city. */
const SLACK = 1.05;
const SLACK_METERS = 20;

/** For a time, the straight metres that no walk of that time leads beyond. */
export function farthestWalk(network: WalkNetwork, costs: WalkCosts): (milliseconds: number) => number {
  const { edgeClass, edgeMillimeters } = network.arrays;
  let walking = costs.legRate;
  let any = costs.legRate;
  const rides = network.classes.map((row, index) => {
    const rate = costs.classRate[index];
    if (rate === CLOSED || row.kind === "gate") return false;
    any = Math.min(any, rate);
    if (row.fixedSpeedKmh === null) walking = Math.min(walking, rate);
    return row.fixedSpeedKmh !== null;
  });
  let riddenMeters = 0;
  if (rides.includes(true)) {
    for (let edge = 0; edge < edgeClass.length; edge++) {
      if (rides[edgeClass[edge]]) riddenMeters += edgeMillimeters[edge] / 1000;
    }
  }
  return (milliseconds) => Math.min(milliseconds / any, milliseconds / walking + riddenMeters) * SLACK + SLACK_METERS;
}

/** Tells whether a place may lie within some metres of any of several: never no where it does. */
class Nearby {
  readonly #cells = new Set<number>();
  readonly #perLng: number;
  readonly #perLat: number;

  constructor(positions: Iterable<Position>, meters: number) {
    let scale: { lng: number; lat: number } | null = null;
    const side = Math.max(50, meters / 3);
    const around = Math.ceil((meters * SLACK) / side);
    const own = new Set<number>();
    let perLng = 0;
    let perLat = 0;
    for (const [lng, lat] of positions) {
      if (!scale) {
        scale = metersPerDegree(lat);
        perLng = scale.lng / side;
        perLat = scale.lat / side;
      }
      own.add(key(Math.floor(lng * perLng), Math.floor(lat * perLat)));
    }
    this.#perLng = perLng;
    this.#perLat = perLat;
    for (const cell of own) {
      for (let row = -around; row <= around; row++) {
        for (let column = -around; column <= around; column++) this.#cells.add(cell + key(column, row));
      }
    }
  }

  has(lng: number, lat: number): boolean {
    return this.#cells.has(key(Math.floor(lng * this.#perLng), Math.floor(lat * this.#perLat)));
  }
}

const key = (column: number, row: number): number => row * 2 ** 26 + column;

/** Where searches for the nearest may begin. */
export interface Candidates {
  count: number;
  position(candidate: number): Position;
  seed(candidate: number): Seed;
}

/**
 * Finds for each wanted origin the nearest candidate within `limit`, by searches from the candidates around that go on
 * for twice as long until the last origin is found. `found` is told the milliseconds without the origin's own leg;
 * equal times: the lower candidate. Whoever finds none is told to `missing`.
 */
export function findNearest(
  search: Search,
  metersIn: (milliseconds: number) => number,
  origins: LiveOrigins,
  originPosition: (origin: number) => Position,
  wanted: number[],
  candidates: Candidates,
  firstLimit: number,
  limit: number,
  found: (origin: number, milliseconds: number, candidate: number) => void,
  missing: (origin: number) => void,
): void {
  const { edge, offsetMeters, accessMeters } = origins.places;
  let open: number[] = [];
  for (const origin of wanted) {
    if (edge[origin] < 0) missing(origin);
    else open.push(origin);
  }
  let until = Math.min(limit, firstLimit);
  while (open.length > 0) {
    const leg = open.reduce((most, origin) => Math.max(most, accessMeters[origin]), 0);
    const near = new Nearby(open.map(originPosition), metersIn(until) + leg);
    const ids: number[] = [];
    for (let candidate = 0; candidate < candidates.count; candidate++) {
      const [lng, lat] = candidates.position(candidate);
      if (near.has(lng, lat)) ids.push(candidate);
    }
    search.run(ids.map(candidates.seed), until);
    const still: number[] = [];
    for (const origin of open) {
      if (search.arrive(edge[origin], offsetMeters[origin])) {
        found(origin, search.arrival.milliseconds, ids[search.arrival.seed]);
      } else if (until >= limit) missing(origin);
      else still.push(origin);
    }
    open = still;
    until = Math.min(limit, until * 2);
  }
}
