/** What a scenario changes, in the words of the API: areas, households, homes, circles. */
import { categories } from "@quarterhour/data";
import type { FastifyInstance } from "fastify";
import type { Static } from "typebox";
import { Type } from "typebox";
import type { CoverageTable } from "../assessment/coverage.ts";
import { shownSeconds } from "../assessment/gaps.ts";
import type { StateChanged } from "../assessment/live-coverage.ts";
import { noChanges, stateChange } from "../assessment/state-changes.ts";
import type { StateChange } from "../assessment/state-changes.ts";
import type { ScenarioFound } from "../compute/scenario-data.ts";
import { stateNames } from "../compute/scenario-states.ts";
import type { Residence } from "../store/index.ts";
import { divide, levels } from "./area-levels.ts";
import type { Level } from "./area-levels.ts";
import type { CityContext } from "./city-context.ts";
import { categoryIds } from "./city-reach.ts";
import { aboutOf, knownShareOf, readWalkers } from "./coverage-question.ts";
import type { AskedWalkers } from "./coverage-question.ts";
import type { LongWork } from "./long-work.ts";
import { reachOf, settingsOf } from "./reach-variants.ts";
import { circleEffects } from "./scenario-circles.ts";
import { scenarioGround, scenarioSource } from "./scenario-ground.ts";
import { refusedEdit, stepsOf } from "./scenario-steps.ts";
import type { ScenarioEdits, scenarioFigures } from "./schemas/scenario.ts";

const figures = Type.Object({} as typeof scenarioFigures);
export type ScenarioEffect = Static<typeof figures>;

const formulas = ["coverage.share", "scenario.gain", "scenario.circle-reach"];
/** Homes listed unless more are asked for. */
const standardTop = 50;

interface EffectOptions {
  /** So many homes are listed. */
  top?: number;
  /** Only areas of these. */
  levels?: readonly Level[];
  /** Aborted where nobody waits for it any more. */
  signal?: AbortSignal;
}

/** Throws a Problem naming the edit that cannot be carried out. */
export async function scenarioEffect(
  app: Pick<FastifyInstance, "store" | "scenarios" | "longWork">,
  context: CityContext,
  edits: ScenarioEdits,
  { top = standardTop, levels: told = levels, signal }: EffectOptions = {},
): Promise<ScenarioEffect> {
  const walkers = readWalkers(edits);
  const ground = await scenarioGround(context);
  const steps = await stepsOf(edits, ground, walkers.moment);
  const found = await app.scenarios.run(scenarioSource(context, walkers), steps, signal);
  if (found.refused !== null) throw refusedEdit(found.refused.message);
  const [{ network }, circles, residences, divided] = await Promise.all([
    context.engine(),
    app.store.listCircles(context.city.id),
    context.residences(),
    scenarioLevels(context),
  ]);
  const tableBefore = circles.length === 0 ? null : await tableOf(app.longWork, context, walkers);
  const began = performance.now();
  const changed = changedOf(found);
  const effects =
    tableBefore === null ? [] : await circleEffects(circles, context, ground, edits, changed, tableBefore);
  return {
    areas: areasOf(found, divided).filter(({ level }) => told.includes(level)),
    ...homesOf(changed, residences, top),
    circles: effects,
    notes: notesOf(edits, walkers),
    ...aboutOf(
      context,
      walkers,
      { settings: settingsOf(walkers), networkVersion: network.version },
      formulas,
      knownShareOf(found.areas.flatMap(({ level, after }) => (level === 0 ? after : []))),
    ),
    computeMs: Math.round((found.milliseconds + performance.now() - began) * 10) / 10,
  };
}

/** Of the same walkers, as the city is: what circles are compared with. */
async function tableOf(works: LongWork, context: CityContext, walkers: AskedWalkers): Promise<CoverageTable> {
  const found = await reachOf(works, context, walkers, Infinity);
  if ("working" in found) throw new Error("what is waited for without end is there");
  return found.done.table;
}

type Divided = Awaited<ReturnType<typeof divide>>[];

function scenarioLevels(context: CityContext): Promise<Divided> {
  return context.once("scenario levels", () => Promise.all(levels.map((level) => divide(context, level))));
}

function changedOf(found: ScenarioFound): StateChanged[] {
  return Array.from(found.residence, (residence, i) => ({
    residence,
    category: found.category[i],
    from: stateNames[found.from[i]],
    to: stateNames[found.to[i]],
    beforeSeconds: found.beforeSeconds[i],
    afterSeconds: found.afterSeconds[i],
  }));
}

function areasOf({ areas }: ScenarioFound, divided: Divided): ScenarioEffect["areas"] {
  const rows = new Map<string, ScenarioEffect["areas"][number] & { moved: number }>();
  for (const { level, area, category, before, after } of areas) {
    const key = `${level} ${area}`;
    let row = rows.get(key);
    if (row === undefined) {
      rows.set(key, (row = { level: levels[level], area: divided[level].areas[area], categories: [], moved: 0 }));
    }
    const { id, ringMinutes } = categories[category];
    row.categories.push({ category: id, ringMinutes, before, after });
    row.moved += Math.abs(after.covered - before.covered);
  }
  const levelOf = (row: { level: (typeof levels)[number] }): number => levels.indexOf(row.level);
  return [...rows.values()]
    .sort((a, b) => levelOf(a) - levelOf(b) || b.moved - a.moved)
    .map(({ moved: _moved, categories: cells, ...row }) => ({
      ...row,
      categories: cells.sort((a, b) => categoryIds.indexOf(a.category) - categoryIds.indexOf(b.category)),
    }));
}

type HomeList = ScenarioEffect["residences"]["gain"];

/** Each household once, however many categories change for it. */
function homesOf(
  changed: readonly StateChanged[],
  residences: readonly Residence[],
  top: number,
): Pick<ScenarioEffect, "households" | "people" | "residences"> {
  const byHome = new Map<number, { entry: HomeList[number]; kinds: Set<StateChange> }>();
  for (const { residence, category, from, to, beforeSeconds, afterSeconds } of changed) {
    const change = stateChange(from, to);
    if (change === null) continue;
    let home = byHome.get(residence);
    if (home === undefined) {
      const { id, name, location, households } = residences[residence];
      byHome.set(residence, (home = { entry: { id, name, location, households, categories: [] }, kinds: new Set() }));
    }
    home.kinds.add(change);
    home.entry.categories.push({
      category: categoryIds[category],
      change,
      beforeSeconds: shownSeconds(beforeSeconds),
      afterSeconds: shownSeconds(afterSeconds),
    });
  }
  const sums = noChanges();
  const people: { gain: number | null; lose: number | null } = { gain: 0, lose: 0 };
  const add = (sum: number | null, count: number | null): number | null =>
    sum === null || count === null ? null : sum + count;
  for (const [row, { kinds }] of byHome) {
    const { households, people: persons } = residences[row];
    for (const kind of kinds) sums[kind] += households;
    if (kinds.has("gained")) people.gain = add(people.gain, persons);
    if (kinds.has("lost")) people.lose = add(people.lose, persons);
  }
  const listOf = (sure: StateChange, perhaps: StateChange): HomeList => {
    const homes = [...byHome.values()].filter(({ kinds }) => kinds.has(sure) || kinds.has(perhaps));
    homes.sort(
      (a, b) => Number(b.kinds.has(sure)) - Number(a.kinds.has(sure)) || b.entry.households - a.entry.households,
    );
    return homes.map(({ entry }) => entry);
  };
  const [gain, lose] = [listOf("gained", "newlyKnown"), listOf("lost", "noLongerKnown")];
  return {
    households: { gain: sums.gained, lose: sums.lost, newlyKnown: sums.newlyKnown, noLongerKnown: sums.noLongerKnown },
    people: people.gain === null || people.lose === null ? null : { gain: people.gain, lose: people.lose },
    residences: {
      gain: gain.slice(0, top),
      lose: lose.slice(0, top),
      total: { gain: gain.length, lose: lose.length },
    },
  };
}

function notesOf({ outlets }: ScenarioEdits, { moment }: AskedWalkers): string[] {
  const isAboutHours =
    outlets?.change?.some(({ openingHours }) => openingHours !== undefined) === true ||
    outlets?.add?.some(({ openingHours }) => openingHours !== undefined) === true;
  if (!isAboutHours || moment !== null) return [];
  return ["Opening hours change nothing in figures that are of no time of day: ask with `at`."];
}
