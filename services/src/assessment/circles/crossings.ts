/**
 * How often two boundaries cross. Cutting one with another takes some 50 µs and 4 kB for each crossing, and two combs of
 * 5,000 corners laid across each other have millions; boundaries that follow the same street have hundreds at most.
 */
import type { Position } from "@quarterhour/isochrones";

/** A quarter of a second. */
const MOST_CROSSINGS = 5_000;
/** The other boundary's pieces are looked up by latitude, in so many bands. */
const BANDS = 256;

type Polygons = readonly (readonly (readonly Position[])[])[];

/** Boundaries that cross so often that cutting one with the other would keep everybody waiting. */
export class TooIntricate extends Error {
  override readonly name = "TooIntricate";
  constructor() {
    super(`crosses the other line more than ${MOST_CROSSINGS} times`);
  }
}

/** Throws TooIntricate. */
export function checkCrossings(a: Polygons, b: Polygons): void {
  if (crossTooOften(a, b)) throw new TooIntricate();
}

export function crossTooOften(a: Polygons, b: Polygons): boolean {
  const other = piecesOf(b);
  const [south, north] = other.reduce(
    ([low, high], [, y1, , y2]) => [Math.min(low, y1, y2), Math.max(high, y1, y2)],
    [Infinity, -Infinity],
  );
  const scale = BANDS / Math.max(north - south, Number.MIN_VALUE);
  const bandOf = (y: number): number => Math.max(0, Math.min(BANDS - 1, Math.floor((y - south) * scale)));
  const bands: Piece[][] = Array.from({ length: BANDS }, () => []);
  for (const piece of other) {
    const [low, high] = [bandOf(Math.min(piece[1], piece[3])), bandOf(Math.max(piece[1], piece[3]))];
    for (let band = low; band <= high; band++) bands[band].push(piece);
  }
  let crossings = 0;
  for (const piece of piecesOf(a)) {
    const [low, high] = [bandOf(Math.min(piece[1], piece[3])), bandOf(Math.max(piece[1], piece[3]))];
    for (let band = low; band <= high; band++) {
      for (const against of bands[band]) {
        // each pair once: in the first band that both lie in
        if (Math.max(low, bandOf(Math.min(against[1], against[3]))) !== band || !cross(piece, against)) continue;
        if (++crossings > MOST_CROSSINGS) return true;
      }
    }
  }
  return false;
}

/** From x, y to x, y. */
type Piece = readonly [number, number, number, number];

function piecesOf(polygons: Polygons): Piece[] {
  return polygons.flatMap((rings) =>
    rings.flatMap((ring) => ring.slice(1).map(([x, y], i): Piece => [ring[i][0], ring[i][1], x, y])),
  );
}

/** Touching is no crossing. */
function cross([ax, ay, bx, by]: Piece, [cx, cy, dx, dy]: Piece): boolean {
  if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return false;
  const side = (px: number, py: number, qx: number, qy: number, x: number, y: number): number =>
    (qx - px) * (y - py) - (qy - py) * (x - px);
  return (
    side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) < 0 &&
    side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) < 0
  );
}
