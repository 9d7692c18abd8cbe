/** The same people with a keyboard alone. */
import { keyboardScenarios } from "./scenarios/keyboard/all.ts";
import { inOneWorld } from "./support/world.ts";

inOneWorld(keyboardScenarios);
