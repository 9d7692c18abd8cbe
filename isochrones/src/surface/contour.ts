import type { Position } from "../types.ts";

/** Crossings keep this share of a lattice edge away from its ends, so that no two rings ever share a point. */
const CLEAR = 0.02;

/**
 * Polygons of the part of a lattice where the value is below zero, by marching squares with straight cuts.
 * `values` is row by row; points of the rim must not be below zero. Outer rings run counter-clockwise, holes clockwise,
 * every ring is closed and touches neither itself nor another. `place` turns lattice coordinates into positions.
 */
export function contour(
  values: Float32Array,
  columns: number,
  rows: number,
  place: (x: number, y: number) => Position,
): Position[][][] {
  // A crossing is named by the lattice edge it lies on: 2 * point for the edge to the right, + 1 for the edge upwards.
  const next = new Int32Array(columns * rows * 2).fill(-1);
  const starts: number[] = [];
  const link = (from: number, to: number): void => {
    next[from] = to;
    starts.push(from);
  };
  for (let y = 0; y + 1 < rows; y++) {
    let point = y * columns;
    for (let x = 0; x + 1 < columns; x++, point++) {
      const a = values[point] < 0;
      const b = values[point + 1] < 0;
      const c = values[point + 1 + columns] < 0;
      const d = values[point + columns] < 0;
      const corners = (a ? 1 : 0) | (b ? 2 : 0) | (c ? 4 : 0) | (d ? 8 : 0);
      if (corners === 0 || corners === 15) continue;
      const bottom = point * 2;
      const right = (point + 1) * 2 + 1;
      const top = (point + columns) * 2;
      const left = point * 2 + 1;
      // the inside lies to the left of every cut
      switch (corners) {
        case 1:
          link(bottom, left);
          break;
        case 2:
          link(right, bottom);
          break;
        case 3:
          link(right, left);
          break;
        case 4:
          link(top, right);
          break;
        case 6:
          link(top, bottom);
          break;
        case 7:
          link(top, left);
          break;
        case 8:
          link(left, top);
          break;
        case 9:
          link(bottom, top);
          break;
        case 11:
          link(right, top);
          break;
        case 12:
          link(left, right);
          break;
        case 13:
          link(bottom, right);
          break;
        case 14:
          link(left, bottom);
          break;
        default: {
          // two opposite corners: joined through the middle when the middle is inside
          const joined = values[point] + values[point + 1] + values[point + 1 + columns] + values[point + columns] < 0;
          if (corners === 5) {
            link(bottom, joined ? right : left);
            link(top, joined ? left : right);
          } else {
            link(right, joined ? top : bottom);
            link(left, joined ? bottom : top);
          }
        }
      }
    }
  }

  const outers: LatticeRing[] = [];
  const holes: LatticeRing[] = [];
  for (const first of starts) {
    if (next[first] < 0) continue;
    const ring = new LatticeRing();
    let at = first;
    do {
      const point = at >> 1;
      const x = point % columns;
      const y = (point - x) / columns;
      const other = (at & 1) === 0 ? point + 1 : point + columns;
      const t = Math.min(1 - CLEAR, Math.max(CLEAR, values[point] / (values[point] - values[other])));
      if ((at & 1) === 0) ring.add(x + t, y);
      else ring.add(x, y + t);
      const following = next[at];
      next[at] = -1;
      at = following;
    } while (at !== first);
    ring.close();
    (ring.area > 0 ? outers : holes).push(ring);
  }
  // the smallest outer ring around a hole is its own
  outers.sort((one, two) => one.area - two.area);
  const polygons = outers.map((outer) => [outer]);
  for (const hole of holes) {
    const owner = polygons.find(([outer]) => outer.contains(hole.xs[0], hole.ys[0]));
    owner?.push(hole);
  }
  polygons.reverse();
  return polygons.map((rings) => rings.map((ring) => ring.xs.map((x, i) => place(x, ring.ys[i]))));
}

class LatticeRing {
  readonly xs: number[] = [];
  readonly ys: number[] = [];
  /** Positive for rings that run counter-clockwise. */
  area = 0;
  #west = Infinity;
  #east = -Infinity;
  #south = Infinity;
  #north = -Infinity;

  /** Adds a point; one that continues a straight line replaces the one before. */
  add(x: number, y: number): void {
    const { xs, ys } = this;
    const n = xs.length;
    if (
      n >= 2 &&
      Math.abs((xs[n - 1] - xs[n - 2]) * (y - ys[n - 2]) - (x - xs[n - 2]) * (ys[n - 1] - ys[n - 2])) < 1e-6
    ) {
      xs.length = n - 1;
      ys.length = n - 1;
    }
    xs.push(x);
    ys.push(y);
  }

  close(): void {
    const { xs, ys } = this;
    xs.push(xs[0]);
    ys.push(ys[0]);
    for (let i = 0; i + 1 < xs.length; i++) {
      this.area += (xs[i] * ys[i + 1] - xs[i + 1] * ys[i]) / 2;
      this.#west = Math.min(this.#west, xs[i]);
      this.#east = Math.max(this.#east, xs[i]);
      this.#south = Math.min(this.#south, ys[i]);
      this.#north = Math.max(this.#north, ys[i]);
    }
  }

  contains(x: number, y: number): boolean {
    if (x < this.#west || x > this.#east || y < this.#south || y > this.#north) return false;
    const { xs, ys } = this;
    let inside = false;
    for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
      if (ys[i] > y !== ys[j] > y && x < ((xs[j] - xs[i]) * (y - ys[i])) / (ys[j] - ys[i]) + xs[i]) inside = !inside;
    }
    return inside;
  }
}
