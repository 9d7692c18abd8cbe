/** Two walking networks compared: how much of each the other does not have. Pure. */
import type { Position, WalkNetwork } from "@quarterhour/isochrones";
import { BoxIndex } from "../geometry/boxes.ts";
import { degreesFor, metersBetween } from "../geometry/sphere.ts";

/** A way drawn again this near to where it was is the same way. */
const SAME_WAY_METERS = 5;
/** Pieces that changed are looked at in steps of at most this length. */
const STEP_METERS = 10;

export interface WayChanges {
  addedMeters: number;
  removedMeters: number;
}

type Segment = [Position, Position];

/**
 * Metres of walkable way that only one of the two has. A way that was cut, joined, or drawn anew within five metres
 * counts as the same, and two ways along the same line as one.
 */
export function compareWays(before: WalkNetwork, after: WalkNetwork): WayChanges {
  if (before.version === after.version) return { addedMeters: 0, removedMeters: 0 };
  const old = keysOf(before);
  const now = keysOf(after);
  const removed = segmentsBeside(before, now);
  const added = segmentsBeside(after, old);
  return { addedMeters: metersAwayFrom(added, removed), removedMeters: metersAwayFrom(removed, added) };
}

/** Calls back with each straight piece of the network's ways, in 1e-7 degree, the lesser end first. */
function eachSegment(
  { arrays, edgeCount }: WalkNetwork,
  visit: (aLng: number, aLat: number, bLng: number, bLat: number) => void,
): void {
  const { vertexLng, vertexLat, edgeFrom, edgeTo, shapeStart, shapeLng, shapeLat } = arrays;
  for (let edge = 0; edge < edgeCount; edge++) {
    let lng = vertexLng[edgeFrom[edge]];
    let lat = vertexLat[edgeFrom[edge]];
    const end = shapeStart[edge + 1];
    for (let shape = shapeStart[edge]; shape <= end; shape++) {
      const nextLng = shape < end ? shapeLng[shape] : vertexLng[edgeTo[edge]];
      const nextLat = shape < end ? shapeLat[shape] : vertexLat[edgeTo[edge]];
      if (lng < nextLng || (lng === nextLng && lat < nextLat)) visit(lng, lat, nextLng, nextLat);
      else if (lng !== nextLng || lat !== nextLat) visit(nextLng, nextLat, lng, lat);
      lng = nextLng;
      lat = nextLat;
    }
  }
}

/** 53 bits that stand for a piece: among millions of pieces two that agree by chance are not to be expected. */
function keyOf(aLng: number, aLat: number, bLng: number, bLat: number): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (const value of [aLng, aLat, bLng, bLat]) {
    low = Math.imul(low ^ value, 0x85ebca6b);
    low ^= low >>> 15;
    high = Math.imul(high ^ value, 0xc2b2ae35);
    high ^= high >>> 13;
  }
  return (low >>> 0) * 0x200000 + (high >>> 11);
}

function keysOf(network: WalkNetwork): Set<number> {
  const keys = new Set<number>();
  eachSegment(network, (...ends) => keys.add(keyOf(...ends)));
  return keys;
}

/** The pieces, each once, that are not among these. */
function segmentsBeside(network: WalkNetwork, others: ReadonlySet<number>): Segment[] {
  const seen = new Set<number>();
  const segments: Segment[] = [];
  eachSegment(network, (aLng, aLat, bLng, bLat) => {
    const key = keyOf(aLng, aLat, bLng, bLat);
    if (others.has(key) || seen.has(key)) return;
    seen.add(key);
    segments.push([
      [aLng / 1e7, aLat / 1e7],
      [bLng / 1e7, bLat / 1e7],
    ]);
  });
  return segments;
}

/** Metres of these pieces that none of the others runs along. */
function metersAwayFrom(segments: readonly Segment[], others: readonly Segment[]): number {
  const index = new BoxIndex<Segment>();
  for (const segment of others) {
    const [a, b] = segment;
    const room = degreesFor(SAME_WAY_METERS, a[1]);
    index.add(
      [
        Math.min(a[0], b[0]) - room.lng,
        Math.min(a[1], b[1]) - room.lat,
        Math.max(a[0], b[0]) + room.lng,
        Math.max(a[1], b[1]) + room.lat,
      ],
      segment,
    );
  }
  let away = 0;
  for (const [a, b] of segments) {
    const meters = metersBetween(a, b);
    const steps = Math.max(1, Math.ceil(meters / STEP_METERS));
    for (let step = 0; step < steps; step++) {
      const share = (step + 0.5) / steps;
      const middle: Position = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
      if (!index.at(middle).some((other) => metersFrom(middle, other) <= SAME_WAY_METERS)) away += meters / steps;
    }
  }
  return away;
}

/** Metres from a place to a straight piece near it. */
function metersFrom(place: Position, [a, b]: Segment): number {
  const scale = degreesFor(1, place[1]);
  const x = (lng: number) => (lng - place[0]) / scale.lng;
  const y = (lat: number) => (lat - place[1]) / scale.lat;
  const [ax, ay, bx, by] = [x(a[0]), y(a[1]), x(b[0]), y(b[1])];
  const squared = (bx - ax) ** 2 + (by - ay) ** 2;
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, -(ax * (bx - ax) + ay * (by - ay)) / squared));
  return Math.hypot(ax + (bx - ax) * share, ay + (by - ay) * share);
}
