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

/** Folded results of the circles asked for last, for as long as nothing was written. */
const kept = new WeakMap<Store, { changes: number; results: Map<string, ReturnType<typeof fold>> }>();
const mostKept = 200;

/** What the answers of a circle come to: the same for all who ask, so worked out once for all of them. */
export function viewSurvey(
  store: Store,
  context: CityContext,
  circle: Circle,
  range: { from?: string; to?: string },
): ReturnType<typeof fold> {
  // Where others write to the database, nobody here hears of it.
  if (store.kind !== "embedded") return fold(store, context, circle, range);
  const changes = store.localChanges();
  let known = kept.get(store);
  if (known?.changes !== changes || known.results.size >= mostKept) {
    known = { changes, results: new Map() };
    kept.set(store, known);
  }
  const { results } = known;
  const key = JSON.stringify([context.city.id, context.version, circle.id, circle.version, range]);
  let result = results.get(key);
  if (result === undefined) {
    result = fold(store, context, circle, range);
    results.set(key, result);
    result.catch(() => results.delete(key));
  }
  return result;
}

async function fold(store: Store, context: CityContext, circle: Circle, range: { from?: string; to?: string }) {
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
