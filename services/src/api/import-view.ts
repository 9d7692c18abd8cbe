/** Staged rows and imports as they are shown, in the language of whoever asks. */
import type { IntakeProblem, StagedTableRow, StagingSummary } from "../intake/index.ts";
import type { StagedRow } from "../store/index.ts";
import { inParts, inWords } from "../words/index.ts";
import type { Language, Said } from "../words/index.ts";

export const rowView =
  (language: Language) =>
  (staged: StagedRow): ReturnType<typeof view> =>
    view(staged as StagedTableRow, language);

function view({ row, state, cells, fixes, place, problems, draft }: StagedTableRow, language: Language) {
  const told = (problems ?? []).map((problem) => inLanguage(problem, language));
  return { row, state, cells, fixes, place, problems: told, draft };
}

/** What is said of an import as a whole. */
export function summaryView({ questions, notes, problems, ...rest }: StagingSummary, language: Language) {
  return {
    ...rest,
    questions: questions.map(({ field, said, choices }) => ({
      field,
      message: inWords(said, language),
      choices: choices.map(({ label, ...choice }) => ({ ...choice, label: inWords(label, language) })),
    })),
    notes: notes.map(({ row, column, value, said }: IntakeProblem) => ({
      row,
      column,
      value,
      message: inWords(said, language),
    })),
    problems: problems.map(({ unknown: _unknown, value: _value, ...problem }) => inLanguage(problem, language)),
  };
}

function inLanguage<T extends { said: unknown }>({ said, ...rest }: T, language: Language) {
  return { ...rest, ...inParts(said as Said, language) };
}
