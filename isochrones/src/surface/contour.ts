/** Travel time over a rectangle of lattice points, row by row. */
export interface LatticeField {
  columns: number;
  rows: number;
  /**
   * Two numbers for each point: the time, and by how much the leg is too long, below zero where it is not; both are
   * 0x7fffffff where no way leads.
   */
  values: Int32Array;
  /** Index of the first limit within which the point lies; the number of limits where it lies in none. */
  level: Uint8Array;
}

/** Crossings keep this share of a lattice edge away from its ends, so that no two borders ever share a point. */
const CLEAR = 0.02;
/** In lattice steps, 3 mm: rings that run along the same border leave out different points, and must still nest to 1 cm. */
const STRAIGHT = 3e-4;

/**
 * The borders of all levels of a field. Border `i` is the points start[i] … start[i + 1] - 1 of `xs` and `ys`, in
 * lattice coordinates, the first not repeated. Outer borders run counter-clockwise, holes clockwise. The arrays are used
 * again by the next field.
 */
export class Borders {
  count = 0;
  start = new Int32Array(1024);
  /** Index of the limit that the border belongs to. */
  level = new Uint8Array(1024);
  /** The outer border around a hole; an outer border's own index. Owners stand before their holes. */
  owner = new Int32Array(1024);
  xs = new Float64Array(8192);
  ys = new Float64Array(8192);
  /** Per level and point: 1 + the border that crosses to it from the point before, above `#before`; so never cleared. */
  #crossedBy: Int32Array[] = [];
  #before = 0;
  /** Per point: how many borders that cross to it from the point before have been followed. */
  #crossings = new Uint8Array(0);
  #changes = new Int32Array(0);
  #length = 0;

  /**
   * Finds the borders of the points of each level, `limits` ascending in the field's unit. Values are capped at `cap`
   * either side of a limit. The rim of the field must lie outside every level.
   */
  trace(field: LatticeField, limits: Int32Array, cap: number): void {
    const { columns, rows, level } = field;
    const points = columns * rows;
    this.#clear(points, limits.length);
    const crossings = this.#crossings;
    const changes = this.#changes;
    const count = wordsWithChanges(
      new Uint32Array(level.buffer, level.byteOffset, (points + 3) >> 2),
      limits.length,
      changes,
    );
    for (let i = 0; i < count; i++) {
      const first = changes[i] * 4;
      let here = first === 0 ? limits.length : level[first - 1];
      for (let point = first; point < first + 4; point++) {
        const next = level[point];
        const step = next - here;
        // nearly always: the borders that pass here have been followed already
        if (crossings[point] !== (step < 0 ? -step : step)) this.#start(field, limits, cap, point, here, next);
        here = next;
      }
    }
    this.start[this.count] = this.#length;
  }

  /** Follows the borders between a point of level `next` and the one before it, of level `here`, that are not known yet. */
  #start(field: LatticeField, limits: Int32Array, cap: number, point: number, here: number, next: number): void {
    const { level } = field;
    const inward = next < here;
    for (let ring = Math.min(here, next); ring < Math.max(here, next); ring++) {
      const crossedBy = this.#crossedBy[ring];
      if (crossedBy[point] > this.#before) continue;
      // met from outside a border is an outer one; met from inside it is a hole in what was entered last
      let owner = this.count;
      if (!inward) {
        let entered = point - 1;
        while (level[entered - 1] <= ring) entered--;
        owner = this.owner[crossedBy[entered] - 1 - this.#before];
      }
      this.#open(ring, owner);
      if (inward) this.#follow(field, ring, limits[ring], cap, point, -1);
      else this.#follow(field, ring, limits[ring], cap, point - 1, 1);
    }
  }

  #clear(points: number, levels: number): void {
    this.#before += this.count;
    this.count = 0;
    this.#length = 0;
    if (this.#crossings.length < points + 4) {
      this.#crossings = new Uint8Array(points + 4);
      this.#changes = new Int32Array((points >> 2) + 2);
    } else this.#crossings.fill(0, 0, points);
    while (this.#crossedBy.length < levels) this.#crossedBy.push(new Int32Array(0));
    if (this.#crossedBy[levels - 1].length >= points && this.#before < 2 ** 30) return;
    this.#before = 0;
    this.#crossedBy = this.#crossedBy.map(() => new Int32Array(points));
  }

  #open(level: number, owner: number): void {
    const border = this.count++;
    if (this.count === this.start.length) {
      this.start = grown(this.start, new Int32Array(this.count * 2));
      this.owner = grown(this.owner, new Int32Array(this.count * 2));
      this.level = grown(this.level, new Uint8Array(this.count * 2));
    }
    this.start[border] = this.#length;
    this.owner[border] = owner;
    this.level[border] = level;
  }

  /** Walks once round a border with the inside to the left, from between the point `inside` and the next to its right or left. */
  #follow(field: LatticeField, ring: number, limit: number, cap: number, inside: number, across: 1 | -1): void {
    const { columns, values } = field;
    const crossedBy = this.#crossedBy[ring];
    const crossings = this.#crossings;
    const mark = this.#before + this.count;
    const first = this.#length;
    let { xs, ys } = this;
    let length = first;
    let at = inside;
    let y = (at / columns) | 0;
    let x = at - y * columns;
    // to the point outside, and the way ahead: as steps of the index and of the coordinates
    let right: number = across;
    let ahead = across * columns;
    let rightX: number = across;
    let rightY = 0;
    // the crossing's two ends, at most zero inside, above outside
    let low = Math.max(values[at * 2] - limit, values[at * 2 + 1]);
    let high = Math.max(values[(at + right) * 2] - limit, values[(at + right) * 2 + 1]);
    do {
      const from = low < -cap ? -cap : low;
      let share = high > low ? from / (from - (high > cap ? cap : high)) : 0.5;
      if (!(share > CLEAR)) share = CLEAR;
      else if (share > 1 - CLEAR) share = 1 - CLEAR;
      const px = x + share * rightX;
      const py = y + share * rightY;
      if (length === xs.length) {
        xs = this.xs = grown(xs, new Float64Array(length * 2));
        ys = this.ys = grown(ys, new Float64Array(length * 2));
      }
      xs[length] = px;
      ys[length++] = py;

      // point 0, on the rim, stands for what is not asked for
      const crossed = rightX * rightX * ((at + at + right + 1) >> 1);
      crossedBy[crossed] = mark;
      crossings[crossed]++;

      const left = at + ahead;
      let leftValue = values[left * 2] - limit;
      if (values[left * 2 + 1] > leftValue) leftValue = values[left * 2 + 1];
      const far = left + right;
      let farValue = values[far * 2] - limit;
      if (values[far * 2 + 1] > farValue) farValue = values[far * 2 + 1];
      if (farValue <= 0 && (leftValue <= 0 || this.#joined(field, limit, cap, at, right, ahead))) {
        // round the point outside
        at = far;
        low = farValue;
        x += rightX - rightY;
        y += rightY + rightX;
        const turned = right;
        right = -ahead;
        ahead = turned;
        const turnedX = rightX;
        rightX = rightY;
        rightY = -turnedX;
      } else if (leftValue <= 0) {
        at = left;
        low = leftValue;
        high = farValue;
        x -= rightY;
        y += rightX;
      } else {
        // round the point inside
        high = leftValue;
        const turned = right;
        right = ahead;
        ahead = -turned;
        const turnedX = rightX;
        rightX = -rightY;
        rightY = turnedX;
      }
    } while (at !== inside || right !== across);
    this.#length = straightened(xs, ys, first, length);
  }

  /** Where inside and outside points meet crosswise: are the two inside ones joined through the middle? */
  #joined(field: LatticeField, limit: number, cap: number, at: number, right: number, ahead: number): boolean {
    const corner = Math.min(at, at + right, at + ahead, at + right + ahead);
    const { columns, values } = field;
    const value = (point: number): number =>
      Math.max(-cap, Math.min(cap, Math.max(values[point * 2] - limit, values[point * 2 + 1])));
    return value(corner) + value(corner + 1) + value(corner + columns + 1) + value(corner + columns) < 0;
  }
}

/**
 * Looks at four points at a time: those words of which some byte differs from the one before it. Without a branch, since
 * which words these are nobody can foretell.
 */
function wordsWithChanges(words: Uint32Array, outside: number, changes: Int32Array): number {
  let count = 0;
  let before = outside;
  for (let word = 0; word < words.length; word++) {
    const four = words[word];
    const change = four ^ ((four << 8) | before);
    changes[count] = word;
    count += (change | -change) >>> 31;
    before = four >>> 24;
  }
  return count;
}

/**
 * Leaves out each point on the straight line from the one before to the next, within less than output is rounded to.
 * Apart from the walk round the border, so that the one's wrong guesses do not wait for the other's divisions.
 */
function straightened(xs: Float64Array, ys: Float64Array, first: number, end: number): number {
  let fromX = xs[first];
  let fromY = ys[first];
  let lastX = xs[first + 1];
  let lastY = ys[first + 1];
  let kept = first + 1;
  for (let i = first + 2; i < end; i++) {
    const x = xs[i];
    const y = ys[i];
    const dx = x - fromX;
    const dy = y - fromY;
    const px = lastX - fromX;
    const py = lastY - fromY;
    const off = px * dy - py * dx;
    if (!(off * off < STRAIGHT * STRAIGHT * (dx * dx + dy * dy) && px * dx + py * dy > 0)) {
      xs[kept] = fromX = lastX;
      ys[kept++] = fromY = lastY;
    }
    lastX = x;
    lastY = y;
  }
  xs[kept] = lastX;
  ys[kept++] = lastY;
  return kept;
}

function grown<T extends Int32Array | Float64Array | Uint8Array>(array: T, larger: T): T {
  larger.set(array);
  return larger;
}
