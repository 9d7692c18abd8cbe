/** The list of projects in the form of attachment 6. */
import { projectForm, repairKinds, categoryOf } from "@quarterhour/data";
import type { CategoryId, ProjectStateId, RepairKindId } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import type { Cell } from "./layer.ts";
import type { PlainTable } from "./plain-table.ts";

/** A project with names in place of ids. */
export interface ListedProject {
  name: string;
  circleName: string | null;
  community: string | null;
  category: CategoryId;
  kind: RepairKindId | null;
  content: string | null;
  site: { location: Position | null; name: string | null } | null;
  responsibleUnit: string | null;
  investmentNote: string | null;
  costNote: string | null;
  deadline: string | null;
  state: ProjectStateId;
  forecast: { households: number } | null;
  measured: { households: number; asOf: string } | null;
}

const widths: Partial<Record<string, number>> = {
  name: 32,
  content: 40,
  site: 24,
  number: 6,
  longitude: 12,
  latitude: 12,
};

/** @param below lines of source and date under the list */
export function projectsTable(projects: readonly ListedProject[], below: string[]): PlainTable {
  return {
    title: projectForm.titleZh,
    above: [projectForm.titleZh],
    columns: projectForm.fields.map(({ id, column, kind }) => ({ header: column, kind, width: widths[id] ?? 16 })),
    rows: projects.map((project, i) => projectForm.fields.map(({ id }) => cellOf(id, project, i))),
    below,
  };
}

function cellOf(id: string, project: ListedProject, index: number): Cell {
  switch (id) {
    case "number":
      return index + 1;
    case "circle":
      return project.circleName;
    case "category":
      return repairKinds.find((kind) => kind.id === project.kind)?.nameZh ?? categoryOf(project.category).nameZh;
    case "site":
      return project.site?.name ?? null;
    case "longitude":
      return project.site?.location?.[0] ?? null;
    case "latitude":
      return project.site?.location?.[1] ?? null;
    case "state":
      return projectForm.states.find((state) => state.id === project.state)!.nameZh;
    case "forecastHouseholds":
      return project.forecast?.households ?? null;
    case "measuredHouseholds":
      return project.measured?.households ?? null;
    case "measuredAsOf":
      return project.measured?.asOf ?? null;
    case "community":
    case "name":
    case "content":
    case "responsibleUnit":
    case "investmentNote":
    case "costNote":
    case "deadline":
      return project[id];
    default:
      throw new Error(`data/forms/projects.json has the field ${id}, of which nothing is known`);
  }
}
