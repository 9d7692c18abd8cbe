/** A city made ready for scenarios: its table in memory that a thread may edit. */
import { categories } from "@quarterhour/data";
import type { GroupReach } from "@quarterhour/isochrones";
import { reachInThreads } from "@quarterhour/isochrones";
import { setImmediate } from "node:timers/promises";
import type { ReachTable } from "../assessment/reach-table.ts";
import { limitMinutes, openOutlets, outletTargets } from "../assessment/reach-table.ts";
import { shared } from "../compute/city-data.ts";
import type { ScenarioData } from "../compute/scenario-data.ts";
import type { ScenarioSource } from "../compute/scenarios.ts";
import type { Outlet } from "../store/store.ts";
import { divide, levels } from "./area-levels.ts";
import type { CityContext } from "./city-context.ts";
import { categoryIds, homesForThreads } from "./city-reach.ts";
import { localTime } from "../china-clock.ts";
import { divideByHours, isStandard, leastMinutes, settingsOf } from "./reach-variants.ts";
import type { Walkers } from "./reach-variants.ts";

/** What edits are about. */
export interface ScenarioGround {
  /** Targets of the table in this order. */
  open: Outlet[];
  targetOf: Map<string, number>;
}

export function scenarioGround(context: CityContext): Promise<ScenarioGround> {
  return context.once("scenario ground", async () => {
    const open = openOutlets(await context.outlets());
    return { open, targetOf: new Map(open.map(({ id }, target) => [id, target])) };
  });
}

export function scenarioSource(context: CityContext, walkers: Walkers): ScenarioSource {
  const { settings, moment } = walkers;
  return {
    city: context.city.id,
    state: context.version,
    walkers: JSON.stringify([settings, moment && localTime(moment)]),
    make: () => makeData(context, walkers),
  };
}

/** Between so many numbers others get a turn. */
const numbersPerTurn = 500_000;

async function makeData(context: CityContext, walkers: Walkers): Promise<ScenarioData> {
  const { moment } = walkers;
  const [engine, { open }, residences, claims] = await Promise.all([
    context.engine(),
    scenarioGround(context),
    context.residences(),
    context.claims(),
  ]);
  const { network } = engine;
  const settings = settingsOf(walkers);
  const targets = outletTargets(open, categoryIds);
  if (moment !== null) await divideByHours(targets, open, moment);
  const homes = residences.map(({ location }) => location);
  const reach = isStandard(walkers)
    ? await exactReach((await context.reach()).table)
    : await reachInThreads(network, homes, targets, [leastMinutes], limitMinutes, {
        settings,
        threads: homes.length < homesForThreads ? 1 : undefined,
      });
  const divided = await Promise.all(levels.map((level) => divide(context, level)));
  const groupStart = new Uint32Array(shared((open.length + 1) * 4));
  targets.groups.forEach((groups, i) => (groupStart[i + 1] = groupStart[i] + groups.length));
  const groupItems = new Uint8Array(shared(groupStart[open.length]));
  targets.groups.forEach((groups, i) => groupItems.set(groups, groupStart[i]));
  const households = new Float64Array(shared(residences.length * 8));
  residences.forEach((residence, row) => (households[row] = residence.households));
  return {
    network: network.bytes,
    settings,
    limitMinutes,
    lngLat: lngLatOf(homes),
    places: await context.compute.joinedHomes(settings),
    households,
    targetLngLat: lngLatOf(targets.positions),
    groupStart,
    groupItems,
    groupCount: targets.groupCount,
    ringMinutes: categories.map(({ ringMinutes }) => ringMinutes),
    claimed: categoryIds.map((id) => {
      if (claims.everywhere.has(id)) return true;
      if (!claims.inParts.has(id)) return false;
      return Uint8Array.from(residences, (_residence, row) => (claims.has(id, row) ? 1 : 0));
    }),
    levels: divided.map(({ areas, areaOf }) => {
      const own = new Int32Array(shared(areaOf.length * 4));
      own.set(areaOf);
      return { areaCount: areas.length, areaOf: own };
    }),
    reach,
    taken: new Int32Array(shared(4)),
  };
}

/**
 * The city's own table as the engine gave it: walks are whole milliseconds, so rounding finds them again in its single
 * floats. Counts within rings are not kept; nobody asks a scenario for them.
 */
async function exactReach(table: ReachTable): Promise<GroupReach> {
  const { nearestSeconds, nearestOutlet, accessMeters, edgeOfDataSeconds, residenceCount } = table;
  const cells = nearestSeconds.length;
  const exact = new Float64Array(shared(cells * 8));
  const nearestTarget = new Int32Array(shared(cells * 4));
  for (let from = 0; from < cells; from += numbersPerTurn) {
    const to = Math.min(cells, from + numbersPerTurn);
    for (let cell = from; cell < to; cell++) exact[cell] = Math.round(nearestSeconds[cell] * 1000) / 1000;
    nearestTarget.set(nearestOutlet.subarray(from, to), from);
    await setImmediate();
  }
  const edge = new Float64Array(shared(residenceCount * 8));
  edgeOfDataSeconds.forEach((seconds, row) => (edge[row] = Math.round(seconds * 1000) / 1000));
  const access = new Float64Array(shared(residenceCount * 8));
  access.set(accessMeters);
  return {
    groupCount: categoryIds.length,
    nearestSeconds: exact,
    nearestTarget,
    within: [new Uint16Array(shared(cells * 2))],
    ringMinutes: [leastMinutes],
    accessMeters: access,
    edgeOfDataSeconds: edge,
  };
}

function lngLatOf(positions: readonly [number, number][]): Float64Array {
  const lngLat = new Float64Array(shared(positions.length * 16));
  positions.forEach((position, i) => lngLat.set(position, i * 2));
  return lngLat;
}
