/** A kept scenario with its figures as they are now, and whether they are others than when it was made. */
import type { FastifyInstance } from "fastify";
import { isDeepStrictEqual } from "node:util";
import type { Scenario } from "../store/index.ts";
import type { CityContext } from "./city-context.ts";
import { Problem } from "./problem.ts";
import { scenarioEffect } from "./scenario-effect.ts";
import type { ScenarioEffect } from "./scenario-effect.ts";
import type { ScenarioEdits } from "./schemas/scenario.ts";

/** What of the city decides the figures, and what they were when the version was new. */
interface ScenarioBase {
  state: string;
  circles: string;
  first: { at: string; households: ScenarioEffect["households"] };
}

export interface ComputedScenario {
  effect: ScenarioEffect | null;
  stale: { since: string; households: ScenarioEffect["households"]; differs: boolean } | null;
  problems: { field: string; message: string }[];
}

type App = Pick<FastifyInstance, "store" | "scenarios" | "longWork">;

/**
 * From the store where nothing has changed since, worked out and kept otherwise. Edits that no longer fit the city are
 * `problems`; whatever else goes wrong is thrown.
 */
export async function computedScenario(
  app: App,
  context: CityContext,
  scenario: Scenario,
  { top, signal }: { top?: number; signal?: AbortSignal } = {},
): Promise<ComputedScenario> {
  const base = (scenario.computed?.base ?? null) as ScenarioBase | null;
  const now = { state: context.version, circles: await circleState(app, context) };
  if (base !== null && top === undefined && base.state === now.state && base.circles === now.circles) {
    const effect = scenario.computed!.result as ScenarioEffect;
    return { effect, stale: staleOf(base.first, effect), problems: [] };
  }
  try {
    const effect = await scenarioEffect(app, context, scenario.edits as ScenarioEdits, { top, signal });
    const first = base?.first ?? { at: new Date().toISOString(), households: effect.households };
    if (top === undefined && scenario.version === scenario.newest) {
      await app.store.noteScenarioResult(context.city.id, scenario.id, scenario.version, effect, { ...now, first });
    }
    return { effect, stale: base === null ? null : staleOf(first, effect, base.state !== now.state), problems: [] };
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 400) throw error;
    const stale = base === null ? null : { since: base.first.at, households: base.first.households, differs: true };
    return { effect: null, stale, problems: error.errors };
  }
}

/** `isOther`: the city is known to have changed; else only what differs tells. */
function staleOf(first: ScenarioBase["first"], effect: ScenarioEffect, isOther = false): ComputedScenario["stale"] {
  const differs = !isDeepStrictEqual(first.households, effect.households);
  return isOther || differs ? { since: first.at, households: first.households, differs } : null;
}

/** Circles are no part of the city's own state. */
async function circleState({ store }: Pick<App, "store">, context: CityContext): Promise<string> {
  const circles = await store.listCircles(context.city.id);
  return circles.map(({ id, version }) => `${id}.${version}`).join();
}
