/** What an assessment needs of the surveys, of all circles at once. */
import { countedQuestionIds, satisfiedShares } from "../assessment/survey.ts";
import type { SatisfiedShares } from "../assessment/survey.ts";
import type { Circle, Store, SurveyResponse } from "../store/index.ts";

export interface SurveySummary extends SatisfiedShares {
  responses: number;
}

/** By id of the circle; those that nobody answered for are not among them. */
export async function surveySummaries(store: Store, city: string): Promise<Map<string, SurveySummary>> {
  const { responses, answers } = await store.countSurveyAnswers(city, [...countedQuestionIds]);
  return new Map(
    responses.map(({ circle, count }) => {
      const own = answers.filter((one) => one.circle === circle);
      return [circle, { responses: count, ...satisfiedShares(own) }];
    }),
  );
}

/** The answers that count: since the day that was set, or `from`; without either, all. */
export async function countingAnswers(
  store: Store,
  city: string,
  circle: string,
  { from, to }: { from?: string; to?: string } = {},
): Promise<SurveyResponse[]> {
  const first = from ?? (await store.getSurvey(city, circle)).since ?? undefined;
  return store.surveyResponses(city, circle, { ...(first && { from: first }), ...(to && { to }) });
}

/** Whom a circle serves: as somebody counted them (attachment 5), else as its homes say; null where nobody knows. */
export function peopleServed(
  { details }: Pick<Circle, "details">,
  members: { people: number | null; peopleEstimated: boolean },
): { people: number | null; peopleEstimated: boolean } {
  const counted = details?.residents ?? null;
  if (counted !== null) return { people: counted, peopleEstimated: false };
  return { people: members.people, peopleEstimated: members.people !== null && members.peopleEstimated };
}
