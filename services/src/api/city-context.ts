/**
 * What the routes need of a city, loaded once and kept until the city changes. Everything is loaded when first asked
 * for; requests that come meanwhile wait for the same load.
 */
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import {
  defaultSettings,
  EmbeddedEngine,
  NetworkFileError,
  openWalkNetwork,
  reachInThreads,
} from "@quarterhour/isochrones";
import type { WalkNetwork } from "@quarterhour/isochrones";
import { readReachFile, writeReachFile } from "../assessment/reach-file.ts";
import { openOutlets, outletTargets, reachParameters, reachTableOf, reachVersion } from "../assessment/reach-table.ts";
import type { ReachTable } from "../assessment/reach-table.ts";
import { CityCompute } from "../compute/city-compute.ts";
import type { ComputePool } from "../compute/pool.ts";
import type { SharedOf } from "../compute/tasks.ts";
import type { Area, City, Outlet, Residence, Store } from "../store/store.ts";
import { Problem } from "./problem.ts";

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

interface CityNetwork {
  network: WalkNetwork;
  engine: EmbeddedEngine;
  /** The same bytes, for threads. */
  shared: SharedOf<"network">;
}

/** One state of one city. */
export class CityContext {
  readonly city: City;
  /** Changes whenever an answer about the city may change. */
  readonly version: string;
  /** Whatever searches, or takes more than a moment: done by threads. */
  readonly compute: CityCompute;
  /** Loads or computes a value on first use and keeps it; a failed load is tried again by the next request. */
  readonly #loads = new Map<string, Promise<unknown>>();
  readonly #store: Store;
  readonly #network: () => Promise<CityNetwork>;
  readonly #log: Log;

  constructor(
    store: Store,
    city: City,
    version: string,
    network: () => Promise<CityNetwork>,
    log: Log,
    pool: ComputePool,
  ) {
    this.#store = store;
    this.city = city;
    this.version = version;
    this.#network = network;
    this.#log = log;
    this.compute = new CityCompute(pool, {
      id: `${city.id} ${version}`,
      network,
      outlets: () => this.outlets(),
      residences: () => this.residences(),
    });
  }

  /** Keeps what `load` gives under a name, for as long as this state of the city lasts. */
  once<T>(name: string, load: () => Promise<T>): Promise<T> {
    const known = this.#loads.get(name);
    if (known !== undefined) return known as Promise<T>;
    const loading = load();
    this.#loads.set(name, loading);
    loading.catch(() => this.#loads.delete(name));
    return loading;
  }

  /** For what is quick: a search on the event loop keeps everyone waiting. */
  async engine(): Promise<EmbeddedEngine> {
    return (await this.#network()).engine;
  }

  /** All of them, whatever their status, in a stable order. */
  outlets(): Promise<Outlet[]> {
    return this.once("outlets", () => this.#store.allOutlets(this.city.id));
  }

  residences(): Promise<Residence[]> {
    return this.once("residences", () => this.#store.allResidences(this.city.id));
  }

  areas(): Promise<Area[]> {
    return this.once("areas", () => this.#store.listAreas(this.city.id));
  }

  /** Categories of which somebody vouches that all outlets are in the data. */
  claimed(): Promise<ReadonlySet<CategoryId>> {
    return this.once(
      "claims",
      async () =>
        new Set(
          (await this.#store.listClaims(this.city.id)).flatMap(({ category, area }) => (area === null ? category : [])),
        ),
    );
  }

  /** GeoJSON by layer, or null where the city has no basemap. */
  async basemapBytes(): Promise<{ bytes: Uint8Array; version: string } | null> {
    const artifacts = await this.#store.listArtifacts(this.city.id);
    const latest = artifacts
      .filter(({ kind }) => kind === "basemap")
      .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0];
    if (latest === undefined) return null;
    const bytes = await this.#store.getArtifact({ city: this.city.id, kind: "basemap", version: latest.version });
    return bytes === null ? null : { bytes, version: latest.version };
  }

  /** The reach table at the standard settings, from the store where it has it, computed and stored otherwise. */
  reach(): Promise<CityReach> {
    return this.once("reach", async () => {
      const [{ network }, outlets, residences] = await Promise.all([
        this.#network(),
        this.outlets(),
        this.residences(),
      ]);
      const open = openOutlets(outlets);
      const rowOf = new Map(residences.map(({ id }, row) => [id, row]));
      const parameters = reachParameters(network.version, open, residences, defaultSettings);
      const version = reachVersion(parameters, categoryIds);
      const key = { city: this.city.id, kind: "reach", version };
      const stored = await this.#store.getArtifact(key);
      if (stored !== null) {
        try {
          return { table: readReachFile(stored), residences, open, rowOf };
        } catch (error) {
          this.#log.warn(
            { err: error, city: this.city.id },
            "the stored reach table cannot be read: computing it anew",
          );
        }
      }
      // In threads of their own, so that a large city does not hold up the requests of others.
      const reach = await reachInThreads(
        network,
        residences.map(({ location }) => location),
        outletTargets(open, categoryIds),
        parameters.ringMinutes,
        parameters.limitMinutes,
        { settings: parameters.settings },
      );
      const table = reachTableOf(parameters, categoryIds, reach);
      // Losing this write only costs computing the table again.
      await this.#store
        .putArtifact(key, writeReachFile(table))
        .then(() => this.#store.deleteArtifacts(this.city.id, "reach", version))
        .catch((error: unknown) => {
          this.#log.warn({ err: error, city: this.city.id }, "the reach table could not be stored");
        });
      return { table, residences, open, rowOf };
    });
  }
}

/** Where other processes may write too, a city is looked up anew after so many milliseconds. */
const freshMilliseconds = 200;

/** What was found when a city was last looked up. */
interface Known {
  context: CityContext;
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
  readonly #known = new Map<string, Known>();
  /** Look-ups under way, which those join who ask for the same state. */
  readonly #lookUps = new Map<string, { changes: number; found: Promise<CityContext> }>();
  readonly #networks = new Map<string, { version: string; loading: Promise<CityNetwork> }>();

  constructor(store: Store, log: Log, pool: ComputePool) {
    this.#store = store;
    this.#log = log;
    this.#pool = pool;
  }

  /**
   * The city as it is now; what other processes wrote may take 0.2 s to be seen. Throws a 404 Problem naming the cities
   * there are.
   */
  async get(id: string): Promise<CityContext> {
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
    const revision = await this.#store.revision(id);
    const version = `${revision}-${Date.parse(city.updatedAt).toString(36)}-${(city.networkVersion ?? "none").slice(0, 12)}`;
    const known = this.#known.get(id);
    // A look-up begun later may have ended sooner.
    if (known !== undefined && known.lookedUpAt > lookedUpAt) return known.context;
    let context = known?.context;
    if (context?.version !== version) {
      context?.compute.release();
      context = new CityContext(this.#store, city, version, () => this.#network(city), this.#log, this.#pool);
    }
    this.#known.set(id, { context, changes, lookedUpAt });
    return context;
  }

  /** Nothing is kept of a city that was removed. */
  #forget(id: string): void {
    this.#known.get(id)?.context.compute.release();
    this.#known.delete(id);
    this.#releaseNetwork(id);
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
        shared: { kind: "network" as const, id: `network ${city.id} ${version}`, value: network.bytes },
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
