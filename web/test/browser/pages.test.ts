/** The pages in a real browser before the real server, driven as people would. */
import { coverageScenarios } from "./scenarios/coverage.ts";
import { outletMapScenarios } from "./scenarios/outlets.ts";
import { pastAndUndoScenarios } from "./scenarios/past-and-undo.ts";
import { planningScenarios } from "./scenarios/planning.ts";
import { smallRepairMapScenarios } from "./scenarios/repair.ts";
import { residentScenarios } from "./scenarios/residents.ts";
import { stewardshipScenarios } from "./scenarios/stewardship.ts";
import { surveyScenarios } from "./scenarios/survey.ts";
import { tiandituScenarios } from "./scenarios/tianditu.ts";
import { twoAreasScenarios } from "./scenarios/two-areas.ts";
import { inOneWorld } from "./support/world.ts";

inOneWorld(
  outletMapScenarios,
  smallRepairMapScenarios,
  residentScenarios,
  coverageScenarios,
  planningScenarios,
  stewardshipScenarios,
  surveyScenarios,
  pastAndUndoScenarios,
  twoAreasScenarios,
  tiandituScenarios,
);
