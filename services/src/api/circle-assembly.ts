/** A circle as the outside sees it: what the data says, what people said, and what follows from both. */
import { setImmediate } from "node:timers/promises";
import { assessGround } from "../assessment/circles/assess.ts";
import type { CircleFindings, CircleGround, CircleQuestion } from "../assessment/circles/assess.ts";
import { boundsOf } from "../assessment/circles/bounds.ts";
import { areaOf } from "../assessment/circles/plane.ts";
import type { CircleAssessment, CircleBounds, CircleSurvey } from "../assessment/circles/types.ts";
import { indicatorValues } from "../assessment/indicators/indicators.ts";
import type { ReadIndicator } from "../assessment/indicators/indicators.ts";
import { assessQuality, qualityFormulas } from "../assessment/quality/assess.ts";
import type { QualityAssessment } from "../assessment/quality/types.ts";
import { sampleOf } from "../assessment/survey.ts";
import type { Circle, Evidence, Outlet, Store } from "../store/index.ts";
import { peopleServed, surveySummaries } from "../surveys/summaries.ts";
import type { SurveySummary } from "../surveys/summaries.ts";
import { circleBounds, circleGround } from "./circle-ground.ts";
import { indicatorsOf, placeOfCircle } from "./circle-indicators.ts";
import type { CityContext } from "./city-context.ts";
import { Problem } from "./problem.ts";

/** The assessment with what else was found on the way, for reports. */
export interface AssessedCircle {
  circle: Circle;
  assessment: CircleAssessment;
  findings: CircleFindings<Outlet>;
}

/** What people say, of all circles of a city, and what is asked of each. */
interface Said {
  surveys: Map<string, SurveySummary>;
  evidence: Map<string, Evidence[]>;
  indicators: readonly ReadIndicator[];
}

/** All that is known of a circle that is kept; with the indicators that belong in reports, or those given. */
export async function assessCircle(
  store: Store,
  context: CityContext,
  circle: Circle,
  indicators?: readonly ReadIndicator[],
): Promise<AssessedCircle> {
  const [ground, said] = await Promise.all([circleGround(context), whatIsSaid(store, context.city.id, indicators)]);
  return assess(context, ground, said, circle);
}

/** The same of all circles, by their ids. */
export async function assessCircles(
  store: Store,
  context: CityContext,
  indicators?: readonly ReadIndicator[],
): Promise<AssessedCircle[]> {
  const [ground, said, circles] = await Promise.all([
    circleGround(context),
    whatIsSaid(store, context.city.id, indicators),
    store.listCircles(context.city.id),
  ]);
  const found: AssessedCircle[] = [];
  for (const circle of circles) {
    found.push(assess(context, ground, said, circle));
    // others have their turn
    await setImmediate();
  }
  return found;
}

/** What is measured while a boundary is drawn. */
export interface Measured extends CircleAssessment {
  bounds: CircleBounds;
  areaSquareMeters: number;
}

/**
 * The same of a boundary that nobody has kept, with its 四至; with what people say of a circle where one is given whose
 * boundary it is to become.
 */
export async function measureBoundary(
  store: Store,
  context: CityContext,
  question: CircleQuestion,
  circle: Circle | null = null,
): Promise<Measured> {
  const [ground, bounds, said] = await Promise.all([
    circleGround(context),
    circleBounds(context),
    circle === null ? nothingSaid : whatIsSaid(store, context.city.id, []),
  ]);
  const areaSquareMeters = areaOf(question.boundary);
  const homes = areaSquareMeters < largeSquareMeters ? 0 : ground.residenceGrid.inside(question.boundary).length;
  if (homes > mostHomes) {
    throw new Problem(
      422,
      `There are ${homes} residential buildings within this boundary; up to ${mostHomes} are measured at once. Draw it smaller.`,
    );
  }
  const findings = assessGround(ground, question);
  const id = circle?.id ?? "";
  const { people } = peopleServed(circle ?? { details: null }, findings.assessment.members);
  const survey = surveyOf(said.surveys.get(id), people);
  return {
    circle: circle && { id, name: circle.name, version: circle.version },
    ...findings.assessment,
    quality: qualityOf(findings, people, survey, said.evidence.get(id) ?? []),
    survey,
    indicators: [],
    bounds: boundsOf(question.boundary, bounds),
    areaSquareMeters: Math.round(areaSquareMeters),
  };
}

/** Anybody may ask, and the answer is worked out at once: it must not keep everybody else waiting. */
const mostHomes = 50_000;
const largeSquareMeters = 20_000_000;

const nothingSaid: Said = { surveys: new Map(), evidence: new Map(), indicators: [] };

function qualityOf(
  { outlets, claimed }: CircleFindings<Outlet>,
  people: number | null,
  survey: CircleSurvey | null,
  evidence: Evidence[],
): QualityAssessment {
  return assessQuality({ outlets, claimed, people, survey, evidence });
}

async function whatIsSaid(store: Store, city: string, asked?: readonly ReadIndicator[]): Promise<Said> {
  const [surveys, all, known] = await Promise.all([
    surveySummaries(store, city),
    store.listEvidenceOfCity(city),
    asked ?? indicatorsOf(store, city),
  ]);
  const evidence = new Map<string, Evidence[]>();
  for (const one of all) {
    const ofCircle = evidence.get(one.circle);
    if (ofCircle === undefined) evidence.set(one.circle, [one]);
    else ofCircle.push(one);
  }
  return { surveys, evidence, indicators: asked ?? known.filter(({ definition }) => definition.inReports) };
}

function assess(context: CityContext, ground: CircleGround<Outlet>, said: Said, circle: Circle): AssessedCircle {
  const findings = findingsOf(context, ground, circle);
  const { members } = findings.assessment;
  const { people } = peopleServed(circle, members);
  const survey = surveyOf(said.surveys.get(circle.id), people);
  const quality = qualityOf(findings, people, survey, said.evidence.get(circle.id) ?? []);
  const place = placeOfCircle(ground, findings, areaOf(circle.boundary), { survey, qualityPoints: quality.points });
  const { basis } = findings.assessment;
  const { id, name, version } = circle;
  return {
    circle,
    findings,
    assessment: {
      circle: { id, name, version },
      ...findings.assessment,
      basis: { ...basis, formulas: [...basis.formulas, ...qualityFormulas, ...(survey ? surveyFormulas : [])] },
      quality,
      survey,
      indicators: indicatorValues(said.indicators, place),
    },
  };
}

const surveyFormulas = ["survey.sample", "survey.category-satisfied", "survey.service-satisfied"];

function surveyOf(summary: SurveySummary | undefined, people: number | null): CircleSurvey | null {
  if (summary === undefined) return null;
  const { sampleShare, sufficient } = sampleOf(summary.responses, people);
  return { ...summary, people, sampleShare, sufficient };
}

/** What data says of a circle stays the same for as long as neither it nor the city changes. */
const kept = new WeakMap<CityContext, Map<string, CircleFindings<Outlet>>>();
const mostKept = 500;

function findingsOf(context: CityContext, ground: CircleGround<Outlet>, circle: Circle): CircleFindings<Outlet> {
  let ofCity = kept.get(context);
  if (ofCity === undefined) kept.set(context, (ofCity = new Map()));
  const key = `${circle.id} ${circle.version}`;
  const known = ofCity.get(key);
  if (known !== undefined) return known;
  const found = assessGround(ground, circle);
  ofCity.set(key, found);
  if (ofCity.size > mostKept) ofCity.delete(ofCity.keys().next().value!);
  return found;
}
