/**
 * The lattice that the metropolis hangs on: arterial lines every 350–680 m in both directions, bent and shaken, with a
 * narrow band (river, railway, expressway, parkway) once in each district and direction. Everything here is a function of
 * whole numbers and the seed, so that districts can be drawn apart, by several threads, and fit each other.
 *
 * Sheet coordinates are metres over the whole city. Line I runs north–south, line J east–west; cell (I, J) lies between
 * lines I and I + 1, J and J + 1. "Minus" is the west or south side of a line, "plus" the east or north side.
 */
import type { Point } from "../geometry.ts";
import { Random } from "../random.ts";

export const cellsPerSide = 6;
/** Side of a district on the sheet. */
export const districtMeters = 2740;
const bandMeters = 120;

export type Axis = "v" | "h";
export type BandKind = "river" | "rail" | "expressway" | "parkway";

export interface Line {
  /** Half the distance between the two carriageways, 0 where there is one. */
  half: number;
  highway: "primary" | "secondary" | "tertiary";
  number: number;
}

export interface Junction {
  /** From 0 at the edge's first lattice node to 1 at its second. */
  t: number;
  kind: "street" | "gate";
  minus: boolean;
  plus: boolean;
}

/** Districts are drawn one after the other and ask only for what is near. */
const rememberedAtMost = 4096;

function memo<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    let value = known.get(key);
    if (value !== undefined) return value;
    if (known.size > rememberedAtMost) known.clear();
    known.set(key, (value = make(key)));
    return value;
  };
}

/** Where the lines of one row or column of districts stand, from 0 to districtMeters; which of its cells is the band. */
const ruler = memo((key) => {
  const random = new Random(`ruler/${key}`);
  const band = random.integer(1, cellsPerSide - 2);
  const kind = random.pick<BandKind>(["river", "rail", "expressway", "parkway", "parkway"]);
  const widths = Array.from({ length: cellsPerSide }, (_, i) => (i === band ? 0 : random.between(0.7, 1.3)));
  const sum = widths.reduce((a, b) => a + b, 0);
  let at = 0;
  const lines = widths.map((width, i) => {
    const here = at;
    at += i === band ? bandMeters : (width / sum) * (districtMeters - bandMeters);
    return here;
  });
  return { band, kind, lines };
});

const rulerOf = (axis: Axis, index: number) => ruler(`${axis}${Math.floor(index / cellsPerSide)}`);
const local = (index: number): number => index - Math.floor(index / cellsPerSide) * cellsPerSide;

/** What kind of band the cells between lines `index` and `index + 1` are; null for ordinary ones. */
export function bandOf(axis: Axis, index: number): BandKind | null {
  const { band, kind } = rulerOf(axis, index);
  return local(index) === band ? kind : null;
}

const position = (axis: Axis, index: number): number =>
  Math.floor(index / cellsPerSide) * districtMeters + rulerOf(axis, index).lines[local(index)];

const line = memo((key): Line => {
  const random = new Random(`line/${key}`);
  const number = random.integer(0, 1e6);
  if (random.chance(0.46))
    return { half: random.pick([7, 8, 9]), highway: random.pick(["primary", "secondary"]), number };
  return { half: 0, highway: random.pick(["secondary", "tertiary", "tertiary"]), number };
});
export const lineOf = (axis: Axis, index: number): Line => line(`${axis}${index}`);

/** Both banks of a band are shaken alike, so that it keeps its width. */
const shaken = (axis: Axis, index: number): number => (bandOf(axis, index - 1) ? index - 1 : index);

const shake = memo((key): Point => {
  const random = new Random(`node/${key}`);
  return [random.between(-45, 45), random.between(-45, 45)];
});

/** The middle of the crossing of two lines. */
export function latticePoint(i: number, j: number): Point {
  const [dx, dy] = shake(`${shaken("v", i)}/${shaken("h", j)}`);
  return [position("v", i) + dx, position("h", j) + dy];
}

/** Where the carriageways of two lines cross; the sides are -1 or 1. */
export function crossingPoint(i: number, j: number, sideX: number, sideY: number): Point {
  const [x, y] = latticePoint(i, j);
  return [x + sideX * lineOf("v", i).half, y + sideY * lineOf("h", j).half];
}

export const lerp = (a: Point, b: Point, t: number): Point => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];

/** Ends of a carriageway along an edge that starts at lattice node (i, j). */
export function carriageway(axis: Axis, i: number, j: number, side: number): [Point, Point] {
  return axis === "v"
    ? [crossingPoint(i, j, side, 1), crossingPoint(i, j + 1, side, -1)]
    : [crossingPoint(i, j, 1, side), crossingPoint(i + 1, j, -1, side)];
}

/** How built-up the place is, 0 to 1, changing over some kilometres. */
export function density(i: number, j: number): number {
  const wave =
    Math.sin(i * 0.37 + 1.3) * Math.cos(j * 0.31 + 0.4) +
    0.7 * Math.sin(i * 0.11 - j * 0.17 + 2.1) +
    0.5 * Math.cos(i * 0.71 + j * 0.53);
  return Math.max(0, Math.min(1, 0.5 + wave * 0.28));
}

/** How an edge goes on: a street, over or under a band, a footbridge over it, or not at all. */
export type Passage = "street" | "bridge" | "tunnel" | "footbridge" | "none";

const passage = memo((key): Passage => {
  const [axis, i, j] = key.split("/");
  const along = axis === "v" ? Number(j) : Number(i);
  const across = axis === "v" ? Number(i) : Number(j);
  const random = new Random(`passage/${key}`);
  const kind = bandOf(axis === "v" ? "h" : "v", along);
  // One sure crossing in each district keeps the city in one piece.
  const sure = local(across) === 0;
  if (kind === null) return !sure && random.chance(0.03) ? "none" : "street";
  if (kind === "parkway") return random.chance(0.93) || sure ? "street" : "none";
  const built = kind === "rail" ? "tunnel" : kind === "river" ? "bridge" : "street";
  if (sure || random.chance(0.68)) return built;
  return random.chance(kind === "river" ? 0.2 : 0.5) ? "footbridge" : "none";
});
export const passageOf = (axis: Axis, i: number, j: number): Passage => passage(`${axis}/${i}/${j}`);

export const maxJunctions = 8;

const junctions = memo((key): Junction[] => {
  const [axis, i, j] = key.split("/");
  const random = new Random(`edge/${key}`);
  const [a, b] = carriageway(axis as Axis, Number(i), Number(j), 1);
  const meters = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const list: Junction[] = [];
  const isFree = (t: number): boolean => {
    const keep = 42 / meters;
    return t > keep && t < 1 - keep && list.every((other) => Math.abs(other.t - t) > keep);
  };
  const add = (kind: Junction["kind"], t: number, minus: boolean, plus: boolean): void => {
    if (isFree(t) && list.length < maxJunctions) list.push({ t, kind, minus, plus });
  };
  const dense = density(Number(i), Number(j));
  const streets = Math.floor(random.between(1, 2.6) + dense * 1.3);
  for (let k = 0; k < streets; k++) {
    const t = (k + 1) / (streets + 1) + random.between(-0.1, 0.1);
    const where = random.next();
    add("street", t, where < 0.85, where > 0.15);
  }
  for (const [minus, plus] of [
    [true, false],
    [false, true],
  ])
    for (let k = 0; k < 2; k++) add("gate", random.between(0.1, 0.9), minus, plus);
  return list.toSorted((p, q) => p.t - q.t);
});
/** Where side streets and driveways meet the edge, in its order. A band's side has none. */
export const junctionsOf = (axis: Axis, i: number, j: number): Junction[] => {
  if (bandOf(axis === "v" ? "h" : "v", axis === "v" ? j : i)) return [];
  return passageOf(axis, i, j) === "none" ? [] : junctions(`${axis}/${i}/${j}`);
};

/** The sheet is bent over some kilometres, so that no street is straight for long. */
export function bendSheet([x, y]: Point): Point {
  return [
    x + 130 * Math.sin(y / 870 + 0.4) + 40 * Math.sin(y / 310 + x / 690),
    y + 120 * Math.sin(x / 940 + 1.1) + 40 * Math.sin(x / 340 - y / 610),
  ];
}
