/** What a steward's decision on a report does to the outlets. */
import { dayInChina, todayInChina } from "../china-clock.ts";
import type { OutletService, Outlet, OutletDraft, Report, Saying, Store } from "../store/index.ts";
import { InvalidInput, NotFound } from "../store/index.ts";

/** Source of outlets that were added on account of a report; the report's id is their key in it. */
const REPORT_SOURCE = "report";

export interface Decision {
  decision: "accept" | "reject" | "reopen";
  /** The outlet that the report is about, where it names none or the wrong one; of a new one: it is there already. */
  outletId?: string | undefined;
  /** Fields of the outlet, in place of what follows from the report. */
  fields: Partial<OutletDraft>;
  /** To those who reported it. */
  answer: string | null;
  /** Number of the photo that becomes the outlet's public one. */
  photo?: number | undefined;
  /** The day from which it holds. */
  effectiveOn?: string | undefined;
}

/**
 * Decides a report, and does to the outlets what follows, in one transaction, with an entry in the audit log.
 * Throws NotFound; StoreConflict where somebody else decided it, or what it changed was changed since; InvalidInput
 * where the decision lacks something.
 */
export function decide(store: Store, city: string, id: string, decision: Decision, actor: string): Promise<Report> {
  return store.transaction(async (inside) => {
    const report = await inside.lockReport(city, id);
    let outlet: string | null = null;
    if (decision.decision === "reopen") {
      if (report.decision?.changed) outlet = await inside.undoReportChange(city, id, actor);
      if (report.publicPhoto) await inside.removeOutletPhoto(city, report.publicPhoto.outlet);
      await inside.decideReport(city, id, null);
    } else {
      const state = decision.decision === "accept" ? "accepted" : "rejected";
      const { answer } = decision;
      const verdict = { state, by: actor, answer } as const;
      if (state === "rejected" || report.state !== "open") {
        await inside.decideReport(city, id, { ...verdict, outlet: null, changed: false });
      } else {
        const done = await accept(inside, city, report, decision, actor);
        outlet = done.outlet;
        if (decision.photo !== undefined) await inside.setOutletPhoto(city, outlet, id, decision.photo);
        await inside.decideReport(city, id, { ...verdict, ...done });
      }
    }
    const action = { accept: "report.accepted", reject: "report.rejected", reopen: "report.reopened" }[
      decision.decision
    ];
    const { fields, answer: note, photo } = decision;
    await inside.addAudit({ actor, action, city, subject: id, detail: { outlet, fields, note, photo } });
    return (await inside.getReport(city, id))!;
  });
}

async function accept(
  store: Store,
  city: string,
  report: Report,
  { outletId, fields, effectiveOn }: Decision,
  actor: string,
): Promise<{ outlet: string; changed: boolean }> {
  const change = (day: string | null | undefined) => ({
    actor,
    origin: "report" as const,
    originId: report.id,
    effectiveOn: effectiveOn ?? (day && day > todayInChina() ? todayInChina() : day),
  });
  if (report.kind === "new" && outletId === undefined) {
    const draft = newOutlet(report, fields);
    const since = draft.openedOn ?? dayInChina(report.firstAt);
    const [id] = await store.addOutlets(city, REPORT_SOURCE, null, [draft], change(since));
    return { outlet: id, changed: true };
  }
  const id = outletId ?? report.outlet;
  if (id === null)
    throw new InvalidInput("outletId is missing: the report does not say which outlet it is about.", "outletId");
  const outlet = await standingOutlet(store, city, id);
  const edit = { ...follows(report, outlet), ...fields };
  if (Object.keys(edit).length === 0) {
    if (report.kind === "wrong") {
      throw new InvalidInput(
        "outlet is missing: the report says in words only what is wrong; say which fields are to be what.",
        "outlet",
      );
    }
    return { outlet: outlet.id, changed: false };
  }
  // What is wrong was wrong all along, unless a day is given; what closed or moved did so on a day.
  const corrects = (report.kind === "wrong" || report.kind === "new") && effectiveOn === undefined;
  const since = edit.closedOn ?? first(report, "since") ?? dayInChina(report.firstAt);
  await store.editOutlet(city, outlet.id, edit, change(corrects ? undefined : since), corrects);
  return { outlet: outlet.id, changed: true };
}

/** The outlet, or the one that it was merged into since. */
async function standingOutlet(store: Store, city: string, id: string): Promise<Outlet> {
  let next: string | null = id;
  for (const seen = new Set<string>(); next !== null && !seen.has(next);) {
    seen.add(next);
    const outlet = await store.getOutlet(city, next);
    if (outlet) return outlet;
    const last = (await store.outletHistory(city, next)).at(-1);
    next = last?.origin === "merge" ? last.originId : null;
  }
  throw new NotFound(`There is no outlet ${id} in ${city} any more; name another (outletId), or reject.`);
}

function newOutlet(report: Report, fields: Partial<OutletDraft>): OutletDraft {
  const draft = {
    name: first(report, "name") ?? "",
    services: services(report),
    location: first(report, "location"),
    original: null,
    address: null,
    phone: null,
    openingHours: null,
    openingHoursText: null,
    status: "open" as const,
    openedOn: first(report, "since"),
    closedOn: null,
    attributes: {},
    ...fields,
    sourceRef: report.id,
  };
  if (draft.location === null)
    throw new InvalidInput("location is missing in the report; give one (outlet.location).", "outlet.location");
  return { ...draft, location: draft.location };
}

/** What becomes of an outlet that is there, where the steward adds nothing. */
function follows(report: Report, outlet: Outlet): Partial<OutletDraft> {
  switch (report.kind) {
    case "new":
      // it is there already
      return {};
    case "closed":
      if (outlet.status === "closed") return {};
      return { status: "closed", closedOn: first(report, "since") ?? dayInChina(report.firstAt) };
    case "moved":
      // An old address at a new place is worse than none.
      return { location: first(report, "location")!, original: null, address: null };
    case "wrong": {
      const name = first(report, "name");
      const location = first(report, "location");
      const said = services(report);
      return {
        ...(name === null ? {} : { name }),
        // Of a shop that does several things nobody can tell which of them is meant.
        ...(said.length === 0 || outlet.services.length > 1 ? {} : { services: said }),
        ...(location === null ? {} : { location, original: null }),
      };
    }
  }
}

function services(report: Report): OutletService[] {
  const saying = report.sayings.find(({ category }) => category !== null);
  return saying ? [{ category: saying.category!, kind: saying.repairKind }] : [];
}

/** What the first of those who said anything about it said. */
export function first<Field extends "name" | "location" | "since" | "category" | "repairKind">(
  report: Report,
  field: Field,
): Saying[Field] | null {
  return report.sayings.find((saying) => saying[field] !== null)?.[field] ?? null;
}
