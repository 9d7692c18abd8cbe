/**
 * The reach table: one cell per residence and category, with the walking seconds to the nearest open outlet, which
 * outlet that is, and how many lie within 5, 10 and 15 minutes. Everything a planner asks is a fold over it.
 */
import type { CategoryId } from "@quarterhour/data";
import type { GroupedTargets, GroupReach, Position, WalkSettings } from "@quarterhour/isochrones";
import { createHash } from "node:crypto";
import { programVersion } from "../program-version.ts";

/** Rings that are counted, in minutes. */
export const ringMinutes: readonly number[] = [5, 10, 15];

/** How far the search for the nearest outlet goes, in minutes; beyond it an outlet is "not found within the limit". */
export const limitMinutes = 30;

/** What made a table. Equal parameters give equal bytes. */
export interface ReachParameters {
  networkVersion: string;
  /** Hash of the open outlets: ids, places, categories. */
  outletsVersion: string;
  /** Hash of the residences: ids and places, in order. */
  residencesVersion: string;
  settings: WalkSettings;
  ringMinutes: number[];
  limitMinutes: number;
}

export interface ReachTable {
  parameters: ReachParameters;
  /** Columns, in this order: cell = residence * categories.length + column. */
  categories: CategoryId[];
  residenceCount: number;
  /** Infinity where none is reached within the limit. */
  nearestSeconds: Float32Array;
  /** Index among the open outlets handed in, -1 where none. */
  nearestOutlet: Int32Array;
  /** Outlets within each of `parameters.ringMinutes`; 65,535 stands for that many or more. */
  within: Uint16Array[];
  /** Metres from each door to the network; NaN where no walkable way is near. */
  accessMeters: Float32Array;
  /** Seconds until the map data ends; Infinity where that is beyond the limit. */
  edgeOfDataSeconds: Float32Array;
}

/** What the table needs to know of an outlet. */
export interface ReachOutlet {
  id: string;
  location: Position;
  status: string;
  services: readonly { category: CategoryId }[];
}

export interface ReachResidence {
  id: string;
  location: Position;
}

/** Fills the table: the engine's `reachByGroup`, or several threads. */
export type ReachByGroup = (
  origins: Position[],
  targets: GroupedTargets,
  ringMinutes: number[],
  limitMinutes: number,
  settings: WalkSettings,
) => GroupReach | Promise<GroupReach>;

/** Outlets that count: those that are open today, not planned or closed ones. Keeps the order. */
export function openOutlets<T extends Pick<ReachOutlet, "status">>(outlets: readonly T[]): T[] {
  return outlets.filter((outlet) => outlet.status === "open");
}

/** Outlets as targets for the engine, one group per category in the given order. */
export function outletTargets(
  outlets: readonly Pick<ReachOutlet, "location" | "services">[],
  categories: readonly CategoryId[],
): GroupedTargets {
  const columnOf = new Map(categories.map((category, column) => [category, column]));
  return {
    positions: outlets.map((outlet) => outlet.location),
    groups: outlets.map((outlet) => {
      const columns = new Set<number>();
      for (const service of outlet.services) {
        const column = columnOf.get(service.category);
        if (column !== undefined) columns.add(column);
      }
      return [...columns].sort((a, b) => a - b);
    }),
    groupCount: categories.length,
  };
}

/** Hash of what in the outlets decides a table. */
export function outletsVersion(outlets: readonly ReachOutlet[]): string {
  const hash = createHash("sha256");
  for (const outlet of outlets) {
    const services = [...new Set(outlet.services.map((service) => service.category))].sort();
    hash.update(JSON.stringify([outlet.id, outlet.location, services]));
  }
  return hash.digest("hex").slice(0, 32);
}

/** Hash of what in the residences decides a table. */
function residencesVersion(residences: readonly ReachResidence[]): string {
  const hash = createHash("sha256");
  for (const residence of residences) hash.update(JSON.stringify([residence.id, residence.location]));
  return hash.digest("hex").slice(0, 32);
}

/** The parameters of the table for these outlets (open ones only) and residences. */
export function reachParameters(
  networkVersion: string,
  open: readonly ReachOutlet[],
  residences: readonly ReachResidence[],
  settings: WalkSettings,
): ReachParameters {
  return {
    networkVersion,
    outletsVersion: outletsVersion(open),
    residencesVersion: residencesVersion(residences),
    settings: {
      profile: settings.profile,
      speedKmh: settings.speedKmh,
      privateWays: settings.privateWays,
      direction: settings.direction,
    },
    ringMinutes: [...ringMinutes],
    limitMinutes,
  };
}

/** Short name of the parameters and of the program, for keys of stored tables: another program may walk otherwise. */
export function reachVersion(parameters: ReachParameters, categories: readonly CategoryId[]): string {
  return createHash("sha256")
    .update(JSON.stringify([programVersion(), parameters, categories]))
    .digest("hex")
    .slice(0, 32);
}

/** Takes over what the engine answered. Throws RangeError where its shape does not fit. */
export function reachTableOf(
  parameters: ReachParameters,
  categories: readonly CategoryId[],
  reach: GroupReach,
): ReachTable {
  const residenceCount = reach.accessMeters.length;
  const cells = residenceCount * categories.length;
  if (reach.groupCount !== categories.length || reach.nearestSeconds.length !== cells) {
    throw new RangeError(
      `reach has ${reach.nearestSeconds.length} cells in ${reach.groupCount} groups, expected ${cells} in ${categories.length}`,
    );
  }
  return {
    parameters,
    categories: [...categories],
    residenceCount,
    nearestSeconds: roundedUp(reach.nearestSeconds),
    nearestOutlet: reach.nearestTarget,
    within: reach.within,
    accessMeters: new Float32Array(reach.accessMeters),
    edgeOfDataSeconds: roundedUp(reach.edgeOfDataSeconds),
  };
}

/** Computes the table. `open` are the outlets that count, in the order that `nearestOutlet` then refers to. */
export async function buildReachTable(
  reachByGroup: ReachByGroup,
  networkVersion: string,
  open: readonly ReachOutlet[],
  residences: readonly ReachResidence[],
  categories: readonly CategoryId[],
  settings: WalkSettings,
): Promise<ReachTable> {
  const parameters = reachParameters(networkVersion, open, residences, settings);
  const reach = await reachByGroup(
    residences.map((residence) => residence.location),
    outletTargets(open, categories),
    parameters.ringMinutes,
    parameters.limitMinutes,
    settings,
  );
  return reachTableOf(parameters, categories, reach);
}

/**
 * Doubles as single floats, rounded up where they do not fit: whole seconds are exact in both, so a time stays on the
 * same side of every ring.
 */
function roundedUp(values: Float64Array): Float32Array {
  // not Float32Array.from, which first makes a list of all numbers
  const rounded = new Float32Array(values);
  const bits = new Int32Array(rounded.buffer);
  for (let i = 0; i < values.length; i++) if (rounded[i] < values[i]) bits[i]++;
  return rounded;
}
