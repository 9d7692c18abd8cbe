/** What follows from several records of one outlet, and what a change amounts to. Pure. */
import type { ChangeKind, OutletDraft, OutletField, OutletRecord, OutletState, Provenance } from "./store.ts";

/** Source of what somebody entered by hand. */
export const HAND_SOURCE = "steward";

/** Holds only what was changed by hand; the record of an outlet that was entered by hand has all fields. */
export const isPatch = ({ source, draft }: OutletRecord): boolean => source === HAND_SOURCE && !("sourceRef" in draft);

/** A phone or an hour that one source lacks, another may know; the rest is one statement that belongs together. */
const filled = ["address", "phone", "openedOn", "closedOn"] as const;

/**
 * The outlet as its records have it: the leading one says what it is and where; the others fill in what it does not
 * know, add services and attributes; what was entered by hand stands above all. The first record must have all fields.
 */
export function mergeRecords(records: OutletRecord[]): { draft: OutletDraft; provenance: Provenance } {
  const [leading, ...others] = records;
  const draft = structuredClone(leading.draft) as OutletDraft;
  const provenance: Provenance = {};
  const credit = (field: OutletField, { source, importId }: OutletRecord) => (provenance[field] = { source, importId });
  for (const field of Object.keys(draft) as (keyof OutletDraft)[]) if (field !== "sourceRef") credit(field, leading);
  for (const record of others) {
    if (isPatch(record)) continue;
    const other = record.draft;
    if (draft.name === "" && other.name) {
      draft.name = other.name;
      credit("name", record);
    }
    for (const field of filled) {
      if (draft[field] !== null || other[field] === null || other[field] === undefined) continue;
      // a day of closing that lies before the day of opening is about something else
      if (field === "closedOn" && draft.openedOn !== null && other.closedOn! < draft.openedOn) continue;
      if (field === "openedOn" && draft.closedOn !== null && other.openedOn! > draft.closedOn) continue;
      draft[field] = other[field];
      credit(field, record);
    }
    if (draft.openingHours === null && other.openingHours) {
      draft.openingHours = other.openingHours;
      draft.openingHoursText = other.openingHoursText ?? null;
      credit("openingHours", record);
      credit("openingHoursText", record);
    }
    const known = new Set(draft.services.map(({ category, kind }) => `${category}/${kind ?? ""}`));
    const added = (other.services ?? []).filter(({ category, kind }) => !known.has(`${category}/${kind ?? ""}`));
    if (added.length > 0) {
      draft.services = [...draft.services, ...added];
      credit("services", record);
    }
    const attributes = { ...other.attributes, ...draft.attributes };
    if (Object.keys(attributes).length > Object.keys(draft.attributes).length) credit("attributes", record);
    draft.attributes = attributes;
  }
  for (const record of records.toReversed()) {
    if (!isPatch(record)) continue;
    for (const field of Object.keys(record.draft) as (keyof OutletDraft)[]) {
      if (field === "sourceRef") continue;
      Object.assign(draft, { [field]: structuredClone(record.draft[field]) });
      credit(field, record);
    }
  }
  return { draft, provenance };
}

/** The one word for what happened between two states. */
export function changeKind(before: OutletState | null, after: OutletState | null): ChangeKind {
  if (after === null) return "removed";
  if (before === null) return "added";
  if (before.status !== after.status) {
    if (after.status === "closed") return "closed";
    if (after.status === "open") return "opened";
  }
  if (before.location[0] !== after.location[0] || before.location[1] !== after.location[1]) return "moved";
  const services = ({ services: list }: OutletState) =>
    list.map(({ category, kind }) => `${category}/${kind ?? ""}`).join();
  return services(before) === services(after) ? "changed" : "reclassified";
}

/** The status on a day, ISO 8601, of an outlet as it was known then: its own dates decide, where it has any. */
export function statusOn(
  state: Pick<OutletDraft, "status" | "openedOn" | "closedOn">,
  date: string,
): OutletDraft["status"] {
  const { status, openedOn, closedOn } = state;
  if (closedOn !== null && closedOn <= date) return "closed";
  if (openedOn !== null && openedOn > date) return "planned";
  if (status === "closed" && closedOn !== null) return "open";
  if (status === "planned" && openedOn !== null) return "open";
  return status;
}
