import { paceFactor } from "../foot/pace.ts";
import { profileOf } from "../foot/profiles.ts";
import { barrierKinds, type BarrierKind } from "../foot/rules.ts";
import { metersPerDegree, UNITS_PER_DEGREE } from "../geo.ts";
import type { Position, Unattached, WalkSettings } from "../types.ts";
import { barrierOnLeg, foot, lookAt, MAX_ACCESS_METERS } from "./attach.ts";
import type { WalkNetwork } from "./network.ts";

/** A way near the place, and what keeps the place from joining it. */
interface NearWay {
  edge: number;
  meters: number;
  /** First barrier on the straight leg; -1 where the leg is open. */
  segment: number;
}

/**
 * Why `attach` found no way for a place, asked with the same settings, `flag` and `closedClasses`: what is wrong with the
 * nearest way that is not overhead or below.
 */
export function whyUnattached(
  network: WalkNetwork,
  position: Position,
  settings: WalkSettings,
  flag: number,
  closedClasses: Uint8Array | null,
): Unattached {
  const off = metersOffMap(network, position);
  if (off > MAX_ACCESS_METERS) {
    return answer("off-map", [], null, `the place lies ${Math.round(off / 1000)} km outside of the map`);
  }
  const near = waysNear(network, position);
  if (near.length === 0) return answer("no-way", [], null, `no walkable way within ${MAX_ACCESS_METERS} m`);
  const { edgeClass, edgeFlags } = network.arrays;
  const rowOf = ({ edge }: NearWay) => network.classes[edgeClass[edge]];
  const nearestMeters = near[0].meters;
  const meters = (way: NearWay): string => `the way ${Math.round(way.meters)} m away`;
  const isUsable = ({ edge }: NearWay): boolean =>
    (edgeFlags[edge] & flag) !== 0 && closedClasses?.[edgeClass[edge]] !== 1;

  const behind = near.filter(isUsable);
  const barriers = kindsOf(network, behind);
  const open = near.find((way) => way.segment < 0 && (edgeFlags[way.edge] !== 0 || rowOf(way).attachable));
  if (open && !(behind.length > 0 && behind[0].meters < open.meters)) {
    const row = rowOf(open);
    if (edgeFlags[open.edge] === 0) {
      const others = `; every other within ${MAX_ACCESS_METERS} m lies behind ${list(barriers)}`;
      const why = `${meters(open)} is cut off from all others${barriers.length > 0 ? others : ""}`;
      return answer("cut-off", barriers, nearestMeters, why);
    }
    let why = `${meters(open)} is ${row.private ? "private" : "reached by private ways alone"}, and those are left out`;
    if (paceFactor(profileOf(settings.profile), row) === null) {
      why = `${meters(open)} is none for the profile "${settings.profile}"`;
    } else if (closedClasses?.[edgeClass[open.edge]] === 1) why = `${meters(open)} is shut ${settings.at ?? "by day"}`;
    return answer("closed", barriers, nearestMeters, why);
  }
  if (barriers.length > 0) {
    const why = `every walkable way within ${MAX_ACCESS_METERS} m lies behind ${list(barriers)}`;
    return answer("barrier", barriers, nearestMeters, why);
  }
  // tunnels, bridges overhead and ferries pass by
  return answer("no-way", [], nearestMeters, `no way within ${MAX_ACCESS_METERS} m that a door could join`);
}

const answer = (
  code: Unattached["code"],
  barriers: BarrierKind[],
  nearestMeters: number | null,
  reason: string,
): Unattached => ({ code, barriers, nearestMeters, reason });

const list = (kinds: BarrierKind[]): string =>
  kinds.map((kind) => (kind === "water" ? kind : `a ${kind}`)).join(" or ");

/** Metres from a place to the box around all ways; 0 inside. */
function metersOffMap(network: WalkNetwork, [lng, lat]: Position): number {
  const [west, south, east, north] = network.bbox;
  const scale = metersPerDegree(Math.min(north, Math.max(south, lat)));
  return Math.hypot(Math.max(0, west - lng, lng - east) * scale.lng, Math.max(0, south - lat, lat - north) * scale.lat);
}

/** Every way within reach of an access leg, whoever may use it, the nearest first. */
function waysNear(network: WalkNetwork, position: Position): NearWay[] {
  const { grid, arrays } = network;
  const lng = position[0] * UNITS_PER_DEGREE;
  const lat = position[1] * UNITS_PER_DEGREE;
  const scale = metersPerDegree(position[1]);
  const metersPerLng = scale.lng / UNITS_PER_DEGREE;
  const metersPerLat = scale.lat / UNITS_PER_DEGREE;
  const cells = (value: number, start: number, cell: number, reach: number, count: number): [number, number] => [
    Math.max(0, Math.floor((value - reach - start) / cell)),
    Math.min(count - 1, Math.floor((value + reach - start) / cell)),
  ];
  const columns = cells(lng, grid.west, grid.cellLng, MAX_ACCESS_METERS / metersPerLng, grid.columns);
  const rows = cells(lat, grid.south, grid.cellLat, MAX_ACCESS_METERS / metersPerLat, grid.rows);
  const edges = new Set<number>();
  for (let row = rows[0]; row <= rows[1]; row++) {
    for (let column = columns[0]; column <= columns[1]; column++) {
      const cell = row * grid.columns + column;
      for (let i = arrays.edgeCellStart[cell]; i < arrays.edgeCellStart[cell + 1]; i++) {
        edges.add(arrays.edgeCellItems[i]);
      }
    }
  }
  const near: NearWay[] = [];
  for (const edge of edges) {
    const { forward, backward, kind } = network.edgeClassOf(edge);
    if (kind === "gate" || (!forward && !backward)) continue;
    lookAt(network, edge, -1, lng, lat, metersPerLng, metersPerLat);
    const meters = Math.sqrt(foot.distance2);
    if (meters > MAX_ACCESS_METERS) continue;
    near.push({ edge, meters, segment: firstBarrier(network, lng, lat, foot.lng, foot.lat) });
  }
  return near.sort((a, b) => a.meters - b.meters || a.edge - b.edge);
}

/** Of all barriers on a leg the one met first. */
function firstBarrier(network: WalkNetwork, lng: number, lat: number, footLng: number, footLat: number): number {
  const segments = network.arrays.barrierSegments;
  let first = -1;
  let endLng = footLng;
  let endLat = footLat;
  for (;;) {
    const segment = barrierOnLeg(network, lng, lat, endLng, endLat);
    if (segment < 0 || segment === first) return first;
    first = segment;
    const [x1, y1, x2, y2] = segments.subarray(segment * 4, segment * 4 + 4);
    const [dx, dy] = [endLng - lng, endLat - lat];
    const across = dx * (y2 - y1) - dy * (x2 - x1);
    // along the barrier itself nothing can be met sooner
    if (across === 0) return first;
    const share = ((x1 - lng) * (y2 - y1) - (y1 - lat) * (x2 - x1)) / across;
    if (!(share > 0 && share < 1)) return first;
    endLng = lng + share * dx;
    endLat = lat + share * dy;
  }
}

/** Kinds of the barriers in front of ways, those in front of the most ways first. */
function kindsOf(network: WalkNetwork, ways: NearWay[]): BarrierKind[] {
  const counts = new Map<BarrierKind, number>();
  for (const { segment } of ways) {
    if (segment < 0) continue;
    const kind = barrierKinds[network.arrays.barrierKind[segment]];
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([kind]) => kind);
}
