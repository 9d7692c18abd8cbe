/** What people see when something fails or is slow. */
import { failingScenarios } from "./scenarios/failing.ts";
import { inOneWorld } from "./support/world.ts";

inOneWorld(failingScenarios);
