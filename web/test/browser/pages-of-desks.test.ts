/** Pages of those who work with them, and what all pages share, driven as people would. */
import { coverageScenarios } from "./scenarios/coverage.ts";
import { otherSettingsScenarios } from "./scenarios/other-settings.ts";
import { planningScenarios } from "./scenarios/planning.ts";
import { stewardshipScenarios } from "./scenarios/stewardship.ts";
import { tiandituScenarios } from "./scenarios/tianditu.ts";
import { twoAreasScenarios } from "./scenarios/two-areas.ts";
import { inOneWorld } from "./support/world.ts";

inOneWorld(
  otherSettingsScenarios,
  coverageScenarios,
  planningScenarios,
  stewardshipScenarios,
  twoAreasScenarios,
  tiandituScenarios,
);
