/** Compounds: wall, gates, ways inside, buildings with their entrances. */
import type { Point } from "../geometry.ts";
import type { Tags } from "../map.ts";
import type { Random } from "../random.ts";
import { type Drawing, type Face, gateOn, type Home, insideOf, meters, type SideName, sideNames } from "./face.ts";
import { lerp } from "./lattice.ts";
import { compoundZh } from "./names.ts";

const openGate = (random: Random): Tags =>
  random.pick<Tags>([
    { barrier: "gate" },
    { barrier: "gate" },
    { barrier: "lift_gate" },
    { barrier: "lift_gate" },
    { barrier: "entrance" },
    { barrier: "swing_gate" },
  ]);
const otherGate = (random: Random): Tags =>
  random.chance(0.6)
    ? { barrier: "gate", opening_hours: "06:00-22:00", access: "yes", "access:conditional": "no @ (22:00-06:00)" }
    : { barrier: "gate", access: "no", locked: "yes" };

/** Metres between the doors along a way. */
const doorMeters = 57;

/** Draws a compound into a face; false where it has no room or no street to go out to. */
export function drawCompound(drawing: Drawing, face: Face, random: Random): boolean {
  const { map } = drawing;
  const inset = { S: 0, E: 0, N: 0, W: 0 };
  for (const name of sideNames) inset[name] = face.sides[name].kind === "none" ? 6 : random.between(15, 21);
  const inside = insideOf(face, inset);
  if (!inside) return false;
  const { at, height } = inside;
  const tower = random.chance(0.3);
  const name = compoundZh(random, tower);
  const kind: Home["kind"] = tower ? "tower" : random.chance(0.45) ? "mid" : "low";

  // Rows of ways from west to east, joined by uprights; most end blind at the wall.
  const rowCount = Math.max(1, Math.round(height / random.between(60, 105)));
  const rows = Array.from({ length: rowCount }, (_, k) => (k + 0.5) / rowCount);
  const wanted = random.pick([1, 1, 2, 2, 3]);
  const gates: { side: SideName; t: number; inner: Point[]; locked: boolean }[] = [];
  const uprights: number[] = [];
  const ends = { W: 0.5, E: 0.5 };
  for (const side of random.shuffle(sideNames)) {
    if (gates.length >= wanted) break;
    const t = gateOn(face.sides[side], random, 0.12, 0.88);
    if (t === null) continue;
    const locked = gates.length > 0 && random.chance(0.18);
    if (side === "S" || side === "N") {
      gates.push({
        side,
        t,
        inner: [at(t, side === "S" ? 0 : 1), at(t, side === "S" ? rows[0] : rows.at(-1)!)],
        locked,
      });
      uprights.push(t);
    } else {
      const row = rows.reduce((best, r) => (Math.abs(r - t) < Math.abs(best - t) ? r : best));
      const s = side === "W" ? 0.06 : 0.94;
      const edge = side === "W" ? 0 : 1;
      gates.push({ side, t, inner: [at(edge, t), at(s, t), at(s, row)], locked });
      ends[side] = s;
    }
  }
  if (gates.length === 0) return false;
  if (uprights.length === 0) uprights.push(random.between(0.25, 0.75));
  const least = Math.min(...uprights, ends.W);
  const most = Math.max(...uprights, ends.E);

  const isPrivate = random.chance(0.33);
  const own: Tags = isPrivate ? { access: "private" } : {};
  const inner: [Point, Point, Tags][] = [];
  const minor = random.chance(0.22);
  const way = (): Tags =>
    random.chance(0.16) ? { highway: "footway", ...own } : { highway: minor ? "residential" : "service", ...own };
  for (const s of uprights) if (rowCount > 1) inner.push([at(s, rows[0]), at(s, rows.at(-1)!), way()]);
  rows.forEach((t) => {
    const whole = ends.W < 0.5 || ends.E > 0.5;
    // Where two uprights or gates hold a row, it often ends at them.
    const held = most - least > 0.3 && random.chance(0.55);
    const from = held ? least : Math.min(whole ? least : 1, random.between(0.06, Math.max(0.07, least)));
    const to = held ? most : Math.max(whole ? most : 0, random.between(Math.min(0.93, most), 0.94));
    inner.push([at(from, t), at(to, t), way()]);
  });
  for (const [a, b, tags] of inner) map.street([a, b], tags);
  for (const gate of gates) {
    const side = face.sides[gate.side];
    const street = lerp(side.a, side.b, outerShare(side.a, side.b, gate.inner[0], gate.t, side.gates !== null));
    map.node(gate.inner[0], gate.locked ? otherGate(random) : openGate(random));
    map.street([street, gate.inner[0]], { highway: "service", service: "driveway" });
    map.street(gate.inner, { highway: "service", ...own });
  }
  const order: Record<SideName, (t: number) => number> = { S: (t) => t, E: (t) => t, N: (t) => -t, W: (t) => -t };
  const corners: Record<SideName, Point> = { S: at(0, 0), E: at(1, 0), N: at(1, 1), W: at(0, 1) };
  const ring = sideNames.flatMap((side) => [
    corners[side],
    ...gates
      .filter((gate) => gate.side === side)
      .toSorted((p, q) => order[side](p.t) - order[side](q.t))
      .map((gate) => gate.inner[0]),
  ]);
  map.line([...ring, ring[0]], { barrier: tower ? "fence" : "wall" });
  map.line([...ring, ring[0]], { landuse: "residential", residential: "apartments", name });

  const street = face.sides[gates[0].side].street;
  const places = random.shuffle(inner.flatMap(([a, b]) => doorsAlong(a, b, random)));
  const kept: Point[] = [];
  for (const { door, way: foot } of places) {
    if (kept.some((other) => meters(other, door) < 11) || !isWithin(door, ring)) continue;
    kept.push(door);
    drawing.homes.push({ at: door, street, compound: name, kind });
    if (random.chance(0.55)) drawBuilding(drawing, door, foot, kind);
  }
  const [main] = gates;
  const gateway = main.inner[0];
  const behind = lerp(gateway, main.inner[1], Math.min(0.8, 9 / meters(gateway, main.inner[1])));
  for (const shift of [-3, 0, 3])
    drawing.spots.push({
      at: [behind[0] + shift, behind[1] + (shift === 0 ? 3 : 1)],
      street,
      compound: name,
      weight: 1,
      where: "compound",
    });
  return true;
}

/** Share of a street's side that a gate goes out to: the junction that is already there, or the nearest place. */
function outerShare(a: Point, b: Point, gate: Point, t: number, fixed: boolean): number {
  if (fixed) return t;
  const length = meters(a, b) ** 2;
  return ((gate[0] - a[0]) * (b[0] - a[0]) + (gate[1] - a[1]) * (b[1] - a[1])) / length;
}

/** Doors on both sides of a way, four to nine metres from it. */
export function doorsAlong(a: Point, b: Point, random: Random, every = doorMeters): { door: Point; way: Point }[] {
  const length = meters(a, b);
  const unit: Point = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
  const doors: { door: Point; way: Point }[] = [];
  for (const side of [-1, 1])
    for (let along = random.between(4, every); along < length - 3; along += every * random.between(0.8, 1.3)) {
      const foot = lerp(a, b, along / length);
      const away = side * random.between(4, 9);
      doors.push({ door: [foot[0] - unit[1] * away, foot[1] + unit[0] * away], way: foot });
    }
  return doors;
}

function isWithin([x, y]: Point, ring: readonly Point[]): boolean {
  let inside = false;
  for (let i = 0, before = ring.length - 1; i < ring.length; before = i++) {
    const [ax, ay] = ring[before];
    const [bx, by] = ring[i];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

const depth: Record<Home["kind"], [along: number, deep: number]> = {
  courtyard: [10, 10],
  house: [9, 11],
  low: [18, 10],
  mid: [18, 12],
  tower: [22, 18],
};

/** A block behind the door, away from the way. */
export function drawBuilding({ map }: Drawing, door: Point, foot: Point, kind: Home["kind"]): void {
  const away = meters(door, foot);
  const unit: Point = [(door[0] - foot[0]) / away, (door[1] - foot[1]) / away];
  const [along, deep] = depth[kind];
  const corner = (u: number, v: number): Point => [
    door[0] + unit[0] * (v - 1) - unit[1] * u,
    door[1] + unit[1] * (v - 1) + unit[0] * u,
  ];
  const ring = [corner(-along / 2, 0), corner(along / 2, 0), corner(along / 2, deep), corner(-along / 2, deep)];
  map.line([...ring, ring[0]], { building: kind === "house" || kind === "courtyard" ? "house" : "apartments" });
}
