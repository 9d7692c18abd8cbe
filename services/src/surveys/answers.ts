/** One answer to the form of attachment 4, made fit to be kept. */
import { categories, surveyForm } from "@quarterhour/data";
import type { SurveyAbout, SurveyQuestion } from "@quarterhour/data";
import { countedQuestionIds } from "../assessment/survey.ts";
import { InboxRefusal } from "../inbox/refusal.ts";
import { cleanText } from "../inbox/text.ts";
import type { SurveyAnswers } from "../store/index.ts";

/** Characters. */
const ABOUT_LENGTH = 40;
const TEXT_LENGTH = 500;

/** Lines of the form beside its questions: what else there is, and what else somebody does. */
const others: Record<string, string> = {
  basicOther: "basicPresent",
  qualityOther: "qualityPresent",
  occupationOther: "occupation",
};

/** All that may be answered. */
export const answerIds: readonly string[] = [
  ...surveyForm.about.map(({ id }) => id),
  ...surveyForm.questions.map(({ id }) => id),
  ...Object.keys(others),
];

/**
 * Checks an answer and cleans its texts. What is null, "" or an empty list was not answered: an empty list of ticks
 * says so only where it was left blank, so nobody is taken to lack everything.
 * Throws InboxRefusal, by field, in words that say what would be right.
 */
export function readAnswers(sent: Record<string, unknown>): SurveyAnswers {
  const read: SurveyAnswers = {};
  for (const [id, value] of Object.entries(sent)) {
    if (!answerIds.includes(id)) throw invalid(id, `is no question of the form; there are ${answerIds.join(", ")}`);
    if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) continue;
    const answer = readOne(id, value);
    if (answer !== null) read[id] = answer;
  }
  if (!countedQuestionIds.some((id) => read[id] !== undefined)) {
    throw invalid(
      countedQuestionIds[0],
      `is missing, and so are the others that count; answer at least one of ${countedQuestionIds.join(", ")}`,
    );
  }
  return read;
}

function readOne(id: string, value: unknown): string | string[] | null {
  if (others[id] !== undefined) return readText(id, value, ABOUT_LENGTH);
  const about = surveyForm.about.find((one) => one.id === id);
  if (about) return about.kind === "one" ? readChoice(about, value) : readText(id, value, ABOUT_LENGTH);
  const question = surveyForm.questions.find((one) => one.id === id)!;
  if (question.kind === "one") return readChoice(question, value);
  if (question.kind === "categories") return readCategories(question, value);
  return readText(id, value, TEXT_LENGTH);
}

function readChoice({ id, choices = [] }: SurveyAbout | SurveyQuestion, value: unknown): string {
  if (choices.some((choice) => choice.id === value)) return value as string;
  throw invalid(id, `should be one of ${choices.map((choice) => choice.id).join(", ")}, and is ${shown(value)}`);
}

function readCategories({ id, tier }: SurveyQuestion, value: unknown): string[] {
  const own = categories.filter((category) => category.tier === tier).map((category) => category.id as string);
  if (!Array.isArray(value)) throw invalid(id, "should be a list of category ids");
  const wrong = value.find((one) => !own.includes(one as string));
  if (wrong !== undefined) throw invalid(id, `${shown(wrong)} is no ${tier} category; there are ${own.join(", ")}`);
  return own.filter((one) => value.includes(one));
}

function readText(id: string, value: unknown, length: number): string | null {
  if (typeof value !== "string") throw invalid(id, "should be a text");
  const text = cleanText(value, fieldOf(id), length);
  return id === "suggestions" ? text : (text?.replaceAll("\n", " ") ?? null);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

const fieldOf = (id: string) => `answers.${id.slice(0, 60)}`;

function invalid(id: string, message: string): InboxRefusal {
  return new InboxRefusal("invalid", fieldOf(id), message);
}
