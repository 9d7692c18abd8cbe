/** Answers as a table, with the columns that paper answers are read from. */
import { categoryOf, isCategoryId, surveyForm } from "@quarterhour/data";
import { LEAST_GROUP } from "../assessment/survey.ts";
import type { Cell } from "../exports/layer.ts";
import type { PlainColumn, PlainTable } from "../exports/plain-table.ts";
import type { SurveyResponse } from "../store/index.ts";

/** What could tell who somebody is where few are the same: left out unless so many say the same. */
const telling = ["compound", "community"];

/**
 * One row each, in no order but that of days. Where fewer than ten name a compound, the name is left out, and so is what
 * they say of themselves.
 */
export function answersTable(circleName: string, responses: readonly SurveyResponse[]): PlainTable {
  const { columns: names } = surveyForm;
  const fields: { id: string; column: string; width: number }[] = [
    ...surveyForm.about.map(({ id, column }) => ({ id, column, width: 14 })),
    ...surveyForm.questions.flatMap(({ id, column, kind, tier }) => [
      { id, column, width: kind === "one" ? 12 : 40 },
      ...(kind === "categories" ? [{ id: `${tier}Other`, column: names[`${tier!}Other`], width: 20 }] : []),
    ]),
  ];
  const columns: PlainColumn[] = [
    { header: names.circle, kind: "text", width: 20 },
    { header: names.day, kind: "date", width: 12 },
    ...fields.map(({ column: header, width }) => ({ header, kind: "text" as const, width })),
  ];
  const counts = new Map<string, number>();
  const keyOf = (id: string, value: unknown) => `${id} ${String(value)}`;
  for (const { answers } of responses) {
    for (const id of telling) counts.set(keyOf(id, answers[id]), (counts.get(keyOf(id, answers[id])) ?? 0) + 1);
  }
  const rows = responses.map(({ day, answers }): Cell[] => {
    const isFew = telling.some((id) => answers[id] !== undefined && counts.get(keyOf(id, answers[id]))! < LEAST_GROUP);
    const cells = fields.map(({ id }): Cell => {
      if (isFew && surveyForm.about.some((one) => one.id === id)) return null;
      return cellOf(id, id === "occupation" ? (answers.occupation ?? answers.occupationOther) : answers[id]);
    });
    return [circleName, day, ...cells];
  });
  return { title: surveyForm.titleZh, columns, rows };
}

function cellOf(id: string, value: string | string[] | undefined): Cell {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map((one) => (isCategoryId(one) ? categoryOf(one).nameZh : one)).join("、");
  const question = [...surveyForm.about, ...surveyForm.questions].find((one) => one.id === id);
  return question?.choices?.find((choice) => choice.id === value)?.textZh ?? value;
}
