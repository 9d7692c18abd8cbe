/** One cell of the lattice: side streets cut it into faces, and each face becomes something. */
import type { Point } from "../geometry.ts";
import type { Tags } from "../map.ts";
import { Random } from "../random.ts";
import { shaped } from "./arterials.ts";
import { drawCompound } from "./compound.ts";
import { type Drawing, type Face, type FaceSide, meters, type SideName, sideNames } from "./face.ts";
import { drawGrounds, drawMall, drawPark, drawVillage } from "./grounds.ts";
import { type Axis, carriageway, density, junctionsOf, lerp, lineOf, passageOf } from "./lattice.ts";
import { arterialZh, sideStreetZh } from "./names.ts";

interface Border {
  a: Point;
  b: Point;
  there: boolean;
  street: string;
  streets: number[];
  gates: number[];
}

/** The cell's side: the carriageway that is nearest to it, with the junctions that open towards it. */
function borderOf(axis: Axis, i: number, j: number, towards: "minus" | "plus"): Border {
  const [a, b] = carriageway(axis, i, j, towards === "plus" ? 1 : -1);
  const passage = passageOf(axis, i, j);
  const junctions = junctionsOf(axis, i, j).filter((junction) => junction[towards]);
  return {
    a,
    b,
    there: passage !== "none" && passage !== "footbridge",
    street: arterialZh(axis, axis === "v" ? i : j),
    streets: junctions.filter(({ kind }) => kind === "street").map(({ t }) => t),
    gates: junctions.filter(({ kind }) => kind === "gate").map(({ t }) => t),
  };
}

interface Cut {
  a: Point;
  b: Point;
  /** Shares along the two borders that it joins. */
  from: number;
  to: number;
  name: string;
}

/** Side streets that go through; those without a partner on the other side become driveways. */
function cuts(low: Border, high: Border, axis: Axis, random: Random): Cut[] {
  const count = Math.min(low.streets.length, high.streets.length);
  const through: Cut[] = [];
  for (let k = 0; k < count; k++) {
    const [from, to] = [low.streets[k], high.streets[k]];
    through.push({
      a: lerp(low.a, low.b, from),
      b: lerp(high.a, high.b, to),
      from,
      to,
      name: sideStreetZh(random, axis),
    });
  }
  for (const border of [low, high])
    border.gates = [...border.gates, ...border.streets.slice(count)].toSorted((p, q) => p - q);
  return through;
}

function meet(p: { a: Point; b: Point }, q: { a: Point; b: Point }): Point {
  const [dx, dy] = [p.b[0] - p.a[0], p.b[1] - p.a[1]];
  const [ex, ey] = [q.b[0] - q.a[0], q.b[1] - q.a[1]];
  const t = ((q.a[0] - p.a[0]) * ey - (q.a[1] - p.a[1]) * ex) / (dx * ey - dy * ex);
  return [Math.round((p.a[0] + t * dx) * 100) / 100, Math.round((p.a[1] + t * dy) * 100) / 100];
}

export function drawCell(drawing: Drawing, i: number, j: number): void {
  const { map } = drawing;
  const random = new Random(`cell/${i}/${j}`);
  const border: Record<SideName, Border> = {
    S: borderOf("h", i, j, "plus"),
    N: borderOf("h", i, j + 1, "minus"),
    W: borderOf("v", i, j, "plus"),
    E: borderOf("v", i + 1, j, "minus"),
  };
  const upright = cuts(border.S, border.N, "v", random);
  const level = cuts(border.W, border.E, "h", random);
  const verticals = [border.W, ...upright, border.E];
  const horizontals = [border.S, ...level, border.N];
  // Corners of the faces; on the border they are the junctions themselves.
  const knot = (x: number, y: number): Point => {
    const [cut, other] = [upright[x - 1], level[y - 1]];
    if (x === 0) return y === 0 ? border.W.a : other ? other.a : border.W.b;
    if (x > upright.length) return y === 0 ? border.E.a : other ? other.b : border.E.b;
    if (y === 0) return cut.a;
    if (y > level.length) return cut.b;
    return meet(verticals[x], horizontals[y]);
  };

  const segments = new Map<string, FaceSide>();
  const sideOf = (axis: Axis, x: number, y: number): FaceSide => {
    const key = `${axis}${x}/${y}`;
    const known = segments.get(key);
    if (known) return known;
    const [a, b] = axis === "v" ? [knot(x, y), knot(x, y + 1)] : [knot(x, y), knot(x + 1, y)];
    const [at, last] = axis === "v" ? [x, upright.length + 1] : [y, level.length + 1];
    let side: FaceSide;
    if (at === 0 || at === last) {
      const of = axis === "v" ? (at === 0 ? border.W : border.E) : at === 0 ? border.S : border.N;
      const total = meters(of.a, of.b);
      const [from, to] = [meters(of.a, a) / total, meters(of.a, b) / total];
      const gates = of.gates.filter((t) => t > from && t < to).map((t) => (t - from) / (to - from));
      side = { a, b, kind: of.there ? "edge" : "none", gates, street: of.street };
    } else {
      const { name } = axis === "v" ? upright[x - 1] : level[y - 1];
      const drawn = !random.chance(0.07);
      if (drawn) map.street(shaped([a, b]), sideStreet(name, random));
      side = { a, b, kind: drawn ? "street" : "none", gates: null, street: name };
    }
    segments.set(key, side);
    return side;
  };
  const dense = density(i, j);
  for (let x = 0; x <= upright.length; x++)
    for (let y = 0; y <= level.length; y++) {
      const face: Face = {
        sides: { S: sideOf("h", x, y), N: sideOf("h", x, y + 1), W: sideOf("v", x, y), E: sideOf("v", x + 1, y) },
        dense,
      };
      drawFace(drawing, face, random);
    }
  drawPavements(drawing, border, i, j, random);
}

function sideStreet(name: string, random: Random): Tags {
  const highway = random.pick(["residential", "residential", "residential", "tertiary", "unclassified"]);
  return random.chance(0.03) ? { highway: "pedestrian", name } : { highway, name };
}

function drawFace(drawing: Drawing, face: Face, random: Random): void {
  const chosen = random.next();
  const open = face.dense;
  const first =
    chosen < 0.62
      ? drawCompound
      : chosen < 0.72
        ? drawVillage
        : chosen < 0.83
          ? drawPark
          : chosen < 0.93
            ? drawGrounds
            : drawMall;
  const done = first(drawing, face, random);
  if (!done) return;
  if (first === drawPark || first === drawGrounds) return;
  // Shops in front, between the pavement and the wall.
  for (const name of sideNames) {
    const side = face.sides[name];
    if (side.kind === "none") continue;
    const length = meters(side.a, side.b);
    const inward = name === "S" || name === "E" ? 1 : -1;
    const unit: Point = [(side.b[0] - side.a[0]) / length, (side.b[1] - side.a[1]) / length];
    for (let along = 22; along < length - 22; along += 13) {
      if (!random.chance(0.3 + 0.4 * open)) continue;
      const off = inward * random.between(8.5, 11);
      const foot = lerp(side.a, side.b, along / length);
      drawing.spots.push({
        at: [foot[0] - unit[1] * off, foot[1] + unit[0] * off],
        street: side.street,
        compound: "",
        weight: (side.kind === "edge" ? 1.6 : 1) * (0.4 + open),
        where: "front",
      });
    }
  }
}

/** Pavements drawn as ways of their own beside some of the large streets. */
function drawPavements({ map }: Drawing, border: Record<SideName, Border>, i: number, j: number, random: Random): void {
  const lines = { S: lineOf("h", j), N: lineOf("h", j + 1), W: lineOf("v", i), E: lineOf("v", i + 1) };
  for (const name of sideNames) {
    const { a, b, there } = border[name];
    if (!there || !random.chance(lines[name].half ? 0.42 : 0.16)) continue;
    const length = meters(a, b);
    const off = 6 * (name === "S" || name === "E" ? 1 : -1);
    const unit: Point = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    const beside = (along: number): Point => {
      const foot = lerp(a, b, along / length);
      return [foot[0] - unit[1] * off, foot[1] + unit[0] * off];
    };
    const tags: Tags = { highway: "footway", footway: "sidewalk" };
    const ends = [beside(12), beside(length - 12)];
    map.street(shaped(ends), tags);
    map.line([a, ends[0]], { highway: "footway", footway: "crossing", crossing: "marked" });
    map.line([ends[1], b], { highway: "footway", footway: "crossing", crossing: "marked" });
  }
}
