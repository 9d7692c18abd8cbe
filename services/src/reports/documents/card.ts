/** The household card: for one home, the nearest of each basic category. Stands by the door or the telephone. */
import { categories, categoryOf } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { boxOf } from "../../box.ts";
import type { ReachState } from "../../assessment/gaps.ts";
import { qrItems } from "../draw/qr.ts";
import { lineData, millimeters, rectangleData } from "../draw/scene.ts";
import type { Drawing, Item } from "../draw/scene.ts";
import { brokenLines, fitted, quietInk, textAt } from "../draw/text.ts";
import type { Letters } from "../fonts/letters.ts";
import { groundItems, grown } from "../map/base.ts";
import { withinBox } from "../map/basemap.ts";
import type { Basemap } from "../map/basemap.ts";
import { frameFor, grownBox } from "../map/frame.ts";
import type { Rectangle } from "../map/frame.ts";
import { northItems, pinItems, ringItems, scaleBarItems } from "../map/furniture.ts";
import type { RingShape } from "../map/furniture.ts";
import { labelItems } from "../map/labels.ts";
import { markBoxes, markItem, markItems, placeMarks } from "../map/marks.ts";
import type { MarkedOutlet } from "../map/marks.ts";
import { palette } from "../map/palette.ts";
import { Room } from "../map/room.ts";
import { creditText, dataText, minutesOf } from "./facts.ts";
import type { DocumentFacts } from "./facts.ts";

export interface CardCategory {
  category: CategoryId;
  state: ReachState;
  nearest: { id: string; name: string; location: Position; phone: string | null; hours: string } | null;
  /** null where none is within half an hour. */
  seconds: number | null;
}

export interface CardInput {
  facts: DocumentFacts;
  paper: "a5" | "a6";
  home: { name: string; address: string | null; location: Position };
  rings: RingShape[];
  /** The basic ones, in policy order. */
  categories: CardCategory[];
  link: string;
}

/** To be called within `letters.typeset`. */
export function cardSheet(input: CardInput, basemap: Basemap, letters: Letters): Drawing {
  const isSmall = input.paper === "a6";
  const [width, height] = (isSmall ? [105, 148] : [148, 210]).map(millimeters);
  const factor = isSmall ? 0.74 : 1;
  const margin = millimeters(isSmall ? 7 : 9);
  const inner = width - 2 * margin;
  const headHeight = 44 * factor;
  const map = isSmall ? null : { x: margin, y: margin + headHeight, width: inner, height: millimeters(68) };
  const listTop = map === null ? margin + headHeight : map.y + map.height + 8;
  const footHeight = 58 * factor;
  const list = { x: margin, y: listTop, width: inner, height: height - margin - footHeight - listTop };
  const marked = markedOutlets(input);
  const drawn =
    map === null ? { items: [], numbers: new Map<string, number>() } : mapItems(input, basemap, letters, map, marked);
  const title = `${input.home.name}便民服务卡`;
  return {
    width,
    height,
    title,
    items: [
      { type: "path", d: rectangleData(0, 0, width, height), fill: "#ffffff" },
      ...headItems(input, margin, inner, factor, letters),
      ...drawn.items,
      ...listItems(input.categories, list, factor, drawn.numbers, letters),
      ...footItems(
        input,
        { x: margin, y: height - margin - footHeight, width: inner, height: footHeight },
        factor,
        letters,
      ),
    ],
  };
}

function markedOutlets({ categories: rows }: CardInput): MarkedOutlet[] {
  const outlets = new Map<string, MarkedOutlet>();
  for (const { category, nearest, state } of rows) {
    if (nearest === null || state !== "reached") continue;
    const known = outlets.get(nearest.id);
    if (known === undefined) outlets.set(nearest.id, { ...nearest, categories: [category], tier: "basic" });
    else known.categories.push(category);
  }
  return [...outlets.values()];
}

function headItems(
  { home, facts }: CardInput,
  margin: number,
  inner: number,
  factor: number,
  letters: Letters,
): Item[] {
  const size = 17 * factor;
  const name = fitted(letters, home.name, inner * 0.66, size, 700);
  const fiction = facts.city.fictional ? "（示例数据，纯属虚构）" : "";
  return [
    textAt(name, margin, margin + size, { size, weight: 700 }),
    textAt("家门口便民服务卡", margin + inner, margin + size, {
      size: 10 * factor,
      anchor: "end",
      fill: palette.ring,
      weight: 700,
    }),
    textAt(
      fitted(letters, `${home.address ?? facts.city.nameZh}${fiction}`, inner, 8 * factor),
      margin,
      margin + 30 * factor,
      {
        size: 8 * factor,
        fill: quietInk,
      },
    ),
    {
      type: "path",
      d: lineData([
        [margin, margin + 37 * factor],
        [margin + inner, margin + 37 * factor],
      ]),
      stroke: { color: palette.ink, width: 1, cap: "butt" },
    },
  ];
}

function mapItems(
  { home, rings }: CardInput,
  basemap: Basemap,
  letters: Letters,
  rectangle: Rectangle,
  outlets: MarkedOutlet[],
): { items: Item[]; numbers: Map<string, number> } {
  const ground = grownBox(boxOf([home.location, ...outlets.map(({ location }) => location)]), 70);
  const frame = frameFor(rectangle, ground, 2000);
  const near = withinBox(basemap, frame.bbox);
  const radius = 6.2;
  const [x, y] = frame.project(home.location);
  const pin = { x: x - 7, y: y - 24, width: 14, height: 26 };
  const room = new Room(grown(frame, -2));
  const bar = { x: frame.x + 4, y: frame.y + frame.height - 22, width: millimeters(44), height: 19 };
  const north = { x: frame.x + frame.width - 26, y: frame.y, width: 26, height: 30 };
  const marks = placeMarks(outlets, frame, radius, [pin, bar, north]);
  room.take([...markBoxes(marks, radius), pin, bar, north]);
  const within = rectangleData(frame.x, frame.y, frame.width, frame.height);
  return {
    numbers: new Map(marks.flatMap(({ number, outlets: own }) => own.map(({ id }) => [id, number] as const))),
    items: [
      {
        type: "clip",
        clip: within,
        items: [
          ...groundItems(near, frame),
          ...ringItems(rings, frame),
          ...labelItems(near, frame, letters, room, 0.9),
          ...markItems(marks, radius),
          ...pinItems(x, y, 14),
          { type: "path", d: rectangleData(bar.x, bar.y, bar.width, bar.height, 3), fill: "#ffffff", opacity: 0.85 },
        ],
      },
      ...scaleBarItems(frame, bar.x + 7, bar.y + 12.5, 0.76),
      ...northItems(frame.x + frame.width - 13, frame.y + 18, 15),
      { type: "path", d: within, stroke: { color: "#9aa3ae", width: 0.7 } },
    ],
  };
}

function listItems(
  rows: CardCategory[],
  list: Rectangle,
  factor: number,
  numbers: ReadonlyMap<string, number>,
  letters: Letters,
): Item[] {
  const gap = 12 * factor;
  const width = (list.width - gap) / 2;
  const half = Math.ceil(rows.length / 2);
  const height = list.height / half;
  return rows.flatMap((row, i) =>
    rowItems(
      row,
      { x: list.x + (i < half ? 0 : width + gap), y: list.y + (i % half) * height, width, height },
      factor,
      numbers,
      letters,
    ),
  );
}

function rowItems(
  { category, state, nearest, seconds }: CardCategory,
  { x, y, width, height }: Rectangle,
  factor: number,
  numbers: ReadonlyMap<string, number>,
  letters: Letters,
): Item[] {
  const size = 8.4 * factor;
  const number = nearest && numbers.get(nearest.id);
  const mark = 5 * factor;
  const left = numbers.size === 0 ? x : x + 2 * mark + 4 * factor;
  const right = x + width;
  const first = y + height * 0.42;
  const second = y + height * 0.82;
  const walk = seconds === null ? "" : `${minutesOf(seconds)} 分钟`;
  const isReached = state === "reached";
  const items: Item[] = [
    textAt(categoryOf(category).nameZh, left, first, { size: size * 0.86, fill: quietInk }),
    {
      type: "path",
      d: lineData([
        [x, y + height],
        [right, y + height],
      ]),
      stroke: { color: palette.line, width: 0.5, cap: "butt" },
    },
  ];
  if (number !== undefined && number !== null)
    items.push(...markItem([x + mark, y + height * 0.5], String(number), mark, true));
  if (state === "unknown") {
    items.push(textAt("资料不全，不清楚", left, second, { size, fill: quietInk }));
    return items;
  }
  const shown = isReached ? walk : nearest === null ? "" : `走 ${walk}`;
  const walkWidth = letters.width(shown, 700) * size + 4;
  const name = isReached ? nearest!.name : nearest === null ? "半小时内没有" : `10 分钟内没有，最近 ${nearest.name}`;
  const phone = isReached ? (nearest!.phone ?? "") : "";
  items.push(
    textAt(fitted(letters, name, right - left - walkWidth, size, isReached ? 700 : 400), left, second, {
      size,
      weight: isReached ? 700 : 400,
      ...(!isReached && { fill: palette.gapInk }),
    }),
    textAt(shown, right, second, { size, weight: 700, anchor: "end", fill: isReached ? palette.ring : palette.gapInk }),
    textAt(phone, right, first, { size: size * 0.86, anchor: "end" }),
  );
  return items;
}

function footItems(
  { facts, link }: CardInput,
  { x, y, width, height }: Rectangle,
  factor: number,
  letters: Letters,
): Item[] {
  const qr = height;
  const size = 6.8 * factor;
  const note = `${dataText(facts)}。分钟数是从家门口走到店门口的时间。${creditText(facts)}`;
  const lines = brokenLines(letters, note, width - qr - 10 * factor, size);
  return [
    ...qrItems(link, x + width - qr, y + 3 * factor, qr),
    textAt("扫码看家门口的实时地图，或说一声哪里不对", x, y + 18 * factor, { size: 8 * factor, weight: 700 }),
    ...lines.map((line, i) => textAt(line, x, y + (30 + i * 9.4) * factor, { size, fill: quietInk })),
  ];
}

/** The ids of the 20 basic categories, in policy order. */
export const basicCategories: CategoryId[] = categories.filter(({ tier }) => tier === "basic").map(({ id }) => id);
