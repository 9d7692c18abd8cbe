/** Travel time over a rectangle of lattice points, row by row. */
export interface LatticeField {
  columns: number;
  rows: number;
  /**
   * Two numbers for each point: the time, and by how much the leg is too long, below zero where it is not; both are
   * 0x7fffffff where no way leads.
   */
  values: Int32Array;
  /** Bit i: the point lies within limit i. A multiple of four bytes, 0 behind the last point. */
  within: Uint8Array;
}

/** A bit for each, in a byte for each point. */
const MAX_LIMITS = 8;

/** Draws as many limits at a time as have room, and puts the answers together in order. */
export function inGroups<Limit, Drawn>(limits: Limit[], draw: (group: Limit[]) => Drawn[]): Drawn[] {
  const drawn: Drawn[] = [];
  for (let first = 0; first < limits.length; first += MAX_LIMITS) {
    drawn.push(...draw(limits.slice(first, first + MAX_LIMITS)));
  }
  return drawn;
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
  /** Per point as in `within`: the limits whose border has been followed between it and the point before. */
  #followed = new Uint8Array(0);
  /** Per limit and point: the border that was followed from outside, to the left, to this point inside. */
  #entered: Int32Array[] = [];
  #length = 0;

  /**
   * Finds the borders of the points within each of at most MAX_LIMITS limits, which ascend, in the field's unit. Values are
   * capped at `cap` either side of a limit. The rim of the field must lie outside every limit.
   */
  trace(field: LatticeField, limits: Int32Array, cap: number): void {
    const { columns, rows, within } = field;
    this.#clear(columns * rows, limits.length);
    // Four points at a time: where a point and the one before it differ there are borders between them, and nearly always
    // they have been followed already. Rows follow each other without a break, for the rim is outside.
    const words = new Int32Array(within.buffer, within.byteOffset, within.byteLength >> 2);
    const followed = new Int32Array(this.#followed.buffer);
    const count = (columns * rows + 3) >> 2;
    let before = 0;
    for (let word = 0; word < count; word++) {
      const four = words[word];
      if (followed[word] !== (four ^ ((four << 8) | before))) this.#start(field, limits, cap, word * 4);
      before = four >>> 24;
    }
    this.start[this.count] = this.#length;
  }

  /** Follows the borders between four points and those before them that are not known yet. */
  #start(field: LatticeField, limits: Int32Array, cap: number, first: number): void {
    const { within } = field;
    for (let point = Math.max(1, first); point < first + 4; point++) {
      for (let limit = 0; limit < limits.length; limit++) {
        const bit = 1 << limit;
        if (((within[point - 1] ^ within[point] ^ this.#followed[point]) & bit) === 0) continue;
        if ((within[point] & bit) !== 0) {
          // met from outside: an outer border
          this.#open(limit, this.count);
          this.#follow(field, limit, limits[limit], cap, point, -1);
        } else {
          // met from inside: a hole in what was entered last
          let entered = point - 1;
          while ((within[entered - 1] & bit) !== 0) entered--;
          this.#open(limit, this.owner[this.#entered[limit][entered]]);
          this.#follow(field, limit, limits[limit], cap, point - 1, 1);
        }
      }
    }
  }

  #clear(points: number, limits: number): void {
    this.count = 0;
    this.#length = 0;
    // one more word, to mark what needs no mark
    if (this.#followed.length < points + 5) {
      this.#followed = new Uint8Array(((points >> 2) + 2) * 4);
      this.#entered = [];
    } else this.#followed.fill(0);
    while (this.#entered.length < limits) this.#entered.push(new Int32Array(this.#followed.length));
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
  #follow(field: LatticeField, level: number, limit: number, cap: number, inside: number, across: 1 | -1): void {
    const { columns, values } = field;
    const followed = this.#followed;
    const entered = this.#entered[level];
    const border = this.count - 1;
    const bit = 1 << level;
    const elsewhere = followed.length - 1;
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
        // four sides of each point: a longer walk never ends, and would take all memory
        if (length - first > values.length * 2)
          throw new Error("a border does not close: the field contradicts itself");
        xs = this.xs = grown(xs, new Float64Array(length * 2));
        ys = this.ys = grown(ys, new Float64Array(length * 2));
      }
      xs[length] = px;
      ys[length++] = py;

      // only crossings between points of a row are marked; another's mark goes elsewhere, since a branch would cost more
      followed[elsewhere + rightX * rightX * (((at + at + right + 1) >> 1) - elsewhere)] |= bit;
      entered[elsewhere + ((rightX * rightX - rightX) >> 1) * (at - elsewhere)] = border;

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
