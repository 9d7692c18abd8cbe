/** The outlets of two days compared, one by one. */
import { isDeepStrictEqual } from "node:util";
import type { Outlet } from "../store/store.ts";

export const dayChanges = ["opened", "closed", "moved", "reclassified", "changed", "added", "removed"] as const;
export type DayChange = (typeof dayChanges)[number];

const comparedFields = [
  "name",
  "services",
  "location",
  "address",
  "phone",
  "openingHours",
  "openingHoursText",
  "status",
  "openedOn",
  "closedOn",
  "attributes",
] as const;
export type ComparedField = (typeof comparedFields)[number];

export interface OutletDifference {
  id: string;
  /** The one word for it. */
  change: DayChange;
  /** What differs; empty where it is there on one of the days only. */
  fields: ComparedField[];
  before: Outlet | null;
  after: Outlet | null;
}

/** What differs between the outlets of day `from` and those of day `to`, by id. */
export function compareOutlets(
  before: readonly Outlet[],
  after: readonly Outlet[],
  from: string,
  to: string,
): OutletDifference[] {
  const known = new Map(before.map((outlet) => [outlet.id, outlet]));
  const differences: OutletDifference[] = [];
  for (const outlet of after) {
    const was = known.get(outlet.id);
    known.delete(outlet.id);
    if (was === undefined) {
      differences.push({ id: outlet.id, change: arrival(outlet, from), fields: [], before: null, after: outlet });
      continue;
    }
    const fields = comparedFields.filter((field) => !isSame(field, was, outlet));
    if (fields.length === 0) continue;
    differences.push({ id: outlet.id, change: changeOf(fields, outlet), fields, before: was, after: outlet });
  }
  for (const outlet of known.values()) {
    differences.push({ id: outlet.id, change: departure(outlet, from, to), fields: [], before: outlet, after: null });
  }
  return differences.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Not in the data on the first day. Its own dates tell whether it was there already. */
function arrival({ status, openedOn, closedOn }: Outlet, from: string): DayChange {
  if (status === "open" && openedOn !== null && openedOn > from) return "opened";
  if (status === "closed" && closedOn !== null && closedOn > from) return "closed";
  return "added";
}

/** Not in the data any more. A day of closing that was known decides. */
function departure({ status, closedOn }: Outlet, from: string, to: string): DayChange {
  return status !== "closed" && closedOn !== null && closedOn > from && closedOn <= to ? "closed" : "removed";
}

function changeOf(fields: readonly ComparedField[], { status }: Outlet): DayChange {
  if (fields.includes("status") && status !== "planned") return status === "open" ? "opened" : "closed";
  if (fields.includes("location")) return "moved";
  return fields.includes("services") ? "reclassified" : "changed";
}

function isSame(field: ComparedField, a: Outlet, b: Outlet): boolean {
  if (field === "location") return a.location[0] === b.location[0] && a.location[1] === b.location[1];
  if (field === "services") return servicesOf(a) === servicesOf(b);
  if (field === "attributes") return isDeepStrictEqual(a.attributes, b.attributes);
  return a[field] === b[field];
}

/** In whatever order they are listed. */
function servicesOf({ services }: Outlet): string {
  if (services.length === 1) return `${services[0].category}/${services[0].kind ?? ""}`;
  return services
    .map(({ category, kind }) => `${category}/${kind ?? ""}`)
    .sort()
    .join();
}
