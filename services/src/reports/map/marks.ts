/** Numbered marks where outlets stand. Outlets that share a spot share a number; marks never cover each other. */
import type { CategoryId, Tier } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { circleData, lineData } from "../draw/scene.ts";
import type { Item, Point } from "../draw/scene.ts";
import type { Frame, Rectangle } from "./frame.ts";
import { palette } from "./palette.ts";

export interface MarkedOutlet {
  id: string;
  name: string;
  location: Position;
  categories: CategoryId[];
  tier: Tier;
}

export interface Mark<T extends MarkedOutlet = MarkedOutlet> {
  number: number;
  /** Where it really is. */
  spot: Point;
  /** Where the mark stands. */
  at: Point;
  outlets: T[];
}

/**
 * Numbers go as one reads: from the left in stripes from the top. Outlets outside the frame have none. Marks keep off
 * the boxes of `others`.
 */
export function placeMarks<T extends MarkedOutlet>(
  outlets: readonly T[],
  frame: Frame,
  radius: number,
  others: readonly Rectangle[] = [],
): Mark<T>[] {
  const spots: { spot: Point; outlets: T[] }[] = [];
  for (const outlet of outlets) {
    const spot = frame.project(outlet.location);
    if (!contains(frame, spot)) continue;
    const known = spots.find(({ spot: [x, y] }) => Math.hypot(x - spot[0], y - spot[1]) < radius);
    if (known === undefined) spots.push({ spot, outlets: [outlet] });
    else known.outlets.push(outlet);
  }
  const stripe = Math.max(frame.height / 9, 4 * radius);
  const row = (y: number): number => Math.floor((y - frame.y) / stripe);
  spots.sort((a, b) => row(a.spot[1]) - row(b.spot[1]) || a.spot[0] - b.spot[0] || a.spot[1] - b.spot[1]);
  const marks = spots.map(({ spot, outlets: here }, i) => ({ number: i + 1, spot, at: spot, outlets: here }));
  return apart(marks, frame, radius, others);
}

function contains({ x, y, width, height }: Rectangle, [px, py]: Point): boolean {
  return px >= x && px <= x + width && py >= y && py <= y + height;
}

/** Pushes marks away from each other, as little as is needed. */
function apart<T extends MarkedOutlet>(
  marks: Mark<T>[],
  frame: Rectangle,
  radius: number,
  others: readonly Rectangle[],
): Mark<T>[] {
  const distance = radius * 2 + 0.6;
  const at = marks.map(({ spot }) => [spot[0], spot[1]] as [number, number]);
  for (let round = 0; round < 120; round++) {
    let moved = false;
    for (let i = 0; i < at.length; i++) {
      for (let j = i + 1; j < at.length; j++) {
        const [dx, dy] = [at[j][0] - at[i][0], at[j][1] - at[i][1]];
        const apartNow = Math.hypot(dx, dy);
        if (apartNow >= distance) continue;
        // Two in one spot go apart in a direction of their own.
        const angle = apartNow > 0.01 ? Math.atan2(dy, dx) : ((i * 137.5) % 360) * (Math.PI / 180);
        const push = (distance - apartNow) / 2 + 0.01;
        at[i][0] -= Math.cos(angle) * push;
        at[i][1] -= Math.sin(angle) * push;
        at[j][0] += Math.cos(angle) * push;
        at[j][1] += Math.sin(angle) * push;
        moved = true;
      }
    }
    for (const point of at) {
      for (const other of others) moved = leave(point, other, radius) || moved;
      point[0] = Math.min(Math.max(point[0], frame.x + radius + 1), frame.x + frame.width - radius - 1);
      point[1] = Math.min(Math.max(point[1], frame.y + radius + 1), frame.y + frame.height - radius - 1);
    }
    if (!moved) break;
  }
  return marks.map((mark, i) => ({ ...mark, at: at[i] }));
}

/** Moves a mark out of a box by the shortest way; false where it is out already. */
function leave(point: [number, number], { x, y, width, height }: Rectangle, radius: number): boolean {
  const ways: [number, number, number][] = [
    [point[0] - (x - radius), -1, 0],
    [x + width + radius - point[0], 1, 0],
    [point[1] - (y - radius), 0, -1],
    [y + height + radius - point[1], 0, 1],
  ];
  const [length, dx, dy] = ways.reduce((shortest, way) => (way[0] < shortest[0] ? way : shortest));
  if (length <= 0.01) return false;
  point[0] += dx * length;
  point[1] += dy * length;
  return true;
}

export function markBoxes(marks: readonly Mark[], radius: number): Rectangle[] {
  return marks.map(({ at: [x, y] }) => ({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }));
}

/** Basic filled, quality outlined, as on screen; a line leads to the spot where the mark had to give way. */
export function markItems(marks: readonly Mark[], radius: number): Item[] {
  const items: Item[] = [];
  for (const { spot, at } of marks) {
    if (Math.hypot(at[0] - spot[0], at[1] - spot[1]) < radius * 0.9) continue;
    items.push({ type: "path", d: lineData([spot, at]), stroke: { color: palette.mark, width: 0.5 } });
    items.push({ type: "path", d: circleData(spot[0], spot[1], 0.9), fill: palette.mark });
  }
  for (const { at, number, outlets } of marks) items.push(...markItem(at, String(number), radius, isBasic(outlets)));
  return items;
}

function isBasic(outlets: readonly MarkedOutlet[]): boolean {
  return outlets.some(({ tier }) => tier === "basic");
}

export function markItem([x, y]: Point, text: string, radius: number, basic: boolean): Item[] {
  const size = radius * (text.length > 2 ? 0.98 : 1.2);
  return [
    {
      type: "path",
      d: circleData(x, y, radius),
      fill: basic ? palette.mark : "#ffffff",
      stroke: { color: basic ? "#ffffff" : palette.mark, width: basic ? 0.6 : 0.9 },
    },
    {
      type: "text",
      x,
      y: y + size * 0.36,
      text,
      size,
      weight: 700,
      fill: basic ? "#ffffff" : palette.mark,
      anchor: "middle",
    },
  ];
}
