// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { CategoryId, RepairKindId } from "./shared.ts";

export const projects = {
  /** Put a project on the list */
  addProject: call<{ city: string }, AddProjectBody, Project>("POST /api/cities/{city}/projects"),
  /** Take sites that siting found over into the list, with what they promise */
  addProjectsFromSiting: call<{ city: string }, AddProjectsFromSitingBody, { items: Project[] }>(
    "POST /api/cities/{city}/projects/from-siting",
  ),
  /** Change a project: what is left out stays; a new state joins its history */
  changeProject: call<{ city: string; id: string }, ChangeProjectBody, Project>("PUT /api/cities/{city}/projects/{id}"),
  /** The list in the form of attachment 6, for Excel */
  exportProjects: call<
    {
      city: string;
      /** Id of the circle */ circle?: string;
      /** Name of the community */ community?: string;
      /** Of proposed, accepted, underway, opened, dropped; several with commas */ state?: string;
      /** One of the 50 categories */ category?: CategoryId;
      format?: "csv" | "xlsx";
    },
    never,
    string
  >("GET /api/cities/{city}/projects/export", "text"),
  /** One project */
  getProject: call<{ city: string; id: string }, never, Project>("GET /api/cities/{city}/projects/{id}"),
  /** The list of projects, each with what was forecast and what was measured */
  listProjects: call<
    {
      city: string;
      /** Id of the circle */ circle?: string;
      /** Name of the community */ community?: string;
      /** Of proposed, accepted, underway, opened, dropped; several with commas */ state?: string;
      /** One of the 50 categories */ category?: CategoryId;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
    },
    never,
    { items: Project[]; nextCursor: string | null }
  >("GET /api/cities/{city}/projects"),
  /** Take a project off the list; one that was called off is better set to dropped */
  removeProject: call<
    {
      city: string;
      id: string;
      /** The one that you saw */ version: number;
    },
    never,
    null
  >("DELETE /api/cities/{city}/projects/{id}"),
};

export interface AddProjectBody {
  /** 项目名称 */ name: string;
  category: CategoryId;
  kind?: RepairKindId | null;
  circle?: string | null;
  community?: string | null;
  content?: string | null;
  site?: ProjectSite | null;
  responsibleUnit?: string | null;
  investmentNote?: string | null;
  costNote?: string | null;
  deadline?: string | null;
  forecast?: ProjectForecast | null;
  outlet?: string | null;
  state?: ProjectState;
}

export interface AddProjectsFromSitingBody {
  /** Id of a finished siting job */ job: string;
  /** Which of its sites */ orders: number[];
  responsibleUnit?: string;
  deadline?: string;
}

export interface ChangeProjectBody {
  /** The one that you saw; 409 where somebody changed it since */ version: number;
  /** 项目名称 */ name?: string;
  category?: CategoryId;
  kind?: RepairKindId | null;
  circle?: string | null;
  community?: string | null;
  content?: string | null;
  site?: ProjectSite | null;
  responsibleUnit?: string | null;
  investmentNote?: string | null;
  costNote?: string | null;
  deadline?: string | null;
  forecast?: ProjectForecast | null;
  outlet?: string | null;
  state?: ProjectState;
  note?: string | null;
}

export interface Project {
  id: string;
  version: number;
  /** 项目名称 */ name: string;
  category: CategoryId;
  kind: RepairKindId | null;
  circle: string | null;
  community: string | null;
  content: string | null;
  site: ProjectSite | null;
  responsibleUnit: string | null;
  investmentNote: string | null;
  costNote: string | null;
  deadline: string | null;
  forecast: ProjectForecast | null;
  outlet: string | null;
  state: ProjectState;
  origin: { job: string; order: number } | null;
  measured: ProjectMeasured | null;
  history: ProjectHistory[];
  createdAt: string;
  updatedAt: string;
}

export interface ProjectMeasured {
  /** Households that reach this outlet within the ring, and no other */ households: number;
  people: number | null;
  /** Households that have it nearest, within the ring */ nearestHouseholds: number;
  asOf: string;
}

export interface ProjectHistory {
  at: string;
  from: ProjectState | null;
  to: ProjectState;
  note: string | null;
}

export interface ProjectForecast {
  /** Households that are to gain the category */ households: number;
  people: number | null;
  ringMinutes: number | null;
}

export interface ProjectSite {
  location: [number, number] | null;
  name: string | null;
  siteId: string | null;
}

/** proposed: 拟建; accepted: 已立项; underway: 建设中; opened: 已开业; dropped: 已取消 */
export type ProjectState = "proposed" | "accepted" | "underway" | "opened" | "dropped";
