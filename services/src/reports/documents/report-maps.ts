/** Maps inside reports: the circle as it lies, and where homes lack what they should have. */
import type { BoundingBox } from "@quarterhour/isochrones";
import type { Geometry } from "geojson";
import { boxOf } from "../../box.ts";
import { circleData, lineData, millimeters, rectangleData } from "../draw/scene.ts";
import type { Item } from "../draw/scene.ts";
import { quietInk, textAt } from "../draw/text.ts";
import type { Letters } from "../fonts/letters.ts";
import { cornersOf, groundItems, grown, ringData } from "../map/base.ts";
import { withinBox } from "../map/basemap.ts";
import type { Basemap } from "../map/basemap.ts";
import { frameFor, grownBox } from "../map/frame.ts";
import type { Frame } from "../map/frame.ts";
import { boundaryItems, northItems, pinItems, ringItems, scaleBarItems } from "../map/furniture.ts";
import { projectedRings } from "../map/geometry.ts";
import { labelItems } from "../map/labels.ts";
import { palette, ringColors } from "../map/palette.ts";
import { Room } from "../map/room.ts";
import { creditText } from "./facts.ts";
import type { DocumentFacts } from "./facts.ts";
import type { CircleReportInput, ReportedHome } from "./report-data.ts";
import type { MapPicture } from "./tables.ts";

const width = millimeters(170);
const footHeight = millimeters(9);

interface MapParts {
  title: string;
  description: string;
  ground: BoundingBox;
  height: number;
  /** Above the ground, below names. */
  below: (frame: Frame) => Item[];
  /** Above names. */
  above: (frame: Frame) => Item[];
  legend: { text: string; draw: (x: number, y: number) => Item[] }[];
  hasLabels?: boolean;
}

/** A map with frame, scale, north, legend and credit. */
function composeMap(facts: DocumentFacts, basemap: Basemap, letters: Letters, parts: MapParts): MapPicture {
  const height = parts.height + footHeight;
  const frame = frameFor({ x: 0.5, y: 0.5, width: width - 1, height: parts.height - 1 }, parts.ground, 1000);
  const near = withinBox(basemap, frame.bbox);
  const room = new Room(grown(frame, -2));
  const bar = { x: 6, y: frame.height - 24, width: millimeters(48), height: 20 };
  room.take([bar, { x: frame.width - 26, y: 0, width: 26, height: 34 }]);
  const within = rectangleData(frame.x, frame.y, frame.width, frame.height);
  const credit = creditText(facts);
  const items: Item[] = [
    { type: "path", d: rectangleData(0, 0, width, height), fill: "#ffffff" },
    {
      type: "clip",
      clip: within,
      items: [
        ...groundItems(near, frame),
        ...parts.below(frame),
        ...(parts.hasLabels === false ? [] : labelItems(near, frame, letters, room)),
        ...parts.above(frame),
        { type: "path", d: rectangleData(bar.x, bar.y, bar.width, bar.height, 3), fill: "#ffffff", opacity: 0.85 },
      ],
    },
    ...scaleBarItems(frame, bar.x + 7, bar.y + 13, 0.85),
    ...northItems(frame.width - 13, 19, 17),
    { type: "path", d: within, stroke: { color: "#9aa3ae", width: 0.7 } },
  ];
  const y = parts.height + footHeight / 2 + 2;
  const size = 7.6;
  let x = 2;
  for (const { text, draw } of parts.legend) {
    items.push(...draw(x, y), textAt(text, x + 17, y + size * 0.36, { size }));
    x += 17 + letters.width(text, 400) * size + 9;
  }
  items.push(textAt(credit, width - 1, y + size * 0.36, { size: 6.2, anchor: "end", fill: quietInk }));
  return { title: parts.title, description: parts.description, drawing: { width, height, title: parts.title, items } };
}

function positionsOf(boundary: Geometry): number[][] {
  const rings =
    boundary.type === "Polygon"
      ? boundary.coordinates
      : boundary.type === "MultiPolygon"
        ? boundary.coordinates.flat()
        : [];
  return rings.flat();
}

/** As tall as the ground asks, within reason. */
function heightFor(ground: BoundingBox): number {
  const [west, south, east, north] = ground;
  const ratio = (north - south) / ((east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180));
  return width * Math.min(1.15, Math.max(0.58, ratio));
}

export function overviewMap(
  { facts, circle, rings, outlets }: CircleReportInput,
  basemap: Basemap,
  letters: Letters,
): MapPicture {
  const ground = grownBox(boxOf(positionsOf(circle.boundary)), 60);
  const swatch = (minutes: number) => ({
    text: `步行 ${minutes} 分钟`,
    draw: (x: number, y: number): Item[] => [
      {
        type: "path",
        d: rectangleData(x, y - 3, 13, 6),
        fill: { 5: "#c9dbf6", 10: "#dfeafa", 15: "#eef4fc" }[minutes],
        stroke: { color: ringColors[minutes].line, width: 1 },
      },
    ],
  });
  return composeMap(facts, basemap, letters, {
    title: `${circle.name}：范围、步行圈和网点`,
    description: `${circle.name}的范围，从圈中心步行 5、10、15 分钟的范围，圈内 ${outlets.length} 处网点的位置。`,
    ground,
    height: heightFor(ground),
    below: (frame) => [...ringItems(rings, frame), ...boundaryItems(circle.boundary, frame)],
    above: (frame) => {
      const [x, y] = frame.project(circle.center);
      const dots = outlets.map(({ location }) => frame.project(location));
      const d = dots.map(([cx, cy]) => circleData(cx, cy, 1.7)).join("");
      const stroke = { color: "#ffffff", width: 0.5 };
      return [...(d === "" ? [] : [{ type: "path" as const, d, fill: palette.mark, stroke }]), ...pinItems(x, y, 11)];
    },
    legend: [
      swatch(5),
      swatch(10),
      swatch(15),
      { text: "生活圈范围", draw: (x, y) => [dashed(x, y)] },
      { text: "网点", draw: (x, y) => [{ type: "path", d: circleData(x + 7, y, 2), fill: palette.mark }] },
    ],
  });
}

function dashed(x: number, y: number): Item {
  return {
    type: "path",
    d: lineData([
      [x, y],
      [x + 13, y],
    ]),
    stroke: { color: palette.boundary, width: 1.8, dash: [5, 2], cap: "butt" },
  };
}

const gapSteps: { least: number; text: string; color: string }[] = [
  { least: 0, text: "都不缺", color: palette.covered },
  { least: 1, text: "缺 1～2 种", color: palette.gap[1] },
  { least: 3, text: "3～5 种", color: palette.gap[2] },
  { least: 6, text: "6～9 种", color: palette.gap[3] },
  { least: 10, text: "10 种以上", color: palette.gap[4] },
];

/** Homes by how many of the basic categories they lack; where nothing is known, grey. */
export function gapMap({ facts, circle, homes }: CircleReportInput, basemap: Basemap, letters: Letters): MapPicture {
  const ground = grownBox(boxOf(positionsOf(circle.boundary)), 60);
  return composeMap(facts, basemap, letters, {
    title: `${circle.name}：各住宅缺几种基本保障类业态`,
    description: `圈内 ${homes.length} 处住宅，颜色越深，步行 10 分钟够不到的基本保障类业态越多；灰色为资料不明。`,
    ground,
    height: heightFor(ground),
    below: (frame) => [...boundaryItems(circle.boundary, frame), ...homeItems(homes, frame)],
    above: () => [],
    legend: [
      ...gapSteps.map(({ text, color }) => ({
        text,
        draw: (x: number, y: number): Item[] => [dot(x + 9, y, 3, color)],
      })),
      { text: "不明", draw: (x, y) => [dot(x + 9, y, 3, palette.unknown)] },
    ],
  });
}

function dot(x: number, y: number, radius: number, fill: string): Item {
  return { type: "path", d: circleData(x, y, radius), fill, stroke: { color: "#ffffff", width: 0.5 } };
}

function homeItems(homes: readonly ReportedHome[], frame: Frame): Item[] {
  const sorted = homes.toSorted((a, b) => b.households - a.households);
  return sorted.map(({ location, households, gaps, unknown }) => {
    const [x, y] = frame.project(location);
    const step = gapSteps.findLast(({ least }) => gaps >= least)!;
    // Nothing is missing only where most is known.
    const color = gaps === 0 && unknown > 5 ? palette.unknown : step.color;
    const radius = Math.min(6, Math.max(1.9, Math.sqrt(households) * 0.42));
    return dot(x, y, radius, color);
  });
}

/** Areas coloured by a share; null is not known. */
export function shareMap(
  facts: DocumentFacts,
  basemap: Basemap,
  letters: Letters,
  {
    title,
    areas,
    circles,
  }: { title: string; areas: { name: string; geometry: Geometry; share: number | null }[]; circles: Geometry[] },
): MapPicture {
  const ground = grownBox(boxOf(areas.flatMap(({ geometry }) => positionsOf(geometry))), 80);
  const steps = [
    { least: 0, text: "不到 60%", color: palette.gap[4] },
    { least: 0.6, text: "60%", color: palette.gap[3] },
    { least: 0.7, text: "70%", color: palette.gap[2] },
    { least: 0.8, text: "80%", color: palette.gap[1] },
    { least: 0.9, text: "90% 以上", color: palette.covered },
  ];
  return composeMap(facts, basemap, letters, {
    title,
    description: `${title}：${areas.length} 个区域。`,
    ground,
    height: heightFor(ground),
    below: (frame) => {
      const shapes = areas.flatMap(({ geometry, share }): Item[] => {
        const d = ringData(projectedRings(geometry, frame, grown(frame, 8)));
        if (d === "") return [];
        const color = share === null ? palette.unknown : steps.findLast(({ least }) => share >= least)!.color;
        return [
          { type: "path", d, fill: color, opacity: 0.55, evenOdd: true },
          { type: "path", d, stroke: { color: "#ffffff", width: 1.2 } },
        ];
      });
      const lines = circles.flatMap((geometry): Item[] => {
        const d = ringData(projectedRings(geometry, frame, grown(frame, 8)));
        return d === ""
          ? []
          : [{ type: "path", d, stroke: { color: palette.boundary, width: 1.8, dash: [7, 3], cap: "butt" } }];
      });
      return [
        { type: "path", d: lineData(cornersOf(frame), true), fill: "#ffffff", opacity: 0.35 },
        ...shapes,
        ...lines,
      ];
    },
    above: () => [],
    legend: [
      ...steps.map(({ text, color }) => ({
        text,
        draw: (x: number, y: number): Item[] => [
          { type: "path", d: rectangleData(x + 2, y - 3, 12, 6), fill: color, opacity: 0.7 },
        ],
      })),
      {
        text: "不明",
        draw: (x, y) => [{ type: "path", d: rectangleData(x + 2, y - 3, 12, 6), fill: palette.unknown }],
      },
      ...(circles.length > 0 ? [{ text: "生活圈", draw: (x: number, y: number): Item[] => [dashed(x, y)] }] : []),
    ],
  });
}
