/** Projects of the project list (attachment 6), as the store keeps them. */
import type { CategoryId, ProjectStateId, RepairKindId } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import type { Page } from "./store.ts";

export interface ProjectSite {
  location: Position | null;
  name: string | null;
  /** Of a spare site. */
  siteId: string | null;
}

export interface ProjectDraft {
  name: string;
  /** Id. */
  circle: string | null;
  /** Name, as the list has it. */
  community: string | null;
  category: CategoryId;
  /** Only for small repair. */
  kind: RepairKindId | null;
  /** What is built. */
  content: string | null;
  site: ProjectSite | null;
  responsibleUnit: string | null;
  investmentNote: string | null;
  costNote: string | null;
  /** ISO 8601. */
  deadline: string | null;
  state: ProjectStateId;
  /** Households (and people) that were to gain it within this walk; ringMinutes null: the category's own. */
  forecast: { households: number; people: number | null; ringMinutes: number | null } | null;
  /** Id of the outlet that it became. */
  outlet: string | null;
  /** Where siting proposed it: the job, and which of its sites. */
  origin: { job: string; order: number } | null;
}

export interface ProjectStep {
  at: string;
  from: ProjectStateId | null;
  to: ProjectStateId;
  note: string | null;
  by: string;
}

export interface Project extends ProjectDraft {
  id: string;
  city: string;
  /** Grows with every change, from 1. */
  version: number;
  by: string;
  createdAt: string;
  updatedAt: string;
  /** Oldest first. */
  history: ProjectStep[];
}

export interface ProjectQuery {
  circle?: string;
  states?: ProjectStateId[];
  community?: string;
  category?: CategoryId;
  limit?: number;
  cursor?: string;
}

export interface ProjectStore {
  /** In the order in which they were added. */
  listProjects(city: string, query: ProjectQuery): Promise<Page<Project>>;
  getProject(city: string, id: string): Promise<Project | null>;
  /** Throws UnknownCity, InvalidInput, or StoreConflict where one of the same origin is there already. */
  addProjects(city: string, drafts: ProjectDraft[], actor: string): Promise<Project[]>;
  /**
   * Puts a draft in its place; a new state joins the history with the note. Throws NotFound, InvalidInput, or
   * StoreConflict where it is not at `version` any more.
   */
  putProject(
    city: string,
    id: string,
    draft: ProjectDraft,
    change: { version: number; note: string | null },
    actor: string,
  ): Promise<Project>;
  /** Throws NotFound, or StoreConflict where it is not at `version` any more. */
  removeProject(city: string, id: string, version: number): Promise<void>;
}
