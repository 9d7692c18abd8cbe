/** Faces that are no compounds: villages of lanes, parks, walled works and schools. */
import type { Point } from "../geometry.ts";
import type { Tags } from "../map.ts";
import type { Random } from "../random.ts";
import { doorsAlong, drawBuilding } from "./compound.ts";
import { type Drawing, type Face, gateOn, type Inside, insideOf, meters, type SideName, sideNames } from "./face.ts";
import { lerp } from "./lattice.ts";

const even = { S: 9, E: 9, N: 9, W: 9 };

/** Straight from the street on a side into the face, as far as `depth` (0 to 1); null where no street is met. */
function entry(face: Face, side: SideName, at: Inside, depth: number, random: Random): Point[] | null {
  const t = gateOn(face.sides[side], random, 0.2, 0.8);
  if (t === null) return null;
  const to = { S: at(t, depth), N: at(t, 1 - depth), W: at(depth, t), E: at(1 - depth, t) }[side];
  return [lerp(face.sides[side].a, face.sides[side].b, t), to];
}

/** Houses along lanes that were never planned: a tree of lanes with some links more, many of them blind. */
export function drawVillage(drawing: Drawing, face: Face, random: Random): boolean {
  const inside = insideOf(face, even);
  if (!inside) return false;
  const { at, width, height } = inside;
  const step = random.between(46, 66);
  const columns = Math.max(2, Math.min(9, Math.round(width / step)));
  const rows = Math.max(2, Math.min(9, Math.round(height / step)));
  const knots: { place: Point; s: number; t: number }[] = [];
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      const s = (i + 0.5 + random.between(-0.24, 0.24)) / columns;
      const t = (j + 0.5 + random.between(-0.24, 0.24)) / rows;
      knots.push({ place: at(s, t), s, t });
    }
  const links: [number, number][] = [];
  knots.forEach((_, k) => {
    if (k % columns < columns - 1) links.push([k, k + 1]);
    if (k + columns < knots.length) links.push([k, k + columns]);
  });
  // Joined into one tree first; a few links close rings.
  const root = knots.map((_, k) => k);
  const find = (k: number): number => (root[k] === k ? k : (root[k] = find(root[k])));
  const drawn = random.shuffle(links).filter(([a, b]) => {
    const [p, q] = [find(a), find(b)];
    if (p === q) return random.chance(0.26);
    root[p] = q;
    return true;
  });
  const street = sideNames.map((side) => face.sides[side]).find((side) => side.kind !== "none")?.street ?? "";
  const entries = random.shuffle(sideNames).flatMap((side) => {
    const t = gateOn(face.sides[side], random, 0.1, 0.9);
    if (t === null) return [];
    const from = lerp(face.sides[side].a, face.sides[side].b, t);
    const near = knots.reduce((best, knot) => (meters(knot.place, from) < meters(best.place, from) ? knot : best));
    return [[from, near.place]];
  });
  if (entries.length === 0) return false;
  const lane = (): Tags =>
    random.pick<Tags>([
      { highway: "residential" },
      { highway: "residential" },
      { highway: "service", service: "alley" },
      { highway: "footway" },
    ]);
  for (const line of entries) drawing.map.street(line, { highway: "residential" });
  for (const [a, b] of drawn) {
    drawing.map.street([knots[a].place, knots[b].place], lane());
    for (const { door, way } of doorsAlong(knots[a].place, knots[b].place, random, 29)) {
      if (drawing.homes.slice(-40).some((other) => meters(other.at, door) < 8)) continue;
      const kind = random.chance(0.5) ? "courtyard" : "house";
      drawing.homes.push({ at: door, street, compound: "", kind });
      if (random.chance(0.5)) drawBuilding(drawing, door, way, kind);
      if (random.chance(0.12))
        drawing.spots.push({ at: lerp(door, way, 0.4), street, compound: "", weight: 0.6, where: "front" });
    }
  }
  return true;
}

/** Walks round and through, a pond with an island in the larger ones. */
export function drawPark(drawing: Drawing, face: Face, random: Random): boolean {
  const { map } = drawing;
  const inside = insideOf(face, even);
  if (!inside) return false;
  const { at, width, height } = inside;
  const ring: Point[] = [];
  const phase = random.between(0, 6);
  for (let k = 0; k < 16; k++) {
    const angle = (k / 16) * 2 * Math.PI;
    const radius = 0.36 + 0.05 * Math.sin(3 * angle + phase);
    ring.push(at(0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle)));
  }
  map.line([at(0, 0), at(1, 0), at(1, 1), at(0, 1), at(0, 0)], { leisure: "park" });
  let entries = 0;
  for (const side of sideNames) {
    const line = entry(face, side, at, 0.04, random);
    if (!line) continue;
    const near = ring.reduce((best, p) => (meters(p, line[1]) < meters(best, line[1]) ? p : best));
    map.street([...line, near], { highway: "footway", surface: "paving_stones" });
    drawing.spots.push({
      at: [line[1][0] + 3, line[1][1] + 3],
      street: face.sides[side].street,
      compound: "",
      weight: 1,
      where: "park",
    });
    entries++;
  }
  if (entries === 0) return false;
  map.street([...ring, ring[0]], { highway: "footway", surface: "paving_stones" });
  if (width * height > 30_000) {
    const oval = (radius: number) => {
      const corners = Array.from({ length: 10 }, (_, k) => {
        const angle = (k / 10) * 2 * Math.PI;
        return at(0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle));
      });
      return map.line([...corners, corners[0]], {});
    };
    const members = [
      { type: "way" as const, ref: oval(0.2).id, role: "outer" },
      { type: "way" as const, ref: oval(0.06).id, role: "inner" },
    ];
    map.relation(members, { type: "multipolygon", natural: "water", water: "pond" });
    map.street([ring[2], at(0.8, 0.72), at(0.62, 0.78)], { highway: "path" });
  } else map.street([ring[2], at(0.5, 0.48), ring[10]], { highway: "path" });
  return true;
}

/** School, works or offices: a wall, one or two gates, a short way inside that nobody lives on. */
export function drawGrounds(drawing: Drawing, face: Face, random: Random): boolean {
  const { map } = drawing;
  const inside = insideOf(face, { S: 17, E: 17, N: 17, W: 17 });
  if (!inside) return false;
  const { at } = inside;
  const heart = at(random.between(0.4, 0.6), random.between(0.4, 0.6));
  let gates = 0;
  const wanted = random.integer(1, 2);
  for (const side of random.shuffle(sideNames)) {
    if (gates >= wanted) break;
    const line = entry(face, side, at, 0, random);
    if (!line) continue;
    map.node(line[1], { barrier: "lift_gate" });
    map.street([...line, heart], { highway: "service" });
    gates++;
  }
  if (gates === 0) return false;
  map.line(
    [at(0, 0), at(1, 0), at(1, 1), at(0, 1), at(0, 0)],
    random.pick<Tags>([{ landuse: "industrial" }, { amenity: "school" }, { landuse: "commercial" }]),
  );
  const [a, b] = [at(0.15, 0.15), at(0.4, 0.3)];
  map.line([a, [b[0], a[1]], b, [a[0], b[1]], a], { building: "yes" });
  return true;
}

/** A mall or square: people cross it, shops inside. */
export function drawMall(drawing: Drawing, face: Face, random: Random): boolean {
  const { map } = drawing;
  const inside = insideOf(face, even);
  if (!inside) return false;
  const { at } = inside;
  const heart = at(0.5, 0.5);
  let entries = 0;
  for (const side of sideNames) {
    const line = entry(face, side, at, 0.1, random);
    if (!line) continue;
    entries++;
    map.street([...line, heart], { highway: "pedestrian" });
    const [from, to] = [line[1], heart];
    for (const share of [0.1, 0.4, 0.7]) {
      const foot = lerp(from, to, share);
      drawing.spots.push({
        at: [foot[0] + 5, foot[1] + 5],
        street: face.sides[side].street,
        compound: "",
        weight: 4,
        where: "mall",
      });
    }
  }
  return entries > 0;
}
