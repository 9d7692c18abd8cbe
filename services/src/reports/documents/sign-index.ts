/** The list beside a sign map: outlets by category, with the numbers of their marks. */
import { categories, categoryOf } from "@quarterhour/data";
import type { CategoryId, Tier } from "@quarterhour/data";
import { rectangleData } from "../draw/scene.ts";
import type { Item } from "../draw/scene.ts";
import { fitted, quietInk, textAt } from "../draw/text.ts";
import type { Letters } from "../fonts/letters.ts";
import type { Rectangle } from "../map/frame.ts";
import { markItem } from "../map/marks.ts";
import type { MarkedOutlet } from "../map/marks.ts";
import { palette } from "../map/palette.ts";
import { minutesOf } from "./facts.ts";

export interface ListedOutlet extends MarkedOutlet {
  /** From where the rings begin; null where there is no way within half an hour. */
  walkSeconds: number | null;
}

/** A line of the list: one outlet, or all of a category whose names nobody wrote down. */
interface Entry {
  category: CategoryId;
  outlets: ListedOutlet[];
  isNamed: boolean;
}

type Line =
  | { kind: "tier"; tier: Tier }
  | { kind: "category"; category: CategoryId; more: number }
  | { kind: "entry"; entry: Entry };

interface Placed {
  line: Line;
  x: number;
  y: number;
  width: number;
}

export interface SignIndex {
  outlets: ListedOutlet[];
  /** Letters are so much larger than the smallest. */
  factor: number;
  lines: Placed[];
}

/** Points at factor 1. */
const heights = { tier: 20, category: 15, entry: 11.4 };
const tierGap = 7;
const largestFactor = 1.4;

/**
 * All outlets, in letters as large as the columns allow; where even the smallest are too large, the nearest of each
 * category first, then the second … Of the sets of columns, that which holds most. `smallest` is the factor of the
 * smallest letters, `mostMarks` what the map can hold.
 */
export function composeIndex(
  outlets: readonly ListedOutlet[],
  columnSets: readonly (readonly Rectangle[])[],
  smallest: number,
  mostMarks: number,
  letters: Letters,
): SignIndex {
  return columnSets
    .map((columns) => composeIn(outlets, columns, smallest, mostMarks, letters))
    .reduce((best, index) => {
      const more = index.outlets.length - best.outlets.length;
      const fewerCut = cutNames(best, letters) - cutNames(index, letters);
      const isBetter =
        more > 0 || (more === 0 && (fewerCut > 0 || (fewerCut === 0 && index.factor > best.factor + 0.01)));
      return isBetter ? index : best;
    });
}

function composeIn(
  outlets: readonly ListedOutlet[],
  columns: readonly Rectangle[],
  smallest: number,
  mostMarks: number,
  letters: Letters,
): SignIndex {
  const picks = picksOf(outlets);
  const counts = new Map<CategoryId, number>();
  for (const { category, outlets: some } of picks) counts.set(category, (counts.get(category) ?? 0) + some.length);
  const attempt = (count: number, factor: number): SignIndex | null => {
    const chosen = picks.slice(0, count);
    const lines = flow(linesOf(chosen, counts), columns, factor);
    const shown = [...new Set(chosen.flatMap((entry) => entry.outlets))];
    return lines === null || shown.length > mostMarks ? null : { outlets: shown, factor, lines };
  };
  let best: SignIndex | null = null;
  for (let factor = smallest * largestFactor; factor > smallest; factor -= smallest * 0.05) {
    const index = attempt(picks.length, factor);
    // Rather smaller letters than names that end in …
    if (index !== null && (best === null || cutNames(index, letters) < cutNames(best, letters))) best = index;
  }
  if (best !== null) return { ...best, lines: balanced(linesOf(picks, counts), columns, best.factor) };
  let [least, most] = [0, picks.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (attempt(middle, smallest) === null) most = middle - 1;
    else least = middle;
  }
  return attempt(least, smallest) ?? { outlets: [], factor: smallest, lines: [] };
}

/** How many names are too long for their line. */
function cutNames({ lines, factor }: SignIndex, letters: Letters): number {
  return lines.filter(({ line, width }) => {
    if (line.kind !== "entry" || !line.entry.isNamed) return false;
    return (
      letters.width(line.entry.outlets[0].name, 400) * nameSize * factor > nameRoom(line.entry, width, factor, letters)
    );
  }).length;
}

/** In the order in which they are let in: the nearest of each category, then the second of each … */
function picksOf(outlets: readonly ListedOutlet[]): Entry[] {
  const sorted = outlets.toSorted(
    (a, b) => (a.walkSeconds ?? Infinity) - (b.walkSeconds ?? Infinity) || (a.id < b.id ? -1 : 1),
  );
  const byCategory = categories.map(({ id, nameZh }): Entry[] => {
    const own = sorted.filter((outlet) => outlet.categories.includes(id));
    const named = own.filter(({ name }) => name !== nameZh).filter(isNoRepetition);
    const nameless = own.filter(({ name }) => name === nameZh).slice(0, mostNameless);
    const entries = named.map((outlet): Entry => ({ category: id, outlets: [outlet], isNamed: true }));
    return nameless.length > 0 ? [...entries, { category: id, outlets: nameless, isNamed: false }] : entries;
  });
  const picks: Entry[] = [];
  for (let rank = 0; byCategory.some((entries) => rank < entries.length); rank++) {
    for (const entries of byCategory) if (rank < entries.length) picks.push(entries[rank]);
  }
  return picks;
}

/** The same name at the same spot is the same shop, listed twice. */
function isNoRepetition({ name, location }: ListedOutlet, index: number, all: readonly ListedOutlet[]): boolean {
  return !all.slice(0, index).some((other) => other.name === name && isNear(other.location, location));
}

/** Within some 30 m. */
function isNear([lng, lat]: ListedOutlet["location"], [otherLng, otherLat]: ListedOutlet["location"]): boolean {
  return Math.abs(lng - otherLng) < 0.0003 && Math.abs(lat - otherLat) < 0.0003;
}

/** So many marks fit beside each other in a line. */
const mostNameless = 8;

function linesOf(chosen: readonly Entry[], counts: ReadonlyMap<CategoryId, number>): Line[] {
  const lines: Line[] = [];
  for (const tier of ["basic", "quality"] as const) {
    const own = categories.filter(({ id, tier: of }) => of === tier && chosen.some(({ category }) => category === id));
    if (own.length > 0) lines.push({ kind: "tier", tier });
    for (const { id } of own) {
      const entries = chosen.filter(({ category }) => category === id);
      const shown = entries.reduce((sum, { outlets }) => sum + outlets.length, 0);
      lines.push({ kind: "category", category: id, more: (counts.get(id) ?? 0) - shown });
      lines.push(...entries.map((entry): Line => ({ kind: "entry", entry })));
    }
  }
  return lines;
}

/** The same in columns as short as they can be, so that none stands empty. */
function balanced(lines: readonly Line[], columns: readonly Rectangle[], factor: number): Placed[] {
  const full = columns[0].height;
  for (let share = 0.1; share < 1; share += 0.02) {
    const placed = flow(
      lines,
      columns.map((column) => ({ ...column, height: full * share })),
      factor,
    );
    if (placed !== null) return placed;
  }
  return flow(lines, columns, factor)!;
}

/** From column to column; a heading stays with what it heads. null where it is too much. */
function flow(lines: readonly Line[], columns: readonly Rectangle[], factor: number): Placed[] | null {
  const placed: Placed[] = [];
  let column = 0;
  let y = columns[0].y;
  for (const line of lines) {
    const { x, width, height, y: top } = columns[column];
    const before = line.kind === "tier" && y > top ? tierGap : 0;
    const needed =
      line.kind === "tier"
        ? heights.tier + heights.category + heights.entry
        : line.kind === "category"
          ? heights.category + heights.entry
          : heights.entry;
    if (y + (before + needed) * factor > top + height + 0.5) {
      column++;
      if (column === columns.length) return null;
      y = columns[column].y;
      placed.push({ line, x: columns[column].x, y, width: columns[column].width });
    } else {
      y += before * factor;
      placed.push({ line, x, y, width });
    }
    y += heights[line.kind] * factor;
  }
  return placed;
}

/** To be drawn once marks have their numbers. */
export function indexItems(
  { lines, factor }: SignIndex,
  numberOf: ReadonlyMap<string, number>,
  letters: Letters,
): Item[] {
  return lines.flatMap(({ line, x, y, width }) => {
    if (line.kind === "tier") return tierItems(line.tier, x, y, width, factor, letters);
    if (line.kind === "category") return categoryItems(line.category, line.more, x, y, width, factor);
    return entryItems(line.entry, numberOf, { x, y, width, factor, letters });
  });
}

const tierTitles: Record<Tier, string> = { basic: "基本保障类", quality: "品质提升类" };
const tierNotes: Record<Tier, string> = { basic: "家门口 10 分钟", quality: "家周边 15 分钟" };

function tierItems(tier: Tier, x: number, y: number, width: number, factor: number, letters: Letters): Item[] {
  const size = 10.5 * factor;
  const isBasic = tier === "basic";
  const fill = isBasic ? "#ffffff" : palette.mark;
  const items: Item[] = [
    {
      type: "path",
      d: rectangleData(x, y + 0.5, width, 15.5 * factor, 2),
      fill: isBasic ? palette.mark : "#ffffff",
      stroke: { color: palette.mark, width: 0.9 },
    },
    textAt(tierTitles[tier], x + 6 * factor, y + 12 * factor, { size, weight: 700, fill }),
  ];
  const noteWidth = letters.width(tierNotes[tier], 400) * size * 0.8;
  if (letters.width(tierTitles[tier], 700) * size + noteWidth + 18 * factor < width) {
    items.push(
      textAt(tierNotes[tier], x + width - 6 * factor, y + 11.6 * factor, { size: size * 0.8, anchor: "end", fill }),
    );
  }
  return items;
}

function categoryItems(
  category: CategoryId,
  more: number,
  x: number,
  y: number,
  width: number,
  factor: number,
): Item[] {
  const size = 9.6 * factor;
  const base = y + 12 * factor;
  const items: Item[] = [textAt(categoryOf(category).nameZh, x, base, { size, weight: 700 })];
  if (more > 0)
    items.push(textAt(`另有 ${more} 处`, x + width, base, { size: size * 0.8, anchor: "end", fill: quietInk }));
  return items;
}

interface Place {
  x: number;
  y: number;
  width: number;
  factor: number;
  letters: Letters;
}

/** Points at factor 1. */
const nameSize = 8.6;
const markRadius = 4.9;

function walkText({ outlets }: Entry): string {
  const seconds = outlets[0].walkSeconds;
  return seconds === null ? "" : `${minutesOf(seconds)} 分钟${outlets.length > 1 ? "起" : ""}`;
}

/** What a name may take beside one mark and the minutes. */
function nameRoom(entry: Entry, width: number, factor: number, letters: Letters): number {
  const walk = letters.width(walkText(entry), 400) * nameSize * factor;
  return width - walk - (2 * markRadius + 1.2 + 2.4 + 4) * factor;
}

function entryItems(entry: Entry, numberOf: ReadonlyMap<string, number>, place: Place): Item[] {
  const { outlets, isNamed } = entry;
  const { x, y, width, factor, letters } = place;
  const size = nameSize * factor;
  const base = y + 8.5 * factor;
  const mark = markRadius * factor;
  const walk = walkText(entry);
  const left = width - letters.width(walk, 400) * size - 4 * factor;
  const items: Item[] = [];
  let at = x;
  for (const number of new Set(outlets.map(({ id }) => numberOf.get(id)))) {
    if (number === undefined || at + 2 * mark > x + left) continue;
    items.push(...markItem([at + mark, base - size * 0.36], String(number), mark, outlets[0].tier === "basic"));
    at += 2 * mark + 1.2 * factor;
  }
  at += 2.4 * factor;
  const name = isNamed ? outlets[0].name : "（名称不详）";
  const room = x + left - at;
  if (isNamed || letters.width(name, 400) * size <= room) {
    items.push(textAt(fitted(letters, name, room, size), at, base, { size, ...(!isNamed && { fill: quietInk }) }));
  }
  items.push(textAt(walk, x + width, base, { size, anchor: "end", fill: quietInk }));
  return items;
}
