/** A circle as the outside sees it: what the data says, what people said, and what follows from both. */
import { assessGround } from "../assessment/circles/assess.ts";
import type { CircleFindings, CircleQuestion } from "../assessment/circles/assess.ts";
import type { CircleAssessment } from "../assessment/circles/types.ts";
import type { Circle, Outlet, Store } from "../store/index.ts";
import { circleGround } from "./circle-ground.ts";
import type { CityContext } from "./city-context.ts";

/** The assessment with what else was found on the way, for reports. */
export interface AssessedCircle {
  assessment: CircleAssessment;
  findings: CircleFindings<Outlet>;
}

/** All that is known of a circle that is kept. */
export async function assessCircle(_store: Store, context: CityContext, circle: Circle): Promise<AssessedCircle> {
  const ground = await circleGround(context);
  const findings = assessGround(ground, circle);
  const { id, name, version } = circle;
  const assessment: CircleAssessment = {
    circle: { id, name, version },
    ...findings.assessment,
    quality: null,
    survey: null,
    indicators: [],
  };
  return { assessment, findings };
}

/** The same of a boundary that nobody has kept: without what people say. */
export async function measureBoundary(context: CityContext, question: CircleQuestion): Promise<CircleAssessment> {
  const findings = assessGround(await circleGround(context), question);
  return { circle: null, ...findings.assessment, quality: null, survey: null, indicators: [] };
}
