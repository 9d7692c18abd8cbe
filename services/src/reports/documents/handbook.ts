/** The outlet handbook: by category, name, address, telephone, hours and the walk, in a booklet of A5 pages. */
import { categories, categoryOf, repairKinds } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import { dayInChina } from "../../china-clock.ts";
import { qrItems } from "../draw/qr.ts";
import { lineData, millimeters, rectangleData } from "../draw/scene.ts";
import type { Drawing, Item } from "../draw/scene.ts";
import { brokenLines, ink, quietInk, textAt } from "../draw/text.ts";
import type { Letters } from "../fonts/letters.ts";
import { palette } from "../map/palette.ts";
import { creditText, dataText, minutesOf } from "./facts.ts";
import type { DocumentFacts } from "./facts.ts";
import { hoursText } from "./hours-text.ts";
import type { ReportedOutlet } from "./report-data.ts";

export interface HandbookInput {
  facts: DocumentFacts;
  circle: { name: string };
  area: string | null;
  /** What the minutes are counted from. */
  fromName: string;
  /** Open ones in the circle. */
  outlets: ReportedOutlet[];
  link: string;
}

const page = { width: millimeters(148), height: millimeters(210) };
const margin = { x: millimeters(13), top: millimeters(16), bottom: millimeters(15) };
const textWidth = page.width - 2 * margin.x;
const size = 8.6;
const lineHeight = 12;

interface Entry {
  /** Lines with their distance from the one before. */
  height: number;
  draw(y: number): Item[];
  /** Stays with what follows. */
  isHead: boolean;
}

/** Pages in order. To be called within `letters.typeset`. */
export function handbookPages(input: HandbookInput, letters: Letters): Drawing[] {
  const entries = entriesOf(input, letters);
  const bodies: Item[][] = [[]];
  /** Page on which each category begins, from 1; the cover and the list of contents come first. */
  const found: { category: CategoryId; page: number }[] = [];
  let y = margin.top;
  for (const [i, entry] of entries.entries()) {
    const next = entry.isHead ? (entries[i + 1]?.height ?? 0) : 0;
    if (y + entry.height + next > page.height - margin.bottom) {
      bodies.push([]);
      y = margin.top;
    }
    bodies[bodies.length - 1].push(...entry.draw(y));
    if (entry.category !== undefined) found.push({ category: entry.category, page: bodies.length + 1 });
    y += entry.height;
  }
  const title = `${input.circle.name}便民服务手册`;
  const drawings = [coverItems(input, letters, found), ...bodies];
  return drawings.map((items, i) => ({
    ...page,
    title,
    items: [
      { type: "path", d: rectangleData(0, 0, page.width, page.height), fill: "#ffffff" },
      ...items,
      ...(i === 0 ? [] : footItems(input, i + 1, drawings.length)),
    ],
  }));
}

function entriesOf(input: HandbookInput, letters: Letters): (Entry & { category?: CategoryId })[] {
  const entries: (Entry & { category?: CategoryId })[] = [];
  for (const tier of ["basic", "quality"] as const) {
    const own = categories.filter(
      ({ id, tier: of }) =>
        of === tier && input.outlets.some(({ services }) => services.some(({ category }) => category === id)),
    );
    if (own.length === 0) continue;
    entries.push(tierHead(tier));
    for (const { id } of own) {
      const outlets = input.outlets.filter(({ services }) => services.some(({ category }) => category === id));
      entries.push({ ...categoryHead(id, outlets.length), category: id });
      const sorted = outlets.toSorted((a, b) => (a.walkSeconds ?? Infinity) - (b.walkSeconds ?? Infinity));
      entries.push(...sorted.map((outlet) => outletEntry(outlet, id, letters)));
    }
  }
  if (entries.length === 0) {
    const text = "圈内还没有网点资料。";
    entries.push({
      height: 30,
      isHead: false,
      draw: (y) => [textAt(text, margin.x, y + 18, { size: 11, fill: quietInk })],
    });
  }
  return entries;
}

function tierHead(tier: "basic" | "quality"): Entry {
  const isBasic = tier === "basic";
  return {
    height: 30,
    isHead: true,
    draw: (y) => [
      {
        type: "path",
        d: rectangleData(margin.x, y + 2, textWidth, 19, 2),
        fill: isBasic ? palette.mark : "#ffffff",
        stroke: { color: palette.mark, width: 1 },
      },
      textAt(isBasic ? "基本保障类" : "品质提升类", margin.x + 7, y + 15.6, {
        size: 11.5,
        weight: 700,
        fill: isBasic ? "#ffffff" : palette.mark,
      }),
    ],
  };
}

function categoryHead(category: CategoryId, count: number): Entry {
  return {
    height: 22,
    isHead: true,
    draw: (y) => [
      textAt(categoryOf(category).nameZh, margin.x, y + 15, { size: 11, weight: 700 }),
      textAt(`${count} 处`, margin.x + textWidth, y + 15, { size: 8, anchor: "end", fill: quietInk }),
      {
        type: "path",
        d: lineData([
          [margin.x, y + 19],
          [margin.x + textWidth, y + 19],
        ]),
        stroke: { color: "#8b95a3", width: 0.6, cap: "butt" },
      },
    ],
  };
}

function outletEntry(outlet: ReportedOutlet, category: CategoryId, letters: Letters): Entry {
  const walk = outlet.walkSeconds === null ? "" : `${minutesOf(outlet.walkSeconds)} 分钟`;
  const walkWidth = letters.width(walk, 700) * (size + 0.6) + 8;
  const names = brokenLines(letters, outlet.name, textWidth - walkWidth, size + 1, 700);
  const kinds = outlet.services
    .filter((service) => service.category === category && service.kind !== null)
    .map(({ kind }) => repairKinds.find(({ id }) => id === kind)!.nameZh);
  const others = [...new Set(outlet.services.map((service) => service.category))].filter((id) => id !== category);
  const details = [
    outlet.phone && `电话 ${outlet.phone}`,
    hoursText(outlet.openingHours, outlet.openingHoursText),
    outlet.address,
    kinds.length > 0 && kinds.join("、"),
    others.length > 0 && `兼有：${others.map((id) => categoryOf(id).nameZh).join("、")}`,
  ].filter((text) => typeof text === "string" && text !== "") as string[];
  const lines = details.length === 0 ? [] : brokenLines(letters, details.join("　"), textWidth, size - 0.4);
  return {
    height: (names.length + lines.length) * lineHeight + 4,
    isHead: false,
    draw: (y) => [
      ...names.map((line, i) => textAt(line, margin.x, y + 11 + i * lineHeight, { size: size + 1, weight: 700 })),
      textAt(walk, margin.x + textWidth, y + 11, { size: size + 0.6, weight: 700, anchor: "end", fill: palette.ring }),
      ...lines.map((line, i) =>
        textAt(line, margin.x, y + 11 + (names.length + i) * lineHeight, { size: size - 0.4, fill: quietInk }),
      ),
    ],
  };
}

function coverItems(input: HandbookInput, letters: Letters, found: { category: CategoryId; page: number }[]): Item[] {
  const { facts, circle, area, fromName, outlets, link } = input;
  const nameSize = Math.min(26, textWidth / letters.width(circle.name, 700));
  const items: Item[] = [
    textAt([facts.city.nameZh, area].filter(Boolean).join(" · "), margin.x, 58, { size: 10, fill: quietInk }),
    textAt(circle.name, margin.x, 92, { size: nameSize, weight: 700 }),
    textAt("便民服务手册", margin.x, 118, { size: 17, fill: ink }),
    textAt(`${outlets.length} 处网点，${dayInChina(facts.asOf)}`, margin.x, 138, { size: 9, fill: quietInk }),
  ];
  if (facts.city.fictional) {
    items.push(
      { type: "path", d: rectangleData(margin.x, 146, 118, 17, 3), fill: "#ffe9b8" },
      textAt("示例数据，纯属虚构", margin.x + 59, 158, { size: 10, weight: 700, anchor: "middle", fill: "#5a3b00" }),
    );
  }
  const top = 182;
  const qr = 84;
  const bottom = page.height - margin.bottom - qr - 18;
  const columnWidth = (textWidth - 16) / 2;
  const rowHeight = Math.min(14.5, (bottom - top - 20) / Math.max(1, Math.ceil(found.length / 2)));
  items.push(textAt("目录", margin.x, top, { size: 11, weight: 700 }));
  const half = Math.ceil(found.length / 2);
  for (const [i, { category, page: number }] of found.entries()) {
    const x = margin.x + (i < half ? 0 : columnWidth + 16);
    const y = top + 17 + (i % half) * rowHeight;
    const contents = Math.min(8.4, rowHeight * 0.7);
    items.push(
      textAt(categoryOf(category).nameZh, x, y, { size: contents }),
      textAt(String(number), x + columnWidth, y, { size: contents, anchor: "end", fill: quietInk }),
    );
  }
  const noteY = page.height - margin.bottom - qr;
  items.push(...qrItems(link, margin.x + textWidth - qr, noteY, qr));
  const note = `分钟数是从${fromName}步行的时间。${dataText(facts)}。${creditText(facts)}。营业时间和电话以店家为准。`;
  const lines = brokenLines(letters, note, textWidth - qr - 12, 7.6);
  items.push(textAt("扫码看实时地图 →", margin.x, noteY + 12, { size: 10, weight: 700 }));
  items.push(...lines.map((line, i) => textAt(line, margin.x, noteY + 28 + i * 10.6, { size: 7.6, fill: quietInk })));
  return items;
}

function footItems({ circle, facts }: HandbookInput, number: number, pages: number): Item[] {
  const y = page.height - margin.bottom + 20;
  return [
    textAt(`${circle.name}便民服务手册`, margin.x, margin.top - 14, { size: 7, fill: quietInk }),
    textAt(creditText(facts), margin.x, y, { size: 6.2, fill: quietInk }),
    textAt(`${number} / ${pages}`, margin.x + textWidth, y, { size: 7.4, anchor: "end", fill: quietInk }),
  ];
}
