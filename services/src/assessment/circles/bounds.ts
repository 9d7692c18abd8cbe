/** 四至: the named roads, rivers and railways that run along each side of a boundary. */
import type { BoundingBox, Position } from "@quarterhour/isochrones";
import type { MultiPolygon } from "geojson";
import { LineGrid } from "./named-lines.ts";
import { bordersOf } from "./neighbours.ts";
import { areaOf, boxOfBoundary, contains, Plane, ringsOf } from "./plane.ts";
import type { Boundary, BoundarySide, CircleBounds, Side, SideFeature } from "./types.ts";
import { sides } from "./types.ts";

/** A boundary is looked at every so many metres, and at so many places at most. */
const stepMeters = 10;
const mostSteps = 2000;

/** How far a line may run beside the boundary: half a wide street with its pavements, a river with its banks. */
const toleranceMeters = { road: 40, railway: 50, river: 60, community: 30 } as const;

/** How much it may turn away: a street that crosses the boundary is none that bounds it. */
const mostTurn = Math.sin((30 * Math.PI) / 180);

/** A line that runs along so much of a side is named; of these, as many as it takes to cover `enoughShare` of it. */
const leastShare = 0.2;
const enoughShare = 0.6;
const mostNames = 3;

/** Shares below this are left out of the list of what runs along. */
const shownShare = 0.05;

/** How far outside of a boundary its neighbour is looked for: beyond what the two borders differ by. */
const beyondMeters = toleranceMeters.community + 10;

const nothing = "—";
const words: Record<Side, string> = { east: "东", south: "南", west: "西", north: "北" };

export interface BoundsArea {
  name: string;
  geometry: MultiPolygon;
}

/** What may run along a boundary, ready to be asked. */
export interface BoundsGround {
  lines: LineGrid;
  /** Borders between communities: asked where nothing else runs. */
  borders: LineGrid;
  /** In the order of the borders' names. */
  communities: readonly (BoundsArea & { box: BoundingBox })[];
}

export function boundsGround(lines: LineGrid, communities: readonly BoundsArea[]): BoundsGround {
  return {
    lines,
    borders: new LineGrid(bordersOf(communities)),
    communities: communities.map(({ name, geometry }) => ({ name, geometry, box: boxOfBoundary(geometry) })),
  };
}

/** Somebody's own words for a side. */
export interface SideWords {
  text: string;
  outdated: boolean;
}

interface Step {
  /** Metres of the boundary that it stands for. */
  meters: number;
  side: Side;
  /** Number of the line of `lines` that runs along, else of `borders`, else -1. */
  line: number;
  border: number;
}

/**
 * Each side by its share of the length: the longest named line along it, more of them until they make up
 * most of it. Where no line has a name, the border of a community; where that is none either, “—”.
 */
export function boundsOf(
  boundary: Boundary,
  ground: BoundsGround,
  edits: Partial<Record<Side, SideWords>> = {},
): CircleBounds {
  const steps = stepsAlong(boundary, ground);
  const { lines, borders } = ground;
  const found = Object.fromEntries(
    sides.map((side) => [
      side,
      sideOf(
        steps.filter((step) => step.side === side),
        lines,
        borders,
        edits[side],
      ),
    ]),
  ) as Record<Side, BoundarySide>;
  return { ...found, text: sides.map((side) => `${words[side]}至${found[side].text}`).join("，") };
}

function sideOf(steps: readonly Step[], lines: LineGrid, borders: LineGrid, edit: SideWords | undefined): BoundarySide {
  const total = steps.reduce((sum, { meters }) => sum + meters, 0);
  const named = sharesOf(steps, total, ({ line }) => line, lines);
  const border = sharesOf(steps, total, (step) => (step.line < 0 ? step.border : -1), borders);
  const other = 1 - [...named, ...border].reduce((sum, { share }) => sum + share, 0);
  const features = [...named, ...border].filter(({ share }) => share >= shownShare).sort((a, b) => b.share - a.share);
  if (other >= shownShare) features.push({ name: nothing, kind: "none", share: other });
  const derived = wordsFor(named) ?? wordsFor(border, "界") ?? nothing;
  return {
    text: edit?.text ?? derived,
    derived,
    edited: edit !== undefined,
    outdated: edit?.outdated ?? false,
    features: features.map(({ share, ...rest }) => ({ ...rest, share: Math.round(share * 1000) / 1000 })),
  };
}

function sharesOf(
  steps: readonly Step[],
  total: number,
  numberOf: (step: Step) => number,
  { lines: { names } }: LineGrid,
): SideFeature[] {
  const meters = new Map<number, number>();
  for (const step of steps) {
    const number = numberOf(step);
    if (number >= 0) meters.set(number, (meters.get(number) ?? 0) + step.meters);
  }
  return [...meters]
    .map(([number, along]) => ({ ...names[number], share: along / total }))
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
}

function wordsFor(found: readonly SideFeature[], ending = ""): string | null {
  const chosen: string[] = [];
  let covered = 0;
  for (const { name, share } of found) {
    if (share < leastShare || covered >= enoughShare || chosen.length === mostNames) break;
    chosen.push(`${name}${ending}`);
    covered += share;
  }
  return chosen.length === 0 ? null : chosen.join("、");
}

/** Walks along the outer rings and notes what runs beside. */
function stepsAlong(boundary: Boundary, { lines, borders, communities }: BoundsGround): Step[] {
  const box = boxOfBoundary(boundary);
  const plane = Plane.over(box);
  const [halfWidth, halfHeight] = [plane.x(box[2]), plane.y(box[3])];
  // islets of a boundary say nothing about where it lies
  const shells = ringsOf(boundary).map(([shell]) => shell);
  const largest = Math.max(...shells.map((shell) => areaOf({ type: "Polygon", coordinates: [[...shell]] })));
  const rings = shells
    .filter((shell) => areaOf({ type: "Polygon", coordinates: [[...shell]] }) > largest / 10)
    .map((shell) => shell.map(([lng, lat]): Position => [plane.x(lng), plane.y(lat)]));
  const length = rings.reduce((sum, ring) => sum + lengthOf(ring), 0);
  const step = Math.max(stepMeters, length / mostSteps);
  const degrees = plane.degrees(Math.max(...Object.values(toleranceMeters)));
  const along = new Along(plane, degrees);
  let neighbour = -1;
  /** The community on the other side of its border; the one on this side where there is none. */
  const beyond = (border: number, x: number, y: number): number => {
    if (border < 0) return -1;
    const place = plane.position(x, y);
    const holds = ({ geometry, box: [w, s, e, n] }: BoundsGround["communities"][number]) =>
      place[0] >= w && place[0] <= e && place[1] >= s && place[1] <= n && contains(geometry, place);
    if (neighbour < 0 || !holds(communities[neighbour])) neighbour = communities.findIndex(holds);
    return neighbour < 0 ? border : neighbour;
  };
  const steps: Step[] = [];
  for (const ring of rings) {
    const turn = Math.sign(signedArea(ring));
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = ring[i - 1];
      const [dx, dy] = [ring[i][0] - ax, ring[i][1] - ay];
      const meters = Math.hypot(dx, dy);
      if (meters === 0) continue;
      const count = Math.max(1, Math.round(meters / step));
      // outward is to the right of the way round where that is counter-clockwise
      const [outX, outY] = [(dy / meters) * turn, (-dx / meters) * turn];
      for (let k = 0; k < count; k++) {
        const t = (k + 0.5) / count;
        const [x, y] = [ax + t * dx, ay + t * dy];
        const line = along.find(lines, x, y, dx / meters, dy / meters);
        steps.push({
          meters: meters / count,
          side: sideAt(x / halfWidth, y / halfHeight, outX, outY),
          line,
          border:
            line >= 0
              ? -1
              : beyond(
                  along.find(borders, x, y, dx / meters, dy / meters),
                  x + outX * beyondMeters,
                  y + outY * beyondMeters,
                ),
        });
      }
    }
  }
  return steps;
}

/** Where a place lies from the middle counts for more than the way the line faces there, which notches turn about. */
function sideAt(x: number, y: number, outX: number, outY: number): Side {
  const [east, north] = [0.65 * x + 0.35 * outX, 0.65 * y + 0.35 * outY];
  if (Math.abs(east) >= Math.abs(north)) return east >= 0 ? "east" : "west";
  return north >= 0 ? "north" : "south";
}

/** Looks for the nearest line that runs the same way. */
class Along {
  readonly #plane: Plane;
  readonly #degrees: { lng: number; lat: number };

  constructor(plane: Plane, degrees: { lng: number; lat: number }) {
    this.#plane = plane;
    this.#degrees = degrees;
  }

  /** Number of its name; -1 where none runs within the tolerance. `ux`, `uy`: the way the boundary runs. */
  find(grid: LineGrid, x: number, y: number, ux: number, uy: number): number {
    const plane = this.#plane;
    const { ends, nameOf, names } = grid.lines;
    const [lng, lat] = plane.position(x, y);
    let best = -1;
    let bestMeters = Infinity;
    grid.near(lng, lat, this.#degrees.lng, this.#degrees.lat, (piece) => {
      const [ax, ay] = [plane.x(ends[4 * piece]), plane.y(ends[4 * piece + 1])];
      const [dx, dy] = [plane.x(ends[4 * piece + 2]) - ax, plane.y(ends[4 * piece + 3]) - ay];
      const length = Math.hypot(dx, dy);
      if (length === 0 || Math.abs(dx * uy - dy * ux) > mostTurn * length) return;
      const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (length * length)));
      const meters = Math.hypot(ax + t * dx - x, ay + t * dy - y);
      if (meters >= bestMeters || meters > toleranceMeters[names[nameOf[piece]].kind]) return;
      best = nameOf[piece];
      bestMeters = meters;
    });
    return best;
  }
}

function lengthOf(ring: readonly Position[]): number {
  let length = 0;
  for (let i = 1; i < ring.length; i++) length += Math.hypot(ring[i][0] - ring[i - 1][0], ring[i][1] - ring[i - 1][1]);
  return length;
}

function signedArea(ring: readonly Position[]): number {
  let doubled = 0;
  for (let i = 1; i < ring.length; i++) doubled += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return doubled;
}
