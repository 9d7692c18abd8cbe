/** Searches a city of the store for outlets that are listed twice, and takes and undoes decisions on what it found. */
import type {
  DecidedOutlet,
  DuplicateDecision,
  DuplicatePair,
  Outlet,
  OutletDraft,
  ProposedDuplicate,
  Store,
} from "../../store/index.ts";
import { InvalidInput, NotFound, StoreConflict } from "../../store/index.ts";
import type { OnProgress } from "../errors.ts";
import { OSM_SOURCE } from "../source.ts";
import { findPairs } from "./propose.ts";
import type { Comparable } from "./profiles.ts";
import { phonesOf, plainText } from "./text.ts";

/** Raise it when the search finds more or other pairs than before: every city is then searched anew. */
export const RULES = 1;

/** An outlet that lies so far from where it was may be another now. */
const MOVED_METERS = 50;

export interface FindSummary {
  /** Outlets in the city, and how many of them were looked at: those that changed since the last search. */
  outlets: number;
  looked: number;
  /** New pairs, and open ones that are none any more. */
  added: number;
  dropped: number;
}

/** An outlet or draft as it is compared. */
export function comparableOf(outlet: OutletDraft & { id: string; source?: string }): Comparable {
  const { id, source, name, services, location, address, phone, status, openedOn, closedOn } = outlet;
  const chain = outlet.attributes.chain ?? null;
  return { id, source, name, services, location, address, phone, status, openedOn, closedOn, chain };
}

/** Brings the proposals of a city up to date; with `everything`, all outlets are looked at, not only changed ones. */
export async function findDuplicates(
  store: Store,
  { city, everything = false }: { city: string; everything?: boolean },
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: OnProgress } = {},
): Promise<FindSummary> {
  const before = await store.duplicateSearch(city, RULES);
  const changed = everything ? null : before.changed;
  const search = { lastSeq: before.lastSeq, rules: RULES };
  if (changed?.length === 0) return { outlets: 0, looked: 0, ...(await store.putDuplicates(city, [], [], search)) };
  const outlets = await store.allOutlets(city);
  signal?.throwIfAborted();
  const found = await findPairs(outlets.map(comparableOf), {
    placeNames: await placeNamesOf(store, city),
    ...(changed ? { among: new Set(changed) } : {}),
    ...(signal ? { signal } : {}),
    onFraction: (fraction) => onProgress?.({ step: "comparing", fraction }),
  });
  onProgress?.({ step: "storing", fraction: null });
  const byId = new Map(outlets.map((outlet) => [outlet.id, outlet]));
  const isSettled = await settledPairs(store, city, byId);
  signal?.throwIfAborted();
  const proposed = found
    .filter(({ a, b }) => !isSettled(a, b))
    .map(({ a, b, ...rest }): ProposedDuplicate => (a < b ? { a, b, ...rest } : { a: b, b: a, ...rest }));
  const counts = await store.putDuplicates(city, proposed, changed, search);
  const looked = changed ? changed.filter((id) => byId.has(id)).length : outlets.length;
  return { outlets: outlets.length, looked, ...counts };
}

/** Names that stand in front of the names and addresses of shops. */
export async function placeNamesOf(store: Store, city: string): Promise<string[]> {
  const { nameZh = "" } = (await store.getCity(city)) ?? {};
  const districts = (await store.listAreas(city, "district")).map(({ name }) => name);
  return [...new Set([nameZh, `${nameZh}市`, ...districts])].filter((name) => name !== "" && name !== "市");
}

/** Tells whether somebody has said of two outlets, or of parts that they were merged from, what they are. */
async function settledPairs(
  store: Store,
  city: string,
  byId: Map<string, Outlet>,
): Promise<(a: string, b: string) => boolean> {
  const decided = new Map((await store.decidedDuplicates(city)).map((pair) => [`${pair.a} ${pair.b}`, pair]));
  const parts = new Map<string, string[]>();
  for (const { outlet, formerId } of await store.formerIds(city)) {
    parts.set(outlet, [...(parts.get(outlet) ?? [outlet]), formerId]);
  }
  return (a, b) => {
    for (const one of parts.get(a) ?? [a]) {
      for (const other of parts.get(b) ?? [b]) {
        const [first, second] = one < other ? [one, other] : [other, one];
        const pair = decided.get(`${first} ${second}`);
        if (!pair) continue;
        // of parts, nobody knows any more which of the outlet's changes are theirs
        if (one !== a || other !== b || pair.decidedOn === null) return true;
        const [was, alsoWas] = pair.decidedOn;
        if (!changedSubstantially(was, byId.get(first)!) && !changedSubstantially(alsoWas, byId.get(second)!))
          return true;
      }
    }
    return false;
  };
}

/** Whether an outlet is so different from what it was that what was said of it need not hold any more. */
export function changedSubstantially(was: DecidedOutlet, is: DecidedOutlet): boolean {
  if (plainText(was.name) !== plainText(is.name)) return true;
  const [east, north] = [is.location[0] - was.location[0], is.location[1] - was.location[1]];
  const meters = 111_195 * Math.hypot(east * Math.cos((is.location[1] * Math.PI) / 180), north);
  if (meters > MOVED_METERS) return true;
  const phones = (text: string | null) => (text === null ? [] : phonesOf(text));
  const [before, now] = [phones(was.phone), phones(is.phone)];
  if (now.length > 0 && !now.some((phone) => before.includes(phone))) return true;
  const categories = ({ services }: DecidedOutlet) => services.map(({ category }) => category);
  return !categories(is).some((category) => categories(was).includes(category));
}

/** What of an outlet a decision is kept with. */
export const asDecided = ({
  name,
  services,
  location,
  address,
  phone,
  status,
  openedOn,
  closedOn,
  source,
}: Outlet): DecidedOutlet => ({
  name,
  services,
  location,
  address,
  phone,
  status,
  openedOn,
  closedOn,
  source,
});

/** Which of two outlets is kept unless somebody says otherwise: the open one, a table's, the one that tells more. */
export function betterOf(a: Outlet, b: Outlet): Outlet {
  const told = (outlet: Outlet) =>
    [outlet.name, outlet.address, outlet.phone, outlet.openingHours, outlet.openedOn].filter(Boolean).length;
  const worth = (outlet: Outlet) =>
    (outlet.status === "open" ? 100 : 0) +
    (outlet.name === "" ? 0 : 50) +
    (outlet.source === OSM_SOURCE ? 0 : 20) +
    told(outlet);
  return worth(b) > worth(a) ? b : a;
}

/** Takes a decision; where they are the same, the other outlet's records join those of the kept one. */
export function decideDuplicate(
  store: Store,
  {
    city,
    id,
    decision,
    keep,
    actor,
  }: { city: string; id: string; decision: DuplicateDecision; keep?: string; actor: string },
): Promise<DuplicatePair> {
  if (keep !== undefined && decision !== "same") {
    throw new InvalidInput("keep says which outlet stays of two that are the same; leave it out otherwise.", "keep");
  }
  return store.transaction(async (inside) => {
    const pair = await inside.getDuplicate(city, id);
    if (!pair) throw new NotFound(`There is no proposal ${id} in ${city}.`);
    if (pair.decision !== null) {
      throw new StoreConflict(`Proposal ${id} was decided already: ${pair.decision}. Undo that first.`);
    }
    const a = await inside.getOutlet(city, pair.a);
    const b = await inside.getOutlet(city, pair.b);
    if (!a || !b)
      throw new StoreConflict(`Outlet ${a ? pair.b : pair.a} is not there any more: nothing is left to decide.`);
    const on: [DecidedOutlet, DecidedOutlet] = [asDecided(a), asDecided(b)];
    if (decision !== "same") {
      return inside.noteDuplicateDecision(city, id, { decision, by: actor, kept: null, brought: [], on });
    }
    const kept = keep === undefined ? betterOf(a, b) : [a, b].find((outlet) => outlet.id === keep);
    if (!kept) throw new InvalidInput(`keep is ${keep}; it must be ${a.id} or ${b.id}.`, "keep");
    const gone = kept === a ? b : a;
    const { records } = await inside.outletRecords(city, gone.id);
    const brought = [...new Set(records.flatMap(({ formerId }) => formerId ?? []))];
    await inside.mergeOutlets(city, kept.id, [gone.id], { actor, origin: "merge", originId: id });
    const noted = await inside.noteDuplicateDecision(city, id, { decision, by: actor, kept: kept.id, brought, on });
    await inside.followMerge(city, kept.id, gone.id);
    return noted;
  });
}

/** Takes a decision back: the pair is open again, and two that were merged are two again, with their former ids. */
export function undoDuplicateDecision(
  store: Store,
  { city, id, actor }: { city: string; id: string; actor: string },
): Promise<DuplicatePair> {
  return store.transaction(async (inside) => {
    const pair = await inside.getDuplicate(city, id);
    if (!pair) throw new NotFound(`There is no proposal ${id} in ${city}.`);
    const { kept, brought } = pair;
    if (pair.decision === "same" && kept !== null) {
      const gone = kept === pair.a ? pair.b : pair.a;
      // somebody may have taken them apart already
      if ((await inside.getOutlet(city, gone)) === null) await splitAgain(inside, city, kept, gone, brought, actor, id);
    }
    return inside.reopenDuplicate(city, id);
  });
}

async function splitAgain(
  store: Store,
  city: string,
  kept: string,
  gone: string,
  brought: string[],
  actor: string,
  originId: string,
): Promise<void> {
  const holder = (await store.getOutlet(city, kept))
    ? kept
    : (await store.formerIds(city)).find(({ formerId }) => formerId === gone)?.outlet;
  if (holder === undefined) {
    throw new StoreConflict(`Outlet ${kept} is not there any more: what was merged into it cannot be taken out.`);
  }
  const change = { actor, origin: "undo" as const, originId };
  await store.splitOutlet(city, holder, gone, change);
  const still = new Set(
    (await store.formerIds(city)).flatMap(({ outlet, formerId }) => (outlet === holder ? formerId : [])),
  );
  for (const formerId of brought.filter((one) => still.has(one))) {
    await store.splitOutlet(city, holder, formerId, change);
    await store.mergeOutlets(city, gone, [formerId], change);
  }
}

export interface AcceptSummary {
  merged: number;
  /** Pairs that could not be merged any more, such as those somebody else decided on meanwhile. */
  left: number;
}

/**
 * Merges all open pairs from a score on, the surest first. Each is one change that can be undone by itself; called off,
 * what is merged stays merged.
 */
export async function acceptDuplicates(
  store: Store,
  { city, minScore, actor }: { city: string; minScore: number; actor: string },
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: OnProgress } = {},
): Promise<AcceptSummary> {
  const left = new Set<string>();
  let merged = 0;
  for (;;) {
    // pairs of what was merged go on as pairs of what it was merged into, so the list is asked for anew
    const { items } = await store.listDuplicates(city, { state: "open", minScore, limit: 500 + left.size });
    const waiting = items.filter(({ id }) => !left.has(id));
    if (waiting.length === 0) return { merged, left: left.size };
    for (const [i, { id }] of waiting.entries()) {
      signal?.throwIfAborted();
      try {
        await decideDuplicate(store, { city, id, decision: "same", actor });
        merged++;
      } catch (error) {
        // a pair may have become one with another by a merge just now: that one comes in the next round
        if (error instanceof StoreConflict) left.add(id);
        else if (!(error instanceof NotFound)) throw error;
      }
      onProgress?.({ step: "merging", fraction: i / waiting.length });
    }
  }
}
