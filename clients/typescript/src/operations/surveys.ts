// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { CategoryId, CircleSatisfaction } from "./shared.ts";

export const surveys = {
  /** Make links to give out; each is good for one answer */
  addSurveyLinks: call<
    { city: string; circle: string },
    {
      count: number;
      /** Whom they are for */ label: string;
    },
    AddSurveyLinksAnswer
  >("POST /api/cities/{city}/surveys/{circle}/batches"),
  /** Answer the satisfaction form; nobody needs an account, and nothing is kept of who answers */
  answerSurvey: call<{ city: string; circle: string }, AnswerSurveyBody, Record<string, unknown>>(
    "POST /api/cities/{city}/surveys/{circle}/responses",
  ),
  /** Call links in: those that were not used are good for nothing any more */
  endSurveyLinks: call<{ city: string; circle: string; batch: string }, never, SurveyBatch>(
    "DELETE /api/cities/{city}/surveys/{circle}/batches/{batch}",
  ),
  /** All answers as a table that opens in Excel and can be taken in again */
  exportSurvey: call<{ city: string; circle: string; format?: "csv" | "xlsx" }, never, string>(
    "GET /api/cities/{city}/surveys/{circle}/export",
    "text",
  ),
  /** May I answer? With a link, or without */
  getSurveyPage: call<
    {
      city: string;
      circle: string;
      /** Of the link */ t?: string;
    },
    never,
    GetSurveyPageAnswer
  >("GET /api/cities/{city}/surveys/{circle}/page"),
  /** What the answers to the satisfaction form come to */
  getSurveyResults: call<{ city: string; circle: string; from?: string; to?: string }, never, SurveyResults>(
    "GET /api/cities/{city}/surveys/{circle}",
  ),
  /** Take in answers on paper from a table; a file of the same name takes the place of what it had of a circle */
  importSurvey: call<
    {
      city: string;
      /** Id of the circle */ circle?: string;
    },
    FormData,
    ImportSurveyAnswer
  >("POST /api/cities/{city}/surveys/import"),
  /** Links that were given out, and how many of them were used */
  listSurveyLinks: call<{ city: string; circle: string }, never, { items: SurveyBatch[] }>(
    "GET /api/cities/{city}/surveys/{circle}/batches",
  ),
  /** What people suggest and say is missing, for the list of needs */
  listSurveyTexts: call<
    {
      city: string;
      circle: string;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
    },
    never,
    ListSurveyTextsAnswer
  >("GET /api/cities/{city}/surveys/{circle}/texts"),
  /** Open a survey to all, or to those with a link; close it; begin it anew from a day on */
  setSurvey: call<{ city: string; circle: string }, SetSurveyBody, SurveySettings>(
    "PUT /api/cities/{city}/surveys/{circle}/settings",
  ),
};

export interface AddSurveyLinksAnswer {
  id: string;
  label: string;
  count: number;
  used: number;
  createdAt: string;
  endedAt: string | null;
  /** What stands before each token in a link */ path: string;
  tokens: string[];
}

export interface AnswerSurveyBody {
  /** Of the link */ token?: string;
  /** As the page gave it; where there is no token */ form?: string;
  /** Not for people; leave it empty */ website?: string;
  /** By question of attachment 4: gender, age, monthlyIncome, occupation, compound, community, basicPresent, basicEnough, qualityPresent, qualityEnough, convenient, experience, smart, orderly, harmonious, suggestions, basicOther, qualityOther, occupationOther. Choices and categories by id */ answers: Record<
    string,
    string | string[] | null
  >;
}

export interface GetSurveyPageAnswer {
  circle: {
    /** Id of the circle */ id: string;
    name: string;
  };
  /** token: by this link; open: anybody may answer; refused: not so */ access: "token" | "open" | "refused";
  reason: ("closed" | "unknown" | "used" | "ended" | "token-needed") | null;
  form: string | null;
}

export interface ImportSurveyCircle {
  id: string;
  name: string;
  added: number;
}

export interface ImportSurveyAnswer {
  added: number;
  /** Answers of an earlier file of this name */ removed: number;
  /** Columns that say nothing here */ ignored: string[];
  circles: ImportSurveyCircle[];
}

export interface ListSurveyTextsItem {
  text: string;
  day: string;
  /** That it names */ categories: CategoryId[];
}

export interface ListSurveyTextsAnswer {
  items: ListSurveyTextsItem[];
  total: number;
  nextCursor: string | null;
}

export interface SetSurveyBody {
  /** Anybody may answer, without a link as well */ openToAll: boolean;
  /** No more answers are taken */ closed: boolean;
  since: string | null;
  /** 0: nobody has set anything */ version: number;
}

export interface SurveyBatch {
  id: string;
  label: string;
  count: number;
  used: number;
  createdAt: string;
  endedAt: string | null;
}

/** As it is now */
export interface SurveyResults extends CircleSatisfaction {
  circle: {
    /** Id of the circle */ id: string;
    name: string;
  };
  settings: SurveySettings;
  byOrigin: SurveyResultsByOrigin;
  from: string | null;
  to: string | null;
  peopleEstimated: boolean;
  needed: number | null;
  about: SurveyResultsAbout[];
  questions: SurveyResultsQuestion[];
  /** Compounds with at least ten answers */ compounds: SurveyResultsCompound[];
  compoundsHidden: { compounds: number; responses: number };
  /** 缺什么: categories that answers name as still missing */ missing: { category: CategoryId; mentions: number }[];
  need: SurveyResultsNeed[];
  basis: { formulas: string[]; form: string };
}

export interface SurveyResultsByOrigin {
  link: number;
  open: number;
  paper: number;
}

export interface SurveyResultsAbout {
  id: string;
  groups: { text: string; count: number }[];
  /** Answers of groups of fewer than ten */ hidden: number;
}

export interface SurveyResultsChoice {
  id: string;
  count: number;
  share: number;
  satisfied: boolean | null;
}

export interface SurveyResultsCategory {
  category: CategoryId;
  present: number;
  share: number;
}

export interface SurveyResultsQuestion {
  id: string;
  kind: "one" | "categories";
  answered: number;
  choices?: SurveyResultsChoice[];
  categories?: SurveyResultsCategory[];
}

export interface SurveyResultsCompound {
  name: string;
  responses: number;
  categorySatisfiedShare: number | null;
  serviceSatisfiedShare: number | null;
}

export interface SurveyResultsNeed {
  category: CategoryId;
  weight: number | null;
  missing: number;
  answers: number;
}

export interface SurveySettings {
  /** Anybody may answer, without a link as well */ openToAll: boolean;
  /** No more answers are taken */ closed: boolean;
  since: string | null;
  /** 0: nobody has set anything */ version: number;
}
