import type { WayClass } from "../foot/ways.ts";
import { metersPerDegree, UNITS_PER_DEGREE } from "../geo.ts";
import { attachableEdges, closeCompounds } from "./components.ts";
import { wayOrder, type DraftEdge, type NetworkDraft } from "./edit-draft.ts";
import { cellsOfSegment, fillCells, makeGrid } from "./grid.ts";
import { boxOf } from "./layout.ts";
import { packNetwork, type Grid, type NetworkArrays, type WalkNetwork } from "./network.ts";

type Lines = Pick<
  NetworkArrays,
  "vertexLng" | "vertexLat" | "edgeFrom" | "edgeTo" | "shapeStart" | "shapeLng" | "shapeLat"
>;

/**
 * The network that a draft describes, and for each edge of the old network its row in the new one (-1: gone). Vertices
 * and edges keep the order in which a network built from a file with these changes has them, so that of two equally near
 * ways the same is taken.
 */
export function carryOut(draft: NetworkDraft, version: string): { network: WalkNetwork; edgeOf: Int32Array } {
  const { network } = draft;
  const old = network.arrays;
  const { vertexSource, vertexRow } = orderVertices(draft);
  const { edgeSource, edgeOf } = orderEdges(draft, vertexRow);
  const vertexCount = vertexSource.length;
  const edgeCount = edgeSource.length;

  const vertexLng = new Int32Array(vertexCount);
  const vertexLat = new Int32Array(vertexCount);
  const vertexFlags = new Uint8Array(vertexCount);
  forEachRun(vertexSource, network.vertexCount, (row, source, end) => {
    if (source < network.vertexCount) {
      vertexLng.set(old.vertexLng.subarray(source, end), row);
      vertexLat.set(old.vertexLat.subarray(source, end), row);
      vertexFlags.set(old.vertexFlags.subarray(source, end), row);
    } else {
      const vertex = draft.vertices[source - network.vertexCount];
      vertexLng[row] = vertex.lng;
      vertexLat[row] = vertex.lat;
      vertexFlags[row] = vertex.flags;
    }
  });

  const edgeFrom = new Uint32Array(edgeCount);
  const edgeTo = new Uint32Array(edgeCount);
  const edgeMillimeters = new Uint32Array(edgeCount);
  const edgeClass = new Uint16Array(edgeCount);
  const edgeName = new Uint32Array(edgeCount);
  const edgeOsmId = new Float64Array(edgeCount);
  const shapeStart = new Uint32Array(edgeCount + 1);
  const shapeLng = new Int32Array(old.shapeLng.length + draft.edges.reduce((sum, { line }) => sum + line.length, 0));
  const shapeLat = new Int32Array(shapeLng.length);
  const { classes, rowOf } = taggedClasses(draft.classes);
  let shapeEnd = 0;
  forEachRun(edgeSource, network.edgeCount, (row, source, end) => {
    if (source < network.edgeCount) {
      const ahead = row - source;
      const first = old.shapeStart[source];
      const last = old.shapeStart[end];
      for (let edge = source; edge < end; edge++) {
        edgeFrom[edge + ahead] = vertexRow[old.edgeFrom[edge]];
        edgeTo[edge + ahead] = vertexRow[old.edgeTo[edge]];
        edgeClass[edge + ahead] = rowOf[old.edgeClass[edge]];
        shapeStart[edge + ahead] = old.shapeStart[edge] - first + shapeEnd;
      }
      edgeMillimeters.set(old.edgeMillimeters.subarray(source, end), row);
      edgeName.set(old.edgeName.subarray(source, end), row);
      edgeOsmId.set(old.edgeOsmId.subarray(source, end), row);
      shapeLng.set(old.shapeLng.subarray(first, last), shapeEnd);
      shapeLat.set(old.shapeLat.subarray(first, last), shapeEnd);
      shapeEnd += last - first;
      return;
    }
    const edge = draft.edges[source - network.edgeCount];
    edgeFrom[row] = vertexRow[edge.from];
    edgeTo[row] = vertexRow[edge.to];
    edgeMillimeters[row] = edge.millimeters;
    edgeClass[row] = rowOf[edge.classRow];
    edgeName[row] = edge.name;
    edgeOsmId[row] = edge.osmId;
    shapeStart[row] = shapeEnd;
    for (let s = 2; s < edge.line.length - 2; s += 2) {
      shapeLng[shapeEnd] = edge.line[s];
      shapeLat[shapeEnd++] = edge.line[s + 1];
    }
  });
  shapeStart[edgeCount] = shapeEnd;
  for (const [edge, row] of draft.classOf) if (edgeOf[edge] >= 0) edgeClass[edgeOf[edge]] = rowOf[row];

  const edges = { edgeFrom, edgeTo, edgeClass, edgeMillimeters, edgeOsmId };
  closeCompounds(classes, vertexCount, edges);
  const lines: Lines = {
    vertexLng,
    vertexLat,
    edgeFrom,
    edgeTo,
    shapeStart,
    shapeLng: shapeLng.slice(0, shapeEnd),
    shapeLat: shapeLat.slice(0, shapeEnd),
  };
  const arrays: NetworkArrays = {
    ...old,
    ...lines,
    vertexFlags,
    edgeFlags: attachableEdges(classes, vertexCount, edges),
    edgeMillimeters,
    edgeClass,
    edgeName,
    edgeOsmId,
    ...withNames(old, draft.names),
  };
  const { bbox, grid, cells } = placeInCells(network, lines, edgeSource, edgeOf);
  const { osmDate, unreadTimes, thinnedAreas } = network;
  const about = { bbox, osmDate, unreadTimes: [...unreadTimes], thinnedAreas, grid, classes };
  return { network: packNetwork({ ...arrays, ...cells }, about, () => version), edgeOf };
}

/** Calls `visit` for stretches of rows that come from one stretch of the network, and for each row of the draft. */
function forEachRun(
  sources: Uint32Array,
  count: number,
  visit: (row: number, source: number, end: number) => void,
): void {
  for (let row = 0; row < sources.length;) {
    const source = sources[row];
    let next = row + 1;
    if (source < count) while (next < sources.length && sources[next] === source + next - row) next++;
    // the network's last row and the draft's first one have numbers in a row, too
    if (source < count) next = Math.min(next, row + count - source);
    visit(row, source, source + next - row);
    row = next;
  }
}

/** Which vertex stands at each row, and the row of each; those of the draft are let in along the Z-order curve. */
function orderVertices({ network, vertices, removedVertices }: NetworkDraft): {
  vertexSource: Uint32Array;
  vertexRow: Uint32Array;
} {
  const { vertexLng, vertexLat } = network.arrays;
  const count = network.vertexCount;
  const inserted = vertices
    .map(({ lng, lat }, index) => ({ lng, lat, index }))
    .filter(({ index }) => !removedVertices.has(count + index))
    .map(({ lng, lat, index }) => {
      let low = 0;
      let high = count;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (zOrder(lng, lat, vertexLng[middle], vertexLat[middle]) < 0) high = middle;
        else low = middle + 1;
      }
      return { lng, lat, before: low, index };
    })
    .sort((a, b) => a.before - b.before || zOrder(a.lng, a.lat, b.lng, b.lat) || a.index - b.index);
  const vertexSource = new Uint32Array(count + vertices.length - removedVertices.size);
  const vertexRow = new Uint32Array(count + vertices.length);
  let next = 0;
  let row = 0;
  for (let vertex = 0; vertex <= count; vertex++) {
    for (; next < inserted.length && inserted[next].before === vertex; next++) {
      vertexSource[row] = count + inserted[next].index;
      vertexRow[count + inserted[next].index] = row++;
    }
    if (vertex === count) break;
    vertexRow[vertex] = row;
    if (!removedVertices.has(vertex)) vertexSource[row++] = vertex;
  }
  return { vertexSource, vertexRow };
}

/** Below zero where the first place comes before the second on a Z-order curve over longitude and latitude. */
function zOrder(lng1: number, lat1: number, lng2: number, lat2: number): number {
  const x1 = (lng1 + 0x80000000) >>> 0;
  const y1 = (lat1 + 0x80000000) >>> 0;
  const x2 = (lng2 + 0x80000000) >>> 0;
  const y2 = (lat2 + 0x80000000) >>> 0;
  const x = (x1 ^ x2) >>> 0;
  const y = (y1 ^ y2) >>> 0;
  // the highest bit in which they differ decides, latitude before longitude
  return y < x && y < (x ^ y) >>> 0 ? x1 - x2 : y1 - y2;
}

/** Which edge stands at each row, and the row of each edge of the network; those of the draft after their vertex's others. */
function orderEdges(draft: NetworkDraft, vertexRow: Uint32Array): { edgeSource: Uint32Array; edgeOf: Int32Array } {
  const { network, removed, edges } = draft;
  const { edgeFrom, edgeClass } = network.arrays;
  const count = network.edgeCount;
  /** Ways come first, then straight walks over open ground, then gates. */
  const last = (row: number): number => ({ area: 1, gate: 2 })[network.classes[row].kind as string] ?? 0;
  const slotOf = (edge: DraftEdge): number => {
    if (edge.insteadOf >= 0) return edge.insteadOf;
    const from = vertexRow[edge.from];
    const kind = { area: 1, gate: 2 }[draft.classes[edge.classRow].kind as string] ?? 0;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const its = vertexRow[edgeFrom[middle]];
      if (its < from || (its === from && last(edgeClass[middle]) <= kind)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const inserted = edges
    .flatMap((edge, index) =>
      edge.removed
        ? []
        : [
            {
              slot: slotOf(edge),
              from: vertexRow[edge.from],
              place: edge.insteadOf < 0 ? wayOrder(edge) : -1,
              index,
            },
          ],
    )
    .sort((a, b) => a.slot - b.slot || a.from - b.from || a.place - b.place || a.index - b.index);
  const edgeSource = new Uint32Array(count - removed.size + inserted.length);
  const edgeOf = new Int32Array(count);
  let next = 0;
  let row = 0;
  for (let edge = 0; edge <= count; edge++) {
    for (; next < inserted.length && inserted[next].slot === edge; next++) {
      edgeSource[row++] = count + inserted[next].index;
    }
    if (edge === count) break;
    if (removed.has(edge)) edgeOf[edge] = -1;
    else {
      edgeSource[row] = edge;
      edgeOf[edge] = row++;
    }
  }
  return { edgeSource, edgeOf };
}

/** The classes as the tags give them, without those made by what lies around a way; `rowOf` leads there from the old rows. */
function taggedClasses(all: readonly WayClass[]): { classes: WayClass[]; rowOf: Uint16Array } {
  const classes: WayClass[] = [];
  const rowOf = new Uint16Array(all.length);
  all.forEach((row, index) => {
    if (row.taggedRow === undefined) rowOf[index] = classes.push(row) - 1;
  });
  all.forEach(({ taggedRow }, index) => {
    if (taggedRow !== undefined) rowOf[index] = rowOf[taggedRow];
  });
  return { classes, rowOf };
}

function withNames(old: NetworkArrays, names: string[]): Pick<NetworkArrays, "nameBytes" | "nameStart"> {
  if (names.length === 0) return { nameBytes: old.nameBytes, nameStart: old.nameStart };
  const encoded = names.map((name) => new TextEncoder().encode(name));
  const nameStart = new Uint32Array(old.nameStart.length + names.length);
  nameStart.set(old.nameStart);
  const nameBytes = new Uint8Array(old.nameBytes.length + encoded.reduce((sum, { length }) => sum + length, 0));
  nameBytes.set(old.nameBytes);
  encoded.forEach((name, index) => {
    const row = old.nameStart.length + index;
    nameBytes.set(name, nameStart[row - 1]);
    nameStart[row] = nameStart[row - 1] + name.length;
  });
  return { nameBytes, nameStart };
}

type Cells = Pick<NetworkArrays, "edgeCellStart" | "edgeCellItems" | "barrierCellStart" | "barrierCellItems">;

/** The grid and what lies in its cells: the old one with changes where the box is the same, else a new one. */
function placeInCells(
  network: WalkNetwork,
  lines: Lines,
  edgeSource: Uint32Array,
  edgeOf: Int32Array,
): { bbox: WalkNetwork["bbox"]; grid: Grid; cells: Partial<Cells> } {
  const old = network.arrays;
  const [west, south, east, north] = network.bbox.map((degrees) => Math.round(degrees * UNITS_PER_DEGREE));
  const fresh: number[] = [];
  edgeSource.forEach((source, row) => {
    if (source >= network.edgeCount) fresh.push(row);
  });
  const box = { west, south, east, north };
  for (const edge of fresh) {
    forEachPiece(lines, edge, (lng1, lat1, lng2, lat2) => {
      box.west = Math.min(box.west, lng1, lng2);
      box.east = Math.max(box.east, lng1, lng2);
      box.south = Math.min(box.south, lat1, lat2);
      box.north = Math.max(box.north, lat1, lat2);
    });
  }
  if (box.west < west || box.south < south || box.east > east || box.north > north) return newCells(network, lines);

  const { grid } = network;
  const added: { cell: number; edge: number }[] = [];
  for (const edge of fresh) {
    const cells = new Set<number>();
    forEachPiece(lines, edge, (lng1, lat1, lng2, lat2) =>
      cellsOfSegment(grid, lng1, lat1, lng2, lat2, (cell) => cells.add(cell)),
    );
    for (const cell of cells) added.push({ cell, edge });
  }
  added.sort((a, b) => a.cell - b.cell || a.edge - b.edge);

  const cellCount = grid.columns * grid.rows;
  const edgeCellStart = new Uint32Array(cellCount + 1);
  const items = new Uint32Array(old.edgeCellItems.length + added.length);
  let end = 0;
  let next = 0;
  for (let cell = 0; cell < cellCount; cell++) {
    edgeCellStart[cell] = end;
    for (let i = old.edgeCellStart[cell]; i < old.edgeCellStart[cell + 1]; i++) {
      const edge = edgeOf[old.edgeCellItems[i]];
      if (edge < 0) continue;
      for (; next < added.length && added[next].cell === cell && added[next].edge < edge; next++) {
        items[end++] = added[next].edge;
      }
      items[end++] = edge;
    }
    for (; next < added.length && added[next].cell === cell; next++) items[end++] = added[next].edge;
  }
  edgeCellStart[cellCount] = end;
  return { bbox: network.bbox, grid, cells: { edgeCellStart, edgeCellItems: items.slice(0, end) } };
}

function newCells(network: WalkNetwork, lines: Lines): { bbox: WalkNetwork["bbox"]; grid: Grid; cells: Cells } {
  const { barrierSegments } = network.arrays;
  const box = boxOf([lines.vertexLng, lines.shapeLng], [lines.vertexLat, lines.shapeLat]);
  const scale = metersPerDegree((box.south + box.north) / 2 / UNITS_PER_DEGREE);
  const grid = makeGrid(box, { lng: scale.lng / UNITS_PER_DEGREE, lat: scale.lat / UNITS_PER_DEGREE });
  const cellCount = grid.columns * grid.rows;
  const edges = fillCells(cellCount, lines.edgeFrom.length, (edge, visit) => {
    forEachPiece(lines, edge, (lng1, lat1, lng2, lat2) => cellsOfSegment(grid, lng1, lat1, lng2, lat2, visit));
  });
  const barriers = fillCells(cellCount, barrierSegments.length / 4, (segment, visit) => {
    const [lng1, lat1, lng2, lat2] = barrierSegments.subarray(segment * 4, segment * 4 + 4);
    cellsOfSegment(grid, lng1, lat1, lng2, lat2, visit);
  });
  return {
    bbox: [box.west / 1e7, box.south / 1e7, box.east / 1e7, box.north / 1e7],
    grid,
    cells: {
      edgeCellStart: edges.start,
      edgeCellItems: edges.items,
      barrierCellStart: barriers.start,
      barrierCellItems: barriers.items,
    },
  };
}

function forEachPiece(
  lines: Lines,
  edge: number,
  visit: (lng1: number, lat1: number, lng2: number, lat2: number) => void,
): void {
  const { vertexLng, vertexLat, edgeFrom, edgeTo, shapeStart, shapeLng, shapeLat } = lines;
  let lng = vertexLng[edgeFrom[edge]];
  let lat = vertexLat[edgeFrom[edge]];
  const end = shapeStart[edge + 1];
  for (let s = shapeStart[edge]; s <= end; s++) {
    const nextLng = s === end ? vertexLng[edgeTo[edge]] : shapeLng[s];
    const nextLat = s === end ? vertexLat[edgeTo[edge]] : shapeLat[s];
    visit(lng, lat, nextLng, nextLat);
    lng = nextLng;
    lat = nextLat;
  }
}
