/** One state of a city as the pool's threads know it: what they share, made when first needed, and the questions to them. */
import type { EmbeddedEngine, JoinedPlaces, Position, RouteResult, WalkSettings } from "@quarterhour/isochrones";
import { roomForJoinedPlaces } from "@quarterhour/isochrones";
import type { Frontage } from "../assessment/siting/frontage.ts";
import type { PlacedCover } from "../assessment/siting/placed-cover.ts";
import type { Solution } from "../assessment/siting/solve.ts";
import type { Outlet, Residence } from "../store/store.ts";
import { makeCityData } from "./city-data.ts";
import { putTogether } from "./homes-around.ts";
import { outletPoints, residencePoints } from "./point-layer.ts";
import { NearestTables } from "./nearest-tables.ts";
import type { ComputePool, RunOptions } from "./pool.ts";
import type {
  AnsweredElsewhere,
  HomesAroundAnswer,
  NearAnswer,
  Shared,
  SharedOf,
  TaskName,
  Tasks,
  WalkGround,
} from "./tasks.ts";
import type { PlaceGroups, Weighing, WeighQuestion } from "./weighing.ts";

/** What is known of the city where nothing is searched. */
export interface CitySource {
  /** Different for every state of every city. */
  id: string;
  network(): Promise<{ engine: EmbeddedEngine; shared: SharedOf<"network"> }>;
  outlets(): Promise<Outlet[]>;
  residences(): Promise<Residence[]>;
  /** Shared by all states with the same residences and network; by the kind of joining, the latest last. */
  homesJoined: Map<string, HomesJoined>;
}

/** Where homes join the network, to be read only. */
export type HomesJoined = Pick<JoinedPlaces, "edge" | "offsetMeters" | "accessMeters">;

const placesPerTask = 2000;
/** Who walks, whether private ways count, and which gates are open: so many ways of joining are kept. */
const mostJoinings = 8;
/** So many rows of a matrix are one task, and no more than go over so many vertices: others have their turn between. */
const rowsPerTask = 16;
const verticesPerTask = 2_000_000;
/**
 * A matrix goes over so many vertices at most, all its rows together: a row is a search of the whole network. Some forty
 * seconds of one thread: 118 rows in a metropolis of 845,713 vertices, where a row took 0.32 s, and as many as may be
 * asked for in a small city.
 */
const mostMatrixVertices = 100_000_000;
/** So many places around which homes are looked for. */
const searchesPerTask = 256;

/** Places of a group are so far from its leader at most; so many are put into groups by one task. */
const groupMinutes = 1.5;
const placesPerGrouping = 20_000;

function inSharedMemory(numbers: Float64Array): Float64Array {
  if (numbers.buffer instanceof SharedArrayBuffer) return numbers;
  const shared = new Float64Array(new SharedArrayBuffer(numbers.byteLength));
  shared.set(numbers);
  return shared;
}

/** Residences come after outlets. */
function homesOf({ edge, offsetMeters, accessMeters }: JoinedPlaces, outletCount: number): HomesJoined {
  return {
    edge: edge.subarray(outletCount),
    offsetMeters: offsetMeters.subarray(outletCount),
    accessMeters: accessMeters.subarray(outletCount),
  };
}

/** Each weighing has a name of its own. */
let weighings = 0;

/** Ground and what threads need for it. */
interface Grounds {
  ground: WalkGround;
  needs: Shared[];
}

export class CityCompute {
  readonly #pool: ComputePool;
  readonly #source: CitySource;
  readonly #made = new Map<string, Promise<Shared>>();
  /** Joinings, the least recently used first. */
  readonly #joinings = new Set<string>();
  readonly #nearest: NearestTables;
  #isReleased = false;

  constructor(pool: ComputePool, source: CitySource) {
    this.#pool = pool;
    this.#source = source;
    this.#nearest = new NearestTables(pool, source.id);
  }

  /** The body of an answer to an isochrone question, written into the room where it is given and large enough. */
  async isochrones(
    question: {
      origin: Position;
      minutes: number[];
      settings: WalkSettings;
      moment: number | null;
      claimed: number[];
      dataDate: string | null;
      date?: string;
      answered?: AnsweredElsewhere;
      fallbackReason?: string;
    },
    signal?: AbortSignal,
    room?: Uint8Array | null,
  ): Promise<Uint8Array> {
    const { ground, needs } = await this.#ground(question.settings);
    const { engine } = await this.#source.network();
    const isPlain = question.moment === null && question.answered === undefined;
    const table = isPlain ? this.#nearest.ask(question.settings, ground, needs, engine.network.vertexCount) : null;
    const input = { ...ground, ...question, nearest: table?.id ?? null, room };
    const body = await this.#run("isochrones", input, { needs: table ? [...needs, table] : needs, signal });
    return typeof body === "number" ? room!.subarray(0, body) : body;
  }

  async near(
    question: { origin: Position; limitMinutes: number; settings: WalkSettings },
    signal?: AbortSignal,
  ): Promise<NearAnswer> {
    const { ground, needs } = await this.#ground(question.settings);
    return this.#run("near", { ...ground, ...question }, { needs, signal });
  }

  /** Longitude and latitude of places along the city's streets where a shop could be. */
  async frontage(frontage: Frontage, signal?: AbortSignal): Promise<Float64Array> {
    const { shared } = await this.#source.network();
    return this.#run("frontage", { network: shared.id, frontage }, { needs: [shared], signal, bulk: true });
  }

  /** The choice of sites itself. */
  chooseSites(cover: PlacedCover, fixed: number[], signal?: AbortSignal): Promise<Solution> {
    return this.#run("chooseSites", { cover, fixed }, { signal, bulk: true });
  }

  /**
   * Homes within reach of each place; with direction `inbound`, walks from the homes to it. For long work: others go
   * first. `among` is shared memory.
   */
  async homesAround(
    question: { lngLat: Float64Array; limitMinutes: number; settings: WalkSettings; among: Uint8Array | null },
    signal?: AbortSignal,
  ): Promise<HomesAroundAnswer> {
    const { ground, needs } = await this.#ground(question.settings);
    const tasks: Promise<HomesAroundAnswer>[] = [];
    for (let at = 0; at < question.lngLat.length; at += searchesPerTask * 2) {
      const lngLat = question.lngLat.slice(at, at + searchesPerTask * 2);
      tasks.push(this.#run("homesAround", { ...ground, ...question, lngLat }, { needs, signal, bulk: true }));
    }
    return putTogether(await Promise.all(tasks));
  }

  /**
   * Makes ready to tell what the homes weigh that walk to very many places within each of the limits; to be released.
   * `among` and `weights` are shared memory; homes that weigh nothing should not be among them.
   */
  async weighing(
    { lngLat: asked, settings, among, weights }: WeighQuestion,
    grouped: boolean,
    signal?: AbortSignal,
  ): Promise<Weighing> {
    const { ground, needs } = await this.#ground(settings);
    const { engine, shared } = await this.#source.network();
    const lngLat = inSharedMemory(asked);
    const count = lngLat.length / 2;
    const candidates = roomForJoinedPlaces(engine.network, count);
    await this.#joinParts(shared, lngLat, settings, candidates, signal);
    const limitMinutes = Math.max(...weights.limits) / 60_000 + (grouped ? groupMinutes + 0.01 : 0);
    const planning = this.#run(
      "planWeighing",
      { ...ground, settings, limitMinutes, candidates, among },
      { needs, signal, bulk: true },
    );
    const grouping = grouped ? this.#groups(shared, lngLat, candidates, settings, signal) : null;
    const [plan, groups] = await Promise.all([planning, grouping]);
    const weighing = { kind: "weighing" as const, id: `weighing ${weighings++}`, value: { plan, weights } };
    const width = weights.limits.length;
    return {
      groups,
      weigh: async (places, extra, onProgress) => {
        const sums = new Float64Array(new SharedArrayBuffer(count * width * 8));
        const tasks: Promise<void>[] = [];
        let done = 0;
        for (let from = 0; from < places.length; from += placesPerTask) {
          const part = { weighing: weighing.id, places: places.slice(from, from + placesPerTask), extra, sums };
          const told = (): void => onProgress?.(++done / tasks.length);
          tasks.push(this.#pool.run("weigh", part, { needs: [weighing], signal, bulk: true }).then(told));
        }
        await Promise.all(tasks);
        return sums;
      },
      release: () => this.#pool.release(weighing.id),
    };
  }

  async #groups(
    network: SharedOf<"network">,
    lngLat: Float64Array,
    places: JoinedPlaces,
    settings: WalkSettings,
    signal?: AbortSignal,
  ): Promise<PlaceGroups> {
    const options = { needs: [network], signal, bulk: true };
    await this.#pool.run("sort", { network: network.id, places }, options);
    const count = lngLat.length / 2;
    const leader = new Int32Array(new SharedArrayBuffer(count * 4)).fill(-1);
    const extra = new Int32Array(new SharedArrayBuffer(count * 4));
    const inbound = { ...settings, direction: "inbound" as const };
    const tasks: Promise<null>[] = [];
    for (let from = 0; from < count; from += placesPerGrouping) {
      const part = { lngLat, places, settings: inbound, withinMinutes: groupMinutes, leader, extra };
      const to = Math.min(count, from + placesPerGrouping);
      tasks.push(this.#pool.run("groupPlaces", { network: network.id, ...part, from, to }, options));
    }
    await Promise.all(tasks);
    return { leader, extra };
  }

  /** Metres from door to door; NaN where there is no way. */
  async meters(
    question: { origin: Position; places: Position[]; settings: WalkSettings },
    signal?: AbortSignal,
  ): Promise<Float64Array> {
    const { shared } = await this.#source.network();
    return this.#run("meters", { network: shared.id, ...question }, { needs: [shared], signal });
  }

  async route(
    question: { from: Position; to: Position; settings: WalkSettings },
    signal?: AbortSignal,
  ): Promise<RouteResult | null> {
    const { shared } = await this.#source.network();
    return this.#run("route", { network: shared.id, ...question }, { needs: [shared], signal });
  }

  /** How many places a matrix may begin at in this city. */
  async mostMatrixRows(): Promise<number> {
    const { engine } = await this.#source.network();
    return Math.max(1, Math.floor(mostMatrixVertices / Math.max(1, engine.network.vertexCount)));
  }

  /** `{"seconds":[…],"meters":[…],"from":[…],"to":[…]` in JSON, the last brace left to the caller. */
  async matrix(
    { from, to, settings }: { from: Position[]; to: Position[]; settings: WalkSettings },
    signal?: AbortSignal,
  ): Promise<Buffer> {
    const { engine, shared } = await this.#source.network();
    const parts: Tasks["matrix"]["output"][] = [];
    const bySize = Math.floor(verticesPerTask / Math.max(1, engine.network.vertexCount));
    const atOnce = Math.min(rowsPerTask, Math.max(1, bySize));
    for (let row = 0; row < from.length; row += atOnce) {
      const rows = from.slice(row, row + atOnce);
      parts.push(
        await this.#run("matrix", { network: shared.id, from: rows, to, settings }, { needs: [shared], signal }),
      );
    }
    const joined = (field: "seconds" | "meters" | "from"): Uint8Array[] =>
      parts.flatMap((part, i) => (i === 0 ? [part[field]] : [Buffer.from(","), part[field]]));
    return Buffer.concat([
      Buffer.from('{"seconds":['),
      ...joined("seconds"),
      Buffer.from('],"meters":['),
      ...joined("meters"),
      Buffer.from('],"from":['),
      ...joined("from"),
      Buffer.from('],"to":['),
      parts[0].to,
      Buffer.from("]"),
    ]);
  }

  /** A tile of outlets or residences; null where nothing lies in it. */
  async tile(
    layer: "outlets" | "residences",
    z: number,
    x: number,
    y: number,
    signal?: AbortSignal,
  ): Promise<Tasks["tile"]["output"]> {
    const points = await this.#once(`${layer} ${this.#source.id}`, async (id) => ({
      kind: "points" as const,
      id,
      value:
        layer === "outlets"
          ? await outletPoints(await this.#source.outlets())
          : await residencePoints(await this.#source.residences()),
    }));
    return this.#run("tile", { points: points.id, z, x, y }, { needs: [points], signal });
  }

  /** Where each residence joins the network, to be read only. */
  async joinedHomes(settings: WalkSettings): Promise<HomesJoined> {
    const [{ engine, shared }, city] = await Promise.all([this.#source.network(), this.#data()]);
    const { value } = await this.#places(engine, shared, city, settings);
    return homesOf(value, city.value.outletCount);
  }

  /** Says that this state of the city is not asked about any more. */
  release(): void {
    this.#isReleased = true;
    this.#nearest.release();
    for (const making of this.#made.values()) void making.then(({ id }) => this.#pool.release(id)).catch(() => {});
  }

  /** Those who still hold a released state may ask; threads drop again what they were sent for it. */
  async #run<K extends TaskName>(name: K, input: Tasks[K]["input"], options: RunOptions): Promise<Tasks[K]["output"]> {
    const running = this.#pool.run(name, input, options);
    if (this.#isReleased) {
      for (const { id, kind } of options.needs ?? []) if (kind !== "network") this.#pool.release(id);
    }
    return running;
  }

  async #ground(settings: WalkSettings): Promise<Grounds> {
    const [{ engine, shared }, city] = await Promise.all([this.#source.network(), this.#data()]);
    const places = await this.#places(engine, shared, city, settings);
    return { ground: { network: shared.id, city: city.id, places: places.id }, needs: [shared, city, places] };
  }

  #data(): Promise<SharedOf<"city">> {
    return this.#once(`city ${this.#source.id}`, async (id) => ({
      kind: "city" as const,
      id,
      value: await makeCityData(await this.#source.outlets(), await this.#source.residences()),
    }));
  }

  /** The city's places as these settings join them to the network; worked out by the threads. */
  #places(
    engine: EmbeddedEngine,
    network: SharedOf<"network">,
    city: SharedOf<"city">,
    settings: WalkSettings,
  ): Promise<SharedOf<"places">> {
    const joining = engine.joiningOf(settings);
    const name = `places ${this.#source.id} ${joining}`;
    this.#joinings.delete(name);
    this.#joinings.add(name);
    if (this.#joinings.size > mostJoinings) this.#drop(this.#joinings.values().next().value!);
    return this.#once(name, async (id) => {
      const { positions, outletCount } = city.value;
      const places = roomForJoinedPlaces(engine.network, positions.length / 2);
      const { homesJoined } = this.#source;
      const known = homesJoined.get(joining);
      if (known !== undefined) {
        const homes = homesOf(places, outletCount);
        homes.edge.set(known.edge);
        homes.offsetMeters.set(known.offsetMeters);
        homes.accessMeters.set(known.accessMeters);
      }
      const unjoined = known === undefined ? positions : positions.subarray(0, outletCount * 2);
      await this.#joinParts(network, unjoined, settings, places);
      await this.#pool.run("sort", { network: network.id, places }, { needs: [network], bulk: true });
      homesJoined.delete(joining);
      homesJoined.set(joining, homesOf(places, outletCount));
      if (homesJoined.size > mostJoinings) homesJoined.delete(homesJoined.keys().next().value!);
      return { kind: "places" as const, id, value: places };
    });
  }

  async #joinParts(
    network: SharedOf<"network">,
    positions: Float64Array,
    settings: WalkSettings,
    places: JoinedPlaces,
    signal?: AbortSignal,
  ): Promise<void> {
    const count = positions.length / 2;
    const tasks: Promise<null>[] = [];
    for (let from = 0; from < count; from += placesPerTask) {
      const part = { positions, settings, places, from, to: Math.min(count, from + placesPerTask) };
      tasks.push(this.#pool.run("join", { network: network.id, ...part }, { needs: [network], signal, bulk: true }));
    }
    await Promise.all(tasks);
  }

  #drop(name: string): void {
    this.#joinings.delete(name);
    const made = this.#made.get(name);
    this.#made.delete(name);
    void made?.then(({ id }) => this.#pool.release(id)).catch(() => {});
  }

  /** Makes a shared value on first use; a failed making is tried again by the next question. */
  #once<T extends Shared>(name: string, make: (id: string) => Promise<T>): Promise<T> {
    const known = this.#made.get(name);
    if (known !== undefined) return known as Promise<T>;
    const making = make(name);
    this.#made.set(name, making);
    making.catch(() => this.#made.delete(name));
    return making;
  }
}
