/** Rows of a table that is being brought in, set against each other and against what is there already. */
import type { Outlet, OutletDraft, Store } from "../../store/index.ts";
import { comparableOf, placeNamesOf } from "./find.ts";
import { thresholds } from "./model.ts";
import type { ReasonKey } from "./model.ts";
import type { Comparable, CompareOptions } from "./profiles.ts";
import { findPairs } from "./propose.ts";

interface AmongOptions extends CompareOptions {
  /** Who sends the table: outlets of this source are what the rows replace, not what they double. */
  source: string;
  minScore?: number;
  onFraction?(fraction: number): void;
  signal?: AbortSignal;
}

interface RowDuplicate {
  /** Index of another row, or the id of an outlet; exactly one of them is told. */
  row: number | null;
  outlet: string | null;
  score: number;
  /** So alike that it may be taken for granted unless somebody objects. */
  isSure: boolean;
  meters: number;
  reasons: ReasonKey[];
}

/**
 * By index of the draft, what it looks like, the most alike first; rows that look like nothing else are left out. Takes
 * seconds for 100,000 rows, in which others have their turn.
 */
export async function duplicatesAmong(
  drafts: readonly (OutletDraft | null)[],
  existing: readonly Outlet[],
  { source, ...options }: AmongOptions,
): Promise<Map<number, RowDuplicate[]>> {
  const rows = drafts.flatMap((draft, i) => (draft ? [comparableOf({ ...draft, id: `row ${i}`, source })] : []));
  const others: Comparable[] = existing.filter((outlet) => outlet.source !== source).map(comparableOf);
  const pairs = await findPairs([...others, ...rows], { ...options, among: new Set(rows.map(({ id }) => id)) });
  const found = new Map<number, RowDuplicate[]>();
  const rowOf = (id: string): number | null => (id.startsWith("row ") ? Number(id.slice(4)) : null);
  for (const { a, b, score, meters, reasons } of pairs) {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ]) {
      const row = rowOf(one);
      if (row === null) continue;
      const like = { row: rowOf(other), outlet: rowOf(other) === null ? other : null };
      const list = found.get(row) ?? [];
      list.push({ ...like, score, isSure: score >= thresholds.sure, meters, reasons });
      found.set(row, list);
    }
  }
  return found;
}

/** As `duplicatesAmong`, against the outlets of a city in the store. */
export async function duplicatesOfTable(
  store: Store,
  city: string,
  drafts: readonly (OutletDraft | null)[],
  options: AmongOptions,
): Promise<Map<number, RowDuplicate[]>> {
  const existing = await store.allOutlets(city);
  return duplicatesAmong(drafts, existing, { placeNames: await placeNamesOf(store, city), ...options });
}
