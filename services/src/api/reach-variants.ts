/**
 * Reach of all homes for other walkers, speeds and times of day. Each is a search of the whole city, in threads, when
 * first asked for.
 */
import { defaultSettings } from "@quarterhour/isochrones";
import type { GroupReach, WalkSettings } from "@quarterhour/isochrones";
import { setImmediate } from "node:timers/promises";
import type { CoverageTable } from "../assessment/coverage.ts";
import { limitMinutes, openOutlets, outletTargets } from "../assessment/reach-table.ts";
import type { Outlet } from "../store/store.ts";
import type { CityContext } from "./city-context.ts";
import { categoryIds } from "./city-reach.ts";
import { localTime } from "../china-clock.ts";
import type { LongWork, OnStep, Progress } from "./long-work.ts";

/** Who walks how fast, and when; at the standard ones it is the city's own table. */
export interface Walkers {
  settings: WalkSettings;
  /** Outlets that are open then; null: whatever the hour. */
  moment: Date | null;
}

export interface VariantReach {
  table: CoverageTable;
  settings: WalkSettings;
  networkVersion: string;
}

/** Whether it is the city's own table, which is always at hand. */
export function isStandard({ settings, moment }: Walkers): boolean {
  return (
    moment === null &&
    (["profile", "speedKmh", "privateWays"] as const).every((k) => settings[k] === defaultSettings[k])
  );
}

/** Gates that are shut at the moment are not passed. */
export function settingsOf({ settings, moment }: Walkers): WalkSettings {
  return moment === null ? settings : { ...settings, at: localTime(moment) };
}

/** The reach of these walkers, or how far it is where it takes longer than `patienceMilliseconds`. Throws as LongWork. */
export async function reachOf(
  works: LongWork,
  context: CityContext,
  walkers: Walkers,
  patienceMilliseconds: number,
): Promise<{ done: VariantReach } | { working: Progress }> {
  if (isStandard(walkers)) {
    const { table } = await context.reach();
    const { settings, networkVersion } = table.parameters;
    return { done: { table, settings, networkVersion } };
  }
  const { settings, moment } = walkers;
  const key = JSON.stringify(["reach", context.city.id, context.version, settings, moment && localTime(moment)]);
  const work = async (onStep: OnStep, signal: AbortSignal) => {
    const value = await compute(context, walkers, onStep, signal);
    const { nearestSeconds, uncertainSeconds } = value.table;
    return { value, bytes: nearestSeconds.byteLength + (uncertainSeconds?.byteLength ?? 0) };
  };
  return works.get(key, patienceMilliseconds, work, { city: context.city.id, state: context.now.version });
}

async function compute(
  context: CityContext,
  walkers: Walkers,
  onStep: OnStep,
  signal: AbortSignal,
): Promise<VariantReach> {
  onStep("reading the outlets", 0);
  signal.throwIfAborted();
  const [engine, outlets] = await Promise.all([context.engine(), context.outlets()]);
  const { network } = engine;
  const { moment } = walkers;
  const settings = settingsOf(walkers);
  const open = openOutlets(outlets);
  const targets = outletTargets(open, categoryIds);
  if (moment !== null) await divideByHours(targets, open, moment);
  const reach = await context.reachOfHomes(targets, [leastMinutes], limitMinutes, {
    settings,
    onProgress: (done, total) => onStep("walking from all homes", done / total),
    signal,
  });
  return { table: await slimTable(reach, moment !== null), settings, networkVersion: network.version };
}

/** Between so many numbers others get a turn. */
const cellsPerTurn = 500_000;

/** Counts within rings are not asked for, and there is no search without a ring: one that nothing lies in costs nothing. */
export const leastMinutes = 0.001;

/** Outlets that are closed then are in no group, those whose hours nobody knows in a second group of their category. */
export async function divideByHours(
  targets: { groups: number[][]; groupCount: number },
  outlets: readonly Outlet[],
  moment: Date,
): Promise<void> {
  const isOpen = await openThen(outlets, moment);
  for (let i = 0; i < outlets.length; i++) {
    if (isOpen[i] === false) targets.groups[i] = [];
    else if (isOpen[i] === null) targets.groups[i] = targets.groups[i].map((column) => column + categoryIds.length);
  }
  targets.groupCount = categoryIds.length * 2;
}

/** By outlet: open then, closed, or (null) nobody knows. */
export async function openThen(
  outlets: readonly Pick<Outlet, "openingHours" | "attributes">[],
  moment: Date,
): Promise<(boolean | null)[]> {
  // The library of opening hours is large, and few ask for a moment.
  const { openAt } = await import("../assessment/opening-hours.ts");
  const found: (boolean | null)[] = [];
  for (const [i, { openingHours, attributes }] of outlets.entries()) {
    if (i % 500 === 499) await setImmediate();
    found.push(openAt(openingHours ?? (attributes.open24h === true ? "24/7" : null), moment));
  }
  return found;
}

/** Only the seconds, as single floats, rounded up as the city's own table has them. */
async function slimTable(reach: GroupReach, hasTwo: boolean): Promise<CoverageTable> {
  const columns = categoryIds.length;
  const rows = reach.accessMeters.length;
  const { groupCount, nearestSeconds } = reach;
  const parts = [new RoundedUp(rows * columns), ...(hasTwo ? [new RoundedUp(rows * columns)] : [])];
  for (let row = 0, done = 0; row < rows; row++) {
    for (const [part, { set }] of parts.entries()) {
      const from = row * groupCount + part * columns;
      for (let column = 0; column < columns; column++) set(row * columns + column, nearestSeconds[from + column]);
    }
    done += groupCount;
    if (done < cellsPerTurn) continue;
    done = 0;
    await setImmediate();
  }
  const edge = new RoundedUp(rows);
  for (let row = 0; row < rows; row++) edge.set(row, reach.edgeOfDataSeconds[row]);
  return {
    parameters: { limitMinutes },
    categories: categoryIds,
    residenceCount: rows,
    nearestSeconds: parts[0].values,
    ...(hasTwo && { uncertainSeconds: parts[1].values }),
    accessMeters: new Float32Array(reach.accessMeters),
    edgeOfDataSeconds: edge.values,
  };
}

class RoundedUp {
  readonly values: Float32Array;
  readonly set: (index: number, value: number) => void;
  constructor(length: number) {
    const values = new Float32Array(length);
    const bits = new Int32Array(values.buffer);
    this.values = values;
    this.set = (index, value) => {
      values[index] = value;
      if (values[index] < value) bits[index]++;
    };
  }
}
