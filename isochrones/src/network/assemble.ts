import { metersPerDegree, UNITS_PER_DEGREE, unitsToMeters } from "../geo.ts";
import type { BoundingBox } from "../types.ts";
import { attachableEdges, closeCompounds } from "./components.ts";
import type { FootMap } from "./foot-map.ts";
import { makeColumn, discard, growing } from "./column.ts";
import type { Cut } from "./cut.ts";
import { cellsOfSegment, fillCells, makeGrid } from "./grid.ts";
import { boxOf } from "./layout.ts";
import type { Grid, NetworkArrays, NetworkParts } from "./network.ts";
import { orderBy, spatialOrder } from "./order.ts";

/**
 * The arrays of a network. Vertices lie along a Z-order curve and edges by their first vertex, so that neighbours in the
 * city are neighbours in memory. Takes the map and the cut apart: what has gone into an array is given back at once, so
 * that little more than the network itself is held at any time.
 */
export function arraysOf(map: FootMap, cut: Cut): { arrays: NetworkParts; bbox: BoundingBox; grid: Grid } {
  const { nodes, classes } = map;
  const vertexCount = cut.vertexNode.length;
  const vertexOrder = spatialOrder(cut.vertexNode, nodes.lng, nodes.lat);
  const rank = makeColumn(Uint32Array, vertexCount);
  const vertexLng = makeColumn(Int32Array, vertexCount);
  const vertexLat = makeColumn(Int32Array, vertexCount);
  const vertexFlags = makeColumn(Uint8Array, vertexCount);
  for (let row = 0; row < vertexCount; row++) {
    const vertex = vertexOrder[row];
    rank[vertex] = row;
    vertexLng[row] = nodes.lng[cut.vertexNode[vertex]];
    vertexLat[row] = nodes.lat[cut.vertexNode[vertex]];
    vertexFlags[row] = cut.vertexFlags[vertex];
  }
  for (const ends of [cut.from, cut.to]) for (let edge = 0; edge < ends.length; edge++) ends[edge] = rank[ends[edge]];
  discard(vertexOrder, rank, cut.vertexNode, cut.vertexFlags);

  const edgeOrder = orderBy(cut.from, vertexCount);
  const edgeFrom = pick(cut.from, edgeOrder);
  const edgeTo = pick(cut.to, edgeOrder);
  const vertices = { vertexLng, vertexLat };
  const shapes = shapesOf(map, cut, edgeOrder, edgeFrom, edgeTo, vertices);
  const barriers = barriersOf(map);
  const wayOfEdge = waysOf(map, cut, edgeFrom.length);
  discard(cut.first, map.ways.refs, map.ways.start, nodes.lng, nodes.lat, nodes.known);
  const edgeWay = pick(wayOfEdge, edgeOrder);
  discard(edgeOrder);
  const edgeClass = ofWays(Uint16Array, map.ways.classIndex, cut.extra.classIndex, edgeWay);
  const edgeName = ofWays(Uint32Array, map.ways.name, cut.extra.name, edgeWay);
  const edgeOsmId = ofWays(Float64Array, map.ways.osmId, cut.extra.osmId, edgeWay);
  discard(edgeWay);

  const { edgeMillimeters, shapeStart, shapeLng, shapeLat } = shapes;
  const edges = { edgeFrom, edgeTo, edgeClass, edgeMillimeters, edgeOsmId };
  closeCompounds(classes, vertexCount, edges);
  const edgeFlags = attachableEdges(classes, vertexCount, edges);
  const box = boxOf([vertexLng, shapeLng], [vertexLat, shapeLat]);
  const scale = metersPerDegree((box.south + box.north) / 2 / UNITS_PER_DEGREE);
  const grid = makeGrid(box, { lng: scale.lng / UNITS_PER_DEGREE, lat: scale.lat / UNITS_PER_DEGREE });
  const cellCount = grid.columns * grid.rows;
  const edgeCells = fillCells(cellCount, edgeFrom.length, (edge, visit) => {
    let lng = vertexLng[edgeFrom[edge]];
    let lat = vertexLat[edgeFrom[edge]];
    const end = shapeStart[edge + 1];
    for (let s = shapeStart[edge]; s <= end; s++) {
      const nextLng = s === end ? vertexLng[edgeTo[edge]] : shapeLng[s];
      const nextLat = s === end ? vertexLat[edgeTo[edge]] : shapeLat[s];
      cellsOfSegment(grid, lng, lat, nextLng, nextLat, visit);
      lng = nextLng;
      lat = nextLat;
    }
  });
  const { barrierSegments, barrierKind } = barriers;
  const barrierCells = fillCells(cellCount, barrierKind.length, (segment, visit) => {
    const at = segment * 4;
    cellsOfSegment(
      grid,
      barrierSegments[at],
      barrierSegments[at + 1],
      barrierSegments[at + 2],
      barrierSegments[at + 3],
      visit,
    );
  });
  const arrays: NetworkParts = {
    ...vertices,
    vertexFlags,
    edgeFrom,
    edgeTo,
    edgeMillimeters,
    edgeClass,
    edgeFlags,
    edgeName,
    edgeOsmId,
    shapeStart,
    shapeLng,
    shapeLat,
    ...barriers,
    edgeCellStart: edgeCells.start,
    edgeCellItems: edgeCells.items,
    barrierCellStart: barrierCells.start,
    barrierCellItems: barrierCells.items,
    ...namesOf(map.names),
  };
  const bbox: BoundingBox = [box.west / 1e7, box.south / 1e7, box.east / 1e7, box.north / 1e7];
  return { arrays, bbox, grid };
}

/** Puts an array's items into another order. */
function pick(items: Uint32Array, order: Uint32Array): Uint32Array {
  const picked = makeColumn(Uint32Array, order.length);
  for (let i = 0; i < picked.length; i++) picked[i] = items[order[i]];
  discard(items);
  return picked;
}

/** The way of each edge, in the order they were cut; squares and gates count on from the ways. */
function waysOf({ ways }: FootMap, { first }: Cut, edgeCount: number): Uint32Array {
  const wayOf = makeColumn(Uint32Array, edgeCount);
  let way = 0;
  for (let edge = 0; edge < first.length; edge++) {
    while (ways.start[way + 1] <= first[edge]) way++;
    wayOf[edge] = way;
  }
  for (let edge = first.length; edge < edgeCount; edge++) wayOf[edge] = ways.classIndex.length + edge - first.length;
  return wayOf;
}

/** For each edge what its way says. */
function ofWays<T extends Uint16Array | Uint32Array | Float64Array>(
  make: Parameters<typeof makeColumn<T>>[0],
  ofWay: T,
  ofExtra: T,
  ways: Uint32Array,
): T {
  const items = makeColumn(make, ways.length);
  const wayCount = ofWay.length;
  for (let edge = 0; edge < ways.length; edge++)
    items[edge] = ways[edge] < wayCount ? ofWay[ways[edge]] : ofExtra[ways[edge] - wayCount];
  discard(ofWay, ofExtra);
  return items;
}

type Shapes = Pick<NetworkArrays, "edgeMillimeters" | "shapeStart" | "shapeLng" | "shapeLat">;

/** Lengths of the edges, and what lies between their vertices. */
function shapesOf(
  { ways, nodes }: FootMap,
  { first, isVertex }: Cut,
  order: Uint32Array,
  from: Uint32Array,
  to: Uint32Array,
  { vertexLng, vertexLat }: Pick<NetworkArrays, "vertexLng" | "vertexLat">,
): Shapes {
  const edgeCount = order.length;
  const edgeMillimeters = makeColumn(Uint32Array, edgeCount);
  const shapeStart = makeColumn(Uint32Array, edgeCount + 1);
  const lngs = growing(Int32Array);
  const lats = growing(Int32Array);
  for (const list of [lngs, lats]) list.reserve(ways.refs.length);
  const shapeLng = lngs.array;
  const shapeLat = lats.array;
  let shapeEnd = 0;
  for (let i = 0; i < edgeCount; i++) {
    let lng = vertexLng[from[i]];
    let lat = vertexLat[from[i]];
    let meters = 0;
    if (order[i] < first.length) {
      for (let at = first[order[i]] + 1; !isVertex(ways.refs[at]); at++) {
        const nextLng = nodes.lng[ways.refs[at]];
        const nextLat = nodes.lat[ways.refs[at]];
        shapeLng[shapeEnd] = nextLng;
        shapeLat[shapeEnd++] = nextLat;
        meters += unitsToMeters(lng, lat, nextLng, nextLat);
        lng = nextLng;
        lat = nextLat;
      }
    }
    meters += unitsToMeters(lng, lat, vertexLng[to[i]], vertexLat[to[i]]);
    edgeMillimeters[i] = Math.round(meters * 1000);
    shapeStart[i + 1] = shapeEnd;
  }
  lngs.length = lats.length = shapeEnd;
  return { edgeMillimeters, shapeStart, shapeLng: lngs.take(), shapeLat: lats.take() };
}

/** The barriers as straight pieces, where both ends are known. */
function barriersOf({ barriers, nodes }: FootMap): Pick<NetworkArrays, "barrierSegments" | "barrierKind"> {
  const segments = growing(Int32Array);
  const kinds = growing(Uint8Array);
  const { start, refs, kind } = barriers;
  segments.reserve(refs.length * 4);
  kinds.reserve(refs.length);
  const segment = segments.array;
  let count = 0;
  const { known, lng, lat } = nodes;
  for (let line = 0; line + 1 < start.length; line++) {
    for (let i = start[line] + 1; i < start[line + 1]; i++) {
      const a = refs[i - 1];
      const b = refs[i];
      if (known[a] === 0 || known[b] === 0) continue;
      segment[count * 4] = lng[a];
      segment[count * 4 + 1] = lat[a];
      segment[count * 4 + 2] = lng[b];
      segment[count * 4 + 3] = lat[b];
      kinds.array[count++] = kind[line];
    }
  }
  segments.length = count * 4;
  kinds.length = count;
  discard(start, refs, kind);
  return { barrierSegments: segments.take(), barrierKind: kinds.take() };
}

function namesOf(names: string[]): Pick<NetworkArrays, "nameBytes" | "nameStart"> {
  const utf8 = new TextEncoder();
  const nameStart = new Uint32Array(names.length + 1);
  const bytes = names.map((name) => utf8.encode(name));
  bytes.forEach((name, row) => (nameStart[row + 1] = nameStart[row] + name.length));
  const nameBytes = new Uint8Array(nameStart[names.length]);
  bytes.forEach((name, row) => nameBytes.set(name, nameStart[row]));
  return { nameBytes, nameStart };
}
