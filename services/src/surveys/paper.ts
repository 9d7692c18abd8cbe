/** Answers on paper, typed into a table: its columns are those of data/forms/survey.json, or the form's own words. */
import { readServicesText, surveyForm } from "@quarterhour/data";
import type { FormChoice } from "@quarterhour/data";
import { InboxRefusal } from "../inbox/refusal.ts";
import { dateOf, IntakeError, isBlank, problemAt, readTable, rowsForHeader, ValueFault } from "../intake/index.ts";
import type { IntakeProblem, TableRow } from "../intake/index.ts";
import type { SurveyResponseDraft } from "../store/index.ts";
import { readAnswers } from "./answers.ts";
import type { Said } from "../words/index.ts";

/** More rows than any circle has people asked. */
const MOST_ROWS = 100_000;
const MOST_PROBLEMS = 200;
/** So many known names make a row the header. */
const LEAST_COLUMNS = 3;

interface Circles {
  /** Id by name, and by id. */
  idOf: ReadonlyMap<string, string>;
  /** Names, for whoever misspelt one. */
  names: readonly string[];
}

export interface PaperAnswers {
  drafts: SurveyResponseDraft[];
  /** Columns that say nothing here. */
  ignored: string[];
}

/** What a column holds: an answer's id, or the circle or day. */
const columnIds: ReadonlyMap<string, string> = new Map([
  ...[...surveyForm.about, ...surveyForm.questions].flatMap(({ id, column, textZh }): [string, string][] => [
    [key(column), id],
    [key(textZh), id],
    [key(id), id],
  ]),
  ...Object.entries(surveyForm.columns).flatMap(([id, column]): [string, string][] => [
    [key(column), id],
    [key(id), id],
  ]),
]);

/**
 * Reads a table of answers. @param circle whose they all are; null: the column 生活圈 says so, by name or id
 * @param today ISO 8601: no answer is later
 * Throws IntakeError naming each row that cannot be taken in; then none is.
 */
export async function readPaperAnswers(
  file: string,
  circles: Circles,
  circle: string | null,
  today: string,
): Promise<PaperAnswers> {
  const table = await readTable(file);
  const rows = table.rows[Symbol.asyncIterator]();
  const first = await rowsForHeader(rows);
  const at = first.findIndex(({ cells }) => cells.filter((cell) => columnIds.has(key(cell))).length >= LEAST_COLUMNS);
  if (at < 0) {
    const names = [...surveyForm.about, ...surveyForm.questions].map(({ column }) => column).join("、");
    throw new IntakeError(`${table.fileName}: no row looks like a header of answers; its columns would be ${names}.`);
  }
  const header = first[at].cells.map((cell) => columnIds.get(key(cell)) ?? null);
  const names = first[at].cells;
  if (circle === null && !header.includes("circle")) {
    throw new IntakeError(
      `${table.fileName}: the column ${surveyForm.columns.circle} is missing; whose answers are they?`,
    );
  }
  if (!header.includes("day")) {
    throw new IntakeError(`${table.fileName}: the column ${surveyForm.columns.day} is missing; when was it answered?`);
  }
  const drafts: SurveyResponseDraft[] = [];
  const problems: IntakeProblem[] = [];
  let bad = 0;
  const take = (row: TableRow): void => {
    if (isBlank(row)) return;
    if (drafts.length + bad >= MOST_ROWS) throw new IntakeError(`${table.fileName}: has more than ${MOST_ROWS} rows.`);
    const read = readRow(row, header, names, circles, circle, today);
    if (!Array.isArray(read)) return void drafts.push(read);
    bad++;
    if (problems.length < MOST_PROBLEMS) problems.push(...read);
  };
  for (const row of first.slice(at + 1)) take(row);
  for (let next = await rows.next(); !next.done; next = await rows.next()) take(next.value);
  if (bad > 0) {
    const count = drafts.length + bad;
    throw new IntakeError(`${table.fileName}: ${bad} of ${count} rows cannot be taken in, so none was.`, problems);
  }
  if (drafts.length === 0) throw new IntakeError(`${table.fileName}: has no answers below its header.`);
  return { drafts, ignored: names.filter((name, i) => header[i] === null && name.trim() !== "") };
}

/** The answer, or what is wrong with the row. */
function readRow(
  { row, cells, faults = [] }: TableRow,
  header: readonly (string | null)[],
  names: readonly string[],
  circles: Circles,
  circle: string | null,
  today: string,
): SurveyResponseDraft | IntakeProblem[] {
  const problems: IntakeProblem[] = [];
  const sent: Record<string, unknown> = {};
  let own = circle;
  let day: string | null = null;
  for (const [i, id] of header.entries()) {
    if (id === null) continue;
    const cell = (cells[i] ?? "").trim();
    const wrong = (message: string | Said) => problems.push(problemAt(row, names[i], cell, message));
    const fault = faults.find(({ column }) => column === i);
    if (fault) wrong(fault.said);
    else if (id === "circle") {
      if (circle !== null) continue;
      own = circles.idOf.get(cell) ?? null;
      if (own === null) wrong(`is no circle; there are ${circles.names.join("、") || "none"}`);
    } else if (id === "day") {
      try {
        day = dateOf(cell);
        if (day > today) wrong("has not come yet");
      } catch (error) {
        if (!(error instanceof ValueFault)) throw error;
        wrong(error.message);
      }
    } else if (cell !== "") {
      const value = valueOf(id, cell);
      if (value instanceof ValueFault) wrong(value.message);
      else Object.assign(sent, value);
    }
  }
  if (problems.length > 0) return problems;
  try {
    return { circle: own!, day: day!, answers: readAnswers(sent) };
  } catch (error) {
    if (!(error instanceof InboxRefusal)) throw error;
    return [problemAt(row, columnOf(error.field), null, error.message)];
  }
}

/** What a cell says, by answer id. */
function valueOf(id: string, cell: string): Record<string, unknown> | ValueFault {
  const about = surveyForm.about.find((one) => one.id === id);
  if (about?.choices) {
    const choice = choiceOf(about.choices, cell);
    return choice ? { [id]: choice } : { [`${id}Other`]: cell };
  }
  const question = surveyForm.questions.find((one) => one.id === id);
  if (question?.choices) {
    const choice = choiceOf(question.choices, cell);
    if (choice) return { [id]: choice };
    return new ValueFault(`should be one of ${question.choices.map(({ textZh }) => textZh).join("、")}`);
  }
  if (question?.kind === "categories") {
    const { services, unknown } = readServicesText(cell);
    if (unknown.length > 0) return new ValueFault(`has ${unknown.join("、")}, which is no category`);
    return { [id]: [...new Set(services.map(({ category }) => category))] };
  }
  return { [id]: cell };
}

function choiceOf(choices: readonly FormChoice[], cell: string): string | null {
  const wanted = key(cell);
  return choices.find(({ id, textZh, textEn }) => [id, textZh, textEn].some((one) => key(one) === wanted))?.id ?? null;
}

function columnOf(field: string): string {
  const id = field.replace(/^answers\./, "");
  return [...surveyForm.about, ...surveyForm.questions].find((one) => one.id === id)?.column ?? id;
}

/** Blanks, width and marks aside. */
function key(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s□☑√✓,、()?:.]/g, "");
}
