/** The streets of the lattice itself, and what lies in the narrow bands. */
import type { Point } from "../geometry.ts";
import type { CityMap, Corner, Tags } from "../map.ts";
import { Random } from "../random.ts";
import {
  type Axis,
  bandOf,
  carriageway,
  cellsPerSide,
  crossingPoint,
  junctionsOf,
  latticePoint,
  lerp,
  lineOf,
  passageOf,
} from "./lattice.ts";
import type { Layout } from "./layout.ts";
import { arterialName } from "./names.ts";

/** Longer straights get corners, so that they bend with the sheet. */
const shapeMeters = 130;

/** A line with corners at least every `shapeMeters`; those given stay. */
export function shaped(corners: readonly Point[]): Point[] {
  return corners.flatMap((corner, k) => {
    const before = corners[k - 1];
    if (!before) return [corner];
    const pieces = Math.ceil(Math.hypot(corner[0] - before[0], corner[1] - before[1]) / shapeMeters);
    return Array.from({ length: pieces }, (_, p) =>
      p + 1 === pieces ? corner : lerp(before, corner, (p + 1) / pieces),
    );
  });
}

const crossedBand = (axis: Axis, i: number, j: number) => bandOf(axis === "v" ? "h" : "v", axis === "v" ? j : i);

function drawEdge(map: CityMap, axis: Axis, i: number, j: number): void {
  const passage = passageOf(axis, i, j);
  const { highway, half } = lineOf(axis, axis === "v" ? i : j);
  const random = new Random(`draw/${axis}/${i}/${j}`);
  if (passage === "none") return;
  if (passage === "footbridge") {
    const [from, to] = carriageway(axis, i, j, 1);
    drawFootbridge(map, from, to, crossedBand(axis, i, j) !== "river");
    return;
  }
  const tags: Tags = {
    highway,
    ...arterialName(axis, axis === "v" ? i : j),
    ...(half ? { oneway: "yes", lanes: random.pick(["2", "3"]) } : {}),
    ...(random.chance(0.4) ? { sidewalk: "both" } : {}),
    ...(passage === "bridge"
      ? { bridge: "yes", layer: "1" }
      : passage === "tunnel"
        ? { tunnel: "yes", layer: "-1" }
        : {}),
  };
  const junctions = junctionsOf(axis, i, j);
  for (const side of half ? [-1, 1] : [1]) {
    const [a, b] = carriageway(axis, i, j, side);
    const points = [
      a,
      ...junctions.filter((at) => !half || at[side < 0 ? "minus" : "plus"]).map(({ t }) => lerp(a, b, t)),
      b,
    ];
    const line = shaped(points);
    // One keeps to the right.
    const forward = axis === "v" ? side > 0 : side < 0;
    map.line(half && !forward ? line.toReversed() : line, tags);
  }
  if (!half) return;
  const [minus, plus] = [carriageway(axis, i, j, -1), carriageway(axis, i, j, 1)];
  for (const { t, kind, minus: left, plus: right } of junctions) {
    if (kind !== "street" || !left || !right) continue;
    const [from, to] = [lerp(...minus, t), lerp(...plus, t)];
    // A street that goes on beyond a divided road: cars cross at some, people at all of them, a few by stairs.
    const crossed = random.next();
    if (crossed < 0.5) map.line([from, to], { highway: "residential" });
    else if (crossed < 0.8) map.line([from, to], { highway: "footway", footway: "crossing", crossing: "marked" });
    else drawFootbridge(map, from, to, true);
  }
}

/** Up, a deck above whatever lies between, down. */
function drawFootbridge(map: CityMap, from: Point, to: Point, stairs: boolean): void {
  const deck = [lerp(from, to, 0.3), lerp(from, to, 0.7)].map(([x, y]): Corner => [x, y, 1]);
  const ends: Tags = stairs ? { highway: "steps", step_count: "34", handrail: "yes" } : { highway: "footway" };
  map.line([from, deck[0]], ends);
  map.line(deck, { highway: "footway", bridge: "yes", layer: "1" });
  map.line([deck[1], to], ends);
}

/** The short pieces between the carriageways where two lines cross, and the lights. */
function drawCrossing(map: CityMap, i: number, j: number): void {
  const random = new Random(`crossing/${i}/${j}`);
  const vertical = lineOf("v", i);
  const horizontal = lineOf("h", j);
  const at = (x: number, y: number) => crossingPoint(i, j, x, y);
  if (horizontal.half)
    for (const x of vertical.half ? [-1, 1] : [1])
      map.line([at(x, -1), at(x, 1)], { highway: vertical.highway, ...arterialName("v", i) });
  if (vertical.half)
    for (const y of horizontal.half ? [-1, 1] : [1])
      map.line([at(-1, y), at(1, y)], { highway: horizontal.highway, ...arterialName("h", j) });
  if (vertical.highway === "tertiary" && horizontal.highway === "tertiary") return;
  if (random.chance(0.8)) map.node(at(1, 1), { highway: "traffic_signals" });
}

/** Everything on the lines that this district draws: its own south and west, and the city's outer rim. */
export function drawArterials(map: CityMap, layout: Layout, district: number): void {
  const [i0, j0] = layout.origin(district);
  for (let i = i0; i <= i0 + cellsPerSide; i++)
    for (let j = j0; j <= j0 + cellsPerSide; j++) {
      if (layout.ownerOfNode(i, j) === district) drawCrossing(map, i, j);
      for (const axis of ["v", "h"] as const) {
        if ((axis === "v" ? j - j0 : i - i0) === cellsPerSide) continue;
        if (layout.ownerOfEdge(axis, i, j) === district) drawEdge(map, axis, i, j);
      }
    }
}

/** The ground of a band's cell between its banks: water, tracks, a road above, or green. */
export function drawBand(map: CityMap, i: number, j: number): void {
  for (const axis of ["v", "h"] as const) {
    const kind = bandOf(axis, axis === "v" ? i : j);
    if (!kind) continue;
    const random = new Random(`band/${axis}/${i}/${j}`);
    // Along the band from a to b, at a share of its width; 0 and 1 are the two banks.
    const along = (share: number): Point[] => {
      const [a0, b0]: [Point, Point] =
        axis === "v" ? [latticePoint(i, j), latticePoint(i, j + 1)] : [latticePoint(i, j), latticePoint(i + 1, j)];
      const [a1, b1]: [Point, Point] =
        axis === "v"
          ? [latticePoint(i + 1, j), latticePoint(i + 1, j + 1)]
          : [latticePoint(i, j + 1), latticePoint(i + 1, j + 1)];
      return shaped([lerp(a0, a1, share), lerp(b0, b1, share)]);
    };
    const strip = (from: number, to: number): Point[] => {
      const ring = [...along(from), ...along(to).toReversed()];
      return [...ring, ring[0]];
    };
    if (kind === "river") {
      map.line(strip(0.24, 0.76), { natural: "water", water: "river" });
      map.line(along(0.5), { waterway: "river", name: "清漪河" });
    } else if (kind === "rail") {
      for (const share of [0.48, 0.52]) map.line(along(share), { railway: "rail", electrified: "contact_line" });
      for (const share of [0.4, 0.6]) map.line(along(share), { barrier: "fence" });
    } else if (kind === "expressway") {
      for (const share of [0.44, 0.56])
        map.line(share < 0.5 ? along(share).toReversed() : along(share), {
          highway: "trunk",
          bridge: "viaduct",
          layer: "2",
          oneway: "yes",
          foot: "no",
        });
    } else map.line(strip(0.2, 0.8), { landuse: "grass" });
    // A walk along one bank, from one crossing to the next.
    if (kind !== "river" && kind !== "parkway") continue;
    for (const share of [0.2, 0.8]) {
      if (!random.chance(0.5)) continue;
      const walk = along(share);
      const bank = share < 0.5;
      const ends = ([0, 1] as const).map((end) =>
        axis === "v"
          ? crossingPoint(bank ? i : i + 1, j + end, bank ? 1 : -1, end ? -1 : 1)
          : crossingPoint(i + end, bank ? j : j + 1, end ? -1 : 1, bank ? 1 : -1),
      );
      const middle = walk.length > 3 ? walk.slice(1, -1) : [lerp(walk[0], walk.at(-1)!, 0.5)];
      map.line([ends[0], ...middle, ends[1]], { highway: "footway", surface: "paving_stones" });
    }
  }
}
