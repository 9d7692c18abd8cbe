/** Corners of a boundary moved, added and taken away at a place that is pointed at. Nothing given is changed. */
import type { Polygon } from "geojson";
import type { Position } from "../api/types.ts";
import { nearestOnSegment } from "./geometry.ts";

/** Puts a position on the plane of the screen, in pixels. */
type Project = (position: Position) => [number, number];

interface Found {
  part: number;
  ring: number;
  /** The corner, or the corner before which the line lies. */
  corner: number;
  distance: number;
}

/** Fewer enclose nothing. */
const leastCorners = 3;

function nearest(parts: readonly Polygon[], at: Position, project: Project, of: "corner" | "line"): Found | null {
  const here = project(at);
  let best: Found | null = null;
  parts.forEach(({ coordinates }, part) => {
    coordinates.forEach((positions, ring) => {
      const points = (positions as Position[]).map(project);
      for (let corner = 1; corner < points.length; corner++) {
        const distance =
          of === "corner"
            ? Math.hypot(here[0] - points[corner][0], here[1] - points[corner][1])
            : nearestOnSegment(here, points[corner - 1], points[corner]).distance;
        if (!best || distance < best.distance) best = { part, ring, corner, distance };
      }
    });
  });
  return best;
}

/** The ring without the position that repeats its start, changed by `work`, and closed again. */
function withRing(parts: readonly Polygon[], { part, ring }: Found, work: (open: Position[]) => Position[]): Polygon[] {
  return parts.map((polygon, index) =>
    index === part
      ? {
          ...polygon,
          coordinates: polygon.coordinates.map((positions, number) => {
            if (number !== ring) return positions;
            // Its start comes last, so that the corner numbered by `nearest` is the same in both.
            const open = work(positions.slice(1) as Position[]);
            return [open.at(-1)!, ...open];
          }),
        }
      : polygon,
  );
}

/** The corner that lies nearest on the screen comes to `to`. */
export function moveNearestCorner(parts: readonly Polygon[], to: Position, project: Project): Polygon[] | null {
  const found = nearest(parts, to, project, "corner");
  return found && withRing(parts, found, (open) => open.with(found.corner - 1, to));
}

/** A corner more at `at`, in the line that lies nearest on the screen. */
export function addCorner(parts: readonly Polygon[], at: Position, project: Project): Polygon[] | null {
  const found = nearest(parts, at, project, "line");
  return found && withRing(parts, found, (open) => open.toSpliced(found.corner - 1, 0, at));
}

/** Without the corner that lies nearest on the screen; null where too few would be left. */
export function dropNearestCorner(parts: readonly Polygon[], at: Position, project: Project): Polygon[] | null {
  const found = nearest(parts, at, project, "corner");
  if (!found || parts[found.part].coordinates[found.ring].length - 1 <= leastCorners) return null;
  return withRing(parts, found, (open) => open.toSpliced(found.corner - 1, 1));
}
