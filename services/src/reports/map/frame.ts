/** Where a map lies on its sheet: a rectangle of the sheet, a middle, a scale. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import { pointsPerMillimeter } from "../draw/scene.ts";
import type { Point } from "../draw/scene.ts";

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Frame extends Rectangle {
  center: Position;
  /** The map is so many times smaller than the ground. */
  scale: number;
  pointsPerMeter: number;
  project(position: readonly number[]): Point;
  /** West, south, east, north of what the rectangle shows. */
  bbox: BoundingBox;
}

const metersPerDegree = (Math.PI / 180) * 6_371_008.8;

/** Scales that a ruler and a head can work with. */
const scales = [
  500, 750, 1000, 1250, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 7500, 8000, 10_000, 12_500, 15_000, 20_000, 25_000,
  30_000, 40_000, 50_000, 75_000, 100_000, 150_000, 200_000, 300_000, 500_000, 1_000_000,
];

/** The largest usual scale at which the ground fits into the rectangle, its middle in the middle. */
export function frameFor(rectangle: Rectangle, ground: BoundingBox, largestScale = 500): Frame {
  const [west, south, east, north] = ground;
  const center: Position = [(west + east) / 2, (south + north) / 2];
  const widthMeters = (east - west) * metersPerDegree * Math.cos((center[1] * Math.PI) / 180);
  const heightMeters = (north - south) * metersPerDegree;
  const needed = Math.max(
    widthMeters / paperMeters(rectangle.width),
    heightMeters / paperMeters(rectangle.height),
    largestScale,
  );
  return frameAt(rectangle, center, scales.find((scale) => scale >= needed * (1 - 1e-9)) ?? needed);
}

function frameAt(rectangle: Rectangle, center: Position, scale: number): Frame {
  const pointsPerMeter = (1000 * pointsPerMillimeter) / scale;
  const [x0, y0] = [rectangle.x + rectangle.width / 2, rectangle.y + rectangle.height / 2];
  const perLat = metersPerDegree * pointsPerMeter;
  const perLng = perLat * Math.cos((center[1] * Math.PI) / 180);
  const [halfLng, halfLat] = [rectangle.width / 2 / perLng, rectangle.height / 2 / perLat];
  return {
    ...rectangle,
    center,
    scale,
    pointsPerMeter,
    project: ([lng, lat]) => [x0 + (lng - center[0]) * perLng, y0 - (lat - center[1]) * perLat],
    bbox: [center[0] - halfLng, center[1] - halfLat, center[0] + halfLng, center[1] + halfLat],
  };
}

function paperMeters(points: number): number {
  return points / pointsPerMillimeter / 1000;
}

/** The box grown on each side by so many metres. */
export function grownBox([west, south, east, north]: BoundingBox, meters: number): BoundingBox {
  const lat = meters / metersPerDegree;
  const lng = lat / Math.cos((((south + north) / 2) * Math.PI) / 180);
  return [west - lng, south - lat, east + lng, north + lat];
}
