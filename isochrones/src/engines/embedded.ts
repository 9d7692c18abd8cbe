import { completeSettings, defaultSettings, profileOf } from "../foot/profiles.ts";
import { attach } from "../network/attach.ts";
import { EDGE_ATTACHABLE_PUBLIC, EDGE_ATTACHABLE_WITH_PRIVATE, type WalkNetwork } from "../network/network.ts";
import { whyUnattached } from "../network/unattached.ts";
import { closedClasses, stateOfTimes, WalkCosts } from "../search/costs.ts";
import { traceRoute, walkedMillimeters } from "../search/route.ts";
import {
  emptyReach,
  ReachSolver,
  roomForPlaces,
  setPlace,
  turnedRound,
  type AttachedPlaces,
  type ReachQuestion,
} from "../search/reach.ts";
import { Search } from "../search/search.ts";
import type { GroundRoom } from "../surface/ground-room.ts";
import { Ground } from "../surface/ground.ts";
import { inDegrees } from "../surface/polygons.ts";
import { OUTLINE_UNITS_PER_DEGREE, RingPainter } from "../surface/rings.ts";
import type {
  Attachment,
  GroupedTargets,
  GroupReach,
  IsochroneResult,
  MatrixPlace,
  MatrixResult,
  OutlineResult,
  Position,
  RouteResult,
  Unattached,
  WalkingEngine,
  WalkSettings,
} from "../types.ts";
import { checkMinutes, checkPosition, checkReachQuestion } from "./check.ts";

/** No walk takes longer than this many milliseconds: a day. */
const NO_LIMIT = 24 * 3_600_000;
/** So many times of day have the state of their gates remembered. */
const MAX_TIMES = 1000;
/** 40 MB. */
const MOST_PREPARED_TILES = 1000;
/** Of a room, shared by all threads. */
const MOST_PREPARED_TILES_OF_ROOM = 10_000;

/** Exact walking times over a network in memory. Its answers depend on the network and the settings alone. */
export class EmbeddedEngine implements WalkingEngine {
  readonly name = "embedded";
  readonly network: WalkNetwork;
  readonly #room: GroundRoom | null;
  readonly #searches = new Map<string, Search>();
  readonly #painters = new Map<string, RingPainter>();
  /** By kind of joining; a position that is asked for again and again, such as an outlet's, is attached once. */
  readonly #attached = new Map<string, WeakMap<Position, Attachment | null>>();
  readonly #closed = new Map<string, Uint8Array | null>();
  /** By `at`. */
  readonly #times = new Map<string, { all: string; doors: string }>();

  /** `room`, of the same network: engines in several threads look at ground for each other, under the settings that `roomForGround` is for. */
  constructor(network: WalkNetwork, room: GroundRoom | null = null) {
    this.network = network;
    this.#room = room;
  }

  /**
   * Where a place meets its nearest walkable way; null where there is none near. RangeError for impossible coordinates.
   * The answer is remembered with the position array itself, which must not be changed afterwards.
   */
  attach(position: Position, settings?: Partial<WalkSettings>): Attachment | null {
    const complete = completeSettings(settings);
    const joining = this.joiningOf(complete);
    let known = this.#attached.get(joining);
    if (!known) this.#attached.set(joining, (known = new WeakMap()));
    let attachment = known.get(position);
    if (attachment === undefined) known.set(position, (attachment = this.#attach(position, complete, joining)));
    return attachment;
  }

  /** As `attach`, for very many positions that nobody will ask about again: nothing is remembered. */
  attachEach(settings: Partial<WalkSettings>): (position: Position) => Attachment | null {
    const complete = completeSettings(settings);
    const joining = this.joiningOf(complete);
    return (position) => this.#attach(position, complete, joining);
  }

  #attach(position: Position, settings: WalkSettings, joining: string): Attachment | null {
    checkPosition(position);
    return attach(this.network, position, attachFlag(settings), this.#closedTo(settings, joining));
  }

  /** Why `attach` gives null for a place; null where it finds a way. */
  whyUnattached(position: Position, settings?: Partial<WalkSettings>): Unattached | null {
    const complete = completeSettings(settings);
    if (this.attach(position, complete)) return null;
    const closed = this.#closedTo(complete, this.joiningOf(complete));
    return whyUnattached(this.network, position, complete, attachFlag(complete), closed);
  }

  /**
   * Looks at the ground in advance, a tile of 800 m at a time with other work in between, so that the first rings under
   * these settings take no longer than later ones: about a millisecond and 30 kB for each tile, at most 1,000 of them, or
   * 10,000 with a room. Resolves with how many tiles were new to this engine. Answers are the same without it.
   */
  async prepare(settings?: Partial<WalkSettings>, signal?: AbortSignal): Promise<number> {
    const complete = completeSettings(settings);
    this.searchFor(complete);
    const { ground } = this.#painter(complete);
    const most = this.#roomFor(this.joiningOf(complete)) ? MOST_PREPARED_TILES_OF_ROOM : MOST_PREPARED_TILES;
    const tiles = ground.missingTiles(most);
    for (let i = 0; i < tiles.length; i += 2) {
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      ground.tile(tiles[i], tiles[i + 1]);
    }
    return tiles.length / 2;
  }

  /** Rings around an origin, ascending; see `IsochroneResult`. RangeError for impossible minutes or coordinates. */
  isochronesSync(origin: Position, minutes: number[], settings?: Partial<WalkSettings>): IsochroneResult {
    const outlined = this.outlinesSync(origin, minutes, settings);
    const rings = outlined.rings.map(({ minutes: ring, polygons, areaSquareMeters }) => ({
      minutes: ring,
      geometry: { type: "MultiPolygon" as const, coordinates: inDegrees(polygons, OUTLINE_UNITS_PER_DEGREE) },
      areaSquareMeters,
    }));
    return { ...outlined, rings };
  }

  /** As `isochronesSync`, not yet made into GeoJSON; good until this engine draws again. */
  outlinesSync(origin: Position, minutes: number[], settings?: Partial<WalkSettings>): OutlineResult {
    const complete = completeSettings(settings);
    const ascending = checkMinutes(minutes);
    const attachment = this.attach(origin, complete);
    const result = {
      engine: "embedded" as const,
      origin,
      attachment: attachment && { location: attachment.location, accessMeters: attachment.accessMeters },
      settings: complete,
      networkVersion: this.network.version,
    };
    if (!attachment) {
      const rings = ascending.map((ring) => ({ minutes: ring, polygons: [], areaSquareMeters: 0 }));
      return { ...result, rings, reason: this.whyUnattached(origin, complete)?.reason };
    }
    const rings = this.#painter(complete).draw(this.searchFor(complete), attachment, ascending);
    const last = rings[rings.length - 1];
    if (last.polygons.length > 0) return { ...result, rings };
    return { ...result, rings, reason: whyNothing(attachment.accessMeters, last.minutes, complete.speedKmh) };
  }

  /** Times and lengths between all pairs, access legs left out. */
  matrixSync(from: Position[], to: Position[], settings?: Partial<WalkSettings>): MatrixResult {
    const complete = completeSettings(settings);
    const starts = from.map((position) => this.attach(position, complete));
    const ends = to.map((position) => this.attach(position, complete));
    const search = this.searchFor(complete);
    const seconds: (number | null)[][] = [];
    const meters: (number | null)[][] = [];
    for (const start of starts) {
      const secondsRow: (number | null)[] = [];
      const metersRow: (number | null)[] = [];
      if (start) search.run([{ attachment: start, startMilliseconds: 0 }], NO_LIMIT);
      for (const end of ends) {
        const there = start !== null && end !== null && search.arrive(end.edge, end.offsetMeters);
        secondsRow.push(there ? search.arrival.milliseconds / 1000 : null);
        metersRow.push(there ? Math.round(walkedMillimeters(search, end.edge, end.offsetMeters)) / 1000 : null);
      }
      seconds.push(secondsRow);
      meters.push(metersRow);
    }
    const placeOf = (position: Position, attachment: Attachment | null): MatrixPlace =>
      attachment
        ? { location: attachment.location, accessMeters: attachment.accessMeters }
        : { location: null, accessMeters: null, reason: this.whyUnattached(position, complete)?.reason };
    return {
      seconds,
      meters,
      from: from.map((position, index) => placeOf(position, starts[index])),
      to: to.map((position, index) => placeOf(position, ends[index])),
    };
  }

  /** The walk itself, door to door; null where there is no way. */
  routeSync(from: Position, to: Position, settings?: Partial<WalkSettings>): RouteResult | null {
    const complete = completeSettings(settings);
    const start = this.attach(from, complete);
    const end = this.attach(to, complete);
    if (!start || !end) return null;
    const search = this.searchFor(complete);
    search.run([{ attachment: start, startMilliseconds: 0 }], NO_LIMIT);
    const walk = traceRoute(search, from, start, to, end);
    return walk && { engine: "embedded", ...walk, settings: complete, networkVersion: this.network.version };
  }

  /**
   * For each origin and group of targets: the nearest one, and how many lie within each ring. Times include both access
   * legs. Nearest ones are looked for up to `limitMinutes`, which is at least the largest ring.
   */
  reachByGroup(
    origins: Position[],
    targets: GroupedTargets,
    ringMinutes: number[],
    limitMinutes: number,
    settings?: Partial<WalkSettings>,
  ): GroupReach {
    const complete = completeSettings(settings);
    const rings = checkReachQuestion(origins, targets, ringMinutes, limitMinutes);
    const attachAll = (positions: Position[]): AttachedPlaces => {
      const places = roomForPlaces(positions.length);
      positions.forEach((position, index) => setPlace(places, index, this.attach(position, complete)));
      return places;
    };
    const question: ReachQuestion = {
      origins: attachAll(origins),
      targets: attachAll(targets.positions),
      groups: targets.groups,
      groupCount: targets.groupCount,
      ringMinutes: rings,
      limitMinutes,
    };
    const reach = emptyReach(origins.length, targets.groupCount, rings);
    reach.accessMeters.set(question.origins.accessMeters);
    // the search runs from the targets back to the origins
    const solver = new ReachSolver(this.searchFor(turnedRound(complete)), question, reach);
    for (let group = 0; group < targets.groupCount; group++) solver.solveGroup(group);
    solver.solveEdgeOfData();
    return reach;
  }

  async isochrones(origin: Position, minutes: number[], settings?: Partial<WalkSettings>): Promise<IsochroneResult> {
    return this.isochronesSync(origin, minutes, settings);
  }

  async matrix(from: Position[], to: Position[], settings?: Partial<WalkSettings>): Promise<MatrixResult> {
    return this.matrixSync(from, to, settings);
  }

  async route(from: Position, to: Position, settings?: Partial<WalkSettings>): Promise<RouteResult | null> {
    return this.routeSync(from, to, settings);
  }

  /** The search over these settings' costs; for this package's own use. */
  searchFor(settings: WalkSettings): Search {
    const { profile, speedKmh, privateWays, direction, signalSeconds } = settings;
    const key = JSON.stringify([profile, speedKmh, privateWays, direction, signalSeconds, this.#timesAt(settings).all]);
    let search = this.#searches.get(key);
    if (search) this.#searches.delete(key);
    else search = new Search(this.network, new WalkCosts(this.network, settings));
    // the last used stays last; a handful is enough, since people ask again with the settings they just had
    this.#searches.set(key, search);
    if (this.#searches.size > 8) this.#searches.delete(this.#searches.keys().next().value as string);
    return search;
  }

  #painter(settings: WalkSettings): RingPainter {
    const joining = this.joiningOf(settings);
    let painter = this.#painters.get(joining);
    if (!painter) {
      const closed = this.#closedTo(settings, joining);
      painter = new RingPainter(new Ground(this.network, attachFlag(settings), closed, this.#roomFor(joining)));
    } else this.#painters.delete(joining);
    // the last used stays last, as with the searches
    this.#painters.set(joining, painter);
    if (this.#painters.size > 8) this.#painters.delete(this.#painters.keys().next().value as string);
    return painter;
  }

  #roomFor(joining: string): GroundRoom | null {
    return joining === this.joiningOf(defaultSettings) ? this.#room : null;
  }

  #closedTo(settings: WalkSettings, joining: string): Uint8Array | null {
    let closed = this.#closed.get(joining);
    if (closed === undefined) this.#closed.set(joining, (closed = closedClasses(this.network, settings)));
    return closed;
  }

  /** Settings with the same word join places to the network alike. */
  joiningOf(settings: WalkSettings): string {
    const { privateWays, profile, at } = settings;
    const who = `${privateWays}, ${profileOf(profile).wheels ?? "feet"}`;
    return at ? `${who}, ${this.#timesAt(settings).doors}` : who;
  }

  #timesAt(settings: WalkSettings): { all: string; doors: string } {
    const key = settings.at ?? "";
    let times = this.#times.get(key);
    if (!times) {
      times = stateOfTimes(this.network, settings);
      if (this.#times.size >= MAX_TIMES) this.#times.clear();
      this.#times.set(key, times);
    }
    return times;
  }
}

/** Which edges doors join under these settings; see `attach`. */
export const attachFlag = (settings: WalkSettings): number =>
  settings.privateWays === "residents" ? EDGE_ATTACHABLE_WITH_PRIVATE : EDGE_ATTACHABLE_PUBLIC;

function whyNothing(accessMeters: number, minutes: number, speedKmh: number): string {
  return accessMeters > (minutes / 60) * speedKmh * 1000
    ? `the nearest walkable way is ${Math.round(accessMeters)} m away, further than ${minutes} minutes reach`
    : `what ${minutes} minutes reach is too little to be drawn`;
}
