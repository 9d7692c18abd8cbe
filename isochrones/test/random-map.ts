import type { Position } from "../src/index.ts";
import { metersBetween, moved, tagsOf } from "./map.ts";

/** The same numbers for the same seed: 0 up to 1, and whole numbers below a bound. */
export interface Random {
  (): number;
  below(bound: number): number;
  pick<T>(items: readonly T[]): T;
}

export function randomOf(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return Object.assign(next, { below, pick: <T>(items: readonly T[]): T => items[below(items.length)] });
}

export interface RandomMap {
  nodes: { id: number; position: Position; tags: string }[];
  ways: { id: number; refs: number[]; tags: string }[];
  walls: [Position, Position][];
  /** Corners of what the file covers. */
  bounds: [Position, Position] | null;
}

const CORNER: Position = [114, 22.5];
const WAY_TAGS = [
  "highway=residential",
  "highway=residential",
  "highway=footway",
  "highway=footway",
  "highway=pedestrian",
  "highway=path surface=gravel",
  "highway=steps",
  "highway=service access=private",
  "highway=service access=private",
  "highway=footway foot=private",
  "highway=footway oneway:foot=yes",
  "highway=footway oneway:foot=-1",
  "highway=footway access=private oneway:foot=yes",
];
const NODE_TAGS = [
  ...Array.from({ length: 15 }, () => ""),
  "highway=traffic_signals",
  "highway=traffic_signals",
  "highway=crossing",
  "barrier=bollard",
  "barrier=gate access=private",
  "barrier=gate access=no",
];

/** What a map with everything has beside: hours, lifts, an escalator, a ferry, kerbs and squares. */
const MORE_WAY_TAGS = [
  ...WAY_TAGS,
  "highway=footway opening_hours=08:00-18:00",
  "highway=steps conveying=forward",
  "highway=elevator",
  "route=ferry duration=00:02",
];
const MORE_NODE_TAGS = [
  ...NODE_TAGS,
  "",
  "",
  "",
  "",
  "barrier=gate opening_hours=08:00-18:00",
  "highway=crossing kerb=raised",
  "highway=elevator",
];
const SQUARE_TAGS = [
  "highway=pedestrian area=yes",
  "highway=pedestrian area=yes",
  "highway=service access=private area=yes",
];

/** A crooked grid of streets of all kinds: some missing, some running over several junctions, some over others. */
export function randomMap(
  random: Random,
  columns = 6,
  rows = 5,
  metersApart = 70,
  kinds: "plain" | "all" = "plain",
): RandomMap {
  const [nodeTags, wayTags] = kinds === "all" ? [MORE_NODE_TAGS, MORE_WAY_TAGS] : [NODE_TAGS, WAY_TAGS];
  const nodes = Array.from({ length: columns * rows }, (_, index) => ({
    id: index + 1,
    position: moved(
      CORNER,
      ((index % columns) + (random() - 0.5) * 0.7) * metersApart,
      (Math.floor(index / columns) + (random() - 0.5) * 0.7) * metersApart,
    ),
    tags: random.pick(nodeTags),
  }));
  const ways: RandomMap["ways"] = [];
  const add = (refs: number[]): void => {
    if (random() < 0.5) refs.reverse();
    ways.push({ id: 1001 + ways.length, refs, tags: random.pick(wayTags) });
  };
  const lines = [
    ...Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, c) => row * columns + c + 1)),
    ...Array.from({ length: columns }, (_, c) => Array.from({ length: rows }, (_, row) => row * columns + c + 1)),
  ];
  for (const line of lines) {
    for (let from = 0; from + 1 < line.length;) {
      const to = Math.min(line.length - 1, from + 1 + random.below(3));
      if (random() < 0.85) add(line.slice(from, to + 1));
      from = to;
    }
  }
  // a few straight over everything, joined only at their ends
  for (let i = 0; i < 2; i++) add([1 + random.below(nodes.length), 1 + random.below(nodes.length)]);
  for (let i = 0; kinds === "all" && i < 2; i++) {
    const first = 1 + random.below(columns - 1) + columns * random.below(rows - 1);
    const rim = [first, first + 1, first + columns + 1, first + columns];
    if (!isConvex(rim.map((ref) => nodes[ref - 1].position))) continue;
    ways.push({ id: 1001 + ways.length, refs: [...rim, first], tags: random.pick(SQUARE_TAGS) });
  }
  const map: RandomMap = { nodes, ways: ways.filter(({ refs }) => refs[0] !== refs[1]), walls: [], bounds: null };
  while (closeWhatIsCutOff(map));
  return map;
}

function isConvex(corners: Position[]): boolean {
  const turns = corners.map(([x, y], i) => {
    const [bx, by] = corners[(i + corners.length - 1) % corners.length];
    const [ax, ay] = corners[(i + 1) % corners.length];
    return (x - bx) * (ay - y) - (y - by) * (ax - x) > 0;
  });
  return turns.every((left) => left === turns[0]);
}

/**
 * Public ways that can be reached through private ones alone count as private, whatever their tags say. Here the tags
 * say so too, so that what a way is can be seen from its tags. True where that changed something.
 */
export function closeWhatIsCutOff({ nodes, ways }: RandomMap): boolean {
  const pieces = ways
    .filter(({ tags }) => !tags.includes("private"))
    .flatMap((way) => way.refs.slice(1).map((to, i) => ({ way, from: way.refs[i], to, piece: `${way.id}/${i}` })));
  const groups = new Map<string, Set<string>>();
  const together = (one: string, other: string): void => {
    const [a, b] = [groups.get(one) ?? new Set([one]), groups.get(other) ?? new Set([other])];
    const all = new Set([...a, ...b]);
    for (const piece of all) groups.set(piece, all);
  };
  const metAt = new Map<number, string>();
  for (const { from, to, piece } of pieces) {
    together(piece, piece);
    for (const node of [from, to]) {
      if (nodes[node - 1].tags.includes("gate")) continue;
      together(piece, metAt.get(node) ?? piece);
      metAt.set(node, piece);
    }
  }
  const metersOf = (group: Set<string>): number =>
    pieces
      .filter(({ piece }) => group.has(piece))
      .reduce((sum, { from, to }) => sum + metersBetween(nodes[from - 1].position, nodes[to - 1].position), 0);
  const [main] = [...new Set(groups.values())].toSorted((a, b) => metersOf(b) - metersOf(a));
  const cutOff = new Set(pieces.filter(({ piece }) => !main.has(piece)).map(({ way }) => way));
  for (const way of cutOff) way.tags += " access=private";
  return cutOff.size > 0;
}

export function xmlOf(map: RandomMap): string {
  const nodes = map.nodes.map(
    ({ id, position, tags }) => `<node id="${id}" lon="${position[0]}" lat="${position[1]}">${tagsOf(tags)}</node>`,
  );
  const ways = map.ways.map(
    ({ id, refs, tags }) => `<way id="${id}">${refs.map((ref) => `<nd ref="${ref}"/>`).join("")}${tagsOf(tags)}</way>`,
  );
  map.walls.forEach((ends, index) => {
    const ids = ends.map((_, end) => 100_001 + index * 2 + end);
    ends.forEach(([lng, lat], end) => nodes.push(`<node id="${ids[end]}" lon="${lng}" lat="${lat}"/>`));
    ways.push(`<way id="${ids[0]}"><nd ref="${ids[0]}"/><nd ref="${ids[1]}"/>${tagsOf("barrier=wall")}</way>`);
  });
  const bounds = map.bounds
    ? `<bounds minlon="${map.bounds[0][0]}" minlat="${map.bounds[0][1]}" maxlon="${map.bounds[1][0]}" maxlat="${map.bounds[1][1]}"/>`
    : "";
  return `<osm version="0.6">${bounds}${nodes.join("\n")}\n${ways.join("\n")}</osm>`;
}

/** A place on a way: its piece between two nodes, and how far along, 0 to 1. */
export interface PlaceOnWay {
  way: number;
  piece: number;
  share: number;
  position: Position;
}

export function placeOnWay(map: RandomMap, random: Random): PlaceOnWay {
  const way = random.below(map.ways.length);
  const { refs } = map.ways[way];
  const piece = random.below(refs.length - 1);
  const share = 0.1 + 0.8 * random();
  const [a, b] = [refs[piece], refs[piece + 1]].map((ref) => map.nodes[ref - 1].position);
  return { way, piece, share, position: [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])] };
}
