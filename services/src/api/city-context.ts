/**
 * What the routes need of a city, loaded once and kept until the city changes. Everything is loaded when first asked
 * for; requests that come meanwhile wait for the same load.
 */
import type { CategoryId } from "@quarterhour/data";
import { reachInThreads } from "@quarterhour/isochrones";
import type {
  EmbeddedEngine,
  GroupedTargets,
  GroupReach,
  Position,
  WalkNetwork,
  WalkSettings,
} from "@quarterhour/isochrones";
import { Claims } from "../assessment/claims.ts";
import type { ReachParameters } from "../assessment/reach-table.ts";
import { CityCompute } from "../compute/city-compute.ts";
import type { HomesJoined } from "../compute/city-compute.ts";
import type { ComputePool } from "../compute/pool.ts";
import type { SharedOf } from "../compute/tasks.ts";
import type { ReachWorkers, RunOptions } from "../jobs/reach-workers.ts";
import { AreaIndex } from "../store/polygons.ts";
import type { Area, AreaLevel, City, Outlet, Residence, Store } from "../store/store.ts";
import { homesForThreads, reachNow, reachWith } from "./city-reach.ts";
import type { CityReach, Log } from "./city-reach.ts";

export interface CityNetwork {
  network: WalkNetwork;
  engine: EmbeddedEngine;
  /** The same bytes, for threads. */
  shared: SharedOf<"network">;
}

/** What a context reads from and computes with. */
interface Sources {
  store: Store;
  network: () => Promise<CityNetwork>;
  log: Log;
  pool: ComputePool;
  /** null where there are none to be asked. */
  workers: ReachWorkers | null;
  /** Does one thing after another. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Names of what no change of outlets alters: a million homes take seconds to read. */
const ofHomes = ["residences", "areas", "areas by place"];

/** One state of one city: as it is, or with its outlets as they were on a day. */
export class CityContext {
  readonly city: City;
  /** Changes whenever an answer about the city may change. */
  readonly version: string;
  /** The day of the outlets and claims, ISO 8601; null: as they are. Everything else is as it is now. */
  readonly date: string | null;
  /** The city as it is: itself, or what a past day was made of. */
  readonly now: CityContext;
  /** Whatever searches, or takes more than a moment: done by threads. */
  readonly compute: CityCompute;
  /** Of a past day's reach table, once there is one; 0 where it is the same as today's. */
  ownCells = 0;
  /** Loads or computes a value on first use and keeps it; a failed load is tried again by the next request. */
  readonly #loads = new Map<string, Promise<unknown>>();
  /** What values kept by `latest` were made of. */
  readonly #states = new Map<string, string>();
  readonly #sources: Sources;
  readonly #homesJoined: Map<string, HomesJoined>;

  constructor(
    sources: Sources,
    city: City,
    version: string,
    { day, alike }: { day?: { date: string; now: CityContext }; alike?: CityContext } = {},
  ) {
    this.#sources = sources;
    this.city = city;
    this.version = version;
    this.date = day?.date ?? null;
    this.now = day?.now ?? this;
    if (alike !== undefined) this.#takeOver(alike);
    const sameHomes = alike ?? day?.now;
    this.#homesJoined = sameHomes === undefined ? new Map() : sameHomes.#homesJoined;
    this.compute = new CityCompute(sources.pool, {
      id: `${city.id} ${version}`,
      network: sources.network,
      outlets: () => this.outlets(),
      residences: () => this.residences(),
      homesJoined: this.#homesJoined,
    });
  }

  /** What was read of the homes; what fails to be read is tried again here as there. */
  #takeOver(alike: CityContext): void {
    for (const name of ofHomes) {
      const known = alike.#loads.get(name);
      if (known !== undefined) void this.once(name, () => known).catch(() => {});
    }
  }

  /** The same with the outlets of a day, ISO 8601. */
  on(date: string): CityContext {
    return new CityContext(this.#sources, this.city, `${this.version}~${date}`, { day: { date, now: this } });
  }

  /** Keeps what `load` gives under a name, for as long as this state of the city lasts. */
  once<T>(name: string, load: () => Promise<T>): Promise<T> {
    const known = this.#loads.get(name);
    if (known !== undefined) return known as Promise<T>;
    const loading = load();
    this.#loads.set(name, loading);
    loading.catch(() => {
      if (this.#loads.get(name) === loading) this.#loads.delete(name);
    });
    return loading;
  }

  /** As `once`, for what also depends on something that is no part of the city's state: kept until that is another. */
  latest<T>(name: string, state: string, load: () => Promise<T>): Promise<T> {
    if (this.#states.get(name) !== state) this.#loads.delete(name);
    this.#states.set(name, state);
    return this.once(name, load);
  }

  /** For what is quick: a search on the event loop keeps everyone waiting. */
  async engine(): Promise<EmbeddedEngine> {
    return (await this.#sources.network()).engine;
  }

  /** All of them, whatever their status, by id. */
  outlets(): Promise<Outlet[]> {
    const { store } = this.#sources;
    return this.once("outlets", () =>
      this.date === null ? store.allOutlets(this.city.id) : store.outletsOn(this.city.id, this.date),
    );
  }

  residences(): Promise<Residence[]> {
    return this.now.once("residences", () => this.#sources.store.allResidences(this.city.id));
  }

  areas(): Promise<Area[]> {
    return this.now.once("areas", () => this.#sources.store.listAreas(this.city.id));
  }

  /** What somebody vouches for, or did on that day, by residence. */
  claims(): Promise<Claims> {
    return this.once("claims", async () => {
      const { store } = this.#sources;
      const said = this.date === null ? store.listClaims(this.city.id) : store.claimsOn(this.city.id, this.date);
      const [claims, residences] = await Promise.all([said, this.residences()]);
      return new Claims(claims, residences);
    });
  }

  /** Categories claimed where a place lies; the areas that hold it are found as those of residences are. */
  async claimedAt(position: Position): Promise<ReadonlySet<CategoryId>> {
    const claims = await this.claims();
    if (claims.inParts.size === 0) return claims.everywhere;
    const index = await this.now.once("areas by place", async () => {
      const areas = await this.areas();
      const ofLevel = (level: AreaLevel) => new AreaIndex(areas.filter((area) => area.level === level));
      return { district: ofLevel("district"), street: ofLevel("street"), community: ofLevel("community") };
    });
    const idAt = (level: AreaLevel) => index[level].find(position)?.id ?? null;
    return claims.within({ district: idAt("district"), street: idAt("street"), community: idAt("community") });
  }

  /** null where the city has no basemap. */
  async basemapVersion(): Promise<string | null> {
    const artifacts = await this.#sources.store.listArtifacts(this.city.id);
    const latest = artifacts
      .filter(({ kind }) => kind === "basemap")
      .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0];
    return latest?.version ?? null;
  }

  /** GeoJSON by layer, or null where the city has no basemap. */
  async basemapBytes(): Promise<{ bytes: Uint8Array; version: string } | null> {
    const version = await this.basemapVersion();
    if (version === null) return null;
    const bytes = await this.#sources.store.getArtifact({ city: this.city.id, kind: "basemap", version });
    return bytes === null ? null : { bytes, version };
  }

  /** Of all homes of the city, whoever computes it: workers where there are any, else threads here, to the same bit. */
  async reachOfHomes(
    targets: GroupedTargets,
    ringMinutes: number[],
    limitMinutes: number,
    options: RunOptions & { settings: WalkSettings },
  ): Promise<GroupReach> {
    const [{ network }, residences] = await Promise.all([this.#sources.network(), this.residences()]);
    const { workers } = this.#sources;
    const byWorkers = await workers?.compute(
      {
        city: this.city.id,
        networkVersion: network.version,
        homes: residences.map(({ location, areas }) => ({ location, district: areas.district })),
        targets,
        ringMinutes,
        limitMinutes,
        settings: options.settings,
      },
      options,
    );
    if (byWorkers) return byWorkers;
    const homes = residences.map(({ location }) => location);
    const threads = homes.length < homesForThreads ? 1 : undefined;
    return reachInThreads(network, homes, targets, ringMinutes, limitMinutes, { ...options, threads });
  }

  /** The reach table at the standard settings. */
  reach(): Promise<CityReach> {
    return this.once("reach", async () => {
      const { store, log, inTurn } = this.#sources;
      const [{ network }, outlets, residences] = await Promise.all([
        this.#sources.network(),
        this.outlets(),
        this.residences(),
      ]);
      const { id } = this.city;
      const search = (targets: GroupedTargets, { ringMinutes, limitMinutes, settings }: ReachParameters) =>
        this.reachOfHomes(targets, ringMinutes, limitMinutes, { settings });
      if (this.date === null) return reachNow(store, id, network.version, outlets, residences, search, log);
      const now = await this.now.reach();
      const then = await inTurn(() => reachWith(now, outlets, search));
      this.ownCells = then.table === now.table ? 0 : then.table.nearestSeconds.length;
      return then;
    });
  }
}
