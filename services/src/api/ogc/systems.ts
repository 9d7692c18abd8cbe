/** Coordinate systems as OGC names them: by a URI, whose definition says which axis comes first. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import type { Geometry, Position as GeoJsonPosition } from "geojson";
import { fromWgs84, toWgs84, zoneOf } from "../../intake/index.ts";
import type { Crs } from "../../intake/index.ts";
import { invalidField } from "../problem.ts";

/** Longitude, latitude in WGS-84: the system of GeoJSON, and the one that everything is stored in. */
export const CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

const EPSG = "http://www.opengis.net/def/crs/EPSG/0/";

/** A system that coordinates can be asked in. */
export interface OgcSystem {
  uri: string;
  crs: Crs;
  /** Whether the definition has latitude, or northing, first. */
  northFirst: boolean;
  inDegrees: boolean;
}

const crs84: OgcSystem = { uri: CRS84, crs: "wgs84", northFirst: false, inDegrees: true };

function epsg(number: number): OgcSystem {
  const crs: Crs = number === 4326 ? "wgs84" : `EPSG:${number}`;
  const inDegrees = number === 4326 || number === 4490;
  const zone = zoneOf(number);
  // EPSG has X as the northing in Gauss–Krüger, as surveyors write it; UTM and Web Mercator have the easting first.
  return { uri: `${EPSG}${number}`, crs, northFirst: inDegrees || (zone !== null && !zone.utm), inDegrees };
}

/** EPSG's Gauss–Krüger zones of CGCS2000 and UTM zones over China. */
const zoneNumbers = [
  ...Array.from({ length: 4554 - 4491 + 1 }, (_, i) => 4491 + i),
  ...Array.from({ length: 11 }, (_, i) => 32643 + i),
].filter((number) => zoneOf(number) !== null);

/** What data within these boxes may be asked in: degrees, Web Mercator, and the zones that they lie in. */
export function systemsFor(boxes: readonly BoundingBox[]): OgcSystem[] {
  const zones = zoneNumbers.filter((number) => {
    const zone = zoneOf(number)!;
    const reach = zone.width / 2;
    return boxes.some(
      ([west, , east]) => east >= zone.centralMeridianDegrees - reach && west <= zone.centralMeridianDegrees + reach,
    );
  });
  return [crs84, ...[4326, 4490, 3857, ...zones].map(epsg)];
}

/** The system of a URI. Throws a 400 Problem naming the field for one that the collection does not list. */
export function systemNamed(uri: string, field: string, offered: readonly OgcSystem[]): OgcSystem {
  const system = offered.find((one) => one.uri === uri);
  if (system) return system;
  throw invalidField(field, `should be one of the systems that the collection lists under crs, such as ${CRS84}`);
}

/** A function that writes positions in the system, its axes in the order of its definition. */
export function writerFor(system: OgcSystem): (position: Position) => Position {
  const scale = system.inDegrees ? 1e7 : 1e3;
  const round = (value: number) => Math.round(value * scale) / scale;
  return (position) => {
    const [x, y] = fromWgs84(position, system.crs);
    return system.northFirst ? [round(y), round(x)] : [round(x), round(y)];
  };
}

/** The geometry with every position written anew. */
export function rewritten(geometry: Geometry, write: (position: Position) => Position): Geometry {
  const each = (value: unknown): unknown =>
    Array.isArray(value) && typeof value[0] === "number"
      ? write([value[0], value[1] as number])
      : (value as unknown[]).map(each);
  if (geometry.type === "GeometryCollection") {
    return { ...geometry, geometries: geometry.geometries.map((part) => rewritten(part, write)) };
  }
  return { ...geometry, coordinates: each(geometry.coordinates) as never };
}

/** A box that was asked for, in its own system, and around it one in degrees. */
export interface AskedBox {
  /** WGS-84; all around the Earth where the box crosses the antimeridian. */
  around: BoundingBox;
  /** Whether a place, WGS-84, lies within. */
  holds(position: Position): boolean;
  /** Whether any part of a geometry, WGS-84, lies within. */
  meets(geometry: Geometry): boolean;
}

/** Four or six numbers, the heights of six ignored. Throws a 400 Problem. */
export function readAskedBox(text: string, system: OgcSystem): AskedBox {
  const numbers = text.split(",").map((part) => part.trim());
  const isNumber = (part: string) => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/.test(part);
  if ((numbers.length !== 4 && numbers.length !== 6) || !numbers.every(isNumber)) {
    throw invalidField("bbox", "should be four or six numbers with commas: the lower corner, then the upper corner");
  }
  const values = numbers.map(Number);
  const [a, b, c, d] = values.length === 4 ? values : [values[0], values[1], values[3], values[4]];
  const [west, south, east, north] = system.northFirst ? [b, a, d, c] : [a, b, c, d];
  if (south > north) throw invalidField("bbox", "has its lower corner above its upper corner");
  if (system.inDegrees && [west, east].some((lng) => Math.abs(lng) > 180)) {
    throw invalidField("bbox", "should have longitudes within ±180");
  }
  if (system.inDegrees && [south, north].some((lat) => Math.abs(lat) > 90)) {
    throw invalidField("bbox", "should have latitudes within ±90");
  }
  const crosses = west > east;
  if (crosses && !system.inDegrees) throw invalidField("bbox", "has its first corner to the east of its second");
  const boxes: BoundingBox[] = crosses
    ? [
        [west, south, 180, north],
        [-180, south, east, north],
      ]
    : [[west, south, east, north]];
  const own = (position: Position): Position => fromWgs84(position, system.crs);
  const inBox = ([x, y]: Position) => boxes.some(([w, s, e, n]) => x >= w && x <= e && y >= s && y <= n);
  return {
    around: crosses ? [-180, south, 180, north] : aroundInDegrees([west, south, east, north], system),
    holds: (position) => inBox(own(position)),
    meets: (geometry) => {
      const inSystem = rewritten(geometry, own);
      return boxes.some((box) => geometryMeets(inSystem, box));
    },
  };
}

/** Somewhat more than the box: its edges are no straight lines in degrees. */
function aroundInDegrees([west, south, east, north]: BoundingBox, { crs, inDegrees }: OgcSystem): BoundingBox {
  if (inDegrees) return [west, south, east, north];
  const steps = Array.from({ length: 9 }, (_, i) => i / 8);
  const rim = steps.flatMap((t): Position[] => {
    const x = west + (east - west) * t;
    const y = south + (north - south) * t;
    return [
      [x, south],
      [x, north],
      [west, y],
      [east, y],
    ];
  });
  const degrees = rim.map(([x, y]) => toWgs84(x, y, crs));
  // A corner beyond what the system can express: nothing can be left out beforehand.
  if (degrees.some((place) => place === null)) return [-180, -90, 180, 90];
  const lngs = degrees.map((place) => place![0]);
  const lats = degrees.map((place) => place![1]);
  const [w, s, e, n] = [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
  const [dx, dy] = [(e - w) * 0.05 + 1e-6, (n - s) * 0.05 + 1e-6];
  return [Math.max(-180, w - dx), Math.max(-90, s - dy), Math.min(180, e + dx), Math.min(90, n + dy)];
}

function geometryMeets(geometry: Geometry, box: BoundingBox): boolean {
  const within = ([x, y]: GeoJsonPosition) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
  if (geometry.type === "Point") return within(geometry.coordinates);
  const polygons =
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : [];
  return polygons.some(
    (rings) =>
      rings.some((ring) => ring.some((from, i) => i > 0 && segmentMeets(ring[i - 1], from, box))) ||
      // No edge in the box: it lies all inside, or all outside.
      isInside([box[0], box[1]], rings),
  );
}

/** Clips the segment against the box (Liang–Barsky) and says whether anything is left. */
function segmentMeets([x1, y1]: GeoJsonPosition, [x2, y2]: GeoJsonPosition, [w, s, e, n]: BoundingBox): boolean {
  let from = 0;
  let to = 1;
  const sides: [number, number][] = [
    [x1 - x2, x1 - w],
    [x2 - x1, e - x1],
    [y1 - y2, y1 - s],
    [y2 - y1, n - y1],
  ];
  for (const [step, room] of sides) {
    if (step === 0) {
      if (room < 0) return false;
      continue;
    }
    const at = room / step;
    if (step < 0) from = Math.max(from, at);
    else to = Math.min(to, at);
    if (from > to) return false;
  }
  return true;
}

function isInside([x, y]: Position, rings: GeoJsonPosition[][]): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = ring[i - 1];
      const [bx, by] = ring[i];
      if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
    }
  }
  return inside;
}
