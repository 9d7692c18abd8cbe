/** A boundary with fewer corners. */
import type { Position } from "@quarterhour/isochrones";
import { Plane } from "./plane.ts";

/** Douglas and Peucker: no corner that is left out lies farther than the tolerance from the new line. Ring closed. */
export function simplifyRing(ring: readonly Position[], toleranceMeters: number): Position[] {
  const plane = new Plane(ring[0]);
  const points = ring.map(([lng, lat]): Position => [plane.x(lng), plane.y(lat)]);
  // a ring has no ends: the corner farthest from the first serves as the other
  let far = 0;
  for (let i = 1; i < points.length; i++) if (Math.hypot(...points[i]) > Math.hypot(...points[far])) far = i;
  const kept = new Uint8Array(points.length);
  kept[0] = kept[far] = kept[points.length - 1] = 1;
  const waiting: [number, number][] = [
    [0, far],
    [far, points.length - 1],
  ];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const [from, to] = part;
    let farthest = -1;
    let most = toleranceMeters;
    for (let i = from + 1; i < to; i++) {
      const meters = metersToLine(points[i], points[from], points[to]);
      if (meters > most) [farthest, most] = [i, meters];
    }
    if (farthest < 0) continue;
    kept[farthest] = 1;
    waiting.push([from, farthest], [farthest, to]);
  }
  return ring.filter((_place, i) => kept[i] === 1);
}

function metersToLine([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): number {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square));
  return Math.hypot(ax + t * dx - x, ay + t * dy - y);
}
