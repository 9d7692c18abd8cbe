/** Coordinates as tables and maps carry them → WGS-84, the only system used inside, and back for those who want them. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import gcoordModule from "gcoord";
import { degreesOf, metersOf, zoneOf } from "./gauss-kruger.ts";

// Its types describe the bundlers' form of the package; Node gets the functions themselves as the default.
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;

/**
 * A coordinate system that can be converted: WGS-84, what Chinese map services use, CGCS2000 in degrees (EPSG:4490)
 * or in Gauss–Krüger zones (4491–4554), Web Mercator (3857), UTM over China (32643–32653). `crsNamed` makes one.
 */
export type Crs = "wgs84" | "gcj02" | "bd09" | `EPSG:${number}`;

/** Smallest box around China's land. Coordinates outside it are no places that this product serves. */
export const CHINA: BoundingBox = [73, 3.8, 135.1, 53.6];

const PLACES = 1e7; // about a centimetre

/** Whether x and y are degrees of longitude and latitude; else they are metres. */
export function isInDegrees(crs: Crs): boolean {
  return crs === "wgs84" || crs === "gcj02" || crs === "bd09" || crs === "EPSG:4490";
}

/** The number behind `EPSG:`; null for systems that EPSG does not list. */
function epsgOf(crs: Crs): number | null {
  if (crs === "wgs84") return 4326;
  return crs.startsWith("EPSG:") ? Number(crs.slice(5)) : null;
}

/**
 * x, y in `crs` to WGS-84, to a centimetre; null where they lie outside what the system can express. x is longitude
 * or easting, y latitude or northing, whatever order the system's definition has.
 */
export function toWgs84(x: number, y: number, crs: Crs): Position | null {
  if (crs === "EPSG:3857") {
    if (!(Math.abs(x) <= 20037508.35 && Math.abs(y) <= 20048966.1)) return null;
    return rounded(gcoord.transform([x, y], gcoord.EPSG3857, gcoord.WGS84) as Position);
  }
  if (isInDegrees(crs)) {
    if (!(Math.abs(x) <= 180 && Math.abs(y) <= 90)) return null;
    // CGCS2000 differs from WGS-84 by centimetres.
    return rounded(crs === "gcj02" || crs === "bd09" ? solved([x, y], crs) : [x, y]);
  }
  const zone = zoneOf(epsgOf(crs)!);
  const degrees = zone === null ? null : degreesOf(x, y, zone);
  return degrees === null ? null : rounded(degrees);
}

function solved(target: Position, crs: "gcj02" | "bd09"): Position {
  // The shift has no exact inverse, so it is solved for: each round leaves about a thousandth of the error.
  let guess = target;
  for (let round = 0; round < 8; round++) {
    const [x, y] = fromWgs84(guess, crs);
    const miss: Position = [target[0] - x, target[1] - y];
    guess = [guess[0] + miss[0], guess[1] + miss[1]];
    if (Math.abs(miss[0]) + Math.abs(miss[1]) < 1e-9) break;
  }
  return guess;
}

/** WGS-84 to another system, as [longitude or easting, latitude or northing]. Not rounded. */
export function fromWgs84(position: Position, crs: Crs): Position {
  switch (crs) {
    case "gcj02":
      return gcoord.transform([...position], gcoord.WGS84, gcoord.GCJ02) as Position;
    case "bd09":
      return gcoord.transform([...position], gcoord.WGS84, gcoord.BD09) as Position;
    case "EPSG:3857":
      return gcoord.transform([...position], gcoord.WGS84, gcoord.EPSG3857) as Position;
  }
  if (isInDegrees(crs)) return [...position];
  const zone = zoneOf(epsgOf(crs)!);
  if (zone === null) throw new RangeError(`no system to convert to: ${crs}`);
  return metersOf(position, zone);
}

function rounded([lng, lat]: Position): Position {
  return [Math.round(lng * PLACES) / PLACES, Math.round(lat * PLACES) / PLACES];
}

/** "113.95, 22.54" or "113.95 22.54" in one cell. */
export function pairOf(cell: string): [x: string, y: string] | null {
  const parts = cell
    .normalize("NFKC")
    .replaceAll(/[()[\]]/g, "")
    .trim()
    .split(/\s*[,;\s]\s*/);
  return parts.length === 2 ? [parts[0], parts[1]] : null;
}
