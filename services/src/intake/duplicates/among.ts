/** Rows of a table that is being brought in, set against each other and against what is there already. */
import type { DecidedOutlet, DuplicatePair, OutletDraft, RowPair, Store } from "../../store/index.ts";
import { changedSubstantially, comparableOf, placeNamesOf } from "./find.ts";
import type { Comparable, CompareOptions } from "./profiles.ts";
import { findPairs } from "./propose.ts";

interface AmongOptions extends CompareOptions {
  /** Who sends the table: outlets of this source are what the rows replace, not what they double. */
  source: string;
  minScore?: number;
  onFraction?(fraction: number): void;
  signal?: AbortSignal;
}

/** A row as it is compared; `row` is its number in the table. */
export const comparableRow = (row: number, draft: OutletDraft, source: string): Comparable =>
  comparableOf({ ...draft, id: `row ${row}`, source });

const rowOf = (id: string): number | null => (id.startsWith("row ") ? Number(id.slice(4)) : null);

/**
 * What the rows look like, the most alike first: each pair once, of two rows with the earlier one first. Takes seconds
 * for 100,000 rows, in which others have their turn.
 */
export async function pairsAmong(
  rows: readonly Comparable[],
  others: readonly Comparable[],
  options: Omit<AmongOptions, "source">,
): Promise<RowPair[]> {
  const pairs = await findPairs([...others, ...rows], { ...options, among: new Set(rows.map(({ id }) => id)) });
  return pairs.map(({ a, b, score, meters, reasons }) => {
    const [first, second] = [rowOf(a), rowOf(b)];
    if (first === null || second === null)
      return { row: first ?? second!, otherRow: null, outlet: first === null ? a : b, score, meters, reasons };
    const [row, otherRow] = first < second ? [first, second] : [second, first];
    return { row, otherRow, outlet: null, score, meters, reasons };
  });
}

const OUTLETS_AT_ONCE = 5000;

/**
 * As `pairsAmong`, against the outlets of a city in the store. `outletsOf` tells which outlets rows are already: what
 * somebody said of those and others holds, unless they have changed.
 */
export async function pairsOfTable(
  store: Store,
  city: string,
  rows: readonly Comparable[],
  { source, outletsOf, ...options }: AmongOptions & { outletsOf?: (rows: number[]) => Promise<Map<number, string>> },
): Promise<RowPair[]> {
  const own = new Set(await store.outletsOfSource(city, source));
  const others: Comparable[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    options.signal?.throwIfAborted();
    const page = await store.findOutlets(city, { limit: OUTLETS_AT_ONCE, ...(cursor ? { cursor } : {}) });
    for (const outlet of page.items) if (!own.has(outlet.id)) others.push(comparableOf(outlet));
    cursor = page.nextCursor;
  }
  const found = await pairsAmong(rows, others, { placeNames: await placeNamesOf(store, city), ...options });
  if (!outletsOf || found.length === 0) return found;
  const decided = new Map((await store.decidedDuplicates(city)).map((pair) => [`${pair.a} ${pair.b}`, pair]));
  const outletOf = await outletsOf([...new Set(found.flatMap(({ row, otherRow }) => [row, otherRow ?? row]))]);
  const byId = new Map([...others, ...rows].map((one) => [one.id, one]));
  return found.filter(({ row, otherRow, outlet }) => {
    const one = outletOf.get(row);
    const other = outlet ?? outletOf.get(otherRow!);
    if (one === undefined || other === undefined) return true;
    if (one === other) return false;
    const pair = decided.get(one < other ? `${one} ${other}` : `${other} ${one}`);
    const [is, also] = [byId.get(`row ${row}`)!, byId.get(outlet ?? `row ${otherRow}`)!];
    return pair === undefined || !holds(pair, one < other ? [is, also] : [also, is]);
  });
}

function holds({ decision, decidedOn }: DuplicatePair, now: [Comparable, Comparable]): boolean {
  if (decision === null || decision === "same") return false;
  return (
    decidedOn === null ||
    !now.some((is, i) => changedSubstantially(decidedOn[i], { ...is, phone: is.phone ?? null } as DecidedOutlet))
  );
}
