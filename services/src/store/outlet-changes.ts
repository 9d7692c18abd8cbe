/** Changes to outlets: every one is written to the table and to the history in the same transaction. */
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { contentHash, deleteIds, markUnchanged, matchDrafts, planReplace } from "./bulk.ts";
import type { StoredRow } from "./bulk.ts";
import { checkOutlets, checkSource, checkSourceRefs, checkText } from "./checks.ts";
import { InvalidInput, NotFound, StoreConflict } from "./errors.ts";
import { draftsOfRows, stagedKeys } from "./import-places.ts";
import { markImportUndone } from "./imports.ts";
import { addHistory, touchedBy } from "./outlet-history.ts";
import type { HistoryEntry } from "./outlet-history.ts";
import { changeKind, HAND_SOURCE, isPatch } from "./outlet-merging.ts";
import { getOutlet } from "./outlets.ts";
import { draftOf, insertOutlets, readStates, recordsOf, stateOf, updateOutlets } from "./outlet-writing.ts";
import type { OutletRow } from "./outlet-writing.ts";
import { beginOutletChange, makeId } from "./revisions.ts";
import type { Database } from "./schema.ts";
import type { Change, Outlet, OutletDraft, OutletRecord, OutletState, ReplaceCounts, StagedDrafts } from "./store.ts";

type Db = Kysely<Database>;

/** What is written where nobody says who changes something and why. */
function changeOf(source: string, importId: string | null, change: Change | undefined): Change {
  if (change) return change;
  if (source === HAND_SOURCE) return { actor: "system", origin: "edit" };
  return { actor: "system", origin: source === "osm" ? "osm" : "import", originId: importId };
}

export async function addOutlets(
  db: Db,
  city: string,
  source: string,
  importId: string | null,
  drafts: OutletDraft[],
  change?: Change,
): Promise<string[]> {
  checkSource(source);
  checkOutlets(drafts);
  const last = await beginOutletChange(db, city, drafts.length);
  const rows = drafts.map((draft, i) => newRow(makeId("o", last + 1 + i), draft, source, importId));
  await insertOutlets(db, city, rows);
  const entries = rows.map(({ id, state }) => ({ outlet: id, change: "added" as const, state, effectiveOn: null }));
  await addHistory(db, city, changeOf(source, importId, change), dated(entries, change));
  return rows.map((row) => row.id);
}

/** Where the change names a day, new outlets hold from then on; else since always. */
function dated(entries: HistoryEntry[], change: Change | undefined): HistoryEntry[] {
  const day = change?.effectiveOn;
  return day === undefined ? entries : entries.map((entry) => ({ ...entry, effectiveOn: day }));
}

function newRow(
  id: string,
  draft: OutletDraft,
  source: string,
  importId: string | null,
  hash = contentHash(draft),
): OutletRow {
  return { id, state: { ...draft, source, importId }, hash };
}

export async function replaceOutlets(
  db: Db,
  city: string,
  source: string,
  importId: string | null,
  drafts: OutletDraft[] | StagedDrafts,
  change?: Change,
): Promise<ReplaceCounts> {
  checkSource(source);
  // Locks the city before reading what is there.
  const { keys, read } = await draftsOf(db, city, drafts);
  checkSourceRefs("outlet", keys);
  const last = await beginOutletChange(db, city, keys.length);
  const merged = await planRecords(db, city, source, keys);
  const plan = await planReplace(db, "outlets", city, source, merged.rest, ({ hash }) => hash);
  const says = changeOf(source, importId, change);
  // Drafts are read, written and forgotten by the page: of a hundred thousand only the keys are held.
  const rowsOf = async (page: { id: string; draft: DraftKey }[]): Promise<OutletRow[]> => {
    const found = await read(page.map(({ draft }) => draft.at));
    return page.map(({ id, draft: { hash } }, i) => newRow(id, found[i], source, importId, hash));
  };

  await deleteIds(db, "outlets", city, plan.removed);
  const removed = plan.removed.map((outlet): HistoryEntry => ({ outlet, change: "removed", state: null }));
  await addHistory(db, city, says, removed);

  for (const page of pages(plan.updated)) {
    const rows = await rowsOf(page);
    const before = await readStates(
      db,
      city,
      rows.map(({ id }) => id),
    );
    await updateOutlets(db, city, rows);
    const entries = rows.map(({ id, state }) => ({
      outlet: id,
      change: changeKind(before.get(id) ?? null, state),
      state,
    }));
    await addHistory(db, city, says, entries);
  }
  await markUnchanged(db, "outlets", city, importId, plan.unchanged);

  // What a source did not have the last time is new; what it has the first time may be as old as can be.
  const since = plan.hadRows || merged.hadRecords ? {} : { effectiveOn: null };
  const added = plan.added.map(({ draft }, i) => ({ id: makeId("o", last + 1 + i), draft }));
  for (const page of pages(added)) {
    const rows = await rowsOf(page);
    await insertOutlets(db, city, rows);
    const entries = rows.map(({ id, state }) => ({ outlet: id, change: "added" as const, state, ...since }));
    await addHistory(db, city, says, entries);
  }

  const records = await read(merged.updated.map(({ draft }) => draft.at));
  const updated = merged.updated.map((one, i) => ({ ...one, draft: records[i] }));
  await addHistory(db, city, says, await writeRecords(db, city, importId, { removed: merged.removed, updated }));
  return {
    added: plan.added.length,
    updated: plan.updated.length + merged.updated.length,
    removed: plan.removed.length + merged.removed.length,
    unchanged: plan.unchanged.length + merged.unchanged,
  };
}

/** What of a draft is needed to plan with it. */
interface DraftKey {
  sourceRef: string | null;
  hash: string;
  /** Where it is read from: its place in the list, or its row. */
  at: number;
}

interface ReadableDrafts {
  keys: DraftKey[];
  read(at: number[]): Promise<OutletDraft[]>;
}

async function draftsOf(db: Db, city: string, drafts: OutletDraft[] | StagedDrafts): Promise<ReadableDrafts> {
  if (Array.isArray(drafts)) {
    checkOutlets(drafts);
    return {
      keys: drafts.map((draft, at) => ({ sourceRef: draft.sourceRef, hash: contentHash(draft), at })),
      read: (at) => Promise.resolve(at.map((index) => drafts[index])),
    };
  }
  const { stagedIn } = drafts;
  const keys = await stagedKeys(db, city, stagedIn);
  return {
    keys: keys.map(({ row, sourceRef, hash }) => ({ sourceRef, hash, at: row })),
    async read(at) {
      const found = await draftsOfRows(db, city, stagedIn, at);
      checkOutlets(found);
      return found;
    },
  };
}

const ROWS_PER_PAGE = 2_000;

function* pages<T>(list: T[]): Generator<T[]> {
  for (let start = 0; start < list.length; start += ROWS_PER_PAGE) yield list.slice(start, start + ROWS_PER_PAGE);
}

/** Where this source is one of several that speak for an outlet: which of its records change. */
interface RecordPlan<Draft> {
  updated: { outlet: string; position: number; draft: Draft }[];
  removed: { outlet: string; position: number }[];
  unchanged: number;
  /** Drafts that no record stands for. */
  rest: Draft[];
  hadRecords: boolean;
}

async function planRecords(db: Db, city: string, source: string, drafts: DraftKey[]): Promise<RecordPlan<DraftKey>> {
  const { rows } = await sql<StoredRow>`
    select outlet || '/' || position as id, source_ref, import_id, content_hash from outlet_records
    where city = ${city} and source = ${source} and draft ? 'sourceRef' order by outlet, position`.execute(db);
  const place = (id: string) => ({ outlet: id.split("/")[0], position: Number(id.split("/")[1]) });
  const { added, updated, unchanged, removed } = matchDrafts(rows, drafts, ({ hash }) => hash);
  return {
    updated: updated.map(({ id, draft }) => ({ ...place(id), draft })),
    removed: removed.map(place),
    unchanged: unchanged.length,
    rest: added.map(({ draft }) => draft),
    hadRecords: rows.length > 0,
  };
}

async function writeRecords(
  db: Db,
  city: string,
  importId: string | null,
  { updated, removed }: Pick<RecordPlan<OutletDraft>, "updated" | "removed">,
): Promise<HistoryEntry[]> {
  const ids = [...new Set([...updated, ...removed].map(({ outlet }) => outlet))];
  if (ids.length === 0) return [];
  const entries: HistoryEntry[] = [];
  const rows: OutletRow[] = [];
  const gone: string[] = [];
  for (const [id, before] of await readStates(db, city, ids)) {
    const records: (OutletRecord | null)[] = [...recordsOf(before)];
    for (const { outlet, position, draft } of updated) {
      if (outlet === id) records[position] = { ...records[position]!, draft, sourceRef: draft.sourceRef, importId };
    }
    for (const { outlet, position } of removed) if (outlet === id) records[position] = null;
    const left = records.filter((record) => record !== null);
    // what was entered by hand about an outlet that no source knows any more is nothing by itself
    if (left.every(isPatch)) {
      gone.push(id);
      entries.push({ outlet: id, change: "removed", state: null });
      continue;
    }
    const state = stateOf(leadingFirst(left));
    rows.push({ id, state });
    entries.push({ outlet: id, change: changeKind(before, state), state });
  }
  await deleteIds(db, "outlets", city, gone);
  await updateOutlets(db, city, rows);
  return entries;
}

/** The leading record must have all fields, which a change by hand has not. */
function leadingFirst(records: OutletRecord[]): OutletRecord[] {
  const leading = records.findIndex((record) => !isPatch(record));
  return leading <= 0 ? records : [records[leading], ...records.filter((_record, i) => i !== leading)];
}

export async function editOutlet(
  db: Db,
  city: string,
  id: string,
  fields: Partial<OutletDraft>,
  change: Change,
  corrects = false,
): Promise<Outlet> {
  if ("sourceRef" in fields)
    throw new InvalidInput("sourceRef is the source's own key; it is not edited.", "sourceRef");
  const before = await beginEdit(db, city, id);
  const records = recordsOf(before);
  let after: OutletState;
  if (records.length === 1 && records[0].source === HAND_SOURCE) {
    after = { ...before, ...fields };
  } else {
    const own = records.findIndex((record) => isPatch(record) && record.formerId === null);
    const patch = own < 0 ? fields : { ...records[own].draft, ...fields };
    const record: OutletRecord = { source: HAND_SOURCE, sourceRef: null, importId: null, formerId: null, draft: patch };
    after = stateOf(own < 0 ? [...records, record] : records.with(own, record));
  }
  checkOutlets([draftOf(after)]);
  // as early as the history allows: in place of the version that it corrects
  const effectiveOn = corrects ? null : change.effectiveOn;
  await updateOutlets(db, city, [{ id, state: after }]);
  const kind = corrects ? "corrected" : changeKind(before, after);
  await addHistory(db, city, { ...change, effectiveOn }, [{ outlet: id, change: kind, state: after }]);
  return (await getOutlet(db, city, id))!;
}

export async function removeOutlet(db: Db, city: string, id: string, change: Change): Promise<void> {
  await beginEdit(db, city, id);
  await deleteIds(db, "outlets", city, [id]);
  await addHistory(db, city, change, [{ outlet: id, change: "removed", state: null }]);
}

export async function mergeOutlets(
  db: Db,
  city: string,
  keep: string,
  others: string[],
  change: Change,
): Promise<Outlet> {
  checkText("outlet", [city, keep]);
  await mergeOutletGroups(db, city, [{ keep, others }], { ...change, originId: change.originId ?? keep });
  return (await getOutlet(db, city, keep))!;
}

export async function mergeOutletGroups(
  db: Db,
  city: string,
  groups: { keep: string; others: string[] }[],
  change: Change,
): Promise<void> {
  const ids = groups.flatMap(({ keep, others }) => [keep, ...others]);
  if (groups.some(({ others }) => others.length === 0) || new Set(ids).size < ids.length) {
    throw new InvalidInput("An outlet is merged with one or more others, each named once.", "others");
  }
  await beginOutletChange(db, city, 0);
  const states = await readStates(db, city, ids);
  const missing = ids.filter((id) => !states.has(id));
  if (missing.length > 0) throw new NotFound(`There is no outlet ${missing.join(", ")} in ${city}.`);
  const rows = groups.map(({ keep, others }): OutletRow => {
    const records = others.flatMap((id) =>
      recordsOf(states.get(id)!).map((record) => ({ ...record, formerId: record.formerId ?? id })),
    );
    return { id: keep, state: stateOf([...recordsOf(states.get(keep)!), ...records]) };
  });
  const gone = groups.flatMap(({ others }) => others);
  await deleteIds(db, "outlets", city, gone);
  await updateOutlets(db, city, rows);
  await addHistory(db, city, change, [
    // the others were the same shop all along
    ...gone.map((outlet) => ({ outlet, change: "removed" as const, state: null, effectiveOn: null })),
    ...rows.map(({ id, state }) => ({ outlet: id, change: "corrected" as const, state, effectiveOn: null })),
  ]);
}

export async function splitOutlet(
  db: Db,
  city: string,
  id: string,
  formerId: string,
  change: Change,
): Promise<{ kept: Outlet; split: Outlet }> {
  const before = await beginEdit(db, city, id);
  const records = recordsOf(before);
  const taken = records.filter((record) => record.formerId === formerId);
  if (taken.length === 0) {
    const there = [...new Set(records.flatMap((record) => record.formerId ?? []))];
    throw new NotFound(
      `Nothing was merged into ${id} as ${formerId}${there.length > 0 ? `; there are ${there.join(", ")}` : ""}.`,
    );
  }
  const kept = stateOf(leadingFirst(records.filter((record) => record.formerId !== formerId)));
  const split = stateOf(leadingFirst(taken.map((record) => ({ ...record, formerId: null }))));
  await updateOutlets(db, city, [{ id, state: kept }]);
  await insertOutlets(db, city, [{ id: formerId, state: split }]);
  await addHistory(db, city, { ...change, originId: change.originId ?? id }, [
    { outlet: id, change: "corrected", state: kept, effectiveOn: null },
    { outlet: formerId, change: "restored", state: split, effectiveOn: null },
  ]);
  return { kept: (await getOutlet(db, city, id))!, split: (await getOutlet(db, city, formerId))! };
}

/** Locks the city, so that what is read now is still so when it is written. */
async function beginEdit(db: Db, city: string, id: string): Promise<OutletState> {
  checkText("outlet", [city, id]);
  await beginOutletChange(db, city, 0);
  const state = (await readStates(db, city, [id])).get(id);
  if (!state) throw new NotFound(`There is no outlet ${id} in ${city}.`);
  return state;
}

/** So many outlets are named where an import cannot be undone. */
const NAMED = 10;

export async function undoOutletImport(db: Db, city: string, importId: string, actor: string): Promise<ReplaceCounts> {
  await beginOutletChange(db, city, 0);
  const touched = await touchedBy(db, city, importId);
  const later = touched.filter(({ isLast }) => !isLast).map(({ outlet }) => outlet);
  if (later.length > 0) {
    const more = later.length > NAMED ? ` and ${later.length - NAMED} more` : "";
    throw new StoreConflict(
      `Import ${importId} cannot be undone: ${later.length} of its outlets were changed afterwards: ${later.slice(0, NAMED).join(", ")}${more}. Undo those changes first.`,
    );
  }
  await markImportUndone(db, city, importId);
  const taken = touched.filter(({ before, gone }) => before === null && !gone);
  const back = touched.filter(({ before, gone }) => before !== null && gone);
  const changed = touched.filter(({ before, gone }) => before !== null && !gone);
  await deleteIds(
    db,
    "outlets",
    city,
    taken.map(({ outlet }) => outlet),
  );
  const row = ({ outlet, before }: (typeof touched)[number]) => ({ id: outlet, state: before! });
  await updateOutlets(db, city, changed.map(row));
  await insertOutlets(db, city, back.map(row));
  // rows that the import brought again as they were go back to naming the one before it
  await sql`
    update outlets o set import_id = (
      select max(i.id) from imports i
      where i.city = o.city and i.source = o.source and i.what = 'outlets' and i.state = 'committed'
    ) where o.city = ${city} and o.import_id = ${importId}`.execute(db);
  await addHistory(
    db,
    city,
    { actor, origin: "undo", originId: importId },
    touched.map(({ outlet, before, beforeSince }) => ({
      outlet,
      change: before === null ? "removed" : "restored",
      state: before,
      effectiveOn: beforeSince,
    })),
  );
  return { added: back.length, updated: changed.length, removed: taken.length, unchanged: 0 };
}
