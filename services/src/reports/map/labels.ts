/** Names on a map, the important ones first, none over another: places level, streets and rivers along their line. */
import type { Item, Point, TextItem } from "../draw/scene.ts";
import type { Weight } from "../fonts/glyph.ts";
import type { Letters } from "../fonts/letters.ts";
import type { Basemap, MapFeature } from "./basemap.ts";
import type { Frame, Rectangle } from "./frame.ts";
import { clipLine, lengthOf, pointAlong, projectedLines } from "./geometry.ts";
import { palette } from "./palette.ts";
import type { Room } from "./room.ts";

interface LabelStyle {
  size: number;
  weight: Weight;
  color: string;
  /** Lower is placed first. */
  order: number;
  smallestScale?: number;
}

const placeStyles: Record<string, LabelStyle> = {
  station: { size: 7.5, weight: 700, color: "#5b4a8a", order: 1 },
  park: { size: 7.5, weight: 400, color: palette.labelGreen, order: 3 },
  compound: { size: 7.5, weight: 400, color: palette.label, order: 4, smallestScale: 15_000 },
  community: { size: 8.5, weight: 700, color: palette.labelQuiet, order: 2 },
  building: { size: 6, weight: 400, color: palette.labelQuiet, order: 7, smallestScale: 6_000 },
};

const streetStyles: Record<string, LabelStyle> = {
  motorway: { size: 7, weight: 400, color: palette.label, order: 2 },
  trunk: { size: 7.5, weight: 700, color: palette.label, order: 2 },
  primary: { size: 7.5, weight: 700, color: palette.label, order: 2 },
  secondary: { size: 7.2, weight: 700, color: palette.label, order: 2.2 },
  tertiary: { size: 6.8, weight: 400, color: palette.label, order: 2.4 },
  minor: { size: 6.4, weight: 400, color: palette.label, order: 5, smallestScale: 15_000 },
  pedestrian: { size: 6.4, weight: 400, color: palette.label, order: 5, smallestScale: 15_000 },
  service: { size: 6, weight: 400, color: palette.labelQuiet, order: 6, smallestScale: 8_000 },
};

const waterStyle: LabelStyle = { size: 7.5, weight: 400, color: palette.labelWater, order: 1.5 };

interface Candidate {
  order: number;
  tie: number;
  place(): Item | null;
}

/** `room` already knows of marks and furniture; it is told of each label. `factor` enlarges all letters. */
export function labelItems(basemap: Basemap, frame: Frame, letters: Letters, room: Room, factor = 1): Item[] {
  const context: Context = { named: new Map(), frame, letters, room, factor };
  const candidates = [
    ...placeCandidates(basemap.label, context),
    ...streetCandidates(basemap.way, context),
    ...waterCandidates(basemap.water, context),
  ].sort((a, b) => a.order - b.order || a.tie - b.tie);
  return candidates.map(({ place }) => place()).filter((item) => item !== null);
}

interface Context {
  /** Where names stand already, so that none is repeated next to itself. */
  named: Map<string, Point[]>;
  frame: Frame;
  letters: Letters;
  room: Room;
  factor: number;
}

function placeCandidates(features: readonly MapFeature[], context: Context): Candidate[] {
  const { frame } = context;
  return features.flatMap(({ geometry, properties }): Candidate[] => {
    const style = placeStyles[String(properties.kind)];
    const name = textOf(properties.name);
    if (style === undefined || name === null || geometry.type !== "Point") return [];
    if (frame.scale > (style.smallestScale ?? Infinity)) return [];
    // A number on a house says little to who looks for a shop.
    if (properties.kind === "building" && Number(properties.rank) >= 9 && frame.scale > 2500) return [];
    const [x, y] = frame.project(geometry.coordinates);
    if (!isWithin(x, y, frame)) return [];
    const order = style.order + Number(properties.rank ?? 9) / 100;
    return [{ order, tie: x + y, place: () => placeLevel(name, x, y, style, context) }];
  });
}

function isWithin(x: number, y: number, frame: Rectangle): boolean {
  return x >= frame.x && y >= frame.y && x <= frame.x + frame.width && y <= frame.y + frame.height;
}

/** About the point, else a little above, below or beside it. */
function placeLevel(
  text: string,
  x: number,
  y: number,
  style: LabelStyle,
  { letters, room, factor }: Context,
): Item | null {
  const size = style.size * factor;
  const width = letters.width(text, style.weight) * size;
  for (const [dx, dy] of [
    [0, 0],
    [0, -size],
    [0, size],
    [0, -2 * size],
    [0, 2 * size],
    [width / 3, size],
    [-width / 3, size],
    [width / 3, -size],
    [-width / 3, -size],
    [width / 2 + size / 2, 0],
    [-width / 2 - size / 2, 0],
  ]) {
    const [cx, cy] = [x + dx, y + dy];
    const box = { x: cx - width / 2 - 1.5, y: cy - size * 0.62, width: width + 3, height: size * 1.24 };
    if (!room.isFree([box])) continue;
    room.take([box]);
    return textItem(text, cx, cy + size * 0.36, size, style);
  }
  return null;
}

function textItem(
  text: string,
  x: number,
  y: number,
  size: number,
  { weight, color }: LabelStyle,
  rotate?: number,
): TextItem {
  const halo = { color: "#ffffff", width: 0.9 };
  return { type: "text", x, y, text, size, weight, fill: color, anchor: "middle", halo, ...(rotate && { rotate }) };
}

/** Ways of one name are one street, however many pieces the map has of it. */
function streetCandidates(features: readonly MapFeature[], context: Context): Candidate[] {
  const streets = new Map<string, { kind: string; lines: Point[][] }>();
  for (const { geometry, properties } of features) {
    const [name, kind] = [textOf(properties.name), String(properties.kind)];
    const style = streetStyles[kind];
    if (name === null || style === undefined || context.frame.scale > (style.smallestScale ?? Infinity)) continue;
    const lines = projectedLines(geometry, context.frame, context.frame);
    const known = streets.get(name);
    if (known === undefined) streets.set(name, { kind, lines });
    else {
      known.lines.push(...lines);
      if (streetStyles[known.kind].order > style.order) known.kind = kind;
    }
  }
  return [...streets].flatMap(([name, { kind, lines }]) => alongCandidates(name, lines, streetStyles[kind], context));
}

function waterCandidates(features: readonly MapFeature[], context: Context): Candidate[] {
  const rivers = new Map<string, Point[][]>();
  for (const { geometry, properties } of features) {
    const name = textOf(properties.name);
    if (name === null || geometry.type.endsWith("Polygon")) continue;
    const lines = projectedLines(geometry, context.frame, context.frame);
    rivers.set(name, [...(rivers.get(name) ?? []), ...lines]);
  }
  return [...rivers].flatMap(([name, lines]) => alongCandidates(name, lines, waterStyle, context));
}

/** A long street has its name again so often, in points. */
const repeatPoints = 320;

function alongCandidates(text: string, lines: Point[][], style: LabelStyle, context: Context): Candidate[] {
  return joined(lines).flatMap((line, part): Candidate[] => {
    const length = lengthOf(line);
    const times = Math.max(1, Math.floor(length / repeatPoints));
    return Array.from({ length: times }, (_, i): Candidate => {
      const from = (length * i) / times;
      const to = (length * (i + 1)) / times;
      // The longest piece names the street first; what is left of it is less urgent.
      const order = style.order + (part === 0 ? 0 : 1);
      return { order, tie: -length, place: () => placeAlong(text, line, from, to, style, context) };
    });
  });
}

/** Pieces that meet end to end as one line, the longest first. */
function joined(lines: readonly Point[][]): Point[][] {
  const left = lines.map((line) => [...line]).filter((line) => line.length > 1);
  const key = ([x, y]: Point): string => `${Math.round(x * 2)} ${Math.round(y * 2)}`;
  const chains: Point[][] = [];
  while (left.length > 0) {
    let chain = left.shift()!;
    for (let grew = true; grew;) {
      grew = false;
      for (const [i, other] of left.entries()) {
        const next = attach(chain, other, key);
        if (next === null) continue;
        chain = next;
        left.splice(i, 1);
        grew = true;
        break;
      }
    }
    chains.push(chain);
  }
  return chains.sort((a, b) => lengthOf(b) - lengthOf(a));
}

function attach(chain: Point[], other: Point[], key: (point: Point) => string): Point[] | null {
  const [head, tail] = [key(chain[0]), key(chain[chain.length - 1])];
  const [first, last] = [key(other[0]), key(other[other.length - 1])];
  if (tail === first && head !== last) return [...chain, ...other.slice(1)];
  if (head === last && tail !== first) return [...other, ...chain.slice(1)];
  if (tail === last && head !== first) return [...chain, ...other.toReversed().slice(1)];
  if (head === first && tail !== last) return [...other.toReversed(), ...chain.slice(1)];
  return null;
}

/** Where the line is straight enough for the text, nearest to the middle of the stretch. */
function placeAlong(
  text: string,
  line: readonly Point[],
  from: number,
  to: number,
  style: LabelStyle,
  { letters, room, factor, frame, named }: Context,
): Item | null {
  const size = style.size * factor;
  // A little wider than set solid, so that upright characters do not touch.
  const width = letters.width(text, style.weight) * size * 1.06;
  if (to - from < width * 1.05) return null;
  const slack = to - from - width;
  const step = Math.max(size, 4);
  const starts: number[] = [];
  for (let offset = 0; offset <= slack / 2; offset += step) {
    starts.push(from + slack / 2 - offset);
    if (offset > 0) starts.push(from + slack / 2 + offset);
  }
  for (const start of starts) {
    const [a, b] = [pointAlong(line, start), pointAlong(line, start + width)];
    const chord = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (chord < width * 0.97 || !isStraight(line, start, width, a, b, size * 0.3)) continue;
    // From left to right; upright streets are read from the left side.
    const angle = angleOf(a, b);
    const center: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const others = named.get(text) ?? [];
    if (others.some(([x, y]) => Math.hypot(x - center[0], y - center[1]) < leastApartPoints)) continue;
    const boxes = boxesAlong(center, angle, width, size);
    if (!room.isFree(boxes) || clipLine([a, b], frame).length === 0) continue;
    room.take(boxes);
    named.set(text, [...others, center]);
    if (Math.abs(angle) > steepDegrees && /^[\p{Script=Han}\d]+$/u.test(text)) {
      return uprightItem(text, a[1] < b[1] ? [a, b] : [b, a], size, style);
    }
    const radians = (angle * Math.PI) / 180;
    const down = size * 0.36;
    return textItem(
      text,
      center[0] - Math.sin(radians) * down,
      center[1] + Math.cos(radians) * down,
      size,
      style,
      angle,
    );
  }
  return null;
}

/** Along a street that runs up and down, the characters stay upright. */
const steepDegrees = 58;
/** The same name does not stand twice within so many points. */
const leastApartPoints = 190;

/** From above to below. */
function uprightItem(text: string, [from, to]: [Point, Point], size: number, style: LabelStyle): TextItem {
  const count = [...text].length;
  const spots = Array.from({ length: count }, (_, i): Point => {
    const t = (i + 0.5) / count;
    return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t + size * 0.38];
  });
  return { ...textItem(text, spots[0][0], spots[0][1], size, style), spots };
}

function angleOf(a: Point, b: Point): number {
  let angle = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
  if (angle > 90) angle -= 180;
  if (angle <= -90) angle += 180;
  return angle;
}

function isStraight(
  line: readonly Point[],
  start: number,
  width: number,
  a: Point,
  b: Point,
  tolerance: number,
): boolean {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const chord = Math.hypot(dx, dy);
  for (let i = 1; i < 6; i++) {
    const [x, y] = pointAlong(line, start + (width * i) / 6);
    if (Math.abs((x - a[0]) * dy - (y - a[1]) * dx) / chord > tolerance) return false;
  }
  return true;
}

/** A turned text as a row of upright boxes. */
function boxesAlong([x, y]: Point, angle: number, width: number, size: number): Rectangle[] {
  const radians = (angle * Math.PI) / 180;
  const count = Math.max(1, Math.ceil(width / size));
  return Array.from({ length: count }, (_, i) => {
    const along = ((i + 0.5) / count - 0.5) * width;
    const half = size * 0.62;
    return {
      x: x + Math.cos(radians) * along - half,
      y: y + Math.sin(radians) * along - half,
      width: 2 * half,
      height: 2 * half,
    };
  });
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}
