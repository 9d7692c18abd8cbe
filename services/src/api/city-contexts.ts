/** Which state of each city is the newest: looked up when something may have changed, and its network opened once. */
import { EmbeddedEngine, NetworkFileError, openWalkNetwork, roomForGround } from "@quarterhour/isochrones";
import type { WalkNetwork } from "@quarterhour/isochrones";
import type { ComputePool } from "../compute/pool.ts";
import type { ReachWorkers } from "../jobs/reach-workers.ts";
import { programVersion } from "../program-version.ts";
import type { City, Store } from "../store/store.ts";
import { CityContext } from "./city-context.ts";
import type { CityNetwork } from "./city-context.ts";
import type { Log } from "./city-reach.ts";
import { PastDays } from "./past-days.ts";
import { Problem } from "./problem.ts";

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
