/** The records of a `.shp` (ESRI Shapefile Technical Description, 1998) as GeoJSON geometries. */
import type { Position } from "geojson";
import { ringContains } from "../../geometry/polygon.ts";
import type { GeometryReading } from "./geometry.ts";
import { say } from "../../../words/index.ts";

/** Coordinates of 1e38 and beyond stand for "no data". */
const isNumber = (value: number) => Math.abs(value) < 1e38;

/** The geometry of one record, its header left out. */
export function shapeOf(record: Buffer): GeometryReading {
  if (record.length < 4) return short;
  const type = record.readInt32LE(0);
  switch (type) {
    case 0:
      return { geometry: null };
    case 1:
    case 11:
    case 21: {
      if (record.length < 20) return short;
      const position = positionAt(record, 4);
      if (!position.every(isNumber)) return notNumbers(position);
      return { geometry: { type: "Point", coordinates: position } };
    }
    case 8:
    case 18:
    case 28: {
      const positions = record.length < 40 ? null : positionsAt(record, 40, record.readInt32LE(36));
      if (positions === null) return short;
      return checked(positions) ?? { geometry: { type: "MultiPoint", coordinates: positions } };
    }
    case 3:
    case 13:
    case 23: {
      const parts = partsOf(record);
      if (parts === null) return short;
      return checked(parts.flat()) ?? { geometry: { type: "MultiLineString", coordinates: parts } };
    }
    case 5:
    case 15:
    case 25: {
      const rings = partsOf(record);
      if (rings === null) return short;
      return checked(rings.flat()) ?? { geometry: { type: "MultiPolygon", coordinates: polygonsOf(rings) } };
    }
    default:
      return {
        geometry: null,
        fault: type === 31 ? say("geometry.multipatch") : say("geometry.shape-type", { type }),
      };
  }
}

const short: GeometryReading = { geometry: null, fault: say("geometry.shp-short") };

function positionAt(record: Buffer, offset: number): Position {
  return [record.readDoubleLE(offset), record.readDoubleLE(offset + 8)];
}

function positionsAt(record: Buffer, offset: number, count: number): Position[] | null {
  if (count < 0 || offset + count * 16 > record.length) return null;
  return Array.from({ length: count }, (_, i) => positionAt(record, offset + i * 16));
}

function partsOf(record: Buffer): Position[][] | null {
  if (record.length < 44) return null;
  const partCount = record.readInt32LE(36);
  const pointCount = record.readInt32LE(40);
  if (partCount < 0 || 44 + partCount * 4 > record.length) return null;
  const positions = positionsAt(record, 44 + partCount * 4, pointCount);
  if (positions === null) return null;
  const starts = Array.from({ length: partCount }, (_, i) => record.readInt32LE(44 + i * 4));
  const inOrder = starts.every((start, i) => start >= 0 && start < (starts[i + 1] ?? pointCount));
  return inOrder ? starts.map((start, i) => positions.slice(start, starts[i + 1] ?? pointCount)) : null;
}

function checked(positions: Position[]): GeometryReading | null {
  const bad = positions.find((position) => !position.every(isNumber));
  return bad === undefined ? null : notNumbers(bad);
}

function notNumbers(position: Position): GeometryReading {
  return { geometry: null, fault: say("geometry.not-numbers", { found: position.join(", ") }) };
}

/** Outer rings run clockwise, holes the other way; a hole belongs to the smallest ring around it. */
function polygonsOf(rings: Position[][]): Position[][][] {
  const outer = rings.filter((ring) => planarArea(ring) <= 0);
  const polygons = outer.map((ring) => ({ rings: [ring], area: -planarArea(ring) }));
  for (const hole of rings) {
    if (planarArea(hole) <= 0) continue;
    let around: (typeof polygons)[number] | null = null;
    for (const polygon of polygons) {
      const isInside = hole.every(
        (position, i) =>
          i % Math.ceil(hole.length / 8) !== 0 ||
          ringContains(polygon.rings[0] as [number, number][], position as [number, number]),
      );
      if (isInside && (around === null || polygon.area < around.area)) around = polygon;
    }
    // Some programs write outer rings the wrong way round.
    if (around === null) polygons.push({ rings: [hole], area: planarArea(hole) });
    else around.rings.push(hole);
  }
  return polygons.map((polygon) => polygon.rings);
}

/** Above 0 for rings that run counter-clockwise. */
function planarArea(ring: Position[]): number {
  let doubled = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    // Relative to the first position, since projected coordinates are large beside the ring.
    const [ax, ay] = [ring[i][0] - ring[0][0], ring[i][1] - ring[0][1]];
    const [bx, by] = [ring[i + 1][0] - ring[0][0], ring[i + 1][1] - ring[0][1]];
    doubled += ax * by - bx * ay;
  }
  return doubled / 2;
}
