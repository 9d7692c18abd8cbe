import { UNITS_PER_DEGREE } from "../geo.ts";
import type { Position } from "../types.ts";
import type { WalkNetwork } from "./network.ts";

/** All ways as straight pieces, in the order of the network; gates, which have no length, are left out. */
export function* straightPieces(network: WalkNetwork): Generator<[from: Position, to: Position]> {
  const { edgeFrom, edgeTo, edgeMillimeters, shapeStart, shapeLng, shapeLat, vertexLng, vertexLat } = network.arrays;
  const at = (lng: number, lat: number): Position => [lng / UNITS_PER_DEGREE, lat / UNITS_PER_DEGREE];
  for (let edge = 0; edge < network.edgeCount; edge++) {
    if (edgeMillimeters[edge] === 0) continue;
    let from = at(vertexLng[edgeFrom[edge]], vertexLat[edgeFrom[edge]]);
    for (let i = shapeStart[edge]; i <= shapeStart[edge + 1]; i++) {
      const isEnd = i === shapeStart[edge + 1];
      const to = isEnd ? at(vertexLng[edgeTo[edge]], vertexLat[edgeTo[edge]]) : at(shapeLng[i], shapeLat[i]);
      yield [from, to];
      from = to;
    }
  }
}
