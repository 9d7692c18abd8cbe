/** Projects as they are handed in: by hand, or out of what siting found. */
import { categoryOf, isCategoryId, projectForm, repairKinds } from "@quarterhour/data";
import type { CategoryId, ProjectStateId, RepairKindId } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { contains } from "../assessment/circles/plane.ts";
import type { Circle, Job, ProjectDraft } from "../store/index.ts";
import { invalidField, Problem } from "./problem.ts";

/** What of a siting result a project is made of. */
interface FoundSite {
  order: number;
  location: Position;
  candidate: { kind: string; id: string | null; name: string | null };
  category: CategoryId;
  kind: RepairKindId | null;
  ringMinutes: number;
  gainedHouseholds: number;
  gainedPeople: number | null;
}

export const emptyProject: Omit<ProjectDraft, "name" | "category"> = {
  kind: null,
  circle: null,
  community: null,
  content: null,
  site: null,
  responsibleUnit: null,
  investmentNote: null,
  costNote: null,
  deadline: null,
  state: "proposed",
  forecast: null,
  outlet: null,
  origin: null,
};

/** Throws a 400 Problem where one state does not lead to the other. */
export function checkStep(from: ProjectStateId, to: ProjectStateId): void {
  if (from === to) return;
  const { next } = projectForm.states.find(({ id }) => id === from)!;
  if (next.includes(to)) return;
  const names = next.map((id) => `${id} (${projectForm.states.find((one) => one.id === id)!.nameZh})`);
  throw invalidField("state", `${from} does not lead to ${to}; should be ${names.join(" or ")}`);
}

/** A deadline may lie ahead or behind; it has to be a day. */
export function checkDeadline(day: string | null | undefined): void {
  if (typeof day !== "string") return;
  const at = new Date(`${day}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
  if (!isDay) throw invalidField("deadline", `should be a day such as 2027-03-31, and is "${day.slice(0, 40)}"`);
}

/** The sites that a finished siting job found. Throws a Problem where it is none, or not finished. */
export function sitesOfJob(job: Job | null, id: string, city: string): FoundSite[] {
  if (job === null || job.city !== city || job.kind !== "siting.find") {
    throw new Problem(404, `There is no siting job "${id}" in ${city}.`);
  }
  if (job.state !== "done")
    throw new Problem(409, `The siting job ${id} is ${job.state}; it has no sites to take over.`);
  const sites = (job.result as { sites?: unknown } | null)?.sites;
  return Array.isArray(sites) ? sites.filter(isFoundSite) : [];
}

/** Projects for some of the sites. @param community name of the community that a place lies in */
export function draftsFromSites(
  job: string,
  sites: readonly FoundSite[],
  orders: readonly number[],
  circles: readonly Circle[],
  community: (position: Position) => string | null,
): ProjectDraft[] {
  return orders.map((order, i) => {
    const site = sites.find((one) => one.order === order);
    if (site === undefined) {
      const known = sites.map((one) => one.order).join(", ");
      throw invalidField(`orders[${i}]`, `the job found no site ${order}; there are ${known || "none"}`);
    }
    const { location, candidate, category, kind, ringMinutes, gainedHouseholds, gainedPeople } = site;
    return {
      ...emptyProject,
      name: `${nameOf(category, kind ?? null)} · ${candidate.name ?? `选址 ${order}`}`,
      category,
      kind: kind ?? null,
      circle: circles.find(({ boundary }) => contains(boundary, location))?.id ?? null,
      community: community(location),
      site: { location, name: candidate.name, siteId: candidate.kind === "site" ? candidate.id : null },
      forecast: { households: gainedHouseholds, people: gainedPeople ?? null, ringMinutes: ringMinutes ?? null },
      origin: { job, order },
    };
  });
}

/** 修鞋, or 药店. */
function nameOf(category: CategoryId, kind: RepairKindId | null): string {
  return repairKinds.find(({ id }) => id === kind)?.nameZh ?? categoryOf(category).nameZh;
}

function isFoundSite(value: unknown): value is FoundSite {
  const { order, location, category, candidate, gainedHouseholds } = value as Partial<FoundSite>;
  return (
    Number.isInteger(order) &&
    Array.isArray(location) &&
    typeof category === "string" &&
    isCategoryId(category) &&
    typeof candidate === "object" &&
    typeof gainedHouseholds === "number"
  );
}
