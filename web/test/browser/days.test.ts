/** Before the real server, in a real browser: whole days of the people who use the map. */
import { afterAll, beforeAll } from "vitest";
import { dayScenarios } from "./scenarios/days/all.ts";
import { startWorld } from "./support/world.ts";
import type { World } from "./support/world.ts";

let world: World | undefined;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.stop());

dayScenarios(() => world!);
