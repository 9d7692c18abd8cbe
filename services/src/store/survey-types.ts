/** What residents answer about circles (满意度), as the store keeps it. Nothing of it tells who they are. */

/** By question id: a text, the id of a choice, or ids of categories. */
export type SurveyAnswers = Record<string, string | string[]>;

/** By a link that was given out, by anybody, or on paper. */
export type SurveyOrigin = "link" | "open" | "paper";

export interface SurveyResponseDraft {
  circle: string;
  /** ISO 8601; nothing finer is kept. */
  day: string;
  answers: SurveyAnswers;
}

export interface SurveyResponse extends SurveyResponseDraft {
  /** Random. */
  id: string;
  origin: SurveyOrigin;
}

export interface SurveySettings {
  /** Whether anybody may answer who has no link. */
  openToAll: boolean;
  closed: boolean;
  /** ISO 8601: only answers from this day on count; null: all. */
  since: string | null;
}

export interface Survey extends SurveySettings {
  /** 0: nobody has set anything; then it is open to those with a link. */
  version: number;
}

export interface SurveyBatch {
  id: string;
  circle: string;
  label: string;
  count: number;
  used: number;
  by: string;
  createdAt: string;
  endedAt: string | null;
}

export type SurveyTokenState = "fresh" | "used" | "ended";

/** How many gave an answer to a question; `answer` is a choice's id. */
export interface SurveyCount {
  circle: string;
  question: string;
  answer: string;
  count: number;
}

export interface SurveyStore {
  getSurvey(city: string, circle: string): Promise<Survey>;
  /** Throws NotFound, StoreConflict where it is not at `version` any more. */
  putSurvey(city: string, circle: string, settings: SurveySettings, version: number, actor: string): Promise<Survey>;
  /** Throws NotFound. */
  addSurveyBatch(
    city: string,
    circle: string,
    batch: { label: string; tokenHashes: string[] },
    actor: string,
  ): Promise<SurveyBatch>;
  /** The latest first. */
  listSurveyBatches(city: string, circle: string): Promise<SurveyBatch[]>;
  /** Its links that were not used are good for nothing any more. Throws NotFound. */
  endSurveyBatch(city: string, circle: string, id: string): Promise<SurveyBatch>;
  /** null where the circle gave out no such token. */
  surveyToken(city: string, circle: string, tokenHash: string): Promise<SurveyTokenState | null>;
  /** Uses a token up, and keeps the answer; false where it was used or ended already, or there is none. */
  addSurveyResponseOfToken(city: string, tokenHash: string, draft: SurveyResponseDraft): Promise<boolean>;
  /** Throws NotFound. */
  addSurveyResponse(city: string, draft: SurveyResponseDraft): Promise<void>;
  /**
   * Puts what a file of paper answers has of some circles in the place of what a file of this name had of them before.
   * Throws NotFound.
   */
  replacePaperResponses(
    city: string,
    source: string,
    drafts: SurveyResponseDraft[],
  ): Promise<{ added: number; removed: number }>;
  /** By day; from and to are days, both included. */
  surveyResponses(city: string, circle: string, range?: { from?: string; to?: string }): Promise<SurveyResponse[]>;
  /**
   * Of all circles that have any: how many answered since the day that counts, and what to these questions (of one
   * choice each). Quick.
   */
  countSurveyAnswers(
    city: string,
    questions: string[],
  ): Promise<{ responses: { circle: string; count: number }[]; answers: SurveyCount[] }>;
}
