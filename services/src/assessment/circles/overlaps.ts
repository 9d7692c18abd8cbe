/** Where circles lie over each other, and who lives in none. */
import type { BoundingBox } from "@quarterhour/isochrones";
import type { MultiPolygon, Position } from "geojson";
import { setImmediate } from "node:timers/promises";
import { commonGround, without } from "./clip.ts";
import { TooIntricate } from "./crossings.ts";
import type { Community } from "./members.ts";
import type { PlaceGrid } from "./place-grid.ts";
import { areaOf, boxOfBoundary } from "./plane.ts";
import type { Boundary, CircleResidence } from "./types.ts";

export interface OverlapCircle {
  id: string;
  name: string;
  boundary: Boundary;
}

export interface Overlap {
  a: string;
  b: string;
  areaSquareMeters: number;
  /** With their homes in both. */
  households: number;
  geometry: Boundary;
}

export interface Leftover {
  households: number;
  /** null where a home left over has no count. */
  people: number | null;
  residences: number;
  /** With homes or ground in no circle; most households first. */
  communities: {
    id: string;
    name: string;
    households: number;
    /** Of the community's own. */
    share: number | null;
    areaSquareMeters: number;
  }[];
  /** Ground of communities that lies in no circle. */
  geometry: MultiPolygon;
}

export interface OverlapGround {
  residences: readonly CircleResidence[];
  residenceGrid: PlaceGrid;
  communities: readonly Community[];
}

/** Circles that only share a line do not overlap: less than this is taken for that. */
const leastOverlapSquareMeters = 1_000;

/** Nobody goes through more; and of circles that all lie on each other there would be half the square of their number. */
const mostOverlaps = 1_000;

/**
 * Lets others have their turn between one pair and the next. `isCutShort`: there are more overlaps than are told, or
 * boundaries so intricate that they were not cut with others; homes are counted all the same.
 */
export async function findOverlaps(
  circles: readonly OverlapCircle[],
  { residences, residenceGrid, communities }: OverlapGround,
): Promise<{ overlaps: Overlap[]; isCutShort: boolean; leftover: Leftover }> {
  const rows = circles.map(({ boundary }) => residenceGrid.inside(boundary));
  const overlaps: Overlap[] = [];
  const boxes = circles.map(({ boundary }) => boxOfBoundary(boundary));
  let isCutShort = false;
  let isIntricate = false;
  for (let i = 0; i < circles.length && !isCutShort; i++) {
    const own = new Set(rows[i]);
    for (let j = i + 1; j < circles.length; j++) {
      if (areApart(boxes[i], boxes[j])) continue;
      const geometry = commonOf(circles[i].boundary, circles[j].boundary);
      if (geometry === "too intricate") {
        isIntricate = true;
        continue;
      }
      if (geometry === null || areaOf(geometry) < leastOverlapSquareMeters) continue;
      if (overlaps.length === mostOverlaps) {
        isCutShort = true;
        break;
      }
      const both = rows[j].filter((row) => own.has(row));
      overlaps.push({
        a: circles[i].id,
        b: circles[j].id,
        areaSquareMeters: Math.round(areaOf(geometry)),
        households: both.reduce((sum, row) => sum + residences[row].households, 0),
        geometry,
      });
      await setImmediate();
    }
    await setImmediate();
  }
  overlaps.sort((a, b) => b.households - a.households || b.areaSquareMeters - a.areaSquareMeters);
  const inside = new Uint8Array(residences.length);
  for (const ofCircle of rows) for (const row of ofCircle) inside[row] = 1;
  const { leftover, isWhole } = await leftoverOf(circles, inside, residences, communities);
  return { overlaps, isCutShort: isCutShort || isIntricate || !isWhole, leftover };
}

function commonOf(a: Boundary, b: Boundary): Boundary | "too intricate" | null {
  try {
    return commonGround(a, b);
  } catch (error) {
    if (error instanceof TooIntricate) return "too intricate";
    throw error;
  }
}

const areApart = ([aw, as, ae, an]: BoundingBox, [bw, bs, be, bn]: BoundingBox): boolean =>
  aw > be || bw > ae || as > bn || bs > an;

async function leftoverOf(
  circles: readonly OverlapCircle[],
  inside: Uint8Array,
  residences: readonly CircleResidence[],
  communities: readonly Community[],
): Promise<{ leftover: Leftover; isWhole: boolean }> {
  let isWhole = true;
  const left: Leftover = {
    households: 0,
    people: 0,
    residences: 0,
    communities: [],
    geometry: { type: "MultiPolygon", coordinates: [] },
  };
  const byCommunity = new Map<string, number>();
  for (const [row, { households, people, areas }] of residences.entries()) {
    if (inside[row] === 1) continue;
    left.residences++;
    left.households += households;
    left.people = left.people === null || people === null ? null : left.people + people;
    if (areas.community !== null) {
      byCommunity.set(areas.community, (byCommunity.get(areas.community) ?? 0) + households);
    }
  }
  const boundaries = [...new Map(circles.map(({ boundary }) => [JSON.stringify(boundary), boundary])).values()];
  for (const { id, name, geometry, households } of communities) {
    const rest = await without(geometry, boundaries);
    const ground = rest.left;
    isWhole &&= rest.isWhole;
    const own = byCommunity.get(id) ?? 0;
    if (ground !== null) {
      const polygons: Position[][][] = ground.type === "Polygon" ? [ground.coordinates] : ground.coordinates;
      left.geometry.coordinates.push(...polygons);
    }
    const areaSquareMeters = ground === null ? 0 : Math.round(areaOf(ground));
    if (own > 0 || areaSquareMeters > leastOverlapSquareMeters) {
      const share = households > 0 ? own / households : null;
      left.communities.push({ id, name, households: own, share, areaSquareMeters });
    }
    await setImmediate();
  }
  left.communities.sort((a, b) => b.households - a.households || b.areaSquareMeters - a.areaSquareMeters);
  return { leftover: left, isWhole };
}
