/** Projects, as a part of the store. */
import * as projects from "./project-rows.ts";
import type { ProjectStore } from "./project-types.ts";
import type { Session } from "./session.ts";

/** Reads run as they are, each write in a transaction of its own or the one under way. */
export function projectStore(read: Session["run"], write: Session["run"]): ProjectStore {
  return {
    listProjects: (city, query) => read((db) => projects.listProjects(db, city, query)),
    getProject: (city, id) => read((db) => projects.getProject(db, city, id)),
    addProjects: (city, drafts, actor) => write((db) => projects.addProjects(db, city, drafts, actor)),
    putProject: (city, id, draft, change, actor) =>
      write((db) => projects.putProject(db, city, id, draft, change, actor)),
    removeProject: (city, id, version) => write((db) => projects.removeProject(db, city, id, version)),
  };
}
