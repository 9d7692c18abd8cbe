/** Spare sites and compounds, as a part of the store. */
import * as compounds from "./compounds.ts";
import type { Session } from "./session.ts";
import * as sites from "./sites.ts";
import type { StockStore } from "./stock-types.ts";

/** Reads run as they are, each write in a transaction of its own or the one under way. */
export function stockStore(read: Session["run"], write: Session["run"]): StockStore {
  return {
    listSites: (city) => read((db) => sites.listSites(db, city)),
    getSite: (city, id) => read((db) => sites.getSite(db, city, id)),
    replaceSites: (city, source, importId, drafts) =>
      write((db) => sites.replaceSites(db, city, source, importId, drafts)),
    addSite: (city, draft) => write((db) => sites.addSite(db, city, draft)),
    editSite: (city, id, fields) => write((db) => sites.editSite(db, city, id, fields)),
    removeSite: (city, id) => write((db) => sites.removeSite(db, city, id)),
    storedSites: (city, source) => read((db) => sites.storedSites(db, city, source)),
    restoreSites: (city, source, before) => write((db) => sites.restoreSites(db, city, source, before)),

    listCompounds: (city) => read((db) => compounds.listCompounds(db, city)),
    replaceCompounds: (city, source, importId, drafts) =>
      write((db) => compounds.replaceCompounds(db, city, source, importId, drafts)),
    restoreCompounds: (city, source, before) => write((db) => compounds.restoreCompounds(db, city, source, before)),
  };
}
