/** Coordinates as tables carry them → WGS-84, the only system used inside. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import gcoordModule from "gcoord";
import { IntakeError } from "../errors.ts";

// Its types describe the bundlers' form of the package; Node gets the functions themselves as the default.
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;

export type Crs = "wgs84" | "gcj02" | "bd09" | "epsg3857";

const CRS_NAMES = new Map<string, Crs>([
  ["wgs84", "wgs84"],
  ["epsg:4326", "wgs84"],
  // CGCS2000 differs from WGS-84 by centimetres.
  ["epsg:4490", "wgs84"],
  ["cgcs2000", "wgs84"],
  ["gcj02", "gcj02"],
  ["bd09", "bd09"],
  ["bd09ll", "bd09"],
  ["epsg:3857", "epsg3857"],
]);

/** The system of this name. Throws IntakeError for one that cannot be converted. */
export function crsNamed(name: string): Crs {
  const crs = CRS_NAMES.get(
    name
      .trim()
      .toLowerCase()
      .replace(/^(wgs|gcj|bd)[-_ ]/, "$1"),
  );
  if (crs !== undefined) return crs;
  throw new IntakeError(
    `The coordinate system “${name}” cannot be read. Supported are wgs84 (EPSG:4326, EPSG:4490), gcj02 (高德, 腾讯), bd09 (百度) and EPSG:3857; convert other systems with a GIS first.`,
  );
}

/** Smallest box around China's land. Coordinates outside it are no places that this product serves. */
export const CHINA: BoundingBox = [73, 3.8, 135.1, 53.6];

const PLACES = 1e7; // about a centimetre

/** x, y in `crs` to WGS-84, to a centimetre; null where they lie outside what the system can express. */
export function toWgs84(x: number, y: number, crs: Crs): Position | null {
  if (crs === "epsg3857") {
    if (Math.abs(x) > 20037508.35 || Math.abs(y) > 20048966.1) return null;
    return rounded(gcoord.transform([x, y], gcoord.EPSG3857, gcoord.WGS84) as Position);
  }
  if (Math.abs(x) > 180 || Math.abs(y) > 90) return null;
  return rounded(crs === "wgs84" ? [x, y] : solved([x, y], crs));
}

function solved(target: Position, crs: "gcj02" | "bd09"): Position {
  // The shift has no exact inverse, so it is solved for: each round leaves about a thousandth of the error.
  let guess = target;
  for (let round = 0; round < 8; round++) {
    const [x, y] = fromWgs84(guess, crs);
    guess = [guess[0] + target[0] - x, guess[1] + target[1] - y];
  }
  return guess;
}

/** WGS-84 to the system that a Chinese map service expects. */
export function fromWgs84(position: Position, crs: "gcj02" | "bd09"): Position {
  return gcoord.transform([...position], gcoord.WGS84, crs === "gcj02" ? gcoord.GCJ02 : gcoord.BD09) as Position;
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
