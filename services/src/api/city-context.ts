/**
 * What the routes need of a city, loaded once and kept until the city changes. Everything is loaded when first asked
 * for; requests that come meanwhile wait for the same load.
 */
import type { CategoryId } from "@quarterhour/data";
import {
  EmbeddedEngine,
  NetworkFileError,
  openWalkNetwork,
  roomForGround,
  reachInThreads,
} from "@quarterhour/isochrones";
import type { GroupedTargets, GroupReach, Position, WalkNetwork, WalkSettings } from "@quarterhour/isochrones";
import { Claims } from "../assessment/claims.ts";
import type { ReachParameters } from "../assessment/reach-table.ts";
import { CityCompute } from "../compute/city-compute.ts";
import type { HomesJoined } from "../compute/city-compute.ts";
import type { ComputePool } from "../compute/pool.ts";
import type { SharedOf } from "../compute/tasks.ts";
import type { ReachWorkers, RunOptions } from "../jobs/reach-workers.ts";
import { programVersion } from "../program-version.ts";
import { AreaIndex } from "../store/polygons.ts";
import type { Area, AreaLevel, City, Outlet, Residence, Store } from "../store/store.ts";
import { homesForThreads, reachNow, reachWith } from "./city-reach.ts";
import type { CityReach, Log } from "./city-reach.ts";
import { PastDays } from "./past-days.ts";
import { Problem } from "./problem.ts";

interface CityNetwork {
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

/** Where other processes may write too, a city is looked up anew after so many milliseconds. */
const freshMilliseconds = 200;

/** What was found when a city was last looked up. */
interface Known {
  context: CityContext;
  /** The same for as long as homes and areas are. */
  homes: string;
  /** `store.localChanges()` before the look-up. */
  changes: number;
  /** `performance.now()` before the look-up. */
  lookedUpAt: number;
}

/** The cities of a store, each kept at its newest state. */
export class CityContexts {
  readonly #store: Store;
  readonly #log: Log;
  readonly #pool: ComputePool;
  readonly #workers: ReachWorkers | null;
  readonly #known = new Map<string, Known>();
  /** Look-ups under way, which those join who ask for the same state. */
  readonly #lookUps = new Map<string, { changes: number; found: Promise<CityContext> }>();
  readonly #networks = new Map<string, { version: string; loading: Promise<CityNetwork> }>();
  readonly #days = new PastDays();
  /** Ends when the last of what is done one after another is done. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: Store, log: Log, pool: ComputePool, workers: ReachWorkers | null = null) {
    this.#store = store;
    this.#log = log;
    this.#pool = pool;
    this.#workers = workers;
  }

  /**
   * The city as it is now, or with its outlets as they were on a day, ISO 8601; what other processes wrote may take
   * 0.2 s to be seen. Throws a 404 Problem naming the cities there are.
   */
  async get(id: string, date?: string): Promise<CityContext> {
    const now = await this.#now(id);
    return date === undefined ? now : this.#days.get(now, date);
  }

  /** Two days of the same state of the city. Throws as `get`. */
  async getDays(id: string, from: string, to: string): Promise<[CityContext, CityContext]> {
    const now = await this.#now(id);
    return [this.#days.get(now, from), this.#days.get(now, to)];
  }

  async #now(id: string): Promise<CityContext> {
    const changes = this.#store.localChanges();
    const known = this.#known.get(id);
    if (known?.changes === changes) {
      // Nobody else can write to the embedded store.
      if (this.#store.kind === "embedded" || performance.now() - known.lookedUpAt < freshMilliseconds) {
        return known.context;
      }
    }
    const underWay = this.#lookUps.get(id);
    if (underWay?.changes === changes) return underWay.found;
    const found = this.#lookUp(id, changes);
    this.#lookUps.set(id, { changes, found });
    try {
      return await found;
    } finally {
      if (this.#lookUps.get(id)?.found === found) this.#lookUps.delete(id);
    }
  }

  async #lookUp(id: string, changes: number): Promise<CityContext> {
    const lookedUpAt = performance.now();
    const city = await this.#store.getCity(id);
    if (city === null) {
      this.#forget(id);
      const ids = (await this.#store.listCities()).map((known) => known.id);
      const hint = ids.length > 0 ? `Cities: ${ids.join(", ")}.` : "There are no cities yet.";
      throw new Problem(404, `There is no city "${id}". ${hint}`);
    }
    const { all, besidesOutlets } = await this.#store.revisions(id);
    const network = (city.networkVersion ?? "none").slice(0, 12);
    // that of the program too: browsers keep tiles for a year, and another program makes other tiles
    const besides = `${Date.parse(city.updatedAt).toString(36)}-${network}-${programVersion()}`;
    const version = `${all}-${besides}`;
    const homes = `${besidesOutlets}-${besides}`;
    const known = this.#known.get(id);
    // A look-up begun later may have ended sooner.
    if (known !== undefined && known.lookedUpAt > lookedUpAt) return known.context;
    let context = known?.context;
    if (context?.version !== version) {
      context?.compute.release();
      this.#days.drop(id);
      const networkOf = () => this.#network(city);
      const inTurn = <T>(work: () => Promise<T>) => this.#inTurn(work);
      const sources = {
        store: this.#store,
        network: networkOf,
        log: this.#log,
        pool: this.#pool,
        workers: this.#workers,
        inTurn,
      };
      context = new CityContext(sources, city, version, { alike: known?.homes === homes ? context : undefined });
    }
    this.#known.set(id, { context, homes, changes, lookedUpAt });
    return context;
  }

  /** Nothing is kept of a city that was removed. */
  #forget(id: string): void {
    this.#known.get(id)?.context.compute.release();
    this.#known.delete(id);
    this.#days.drop(id);
    this.#releaseNetwork(id);
  }

  /** Tables of several days at once would only be in each other's way. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  #releaseNetwork(id: string): void {
    const old = this.#networks.get(id);
    this.#networks.delete(id);
    void old?.loading.then(({ shared }) => this.#pool.release(shared.id)).catch(() => {});
  }

  /** Networks outlive changes of outlets: they are the largest part and change only with the map. */
  #network(city: City): Promise<CityNetwork> {
    const version = city.networkVersion;
    if (version === null) {
      throw new Problem(503, `The city ${city.id} has no walking network yet; "quarterhour city add" makes it.`);
    }
    const known = this.#networks.get(city.id);
    if (known?.version === version) return known.loading;
    this.#releaseNetwork(city.id);
    const loading = this.#store.getArtifact({ city: city.id, kind: "network", version }).then((bytes) => {
      if (bytes === null) {
        throw new Problem(
          503,
          `The walking network of ${city.id} is not in the store; "quarterhour city add" makes it.`,
        );
      }
      const network = openStored(inSharedMemory(bytes), city.id);
      return {
        network,
        engine: new EmbeddedEngine(network),
        shared: {
          kind: "network" as const,
          id: `network ${city.id} ${version}`,
          value: { bytes: network.bytes, room: roomForGround(network) },
        },
      };
    });
    this.#networks.set(city.id, { version, loading });
    loading.catch(() => this.#networks.delete(city.id));
    return loading;
  }
}

/** One copy serves all threads. */
function inSharedMemory(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  shared.set(bytes);
  return shared;
}

/** A network that another version of this program stored may be of a form that this one does not read. */
function openStored(bytes: Uint8Array, city: string): WalkNetwork {
  try {
    return openWalkNetwork(bytes);
  } catch (error) {
    if (!(error instanceof NetworkFileError)) throw error;
    throw new Problem(503, `${error.message} ("quarterhour city update ${city} --osm FILE" does.)`);
  }
}
