/** Drives the pages in a real browser before the real server, as people would. One server serves all scenarios. */
import { afterAll, beforeAll } from "vitest";
import { failingScenarios } from "./scenarios/failing.ts";
import { outletMapScenarios } from "./scenarios/outlets.ts";
import { coverageScenarios } from "./scenarios/coverage.ts";
import { pastAndUndoScenarios } from "./scenarios/past-and-undo.ts";
import { planningScenarios } from "./scenarios/planning.ts";
import { smallRepairMapScenarios } from "./scenarios/repair.ts";
import { residentScenarios } from "./scenarios/residents.ts";
import { stewardshipScenarios } from "./scenarios/stewardship.ts";
import { surveyScenarios } from "./scenarios/survey.ts";
import { tiandituScenarios } from "./scenarios/tianditu.ts";
import { twoAreasScenarios } from "./scenarios/two-areas.ts";
import { startWorld } from "./support/world.ts";
import type { World } from "./support/world.ts";

let world: World | undefined;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.stop());

outletMapScenarios(() => world!);
smallRepairMapScenarios(() => world!);
residentScenarios(() => world!);
coverageScenarios(() => world!);
planningScenarios(() => world!);
stewardshipScenarios(() => world!);
surveyScenarios(() => world!);
pastAndUndoScenarios(() => world!);
twoAreasScenarios(() => world!);
failingScenarios(() => world!);
tiandituScenarios(() => world!);
