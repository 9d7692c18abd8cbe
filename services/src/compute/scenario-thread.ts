/** The thread's side of scenarios: a table that is edited and taken back, question after question. */
import { LiveReach, openWalkNetwork } from "@quarterhour/isochrones";
import type { Position } from "@quarterhour/isochrones";
import { LiveCoverage } from "../assessment/live-coverage.ts";
import { LiveScenario, StepRefused } from "../assessment/scenarios/live-scenario.ts";
import type { ScenarioStep } from "../assessment/scenarios/live-scenario.ts";
import type { ScenarioAnswer, ScenarioData } from "./scenario-data.ts";
import { stateNames } from "./scenario-states.ts";

/** Seconds for a million homes; needed once. RangeError where another thread has begun to edit the table. */
export function openScenario(data: ScenarioData): LiveScenario {
  if (Atomics.exchange(data.taken, 0, 1) !== 0)
    throw new RangeError("this table was edited by a thread that has ended");
  const { targetLngLat, groupStart, groupItems, groupCount, reach, limitMinutes, settings } = data;
  const targets = positionsOf(targetLngLat);
  const live = new LiveReach(
    openWalkNetwork(data.network),
    {
      origins: positionsOf(data.lngLat),
      targets: {
        positions: targets,
        groups: targets.map((_position, i) => [...groupItems.subarray(groupStart[i], groupStart[i + 1])]),
        groupCount,
      },
      ringMinutes: reach.ringMinutes,
      limitMinutes,
      settings,
    },
    { reach, ...(data.places && { origins: data.places }) },
  );
  const categories = data.ringMinutes.map((ringMinutes, i) => ({ ringMinutes, claimed: data.claimed[i] }));
  return new LiveScenario(live, new LiveCoverage(live.reach, data.households, data.levels, categories));
}

export function runScenario(scenario: LiveScenario, steps: readonly ScenarioStep[]): ScenarioAnswer {
  const began = performance.now();
  try {
    const { changed, areas } = scenario.run(steps);
    return {
      refused: null,
      residence: Uint32Array.from(changed, ({ residence }) => residence),
      category: Uint8Array.from(changed, ({ category }) => category),
      from: Uint8Array.from(changed, ({ from }) => stateNames.indexOf(from)),
      to: Uint8Array.from(changed, ({ to }) => stateNames.indexOf(to)),
      beforeSeconds: Float64Array.from(changed, ({ beforeSeconds }) => beforeSeconds),
      afterSeconds: Float64Array.from(changed, ({ afterSeconds }) => afterSeconds),
      areas,
      milliseconds: performance.now() - began,
    };
  } catch (error) {
    if (error instanceof StepRefused) return { refused: { step: error.step, message: error.message } };
    throw error;
  }
}

function positionsOf(lngLat: Float64Array): Position[] {
  return Array.from({ length: lngLat.length / 2 }, (_, i): Position => [lngLat[i * 2], lngLat[i * 2 + 1]]);
}
