/** Kept scenarios as the outside sees them: one, a list, and several side by side. */
import { categories } from "@quarterhour/data";
import type { Scenario } from "../store/index.ts";
import type { ComputedScenario } from "./saved-scenario.ts";
import type { ScenarioEdits } from "./schemas/scenario.ts";

const linkTo = (city: string, id: string): string =>
  `/planning?city=${encodeURIComponent(city)}&scenario=${encodeURIComponent(id)}`;

export const unsaved = (edits: ScenarioEdits) => ({
  id: null,
  name: null,
  note: null,
  version: null,
  newest: null,
  link: null,
  edits,
});

export function savedView(city: string, { id, name: named, note: noted, version: number, newest, edits }: Scenario) {
  return {
    id,
    name: named,
    note: noted,
    version: number,
    newest,
    link: linkTo(city, id),
    edits: edits as ScenarioEdits,
  };
}

function countEdits({ outlets = {}, network = {} }: ScenarioEdits): { outlets: number; network: number } {
  const lengthOf = (lists: Record<string, unknown[] | undefined>): number =>
    Object.values(lists).reduce((sum, list) => sum + (list?.length ?? 0), 0);
  return { outlets: lengthOf(outlets), network: lengthOf(network) };
}

export function comparisonOf(compared: readonly { scenario: Scenario; computed: ComputedScenario }[]) {
  const ofCity = compared.map(({ computed }) => {
    const city = computed.effect?.areas.find(({ level }) => level === "city");
    return new Map(city?.categories.map(({ category, before, after }) => [category, { before, after }]));
  });
  const circleNames = new Map(
    compared.flatMap(({ computed }) => computed.effect?.circles.map(({ id, name: named }) => [id, named]) ?? []),
  );
  return {
    scenarios: compared.map(({ scenario, computed }) => {
      const { profile = null, speedKmh = null, at = null } = scenario.edits as ScenarioEdits;
      return {
        id: scenario.id,
        name: scenario.name,
        version: scenario.version,
        profile,
        speedKmh,
        at,
        households: computed.effect?.households ?? null,
        people: computed.effect?.people ?? null,
        problems: computed.problems,
      };
    }),
    categories: categories.flatMap(({ id }) =>
      ofCity.some((cells) => cells.has(id))
        ? [{ category: id, each: ofCity.map((cells) => cells.get(id) ?? null) }]
        : [],
    ),
    circles: [...circleNames].map(([id, named]) => ({
      id,
      name: named,
      each: compared.map(({ computed }) => {
        const circle = computed.effect?.circles.find((each) => each.id === id);
        return circle === undefined ? null : { presence: circle.presence, reach: circle.reach };
      }),
    })),
  };
}

export function listedView(city: string, scenario: Scenario) {
  const { id, name, note, version, at, createdAt, edits } = scenario;
  const counts = countEdits(edits as ScenarioEdits);
  return { id, name, note, version, at, createdAt, link: linkTo(city, id), edits: counts };
}
