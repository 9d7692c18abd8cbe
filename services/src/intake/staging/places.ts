/** Places for staged rows that have an address and no coordinates: found by geocoders, or chosen by a person. */
import { addressOf, DEFAULT_BAR, geocodeRows, placedDraft, placedMessage } from "../geocoding/index.ts";
import type { AddressRow, GeocodeChain, PlacedRow } from "../geocoding/index.ts";
import type { OutletDraft, ResidenceDraft, SiteDraft, Store } from "../../store/index.ts";
import { NotFound, StoreConflict, watched } from "../../store/index.ts";
import type { OnProgress } from "../errors.ts";
import type { StagedPlace, StagedProblem, StagedTableRow, StagingReport, StagingWork, Work } from "./staging.ts";
import { say } from "../../words/index.ts";

type Draft = OutletDraft | ResidenceDraft | SiteDraft;

const ROWS_AT_ONCE = 1000;
/** Map services take a second or so for a row: what they answered is kept soon. */
const ROWS_AT_ONCE_FOR_SERVICES = 50;

/** Whether what a row lacks is a place, and not an answer about the table. */
const needsPlace = ({ state, problems }: Pick<StagedTableRow, "state" | "problems">): boolean =>
  state === "waiting" && (problems ?? []).some(({ severity }) => severity === "waiting");

/** The row with its place, where one was taken for the address that it has now. */
export function withPlace(row: StagedTableRow): StagedTableRow {
  const { place, draft, problems } = row;
  if (place?.taken == null || !needsPlace(row) || addressOf(draft)?.address !== place.address) return row;
  const asked = problems!.find(({ severity }) => severity === "waiting")!;
  const told: StagedProblem = {
    ...asked,
    said: placedMessage(place.taken, place.by === "person"),
    severity: "warning",
  };
  return {
    ...row,
    state: "warning",
    draft: placedDraft(draft as Draft, place.taken),
    problems: problems!.map((problem) => (problem === asked ? told : problem)),
  };
}

export interface PlacingSummary {
  /** Rows that were looked for, and how many of them have a place now. */
  asked: number;
  placed: number;
  notes: string[];
}

/**
 * Looks for the addresses of rows that wait for a place and were not asked about yet (`again`: also of those that
 * were), and keeps what it finds as it goes: called off, the rest waits. A row that was changed meanwhile is left alone.
 */
export async function placeStagedRows(
  store: Store,
  { city, importId, again = false }: { city: string; importId: string; again?: boolean },
  { signal, onProgress, geocoders }: StagingWork,
): Promise<PlacingSummary> {
  const summary: PlacingSummary = { asked: 0, placed: 0, notes: [] };
  if (!geocoders) return summary;
  const wanted = await rowsToAsk(store, city, importId, again);
  if (wanted.length === 0) return summary;
  onProgress?.({ step: "getting ready to look for addresses", fraction: null });
  const chain = await geocoders(city);
  const { nameZh } = (await store.getCity(city))!;
  const notes = new Set<string>();
  const questions = new Map<string, number>();
  const ask = async (some: AddressRow[], geocoding: GeocodeChain, tell: (fraction: number) => void) => {
    const { rows: found, notes: told } = await geocodeRows(some, geocoding, {
      city: nameZh,
      questions,
      progress: tell,
      ...(signal ? { signal } : {}),
    });
    for (const note of told) notes.add(note);
    const placed = await keepPlaces(store, city, importId, some, found, signal);
    summary.placed += placed.size;
    return some.filter(({ row }) => !placed.has(row));
  };
  const [offline, ...services] = chain.geocoders;
  summary.asked = wanted.length;
  try {
    const left: AddressRow[] = [];
    await inChunks(wanted, ROWS_AT_ONCE, "looking for addresses", onProgress, async (some, tell) => {
      left.push(...(await ask(some, { geocoders: [offline] }, tell)));
    });
    if (services.length > 0) {
      await inChunks(left, ROWS_AT_ONCE_FOR_SERVICES, "asking map services", onProgress, async (some, tell) => {
        await ask(some, chain, tell);
      });
    }
  } finally {
    await chain.cache?.save();
  }
  summary.notes = [...notes];
  const places = { searchedAt: new Date().toISOString(), bar: DEFAULT_BAR, notes: summary.notes };
  await changeReport(store, city, importId, () => ({ places }));
  return summary;
}

async function inChunks(
  rows: AddressRow[],
  size: number,
  step: string,
  onProgress: OnProgress | undefined,
  work: (some: AddressRow[], tell: (fraction: number) => void) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += size) {
    const some = rows.slice(start, start + size);
    await work(some, (within) =>
      onProgress?.({ step, fraction: Math.min(1, (start + within * some.length) / rows.length) }),
    );
  }
}

async function rowsToAsk(store: Store, city: string, importId: string, again: boolean): Promise<AddressRow[]> {
  const wanted: AddressRow[] = [];
  for (let after = 0; ;) {
    const rows = (await store.stagedPlaces(city, importId, {
      state: "waiting",
      after,
      limit: ROWS_AT_ONCE,
    })) as StagedTableRow[];
    if (rows.length === 0) return wanted;
    after = rows.at(-1)!.row;
    for (const { row, draft, place } of rows) {
      const asked = addressOf(draft);
      if (asked === null || (!again && place?.address === asked.address)) continue;
      wanted.push({ row, address: asked.address, ...(asked.name === null ? {} : { name: asked.name }) });
    }
  }
}

/** Writes what was found into rows that still wait with that address; gives those that have a place now. */
function keepPlaces(
  store: Store,
  city: string,
  importId: string,
  asked: AddressRow[],
  found: PlacedRow[],
  signal: AbortSignal | undefined,
): Promise<Set<number>> {
  const byRow = new Map(found.map((one, i) => [one.row, { ...one, ...asked[i] }]));
  return watched({ signal }, () =>
    store.transaction(async (inside) => {
      await inside.lockStaging(city, importId);
      const rows = (await inside.stagedRows(city, importId, { rows: [...byRow.keys()] })) as StagedTableRow[];
      const changed = rows.flatMap((row) => {
        const { address, name, accepted, candidates } = byRow.get(row.row)!;
        if (!needsPlace(row) || addressOf(row.draft)?.address !== address) return [];
        const by = accepted === null ? null : "geocoder";
        return [withPlace({ ...row, place: { address, name: name ?? null, taken: accepted, by, candidates } })];
      });
      await inside.putStagedRows(city, importId, changed);
      return new Set(changed.flatMap(({ row, state }) => (state === "warning" ? row : [])));
    }),
  );
}

/** Changes the report of a staging that nobody else changes meanwhile. */
export async function changeReport(
  store: Store,
  city: string,
  importId: string,
  change: (before: StagingReport) => Partial<StagingReport>,
): Promise<void> {
  await store.transaction(async (inside) => {
    const before = (await inside.lockStaging(city, importId)).report as StagingReport;
    await inside.changeStaging(city, importId, { report: { ...before, ...change(before) } });
  });
}

/** The place with one of its candidates chosen by a person; null takes the choice back. Throws NotFound. */
export function withChoice(row: StagedTableRow, candidate: number | null): StagedPlace | null {
  const { place } = row;
  if (candidate === null) return place?.by === "person" ? { ...place, taken: null, by: null } : place;
  const chosen = place?.candidates[candidate];
  if (place === null || chosen === undefined) {
    throw new NotFound(
      say("import.no-candidate", { row: row.row, candidates: place?.candidates.length ?? 0, number: candidate }),
    );
  }
  const { matched: _matched, ...taken } = chosen;
  return { ...place, taken, by: "person" };
}

/** Takes the best candidate of all rows that wait for a place and have one of at least this confidence. */
export async function acceptPlaces(
  store: Store,
  { city, importId, minConfidence }: { city: string; importId: string; minConfidence: number },
  { signal, onProgress }: Work = {},
): Promise<{ placed: number }> {
  const staging = await store.getStaging(city, importId);
  if (staging === null) throw new NotFound(say("import.none", { id: importId, city }));
  if (staging.record.state !== "staged")
    throw new StoreConflict(say("import.not-staged", { id: importId, state: staging.record.state }));
  let placed = 0;
  const total = Math.max(1, staging.record.rowsRead);
  await store.transaction(async (inside) => {
    for (let after = 0; ;) {
      signal?.throwIfAborted();
      const rows = (await inside.stagedPlaces(city, importId, {
        state: "waiting",
        minConfidence,
        after,
        limit: ROWS_AT_ONCE,
      })) as StagedTableRow[];
      if (rows.length === 0) break;
      after = rows.at(-1)!.row;
      const changed = rows.flatMap((row) => {
        if (addressOf(row.draft)?.address !== row.place?.address) return [];
        const now = withPlace({ ...row, place: withChoice(row, 0) });
        return now.state === "warning" ? [now] : [];
      });
      await watched({ signal }, () => inside.putStagedRows(city, importId, changed));
      placed += changed.length;
      onProgress?.({ step: "taking the best places", fraction: Math.min(1, after / total) });
    }
    await changeReport(inside, city, importId, ({ pairs }) => ({ pairs: pairs && { ...pairs, isCurrent: false } }));
  });
  return { placed };
}
