/** Two states of a city's outlets and homes compared. Pure. */
import { isDeepStrictEqual } from "node:util";
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { Outlet, OutletField, OutletRecord, Residence } from "../../store/index.ts";
import { HAND_SOURCE } from "../../store/index.ts";
import { metersBetween } from "../geometry/sphere.ts";
import { OSM_SOURCE } from "../source.ts";

/** A point that somebody shifted by less was drawn better, not moved. */
const MOVED_METERS = 5;
/** A shop drawn anew under another key: the same name so near is probably the same. */
const SAME_PLACE_METERS = 60;
/** So many outlets are named; all are counted. */
const NAMED = 50;

export type OutletChangeKind = "added" | "gone" | "moved" | "reclassified" | "changed";

/** One outlet that is not as it was; as it is now, or, where it is gone, as it was. */
export interface ChangedOutlet {
  id: string;
  name: string;
  categories: CategoryId[];
  /** Where it was reclassified: what it was. */
  categoriesBefore?: CategoryId[];
  /** Where it moved: how far. */
  meters?: number;
  /** What else is different. */
  fields?: OutletField[];
}

export interface OutletChanges {
  count: number;
  /** In policy order; an outlet with several services counts for each. */
  byCategory: { category: CategoryId; count: number }[];
  /** The first fifty. */
  named: ChangedOutlet[];
}

/** An outlet that somebody edited by hand and of which the map no longer knows. */
export interface LostEdit {
  id: string;
  name: string;
  /** What was edited. */
  fields: OutletField[];
  /** A new outlet of the map of the same name close by: probably the same, drawn anew. */
  maybeNow: string | null;
}

/** An outlet of which the map no longer knows, and which stays since others speak for it. */
export interface HeldOutlet {
  id: string;
  name: string;
  sources: string[];
}

export interface OutletComparison {
  changes: Record<OutletChangeKind, OutletChanges>;
  lostEdits: LostEdit[];
  held: HeldOutlet[];
}

/** Outlets of a moment, and the records of those that several records speak for. */
export interface OutletsOfMoment {
  outlets: readonly Outlet[];
  records: ReadonlyMap<string, OutletRecord[]>;
}

const compared: OutletField[] = [
  "name",
  "address",
  "phone",
  "openingHours",
  "status",
  "openedOn",
  "closedOn",
  "attributes",
];

/** By id. What was edited by hand and therefore stays as it is is no change. */
export function compareOutlets(before: OutletsOfMoment, after: OutletsOfMoment): OutletComparison {
  const lists: Record<OutletChangeKind, ChangedOutlet[]> = {
    added: [],
    gone: [],
    moved: [],
    reclassified: [],
    changed: [],
  };
  const was = new Map(before.outlets.map((outlet) => [outlet.id, outlet]));
  const added: Outlet[] = [];
  for (const outlet of after.outlets) {
    const old = was.get(outlet.id);
    was.delete(outlet.id);
    if (old === undefined) {
      added.push(outlet);
      lists.added.push(entryOf(outlet));
      continue;
    }
    const [kind, entry] = changeOf(old, outlet);
    if (kind !== null) lists[kind].push(entry);
  }
  const gone = [...was.values()];
  lists.gone = gone.map(entryOf);
  return {
    changes: {
      added: changesOf(lists.added),
      gone: changesOf(lists.gone),
      moved: changesOf(lists.moved),
      reclassified: changesOf(lists.reclassified),
      changed: changesOf(lists.changed),
    },
    lostEdits: gone.flatMap((outlet) => {
      const patches = (before.records.get(outlet.id) ?? []).filter(isByHand);
      if (patches.length === 0) return [];
      const fields = [...new Set(patches.flatMap(({ draft }) => Object.keys(draft) as OutletField[]))];
      return [{ id: outlet.id, name: outlet.name, fields, maybeNow: sameNear(outlet, added)?.id ?? null }];
    }),
    held: heldBy(before, after),
  };
}

function changeOf(old: Outlet, now: Outlet): [OutletChangeKind | null, ChangedOutlet] {
  const entry = entryOf(now);
  const meters = metersBetween(old.location, now.location);
  const fields = compared.filter((field) => !isDeepStrictEqual(old[field], now[field]));
  if (meters > 0 && meters < MOVED_METERS) fields.push("location");
  if (fields.length > 0) entry.fields = fields;
  if (meters >= MOVED_METERS) entry.meters = Math.round(meters);
  const services = ({ services: list }: Outlet) => list.map(({ category, kind }) => `${category}/${kind ?? ""}`).sort();
  if (!isDeepStrictEqual(services(old), services(now))) {
    return ["reclassified", { ...entry, categoriesBefore: categoriesOf(old) }];
  }
  if (entry.meters !== undefined) return ["moved", entry];
  return [fields.length > 0 ? "changed" : null, entry];
}

function heldBy(before: OutletsOfMoment, after: OutletsOfMoment): HeldOutlet[] {
  const now = new Map(after.outlets.map((outlet) => [outlet.id, outlet]));
  const ofMap = (records: readonly { source: string }[]) =>
    records.filter(({ source }) => source === OSM_SOURCE).length;
  return [...before.records].flatMap(([id, records]) => {
    const outlet = now.get(id);
    if (outlet === undefined) return [];
    const left: readonly { source: string }[] = after.records.get(id) ?? [outlet];
    if (ofMap(left) >= ofMap(records)) return [];
    return [{ id, name: outlet.name, sources: [...new Set(left.map(({ source }) => source))] }];
  });
}

/** What was edited; an outlet that was entered by hand altogether is a source like any other. */
const isByHand = ({ source, draft }: OutletRecord): boolean => source === HAND_SOURCE && !("sourceRef" in draft);

function sameNear(outlet: Outlet, added: readonly Outlet[]): Outlet | undefined {
  return added.find(
    ({ name, location }) => name === outlet.name && metersBetween(location, outlet.location) <= SAME_PLACE_METERS,
  );
}

const categoriesOf = ({ services }: Outlet): CategoryId[] => [...new Set(services.map(({ category }) => category))];

const entryOf = (outlet: Outlet): ChangedOutlet => ({
  id: outlet.id,
  name: outlet.name,
  categories: categoriesOf(outlet),
});

function changesOf(list: ChangedOutlet[]): OutletChanges {
  const counts = new Map<CategoryId, number>();
  for (const outlet of list) {
    for (const category of outlet.categories) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  return {
    count: list.length,
    byCategory: categories.flatMap(({ id }) => (counts.has(id) ? [{ category: id, count: counts.get(id)! }] : [])),
    named: list.slice(0, NAMED),
  };
}

export interface HomeChanges {
  added: { homes: number; households: number };
  gone: { homes: number; households: number };
  /** Homes that have another number of households. */
  recounted: { homes: number; householdsBefore: number; householdsAfter: number };
  householdsBefore: number;
  householdsAfter: number;
}

/** By id. */
export function compareHomes(before: readonly Residence[], after: readonly Residence[]): HomeChanges {
  const was = new Map(before.map((home) => [home.id, home]));
  const added: Residence[] = [];
  const recounted = { homes: 0, householdsBefore: 0, householdsAfter: 0 };
  for (const home of after) {
    const old = was.get(home.id);
    was.delete(home.id);
    if (old === undefined) added.push(home);
    else if (old.households !== home.households) {
      recounted.homes++;
      recounted.householdsBefore += old.households;
      recounted.householdsAfter += home.households;
    }
  }
  const gone = [...was.values()];
  return {
    added: { homes: added.length, households: householdsOf(added) },
    gone: { homes: gone.length, households: householdsOf(gone) },
    recounted,
    householdsBefore: householdsOf(before),
    householdsAfter: householdsOf(after),
  };
}

function householdsOf(homes: readonly Residence[]): number {
  return homes.reduce((sum, { households }) => sum + households, 0);
}
