/**
 * Joins the ways of an OSM multipolygon or boundary into closed rings, and rings into polygons with holes.
 * Roles are not trusted: what lies inside what decides, as renderers do.
 */
import type { Position } from "@quarterhour/isochrones";
import { boxOf, ringContains, windAsGeoJson } from "./polygon.ts";
import { signedRingArea } from "./sphere.ts";

/** Node indices of one way, in order. */
export type NodeLine = ArrayLike<number>;

export interface Assembled {
  /** Closed rings of node indices, first equal to last. */
  rings: number[][];
  /** Ways left over whose ends met no other way: the relation is cut or broken. */
  looseWays: number;
}

/** Joins ways end to end by shared nodes. */
export function assembleRings(lines: NodeLine[]): Assembled {
  const rings: number[][] = [];
  const open: NodeLine[] = [];
  for (const line of lines) {
    if (line.length < 2) continue;
    if (line[0] === line[line.length - 1]) rings.push(Array.from(line));
    else open.push(line);
  }

  const waysAtEnd = new Map<number, number[]>();
  open.forEach((line, index) => {
    for (const end of [line[0], line[line.length - 1]]) {
      const ways = waysAtEnd.get(end);
      if (ways === undefined) waysAtEnd.set(end, [index]);
      else ways.push(index);
    }
  });

  const used = new Uint8Array(open.length);
  let looseWays = 0;
  for (let start = 0; start < open.length; start++) {
    if (used[start]) continue;
    used[start] = 1;
    // A walk over ways; where it comes back to a node it has passed, the loop between is a ring of its own.
    // So two rings that touch in one node stay two rings.
    let walk: number[][] = [Array.from(open[start])];
    for (;;) {
      const end = walk[walk.length - 1].at(-1) as number;
      const loopStart = walk.findIndex((piece) => piece[0] === end);
      if (loopStart >= 0) {
        const loop = walk.slice(loopStart).flatMap((piece, index) => (index === 0 ? piece : piece.slice(1)));
        rings.push(loop);
        walk = walk.slice(0, loopStart);
        if (walk.length === 0) break;
        continue;
      }
      const next = (waysAtEnd.get(end) ?? []).find((index) => !used[index]);
      if (next === undefined) {
        looseWays += walk.length;
        break;
      }
      used[next] = 1;
      const line = Array.from(open[next]);
      walk.push(line[0] === end ? line : line.reverse());
    }
  }
  return { rings, looseWays };
}

/** Groups closed rings into polygons: a ring inside an even number of others is an outline, else a hole of the smallest around it. */
export function nestRings(rings: Position[][]): Position[][][] {
  const sorted = rings
    .filter((ring) => ring.length >= 4 && signedRingArea(ring) !== 0)
    .map((ring) => ({ ring, area: Math.abs(signedRingArea(ring)), box: boxOf(ring)!, depth: 0 }))
    .sort((a, b) => b.area - a.area);
  const polygons: { rings: Position[][]; index: number }[] = [];
  const polygonOfRing = new Map<number, { rings: Position[][]; index: number }>();
  sorted.forEach((inner, index) => {
    let parent = -1;
    for (let other = index - 1; other >= 0; other--) {
      const outer = sorted[other];
      const boxInside =
        outer.box[0] <= inner.box[0] &&
        outer.box[1] <= inner.box[1] &&
        outer.box[2] >= inner.box[2] &&
        outer.box[3] >= inner.box[3];
      if (boxInside && liesInside(inner.ring, outer.ring)) {
        parent = other;
        break;
      }
    }
    inner.depth = parent < 0 ? 0 : sorted[parent].depth + 1;
    if (inner.depth % 2 === 0) {
      const polygon = { rings: [inner.ring], index };
      polygons.push(polygon);
      polygonOfRing.set(index, polygon);
    } else {
      polygonOfRing.get(parent)!.rings.push(inner.ring);
    }
  });
  return polygons.map((polygon) => windAsGeoJson(polygon.rings));
}

/** Judged by the first vertex that the two rings do not share. */
function liesInside(inner: Position[], outer: Position[]): boolean {
  const shared = new Set(outer.map(([lng, lat]) => `${lng},${lat}`));
  const own = inner.find(([lng, lat]) => !shared.has(`${lng},${lat}`));
  return own !== undefined && ringContains(outer, own);
}
