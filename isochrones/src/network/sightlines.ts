/** x, y, x, y, … in 1e-7 degree; the first place is not repeated at the end. Whole numbers, so every test is exact. */
export type FlatRing = ArrayLike<number> & Iterable<number>;

/** Above zero where c lies to the left of the line from a to b, below where to the right, zero on it. */
export function orientation(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

/** True where two segments cross in a point that is an end of neither. */
export function strictlyCross(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const c = orientation(ax, ay, bx, by, cx, cy);
  const d = orientation(ax, ay, bx, by, dx, dy);
  if (!((c > 0 && d < 0) || (c < 0 && d > 0))) return false;
  const a = orientation(cx, cy, dx, dy, ax, ay);
  const b = orientation(cx, cy, dx, dy, bx, by);
  return (a > 0 && b < 0) || (a < 0 && b > 0);
}

/** True where p lies on the segment a–b, its ends left out. */
export function strictlyOn(ax: number, ay: number, bx: number, by: number, px: number, py: number): boolean {
  if (orientation(ax, ay, bx, by, px, py) !== 0) return false;
  const along = (px - ax) * (bx - ax) + (py - ay) * (by - ay);
  return along > 0 && along < (bx - ax) * (bx - ax) + (by - ay) * (by - ay);
}

/** Is a place, given in doubled coordinates, inside a ring? */
export function contains(ring: FlatRing, doubleX: number, doubleY: number): boolean {
  let inside = false;
  const last = ring.length - 2;
  let x1 = ring[last] * 2;
  let y1 = ring[last + 1] * 2;
  for (let i = 0; i <= last; i += 2) {
    const x2 = ring[i] * 2;
    const y2 = ring[i + 1] * 2;
    if (y1 > doubleY !== y2 > doubleY) {
      const side = orientation(x1, y1, x2, y2, doubleX, doubleY);
      if (y2 > y1 ? side > 0 : side < 0) inside = !inside;
    }
    x1 = x2;
    y1 = y2;
  }
  return inside;
}
