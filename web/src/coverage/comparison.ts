/** Two areas side by side, category by category. */
import type { CoverageCell } from "./api.ts";

/** One category in both areas; null where the area has no figures of it. */
export interface ComparedLine {
  category: string;
  one: CoverageCell | null;
  other: CoverageCell | null;
  /** Share of households that reach it, the other area's less the one's; null unless both are known. */
  shareDifference: number | null;
  /** Mean seconds to the nearest, the other area's less the one's; null unless both are known. */
  secondsDifference: number | null;
}

type Cells = ReadonlyMap<string, CoverageCell>;

const difference = (one: number | null | undefined, other: number | null | undefined): number | null =>
  typeof one === "number" && typeof other === "number" ? other - one : null;

/** Where the areas differ most comes first; what cannot be compared comes last, in the order given. */
export function compareAreas(one: Cells, other: Cells, categories: readonly string[]): ComparedLine[] {
  const lines = categories.map((category): ComparedLine => {
    const [a, b] = [one.get(category) ?? null, other.get(category) ?? null];
    return {
      category,
      one: a,
      other: b,
      shareDifference: difference(a?.share, b?.share),
      secondsDifference: difference(a?.meanSeconds, b?.meanSeconds),
    };
  });
  const weight = ({ shareDifference }: ComparedLine) => (shareDifference === null ? -1 : Math.abs(shareDifference));
  return lines.toSorted((a, b) => weight(b) - weight(a));
}

/** A spreadsheet would run text that begins like this. */
const formulaStart = /^[\s']*[=+\-@]/;

function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = formulaStart.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

/** A table for spreadsheets (RFC 4180, with the mark by which they know UTF-8). Numbers stay numbers, unknown stays empty. */
export function csvTable(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("")}`;
}
