/** Whole days, on both sizes of screen and in both languages: settings in support/people.ts. */
import { bureauDays } from "./scenarios/days/bureau.ts";
import { residentDays } from "./scenarios/days/resident.ts";
import { inOneWorld } from "./support/world.ts";

inOneWorld(residentDays, bureauDays);
