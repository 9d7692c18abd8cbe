/** What residents say, as a part of the store. */
import * as counts from "./inbox-counts.ts";
import * as photos from "./inbox-photos.ts";
import * as ratings from "./inbox-ratings.ts";
import * as reports from "./inbox-reports.ts";
import type { InboxStore } from "./inbox-types.ts";
import type { Session } from "./session.ts";

/** Reads run as they are, each write in a transaction of its own or the one under way. */
export function inboxStore(read: Session["run"], write: Session["run"]): InboxStore {
  return {
    addReport: (city, draft, meters) => write((db) => reports.addReport(db, city, draft, meters)),
    findReports: (city, query) => read((db) => reports.findReports(db, city, query)),
    getReport: (city, id) => read((db) => reports.getReport(db, city, id)),
    reportOfCode: (city, hash) => read((db) => reports.reportOfCode(db, city, hash)),
    lockReport: (city, id) => write((db) => reports.lockReport(db, city, id)),
    decideReport: (city, id, decision) => write((db) => reports.decideReport(db, city, id, decision)),
    undoReportChange: (city, id, actor) => write((db) => reports.undoReportChange(db, city, id, actor)),
    reportPhoto: (city, report, number, size) => read((db) => photos.reportPhoto(db, city, report, number, size)),
    setOutletPhoto: (city, outlet, report, number) =>
      write((db) => photos.setOutletPhoto(db, city, outlet, report, number)),
    removeOutletPhoto: (city, outlet) => write((db) => photos.removeOutletPhoto(db, city, outlet)),
    outletPhoto: (city, outlet, size) => read((db) => photos.outletPhoto(db, city, outlet, size)),

    addRating: (city, draft) => write((db) => ratings.addRating(db, city, draft)),
    findRatings: (city, query) => read((db) => ratings.findRatings(db, city, query)),
    countStars: (city, outlet) => read((db) => ratings.countStars(db, city, outlet)),
    moderateRating: (city, id, state, actor) => write((db) => ratings.moderateRating(db, city, id, state, actor)),

    takeAllowances: (wanted) => write((db) => counts.takeAllowances(db, wanted)),
    addToCounts: (added) => write((db) => counts.addToCounts(db, added)),
    saltOfDay: () => write((db) => counts.saltOfDay(db)),
    tidyInbox: (photoDays) => write((db) => counts.tidyInbox(db, photoDays)),
  };
}
