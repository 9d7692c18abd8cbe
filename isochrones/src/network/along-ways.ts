import { metersPerDegree, UNITS_PER_DEGREE } from "../geo.ts";
import { EDGE_ATTACHABLE_PUBLIC, type WalkNetwork } from "./network.ts";

/**
 * Places along all public ways that a door may join, about `spacingMeters` from each other: of each square of that size
 * the first that a way passes and that is wanted, ways in the order of the network. Longitude and latitude of each in turn.
 */
export function pointsAlongWays(
  network: WalkNetwork,
  spacingMeters: number,
  isWanted: (lng: number, lat: number) => boolean,
): Float64Array {
  const { edgeFlags, edgeFrom, edgeTo, shapeStart, shapeLng, shapeLat, vertexLng, vertexLat } = network.arrays;
  const scale = metersPerDegree((network.bbox[1] + network.bbox[3]) / 2);
  const metersPerLng = scale.lng / UNITS_PER_DEGREE;
  const metersPerLat = scale.lat / UNITS_PER_DEGREE;
  const taken = new Set<number>();
  const points: number[] = [];
  const take = (lngUnits: number, latUnits: number): void => {
    const row = Math.floor((latUnits * metersPerLat) / spacingMeters);
    const square = row * 0x2000000 + Math.floor((lngUnits * metersPerLng) / spacingMeters);
    if (taken.has(square)) return;
    const lng = Math.round(lngUnits) / UNITS_PER_DEGREE;
    const lat = Math.round(latUnits) / UNITS_PER_DEGREE;
    if (!isWanted(lng, lat)) return;
    taken.add(square);
    points.push(lng, lat);
  };
  for (let edge = 0; edge < network.edgeCount; edge++) {
    if ((edgeFlags[edge] & EDGE_ATTACHABLE_PUBLIC) === 0) continue;
    let lng = vertexLng[edgeFrom[edge]];
    let lat = vertexLat[edgeFrom[edge]];
    for (let i = shapeStart[edge]; i <= shapeStart[edge + 1]; i++) {
      const isEnd = i === shapeStart[edge + 1];
      const toLng = isEnd ? vertexLng[edgeTo[edge]] : shapeLng[i];
      const toLat = isEnd ? vertexLat[edgeTo[edge]] : shapeLat[i];
      const meters = Math.hypot((toLng - lng) * metersPerLng, (toLat - lat) * metersPerLat);
      const steps = Math.max(1, Math.round(meters / spacingMeters));
      // in the middle of each step, away from junctions, where shops stand
      for (let step = 0; step < steps; step++) {
        const share = (step + 0.5) / steps;
        take(lng + (toLng - lng) * share, lat + (toLat - lat) * share);
      }
      lng = toLng;
      lat = toLat;
    }
  }
  return Float64Array.from(points);
}
