/** Circles, evidence and indicators, as a part of the store. */
import * as evidence from "./circle-evidence.ts";
import { mergeCircles } from "./circle-merging.ts";
import * as indicators from "./circle-indicators.ts";
import * as circles from "./circle-rows.ts";
import type { CircleStore } from "./circle-types.ts";
import type { Session } from "./session.ts";

/** Reads run as they are, each write in a transaction of its own or the one under way. */
export function circleStore(read: Session["run"], write: Session["run"]): CircleStore {
  return {
    listCircles: (city) => read((db) => circles.listCircles(db, city)),
    getCircle: (city, id) => read((db) => circles.getCircle(db, city, id)),
    addCircles: (city, drafts, actor) => write((db) => circles.addCircles(db, city, drafts, actor)),
    importCircles: (city, source, drafts, actor) =>
      write((db) => circles.importCircles(db, city, source, drafts, actor)),
    changeCircle: (city, id, change, version, actor) =>
      write((db) => circles.changeCircle(db, city, id, change, version, actor)),
    removeCircle: (city, id, version) => write((db) => circles.removeCircle(db, city, id, version)),
    mergeCircles: (city, keep, others, change, actor) =>
      write((db) => mergeCircles(db, city, keep, others, change, actor)),

    putEvidence: (city, circle, measure, draft, actor) =>
      write((db) => evidence.putEvidence(db, city, circle, measure, draft, actor)),
    listEvidence: (city, circle, all = false) => read((db) => evidence.listEvidence(db, city, circle, all)),
    listEvidenceOfCity: (city) => read((db) => evidence.listEvidenceOfCity(db, city)),
    endEvidence: (city, circle, measure, actor) =>
      write((db) => evidence.endEvidence(db, city, circle, measure, actor)),
    addCircleFile: (city, circle, file, actor) => write((db) => evidence.addCircleFile(db, city, circle, file, actor)),
    listCircleFiles: (city, circle) => read((db) => evidence.listCircleFiles(db, city, circle)),
    readCircleFile: (city, circle, id) => read((db) => evidence.readCircleFile(db, city, circle, id)),

    listIndicators: (city) => read((db) => indicators.listIndicators(db, city)),
    putIndicator: (city, id, definition, version, actor) =>
      write((db) => indicators.putIndicator(db, city, id, definition, version, actor)),
    removeIndicator: (city, id, version) => write((db) => indicators.removeIndicator(db, city, id, version)),
  };
}
