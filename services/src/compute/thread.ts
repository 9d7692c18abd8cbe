/** A thread of the pool: keeps what is shared with it, does one task after another. */
import {
  EmbeddedEngine,
  fillRows,
  joinPlaces,
  openWalkNetwork,
  PlaceFinder,
  planNearest,
  planWeighing,
  pointsAlongWays,
  sortJoinedPlaces,
  Weigher,
} from "@quarterhour/isochrones";
import { parentPort } from "node:worker_threads";
import type { LiveScenario } from "../assessment/scenarios/live-scenario.ts";
import { frontageSpacingMeters, isFrontage } from "../assessment/siting/frontage.ts";
import { solvePlaced } from "../assessment/siting/placed-cover.ts";
import { groupPlaces } from "./group-places.ts";
import { homePlaces, homesAround } from "./homes-around.ts";
import { isochroneBody } from "./isochrones.ts";
import { openOutlets } from "./open-outlets.ts";
import { pointTile } from "./point-tile.ts";
import type { ScenarioAnswer, ScenarioQuestion } from "./scenario-data.ts";
import type { FromThread, Shared, SharedOf, TaskName, Tasks, ToThread } from "./tasks.ts";
import { matrixRows, nearOutlets, walkMeters } from "./walks.ts";

const held = new Map<string, Shared>();
/** What was made of a network, and of places joined to it; by id. */
const engines = new Map<string, EmbeddedEngine>();
const preparing = new Map<string, AbortController>();
const finders = new Map<string, PlaceFinder>();
const scenarios = new Map<string, LiveScenario>();
const weighers = new Map<string, Weigher>();

function valueOf<K extends Shared["kind"]>(kind: K, id: string): SharedOf<K>["value"] {
  const found = held.get(id);
  if (found?.kind !== kind) throw new Error(`this thread holds no ${kind} ${id}`);
  return found.value as SharedOf<K>["value"];
}

function engineOf(id: string): EmbeddedEngine {
  let engine = engines.get(id);
  if (engine === undefined) {
    const { bytes, room } = valueOf("network", id);
    engines.set(id, (engine = new EmbeddedEngine(openWalkNetwork(bytes), room)));
    // between tasks, so that nobody waits for the first look at ground
    const dropped = new AbortController();
    preparing.set(id, dropped);
    engine.prepare({}, dropped.signal).catch((error: unknown) => {
      if (!dropped.signal.aborted) throw error;
    });
  }
  return engine;
}

function finderOf(network: string, places: string): PlaceFinder {
  let finder = finders.get(places);
  if (finder === undefined)
    finders.set(places, (finder = new PlaceFinder(engineOf(network), valueOf("places", places))));
  return finder;
}

function weigherOf(id: string): Weigher {
  let weigher = weighers.get(id);
  if (weigher === undefined) weighers.set(id, (weigher = new Weigher(valueOf("weighing", id).plan)));
  return weigher;
}

async function answerScenario({ scenario: id, steps }: ScenarioQuestion): Promise<ScenarioAnswer> {
  // Only the one thread that keeps scenarios needs what they are made of.
  const { openScenario, runScenario } = await import("./scenario-thread.ts");
  let scenario = scenarios.get(id);
  if (scenario === undefined) scenarios.set(id, (scenario = openScenario(valueOf("scenario", id))));
  return runScenario(scenario, steps);
}

type Handlers = { [K in TaskName]: (input: Tasks[K]["input"]) => Tasks[K]["output"] | Promise<Tasks[K]["output"]> };

const handlers: Handlers = {
  async isochrones(question) {
    const { network, city, places, moment, nearest } = question;
    // The library of opening hours is large, and few ask for a moment.
    const openAt = moment === null ? null : (await import("../assessment/opening-hours.ts")).openAt;
    const rows = nearest === null ? null : valueOf("nearest", nearest);
    return isochroneBody(engineOf(network), finderOf(network, places), valueOf("city", city), rows, question, openAt);
  },
  near: (question) =>
    nearOutlets(finderOf(question.network, question.places), valueOf("city", question.city), question),
  homesAround: (question) =>
    homesAround(finderOf(question.network, question.places), valueOf("city", question.city).outletCount, question),
  planNearest: ({ network, city, places, settings, limitMinutes }) =>
    planNearest(
      engineOf(network).network,
      settings,
      openOutlets(valueOf("places", places), valueOf("city", city)),
      limitMinutes,
    ),
  fillNearest({ plan, from, to }) {
    fillRows(plan, from, to);
    return null;
  },
  frontage: ({ network, frontage }) =>
    pointsAlongWays(engineOf(network).network, frontageSpacingMeters, isFrontage(frontage)),
  chooseSites: ({ cover, fixed }) => solvePlaced(cover, fixed),
  planWeighing: ({ network, city, places, settings, limitMinutes, candidates, among }) =>
    planWeighing(
      engineOf(network).network,
      settings,
      homePlaces(valueOf("places", places), valueOf("city", city).outletCount, among),
      candidates,
      limitMinutes,
    ),
  weigh({ weighing, places, extra, sums }) {
    weigherOf(weighing).weigh(places, valueOf("weighing", weighing).weights, extra, sums);
    return null;
  },
  groupPlaces: (input) => groupPlaces(engineOf(input.network), input),
  matrix: (question) => matrixRows(engineOf(question.network), question),
  meters: ({ network, origin, places, settings }) => walkMeters(engineOf(network), origin, places, settings),
  route: ({ network, from, to, settings }) => engineOf(network).routeSync(from, to, settings),
  join({ network, positions, settings, places, from, to }) {
    joinPlaces(engineOf(network), positions, settings, places, from, to);
    return null;
  },
  sort({ network, places }) {
    sortJoinedPlaces(engineOf(network).network, places);
    return null;
  },
  scenario: answerScenario,
  tile: ({ points, z, x, y }) => pointTile(valueOf("points", points), z, x, y),
};

function answer(message: FromThread, output: unknown = null): void {
  parentPort!.postMessage(message, buffersOf(output));
}

/** Buffers that are handed over rather than copied. */
function buffersOf(output: unknown): ArrayBuffer[] {
  if (output instanceof Uint8Array) return output.buffer instanceof ArrayBuffer ? [output.buffer] : [];
  if (output === null || typeof output !== "object") return [];
  const buffers = Object.values(output).flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer] : []));
  return [...new Set(buffers.filter((buffer) => buffer instanceof ArrayBuffer))];
}

async function work(id: number, name: TaskName, input: unknown): Promise<void> {
  try {
    const output = await (handlers[name] as (input: unknown) => unknown)(input);
    answer({ id, output }, output);
  } catch (error) {
    const { name: kind, message, stack } = error as Error;
    answer({ id, error: { name: kind, message, stack } });
  }
}

function drop(id: string): void {
  held.delete(id);
  engines.delete(id);
  preparing.get(id)?.abort();
  preparing.delete(id);
  finders.delete(id);
  scenarios.delete(id);
  weighers.delete(id);
}

async function take(message: ToThread): Promise<void> {
  if ("share" in message) held.set(message.share.id, message.share);
  else if ("forget" in message) drop(message.forget);
  else await work(message.id, message.name, message.input);
}

/** One after another, in the order they came, also where one waits for something. */
let turn: Promise<void> = Promise.resolve();

parentPort!.on("message", (message: ToThread) => {
  turn = turn.then(() => take(message));
});

answer({ ready: true });
