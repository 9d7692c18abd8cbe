/** Pages that anybody opens, in a real browser before the real server, driven as people would. */
import { outletMapScenarios } from "./scenarios/outlets.ts";
import { pastAndUndoScenarios } from "./scenarios/past-and-undo.ts";
import { smallRepairMapScenarios } from "./scenarios/repair.ts";
import { residentScenarios } from "./scenarios/residents.ts";
import { surveyScenarios } from "./scenarios/survey.ts";
import { inOneWorld } from "./support/world.ts";

inOneWorld(outletMapScenarios, smallRepairMapScenarios, residentScenarios, surveyScenarios, pastAndUndoScenarios);
