/** Whole days, on both sizes of screen and in both languages: settings in support/people.ts. */
import { plannerDays } from "./scenarios/days/planner.ts";
import { stewardDays } from "./scenarios/days/steward.ts";
import { inOneWorld } from "./support/world.ts";

inOneWorld(plannerDays, stewardDays);
