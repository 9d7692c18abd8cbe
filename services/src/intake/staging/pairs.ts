/** Staged rows that look like an outlet of another source or like each other: found, and at the commit made one. */
import { betterOf, comparableRow, pairsOfTable, asDecided, thresholds } from "../duplicates/index.ts";
import type { Comparable } from "../duplicates/index.ts";
import type { ImportPair, Outlet, RowPair, SettledDuplicate, Store } from "../../store/index.ts";
import { StoreConflict } from "../../store/index.ts";
import { changeReport } from "./places.ts";
import type { Work } from "./staging.ts";
import { say } from "../../words/index.ts";

const ROWS_AT_ONCE = 5000;

/** Looks anew at all good rows. What was decided of pairs that are found again holds. Outlets only. */
export async function findRowPairs(
  store: Store,
  { city, importId }: { city: string; importId: string },
  { signal, onProgress }: Work = {},
): Promise<{ found: number; sure: number }> {
  const { record } = await store.lockStaging(city, importId);
  if (record.what !== "outlets") return { found: 0, sure: 0 };
  const rows: Comparable[] = [];
  for (let after = 0; ;) {
    signal?.throwIfAborted();
    const page = await store.stagedDrafts(city, importId, { after, limit: ROWS_AT_ONCE });
    if (page.length === 0) break;
    after = page.at(-1)!.row;
    for (const { row, draft } of page) rows.push(comparableRow(row, draft, record.source));
  }
  const found = await pairsOfTable(store, city, rows, {
    source: record.source,
    outletsOf: (numbers) => store.outletsOfRows(city, importId, numbers),
    onFraction: (fraction) => onProgress?.({ step: "looking for shops listed twice", fraction }),
    ...(signal ? { signal } : {}),
  });
  signal?.throwIfAborted();
  await store.transaction(async (inside) => {
    await inside.putImportPairs(city, importId, found, null);
    const pairs = { searchedAt: new Date().toISOString(), isCurrent: true };
    await changeReport(inside, city, importId, () => ({ pairs }));
  });
  return { found: found.length, sure: found.filter(({ score }) => score >= thresholds.sure).length };
}

export interface MergeSummary {
  /** Outlets that are one with another now. */
  merged: number;
  /** Pairs that are kept apart, and not proposed again. */
  keptApart: number;
}

/**
 * Does what was decided of the rows' pairs, to be called in the transaction of the commit, once the rows are outlets and
 * still staged. Pairs of rows that did not come in, or of outlets that are gone, are left alone.
 */
export async function settlePairs(
  store: Store,
  { city, importId, actor }: { city: string; importId: string; actor: string },
): Promise<MergeSummary> {
  const decided = await store.listImportPairs(city, importId, { state: "decided" });
  if (decided.length === 0) return { merged: 0, keptApart: 0 };
  const ofRow = await store.outletsOfRows(city, importId, [...new Set(decided.flatMap(rowsOf))]);
  const outlets = await outletsById(store, city, [
    ...new Set([...ofRow.values(), ...decided.flatMap(({ outlet }) => outlet ?? [])]),
  ]);
  const pairs = decided.flatMap((pair) => {
    const a = outlets.get(ofRow.get(pair.row) ?? "");
    const b = outlets.get((pair.outlet ?? ofRow.get(pair.otherRow!)) || "");
    return a && b && a !== b ? [{ ...pair, a, b }] : [];
  });
  const groups = groupsOf(pairs.filter(({ decision }) => decision === "same"));
  const groupOf = new Map(groups.flatMap((group) => [...group].map((outlet) => [outlet, group])));
  const records = await store.recordsOfMerged(city);
  const settled: SettledDuplicate[] = [];
  const merges: { keep: string; others: string[] }[] = [];
  for (const group of groups) {
    const kept = [...group].reduce((best, one) => betterOf(best, one));
    const others = [...group].filter((outlet) => outlet !== kept);
    merges.push({ keep: kept.id, others: others.map(({ id }) => id) });
    for (const gone of others) {
      const own = pairs.filter(({ a, b, decision }) => decision === "same" && (a === gone || b === gone));
      const pair = own.find(({ a, b }) => a === kept || b === kept) ?? own[0];
      const brought = [...new Set((records.get(gone.id) ?? []).flatMap(({ formerId }) => formerId ?? []))];
      settled.push(settlement(pair, kept, gone, { kept: kept.id, brought }));
    }
  }
  for (const pair of pairs.filter(({ decision }) => decision === "different")) {
    if (groupOf.get(pair.a) !== undefined && groupOf.get(pair.a) === groupOf.get(pair.b)) {
      throw new StoreConflict(
        pair.outlet === null
          ? say("import.contradiction-rows", { row: pair.row, other: pair.otherRow! })
          : say("import.contradiction-outlet", { row: pair.row, other: pair.outlet }),
      );
    }
    settled.push(settlement(pair, pair.a, pair.b, { kept: null, brought: [] }));
  }
  if (merges.length > 0) {
    // part of the import: undoing it takes them apart again
    await store.mergeOutletGroups(city, merges, { actor, origin: "import", originId: importId });
  }
  await store.settleDuplicates(city, importId, onceEach(settled));
  const { open } = await store.countDuplicates(city, thresholds.sure);
  if (open > 0)
    for (const { keep, others } of merges) for (const gone of others) await store.followMerge(city, keep, gone);
  return {
    merged: merges.reduce((sum, { others }) => sum + others.length, 0),
    keptApart: settled.filter(({ decision }) => decision === "different").length,
  };
}

const rowsOf = ({ row, otherRow }: RowPair): number[] => (otherRow === null ? [row] : [row, otherRow]);

type OutletPair = ImportPair & { a: Outlet; b: Outlet };

function settlement(
  { score, meters, reasons, decision, decidedBy }: OutletPair,
  one: Outlet,
  other: Outlet,
  { kept, brought }: Pick<SettledDuplicate, "kept" | "brought">,
): SettledDuplicate {
  const [a, b] = one.id < other.id ? [one, other] : [other, one];
  const on: SettledDuplicate["on"] = [asDecided(a), asDecided(b)];
  return { a: a.id, b: b.id, score, meters, reasons, decision: decision!, by: decidedBy!, kept, brought, on };
}

/** Two rows can be one outlet, so that a pair of outlets may come twice. */
function onceEach(settled: SettledDuplicate[]): SettledDuplicate[] {
  return [...new Map(settled.map((one) => [`${one.a} ${one.b}`, one])).values()];
}

/** Outlets that are one by a chain of pairs. */
function groupsOf(pairs: OutletPair[]): Set<Outlet>[] {
  const groups = new Map<Outlet, Set<Outlet>>();
  for (const { a, b } of pairs) {
    const [one, other] = [groups.get(a) ?? new Set([a]), groups.get(b) ?? new Set([b])];
    const together = one === other ? one : new Set([...one, ...other]);
    for (const outlet of together) groups.set(outlet, together);
  }
  return [...new Set(groups.values())];
}

async function outletsById(store: Store, city: string, ids: string[]): Promise<Map<string, Outlet>> {
  const found = new Map<string, Outlet>();
  for (let start = 0; start < ids.length; start += ROWS_AT_ONCE) {
    const some = ids.slice(start, start + ROWS_AT_ONCE);
    const { items } = await store.findOutlets(city, { ids: some, limit: some.length });
    for (const outlet of items) found.set(outlet.id, outlet);
  }
  return found;
}
