/** Before the real server, in a real browser: the same people with a keyboard alone. */
import { afterAll, beforeAll } from "vitest";
import { keyboardScenarios } from "./scenarios/keyboard/all.ts";
import { startWorld } from "./support/world.ts";
import type { World } from "./support/world.ts";

let world: World | undefined;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.stop());

keyboardScenarios(() => world!);
