/** What routes about surveys share: the circle, whom it serves, and what its answers come to. */
import { surveyForm } from "@quarterhour/data";
import { membersOfCircle } from "../assessment/circles/members.ts";
import { surveyResults } from "../assessment/survey.ts";
import type { Circle, Store } from "../store/index.ts";
import { countingAnswers, peopleServed } from "../surveys/summaries.ts";
import { circleGround } from "./circle-ground.ts";
import type { CityContext } from "./city-context.ts";
import { Problem } from "./problem.ts";

/** Ids of the formulas of services/src/assessment/README.md. */
const formulas = ["survey.sample", "survey.category-satisfied", "survey.service-satisfied", "survey.need"];

/** Throws a 404 Problem. */
export async function existingCircle(store: Store, city: string, id: string): Promise<Circle> {
  const found = await store.getCircle(city, id);
  if (found === null) throw new Problem(404, `There is no circle "${id}" in ${city}.`);
  return found;
}

async function peopleOf(context: CityContext, circle: Circle) {
  const { residences, residenceGrid } = await circleGround(context);
  const { boundary } = circle;
  return peopleServed(circle, membersOfCircle(boundary, residenceGrid.inside(boundary), residences, []));
}

export async function viewSurvey(
  store: Store,
  context: CityContext,
  circle: Circle,
  range: { from?: string; to?: string },
) {
  const { id, name } = circle;
  const city = context.city.id;
  const [settings, answers, served] = await Promise.all([
    store.getSurvey(city, id),
    countingAnswers(store, city, id, range),
    peopleOf(context, circle),
  ]);
  return {
    circle: { id, name },
    settings,
    ...served,
    ...surveyResults(answers, served.people),
    basis: { formulas, form: surveyForm.source },
  };
}
