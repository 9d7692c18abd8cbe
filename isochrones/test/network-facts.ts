import type { WalkNetwork } from "../src/index.ts";

/** The network as plain facts. Left out: ids of what is new, and the order in which classes and names are kept. */
export function factsOf(network: WalkNetwork, other: WalkNetwork): unknown {
  const { arrays } = network;
  const edges = Array.from({ length: network.edgeCount }, (_, edge) => {
    const { taggedRow, ...row } = network.edgeClassOf(edge);
    return {
      from: arrays.edgeFrom[edge],
      to: arrays.edgeTo[edge],
      shape: [arrays.shapeLng, arrays.shapeLat].map((values) => [
        ...values.subarray(arrays.shapeStart[edge], arrays.shapeStart[edge + 1]),
      ]),
      millimeters: arrays.edgeMillimeters[edge],
      row,
      inside: taggedRow !== undefined,
      flags: arrays.edgeFlags[edge],
      name: network.edgeNameOf(edge),
    };
  });
  const { vertexLng, vertexLat, vertexFlags, arcStart, arcEdge, arcHead, edgeCellStart, edgeCellItems } = arrays;
  const facts = { edges, vertexLng, vertexLat, vertexFlags, arcStart, arcEdge, arcHead };
  // what is closed at the rim makes the box of a new file smaller, and shifts the cells
  return JSON.stringify(network.grid) === JSON.stringify(other.grid)
    ? { ...facts, edgeCellStart, edgeCellItems }
    : facts;
}
