/** What reports are made of, before it is a text document or a workbook: headings, texts, tables, maps. */
import type { Drawing } from "../draw/scene.ts";

export interface Cell {
  /** As a text document shows it. */
  text: string;
  /** The same for a workbook, where it is a number. */
  value?: number;
  /** Of that number, such as `0.0%`. */
  format?: string;
  /** Follow the text, each of them whole in its line. */
  items?: string[];
  bold?: boolean;
  quiet?: boolean;
  /** #rrggbb */
  fill?: string;
  align?: "left" | "center" | "right";
  columnSpan?: number;
  rowSpan?: number;
}

export interface FormulaNote {
  /** What in the table it is about. */
  label: string;
  id: string;
}

export interface Table {
  /** Name of its sheet in a workbook, at most 31 characters. */
  sheet: string;
  title: string | null;
  header: Cell[][];
  /** Cells that a span of another covers are left out. */
  rows: Cell[][];
  /** Shares of the width. */
  widths: number[];
  notes: string[];
  formulas: FormulaNote[];
  /** Letters smaller than usual, for wide forms. */
  isDense?: boolean;
}

export interface MapPicture {
  title: string;
  /** What a person who cannot see it is told. */
  description: string;
  drawing: Drawing;
}

export type Block =
  | { kind: "heading"; level: 1 | 2; text: string }
  | { kind: "text"; text: string; tone?: "note" | "strong" }
  | { kind: "list"; items: string[] }
  | { kind: "table"; table: Table }
  | { kind: "map"; map: MapPicture }
  | { kind: "page" };

export interface Report {
  title: string;
  subtitle: string;
  /** Beneath the title: which city, which day. */
  lines: string[];
  isFictional: boolean;
  /** At the foot of each page. */
  credit: string;
  blocks: Block[];
}

export const unknownText = "不明";

export function cell(text: string, more: Omit<Cell, "text"> = {}): Cell {
  return { text, ...more };
}

export function head(text: string, more: Omit<Cell, "text"> = {}): Cell {
  return { text, bold: true, fill: "#e9ecf0", align: "center", ...more };
}

/** A whole number; null is not known, which is not nothing. */
export function count(value: number | null, more: Omit<Cell, "text"> = {}): Cell {
  if (value === null) return unknownCell(more);
  return {
    text: Math.round(value).toLocaleString("en-US"),
    value: Math.round(value),
    format: "#,##0",
    align: "right",
    ...more,
  };
}

export function decimal(value: number | null, digits: number, more: Omit<Cell, "text"> = {}): Cell {
  if (value === null) return unknownCell(more);
  const factor = 10 ** digits;
  const rounded = Math.round(value * factor) / factor;
  return { text: rounded.toFixed(digits), value: rounded, format: `0.${"0".repeat(digits)}`, align: "right", ...more };
}

/** Points of a table: whole where they are whole. */
export function points(value: number | null, more: Omit<Cell, "text"> = {}): Cell {
  return value === null
    ? unknownCell(more)
    : { text: pointsText(value), value, format: "0.##", align: "center", ...more };
}

export function pointsText(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function share(value: number | null, more: Omit<Cell, "text"> = {}): Cell {
  if (value === null) return unknownCell(more);
  return {
    text: shareText(value),
    value: Math.round(value * 10_000) / 10_000,
    format: "0.0%",
    align: "right",
    ...more,
  };
}

/** Never 100 % or 0 % where it is not quite. */
export function shareText(value: number | null): string {
  if (value === null) return unknownText;
  const tenths = value * 1000;
  const rounded = value > 0 && value < 1 ? Math.min(999, Math.max(1, Math.round(tenths))) : Math.round(tenths);
  return `${(rounded / 10).toFixed(1)}%`;
}

/** Minutes of walking to a tenth, rounded up, so that what is beyond a ring never looks as if within. */
export function minutes(seconds: number | null, more: Omit<Cell, "text"> = {}): Cell {
  if (seconds === null) return { text: "—", quiet: true, align: "right", ...more };
  const value = Math.ceil(Math.round((seconds / 6) * 1e6) / 1e6) / 10;
  return { text: value.toFixed(1), value, format: "0.0", align: "right", ...more };
}

function unknownCell(more: Omit<Cell, "text">): Cell {
  return { text: unknownText, quiet: true, align: "right", ...more };
}

/** Cells by row and column; null where the span of another covers it. */
export function gridOf(rows: readonly Cell[][], columns: number): (Cell | null)[][] {
  const grid: (Cell | null)[][] = rows.map(() => Array.from({ length: columns }, () => null));
  const covered = rows.map(() => new Set<number>());
  for (const [row, cells] of rows.entries()) {
    let column = 0;
    for (const one of cells) {
      while (covered[row].has(column)) column++;
      grid[row][column] = one;
      for (let down = 0; down < (one.rowSpan ?? 1); down++) {
        for (let along = 0; along < (one.columnSpan ?? 1); along++) covered[row + down]?.add(column + along);
      }
      column += one.columnSpan ?? 1;
    }
  }
  return grid;
}
