/** One road of the city: its lines, where they meet others, and the house numbers along it. */
import type { BoundingBox } from "@quarterhour/isochrones";
import { boxOf } from "../geometry/polygon.ts";
import { along, crossingOf, distance, footOn, meanOf } from "./frame.ts";
import type { Foot, Point } from "./frame.ts";
import { HouseNumbers } from "./numbers.ts";
import type { Anchor, Estimate } from "./numbers.ts";

const SAMPLE_METERS = 20;
/** Pieces of road with one name further apart than this are different roads. */
const SAME_ROAD_METERS = 400;
/** A door further from its road than this is badly placed or belongs to another. */
export const FARTHEST_DOOR_METERS = 250;

export class Road {
  readonly name: string;
  readonly lines: Point[][] = [];
  readonly #anchors: Anchor[] = [];
  /** By district; under null those of all. */
  readonly #numbers = new Map<string | null, HouseNumbers | null>();
  #box: BoundingBox | null = null;
  #middle: (Estimate & { spread: number }) | null = null;

  constructor(name: string) {
    this.name = name;
  }

  add(anchor: Anchor): void {
    this.#anchors.push(anchor);
    this.#numbers.clear();
    this.#middle = null;
  }

  /** Where a house number lies, counted in one district or along all of the road; null where nothing tells. */
  locate(
    main: number,
    sub: string | null,
    courtyard: boolean,
    district: string | null,
  ): (Estimate & { known: boolean }) | null {
    const counted = (district === null ? null : this.#numbersIn(district)) ?? this.#numbersIn(null);
    return counted?.locate(main, sub, courtyard) ?? null;
  }

  #numbersIn(district: string | null): HouseNumbers | null {
    let numbers = this.#numbers.get(district);
    if (numbers === undefined) {
      const anchors = district === null ? this.#anchors : this.#anchors.filter((each) => each.district === district);
      numbers = anchors.length === 0 ? null : new HouseNumbers(anchors, (point) => this.foot(point));
      this.#numbers.set(district, numbers);
    }
    return numbers;
  }

  foot(point: Point): Foot | null {
    let best: Foot | null = null;
    for (const line of this.lines) {
      const foot = footOn(line, point);
      if (foot !== null && (best === null || foot.meters < best.meters)) best = foot;
    }
    return best;
  }

  /** Whether the point lies in the road's box, widened by so many metres; a road without lines may be anywhere. */
  isWithin([x, y]: Point, meters: number): boolean {
    if (this.lines.length === 0) return true;
    this.#box ??= boxOf(this.lines.flat() as [number, number][])!;
    const [west, south, east, north] = this.#box;
    return x >= west - meters && x <= east + meters && y >= south - meters && y <= north + meters;
  }

  someVertex(test: (point: Point) => boolean): boolean {
    return (
      this.lines.some((line) => line.some(test)) ||
      (this.lines.length === 0 && this.#anchors.some(({ at }) => test(at)))
    );
  }

  /** Metres from the road's lines, else from its nearest known number. */
  metersFrom(point: Point): number {
    const foot = this.foot(point);
    if (foot !== null) return foot.meters;
    return Math.min(Infinity, ...this.#anchors.map(({ at }) => distance(at, point)));
  }

  /** A point of the road from which as much as possible of it is near. */
  middle(): Estimate & { spread: number } {
    if (this.#middle !== null) return this.#middle;
    const points = this.samples();
    const centre = meanOf(points);
    let at = points[0];
    for (const point of points) if (distance(point, centre) < distance(at, centre)) at = point;
    const distances = points.map((point) => distance(point, at)).sort((a, b) => a - b);
    const spread = distances[distances.length - 1];
    this.#middle = { at, errorMeters: 15 + distances[Math.floor(distances.length * 0.66)], spread, how: "道路中段" };
    return this.#middle;
  }

  /** Points along all of it, at most some twenty metres apart. */
  samples(): Point[] {
    const points: Point[] = [];
    for (const line of this.lines) {
      for (let i = 1; i < line.length; i++) {
        const length = distance(line[i - 1], line[i]);
        const steps = Math.max(1, Math.ceil(length / SAMPLE_METERS));
        for (let step = 0; step < steps; step++) points.push(along(line[i - 1], line[i], step / steps));
      }
      points.push(line[line.length - 1]);
    }
    return points.length > 0 ? points : this.#anchors.map(({ at }) => at);
  }

  /** Places where the two roads meet or pass one another, those close together taken as one. */
  crossings(other: Road): Point[] {
    const found: Point[] = [];
    for (const line of this.lines) {
      for (const otherLine of other.lines) crossLines(line, otherLine, found);
    }
    if (found.length === 0) {
      // Roads that end a few metres short of one another on the map.
      let best: { at: Point; meters: number } | null = null;
      for (const point of this.lines.flat()) {
        const foot = other.foot(point);
        if (foot !== null && foot.meters < 40 && (best === null || foot.meters < best.meters)) {
          best = { at: along(point, foot.at, 0.5), meters: foot.meters };
        }
      }
      if (best !== null) found.push(best.at);
    }
    const groups: Point[][] = [];
    for (const point of found) {
      const group = groups.find((members) => distance(meanOf(members), point) < 80);
      if (group === undefined) groups.push([point]);
      else group.push(point);
    }
    return groups.map(meanOf);
  }

  /** The lines' own points between two places on the road, for what lies on a stretch. */
  stretch(from: Point, to: Point): Estimate {
    const middle = along(from, to, 0.5);
    const foot = this.foot(middle);
    const length = distance(from, to);
    return {
      at: foot === null || foot.meters > length * 0.5 ? middle : foot.at,
      errorMeters: 15 + length * 0.3,
      how: "路段中点",
    };
  }
}

function crossLines(a: Point[], b: Point[], found: Point[]): void {
  for (let i = 1; i < a.length; i++) {
    for (let j = 1; j < b.length; j++) {
      if (
        Math.max(a[i - 1][0], a[i][0]) < Math.min(b[j - 1][0], b[j][0]) - 1 ||
        Math.min(a[i - 1][0], a[i][0]) > Math.max(b[j - 1][0], b[j][0]) + 1
      )
        continue;
      const at = crossingOf(a[i - 1], a[i], b[j - 1], b[j]);
      if (at !== null) found.push(at);
    }
  }
}

/** Lines of one name → groups that belong together, since a city may have the same name twice. */
export function groupLines(lines: Point[][]): Point[][][] {
  const boxes = lines.map((line) => {
    const xs = line.map(([x]) => x);
    const ys = line.map(([, y]) => y);
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  });
  const group = lines.map((_, index) => index);
  const find = (index: number): number => (group[index] === index ? index : (group[index] = find(group[index])));
  for (let i = 0; i < lines.length; i++) {
    for (let j = 0; j < i; j++) {
      if (find(i) === find(j)) continue;
      const dx = Math.max(0, boxes[i][0] - boxes[j][2], boxes[j][0] - boxes[i][2]);
      const dy = Math.max(0, boxes[i][1] - boxes[j][3], boxes[j][1] - boxes[i][3]);
      if (Math.hypot(dx, dy) < SAME_ROAD_METERS) group[find(i)] = find(j);
    }
  }
  return [...Map.groupBy(lines, (_, index) => find(index)).values()];
}
