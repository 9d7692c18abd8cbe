import projectsFile from "../forms/projects.json" with { type: "json" };
import situationFile from "../forms/situation.json" with { type: "json" };
import surveyFile from "../forms/survey.json" with { type: "json" };
import type { CategoryId, Tier } from "./categories.ts";

/** One answer that can be ticked. */
export interface FormChoice {
  id: string;
  textZh: string;
  textEn: string;
  /** For questions that count towards a share of 好不好: whether this answer is satisfied. */
  satisfied?: boolean;
}

/** A question about the person who answers. */
export interface SurveyAbout {
  id: string;
  /** Its name in tables of answers. */
  column: string;
  textZh: string;
  textEn: string;
  kind: "text" | "one";
  choices?: FormChoice[];
  /** True where the form leaves a line for something else. */
  other?: boolean;
}

/** A question of the survey. `categories` asks to tick categories of `tier`. */
export interface SurveyQuestion {
  id: string;
  /** Its name in tables of answers. */
  column: string;
  section: string;
  textZh: string;
  textEn: string;
  kind: "text" | "one" | "categories";
  tier?: Tier;
  /** Which share of 好不好 the answers go into. */
  counts?: "categorySatisfied" | "serviceSatisfied";
  choices?: FormChoice[];
}

/** Attachment 4: 满意度调查表. */
export interface SurveyForm {
  source: string;
  titleZh: string;
  titleEn: string;
  anonymous: true;
  /** Answers needed, as a share of the people served. */
  minimumSampleShare: number;
  /** Names of the other columns in tables of answers. */
  columns: { circle: string; day: string; basicOther: string; qualityOther: string };
  introZh: string;
  introEn: string;
  about: SurveyAbout[];
  questions: SurveyQuestion[];
}

/** Attachment 6: 建设项目清单表. */
export interface ProjectForm {
  source: string;
  titleZh: string;
  titleEn: string;
  /** Columns of the list; `official` null: not in the document's form, added here. */
  fields: { id: string; column: string; official: string | null; nameEn: string; kind: "text" | "number" | "date" }[];
  states: { id: ProjectStateId; nameZh: string; nameEn: string; next: ProjectStateId[] }[];
}

export type ProjectStateId = "proposed" | "accepted" | "underway" | "opened" | "dropped";

/** Attachment 5: 建设情况调查表. */
export interface SituationForm {
  source: string;
  titleZh: string;
  titleEn: string;
  fields: { id: string; official: string; nameEn: string; choices?: FormChoice[] }[];
  columns: { id: string; official: string; nameEn: string }[];
  /** `categories` null: the row takes what no other row of its tier counts. */
  rows: { official: string; tier: Tier; categories: CategoryId[] | null }[];
}

/** The survey form of attachment 4. */
export const surveyForm = surveyFile as unknown as SurveyForm;

/** The table of attachment 5, its rows mapped to the categories they count. */
export const situationForm = situationFile as unknown as SituationForm;

/** The list of projects of attachment 6, and the states that a project goes through. */
export const projectForm = projectsFile as unknown as ProjectForm;
