/** A block between streets: four corners, what its sides are, and how places inside are found. */
import type { Point } from "../geometry.ts";
import type { CityMap } from "../map.ts";
import type { Random } from "../random.ts";
import { lerp } from "./lattice.ts";

export interface FaceSide {
  /** Ends on the street's line: from west to east, or from south to north. */
  a: Point;
  b: Point;
  /** Part of the lattice, a street of the cell, or no street at all. */
  kind: "edge" | "street" | "none";
  /** Where a way may join the street, 0 to 1 along the side; null: anywhere. */
  gates: number[] | null;
  street: string;
}

export interface Face {
  sides: { S: FaceSide; E: FaceSide; N: FaceSide; W: FaceSide };
  dense: number;
}

export const sideNames = ["S", "E", "N", "W"] as const;
export type SideName = (typeof sideNames)[number];

/** A place in the face: s from west (0) to east, t from south (0) to north. Lines of constant s or t are straight. */
export type Inside = (s: number, t: number) => Point;

function cornersOf({ sides }: Face): [sw: Point, se: Point, ne: Point, nw: Point] {
  return [sides.S.a, sides.S.b, sides.N.b, sides.N.a];
}

/** Places within the face drawn in by some metres on each side; null where that leaves too little. */
export function insideOf(
  face: Face,
  inset: Record<SideName, number>,
): { at: Inside; width: number; height: number } | null {
  const [sw, se, ne, nw] = cornersOf(face);
  const outer: Inside = (s, t) => lerp(lerp(sw, se, s), lerp(nw, ne, s), t);
  const width = Math.min(meters(sw, se), meters(nw, ne));
  const height = Math.min(meters(sw, nw), meters(se, ne));
  if (width - inset.W - inset.E < 45 || height - inset.S - inset.N < 45) return null;
  const [s0, s1] = [inset.W / width, 1 - inset.E / width];
  const [t0, t1] = [inset.S / height, 1 - inset.N / height];
  return {
    at: (s, t) => outer(s0 + s * (s1 - s0), t0 + t * (t1 - t0)),
    width: width * (s1 - s0),
    height: height * (t1 - t0),
  };
}

export const meters = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

export interface Home {
  at: Point;
  street: string;
  compound: string;
  kind: "courtyard" | "house" | "low" | "mid" | "tower";
}

/** Where a shop may be. */
export interface Spot {
  at: Point;
  street: string;
  compound: string;
  /** How many people pass, 1 for a quiet street. */
  weight: number;
  where: "front" | "compound" | "park" | "mall";
}

/** What is being drawn: the map and what the tables need. */
export interface Drawing {
  map: CityMap;
  homes: Home[];
  spots: Spot[];
}

/** A place on a side where a way may leave the street, at about the wanted share of it; null where there is none. */
export function gateOn(side: FaceSide, random: Random, low = 0.15, high = 0.85): number | null {
  if (side.kind === "none") return null;
  if (!side.gates) return random.between(low, high);
  const free = side.gates.filter((t) => t > low && t < high);
  return free.length > 0 ? random.pick(free) : null;
}
