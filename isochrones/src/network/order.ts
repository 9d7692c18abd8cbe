import { makeColumn, discard } from "./column.ts";

/** Every second bit of the result is one of the 16 lower bits of `value`. */
function spread(value: number): number {
  let x = value & 0xffff;
  x = (x | (x << 8)) & 0x00ff00ff;
  x = (x | (x << 4)) & 0x0f0f0f0f;
  x = (x | (x << 2)) & 0x33333333;
  return (x | (x << 1)) & 0x55555555;
}

/**
 * Rows of places along a Z-order curve: near on the ground is near in memory. Equal places stay in the order they are in.
 * `node` gives each row's place among `lng` and `lat`, 1e-7 degree.
 */
export function spatialOrder(node: Uint32Array, lng: Int32Array, lat: Int32Array): Uint32Array {
  const count = node.length;
  const lower = makeColumn(Uint32Array, count);
  const upper = makeColumn(Uint32Array, count);
  let order = makeColumn(Uint32Array, count);
  let other = makeColumn(Uint32Array, count);
  for (let row = 0; row < count; row++) {
    // upwards from the least of all whole numbers of 32 bits
    const x = lng[node[row]] ^ 0x80000000;
    const y = lat[node[row]] ^ 0x80000000;
    lower[row] = spread(x) | (spread(y) << 1);
    upper[row] = spread(x >>> 16) | (spread(y >>> 16) << 1);
    order[row] = row;
  }
  // sorted by 16 bits at a time, the lowest first; each step keeps the order of the one before where bits are equal
  for (const [keys, shift] of [
    [lower, 0],
    [lower, 16],
    [upper, 0],
    [upper, 16],
  ] as const) {
    if (sortStep(order, other, keys, shift)) [order, other] = [other, order];
  }
  discard(lower, upper, other);
  return order;
}

/** False where all agree in these bits, so that nothing was to be done. */
function sortStep(order: Uint32Array, sorted: Uint32Array, keys: Uint32Array, shift: number): boolean {
  const next = new Uint32Array(65537);
  for (let row = 0; row < keys.length; row++) next[((keys[row] >>> shift) & 0xffff) + 1]++;
  for (let bits = 0; bits < 65536; bits++) {
    if (next[bits + 1] === keys.length) return false;
    next[bits + 1] += next[bits];
  }
  for (let i = 0; i < order.length; i++) {
    const row = order[i];
    sorted[next[(keys[row] >>> shift) & 0xffff]++] = row;
  }
  return true;
}

/** Rows in ascending order of a whole number below `limit` that each has; equal ones stay in the order they are in. */
export function orderBy(numbers: Uint32Array, limit: number): Uint32Array {
  const next = makeColumn(Uint32Array, limit + 1);
  for (let row = 0; row < numbers.length; row++) next[numbers[row] + 1]++;
  for (let number = 0; number < limit; number++) next[number + 1] += next[number];
  const order = makeColumn(Uint32Array, numbers.length);
  for (let row = 0; row < numbers.length; row++) order[next[numbers[row]]++] = row;
  discard(next);
  return order;
}
