/** Whole days of those who use the city's map, on both sizes of screen and in both languages. */
import type { World } from "../../support/world.ts";
import { bureauDays } from "./bureau.ts";
import { plannerDays } from "./planner.ts";
import { residentDays } from "./resident.ts";
import { stewardDays } from "./steward.ts";

export function dayScenarios(world: () => World): void {
  residentDays(world);
  plannerDays(world);
  bureauDays(world);
  stewardDays(world);
}
