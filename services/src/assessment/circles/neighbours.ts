/** Which communities have a border in common. */
import type { MultiPolygon } from "geojson";
import { LineGrid } from "./named-lines.ts";
import type { NamedLines } from "./named-lines.ts";
import { boxOfBoundary, Plane } from "./plane.ts";

/** Borders drawn twice differ by so much; and so much of them must run together. */
const toleranceMeters = 20;
const leastMeters = 60;
const stepMeters = 20;

/** By index: indices of the communities that share a border with it, ascending. */
export function neighboursOf(communities: readonly { geometry: MultiPolygon }[]): number[][] {
  const borders = new LineGrid(bordersOf(communities));
  const shared = communities.map(() => new Map<number, number>());
  for (const [own, { geometry }] of communities.entries()) {
    const plane = Plane.over(boxOfBoundary(geometry));
    const degrees = plane.degrees(toleranceMeters);
    for (const ring of geometry.coordinates.flat()) {
      for (let i = 1; i < ring.length; i++) {
        const [ax, ay] = [plane.x(ring[i - 1][0]), plane.y(ring[i - 1][1])];
        const [dx, dy] = [plane.x(ring[i][0]) - ax, plane.y(ring[i][1]) - ay];
        const meters = Math.hypot(dx, dy);
        const count = Math.max(1, Math.round(meters / stepMeters));
        for (let k = 0; k < count; k++) {
          const t = (k + 0.5) / count;
          const [x, y] = [ax + t * dx, ay + t * dy];
          for (const other of near(borders, plane, x, y, degrees, own)) {
            shared[own].set(other, (shared[own].get(other) ?? 0) + meters / count);
          }
        }
      }
    }
  }
  // what one of the two sees is true of both
  const found = communities.map(() => new Set<number>());
  for (const [own, others] of shared.entries()) {
    for (const [other, meters] of others) {
      if (meters < leastMeters) continue;
      found[own].add(other);
      found[other].add(own);
    }
  }
  return found.map((others) => [...others].sort((a, b) => a - b));
}

function near(
  grid: LineGrid,
  plane: Plane,
  x: number,
  y: number,
  degrees: { lng: number; lat: number },
  own: number,
): Set<number> {
  const { ends, nameOf } = grid.lines;
  const found = new Set<number>();
  const [lng, lat] = plane.position(x, y);
  grid.near(lng, lat, degrees.lng, degrees.lat, (piece) => {
    const other = nameOf[piece];
    if (other === own || found.has(other)) return;
    const [ax, ay] = [plane.x(ends[4 * piece]), plane.y(ends[4 * piece + 1])];
    const [dx, dy] = [plane.x(ends[4 * piece + 2]) - ax, plane.y(ends[4 * piece + 3]) - ay];
    const square = dx * dx + dy * dy;
    const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square));
    if (Math.hypot(ax + t * dx - x, ay + t * dy - y) <= toleranceMeters) found.add(other);
  });
  return found;
}

/** Borders as lines; the number of a name is the index of its community. */
export function bordersOf(communities: readonly { name?: string; geometry: MultiPolygon }[]): NamedLines {
  const nameOf: number[] = [];
  const ends: number[] = [];
  for (const [i, { geometry }] of communities.entries()) {
    for (const ring of geometry.coordinates.flat()) {
      for (let k = 1; k < ring.length; k++) {
        nameOf.push(i);
        ends.push(ring[k - 1][0], ring[k - 1][1], ring[k][0], ring[k][1]);
      }
    }
  }
  return {
    names: communities.map(({ name = "" }) => ({ name, kind: "community" })),
    nameOf: Uint32Array.from(nameOf),
    ends: Float64Array.from(ends),
  };
}
