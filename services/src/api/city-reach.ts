/** The reach table of a city: of its outlets as they are, kept in the store, or as they were on a day, kept in memory. */
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import { defaultSettings, reachInThreads } from "@quarterhour/isochrones";
import type { GroupedTargets, GroupReach, WalkNetwork } from "@quarterhour/isochrones";
import { readReachFile, writeReachFile } from "../assessment/reach-file.ts";
import { reachWithOutlets } from "../assessment/reach-of-others.ts";
import { openOutlets, outletTargets, reachParameters, reachTableOf, reachVersion } from "../assessment/reach-table.ts";
import type { ReachParameters, ReachTable } from "../assessment/reach-table.ts";
import { StoreUnavailable } from "../store/index.ts";
import type { Outlet, Residence, Store } from "../store/store.ts";

/** All 50 in policy order: the columns of every table. */
export const categoryIds: CategoryId[] = categories.map(({ id }) => id);

/** A reach table with what its rows and outlet indices mean. */
export interface CityReach {
  table: ReachTable;
  residences: Residence[];
  /** `nearestOutlet` of the table counts through these. */
  open: Outlet[];
  /** Row of the table by residence id. */
  rowOf: Map<string, number>;
}

/** Where routes report what went wrong without failing for it. */
export interface Log {
  warn(details: object, message: string): void;
}

/** Reach of all homes of a city. */
type Search = (targets: GroupedTargets, parameters: ReachParameters) => Promise<GroupReach>;

/** The reach table at the standard settings, from the store where it has it, computed and stored otherwise. */
export async function reachNow(
  store: Store,
  city: string,
  networkVersion: string,
  outlets: readonly Outlet[],
  residences: Residence[],
  searchCity: Search,
  log: Log,
): Promise<CityReach> {
  const open = openOutlets(outlets);
  const rowOf = new Map(residences.map(({ id }, row) => [id, row]));
  const parameters = reachParameters(networkVersion, open, residences, defaultSettings);
  const version = reachVersion(parameters, categoryIds);
  const key = { city, kind: "reach", version };
  try {
    const stored = await store.getArtifact(key);
    if (stored !== null) return { table: readReachFile(stored), residences, open, rowOf };
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    log.warn({ err: error, city }, "the stored reach table cannot be read: computing it anew");
  }
  const reach = await searchCity(outletTargets(open, categoryIds), parameters);
  const table = reachTableOf(parameters, categoryIds, reach);
  // Losing this write only costs computing the table again.
  await store
    .putArtifact(key, writeReachFile(table))
    .then(() => store.deleteArtifacts(city, "reach", version))
    .catch((error: unknown) => log.warn({ err: error, city }, "the reach table could not be stored"));
  return { table, residences, open, rowOf };
}

/** The same homes with the outlets of another day. */
export async function reachWith(now: CityReach, outlets: readonly Outlet[], searchCity: Search): Promise<CityReach> {
  const open = openOutlets(outlets);
  const table = await reachWithOutlets(now.table, now.open, open, (targets) =>
    searchCity(targets, now.table.parameters),
  );
  return { ...now, table, open };
}

/** With fewer homes than this, one thread has answered before a second has started. */
export const homesForThreads = 20_000;

/** In threads of their own, so that a large city does not hold up the requests of others. */
export function search(
  network: WalkNetwork,
  residences: readonly Residence[],
  targets: GroupedTargets,
  { ringMinutes, limitMinutes, settings }: ReachParameters,
): Promise<GroupReach> {
  const homes = residences.map(({ location }) => location);
  const threads = homes.length < homesForThreads ? 1 : undefined;
  return reachInThreads(network, homes, targets, ringMinutes, limitMinutes, { settings, threads });
}
