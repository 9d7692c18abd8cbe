/** What a map needs besides the ground: scale bar, north, rings, the circle's line. */
import type { Geometry } from "geojson";
import { circleData, lineData, millimeters, rectangleData } from "../draw/scene.ts";
import type { Item } from "../draw/scene.ts";
import { textAt } from "../draw/text.ts";
import { cornersOf, grown, ringData } from "./base.ts";
import type { Frame } from "./frame.ts";
import { projectedRings, ringArea } from "./geometry.ts";
import { palette, ringColors } from "./palette.ts";

export interface RingShape {
  minutes: number;
  geometry: Geometry;
}

/** Twice the area, in square points, below which a ring has no line. */
const leastEdgedPoints = 1600;

/** The largest below; the line at each edge tells them apart in black and white too. */
export function ringItems(rings: readonly RingShape[], frame: Frame): Item[] {
  return [...rings]
    .sort((a, b) => b.minutes - a.minutes)
    .flatMap(({ minutes, geometry }): Item[] => {
      const shapes = projectedRings(geometry, frame, grown(frame, 8));
      const d = ringData(shapes);
      // The many small courts within would drown the map in lines.
      const edges = ringData(shapes.filter((ring) => Math.abs(ringArea(ring)) > leastEdgedPoints));
      const color = ringColors[minutes] ?? ringColors[15];
      return d === ""
        ? []
        : [
            { type: "path", d, fill: color.fill, opacity: color.opacity, evenOdd: true },
            { type: "path", d: edges, stroke: { color: color.line, width: minutes === 5 ? 1.3 : 1 } },
          ];
    });
}

/** The circle's line; what lies outside is paler. */
export function boundaryItems(boundary: Geometry, frame: Frame): Item[] {
  const rings = projectedRings(boundary, frame, grown(frame, 8));
  const d = ringData(rings);
  if (d === "") return [];
  const outside = lineData(cornersOf(grown(frame, 9)), true) + d;
  return [
    { type: "path", d: outside, fill: "#ffffff", opacity: 0.42, evenOdd: true },
    { type: "path", d, stroke: { color: "#ffffff", width: 3.6 } },
    { type: "path", d, stroke: { color: palette.boundary, width: 2, dash: [9, 3], cap: "butt" } },
  ];
}

/** A pin with its point at x, y. */
export function pinItems(x: number, y: number, size: number): Item[] {
  const r = size / 2;
  const top = y - size * 1.25;
  return [
    {
      type: "path",
      d: `M${x} ${y}L${x - r * 0.8} ${top + r * 0.75}A${r} ${r} 0 1 1 ${x + r * 0.8} ${top + r * 0.75}Z`,
      fill: palette.ring,
      stroke: { color: "#ffffff", width: 1.2 },
    },
    { type: "path", d: circleData(x, top + r * 0.15, r * 0.42), fill: "#ffffff" },
  ];
}

/** A bar of a round number of metres, and the scale in figures. */
export function scaleBarItems(frame: Frame, x: number, y: number, factor: number): Item[] {
  const longest = millimeters(45) * factor;
  const lengths = [20, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 20_000];
  const meters = lengths.findLast((length) => length * frame.pointsPerMeter <= longest) ?? lengths[0];
  const width = meters * frame.pointsPerMeter;
  const height = 3.2 * factor;
  const size = 7.5 * factor;
  const items: Item[] = [];
  for (let i = 0; i < 4; i++) {
    items.push({
      type: "path",
      d: rectangleData(x + (width * i) / 4, y, width / 4, height),
      fill: i % 2 === 0 ? palette.ink : "#ffffff",
      stroke: { color: palette.ink, width: 0.6, cap: "butt" },
    });
  }
  const label = (text: string, at: number) =>
    textAt(text, x + at, y - 2.6 * factor, { size, anchor: "middle", fill: palette.ink });
  items.push(label("0", 0), label(metersText(meters / 2), width / 2), label(metersText(meters), width));
  items.push(
    textAt(`1:${frame.scale.toLocaleString("en-US")}`, x + width + 12 * factor, y + height, {
      size,
      fill: palette.ink,
    }),
  );
  return items;
}

function metersText(meters: number): string {
  return meters >= 1000 ? `${meters / 1000} 千米` : `${meters} 米`;
}

export function northItems(x: number, y: number, size: number): Item[] {
  const half = size / 2;
  return [
    { type: "path", d: circleData(x, y, size * 0.78), fill: "#ffffff", opacity: 0.85 },
    {
      type: "path",
      d: lineData(
        [
          [x, y - half],
          [x + half * 0.55, y + half],
          [x, y + half * 0.6],
        ],
        true,
      ),
      fill: palette.ink,
    },
    {
      type: "path",
      d: lineData(
        [
          [x, y - half],
          [x - half * 0.55, y + half],
          [x, y + half * 0.6],
        ],
        true,
      ),
      fill: "#ffffff",
      stroke: { color: palette.ink, width: 0.6 },
    },
    textAt("北", x, y - half - size * 0.08, { size: size * 0.42, weight: 700, anchor: "middle" }),
  ];
}
