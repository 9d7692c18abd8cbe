/** Called for each ring of a contour, closed, in lattice coordinates; outer rings run counter-clockwise, holes clockwise. */
export interface LatticeRing {
  xs: number[];
  ys: number[];
}

/** Where the border crosses between an inside and an outside point, as a share of the way from inside; 0 to 1. */
export type CrossingShare = (inside: number, outside: number, level: number) => number;
/** Where inside and outside points meet crosswise: are the two inside ones joined through the middle? */
export type JoinedSaddle = (a: number, b: number, c: number, d: number, level: number) => boolean;

/** Crossings keep this share of a lattice edge away from its ends, so that no two rings ever share a point. */
const CLEAR = 0.02;
/** In lattice steps, 3 mm: rings that run along the same border leave out different points, and must still nest to 1 cm. */
const STRAIGHT = 3e-4;

/** Marching squares over small whole numbers: one pass finds the borders of every level at once. Its arrays are used again. */
export class Contours {
  /** Crossing → next crossing; all -1 between calls. A crossing is 2 * point for the edge to the right, + 1 for upwards. */
  #next = new Int32Array(0);
  #from: Int32Array[] = [];
  #to: Int32Array[] = [];
  #count: number[] = [];

  /**
   * For each of `levels`, the borders of the points whose level is at most that: ring lists in level order.
   * `level` is row by row and starts at a multiple of four bytes; `columns` is a multiple of four, and the rim must lie
   * outside every level.
   */
  trace(
    level: Uint8Array,
    columns: number,
    rows: number,
    levels: number,
    share: CrossingShare,
    joined: JoinedSaddle,
  ): LatticeRing[][] {
    if (this.#next.length < columns * rows * 2) this.#next = new Int32Array(columns * rows * 2).fill(-1);
    for (let ring = 0; ring < levels; ring++) {
      this.#from[ring] ??= new Int32Array(4096);
      this.#to[ring] ??= new Int32Array(4096);
      this.#count[ring] = 0;
    }
    // four points at a time where nothing changes, which is nearly everywhere
    const words = new Uint32Array(level.buffer, level.byteOffset, (columns * rows) >> 2);
    for (let y = 0; y + 1 < rows; y++) {
      const row = y * columns;
      let a = level[row];
      let d = level[row + columns];
      for (let x = 0; x < columns; x += 4) {
        const word = (row + x) >> 2;
        if (a === d && words[word] === a * 0x01010101 && words[word + (columns >> 2)] === a * 0x01010101) continue;
        for (let point = row + x; point < row + x + 4; point++) {
          const b = level[point];
          const c = level[point + columns];
          if (a !== b || b !== c || c !== d) this.#cut(point - 1, columns, a, b, c, d, joined);
          a = b;
          d = c;
        }
      }
    }
    return Array.from({ length: levels }, (_, ring) => this.#follow(ring, level, columns, share));
  }

  #cut(point: number, columns: number, a: number, b: number, c: number, d: number, joined: JoinedSaddle): void {
    const first = Math.min(a, b, c, d);
    const end = Math.max(a, b, c, d);
    const bottom = point * 2;
    const right = (point + 1) * 2 + 1;
    const top = (point + columns) * 2;
    const left = point * 2 + 1;
    for (let ring = first; ring < end; ring++) {
      const corners = (a <= ring ? 1 : 0) | (b <= ring ? 2 : 0) | (c <= ring ? 4 : 0) | (d <= ring ? 8 : 0);
      // the inside lies to the left of every cut
      switch (corners) {
        case 1:
          this.#link(ring, bottom, left);
          break;
        case 2:
          this.#link(ring, right, bottom);
          break;
        case 3:
          this.#link(ring, right, left);
          break;
        case 4:
          this.#link(ring, top, right);
          break;
        case 6:
          this.#link(ring, top, bottom);
          break;
        case 7:
          this.#link(ring, top, left);
          break;
        case 8:
          this.#link(ring, left, top);
          break;
        case 9:
          this.#link(ring, bottom, top);
          break;
        case 11:
          this.#link(ring, right, top);
          break;
        case 12:
          this.#link(ring, left, right);
          break;
        case 13:
          this.#link(ring, bottom, right);
          break;
        case 14:
          this.#link(ring, left, bottom);
          break;
        default: {
          const together = joined(point, point + 1, point + 1 + columns, point + columns, ring);
          if (corners === 5) {
            this.#link(ring, bottom, together ? right : left);
            this.#link(ring, top, together ? left : right);
          } else {
            this.#link(ring, right, together ? top : bottom);
            this.#link(ring, left, together ? bottom : top);
          }
        }
      }
    }
  }

  #link(ring: number, from: number, to: number): void {
    const count = this.#count[ring]++;
    if (count === this.#from[ring].length) {
      this.#from[ring] = grown(this.#from[ring]);
      this.#to[ring] = grown(this.#to[ring]);
    }
    this.#from[ring][count] = from;
    this.#to[ring][count] = to;
  }

  #follow(ring: number, level: Uint8Array, columns: number, share: CrossingShare): LatticeRing[] {
    const next = this.#next;
    const from = this.#from[ring];
    const to = this.#to[ring];
    const count = this.#count[ring];
    for (let i = 0; i < count; i++) next[from[i]] = to[i];
    const rings: LatticeRing[] = [];
    for (let i = 0; i < count; i++) {
      const first = from[i];
      if (next[first] < 0) continue;
      const xs: number[] = [];
      const ys: number[] = [];
      let at = first;
      do {
        const point = at >> 1;
        const upwards = (at & 1) === 1;
        const other = upwards ? point + columns : point + 1;
        let t = level[point] <= ring ? share(point, other, ring) : 1 - share(other, point, ring);
        if (t < CLEAR) t = CLEAR;
        else if (t > 1 - CLEAR) t = 1 - CLEAR;
        const y = (point / columns) | 0;
        const x = point - y * columns;
        if (upwards) addPoint(xs, ys, x, y + t);
        else addPoint(xs, ys, x + t, y);
        const following = next[at];
        next[at] = -1;
        at = following;
      } while (at !== first);
      xs.push(xs[0]);
      ys.push(ys[0]);
      rings.push({ xs, ys });
    }
    return rings;
  }
}

/** Adds a point; the one before is dropped where it lies on the straight line, within less than output is rounded to. */
function addPoint(xs: number[], ys: number[], x: number, y: number): void {
  const n = xs.length;
  if (n >= 2) {
    const dx = x - xs[n - 2];
    const dy = y - ys[n - 2];
    const px = xs[n - 1] - xs[n - 2];
    const py = ys[n - 1] - ys[n - 2];
    const off = px * dy - py * dx;
    if (px * dx + py * dy > 0 && off * off < STRAIGHT * STRAIGHT * (dx * dx + dy * dy)) {
      xs[n - 1] = x;
      ys[n - 1] = y;
      return;
    }
  }
  xs.push(x);
  ys.push(y);
}

function grown(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
