/** 导视图: the sign map of a circle on one sheet, with its outlets numbered and listed. Made to hang on a wall. */
import type { Position } from "@quarterhour/isochrones";
import { boxOf } from "../../box.ts";
import type { Boundary } from "../../assessment/circles/types.ts";
import { qrItems } from "../draw/qr.ts";
import { circleData, lineData, millimeters, rectangleData } from "../draw/scene.ts";
import type { Drawing, Item } from "../draw/scene.ts";
import { brokenLines, fitted, quietInk, textAt } from "../draw/text.ts";
import type { Letters } from "../fonts/letters.ts";
import { groundItems, grown } from "../map/base.ts";
import { withinBox } from "../map/basemap.ts";
import type { Basemap } from "../map/basemap.ts";
import { frameFor, grownBox } from "../map/frame.ts";
import type { Frame, Rectangle } from "../map/frame.ts";
import { boundaryItems, northItems, pinItems, ringItems, scaleBarItems } from "../map/furniture.ts";
import type { RingShape } from "../map/furniture.ts";
import { labelItems } from "../map/labels.ts";
import { markBoxes, markItem, markItems, placeMarks } from "../map/marks.ts";
import type { Mark } from "../map/marks.ts";
import { palette, ringColors } from "../map/palette.ts";
import { Room } from "../map/room.ts";
import { creditText, dataText } from "./facts.ts";
import type { DocumentFacts } from "./facts.ts";
import { composeIndex, indexItems } from "./sign-index.ts";
import type { ListedOutlet } from "./sign-index.ts";

export interface Paper {
  size: "a3" | "a4";
  orientation: "portrait" | "landscape";
}

export interface SignInput {
  facts: DocumentFacts;
  paper: Paper;
  circle: { name: string; boundary: Boundary };
  /** District, street or whatever stands above the name. */
  area: string | null;
  /** Where the rings begin, and what that place is called on the sheet. */
  from: { location: Position; name: string };
  rings: RingShape[];
  /** Open ones in the circle. */
  outlets: ListedOutlet[];
  /** What the QR code leads to. */
  link: string;
}

export interface Sign {
  drawing: Drawing;
  /** Of so many outlets of the circle, so many are on the sheet. */
  shown: number;
  total: number;
  scale: number;
}

const sides = { a3: [297, 420], a4: [210, 297] } as const;

/** To be called within `letters.typeset`. */
export function signSheet(input: SignInput, basemap: Basemap, letters: Letters): Sign {
  const layout = layoutOf(input.paper);
  const frame = frameFor(layout.map, groundOf(input), 1000);
  const mostMarks = Math.round((frame.width * frame.height) / (millimeters(13) * layout.factor) ** 2);
  const [west, south, east, north] = frame.bbox;
  const inFrame = input.outlets.filter(
    ({ location: [lng, lat] }) => lng > west && lng < east && lat > south && lat < north,
  );
  const index = composeIndex(inFrame, layout.columns, layout.factor, mostMarks, letters);
  const radius = millimeters(2.3) * layout.factor;
  const pin = pinBoxes(input, frame, layout, letters);
  const furniture = Object.values(furnitureBoxes(frame, layout));
  const marks = placeMarks(index.outlets, frame, radius, [...pin, ...furniture]);
  const numberOf = new Map(marks.flatMap(({ number, outlets }) => outlets.map(({ id }) => [id, number] as const)));
  const shown = index.outlets.length;
  const title = `${input.circle.name}导视图`;
  const items: Item[] = [
    { type: "path", d: rectangleData(0, 0, layout.width, layout.height), fill: "#ffffff" },
    ...headItems(input, layout, letters),
    ...mapItems(input, basemap, letters, frame, marks, radius, layout, pin),
    ...indexItems(index, numberOf, letters),
    ...footItems(input, layout, letters, shown),
  ];
  return {
    drawing: { width: layout.width, height: layout.height, title, items },
    shown,
    total: input.outlets.length,
    scale: frame.scale,
  };
}

interface Layout {
  width: number;
  height: number;
  /** Of all sizes, against A3. */
  factor: number;
  margin: number;
  head: Rectangle;
  map: Rectangle;
  /** Columns of the list: several ways to part it. */
  columns: Rectangle[][];
  /** Legend, QR code. */
  foot: Rectangle;
  credit: Rectangle;
}

function layoutOf({ size, orientation }: Paper): Layout {
  const [short, long] = sides[size].map(millimeters);
  const [width, height] = orientation === "landscape" ? [long, short] : [short, long];
  const factor = size === "a3" ? 1 : 0.74;
  const margin = millimeters(size === "a3" ? 10 : 7);
  const gap = millimeters(5) * factor;
  const headHeight = millimeters(18) * factor;
  const creditHeight = millimeters(5) * factor;
  const head = { x: margin, y: margin, width: width - 2 * margin, height: headHeight };
  const credit = { x: margin, y: height - margin - creditHeight, width: width - 2 * margin, height: creditHeight };
  const top = margin + headHeight + gap * 0.6;
  const bottom = credit.y - gap * 0.5;
  const footHeight = millimeters(38) * factor;
  if (orientation === "landscape") {
    const sideWidth = (width - 2 * margin) * 0.36;
    const map = { x: margin, y: top, width: width - 2 * margin - sideWidth - gap, height: bottom - top };
    const side = { x: map.x + map.width + gap, y: top, width: sideWidth, height: bottom - top };
    const list = { ...side, height: side.height - footHeight - gap * 0.6 };
    const foot = { x: side.x, y: bottom - footHeight, width: sideWidth, height: footHeight };
    return {
      width,
      height,
      factor,
      margin,
      head,
      map,
      columns: [2, 3].map((count) => columnsOf(list, count, gap * 0.7)),
      foot,
      credit,
    };
  }
  const mapHeight = (bottom - top) * 0.58;
  const map = { x: margin, y: top, width: width - 2 * margin, height: mapHeight };
  const below = {
    x: margin,
    y: top + mapHeight + gap * 0.8,
    width: map.width,
    height: bottom - top - mapHeight - gap * 0.8,
  };
  const footWidth = millimeters(58) * factor;
  const list = { ...below, width: below.width - footWidth - gap };
  const foot = { x: below.x + below.width - footWidth, y: below.y, width: footWidth, height: below.height };
  return {
    width,
    height,
    factor,
    margin,
    head,
    map,
    columns: [2, 3, 4].map((count) => columnsOf(list, count, gap * 0.7)),
    foot,
    credit,
  };
}

function columnsOf({ x, y, width, height }: Rectangle, count: number, gap: number): Rectangle[] {
  const each = (width - gap * (count - 1)) / count;
  return Array.from({ length: count }, (_, i) => ({ x: x + i * (each + gap), y, width: each, height }));
}

function groundOf({ circle, from }: SignInput) {
  const rings = circle.boundary.type === "Polygon" ? [circle.boundary.coordinates] : circle.boundary.coordinates;
  return grownBox(boxOf([...rings.flat(2), from.location]), 40);
}

function headItems({ facts, circle, area }: SignInput, { head, factor }: Layout, letters: Letters): Item[] {
  const size = 30 * factor;
  const base = head.y + size * 0.95;
  const subtitle = circle.name.endsWith("生活圈") ? "导视图" : "便民生活圈导视图";
  const name = fitted(letters, circle.name, head.width * 0.5, size, 700);
  const subtitleX = head.x + letters.width(name, 700) * size + 10 * factor;
  const note = { size: 11 * factor, anchor: "end", fill: quietInk } as const;
  const right = head.x + head.width;
  const items: Item[] = [
    textAt(name, head.x, base, { size, weight: 700 }),
    textAt(subtitle, subtitleX, base, { size: size * 0.6, fill: quietInk }),
    textAt([facts.city.nameZh, area].filter(Boolean).join(" · "), right, base - size * 0.42, note),
    textAt("步行 5 分钟、10 分钟、15 分钟能到的地方", right, base + 1.5 * factor, note),
    {
      type: "path",
      d: lineData([
        [head.x, head.y + head.height],
        [right, head.y + head.height],
      ]),
      stroke: { color: palette.ink, width: 1.4 * factor, cap: "butt" },
    },
  ];
  if (facts.city.fictional) {
    const text = "示例数据，纯属虚构";
    const x = subtitleX + letters.width(subtitle, 400) * 0.6 * size + 12 * factor;
    const width = (letters.width(text, 700) + 1.6) * 10 * factor;
    items.push(
      { type: "path", d: rectangleData(x, base - 12 * factor, width, 16 * factor, 3 * factor), fill: "#ffe9b8" },
      textAt(text, x + width / 2, base - 0.4 * factor, {
        size: 10 * factor,
        weight: 700,
        anchor: "middle",
        fill: "#5a3b00",
      }),
    );
  }
  return items;
}

const pinPoints = millimeters(6);
const pinNamePoints = 9;

/** The pin and its name below. */
function pinBoxes({ from }: SignInput, frame: Frame, { factor }: Layout, letters: Letters): Rectangle[] {
  const [x, y] = frame.project(from.location);
  const size = pinPoints * factor;
  const nameSize = pinNamePoints * factor;
  const width = letters.width(from.name, 700) * nameSize + 4;
  return [
    { x: x - size * 0.5, y: y - size * 1.8, width: size, height: size * 1.8 },
    { x: x - width / 2, y, width, height: nameSize * 1.4 },
  ];
}

/** What stands in the corners. */
function furnitureBoxes(frame: Frame, { factor }: Layout): { north: Rectangle; bar: Rectangle } {
  return {
    north: {
      x: frame.x + frame.width - 30 * factor,
      y: frame.y + 4 * factor,
      width: 28 * factor,
      height: 36 * factor,
    },
    bar: {
      x: frame.x + 6 * factor,
      y: frame.y + frame.height - 26 * factor,
      width: millimeters(60) * factor,
      height: 22 * factor,
    },
  };
}

function mapItems(
  input: SignInput,
  basemap: Basemap,
  letters: Letters,
  frame: Frame,
  marks: Mark<ListedOutlet>[],
  radius: number,
  layout: Layout,
  pin: Rectangle[],
): Item[] {
  const { factor } = layout;
  const room = new Room(grown(frame, -3));
  const [x, y] = frame.project(input.from.location);
  room.take(markBoxes(marks, radius));
  room.take(pin);
  const { north, bar } = furnitureBoxes(frame, layout);
  room.take([north, bar]);
  const nameSize = pinNamePoints * factor;
  const labels = labelItems(withinBox(basemap, frame.bbox), frame, letters, room, factor < 1 ? 0.92 : 1.15);
  const within = rectangleData(frame.x, frame.y, frame.width, frame.height);
  return [
    {
      type: "clip",
      clip: within,
      items: [
        ...groundItems(withinBox(basemap, frame.bbox), frame),
        ...ringItems(input.rings, frame),
        ...boundaryItems(input.circle.boundary, frame),
        ...labels,
        ...markItems(marks, radius),
        ...pinItems(x, y, pinPoints * factor),
        {
          ...textAt(input.from.name, x, y + nameSize * 1.1, {
            size: nameSize,
            weight: 700,
            anchor: "middle",
            fill: palette.ring,
          }),
          halo: { color: "#ffffff", width: 1.2 },
        },
        { type: "path", d: rectangleData(bar.x, bar.y, bar.width, bar.height, 3), fill: "#ffffff", opacity: 0.85 },
      ],
    },
    ...scaleBarItems(frame, bar.x + 8 * factor, bar.y + 14 * factor, factor),
    ...northItems(north.x + north.width / 2, north.y + north.height * 0.6, 20 * factor),
    { type: "path", d: within, stroke: { color: "#9aa3ae", width: 0.8 } },
  ];
}

function footItems(input: SignInput, layout: Layout, letters: Letters, shown: number): Item[] {
  const { foot, factor, credit } = layout;
  const isTall = foot.height > foot.width;
  const qr = Math.min(foot.height - 14 * factor, foot.width * 0.55, millimeters(isTall ? 40 : 32) * factor);
  const size = 8.6 * factor;
  const qrX = isTall ? foot.x : foot.x + foot.width - qr;
  const qrY = isTall ? foot.y + foot.height - qr - 14 * factor : foot.y;
  const total = input.outlets.length;
  const more = shown < total ? `本图列出 ${shown} 处，圈内共 ${total} 处；` : `圈内共 ${total} 处网点；`;
  const hint = `${more}扫码看实时地图。`;
  const items: Item[] = [
    ...legendItems(foot.x, foot.y, isTall ? foot.width : foot.width - qr - 8 * factor, factor),
    ...qrItems(input.link, qrX, qrY, qr),
  ];
  const hintWidth = isTall ? foot.width - qr - 6 * factor : foot.width;
  const hintX = isTall ? foot.x + qr + 6 * factor : foot.x;
  const lines = brokenLines(letters, hint, hintWidth, size);
  const hintY = isTall ? qrY + size * 1.2 : foot.y + foot.height - (lines.length - 1) * size * 1.35 - 1;
  for (const [i, line] of lines.entries()) {
    items.push(textAt(line, hintX, hintY + i * size * 1.35, { size, weight: 700 }));
  }
  const text = `${dataText(input.facts)}。${creditText(input.facts)}`;
  const creditSize = fittingSize(letters, text, credit.width, 7.2 * factor);
  items.push(textAt(text, credit.x, credit.y + credit.height - 1, { size: creditSize, fill: quietInk }));
  return items;
}

/** Smaller where the text would not fit. */
function fittingSize(letters: Letters, text: string, width: number, size: number): number {
  return Math.min(size, width / letters.width(text, 400));
}

function legendItems(x: number, y: number, width: number, factor: number): Item[] {
  const size = 8 * factor;
  const row = 12.4 * factor;
  const swatch = 18 * factor;
  const items: Item[] = [];
  const half = width / 2;
  const at = (i: number): [number, number] => [x + (i % 2) * half, y + Math.floor(i / 2) * row];
  const rows: { text: string; draw: (left: number, middle: number) => Item[] }[] = [
    ...[5, 10, 15].map((minutes) => ({
      text: `步行 ${minutes} 分钟`,
      draw: (left: number, middle: number): Item[] => [
        {
          type: "path",
          d: rectangleData(left, middle - 3.4 * factor, swatch, 6.8 * factor),
          fill: { 5: "#c9dbf6", 10: "#dfeafa", 15: "#eef4fc" }[minutes],
          stroke: { color: ringColors[minutes].line, width: 1.2 },
        },
      ],
    })),
    {
      text: "生活圈范围",
      draw: (left, middle) => [stroked(left, middle, swatch, palette.boundary, 2, [5, 2])],
    },
    { text: "基本保障类网点", draw: (left, middle) => markItem([left + swatch / 2, middle], "8", 4.6 * factor, true) },
    { text: "品质提升类网点", draw: (left, middle) => markItem([left + swatch / 2, middle], "8", 4.6 * factor, false) },
    { text: "人行小路", draw: (left, middle) => [stroked(left, middle, swatch, palette.foot, 0.9, [1.8, 1.2])] },
    { text: "台阶", draw: (left, middle) => [stroked(left, middle, swatch, palette.steps, 2.4, [0.8, 0.9])] },
    {
      text: "大门",
      draw: (left, middle) => [
        {
          type: "path",
          d: circleData(left + swatch / 2, middle, 1.6),
          fill: "#ffffff",
          stroke: { color: palette.gate, width: 0.7 },
        },
      ],
    },
    { text: "围墙", draw: (left, middle) => [stroked(left, middle, swatch, palette.barrier, 0.8)] },
  ];
  for (const [i, { text, draw }] of rows.entries()) {
    const [left, top] = at(i);
    items.push(
      ...draw(left, top + row / 2),
      textAt(text, left + swatch + 4 * factor, top + row / 2 + size * 0.36, { size }),
    );
  }
  return items;
}

function stroked(x: number, y: number, width: number, color: string, stroke: number, dash?: number[]): Item {
  return {
    type: "path",
    d: lineData([
      [x, y],
      [x + width, y],
    ]),
    stroke: { color, width: stroke, cap: "butt", ...(dash && { dash }) },
  };
}
