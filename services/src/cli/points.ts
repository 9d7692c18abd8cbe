/** Reads a POINTS file: JSON `[[lng,lat],…]`. */
import type { Position } from "@quarterhour/isochrones";
import { readFile } from "node:fs/promises";

/** A file that holds something else; the message says where and what would be right. */
export class PointsError extends Error {
  override name = "PointsError";
}

/** The points, WGS-84. Throws PointsError. */
export async function readPoints(file: string): Promise<Position[]> {
  let content: unknown;
  try {
    // Editors on Windows put a byte order mark before it.
    content = JSON.parse((await readFile(file, "utf8")).replace(/^\uFEFF/, ""));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new PointsError(`${file} is not JSON: ${error.message}; it should hold [[lng,lat],…]`);
  }
  if (!Array.isArray(content))
    throw new PointsError(`${file} should hold a list of points [[lng,lat],…], and holds ${kind(content)}`);
  if (content.length === 0) throw new PointsError(`${file} holds no points; it should hold [[lng,lat],…]`);
  if (content.length === 2 && content.every((part) => typeof part === "number")) {
    throw new PointsError(`${file} holds one bare point; put it in a list: [[lng,lat]]`);
  }
  return content.map((point: unknown, i) => readPoint(point, `${file}, point ${i + 1}`));
}

function readPoint(point: unknown, where: string): Position {
  if (
    !Array.isArray(point) ||
    point.length !== 2 ||
    !point.every((part) => typeof part === "number" && Number.isFinite(part))
  ) {
    throw new PointsError(`${where}: should be [lng,lat] in degrees, and is ${JSON.stringify(point)?.slice(0, 80)}`);
  }
  const [lng, lat] = point as [number, number];
  if (Math.abs(lat) > 90 && Math.abs(lng) <= 90) {
    throw new PointsError(`${where}: [${lng},${lat}] has the latitude first; should be [lng,lat]`);
  }
  if (Math.abs(lng) > 180 || Math.abs(lat) > 90) {
    throw new PointsError(`${where}: [${lng},${lat}] is no place on Earth; should be [lng,lat] in degrees`);
  }
  return [lng, lat];
}

function kind(content: unknown): string {
  return content === null ? "null" : typeof content === "object" ? "an object" : `a ${typeof content}`;
}
