/** What residents answer about circles, as a part of the store. */
import type { Session } from "./session.ts";
import * as surveys from "./survey-rows.ts";
import type { SurveyStore } from "./survey-types.ts";

/** Reads run as they are, each write in a transaction of its own or the one under way. */
export function surveyStore(read: Session["run"], write: Session["run"]): SurveyStore {
  return {
    getSurvey: (city, circle) => read((db) => surveys.getSurvey(db, city, circle)),
    putSurvey: (city, circle, settings, version, actor) =>
      write((db) => surveys.putSurvey(db, city, circle, settings, version, actor)),
    addSurveyBatch: (city, circle, batch, actor) =>
      write((db) => surveys.addSurveyBatch(db, city, circle, batch, actor)),
    listSurveyBatches: (city, circle) => read((db) => surveys.listSurveyBatches(db, city, circle)),
    endSurveyBatch: (city, circle, id) => write((db) => surveys.endSurveyBatch(db, city, circle, id)),
    surveyToken: (city, circle, hash) => read((db) => surveys.surveyToken(db, city, circle, hash)),
    addSurveyResponseOfToken: (city, hash, draft) =>
      write((db) => surveys.addSurveyResponseOfToken(db, city, hash, draft)),
    addSurveyResponse: (city, draft) => write((db) => surveys.addSurveyResponse(db, city, draft)),
    replacePaperResponses: (city, source, drafts) =>
      write((db) => surveys.replacePaperResponses(db, city, source, drafts)),
    surveyResponses: (city, circle, range) => read((db) => surveys.surveyResponses(db, city, circle, range)),
    countSurveyAnswers: (city, questions) => read((db) => surveys.countSurveyAnswers(db, city, questions)),
  };
}
